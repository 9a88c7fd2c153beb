/** What a record type is: fields, lifecycle, traits and words, written once as a value; everything else is derived from it. */
import { z } from 'zod'
import type { Actor, Role } from './actor.ts'
import { everyone, readers, staff } from './actor.ts'
import type { Context } from './context.ts'
import { type Audience, type Field, type Fields, fixed, initially, instant, integer, ref, system, text, type Values, yesno } from './field.ts'
import type { ProblemCode } from './error.ts'

/** Where a state stands in the work: decides the group in lists and what counts as open. */
export type StateGroup = 'open' | 'waiting' | 'done'

export interface State {
  readonly label: string
  readonly group: StateGroup
  readonly help?: string
}

/** Why a verb cannot be done now: a sentence that says what to do, with the code the caller gets. */
export interface Refusal {
  readonly code: Extract<ProblemCode, 'conflict' | 'refused' | 'forbidden' | 'invalid'>
  readonly message: string
  /** Field or input at fault, where there is one. */
  readonly at?: string
}
export const refuse = (message: string, at?: string): Refusal => (at === undefined ? { code: 'refused', message } : { code: 'refused', message, at })

/** A row written beside the record in a trait's table, in the same transaction and the same journal row. */
export interface Effect {
  readonly table: string
  readonly op: 'insert' | 'update' | 'delete'
  /** All columns for an insert, `id` and what changes for an update, `id` for a delete. */
  readonly row: Readonly<Record<string, unknown>> & { readonly id: string }
}

/** What a rule may look at. `row` is the record before the verb; for `create` it is the record as asked for. */
export interface Seen<Row, Input, Facts = unknown> {
  readonly row: Row
  readonly input: Input
  readonly now: string
  readonly id: () => string
  readonly actor: Actor
  readonly facts: Facts
}

type Loose = Readonly<Record<string, unknown>>

export interface VerbDef<Row = Loose, Input = Loose, S extends string = string, Facts = unknown> {
  readonly label: string
  /** How the timeline tells it, after the actor's name: "took it", "resolved it". */
  readonly says: string
  readonly help?: string
  /** The key on a record's page. */
  readonly key?: string
  readonly from: readonly S[] | 'any'
  readonly to: S | 'same' | ((seen: Seen<Row, Input, Facts>) => S)
  /** Fields of the record that this verb's caller may set. */
  readonly edits?: readonly string[]
  /** Those of `edits` that must be given unless the record has them already. */
  readonly needs?: readonly string[]
  /** Inputs that are no fields of the record; kept in the journal only. */
  readonly input?: Fields
  readonly by: readonly Role[]
  readonly audience?: Audience
  /** Whether a reason text belongs to it. */
  readonly reason?: 'required' | 'optional'
  /** Reads what the rules need, inside the transaction. `beside` are those before it that one call creates together with it: nothing that is read has them yet. */
  readonly facts?: (ctx: Context, row: Row, input: Input, beside: readonly Row[]) => Promise<Facts>
  /** The guard: null lets it pass. Pure. */
  readonly refuse?: (seen: Seen<Row, Input, Facts>) => Refusal | null
  /** What else changes in the row. Pure. */
  readonly set?: (seen: Seen<Row, Input, Facts>) => Partial<Row>
  readonly effects?: (seen: Seen<Row, Input, Facts>) => readonly Effect[]
  /** Moves of other records that belong to the same transaction; runs before the guard. */
  readonly along?: (ctx: Context, row: Row, input: Input) => Promise<void>
  /** Not drawn as a button: used by rules, or by a part of the page of its own. */
  readonly quiet?: boolean
  /** Only rules may use it; no route, no command. */
  readonly ruleOnly?: boolean
}
export type Verb = VerbDef
export type Verbs = Readonly<Record<string, Verb>>

/** A table that a trait or record keeps beside its rows: comments, links, watchers. Always has id, record, record_id, org_id. */
export interface SideTable {
  readonly name: string
  readonly fields: Fields
  /** The field whose text is found by search, if any. */
  readonly searched?: string
}

export interface Trait<F extends Fields = Fields> {
  readonly name: string
  readonly fields: F
  readonly tables: readonly SideTable[]
  readonly verbs: Verbs
}

export interface Words {
  readonly one: string
  readonly many: string
  /** One sentence for empty pages, OpenAPI and help. */
  readonly purpose: string
}

