/** What the worker does every hour for the tables themselves: removes what has had its time, prepares months to come, seals the journal. */
import type { Database, Tx } from './database.ts'
import { monthsBefore, preparePartitions } from './partition.ts'
import { sealJournal } from './seal.ts'

/** How long things are kept. */
export interface Retention {
  /** Days that a raw event is kept that belongs to no open alert. */
  readonly eventDays: number
}

/** A log that takes facts and a sentence. */
export interface HouseLog {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
}

const daySeconds = 86_400
/** An answer to an `Idempotency-Key` is given again for a day, as the guide to the API promises. */
const answerSeconds = daySeconds
/** Rows a statement: each transaction stays short, so that nobody waits for it. */
const rowsAtOnce = 5_000

/** Does all of it; a part that fails is told and does not keep the others from their turn. */
export async function keepHouse(db: Database, nowMs: number, retention: Retention, log: HouseLog): Promise<void> {
  const before = (seconds: number): string => new Date(nowMs - seconds * 1000).toISOString()
  const parts: readonly (readonly [what: string, work: () => Promise<object | null>])[] = [
    ['months were prepared', async () => some('partitions', await preparePartitions(db, nowMs))],
    ['answers to repeated requests were removed', () => removeAll(db, 'idempotency', 'at < $1', before(answerSeconds))],
    ['ended sessions were removed', () => removeAll(db, 'session', 'expires_at < $1', before(0))],
    ['months of old events were removed', async () => some('partitions', await dropMonths(db, before(retention.eventDays * daySeconds)))],
    ['old events were removed', () => removeAll(db, 'event', `received_at < $1 AND NOT ${belongsToOpenAlert}`, before(retention.eventDays * daySeconds))],
    ['the journal was sealed', () => sealJournal(db, nowMs)],
  ]
  for (const [what, work] of parts) {
    try {
      const facts = await work()
      if (facts !== null) log.info(facts, what)
    } catch (err) {
      log.warn({ err }, `housekeeping failed where ${what}; it is tried again within the hour`)
    }
  }
}

const some = (key: string, names: readonly string[]): object | null => (names.length === 0 ? null : { [key]: names })

/** Someone who works on the alert wants to see how it came about. */
const belongsToOpenAlert = `EXISTS (SELECT 1 FROM alert a WHERE a.integration_id = t.integration_id AND a.fingerprint = t.fingerprint AND a.state IN ('firing', 'acknowledged'))`

const keys = { idempotency: 'actor_id, key', session: 'secret_sha256', event: 'received_at, id' } as const

async function removeAll(db: Database, table: keyof typeof keys, condition: string, moment: string): Promise<object | null> {
  let rows = 0
  for (;;) {
    const removed = await db.owner(async (tx) => (await tx.query<{ n: number }>(
      `WITH gone AS (DELETE FROM ${table} WHERE (${keys[table]}) IN (SELECT ${keys[table]} FROM ${table} t WHERE ${condition} LIMIT ${rowsAtOnce}) RETURNING 1) SELECT count(*)::int AS n FROM gone`, [moment]))[0]?.n ?? 0)
    rows += removed
    if (removed < rowsAtOnce) return rows === 0 ? null : { rows }
  }
}

/** A month that nobody needs any more goes at once, instead of row by row. */
async function dropMonths(db: Database, moment: string): Promise<readonly string[]> {
  const dropped: string[] = []
  for (const name of await db.owner((tx) => monthsBefore(tx, 'event', moment))) if (await db.owner((tx) => dropMonth(tx, name))) dropped.push(name)
  return dropped
}

async function dropMonth(tx: Tx, name: string): Promise<boolean> {
  const [needed] = await tx.query(`SELECT 1 FROM "${name}" t WHERE ${belongsToOpenAlert} LIMIT 1`)
  if (needed) return false
  await tx.query(`SET LOCAL lock_timeout = '2s'; DROP TABLE "${name}"`)
  return true
}
