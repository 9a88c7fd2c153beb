/** The one door: every change to a record goes through here, as one statement inside the caller's transaction. */
import { actorId, roleOf } from '../model/actor.ts'
import type { MoveOptions } from '../model/context.ts'
import { AppError } from '../model/error.ts'
import { checkDo, checkFields } from '../model/permission.ts'
import { allowsFrom, createSchema, type RecordType, type Seen, type Verb, verbOf, verbSchema } from '../model/record.ts'
import { sayIssue } from '../model/say-issue.ts'
import type { z } from 'zod'
import { selectList } from './columns.ts'
import { named } from './database.ts'
import { changesOf, type Kept, type Passage, type Plain, type Room } from './passage.ts'
import { isUuid, notFound, whereId } from './read.ts'
import { checkRefs } from './references.ts'
import { write } from './write.ts'

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
  const beside: Plain[] = []
  for (const body of inputs) {
    const passage = await enter(room, r, body, options, beside)
    passages.push(passage)
    beside.push(passage.after)
  }
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
async function enter(room: Room, r: RecordType, body: Plain, options: MoveOptions, beside: readonly Plain[] = []): Promise<Passage> {
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
  return pass(room, r, r.create, null, row, input, at, beside)
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

async function pass(room: Room, r: RecordType, verb: Verb, before: Kept | null, row: Record<string, unknown>, input: Plain, at: string, beside: readonly Plain[] = []): Promise<Passage> {
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
    facts = await verb.facts?.(ctx, old, input, beside)
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
