/** Keeps frozen periods and restatements of measures, and finds which periods the records that changed since belong to. */
import { AppError } from '../model/error.ts'
import type { FactTable } from '../model/facts.ts'
import { snake } from '../model/field.ts'
import { type Definition, factField, isOfMoment } from '../model/measure.ts'
import type { Row, Tx } from './database.ts'
import { factFields, stepFieldsOf } from './facts.ts'

/** Which series of numbers: a measure in one version, its months in one zone. */
export interface Series {
  readonly measure: string
  readonly version: number
  /** IANA zone in which months begin. */
  readonly zone: string
}

/** How far a series is frozen: all months that ended by `through`; changes recorded up to `checkedAt` have been looked at. */
export interface Mark {
  readonly through: string
  readonly checkedAt: string
  /** Version of the definition of facts it was computed from. */
  readonly factVersion: number
}

/** The numbers of one cell, as they are kept. */
export interface KeptNumbers {
  readonly value: number | null
  readonly hits: number | null
  readonly used: number
  readonly eligible: number
}

export interface FrozenRow extends KeptNumbers {
  /** Null: over all organizations. */
  readonly orgId: string | null
  /** Beginning of the month. */
  readonly period: string
  readonly low: number | null
  readonly high: number | null
  readonly censored: number | null
  readonly knownAt: string
}

export interface RestatedRow {
  readonly id: string
  readonly orgId: string | null
  readonly period: string
  readonly at: string
  readonly was: KeptNumbers
  readonly became: KeptNumbers
  readonly why: string
  readonly records: readonly string[]
  readonly recordCount: number
}

/** Records that changed, counted by month and organization. */
export interface TouchedRow {
  readonly period: string
  readonly orgId: string
  readonly records: readonly string[]
  readonly recordCount: number
  readonly isLate: boolean
}

const seriesOf = (s: Series): unknown[] => [s.measure, s.version, s.zone]

/** Takes the series for this transaction, which goes over all its months. */
export async function markOf(tx: Tx, s: Series): Promise<Mark | null> {
  await tx.takesLong()
  const [row] = await tx.query<Row & Mark>(`SELECT through, checked_at AS "checkedAt", fact_version AS "factVersion" FROM measure_mark WHERE measure = $1 AND version = $2 AND zone = $3 FOR UPDATE`, seriesOf(s))
  return row ?? null
}

export async function putMark(tx: Tx, s: Series, m: Mark): Promise<void> {
  await tx.query(
    `INSERT INTO measure_mark (measure, version, zone, through, checked_at, fact_version) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (measure, version, zone) DO UPDATE SET through = excluded.through, checked_at = excluded.checked_at, fact_version = excluded.fact_version`, [...seriesOf(s), m.through, m.checkedAt, m.factVersion])
}

/** The beginning of the month in which this instant lies. */
export async function monthOf(tx: Tx, at: string, zone: string): Promise<string> {
  const [row] = await tx.query<{ m: string }>(`SELECT date_trunc('month', $1::timestamptz AT TIME ZONE $2) AT TIME ZONE $2 AS m`, [at, zone])
  if (!row) throw new Error('Broken promise: every instant lies in a month')
  return row.m
}

/** Beginnings of the thirteen months that end with `2026-03` in a zone, and where that ends: fourteen instants. */
export async function yearOf(tx: Tx, month: string, zone: string): Promise<string[]> {
  const rows = await tx.query<{ begins: string }>(
    `SELECT g AT TIME ZONE $2 AS begins FROM (SELECT ($1 || '-01')::timestamp AS m) x, generate_series(m - interval '12 months', m + interval '1 month', interval '1 month') g ORDER BY g`, [month, zone])
  return rows.map((r) => r.begins)
}

