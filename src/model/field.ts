/** What one field of a record is: how it is checked, stored, searched, shown and explained. */
import { z } from 'zod'

export type FieldKind =
  | 'text' | 'prose' | 'choice' | 'ref' | 'instant' | 'day' | 'integer' | 'ratio' | 'seconds' | 'yesno' | 'email' | 'zone' | 'tags' | 'refs' | 'json'

/** Who may see a value: `internal` ones are shown to the operation's staff and auditors only. */
export type Audience = 'public' | 'internal'

export interface Field<T = unknown> {
  readonly kind: FieldKind
  readonly schema: z.ZodType<T>
  /** SQL type with its check; `%` stands for the column's name. */
  readonly column: string
  readonly label: string
  readonly help: string
  /** `system`: set by verbs and rules; a caller reads it and never writes it. */
  readonly owner: 'caller' | 'system'
  /** Null means "not recorded", never zero or empty. */
  readonly optional: boolean
  readonly audience: Audience
  /** Set once, when the record is created. */
  readonly fixed: boolean
  /** Weight in full-text search (A counts most); absent: not searched. */
  readonly search: 'A' | 'B' | 'C' | null
  /** The record type that a `ref` or `refs` points to. */
  readonly to: string | null
  /** Words for the values of a choice. */
  readonly words: Readonly<Record<string, string>> | null
  /** Used where the caller says nothing. */
  readonly initial: T | undefined
}

export type Fields = Readonly<Record<string, Field>>
export type ValueOf<F> = F extends Field<infer T> ? T : never
export type Values<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> }

interface Say {
  readonly label: string
  readonly help?: string
}

const make = <T>(kind: FieldKind, schema: z.ZodType<T>, column: string, say: Say, more: Partial<Field<T>> = {}): Field<T> => ({
  kind, schema, column, label: say.label, help: say.help ?? '', owner: 'caller', optional: false, audience: 'public', fixed: false,
  search: null, to: null, words: null, initial: undefined, ...more,
})

// PostgreSQL refuses NUL in text, and a lone surrogate has no UTF-8 form: both are refused here with a sentence instead of there with a fault.
const storable = (s: string): boolean => !s.includes('\u0000') && s.isWellFormed()

/** Text that the database can keep: no NUL, valid Unicode, `min` to `max` characters (UTF-16 units), not only blanks when `min` > 0. */
export const plainText = (max: number, min = 1): z.ZodString => {
  const schema = z.string().max(max).refine(storable, 'has a character that cannot be stored (NUL or half of a surrogate pair)')
  return min > 0 ? schema.min(min).regex(/\S/, 'is blank') : schema
}

const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

/** One line of text. */
export const text = (say: Say & { max: number; search?: 'A' | 'B' | 'C' }): Field<string> =>
  make('text', plainText(say.max).regex(/^[^\r\n]*$/, 'must be one line'), 'text', say, { search: say.search ?? null })

/** Several lines of Markdown written by people; shown through a renderer that lets no HTML through. */
export const prose = (say: Say & { max: number; search?: 'A' | 'B' | 'C' }): Field<string> =>
  make('prose', plainText(say.max), 'text', say, { search: say.search ?? null })

/** One of a closed list; `words` gives each value its name on the screen. */
export const choice = <const V extends string>(words: Readonly<Record<V, string>>, say: Say): Field<V> => {
  const values = Object.keys(words) as V[]
  return make('choice', z.enum(values as [V, ...V[]]), `text CHECK (% IN (${values.map((v) => `'${v}'`).join(', ')}))`, say, { words })
}

/** A pointer to another record; the target must be visible to whoever sets it. */
export const ref = (to: string, say: Say): Field<string> =>
  make('ref', z.uuid().meta({ 'x-ref': to }), `uuid REFERENCES "${to}"(id)`, say, { to })

/** Several pointers, in order, without repeats; at most 200. */
export const refs = (to: string, say: Say): Field<readonly string[]> =>
  make('refs', z.array(z.uuid()).max(200).refine((l) => new Set(l).size === l.length, 'has a repeat').meta({ 'x-ref': to }) as z.ZodType<readonly string[]>, 'uuid[]', say, { to })

