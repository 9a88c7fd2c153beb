/** The worker: runs what was queued (reactions to the journal, timers, deliveries), each in a transaction of its own, at least once. */
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, type Runner, run, type Task as GraphileTask, type TaskList, type WorkerEvents } from 'graphile-worker'
import { rule, sightOf } from '../model/actor.ts'
import type { Reaction } from '../model/context.ts'
import type { JournalEntry } from '../model/journal.ts'
import { journalList } from './journal.ts'
import { hears, tasksOf } from './open.ts'
import type { Tx } from './database.ts'
import type { Session, Store } from './store.ts'

export interface WorkerOptions {
  readonly store: Store
  readonly concurrency?: number
  /** No other process works on this database: every lock found at the start was left by a killed one. */
  readonly isOnlyOne?: boolean
  /** Named work that reaches outside and so keeps its own transactions: deliveries. */
  readonly outside?: Readonly<Record<string, (payload: Readonly<Record<string, unknown>>) => Promise<void>>>
  readonly log: { warn(o: object, m: string): void; error(o: object, m: string): void }
}

export async function startWorker({ store, concurrency = 4, isOnlyOne = false, outside = {}, log }: WorkerOptions): Promise<{ stop(): Promise<void> }> {
  const reactions = store.practices.flatMap((p) => p.reactions ?? [])
  const inside: TaskList = { react: react(store, reactions), 'react again': reactAgain(store, reactions) }
  for (const [name, task] of tasksOf(store)) {
    inside[name] = async (payload) => { await store.write(rule(task.name, task.version), (s) => task.run(s, payload as Readonly<Record<string, unknown>>)) }
  }
  const reaching: TaskList = Object.fromEntries(Object.entries(outside).map(([name, work]) => [name, async (payload: unknown) => { await work(payload as Readonly<Record<string, unknown>>) }]))
  const quiet = { error: (m: string) => log.warn({}, m), warn: (m: string) => log.warn({}, m), info: () => undefined, debug: () => undefined }
  const own = new Set<string>()
  const begin = (taskList: TaskList, places: number) => async (): Promise<Runner> => {
    await freeLocks(store, isOnlyOne ? 0 : abandonedAfterSeconds, own)
    const events: WorkerEvents = new EventEmitter()
    let id = ''
    events.on('pool:create', ({ workerPool }) => { id = workerPool.id; own.add(id) })
    const { promise: closed, resolve: close } = Promise.withResolvers<void>()
    events.on('pool:gracefulShutdown', () => { void sleep(closingMs, undefined, { ref: false }).then(close) })
    const runner = await run({
      pgPool: store.db.ownerPool, taskList, events, concurrency: places, noHandleSignals: true, pollInterval: 2000,
      // Unbatched, a lost connection while a job is marked as done is a rejection that nobody catches, and ends the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      logger: new Logger(() => (level, message) => { if (level === 'error' || level === 'warning') quiet.warn(message) }),
    })
    // Two jobs whose ends are lost together make the queue wait for ever for the end of a third.
    const promise = Promise.race([runner.promise, closed]).finally(() => { own.delete(id) })
    return { ...runner, promise }
  }
  // Also what another process left that was killed while this one ran on.
  const freeing = setInterval(() => { freeLocks(store, abandonedAfterSeconds, own).catch((err: unknown) => { log.warn({ err }, 'locks of workers that are gone could not be looked for') }) }, abandonedAfterSeconds * 500)
  freeing.unref()
  const near = await keepRunning(begin(inside, concurrency), log)
  // Slow receivers hold places of their own: no alert waits for its incident because somebody's webhook does not answer.
  const far = Object.keys(reaching).length === 0 ? null : await keepRunning(begin(reaching, outsidePlaces), log).catch(async (e: unknown) => { await near.stop(); throw e })
  return { stop: async () => { clearInterval(freeing); await Promise.all([near.stop(), far?.stop()]) } }
}

/** They wait for others most of their time; the queue asks for no more than its pool has connections. */
const outsidePlaces = 6

