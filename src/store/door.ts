/** The one door: every change to a record goes through here, as one statement inside the caller's transaction. */
import { createHash } from 'node:crypto'
import { type Actor, actorId, personId, roleOf, seesInternal } from '../model/actor.ts'
import type { Context, MoveOptions } from '../model/context.ts'
import { AppError } from '../model/error.ts'
import { type Fields, snake } from '../model/field.ts'
import { canonical, type JournalEntry, sealedText } from '../model/journal.ts'
import { checkDo, checkFields } from '../model/permission.ts'
import { allowsFrom, type Common, createSchema, type Effect, type RecordType, type Seen, type Verb, verbOf, verbSchema } from '../model/record.ts'
import { sayIssue } from '../model/say-issue.ts'
import type { z } from 'zod'
import { selectList, toColumns } from './columns.ts'
import { named, type Row, type Tx } from './database.ts'
import { isUuid, notFound, whereId } from './read.ts'

/** What the door needs from the transaction it works in. */
export interface Room {
  readonly tx: Tx
  readonly actor: Actor
  readonly ctx: Context
  readonly correlationId: string
  readonly types: ReadonlyMap<string, RecordType>
  /** Whether any reaction listens to this verb of this record. */
  readonly hasReaction: (record: string, verb: string) => boolean
}

type Plain = Readonly<Record<string, unknown>>
type Kept = Row & Common & { chain: string }

/** One record on its way through the door. */
interface Passage {
  readonly room: Room
  readonly before: Kept | null
  readonly input: Plain
  readonly after: Record<string, unknown>
  readonly extra: Plain
  readonly effects: readonly Effect[]
  readonly at: string
}

const schemas = new WeakMap<Verb, z.ZodType<Record<string, unknown>>>()
function schemaOf(r: RecordType, name: string): z.ZodType<Record<string, unknown>> {
  const verb = verbOf(r, name)
  const known = schemas.get(verb)
  if (known && name !== 'update') return known
  const made = name === 'create' ? createSchema(r) : verbSchema(r, name)
  schemas.set(verb, made)
  return made
}

/** Parses a verb's body; every fault is named with its place. */
export function parseInput(r: RecordType, name: string, body: unknown): Record<string, unknown> {
  const parsed = schemaOf(r, name).safeParse(body ?? {})
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.slice(0, 20).flatMap((i) =>
    i.code === 'unrecognized_keys' ? i.keys.map((k) => ({ at: `/${k.slice(0, 100)}`, message: `is no field of ${name}` })) : [{ at: `/${i.path.map(String).join('/')}`, message: sayIssue(i) }])
  throw new AppError('invalid', `${r.words.one}: ${faults[0] ? `${faults[0].at} ${faults[0].message}` : 'the request does not fit'}.`, { faults })
}

export async function createMany(room: Room, r: RecordType, inputs: readonly Plain[], options: MoveOptions = {}): Promise<Kept[]> {
  if (inputs.length === 0) return []
  const passages: Passage[] = []
  for (const body of inputs) passages.push(await enter(room, r, body, options))
  await checkRefs(room, r, r.create, passages)
  return add(room, r, passages)
}

/** One create among others that share its commit. */
export interface Ask {
  /** All rooms of one call are of the same transaction and sight; the actors may differ. */
  readonly room: Room
  readonly input: Plain
}

/** What became of an ask: its row, or why it was refused. */
export type Answered = { readonly row: Kept } | { readonly refusal: unknown }

/** Creates that fail by their own permission, fields, rules or references are left out and told why; the others are written in one statement. What the database refuses, it refuses to all. */
export async function createApart(r: RecordType, asks: readonly Ask[]): Promise<Answered[]> {
  const answers: Answered[] = []
  const ready: { readonly i: number; readonly passage: Passage }[] = []
  for (const [i, { room, input }] of asks.entries()) {
    try { ready.push({ i, passage: await enter(room, r, input, {}) }) } catch (refusal) { answers[i] = { refusal } }
  }
  const good: typeof ready = []
  for (const list of Map.groupBy(ready, ({ passage }) => `${passage.room.actor.kind} ${actorId(passage.room.actor)} ${roleOf(passage.room.actor)}`).values()) {
    good.push(...await checkRefsApart(r, list, (i, refusal) => { answers[i] = { refusal } }))
  }
  good.sort((a, b) => a.i - b.i)
  const room = good[0]?.passage.room
  const rows = room ? await add(room, r, good.map((x) => x.passage)) : []
  good.forEach(({ i }, n) => { const row = rows[n]; if (row) answers[i] = { row } })
  return answers
}

