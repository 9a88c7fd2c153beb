/** A backup of a database with everything awkward in it, restored and compared value by value. */

import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { writeBackup } from './backup.ts'
import { readBackup } from './restore.ts'

const DEFINITIONS = `
  CREATE TABLE awkward (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parent bigint REFERENCES awkward,
    org_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000001',
    words text, "Order" varchar(20), amount numeric(30,10), ratio float8, at timestamptz(3), day date, span interval,
    bytes bytea, list text[], plain json, facts jsonb, search tsvector, length int GENERATED ALWAYS AS (char_length(words)) STORED);
  CREATE TABLE other (id int PRIMARY KEY, awkward bigint NOT NULL REFERENCES awkward);
  ALTER TABLE awkward ADD COLUMN back int REFERENCES other;
  ALTER TABLE awkward ENABLE ROW LEVEL SECURITY;
  ALTER TABLE awkward FORCE ROW LEVEL SECURITY;
  CREATE POLICY sight ON awkward USING (current_setting('evenkeel.all', true) = 'on');
  CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.words := ''spoilt''; RETURN NEW; END';
  CREATE TRIGGER spoil BEFORE INSERT ON awkward FOR EACH ROW WHEN (current_setting('test.spoil', true) IS DISTINCT FROM 'no') EXECUTE FUNCTION spoil();
  CREATE TABLE parted (at date NOT NULL, n int) PARTITION BY RANGE (at);
  CREATE TABLE parted_rest PARTITION OF parted DEFAULT;`

const SEE_ALL = `SET evenkeel."all" = 'on'`

const ROWS = `
  ${SEE_ALL}; SET test.spoil = 'no';
  INSERT INTO awkward (parent, words, "Order", amount, ratio, at, day, span, bytes, list, plain, facts, search) VALUES
    (2, E'a "quote", a \\\\ backslash,\\ttab\\nand line, [bracket], {"brace"}, ✓ 🚢', 'x', 12345678901234567890.0123456789, 'NaN', '2026-03-29 01:59:59.999Z', '-infinity',
     '1 year 2 mons -3 days 04:05:06.789', '\\x00ff0a', ARRAY['a,b', NULL, '{}', '"'], '{"b": 1,  "a": null}', 'null', to_tsvector('simple', 'boat''s keel')),
    (1, NULL, NULL, NULL, '-Infinity', 'infinity', NULL, NULL, NULL, '{}', 'null', NULL, NULL),
    (NULL, '', '', 0, 1e-300, '1999-12-31 23:59:59.5+05:30', '2024-02-29', '0', '', NULL, '"\\u0000"', '{"deep": [1.10, {"x": "\\\\"}]}', '');
  INSERT INTO other VALUES (7, 3);
  UPDATE awkward SET back = 7 WHERE id = 1;
  CREATE TABLE parted_2026_03 PARTITION OF parted FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
  INSERT INTO parted VALUES ('2026-03-15', 1), ('2030-01-01', 2);
  SELECT graphile_worker.add_job('page', '{"who": "Ada"}'::json, run_at := '2030-01-01', job_key := 'k');
  UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'gone';`

let folder: string
let file: string
let source: TestDatabase
let target: TestDatabase
/** Owns the tables and is bound by row security, as the owner is in production: a superuser who runs the tests makes one for them. */
let owner: string
let isOwnerMade: boolean

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ek-backup-'))
  file = path.join(folder, 'whole.gz')
  source = await testDatabase()
  owner = await ordinaryOwner(source.url)
  await define(source.url)
  await run(source.url, ROWS)
  await writeBackup(source.url, file)
})
afterAll(async () => {
  await source.drop()
  if (isOwnerMade) {
    const last = await testDatabase()
    await run(last.url, `DROP ROLE ${owner}`)
    await last.drop()
  }
  await rm(folder, { recursive: true })
})
beforeEach(async () => {
  target = await testDatabase()
  await define(target.url)
})
afterEach(() => target.drop())

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const result: pg.QueryResult | pg.QueryResult[] = await client.query(sql)
    return Array.isArray(result) ? (result.at(-1)?.rows ?? []) : result.rows
  } finally {
    await client.end()
  }
}

async function ordinaryOwner(url: string): Promise<string> {
  const [self] = await run(url, 'SELECT quote_ident(rolname) AS name, rolsuper OR rolbypassrls AS passes FROM pg_roles WHERE rolname = current_user') as { name: string; passes: boolean }[]
  isOwnerMade = self?.passes === true
  if (!isOwnerMade) return self?.name ?? ''
  const name = `evenkeel_owner_${randomBytes(4).toString('hex')}`
  await run(url, `CREATE ROLE ${name} NOSUPERUSER NOBYPASSRLS`)
  return name
}

