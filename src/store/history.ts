/** Writes whole lives of records that happened elsewhere: journal, row, rows beside it, search entries and facts at once, chained and sealed like our own. */
import { createHash } from 'node:crypto'
import { type Actor, actorId } from '../model/actor.ts'
import { type FactTable, factsOf } from '../model/facts.ts'
import { snake } from '../model/field.ts'
import { canonical, type JournalEntry, sealedText } from '../model/journal.ts'
import type { Effect, RecordType, SideTable } from '../model/record.ts'
import { toColumns } from './columns.ts'
import type { Tx } from './database.ts'
import { writeFacts } from './facts.ts'

/** One thing that happened to a record in the former system. */
export interface PastEntry {
  /** When it happened, ISO 8601 UTC. */
  readonly at: string
  readonly verb: string
  /** Who did it, as the former system named them. */
  readonly actorName: string
  /** Fields after it; only those that changed. The first entry's become the record. */
  readonly changes: Readonly<Record<string, unknown>>
  readonly reason?: string
  /** What was given besides fields of the record. */
  readonly input?: Readonly<Record<string, unknown>>
  /** Rows beside the record: comments, effort, links. */
  readonly effects?: readonly Effect[]
  /** Where it was recorded when it happened: the instant, who did it here, and what else belonged to it. Else the options' hold. */
  readonly recordedAt?: string
  readonly actor?: Actor
  readonly correlationId?: string
}

/** A record's life, oldest entry first; at least one. */
export interface PastLife {
  readonly id: string
  readonly orgId: string
  readonly createdAt: string
  readonly entries: readonly PastEntry[]
  /** One that `reserveNumbers` set aside; else the next is taken. */
  readonly number?: string
}

export interface PastOptions {
  readonly actor: Actor
  /** When all this was recorded here: one instant, so that it is one state of knowledge. */
  readonly recordedAt: string
  readonly correlationId: string
  readonly facts?: FactTable
}

type Row = Record<string, unknown>

/**
 * Appends these lives. The caller has checked what they say; here every field is set to its first value, folded, numbered and chained.
 * Returns the rows as they stand at the end of their lives.
 */
export async function appendPast(tx: Tx, r: RecordType, lives: readonly PastLife[], o: PastOptions): Promise<Row[]> {
  if (lives.length === 0) return []
  await tx.takesLong()
  const unnumbered = lives.filter((l) => l.number === undefined).length
  const numbers = unnumbered === 0 ? [] : await tx.query<{ n: number }>(`SELECT nextval('"${r.name}_number"') AS n FROM generate_series(1, $1)`, [unnumbered], `n_${r.name}`)
  const rows: Row[] = []
  const journal: Row[] = []
  const search: Row[] = []
  const facts: ReturnType<typeof factsOf>[] = []
  const beside = new Map(r.tables.map((t) => [t.name, new Map<string, Row>()] as const))
  let used = 0
  for (const life of lives) {
    const { row, entries } = chain(r, life, life.number ?? `${r.prefix}-${numbers[used++]?.n}`, o)
    rows.push(row)
    for (const e of entries) for (const x of e.effects) putBeside(beside, r, x)
    for (const e of entries) journal.push({ ...toColumns({ ...e }), effects: e.effects, requester_id: r.requester === null ? null : row[r.requester] ?? null })
    const words = wordsOf(r, row)
    search.push({ id: life.id, record: r.name, record_id: life.id, org_id: life.orgId, shared: false, requester_id: r.requester === null ? null : row[r.requester] ?? null, audience: 'public', number: row['number'], title: String(row[r.title] ?? ''), at: life.createdAt, ...words })
    if (o.facts) facts.push(factsOf(o.facts, entries))
  }
  for (const t of r.tables) search.push(...besideWords(r, t, beside.get(t.name), rows))
  const columns = [...Object.keys(r.fields), 'chain'].map((k) => `"${snake(k)}"`).join(', ')
  const done = await tx.query<{ seqs: number }>(
    `WITH w AS (INSERT INTO "${r.name}" (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${r.name}", $1::jsonb)),
     s AS (INSERT INTO search_entry (id, record, record_id, org_id, shared, requester_id, audience, number, title, body, at)
       SELECT id, record, record_id, org_id, shared, requester_id, audience, number, title,
         setweight(to_tsvector('simple', left(a, 20000)), 'A') || setweight(to_tsvector('simple', left(b, 50000)), 'B') || setweight(to_tsvector('simple', left(c, 100000)), 'C'), at
       FROM jsonb_to_recordset($3::jsonb) AS x(id uuid, record text, record_id uuid, org_id uuid, shared boolean, requester_id uuid, audience text, number text, title text, a text, b text, c text, at timestamptz)),
     j AS (INSERT INTO journal (${journalColumns}) SELECT ${journalColumns} FROM jsonb_populate_recordset(NULL::journal, $2::jsonb) RETURNING 1)
     SELECT count(*)::int AS seqs FROM j`, [JSON.stringify(rows.map(toColumns)), JSON.stringify(journal), JSON.stringify(search)], `past_${r.name}`)
  if (done[0]?.seqs !== journal.length) throw new Error('Broken promise: not every past entry was written')
  for (const t of r.tables) {
    const kept = [...(beside.get(t.name)?.values() ?? [])]
    if (kept.length === 0) continue
    const list = Object.keys(t.fields).map((k) => `"${snake(k)}"`).join(', ')
    await tx.query(`INSERT INTO "${t.name}" (${list}) SELECT ${list} FROM jsonb_populate_recordset(NULL::"${t.name}", $1::jsonb)`, [JSON.stringify(kept.map(toColumns))], `past_${r.name}_${t.name}`)
  }
  if (o.facts) await writeFacts(tx, o.facts, facts)
  return rows
}

