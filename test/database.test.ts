/** Shows that test databases are separate and that their role is bound by row-level security. */

import pg from 'pg'
import { expect, test } from 'vitest'
import { testDatabase } from './database.ts'

test('two test databases do not see each other', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()])
  const [a, b] = [new pg.Client({ connectionString: one.url }), new pg.Client({ connectionString: other.url })]
  await Promise.all([a.connect(), b.connect()])
  await a.query('CREATE TABLE only_here (id int)')
  const seen = await b.query("SELECT to_regclass('only_here') AS found")
  expect(seen.rows).toEqual([{ found: null }])
  await Promise.all([a.end(), b.end()])
  await Promise.all([one.drop(), other.drop()])
})

test('drop ends connections that were forgotten', async () => {
  const database = await testDatabase()
  const forgotten = new pg.Client({ connectionString: database.url })
  forgotten.on('error', () => {})
  await forgotten.connect()
  await database.drop()
  await expect(forgotten.query('SELECT 1')).rejects.toThrow()
})
