/** What incidents do by themselves: alerts open and join them, children follow their parent, a review time wakes them. */
import type { Context, Reaction, Task } from '../../model/context.ts'
import type { JournalEntry } from '../../model/journal.ts'
import { is } from '../../model/query.ts'
import { type Alert, alert } from '../event/record.ts'
import type { Severity } from '../event/rules.ts'
import { team } from '../people/team.ts'
import { service } from '../service/record.ts'
import { outage } from './outage.ts'
import { type Incident, incident } from './record.ts'
import { reopenRefusal, reopenWindowWorkingDays } from './rules.ts'

const urgencyOf: Readonly<Record<Severity, number>> = { critical: 1, error: 2, warning: 3, info: 4 }
const impactOf: Readonly<Record<string, number>> = { gold: 1, silver: 2, bronze: 3, supporting: 3 }

type Row<T> = T & { readonly id: string; readonly number: string; readonly orgId: string; readonly state: string; readonly version: number }

/** Firing alerts open one incident per correlation key, join the one that is open, or bring back the one resolved within its window. */
export const alertsOpenIncidents: Reaction = {
  name: 'alerts open incidents',
  version: 1,
  on: { alert: ['create', 'refire', 'surface'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const a = await ctx.seek(alert, e.recordId)
      if (a === null || a.suppressedBy !== null || a.severity === 'info' || (a.state !== 'firing' && a.state !== 'acknowledged')) continue
      await joinOrOpen(ctx, a)
    }
  },
}

async function joinOrOpen(ctx: Context, a: Row<Alert>): Promise<void> {
  const last = await lastOf(ctx, a.incidentId)
  if (last !== null && isActive(last)) {
    if (last.id !== a.incidentId) await join(ctx, a, last)
    return
  }
  const [open] = (await ctx.list(incident, { where: [is('correlationKey', a.incidentKey), is('orgId', a.orgId)], group: 'active', limit: 1 })).items
  if (open) { await join(ctx, a, open); return }
  if (last !== null && last.state !== 'cancelled' && reopenRefusal(last, ctx.now()) === null) {
    await ctx.move(incident, last.id, 'reopen', { reason: `${a.number} fires again: ${a.title}` })
    return
  }
  const hurt = a.serviceId === null ? null : await ctx.seek(service, a.serviceId)
  const made = await ctx.create(incident, {
    orgId: a.orgId, title: a.title.slice(0, 200), serviceId: a.serviceId, impact: impactOf[hurt?.tier ?? ''] ?? 3, urgency: urgencyOf[a.severity], reportedVia: 'monitoring',
    noticedAt: a.startsAt > ctx.now() ? ctx.now() : a.startsAt, description: describe(a), correlateBy: a.incidentKey,
  })
  await ctx.move(alert, a.id, 'link', { incidentId: made.id })
  if (last !== null && last.state !== 'cancelled') await ctx.move(incident, made.id, 'link', { relation: 'repeat_of', toRecord: 'incident', toId: last.id, toNumber: last.number })
}

async function join(ctx: Context, a: Row<Alert>, open: Row<Incident>): Promise<void> {
  await ctx.move(alert, a.id, 'link', { incidentId: open.id })
  await ctx.move(incident, open.id, 'note', { body: `${a.number} joined: ${a.title}` })
}

/** Merging chains are short; a longer one is cut rather than followed for ever. */
const mostMerges = 20

/** The incident an alert was on, or the one that took that one in. */
async function lastOf(ctx: Context, incidentId: string | null): Promise<Row<Incident> | null> {
  let found = incidentId === null ? null : await ctx.seek(incident, incidentId)
  for (let i = 0; i < mostMerges && found?.mergedIntoId != null; i++) found = await ctx.seek(incident, found.mergedIntoId)
  return found
}

const isActive = (i: Row<Incident>): boolean => incident.states[i.state]?.group !== 'done'

function describe(a: Row<Alert>): string {
  const said = a.annotations['description']
  const labels = Object.entries(a.labels).map(([k, v]) => `- ${k}: ${v}`).join('\n')
  return `${said ? `${said}\n\n` : ''}Opened by ${a.number}.\n\n${labels}`.slice(0, 20_000)
}

/** A cleared alert says so on its incident; whether the users are well again is for a person to say. */
export const alertsClear: Reaction = {
  name: 'cleared alerts tell their incident',
  version: 1,
  on: { alert: ['resolve'] },
  run: async (ctx, entries) => {
    for (const [incidentId, list] of await byIncident(ctx, entries)) {
      const i = await ctx.seek(incident, incidentId)
      if (i === null || !isActive(i)) continue
      const firing = (await ctx.list(alert, { where: [is('incidentId', incidentId)], group: 'active', limit: 200 })).items.length
      const names = list.slice(0, 5).map((a) => a.number).join(', ')
      await ctx.move(incident, incidentId, 'note', {
        body: `${names}${list.length > 5 ? ` and ${list.length - 5} more` : ''} cleared. ${firing === 0 ? 'No alert of this incident fires any more; check with the users, then resolve.' : `${firing} still ${firing === 1 ? 'fires' : 'fire'}.`}`,
      })
    }
  },
}

