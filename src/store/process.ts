/** Counts what really happened to records: which state, team or former state followed which, how often and how long; and the records behind each. */
import type { FactTable } from '../model/facts.ts'
import type { Row, Tx } from './database.ts'

/** What the nodes of the map are: our states, the states of the former system, or the teams that had it. */
export const processViews = ['state', 'source', 'team'] as const
export type ProcessView = (typeof processViews)[number]

/** Which records are looked at; lists are alternatives, an absent one is no condition. */
export interface ProcessQuestion {
  readonly view: ProcessView
  /** Opened at or after, and before: instants, ISO 8601 UTC. */
  readonly from?: string
  readonly to?: string
  readonly serviceIds?: readonly string[]
  readonly orgIds?: readonly string[]
  /** Teams that had it at some time. */
  readonly teamIds?: readonly string[]
  readonly priorities?: readonly number[]
}

/** One node. `medianSeconds` is how long it stayed there before it went on; null where it never did. */
export interface NodeCount {
  readonly activity: string
  readonly events: number
  readonly cases: number
  readonly starts: number
  readonly ends: number
  readonly medianSeconds: number | null
}

/** `to` came directly after `from`; repeats of the same are one. Seconds lie between the two entries. */
export interface ArrowCount {
  readonly from: string
  readonly to: string
  readonly count: number
  readonly cases: number
  readonly medianSeconds: number
  readonly p90Seconds: number
}

/** There and back: `from`, `via`, `from` again. */
export interface ReturnCount {
  readonly from: string
  readonly via: string
  readonly count: number
  readonly cases: number
}

/** A way from the first to the last node that `cases` took; `key` asks for its records. */
export interface WayCount {
  readonly key: string
  readonly activities: readonly string[]
  readonly cases: number
  readonly medianSeconds: number
  /** Number of one record that went this way. */
  readonly example: string
}

/** The map; each list from the most frequent down, then by name. */
export interface ProcessCounts {
  readonly cases: number
  /** How many records fit the question; where more than `mostCases` do, the map is over those opened last. */
  readonly matching: number
  readonly events: number
  readonly activities: readonly NodeCount[]
  readonly arrows: readonly ArrowCount[]
  readonly returns: readonly ReturnCount[]
  /** The most frequent `mostWays`. */
  readonly ways: readonly WayCount[]
  /** How many different ways there are in all. */
  readonly wayCount: number
  /** Records with at least one step that is not in `allowed`; 0 where none were given. */
  readonly deviating: number
}

const mostWays = 100
/** A map takes as long as it has records; more than these say nothing that these do not. */
export const mostCases = 100_000
// Thousands of arrows are no picture: the rest is counted in the nodes and stays askable by its ends.
const mostArrows = 2000

/** Separates names inside one text; sorts before every letter, so that texts order like lists of names. */
const joint = '\u0001'

/** A step as `allowed` names it; a beginning has no `from`. */
export const stepKey = (from: string | null, to: string): string => `${from ?? ''}${joint}${to}`

class Values {
  readonly list: unknown[] = []
  add(v: unknown, type: string): string { return `$${this.list.push(v)}::${type}` }
}

const activityOf: Readonly<Record<ProcessView, string>> = { state: 's.state', source: 's.source_state', team: 's.team_id::text' }

/**
 * Rows of `kept`: what each record came to, in the order of valid time, without direct repeats; `a` after `before` (null at the start),
 * `next_at` when it went on. As `caseHistories(…, { collapse: true })` in src/analysis/process-map.ts.
 */
