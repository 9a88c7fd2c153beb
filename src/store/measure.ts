/** Computes measures: a definition and a question become one SQL statement over facts; numbers, counts behind them, and the records behind those. */
import { AppError } from '../model/error.ts'
import { type FactTable } from '../model/facts.ts'
import { type Field, type Fields, snake } from '../model/field.ts'
import { type Definition, type FactCondition, factField, isOfMoment, type MeasureQuery, type MeasureStep } from '../model/measure.ts'
import type { Row, Tx } from './database.ts'
import { factFields, stepFieldsOf } from './facts.ts'

/** Numbers of one cell as the database counts them; intervals are put on by the caller. */
export interface RawCell {
  readonly period: string | null
  /** End of the period, for maturity; null for folded and undivided time. */
  readonly periodEnd: string | null
  readonly slice: readonly (string | null)[]
  readonly value: number | null
  readonly used: number
  readonly eligible: number
  readonly hits: number | null
  /** Distribution-free 95 % limits of a quantile, from its order statistics. */
  readonly low: number | null
  readonly high: number | null
  /** For survival: how many ended or were censored after how many seconds. */
  readonly times?: readonly { readonly seconds: number; readonly ended: number; readonly open: number }[]
  /** For a ratio of rates: what happened in the days after and before of the used records, all together; and whether no two of them touch the same thing at the same time. */
  readonly rates?: { readonly after: number; readonly before: number; readonly isApart: boolean }
}

export interface RecordBehind {
  readonly recordId: string
  readonly number: string
  readonly at: string | null
  readonly value: number | null
  readonly isHit: boolean | null
  readonly isUsed: boolean
}

/** Which cell is opened: the whole question if left out. */
export interface CellKey {
  readonly period?: string | null
  readonly slice?: readonly (string | null)[]
}

interface Source {
  readonly sql: string
  readonly fields: Fields
}

/** A statement in the making: texts go in as parameters, only names that the definition of facts knows go in as they are. */
class Ask {
  readonly given: unknown[] = []
  add(v: unknown, type: string): string {
    return `@{${this.given.push(v) - 1}}::${type}`
  }
  /** The text with numbered parameters; a part that did not make it into the text leaves none behind. */
  finish(text: string): [string, unknown[]] {
    const places = new Map<string, number>()
    const values: unknown[] = []
    const sql = text.replace(/@\{(\d+)\}/g, (_, i: string) => {
      const known = places.get(i) ?? values.push(this.given[Number(i)])
      places.set(i, known)
      return `$${known}`
    })
    return [sql, values]
  }
}

function sourceOf(table: FactTable, def: Definition, q: MeasureQuery, ask: Ask): Source {
  if (def.of === `${table.record}_step`) {
    const fields = { ...stepFieldsOf(table) }
    if (q.knownAt === undefined) return { sql: `"${def.of}" f`, fields }
    const k = ask.add(q.knownAt, 'timestamptz')
    const columns = Object.keys(fields).map((n) => n === 'until' || n === 'seconds' || n === 'untilKnownFrom'
      ? `CASE WHEN until_known_from <= ${k} THEN "${snake(n)}" END AS "${snake(n)}"` : `"${snake(n)}"`)
    return { sql: `(SELECT ${columns.join(', ')} FROM "${def.of}" WHERE known_from <= ${k}) f`, fields }
  }
  const fields = factFields(table)
  const name = `${table.record}_fact`
  if (def.of !== name) throw fault('of', `speaks of ${def.of}, which has no facts`)
  if (q.knownAt === undefined) return { sql: `"${name}" f`, fields }
  const k = ask.add(q.knownAt, 'timestamptz')
  const columns = Object.keys(fields).map((n) => `"${snake(n)}"`).join(', ')
  return { sql: `(SELECT ${columns} FROM "${name}" WHERE known_from <= ${k} UNION ALL SELECT ${columns} FROM "${name}_past" WHERE known_from <= ${k} AND known_to > ${k}) f`, fields }
}

const fault = (at: string, message: string): AppError => new AppError('invalid', `The measure's ${at} ${message}.`, { faults: [{ at: `/${at}`, message }] })

interface Column {
  readonly sql: string
  readonly type: 'number' | 'instant' | 'yesno' | 'uuid' | 'text' | 'any'
}

const typeOf = (f: Field): Column['type'] =>
  f.kind === 'instant' ? 'instant' : f.kind === 'integer' || f.kind === 'seconds' || f.kind === 'ratio' ? 'number' : f.kind === 'yesno' ? 'yesno' : f.column.startsWith('uuid') ? 'uuid' : 'text'

