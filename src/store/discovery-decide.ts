/** Makes clusters fit what people decided: cuts those taken apart, joins those put together. */
import { cut } from '../analysis/recurrence-decide.ts'
import type { Row, Tx } from './database.ts'
import { readLearning } from './discovery-learning.ts'
import { secondsOf, settings, type Things } from './discovery-occurrence.ts'

/** A node as its row says. */
export interface NodeRow extends Row {
  readonly id: number
  readonly orgId: string
  readonly features: readonly number[]
  readonly setting: Things
  readonly firstAt: string
  readonly lastAt: string
  readonly firstId: string
  readonly componentId: string
  readonly clusterId: string
}
export const nodeColumns = 'id, org_id AS "orgId", features, setting, first_at AS "firstAt", last_at AS "lastAt", first_id AS "firstId", component_id AS "componentId", cluster_id AS "clusterId"'

interface Decision extends Row {
  readonly id: string
  readonly kind: 'split' | 'merge'
  readonly at: string
  readonly anchorComponent: string
  readonly anchorNode: number
  /** Those of its incidents that are somewhere. */
  readonly named: readonly { readonly component: string; readonly node: number }[]
}

const standing = (tx: Tx): Promise<Decision[]> => tx.query<Decision>(
  `SELECT d.id, d.kind, d.created_at AS at, n.component_id AS "anchorComponent", n.id AS "anchorNode",
     coalesce((SELECT jsonb_agg(jsonb_build_object('component', x.component_id, 'node', x.id) ORDER BY x.id) FROM cluster_member k JOIN cluster_node x ON x.id = k.node_id WHERE k.incident_id = ANY(d.incident_ids)), '[]') AS named
   FROM cluster_decision d JOIN cluster_member m ON m.incident_id = d.anchor_id JOIN cluster_node n ON n.id = m.node_id
   WHERE d.state = 'standing' AND d.kind IN ('split', 'merge') ORDER BY d.created_at, d.id`, [], 'decisions_standing')

/** Applies what stands to all. */
export async function decideAll(tx: Tx): Promise<void> {
  const components = (await standing(tx)).flatMap((d) => [d.anchorComponent, ...d.named.map((n) => n.component)])
  if (components.length > 0) await decide(tx, components)
}

/**
 * Gives the nodes of these components their clusters anew. Returns the ids of the clusters that changed or went.
 * A component is what is linked; a cluster is what remains of it, or is put to it, by decisions.
 */
export async function decide(tx: Tx, components: readonly string[]): Promise<ReadonlySet<string>> {
  const decisions = await standing(tx)
  const wanted = new Set(components)
  for (let size = -1; size !== wanted.size;) {
    size = wanted.size
    for (const d of decisions) if (d.kind === 'merge' && [d.anchorComponent, ...d.named.map((n) => n.component)].some((c) => wanted.has(c))) for (const c of [d.anchorComponent, ...d.named.map((n) => n.component)]) wanted.add(c)
  }
  const concerned = decisions.filter((d) => wanted.has(d.anchorComponent))
  if (concerned.length === 0) {
    const changed = await tx.query<{ id: string }>(`WITH was AS (SELECT id, cluster_id FROM cluster_node WHERE component_id = ANY($1::uuid[]) AND cluster_id <> component_id)
      UPDATE cluster_node n SET cluster_id = n.component_id FROM was WHERE n.id = was.id RETURNING was.cluster_id AS id`, [[...wanted]], 'decide_none')
    return new Set([...changed.map((c) => c.id), ...wanted])
  }
  const nodes = await tx.query<NodeRow>(`SELECT ${nodeColumns} FROM cluster_node WHERE component_id = ANY($1::uuid[]) ORDER BY first_at, first_id`, [[...wanted]])
  const clusterOf = new Map<number, string>()
  for (const own of Map.groupBy(nodes, (n) => n.componentId).values()) for (const [node, id] of await cutOne(tx, own, concerned)) clusterOf.set(node, id)
  join(nodes, clusterOf, concerned)
  const moved = nodes.filter((n) => n.clusterId !== clusterOf.get(n.id))
  await tx.query('UPDATE cluster_node n SET cluster_id = x.cluster_id FROM unnest($1::bigint[], $2::uuid[]) AS x(id, cluster_id) WHERE n.id = x.id', [moved.map((n) => n.id), moved.map((n) => clusterOf.get(n.id) ?? n.clusterId)])
  return new Set([...wanted, ...nodes.map((n) => n.clusterId), ...clusterOf.values()])
}

/** Node → cluster within one component, whose nodes are sorted by their beginning. */
async function cutOne(tx: Tx, nodes: readonly NodeRow[], decisions: readonly Decision[]): Promise<ReadonlyMap<number, string>> {
  const place = new Map(nodes.map((n, i) => [n.id, i]))
  const splits = decisions.filter((d) => d.kind === 'split' && place.has(d.anchorNode))
    .map((d) => ({ at: secondsOf(d.at), apart: new Set(d.named.flatMap((n) => (n.node === d.anchorNode ? [] : place.get(n.node) ?? []))) })).filter((s) => s.apart.size > 0)
  const learning = splits.length === 0 ? null : await readLearning(tx)
  if (learning === null) return new Map(nodes.map((n) => [n.id, n.componentId]))
  const settingOf = settings()
  const parts = cut(nodes.map((n) => ({ features: n.features, setting: settingOf(n.orgId, n.setting), first: secondsOf(n.firstAt), last: secondsOf(n.lastAt) })), splits, learning.squares)
  return new Map(nodes.map((n, i) => [n.id, nodes[parts[i] ?? i]?.firstId ?? n.componentId]))
}

function join(nodes: readonly NodeRow[], clusterOf: Map<number, string>, decisions: readonly Decision[]): void {
  const order = new Map(nodes.map((n, i) => [n.firstId, i]))
  for (const d of decisions) {
    if (d.kind !== 'merge') continue
    const ids = [d.anchorNode, ...d.named.map((n) => n.node)].flatMap((n) => clusterOf.get(n) ?? []).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
    const [into] = ids
    if (into === undefined) continue
    for (const [node, id] of clusterOf) if (ids.includes(id)) clusterOf.set(node, into)
  }
}
