/** What changes do by themselves: tasks from their model, falling into a freeze, late records, the automatic review, and models that lose their trust. */
import type { Context, Reaction, Task } from '../../model/context.ts'
import { is } from '../../model/query.ts'
import type { Common } from '../../model/record.ts'
import { mailTo } from '../communication/message.ts'
import { incident } from '../incident/record.ts'
import { agreedLevelOf } from './authority.ts'
import { freezeAt } from './freeze.ts'
import { changeModel, lossReason } from './model.ts'
import { type Change, change } from './record.ts'
import { judge } from './rules.ts'
import { changeTask } from './task.ts'
import { changeWindow } from './window.ts'

type Row = Change & Common

/** The steps of the model become tasks of the change. */
export const stepsBecomeTasks: Reaction = {
  name: 'steps of the model become tasks',
  version: 1,
  on: { change: ['create'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const c = await ctx.seek(change, e.recordId)
      const model = c?.modelId == null ? null : await ctx.seek(changeModel, c.modelId)
      if (c === null || model === null || (await ctx.list(changeTask, { where: [is('changeId', c.id)], limit: 1 })).items.length > 0) continue
      for (const [i, title] of model.steps.entries()) await ctx.create(changeTask, { orgId: c.orgId, changeId: c.id, title, position: i + 1 })
    }
  },
}

/** Changes of one freeze that are looked at again; those later in time are looked at when they are scheduled or begun. */
const mostFallen = 400

/** A freeze that comes over a change that was agreed on takes its authorisation; the change says which and until when. */
export const freezesBringDown: Reaction = {
  name: 'a freeze takes authorisations back',
  version: 1,
  on: { window: ['create', 'update'] },
  run: async (ctx, entries) => {
    for (const id of new Set(entries.map((e) => e.recordId))) {
      const w = await ctx.seek(changeWindow, id)
      if (w?.state !== 'standing' || w.kind !== 'freeze' || w.endsAt <= ctx.now()) continue
      let after: string | null = null
      let seen = 0
      do {
        const page: Awaited<ReturnType<typeof ctx.list<Change>>> = await ctx.list(change, {
          where: [is('state', 'authorised', 'scheduled'), { field: 'plannedStart', op: 'to', values: [w.endsAt] }, { field: 'busyUntil', op: 'from', values: [w.startsAt] }], sort: 'plannedStart', limit: 200, ...(after === null ? {} : { after }),
        })
        for (const c of page.items) await fallIfFrozen(ctx, c)
        after = page.next
        seen += page.items.length
      } while (after !== null && seen < mostFallen)
    }
  },
}

/** Whoever authorises or schedules may not see every freeze; the rule does. */
export const hiddenFreezesBringDown: Reaction = {
  name: 'freezes that nobody saw take authorisations back',
  version: 1,
  on: { change: ['authorise', 'schedule'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const c = e.actorKind === 'rule' ? null : await ctx.seek(change, e.recordId)
      if (c !== null && (c.state === 'authorised' || c.state === 'scheduled')) await fallIfFrozen(ctx, c)
    }
  },
}

async function fallIfFrozen(ctx: Context, c: Row): Promise<void> {
  const freeze = await freezeAt(ctx, c, true)
  if (freeze !== null) await ctx.move(change, c.id, 'fall', { reason: `${freeze.sentence} ${freeze.gravity === 'block' ? 'What was agreed on was another time; plan it anew.' : 'No manager has agreed to it since; plan it anew, or let one agree.'}` })
}

const lateKey = (id: string): string => `change record late ${id}`

/** The record of an emergency is complete within a day, or it says so. */
export const recordsAreDue: Reaction = {
  name: 'records of emergencies are due',
  version: 1,
  on: { change: ['authorise', 'document', 'cancel', 'fall'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const c = await ctx.seek(change, e.recordId)
      if (c?.documentationDue != null && !c.isDocumentationLate) await ctx.after({ task: 'change record late', payload: { id: c.id }, at: c.documentationDue, key: lateKey(c.id) })
      else await ctx.cancel(lateKey(e.recordId))
    }
  },
}

