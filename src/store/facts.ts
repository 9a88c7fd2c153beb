/** Keeps the fact tables true: follows the journal a moment behind it, and can build all of it again from the journal alone. */
import { rule, sightOf } from '../model/actor.ts'
import { type FactRows, type FactTable, factScope, factsOf, stepScope } from '../model/facts.ts'
import { type Fields, instant, snake } from '../model/field.ts'
import type { JournalEntry } from '../model/journal.ts'
import { createSideTableSql, toColumns } from './columns.ts'
import type { Row, Tx } from './database.ts'
import { journalList } from './journal.ts'
import type { Store } from './store.ts'

export const factFields = (t: FactTable): Fields => ({ ...factScope, ...t.fields })
export const pastFields = (t: FactTable): Fields => ({ ...factScope, knownTo: instant({ label: 'Known to' }), ...t.fields })
export const stepFieldsOf = (t: FactTable): Fields => ({ ...stepScope, ...t.stepFields })

/** The tables of a fact definition, as its migration writes them. No foreign keys: what they hold came from rows that had them. */
export const createFactTablesSql = (t: FactTable): string =>
  [
    { name: `${t.record}_fact`, fields: factFields(t), key: ['recordId'] },
    { name: `${t.record}_fact_past`, fields: pastFields(t), key: ['recordId', 'version'] },
    { name: `${t.record}_step`, fields: stepFieldsOf(t), key: ['recordId', 'version'] },
  ].map((d) => createSideTableSql(d).replace(/ REFERENCES "\w+"\(id\)/g, '').replace(/CREATE INDEX ON "\w+" \(record_id\);\n/, '')).join('\n\n')

const actor = rule('facts')
// Sequences are given before the commit, so a row may appear behind a later one: the newest minute is looked at again each time.
const overlapSeconds = 60
const batch = 500
// Who is behind is looked for less often than facts are written: the first time after a past came in the look goes over all of its journal.
const mostBehind = 10_000

/** Brings the facts of one record type up to the journal. Returns how many records were computed. */
export async function followFacts(store: Store, t: FactTable): Promise<number> {
  let done = 0
  for (;;) {
    const ids = await store.db.write(sightOf(actor), (tx) => behind(tx, t))
    if (ids.length === 0) break
    for (let i = 0; i < ids.length; i += batch) await store.db.write(sightOf(actor), (tx) => compute(tx, t, ids.slice(i, i + batch)))
    done += ids.length
    if (ids.length < mostBehind) break
  }
  await store.db.write(sightOf(actor), async (tx) => {
    await tx.takesLong()
    await tx.query(
      `UPDATE fact_mark SET seq = greatest(seq, coalesce((SELECT max(seq) FROM journal WHERE seq > fact_mark.seq AND recorded_at < $2::timestamptz), seq)) WHERE record = $1`,
      [t.record, new Date(store.clock.now() - overlapSeconds * 1000).toISOString()])
  })
  return done
}

/** Records whose journal is ahead of their facts. A changed definition lets all facts go first. */
async function behind(tx: Tx, t: FactTable): Promise<string[]> {
  await tx.takesLong()
  const [mark] = await tx.query<{ seq: number; version: number }>('SELECT seq, version FROM fact_mark WHERE record = $1 FOR UPDATE', [t.record])
  if (!mark) await tx.query('INSERT INTO fact_mark (record, seq, version) VALUES ($1, 0, $2) ON CONFLICT (record) DO NOTHING', [t.record, t.version])
  else if (mark.version !== t.version) await forget(tx, t)
  const rows = await tx.query<{ id: string }>(
    `SELECT j.record_id AS id FROM journal j LEFT JOIN "${t.record}_fact" f ON f.record_id = j.record_id
     WHERE j.record = $1 AND j.seq > (SELECT seq FROM fact_mark WHERE record = $1) AND (f.version IS NULL OR f.version < j.version)
     GROUP BY j.record_id ORDER BY min(j.seq) LIMIT ${mostBehind}`, [t.record])
  return rows.map((r) => r.id)
}

