/** Keeps what lists of clusters are sorted by: how many, since when, how much it hurt. Computed from the members; can be computed again at any time. */
import type { Tx } from './database.ts'

// An incident that is still open hurts until now. Where nobody said how many users it hits, it hits one.
const insert = (where: string): string =>
  `INSERT INTO cluster (id, org_id, members, open, first_at, last_at, hours, user_hours, problem_ids)
   SELECT n.cluster_id, n.org_id, count(*), count(*) FILTER (WHERE i.resolved_at IS NULL AND i.closed_at IS NULL), min(m.at), max(m.at), sum(h.hours), sum(h.hours * greatest(coalesce(i.affected_users, 1), 1)),
     coalesce(array_agg(DISTINCT i.problem_id) FILTER (WHERE i.problem_id IS NOT NULL), '{}')
   FROM cluster_node n JOIN cluster_member m ON m.node_id = n.id JOIN incident i ON i.id = m.incident_id
     CROSS JOIN LATERAL (SELECT greatest(0, extract(epoch FROM coalesce(i.resolved_at, i.closed_at, $1::timestamptz) - i.created_at) / 3600)::double precision AS hours) h
   ${where} GROUP BY n.cluster_id, n.org_id HAVING count(*) > 1`

/** Computes those of these clusters again; one that holds a single incident, or none any more, is in no list. */
export async function refresh(tx: Tx, clusterIds: readonly string[], now: string): Promise<void> {
  if (clusterIds.length === 0) return
  await tx.query('DELETE FROM cluster WHERE id = ANY($1::uuid[])', [clusterIds], 'cluster_forget')
  await tx.query(insert('WHERE n.cluster_id = ANY($2::uuid[])'), [now, clusterIds], 'cluster_refresh')
}

/** Computes all of them again. */
export async function refreshAll(tx: Tx, now: string): Promise<void> {
  await tx.query('DELETE FROM cluster')
  await tx.query(insert(''), [now])
}
