/** A session: one transaction with an actor, a moment and a correlation id; what rules and faces work through. */
import { createHash } from 'node:crypto'
import type { Actor } from '../model/actor.ts'
import { actorId, rule, type Sight, sightOf } from '../model/actor.ts'
import type { Later, MoveOptions } from '../model/context.ts'
import type { Derived } from '../model/derived.ts'
import { AppError } from '../model/error.ts'
import { snake } from '../model/field.ts'
import { checkRead } from '../model/permission.ts'
import type { Common, Defined, RecordType } from '../model/record.ts'
import { uuidv7 } from './clock.ts'
import { selectList, toColumns } from './columns.ts'
import { named, type Row, type Tx } from './database.ts'
import { createMany, moveMany } from './door.ts'
import { around as aroundOf } from './graph.ts'
import { auditOf, historiesOf, historyOf, timelineOf } from './journal.ts'
import type { Room } from './passage.ts'
import { pluck } from './pluck.ts'
import { countOf, idBehind, isUuid, namesAsked, notFound, pageOf, seekRow, seekRows, tallyOf, tsquery } from './read.ts'
import type { SearchHit, Session } from './store.ts'

export interface Surroundings {
  readonly nowMs: number
  readonly types: ReadonlyMap<string, RecordType>
  readonly sideTables: ReadonlyMap<string, { readonly fields: RecordType['fields'] }>
  readonly hasReaction: (record: string, verb: string) => boolean
  readonly attemptsOf: (task: string) => number
}

/** Rows by type and id that sessions of one transaction have read or written: rules that follow one another need not read them again. */
export type Memo = Map<string, (Row & Common) | null>
const memoKey = (r: RecordType, id: string): string => `${r.name} ${id.toLowerCase()}`

/** Works as this actor in this transaction; what was to be queued is queued at the end of the work. */
export async function inSession<T>(tx: Tx, actor: Actor, around: Surroundings, work: (s: Session) => Promise<T>, memo?: Memo): Promise<T> {
  const { session, flush } = openBoth(tx, actor, around, memo)
  const result = await work(session)
  await flush()
  return result
}

/** The same as the door sees it. */
export const openRoom = (tx: Tx, actor: Actor, around: Surroundings, memo?: Memo): Room => openBoth(tx, actor, around, memo).room

