/** The freeze that keeps something from being done at a time. */
import type { Context, Reading } from '../../model/context.ts'
import { type Conflict, conflictsOf } from './conflicts.ts'
import { graphOf, type Plan, plannedOf, tooLarge } from './look.ts'
import { indexSpans, sayInstant } from './spans.ts'
import { holdsWithin, isLetThrough } from './window-rules.ts'
import { changeWindow } from './window.ts'
import { hiddenFrom, windowsAt } from './windows-at.ts'

/**
 * The freeze that keeps a plan from being done at its time: a hard one, or a soft one that no manager has let it through; nothing else is looked at.
 * Of the freezes only those are asked that the asker may see; a customer's is not named to another, and with `isKept`, where the sentence stays on
 * the record, none that its organization may not see. Where more hangs together than can be looked at, each freeze of things at that time could be it.
 */
export async function freezeAt(ctx: Reading, plan: Plan, isKept = false): Promise<Conflict | null> {
  if (plan.plannedStart === null || plan.plannedEnd === null) return null
  const graph = await graphOf(ctx, plan)
  const p = plannedOf(plan, graph, plan.plannedStart, plan.plannedEnd)
  const windows = await windowsAt(ctx, p, graph.isCut ? undefined : p.reach)
  const isHidden = await hiddenFrom(ctx, p.orgId)
  const named = windows.map((w) => ((isKept || !w.isForAll) && isHidden(w) ? { ...w, isForeign: true } : w))
  const freeze = conflictsOf(p, { others: indexSpans([]), windows: named, promised: [], nameOf: (id) => id }).find((c) => c.kind === 'freeze' && c.gravity !== 'note')
  if (freeze !== undefined || !graph.isCut) return freeze ?? null
  return windows.some((w) => w.kind === 'freeze' && w.scope.everything !== true && (w.isForAll || w.orgId === p.orgId) && !isLetThrough({ ...w, isHard: false }, p) && holdsWithin(w, p).length > 0) ? tooLarge(p) : null
}

/** The same for a guard, which holds also by a freeze that the actor may not see; that one is not named to them. */
export async function freezeFor(ctx: Context, plan: Plan): Promise<Conflict | null> {
  const { freeze, endsAt } = await ctx.seeingAll(async (all) => {
    const found = await freezeAt(all, plan)
    return { freeze: found, endsAt: found?.with == null ? null : (await all.seek(changeWindow, found.with.id))?.endsAt ?? null }
  })
  if (freeze?.with == null || await ctx.seek(changeWindow, freeze.with.id) !== null) return freeze
  return { ...freeze, with: null, sentence: `A freeze that you may not see holds${endsAt === null ? ' then' : ` until ${sayInstant(Date.parse(endsAt))}`}.` }
}