/** The columns every record has. */
export interface Common {
  readonly id: string
  readonly number: string
  readonly orgId: string
  readonly state: string
  readonly stateSince: string
  readonly version: number
  readonly createdAt: string
  readonly createdBy: string
  readonly updatedAt: string
}

export interface RecordType {
  readonly name: string
  readonly plural: string
  /** Of its numbers: `INC` gives INC-1042. */
  readonly prefix: string
  readonly words: Words
  /** The field that names a record in lists, links and search. */
  readonly title: string
  /** All columns in order: the common ones, then the traits', then its own. */
  readonly fields: Fields
  /** Only what this definition and its traits add. */
  readonly own: Fields
  readonly states: Readonly<Record<string, State>>
  readonly initial: string
  readonly verbs: Verbs
  readonly create: Verb
  readonly traits: readonly Trait[]
  readonly tables: readonly SideTable[]
  /** Who may read it at all. */
  readonly read: readonly Role[]
  /** Whether rows may be shared with every organization on the installation (catalogue data). */
  readonly shareable: boolean
  /** The field that names the person a `requester` must be to see the row; null: requesters see no row, or all when shared. */
  readonly requester: string | null
  /** Lists of it start sorted like this: a field name, `-` before it for falling. */
  readonly sort: string
  /** Fixed order of menu and docs; practices' order in parts decides first. */
  readonly fold?: boolean
}

type Union<T extends readonly Trait[]> = T[number]['fields']
type Both<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? I : never
type TraitFields<T extends readonly Trait[]> = Both<Union<T>> extends infer I extends Fields ? I : Record<never, Field>

/** A record type that remembers the shape of its rows. */
export interface Defined<Row> extends RecordType {
  readonly __row?: Row
}
export type RowOf<R> = R extends Defined<infer Row> ? Row : never


/** Makes a verb whose functions know the row and the input's shape. */
export type VerbMaker<Row, S extends string> = <const I extends Fields = Record<never, never>, Facts = undefined>(
  def: Omit<VerbDef<Row, Partial<Row> & Values<I> & { readonly reason?: string }, S, Facts>, 'input'> & { readonly input?: I },
) => Verb

export interface Definition<F extends Fields, T extends readonly Trait[], S extends string> {
  readonly name: string
  readonly plural: string
  readonly prefix: string
  readonly words: Words
  readonly title: string
  readonly fields: F
  readonly traits?: T
  readonly states: Readonly<Record<S, State>>
  readonly initial: NoInfer<S>
  readonly read?: readonly Role[]
  readonly shareable?: boolean
  readonly requester?: string
  readonly sort?: string
  readonly create?: (verb: VerbMaker<Common & Values<F> & Values<TraitFields<T>>, NoInfer<S>>) => Verb
  readonly verbs: (verb: VerbMaker<Common & Values<F> & Values<TraitFields<T>>, NoInfer<S>>) => Verbs
}

const common = (states: readonly string[], shareable: boolean): Fields => ({
  id: system({ ...text({ label: 'Id', max: 36 }), kind: 'text', schema: z.uuid(), column: 'uuid' }),
  number: system(text({ label: 'Number', max: 24, search: 'A' })),
  orgId: fixed(ref('organization', { label: 'Organization', help: 'Whose record it is; nobody of another organization sees it.' })),
  ...(shareable ? { shared: initially(yesno({ label: 'Shared with every organization', help: 'Everybody on this installation may see and choose it.' }), false) } : {}),
  state: system({ ...text({ label: 'State', max: 40 }), kind: 'choice', schema: z.enum(states as [string, ...string[]]), column: 'text' }),
  stateSince: system(instant({ label: 'In this state since' })),
  version: system(integer({ label: 'Version', min: 1, max: 2_000_000_000, help: 'Counts the changes; send it as If-Match to change only what you saw.' })),
  createdAt: system(instant({ label: 'Recorded' })),
  createdBy: system(text({ label: 'Recorded by', max: 200 })),
  updatedAt: system(instant({ label: 'Last news' })),
})

// The one seam where a verb's own types are forgotten: the door gives each function exactly the row and the parsed input it was written for.
const forget = (def: unknown): Verb => def as Verb

