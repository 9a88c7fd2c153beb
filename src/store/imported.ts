/** What came from a former system: looking it up by its source's id, noting it, the faults of a run, and taking a run out again. */
import { createHash } from 'node:crypto'
import type { RecordType } from '../model/record.ts'
import type { Database, Row, Tx } from './database.ts'

/**
 * Holds the right to import this source into this organization, over all processes of the installation, until it is let go or the connection ends.
 * Null where another process holds it.
 */
export async function holdSource(db: Database, orgId: string, source: string): Promise<{ release(): void } | null> {
  const client = await db.ownerPool.connect()
  let isHeld = false
  try {
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held', [`import ${orgId} ${source}`])
    isHeld = rows[0]?.held === true
    // The lock ends with its connection: this one does not go back into the pool.
    return isHeld ? { release: () => { client.release(true) } } : null
  } finally {
    if (!isHeld) client.release()
  }
}

export interface Imported {
  readonly sourceId: string
  readonly record: string
  readonly recordId: string
  readonly version: number
  readonly contentHash: string
}

/** One that is here, and the run that brought it. */
export interface Known extends Imported { readonly importId: string }

/** Which of these ids are here already. Joined and planned anew each time: a plan that was kept from when nothing was here compared each row with each id. */
export async function importedOf(tx: Tx, orgId: string, source: string, record: string, sourceIds: readonly string[]): Promise<ReadonlyMap<string, Known>> {
  const rows = await tx.query<Row & Known>(
    `SELECT source_id AS "sourceId", record, record_id AS "recordId", version, content_hash AS "contentHash", import_id AS "importId" FROM imported JOIN unnest($4::text[]) AS asked(source_id) USING (source_id) WHERE org_id = $1 AND source = $2 AND record = $3`, [orgId, source, record, sourceIds])
  return new Map(rows.map((r) => [r.sourceId, r]))
}

export async function noteImported(tx: Tx, importId: string, orgId: string, source: string, rows: readonly Imported[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `INSERT INTO imported (org_id, source, source_id, record, record_id, version, content_hash, import_id)
     SELECT $1, $2, x."sourceId", x.record, x."recordId", x.version, x."contentHash", $3 FROM jsonb_to_recordset($4::jsonb) AS x("sourceId" text, record text, "recordId" uuid, version integer, "contentHash" text)`,
    [orgId, source, importId, JSON.stringify(rows)], 'note_imported')
}

/** Incidents here that no import of this source made, at most 1; and whether records of it stand, 0 or 1. */
export async function foreignIncidents(tx: Tx, source: string): Promise<{ incidents: number; stands: number }> {
  const [row] = await tx.query<{ incidents: number; stands: number }>(
    `SELECT (SELECT count(*)::int FROM (SELECT 1 FROM incident t WHERE NOT EXISTS (SELECT 1 FROM imported i WHERE i.record_id = t.id AND i.source = $1) LIMIT 1) x) AS incidents,
       (SELECT count(*)::int FROM (SELECT 1 FROM imported WHERE source = $1 LIMIT 1) y) AS stands`, [source])
  return row ?? { incidents: 0, stands: 0 }
}

/** One row or record that was not taken, or a remark on one that was. */
export interface ImportFault {
  readonly n: number
  readonly line: number
  readonly sourceId: string
  readonly kind: 'row' | 'record' | 'remark'
  readonly reason: string
}

export async function noteFaults(tx: Tx, importId: string, orgId: string, faults: readonly ImportFault[]): Promise<void> {
  if (faults.length === 0) return
  await tx.query(
    `INSERT INTO import_fault (import_id, org_id, n, line, source_id, kind, reason) SELECT $1, $2, x.n, x.line, left(x."sourceId", 200), x.kind, left(x.reason, 1000)
     FROM jsonb_to_recordset($3::jsonb) AS x(n integer, line bigint, "sourceId" text, kind text, reason text) ON CONFLICT DO NOTHING`, [importId, orgId, JSON.stringify(faults)])
}

export const forgetFaults = (tx: Tx, importId: string): Promise<Row[]> => tx.query('DELETE FROM import_fault WHERE import_id = $1', [importId])

/** Faults of a run in the order of the file, at most 500 behind number `after`. */
export const faultsOf = (tx: Tx, importId: string, { after = 0, limit = 500, kind }: { readonly after?: number; readonly limit?: number; readonly kind?: ImportFault['kind'] } = {}): Promise<(Row & ImportFault)[]> =>
  tx.query<Row & ImportFault>(`SELECT n, line::float8 AS line, source_id AS "sourceId", kind, reason FROM import_fault WHERE import_id = $1 AND n > $2 AND ($4::text IS NULL OR kind = $4) ORDER BY n LIMIT $3`,
    [importId, after, Math.min(Math.max(limit, 1), 500), kind ?? null])