function keptSql(table: FactTable, q: ProcessQuestion, values: Values): string {
  const where: string[] = []
  if (q.from !== undefined) where.push(`f.opened_at >= ${values.add(q.from, 'timestamptz')}`)
  if (q.to !== undefined) where.push(`f.opened_at < ${values.add(q.to, 'timestamptz')}`)
  if (q.serviceIds !== undefined) where.push(`f.service_id = ANY(${values.add(q.serviceIds, 'uuid[]')})`)
  if (q.orgIds !== undefined) where.push(`f.org_id = ANY(${values.add(q.orgIds, 'uuid[]')})`)
  if (q.priorities !== undefined) where.push(`f.priority = ANY(${values.add(q.priorities, 'int[]')})`)
  if (q.teamIds !== undefined) where.push(`EXISTS (SELECT FROM "${table.record}_step" t WHERE t.record_id = f.record_id AND t.team_id = ANY(${values.add(q.teamIds, 'uuid[]')}))`)
  const a = activityOf[q.view]
  return `WITH fitting AS MATERIALIZED (SELECT f.record_id, f.number, f.opened_at FROM "${table.record}_fact" f ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}),
    picked AS MATERIALIZED (SELECT record_id, number FROM fitting ORDER BY opened_at DESC, record_id LIMIT ${mostCases}),
    entered AS (SELECT s.record_id, p.number, s.at, s.version, ${a} AS a, lag(${a}) OVER w AS same FROM "${table.record}_step" s JOIN picked p USING (record_id) WHERE ${a} IS NOT NULL WINDOW w AS (PARTITION BY s.record_id ORDER BY s.at, s.version)),
    kept AS MATERIALIZED (SELECT record_id, number, at, version, a, lag(a) OVER w AS before, lag(a, 2) OVER w AS before2, extract(epoch FROM at - lag(at) OVER w)::float8 AS took, lead(at) OVER w AS next_at
      FROM entered WHERE a IS DISTINCT FROM same WINDOW w AS (PARTITION BY record_id ORDER BY at, version))`
}

// Sorting a hundred thousand histories in the usual four megabytes would go by way of the disk.
const roomySql = `SELECT set_config('work_mem', '128MB', true)`

/** The whole map in one statement. `allowed` are steps by `stepKey`; without it nothing deviates. */
export async function processCounts(tx: Tx, table: FactTable, q: ProcessQuestion, allowed: readonly string[] | null): Promise<ProcessCounts> {
  const values = new Values()
  const kept = keptSql(table, q, values)
  const deviating = allowed === null ? '0' : `(SELECT count(DISTINCT record_id)::int FROM kept WHERE coalesce(before, '') || E'\\x01' || a <> ALL(${values.add(allowed, 'text[]')}))`
  const list = (sql: string): string => `(SELECT coalesce(json_agg(x), '[]') FROM (${sql}) x)`
  const spent = `percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM next_at - at)::float8)`
  await tx.query(roomySql)
  const [row] = await tx.query<Row & ProcessCounts>(
    `${kept}, way AS MATERIALIZED (SELECT string_agg(a, E'\\x01' ORDER BY at, version) AS way, min(number) AS number, extract(epoch FROM max(at) - min(at))::float8 AS span FROM kept GROUP BY record_id)
     SELECT (SELECT count(*)::int FROM way) AS cases, (SELECT count(*)::int FROM fitting) AS matching, (SELECT count(*)::int FROM kept) AS events,
       ${list(`SELECT a AS activity, count(*)::int AS events, count(DISTINCT record_id)::int AS cases, count(*) FILTER (WHERE before IS NULL)::int AS starts, count(*) FILTER (WHERE next_at IS NULL)::int AS ends, ${spent} AS "medianSeconds"
         FROM kept GROUP BY a ORDER BY events DESC, a COLLATE "C" LIMIT 1000`)} AS activities,
       ${list(`SELECT before AS "from", a AS "to", count(*)::int AS count, count(DISTINCT record_id)::int AS cases, percentile_cont(0.5) WITHIN GROUP (ORDER BY took) AS "medianSeconds", percentile_cont(0.9) WITHIN GROUP (ORDER BY took) AS "p90Seconds"
         FROM kept WHERE before IS NOT NULL GROUP BY before, a ORDER BY count DESC, before COLLATE "C", a COLLATE "C" LIMIT ${mostArrows}`)} AS arrows,
       ${list(`SELECT a AS "from", before AS via, count(*)::int AS count, count(DISTINCT record_id)::int AS cases FROM kept WHERE before2 = a GROUP BY a, before ORDER BY count DESC, a COLLATE "C", before COLLATE "C" LIMIT 100`)} AS returns,
       ${list(`SELECT md5(way) AS key, string_to_array(way, E'\\x01') AS activities, count(*)::int AS cases, percentile_cont(0.5) WITHIN GROUP (ORDER BY span) AS "medianSeconds", min(number COLLATE "C") AS example
         FROM way GROUP BY way ORDER BY cases DESC, way COLLATE "C" LIMIT ${mostWays}`)} AS ways,
       (SELECT count(DISTINCT way)::int FROM way) AS "wayCount", ${deviating} AS deviating`, values.list)
  if (!row) throw new Error('Broken promise: a statement without FROM gives one row')
  return row
}