/** One query for all of one actor's; where it refuses, each by itself. */
async function checkRefsApart<X extends { readonly i: number; readonly passage: Passage }>(r: RecordType, list: readonly X[], refused: (i: number, e: unknown) => void): Promise<readonly X[]> {
  const [first] = list
  if (!first) return []
  try {
    await checkRefs(first.passage.room, r, r.create, list.map((x) => x.passage))
    return list
  } catch (e) {
    if (!(e instanceof AppError)) throw e
    if (list.length === 1) { refused(first.i, e); return [] }
    const good: X[] = []
    for (const x of list) good.push(...await checkRefsApart(r, [x], refused))
    return good
  }
}

/** A new record as asked for, past permission, fields and rules. */
async function enter(room: Room, r: RecordType, body: Plain, options: MoveOptions): Promise<Passage> {
  const { actor, ctx } = room
  checkDo(actor, r, 'create')
  checkFields(actor, r, 'create', body)
  const at = validTime(options, ctx.now())
  const input = parseInput(r, 'create', body)
  const row: Record<string, unknown> = {}
  for (const [k, f] of Object.entries(r.fields)) if (f.initial !== undefined) row[k] = f.initial
  Object.assign(row, {
    id: options.id ?? ctx.id(), number: '', state: r.initial, stateSince: at, version: 1, createdAt: at, createdBy: actor.name, updatedAt: at, chain: '',
  })
  if (r.name === 'organization') row['orgId'] = row['id']
  else row['orgId'] = input['orgId'] ?? (actor.kind === 'rule' ? undefined : actor.orgId)
  for (const [k, v] of Object.entries(input)) if (r.fields[k] && v !== undefined && k !== 'orgId') row[k] = v
  if (r.requester !== null && roleOf(actor) === 'requester') row[r.requester] = actorId(actor)
  return pass(room, r, r.create, null, row, input, at)
}

async function add(room: Room, r: RecordType, passages: readonly Passage[]): Promise<Kept[]> {
  const numbers = await room.tx.query<{ n: number }>(`SELECT nextval('"${r.name}_number"') AS n FROM generate_series(1, $1)`, [passages.length], `n_${r.name}`)
  passages.forEach((p, i) => { if (p.after['number'] === '') p.after['number'] = `${r.prefix}-${numbers[i]?.n}` })
  return write(room, r, 'create', passages)
}

export async function moveMany(room: Room, r: RecordType, ids: readonly string[], name: string, body: Plain, options: MoveOptions = {}): Promise<Kept[]> {
  if (ids.length === 0) return []
  const { tx, actor, ctx } = room
  const verb = verbOf(r, name)
  checkDo(actor, r, name)
  checkFields(actor, r, name, body)
  const input = parseInput(r, name, body)
  const at = validTime(options, ctx.now())
  const keys = ids.map((i) => (isUuid(i) ? i.toLowerCase() : i.toUpperCase()))
  const text = `SELECT ${selectList(r.fields, 't')}, t.chain FROM "${r.name}" t WHERE ${whereId(ids[0] ?? '')} = ANY($1) ORDER BY t.id FOR UPDATE`
  const rows = keys.some((k) => k.includes('\u0000')) ? [] : await tx.query<Kept>(text, [keys], named(text))
  const found = new Set(rows.flatMap((x) => [x.id, x.number]))
  const missing = keys.find((i) => !found.has(i))
  if (missing !== undefined) throw notFound(r, missing)
  const passages: Passage[] = []
  for (const before of rows) {
    if (options.ifVersion !== undefined && before.version !== options.ifVersion && !(await isOnlyBookkeeping(room, r, before, options.ifVersion))) {
      throw new AppError('stale', `${before.number} is at version ${before.version} now; you saw version ${options.ifVersion}. Look at what changed, then decide.`, { facts: { current: before.version, seen: options.ifVersion } })
    }
    if (!allowsFrom(verb, before.state)) {
      const allowed = Object.entries(r.verbs).filter(([, v]) => allowsFrom(v, before.state) && v.by.includes(roleOf(actor)) && !v.ruleOnly).map(([n]) => n)
      throw new AppError('conflict', `${before.number} is ${r.states[before.state]?.label.toLowerCase() ?? before.state}; ${name} is not possible then.`, { facts: { state: before.state, allowed } })
    }
    const row: Record<string, unknown> = { ...before, version: before.version + 1, updatedAt: at }
    for (const k of verb.edits ?? []) if (input[k] !== undefined) row[k] = input[k]
    for (const k of verb.needs ?? []) if (row[k] === null || row[k] === undefined) throw new AppError('invalid', `${k} is needed to ${name} ${before.number}.`, { faults: [{ at: `/${k}`, message: 'is needed' }] })
    const passage = await pass(room, r, verb, before, row, input, at)
    if (name === 'update' && passage.effects.length === 0 && Object.keys(changesOf(r, before, passage.after)).every((k) => k === 'version' || k === 'updatedAt')) continue
    passages.push(passage)
  }
  const fresh = passages.length === 0 ? [] : (await checkRefs(room, r, verb, passages), await write(room, r, name, passages))
  const byId = new Map(fresh.map((x) => [x.id, x]))
  return rows.map((x) => byId.get(x.id) ?? x)
}