function columnOf(src: Source, name: string, at: string, ask: Ask): Column {
  const found = factField(src.fields, name)
  if (!found) throw fault(at, `names ${name}, which is no fact; known are ${Object.keys(src.fields).slice(0, 60).join(', ')}`)
  if (found.key !== null) return { sql: `(f.external->>${ask.add(found.key, 'text')})`, type: 'any' }
  return { sql: `f."${snake(name)}"`, type: found.field ? typeOf(found.field) : 'text' }
}

function numberOf(src: Source, name: string, at: string, ask: Ask): string {
  const c = columnOf(src, name, at, ask)
  if (c.type === 'number') return `${c.sql}::double precision`
  if (c.type === 'any') return `(CASE WHEN ${c.sql} ~ '^-?\\d{1,15}(\\.\\d{1,9})?$' THEN ${c.sql}::double precision END)`
  if (c.type === 'yesno') return `${c.sql}::int::double precision`
  throw fault(at, `names ${name}, which is no number`)
}

function instantOf(src: Source, name: string | undefined, at: string, ask: Ask): string {
  if (name === undefined) throw fault(at, 'is missing: it names the instant that decides')
  const c = columnOf(src, name, at, ask)
  if (c.type !== 'instant') throw fault(at, `names ${name}, which is no instant`)
  return c.sql
}

const number = /^-?\d{1,15}(\.\d{1,9})?$/
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function conditionSql(src: Source, c: FactCondition, ask: Ask): string {
  const col = columnOf(src, c.field, 'where', ask)
  if (c.op === 'empty') return `${col.sql} IS ${c.values[0] === 'false' ? 'NOT ' : ''}NULL`
  const check = (ok: boolean, what: string): void => { if (!ok) throw fault('where', `compares ${c.field} with something that is no ${what}`) }
  if (c.op === 'from' || c.op === 'to') {
    const op = c.op === 'from' ? '>=' : '<'
    const v = c.values[0] ?? ''
    if (col.type === 'instant') { check(Number.isFinite(Date.parse(v)), 'instant'); return `${col.sql} ${op} ${ask.add(new Date(v).toISOString(), 'timestamptz')}` }
    check(number.test(v), 'number')
    return `${numberOf(src, c.field, 'where', ask)} ${op} ${ask.add(Number(v), 'double precision')}`
  }
  let inside: string
  if (col.type === 'number') { check(c.values.every((v) => number.test(v)), 'number'); inside = `${col.sql}::double precision = ANY(${ask.add(c.values.map(Number), 'double precision[]')})` }
  else if (col.type === 'yesno') { check(c.values.every((v) => v === 'true' || v === 'false'), 'true or false'); inside = `${col.sql} = ANY(${ask.add(c.values.map((v) => v === 'true'), 'boolean[]')})` }
  else if (col.type === 'uuid') { check(c.values.every((v) => uuid.test(v)), 'id'); inside = `${col.sql} = ANY(${ask.add(c.values, 'uuid[]')})` }
  else if (col.type === 'instant') { check(c.values.every((v) => Number.isFinite(Date.parse(v))), 'instant'); inside = `${col.sql} = ANY(${ask.add(c.values.map((v) => new Date(v).toISOString()), 'timestamptz[]')})` }
  else inside = `${col.sql} = ANY(${ask.add(c.values, 'text[]')})`
  return c.op === 'not' ? `(${inside}) IS NOT TRUE` : inside
}

const truncs: ReadonlySet<MeasureStep> = new Set(['hour', 'day', 'week', 'month', 'quarter', 'year'])
const unitOf = (step: MeasureStep): string => (step === 'quarter' ? '3 months' : `1 ${step}`)

/** How time is cut: rows are grouped by `group`, and only what the groups give is then named: naming a million rows would cost more than counting them. */
interface Period {
  readonly group: string
  /** The period's beginning as text, and its end, of a group. */
  readonly name: (group: string) => string
  readonly end: (group: string) => string
  /** Whether periods are named by their beginning. */
  readonly isTime: boolean
  /** Whether a row is of the period of this name. */
  readonly is: (name: string) => string
}

const folded = (group: string): Period => ({ group, name: (g) => g, end: () => 'NULL::timestamptz', isTime: false, is: (name) => `${group} = ${name}` })
const undivided = folded('NULL::text')

