/** Whether a known error helped is seen from its incident: resolved by it, in another way, or back again. */
import type { Context, Reaction } from '../../model/context.ts'
import { is } from '../../model/query.ts'
import { incident } from '../incident/record.ts'
import { knownErrorUse } from './known-error-use.ts'
import { problem } from './record.ts'

/** An incident to which a known error was applied names its problem, unless it names one already. */
export const usesNameTheProblem: Reaction = {
  name: 'an applied known error is named on its incident',
  version: 1,
  on: { known_error_use: ['create'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const use = await ctx.seek(knownErrorUse, e.recordId)
      const i = use === null ? null : await ctx.seek(incident, use.incidentId)
      if (use !== null && i?.problemId === null) await ctx.move(incident, i.id, 'linkProblem', { toProblemId: use.problemId })
    }
  },
}

/** Ways to resolve that speak for the known error that was tried last. */
const byKnownError = new Set<unknown>(['known_error', 'workaround'])

/** Uses of these incidents, newest first; an incident on which so many were tried has more than anybody counts. */
const usesOf = async (ctx: Context, ids: readonly string[], state: 'tried' | 'worked') =>
  Map.groupBy((await ctx.list(knownErrorUse, { where: [is('incidentId', ...ids), is('state', state)], sort: '-createdAt', limit: 200 })).items, (u) => u.incidentId)

export const usesAreJudged: Reaction = {
  name: 'known errors are judged by their incidents',
  version: 1,
  on: { incident: ['resolve', 'reopen'] },
  run: async (ctx, entries) => {
    for (const verb of ['resolve', 'reopen'] as const) {
      const ids = [...new Set(entries.filter((e) => e.verb === verb).map((e) => e.recordId))]
      if (ids.length === 0) continue
      const uses = await usesOf(ctx, ids, verb === 'resolve' ? 'tried' : 'worked')
      for (const i of (await ctx.seekMany(incident, ids)).values()) {
        const mine = uses.get(i.id) ?? []
        if (verb === 'reopen') for (const u of mine) await ctx.move(knownErrorUse, u.id, 'fail', { reason: `${i.number} came back.` })
        // An incident that came back in the meantime is judged when it is resolved again.
        else if (i.resolutionCode !== null) await judge(ctx, i, mine.map((u) => u.id))
      }
    }
  },
}

async function judge(ctx: Context, i: { readonly id: string; readonly number: string; readonly orgId: string; readonly problemId: string | null; readonly resolutionCode: string | null }, tried: readonly string[]): Promise<void> {
  const [last, ...before] = tried
  const isByIt = byKnownError.has(i.resolutionCode)
  for (const id of isByIt ? before : tried) await ctx.move(knownErrorUse, id, 'fail', { reason: `${i.number} was resolved in another way.` })
  if (!isByIt) return
  if (last !== undefined) { await ctx.move(knownErrorUse, last, 'work', { reason: `${i.number} was resolved by it.` }); return }
  // Applied without saying so beforehand: the resolution says it, and the incident names which.
  if (i.resolutionCode !== 'known_error' || i.problemId === null) return
  const known = await ctx.seek(problem, i.problemId)
  const done = (await usesOf(ctx, [i.id], 'worked')).get(i.id) ?? []
  if (known?.knownErrorSince == null || known.knownErrorUntil !== null || done.some((u) => u.problemId === known.id)) return
  const use = await ctx.create(knownErrorUse, { orgId: i.orgId, problemId: known.id, incidentId: i.id, note: 'Named when the incident was resolved' })
  await ctx.move(knownErrorUse, use.id, 'work', { reason: `${i.number} was resolved by it.` })
}
