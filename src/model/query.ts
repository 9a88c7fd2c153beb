/** What a list can be asked: filters, order, page; one grammar for address bar, API, saved views, exports and rules. */
import { AppError } from './error.ts'
import type { RecordType } from './record.ts'

/** Conditions on one field; all of them must hold. */
export interface Condition {
  readonly field: string
  readonly op: 'in' | 'not' | 'from' | 'to' | 'empty'
  /** Values of the field as text; `me` and `my-teams` stand for the viewer's; for `empty`: ['true'] or ['false']. */
  readonly values: readonly string[]
}

export interface ListQuery {
  readonly where?: readonly Condition[]
  /** Full-text search in the record and its comments. */
  readonly q?: string
  /** Field name, `-` before it for falling; `due` for the tightest obligation. */
  readonly sort?: string
  /** 1 to 200. */
  readonly limit?: number
  readonly after?: string
  readonly group?: 'open' | 'waiting' | 'done' | 'active'
}

/** Shorthand for rules: `is('incidentId', id)`. */
export const is = (field: string, ...values: readonly string[]): Condition => ({ field, op: 'in', values })
export const isNot = (field: string, ...values: readonly string[]): Condition => ({ field, op: 'not', values })
export const isEmpty = (field: string, empty = true): Condition => ({ field, op: 'empty', values: [String(empty)] })

const ops: Readonly<Record<string, Condition['op']>> = { not: 'not', from: 'from', to: 'to', empty: 'empty' }
const paging = new Set(['q', 'sort', 'limit', 'after', 'group', 'format', 'include', 'count'])
const orderable = new Set(['text', 'choice', 'instant', 'day', 'integer', 'ratio', 'seconds', 'yesno', 'email', 'ref', 'zone'])

/** Reads a query string that is already split into names and values; every wrong name or value is named in the refusal. */
export function readQuery(r: RecordType, params: Readonly<Record<string, string | readonly string[] | undefined>>): ListQuery {
  const faults: { at: string; message: string }[] = []
  const where: Condition[] = []
  const one = (name: string): string | undefined => {
    const v = params[name]
    return typeof v === 'string' || v === undefined ? v : v[v.length - 1]
  }
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || paging.has(name)) continue
    const [field = '', suffix, rest] = name.split('.')
    const f = Object.hasOwn(r.fields, field) ? r.fields[field] : undefined
    const op = suffix === undefined ? 'in' : Object.hasOwn(ops, suffix) ? ops[suffix] : undefined
    if (!f || !op || rest !== undefined || f.kind === 'json' || f.kind === 'prose') {
      faults.push({ at: name, message: `is no filter of ${r.plural}; take a field name, with .not, .from, .to or .empty behind it` })
      continue
    }
    const values = (typeof value === 'string' ? [value] : value).flatMap((v) => v.split(',')).map((v) => v.trim()).filter((v) => v !== '')
    if (values.length === 0 || values.length > 200) { faults.push({ at: name, message: 'needs 1 to 200 values, separated by commas' }); continue }
    const bad = values.find((v) => !fitsField(r, field, op, v))
    if (bad !== undefined) { faults.push({ at: name, message: `cannot be ${JSON.stringify(bad.slice(0, 80))}` }); continue }
    where.push({ field, op, values })
  }
  const sort = one('sort')
  if (sort !== undefined && sort.replace(/^-/, '') !== 'due') {
    const f = Object.hasOwn(r.fields, sort.replace(/^-/, '')) ? r.fields[sort.replace(/^-/, '')] : undefined
    if (!f || !orderable.has(f.kind)) faults.push({ at: 'sort', message: `cannot sort by ${JSON.stringify(sort.slice(0, 80))}` })
  }
  const limit = one('limit')
  if (limit !== undefined && !(/^\d{1,3}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 200)) faults.push({ at: 'limit', message: 'must be a whole number from 1 to 200' })
  const q = one('q')
  if (q !== undefined && (q.length > 200 || q.includes('\u0000') || !q.isWellFormed())) faults.push({ at: 'q', message: 'must be at most 200 characters of valid text' })
  const group = one('group')
  if (group !== undefined && !['open', 'waiting', 'done', 'active'].includes(group)) faults.push({ at: 'group', message: 'must be open, waiting, done or active' })
  const after = one('after')
  if (after !== undefined && after.length > 1000) faults.push({ at: 'after', message: 'is no cursor of this list' })
  if (faults.length > 0) throw new AppError('invalid', faults.length === 1 ? `${faults[0]?.at} ${faults[0]?.message}.` : 'The filters do not fit.', { faults })
  return {
    where, ...(q ? { q } : {}), ...(sort ? { sort } : {}), ...(limit ? { limit: Number(limit) } : {}), ...(after ? { after } : {}),
    ...(group ? { group: group as NonNullable<ListQuery['group']> } : {}),
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function fitsField(r: RecordType, name: string, op: Condition['op'], value: string): boolean {
  if (op === 'empty') return value === 'true' || value === 'false'
  if (!value.isWellFormed() || value.includes('\u0000')) return false
  const f = r.fields[name]
  switch (f?.kind) {
    case 'ref': case 'refs': return uuid.test(value) || value === 'me' || value === 'my-teams'
    case 'integer': case 'seconds': return /^-?\d{1,9}$/.test(value)
    case 'ratio': return value !== '' && Number.isFinite(Number(value))
    case 'yesno': return value === 'true' || value === 'false'
    case 'instant': return /^\d{4}-/.test(value) && f.schema.safeParse(value).success
    case 'day': return f.schema.safeParse(value).success
    case 'choice': return f.schema.safeParse(value).success
    case 'text': return name === 'id' ? uuid.test(value) : value.length <= 400
    default: return value.length <= 400
  }
}
