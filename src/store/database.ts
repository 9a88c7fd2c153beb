/** The connection to PostgreSQL: two pools (application role, owner), transactions that carry the viewer's sight, and plain queries. */
import pg from 'pg'
import { AppError } from '../model/error.ts'
import { nowhere, type Sight } from '../model/actor.ts'

/** The role under which every request and reaction runs: no owner, no superuser, so row-level security holds. */
export const appRole = 'evenkeel_app'

export type Row = Record<string, unknown>

export interface Sql {
  readonly text: string
  readonly values: readonly unknown[]
  /** A name makes PostgreSQL keep the plan; only for texts that do not vary. */
  readonly name?: string
}

/** One open transaction. */
export interface Tx {
  query<R extends Row = Row>(text: string, values?: readonly unknown[], name?: string): Promise<R[]>
  /** Says after the commit, to listeners and workers of all processes, that these journal rows were written and so many jobs queued for now. */
  tell(seqs: readonly number[], jobs: number): void
  /** Lets the statements that follow take ten minutes instead of thirty seconds: for work that nobody waits for, and for numbers over years. */
  takesLong(): Promise<void>
  /** Runs `work`; what it wrote is undone if it throws, and the transaction goes on. */
  savepoint<T>(work: () => Promise<T>): Promise<T>
}

export interface Database {
  /** A transaction under the application role that sees what `sight` allows; committed when `work` returns. */
  write<T>(sight: Sight, work: (tx: Tx) => Promise<T>): Promise<T>
  read<T>(sight: Sight, work: (tx: Tx) => Promise<T>): Promise<T>
  /** As the owner, past row-level security, without a limit of time to a statement: for migration, queue, sign-in, integrity checks. Never with a caller's choice of rows. */
  owner<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  readonly ownerPool: pg.Pool
  /** Calls back for each NOTIFY on the channel; reconnects by itself. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

// timestamptz as ISO text in UTC with milliseconds, so that rows are plain JSON; int8 as number (our sequences stay below 2^53).
const parse: Record<number, (s: string) => unknown> = {
  1184: (s) => isoOf(s),
  20: Number,
}
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => (format === 'binary' ? undefined : parse[oid]) ?? pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
}

/** `2026-03-17 14:32:00.5+00` → `2026-03-17T14:32:00.500Z`; the session's zone is UTC. */
export function isoOf(s: string): string {
  if (s.length < 22 || !s.endsWith('+00')) return s
  const fraction = s.charAt(19) === '.' ? s.slice(20, -3) : ''
  return `${s.slice(0, 10)}T${s.slice(11, 19)}.${fraction.padEnd(3, '0').slice(0, 3)}Z`
}

const names = new Map<string, string>()
// Each connection keeps the plan of each name; what our own code asks has fewer shapes, and what comes later is planned anew each time.
const mostNames = 400

/** A name for a text whose shape our own code decides, so that it is planned once a connection: under row-level security planning costs more than running. Never for filters that callers choose. */
export function named(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= mostNames) return known
  const name = `q${names.size}`
  names.set(text, name)
  return name
}

const literal = (s: string): string => `'${s.replaceAll("'", "''")}'`
const sightSql = (s: Sight): string =>
  `SELECT set_config('evenkeel.all',${literal(s.all ? 'on' : '')},true),set_config('evenkeel.org',${literal(s.orgId)},true),set_config('evenkeel.own',${literal(s.own)},true),set_config('evenkeel.internal',${literal(s.internal ? 'on' : '')},true)`