function openBoth(tx: Tx, actor: Actor, around: Surroundings, shared?: Memo): { readonly session: Session; readonly room: Room; readonly flush: () => Promise<void> } {
  const now = new Date(around.nowMs).toISOString()
  const id = (): string => uuidv7(around.nowMs)
  const correlationId = id()
  // The door forgets the row's type on its way through SQL; the record type given by the caller is what says it.
  const typed = <Row2>(row: unknown): Row2 & Common => row as Row2 & Common

  let memo = shared
  const seek = async (type: RecordType, key: string): Promise<(Row & Common) | null> => {
    const known = memo?.get(memoKey(type, key))
    if (known !== undefined) return known
    const row = await seekRow(tx, type, key)
    // A number is no key here: what is kept under it would outlive a change made by id.
    if (isUuid(key)) memo?.set(memoKey(type, key), row)
    return row
  }
  let laters: Later[] = []
  const flush = async (): Promise<void> => {
    const list = laters
    laters = []
    await queueAll(tx, list, around.attemptsOf, now)
  }
  const keep = <R extends Common>(type: RecordType, row: R): R => {
    memo?.set(memoKey(type, row.id), row as unknown as Row & Common)
    return row
  }

  const session: Session = {
    actor,
    correlationId,
    now: () => now,
    id,
    type: (name) => {
      const t = around.types.get(name)
      if (!t) throw new AppError('not_found', `There is no record type ${name.slice(0, 60)}.`)
      return t
    },
    find: async <R>(type: Defined<R>, key: string) => {
      checkRead(actor, type)
      const row = await seek(type, key)
      if (!row) throw notFound(type, key)
      return typed<R>(row)
    },
    seek: async <R>(type: Defined<R>, key: string) => {
      const row = await seek(type, key)
      return row ? typed<R>(row) : null
    },
    seekMany: async <R>(type: Defined<R>, ids: readonly string[]) => {
      const missing = [...new Set(ids)].filter((id) => memo?.has(memoKey(type, id)) !== true)
      const read = new Map((await seekRows(tx, type, missing)).map((row) => [row.id, row]))
      for (const id of missing) memo?.set(memoKey(type, id), read.get(id.toLowerCase()) ?? null)
      return new Map(ids.flatMap((id) => {
        const row = memo?.get(memoKey(type, id)) ?? read.get(id.toLowerCase())
        return row ? [[row.id, typed<R>(row)] as const] : []
      }))
    },
    list: async <R>(type: Defined<R>, query: Parameters<Session['list']>[1]) => {
      checkRead(actor, type)
      const page = await pageOf(tx, type, query, actor)
      return { items: page.items.map((x) => typed<R>(x)), next: page.next }
    },
    pick: async <R, K extends keyof (R & Common) & string>(type: Defined<R>, keys: readonly K[], query: Parameters<Session['list']>[1]) => {
      checkRead(actor, type)
      const fields = Object.fromEntries(['id', 'number', ...keys].map((k) => { const f = type.fields[k]; if (!f) throw new Error(`Broken promise: ${type.name} has no field ${k}`); return [k, f] as const }))
      const page = await pageOf(tx, type, query, actor, fields)
      return { items: page.items.map((x) => x as unknown as Pick<R & Common, K | 'id' | 'number'>), next: page.next }
    },
    pluck: async (type, field, path, ids) => { checkRead(actor, type); return pluck(tx, type, field, path, ids) },
    create: async <R>(type: Defined<R>, input: Readonly<Record<string, unknown>>, more?: MoveOptions) => typed<R>(keep(type, one(await createMany(room, type, [input], more)))),
    move: async <R>(type: Defined<R>, key: string, verb: string, input: Readonly<Record<string, unknown>> = {}, more?: MoveOptions) =>
      typed<R>(keep(type, one(await moveMany(room, type, [await idBehind(tx, type, key)], verb, input, more)))),
    createMany: async (type, inputs) => {
      // What the rules of a hundred creates look at is often one and the same row.
      memo = shared ?? new Map()
      try {
        return (await createMany(room, type, inputs)).map((row) => keep(type, withoutChain(row)))
      } finally {
        memo = shared
      }
    },
    moveMany: async (type, ids, verb, input = {}) => (await moveMany(room, type, ids, verb, input)).map((row) => keep(type, withoutChain(row))),
    count: (type, query, most = 10_000) => { checkRead(actor, type); return countOf(tx, type, query, actor, most) },
    tally: (type, query, field) => { checkRead(actor, type); return tallyOf(tx, type, query, field, actor) },
    search: (words, options = {}) => search(tx, words, options.records ?? [...around.types.values()].filter((t) => actor.kind === 'rule' || t.read.includes(actor.role)).map((t) => t.name), options.limit ?? 20),
    beside: async (table, recordId, rowId) => {
      const t = around.sideTables.get(table)
      if (!t) throw new Error(`Broken promise: there is no side table ${table}`)
      return tx.query<Row & { id: string }>(`SELECT ${selectList(t.fields, 't')} FROM "${table}" t WHERE record_id = $1 AND ($2::uuid IS NULL OR id = $2) ORDER BY id LIMIT 500`, [recordId, rowId ?? null])
    },
    titles: async (type, ids) => {
      const wanted = [...new Set(ids)].filter(isUuid)
      if (wanted.length === 0) return new Map()
      const rows = await tx.query<{ id: string; number: string; title: string }>(`SELECT id, number, "${snake(type.title)}" AS title FROM "${type.name}" WHERE id = ANY($1::uuid[])`, [wanted])
      return new Map(rows.map((x) => [x.id, { number: x.number, title: x.title }]))
    },
    history: (record, recordId) => historyOf(tx, record, recordId),
    histories: (record, recordIds) => historiesOf(tx, record, recordIds),
    timeline: async (type, recordId, options) => { checkRead(actor, type); return timelineOf(tx, type, actor, recordId, options ?? {}) },
    audit: (options) => auditOf(tx, actor, around.types, options),
    around: (ids, options) => aroundOf(tx, ids, { ...options, at: options.at ?? now }),
    seeingAll: async (look) => {
      if (actor.kind === 'rule') return look(session)
      await see(tx, sightOf(guard))
      // Where a statement failed, nothing can be put back nor read any more until the settings end with the transaction or its savepoint.
      const found = await look(openBoth(tx, guard, around).session).catch(async (e: unknown) => { await see(tx, sightOf(actor)).catch(() => undefined); throw e })
      await see(tx, sightOf(actor))
      return found
    },
    hold: async (type, key, how = 'with others') => {
      await tx.query(`SELECT 1 FROM "${type.name}" WHERE id = $1 FOR ${how === 'alone' ? 'NO KEY UPDATE' : 'SHARE'}`, [key], `hold_${how}_${type.name}`)
      memo?.delete(memoKey(type, key))
    },
    alone: async (name) => { await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`alone ${name}`], 'alone') },
    derive: async <R>(table: Derived<R>, rows: readonly R[]) => {
      if (rows.length === 0) return
      const columns = Object.keys(table.fields).map((k) => `"${snake(k)}"`)
      const key = table.key.map((k) => `"${snake(k)}"`)
      const rest = columns.filter((c) => !key.includes(c))
      const text = `INSERT INTO "${table.name}" (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM jsonb_populate_recordset(NULL::"${table.name}", $1::jsonb)
         ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${rest.map((c) => `${c} = excluded.${c}`).join(', ')}`
      await tx.query(text, [JSON.stringify(rows.map((x) => toColumns(x as Readonly<Record<string, unknown>>)))], named(text))
    },
    derived: async <R>(table: Derived<R>, where: Readonly<Record<string, string | readonly string[]>>) => {
      const { text, values } = whereEqual(table, where)
      const full = `SELECT ${selectList(table.fields, 't')} FROM "${table.name}" t ${text} LIMIT 5000`
      return (await tx.query(full, values, named(full))) as unknown as readonly R[]
    },
    underive: async <R>(table: Derived<R>, where: Readonly<Record<string, string | readonly string[]>>) => {
      const { text, values } = whereEqual(table, where)
      const full = `DELETE FROM "${table.name}" t ${text}`
      await tx.query(full, values, named(full))
    },
    after: async (later: Later) => { laters.push(later) },
    cancel: async (key) => {
      await flush()
      await tx.query('SELECT dequeue($1)', [key], 'dequeue')
    },
    attach: async (bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      await tx.query('INSERT INTO blob (sha256, bytes, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [sha256, Buffer.from(bytes), now])
      return sha256
    },
    attached: async (sha256) => (await tx.query<{ bytes: Uint8Array }>('SELECT bytes FROM blob WHERE sha256 = $1', [sha256]))[0]?.bytes ?? null,
    once: (key, requestHash, work) => once(tx, actorId(actor) ?? '', key, requestHash, now, work),
    apart: async (work) => {
      await flush()
      try {
        return await tx.savepoint(async () => {
          const result = await work()
          await flush()
          return result
        })
      } catch (e) {
        memo?.clear()
        laters = []
        throw e
      }
    },
  }
  const room: Room = { tx, actor, ctx: session, correlationId, types: around.types, hasReaction: around.hasReaction }
  return { session, room, flush }
}

