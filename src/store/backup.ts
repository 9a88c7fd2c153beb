/** Writes a consistent copy of the whole database into one file, while work goes on. */

import { createHash } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { FAITHFUL_SESSION, listMigrations, listSequences, listTables, type Manifest, type TableShape } from './backup-catalog.ts'
import { systemClock } from './clock.ts'

/** What a backup or restore has moved. */
export interface Moved {
  readonly tables: number
  readonly rows: number
}

/**
 * Writes the backup.
 *
 * The file is gzip over lines of JSON: the manifest; for each table its name, its rows as arrays of texts, and its
 * count; at last the states of the counters and the SHA-256 of all lines before. It can be read with `zcat` when
 * everything else is lost. It appears under its name only when it is whole. The secret of the installation is not in it.
 */
export async function writeBackup(url: string, file: string): Promise<Moved> {
  const draft = `${file}.part`
  const target = await open(draft, 'w', 0o600)
  const client = new pg.Client({ connectionString: url, application_name: 'evenkeel backup' })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await client.query(FAITHFUL_SESSION)
    const moved = { tables: 0, rows: 0 }
    await pipeline(Readable.from(readAll(client, moved)), createGzip(), target.createWriteStream({ flush: true }))
    await rename(draft, file)
    return moved
  } catch (error) {
    await target.close().catch(() => {})
    await rm(draft, { force: true })
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

/** The whole text of the backup, piece by piece; what it counted is in `moved` at the end. */
async function* readAll(client: pg.Client, moved: { tables: number; rows: number }): AsyncGenerator<string> {
  const hash = createHash('sha256')
  const hashed = (lines: string) => {
    hash.update(lines)
    return lines
  }
  const tables = await listTables(client)
  const version = await client.query<{ version: string }>("SELECT current_setting('server_version') AS version")
  const manifest: Manifest = {
    format: 'evenkeel-backup',
    formatVersion: 1,
    madeAt: new Date(systemClock.now()).toISOString(),
    postgres: version.rows[0]?.version ?? '',
    migrations: await listMigrations(client),
    tables,
  }
  yield hashed(`${JSON.stringify(manifest)}\n`)
  for (const table of tables) {
    yield hashed(`${JSON.stringify({ table: table.name })}\n`)
    let rows = 0
    for await (const lines of readRows(client, table)) {
      rows += lines.length
      yield hashed(`${lines.join('\n')}\n`)
    }
    yield hashed(`${JSON.stringify({ end: table.name, rows })}\n`)
    moved.tables += 1
    moved.rows += rows
  }
  yield hashed(`${JSON.stringify({ sequences: await listSequences(client) })}\n`)
  yield `${JSON.stringify({ rows: moved.rows, sha256: hash.digest('hex') })}\n`
}

const ROWS_AT_ONCE = 1_000
/** Attachments may hold tens of megabytes each. */
const ROWS_WITH_BYTES_AT_ONCE = 4

/** Each row as one line: a JSON array with the text of every value, as PostgreSQL writes it. */
async function* readRows(client: pg.Client, table: TableShape): AsyncGenerator<string[]> {
  const values = table.columns.map(({ name }) => `${name}::text`).join(', ')
  await client.query(`DECLARE backup NO SCROLL CURSOR FOR SELECT to_json(ARRAY[${values}])::text AS line FROM ${table.name}`)
  const atOnce = table.hasBytes ? ROWS_WITH_BYTES_AT_ONCE : ROWS_AT_ONCE
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${atOnce} FROM backup`)
    if (rows.length > 0) yield rows.map(({ line }) => line)
    if (rows.length < atOnce) break
  }
  await client.query('CLOSE backup')
}
