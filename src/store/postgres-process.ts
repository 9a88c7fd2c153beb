/** Starts, recognizes and stops the server process of a cluster. */

import { spawn, spawnSync } from 'node:child_process'
import { chmod, chown, open, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { explainServerFailure, PostgresError, systemCode } from './postgres-error.ts'
import type { PostgresPlace } from './postgres-place.ts'

/** A server process that runs on the cluster. */
export interface ServerProcess {
  readonly pid: number
  /** Folder of the socket on which it listens; empty while it is still starting. */
  readonly sockets: string
}

/** Program and arguments of a server; equal text means that a running server needs no restart to be as wanted. */
export interface ServerCommand {
  readonly program: string
  readonly args: readonly string[]
}

/** The command that runs the server of `place` under these settings. */
export function serverCommand(binaries: PostgresBinaries, place: PostgresPlace, settings: Readonly<Record<string, string>>): ServerCommand {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return { program: binaries.postgres, args: ['-D', place.cluster, ...options] }
}

const POLL_MS = 10
const LOG_LIMIT_BYTES = 10_000_000

/** Starts the server and returns once it accepts connections, which after a crash is when its log is replayed. */
export async function spawnServer(command: ServerCommand, binaries: PostgresBinaries, place: PostgresPlace): Promise<ServerProcess> {
  // The server refuses a folder that others may look into; a restore or a copy easily loses the mode.
  await chmod(place.cluster, 0o700)
  const log = await openLog(place)
  const { size: logStart } = await log.stat()
  const child = spawn(command.program, [...command.args], {
    ...place.account,
    // A session of its own: Ctrl-C in the terminal must reach the application first, which then stops the server.
    detached: true,
    cwd: '/',
    env: binaries.environment,
    stdio: ['ignore', log.fd, log.fd],
  })
  const ended = new Promise<Error | undefined>((resolve) => {
    child.once('error', resolve)
    child.once('exit', () => resolve(undefined))
  })
  await log.close()
  let failure: { cause: Error | undefined } | undefined
  void ended.then((cause) => (failure = { cause }))
  for (;;) {
    const lines = await readPidFile(place.cluster)
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready' && child.pid) return { pid: child.pid, sockets: place.sockets }
    if (failure) {
      const words = failure.cause?.message ?? (await readFile(place.logFile)).subarray(logStart).toString('utf8')
      throw explainServerFailure(place.cluster, words)
    }
    await sleep(POLL_MS)
  }
}

async function openLog({ logFile, account }: PostgresPlace) {
  const size = (await stat(logFile).catch(() => undefined))?.size ?? 0
  if (size > LOG_LIMIT_BYTES) await rename(logFile, `${logFile}.1`)
  const log = await open(logFile, 'a', 0o600)
  // Made by root, read and continued by the owner of the database when he starts it the next time.
  if (account) await chown(logFile, account.uid, account.gid)
  return log
}

/**
 * The server that runs on this cluster, or `undefined`.
 *
 * After a power cut or `kill -9` the pid file stays. The server overwrites it where that process is gone, but refuses
 * to start where the number is taken: by another process (in a container: very likely), or by the dead server itself
 * while nobody collects it (pid 1 of a container may never do). Only then the file is removed here.
 */
export async function findServer(place: PostgresPlace): Promise<ServerProcess | undefined> {
  const lines = await readPidFile(place.cluster)
  const pid = Number(lines[0])
  if (!(pid > 0) || !isNumberTaken(pid)) return undefined
  if ((await isAlive(pid)) && (await isServerOf(pid, place.cluster))) return { pid, sockets: lines[4]?.trim() ?? '' }
  await rm(path.join(place.cluster, 'postmaster.pid'), { force: true })
  await removeStaleSocket(place)
  return undefined
}

/** Whether the running server was started by exactly this command. */
export async function runsCommand(place: PostgresPlace, { program, args }: ServerCommand): Promise<boolean> {
  const written = await readFile(path.join(place.cluster, 'postmaster.opts'), 'utf8').catch(() => '')
  return written.trimEnd() === [program, ...args.map((arg) => `"${arg}"`)].join(' ')
}

const FAST_STOP_MS = 15_000
const IMMEDIATE_STOP_MS = 5_000

/**
 * Stops the server: first as asked by an operator (open transactions are rolled back, a checkpoint is written); when
 * that takes too long, at once, which costs a replay of the log at the next start and loses nothing committed.
 */
export async function stopServer(pid: number, log: (line: string) => void): Promise<void> {
  const steps: readonly (readonly [NodeJS.Signals, number])[] = [['SIGINT', FAST_STOP_MS], ['SIGQUIT', IMMEDIATE_STOP_MS], ['SIGKILL', IMMEDIATE_STOP_MS]]
  for (const [signal, patienceMs] of steps) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if (systemCode(error) === 'ESRCH') return
      throw error
    }
    for (let waited = 0; waited < patienceMs; waited += POLL_MS) {
      if (!(await isAlive(pid))) return
      await sleep(POLL_MS)
    }
    log(`the database server (pid ${pid}) did not stop on ${signal} within ${patienceMs / 1000} s`)
  }
  throw new PostgresError('not_answering', `The database server (pid ${pid}) cannot be stopped, not even by SIGKILL: a disk may hang.`)
}

/** Whether a process lives; one that has ended and only waits to be collected does not. */
export async function isAlive(pid: number): Promise<boolean> {
  if (!isNumberTaken(pid)) return false
  if (process.platform !== 'linux') return true
  // The state follows the name, which stands in parentheses and may hold anything: "12 (a) b) S 1 ...".
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return !/^\) [ZX]/.test(status.slice(status.lastIndexOf(')')))
}

function isNumberTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

/** The lines of the pid file: pid, cluster, start time, port, socket folder, address, shared memory, status. */
async function readPidFile(cluster: string): Promise<string[]> {
  return (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
}

/** Whether the process is a PostgreSQL server whose command names this folder. */
async function isServerOf(pid: number, folder: string): Promise<boolean> {
  const command =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : (spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '')
  return command.includes('postgres') && command.includes(folder)
}

async function removeStaleSocket({ sockets }: PostgresPlace): Promise<void> {
  const lock = path.join(sockets, '.s.PGSQL.5432.lock')
  const pid = Number((await readFile(lock, 'utf8').catch(() => '')).split('\n')[0])
  if (!(pid > 0) || !isNumberTaken(pid) || ((await isAlive(pid)) && (await isServerOf(pid, sockets)))) return
  await rm(lock, { force: true })
  await rm(path.join(sockets, '.s.PGSQL.5432'), { force: true })
}
