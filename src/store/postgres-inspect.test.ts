/** The facts of a real database, before and after somebody spoils it. */

import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { inspectDatabase } from './postgres-inspect.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

test('a migrated database is whole: nothing is pending and row security binds', async () => {
  const facts = await inspectDatabase(database.url)
  expect(facts).toMatchObject({ encoding: 'UTF8', pendingMigrations: [], roleFault: undefined, tablesWithoutRowSecurity: [] })
  expect(facts.versionNumber).toBeGreaterThanOrEqual(150_000)
  expect(Math.abs(facts.clockSkewSeconds)).toBeLessThan(1)
})

test('a table of organizations without row security is named', async () => {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('CREATE TABLE open_to_all (org_id uuid)')
  await client.end()
  expect((await inspectDatabase(database.url)).tablesWithoutRowSecurity).toEqual(['open_to_all'])
})
