/** Gets hold of the one server of a cluster: takes over a running one or starts it, and agrees on who owns it. */

import { setTimeout as sleep } from 'node:timers/promises'
import { realpath } from 'node:fs/promises'
import pg from 'pg'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { PostgresError, systemCode } from './postgres-error.ts'
import type { PostgresPlace } from './postgres-place.ts'
import { findServer, runsCommand, spawnServer, stopServer, type ServerCommand } from './postgres-process.ts'

/**
 * `serve`: the one long-lived owner. `command`: a short task, which joins a server that runs and owns it only where
 * nobody else does.
 */
export type PostgresUse = 'serve' | 'command'

/** What is needed to start the server again and again. */
export interface PostgresSetup {
  readonly place: PostgresPlace
  readonly binaries: PostgresBinaries
  readonly command: ServerCommand
  readonly use: PostgresUse
  readonly log: (line: string) => void
}

/** A running server and this process's session on it. */
export interface PostgresHold {
  readonly pid: number
  /** Its end is how the loss of the server is noticed, and its lock is what makes this process the owner. */
  readonly session: pg.Client
  readonly isOwner: boolean
  /** True where the server was already running. */
  readonly adopted: boolean
}

/** A reason for which there is no hold yet, and how long after the first try it may still pass. */
interface Obstacle {
  readonly error: unknown
  readonly patienceMs: number
}

/** Replay of the log after a crash: bounded by `max_wal_size`, but a slow disk takes its time. */
const RECOVERY_PATIENCE_MS = 600_000
/** A command (`admin create`, `backup`) that started the server itself ends by itself. */
const COMMAND_PATIENCE_MS = 60_000
/** The lock of a killed owner goes when the kernel has closed his socket and the server has seen that. */
const OWNER_PATIENCE_MS = 4_000
/** Leftover processes of a killed server notice its death and end. */
const LEFTOVER_PATIENCE_MS = 20_000

/** Returns as soon as the server accepts sessions and this process may use it; refuses with a `PostgresError`. */
export async function takeHold(setup: PostgresSetup): Promise<PostgresHold> {
  const startedAt = performance.now()
  for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs * 2, 250)) {
    const outcome = await tryOnce(setup)
    if ('session' in outcome) return outcome
    if (performance.now() - startedAt >= outcome.patienceMs) throw outcome.error
    await sleep(pauseMs)
  }
}

async function tryOnce(setup: PostgresSetup): Promise<PostgresHold | Obstacle> {
  const running = await findServer(setup.place)
  if (running && !running.sockets) return { error: notAnswering(setup, running.pid), patienceMs: RECOVERY_PATIENCE_MS }
  const started = running ? undefined : await start(setup)
  if (started && 'error' in started) return started
  const server = running ?? started
  if (!server) return { error: new PostgresError('server_failed', 'PostgreSQL did not start.'), patienceMs: 0 }
  const session = await openSession(server.sockets, setup.use)
  if ('error' in session) return session
  const outcome = await settleOwnership(setup, session, server.pid, running !== undefined)
  if (!('session' in outcome)) await session.end().catch(() => {})
  return outcome
}

async function start({ command, binaries, place }: PostgresSetup) {
  try {
    return await spawnServer(command, binaries, place)
  } catch (error) {
    const isPassing = error instanceof PostgresError && error.problem === 'in_use'
    return { error, patienceMs: isPassing ? LEFTOVER_PATIENCE_MS : 0 }
  }
}

/** The URL of a database on the embedded server. `localhost` is a filler that URL parsers need; `host` counts. */
export function socketUrl(user: string, database: string, sockets: string): string {
  return `postgres://${user}@localhost:5432/${database}?host=${encodeURIComponent(sockets)}&sslmode=disable`
}