/** Sets this many numbers of a record type aside and returns the first; nobody else gets them. */
export async function reserveNumbers(tx: Tx, r: RecordType, count: number): Promise<number> {
  // Drawn, not set: what others draw at the same moment lies between ours, so only a run without gaps is taken.
  for (;;) {
    const [drawn] = await tx.query<{ first: number; last: number }>(`SELECT min(n)::float8 AS first, max(n)::float8 AS last FROM (SELECT nextval('"${r.name}_number"') AS n FROM generate_series(1, $1)) x`, [count])
    if (drawn && drawn.last - drawn.first === count - 1) return drawn.first
  }
}

/** What a row beside the record is after all entries. */
function putBeside(beside: ReadonlyMap<string, Map<string, Row>>, r: RecordType, x: Effect): void {
  const table = beside.get(x.table)
  if (!table) throw new Error(`Broken promise: ${r.name} has no side table ${x.table}`)
  if (x.op === 'delete') table.delete(x.row.id)
  else table.set(x.row.id, { ...table.get(x.row.id), ...x.row })
}

/** Search entries of rows beside records, for a table whose texts are found. */
function besideWords(r: RecordType, t: SideTable, kept: ReadonlyMap<string, Row> | undefined, rows: readonly Row[]): Row[] {
  const { searched } = t
  if (searched === undefined || kept === undefined || kept.size === 0) return []
  const byId = new Map(rows.map((row) => [row['id'], row]))
  return [...kept.values()].map((x) => {
    const row = byId.get(x['recordId'])
    return {
      id: x['id'], record: r.name, record_id: x['recordId'], org_id: row?.['orgId'], shared: false, requester_id: r.requester === null ? null : row?.[r.requester] ?? null,
      audience: x['audience'] ?? 'internal', number: row?.['number'], title: String(row?.[r.title] ?? ''), at: x['at'] ?? row?.['createdAt'], a: '', b: '', c: String(x[searched] ?? ''),
    }
  })
}

const journalColumns = 'record, record_id, org_id, requester_id, version, at, recorded_at, actor_kind, actor_id, actor_name, verb, audience, reason, changes, before, input, effects, correlation_id, prev_hash, hash'

function chain(r: RecordType, life: PastLife, number: string, o: PastOptions): { row: Row; entries: JournalEntry[] } {
  const row: Row = {}
  for (const [k, f] of Object.entries(r.fields)) row[k] = f.initial ?? null
  Object.assign(row, { id: life.id, orgId: life.orgId, number, state: r.initial, createdAt: life.createdAt, stateSince: life.createdAt, createdBy: life.entries[0]?.actorName ?? 'unknown' })
  const entries: JournalEntry[] = []
  let prevHash = ''
  for (const [i, p] of life.entries.entries()) {
    const before = { ...row }
    const isFirst = i === 0
    const touched = ['version', 'updatedAt']
    for (const k of Object.keys(p.changes)) if (r.fields[k]) { row[k] = p.changes[k]; touched.push(k) }
    if (!isFirst && before['state'] !== row['state']) { row['stateSince'] = p.at; touched.push('stateSince') }
    Object.assign(row, { version: i + 1, updatedAt: p.at })
    const changes: Row = {}
    for (const k of isFirst ? Object.keys(r.fields) : touched) if (isFirst || !isSame(before[k], row[k])) changes[k] = row[k] ?? null
    const actor = p.actor ?? o.actor
    const unsigned = {
      record: r.name, recordId: life.id, orgId: life.orgId, version: i + 1, at: p.at, recordedAt: p.recordedAt ?? o.recordedAt, actorKind: actor.kind, actorId: actorId(actor), actorName: p.actorName,
      verb: isFirst ? 'create' : p.verb, audience: (isFirst ? r.create : r.verbs[p.verb])?.audience ?? 'internal', reason: p.reason ?? null, changes,
      before: isFirst ? {} : Object.fromEntries(Object.keys(changes).map((k) => [k, before[k] ?? null])), input: p.input ?? {}, effects: p.effects ?? [],
      correlationId: p.correlationId ?? o.correlationId, prevHash,
    } as const
    const hash = createHash('sha256').update(sealedText(unsigned)).digest('hex')
    entries.push({ ...unsigned, seq: 0, hash })
    prevHash = hash
  }
  return { row: { ...row, chain: prevHash }, entries }
}

const isSame = (a: unknown, b: unknown): boolean => a === b || ((typeof a === 'object' || typeof b === 'object') && canonical(a) === canonical(b))

function wordsOf(r: RecordType, row: Row): Record<'a' | 'b' | 'c', string> {
  const words = { a: '', b: '', c: '' }
  for (const [k, f] of Object.entries(r.fields)) {
    if (f.search === null || f.audience !== 'public') continue
    const v = row[k]
    words[f.search === 'A' ? 'a' : f.search === 'B' ? 'b' : 'c'] += ` ${Array.isArray(v) ? v.join(' ') : String(v ?? '')}`
  }
  return words
}
