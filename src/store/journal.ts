/** Reading the journal: a record's history, a timeline as an actor may see it, the audit list, and the proof that nothing was changed. */
import { createHash } from 'node:crypto'
import { type Actor, roleOf, seesInternal } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { canonical, fold, type JournalEntry, sealedText } from '../model/journal.ts'
import type { RecordType } from '../model/record.ts'
import { selectList, toColumns } from './columns.ts'
import type { Database, Row, Tx } from './database.ts'

export const journalList = `seq, record, record_id AS "recordId", org_id AS "orgId", version, at, recorded_at AS "recordedAt", actor_kind AS "actorKind", actor_id AS "actorId",
 actor_name AS "actorName", verb, audience, reason, changes, before, input, effects, correlation_id AS "correlationId", prev_hash AS "prevHash", hash`

type EntryRow = Row & JournalEntry

export const historyOf = (tx: Tx, record: string, recordId: string): Promise<JournalEntry[]> =>
  tx.query<EntryRow>(`SELECT ${journalList} FROM journal WHERE record = $1 AND record_id = $2 ORDER BY version`, [record, recordId], 'history')

/** Journals of several records, each oldest first. */
export async function historiesOf(tx: Tx, record: string, recordIds: readonly string[]): Promise<ReadonlyMap<string, JournalEntry[]>> {
  if (recordIds.length === 0) return new Map()
  const rows = await tx.query<EntryRow>(`SELECT ${journalList} FROM journal WHERE record = $1 AND record_id = ANY($2::uuid[]) ORDER BY record_id, version`, [record, recordIds], 'histories')
  return Map.groupBy(rows, (e) => e.recordId)
}

export async function timelineOf(tx: Tx, type: RecordType, actor: Actor, recordId: string, options: { after?: number; limit?: number }): Promise<JournalEntry[]> {
  const rows = await tx.query<EntryRow>(
    `SELECT ${journalList} FROM journal WHERE record = $1 AND record_id = $2 AND version > $3 ORDER BY version LIMIT $4`,
    [type.name, recordId, options.after ?? 0, Math.min(options.limit ?? 1000, 5000)], 'timeline')
  return seesInternal(actor) ? rows : rows.map((e) => onlyPublic(type, e))
}

/** The entry without internal fields and inputs. */
function onlyPublic(type: RecordType, e: JournalEntry): JournalEntry {
  const keep = (o: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(o).filter(([k]) => type.fields[k] !== undefined && type.fields[k]?.audience === 'public'))
  return { ...e, changes: keep(e.changes), before: keep(e.before), input: {}, effects: e.effects.filter((x) => x.row['audience'] === 'public') }
}

/** Which rows of the audit list are wanted; nothing: all that the actor may see. */
export interface AuditAsked {
  /** Only rows written before this one, by `seq`: the next page. */
  readonly before?: number
  /** 1 to 500; 100 without it. */
  readonly limit?: number
  /** Name of a record type. */
  readonly record?: string
  readonly recordId?: string
  readonly verb?: string
  readonly actorId?: string
  readonly actorKind?: Actor['kind']
  /** Written at this instant or later. */
  readonly from?: string
  /** Written before this instant. */
  readonly to?: string
}

/** The journal over all record types that the actor may read, newest first. Refused as forbidden for who is no auditor, manager or administrator. */
export async function auditOf(tx: Tx, actor: Actor, types: ReadonlyMap<string, RecordType>, o: AuditAsked): Promise<JournalEntry[]> {
  checkAuditor(actor)
  const records = [...types.values()].filter((t) => t.read.includes(roleOf(actor)) && (o.record === undefined || t.name === o.record)).map((t) => t.name)
  return tx.query<EntryRow>(
    `SELECT ${journalList} FROM journal WHERE record = ANY($1) AND seq < $2 AND ($3::uuid IS NULL OR actor_id = $3) AND ($5::uuid IS NULL OR record_id = $5)
       AND ($6::text IS NULL OR verb = $6) AND ($7::text IS NULL OR actor_kind = $7) AND ($8::timestamptz IS NULL OR recorded_at >= $8) AND ($9::timestamptz IS NULL OR recorded_at < $9)
     ORDER BY seq DESC LIMIT $4`,
    [records, o.before ?? Number.MAX_SAFE_INTEGER, o.actorId ?? null, Math.min(o.limit ?? 100, 500), o.recordId ?? null, o.verb ?? null, o.actorKind ?? null, o.from ?? null, o.to ?? null])
}