export const recordIsLate: Task = {
  name: 'change record late',
  version: 1,
  attempts: 10,
  run: async (ctx, payload) => {
    const c = await ctx.seek(change, String(payload['id']))
    if (c?.documentationDue == null || c.isDocumentationLate || c.documentationDue > ctx.now() || c.state === 'cancelled') return
    await ctx.move(change, c.id, 'recordLate', { reason: 'It was to be complete within a day of the authorisation.' })
    await mailTo(ctx, [c.implementerId, c.requesterId], { subject: `[${c.number}] Its record is late: ${c.title}`, about: c.number, body: 'This emergency was authorised before its record was complete. It lacks how to get back, how it was tried, or who was told; complete it now.' })
  },
}

/** After so long without an incident a change is judged. */
const observedMs = 24 * 3_600_000
const reviewKey = (id: string): string => `change review ${id}`

/** What is done is judged a day later. */
export const doneIsJudged: Reaction = {
  name: 'done changes are judged',
  version: 1,
  on: { change: ['finish', 'backOut', 'review'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const c = await ctx.seek(change, e.recordId)
      if (c?.state === 'implemented' && c.actualEnd !== null) await ctx.after({ task: 'judge change', payload: { id: c.id, actualEnd: c.actualEnd }, at: new Date(Date.parse(c.actualEnd) + observedMs).toISOString(), key: reviewKey(c.id) })
      else await ctx.cancel(reviewKey(e.recordId))
    }
  },
}

export const judgeChange: Task = {
  name: 'judge change',
  version: 1,
  attempts: 10,
  run: async (ctx, payload) => {
    const c = await ctx.seek(change, String(payload['id']))
    if (c?.state !== 'implemented' || c.actualEnd !== payload['actualEnd'] || c.actualStart === null) return
    const verdict = judge({ ...c, riskLevel: agreedLevelOf(c), isDocumentationOwed: c.documentationDue !== null }, await incidentsAfter(ctx, c, c.actualStart))
    if (verdict.result === null) await ctx.move(change, c.id, 'note', { body: `Not reviewed by itself: ${verdict.why}` })
    else await ctx.move(change, c.id, 'review', { outcome: verdict.result, findings: verdict.why })
  },
}

/** Numbers of incidents on what it touches or hurts, opened from its start on. */
async function incidentsAfter(ctx: Context, c: Row, from: string): Promise<readonly string[]> {
  const since = { field: 'createdAt', op: 'from' as const, values: [from] }
  const services = [...new Set([...c.serviceIds, ...(c.impact?.serviceIds ?? [])])].slice(0, 200)
  const onServices = services.length === 0 ? [] : (await ctx.list(incident, { where: [is('serviceId', ...services), since], limit: 50 })).items
  const onItems = c.ciIds.length === 0 ? [] : (await ctx.list(incident, { where: [is('ciIds', ...c.ciIds), since], limit: 50 })).items
  return [...new Set([...onServices, ...onItems].filter((i) => i.state !== 'cancelled').map((i) => i.number))]
}

/** A model whose changes fail loses its pre-authorisation, and says so. */
export const failuresCost: Reaction = {
  name: 'failures end a pre-authorisation',
  version: 1,
  on: { change: ['finish', 'backOut', 'review'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const c = await ctx.seek(change, e.recordId)
      const model = c?.modelId == null ? null : await ctx.seek(changeModel, c.modelId)
      if (model?.isPreAuthorised !== true || model.state !== 'in_use') continue
      const last = (await ctx.list(change, {
        where: [is('modelId', model.id), is('state', 'implemented', 'reviewed', 'closed'), ...(model.judgedFrom === null ? [] : [{ field: 'actualEnd', op: 'from' as const, values: [model.judgedFrom] }])], sort: '-actualEnd', limit: model.failuresAmong,
      })).items
      const why = lossReason(model, last)
      if (why !== null) await ctx.move(changeModel, model.id, 'loseAuthority', { reason: why })
    }
  },
}

/** In the order in which they hear of one commit. */
export const reactions: readonly Reaction[] = [stepsBecomeTasks, freezesBringDown, hiddenFreezesBringDown, recordsAreDue, doneIsJudged, failuresCost]
