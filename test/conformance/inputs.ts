/** Plausible input for any field, verb and record type, made from the definitions alone, so that the conformance tests need no list of records. */
import { z } from 'zod'
import type { Field, Fields } from '../../src/model/field.ts'
import { fieldOf, type RecordType, type Verb } from '../../src/model/record.ts'

/** What generated input may point to and must not repeat. */
export interface Ground {
  readonly orgId: string
  /** Record type → id of a record of the same organization. */
  readonly ids: ReadonlyMap<string, string>
  /** Rises with each call, so that unique values are unique. */
  readonly next: () => number
  /** In every text, so that a leak can be recognized. */
  readonly marker: string
}

/**
 * Ways to fill in a form: with what must be given or with everything, and with instants that lie before the test's clock or after it. A reason that
 * need not be given is given with everything, and once alone.
 * A rule may refuse one of them; no verb may refuse all.
 */
export const variants = [
  { all: false, when: 'past' }, { all: false, when: 'future' }, { all: true, when: 'past' }, { all: true, when: 'future' }, { all: true, when: 'mixed' },
] as const
export type Variant = (typeof variants)[number]

const past = '2026-03-17T08:00:00.000Z'
const future = '2026-03-18T08:00:00.000Z'
const plannedEnd = '2026-03-18T10:00:00.000Z'

/** Texts of the shapes that fields ask for; the first that fits is taken. */
const texts = (n: number, marker: string): readonly string[] => [
  `${marker} ${n}`, n.toString(16).padStart(64, '0'), n.toString(16).padStart(16, '0'), `${marker}-${n}`, `${marker.toLowerCase()}`, `https://example.org/${marker}/${n}`, 'text/plain', 'incident', 'INC-1001', 'incident.create',
  '00000000-0000-4000-8000-000000000000', past, '2026-03-17', 'Europe/Berlin', `${marker}${n}@example.org`, '09:00', '12-25', 'EUR', `/${marker}`, `${1900 + (Math.floor(n / 12) % 120)}-${String((n % 12) + 1).padStart(2, '0')}`,
]

/** A value that the field's own schema lets through. */
export function valueFor(name: string, f: Field, g: Ground, variant: Variant): unknown {
  const n = g.next()
  if (name === 'orgId') return g.orgId
  // A link names its target by kind and id.
  if (name === 'toRecord' && f.kind !== 'choice') return 'incident'
  if (name === 'toId' && g.ids.has('incident')) return g.ids.get('incident')
  // Work and decisions are handed on to somebody who may take them.
  const id = f.to === null ? undefined : (name === 'toPersonId' ? g.ids.get('taker') : undefined) ?? g.ids.get(f.to)
  switch (f.kind) {
    case 'ref': return id ?? null
    case 'refs': return id === undefined ? [] : [id]
    case 'choice': return Object.keys(f.words ?? {})[0]
    // What is planned ends after it begins.
    case 'instant': return name === 'plannedEnd' && variant.when !== 'past' ? plannedEnd : variant.when === 'mixed' ? (/^(start|notic|since|valid ?from)/i.test(name) ? past : future) : variant.when === 'past' ? past : future
    case 'day': return '2026-03-17'
    case 'ratio': return 0.5
    case 'yesno': return true
    case 'email': return `${g.marker.toLowerCase()}${n}@example.org`
    case 'zone': return 'Europe/Berlin'
    case 'tags': return [`${g.marker.toLowerCase()}${n}`]
    default: return fitting(f.schema, n, g.marker, name)
  }
}

const shapes = new WeakMap<z.ZodType, Json>()
function shapeOf(schema: z.ZodType): Json {
  const shape = shapes.get(schema) ?? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json
  shapes.set(schema, shape)
  return shape
}

function fitting(schema: z.ZodType, n: number, marker: string, name: string): unknown {
  const json = shapeOf(schema)
  for (const candidate of candidates(json, n, marker)) if (schema.safeParse(candidate).success) return candidate
  throw new Error(`no generated value fits ${name} (${JSON.stringify(json).slice(0, 300)}): teach test/conformance/inputs.ts its shape`)
}

