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
  readonly incidentId: string
  readonly at: string
  /** 1 (highest) to 4. */
  readonly impact: number
  /** Hours in which its outages lasted, or else it itself. */
  readonly hours: number
  /** Hours × users × share lost, added up over its outages, or its own where it had none; what nobody said is one user and nothing lost. */
  readonly low: number
  /** The same with what nobody said as all users of the service, as far as they are known, and all of it lost. */
  readonly high: number
  /** Whether users or share were not said somewhere. */
  readonly isUnknown: boolean
  readonly effortHours: number | null
}

/** More incidents than these with a problem in the asked time are cut, the newest kept; the answer says so. */
export const mostPainful = 50_000

// Sight is the application role's: what the asker may not see is not counted. An outage counts once, in the incident that it belongs to.
// Users × hours × share is added up outage by outage: ten hours of ten users and one hour of a thousand are no eleven hours of a thousand.
const harmed = (picked: string, now: string): string => `WITH picked AS MATERIALIZED (${picked}),
  stopped AS (SELECT x.incident_id, sum(h)::float8 AS hours, sum(h * coalesce(said, 1) * degree)::float8 AS low, sum(h * coalesce(said, greatest(v.users, 1)) * degree)::float8 AS high, bool_or(said IS NULL) AS is_unknown
    FROM (SELECT o.incident_id, o.service_id, o.degree, coalesce(o.users_affected, i.affected_users) AS said, greatest(0, extract(epoch FROM coalesce(o.ended_at, ${now}::timestamptz) - o.started_at)::float8 / 3600) AS h
      FROM outage o JOIN incident i ON i.id = o.incident_id WHERE o.incident_id IN (SELECT incident_id FROM picked) AND o.state <> 'withdrawn' AND NOT o.is_planned) x
      LEFT JOIN service v ON v.id = x.service_id GROUP BY 1),
  worked AS (SELECT record_id, sum(minutes)::float8 / 60 AS hours FROM effort WHERE record_id IN (SELECT incident_id FROM picked) GROUP BY 1),
  harmed AS (SELECT p.key, p.incident_id, l.at, i.created_at, i.impact, coalesce(o.hours, l.hours) AS hours, coalesce(o.low, 0) AS low,
      coalesce(o.high, l.hours * coalesce(i.affected_users, greatest(v.users, 1))) AS high, coalesce(o.is_unknown, true) AS "isUnknown", e.hours AS "effortHours"
    FROM picked p JOIN incident i ON i.id = p.incident_id LEFT JOIN stopped o ON o.incident_id = i.id LEFT JOIN worked e ON e.record_id = i.id LEFT JOIN service v ON v.id = i.service_id
      CROSS JOIN LATERAL (SELECT coalesce(i.noticed_at, i.created_at) AS at, greatest(0, extract(epoch FROM coalesce(i.resolved_at, i.closed_at, ${now}::timestamptz) - coalesce(i.noticed_at, i.created_at))::float8 / 3600) AS hours) l)`

const problemSql = `${harmed(`SELECT problem_id AS key, id AS incident_id FROM incident
    WHERE problem_id IS NOT NULL AND ($4::uuid IS NULL OR problem_id = $4) AND state <> 'cancelled' AND merged_into_id IS NULL AND created_at >= $1::timestamptz AND created_at < $2::timestamptz
    ORDER BY created_at DESC LIMIT ${mostPainful}`, '$3')}
  SELECT key AS "problemId", incident_id AS "incidentId", at, impact, hours, low, high, "isUnknown", "effortHours" FROM harmed ORDER BY created_at DESC`

/** The incidents that name a problem, newest first, within the transaction's sight. */
export const painRows = (tx: Tx, q: PainQuestion): Promise<PainRow[]> => tx.query<PainRow>(problemSql, [q.from, q.to, q.now, q.problemId ?? null], 'pain_rows')

interface ClusterHarm extends Row, Omit<HarmSum, 'userHours'> {
  readonly clusterId: string
  readonly low: number
  readonly high: number
}

// Added up where the rows are: a storm of alerts may be a cluster of a hundred thousand.
const clusterSql = `${harmed(`SELECT n.cluster_id AS key, m.incident_id FROM cluster_node n JOIN cluster_member m ON m.node_id = n.id WHERE n.cluster_id = ANY($1::uuid[])`, '$2')}
  SELECT key AS "clusterId", count(*)::int AS incidents, sum(hours) AS hours, sum(low) AS low, sum(high) AS high,
    coalesce(sum("effortHours"), 0)::float8 AS "workHours", sum(5 - impact)::int AS severities, count(*) FILTER (WHERE "isUnknown")::int AS unknown FROM harmed GROUP BY 1`

/** What the incidents of these clusters did, by cluster. */
export async function harmOfClusters(tx: Tx, ids: readonly string[], now: string): Promise<ReadonlyMap<string, HarmSum>> {
  const rows = await tx.query<ClusterHarm>(clusterSql, [ids, now])
  return new Map(rows.map(({ clusterId, low, high, ...sum }) => [clusterId, { ...sum, userHours: { low, high } }]))
}
