/** Keeps the known errors of the installation at hand, so that what fits what somebody types is found while they type. */
import { type Actor, rule, sightOf } from '../model/actor.ts'
import { isEmpty } from '../model/query.ts'
import { type Asked, KnownErrorIndex, type Match, symptomsOf } from '../practices/problem/known-error-index.ts'
import { type Problem, problem } from '../practices/problem/record.ts'
import type { Common } from '../model/record.ts'
import type { Store } from '../store/store.ts'

const self = rule('known errors at hand')

/** Known errors as this process remembers them; the database says what holds, so what is found is read again before it is shown. */
export interface KnownErrors {
  /** The best matches that this actor may see, best first. The first call reads all known errors. */
  find(actor: Actor, asked: Asked, most: number): Promise<readonly Match[]>
  stop(): Promise<void>
}

/** Begins to listen; what is in the database is read when it is first asked for, and again where news may have been missed. */
export async function keepKnownErrors(store: Store): Promise<KnownErrors> {
  let loading: Promise<KnownErrorIndex> | null = null
  let changed = new Set<string>()

  const put = (index: KnownErrorIndex, p: Problem & Common): void => {
    if (p.knownErrorSince === null || p.knownErrorUntil !== null) index.drop(p.id)
    else index.put({ id: p.id, orgId: p.orgId, serviceId: p.serviceId, ciIds: p.ciIds, text: symptomsOf(p) })
  }
  const load = async (): Promise<KnownErrorIndex> => {
    const index = new KnownErrorIndex()
    const offered = { where: [isEmpty('knownErrorSince', false), isEmpty('knownErrorUntil')] }
    for await (const row of store.stream(self, problem, offered)) put(index, row as unknown as Problem & Common)
    return index
  }
  const fresh = async (): Promise<KnownErrorIndex> => {
    const mine = loading ??= load().catch((e: unknown) => { loading = null; throw e })
    const index = await mine
    if (changed.size > 0) {
      const ids = [...changed]
      changed = new Set()
      const rows = await store.read(self, (s) => s.seekMany(problem, ids)).catch((e: unknown) => { for (const id of ids) changed.add(id); throw e })
      for (const p of rows.values()) put(index, p)
    }
    return index
  }
  const unlisten = await store.listen((heard) => {
    if (heard === null) { loading = null; changed = new Set() }
    else if (heard.record === problem.name) changed.add(heard.id)
  })
  return {
    find: async (actor, asked, most) => {
      const sight = sightOf(actor)
      return (await fresh()).find(asked, sight.all ? null : sight.orgId, most)
    },
    stop: unlisten,
  }
}
