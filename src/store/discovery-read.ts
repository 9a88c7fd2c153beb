/** Reads clusters for who may see them: lists by what they hurt, one with its members. Row-level security hides what is another organization's. */
import type { Row, Tx } from './database.ts'

/** Which clusters: still to decide, with a problem, put aside, or all. */
export const clusterShows = ['proposed', 'linked', 'aside', 'all'] as const
export type ClusterShow = (typeof clusterShows)[number]
/** By what a list is sorted, the most first. */
export const clusterSorts = { pain: 'c.user_hours', count: 'c.members', newest: 'c.first_at', last: 'c.last_at' } as const
export type ClusterSort = keyof typeof clusterSorts

export interface ClusterQuestion {
  readonly show: ClusterShow
  readonly sort: ClusterSort
  readonly atLeast: number
  readonly orgId?: string
  readonly serviceId?: string
  /** With an occurrence at or after. */
  readonly since?: string
  readonly limit: number
  readonly skip: number
}

/** A standing decision about a cluster. */
export interface Standing {
  readonly id: string
  readonly number: string
  readonly kind: 'no_problem' | 'snooze' | 'split' | 'merge'
  readonly reason: string
  readonly until: string | null
  readonly at: string
  readonly version: number
}

export interface ClusterRow extends Row {
  /** Id of its first incident. */
  readonly id: string
  readonly orgId: string
  readonly members: number
  readonly open: number
  readonly firstAt: string
  readonly lastAt: string
  readonly hours: number
  readonly userHours: number
  /** Problems that were made of it or that its incidents name. */
  readonly problemIds: readonly string[]
  readonly decisions: readonly Standing[]
}

// Problems and decisions are few: they are put to their clusters first. A pause that is over stands in no way.
const known = `WITH linked AS (
    SELECT n.cluster_id, array_agg(DISTINCT q.id) AS ids FROM problem q
      JOIN cluster_member k ON k.incident_id = CASE WHEN q.cluster_key ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' THEN q.cluster_key::uuid END
      JOIN cluster_node n ON n.id = k.node_id WHERE q.cluster_key IS NOT NULL AND q.state <> 'merged' GROUP BY 1),
  decided AS (
    SELECT n.cluster_id, bool_or(e.kind IN ('no_problem', 'snooze')) AS is_aside,
      jsonb_agg(jsonb_build_object('id', e.id, 'number', e.number, 'kind', e.kind, 'reason', e.reason, 'until', e.until, 'at', e.created_at, 'version', e.version) ORDER BY e.created_at) AS list
    FROM cluster_decision e JOIN cluster_member k ON k.incident_id = e.anchor_id JOIN cluster_node n ON n.id = k.node_id
    WHERE e.state = 'standing' AND (e.until IS NULL OR e.until > $1::timestamptz) GROUP BY 1)`
const columns = `c.id, c.org_id AS "orgId", c.members, c.open, c.first_at AS "firstAt", c.last_at AS "lastAt", c.hours, c.user_hours AS "userHours",
  ARRAY(SELECT DISTINCT x FROM unnest(c.problem_ids || coalesce(p.ids, '{}')) x) AS "problemIds", coalesce(d.list, '[]') AS decisions`
const joined = 'FROM cluster c LEFT JOIN linked p ON p.cluster_id = c.id LEFT JOIN decided d ON d.cluster_id = c.id'
const isLinked = `(c.problem_ids <> '{}' OR p.ids IS NOT NULL)`
const isAside = 'coalesce(d.is_aside, false)'
const shown: Readonly<Record<ClusterShow, string>> = { proposed: `NOT ${isLinked} AND NOT ${isAside}`, linked: isLinked, aside: isAside, all: 'true' }

/** A page of them, and how many there are. */
export async function clustersOf(tx: Tx, q: ClusterQuestion, now: string): Promise<{ items: ClusterRow[]; total: number }> {
  const values: unknown[] = [now, q.atLeast]
  const where = [`c.members >= $2`, shown[q.show]]
  if (q.orgId !== undefined) where.push(`c.org_id = $${values.push(q.orgId)}`)
  if (q.since !== undefined) where.push(`c.last_at >= $${values.push(q.since)}::timestamptz`)
  if (q.serviceId !== undefined) where.push(`EXISTS (SELECT 1 FROM cluster_node n WHERE n.cluster_id = c.id AND n.setting->>'serviceId' = $${values.push(q.serviceId)})`)
  const from = `${joined} WHERE ${where.join(' AND ')}`
  const items = await tx.query<ClusterRow>(`${known} SELECT ${columns} ${from} ORDER BY ${clusterSorts[q.sort]} DESC, c.id LIMIT ${q.limit} OFFSET ${q.skip}`, values)
  const [row] = await tx.query<{ n: number }>(`${known} SELECT count(*)::int AS n FROM (SELECT 1 ${from} LIMIT 10000) x`, values)
  return { items, total: row?.n ?? 0 }
}