const define = (url: string) => run(url, `GRANT CREATE ON SCHEMA public TO ${owner}; SET ROLE ${owner}; ${DEFINITIONS}`)

/** Every row as text, past row security. */
const contents = (url: string, table: string) => run(url, `${SEE_ALL}; SET timezone = 'UTC'; SELECT t::text AS row FROM ${table} t ORDER BY 1`)

test('every value comes back as it was', async () => {
  expect(await contents(source.url, 'awkward')).toHaveLength(3)
  const moved = await readBackup(target.url, file)
  for (const table of ['awkward', 'other', 'parted', 'parted_2026_03', 'graphile_worker._private_tasks']) {
    expect(await contents(target.url, table)).toEqual(await contents(source.url, table))
  }
  expect(moved.rows).toBeGreaterThanOrEqual(8)
})

test('jobs come back and wait for a worker, whoever had them', async () => {
  await readBackup(target.url, file)
  const jobs = await run(target.url, 'SELECT key, payload, locked_by FROM graphile_worker._private_jobs')
  expect(jobs).toEqual([{ key: 'k', payload: { who: 'Ada' }, locked_by: null }])
})

test('keys, triggers, row security and counters hold again afterwards', async () => {
  await readBackup(target.url, file)
  await expect(run(target.url, 'INSERT INTO other VALUES (8, 999)')).rejects.toThrow(/foreign key/)
  await expect(run(target.url, `SET ROLE ${owner}; INSERT INTO awkward (words) VALUES ('x')`)).rejects.toThrow(/row-level security/)
  // The refused row took 4.
  expect(await run(target.url, `SET ROLE ${owner}; ${SEE_ALL}; INSERT INTO awkward (words) VALUES ('x') RETURNING id, words`)).toEqual([{ id: '5', words: 'spoilt' }])
})

test('a database in which work was done is left alone', async () => {
  await run(source.url, `${SEE_ALL}; INSERT INTO journal (record, record_id, org_id, version, at, recorded_at, actor_kind, actor_name, verb, audience, changes, before, input, effects, correlation_id, prev_hash, hash)
    SELECT 'r', u, u, 1, now(), now(), 'rule', 'n', 'v', 'public', '{}', '{}', '{}', '[]', u, '', '' FROM gen_random_uuid() AS u`)
  await expect(readBackup(source.url, file)).rejects.toMatchObject({ code: 'conflict' })
  expect(await contents(source.url, 'awkward')).toHaveLength(3)
})

test.each([
  ['cut short', 'its end is missing', (lines: string[]) => lines.slice(0, -2).join('\n')],
  ['with a changed value', 'checksum', (lines: string[]) => lines.join('\n').replace('boat', 'goat')],
  ['with a row taken out', 'rows, not', (lines: string[]) => lines.filter((line) => !line.includes('boat')).join('\n')],
  ['that is none', 'does not begin as one', () => '{}\n'],
])('a file %s is refused and nothing is changed', async (_name, words, change) => {
  const spoilt = path.join(folder, 'spoilt.gz')
  const lines = gunzipSync(await readFile(file)).toString('utf8').split('\n')
  await writeFile(spoilt, gzipSync(change(lines)))
  await expect(readBackup(target.url, spoilt)).rejects.toThrow(words)
  expect(await contents(target.url, 'awkward')).toEqual([])
  await expect(run(target.url, 'INSERT INTO other VALUES (8, 999)')).rejects.toThrow(/foreign key/)
})

test('half a compressed file is refused', async () => {
  const half = path.join(folder, 'half.gz')
  const bytes = await readFile(file)
  await writeFile(half, bytes.subarray(0, bytes.length / 2))
  await expect(readBackup(target.url, half)).rejects.toThrow(/whole Evenkeel backup/)
})

test('a backup of another schema is refused by name', async () => {
  await run(target.url, "INSERT INTO migration VALUES ('9999_later.sql', 'x')")
  await expect(readBackup(target.url, file)).rejects.toThrow(/9999_later\.sql/)
})

test('a backup that fails leaves no file behind', async () => {
  await expect(writeBackup(source.url, path.join(folder, 'no', 'such.gz'))).rejects.toThrow('ENOENT')
  await expect(writeBackup('postgres://nobody@127.0.0.1:1/x', path.join(folder, 'new.gz'))).rejects.toThrow('ECONNREFUSED')
  expect((await readdir(folder)).filter((name) => name.startsWith('new'))).toEqual([])
})
