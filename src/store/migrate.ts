/** Brings a database to the current schema: the queue's own tables, the application role, then our numbered files, each once. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { AppError } from '../model/error.ts'
import { appRole } from './database.ts'

const folder = new URL('./migrations/', import.meta.url)
// One lock per installation: of two processes that start at once, one migrates and the other waits.
const migrationLock = 7_070_001

export interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

/** The shipped migrations in order of their numbers. */
export async function migrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((n) => /^\d{4}_[a-z_]+\.sql$/.test(n)).sort()
  return Promise.all(names.map(async (name) => {
    const sql = await readFile(new URL(name, folder), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  }))
}

/**
 * Applies what is missing and returns the names. Each file runs in a transaction of its own.
 * Refuses to go on where a shipped file differs from the one that was applied, or the database is newer than the program.
 */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'evenkeel migrate', options: '-c timezone=UTC' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
    await ensureRole(client)
    await runMigrations({ connectionString: url })
    await client.query('CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())')
    const applied = new Map((await client.query<{ name: string; checksum: string }>('SELECT name, checksum FROM migration')).rows.map((r) => [r.name, r.checksum]))
    const shipped = await migrations()
    const unknown = [...applied.keys()].filter((n) => !shipped.some((m) => m.name === n))
    if (unknown.length > 0) throw new AppError('conflict', `The database has been migrated by a newer version (${unknown.join(', ')}). Start that version, or restore a backup.`)
    const done: string[] = []
    for (const m of shipped) {
      const before = applied.get(m.name)
      if (before !== undefined && before !== m.checksum) throw new AppError('conflict', `Migration ${m.name} was changed after it had been applied. Restore the shipped file; a change belongs in a new migration.`)
      if (before !== undefined) continue
      await client.query('BEGIN')
      try {
        await client.query(m.sql)
        await client.query('INSERT INTO migration (name, checksum) VALUES ($1, $2)', [m.name, m.checksum])
        await client.query('COMMIT')
      } catch (e) {
        await client.query('ROLLBACK').catch(() => undefined)
        throw new AppError('conflict', `Migration ${m.name} failed and changed nothing: ${e instanceof Error ? e.message : String(e)}`, { cause: e })
      }
      done.push(m.name)
    }
    return done
  } finally {
    await client.end()
  }
}

/** Names of shipped migrations that this database lacks. */
export async function pending(client: { query(text: string): Promise<{ rows: { name: string }[] }> }): Promise<string[]> {
  const exists = await client.query("SELECT to_regclass('migration')::text AS name")
  const applied = exists.rows[0]?.name ? new Set((await client.query('SELECT name FROM migration')).rows.map((r) => r.name)) : new Set<string>()
  return (await migrations()).map((m) => m.name).filter((n) => !applied.has(n))
}

// The role is shared by all databases of a server, so two databases migrating at once may both try to create it.
async function ensureRole(client: pg.Client): Promise<void> {
  try {
    await client.query(`DO $$ BEGIN
      IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '${appRole}') THEN CREATE ROLE ${appRole} NOLOGIN NOSUPERUSER NOBYPASSRLS; END IF;
      EXECUTE format('GRANT ${appRole} TO %I', current_user);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`)
  } catch (e) {
    try {
      await client.query(`SET ROLE ${appRole}; RESET ROLE`)
    } catch {
      throw new AppError(
        'forbidden', `The database user may not create the role ${appRole}, under which requests run so that row-level security holds. Let an administrator run once: ` +
        `CREATE ROLE ${appRole} NOLOGIN; GRANT ${appRole} TO <the user in DATABASE_URL>;`, { cause: e })
    }
  }
  await client.query(`GRANT USAGE ON SCHEMA public TO ${appRole}`)
}