function periodSql(member: string, q: MeasureQuery, zone: string): Period {
  if (q.step === 'all') return undivided
  if (q.step === 'weekday') return folded(`extract(isodow FROM ${member} AT TIME ZONE ${zone})::int::text`)
  if (q.step === 'hour-of-day') return folded(`extract(hour FROM ${member} AT TIME ZONE ${zone})::int::text`)
  if (q.step === 'hour-of-week') return folded(`((extract(isodow FROM ${member} AT TIME ZONE ${zone}) - 1) * 24 + extract(hour FROM ${member} AT TIME ZONE ${zone}))::int::text`)
  if (!truncs.has(q.step)) throw fault('step', `cannot be ${q.step}`)
  const group = `date_trunc('${q.step}', ${member} AT TIME ZONE ${zone})`
  return {
    group,
    name: (g) => `to_char((${g} AT TIME ZONE ${zone}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')`,
    end: (g) => `((${g} + interval '${unitOf(q.step)}') AT TIME ZONE ${zone})`,
    isTime: true,
    // An index finds what is near: a day more on each side, since where clocks change at midnight a period's name may lie an hour beside its beginning.
    is: (name) => `${member} >= ${name}::timestamptz - interval '1 day' AND ${member} < ${name}::timestamptz + interval '${unitOf(q.step)}' + interval '1 day' AND (${group} AT TIME ZONE ${zone}) = ${name}::timestamptz`,
  }
}

interface Built {
  readonly src: Source
  readonly ask: Ask
  readonly where: string
  readonly member: string | null
  readonly period: Period
  readonly slices: readonly string[]
  readonly value: string | null
  readonly used: string
  readonly hit: string | null
}

/** The parts that the number and the list of its records share, so that they cannot disagree. */
function build(table: FactTable, def: Definition, q: MeasureQuery, now: string): Built {
  const ask = new Ask()
  const own = sourceOf(table, def, q, ask)
  const src = def.kind === 'rate-ratio' ? withHappenings(table, own, def, q, ask) : own
  const zone = ask.add(q.zone, 'text')
  const parts = [...def.where, ...q.where].map((c) => conditionSql(src, c, ask))
  const member = isOfMoment(def.kind) ? null : instantOf(src, def.member ?? def.start, 'member', ask)
  if (member !== null) {
    parts.push(`${member} IS NOT NULL`)
    if (q.from !== undefined) parts.push(`${member} >= ${ask.add(q.from, 'timestamptz')}`)
    if (q.to !== undefined) parts.push(`${member} < ${ask.add(q.to, 'timestamptz')}`)
  }
  const slices = q.by.map((b) => `${columnOf(src, b, 'by', ask).sql}::text`)
  let value: string | null = null
  let used = 'true'
  let hit: string | null = null
  if (def.kind === 'share') {
    if (!def.hits || def.hits.length === 0) throw fault('hits', 'are missing: they say which of the eligible count')
    hit = `(${def.hits.map((c) => conditionSql(src, c, ask)).join(' AND ')})`
    const known = def.hits.filter((c) => c.op !== 'empty').map((c) => `${columnOf(src, c.field, 'hits', ask).sql} IS NOT NULL`)
    if (known.length > 0) used = `(${known.join(' AND ')})`
  } else if (['sum', 'mean', 'least', 'most', 'quantile', 'ratio'].includes(def.kind)) {
    if (def.value === undefined) throw fault('value', 'is missing: it names the number')
    value = numberOf(src, def.value, 'value', ask)
    used = `${value} IS NOT NULL`
    if (def.kind === 'ratio') used = `(${used} AND ${numberOf(src, def.per ?? '', 'per', ask)} IS NOT NULL)`
  } else if (def.kind === 'survival') {
    const [start, end] = [instantOf(src, def.start, 'start', ask), instantOf(src, def.end, 'end', ask)]
    parts.push(`${start} IS NOT NULL`)
    // What is still open has lasted until the moment at which it is asked: known then, or now.
    const until = ask.add(q.knownAt ?? now, 'timestamptz')
    value = `extract(epoch FROM coalesce(${end}, ${until}) - ${start})::double precision`
    hit = `(${end} IS NOT NULL)`
    used = `${value} >= 0`
  } else if (def.kind === 'rate-ratio') {
    value = `((h.after::double precision / ${daysOf(def, 'afterDays')}) / (nullif(h.before, 0)::double precision / ${daysOf(def, 'beforeDays')}))`
    // All of it lies behind us and within what was recorded, and nothing was taken back meanwhile.
    const isWhole = `w.ends <= ${ask.add(q.knownAt ?? now, 'timestamptz')} AND w.begins >= h.first AND cardinality(w.ids) > 0`
    used = `coalesce(${isWhole}${def.end === undefined ? '' : ` AND coalesce(${instantOf(src, def.end, 'end', ask)} >= w.ends, true)`}, false)`
  }
  return { src, ask, where: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '', member, period: member === null ? undivided : periodSql(member, q, zone), slices, value, used, hit }
}

