/** Freezes over a release: over its services and all that its changes name, seen or not; a change that is an exception from one takes what is its own through. */
import type { Context } from '../../model/context.ts'
import { AppError } from '../../model/error.ts'
import type { Common } from '../../model/record.ts'
import { refuse, type Refusal } from '../../model/record.ts'
import type { Conflict } from './conflicts.ts'
import { freezeFor } from './freeze.ts'
import { graphOf, type Plan } from './look.ts'
import { type Change, change } from './record.ts'

/** Of a release, what is looked at. */
export interface Rolled {
  readonly id: string
  readonly orgId: string
  readonly number: string
  readonly name: string
  readonly teamId: string | null
  readonly serviceIds: readonly string[]
  readonly changeIds: readonly string[]
  readonly remediation: string | null
}

/** The freeze that forbids it at that time; null where none does. A change that it names and that is not there is refused, for nobody could say what it touches. `agreedAt`: when a manager agreed to it at that time. */
export async function freezeOn(ctx: Context, row: Rolled, at: { readonly from: string; readonly to: string }, agreedAt: string | null): Promise<Conflict | null> {
  const found = await ctx.seeingAll((all) => all.seekMany(change, row.changeIds))
  if (row.changeIds.some((id) => !found.has(id.toLowerCase()))) throw new AppError('refused', 'A change that it names is not there, so nobody can say what it touches. Go back to planning and take it out.')
  const changes = [...found.values()]
  const plan = { orgId: row.orgId, number: row.number, title: row.name, type: 'normal', modelId: null, supplierIds: [], implementerId: null, teamId: row.teamId, plannedStart: at.from, plannedEnd: at.to, backOutSeconds: 0, pointOfNoReturn: null, remediation: row.remediation, managerAgreedAt: agreedAt } as const
  const whole = await freezeFor(ctx, { ...plan, id: row.id, ciIds: [...new Set(changes.flatMap((c) => c.ciIds))], serviceIds: [...new Set([...row.serviceIds, ...changes.flatMap((c) => c.serviceIds)])] })
  // An exception is of a change, so that what is left of a release is asked part by part; only where something forbids the whole, which is seldom.
  return whole === null || changes.length === 0 ? whole : firstOf(ctx, row, plan, changes)
}

async function firstOf(ctx: Context, row: Rolled, plan: Omit<Plan, 'id' | 'ciIds' | 'serviceIds'>, changes: readonly (Change & Common)[]): Promise<Conflict | null> {
  const withChanges = new Set<string>()
  for (const c of changes) {
    const freeze = await freezeFor(ctx, { ...plan, id: c.id, ciIds: c.ciIds, serviceIds: c.serviceIds })
    if (freeze !== null) return freeze
    const { touches, above } = await ctx.seeingAll((all) => graphOf(all, c))
    for (const id of [...touches, ...above.map((r) => r.id)]) withChanges.add(id)
  }
  // Services that none of its changes touches or hurts are the release's alone.
  const own = row.serviceIds.filter((id) => !withChanges.has(id))
  return own.length === 0 ? null : freezeFor(ctx, { ...plan, id: row.id, ciIds: [], serviceIds: own })
}

/** Why no unit is rolled out now. */
export const frozenRefusal = (freeze: Conflict | null): Refusal | null =>
  (freeze === null ? null : refuse(`${freeze.sentence} It is not rolled out in a freeze${freeze.gravity === 'block' ? '; wait, or let a manager lift or move the freeze, or except its changes' : ': it goes back to planning for another time and is approved anew, or, while it is rolled out, a manager says that it goes on'}.`))
