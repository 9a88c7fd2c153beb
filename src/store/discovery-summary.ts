/** Keeps what lists of clusters are sorted by: how many, since when, how much it hurt. Computed from the members; can be computed again at any time. */
import type { Tx } from './database.ts'

// An incident that is still open hurts until now. Where nobody said how many users it hits, it hits one.
const insert = (from: string): string =>
  `INSERT INTO cluster (id, org_id, members, open, first_at, last_at, hours, user_hours, problem_ids, computed_at)
   SELECT n.cluster_id, n.org_id, count(*), count(*) FILTER (WHERE i.resolved_at IS NULL AND i.closed_at IS NULL), min(m.at), max(m.at), sum(h.hours), sum(h.hours * greatest(coalesce(i.affected_users, 1), 1)),
     coalesce(array_agg(DISTINCT i.problem_id) FILTER (WHERE i.problem_id IS NOT NULL), '{}'), $1::timestamptz
   FROM ${from}
     CROSS JOIN LATERAL (SELECT greatest(0, extract(epoch FROM coalesce(i.resolved_at, i.closed_at, $1::timestamptz) - i.created_at) / 3600)::double precision AS hours) h
   GROUP BY n.cluster_id, n.org_id HAVING count(*) > 1`
const ofAll = insert('cluster_node n JOIN cluster_member m ON m.node_id = n.id JOIN incident i ON i.id = m.incident_id')
// `OFFSET 0` has each node and member look into the index: right after all were made anew no statistics say that a cluster is a few of a million, and
// the planner reads all members for the two of one.
const ofSome = insert(`(SELECT id, org_id, cluster_id FROM cluster_node WHERE cluster_id = ANY($2::uuid[]) OFFSET 0) n
     CROSS JOIN LATERAL (SELECT incident_id, at FROM cluster_member WHERE node_id = n.id OFFSET 0) m
     CROSS JOIN LATERAL (SELECT created_at, resolved_at, closed_at, affected_users, problem_id FROM incident WHERE id = m.incident_id OFFSET 0) i`)

/** From so many members on, all of them are read for a summary at most once in `restSeconds`: each new one would otherwise cost what reading a hundred thousand costs. */
const large = 5000
const restSeconds = 60

/** Computes those of these clusters again; one that holds a single incident, or none any more, is in no list. A large one that was computed a moment ago is noted to be behind, unless something left it: it may be another by now. */
export async function refresh(tx: Tx, clusterIds: readonly string[], now: string, left: ReadonlySet<string> = new Set()): Promise<void> {
  if (clusterIds.length === 0) return
  const later = new Set((await tx.query<{ id: string }>(
    `UPDATE cluster c SET is_behind = true WHERE c.id = ANY($1::uuid[]) AND c.members >= ${large} AND c.computed_at > $2::timestamptz - interval '${restSeconds} s'
       AND EXISTS (SELECT 1 FROM cluster_node n WHERE n.cluster_id = c.id) RETURNING c.id`, [clusterIds.filter((id) => !left.has(id)), now], 'cluster_later')).map((c) => c.id))
  await compute(tx, clusterIds.filter((id) => !later.has(id)), now)
}

/** Computes the large ones that are behind and have rested. */
export async function refreshBehind(tx: Tx, now: string): Promise<void> {
  const behind = await tx.query<{ id: string }>(`SELECT id FROM cluster WHERE is_behind AND computed_at <= $1::timestamptz - interval '${restSeconds} s' LIMIT 100`, [now], 'cluster_behind')
  await compute(tx, behind.map((c) => c.id), now)
}

async function compute(tx: Tx, clusterIds: readonly string[], now: string): Promise<void> {
  if (clusterIds.length === 0) return
  await tx.query('DELETE FROM cluster WHERE id = ANY($1::uuid[])', [clusterIds], 'cluster_forget')
  await tx.query(ofSome, [now, clusterIds], 'cluster_refresh')
}

/** Computes all of them again. */
export async function refreshAll(tx: Tx, now: string): Promise<void> {
  await tx.query('DELETE FROM cluster')
  await tx.query(ofAll, [now])
}