const daysOf = (def: Definition, name: 'withinDays' | 'beforeDays' | 'afterDays'): number => {
  const days = def[name]
  if (days === undefined) throw fault(name, 'is missing: it says how many days')
  return days
}
const span = (days: number): string => `make_interval(hours => ${days * 24})`

/** The facts with what happened to what each of them touches: `h.before`, `h.after`, and since when anything was recorded at all. */
function withHappenings(table: FactTable, own: Source, def: Definition, q: MeasureQuery, ask: Ask): Source {
  const what = table.happenings
  if (what === undefined) throw fault('kind', `compares what happened before and after; nothing is known to happen to what a ${table.record} touches`)
  const [member, start] = [instantOf(own, def.member, 'member', ask), instantOf(own, def.start, 'start', ask)]
  const happened = sourceOf(what.table, { of: `${what.table.record}_fact`, kind: 'count', where: [] }, q, ask)
  const at = instantOf(happened, what.at, 'at', ask)
  const counts = what.where.map((c) => conditionSql(happened, c, ask)).join(' AND ')
  return {
    fields: own.fields,
    sql: `${own.sql}
      CROSS JOIN LATERAL (SELECT ${columnOf(own, what.among, 'among', ask).sql} AS ids, ${start} - ${span(daysOf(def, 'beforeDays'))} AS begins, ${start} AS starts, ${member} AS goes, ${member} + ${span(daysOf(def, 'afterDays'))} AS ends) w
      CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE ${at} < w.starts)::int AS before, count(*) FILTER (WHERE ${at} >= w.goes)::int AS after, (SELECT min(${at}) FROM ${happened.sql}) AS first
        FROM ${happened.sql} WHERE ${columnOf(happened, what.on, 'on', ask).sql} = ANY(w.ids) AND ${at} >= w.begins AND ${at} < w.ends AND ${counts}) h`,
  }
}

// More groups than this are no picture and no table; the question is refused with what to do.
export const mostGroups = 20_000
export const refuseGroups = (): never => {
  throw new AppError('refused', `This asks for more than ${mostGroups} numbers at once. Take a longer step, a shorter time or fewer facts to divide by.`)
}

/** Computes all cells of the question. `now` closes the spans of what is still open. */
export async function measureCells(tx: Tx, table: FactTable, def: Definition, asked: MeasureQuery, now: string): Promise<RawCell[]> {
  if (isOfMoment(def.kind)) return stockCells(tx, table, def, asked, now)
  const b = build(table, def, asked, now)
  const keys = [`${b.period.group} AS g`, ...b.slices.map((s, i) => `${s} AS s${i}`)]
  const base = `SELECT ${keys.join(', ')}, ${b.value ?? 'NULL::double precision'} AS v, ${b.used} AS used, ${b.hit ?? 'NULL::boolean'} AS hit${def.distinct === undefined ? '' : `, ${columnOf(b.src, def.distinct, 'distinct', b.ask).sql} AS d`}${
    def.kind === 'ratio' ? `, ${numberOf(b.src, def.per ?? '', 'per', b.ask)} AS per` : def.kind === 'rate-ratio' ? ', h.before, h.after, w.ids, w.begins, w.ends' : isOfLast(def) ? `, ARRAY[extract(epoch FROM ${b.member}), f.version, (${b.used})::int, coalesce(${b.hit}, false)::int]::double precision[] AS said` : ''} FROM ${b.src.sql} ${b.where}`
  const slices = b.slices.map((_, i) => `s${i}`)
  const by = ['g', ...slices].join(', ')
  const grouped = def.kind === 'survival' ? survivalSql(base, by) : def.kind === 'quantile' ? quantileSql(base, by, b.ask.add(def.p ?? 0.5, 'double precision')) : def.kind === 'rate-ratio' ? ratesSql(base, by, def)
    : plainSql(isOfLast(def) ? lastSql(base, by) : base, by, def)
  const rows = await tx.query<Row & { period: string | null; periodEnd: string | null; value: number | null; used: number; eligible: number; hits: number | null; low: number | null; high: number | null; times?: RawCell['times']; rates?: RawCell['rates'] }>(
    ...b.ask.finish(`SELECT y.*, ${b.period.name('g')} AS period, ${b.period.end('g')} AS "periodEnd" FROM (${grouped} LIMIT ${mostGroups + 1}) y ORDER BY ${['period', ...slices].join(', ')}`))
  if (rows.length > mostGroups) refuseGroups()
  return rows.map((r) => ({
    period: r.period, periodEnd: r.periodEnd, slice: b.slices.map((_, i) => (r[`s${i}`] as string | null) ?? null), value: r.value, used: r.used, eligible: r.eligible, hits: r.hits, low: r.low, high: r.high, ...(r.times ? { times: r.times } : {}), ...(r.rates ? { rates: r.rates } : {}),
  }))
}