const guard = rule('guard')

/** From here on the transaction sees this. */
async function see(tx: Tx, { all, orgId, own, internal }: Sight): Promise<void> {
  await tx.query(`SELECT set_config('evenkeel.all', $1, true), set_config('evenkeel.org', $2, true), set_config('evenkeel.own', $3, true), set_config('evenkeel.internal', $4, true)`, [all ? 'on' : '', orgId, own, internal ? 'on' : ''], 'see')
}

/** All in one statement. Of those with one key the last holds, as if each had been queued by itself. */
async function queueAll(tx: Tx, laters: readonly Later[], attemptsOf: (task: string) => number, now: string): Promise<void> {
  if (laters.length === 0) return
  const lastOf = new Map(laters.map((x, i) => [x.key, i]))
  const jobs = laters.filter((x, i) => x.key === undefined || lastOf.get(x.key) === i)
    .map((x) => ({ task: x.task, payload: x.payload, key: x.key ?? null, at: x.at ?? null, attempts: attemptsOf(x.task) }))
  await tx.query('SELECT enqueue_many($1::jsonb, $2::timestamptz)', [JSON.stringify(jobs), now], 'enqueue_many')
  tx.tell([], jobs.filter((x) => x.at === null || x.at <= now).length)
}

function one<T extends { chain: string }>(rows: readonly T[]): Omit<T, 'chain'> & Common & Record<string, unknown> {
  const [row] = rows
  if (!row) throw new Error('Broken promise: the door returned no row')
  return withoutChain(row)
}
function withoutChain<T extends { chain: string }>(row: T): Omit<T, 'chain'> & Common & Record<string, unknown> {
  const { chain: _, ...rest } = row
  return rest as unknown as Omit<T, 'chain'> & Common & Record<string, unknown>
}

