/** Global set-up of a test run: one PostgreSQL and one migrated template database that every test file clones. */

import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { isAlive, stopServer } from '../../src/store/postgres-process.ts'
import { startPostgres } from '../../src/store/postgres.ts'
import { scratchFolder } from './scratch.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where test databases are made: connects as the role that owns them. */
    testServerUrl: string
    /** Name of the migrated database to clone. */
    testTemplate: string
  }
}

/** Starts the server (or uses `DATABASE_URL`, whose role must be allowed to create databases). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_URL']
  const { url, stop } = given ? { url: given, stop: async () => {} } : await throwAwayServer()
  const template = `evenkeel_template_${randomBytes(4).toString('hex')}`
  try {
    await query(url, `CREATE DATABASE ${template} TEMPLATE template0`)
    await applyMigrations(databaseUrl(url, template))
    // Cloning fails while anybody is connected to the template.
    await query(url, `ALTER DATABASE ${template} ALLOW_CONNECTIONS false`)
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('testServerUrl', url)
  project.provide('testTemplate', template)
  return async () => {
    if (given) await query(url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`)
    await stop()
  }
}

const PREFIX = 'ek-test-'

/** A run that was killed leaves its server behind: nobody would ever stop it, and it holds memory. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(scratchFolder())) {
    const owner = Number(/^ek-test-(\d+)-/.exec(name)?.[1])
    if (!(owner > 0) || (await isAlive(owner))) continue
    const folder = path.join(scratchFolder(), name)
    const server = Number((await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0])
    // Another user's run is not ours to end.
    try {
      if (server > 0 && (await isAlive(server))) await stopServer(server, console.warn)
      await rm(folder, { recursive: true, force: true })
    } catch {
      console.warn(`${folder} was left by a killed test run and cannot be removed`)
    }
  }
}

/** A cluster that dies with the run; durability tests start their own, so this one does not pay for fsync. */
async function throwAwayServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  await removeLeftovers()
  const folder = await mkdtemp(path.join(scratchFolder(), `${PREFIX}${process.pid}-`))
  const settings = { autovacuum_vacuum_cost_delay: '0', fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '100' }
  const server = await startPostgres({ dataFolder: folder, settings })
  await query(server.adminUrl, 'ALTER ROLE evenkeel CREATEDB')
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { url: server.url, stop }
}

async function applyMigrations(url: string): Promise<void> {
  const file = fileURLToPath(new URL('../../src/store/migrate.ts', import.meta.url))
  if (!existsSync(file)) {
    console.warn('src/store/migrate.ts does not exist yet: the template database is empty')
    return
  }
  const store: { migrate(url: string): Promise<string[]> } = await import(/* @vite-ignore */ file)
  await store.migrate(url)
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function databaseUrl(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}