/** A share of different things: the last row of each stands for it. */
const isOfLast = (def: Definition): boolean => def.kind === 'share' && def.distinct !== undefined

/** The last row of each in its cell, found by hashing: a million looks by sorting took two to three times as long. */
const lastSql = (base: string, by: string): string =>
  `SELECT ${by}, NULL::double precision AS v, said[3] = 1 AS used, said[4] = 1 AS hit FROM (SELECT ${by}, d, max(said) AS said FROM (${base}) z GROUP BY ${by}, d) l`

/** Each row once for each thing that it touches, so that windows over one and the same thing are seen to overlap: what happens in both is counted in both. */
function ratesSql(base: string, by: string, def: Definition): string {
  return `SELECT ${by}, (a::double precision / ${daysOf(def, 'afterDays')}) / (nullif(b, 0)::double precision / ${daysOf(def, 'beforeDays')}) AS value, used, eligible, NULL::int AS hits, NULL::double precision AS low, NULL::double precision AS high,
    jsonb_build_object('after', a, 'before', b, 'isApart', NOT meet) AS rates
   FROM (SELECT ${by}, coalesce(sum(after) FILTER (WHERE used), 0)::int AS a, coalesce(sum(before) FILTER (WHERE used), 0)::int AS b, count(*) FILTER (WHERE used AND n = 1)::int AS used, count(*) FILTER (WHERE n = 1)::int AS eligible, coalesce(bool_or(begins < behind) FILTER (WHERE used), false) AS meet
     FROM (SELECT ${by}, used, n, begins, CASE WHEN n = 1 THEN before END AS before, CASE WHEN n = 1 THEN after END AS after, max(ends) OVER (PARTITION BY ${by}, used, touched ORDER BY begins, ends ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS behind
       FROM (SELECT x.*, t.touched, coalesce(t.n, 1) AS n FROM (${base}) x LEFT JOIN LATERAL (SELECT id AS touched, row_number() OVER () AS n FROM (SELECT DISTINCT unnest(x.ids) AS id) d) t ON true) e) o GROUP BY ${by}) r`
}

function plainSql(base: string, by: string, def: Definition): string {
  const value = def.kind === 'count' ? (def.distinct === undefined ? 'count(*)' : 'count(DISTINCT d)')
    : def.kind === 'share' ? 'count(*) FILTER (WHERE used AND hit)::double precision / nullif(count(*) FILTER (WHERE used), 0)'
      : def.kind === 'ratio' ? 'sum(v) FILTER (WHERE used) / nullif(sum(per) FILTER (WHERE used), 0)'
        : `${({ sum: 'sum', mean: 'avg', least: 'min', most: 'max' } as Readonly<Record<string, string>>)[def.kind]}(v)`
  return `SELECT ${by}, (${value})::double precision AS value, count(*) FILTER (WHERE used)::int AS used, count(*)::int AS eligible, ${def.kind === 'share' ? 'count(*) FILTER (WHERE used AND hit)::int' : 'NULL::int'} AS hits,
    NULL::double precision AS low, NULL::double precision AS high FROM (${base}) x GROUP BY ${by} ORDER BY ${by}`
}