/** Refused as forbidden unless the role may read what everybody did. */
export function checkAuditor(actor: Actor): void {
  if (!['auditor', 'manager', 'admin'].includes(roleOf(actor))) throw new AppError('forbidden', 'The audit list is for auditors, managers and administrators.')
}

export interface Proof {
  readonly records: number
  readonly entries: number
  /** One sentence for each thing that does not hold; empty when all is well. */
  readonly faults: readonly string[]
}

/**
 * Walks every record's chain, recomputes each hash, folds the entries and compares the result with the row, column by column.
 * Constant memory: records are read one batch of ids at a time.
 */
export async function verifyJournal(db: Database, types: ReadonlyMap<string, RecordType>): Promise<Proof> {
  const faults: string[] = []
  let records = 0
  let entries = 0
  await db.owner(async (tx) => {
    for (const r of types.values()) {
      let last = '00000000-0000-0000-0000-000000000000'
      for (;;) {
        const rows = await tx.query<Row & { id: string; chain: string }>(`SELECT ${selectList(r.fields, 't')}, t.chain FROM "${r.name}" t WHERE id > $1 ORDER BY id LIMIT 500`, [last])
        if (rows.length === 0) break
        last = rows[rows.length - 1]?.id ?? last
        const journal = await tx.query<EntryRow>(`SELECT ${journalList} FROM journal WHERE record = $1 AND record_id = ANY($2::uuid[]) ORDER BY record_id, version`, [r.name, rows.map((x) => x.id)])
        const byId = Map.groupBy(journal, (e) => e.recordId)
        for (const row of rows) {
          const list = byId.get(row.id) ?? []
          records++
          entries += list.length
          // A record that moved between the two reads looks broken; one that is broken looks so again.
          const fault = faultOf(r, row, list) === null ? null : await faultAtRest(db, r, row.id)
          if (fault !== null) faults.push(`${r.name} ${String(row['number'])}: ${fault}`)
        }
      }
      const [orphan] = await tx.query<{ n: number }>(`SELECT count(DISTINCT record_id) AS n FROM journal j WHERE record = $1 AND NOT EXISTS (SELECT 1 FROM "${r.name}" t WHERE t.id = j.record_id)`, [r.name])
      if (orphan && orphan.n > 0) faults.push(`${r.name}: ${orphan.n} records have a journal and no row`)
    }
  })
  return { records, entries, faults }
}

/** The fault of one record while nobody can move it. */
function faultAtRest(db: Database, r: RecordType, id: string): Promise<string | null> {
  return db.owner(async (tx) => {
    const [row] = await tx.query<Row & { chain: string }>(`SELECT ${selectList(r.fields, 't')}, t.chain FROM "${r.name}" t WHERE id = $1 FOR SHARE`, [id])
    return row === undefined ? null : faultOf(r, row, await historyOf(tx, r.name, id))
  })
}

function faultOf(r: RecordType, row: Row & { chain: string }, list: readonly JournalEntry[]): string | null {
  let prev = ''
  for (const [i, e] of list.entries()) {
    if (e.version !== i + 1) return `version ${i + 1} is missing from the journal`
    if (e.prevHash !== prev) return `the chain is broken before version ${e.version}`
    const { seq: _s, hash, ...unsigned } = e
    if (createHash('sha256').update(sealedText(unsigned)).digest('hex') !== hash) return `version ${e.version} was altered after it was written`
    prev = hash
  }
  if (prev !== row.chain) return 'the last journal rows are missing'
  const rebuilt = fold(list)
  // A field that came with a later release has its initial value where the journal does not know it yet.
  const wrong = Object.keys(r.fields).filter((k) => canonical(rebuilt[k] === undefined ? r.fields[k]?.initial : rebuilt[k]) !== canonical(row[k]))
  return wrong.length > 0 ? `the row differs from its journal in ${wrong.join(', ')}` : null
}

/** Rebuilds a type's rows from the journal alone, in memory: what a repair would write. */
export async function rebuild(tx: Tx, r: RecordType): Promise<Record<string, unknown>[]> {
  const journal = await tx.query<EntryRow>(`SELECT ${journalList} FROM journal WHERE record = $1 ORDER BY record_id, version`, [r.name])
  return [...Map.groupBy(journal, (e) => e.recordId).values()].map((list) => toColumns({ ...fold(list), chain: list[list.length - 1]?.hash ?? '' }))
}
