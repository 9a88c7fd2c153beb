/** Gives a test file its own database: a clone of the migrated template. */

import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'

/** A database of one test file. */
export interface TestDatabase {
  /** Accepted by `pg`, Kysely and graphile-worker alike. */
  readonly url: string
  /** Removes the database, ending connections that the test forgot. */
  drop(): Promise<void>
}

/** Clones the migrated template (tens of milliseconds), or another one: `template0` gives an empty database. Call in `beforeAll`, and `drop` in `afterAll`. */
export async function testDatabase(template = inject('testTemplate')): Promise<TestDatabase> {
  const name = `evenkeel_test_${randomBytes(6).toString('hex')}`
  // Without `STRATEGY` every page of the copy would be written into the log, too.
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
  const url = new URL(inject('testServerUrl'))
  url.pathname = `/${name}`
  return { url: url.href, drop: () => dropDatabase(name) }
}

// An autovacuum worker that looks at the database belongs to the superuser, so it cannot be ended from here; it goes by itself soon.
const mostWaits = 250

async function dropDatabase(name: string): Promise<void> {
  for (let wait = 0; ; wait++) {
    try {
      return await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    } catch (e) {
      if (wait >= mostWaits || !(e instanceof Error && 'code' in e && e.code === '42501')) throw e
      await sleep(200)
    }
  }
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('testServerUrl') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
