/** A database of every released version comes to the schema of this one with all that is in it. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { practices } from '../../src/app/parts.ts'
import { rule, sightOf } from '../../src/model/actor.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { organization } from '../../src/practices/organization/record.ts'
import { verifyJournal } from '../../src/store/journal.ts'
import { migrate, migrations } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/open.ts'
import { sealJournal, verifySeals } from '../../src/store/seal.ts'
import { testDatabase } from '../database.ts'

const me = rule('test')

async function rowsOf(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, options: '-c evenkeel.all=on -c evenkeel.internal=on' })
  await client.connect()
  try {
    const result: pg.QueryResult | pg.QueryResult[] = await client.query(sql)
    return Array.isArray(result) ? (result.at(-1)?.rows ?? []) : result.rows
  } finally {
    await client.end()
  }
}

const shape = (url: string): Promise<Record<string, unknown>[]> => rowsOf(url,
  `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`)
const policies = (url: string): Promise<Record<string, unknown>[]> => rowsOf(url, `SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public' ORDER BY 1, 2`)
const indexes = (url: string): Promise<Record<string, unknown>[]> => rowsOf(url, `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`)
const grants = (url: string): Promise<Record<string, unknown>[]> => rowsOf(url, `SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = 'evenkeel_app' AND table_schema = 'public' ORDER BY 1, 2`)

describe.each(globSync('test/released/*.sql').map((file) => [path.basename(file, '.sql'), file]))('version %s', (_version, file) => {
  test('keeps every record and every word of its journal, and is worked on as before', async () => {
    const old = await testDatabase('template0')
    const fresh = await testDatabase()
    try {
      await rowsOf(old.url, readFileSync(file, 'utf8'))
      const [before] = await rowsOf(old.url, 'SELECT count(*)::int AS n, string_agg(hash, \'\' ORDER BY seq) AS hashes FROM journal')
      const waiting = await rowsOf(old.url, 'SELECT count(*)::int AS n FROM graphile_worker._private_jobs')
      const applied = (await rowsOf(old.url, 'SELECT name FROM migration')).map((m) => m['name'])
      const missing = (await migrations()).map((m) => m.name).filter((name) => !applied.includes(name))

      expect(await migrate(old.url)).toEqual(missing)

      expect(await rowsOf(old.url, 'SELECT count(*)::int AS n, string_agg(hash, \'\' ORDER BY seq) AS hashes FROM journal')).toEqual([before])
      expect(await rowsOf(old.url, 'SELECT count(*)::int AS n FROM graphile_worker._private_jobs')).toEqual(waiting)
      expect(await shape(old.url)).toEqual(await shape(fresh.url))
      expect(await policies(old.url)).toEqual(await policies(fresh.url))
      expect(await indexes(old.url)).toEqual(await indexes(fresh.url))
      expect(await grants(old.url)).toEqual(await grants(fresh.url))

      const store = openStore({ url: old.url, practices, poolSize: 2 })
      try {
        const { records, faults } = await verifyJournal(store.db, store.records)
        expect(faults).toEqual([])
        expect(records).toBeGreaterThan(20)
        const [known] = (await store.read(me, (s) => s.list(incident, { limit: 1 }))).items
        const noted = await store.write(me, (s) => s.move(incident, known?.id ?? '', 'note', { body: 'after the upgrade' }))
        expect(noted.version).toBe((known?.version ?? 0) + 1)
        const made = await store.write(me, (s) => s.create(organization, { name: 'New one', kind: 'customer', zone: 'UTC' }))
        expect(await store.db.read(sightOf(me), (tx) => tx.query('SELECT 1 FROM organization WHERE id = $1', [made.id]))).toHaveLength(1)
        await sealJournal(store.db, store.clock.now())
        expect((await verifySeals(store.db)).faults).toEqual([])
        expect((await verifyJournal(store.db, store.records)).faults).toEqual([])
      } finally {
        await store.close()
      }
    } finally {
      await old.drop()
      await fresh.drop()
    }
    // Twenty migrations and two whole proofs, on a machine that does other things too.
  }, 60_000)
})

test('there is a database of a released version to try', () => {
  expect(globSync('test/released/*.sql')).not.toEqual([])
})
