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

// Compared byte by byte, which sorts several times as fast as by the rules of a language.
const activityOf: Readonly<Record<ProcessView, string>> = { state: 's.state COLLATE "C"', source: 's.source_state COLLATE "C"', team: 's.team_id' }

/** The records that are looked at, at most `mostCases`, those opened last; `i` is a short name for each. */
function pickedSql(table: FactTable, q: ProcessQuestion, values: Values): string {
  const where: string[] = []
  if (q.from !== undefined) where.push(`f.opened_at >= ${values.add(q.from, 'timestamptz')}`)
  if (q.to !== undefined) where.push(`f.opened_at < ${values.add(q.to, 'timestamptz')}`)
  if (q.serviceIds !== undefined) where.push(`f.service_id = ANY(${values.add(q.serviceIds, 'uuid[]')})`)
  if (q.orgIds !== undefined) where.push(`f.org_id = ANY(${values.add(q.orgIds, 'uuid[]')})`)
  if (q.priorities !== undefined) where.push(`f.priority = ANY(${values.add(q.priorities, 'int[]')})`)
  if (q.teamIds !== undefined) where.push(`EXISTS (SELECT FROM "${table.record}_step" t WHERE t.record_id = f.record_id AND t.team_id = ANY(${values.add(q.teamIds, 'uuid[]')}))`)
  return `fitting AS MATERIALIZED (SELECT f.record_id, f.number, f.opened_at FROM "${table.record}_fact" f ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}),
    picked AS MATERIALIZED (SELECT record_id, number, row_number() OVER ()::int AS i FROM (SELECT record_id, number FROM fitting ORDER BY opened_at DESC, record_id LIMIT ${mostCases}) x)`
}

/**
 * Rows of `kept`: what each record came to, in the order of valid time, without direct repeats: `a` after `before` (null at the start), then
 * `next` after `took` seconds (null at the end). As `caseHistories(…, { collapse: true })` in src/analysis/process-map.ts.
 */
function keptSql(table: FactTable, q: ProcessQuestion, values: Values): string {
  const a = activityOf[q.view]
  return `WITH ${pickedSql(table, q, values)},
    entered AS (SELECT p.i, s.at, s.version, ${a} AS a, lag(${a}) OVER w AS same FROM "${table.record}_step" s JOIN picked p USING (record_id) WHERE ${a} IS NOT NULL WINDOW w AS (PARTITION BY p.i ORDER BY s.at, s.version)),
    kept AS MATERIALIZED (SELECT i, at, version, a, same AS before, lead(a) OVER w AS next, lead(at) OVER w AS next_at, extract(epoch FROM lead(at) OVER w - at)::float8 AS took
      FROM entered WHERE a IS DISTINCT FROM same WINDOW w AS (PARTITION BY i ORDER BY at, version))`
}

// From so many records on one pass over all steps costs less than a look-up for each; the planner does not see how many are picked.
const manyCases = 40_000

/** Sorting a hundred thousand histories in the usual few megabytes would go by way of the disk. */
async function makeRoom(tx: Tx, table: FactTable, q: ProcessQuestion): Promise<number> {
  const values = new Values()
  const [row] = await tx.query<{ n: number }>(`WITH ${pickedSql(table, q, values)} SELECT count(*)::int AS n FROM fitting`, values.list)
  const matching = row?.n ?? 0
  await tx.query(`SELECT set_config('work_mem', '96MB', true), set_config('enable_nestloop', $1, true)`, [matching > manyCases ? 'off' : 'on'])
  return matching
}