/** Type 7 quantile with limits from the order statistics (normal approximation of the binomial ranks). */
function quantileSql(base: string, by: string, p: string): string {
  const rank = (sign: string): string => `least(1, greatest(0, ${p} ${sign} 1.959964 * sqrt(${p} * (1 - ${p}) / n)))`
  const limit = (sign: string): string => `CASE WHEN n >= 8 THEN percentile_disc(CASE WHEN n > 0 THEN ${rank(sign)} ELSE ${p} END) WITHIN GROUP (ORDER BY v) END`
  const keyed = by.split(', ')
  return `SELECT ${by}, percentile_cont(${p}) WITHIN GROUP (ORDER BY v) AS value, count(v)::int AS used, count(*)::int AS eligible, NULL::int AS hits, ${limit('-')} AS low, ${limit('+')} AS high
    FROM (SELECT x.*, count(v) OVER (PARTITION BY ${keyed.join(', ')}) AS n FROM (${base}) x) y GROUP BY ${by}, n ORDER BY ${by}`
}

const survivalSql = (base: string, by: string): string =>
  `SELECT ${by}, NULL::double precision AS value, sum(ended + open)::int AS used, sum(n)::int AS eligible, sum(ended)::int AS hits, NULL::double precision AS low, NULL::double precision AS high,
     json_agg(json_build_object('seconds', v, 'ended', ended, 'open', open) ORDER BY v) FILTER (WHERE ended + open > 0) AS times
   FROM (SELECT ${by}, v, count(*) FILTER (WHERE used AND hit) AS ended, count(*) FILTER (WHERE used AND NOT hit) AS open, count(*) AS n FROM (${base}) x GROUP BY ${by}, v) y GROUP BY ${by} ORDER BY ${by}`

/** For each cell of a survival measure how long those that are not over have lasted so far, in rising order. */
export async function openLifetimes(tx: Tx, table: FactTable, def: Definition, asked: MeasureQuery, now: string): Promise<{ period: string | null; slice: (string | null)[]; seconds: Float64Array }[]> {
  const b = build(table, def, { ...asked, where: [...asked.where, { field: def.end ?? '', op: 'empty', values: ['true'] }] }, now)
  const keys = [`${b.period.group} AS g`, ...b.slices.map((s, i) => `${s} AS s${i}`)]
  const by = ['g', ...b.slices.map((_, i) => `s${i}`)].join(', ')
  const rows = await tx.query<Row & { period: string | null; seconds: number[] }>(...b.ask.finish(
    `SELECT ${by}, ${b.period.name('g')} AS period, array_agg(v ORDER BY v) AS seconds FROM (SELECT ${keys.join(', ')}, ${b.value} AS v FROM ${b.src.sql} ${b.where}) x WHERE v >= 0 GROUP BY ${by} LIMIT ${mostGroups}`))
  return rows.map((r) => ({ period: r.period, slice: b.slices.map((_, i) => (r[`s${i}`] as string | null) ?? null), seconds: Float64Array.from(r.seconds) }))
}

const mostMoments = 2000

/** The moments of a stock: as asked, or the beginnings of the steps from `from` to `to`. */
async function momentsOf(tx: Tx, q: MeasureQuery, now: string): Promise<string[]> {
  if (q.at && q.at.length > 0) return [...new Set(q.at)].sort().slice(0, mostMoments)
  if (q.step === 'all' || !truncs.has(q.step)) return [q.to ?? now]
  if (q.from === undefined) throw fault('from', 'is needed for numbers at moments')
  // The series is made whole before its beginning is taken: a thousand years of hours would hold the database for a minute.
  const rows = await tx.query<{ m: string }>(
    `SELECT (g AT TIME ZONE $3) AS m FROM generate_series(date_trunc('${q.step}', $1::timestamptz AT TIME ZONE $3),
       least($2::timestamptz AT TIME ZONE $3, date_trunc('${q.step}', $1::timestamptz AT TIME ZONE $3) + ${mostMoments + 2} * interval '${unitOf(q.step)}'), interval '${unitOf(q.step)}') g
     WHERE (g AT TIME ZONE $3) >= $1::timestamptz AND (g AT TIME ZONE $3) < $2::timestamptz ORDER BY 1 LIMIT ${mostMoments}`, [q.from, q.to ?? now, q.zone])
  return rows.map((r) => r.m)
}

