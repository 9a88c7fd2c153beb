/** Keeps the clusters a moment behind the incidents: each new or changed one joins what it is like; where much happened at once, all are made anew. */
import { compare, comparedSeconds, type RecurrenceNode, restSeconds } from '../analysis/recurrence-likeness.ts'
import { featuresOfText } from '../analysis/recurrence-corpus.ts'
import { sightOf } from '../model/actor.ts'
import type { Row, Tx } from './database.ts'
import { discoverer, rebuildClusters } from './discovery-build.ts'
import { decide, type NodeRow, nodeColumns } from './discovery-decide.ts'
import { type Learning, lockLearning } from './discovery-learning.ts'
import { type Occurred, occurredOf, secondsOf, settings, signatureOf } from './discovery-occurrence.ts'
import { type Entering, nodesFor } from './discovery-spells.ts'
import { refresh, refreshBehind } from './discovery-summary.ts'
import type { Store } from './store.ts'

const batch = 200
/** More than these at once are an import or a flood: to make all anew is quicker than to join each. */
export const followedAtMost = 2000
/** Twice as many texts as were learnt from, and some: their words weigh otherwise now. */
const learnAgain = (nodes: number, learnt: number): boolean => nodes > 2 * learnt + 10
// Sequences are given before the commit, so a row may appear behind a later one: the newest minute is looked at again each time.
const overlapSeconds = 60
/** Nodes compared with a new one, those that came last first. */
const candidatesAtMost = 500
/** Nodes of a cluster that are linked anew when one of them goes; a larger one keeps its links until all are made anew. */
const relinkedAtMost = 2000

/** Brings the clusters up to the journal. Returns how many incidents were looked at; null where all clusters were made anew. */
export async function followIncidents(store: Store): Promise<number | null> {
  let done = 0
  for (;;) {
    const now = new Date(store.clock.now()).toISOString()
    const step = await store.db.write(sightOf(discoverer), async (tx) => {
      await tx.takesLong()
      const learning = await lockLearning(tx)
      if (learning === null) return 'anew'
      const ids = await behind(tx, learning.seq)
      if (ids.length > followedAtMost || await hasGrown(tx, learning)) return 'anew'
      await takeIn(tx, learning, ids.slice(0, batch), now)
      if (ids.length <= batch) await follow(tx, learning, now, store.clock.now())
      return ids.length
    })
    if (step === 'anew') { await rebuildClusters(store); return null }
    done += Math.min(step, batch)
    if (step <= batch) return done
  }
}

const behind = async (tx: Tx, seq: number): Promise<string[]> => (await tx.query<{ id: string }>(
  `SELECT j.record_id AS id FROM journal j LEFT JOIN cluster_member m ON m.incident_id = j.record_id
   WHERE j.record = 'incident' AND j.seq > $1 AND (m.version IS NULL OR m.version < j.version) GROUP BY j.record_id ORDER BY min(j.seq) LIMIT ${followedAtMost + 1}`, [seq], 'discovery_behind')).map((r) => r.id)

async function hasGrown(tx: Tx, { weights }: Learning): Promise<boolean> {
  const limit = 2 * weights.texts + 11
  const [row] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM (SELECT 1 FROM cluster_node LIMIT $1) x', [limit])
  return learnAgain(row?.n ?? 0, weights.texts)
}

/** Decisions since the mark, then the mark itself. */
async function follow(tx: Tx, { seq }: Learning, now: string, nowMs: number): Promise<void> {
  const decided = await tx.query<{ id: string }>(
    `SELECT DISTINCT n.component_id AS id FROM journal j JOIN cluster_decision d ON d.id = j.record_id JOIN cluster_member m ON m.incident_id = d.anchor_id OR m.incident_id = ANY(d.incident_ids) JOIN cluster_node n ON n.id = m.node_id
     WHERE j.record = 'cluster_decision' AND j.seq > $1`, [seq])
  if (decided.length > 0) await refresh(tx, [...await decide(tx, decided.map((d) => d.id))], now)
  await refreshBehind(tx, now)
  await tx.query(
    `UPDATE cluster_learning SET seq = greatest(seq, coalesce((SELECT max(j.seq) FROM journal j WHERE j.seq > cluster_learning.seq AND j.recorded_at < $1::timestamptz), seq))`,
    [new Date(nowMs - overlapSeconds * 1000).toISOString()])
}

interface Was extends Row { readonly incidentId: string; readonly nodeId: number | null; readonly signature: string | null; readonly componentId: string | null; readonly clusterId: string | null }

