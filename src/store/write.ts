/** Writes what passed the door, in one statement: the rows, their sealed journal, the words to find them by, what stands beside them, and the job for those who listen. */
import { createHash } from 'node:crypto'
import { actorId, seesInternal } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { type Fields, snake } from '../model/field.ts'
import { canonical, type JournalEntry, sealedText } from '../model/journal.ts'
import { type Effect, type RecordType, type Verb, verbOf } from '../model/record.ts'
import { toColumns } from './columns.ts'
import { named } from './database.ts'
import { changesOf, type Kept, type Passage, type Plain, type Room } from './passage.ts'

const journalColumns = 'record, record_id, org_id, requester_id, version, at, recorded_at, actor_kind, actor_id, actor_name, verb, audience, reason, changes, before, input, effects, correlation_id, prev_hash, hash'

/** Rows, journal, search words, what stands beside and the queue, in one statement. */
export async function write(room: Room, r: RecordType, name: string, passages: readonly Passage[]): Promise<Kept[]> {
  const verb = verbOf(r, name)
  const recordedAt = room.ctx.now()
  const rows: Record<string, unknown>[] = []
  const journal: Record<string, unknown>[] = []
  const search: Record<string, unknown>[] = []
  for (const p of passages) {
    const entry = entryOf(r, name, verb, p, recordedAt)
    p.after['chain'] = entry.hash
    rows.push(toColumns(p.after))
    journal.push({ ...toColumns({ ...entry }), effects: entry.effects, requester_id: r.requester === null ? null : p.after[r.requester] ?? null })
    const words = wordsOf(r.fields, p.before, p.after)
    if (words) search.push({ id: p.after['id'], record: r.name, record_id: p.after['id'], ...scopeOf(r, p.after), audience: 'public', number: p.after['number'], title: String(p.after[r.title] ?? ''), at: p.at, ...words })
    for (const e of p.effects) search.push(...searchOf(r, e, p))
  }
  const values: unknown[] = [JSON.stringify(rows), JSON.stringify(journal)]
  const parts = [rowSql(r, name === 'create'), `j AS (INSERT INTO journal (${journalColumns}) SELECT ${journalColumns} FROM jsonb_populate_recordset(NULL::journal, $2::jsonb) RETURNING seq)`]
  if (search.length > 0) {
    values.push(JSON.stringify(search))
    parts.push(searchSql(values.length))
  }
  effectsSql(r, passages, values, parts)
  const queue = room.hasReaction(r.name, name) ? `, (${passages.length > mostInJob ? queueManySql : queueSql}) AS q` : ''
  const text = `WITH ${parts.join(',\n')}
SELECT (SELECT count(*) FROM w)::int AS written,
  (SELECT json_agg(seq) FROM j) AS seqs${queue}`
  const [done] = await room.tx.query<{ written: number; seqs: number[] }>(text, values, named(text)).catch((e: unknown) => { throw taken(r, e) })
  if (done?.written !== passages.length) throw new AppError('conflict', `${r.words.one} was changed by somebody else at the same moment; read it again.`)
  room.tx.tell(done.seqs, queue === '' ? 0 : Math.ceil(passages.length / mostInJob))
  return passages.map((p) => p.after as Kept)
}

/** A job of reactions is one transaction of theirs: more rows would hold locks for seconds and keep a stopping server waiting. */
const mostInJob = 50
const queueSql = `SELECT count(enqueue('react', (SELECT json_build_object('seqs', json_agg(seq)) FROM j))::text)`
const queueManySql = `SELECT count(enqueue('react', json_build_object('seqs', x.seqs))::text)
  FROM (SELECT json_agg(y.seq ORDER BY y.seq) AS seqs FROM (SELECT seq, (row_number() OVER (ORDER BY seq) - 1) / ${mostInJob} AS part FROM j) y GROUP BY y.part ORDER BY y.part) x`

/** A unique index refused the row: another record has this name, key or address already. */
function taken(r: RecordType, e: unknown): unknown {
  if (typeof e !== 'object' || e === null || !('code' in e)) return e
  if (e.code === '23505') return new AppError('conflict', `Another ${r.words.one.toLowerCase()} has this ${'constraint' in e && typeof e.constraint === 'string' ? e.constraint.replace(`${r.name}_`, '').replaceAll('_', ' ') : 'value'} already.`, { cause: e })
  if (e.code === '42501') return new AppError('forbidden', `You cannot write a ${r.words.one.toLowerCase()} for that organization.`, { cause: e })
  if (typeof e.code === 'string' && (/^22/.test(e.code) || e.code === '23514' || e.code === '54000')) return new AppError('invalid', `${r.words.one}: a value does not fit its column.`, { cause: e })
  return e
}

