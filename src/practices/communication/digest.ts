/** Mails to a team: at once while they are few, then held and told together by one digest, in which each is listed. */
import type { Context, Task } from '../../model/context.ts'
import { is, isNot } from '../../model/query.ts'
import { mostMails, paceOf, windowMs } from './burst.ts'
import { delivery } from './delivery.ts'
import type { Message } from './message.ts'

/** What a digest is about, where another delivery names its incident. */
export const aboutDigest = 'digest'
/** Lines of one digest; what is beyond comes in the next, at once. */
const mostLines = 200

/** Queues a mail to a team, or holds it for the digest where the last ten minutes brought ten. Held ones are deliveries too: nothing is lost. */
export async function mailTeam(ctx: Context, message: Omit<Message, 'channel'>, isMajor: boolean): Promise<void> {
  const since = new Date(Date.parse(ctx.now()) - windowMs).toISOString()
  // The end of a list's span is not in it, and what left in this same moment counts.
  const untilNow = new Date(Date.parse(ctx.now()) + 1).toISOString()
  const recent = isMajor ? [] : (await ctx.list(delivery, {
    where: [is('orgId', message.orgId), is('target', message.target), is('channel', 'email'), isNot('state', 'held', 'bundled'), { field: 'createdAt', op: 'from', values: [since] }, { field: 'createdAt', op: 'to', values: [untilNow] }], sort: '-createdAt', limit: mostMails,
  })).items
  const pace = paceOf(recent.map((d) => d.createdAt), ctx.now(), isMajor)
  const made = await ctx.create(delivery, { ...message, channel: 'email', subject: message.subject.slice(0, 300) })
  if (pace.pace === 'at once') return ctx.after({ task: 'deliver', payload: { id: made.id } })
  await ctx.move(delivery, made.id, 'hold')
  await askForDigest(ctx, message.orgId, message.target, pace.at)
}

const askForDigest = (ctx: Context, orgId: string, target: string, at: string): Promise<void> =>
  ctx.after({ task: sendDigest.name, payload: { orgId, target }, at, key: `digest ${orgId} ${target}` })

/** One mail with a line for each that was held for this address; they say in which. */
export const sendDigest: Task = {
  name: 'send digest',
  version: 1,
  attempts: 10,
  run: async (ctx, payload) => {
    const [orgId, target] = [String(payload['orgId']), String(payload['target'])]
    const held = (await ctx.list(delivery, { where: [is('orgId', orgId), is('target', target), is('state', 'held')], sort: 'createdAt', limit: mostLines })).items
    if (held.length === 0) return
    const made = await ctx.create(delivery, {
      orgId, channel: 'email', target, about: aboutDigest, subject: `Digest: ${held.length} more ${held.length === 1 ? 'message' : 'messages'} about incidents`,
      body: [`More than ${mostMails} mails in ${windowMs / 60_000} minutes; the rest is listed here. Major incidents are always told at once.`, '', ...held.map((d) => `${d.createdAt.slice(11, 16)} UTC  ${d.subject}`)].join('\n'),
    })
    for (const d of held) await ctx.move(delivery, d.id, 'bundle', { said: `told in the digest ${made.number}` })
    await ctx.after({ task: 'deliver', payload: { id: made.id } })
    if (held.length === mostLines) await askForDigest(ctx, orgId, target, ctx.now())
  },
}
