/** Asking those who must agree to a change, and asking them no more. */
import type { Context } from '../../model/context.ts'
import { is } from '../../model/query.ts'
import type { Common } from '../../model/record.ts'
import { lackingIn } from './approval-rules.ts'
import { approval, type ApprovalRow, oneByOne, ownersToAsk, roundOf, ruleOf } from './approval.ts'
import { type Change, change, look } from './record.ts'
import { panelOf } from './rules.ts'

/** Asks whom the panel of its round lacks; whoever was asked is not asked twice. */
export async function askPanel(ctx: Context, c: Change & Common): Promise<void> {
  const seen = await look(ctx, c)
  // Whoever assessed it may not see every owner; the rule does.
  const owners = await ownersToAsk(ctx, seen.ownerIds, c.requesterId)
  if (owners.length !== c.askedOwnerIds.length || owners.some((id) => !c.askedOwnerIds.includes(id))) await ctx.move(change, c.id, 'nameOwners', { owners })
  const { rows } = await roundOf(ctx, c.id, c.round)
  for (const place of lackingIn(panelOf(c.riskLevel ?? seen.risk.level, c.type, owners), rows.map(ruleOf))) {
    await ctx.create(approval, { orgId: c.orgId, changeId: c.id, round: c.round, ...place, expiresAt: c.plannedEnd !== null && c.plannedEnd > ctx.now() ? c.plannedEnd : null })
  }
}

/** Voids what is still asked, but for the round that is kept. */
export async function dropAsked(ctx: Context, changeId: string, reason: string, keptRound: number | null): Promise<void> {
  // An answer of this moment is either seen here or finds its place void.
  await oneByOne(ctx, changeId)
  const dropped: string[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof ctx.list<ApprovalRow>>> = await ctx.list(approval, { where: [is('changeId', changeId), is('state', 'asked')], sort: 'createdAt', limit: 200, ...(after === null ? {} : { after }) })
    dropped.push(...page.items.filter((a) => a.round !== keptRound).map((a) => a.id))
    after = page.next
  } while (after !== null)
  for (const id of dropped) await ctx.move(approval, id, 'drop', { reason })
}