/** Freezes these; what is frozen already stays as it is. */
export async function freezeRows(tx: Tx, s: Series, rows: readonly FrozenRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `INSERT INTO measure_frozen (measure, version, zone, org_id, period, value, hits, used, eligible, low, high, censored, known_at)
     SELECT $1, $2, $3, "orgId", period, value, hits, used, eligible, low, high, censored, "knownAt"
     FROM jsonb_to_recordset($4::jsonb) AS x("orgId" uuid, period timestamptz, value double precision, hits integer, used integer, eligible integer, low double precision, high double precision, censored integer, "knownAt" timestamptz)
     ON CONFLICT DO NOTHING`, [...seriesOf(s), JSON.stringify(rows)])
}

export async function restateRows(tx: Tx, s: Series, rows: readonly RestatedRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `INSERT INTO measure_restatement (measure, version, zone, id, org_id, period, at, was, became, why, records, record_count)
     SELECT $1, $2, $3, id, "orgId", period, at, was, became, why, ARRAY(SELECT jsonb_array_elements_text(records)), "recordCount"
     FROM jsonb_to_recordset($4::jsonb) AS x(id uuid, "orgId" uuid, period timestamptz, at timestamptz, was jsonb, became jsonb, why text, records jsonb, "recordCount" integer)`, [...seriesOf(s), JSON.stringify(rows)])
}

const frozenList = 'org_id AS "orgId", period, value, hits, used, eligible, low, high, censored, known_at AS "knownAt"'
const restatedList = 'id, org_id AS "orgId", period, at, was, became, why, records, record_count AS "recordCount"'

/** What is frozen of a series, for one scope (null: all organizations) or, without one, for every scope that may be seen. */
export async function frozenRows(tx: Tx, s: Series, scope?: string | null): Promise<FrozenRow[]> {
  return tx.query<Row & FrozenRow>(
    `SELECT ${frozenList} FROM measure_frozen WHERE measure = $1 AND version = $2 AND zone = $3${scope === undefined ? '' : ' AND org_id IS NOT DISTINCT FROM $4::uuid'} ORDER BY period`, scope === undefined ? seriesOf(s) : [...seriesOf(s), scope])
}

/** Its restatements, oldest first. */
export async function restatedRows(tx: Tx, s: Series, scope?: string | null): Promise<RestatedRow[]> {
  return tx.query<Row & RestatedRow>(
    `SELECT ${restatedList} FROM measure_restatement WHERE measure = $1 AND version = $2 AND zone = $3${scope === undefined ? '' : ' AND org_id IS NOT DISTINCT FROM $4::uuid'} ORDER BY id`, scope === undefined ? seriesOf(s) : [...seriesOf(s), scope])
}

/** Restatements of all measures that may be seen, newest first; `after` is the last one's id. */
export async function restatements(tx: Tx, o: { readonly measure?: string | undefined; readonly after?: string | undefined; readonly limit: number }): Promise<(RestatedRow & Series)[]> {
  return tx.query<Row & RestatedRow & Series>(
    `SELECT measure, version, zone, ${restatedList} FROM measure_restatement WHERE ($1::text IS NULL OR measure = $1) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT ${Math.min(Math.max(o.limit, 1), 200)}`, [o.measure ?? null, o.after ?? null])
}

/**
 * Whether records may have gone, or all come anew: an import is under way (what it writes counts as recorded at its start, so nothing is
 * frozen meanwhile), or one was undone after `since` (what is gone leaves no fact that changed).
 */
export async function importsSince(tx: Tx, since: string): Promise<{ readonly isUnderWay: boolean; readonly isUndone: boolean }> {
  const [row] = await tx.query<{ isUnderWay: boolean; isUndone: boolean }>(
    `SELECT coalesce(bool_or(state IN ('running', 'undoing')), false) AS "isUnderWay", coalesce(bool_or(state = 'undone' AND ended_at > $1), false) AS "isUndone" FROM import`, [since])
  return row ?? { isUnderWay: false, isUndone: false }
}