/** Takes these incidents in, or in anew: what they have in common is asked and written once for all of them. */
export async function takeIn(tx: Tx, learning: Learning, ids: readonly string[], now: string): Promise<void> {
  if (ids.length === 0) return
  const was = new Map((await tx.query<Was>(
    'SELECT m.incident_id AS "incidentId", m.node_id AS "nodeId", n.signature, n.component_id AS "componentId", n.cluster_id AS "clusterId" FROM cluster_member m LEFT JOIN cluster_node n ON n.id = m.node_id WHERE m.incident_id = ANY($1::uuid[])',
    [ids], 'discovery_was')).map((w) => [w.incidentId, w]))
  const components = new Set<string>()
  const clusters = new Set<string>()
  const left = new Set<string>()
  const same: Occurred[] = []
  const fresh: Entering[] = []
  for (const o of await occurredOf(tx, ids)) {
    const before = was.get(o.id)
    const features = o.counts ? featuresOfText(o.text) : new Uint32Array()
    const signature = features.length === 0 ? null : signatureOf(features, o.things)
    if (before?.clusterId != null) clusters.add(before.clusterId)
    if (before !== undefined && before.signature === signature) { same.push(o); continue }
    if (before?.clusterId != null) left.add(before.clusterId)
    if (before?.componentId != null) for (const c of await leave(tx, learning, o.id, before.componentId)) components.add(c)
    fresh.push({ o, features, signature })
  }
  if (same.length > 0) {
    await tx.query('UPDATE cluster_member m SET version = x.version FROM unnest($1::uuid[], $2::int[]) AS x(id, version) WHERE m.incident_id = x.id', [same.map((o) => o.id), same.map((o) => o.version)], 'discovery_seen')
  }
  const { nodeIds, gone } = await nodesFor(tx, fresh, learning)
  for (const c of gone) components.add(c)
  if (fresh.length > 0) {
    await tx.query(`INSERT INTO cluster_member (incident_id, org_id, node_id, at, version) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::int[])
      ON CONFLICT (incident_id) DO UPDATE SET node_id = excluded.node_id, at = excluded.at, version = excluded.version`,
    [fresh.map(({ o }) => o.id), fresh.map(({ o }) => o.orgId), nodeIds, fresh.map(({ o }) => o.at), fresh.map(({ o }) => o.version)], 'discovery_members')
  }
  for (const id of new Set(nodeIds)) if (id !== null) for (const c of await link(tx, learning, id)) components.add(c)
  for (const id of await decide(tx, [...components])) clusters.add(id)
  await tx.query('SELECT cluster_keys_settle()', [], 'cluster_settle')
  await refresh(tx, [...clusters], now, left)
}

/** Links a node to all that it is like. Returns the component that it is in by then, and those that went into it. */
async function link(tx: Tx, learning: Learning, id: number): Promise<ReadonlySet<string>> {
  const [own] = await tx.query<NodeRow & { keys: number[] }>(`SELECT ${nodeColumns}, keys FROM cluster_node WHERE id = $1`, [id], 'discovery_node')
  if (own === undefined) throw new Error('Broken promise: the node was just written')
  const away = comparedSeconds + 1
  const others = await tx.query<NodeRow>(
    `SELECT ${nodeColumns} FROM cluster_node WHERE component_id <> $6 AND id = ANY (ARRAY(
       SELECT cluster_found($1, $2::int[], $3::timestamptz - make_interval(secs => $5), $4::timestamptz + make_interval(secs => $5), ${candidatesAtMost}))) ORDER BY last_at DESC, id DESC`,
    [own.orgId, own.keys, own.firstAt, own.lastAt, away, own.componentId], 'discovery_candidates')
  const asNode = nodesOf()
  const node = asNode(own)
  const found = new Set([own.componentId])
  for (const other of others) if (!found.has(other.componentId) && compare(node, asNode(other), learning.squares).isSame) found.add(other.componentId)
  return found.size === 1 && own.componentId === own.firstId ? found : named(tx, [...found])
}

/** Makes one component of these, named after its first incident. Returns the old names and the new one. */
async function named(tx: Tx, components: readonly string[]): Promise<ReadonlySet<string>> {
  const [first] = await tx.query<{ id: string }>('SELECT first_id AS id FROM cluster_node WHERE component_id = ANY($1::uuid[]) ORDER BY first_at, first_id LIMIT 1', [components], 'discovery_first')
  const name = first?.id ?? components[0] ?? ''
  await tx.query('UPDATE cluster_node SET component_id = $2 WHERE component_id = ANY($1::uuid[]) AND component_id <> $2', [components, name], 'discovery_name')
  return new Set([...components, name])
}

