/** Clusters of a grown operation in its database: all made anew, and one new incident joining. */
import { practices } from '../src/app/parts.ts'
import { rule, sightOf } from '../src/model/actor.ts'
import { incident } from '../src/practices/incident/record.ts'
import { rebuildClusters } from '../src/store/discovery-build.ts'
import { takeIn } from '../src/store/discovery-follow.ts'
import { lockLearning } from '../src/store/discovery-learning.ts'
import { migrate } from '../src/store/migrate.ts'
import { openStore } from '../src/store/open.ts'
import { startPostgres } from '../src/store/postgres.ts'

/** What one run said; `joins` are milliseconds from the beginning of the transaction to its commit, in order of size. */
export interface ClusterDatabaseRun {
  readonly incidents: number
  readonly clusters: number
  readonly anewSeconds: number
  readonly joins: readonly number[]
  /** Members of the cluster that each joined, the largest. */
  readonly largest: number
}

const me = rule('bench')

/** `folder` was filled by `bench -- scale --folder`; joins take every nth text of it again, one word changed. */
export async function clusterDatabaseRun(folder: string, joins: number): Promise<ClusterDatabaseRun> {
  const server = await startPostgres({ dataFolder: folder })
  try {
    await migrate(server.url)
    const store = openStore({ url: server.url, practices })
    try {
      const from = performance.now()
      const made = await rebuildClusters(store)
      const anewSeconds = (performance.now() - from) / 1000
      const models = await store.db.read(sightOf(me), (tx) => tx.query<{ title: string; orgId: string; serviceId: string | null }>(
        `SELECT title, org_id AS "orgId", service_id AS "serviceId" FROM incident TABLESAMPLE BERNOULLI (0.1) REPEATABLE (4) LIMIT $1`, [joins]))
      const times: number[] = []
      let largest = 0
      for (const { title, orgId, serviceId } of models) {
        const { id } = await store.write(me, (s) => s.create(incident, { orgId, serviceId, title: `${title} again` }))
        const begun = performance.now()
        await store.db.write(sightOf(me), async (tx) => {
          const learning = await lockLearning(tx)
          if (learning === null) throw new Error('nothing was learnt')
          await takeIn(tx, learning, [id], new Date(store.clock.now()).toISOString())
        })
        times.push(performance.now() - begun)
        const [joined] = await store.db.read(sightOf(me), (tx) => tx.query<{ n: number }>('SELECT c.members AS n FROM cluster_member m JOIN cluster_node n ON n.id = m.node_id JOIN cluster c ON c.id = n.cluster_id WHERE m.incident_id = $1', [id]))
        largest = Math.max(largest, joined?.n ?? 1)
      }
      return { incidents: made.incidents, clusters: made.clusters, anewSeconds, joins: times.toSorted((a, b) => a - b), largest }
    } finally {
      await store.close()
    }
  } finally {
    await server.stop()
  }
}
