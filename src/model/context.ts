/** How rules and reactions see the world: who, when, and the few things they may do. Everything runs in one transaction. */
import type { Actor } from './actor.ts'
import type { AroundOptions, Reached } from './graph.ts'
import type { JournalEntry } from './journal.ts'
import type { ListQuery } from './query.ts'
import type { Common, Defined, RecordType } from './record.ts'
import type { Derived } from './derived.ts'

export interface Page<Row> {
  readonly items: readonly Row[]
  /** Give it back as `after` for the next page; null at the end. */
  readonly next: string | null
}

/** When and how a queued piece of work runs. Equal `key`s replace each other, so a timer can be moved. */
export interface Later {
  readonly task: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly at?: string
  readonly key?: string
}

/** What can be asked without writing. */
export type Reading = Omit<Context, 'create' | 'move' | 'hold' | 'alone' | 'seeingAll' | 'attach' | 'derive' | 'underive' | 'after' | 'cancel'>

export interface Context {
  readonly actor: Actor
  /** The instant of this transaction: the same for everything in it. */
  now(): string
  /** A new id, rising with time (UUID version 7). */
  id(): string
  /** A record type by its name, for two that look at each other: only one of them can import the other, and a reference may name a type of a later practice. */
  type(name: string): RecordType
  /** The record by id or number; refused as not_found where it does not exist or may not be seen. */
  find<Row>(type: Defined<Row>, id: string): Promise<Row & Common>
  /** Null instead of a refusal. */
  seek<Row>(type: Defined<Row>, id: string): Promise<(Row & Common) | null>
  /** Several by their ids, at once; those that do not exist or may not be seen are absent. */
  seekMany<Row>(type: Defined<Row>, ids: readonly string[]): Promise<ReadonlyMap<string, Row & Common>>
  list<Row>(type: Defined<Row>, query: ListQuery): Promise<Page<Row & Common>>
  /** A list of a few fields of each row, for questions about many of them; a page has at most 2,000. Not by `due`. */
  pick<Row, K extends keyof (Row & Common) & string>(type: Defined<Row>, fields: readonly K[], query: ListQuery): Promise<Page<Pick<Row & Common, K | 'id' | 'number'>>>
  /** Of records by their ids, the texts at this path of a JSON field, in order: `['reached', 'id']` are the ids of all in the list `reached`. For a few words of long values; those that do not exist or may not be seen are absent. */
  pluck<Row>(type: Defined<Row>, field: keyof Row & string, path: readonly string[], ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
  create<Row>(type: Defined<Row>, input: Readonly<Record<string, unknown>>, more?: MoveOptions): Promise<Row & Common>
  move<Row>(type: Defined<Row>, id: string, verb: string, input?: Readonly<Record<string, unknown>>, more?: MoveOptions): Promise<Row & Common>
  /** A record's journal, oldest first. */
  history(record: string, recordId: string): Promise<readonly JournalEntry[]>
  /** The same for several records of one type, by their ids; one without a journal is absent. */
  histories(record: string, recordIds: readonly string[]): Promise<ReadonlyMap<string, readonly JournalEntry[]>>
  /** What stands on these nodes of the graph (`above`) or what they stand on (`below`), nearest first; the start itself is not in it. Only what the actor may see. */
  around(ids: readonly string[], options: AroundOptions): Promise<readonly Reached[]>
  /** Keeps this record as it is until the transaction ends: whoever is changing it is waited for, whoever would change it waits; what is read of it from here on holds. For a guard of one record that rests on another; `alone` where it is to be moved afterwards, or nobody else may hold it meanwhile. */
  hold<Row>(type: Defined<Row>, id: string, how?: 'alone' | 'with others'): Promise<void>
  /** Waits until no other transaction works under this name, and keeps others waiting until this one ends: for a rule over what two might write at the same moment. What was written under it before is seen from here on. */
  alone(name: string): Promise<void>
  /**
   * Reads as the installation sees, for a guard that must hold also where the actor sees too little. Nothing that it finds may be named to the actor
   * or kept on a record, unless they see it themselves; nothing else runs in this transaction meanwhile.
   */
  seeingAll<T>(look: (all: Reading) => Promise<T>): Promise<T>
  /** Keeps these bytes under their SHA-256, which is returned; the same bytes are kept once. */
  attach(bytes: Uint8Array): Promise<string>
  /** Bytes by their SHA-256; null where there are none. Who may have them is for the record to say that names them. */
  attached(sha256: string): Promise<Uint8Array | null>
  /** Rows of a derived table: a cache that a rule can always compute again. */
  derive<Row>(table: Derived<Row>, rows: readonly Row[]): Promise<void>
  derived<Row>(table: Derived<Row>, where: Readonly<Record<string, string | readonly string[]>>): Promise<readonly Row[]>
  /** Removes derived rows. */
  underive<Row>(table: Derived<Row>, where: Readonly<Record<string, string | readonly string[]>>): Promise<void>
  /** Queues work in this transaction: it exists if and only if the transaction commits. */
  after(later: Later): Promise<void>
  /** Takes back a timer by its key. */
  cancel(key: string): Promise<void>
}

export interface MoveOptions {
  /** Refused as stale unless the record still has this version. */
  readonly ifVersion?: number
  /** Valid time of a back-dated fact; refused when in the future. */
  readonly at?: string
  /** Id for a record to create, where the caller must know it beforehand. */
  readonly id?: string
}

/** A part's answer to what the journal says. Runs after the commit, at least once, in a transaction that it may share with the other reactions to the same rows: it must be idempotent. */
export interface Reaction {
  readonly name: string
  readonly version: number
  /** Record type → verbs it listens to. */
  readonly on: Readonly<Record<string, readonly string[] | 'any'>>
  /** All matching rows of one commit, in order. */
  run(ctx: Context, entries: readonly JournalEntry[]): Promise<void>
}

/** Named work for `after`: timers and deliveries. */
export interface Task {
  readonly name: string
  readonly version: number
  /** How often it is tried before it is given up; the queue waits longer each time. */
  readonly attempts: number
  run(ctx: Context, payload: Readonly<Record<string, unknown>>): Promise<void>
}
