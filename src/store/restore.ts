/** Fills an empty database from a backup: all of it or nothing. */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { AppError } from '../model/error.ts'
import { FAITHFUL_SESSION, listMigrations, listTables, type Manifest, type SequenceState, type TableShape } from './backup-catalog.ts'
import type { Moved } from './backup.ts'

/**
 * Restores a backup into a database that has the same migrations and in whose journal nothing stands yet.
 *
 * One transaction: foreign keys, own triggers and forced row security are set aside, the rows are put in, and all is
 * put back, which checks the keys of all rows. The last line of the file is compared before the commit, so a file that
 * is cut or changed leaves the database as it was. Refuses with `conflict` (not empty), `refused` (other schema) or
 * `malformed` (no backup, or damaged).
 */
export async function readBackup(url: string, file: string): Promise<Moved> {
  const client = new pg.Client({ connectionString: url, application_name: 'evenkeel restore' })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query(FAITHFUL_SESSION)
    await client.query("SET LOCAL lock_timeout = '10s'")
    const moved = await restoreAll(client, file)
    await client.query('COMMIT')
    await client.query('ANALYZE')
    return moved
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw explain(error, file)
  } finally {
    await client.end().catch(() => {})
  }
}

/** 55P03: a table is locked, which after ten seconds means that a server works on this database. */
function explain(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === '55P03') return new AppError('conflict', 'The database is in use. Stop the server (`evenkeel serve`) and restore again.', { cause: error })
  if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR') return damaged(file, 'its compression is broken', error)
  return error
}

function damaged(file: string, how: string, cause?: unknown): AppError {
  return new AppError('malformed', `${file} is no whole Evenkeel backup: ${how}. Nothing was changed.`, { cause })
}

async function restoreAll(client: pg.Client, file: string): Promise<Moved> {
  const lines = readLines(file)
  const first = await lines.next()
  const manifest = first.done ? undefined : parseManifest(first.value.text)
  if (!manifest) throw damaged(file, 'it does not begin as one')
  await checkTarget(client, manifest)
  const keys = await setAside(client, manifest.tables)
  const moved = await fill(client, file, manifest, lines)
  for (const statement of keys) await client.query(statement)
  await freeJobs(client)
  return moved
}

function parseManifest(line: string): Manifest | undefined {
  try {
    const parsed: Manifest = JSON.parse(line)
    return parsed.format === 'evenkeel-backup' && parsed.formatVersion === 1 ? parsed : undefined
  } catch {
    return undefined
  }
}

async function checkTarget(client: pg.Client, manifest: Manifest): Promise<void> {
  const here = await listMigrations(client)
  const names = [...new Set([...Object.keys(here), ...Object.keys(manifest.migrations)])]
  const different = names.filter((name) => here[name] !== manifest.migrations[name])
  if (different.length > 0) {
    throw new AppError(
      'refused',
      `The backup of ${manifest.madeAt} was made by another release: ${different.join(', ')} differ. Restore it with that release, then start this one on the result.`,
    )
  }
  const { rows } = await client.query('SELECT FROM public.journal LIMIT 1')
  if (rows.length > 0) {
    throw new AppError('conflict', 'The database is not empty: its journal has entries. Restore into a new data folder (EVENKEEL_DATA) or a new database.')
  }
}