/** Builds the record type: adds common columns, traits and the `update` verb, and checks that names do not collide. */
export function defineRecord<const F extends Fields, const S extends string, const T extends readonly Trait[] = readonly []>(
  d: Definition<F, T, S>,
): Defined<Common & Values<F> & Values<TraitFields<T>>> {
  const traits: readonly Trait[] = d.traits ?? []
  const own: Fields = Object.assign({}, ...traits.map((t) => t.fields), d.fields)
  const states = d.states as Readonly<Record<string, State>>
  const fields: Fields = { ...common(Object.keys(states), d.shareable ?? false), ...own }
  const maker = ((def: unknown) => forget(def)) as VerbMaker<Common & Values<F> & Values<TraitFields<T>>, S>
  const editable = [...Object.keys(own).filter((k) => own[k]?.owner === 'caller' && !own[k]?.fixed), ...(d.shareable ? ['shared'] : [])]
  const mine = d.verbs(maker)
  // An `update` without a list of its own edits every field of the caller's, so that a new field is one line.
  const update: Verb = { edits: editable, ...(mine['update'] ?? { label: 'Change', says: 'changed it', from: 'any', to: 'same', by: staff, quiet: true }) }
  const verbs: Verbs = Object.assign({ update }, ...traits.map((t) => t.verbs), mine, { update })
  const create: Verb = d.create?.(maker) ?? { label: `New ${d.words.one.toLowerCase()}`, says: 'recorded it', from: 'any', to: 'same', by: staff, audience: 'public' }
  return {
    name: d.name, plural: d.plural, prefix: d.prefix, words: d.words, title: d.title, fields, own, states, initial: d.initial, verbs,
    create: { ...create, edits: create.edits ?? ['orgId', ...(d.shareable ? ['shared'] : []), ...Object.keys(own).filter((k) => own[k]?.owner === 'caller')] },
    traits, tables: traits.flatMap((t) => t.tables), read: d.read ?? (d.shareable ? everyone : readers), shareable: d.shareable ?? false,
    requester: d.requester ?? null, sort: d.sort ?? '-createdAt',
  }
}

/** Defines a verb of a trait: it sees only the common columns and its own input. */
export const traitVerb = <const I extends Fields = Record<never, never>, Facts = undefined>(
  def: Omit<VerbDef<Common & Loose, Values<I> & Loose & { readonly reason?: string }, string, Facts>, 'input'> & { readonly input?: I },
): Verb => forget(def)

export const verbNames = (r: RecordType): readonly string[] => Object.keys(r.verbs)

/** Whether the lifecycle alone allows the verb from this state. */
export const allowsFrom = (verb: Verb, state: string): boolean => verb.from === 'any' || verb.from.includes(state)

const inputShape = (fields: Fields): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, f.optional || f.initial !== undefined ? f.schema.optional() : f.schema]))

/** The body of a create request: unknown names are refused, optional ones may be missing. */
export const createSchema = (r: RecordType): z.ZodType<Record<string, unknown>> =>
  z.strictObject({
    ...Object.fromEntries((r.create.edits ?? []).map((name) => {
      const f = fieldOf(r, name)
      return [name, name === 'orgId' || f.optional || f.initial !== undefined ? f.schema.optional() : f.schema]
    })),
    ...inputShape(r.create.input ?? {}),
  }).meta({ title: `${r.name}_create` })

/** The body of a verb's request. */
export const verbSchema = (r: RecordType, name: string): z.ZodType<Record<string, unknown>> => {
  const verb = verbOf(r, name)
  return z.strictObject({
    ...Object.fromEntries((verb.edits ?? []).map((n) => [n, fieldOf(r, n).schema.optional()])),
    ...inputShape(verb.input ?? {}),
    ...(verb.reason ? { reason: verb.reason === 'required' ? reasonSchema : reasonSchema.optional() } : {}),
  }).meta({ title: `${r.name}_${name}` })
}
const reasonSchema = z.string().min(1).max(2000).regex(/\S/, 'is blank').refine((s) => !s.includes('\u0000') && s.isWellFormed(), 'has a character that cannot be stored').meta({ description: 'Why, in a sentence.' })

export function fieldOf(r: RecordType, name: string): Field {
  const f = r.fields[name]
  if (!f) throw new Error(`Broken promise: ${r.name} has no field ${name}`)
  return f
}
export function verbOf(r: RecordType, name: string): Verb {
  const v = name === 'create' ? r.create : r.verbs[name]
  if (!v) throw new Error(`Broken promise: ${r.name} has no verb ${name}`)
  return v
}