/** Records of which something else changed that happened to what they touch, or did as known then. */
function befallen(table: FactTable, def: Definition): string {
  const what = table.happenings
  if (what === undefined || def.start === undefined || def.member === undefined) return ''
  const [at, on, among, start, member] = [what.at, what.on, what.among, def.start, def.member].map((name) => `"${snake(name)}"`)
  const days = (n = 0): string => `make_interval(hours => ${n * 24})`
  const happened = `"${what.table.record}_fact`
  return ` UNION SELECT r.record_id, r.org_id, r.number FROM (SELECT ${at} AS at, ${on} AS touched FROM ${happened}" WHERE known_from > $1 UNION SELECT ${at}, ${on} FROM ${happened}_past" WHERE known_to > $1) h
    JOIN "${table.record}_fact" r ON h.touched = ANY(r.${among}) AND h.at >= r.${start} - ${days(def.beforeDays)} AND h.at < r.${member} + ${days(def.afterDays)}`
}

/**
 * Months up to `through` that records changed after `since` belong to, or did as known then, by the measure's own deciding instant: for a
 * stock, all moments at which they stood. By month, then organization; at most `most` numbers each.
 */
export async function touchedRows(tx: Tx, table: FactTable, def: Definition, o: { readonly since: string; readonly through: string; readonly zone: string; readonly most: number }): Promise<TouchedRow[]> {
  const isStep = def.of.endsWith('_step')
  const isStock = isOfMoment(def.kind)
  const fields = isStep ? stepFieldsOf(table) : factFields(table)
  const column = (name: string | undefined): string => {
    const field = name === undefined ? null : factField(fields, name)?.field
    if (name === undefined || field?.kind !== 'instant') throw new AppError('invalid', `The measure names ${name ?? 'nothing'} as the instant that decides.`)
    return `x."${snake(name)}"`
  }
  const low = column(isStock ? def.start : def.member ?? def.start)
  const high = isStock ? `coalesce(${column(def.end)}, 'infinity')` : low
  const fact = `"${table.record}_fact"`
  const seen = isStep ? `SELECT x.record_id, ${low} AS low, ${high} AS high FROM "${def.of}" x JOIN changed USING (record_id) WHERE x.known_from > $1 OR x.until_known_from > $1`
    : `SELECT x.record_id, ${low} AS low, ${high} AS high FROM ${fact} x JOIN changed USING (record_id) UNION SELECT x.record_id, ${low}, ${high} FROM "${table.record}_fact_past" x WHERE x.known_to > $1`
  return tx.query<Row & TouchedRow>(
    `WITH changed AS (SELECT record_id, org_id, number FROM ${fact} WHERE known_from > $1${def.kind === 'rate-ratio' ? befallen(table, def) : ''}),
       seen AS (${seen}),
       months AS (SELECT m AT TIME ZONE $3 AS begins, (m + interval '1 month') AT TIME ZONE $3 AS ends
         FROM generate_series(date_trunc('month', (SELECT min(low) FROM seen) AT TIME ZONE $3), $2::timestamptz AT TIME ZONE $3, interval '1 month') m),
       hit AS (SELECT DISTINCT months.begins, months.ends, c.record_id, c.org_id, c.number FROM seen JOIN changed c USING (record_id)
         JOIN months ON ${isStock ? 'seen.low <= months.begins AND seen.high > months.begins AND months.begins <= $2' : 'seen.low >= months.begins AND seen.low < months.ends AND months.ends <= $2'}),
       late AS (SELECT hit.*, EXISTS (SELECT 1 FROM journal j WHERE j.record = $4 AND j.record_id = hit.record_id AND j.recorded_at > $1 AND j.at < hit.ends) AS is_late FROM hit)
     SELECT begins AS period, org_id AS "orgId", (array_agg(number ORDER BY number))[1:${o.most}] AS records, count(*)::int AS "recordCount", bool_or(is_late) AS "isLate" FROM late GROUP BY begins, org_id ORDER BY begins, org_id`,
    [o.since, o.through, o.zone, table.record])
}
