/** Keeps the clusters of incidents a moment behind the journal: woken by what was written, at most once in two seconds; swept once an hour. */
import { followIncidents, sweepClusters } from '../store/discovery-follow.ts'
import type { Store } from '../store/store.ts'

const pauseMs = 2000
const sweepMs = 3_600_000
// What is summed up later must be, also where nothing else happens.
const lookMs = 60_000
// What an import brings is not told row by row; its end is.
const heardOf = new Set(['incident', 'cluster_decision', 'import'])

/** Begins; the first pass catches up with what was written while nobody followed, or makes all clusters where none were. */
export async function followClustersForever(store: Store, log: { warn(o: object, m: string): void }): Promise<{ stop(): Promise<void> }> {
  let isStopped = false
  let isWanted = true
  let working: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  const pass = async (): Promise<void> => {
    isWanted = false
    try {
      await followIncidents(store)
    } catch (err) {
      isWanted = true
      log.warn({ err }, 'clusters could not follow the incidents; it is tried again')
    }
  }
  const soon = (): void => {
    if (isStopped || timer !== null) return
    timer = setTimeout(() => { working = working.then(pass).finally(() => { timer = null; if (isWanted) soon() }) }, pauseMs)
  }
  const unlisten = await store.listen((heard) => {
    if (heard !== null && !heardOf.has(heard.record)) return
    isWanted = true
    soon()
  })
  const sweep = setInterval(() => {
    working = working.then(async () => { await sweepClusters(store) }).catch((err: unknown) => { log.warn({ err }, 'clusters could not be swept') })
  }, sweepMs)
  const look = setInterval(soon, lookMs)
  soon()
  return { stop: async () => { isStopped = true; if (timer) clearTimeout(timer); clearInterval(sweep); clearInterval(look); await unlisten(); await working } }
}