interface Json {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Json[]
  readonly minimum?: number
  readonly minItems?: number
  readonly pattern?: string
  readonly items?: Json
  readonly prefixItems?: readonly Json[]
  readonly properties?: Readonly<Record<string, Json>>
  readonly required?: readonly string[]
}

// The first candidate fills in the least; later ones are tried where a rule beyond the shape refuses it.
function candidates(s: Json, n: number, marker: string): unknown[] {
  if (s.const !== undefined) return [s.const]
  if (s.enum) return [s.enum[0]]
  if (s.anyOf) return s.anyOf.flatMap((x) => (x.type === 'null' ? [] : candidates(x, n, marker)))
  switch (s.type) {
    case 'string': {
      const fits = texts(n, marker).filter((t) => s.pattern === undefined || new RegExp(s.pattern, 'u').test(t))
      return [...fits, ...texts(n, marker)]
    }
    case 'integer': case 'number': return [Math.max(s.minimum ?? 1, 1), 60, 3600]
    case 'boolean': return [true, false]
    case 'array': {
      const one = s.prefixItems ? [] : candidates(s.items ?? {}, n, marker)
      if (s.prefixItems) return [s.prefixItems.map((x) => candidates(x, n, marker)[0])]
      return [...one.slice(0, 20).map((x) => [x]), ...(s.minItems ? [] : [[]])]
    }
    case 'object': {
      const fill = (names: readonly string[], pick: number): Record<string, unknown> =>
        Object.fromEntries(names.map((k) => { const c = candidates(s.properties?.[k] ?? {}, n, marker); return [k, /zone/i.test(k) ? 'Europe/Berlin' : c[Math.min(pick, c.length - 1)]] }))
      // Where a rule wants at least one of several, the first is given, too.
      return [...[0, 1, 2, 3, 4].map((pick) => fill(s.required ?? [], pick)), fill([...(s.required ?? []), ...Object.keys(s.properties ?? {}).slice(0, 1)], 0)]
    }
    default: return texts(n, marker).concat('')
  }
}

function body(fields: Fields, given: readonly string[], must: (name: string, f: Field) => boolean, g: Ground, variant: Variant): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const name of given) {
    const f = fields[name]
    if (!f || (!variant.all && !must(name, f))) continue
    const v = valueFor(name, f, g, variant)
    if (v !== null && v !== undefined) out[name] = v
  }
  return out
}

const needed = (_: string, f: Field): boolean => !f.optional && f.initial === undefined

/** A body for `create`. */
export function createInput(r: RecordType, g: Ground, variant: Variant): Record<string, unknown> {
  const edits = (r.create.edits ?? []).filter((k) => k !== 'shared')
  return { ...body(r.fields, edits, (k, f) => k === 'orgId' || needed(k, f), g, variant), ...body(r.create.input ?? {}, Object.keys(r.create.input ?? {}), needed, g, variant) }
}

/** A body for a verb. */
export function verbInput(r: RecordType, verb: Verb, g: Ground, variant: Variant): Record<string, unknown> {
  const edits = Object.fromEntries((verb.edits ?? []).filter((k) => k !== 'shared').map((k) => [k, fieldOf(r, k)]))
  // Specimens are planned for the same time, so what they collide with is accepted.
  // A form without edits says nothing of the fields, or only one must-have input: anything that can be given may be.
  const isEmpty = Object.values(verb.input ?? {}).every((f) => f.optional)
  return {
    ...body(edits, Object.keys(edits), (k) => verb.needs?.includes(k) === true, g, variant),
    ...body(verb.input ?? {}, Object.keys(verb.input ?? {}), (k, f) => needed(k, f) || k === 'acceptConflicts' || (isEmpty && f.kind === 'ref'), g, variant),
    ...(verb.reason === 'required' || (verb.reason && (variant.all || variant.when === 'future')) ? { reason: `${g.marker} because` } : {}),
  }
}

/** Those of the variants in which this verb's form can differ. */
export function variantsOf(r: RecordType, verb: Verb): readonly Variant[] {
  const asked = [...(verb.edits ?? []).map((k) => fieldOf(r, k)), ...Object.values(verb.input ?? {})]
  if (asked.some((f) => f.kind === 'instant')) return variants
  return variants.filter((v) => v.when === 'past' && (!v.all || asked.length > 0 || verb.reason !== undefined))
}