async function stockCells(tx: Tx, table: FactTable, def: Definition, q: MeasureQuery, now: string): Promise<RawCell[]> {
  const moments = await momentsOf(tx, q, now)
  const b = build(table, def, q, now)
  const [start, end] = [instantOf(b.src, def.start, 'start', b.ask), instantOf(b.src, def.end, 'end', b.ask)]
  const points = b.ask.add(moments, 'timestamptz[]')
  const slices = b.slices.map((s, i) => `${s} AS s${i}`)
  const names = b.slices.map((_, i) => `s${i}`)
  // How many of the moments lie before an instant: it is there at all later ones.
  const before = (t: string): string => `width_bucket(${t} - interval '1 microsecond', ${points})`
  // Only what stood at one of the moments: few of many years.
  const [first, last] = [b.ask.add(moments[0] ?? now, 'timestamptz'), b.ask.add(moments.at(-1) ?? now, 'timestamptz')]
  const within = `${start} <= ${last} AND (${end} IS NULL OR ${end} > ${first})`
  const and = (c: string): string => (b.where === '' ? `WHERE ${c}` : `${b.where} AND ${c}`)
  if (def.kind === 'age') {
    const p = b.ask.add(def.p ?? 0.5, 'double precision')
    const rows = await tx.query<Row & { m: string; value: number; used: number }>(...b.ask.finish(
      `SELECT ${['m', ...names].join(', ')}, percentile_cont(${p}) WITHIN GROUP (ORDER BY extract(epoch FROM m - a)::double precision) AS value, count(*)::int AS used
       FROM (SELECT ${[`${start} AS a`, ...slices, `${before(start)} AS i`, `CASE WHEN ${end} IS NULL THEN ${moments.length} ELSE ${before(end)} END AS j`].join(', ')} FROM ${b.src.sql} ${and(within)}) x,
       LATERAL unnest((${points})[i + 1 : j]) AS m GROUP BY ${['m', ...names].join(', ')} ORDER BY ${['m', ...names].join(', ')} LIMIT ${mostGroups}`))
    return rows.map((r) => ({ period: r.m, periodEnd: r.m, slice: names.map((n) => (r[n] as string | null) ?? null), value: r.value, used: r.used, eligible: r.used, hits: null, low: null, high: null }))
  }
  if (def.kind === 'fresh') {
    const rows = await tx.query<Row & { m: string; used: number; hits: number }>(...b.ask.finish(
      `SELECT ${['m', ...names].join(', ')}, count(*)::int AS used, count(*) FILTER (WHERE ${freshSql('t', 'm', def)})::int AS hits
       FROM (SELECT ${[`${instantOf(b.src, def.value, 'value', b.ask)} AS t`, ...slices, `${before(start)} AS i`, `CASE WHEN ${end} IS NULL THEN ${moments.length} ELSE ${before(end)} END AS j`].join(', ')} FROM ${b.src.sql} ${and(within)}) x,
       LATERAL unnest((${points})[i + 1 : j]) AS m GROUP BY ${['m', ...names].join(', ')} ORDER BY ${['m', ...names].join(', ')} LIMIT ${mostGroups + 1}`))
    if (rows.length > mostGroups) refuseGroups()
    return rows.map((r) => ({ period: r.m, periodEnd: r.m, slice: names.map((n) => (r[n] as string | null) ?? null), value: r.hits / r.used, used: r.used, eligible: r.used, hits: r.hits, low: null, high: null }))
  }
  // Each record raises the count at its first moment and lowers it at the first after its end: one pass, whatever the number of moments.
  const rows = await tx.query<Row & { i: number; change: number }>(...b.ask.finish(
    `SELECT ${[...names, 'i'].join(', ')}, sum(change)::int AS change FROM (
       SELECT ${[...slices, `${before(start)} AS i`, '1 AS change'].join(', ')} FROM ${b.src.sql} ${and(within)}
       UNION ALL SELECT ${[...slices, `greatest(${before(end)}, ${before(start)}) AS i`, '-1 AS change'].join(', ')} FROM ${b.src.sql} ${and(`${within} AND ${end} IS NOT NULL`)}) x
     GROUP BY ${[...names, 'i'].join(', ')} ORDER BY ${[...names, 'i'].join(', ')}`))
  const bySlice = Map.groupBy(rows, (r) => JSON.stringify(names.map((n) => r[n] ?? null)))
  if (bySlice.size === 0 && names.length === 0) bySlice.set('[]', [])
  if (bySlice.size * moments.length > mostGroups * 5) throw new AppError('refused', `This asks for more than ${mostGroups * 5} numbers at once. Take a longer step, a shorter time or fewer facts to divide by.`)
  return [...bySlice].flatMap(([key, list]) => {
    const slice = JSON.parse(key) as (string | null)[]
    const change = new Map(list.map((r) => [r.i, r.change]))
    let n = 0
    return moments.map((m, i): RawCell => {
      n += change.get(i) ?? 0
      return { period: m, periodEnd: m, slice, value: n, used: n, eligible: n, hits: null, low: null, high: null }
    })
  })
}