/**
 * Whether all that happened since the version that the caller saw is what rules note for themselves, such as that a promise was kept: nobody
 * who decided on what they saw would decide otherwise. A row that the caller may not see counts as a change.
 */
async function isOnlyBookkeeping(room: Room, r: RecordType, before: Kept, seen: number): Promise<boolean> {
  if (seen >= before.version) return false
  const since = await room.tx.query<{ verb: string }>('SELECT verb FROM journal WHERE record = $1 AND record_id = $2 AND version > $3', [r.name, before.id, seen], 'verbs_since')
  return since.length === before.version - seen && since.every(({ verb }) => r.verbs[verb]?.ruleOnly === true && r.verbs[verb]?.quiet === true)
}

function validTime(options: MoveOptions, now: string): string {
  if (options.at === undefined) return now
  if (options.at > now) throw new AppError('invalid', 'A fact cannot be recorded before it happens.', { faults: [{ at: '/at', message: 'lies in the future' }] })
  return options.at
}

async function pass(room: Room, r: RecordType, verb: Verb, before: Kept | null, row: Record<string, unknown>, input: Plain, at: string): Promise<Passage> {
  const { ctx, actor } = room
  const old = before ?? row
  // A refusal may come from what a rule read of a referenced record: of another organization's it must tell as little as of none.
  const refused = async (e: unknown): Promise<never> => {
    if (e instanceof AppError) await checkRefs(room, r, verb, [{ room, before, input, after: { ...row }, extra: {}, effects: [], at }])
    throw e
  }
  let facts: unknown
  try {
    await verb.along?.(ctx, old, input)
    facts = await verb.facts?.(ctx, old, input)
  } catch (e) {
    return refused(e)
  }
  const seen: Seen<Plain, Plain> = { row: before ?? row, input, now: at, id: () => ctx.id(), actor, facts }
  const refusal = verb.refuse?.(seen)
  if (refusal) return refused(new AppError(refusal.code, refusal.message, refusal.at === undefined ? {} : { faults: [{ at: `/${refusal.at}`, message: refusal.message }] }))
  Object.assign(row, verb.set?.(seen))
  const to = typeof verb.to === 'function' ? verb.to(seen) : verb.to === 'same' ? (before?.state ?? r.initial) : verb.to
  if (before === null || to !== before.state) Object.assign(row, { state: to, stateSince: at })
  const effects = verb.effects?.(seen) ?? []
  const extra = Object.fromEntries(Object.entries(input).filter(([k]) => !r.fields[k] && k !== 'reason'))
  return { room, before, input, after: row, extra, effects, at }
}

function changesOf(r: RecordType, before: Plain | null, after: Plain): Record<string, unknown> {
  const changes: Record<string, unknown> = {}
  for (const k of Object.keys(r.fields)) if (before === null || canonical(before[k]) !== canonical(after[k])) changes[k] = after[k] ?? null
  return changes
}

/** Where a reference stands and whose record it is on. */
interface Pointer {
  readonly at: string
  readonly orgId: string
  readonly on: Passage
}

/** A reference that leads out of its record's organization; `owner` is absent where it leads nowhere. */
interface Far {
  readonly to: string
  readonly id: string
  readonly p: Pointer
  readonly owner: string | undefined
}

/**
 * Each reference, of the row, of the verb's input and of a row beside it, must lead to a record that the actor sees, and that belongs to
 * the same organization, is shared, or is a provider's own: who sees every organization must not show one the id of another's record.
 * What a rule sets was checked when a person set it where the rule read it; a team that is no longer shared must not keep an alert from opening its incident.
 */
