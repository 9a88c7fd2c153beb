/** The one permission function of reading and moving: role by role, field by field. Rows of other organizations are kept away by the database itself. */
import { type Actor, clients, roleOf, seesInternal } from './actor.ts'
import { AppError } from './error.ts'
import { allowsFrom, type Common, type RecordType, type Verb, verbOf } from './record.ts'

export const mayRead = (actor: Actor, r: RecordType): boolean => actor.kind === 'rule' || r.read.includes(roleOf(actor))

export const mayDo = (actor: Actor, verb: Verb): boolean => actor.kind === 'rule' || (!verb.ruleOnly && verb.by.includes(roleOf(actor)))

export function checkRead(actor: Actor, r: RecordType): void {
  if (!mayRead(actor, r)) throw new AppError('forbidden', `Your role may not read ${r.plural}.`)
}

export function checkDo(actor: Actor, r: RecordType, name: string): void {
  const verb = verbOf(r, name)
  if (!mayDo(actor, verb)) throw new AppError('forbidden', `Your role may not ${name} ${name === 'create' ? r.plural : `this ${r.words.one.toLowerCase()}`}.`, { facts: { roles: verb.by } })
}

/** A client sets neither internal fields nor another person as requester. */
export function checkFields(actor: Actor, r: RecordType, name: string, input: Readonly<Record<string, unknown>>): void {
  if (seesInternal(actor)) return
  const inputs = verbOf(r, name).input ?? {}
  const isInternal = (k: string): boolean => (Object.hasOwn(inputs, k) ? inputs[k]?.audience : Object.hasOwn(r.fields, k) ? r.fields[k]?.audience : 'public') === 'internal'
  const wrong = Object.keys(input).filter(isInternal)
  if (wrong.length > 0) throw new AppError('forbidden', `${wrong.join(', ')} can be set by the operation's staff only.`, { faults: wrong.map((at) => ({ at: `/${at}`, message: 'is internal' })) })
}

/** The row without what this actor may not see. */
export function present(actor: Actor, r: RecordType, row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const open = seesInternal(actor)
  const out: Record<string, unknown> = {}
  for (const k of Object.keys(r.fields)) if (open || r.fields[k]?.audience !== 'internal') out[k] = row[k]
  return out
}

export interface VerbOffer {
  readonly name: string
  readonly label: string
  readonly key: string | null
  readonly allowed: boolean
  /** Why not, when it is not allowed. */
  readonly why: string | null
}

/** Every verb a page can draw for this record and actor; what cannot be done is listed with its reason. */
export function offers(actor: Actor, r: RecordType, row: Pick<Common, 'state'>): VerbOffer[] {
  return Object.entries(r.verbs).filter(([, v]) => mayDo(actor, v) && !v.ruleOnly).map(([name, v]) => {
    const allowed = allowsFrom(v, row.state)
    const why = allowed ? null : `${v.label} is possible when ${v.from === 'any' ? 'open' : v.from.map((s) => r.states[s]?.label.toLowerCase() ?? s).join(' or ')}; it is ${r.states[row.state]?.label.toLowerCase() ?? row.state} now.`
    return { name, label: v.label, key: v.key ?? null, allowed, why }
  })
}

export const isClient = (actor: Actor): boolean => actor.kind !== 'rule' && clients.includes(actor.role)
