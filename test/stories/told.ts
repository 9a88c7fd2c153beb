/** The stage of a story: a world with a running worker, a channel that only remembers, and a way to wait until all is quiet. */
import { setTimeout as sleep } from 'node:timers/promises'
import { delivery } from '../../src/practices/communication/delivery.ts'
import { runImportTask } from '../../src/practices/history/reactions.ts'
import { startWorker } from '../../src/store/worker.ts'
import { system, world, type World } from '../world.ts'

export interface Message {
  readonly channel: string
  readonly target: string
  readonly subject: string
  readonly about: string
}

export interface Stage extends World {
  /** All messages that left so far, in order of leaving. */
  readonly told: readonly Message[]
  /** Resolves when nothing is left to do now; timers in the future may stand. */
  quiet(): Promise<void>
}

/** Outside tasks of the running program that no story here carries out. */
const elsewhere = [runImportTask]

const patienceMs = 15_000
const stepMs = 20

/** Waits until `look` gives something, and says what it waited for when it does not. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  const end = performance.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    if (performance.now() > end) throw new Error(`waited ${patienceMs / 1000} s in vain until ${what}`)
    await sleep(stepMs)
  }
}

export async function stage(): Promise<Stage> {
  const w = await world()
  const told: Message[] = []
  const failures: string[] = []
  const deliver = async (payload: Readonly<Record<string, unknown>>): Promise<void> => {
    const d = await w.store.read(system, (s) => s.find(delivery, String(payload['id'])))
    told.push({ channel: d.channel, target: d.target, subject: d.subject, about: d.about })
    await w.store.write(system, (s) => s.move(delivery, d.id, 'sent', { said: 'taken' }))
  }
  const worker = await startWorker({ store: w.store, outside: { deliver }, log: { warn: (_o, m) => { failures.push(m) }, error: (_o, m) => { failures.push(m) } } })
  return {
    ...w,
    told,
    quiet: async () => {
      await until('the queue is empty', async () => {
        // What reaches outside and is not on this stage, such as reading a file that somebody sends, waits for a worker that can.
        const [left] = await w.store.db.owner((tx) => tx.query<{ n: number }>('SELECT count(*) AS n FROM graphile_worker.jobs WHERE run_at <= now() AND task_identifier <> ALL($1)', [elsewhere]))
        return left?.n === 0
      })
      if (failures.length > 0) throw new Error(`the worker complained: ${failures.join('; ')}`)
    },
    end: async () => { await worker.stop(); await w.end() },
  }
}
