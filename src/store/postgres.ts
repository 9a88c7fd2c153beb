/** Starts and stops the PostgreSQL server that Evenkeel brings along: one data folder, one Unix socket, no TCP. */

import { spawn } from 'node:child_process'
import { chown, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { serverAccount, type ServerAccount } from './postgres-account.ts'
import { findPostgres, type PostgresBinaries } from './postgres-binaries.ts'

/** How to start the embedded server. */
export interface PostgresOptions {
  /** Folder for cluster, socket and log; made where absent. */
  readonly dataFolder: string
  readonly log?: (line: string) => void
  /** Server settings that replace the defaults, e.g. `{ fsync: 'off' }` for a throw-away test cluster. */
  readonly settings?: Readonly<Record<string, string>>
}

/** A running embedded server. */
export interface RunningPostgres {
  /** Connects as the owner of the database `evenkeel`, who is no superuser: row-level security holds for it. */
  readonly url: string
  /** Connects as superuser to the maintenance database. */
  readonly adminUrl: string
  /** True where the server of a killed predecessor was found healthy and taken over. */
  readonly adopted: boolean
  stop(): Promise<void>
}

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  max_connections: '60',
  shared_buffers: '64MB',
  wal_compression: 'pglz',
}

/** Starts the server of a data folder, creating the cluster first where there is none. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const binaries = await findPostgres()
  const account = await serverAccount()
  const cluster = path.join(options.dataFolder, 'postgres')
  const sockets = path.join(options.dataFolder, 'run')
  await ownFolder(options.dataFolder, account)
  await ownFolder(sockets, account)
  const isNew = !(await readFile(path.join(cluster, 'PG_VERSION'), 'utf8').catch(() => ''))
  if (isNew) await createCluster(binaries, cluster, account)
  const settings = { ...SETTINGS, ...options.settings, unix_socket_directories: sockets }
  const logFile = await open(path.join(options.dataFolder, 'postgres.log'), 'a')
  const child = spawn(
    binaries.postgres,
    ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...account, cwd: '/', detached: true, stdio: ['ignore', logFile.fd, logFile.fd], env: environment(binaries) },
  )
  await logFile.close()
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  while (!/^ready/m.test(await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => ''))) {
    if (child.exitCode !== null) {
      throw new Error(`PostgreSQL did not start:\n${await readFile(path.join(options.dataFolder, 'postgres.log'), 'utf8')}`)
    }
    await sleep(10)
  }
  const adminUrl = socketUrl('postgres', 'postgres', sockets)
  if (isNew) await createDatabase(adminUrl)
  return {
    url: socketUrl('evenkeel', 'evenkeel', sockets),
    adminUrl,
    adopted: false,
    async stop() {
      child.kill('SIGINT')
      await exited
    },
  }
}

function socketUrl(user: string, database: string, sockets: string): string {
  return `postgres://${user}@localhost/${database}?host=${encodeURIComponent(sockets)}`
}

async function ownFolder(folder: string, account: ServerAccount): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (account) await chown(folder, account.uid, account.gid)
}

async function createCluster(binaries: PostgresBinaries, cluster: string, account: ServerAccount): Promise<void> {
  const draft = `${cluster}.new-${process.pid}`
  await rm(draft, { recursive: true, force: true })
  const args = ['-D', draft, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale-provider=builtin', '--locale=C.UTF-8']
  const child = spawn(binaries.initdb, args, { ...account, cwd: '/', env: environment(binaries) })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`initdb failed:\n${output}`)
  await rename(draft, cluster)
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  await client.query('CREATE ROLE evenkeel LOGIN CREATEROLE CREATEDB')
  await client.query('CREATE DATABASE evenkeel OWNER evenkeel')
  await client.end()
}

function environment(binaries: PostgresBinaries): Record<string, string> {
  return { LD_LIBRARY_PATH: binaries.libraries, LC_ALL: 'C', TZ: 'UTC' }
}
