/** The ear on the journal: hears what any process committed, reads the rows once for all who listen here. */
import { rule, sightOf } from '../model/actor.ts'
import type { Heard, Store } from './store.ts'

type Listener = (what: Heard | null) => void

/** Calls listeners back, in order of the rows; `null` when some may have been missed. */
export interface Ear {
  listen(heard: Listener): Promise<() => Promise<void>>
}

/** One connection for all listeners of a process, taken with the first and given back with the last. */
export function openEar(store: Store, warn: (message: string, e: unknown) => void = () => undefined): Ear {
  const listeners = new Set<Listener>()
  let connection: Promise<() => Promise<void>> | null = null
  let waiting: number[] = []
  let isReading = false

  const tell = (what: Heard | null): void => { for (const heard of listeners) heard(what) }
  const readAll = async (): Promise<void> => {
    // Commits that are announced while one is read are read together.
    while (waiting.length > 0) {
      const seqs = waiting
      waiting = []
      try {
        for (const row of await rowsOf(store, seqs)) tell(row)
      } catch (e) {
        warn('the live stream missed a commit', e)
        tell(null)
      }
    }
    isReading = false
  }
  const hear = (payload: string): void => {
    if (payload === '') { tell(null); return }
    waiting.push(...payload.split(',').map(Number))
    if (isReading) return
    isReading = true
    void readAll()
  }

  return {
    listen: async (heard) => {
      listeners.add(heard)
      connection ??= store.db.listen('evenkeel_journal', hear)
      await connection.catch((e: unknown) => {
        connection = null
        listeners.delete(heard)
        throw e
      })
      return async () => {
        listeners.delete(heard)
        const last = listeners.size === 0 ? connection : null
        if (last === null) return
        connection = null
        await (await last)()
      }
    },
  }
}

const rowsOf = (store: Store, seqs: readonly number[]): Promise<readonly Heard[]> =>
  store.db.read(sightOf(rule('stream')), (tx) => tx.query<Heard & Record<string, unknown>>(
    `SELECT seq, record, record_id AS id, org_id AS "orgId", requester_id AS "requesterId", coalesce((changes->>'shared')::boolean, false) AS shared, audience, verb, version, actor_id AS "actorId"
     FROM journal WHERE seq = ANY($1::bigint[]) ORDER BY seq`, [seqs], 'heard'))