function nodesOf(): (n: NodeRow) => RecurrenceNode {
  const settingOf = settings()
  return (n) => ({ features: n.features, setting: settingOf(n.orgId, n.setting), first: secondsOf(n.firstAt), last: secondsOf(n.lastAt) })
}

/** Takes an incident out of its component, which may fall apart. Returns the components that are there by then. */
async function leave(tx: Tx, { squares }: Learning, incidentId: string, componentId: string): Promise<ReadonlySet<string>> {
  const [gone] = await tx.query<{ nodeId: number }>('SELECT node_id AS "nodeId" FROM cluster_member WHERE incident_id = $1', [incidentId])
  await tx.query('UPDATE cluster_member SET node_id = NULL WHERE incident_id = $1', [incidentId])
  if (gone !== undefined) await respell(tx, gone.nodeId)
  const rows = await tx.query<NodeRow>(`SELECT ${nodeColumns} FROM cluster_node WHERE component_id = $1 ORDER BY first_at, first_id LIMIT ${relinkedAtMost + 1}`, [componentId])
  const parts = new Map<string, string[]>()
  if (rows.length <= relinkedAtMost) {
    const asNode = nodesOf()
    const nodes = rows.map(asNode)
    const part = rows.map((_, i) => i)
    nodes.forEach((a, i) => nodes.slice(0, i).forEach((b, j) => {
      const [from, to] = [part[i] ?? i, part[j] ?? j]
      if (from === to || !compare(a, b, squares).isSame) return
      const [lower, higher] = from < to ? [from, to] : [to, from]
      part.forEach((p, k) => { if (p === higher) part[k] = lower })
    }))
    rows.forEach((row, i) => {
      const name = rows[part[i] ?? i]?.firstId ?? row.firstId
      parts.set(name, [...parts.get(name) ?? [], String(row.id)])
    })
    for (const [name, ids] of parts) await tx.query('UPDATE cluster_node SET component_id = $2 WHERE id = ANY($1::bigint[])', [ids, name])
  }
  return new Set([componentId, ...parts.keys()])
}

/** The times of a node's members again: it ends, shrinks, or falls into two where it now rests too long between. */
async function respell(tx: Tx, nodeId: number): Promise<void> {
  const members = await tx.query<{ id: string; at: string }>('SELECT incident_id AS id, at FROM cluster_member WHERE node_id = $1 ORDER BY at, incident_id', [nodeId])
  const spells: { id: string; at: string }[][] = []
  for (const m of members) {
    const last = spells.at(-1)?.at(-1)
    if (last !== undefined && secondsOf(m.at) - secondsOf(last.at) <= restSeconds) spells.at(-1)?.push(m)
    else spells.push([m])
  }
  for (const [i, spell] of spells.entries()) {
    let id = nodeId
    if (i > 0) {
      const [made] = await tx.query<{ id: number }>(
        `INSERT INTO cluster_node SELECT (SELECT max(id) + 1 FROM cluster_node), org_id, signature, features, keys, setting, first_at, last_at, first_id, component_id, cluster_id FROM cluster_node WHERE id = $1 RETURNING id`, [nodeId])
      id = made?.id ?? nodeId
      await tx.query('UPDATE cluster_member SET node_id = $2 WHERE incident_id = ANY($1::uuid[])', [spell.map((m) => m.id), id])
    }
    await tx.query('UPDATE cluster_node SET first_at = $2, last_at = $3, first_id = $4 WHERE id = $1', [id, spell[0]?.at, spell.at(-1)?.at, spell[0]?.id])
  }
  if (spells.length === 0) await tx.query('DELETE FROM cluster_node WHERE id = $1', [nodeId])
}

/** Whether incidents went that are still in clusters, as after an import that was undone: then all are made anew. Looked at once an hour. */
export async function sweepClusters(store: Store): Promise<boolean> {
  const [lost] = await store.db.read(sightOf(discoverer), async (tx) => {
    await tx.takesLong()
    return tx.query('SELECT 1 AS one FROM cluster_member m LEFT JOIN incident i ON i.id = m.incident_id WHERE i.id IS NULL LIMIT 1')
  })
  if (lost === undefined) return false
  await rebuildClusters(store)
  return true
}

/** One hash over which incident is in which cluster: equal clusters, equal digest. */
export async function clustersDigest(store: Store): Promise<string> {
  const [row] = await store.db.read(sightOf(discoverer), (tx) => tx.query<{ d: string }>(
    `SELECT md5(coalesce(string_agg(m.incident_id || ' ' || coalesce(n.cluster_id::text, '-'), ',' ORDER BY m.incident_id), '')) AS d FROM cluster_member m LEFT JOIN cluster_node n ON n.id = m.node_id`))
  return row?.d ?? ''
}
