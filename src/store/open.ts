/** Opens the store: record types by name, transactions as somebody, and the ear on the journal. */
import { type Actor, rule, sightOf } from '../model/actor.ts'
import type { Reaction, Task } from '../model/context.ts'
import { checkRead } from '../model/permission.ts'
import { type Practice, recordsOf } from '../model/practice.ts'
import type { ListQuery } from '../model/query.ts'
import type { Common, Defined, RecordType } from '../model/record.ts'
import { type Clock, systemClock } from './clock.ts'
import { openDatabase } from './database.ts'
import { createApart } from './door.ts'
import { openEar } from './ear.ts'
import { gatherCreates } from './gather.ts'
import { pageOf } from './read.ts'
import { inSession, type Memo, openRoom, type Surroundings } from './session.ts'
import type { Session, Store } from './store.ts'

export interface StoreOptions {
  readonly url: string
  readonly practices: readonly Practice[]
  readonly clock?: Clock
  readonly poolSize?: number
  readonly warn?: (message: string, e: unknown) => void
}

/** The database must be migrated; opening does not touch it. */
export function openStore({ url, practices, clock = systemClock, poolSize, warn }: StoreOptions): Store {
  const db = openDatabase({ url, ...(poolSize === undefined ? {} : { size: poolSize }), ...(warn ? { warn } : {}) })
  const records = recordsOf(practices)
  const reactions = practices.flatMap((p) => p.reactions ?? [])
  const tasks = new Map(practices.flatMap((p) => (p.tasks ?? []).map((t) => [t.name, t] as const)))
  const fixed = {
    types: records, hasReaction: (record: string, verb: string) => reactions.some((x) => hears(x, record, verb)), attemptsOf: (task: string) => tasks.get(task)?.attempts ?? 25,
    sideTables: new Map([...records.values()].flatMap((r) => r.tables.map((t) => [t.name, t] as const))),
  }
  const around = (): Surroundings => ({ nowMs: clock.now(), ...fixed })
  const gathered = gatherCreates({
    write: (sight, work) => db.write(sight, work),
    createApart: (tx, type, list) => {
      const memo: Memo = new Map()
      return createApart(type, list.map(({ actor, input }) => ({ room: openRoom(tx, actor, around(), memo), input })))
    },
    createAlone: (actor, type, input) => db.write(sightOf(actor), (tx) => inSession(tx, actor, around(), (s) => s.create<Record<string, unknown>>(type, input))),
  })
  const store: Store = {
    db, clock, practices, records,
    write: <T>(actor: Actor, work: (s: Session) => Promise<T>) => db.write(sightOf(actor), (tx) => inSession(tx, actor, around(), work)),
    read: <T>(actor: Actor, work: (s: Session) => Promise<T>) => db.read(sightOf(actor), (tx) => inSession(tx, actor, around(), work)),
    rules: (work) => db.write(sightOf(rule('rules')), (tx) => {
      const memo: Memo = new Map()
      return work((actor, part) => inSession(tx, actor, around(), part, memo), tx)
    }),
    create: async <R>(actor: Actor, type: Defined<R>, input: Readonly<Record<string, unknown>>) => (await gathered(actor, type, input)) as R & Common,
    stream: (actor, type, query) => stream(store, actor, type, query),
    listen: (heard) => ear.listen(heard),
    close: () => db.close(),
  }
  const ear = openEar(store, warn)
  return store
}

export const hears = (x: Reaction, record: string, verb: string): boolean => {
  const verbs = x.on[record]
  return verbs !== undefined && (verbs === 'any' || verbs.includes(verb))
}

export const tasksOf = (store: Store): Map<string, Task> => new Map(store.practices.flatMap((p) => (p.tasks ?? []).map((t) => [t.name, t] as const)))

async function* stream(store: Store, actor: Actor, type: RecordType, query: ListQuery): AsyncIterable<Record<string, unknown> & Common> {
  checkRead(actor, type)
  let after: string | undefined
  do {
    const q = { ...query, limit: 200, ...(after === undefined ? {} : { after }) }
    const page = await store.db.read(sightOf(actor), (tx) => pageOf(tx, type, q, actor))
    for (const row of page.items) yield row
    after = page.next ?? undefined
  } while (after !== undefined)
}