// Years 1900 to 2999: what calendars, partitions and PostgreSQL all agree on; a year of 99999 is a typing error, not a date.
const saneYear = (iso: string): boolean => /^(19|2\d)\d\d-/.test(iso)

/** A point in time: read with any offset, kept in UTC at millisecond precision, given back as `2026-03-17T14:32:00.000Z`. */
export const instant = (say: Say): Field<string> =>
  make('instant', z.iso.datetime({ offset: true }).max(40).refine((s) => Number.isFinite(Date.parse(s)) && saneYear(new Date(s).toISOString()), 'must be an instant between 1900 and 2999')
    .transform((s) => new Date(s).toISOString()) as unknown as z.ZodType<string>, 'timestamptz(3)', say)

/** A calendar day without zone, `2026-03-17`. */
export const day = (say: Say): Field<string> => make('day', z.iso.date().refine(saneYear, 'must be a day between 1900 and 2999'), 'text', say)

export const integer = (say: Say & { min: number; max: number }): Field<number> =>
  make('integer', z.int().min(say.min).max(say.max), `integer CHECK (% BETWEEN ${say.min} AND ${say.max})`, say)

/** A share from 0 to 1. */
export const ratio = (say: Say): Field<number> => make('ratio', z.number().min(0).max(1), 'double precision CHECK (% BETWEEN 0 AND 1)', say)

/** A span in whole seconds, up to ten years. */
export const seconds = (say: Say & { min?: number }): Field<number> =>
  make('seconds', z.int().min(say.min ?? 0).max(315_576_000), `integer CHECK (% >= ${say.min ?? 0})`, say)

export const yesno = (say: Say): Field<boolean> => make('yesno', z.boolean(), 'boolean', say)

export const email = (say: Say): Field<string> =>
  make('email', z.email().max(254).transform((s) => s.toLowerCase()) as unknown as z.ZodType<string>, 'text', say, { search: 'C' })

/** An IANA zone name such as `Europe/Berlin`. */
export const zone = (say: Say): Field<string> => make('zone', z.string().max(64).refine(isZone, 'is not a time zone of the IANA list, such as Europe/Berlin'), 'text', say)

/** Short labels people put on a record: lower case, at most 20. */
export const tags = (say: Say): Field<readonly string[]> =>
  make('tags', z.array(z.string().max(40).regex(/^[\p{L}\p{N}][\p{L}\p{N}_.:/-]*$/u, 'may have letters, digits and _ . : / -').refine(storable).transform((s) => s.toLowerCase())).max(20)
    .transform((l) => [...new Set(l)].sort()) as unknown as z.ZodType<readonly string[]>, 'text[]', say, { search: 'B' })

/** A structured value with a schema of its own, where a table would say no more. */
export const json = <T>(schema: z.ZodType<T>, say: Say): Field<T> => make('json', schema, 'jsonb', say)

type Optional<F> = F extends Field<infer T> ? Field<T | null> : never

/** May be unknown: null is "not recorded". */
export const optional = <T>(f: Field<T>): Field<T | null> => ({ ...f, schema: f.schema.nullable(), initial: f.initial ?? null, optional: true }) as Optional<Field<T>>
/** Set by verbs and rules, never by a caller. */
export const system = <T>(f: Field<T>): Field<T> => ({ ...f, owner: 'system' })
/** Not shown to users and customers. */
export const internal = <T>(f: Field<T>): Field<T> => ({ ...f, audience: 'internal' })
/** Given at creation, unchangeable afterwards. */
export const fixed = <T>(f: Field<T>): Field<T> => ({ ...f, fixed: true })
/** Taken where the caller says nothing. */
export const initially = <T>(f: Field<T>, value: T): Field<T> => ({ ...f, initial: value })
/** Found by full-text search with this weight. */
export const searched = <T>(f: Field<T>, weight: 'A' | 'B' | 'C'): Field<T> => ({ ...f, search: weight })

const snakes = new Map<string, string>()
// Names of fields are a few hundred; what else may come is not kept.
const mostSnakes = 5000

/** `serviceId` → `service_id`: the column of a field. */
export function snake(name: string): string {
  const known = snakes.get(name)
  if (known !== undefined) return known
  const made = name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)
  if (snakes.size < mostSnakes) snakes.set(name, made)
  return made
}
