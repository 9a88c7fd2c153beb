/** When incidents began, and on what: the series that rates after changes are counted in. */
import type { Row, Tx } from './database.ts'

/** An incident that was neither cancelled nor merged into another. */
export interface IncidentMoment extends Row {
  /** Milliseconds since 1970: as noticed, or else when it was recorded. */
  readonly atMs: number
  readonly serviceId: string | null
  readonly ciIds: readonly string[]
}

/** More are no longer read; the newest count. */
export const mostMoments = 200_000

/** Begun from `from` (inclusive) to `to` (exclusive), newest first; within the transaction's sight. */
export async function incidentMoments(tx: Tx, from: string, to: string): Promise<readonly IncidentMoment[]> {
  // Noticing precedes recording, so the index on the recording bounds what is read; a month is the latest that anybody records.
  return tx.query<IncidentMoment>(
    `SELECT (extract(epoch FROM began) * 1000)::float8 AS "atMs", service_id AS "serviceId", ci_ids AS "ciIds"
     FROM (SELECT least(coalesce(noticed_at, created_at), created_at) AS began, service_id, ci_ids FROM incident
           WHERE created_at >= $1::timestamptz AND created_at < $2::timestamptz + interval '31 days' AND state <> 'cancelled' AND merged_into_id IS NULL) i
     WHERE began >= $1::timestamptz AND began < $2::timestamptz ORDER BY began DESC LIMIT ${mostMoments}`,
    [from, to], 'incident_moments')
}

/** A change that was begun, or observed and explained by none. */
export interface ChangeMoment extends Row {
  readonly atMs: number
  readonly kind: 'standard' | 'normal' | 'emergency' | 'unauthorised'
  readonly serviceIds: readonly string[]
  readonly ciIds: readonly string[]
}

/** As `incidentMoments`, for changes. */
export async function changeMoments(tx: Tx, from: string, to: string): Promise<readonly ChangeMoment[]> {
  return tx.query<ChangeMoment>(
    `SELECT (extract(epoch FROM began) * 1000)::float8 AS "atMs", kind, "serviceIds", "ciIds" FROM (
       SELECT actual_start AS began, type AS kind, service_ids AS "serviceIds", ci_ids AS "ciIds" FROM change WHERE actual_start >= $1::timestamptz AND actual_start < $2::timestamptz
       UNION ALL SELECT started_at, 'unauthorised', service_ids, ci_ids FROM observed_change WHERE state = 'unauthorised' AND started_at >= $1::timestamptz AND started_at < $2::timestamptz
     ) c ORDER BY began DESC LIMIT ${mostMoments}`,
    [from, to], 'change_moments')
}