/** Empties the tables of what migrations put there, and returns the statements that put all rules back. */
async function setAside(client: pg.Client, tables: readonly TableShape[]): Promise<string[]> {
  const names = tables.map(({ name }) => name)
  const known = new Set((await listTables(client)).map(({ name }) => name))
  const strange = names.filter((name) => !known.has(name))
  if (strange.length > 0) throw new AppError('refused', `This database has no table ${strange.join(', ')}.`)
  const { rows } = await client.query<{ remove: string; add: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS remove,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
       FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY ($1::regclass[])`,
    [names],
  )
  const forced = await client.query<{ name: string }>('SELECT oid::regclass::text AS name FROM pg_class WHERE relforcerowsecurity AND oid = ANY ($1::regclass[])', [names])
  for (const { remove } of rows) await client.query(remove)
  for (const name of names) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`)
  for (const { name } of forced.rows) await client.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`)
  await client.query(`TRUNCATE ${names.join(', ')}`)
  for (const { name, partitions } of tables) {
    for (const partition of partitions) await client.query(`CREATE TABLE IF NOT EXISTS ${partition.name} PARTITION OF ${name} ${partition.bound}`)
  }
  return [
    ...rows.map(({ add }) => add),
    ...names.map((name) => `ALTER TABLE ${name} ENABLE TRIGGER USER`),
    ...forced.rows.map(({ name }) => `ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`),
  ]
}

/** A line that is no row: the begin or end of a table, the counters, the end of the file. */
interface Mark {
  readonly table?: string
  readonly end?: string
  readonly rows?: number
  readonly sequences?: readonly SequenceState[]
  readonly sha256?: string
}

async function fill(client: pg.Client, file: string, manifest: Manifest, lines: AsyncIterator<Line>): Promise<Moved> {
  let batch: Batch | undefined
  let total = 0
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const { text, digestBefore } = next.value
    if (text.startsWith('[')) {
      if (!batch) throw damaged(file, 'a row stands outside a table')
      await batch.add(text)
      continue
    }
    const mark: Mark = parseMark(file, text)
    if (mark.table !== undefined) {
      const table = manifest.tables.find(({ name }) => name === mark.table)
      if (!table || batch) throw damaged(file, `the table ${mark.table} is not announced`)
      batch = new Batch(client, table)
    } else if (mark.end !== undefined) {
      await batch?.flush()
      if (batch?.count !== mark.rows) throw damaged(file, `${mark.end} has ${batch?.count} rows, not ${mark.rows}`)
      total += batch?.count ?? 0
      batch = undefined
    } else if (mark.sequences) {
      for (const { name, lastValue, isCalled } of mark.sequences) await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [name, lastValue, isCalled])
    } else if (mark.sha256 !== undefined) {
      if (mark.sha256 !== digestBefore()) throw damaged(file, 'its checksum is wrong')
      return { tables: manifest.tables.length, rows: total }
    }
  }
  throw damaged(file, 'its end is missing')
}

function parseMark(file: string, text: string): Mark {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damaged(file, 'a line cannot be read', error)
  }
}

const BATCH_ROWS = 1_000
const BATCH_CHARACTERS = 4_000_000

/** Rows of one table on their way in. */
class Batch {
  count = 0
  readonly #client: pg.Client
  readonly #insert: string
  #lines: string[] = []
  #characters = 0

  constructor(client: pg.Client, table: TableShape) {
    this.#client = client
    const names = table.columns.map(({ name }) => name).join(', ')
    const values = table.columns.map(({ type }, index) => `(r->>${index})::${type}`).join(', ')
    // `jsonb` halves the time of the whole restore (200,000 rows: 6.8 s for 12.9 s), but takes no text over 256 MB.
    const json = table.hasBytes ? 'json' : 'jsonb'
    this.#insert = `INSERT INTO ${table.name} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM ${json}_array_elements($1::${json}) AS r`
  }

  async add(line: string): Promise<void> {
    this.#lines.push(line)
    this.#characters += line.length
    this.count++
    if (this.#lines.length >= BATCH_ROWS || this.#characters >= BATCH_CHARACTERS) await this.flush()
  }

  async flush(): Promise<void> {
    if (this.#lines.length === 0) return
    await this.#client.query(this.#insert, [`[${this.#lines.join(',')}]`])
    this.#lines = []
    this.#characters = 0
  }
}

interface Line {
  readonly text: string
  /** SHA-256 of all lines before this one. */
  readonly digestBefore: () => string
}

async function* readLines(file: string): AsyncGenerator<Line> {
  const source = createReadStream(file)
  const unzipped = source.pipe(createGunzip())
  // `pipe` does not pass errors on; without this a file that is not there would end the process.
  source.on('error', (error) => unzipped.destroy(error))
  const hash = createHash('sha256')
  for await (const text of createInterface({ input: unzipped, crlfDelay: Number.POSITIVE_INFINITY })) {
    yield { text, digestBefore: () => hash.copy().digest('hex') }
    hash.update(text).update('\n')
  }
}

/** The worker that had these jobs does not exist here; the queue would wait four hours for it. */
async function freeJobs(client: pg.Client): Promise<void> {
  await client.query('UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL WHERE locked_by IS NOT NULL')
  await client.query('UPDATE graphile_worker._private_job_queues SET locked_at = NULL, locked_by = NULL WHERE locked_by IS NOT NULL')
}