function entryOf(r: RecordType, name: string, verb: Verb, p: Passage, recordedAt: string): Omit<JournalEntry, 'seq'> {
  const { actor, correlationId } = p.room
  const changes = changesOf(r, p.before, p.after)
  const before = p.before === null ? {} : Object.fromEntries(Object.keys(changes).map((k) => [k, p.before?.[k] ?? null]))
  const unsigned = {
    record: r.name, recordId: String(p.after['id']), orgId: String(p.after['orgId']), version: Number(p.after['version']), at: p.at, recordedAt,
    actorKind: actor.kind, actorId: actorId(actor), actorName: actor.kind === 'rule' ? `${actor.name} v${actor.version}` : actor.name,
    // What a client does, clients may know: a row that its writer may not see, the database does not take from them.
    verb: name, audience: seesInternal(actor) ? verb.audience ?? 'internal' : 'public', reason: typeof p.input['reason'] === 'string' ? p.input['reason'] : null,
    changes, before, input: p.extra, effects: p.effects, correlationId, prevHash: p.before?.chain ?? '',
  } as const
  return { ...unsigned, hash: createHash('sha256').update(sealedText(unsigned)).digest('hex') }
}

function rowSql(r: RecordType, isNew: boolean): string {
  const columns = [...Object.keys(r.fields), 'chain'].map((k) => `"${snake(k)}"`)
  if (isNew) return `w AS (INSERT INTO "${r.name}" (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM jsonb_populate_recordset(NULL::"${r.name}", $1::jsonb) RETURNING id)`
  const sets = columns.filter((c) => c !== '"id"').map((c) => `${c} = s.${c}`)
  return `w AS (UPDATE "${r.name}" t SET ${sets.join(', ')} FROM jsonb_populate_recordset(NULL::"${r.name}", $1::jsonb) s WHERE t.id = s.id AND t.version = s.version - 1 RETURNING t.id)`
}

const scopeOf = (r: RecordType, row: Plain): Record<string, unknown> =>
  ({ org_id: row['orgId'], shared: row['shared'] === true, requester_id: r.requester === null ? null : row[r.requester] ?? null })

function wordsOf(fields: Fields, before: Plain | null, after: Plain): Record<'a' | 'b' | 'c', string> | null {
  const words = { a: '', b: '', c: '' }
  let isChanged = before === null
  for (const [k, f] of Object.entries(fields)) {
    if (f.search === null) continue
    if (before !== null && canonical(before[k]) !== canonical(after[k])) isChanged = true
    const v = after[k]
    const weight = f.search === 'A' ? 'a' : f.search === 'B' ? 'b' : 'c'
    if (f.audience === 'public') words[weight] += ` ${Array.isArray(v) ? v.join(' ') : String(v ?? '')}`
  }
  return isChanged ? words : null
}

function searchOf(r: RecordType, e: Effect, p: Passage): Record<string, unknown>[] {
  const table = r.tables.find((t) => t.name === e.table)
  if (!table?.searched || e.op !== 'insert') return []
  return [{
    id: e.row.id, record: r.name, record_id: p.after['id'], ...scopeOf(r, p.after), audience: e.row['audience'] ?? 'internal', number: p.after['number'],
    title: String(p.after[r.title] ?? ''), at: p.at, a: '', b: '', c: String(e.row[table.searched] ?? ''),
  }]
}

// A tsvector holds at most 1 MiB; long texts are searched by their beginning, which is said in the guide.
const searchSql = (n: number): string => `se AS (INSERT INTO search_entry (id, record, record_id, org_id, shared, requester_id, audience, number, title, body, at)
  SELECT id, record, record_id, org_id, shared, requester_id, audience, number, title,
    setweight(to_tsvector('simple', left(a, 20000)), 'A') || setweight(to_tsvector('simple', left(b, 50000)), 'B') || setweight(to_tsvector('simple', left(c, 100000)), 'C'), at
  FROM jsonb_to_recordset($${n}::jsonb) AS x(id uuid, record text, record_id uuid, org_id uuid, shared boolean, requester_id uuid, audience text, number text, title text, a text, b text, c text, at timestamptz)
  ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body, at = excluded.at, shared = excluded.shared, requester_id = excluded.requester_id)`

function effectsSql(r: RecordType, passages: readonly Passage[], values: unknown[], parts: string[]): void {
  const all = passages.flatMap((p) => p.effects.map((e) => ({ e, p })))
  const groups = Map.groupBy(all, ({ e }) => `${e.op} ${e.table}`)
  let n = 0
  for (const list of groups.values()) {
    const first = list[0]?.e
    const table = r.tables.find((t) => t.name === first?.table)
    if (!first || !table) throw new Error(`Broken promise: ${r.name} has no side table ${first?.table}`)
    const name = `e${++n}`
    values.push(JSON.stringify(list.map(({ e }) => toColumns(e.row))))
    const source = `jsonb_populate_recordset(NULL::"${table.name}", $${values.length}::jsonb)`
    const columns = (first.op === 'insert' ? Object.keys(table.fields) : Object.keys(first.row)).map((k) => `"${snake(k)}"`)
    if (first.op === 'insert') parts.push(`${name} AS (INSERT INTO "${table.name}" (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM ${source} ON CONFLICT (id) DO NOTHING)`)
    else if (first.op === 'update') parts.push(`${name} AS (UPDATE "${table.name}" t SET ${columns.filter((c) => c !== '"id"').map((c) => `${c} = s.${c}`).join(', ')} FROM ${source} s WHERE t.id = s.id)`)
    else parts.push(`${name} AS (DELETE FROM "${table.name}" t USING ${source} s WHERE t.id = s.id)`)
  }
}
