/** Keeps the facts a moment behind the journal: woken by what was written, at most once a second; swept once an hour. */
import type { FactTable } from '../model/facts.ts'
import { factsByRecord } from '../model/practice.ts'
import { followFacts, sweepFacts } from '../store/facts.ts'
import type { Store } from '../store/store.ts'

const pauseMs = 1000
const sweepMs = 3_600_000

/** Begins; the first pass catches up with what was written while nobody followed. */
export async function followFactsForever(store: Store, log: { warn(o: object, m: string): void }): Promise<{ stop(): Promise<void> }> {
  const tables = factsByRecord(store.practices)
  const waiting = new Map<string, FactTable>(tables)
  let isStopped = false
  let working: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  const pass = async (): Promise<void> => {
    for (const [record, table] of [...waiting]) {
      waiting.delete(record)
      try {
        await followFacts(store, table)
      } catch (err) {
        waiting.set(record, table)
        log.warn({ err, record }, 'facts could not follow the journal; they are tried again')
      }
    }
  }
  const soon = (ms: number): void => {
    if (isStopped || timer !== null) return
    timer = setTimeout(() => { working = pass().finally(() => { timer = null; if (waiting.size > 0) soon(pauseMs) }) }, ms)
  }
  const unlisten = await store.listen((heard) => {
    if (heard === null) for (const [record, table] of tables) waiting.set(record, table)
    else {
      const table = tables.get(heard.record)
      if (!table) return
      waiting.set(heard.record, table)
    }
    soon(pauseMs)
  })
  const sweep = setInterval(() => {
    working = working.then(async () => { for (const t of tables.values()) await sweepFacts(store, t) }).catch((err: unknown) => { log.warn({ err }, 'facts could not be swept') })
  }, sweepMs)
  soon(0)
  return { stop: async () => { isStopped = true; if (timer) clearTimeout(timer); clearInterval(sweep); await unlisten(); await working } }
}