/** The cluster that holds this incident; null where it is alone or may not be seen. */
export async function clusterWith(tx: Tx, incidentId: string, now: string): Promise<ClusterRow | null> {
  const [row] = await tx.query<ClusterRow>(
    `${known} SELECT ${columns} ${joined} WHERE c.id = (SELECT n.cluster_id FROM cluster_member m JOIN cluster_node n ON n.id = m.node_id WHERE m.incident_id = $2)`, [now, incidentId])
  return row ?? null
}

/** Times of the members of these clusters, oldest first; of each the last `timesAtMost`. */
export async function timesOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.query<{ id: string; times: string[] }>(
    `SELECT c.id, ARRAY(SELECT to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM (SELECT m.at FROM cluster_node n JOIN cluster_member m ON m.node_id = n.id WHERE n.cluster_id = c.id ORDER BY m.at DESC LIMIT ${timesAtMost}) x ORDER BY at) AS times
     FROM unnest($1::uuid[]) AS c(id)`, [ids])
  return new Map(rows.map((r) => [r.id, r.times]))
}
/** Bursts and trends are of the last so many. */
export const timesAtMost = 5000

export interface MemberRow extends Row {
  readonly id: string
  readonly at: string
  readonly text: string
  /** One text on one set of things: what people can take apart. */
  readonly nodeId: number
  readonly ciIds: readonly string[]
  readonly serviceId: string | null
  readonly category: string | null
}

/** Members of a cluster, the newest first. */
export const membersOf = (tx: Tx, id: string, limit: number, skip: number): Promise<MemberRow[]> => tx.query<MemberRow>(
  `SELECT i.id, m.at, i.title || E'\\n' || coalesce(i.description, '') AS text, m.node_id AS "nodeId", i.ci_ids AS "ciIds", i.service_id AS "serviceId", i.category
   FROM cluster_node n JOIN cluster_member m ON m.node_id = n.id JOIN incident i ON i.id = m.incident_id WHERE n.cluster_id = $1 ORDER BY m.at DESC, i.id LIMIT ${limit} OFFSET ${skip}`, [id])

/** What the members of clusters happened to: each with its count, the most frequent first. */
export interface ThingCount extends Row {
  readonly clusterId: string
  readonly kind: 'service' | 'ci' | 'category'
  readonly value: string
  readonly count: number
}

/** Services, items and categories of these clusters; of each kind the ten most frequent. */
export const thingsOf = (tx: Tx, ids: readonly string[]): Promise<ThingCount[]> => tx.query<ThingCount>(
  `SELECT * FROM (
     SELECT n.cluster_id AS "clusterId", t.kind, t.value, count(*)::int AS count, row_number() OVER (PARTITION BY n.cluster_id, t.kind ORDER BY count(*) DESC, t.value) AS rank
     FROM cluster_node n JOIN cluster_member m ON m.node_id = n.id
       CROSS JOIN LATERAL (SELECT 'service' AS kind, n.setting->>'serviceId' AS value UNION ALL SELECT 'category', n.setting->>'category' UNION ALL SELECT 'ci', jsonb_array_elements_text(n.setting->'ciIds')) t
     WHERE n.cluster_id = ANY($1::uuid[]) AND t.value IS NOT NULL GROUP BY 1, 2, 3) x WHERE rank <= 10 ORDER BY 1, 2, rank`, [ids])

/** The newest texts of these clusters, of each at most `each`. */
export async function sampleTexts(tx: Tx, ids: readonly string[], each: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.query<{ id: string; texts: string[] }>(
    `SELECT c.id, ARRAY(SELECT i.title || E'\\n' || coalesce(i.description, '') FROM cluster_node n JOIN cluster_member m ON m.node_id = n.id JOIN incident i ON i.id = m.incident_id
       WHERE n.cluster_id = c.id ORDER BY m.at DESC LIMIT ${each}) AS texts FROM unnest($1::uuid[]) AS c(id)`, [ids])
  return new Map(rows.map((r) => [r.id, r.texts]))
}

/** When the first incident that may be seen was opened; null where there is none. */
export async function knownFrom(tx: Tx): Promise<string | null> {
  const [row] = await tx.query<{ at: string }>('SELECT created_at AS at FROM incident ORDER BY created_at, id LIMIT 1')
  return row?.at ?? null
}
