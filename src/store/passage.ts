/** What goes through the door: a record with what it was, what it becomes, and what is written beside it. */
import type { Actor } from '../model/actor.ts'
import type { Context } from '../model/context.ts'
import { canonical } from '../model/journal.ts'
import type { Common, Effect, RecordType } from '../model/record.ts'
import type { Row, Tx } from './database.ts'

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

/** A row or input by the names of its fields. */
export type Plain = Readonly<Record<string, unknown>>
/** A row as it is kept, with the hash that its next journal row goes on from. */
export type Kept = Row & Common & { chain: string }

/** One record on its way through the door. */
export interface Passage {
  readonly room: Room
  readonly before: Kept | null
  readonly input: Plain
  readonly after: Record<string, unknown>
  readonly extra: Plain
  readonly effects: readonly Effect[]
  readonly at: string
}

/** The fields that differ, with their new values; of a new record all. */
export function changesOf(r: RecordType, before: Plain | null, after: Plain): Record<string, unknown> {
  const changes: Record<string, unknown> = {}
  for (const k of Object.keys(r.fields)) if (before === null || canonical(before[k]) !== canonical(after[k])) changes[k] = after[k] ?? null
  return changes
}
