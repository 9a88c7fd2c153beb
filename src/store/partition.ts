/** Keeps a partition ready for each month that comes, so that old months can be dropped whole and the default one stays small. */
import type { Database, Tx } from './database.ts'

/** A table that is partitioned by a moment. */
export interface Partitioned {
  readonly table: 'journal' | 'event'
  readonly column: string
}

/** The two that grow without end. */
export const partitioned: readonly Partitioned[] = [{ table: 'journal', column: 'recorded_at' }, { table: 'event', column: 'received_at' }]

/** This month and the two that follow: a month of standing still is survived. */
const monthsAhead = 2
/** Writers wait behind us while we wait for them: rather try again an hour later. */
const lockTimeout = `SET LOCAL lock_timeout = '2s'`

interface Month {
  readonly name: string
  /** Inclusive, UTC. */
  readonly from: string
  /** Exclusive. */
  readonly to: string
}

/**
 * Makes what is missing from the month of `nowMs` on, and returns the names of the new partitions.
 *
 * A month whose rows lie in the default partition already keeps them there: they are found all the same, and only a
 * later month can be told apart.
 */
export async function preparePartitions(db: Database, nowMs: number): Promise<readonly string[]> {
  const made: string[] = []
  for (const p of partitioned) {
    for (let ahead = 0; ahead <= monthsAhead; ahead++) {
      const month = monthOf(p.table, nowMs, ahead)
      const isNeeded = await db.owner(async (tx) => !(await exists(tx, month.name)) && !(await holdsRows(tx, p, month)))
      if (isNeeded && (await attach(db, p, month))) made.push(month.name)
    }
  }
  return made
}

function monthOf(table: string, nowMs: number, ahead: number): Month {
  const now = new Date(nowMs)
  const first = (n: number): string => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + n, 1)).toISOString()
  const from = first(ahead)
  return { name: `${table}_${from.slice(0, 7).replace('-', '_')}`, from, to: first(ahead + 1) }
}

const exists = async (tx: Tx, name: string): Promise<boolean> => (await tx.query<{ found: string | null }>('SELECT to_regclass($1)::text AS found', [name]))[0]?.found != null

/** Whether rows of the month lie in the default partition, where they stay. */
const holdsRows = async (tx: Tx, { table, column }: Partitioned, month: Month): Promise<boolean> =>
  (await tx.query(`SELECT 1 FROM ${table}_rest WHERE ${column} >= $1 AND ${column} < $2 LIMIT 1`, [month.from, month.to])).length > 0

/**
 * Attaching looks through the whole default partition while nobody may write, unless a constraint says that it holds no
 * row of the month. Proving the constraint holds up nobody, so it is made first. It is the safeguard too: where a row
 * of the month came in meanwhile the proof fails and nothing has changed.
 */
async function attach(db: Database, { table, column }: Partitioned, month: Month): Promise<boolean> {
  const rest = `${table}_rest`
  const proof = `no_${month.name}`
  await db.owner((tx) => tx.query(`${lockTimeout}; ALTER TABLE ${rest} DROP CONSTRAINT IF EXISTS ${proof};
    ALTER TABLE ${rest} ADD CONSTRAINT ${proof} CHECK (${column} < '${month.from}' OR ${column} >= '${month.to}') NOT VALID`))
  try {
    await db.owner((tx) => tx.query(`ALTER TABLE ${rest} VALIDATE CONSTRAINT ${proof}`))
  } catch (error) {
    await db.owner((tx) => tx.query(`ALTER TABLE ${rest} DROP CONSTRAINT IF EXISTS ${proof}`))
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === checkViolation) return false
    throw error
  }
  await db.owner((tx) => tx.query(`${lockTimeout}; CREATE TABLE ${month.name} (LIKE ${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
    REVOKE ALL ON ${month.name} FROM PUBLIC;
    ALTER TABLE ${table} ATTACH PARTITION ${month.name} FOR VALUES FROM ('${month.from}') TO ('${month.to}');
    ALTER TABLE ${rest} DROP CONSTRAINT ${proof}`))
  return true
}

const checkViolation = '23514'

/** The months of a table that end at or before this moment, oldest first, with their names. */
export async function monthsBefore(tx: Tx, table: Partitioned['table'], moment: string): Promise<readonly string[]> {
  const rows = await tx.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = $1::regclass AND c.relname ~ '_[0-9]{4}_[0-9]{2}$'
        AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= $2::timestamptz AT TIME ZONE 'UTC' ORDER BY 1`, [table, moment])
  return rows.map((r) => r.name)
}