async function byIncident(ctx: Context, entries: readonly JournalEntry[]): Promise<Map<string, Row<Alert>[]>> {
  const out = new Map<string, Row<Alert>[]>()
  for (const e of entries) {
    const a = await ctx.seek(alert, e.recordId)
    if (a?.incidentId) out.set(a.incidentId, [...(out.get(a.incidentId) ?? []), a])
  }
  return out
}

/** Children resolve with their parent; each one's own requester is told by the usual way. */
export const childrenFollow: Reaction = {
  name: 'children resolve with their parent',
  version: 1,
  on: { incident: ['resolve'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      for (const child of (await ctx.list(incident, { where: [is('parentId', e.recordId)], group: 'active', limit: 200 })).items) {
        await ctx.move(incident, child.id, 'resolve', { code: 'fixed', what: 'Resolved with the incident it is part of.', outagesEndedAt: ctx.now() })
      }
    }
  },
}

/** Where nobody gave it to a team, an incident goes to the active team of its service, also when the service is named later. */
export const serviceTeamTakes: Reaction = {
  name: 'incidents go to the team of their service',
  version: 1,
  on: { incident: ['create', 'update', 'classify'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      if (typeof e.changes['serviceId'] !== 'string' || (e.verb === 'create' && typeof e.changes['teamId'] === 'string')) continue
      const i = await ctx.seek(incident, e.recordId)
      const hurt = i?.serviceId == null ? null : await ctx.seek(service, i.serviceId)
      const t = hurt?.teamId == null ? null : await ctx.seek(team, hurt.teamId)
      if (i === null || t?.state !== 'active' || i.teamId !== null || (i.state !== 'new' && i.state !== 'classified')) continue
      await ctx.move(incident, i.id, 'assign', { toTeamId: t.id, reason: `The team of ${hurt?.name ?? 'its service'}.` })
    }
  },
}

const closeKey = (id: string): string => `incident close ${id}`

/** What nobody objects to is closed when it can no longer be reopened. */
export const closeTimers: Reaction = {
  name: 'resolved incidents close',
  version: 1,
  on: { incident: ['resolve', 'reopen', 'close'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const i = await ctx.seek(incident, e.recordId)
      if (i?.state === 'resolved' && i.reopenUntil !== null) await closeLater(ctx, i, i.reopenUntil)
      else await ctx.cancel(closeKey(e.recordId))
    }
  },
}

const closeLater = (ctx: Context, i: Row<Incident>, at: string): Promise<void> => ctx.after({ task: 'close incident', payload: { id: i.id, reopenUntil: i.reopenUntil }, at, key: closeKey(i.id) })

/** An outage that goes on keeps its incident from closing; it is looked at again after a day. */
const lookAgainMs = 86_400_000

export const closeIncident: Task = {
  name: 'close incident',
  version: 1,
  attempts: 10,
  run: async (ctx, payload) => {
    const i = await ctx.seek(incident, String(payload['id']))
    if (i?.state !== 'resolved' || i.reopenUntil === null || i.reopenUntil !== payload['reopenUntil']) return
    if (ctx.now() < i.reopenUntil) return closeLater(ctx, i, i.reopenUntil)
    const open = (await ctx.list(outage, { where: [is('incidentId', i.id), is('state', 'open')], limit: 1 })).items
    if (open.length > 0) return closeLater(ctx, i, new Date(Date.parse(ctx.now()) + lookAgainMs).toISOString())
    await ctx.move(incident, i.id, 'close', { reason: `Nobody objected within ${reopenWindowWorkingDays} working days.` })
  },
}

const reviewKey = (id: string): string => `incident review ${id}`

/** A waiting incident wakes at its review time. */
export const reviewTimers: Reaction = {
  name: 'waiting incidents are looked at again',
  version: 1,
  on: { incident: ['pause', 'resume', 'resolve', 'cancel', 'merge', 'escalate', 'bounce'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const i = await ctx.seek(incident, e.recordId)
      if (i?.state === 'pending' && i.reviewAt !== null) await ctx.after({ task: 'review incident', payload: { id: i.id, reviewAt: i.reviewAt }, at: i.reviewAt, key: reviewKey(i.id) })
      else await ctx.cancel(reviewKey(e.recordId))
    }
  },
}

export const reviewIncident: Task = {
  name: 'review incident',
  version: 1,
  attempts: 10,
  run: async (ctx, payload) => {
    const i = await ctx.seek(incident, String(payload['id']))
    if (i?.state !== 'pending' || i.reviewAt !== payload['reviewAt']) return
    await ctx.move(incident, i.id, 'resume', { reason: 'The time to look at it again has come.' })
  },
}

/** The user answers: what waited for them goes on. */
export const answersResume: Reaction = {
  name: 'an answer of the user ends the wait',
  version: 1,
  on: { incident: ['comment'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const i = await ctx.seek(incident, e.recordId)
      if (i?.state === 'pending' && i.pendingReason === 'user' && i.requesterId !== null && e.actorId === i.requesterId) {
        await ctx.move(incident, i.id, 'resume', { reason: 'The user answered.' })
      }
    }
  },
}

/** In the order in which they hear of one commit: an alert that came and went at once opens before it clears. */
export const reactions: readonly Reaction[] = [serviceTeamTakes, alertsOpenIncidents, alertsClear, childrenFollow, reviewTimers, closeTimers, answersResume]
