/** Who has left, or has a lesser role by now, is asked no more: their place is asked of somebody else. */
import type { Context, Reaction } from '../../model/context.ts'
import { is } from '../../model/query.ts'
import type { Common } from '../../model/record.ts'
import { type Person, person } from '../people/person.ts'
import { hasRole } from './approval-rules.ts'
import { approval, type ApprovalRow, oneByOne, roundOf } from './approval.ts'
import { askPanel } from './asking.ts'
import { change } from './record.ts'
import { isToDecide } from './rules.ts'

type Place = ApprovalRow & Common

/** Places that somebody agreed in who has left, newest first; what they decided long ago stands. */
const mostDecided = 200

export const goneAreAskedNoMore: Reaction = {
  name: 'who may not answer any more is asked no more',
  version: 1,
  on: { person: ['update', 'leave'] },
  run: async (ctx, entries) => {
    const ids = new Set(entries.filter((e) => e.changes['role'] !== undefined || e.changes['state'] !== undefined).map((e) => e.recordId))
    for (const id of ids) {
      const p = await ctx.seek(person, id)
      if (p !== null) for (const [changeId, places] of Map.groupBy(await placesOf(ctx, p), (a) => a.changeId)) await askOthers(ctx, p, changeId, places)
    }
  },
}

/** What they are asked and may not answer, and, where they have left, what they agreed to: that counts no more. */
async function placesOf(ctx: Context, p: Person & Common): Promise<readonly Place[]> {
  const asked = (await askedOf(ctx, p)).filter((a) => p.state === 'left' || !hasRole(p.role, a.role))
  return p.state === 'left' ? [...asked, ...(await ctx.list(approval, { where: [is('decidedById', p.id), is('state', 'approved')], sort: '-createdAt', limit: mostDecided })).items] : asked
}

/** Every place that waits for them. */
async function askedOf(ctx: Context, p: Person & Common): Promise<readonly Place[]> {
  const found: Place[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof ctx.list<ApprovalRow>>> = await ctx.list(approval, { where: [is('approverId', p.id), is('state', 'asked')], sort: '-createdAt', limit: 200, ...(after === null ? {} : { after }) })
    found.push(...page.items)
    after = page.next
  } while (after !== null)
  return found
}

/** A place that was handed on to them is asked where it came from. */
async function askOthers(ctx: Context, p: Person & Common, changeId: string, places: readonly Place[]): Promise<void> {
  await oneByOne(ctx, changeId)
  const c = await ctx.seek(change, changeId)
  if (c === null || !isToDecide(c)) return
  const { rows } = await roundOf(ctx, c.id, c.round)
  const reason = p.state === 'left' ? `${p.name} has left.` : `${p.name} has another role by now.`
  const gone = new Set(places.map((a) => a.id))
  for (let wasMore = true; wasMore;) {
    const via = rows.filter((a) => gone.has(a.id) && a.viaId !== null && !gone.has(a.viaId)).flatMap((a) => a.viaId ?? [])
    for (const id of via) gone.add(id)
    wasMore = via.length > 0
  }
  for (const a of rows) if (gone.has(a.id) && a.state !== 'void' && a.state !== 'rejected') await ctx.move(approval, a.id, 'drop', { reason })
  await askPanel(ctx, c)
}
