/** Each item knows how many differences stand on it unexplained, so that its own journal tells measures what was found when it was looked at. */
import type { Context, Reaction, Task } from '../../model/context.ts'
import type { JournalEntry } from '../../model/journal.ts'
import { is } from '../../model/query.ts'
import { ci } from './ci.ts'
import { discrepancy } from './reconcile-discrepancy.ts'

const mostAtOnce = 2000

/** What somebody or something says of an item having looked at it; an answer is given without looking. */
const lookVerbs: ReadonlySet<string> = new Set(['create', 'renew', 'settle', 'compare', 'verify'])

/** Whoever tells or finds again a difference has looked at the item; whoever answers one has not. What was told before items counted is counted when they are looked at the next time. */
export const differencesAreCounted: Reaction = {
  name: 'unexplained differences are counted on their item',
  version: 2,
  on: { discrepancy: ['create', 'explain', 'correct', 'accept', 'decide', 'reopen', 'renew', 'settle'], ci: ['compare', 'verify'] },
  run: async (ctx, entries) => { await countAll(ctx, await lookedAt(ctx, entries)) },
}

/** Counts what stood on items before they counted it, page by page: nobody looks at them for that. Queued by the migration that made the count unknown. */
export const countOfBefore: Task = {
  name: 'count differences of before',
  version: 1,
  attempts: 5,
  run: async (ctx, payload) => {
    const page = await ctx.pick(discrepancy, ['ciId'], { where: [is('state', 'raised')], sort: 'createdAt', limit: mostAtOnce, ...(typeof payload['after'] === 'string' ? { after: payload['after'] } : {}) })
    const items = await ctx.seekMany(ci, page.items.flatMap((d) => d.ciId ?? []))
    await countAll(ctx, new Map([...items.values()].filter((i) => i.differences === null).map((i) => [i.id, null])))
    if (page.next !== null) await ctx.after({ task: countOfBefore.name, payload: { after: page.next } })
  },
}

/** Item → when it was last looked at, of these entries; null where it was only spoken of. */
async function lookedAt(ctx: Context, entries: readonly JournalEntry[]): Promise<ReadonlyMap<string, string | null>> {
  const told = await ctx.seekMany(discrepancy, entries.flatMap((e) => (e.record === 'discrepancy' ? [e.recordId] : [])))
  const verified = await ctx.seekMany(ci, entries.flatMap((e) => (e.verb === 'verify' ? [e.recordId] : [])))
  const looked = new Map<string, string | null>()
  for (const e of entries) {
    const id = e.record === 'ci' ? e.recordId : told.get(e.recordId)?.ciId ?? null
    // A verified item says itself what stands on it, unless nobody has counted that yet.
    if (id === null || (e.verb === 'verify' && verified.get(id)?.differences !== null)) continue
    const before = looked.get(id) ?? null
    looked.set(id, lookVerbs.has(e.verb) && (before === null || e.at > before) ? e.at : before)
  }
  return looked
}

/** Counts alone in each organization: of two that count at once the later has seen what the earlier had. */
async function countAll(ctx: Context, looked: ReadonlyMap<string, string | null>): Promise<void> {
  const ids = [...looked.keys()]
  const items = await ctx.seekMany(ci, ids)
  for (const orgId of [...new Set([...items.values()].map((i) => i.orgId))].toSorted()) await ctx.alone(`differences of ${orgId}`)
  const found = await openOn(ctx, ids)
  for (let i = 0; i < ids.length; i += mostAtOnce) {
    // Read anew: what was read before waiting may be what the other has changed.
    const now = await ctx.pick(ci, ['differences', 'comparedAt'], { where: [is('id', ...ids.slice(i, i + mostAtOnce))], sort: 'createdAt', limit: mostAtOnce })
    for (const item of now.items) {
      const [n, at] = [found.get(item.id) ?? 0, looked.get(item.id) ?? null]
      if (at !== null && (item.differences !== n || item.comparedAt === null || item.comparedAt < at)) await ctx.move(ci, item.id, 'count', { found: n })
      else if (item.differences !== n) await ctx.move(ci, item.id, 'recount', { found: n })
    }
  }
}

async function openOn(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>()
  for (let i = 0; i < ids.length; i += mostAtOnce) {
    for (let after: string | null | undefined; after !== null;) {
      const page: Awaited<ReturnType<typeof ctx.pick<{ ciId: string | null }, 'ciId'>>> = await ctx.pick(discrepancy, ['ciId'], { where: [is('ciId', ...ids.slice(i, i + mostAtOnce)), is('state', 'raised')], sort: 'createdAt', limit: mostAtOnce, ...(after === undefined ? {} : { after }) })
      for (const d of page.items) if (d.ciId !== null) found.set(d.ciId, (found.get(d.ciId) ?? 0) + 1)
      after = page.next
    }
  }
  return found
}
