/** Runs the PostgreSQL server that Evenkeel brings along: one data folder, one Unix socket, no TCP, always back. */

import { setTimeout as sleep } from 'node:timers/promises'
import { findPostgres } from './postgres-binaries.ts'
import { ensureCluster } from './postgres-cluster.ts'
import { socketUrl, takeHold, type PostgresHold, type PostgresSetup, type PostgresUse } from './postgres-hold.ts'
import { preparePlace } from './postgres-place.ts'
import { serverCommand, stopServer } from './postgres-process.ts'

/** How to run the embedded server. */
export interface PostgresOptions {
  /** Folder for cluster, socket and log; made where absent. */
  readonly dataFolder: string
  /** `serve` (the default) owns the server; `command` joins the one that runs, or starts it for its own short time. */
  readonly use?: PostgresUse
  /** Hears in whole sentences what an operator wants to know. */
  readonly log?: (line: string) => void
  /** Called when the server is gone without being asked to go; it is started again by itself. */
  readonly onExit?: () => void
  /** Called when it accepts connections again, under the same URL. */
  readonly onReturn?: () => void
  /** Settings that replace the defaults, e.g. `{ fsync: 'off' }` for a cluster that is thrown away. */
  readonly settings?: Readonly<Record<string, string>>
}

/** A running embedded server. */
export interface RunningPostgres {
  /** Connects as the owner of the database `evenkeel`, who is no superuser: row-level security binds it. */
  readonly url: string
  /** Connects as superuser to the maintenance database `postgres`. */
  readonly adminUrl: string
  /** True where a running server was taken over: that of a killed predecessor, or for a command that of `serve`. */
  readonly adopted: boolean
  /** Process id of the server; changes when it had to be started again. */
  readonly pid: () => number
  /** Stops the server where this process owns it, else only leaves it. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Sized for a small machine that also runs the application: idle, the server keeps to some 30 MB of its own. To tune
 * further, bring a PostgreSQL of your own (`DATABASE_URL`). What is not named here is PostgreSQL's default: `fsync`,
 * `synchronous_commit` and `full_page_writes` are on, data checksums too.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '64MB',
  effective_cache_size: '512MB',
  work_mem: '8MB',
  // A page is copied to the log at its first change after a checkpoint: rarer checkpoints and compression halve that.
  wal_compression: 'pglz',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  // Compiling a query costs more than any of ours takes; parallel workers would take memory from the application.
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_worker_processes: '4',
  autovacuum_max_workers: '2',
  io_method: 'sync',
  idle_in_transaction_session_timeout: '60s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  // Refused statements (a unique key, a lost race) are the application's everyday; it reports them itself.
  log_min_messages: 'log',
  log_checkpoints: 'off',
}

/** Starts the server of a data folder, creating the database first where there is none. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const log = options.log ?? (() => {})
  const place = await preparePlace(options.dataFolder, log)
  const binaries = await findPostgres(place.account)
  const settings: Readonly<Record<string, string>> = { ...SETTINGS, ...options.settings, unix_socket_directories: place.sockets }
  await ensureCluster(binaries, place, { isDurable: settings['fsync'] !== 'off', log })
  const command = serverCommand(binaries, place, settings)
  const setup: PostgresSetup = { place, binaries, command, use: options.use ?? 'serve', log }
  const first = await takeHold(setup)
  if (first.adopted && first.isOwner) log(`took over the running database server (pid ${first.pid})`)
  const guard = keepRunning(setup, first, options)
  return {
    url: socketUrl('evenkeel', 'evenkeel', place.sockets),
    adminUrl: socketUrl('postgres', 'postgres', place.sockets),
    adopted: first.adopted,
    ...guard,
  }
}

const LONGEST_PAUSE_MS = 5_000

/** Starts the server again whenever it is lost, until stopped. A guest only watches: the owner does it. */
function keepRunning(setup: PostgresSetup, first: PostgresHold, { onExit, onReturn }: PostgresOptions): Pick<RunningPostgres, 'pid' | 'stop'> {
  const { log } = setup
  let hold = first
  let returning: Promise<void> = Promise.resolve()
  let isLost = false
  let stopping: Promise<void> | undefined
  const giveUp = new AbortController()

  const watch = () => {
    hold.session.once('end', () => {
      isLost = true
      if (stopping) return
      log(`the database server (pid ${hold.pid}) is gone`)
      onExit?.()
      if (hold.isOwner) returning = comeBack()
    })
  }
  const comeBack = async () => {
    for (let pauseMs = 100; !stopping; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        hold = await takeHold(setup)
        isLost = false
        log(`the database server is back (pid ${hold.pid})`)
        watch()
        onReturn?.()
        return
      } catch (error) {
        log(`the database server does not come back: ${error instanceof Error ? error.message : String(error)}`)
        await sleep(pauseMs, undefined, { signal: giveUp.signal }).catch(() => {})
      }
    }
  }
  const end = async () => {
    giveUp.abort()
    await returning
    // The server goes before the session: the lock must not be free while it still runs.
    if (hold.isOwner && !isLost) await stopServer(hold.pid, log)
    await hold.session.end().catch(() => {})
  }
  watch()
  return { pid: () => hold.pid, stop: () => (stopping ??= end()) }
}

