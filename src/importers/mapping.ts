/** A mapping: how the columns of a former system's export become lives of our records. Written as JSON, kept under version control, checked when read. */
import { z } from 'zod'
import { AppError } from '../model/error.ts'
import type { RecordType } from '../model/record.ts'

const column = z.string().min(1).max(200)
const words = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** Where a value comes from and what becomes of it. */
export const takeSchema = z.strictObject({
  column: column.optional(),
  /** Text with `{column}` in it; a part whose columns are all missing falls away with its separators. */
  text: z.string().max(400).optional(),
  /** Pattern of dates, of d, M, yyyy, HH, mm, ss; or `iso`, or `epoch` seconds. */
  date: z.string().max(40).optional(),
  /** Word of the source → ours. A word that is not listed is a fault of the row, unless `else` says what to take. */
  values: words.optional(),
  else: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  as: z.enum(['text', 'number', 'yesno', 'not', 'minutes', 'hours', 'decimal-comma']).optional(),
  /** Makes the record that is named, where there is none yet of that name. */
  make: z.enum(['team', 'service']).optional(),
  /** Known only from this state on: constants that the source repeats on every row are known late. */
  when: z.enum(['done', 'closed', 'waiting']).optional(),
  /** Over a case's rows: the first value; all different values joined by `+` in order of the alphabet; or, with `when`, the time at which that state was entered. */
  keep: z.enum(['first', 'set', 'entered']).optional(),
})
export type Take = z.infer<typeof takeSchema>

const dateSchema = z.strictObject({ column, date: z.string().max(40) })

export const mappingSchema = z.strictObject({
  /** Name of the source; with the source's own id it tells whether a record is here already. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  title: z.string().min(1).max(120),
  about: z.string().max(2000).default(''),
  version: z.int().min(1).default(1),
  record: z.string().regex(/^[a-z][a-z_]{0,40}$/),
  format: z.strictObject({
    type: z.enum(['csv', 'jsonl', 'json', 'xes']),
    delimiter: z.string().length(1).default(','),
    encoding: z.enum(['utf-8', 'windows-1252', 'utf-16le']).default('utf-8'),
    /** A reader of nested JSON that turns one value into rows. */
    adapter: z.string().max(40).optional(),
  }),
  /** Zone of times without one: an IANA name or an offset such as `+01:00`. */
  zone: z.string().max(64).default('UTC'),
  /** Texts that stand for "not recorded". */
  missing: z.array(z.string().max(40)).max(40).default(['']),
  /** Columns that must be in the file; the first that is not there is named. */
  columns: z.array(column).max(200).default([]),
  key: column,
  /** One row is a whole record, or one of its updates. */
  rows: z.enum(['per-record', 'per-update']),
  /** Whether rows of one record stand together; if not, they are gathered first. */
  together: z.boolean().default(true),
  /** Rows of one record happened in the order of the file, or in that of their times. */
  order: z.enum(['file', 'time']).default('file'),
  /** Only rows that match are taken. */
  only: z.array(z.strictObject({ column, in: z.array(z.string()).min(1) })).max(10).default([]),
  opened: dateSchema,
  /** When an update happened; needed for rows per update. */
  at: dateSchema.optional(),
  /** For rows per record: when it was resolved and closed. */
  resolved: dateSchema.optional(),
  closed: dateSchema.optional(),
  actor: column.optional(),
  /** Column or text → our state, for waiting ones with the reason after a colon: `pending:user`; `same` where the row says nothing of it. */
  state: takeSchema.optional(),
  fields: z.record(z.string().regex(/^[a-zA-Z]+$/), z.union([column, takeSchema])),
  external: z.record(z.string().min(1).max(60), z.union([column, takeSchema])).default({}),
  /** Further files, of which the columns that are taken are kept in memory: they join the rows by a key, as `name.column`. A later one may join by a column of an earlier. */
  joins: z.array(z.strictObject({ name: z.string(), column, equals: column, delimiter: z.string().length(1).optional() })).max(5).default([]),
})
export type Mapping = z.infer<typeof mappingSchema>

/** Reads a mapping's JSON text; every fault is named with its place. */
export function readMapping(text: string): Mapping {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (e) {
    throw new AppError('invalid', `The mapping is no JSON: ${e instanceof Error ? e.message : String(e)}.`)
  }
  const parsed = mappingSchema.safeParse(value)
  if (!parsed.success) {
    const faults = parsed.error.issues.slice(0, 20).map((i) => ({ at: `/${i.path.map(String).join('/')}`, message: i.message }))
    throw new AppError('invalid', `The mapping does not fit: ${faults[0]?.at} ${faults[0]?.message}.`, { faults })
  }
  const m = parsed.data
  if (m.rows === 'per-update' && (!m.at || !m.state)) throw new AppError('invalid', 'The mapping has rows per update, so it needs `at` (when) and `state` (to what).', { faults: [{ at: m.at ? '/state' : '/at', message: 'is needed' }] })
  return m
}

export const takeOf = (t: string | Take): Take => (typeof t === 'string' ? { column: t } : t)

/** All columns that a mapping reads, those of joined files with the file's name before them. */
export function columnsOf(m: Mapping): string[] {
  const takes = [...Object.values(m.fields), ...Object.values(m.external), ...(m.state ? [m.state] : [])].map(takeOf)
  const texts = takes.flatMap((t) => [...(t.text ?? '').matchAll(/\{([^}]+)\}/g)].map((x) => x[1] ?? ''))
  const dates = [m.opened, m.at, m.resolved, m.closed].flatMap((d) => (d ? [d.column] : []))
  return [...new Set([m.key, ...dates, ...(m.actor === undefined ? [] : [m.actor]), ...m.columns, ...m.joins.map((j) => j.column), ...takes.flatMap((t) => (t.column === undefined ? [] : [t.column])), ...texts])]
}

/** Whether the column comes from a joined file. */
export const isJoined = (m: Mapping, column: string): boolean => m.joins.some((j) => column.startsWith(`${j.name}.`))

// What every record has by itself, or is given by the life's entries.
const given = new Set(['id', 'number', 'orgId', 'state', 'stateSince', 'version', 'createdAt', 'createdBy', 'updatedAt'])

/** The record type that the mapping speaks of. Refused as `invalid` where there is none, where it names a field that is none, or leaves one out that must be there. */
export function typeOf(m: Mapping, records: ReadonlyMap<string, RecordType>): RecordType {
  const type = records.get(m.record)
  if (!type) throw new AppError('invalid', `The mapping speaks of ${m.record}, which is no record type here.`)
  const one = type.words.one.toLowerCase()
  for (const k of Object.keys(m.fields)) if (!type.fields[k]) throw new AppError('invalid', `The mapping names the field ${k}, which no ${one} has.`, { faults: [{ at: `/fields/${k}`, message: 'is no field' }] })
  const left = Object.entries(type.fields).find(([k, f]) => !given.has(k) && !f.optional && f.initial === undefined && m.fields[k] === undefined)
  if (left) throw new AppError('invalid', `The mapping does not say what becomes of ${left[0]}, which every ${one} has. Give it a column, or the same for all: "${left[0]}": { "else": … }.`, { faults: [{ at: `/fields/${left[0]}`, message: 'is needed' }] })
  return type
}
