/** Who is told: the team when an incident comes to it, the requester when it moves, other systems by their subscriptions. */
import type { Context, Reaction } from '../../model/context.ts'
import type { JournalEntry } from '../../model/journal.ts'
import { is } from '../../model/query.ts'
import { type Incident, incident } from '../incident/record.ts'
import { person } from '../people/person.ts'
import { team } from '../people/team.ts'
import { service } from '../service/record.ts'
import { delivery } from './delivery.ts'
import { subscription } from './subscription.ts'

interface Message {
  readonly orgId: string
  readonly channel: 'email' | 'webhook'
  readonly target: string
  readonly subject: string
  readonly body: string
  readonly about: string
  readonly subscriptionId?: string
}

async function send(ctx: Context, m: Message): Promise<void> {
  const made = await ctx.create(delivery, { ...m, subject: m.subject.slice(0, 300) })
  await ctx.after({ task: 'deliver', payload: { id: made.id } })
}

type Known = Incident & { readonly id: string; readonly number: string; readonly orgId: string; readonly state: string }

const subjects: Readonly<Record<string, (i: Known) => string>> = {
  create: (i) => `P${i.priority} new: ${i.title}`,
  assign: (i) => `P${i.priority} yours: ${i.title}`,
  escalate: (i) => `P${i.priority} escalated to you: ${i.title}`,
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
      const hurt = i.serviceId === null ? null : await ctx.seek(service, i.serviceId)
      const teamId = i.teamId ?? hurt?.teamId ?? null
      const t = teamId === null ? null : await ctx.seek(team, teamId)
      if (t === null) continue
      const body = [`${i.number}  ${i.title}`, `Priority ${i.priority}, ${incident.states[i.state]?.label.toLowerCase() ?? i.state}${hurt ? `, ${hurt.name}` : ', no service named'}`, e.reason === null ? '' : `Reason: ${e.reason}`, '', i.description ?? ''].join('\n').trim()
      const message = { orgId: t.orgId, subject: `[${i.number}] ${subject(i)}`, about: i.number }
      if (t.email !== null) await send(ctx, { ...message, channel: 'email', target: t.email, body })
      if (t.webhookUrl !== null) await send(ctx, { ...message, channel: 'webhook', target: t.webhookUrl, body: JSON.stringify(eventOf(e, { ...i })) })
    }
  },
}

/** The requester hears what concerns them, in plain words. */
export const requesterIsTold: Reaction = {
  name: 'the requester is told',
  version: 1,
  on: { incident: ['create', 'comment', 'resolve', 'cancel'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const i = await ctx.seek(incident, e.recordId)
      const who = i?.requesterId ? await ctx.seek(person, i.requesterId) : null
      if (i === null || who === null || (e.actorId === who.id && e.verb !== 'create')) continue
      const said = e.verb === 'comment' ? String(e.effects[0]?.row['body'] ?? '') : e.verb === 'resolve' ? `It works again, as far as we can see. ${i.resolution ?? ''}` : e.verb === 'cancel' ? `It was cancelled: ${e.reason ?? ''}` : 'We have it and will answer here.'
      await send(ctx, { orgId: i.orgId, channel: 'email', target: who.email, subject: `[${i.number}] ${i.title}`, about: i.number, body: said.trim() })
    }
  },
}

const eventOf = (e: JournalEntry, record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  id: e.hash.slice(0, 32), type: `${e.record}.${e.verb}`, at: e.at, actor: e.actorName, reason: e.reason, version: e.version, record,
})

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
