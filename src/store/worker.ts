/** The worker: runs what was queued (reactions to the journal, timers, deliveries), each in a transaction of its own, at least once. */
import { Logger, type Runner, run, type Task as GraphileTask, type TaskList } from 'graphile-worker'
import { rule, sightOf } from '../model/actor.ts'
import type { Reaction } from '../model/context.ts'
import type { JournalEntry } from '../model/journal.ts'
import { journalList } from './journal.ts'
import { hears, tasksOf } from './open.ts'
import type { Store } from './store.ts'

export interface WorkerOptions {
  readonly store: Store
  readonly concurrency?: number
  /** Named work that reaches outside and so keeps its own transactions: deliveries. */
  readonly outside?: Readonly<Record<string, (payload: Readonly<Record<string, unknown>>) => Promise<void>>>
  readonly log: { warn(o: object, m: string): void; error(o: object, m: string): void }
}

export async function startWorker({ store, concurrency = 4, outside = {}, log }: WorkerOptions): Promise<{ stop(): Promise<void> }> {
  const reactions = store.practices.flatMap((p) => p.reactions ?? [])
  const tasks: TaskList = { react: react(store, reactions), 'react again': reactAgain(store, reactions) }
  for (const [name, task] of tasksOf(store)) {
    tasks[name] = async (payload) => { await store.write(rule(task.name, task.version), (s) => task.run(s, payload as Readonly<Record<string, unknown>>)) }
  }
  for (const [name, work] of Object.entries(outside)) tasks[name] = async (payload) => { await work(payload as Readonly<Record<string, unknown>>) }
  const quiet = { error: (m: string) => log.warn({}, m), warn: (m: string) => log.warn({}, m), info: () => undefined, debug: () => undefined }
  const runner: Runner = await run({
    pgPool: store.db.ownerPool, taskList: tasks, concurrency, noHandleSignals: true, pollInterval: 2000,
    logger: new Logger(() => (level, message) => { if (level === 'error' || level === 'warning') quiet.warn(message) }),
  })
  runner.promise.catch((e: unknown) => log.error({ err: e }, 'the worker stopped'))
  return { stop: () => runner.stop() }
}

const entriesOf = (store: Store, seqs: readonly number[]): Promise<JournalEntry[]> =>
  store.db.read(sightOf(rule('worker')), (tx) => tx.query<JournalEntry & Record<string, unknown>>(`SELECT ${journalList} FROM journal WHERE seq = ANY($1::bigint[]) ORDER BY seq`, [seqs], 'entries'))

/** Every reaction that listens gets its rows; one that fails is queued alone, so that it does not hold up the others. */
const react = (store: Store, reactions: readonly Reaction[]): GraphileTask => async (payload) => {
  const { seqs } = payload as { seqs: readonly number[] }
  const entries = await entriesOf(store, seqs)
  for (const x of reactions) {
    const mine = entries.filter((e) => hears(x, e.record, e.verb))
    if (mine.length === 0) continue
    try {
      await store.write(rule(x.name, x.version), (s) => x.run(s, mine))
    } catch {
      // The failure itself is told by the retry, which keeps its text in the queue.
      await store.write(rule(x.name, x.version), (s) => s.after({ task: 'react again', payload: { name: x.name, seqs: mine.map((e) => e.seq) } }))
    }
  }
}

const reactAgain = (store: Store, reactions: readonly Reaction[]): GraphileTask => async (payload) => {
  const { name, seqs } = payload as { name: string; seqs: readonly number[] }
  const x = reactions.find((r) => r.name === name)
  if (!x) return
  const entries = await entriesOf(store, seqs)
  await store.write(rule(x.name, x.version), (s) => x.run(s, entries.filter((e) => hears(x, e.record, e.verb))))
}
