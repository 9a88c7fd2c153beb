/** Life: a record as it lives in the simulation; each step is one that the door would have taken, by the record's own verb. */
import { type Actor, roleOf } from '../model/actor.ts'
import { canonical } from '../model/journal.ts'
import { mayDo } from '../model/permission.ts'
import { allowsFrom, type Common, type RecordType, type Seen, verbOf } from '../model/record.ts'
import { parseInput } from '../store/door.ts'
import type { PastEntry, PastLife } from '../store/history.ts'

type Plain = Readonly<Record<string, unknown>>

export interface Life {
  readonly type: RecordType
  readonly id: string
  readonly orgId: string
  readonly number: string
  readonly createdAt: string
  /** As it stands now. */
  row: Plain & Common
  readonly entries: PastEntry[]
}

export interface Doing {
  readonly actor: Actor
  /** Milliseconds since 1970. */
  readonly at: number
  readonly input?: Plain
  /** What the verb would have read. */
  readonly facts?: unknown
  readonly correlationId: string
}

/** All lives of a simulation by record type, in order of their beginning. */
export interface Book {
  readonly lives: ReadonlyMap<string, readonly Life[]>
  begin(type: RecordType, orgId: string, doing: Doing): Life
  act(life: Life, verb: string, doing: Doing): void
}

/** Numbers run from 1001 for each record type; who writes them moves them to what is free. */
export const firstNumber = 1001

export function openBook(newId: (ms: number) => string): Book {
  const lives = new Map<string, Life[]>()
  return {
    lives,
    begin: (type, orgId, doing) => {
      const { actor } = doing
      const at = iso(doing.at)
      const list = lives.get(type.name) ?? []
      lives.set(type.name, list)
      const [id, number] = [newId(doing.at), `${type.prefix}-${firstNumber + list.length}`]
      const input = parseInput(type, 'create', { orgId, ...doing.input })
      const row: Record<string, unknown> = {}
      for (const [k, f] of Object.entries(type.fields)) row[k] = f.initial ?? null
      Object.assign(row, { id, orgId, number, state: type.initial, stateSince: at, version: 1, createdAt: at, createdBy: actor.name, updatedAt: at })
      for (const [k, v] of Object.entries(input)) if (type.fields[k] && v !== undefined) row[k] = v
      if (type.requester !== null && roleOf(actor) === 'requester' && actor.kind === 'person') row[type.requester] = actor.id
      const life: Life = { type, id, orgId, number, createdAt: at, row: row as Plain & Common, entries: [] }
      step(life, 'create', { ...doing, input }, row, newId)
      list.push(life)
      return life
    },
    act: (life, name, doing) => {
      const { type, row: before } = life
      const verb = verbOf(type, name)
      const input = parseInput(type, name, doing.input)
      const after: Record<string, unknown> = { ...before, version: before.version + 1, updatedAt: iso(doing.at) }
      for (const k of verb.edits ?? []) if (input[k] !== undefined) after[k] = input[k]
      for (const k of verb.needs ?? []) if (after[k] === null || after[k] === undefined) throw broken(life, name, `${k} is needed`)
      step(life, name, { ...doing, input }, after, newId)
    },
  }
}

/** As `pass` of the door: permission, state, guard, new values, rows beside it. */
function step(life: Life, name: string, doing: Doing & { readonly input: Plain }, after: Record<string, unknown>, newId: (ms: number) => string): void {
  const { type } = life
  const isNew = life.entries.length === 0
  const before = isNew ? null : life.row
  const verb = verbOf(type, name)
  if (!mayDo(doing.actor, verb)) throw broken(life, name, `${doing.actor.name} may not do it`)
  if (before !== null && !allowsFrom(verb, before.state)) throw broken(life, name, `it is ${before.state}`)
  const last = life.entries.at(-1)
  if (last && last.at > iso(doing.at)) throw broken(life, name, `at ${iso(doing.at)} it would come before ${last.verb} at ${last.at}`)
  const seen: Seen<Plain, Plain> = { row: before ?? after, input: doing.input, now: iso(doing.at), id: () => newId(doing.at), actor: doing.actor, facts: doing.facts }
  const refusal = verb.refuse?.(seen)
  if (refusal) throw broken(life, name, refusal.message)
  Object.assign(after, verb.set?.(seen))
  const to = typeof verb.to === 'function' ? verb.to(seen) : verb.to === 'same' ? before?.state ?? type.initial : verb.to
  if (before === null || to !== before.state) Object.assign(after, { state: to, stateSince: iso(doing.at) })
  const effects = verb.effects?.(seen) ?? []
  const changes: Record<string, unknown> = {}
  for (const k of Object.keys(type.fields)) if (before === null || differs(before[k], after[k])) changes[k] = after[k] ?? null
  const { reason } = doing.input
  life.row = after as Plain & Common
  life.entries.push({
    at: iso(doing.at), recordedAt: iso(doing.at), verb: name, actor: doing.actor, actorName: doing.actor.kind === 'rule' ? `${doing.actor.name} v${doing.actor.version}` : doing.actor.name,
    changes, input: Object.fromEntries(Object.entries(doing.input).filter(([k]) => !type.fields[k] && k !== 'reason')), effects, correlationId: doing.correlationId,
    ...(typeof reason === 'string' ? { reason } : {}),
  })
}

const differs = (a: unknown, b: unknown): boolean => a !== b && (typeof a === 'object' || typeof b === 'object' || (a ?? null) !== (b ?? null)) && canonical(a) !== canonical(b)

const broken = (life: Life, verb: string, why: string): Error => new Error(`Broken promise: the simulation lets ${life.number} ${verb}: ${why}`)

let known = { ms: Number.NaN, text: '' }
/** ISO 8601 in UTC with milliseconds. Most instants are asked for many times in a row. */
export function iso(ms: number): string {
  if (ms !== known.ms) known = { ms, text: new Date(ms).toISOString() }
  return known.text
}

/** The life for `appendPast`, with numbers in fields and texts moved by what `shift` says for their prefix. */
export function pastOf(life: Life, shift: ReadonlyMap<string, number>): PastLife {
  const past: PastLife = { id: life.id, orgId: life.orgId, createdAt: life.createdAt, number: life.number, entries: life.entries }
  if ([...shift.values()].every((n) => n === 0)) return past
  const pattern = new RegExp(`\\b(${[...shift.keys()].join('|')})-(\\d+)\\b`, 'g')
  const moved = (v: unknown): unknown =>
    typeof v === 'string' ? v.replace(pattern, (_, prefix: string, n: string) => `${prefix}-${Number(n) + (shift.get(prefix) ?? 0)}`)
      : Array.isArray(v) ? v.map(moved) : typeof v === 'object' && v !== null ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, moved(x)])) : v
  return moved(past) as PastLife
}