async function openSession(sockets: string, use: PostgresUse): Promise<pg.Client | Obstacle> {
  const client = new pg.Client({
    connectionString: socketUrl('postgres', 'postgres', sockets),
    application_name: `evenkeel ${use} ${process.pid}`,
    connectionTimeoutMillis: 5_000,
  })
  // An error on an idle session arrives here and as `end`; unheard it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    // 57P03: starting up, shutting down or replaying its log.
    const patienceMs = systemCode(error) === '57P03' ? RECOVERY_PATIENCE_MS : LEFTOVER_PATIENCE_MS
    return { error: new PostgresError('not_answering', `The database server on ${sockets} does not answer: ${describe(error)}`, error), patienceMs }
  }
}

/** One advisory lock in the maintenance database; the server drops it with its owner's session, however that ends. */
const OWNER_LOCK = 7_070_018

async function settleOwnership(setup: PostgresSetup, session: pg.Client, pid: number, adopted: boolean): Promise<PostgresHold | Obstacle> {
  const { place, use, command, log } = setup
  try {
    const { rows } = await session.query<{ folder: string; owned: boolean }>(
      `SELECT current_setting('data_directory') AS folder, pg_try_advisory_lock(${OWNER_LOCK}) AS owned`,
    )
    const [found] = rows
    if (!found || (await realpath(found.folder).catch(() => '')) !== (await realpath(place.cluster))) {
      return {
        error: new PostgresError('socket_taken', `The server on ${place.sockets} serves ${found?.folder}, not ${place.cluster}.`),
        patienceMs: 0,
      }
    }
    if (!found.owned) return use === 'command' ? { pid, session, isOwner: false, adopted } : await describeOwner(setup, session)
    if (adopted && !(await runsCommand(place, command))) {
      log(`the database server of a former run (pid ${pid}) has other settings: restarting it`)
      await stopServer(pid, log)
      return { error: notAnswering(setup, pid), patienceMs: LEFTOVER_PATIENCE_MS }
    }
    await ensureDatabase(session)
    return { pid, session, isOwner: true, adopted }
  } catch (error) {
    if (error instanceof PostgresError) throw error
    return { error, patienceMs: LEFTOVER_PATIENCE_MS }
  }
}

async function describeOwner({ place }: PostgresSetup, session: pg.Client): Promise<Obstacle> {
  const { rows } = await session.query<{ name: string }>(
    `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND granted AND objid = ${OWNER_LOCK} AND datname = current_database()`,
  )
  const name = rows[0]?.name ?? ''
  const error = new PostgresError(
    'in_use',
    `The data folder of ${place.cluster} is in use by another Evenkeel (${name || 'which has just ended'}; the number is its process id). ` +
      'Stop that one, or set EVENKEEL_DATA and EVENKEEL_PORT to run a second one.',
  )
  return { error, patienceMs: name.startsWith('evenkeel command') ? COMMAND_PATIENCE_MS : OWNER_PATIENCE_MS }
}

/**
 * Makes the product's role and database where they are absent (a first start may be killed between the two). The role
 * is no superuser and owns its database only, as it should be on a server that belongs to somebody else.
 */
async function ensureDatabase(session: pg.Client): Promise<void> {
  const { rows } = await session.query<{ role: boolean; base: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'evenkeel') AS role,
            EXISTS (SELECT FROM pg_database WHERE datname = 'evenkeel') AS base`,
  )
  if (!rows[0]?.role) {
    await session.query('CREATE ROLE evenkeel LOGIN CREATEROLE')
    // Since PostgreSQL 16 the maker of a role may not act as it unless this says so; requests act as `evenkeel_app`.
    await session.query("ALTER ROLE evenkeel SET createrole_self_grant = 'set, inherit'")
  }
  if (!rows[0]?.base) await session.query('CREATE DATABASE evenkeel OWNER evenkeel')
}

function notAnswering({ place }: PostgresSetup, pid: number): PostgresError {
  return new PostgresError('not_answering', `The database server (pid ${pid}) of ${place.cluster} runs but does not accept connections. See ${place.logFile}.`)
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
