/** Who is told: the team when an incident comes to it, the requester when it moves, other systems by their subscriptions. */
import type { Reaction } from '../../model/context.ts'
import type { JournalEntry } from '../../model/journal.ts'
import { is } from '../../model/query.ts'
import { incident } from '../incident/record.ts'
import { mailTeam } from './digest.ts'
import { eventOf, type Known, mailTo, placeOf, send, summaryOf } from './message.ts'
import { subscription } from './subscription.ts'

const subjects: Readonly<Record<string, (i: Known) => string>> = {
  create: (i) => `P${i.priority} new: ${i.title}`,
  assign: (i) => `P${i.priority} yours: ${i.title}`,
  escalate: (i) => `P${i.priority} escalated to you: ${i.title}`,
  bounce: (i) => `P${i.priority} sent back to you: ${i.title}`,
  reopen: (i) => `P${i.priority} reopened: ${i.title}`,
  declareMajor: (i) => `Major incident: ${i.title}`,
}

/** The team on the incident, or on its service, is told by mail and webhook. */
export const teamIsTold: Reaction = {
  name: 'the team is told',
  version: 1,
  on: { incident: Object.keys(subjects) },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const i = await ctx.seek(incident, e.recordId)
      const subject = subjects[e.verb]
      if (i === null || !subject) continue
      // Who could not see the team leaves it to a rule, whose assignment tells it; what went back to nobody tells nobody.
      if ((e.verb === 'create' || e.verb === 'bounce') && typeof e.changes['teamId'] !== 'string') continue
      const { hurt, team: t } = await placeOf(ctx, i)
      if (t === null) continue
      const body = summaryOf(i, hurt, e.reason)
      const message = { orgId: t.orgId, subject: `[${i.number}] ${subject(i)}`, about: i.number }
      if (t.email !== null) await mailTeam(ctx, { ...message, target: t.email, body }, i.isMajor)
      if (t.webhookUrl !== null) await send(ctx, { ...message, channel: 'webhook', target: t.webhookUrl, body: JSON.stringify(eventOf(e, { ...i })) })
    }
  },
}

/** The requester hears what concerns them, in plain words; so do those whose report was merged into this one, when it works again. */
export const requesterIsTold: Reaction = {
  name: 'the requester is told',
  version: 1,
  on: { incident: ['create', 'comment', 'resolve', 'cancel', 'merge'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const i = await ctx.seek(incident, e.recordId)
      if (i === null) continue
      const body = wordsFor(e, i)
      const same = e.verb === 'resolve' ? (await ctx.list(incident, { where: [is('mergedIntoId', i.id)], limit: 200 })).items : []
      const told = new Set<string | null>([null, e.verb === 'create' ? null : e.actorId])
      for (const one of [i, ...same]) {
        if (told.has(one.requesterId)) continue
        told.add(one.requesterId)
        await mailTo(ctx, [one.requesterId], { subject: `[${one.number}] ${one.title}`, about: one.number, body })
      }
    }
  },
}

function wordsFor(e: JournalEntry, i: Known): string {
  if (e.verb === 'comment') return String(e.effects[0]?.row['body'] ?? '').trim()
  if (e.verb === 'cancel') return `It was cancelled: ${e.reason ?? ''}`.trim()
  if (e.verb === 'merge') return 'Others reported the same trouble; it is handled together. You will hear when it works again.'
  if (e.verb !== 'resolve') return 'We have it and will answer here.'
  const until = i.reopenUntil === null ? '' : `If it does not, say so until ${i.reopenUntil.slice(0, 16).replace('T', ' ')} UTC; after that it is closed.`
  return ['It works again, as far as we can see.', i.resolution ?? '', until].filter((part) => part !== '').join(' ')
}

/** Each subscription of the organization, or of one that sees all, that names the event gets a signed message. */
export const subscribersAreTold: Reaction = {
  name: 'subscribers are told',
  version: 1,
  on: { incident: 'any' },
  run: async (ctx, entries) => {
    const subscriptions = (await ctx.list(subscription, { where: [is('state', 'on')], limit: 200 })).items
    if (subscriptions.length === 0) return
    for (const e of entries) {
      const i = await ctx.seek(incident, e.recordId)
      if (i === null) continue
      for (const s of subscriptions) {
        if (s.orgId !== e.orgId || !(s.events.includes(`${e.record}.${e.verb}`) || s.events.includes(`${e.record}.*`))) continue
        await send(ctx, { orgId: s.orgId, channel: 'webhook', target: s.url, subject: `${e.record}.${e.verb} ${i.number}`, about: i.number, subscriptionId: s.id, body: JSON.stringify(eventOf(e, { ...i })) })
      }
    }
  },
}

/** What somebody sends again is queued anew; the same id lets a receiver notice a repeat. */
export const sentAgain: Reaction = {
  name: 'what is sent again is queued',
  version: 1,
  on: { delivery: ['again'] },
  run: async (ctx, entries) => {
    for (const e of entries) await ctx.after({ task: 'deliver', payload: { id: e.recordId } })
  },
}
