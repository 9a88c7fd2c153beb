/** Makes all clusters from nothing: reads every incident twice, clusters in a thread of its own, and puts the result in place of the old one in one transaction. */
import { Worker } from 'node:worker_threads'
import type { WordWeights } from '../analysis/word-weights.ts'
import { rule, sightOf } from '../model/actor.ts'
import type { Row, Tx } from './database.ts'
import { decideAll } from './discovery-decide.ts'
import { keepLearning } from './discovery-learning.ts'
import { asOccurrence, type Occurred, occurredColumns, signatureOf } from './discovery-occurrence.ts'
import { refreshAll } from './discovery-summary.ts'
import type { Asked, Clustered, Described } from './discovery-worker.ts'
import type { Store } from './store.ts'

export const discoverer = rule('discovery')
const batch = 2000

/** How it went. */
export interface Rebuilt {
  readonly incidents: number
  readonly nodes: number
  readonly clusters: number
}

/** Makes them; others read the old ones until it is done. What people decided is applied again. Words weigh as in all incidents, or as in `learnt`. */
export async function rebuildClusters(store: Store, learnt?: WordWeights): Promise<Rebuilt> {
  const thread = openThread()
  try {
    return await store.db.write(sightOf(discoverer), async (tx) => {
      await tx.takesLong()
      // The database waits while the thread compares: minutes with a million incidents, where a minute is usual for one that died.
      await tx.query(`SET LOCAL idle_in_transaction_session_timeout = '30min'`)
      await tx.query('LOCK TABLE cluster_node IN SHARE ROW EXCLUSIVE MODE')
      const [mark] = await tx.query<Row & { seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM journal')
      const now = new Date(store.clock.now()).toISOString()
      await tx.query('DELETE FROM cluster_member')
      await tx.query('DELETE FROM cluster_node')
      await tx.query('CREATE TEMPORARY TABLE discovery_order ON COMMIT DROP AS SELECT row_number() OVER (ORDER BY created_at, id) AS place, id FROM incident')
      await tx.query('CREATE INDEX ON discovery_order (place)')
      let incidents = 0
      for await (const rows of allIncidents(tx)) {
        await thread.ask({ kind: 'add', occurrences: rows.map(asOccurrence) })
        incidents += rows.length
      }
      const clustered = await thread.ask<Clustered>({ kind: 'cluster', learnt })
      const { nodes, clusters } = await write(tx, thread, clustered)
      await keepLearning(tx, now, { texts: clustered.texts, counts: clustered.counts }, mark?.seq ?? 0)
      await decideAll(tx)
      await refreshAll(tx, now)
      return { incidents, nodes, clusters }
    })
  } finally {
    await thread.close()
  }
}

/** All of them in order of time, in one order both times: the place is fixed when the transaction begins. */
async function* allIncidents(tx: Tx): AsyncGenerator<Occurred[]> {
  for (let from = 1; ; from += batch) {
    const rows = await tx.query<Occurred>(
      `SELECT ${occurredColumns} FROM discovery_order o JOIN incident i ON i.id = o.id WHERE o.place >= $1 AND o.place < $2 ORDER BY o.place`, [from, from + batch], 'discovery_read')
    if (rows.length === 0) return
    yield rows
  }
}

async function write(tx: Tx, thread: Thread, { nodeOf, clusterOf }: Clustered): Promise<{ nodes: number; clusters: number }> {
  const firstOfCluster: string[] = []
  const wasWritten = new Uint8Array(nodeOf.length)
  let place = 0
  let nodes = 0
  for await (const rows of allIncidents(tx)) {
    const from = place
    place += rows.length
    const begins = rows.flatMap((row, i) => {
      const node = nodeOf[from + i] ?? -1
      if (node === -1 || wasWritten[node] === 1) return []
      wasWritten[node] = 1
      firstOfCluster[clusterOf[from + i] ?? 0] ??= row.id
      return [{ row, node, place: from + i, cluster: firstOfCluster[clusterOf[from + i] ?? 0] ?? row.id }]
    })
    const described = await thread.ask<Described[]>({ kind: 'describe', places: begins.map((b) => ({ place: b.place, things: b.row.things })) })
    nodes += begins.length
    await insertNodes(tx, begins.flatMap(({ row, node, cluster }, i) => {
      const d = described[i]
      return d === undefined ? [] : [{ id: node + 1, org_id: row.orgId, signature: signatureOf(d.features, row.things), features: d.features, keys: d.keys, setting: row.things, first_at: row.at, last_at: row.at, first_id: row.id, component_id: cluster, cluster_id: cluster }]
    }))
    await tx.query(
      'INSERT INTO cluster_member (incident_id, org_id, node_id, at, version) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::int[])',
      [rows.map((r) => r.id), rows.map((r) => r.orgId), rows.map((_, i) => ((nodeOf[from + i] ?? -1) === -1 ? null : (nodeOf[from + i] ?? 0) + 1)), rows.map((r) => r.at), rows.map((r) => r.version)])
  }
  await tx.query('UPDATE cluster_node n SET last_at = m.at FROM (SELECT node_id, max(at) AS at FROM cluster_member GROUP BY node_id) m WHERE m.node_id = n.id AND m.at <> n.last_at')
  return { nodes, clusters: firstOfCluster.length }
}

/** Rows of `cluster_node` by the names of its columns. */
export async function insertNodes(tx: Tx, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  if (rows.length > 0) await tx.query('INSERT INTO cluster_node SELECT * FROM jsonb_populate_recordset(NULL::cluster_node, $1::jsonb)', [JSON.stringify(rows)], 'cluster_nodes')
}

interface Thread {
  ask<T>(asked: Asked): Promise<T>
  close(): Promise<void>
}

function openThread(): Thread {
  const worker = new Worker(new URL('./discovery-worker.ts', import.meta.url))
  let waiting: { done(answer: unknown): void; failed(error: Error): void } | null = null
  worker.on('message', (answer) => { waiting?.done(answer) })
  worker.on('error', (error) => { waiting?.failed(error instanceof Error ? error : new Error(String(error))) })
  return {
    ask: <T>(asked: Asked) => new Promise<T>((resolve, reject) => {
      waiting = { done: (answer) => { resolve(answer as T) }, failed: reject }
      worker.postMessage(asked)
    }),
    close: async () => { await worker.terminate() },
  }
}