/** How long jobs in flight may take to end once the queue closes by itself, for it lost its database. What ends later is done a second time by who begins anew. */
const closingMs = 10_000
/** The same where the whole program stops. */
const stoppingMs = 60_000

/** No reaction or delivery takes this long; what is still locked then belongs to a worker that was killed. The queue itself would wait four hours. */
const abandonedAfterSeconds = 120

/** Takes off the locks of pools that are gone; `own` are alive. */
async function freeLocks(store: Store, olderThanSeconds: number, own: ReadonlySet<string>): Promise<void> {
  await store.db.owner((tx) => tx.query(
    `SELECT graphile_worker.force_unlock_workers(ids) FROM (SELECT array_agg(DISTINCT locked_by) AS ids FROM graphile_worker.jobs WHERE locked_at <= now() - make_interval(secs => $1) AND locked_by <> ALL($2::text[])) x WHERE ids IS NOT NULL`, [olderThanSeconds, [...own]]))
}

const longestPauseMs = 5000

/** The runner gives up when its database goes away; this begins again until told to stop. */
async function keepRunning(begin: () => Promise<Runner>, log: WorkerOptions['log']): Promise<{ stop(): Promise<void> }> {
  const stopped = new AbortController()
  let runner = await begin()
  const watch = async (): Promise<void> => {
    let pauseMs = 100
    while (!stopped.signal.aborted) {
      await runner.promise.catch((err: unknown) => { log.warn({ err }, 'the worker lost its database') })
      if (stopped.signal.aborted) return
      // Where it only closed, that lets go of what it can.
      void runner.stop().catch(() => undefined)
      try {
        runner = await begin()
        pauseMs = 100
        log.warn({}, 'the worker runs again')
      } catch (err) {
        log.warn({ err }, 'the worker cannot begin again yet')
        await sleep(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined)
        pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      }
    }
  }
  const watching = watch()
  const end = async (): Promise<void> => { await runner.stop().catch(() => undefined); await watching }
  return { stop: async () => { stopped.abort(); await Promise.race([end(), sleep(stoppingMs, undefined, { ref: false })]) } }
}

const entriesIn = (tx: Tx, seqs: readonly number[]): Promise<JournalEntry[]> =>
  tx.query<JournalEntry & Record<string, unknown>>(`SELECT ${journalList} FROM journal WHERE seq = ANY($1::bigint[]) ORDER BY seq`, [seqs], 'entries')
const entriesOf = (store: Store, seqs: readonly number[]): Promise<JournalEntry[]> => store.db.read(sightOf(rule('worker')), (tx) => entriesIn(tx, seqs))

/** Every reaction that listens gets its rows, all in one transaction; where one fails, each runs again in its own. */
const react = (store: Store, reactions: readonly Reaction[]): GraphileTask => async (payload) => {
  const { seqs } = payload as { seqs: readonly number[] }
  const heardIn = (entries: readonly JournalEntry[]): { x: Reaction; mine: JournalEntry[] }[] =>
    reactions.map((x) => ({ x, mine: entries.filter((e) => hears(x, e.record, e.verb)) })).filter(({ mine }) => mine.length > 0)
  try {
    await store.rules(async (as, tx) => {
      const heard = heardIn(await entriesIn(tx, seqs))
      if (heard.length > 0) await as(rule('worker'), (s) => readAhead(s, heard.flatMap(({ mine }) => mine)))
      for (const { x, mine } of heard) await as(rule(x.name, x.version), (s) => x.run(s, mine))
    })
  } catch {
    await reactApart(store, heardIn(await entriesOf(store, seqs)))
  }
}

/** Nearly every reaction looks at the record of its row first. */
async function readAhead(s: Session, entries: readonly JournalEntry[]): Promise<void> {
  for (const [record, list] of Map.groupBy(entries, (e) => e.record)) await s.seekMany(s.type(record), list.map((e) => e.recordId))
}

/** One that fails is queued alone, so that it does not hold up the others. */
async function reactApart(store: Store, heard: readonly { readonly x: Reaction; readonly mine: readonly JournalEntry[] }[]): Promise<void> {
  for (const { x, mine } of heard) {
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