/** What on the map was opened: a node, an arrow, a beginning, an end, a return (`at`, `via`, `at` again), or a way. */
export type ProcessPick =
  | { readonly kind: 'node'; readonly at: string }
  | { readonly kind: 'arrow'; readonly at: string; readonly next: string }
  | { readonly kind: 'begins' | 'ends'; readonly at: string }
  | { readonly kind: 'return'; readonly at: string; readonly via: string }
  | { readonly kind: 'way'; readonly key: string }

/** A record behind a part of the map: how often it was there, and how long in all (null while it still is). */
export interface ProcessRecord {
  readonly recordId: string
  readonly number: string
  readonly times: number
  readonly seconds: number | null
  /** The first time. */
  readonly at: string
}

/** The records behind a part of the map, the longest first; their count is the `cases` of that part. */
export async function processRecords(tx: Tx, table: FactTable, q: ProcessQuestion, pick: ProcessPick, page: { readonly limit: number; readonly skip: number }): Promise<{ items: ProcessRecord[]; total: number }> {
  const values = new Values()
  const kept = keptSql(table, q, values)
  const behind = behindSql(pick, values)
  await tx.query(roomySql)
  const rows = await tx.query<Row & ProcessRecord & { total: number }>(
    `${kept} SELECT record_id AS "recordId", min(number) AS number, count(*)::int AS times, sum(seconds) AS seconds, min(at) AS at, count(*) OVER ()::int AS total FROM (${behind}) x
     GROUP BY record_id ORDER BY sum(seconds) DESC NULLS LAST, min(at), record_id OFFSET ${values.add(page.skip, 'int')} LIMIT ${values.add(page.limit, 'int')}`, values.list)
  return { items: rows.map(({ total: _, ...r }) => r), total: rows[0]?.total ?? 0 }
}

function behindSql(pick: ProcessPick, values: Values): string {
  const stayed = 'extract(epoch FROM next_at - at)::float8'
  switch (pick.kind) {
    case 'node': return `SELECT record_id, number, at, ${stayed} AS seconds FROM kept WHERE a = ${values.add(pick.at, 'text')}`
    case 'arrow': return `SELECT record_id, number, at, took AS seconds FROM kept WHERE before = ${values.add(pick.at, 'text')} AND a = ${values.add(pick.next, 'text')}`
    case 'return': return `SELECT record_id, number, at, took AS seconds FROM kept WHERE before2 = a AND a = ${values.add(pick.at, 'text')} AND before = ${values.add(pick.via, 'text')}`
    case 'begins': return `SELECT record_id, number, at, ${stayed} AS seconds FROM kept WHERE before IS NULL AND a = ${values.add(pick.at, 'text')}`
    case 'ends': return `SELECT record_id, number, at, NULL::float8 AS seconds FROM kept WHERE next_at IS NULL AND a = ${values.add(pick.at, 'text')}`
    case 'way': return `SELECT record_id, min(number) AS number, min(at) AS at, extract(epoch FROM max(at) - min(at))::float8 AS seconds FROM kept GROUP BY record_id HAVING md5(string_agg(a, E'\\x01' ORDER BY at, version)) = ${values.add(pick.key, 'text')}`
  }
}