const freshSql = (instantAt: string, moment: string, def: Definition): string => `coalesce(${instantAt} <= ${moment} AND ${instantAt} >= ${moment} - ${span(daysOf(def, 'withinDays'))}, false)`

/** The instant that names a period; null for what names none. */
function beginningOf(text: string): string | null {
  const ms = Date.parse(text)
  const iso = Number.isNaN(ms) ? '' : new Date(ms).toISOString()
  return /^\d{4}-/.test(iso) && !iso.startsWith('0000') ? iso : null
}

/** The records behind one cell, in order of time; `after` is the last one's id. The count of all of them is the cell's `eligible`. */
export async function measureRecords(tx: Tx, table: FactTable, def: Definition, asked: MeasureQuery, key: CellKey, now: string, page: { readonly limit: number; readonly after?: string }): Promise<{ items: RecordBehind[]; total: number }> {
  const b = build(table, def, asked, now)
  const parts: string[] = []
  let { hit } = b
  if (isOfMoment(def.kind)) {
    const m = b.ask.add(key.period ?? asked.at?.[0] ?? asked.to ?? now, 'timestamptz')
    const [start, end] = [instantOf(b.src, def.start, 'start', b.ask), instantOf(b.src, def.end, 'end', b.ask)]
    parts.push(`${start} <= ${m}`, `(${end} IS NULL OR ${end} > ${m})`)
    if (def.kind === 'fresh') hit = freshSql(instantOf(b.src, def.value, 'value', b.ask), m, def)
  } else if (key.period !== undefined && key.period !== null) {
    const name = b.period.isTime ? beginningOf(key.period) : key.period
    parts.push(name === null ? 'false' : b.period.is(b.ask.add(name, 'text')))
  }
  for (const [i, s] of b.slices.entries()) {
    const v = key.slice?.[i]
    if (v !== undefined) parts.push(v === null ? `${s} IS NULL` : `${s} = ${b.ask.add(v, 'text')}`)
  }
  const where = [b.where.replace(/^WHERE /, ''), ...parts].filter((x) => x !== '').join(' AND ')
  const isStep = def.of.endsWith('_step')
  const rows = `FROM ${b.src.sql} WHERE ${where === '' ? 'true' : where}`
  const each = [b.period.group, ...b.slices, ...(def.distinct === undefined ? [] : [columnOf(b.src, def.distinct, 'distinct', b.ask).sql])].join(', ')
  const from = isOfLast(def) ? `FROM (SELECT DISTINCT ON (${each}) f.* ${rows} ORDER BY ${each}, ${b.member} DESC, f.version DESC) f` : rows
  const at = b.member ?? instantOf(b.src, def.start, 'start', b.ask)
  const [total] = await tx.query<{ n: number }>(...b.ask.finish(`SELECT count(*)::int AS n ${from}`))
  const value = b.value ?? 'NULL::double precision'
  const order = isStep ? `${at}, f.record_id, f.version` : `${at}, f.record_id`
  const skip = page.after === undefined ? 0 : Number(page.after)
  const items = await tx.query<Row & RecordBehind>(...b.ask.finish(
    `SELECT f.record_id AS "recordId", ${isStep ? `(SELECT number FROM "${table.record}_fact" n WHERE n.record_id = f.record_id)` : 'f.number'} AS number, ${at} AS at, ${value} AS value, ${hit ?? 'NULL::boolean'} AS "isHit", ${b.used} AS "isUsed"
     ${from} ORDER BY ${order} OFFSET ${Number.isSafeInteger(skip) && skip >= 0 ? skip : 0} LIMIT ${Math.min(Math.max(page.limit, 1), 1000)}`))
  return { items, total: total?.n ?? 0 }
}

/** Names that records brought along from a former system, the most frequent first; from the newest ten thousand. */
export async function externalNames(tx: Tx, table: FactTable): Promise<string[]> {
  if (!Object.hasOwn(table.fields, 'external')) return []
  const rows = await tx.query<{ k: string }>(
    `SELECT k FROM (SELECT external FROM "${table.record}_fact" WHERE external <> '{}'::jsonb LIMIT 10000) f, jsonb_object_keys(f.external) k GROUP BY k ORDER BY count(*) DESC, k LIMIT 200`)
  return rows.map((r) => r.k)
}