/** Faults grouped by their reason, most frequent first, with one example each. */
export const faultKindsOf = (tx: Tx, importId: string): Promise<(Row & { kind: string; reason: string; n: number; line: number; sourceId: string })[]> =>
  tx.query(`SELECT kind, regexp_replace(regexp_replace(reason, '"[^"]*"', '…', 'g'), '\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z', '…', 'g') AS reason, count(*)::int AS n, min(line)::float8 AS line, (array_agg(source_id ORDER BY n))[1] AS "sourceId"
    FROM import_fault WHERE import_id = $1 GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 200`, [importId])

const batch = 500

/**
 * Takes out what a run made: rows, what stands beside them, journal, search, facts. Records that have changed since, or that others point to, are
 * kept. Runs as the owner, in many short transactions; broken off and called again it goes on.
 */
export async function undoImport(db: Database, importId: string, types: ReadonlyMap<string, RecordType>, factRecords: ReadonlySet<string>): Promise<{ removed: number; kept: number; digest: string }> {
  const digest = createHash('sha256')
  let removed = 0
  // What two types in a circle hold of each other goes in a second pass; one that removes nothing more is the last.
  for (;;) {
    let now = 0
    for (const r of pointingFirst([...types.values()])) now += await undoType(db, importId, r, factRecords, digest)
    removed += now
    const [left] = await db.owner((tx) => tx.query<{ n: number }>('SELECT count(*)::int AS n FROM imported WHERE import_id = $1', [importId]))
    if (now === 0 || !left?.n) return { removed, kept: left?.n ?? 0, digest: digest.digest('hex') }
  }
}

async function undoType(db: Database, importId: string, r: RecordType, factRecords: ReadonlySet<string>, digest: ReturnType<typeof createHash>): Promise<number> {
  let removed = 0
  let last = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
  for (;;) {
    const step = await db.owner(async (tx) => {
      // Youngest first: what is part of another, or merged into it, is younger.
      const rows = await tx.query<{ id: string; chain: string; isSame: boolean }>(
        `SELECT t.id, t.chain, t.version = i.version AS "isSame" FROM imported i JOIN "${r.name}" t ON t.id = i.record_id WHERE i.import_id = $1 AND i.record = $2 AND t.id < $3 ORDER BY t.id DESC LIMIT ${batch} FOR UPDATE OF t`, [importId, r.name, last])
      const mine = rows.filter((x) => x.isSame)
      const gone = await removeAll(tx, r, mine.map((x) => x.id), importId, factRecords)
      for (const x of mine) if (gone.has(x.id)) digest.update(`${x.chain}\n`)
      return { last: rows.at(-1)?.id, removed: gone.size }
    })
    removed += step.removed
    if (step.last === undefined) return removed
    last = step.last
  }
}

/** Each type before those that its records point to; the practices' order backwards where nothing points. */
function pointingFirst(types: readonly RecordType[]): RecordType[] {
  const ordered = new Set<RecordType>()
  const onTheWay = new Set<RecordType>()
  const place = (r: RecordType): void => {
    if (onTheWay.has(r)) return
    onTheWay.add(r)
    for (const other of types) if (Object.values(other.fields).some((f) => f.kind === 'ref' && f.to === r.name)) place(other)
    ordered.add(r)
  }
  types.toReversed().forEach(place)
  return [...ordered]
}

/** All at once, or one by one where something points to one of them. */
async function removeAll(tx: Tx, r: RecordType, ids: readonly string[], importId: string, factRecords: ReadonlySet<string>): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  try {
    await tx.savepoint(() => remove(tx, r, ids, importId, factRecords))
    return new Set(ids)
  } catch (e) {
    if (!(typeof e === 'object' && e !== null && 'code' in e && e.code === '23503')) throw e
    if (ids.length === 1) return new Set()
    const half = Math.ceil(ids.length / 2)
    return new Set([...await removeAll(tx, r, ids.slice(0, half), importId, factRecords), ...await removeAll(tx, r, ids.slice(half), importId, factRecords)])
  }
}

async function remove(tx: Tx, r: RecordType, ids: readonly string[], importId: string, factRecords: ReadonlySet<string>): Promise<void> {
  await tx.query(`SELECT set_config('evenkeel.undo', 'import', true), set_config('evenkeel.undo_id', $1, true)`, [importId])
  await tx.query(`DELETE FROM "${r.name}" WHERE id = ANY($1::uuid[])`, [ids])
  for (const t of r.tables) await tx.query(`DELETE FROM "${t.name}" WHERE record_id = ANY($1::uuid[])`, [ids])
  await tx.query('DELETE FROM search_entry WHERE record_id = ANY($1::uuid[])', [ids])
  await tx.query('DELETE FROM obligation WHERE record_id = ANY($1::uuid[])', [ids])
  if (factRecords.has(r.name)) for (const t of ['fact', 'fact_past', 'step']) await tx.query(`DELETE FROM "${r.name}_${t}" WHERE record_id = ANY($1::uuid[])`, [ids])
  await tx.query('DELETE FROM journal WHERE record = $1 AND record_id = ANY($2::uuid[])', [r.name, ids])
  await tx.query('DELETE FROM imported WHERE import_id = $1 AND record_id = ANY($2::uuid[])', [importId, ids])
  await tx.query(`SELECT set_config('evenkeel.undo', '', true)`)
}
