/** One journal row: what happened to one record, by whom and when; and the fold that turns rows back into the record. */
import type { Audience } from './field.ts'
import type { Effect } from './record.ts'

export interface JournalEntry {
  /** Rising over the whole installation; order of writing. */
  readonly seq: number
  readonly record: string
  readonly recordId: string
  readonly orgId: string
  /** The record's version after this row; gap-free from 1 for each record. */
  readonly version: number
  /** Valid time: when it happened. Differs from `recordedAt` only for back-dated facts. */
  readonly at: string
  readonly recordedAt: string
  readonly actorKind: 'person' | 'token' | 'rule'
  readonly actorId: string | null
  readonly actorName: string
  readonly verb: string
  readonly audience: Audience
  readonly reason: string | null
  /** Field → value after; for `create` the whole row. */
  readonly changes: Readonly<Record<string, unknown>>
  /** Field → value before, for the same fields; empty for `create`. */
  readonly before: Readonly<Record<string, unknown>>
  /** What the caller gave that is no field of the record. */
  readonly input: Readonly<Record<string, unknown>>
  readonly effects: readonly Effect[]
  /** Groups what one request or rule did to several records. */
  readonly correlationId: string
  readonly prevHash: string
  readonly hash: string
}

/** Text of a JSON value with sorted keys and no blanks: equal values give equal bytes (in the manner of RFC 8785). */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const o = value as Record<string, unknown>
  let out = ''
  for (const k of Object.keys(o).sort()) if (o[k] !== undefined) out += `${out ? ',' : ''}${JSON.stringify(k)}:${canonical(o[k])}`
  return `{${out}}`
}

/** The bytes that the hash of a row covers: everything but the hash itself and the sequence, which the database gives. */
export const sealedText = (e: Omit<JournalEntry, 'seq' | 'hash'>): string =>
  canonical([
    e.prevHash, e.record, e.recordId, e.orgId, e.version, e.at, e.recordedAt, e.actorKind, e.actorId, e.actorName, e.verb, e.audience,
    e.reason, e.changes, e.before, e.input, e.effects, e.correlationId,
  ])

/** The record as of the last of these rows, which are one record's, in order of version. */
export const fold = (entries: readonly Pick<JournalEntry, 'changes'>[]): Record<string, unknown> =>
  Object.assign({}, ...entries.map((e) => e.changes))