async function checkRefs(room: Room, r: RecordType, verb: Verb, passages: readonly Passage[]): Promise<void> {
  const wanted = new Map<string, Map<string, Pointer[]>>()
  const want = (to: string, value: unknown, pointer: Pointer): void => {
    const byId = wanted.get(to) ?? new Map<string, Pointer[]>()
    for (const id of typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((v) => typeof v === 'string') : []) {
      // A client may not read people, and still reports in their own name.
      if (!(to === 'person' && id === personId(room.actor))) byId.set(id.toLowerCase(), [...(byId.get(id.toLowerCase()) ?? []), pointer])
    }
    wanted.set(to, byId)
  }
  for (const p of passages) {
    const orgId = String(p.after['orgId'])
    for (const [k, f] of Object.entries(r.fields)) {
      if (f.to === null || canonical(p.before?.[k]) === canonical(p.after[k])) continue
      if (k === 'orgId' && (r.name === 'organization' || (room.actor.kind !== 'rule' && p.after[k] === room.actor.orgId))) continue
      want(f.to, p.after[k], { at: k, orgId: k === 'orgId' ? '' : orgId, on: p })
    }
    for (const [k, f] of Object.entries(verb.input ?? {})) if (f.to !== null) want(f.to, p.input[k], { at: k, orgId, on: p })
    // A link says the kind of its target in a column of its own.
    for (const { op, row } of p.effects) if (op === 'insert' && typeof row['toRecord'] === 'string') {
      if (!room.types.has(row['toRecord'])) throw new AppError('invalid', 'toRecord names no kind of record.', { faults: [{ at: '/toRecord', message: 'names no kind of record' }] })
      want(row['toRecord'], row['toId'], { at: 'toId', orgId, on: p })
    }
  }
  const pairs = [...wanted].filter(([, ids]) => ids.size > 0)
  if (pairs.length === 0) return
  const text = pairs.map(([to], i) => `SELECT '${to}' AS t, id, org_id AS org, ${room.types.get(to)?.shareable === true ? 'shared' : 'false'} AS shared FROM "${to}" WHERE id = ANY($${i + 1}::uuid[])`).join(' UNION ALL ')
  const rows = await room.tx.query<{ t: string; id: string; org: string; shared: boolean }>(text, pairs.map(([, ids]) => [...ids.keys()]), named(text))
  const found = new Map(rows.map((x) => [`${x.t}:${x.id}`, x]))
  const isNear = (to: string, x: { org: string; shared: boolean } | undefined, p: Pointer): boolean =>
    x !== undefined && (x.shared || x.org === p.orgId || p.orgId === '' || to === 'organization' || room.actor.kind === 'rule')
  const far: Far[] = pairs.flatMap(([to, ids]) => [...ids].flatMap(([id, pointers]) =>
    pointers.filter((p) => !isNear(to, found.get(`${to}:${id}`), p)).map((p) => ({ to, id, p, owner: found.get(`${to}:${id}`)?.org }))))
  if (far.length === 0) return
  if (verb === r.create && settleWhose(room, far)) return checkRefs(room, r, verb, passages)
  const owners = [...new Set(far.flatMap((x) => x.owner ?? []))]
  const providers = new Set(owners.length === 0 ? [] : (await room.tx.query<{ id: string }>(`SELECT id FROM organization WHERE id = ANY($1::uuid[]) AND kind = 'provider'`, [owners])).map((x) => x.id))
  // One sentence for what is not there, what the actor may not see and what is another organization's: telling them apart would tell.
  const faults = far.filter(({ owner }) => owner === undefined || !providers.has(owner)).map(({ to, id, p }) => ({ at: `/${p.at}`, message: `there is no ${to} ${id} that this organization could use` }))
  if (faults.length > 0) throw new AppError('invalid', `${faults[0]?.at} : ${faults[0]?.message}.`, { faults: faults.slice(0, 20) })
}

/**
 * Who sees every organization and does not say whose a new record is, means that of what it points to: an incident on a customer's
 * service is the customer's. True where a record changed hands; where two organizations are meant, it stays and is refused.
 */
function settleWhose({ actor }: Room, far: readonly Far[]): boolean {
  if (actor.kind === 'rule' || actor.reach !== 'all') return false
  let isChanged = false
  for (const [passage, list] of Map.groupBy(far, ({ p }) => p.on)) {
    const [owner, ...others] = new Set(list.map((x) => x.owner))
    if (owner === undefined || others.length > 0 || passage.input['orgId'] !== undefined || passage.after['orgId'] !== actor.orgId || passage.effects.length > 0) continue
    passage.after['orgId'] = owner
    isChanged = true
  }
  return isChanged
}

const journalColumns = 'record, record_id, org_id, requester_id, version, at, recorded_at, actor_kind, actor_id, actor_name, verb, audience, reason, changes, before, input, effects, correlation_id, prev_hash, hash'

async function write(room: Room, r: RecordType, name: string, passages: readonly Passage[]): Promise<Kept[]> {
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
