/** Seals of the journal: once a day a hash over all rows since the last seal, chained, so that also a removed end of a record's history shows. */
import { createHash } from 'node:crypto'
import type { Database, Row, Tx } from './database.ts'

/** One seal as it is kept. */
interface Seal extends Row {
  readonly fromSeq: number
  readonly toSeq: number
  readonly rows: number
  readonly root: string
  readonly prev: string
  readonly hash: string
  readonly sealedAt: string
}

/** What the newest seal says; written down elsewhere it proves all rows up to `toSeq`, also against the owner of the database. */
export interface Sealed {
  readonly toSeq: number
  readonly hash: string
  readonly sealedAt: string
}

const daySeconds = 86_400
/** A seal's rows are hashed in one statement; more would not fit its memory. */
const mostRows = 200_000
const sealList = 'from_seq AS "fromSeq", to_seq AS "toSeq", rows, root, prev, hash, sealed_at AS "sealedAt"'

const hashOf = (s: Omit<Seal, 'hash'>): string =>
  createHash('sha256').update([s.prev, s.fromSeq, s.toSeq, s.rows, s.root, s.sealedAt].join('\n')).digest('hex')

/** Hashes of all rows of a range in their order, as one; of what an undone import took out the hash has stayed. */
async function rootOf(tx: Tx, fromSeq: number, toSeq: number): Promise<{ rows: number; root: string }> {
  const [found] = await tx.query<{ rows: number; root: string }>(
    `SELECT count(*)::int AS rows, encode(sha256(convert_to(coalesce(string_agg(seq || ':' || hash, ',' ORDER BY seq), ''), 'UTF8')), 'hex') AS root 
     FROM (SELECT seq, hash FROM journal WHERE seq BETWEEN $1 AND $2 UNION ALL SELECT seq, hash FROM journal_removed WHERE seq BETWEEN $1 AND $2) x`, [fromSeq, toSeq])
  if (!found) throw new Error('Broken promise: an aggregate returned no row')
  return found
}

const newest = async (tx: Tx): Promise<Seal | undefined> => (await tx.query<Seal>(`SELECT ${sealList} FROM journal_seal ORDER BY id DESC LIMIT 1`))[0]

/** Seals what was written since the last seal, if that is a day old; returns the newest seal, or null where none was made. */
export async function sealJournal(db: Database, nowMs: number): Promise<Sealed | null> {
  const last = await db.owner(newest)
  if (last && nowMs - Date.parse(last.sealedAt) < daySeconds * 1000) return null
  // A number is drawn before its row is committed: with the lock no number up to the highest can still turn up. It is held for one look.
  const end = await db.owner(async (tx) => {
    await tx.query(`SET LOCAL lock_timeout = '2s'; LOCK TABLE journal IN SHARE MODE`)
    return (await tx.query<{ seq: number | null }>('SELECT max(seq) AS seq FROM journal'))[0]?.seq ?? 0
  })
  let made: Sealed | null = null
  for (let from = (last?.toSeq ?? 0) + 1; from <= end; from += mostRows) {
    made = await db.owner((tx) => sealRange(tx, from, Math.min(from + mostRows - 1, end), new Date(nowMs).toISOString()))
  }
  return made
}

async function sealRange(tx: Tx, fromSeq: number, toSeq: number, sealedAt: string): Promise<Sealed> {
  await tx.query('LOCK TABLE journal_seal IN EXCLUSIVE MODE')
  const last = await newest(tx)
  if ((last?.toSeq ?? 0) !== fromSeq - 1) throw new Error('another process sealed the journal at the same time')
  const unsigned = { fromSeq, toSeq, ...(await rootOf(tx, fromSeq, toSeq)), prev: last?.hash ?? '', sealedAt }
  const hash = hashOf(unsigned)
  await tx.query('INSERT INTO journal_seal (from_seq, to_seq, rows, root, prev, hash, sealed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [fromSeq, toSeq, unsigned.rows, unsigned.root, unsigned.prev, hash, sealedAt])
  return { toSeq, hash, sealedAt }
}

/** Recomputes every seal; one sentence for each that does not hold, and what the newest says. */
export async function verifySeals(db: Database): Promise<{ readonly seals: number; readonly newest: Sealed | null; readonly faults: readonly string[] }> {
  return db.owner(async (tx) => {
    const seals = await tx.query<Seal>(`SELECT ${sealList} FROM journal_seal ORDER BY id`)
    const faults: string[] = []
    for (const [i, s] of seals.entries()) {
      const before = seals[i - 1]
      const name = `seal of ${s.sealedAt} over journal rows ${s.fromSeq} to ${s.toSeq}`
      if (s.prev !== (before?.hash ?? '') || s.fromSeq !== (before?.toSeq ?? 0) + 1) faults.push(`${name}: the seal before it is missing or was changed`)
      if (hashOf(s) !== s.hash) faults.push(`${name}: it was changed after it was written`)
      const now = await rootOf(tx, s.fromSeq, s.toSeq)
      if (now.rows !== s.rows) faults.push(`${name}: ${Math.abs(s.rows - now.rows)} journal rows ${now.rows < s.rows ? 'are missing' : 'were put in'} since`)
      else if (now.root !== s.root) faults.push(`${name}: journal rows were changed since`)
    }
    const end = seals.at(-1)
    return { seals: seals.length, newest: end ? { toSeq: end.toSeq, hash: end.hash, sealedAt: end.sealedAt } : null, faults }
  })
}
