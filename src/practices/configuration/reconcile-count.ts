/** Each item knows how many differences stand on it unexplained, so that its own journal tells measures what was found when it was looked at. */
import type { Context, Reaction } from '../../model/context.ts'
import type { JournalEntry } from '../../model/journal.ts'
import { is } from '../../model/query.ts'
import { ci } from './ci.ts'
import { discrepancy } from './reconcile-discrepancy.ts'

const mostAtOnce = 2000

/** Whoever tells, answers or finds again a difference has looked at the item. What was told before items counted is counted when they are compared the next time. */
export const differencesAreCounted: Reaction = {
  name: 'unexplained differences are counted on their item',
  version: 1,
  on: { discrepancy: ['create', 'explain', 'correct', 'accept', 'decide', 'reopen', 'renew', 'settle'], ci: ['compare'] },
  run: async (ctx, entries) => {
    const looked = await lookedAt(ctx, entries)
    const ids = [...looked.keys()]
    const found = await openOn(ctx, ids)
    const items = await ctx.seekMany(ci, ids)
    for (const [id, at] of looked) {
      const item = items.get(id)
      if (!item) continue
      const n = found.get(id) ?? 0
      if (item.differences !== n || item.comparedAt === null || item.comparedAt < at) await ctx.move(ci, id, 'recount', { found: n })
    }
  },
}

/** Item → when it was last looked at, of these entries. */
async function lookedAt(ctx: Context, entries: readonly JournalEntry[]): Promise<ReadonlyMap<string, string>> {
  const told = await ctx.seekMany(discrepancy, entries.flatMap((e) => (e.record === 'discrepancy' ? [e.recordId] : [])))
  const looked = new Map<string, string>()
  for (const e of entries) {
    const id = e.record === 'ci' ? e.recordId : told.get(e.recordId)?.ciId ?? null
    if (id !== null && e.at > (looked.get(id) ?? '')) looked.set(id, e.at)
  }
  return looked
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