async function forget(tx: Tx, t: FactTable): Promise<void> {
  for (const name of ['fact', 'fact_past', 'step']) await tx.query(`DELETE FROM "${t.record}_${name}"`)
  await tx.query('UPDATE fact_mark SET seq = 0, version = $2 WHERE record = $1', [t.record, t.version])
}

async function compute(tx: Tx, t: FactTable, ids: readonly string[]): Promise<void> {
  await tx.takesLong()
  const journal = await tx.query<JournalEntry & Row>(`SELECT ${journalList} FROM journal WHERE record = $1 AND record_id = ANY($2::uuid[]) ORDER BY record_id, version`, [t.record, ids])
  await writeFacts(tx, t, [...Map.groupBy(journal, (e) => e.recordId).values()].map((list) => factsOf(t, list)))
}

/** Writes the fact rows of these records; what is there already is replaced. */
export async function writeFacts(tx: Tx, t: FactTable, all: readonly FactRows[]): Promise<void> {
  await upsert(tx, `${t.record}_fact`, factFields(t), ['recordId'], all.map((x) => x.current))
  await upsert(tx, `${t.record}_fact_past`, pastFields(t), ['recordId', 'version'], all.flatMap((x) => x.past))
  await upsert(tx, `${t.record}_step`, stepFieldsOf(t), ['recordId', 'version'], all.flatMap((x) => x.steps))
}

async function upsert(tx: Tx, table: string, fields: Fields, key: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  if (rows.length === 0) return
  const columns = Object.keys(fields).map((k) => `"${snake(k)}"`)
  const keys = key.map((k) => `"${snake(k)}"`)
  await tx.query(
    `INSERT INTO "${table}" (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)
     ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${columns.filter((c) => !keys.includes(c)).map((c) => `${c} = excluded.${c}`).join(', ')}`,
    [JSON.stringify(rows.map(toColumns))], `facts_${table}`)
}

/** Lets all facts go and computes them again from the journal; the result is the same byte for byte (`factsDigest`). */
export async function rebuildFacts(store: Store, t: FactTable): Promise<number> {
  await store.db.write(sightOf(actor), async (tx) => {
    await tx.takesLong()
    await tx.query('INSERT INTO fact_mark (record, seq, version) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING', [t.record, t.version])
    await forget(tx, t)
  })
  return followFacts(store, t)
}

/** Records whose facts are missing or older than their row: what a lost moment would have left behind. Looked for once an hour. */
export async function sweepFacts(store: Store, t: FactTable): Promise<number> {
  const ids = await store.db.read(sightOf(actor), async (tx) => {
    await tx.takesLong()
    return tx.query<{ id: string }>(
      `SELECT r.id FROM "${t.record}" r LEFT JOIN "${t.record}_fact" f ON f.record_id = r.id WHERE f.version IS DISTINCT FROM r.version LIMIT 10000`)
  })
  for (let i = 0; i < ids.length; i += batch) await store.db.write(sightOf(actor), (tx) => compute(tx, t, ids.slice(i, i + batch).map((r) => r.id)))
  return ids.length
}

/** One hash over all fact rows in a fixed order: equal facts, equal digest. */
export async function factsDigest(store: Store, t: FactTable): Promise<string> {
  return store.db.read(sightOf(actor), async (tx) => {
    await tx.takesLong()
    const parts: string[] = []
    for (const [name, order] of [['fact', 'record_id'], ['fact_past', 'record_id, version'], ['step', 'record_id, version']] as const) {
      const [row] = await tx.query<{ d: string }>(`SELECT md5(coalesce(string_agg(md5(x::text), '' ORDER BY ${order}), '')) AS d FROM "${t.record}_${name}" x`)
      parts.push(row?.d ?? '')
    }
    return parts.join('.')
  })
}