function whereEqual(table: Pick<Derived, 'fields'>, where: Readonly<Record<string, string | readonly string[]>>): { text: string; values: unknown[] } {
  const values: unknown[] = []
  const parts = Object.entries(where).map(([k, v]) => `t."${snake(k)}" = ANY($${values.push(typeof v === 'string' ? [v] : v)}::${table.fields[k]?.column.startsWith('uuid') ? 'uuid' : 'text'}[])`)
  if (parts.length === 0) throw new Error('Broken promise: derived rows are asked for by a condition')
  return { text: `WHERE ${parts.join(' AND ')}`, values }
}

// What matches is found by the words' own index (`search_found`), or by names and numbers (`search_named`), and read under the viewer's sight, all
// before it is ordered: in one statement with its order the planner may walk the time index for a rare word (0.36 ms against 556 ms over a million
// rows). What only its name brought comes before what a text says of it.
async function search(tx: Tx, words: string, records: readonly string[], limit: number): Promise<SearchHit[]> {
  const query = words.includes('\u0000') || !words.isWellFormed() ? '' : tsquery(words)
  if (!query) return []
  return (await tx.query<{ record: string; id: string; number: string; title: string; where: 'record' | 'comment'; at: string }>(
    `WITH found AS MATERIALIZED (SELECT * FROM search_entry WHERE id = ANY (ARRAY(SELECT entry_id FROM search_found($1, $2, 1000)))
       UNION ALL SELECT * FROM search_entry WHERE id = ANY (ARRAY(SELECT of_record_id FROM search_named($5, $6, $2, 1000)))
       UNION ALL SELECT * FROM search_entry WHERE number = upper($4) AND id = record_id AND record = ANY($2))
     SELECT * FROM (SELECT DISTINCT ON (record_id) record, record_id AS id, number, title, CASE WHEN id = record_id THEN 'record' ELSE 'comment' END AS where, at,
       ts_rank(body, to_tsquery('simple', $1)) + CASE WHEN upper(number) = upper($4) THEN 10 WHEN body @@ to_tsquery('simple', $1) THEN 0 ELSE 1 END AS rank FROM found ORDER BY record_id, rank DESC) x
     ORDER BY rank DESC, at DESC LIMIT $3`, [query, records, Math.min(limit, 100), words.trim(), ...namesAsked(words)])).map(({ record, id, number, title, where, at }) => ({ record, id, number, title, where, at }))
}

async function once<T>(tx: Tx, actor: string, key: string, requestHash: string, now: string, work: () => Promise<{ status: number; body: T }>): Promise<{ status: number; body: T; replayed: boolean }> {
  // Two requests with one key at once: the second waits here for the first's commit, then finds its answer.
  const mine = await tx.query('INSERT INTO idempotency (actor_id, key, request_hash, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING key', [actor, key, requestHash, now])
  if (mine.length === 0) {
    const [known] = await tx.query<{ request_hash: string; status: number | null; body: T }>('SELECT request_hash, status, body FROM idempotency WHERE actor_id = $1 AND key = $2', [actor, key])
    if (!known || known.request_hash !== requestHash) throw new AppError('refused', 'This Idempotency-Key was used for another request; take a new one.', { faults: [{ at: 'Idempotency-Key', message: 'belongs to another request' }] })
    return { status: known.status ?? 200, body: known.body, replayed: true }
  }
  const answer = await work()
  await tx.query('UPDATE idempotency SET status = $3, body = $4::jsonb WHERE actor_id = $1 AND key = $2', [actor, key, answer.status, JSON.stringify(answer.body ?? null)])
  return { ...answer, replayed: false }
}
