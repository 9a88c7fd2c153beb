/** What incidents cost, as far as anybody recorded it: each that names a problem, and clusters of them added up. The input of their pain. */
import type { HarmSum } from '../analysis/pain.ts'
import type { Row, Tx } from './database.ts'

/** Asked of incidents that began in `[from, to)`, instants; `now` ends what still goes on. */
export interface PainQuestion {
  readonly from: string
  readonly to: string
  readonly now: string
  /** One problem alone. */
  readonly problemId?: string
}

/** One incident. Unknown is null, never 0. */
export interface PainRow extends Row {
  readonly problemId: string
  readonly at: string
  /** 1 (highest) to 4. */
  readonly impact: number
  /** Hours in which its outages lasted, or else it itself. */
  readonly hours: number
  readonly users: number | null
  /** Mean share lost in its outages, by their length; null where it had none. */
  readonly degree: number | null
  readonly effortHours: number | null
}

/** More incidents than these with a problem in the asked time are cut, the newest kept; the answer says so. */
export const mostPainful = 50_000

// Sight is the application role's: what the asker may not see is not counted. An outage counts once, in the incident that it belongs to.
const harmed = (picked: string, now: string): string => `WITH picked AS MATERIALIZED (${picked}),
  stopped AS (SELECT incident_id, sum(h)::float8 AS hours, max(users_affected) AS users, CASE WHEN sum(h) > 0 THEN sum(h * degree) / sum(h) ELSE max(degree) END AS degree
    FROM (SELECT incident_id, greatest(0, extract(epoch FROM coalesce(ended_at, ${now}::timestamptz) - started_at)::float8 / 3600) AS h, users_affected, degree
      FROM outage WHERE incident_id IN (SELECT incident_id FROM picked) AND state <> 'withdrawn' AND NOT is_planned) x GROUP BY 1),
  worked AS (SELECT record_id, sum(minutes)::float8 / 60 AS hours FROM effort WHERE record_id IN (SELECT incident_id FROM picked) GROUP BY 1),
  harmed AS (SELECT p.key, coalesce(i.noticed_at, i.created_at) AS at, i.created_at, i.impact,
      greatest(0, coalesce(o.hours, extract(epoch FROM coalesce(i.resolved_at, i.closed_at, ${now}::timestamptz) - coalesce(i.noticed_at, i.created_at))::float8 / 3600)) AS hours,
      coalesce(o.users, i.affected_users)::int AS users, o.degree::float8 AS degree, e.hours AS "effortHours"
    FROM picked p JOIN incident i ON i.id = p.incident_id LEFT JOIN stopped o ON o.incident_id = i.id LEFT JOIN worked e ON e.record_id = i.id)`

const problemSql = `${harmed(`SELECT problem_id AS key, id AS incident_id FROM incident
    WHERE problem_id IS NOT NULL AND ($4::uuid IS NULL OR problem_id = $4) AND state <> 'cancelled' AND merged_into_id IS NULL AND created_at >= $1::timestamptz AND created_at < $2::timestamptz
    ORDER BY created_at DESC LIMIT ${mostPainful}`, '$3')}
  SELECT key AS "problemId", at, impact, hours, users, degree, "effortHours" FROM harmed ORDER BY created_at DESC`

/** The incidents that name a problem, newest first, within the transaction's sight. */
export const painRows = (tx: Tx, q: PainQuestion): Promise<PainRow[]> => tx.query<PainRow>(problemSql, [q.from, q.to, q.now, q.problemId ?? null], 'pain_rows')

interface ClusterHarm extends Row, Omit<HarmSum, 'userHours'> {
  readonly clusterId: string
  readonly low: number
  readonly high: number
}

// Added up where the rows are: a storm of alerts may be a cluster of a hundred thousand. One user and nothing to all lost where nobody said, as `painOf` has it.
const clusterSql = `${harmed(`SELECT n.cluster_id AS key, m.incident_id FROM cluster_node n JOIN cluster_member m ON m.node_id = n.id WHERE n.cluster_id = ANY($1::uuid[])`, '$2')}
  SELECT key AS "clusterId", count(*)::int AS incidents, sum(hours) AS hours, sum(hours * coalesce(users, 1) * coalesce(degree, 0)) AS low, sum(hours * coalesce(users, 1) * coalesce(degree, 1)) AS high,
    coalesce(sum("effortHours"), 0)::float8 AS "workHours", sum(5 - impact)::int AS severities, count(*) FILTER (WHERE users IS NULL OR degree IS NULL)::int AS unknown FROM harmed GROUP BY 1`

/** What the incidents of these clusters did, by cluster. */
export async function harmOfClusters(tx: Tx, ids: readonly string[], now: string): Promise<ReadonlyMap<string, HarmSum>> {
  const rows = await tx.query<ClusterHarm>(clusterSql, [ids, now])
  return new Map(rows.map(({ clusterId, low, high, ...sum }) => [clusterId, { ...sum, userHours: { low, high } }]))
}
