/** Makes all clusters from nothing: reads every incident once, clusters in a thread of its own, and puts the result in place of the old one in one transaction. */
import { Worker } from 'node:worker_threads'
import type { WordWeights } from '../analysis/word-weights.ts'
import { rule, sightOf } from '../model/actor.ts'
import type { Row, Tx } from './database.ts'
import { decideAll } from './discovery-decide.ts'
import { keepLearning } from './discovery-learning.ts'
import { asOccurrence, countsSql, type Occurred, textSql, thingsSql } from './discovery-occurrence.ts'
import { refreshAll } from './discovery-summary.ts'
import type { Asked, Clustered, Part } from './discovery-worker.ts'
import type { Store } from './store.ts'

export const discoverer = rule('discovery')
const readAtOnce = 2000
/** Rows put in order of an index before they are written to it: the more at once, the fewer of its pages are written twice. */
const writtenAtOnce = 50_000

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
      await tx.query(`SET LOCAL work_mem = '64MB'`)
      await tx.query(`SET LOCAL gin_pending_list_limit = '64MB'`)
      await tx.query('LOCK TABLE cluster_node IN SHARE ROW EXCLUSIVE MODE')
      const [mark] = await tx.query<Row & { seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM journal')
      const now = new Date(store.clock.now()).toISOString()
      await tx.query('DELETE FROM cluster_member')
      await tx.query('DELETE FROM cluster_node')
      const incidents = await readAll(tx, thread)
      const { nodes, clusters, texts, counts } = await thread.ask<Clustered>({ kind: 'cluster', learnt })
      await writeAll(tx, thread, incidents)
      await tx.query('SELECT cluster_keys_settle()')
      await keepLearning(tx, now, { texts, counts }, mark?.seq ?? 0)
      await decideAll(tx)
      await refreshAll(tx, now)
      return { incidents, nodes, clusters }
    })
  } finally {
    await thread.close()
  }
}

/**
 * Gives all of them to the thread in order of time, each with what it happened to; the next are read while the thread takes the last in. What is
 * written of them later is kept by the place in this order. A text that is changed meanwhile has a later version than is kept, and is taken in again.
 */
async function readAll(tx: Tx, thread: Thread): Promise<number> {
  await tx.query(`CREATE TEMPORARY TABLE discovery_order ON COMMIT DROP AS
    SELECT row_number() OVER (ORDER BY i.created_at, i.id)::int AS place, i.id, i.org_id, i.version, i.created_at AS at, ${countsSql} AS counts, ${thingsSql} AS things FROM incident i`)
  await tx.query('CREATE UNIQUE INDEX ON discovery_order (place)')
  await tx.query('ANALYZE discovery_order')
  let taken: Promise<unknown> = Promise.resolve()
  let incidents = 0
  for (;;) {
    // One that went meanwhile says nothing.
    const rows = await tx.query<Pick<Occurred, 'orgId' | 'at' | 'text' | 'counts' | 'things'>>(
      `SELECT o.org_id AS "orgId", o.at, o.counts, o.things, coalesce(${textSql}, '') AS text FROM discovery_order o LEFT JOIN incident i ON i.id = o.id WHERE o.place > $1 AND o.place <= $2 ORDER BY o.place`,
      [incidents, incidents + readAtOnce], 'discovery_read')
    await taken
    if (rows.length === 0) return incidents
    incidents += rows.length
    taken = thread.ask({ kind: 'add', occurrences: rows.map(asOccurrence) })
    // Waited for with the next; where reading them fails first, nobody waits.
    taken.catch(() => undefined)
  }
}

/** Writes nodes and members; the next are made ready while the database writes. In the order of the index that lies crosswise to time. */
async function writeAll(tx: Tx, thread: Thread, incidents: number): Promise<void> {
  const asked = (from: number): Promise<Part> => {
    const next = thread.ask<Part>({ kind: 'part', from, until: Math.min(from + writtenAtOnce, incidents) })
    next.catch(() => undefined)
    return next
  }
  let next = asked(0)
  for (let from = 0; from < incidents; from += writtenAtOnce) {
    const p = await next
    if (from + writtenAtOnce < incidents) next = asked(from + writtenAtOnce)
    await tx.query(
      `INSERT INTO cluster_node (id, org_id, signature, features, keys, setting, first_at, last_at, first_id, component_id, cluster_id)
       SELECT x.node, o.org_id, x.signature, ($6::int4[])[x.features_from:x.features_to], ($8::int4[])[x.keys_from:x.keys_to], o.things, o.at, l.at, o.id, c.id, c.id
       FROM (SELECT node, place, last, cluster, signature, features_to, keys_to, 1 + coalesce(lag(features_to) OVER given, 0) AS features_from, 1 + coalesce(lag(keys_to) OVER given, 0) AS keys_from
           FROM unnest($1::int4[], $2::int4[], $3::int4[], $4::int4[], $5::uuid[], $7::int4[], $9::int4[]) WITH ORDINALITY AS g(node, place, last, cluster, signature, features_to, keys_to, n) WINDOW given AS (ORDER BY n)) x
         JOIN discovery_order o ON o.place = x.place JOIN discovery_order l ON l.place = x.last JOIN discovery_order c ON c.place = x.cluster
       ORDER BY o.org_id, x.signature`,
      [p.node, p.first, p.last, p.cluster, p.signature, p.features, p.featureEnds, p.keys, p.keyEnds].map(asBuffer), 'discovery_nodes')
    await tx.query(
      `INSERT INTO cluster_member (incident_id, org_id, node_id, at, version)
       SELECT o.id, o.org_id, nullif(g.node, 0), o.at, o.version FROM unnest($1::int4[]) WITH ORDINALITY AS g(node, n) JOIN discovery_order o ON o.place = $2::int + g.n ORDER BY o.place`,
      [asBuffer(p.members), from], 'discovery_all_members')
  }
}

// The driver sends a Buffer as it is, in binary.
const asBuffer = (bytes: Uint8Array<ArrayBuffer>): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

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
