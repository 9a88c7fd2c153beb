/** What each incident that names a problem cost, as far as anybody recorded it: the input of the problems' pain. */
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
const sql = `SELECT i.problem_id AS "problemId", coalesce(i.noticed_at, i.created_at) AS at, i.impact,
    greatest(0, coalesce(o.hours, extract(epoch FROM coalesce(i.resolved_at, i.closed_at, $3::timestamptz) - coalesce(i.noticed_at, i.created_at))::float8 / 3600)) AS hours,
    coalesce(o.users, i.affected_users)::int AS users, o.degree::float8 AS degree, e.hours AS "effortHours"
  FROM incident i
  LEFT JOIN LATERAL (SELECT sum(x.h)::float8 AS hours, max(x.users_affected) AS users, CASE WHEN sum(x.h) > 0 THEN sum(x.h * x.degree) / sum(x.h) ELSE max(x.degree) END AS degree
    FROM (SELECT greatest(0, extract(epoch FROM coalesce(ended_at, $3::timestamptz) - started_at)::float8 / 3600) AS h, users_affected, degree FROM outage WHERE incident_id = i.id AND state <> 'withdrawn' AND NOT is_planned) x) o ON true
  LEFT JOIN LATERAL (SELECT sum(minutes)::float8 / 60 AS hours FROM effort WHERE record_id = i.id) e ON true
  WHERE i.problem_id IS NOT NULL AND ($4::uuid IS NULL OR i.problem_id = $4) AND i.state <> 'cancelled' AND i.merged_into_id IS NULL AND i.created_at >= $1::timestamptz AND i.created_at < $2::timestamptz
  ORDER BY i.created_at DESC LIMIT ${mostPainful}`

/** The incidents that name a problem, newest first, within the transaction's sight. */
export const painRows = (tx: Tx, q: PainQuestion): Promise<PainRow[]> => tx.query<PainRow>(sql, [q.from, q.to, q.now, q.problemId ?? null], 'pain_rows')
