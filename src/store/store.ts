/** The store as the floors above see it: open it, run work in a transaction as somebody, listen to what was written. */
import type { Actor, RuleActor } from '../model/actor.ts'
import type { Context, Page } from '../model/context.ts'
import type { JournalEntry } from '../model/journal.ts'
import type { ListQuery } from '../model/query.ts'
import type { Common, Defined, RecordType } from '../model/record.ts'
import type { Practice } from '../model/practice.ts'
import type { Clock } from './clock.ts'
import type { Database, Tx } from './database.ts'
import type { AuditAsked } from './journal.ts'

export interface SearchHit {
  readonly record: string
  readonly id: string
  readonly number: string
  readonly title: string
  /** `record`: the words are in its fields; `comment`: in something written on it. */
  readonly where: 'record' | 'comment'
  readonly at: string
}

export interface SideRow {
  readonly id: string
  readonly [field: string]: unknown
}

/** What a face (server, CLI, worker) may do inside a transaction, beyond what a rule may. */
export interface Session extends Context {
  readonly correlationId: string
  /** Exact number of rows a query finds, up to `most` (then `most`): "more than 10 000" needs no exact count. */
  count(type: RecordType, query: ListQuery, most?: number): Promise<number>
  /** How many per value of a field, for tiles and group heads. */
  tally(type: RecordType, query: ListQuery, field: string): Promise<Readonly<Record<string, number>>>
  search(words: string, options?: { records?: readonly string[]; limit?: number }): Promise<readonly SearchHit[]>
  /** Rows that traits keep beside a record: comments, links, watchers, attachments; oldest first, at most 500; with an id that one alone, also beyond them. */
  beside(table: string, recordId: string, id?: string): Promise<readonly SideRow[]>
  /** Many records' titles at once, for showing references: id → {number, title}. */
  titles(type: RecordType, ids: readonly string[]): Promise<ReadonlyMap<string, { number: string; title: string }>>
  /** Many creates or equal moves in one statement: the lever of group commit. All succeed or all fail. */
  createMany(type: RecordType, inputs: readonly Readonly<Record<string, unknown>>[]): Promise<readonly (Record<string, unknown> & Common)[]>
  moveMany(type: RecordType, ids: readonly string[], verb: string, input?: Readonly<Record<string, unknown>>): Promise<readonly (Record<string, unknown> & Common)[]>
  /** A record's journal as this actor may see it, newest last; `after` is a version. */
  timeline(type: RecordType, recordId: string, options?: { after?: number; limit?: number }): Promise<readonly JournalEntry[]>
  /** Journal of everything this actor may see, newest first: the audit page. */
  audit(asked: AuditAsked): Promise<readonly JournalEntry[]>
  /** Runs `work` once per key and remembers its answer; the same key with another request is refused. */
  once<T>(key: string, requestHash: string, work: () => Promise<{ status: number; body: T }>): Promise<{ status: number; body: T; replayed: boolean }>
  /** A part of the work that may fail by itself. */
  apart<T>(work: () => Promise<T>): Promise<T>
}

/** What listeners hear after each commit; enough to decide who may know, too little to leak. */
export interface Heard {
  readonly seq: number
  readonly record: string
  readonly id: string
  readonly orgId: string
  readonly requesterId: string | null
  readonly shared: boolean
  readonly audience: 'public' | 'internal'
  readonly verb: string
  readonly version: number
  readonly actorId: string | null
}

export interface Store {
  readonly db: Database
  readonly clock: Clock
  readonly practices: readonly Practice[]
  readonly records: ReadonlyMap<string, RecordType>
  /** One transaction: committed when `work` returns, undone when it throws. Deadlocks are tried again. */
  write<T>(actor: Actor, work: (s: Session) => Promise<T>): Promise<T>
  read<T>(actor: Actor, work: (s: Session) => Promise<T>): Promise<T>
  /** One transaction in which rules work one after the other, each as itself; a row that one of them has read or written by id is not read again. */
  rules<T>(work: (as: <R>(rule: RuleActor, work: (s: Session) => Promise<R>) => Promise<R>, tx: Tx) => Promise<T>): Promise<T>
  /** One new record, like `write` with a single `create` in it; those that arrive together share a commit. Resolves after the commit. */
  create<Row>(actor: Actor, type: Defined<Row>, input: Readonly<Record<string, unknown>>): Promise<Row & Common>
  /** Rows of a list without end, for exports; one transaction, constant memory. */
  stream(actor: Actor, type: RecordType, query: ListQuery): AsyncIterable<Record<string, unknown> & Common>
  /** Calls back once per journal row after its commit, in any process of the installation; `null` when some may have been missed. */
  listen(heard: (what: Heard | null) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

export type { Page }
