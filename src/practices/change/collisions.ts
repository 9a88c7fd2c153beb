/** What a change would collide with at a time, for a guard: also with what the actor may not see, which is not named to them. */
import type { Context, Reading } from '../../model/context.ts'
import { type Conflict, conflictKinds } from './conflicts.ts'
import { type Changes, collisionsAt, type Plan } from './look.ts'

/** All collisions at the plan's time, as the actor may know them; empty where it has no time. */
export async function collisionsFor(ctx: Context, changes: Changes, plan: Plan): Promise<readonly Conflict[]> {
  const look = (s: Reading): Promise<readonly Conflict[]> => collisionsAt(s, changes, plan)
  const seen = await look(ctx)
  const keyOf = (c: Conflict): string => `${c.kind} ${c.with?.id ?? c.sentence}`
  const known = new Set(seen.map(keyOf))
  const hidden = (await ctx.seeingAll(look)).filter((c) => !known.has(keyOf(c)))
  return [...seen, ...hidden.map((c): Conflict => ({ ...c, with: null, itemIds: [], sentence: `Something that you may not see collides with it at that time (${conflictKinds[c.kind].toLowerCase()}).` }))]
}
