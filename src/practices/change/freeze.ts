/** The freeze that keeps something from being done at a time. Reads only what the asker may see. */
import type { Context } from '../../model/context.ts'
import { type Conflict, conflictsOf } from './conflicts.ts'
import { graphOf, type Plan, plannedOf, tooLarge } from './look.ts'
import { indexSpans } from './spans.ts'
import { holdsWithin, isLetThrough } from './window-rules.ts'
import { foreignTo, windowsAt } from './windows-at.ts'

/**
 * The freeze that keeps a plan from being done at its time: a hard one, or a soft one that no manager has let it through; nothing else is looked at.
 * Where more hangs together than can be looked at, each freeze of things at that time could be it.
 */
export async function freezeAt(ctx: Context, plan: Plan): Promise<Conflict | null> {
  if (plan.plannedStart === null || plan.plannedEnd === null) return null
  const graph = await graphOf(ctx, plan)
  const p = plannedOf(plan, graph, plan.plannedStart, plan.plannedEnd)
  const windows = await windowsAt(ctx, p, graph.isCut ? undefined : p.reach)
  const isForeign = await foreignTo(ctx, p.orgId, windows.map((w) => w.orgId))
  const named = windows.map((w) => (!w.isForAll && isForeign(w.orgId) ? { ...w, isForeign: true } : w))
  const freeze = conflictsOf(p, { others: indexSpans([]), windows: named, promised: [], nameOf: (id) => id }).find((c) => c.kind === 'freeze' && c.gravity !== 'note')
  if (freeze !== undefined || !graph.isCut) return freeze ?? null
  return windows.some((w) => w.kind === 'freeze' && w.scope.everything !== true && (w.isForAll || w.orgId === p.orgId) && !isLetThrough({ ...w, isHard: false }, p) && holdsWithin(w, p).length > 0) ? tooLarge(p) : null
}