/** The whole map. `allowed` are steps by `stepKey`; without it nothing deviates. */
export async function processCounts(tx: Tx, table: FactTable, q: ProcessQuestion, allowed: readonly string[] | null): Promise<ProcessCounts> {
  const matching = await makeRoom(tx, table, q)
  const values = new Values()
  const kept = keptSql(table, q, values)
  const deviating = allowed === null ? '0' : `(SELECT count(DISTINCT i)::int FROM kept WHERE coalesce(before, '') || E'\\x01' || a <> ALL(${values.add(allowed, 'text[]')}))`
  const list = (sql: string): string => `(SELECT coalesce(json_agg(x), '[]') FROM (${sql}) x)`
  const [row] = await tx.query<Row & Omit<ProcessCounts, 'matching'>>(
    `${kept}, way AS MATERIALIZED (SELECT string_agg(a::text, E'\\x01' ORDER BY at, version) COLLATE "C" AS way, i, extract(epoch FROM max(at) - min(at))::float8 AS span FROM kept GROUP BY i),
      counted AS MATERIALIZED (SELECT a::text COLLATE "C" AS a, next::text COLLATE "C" AS next, GROUPING(next) = 1 AS is_node, count(*)::int AS n, count(DISTINCT i)::int AS cases, count(*) FILTER (WHERE before IS NULL)::int AS starts,
        count(*) FILTER (WHERE next IS NULL)::int AS ends, percentile_cont(0.5) WITHIN GROUP (ORDER BY took) AS median, percentile_cont(0.9) WITHIN GROUP (ORDER BY took) AS p90 FROM kept GROUP BY GROUPING SETS ((a, next), (a)))
     SELECT (SELECT count(*)::int FROM way) AS cases, (SELECT count(*)::int FROM kept) AS events,
       ${list(`SELECT a AS activity, n AS events, cases, starts, ends, median AS "medianSeconds" FROM counted WHERE is_node ORDER BY n DESC, a LIMIT 1000`)} AS activities,
       ${list(`SELECT a AS "from", next AS "to", n AS count, cases, median AS "medianSeconds", p90 AS "p90Seconds" FROM counted WHERE NOT is_node AND next IS NOT NULL ORDER BY n DESC, a, next LIMIT ${mostArrows}`)} AS arrows,
       ${list(`SELECT next::text COLLATE "C" AS "from", a::text COLLATE "C" AS via, count(*)::int AS count, count(DISTINCT i)::int AS cases FROM kept WHERE before = next GROUP BY next, a ORDER BY 3 DESC, 1, 2 LIMIT 100`)} AS returns,
       ${list(`SELECT md5(way) AS key, string_to_array(way, E'\\x01') AS activities, cases, "medianSeconds", (SELECT number FROM picked p WHERE p.i = x.i) AS example
         FROM (SELECT way, count(*)::int AS cases, percentile_cont(0.5) WITHIN GROUP (ORDER BY span) AS "medianSeconds", max(i) AS i FROM way GROUP BY way ORDER BY 2 DESC, way LIMIT ${mostWays}) x`)} AS ways,
       (SELECT count(DISTINCT way)::int FROM way) AS "wayCount", ${deviating} AS deviating`, values.list)
  if (!row) throw new Error('Broken promise: a statement without FROM gives one row')
  return { ...row, matching }
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
  await makeRoom(tx, table, q)
  const values = new Values()
  const kept = keptSql(table, q, values)
  const behind = behindSql(pick, q.view === 'team' ? 'uuid' : 'text', values)
  const [row] = await tx.query<Row & { items: ProcessRecord[]; total: number }>(
    `${kept}, behind AS MATERIALIZED (SELECT i, count(*)::int AS times, sum(seconds) AS seconds, min(at) AS at FROM (${behind}) x GROUP BY i)
     SELECT (SELECT count(*)::int FROM behind) AS total, (SELECT coalesce(json_agg(x), '[]') FROM (
       SELECT p.record_id AS "recordId", p.number, b.times, b.seconds, to_char(b.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at FROM behind b JOIN picked p USING (i)
       ORDER BY b.seconds DESC NULLS LAST, b.at, p.record_id OFFSET ${values.add(page.skip, 'int')} LIMIT ${values.add(page.limit, 'int')}) x) AS items`, values.list)
  return { items: row?.items ?? [], total: row?.total ?? 0 }
}

function behindSql(pick: ProcessPick, type: 'uuid' | 'text', values: Values): string {
  const name = (v: string): string => (type === 'uuid' ? `(SELECT x::uuid FROM (SELECT ${values.add(v, 'text')} AS x) y WHERE x ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')` : values.add(v, 'text'))
  switch (pick.kind) {
    case 'node': return `SELECT i, at, took AS seconds FROM kept WHERE a = ${name(pick.at)}`
    case 'arrow': return `SELECT i, next_at AS at, took AS seconds FROM kept WHERE a = ${name(pick.at)} AND next = ${name(pick.next)}`
    case 'return': return `SELECT i, at, took AS seconds FROM kept WHERE before = next AND next = ${name(pick.at)} AND a = ${name(pick.via)}`
    case 'begins': return `SELECT i, at, took AS seconds FROM kept WHERE before IS NULL AND a = ${name(pick.at)}`
    case 'ends': return `SELECT i, at, NULL::float8 AS seconds FROM kept WHERE next IS NULL AND a = ${name(pick.at)}`
    case 'way': return `SELECT i, min(at) AS at, extract(epoch FROM max(at) - min(at))::float8 AS seconds FROM kept GROUP BY i HAVING md5(string_agg(a::text, E'\\x01' ORDER BY at, version)) = ${values.add(pick.key, 'text')}`
  }
}
