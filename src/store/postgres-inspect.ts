/** Asks a database what an operator should know of it before trusting it with work; changes nothing. */

import pg from 'pg'
import { systemClock } from './clock.ts'
import { appRole } from './database.ts'
import { pending } from './migrate.ts'

/** What was found; every value is as the server says it. */
export interface DatabaseFacts {
  /** `180004` for 18.4. */
  readonly versionNumber: number
  readonly version: string
  readonly user: string
  readonly encoding: string
  /** Settings without which a confirmed write can be lost: `fsync`, `full_page_writes`, `synchronous_commit`. */
  readonly durability: Readonly<Record<string, string>>
  /** Names of migrations of this release that were not applied. */
  readonly pendingMigrations: readonly string[]
  /** The role under which requests run: what is wrong with it, or `undefined`. */
  readonly roleFault: 'absent' | 'passes row security' | 'not granted' | undefined
  /** Tables that hold an organization's rows and do not separate them. */
  readonly tablesWithoutRowSecurity: readonly string[]
  readonly connections: { readonly used: number; readonly most: number }
  /** Seconds by which the server's clock is ahead of ours; half of the round trip is taken off. */
  readonly clockSkewSeconds: number
  readonly sizeBytes: number
}

const CONNECT_TIMEOUT_MS = 5_000

/** Reads the facts. Throws what the connection throws. */
export async function inspectDatabase(url: string): Promise<DatabaseFacts> {
  const client = new pg.Client({ connectionString: url, application_name: 'evenkeel doctor', connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<Row>(`
      SELECT current_setting('server_version_num')::int AS "versionNumber", current_setting('server_version') AS version,
             current_user AS "user", current_setting('server_encoding') AS encoding,
             current_setting('fsync') AS fsync, current_setting('full_page_writes') AS "fullPageWrites",
             current_setting('synchronous_commit') AS "synchronousCommit",
             (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
             current_setting('max_connections')::int AS most, pg_database_size(current_database())::float8 AS "sizeBytes"`)
    const [row] = rows
    if (!row) throw new Error('the database answered with no row')
    const { versionNumber, version, user, encoding, sizeBytes, used, most } = row
    return {
      versionNumber,
      version,
      user,
      encoding,
      sizeBytes,
      durability: { fsync: row.fsync, full_page_writes: row.fullPageWrites, synchronous_commit: row.synchronousCommit },
      connections: { used, most },
      clockSkewSeconds: await measureSkew(client),
      pendingMigrations: await pending(client),
      roleFault: await findRoleFault(client),
      tablesWithoutRowSecurity: await findOpenTables(client),
    }
  } finally {
    await client.end()
  }
}

interface Row {
  versionNumber: number
  version: string
  user: string
  encoding: string
  fsync: string
  fullPageWrites: string
  synchronousCommit: string
  used: number
  most: number
  sizeBytes: number
}

async function measureSkew(client: pg.Client): Promise<number> {
  const before = systemClock.now()
  const { rows } = await client.query<{ ms: number }>('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms')
  const ours = (before + systemClock.now()) / 2
  return ((rows[0]?.ms ?? ours) - ours) / 1000
}

async function findRoleFault(client: pg.Client): Promise<DatabaseFacts['roleFault']> {
  const { rows } = await client.query<{ passes: boolean }>('SELECT rolsuper OR rolbypassrls AS passes FROM pg_roles WHERE rolname = $1', [appRole])
  const [role] = rows
  if (!role) return 'absent'
  if (role.passes) return 'passes row security'
  // Asked by doing: what membership alone allows differs between PostgreSQL 15 and 16.
  return client.query(`SET ROLE ${appRole}`).then(
    () => client.query('RESET ROLE').then(() => undefined),
    () => 'not granted' as const,
  )
}

async function findOpenTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE a.attname = 'org_id' AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
      AND NOT c.relispartition AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
    ORDER BY 1`)
  return rows.map(({ name }) => name)
}