const retryable = new Set(['40001', '40P01'])
const gone = new Set(['25P03', '57P01', '57P02', '57P03', '08000', '08003', '08006', '08001', '53300', 'ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])

const codeOf = (e: unknown): string => (typeof e === 'object' && e !== null && 'code' in e && typeof e.code === 'string' ? e.code : '')
const isLost = (e: unknown): boolean =>
  gone.has(codeOf(e)) || (e instanceof Error && /Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|not queryable|starting up|shutting down/.test(e.message))

/** Whether the database is out of reach rather than the query wrong. */
export const unavailable = (e: unknown): boolean => (e instanceof AppError ? e.code === 'unavailable' : isLost(e))

const diskFull = new Set(['53100', '58030'])
const tookTooLong = '57014'
function outward(e: unknown, isEnding = false): unknown {
  // The end of a transaction was asked for and no answer came: both is possible.
  if (isEnding && isLost(e)) return new AppError('unavailable', 'The database stopped answering before it said whether this was written. Look whether it is there before you try again.', { facts: { retryAfterSeconds: 2 }, cause: e })
  if (codeOf(e) === tookTooLong) return new AppError('unavailable', 'The database worked on this for longer than it may and was stopped. Nothing was written; ask for less, or try again later.', { facts: { retryAfterSeconds: 30 }, cause: e })
  if (isLost(e)) return new AppError('unavailable', 'The database does not answer right now. Nothing was written; try again in a few seconds.', { facts: { retryAfterSeconds: 2 }, cause: e })
  if (diskFull.has(codeOf(e))) return new AppError('unavailable', 'The database cannot write: its disk is full. Nothing was written; free some space.', { facts: { retryAfterSeconds: 30 }, cause: e })
  return e
}

/** How long the database may take, in milliseconds. */
export interface Patience {
  /** For the first word of a transaction, which needs no work: who does not answer it has stopped. */
  readonly answerMs: number
  /** For one statement of the application role; the server itself ends it then. */
  readonly statementMs: number
  /** For one statement after `takesLong`. */
  readonly longMs: number
  /** Between two statements of a transaction: whoever holds locks and does nothing has stopped. */
  readonly idleMs: number
}

const usualPatience: Patience = { answerMs: 10_000, statementMs: 30_000, longMs: 600_000, idleMs: 60_000 }
/** The server says first that it took too long; only where it says nothing at all does the driver give up. */
const graceMs = 5000
/** For statements of the owner, which move whole months of rows. */
const ownerMs = 6 * 3_600_000

export interface Pools {
  readonly url: string
  readonly patience?: Patience
  /** Most connections of the application pool. */
  readonly size?: number
  readonly warn?: (message: string, e: unknown) => void
}

export function openDatabase({ url, size = 12, patience = usualPatience, warn = () => undefined }: Pools): Database {
  // Where a firewall forgets a silent connection, nothing else would tell the listening one that it hears no more.
  const base = { connectionString: url, types, connectionTimeoutMillis: patience.answerMs, keepAlive: true, keepAliveInitialDelayMillis: 10_000, application_name: 'evenkeel' }
  const appPool = new pg.Pool({ ...base, max: size, options: `-c timezone=UTC -c role=${appRole} -c jit=off -c statement_timeout=${patience.statementMs} -c idle_in_transaction_session_timeout=${patience.idleMs}`, idleTimeoutMillis: 60_000 })
  const ownerPool = new pg.Pool({ ...base, max: 6, options: '-c timezone=UTC -c jit=off', idleTimeoutMillis: 30_000 })
  // A pool has ended before the server has heard of it; one that stops in between says so to nobody who cares.
  let isClosing = false
  for (const p of [appPool, ownerPool]) {
    p.on('error', (e) => { if (!isClosing) warn('an idle database connection was lost', e) })
    // Between being lent out and being given back, and once more after that, a dying connection raises its error on the client itself; unheard, it ends the process. The query that failed tells its caller.
    p.on('connect', (client) => { client.on('error', () => undefined) })
  }

  const messenger = openMessenger(ownerPool, warn)
  const within = async <T>(pool: pg.Pool, begin: string, limits: Limits, work: (tx: Tx) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      let client: pg.PoolClient
      try { client = await pool.connect() } catch (e) { throw outward(e) }
      let broken: Error | undefined
      let isEnding = false
      // A server that dies between two queries raises the event on the client; without a listener it would end the process.
      const lost = (e: Error): void => { broken = e }
      client.on('error', lost)
      try {
        await client.query(limited(begin, patience.answerMs))
        const told: Told = { seqs: [], jobs: 0 }
        const result = await work(txOf(client, told, limits))
        isEnding = true
        await client.query(limited('COMMIT', limits.usualMs))
        if (told.seqs.length + told.jobs > 0) messenger.tell(told)
        return result
      } catch (e) {
        if (isLost(e)) broken = e instanceof Error ? e : new Error(String(e))
        else await client.query(limited('ROLLBACK', limits.usualMs)).catch((r: unknown) => { broken = r instanceof Error ? r : new Error(String(r)) })
        if (retryable.has(codeOf(e)) && attempt < 5) continue
        throw outward(e, isEnding)
      } finally {
        client.off('error', lost)
        client.release(broken)
      }
    }
  }
  const ofApp: Limits = { usualMs: patience.statementMs + graceMs, long: { statementMs: patience.longMs, driverMs: patience.longMs + graceMs } }
  const ofOwner: Limits = { usualMs: ownerMs, long: null }
  return {
    write: (sight, work) => within(appPool, `BEGIN;${sightSql(sight)}`, ofApp, work),
    read: (sight, work) => within(appPool, `BEGIN READ ONLY;${sightSql(sight)}`, ofApp, work),
    owner: (work) => within(ownerPool, `BEGIN;${sightSql({ all: true, orgId: nowhere, own: '', internal: true })}`, ofOwner, work),
    ownerPool,
    listen: (channel, heard) => listenForever(base, channel, heard, warn),
    close: async () => { isClosing = true; await Promise.all([appPool.end(), ownerPool.end()]) },
  }
}

// Notifications have a limit of 8000 bytes.
const seqsPerMessage = 400

/**
 * A NOTIFY inside a transaction makes its commit wait for those of all others, which costs two thirds of the commits a second with eight
 * writers. So it is sent right after, for all that committed meanwhile, in a transaction that waits for no disk. Where the process dies in
 * between, workers find the job at their next poll, and listeners learn of it with the next message or when they connect again.
 */
function openMessenger(pool: pg.Pool, warn: (m: string, e: unknown) => void): { tell(told: Told): void } {
  let waiting: number[] = []
  let jobs = 0
  let isSending = false
  const send = async (): Promise<void> => {
    while (waiting.length + jobs > 0) {
      const seqs = waiting.splice(0)
      // One worker wakes for each job: woken for each row, all but one would ask the queue and find nothing.
      const wake = jobs
      jobs = 0
      const parts = Array.from({ length: Math.ceil(seqs.length / seqsPerMessage) }, (_, i) => seqs.slice(i * seqsPerMessage, (i + 1) * seqsPerMessage).join(','))
      try {
        await pool.query(`BEGIN; SET LOCAL synchronous_commit = off; ${parts.map((p) => `SELECT pg_notify('evenkeel_journal', '${p}');`).join(' ')} ${wake > 0 ? `SELECT pg_notify('jobs:insert', '{"r":0,"count":${wake}}');` : ''} COMMIT`)
      } catch (e) {
        warn('a commit could not be announced', e)
      }
    }
    isSending = false
  }
  return {
    tell: (told) => {
      waiting.push(...told.seqs)
      jobs += told.jobs
      if (isSending) return
      isSending = true
      void send()
    },
  }
}

interface Told {
  readonly seqs: number[]
  jobs: number
}

/** How long the driver waits for the answer to a statement; `long` is null where every statement may take long. */
interface Limits {
  readonly usualMs: number
  readonly long: { readonly statementMs: number; readonly driverMs: number } | null
}

/** A query that the driver gives up after this time. `@types/pg` does not know the setting. */
const limited = <Q extends object>(query: Q | string, ms: number): pg.QueryConfig & { query_timeout: number } =>
  ({ ...(typeof query === 'string' ? { text: query } : query), query_timeout: ms }) as pg.QueryConfig & { query_timeout: number }

function txOf(client: pg.PoolClient, told: Told, limits: Limits): Tx {
  let depth = 0
  let driverMs = limits.usualMs
  const tx: Tx = {
    tell: (seqs, jobs) => {
      told.seqs.push(...seqs)
      told.jobs += jobs
    },
    query: async <R extends Row>(text: string, values: readonly unknown[] = [], name?: string) =>
      (await client.query<R>(limited(name === undefined ? { text, values: [...values] } : { text, values: [...values], name }, driverMs))).rows,
    takesLong: async () => {
      if (limits.long === null || driverMs === limits.long.driverMs) return
      await tx.query(`SET LOCAL statement_timeout = ${limits.long.statementMs}`)
      driverMs = limits.long.driverMs
    },
    savepoint: async (work) => {
      const name = `s${++depth}`
      await client.query(limited(`SAVEPOINT ${name}`, driverMs))
      try {
        const result = await work()
        await client.query(limited(`RELEASE ${name}`, driverMs))
        return result
      } catch (e) {
        if (!isLost(e)) await client.query(limited(`ROLLBACK TO ${name}`, driverMs))
        throw e
      }
    },
  }
  return tx
}

async function listenForever(base: pg.ClientConfig, channel: string, heard: (payload: string) => void, warn: (m: string, e: unknown) => void): Promise<() => Promise<void>> {
  let stopped = false
  let current: pg.Client | null = null
  const connect = async (): Promise<void> => {
    const client = new pg.Client(base)
    client.on('notification', (n) => { if (n.payload !== undefined) heard(n.payload) })
    client.on('error', (e) => { warn('the listening connection was lost', e) })
    try {
      await client.connect()
      await client.query(`LISTEN ${channel}`)
    } catch (e) {
      void client.end().catch(() => undefined)
      throw e
    }
    if (stopped) { await client.end(); return }
    current = client
    // Only a connection that once stood begins again by its end: one that never did is tried again by who asked for it, and two that ask would double each time.
    client.once('end', () => { if (!stopped) setTimeout(() => { void again() }, 500).unref() })
  }
  const again = async (): Promise<void> => {
    if (stopped) return
    try { await connect(); heard('') } catch (e) { warn('listening again failed', e); setTimeout(() => { void again() }, 1000).unref() }
  }
  await connect()
  return async () => { stopped = true; await current?.end() }
}
