/** What follows from asking and answering: those who must agree are asked, the last approval authorises, a rejection rejects, and what was decided asks nobody any more. */
import type { Context, Reaction } from '../../model/context.ts'
import { AppError } from '../../model/error.ts'
import type { Common } from '../../model/record.ts'
import { mailTo } from '../communication/message.ts'
import { outcomeOf } from './approval-rules.ts'
import { approval, oneByOne, roundOf, ruleOf } from './approval.ts'
import { askPanel, dropAsked } from './asking.ts'
import { type Change, change } from './record.ts'
import { isToDecide, standingOf } from './rules.ts'

type Row = Change & Common

/** After an assessment those who must agree are asked; for an emergency at once; anew where an authorisation falls, unless it cannot be done at that time anyway. */
export const approvalsAreAsked: Reaction = {
  name: 'those who must agree are asked',
  version: 3,
  on: { change: ['assess', 'submit', 'update', 'schedule', 'fall'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const c = await ctx.seek(change, e.recordId)
      if (c === null || !isToDecide(c) || e.changes['round'] === undefined) continue
      await dropAsked(ctx, c.id, 'It is assessed anew.', c.round)
      const isBlocked = (e.verb === 'schedule' || e.verb === 'fall') && c.conflicts?.some((x) => x.gravity === 'block') === true
      if (!isBlocked) await askPanel(ctx, c)
    }
  },
}

/** Whoever is asked by name hears of it. */
export const approversAreTold: Reaction = {
  name: 'approvers are told',
  version: 1,
  on: { approval: ['create'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const a = await ctx.seek(approval, e.recordId)
      const c = a === null || a.state !== 'asked' || a.approverId === null ? null : await ctx.seek(change, a.changeId)
      if (a === null || c === null) continue
      const body = [c.title, ...(c.fellBecause === null ? [] : [`It lost its authorisation: ${c.fellBecause}`]), `Planned ${c.plannedStart ?? 'at no time yet'}, risk ${c.riskLevel ?? 'not known'}.`, ...c.riskReasons.map((r) => `- ${r.why}`), ...(c.conflicts ?? []).slice(0, 5).map((x) => `- ${x.sentence}`)].join('\n')
      await mailTo(ctx, [a.approverId], { subject: `[${c.number}] Your approval is asked: ${c.title}`, about: c.number, body })
    }
  },
}

/** The last approval that was missing authorises; a rejection rejects. */
export const approvalsDecide: Reaction = {
  name: 'approvals decide',
  version: 1,
  on: { approval: ['approve', 'reject'] },
  run: async (ctx, entries) => {
    const changeIds = new Set<string>()
    for (const e of entries) {
      const changeId = (await ctx.seek(approval, e.recordId))?.changeId
      if (changeId) changeIds.add(changeId)
    }
    for (const changeId of changeIds) await decide(ctx, changeId)
  },
}

async function decide(ctx: Context, changeId: string): Promise<void> {
  const c = await ctx.seek(change, changeId)
  if (c === null || !isToDecide(c)) return
  await oneByOne(ctx, c.id)
  const { rows, left, names } = await roundOf(ctx, c.id, c.round)
  const outcome = outcomeOf(rows.map(ruleOf), standingOf(c, ctx.now(), left))
  if (outcome.status === 'rejected') {
    const no = rows.find((a) => a.state === 'rejected')
    const why = no === undefined ? null : (await ctx.history('approval', no.id)).findLast((h) => h.verb === 'reject')?.reason
    await ctx.move(change, c.id, 'reject', { reason: `${names.get(no?.decidedById ?? '') ?? 'Somebody'}: ${why ?? 'no reason given'}`.slice(0, 2000) })
  } else if (outcome.status === 'approved') await tryAuthorise(ctx, c)
}

/** A standard change by a pre-authorised model passes by itself; where something speaks against it, it says what and waits for people. */
export const standardPasses: Reaction = {
  name: 'standard changes pass by their model',
  version: 1,
  on: { change: ['submit'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const c = await ctx.seek(change, e.recordId)
      if (c?.state === 'submitted' && c.type === 'standard') await tryAuthorise(ctx, c)
    }
  },
}

async function tryAuthorise(ctx: Context, c: Row): Promise<void> {
  try {
    await ctx.move(change, c.id, 'authorise', {})
  } catch (e) {
    if (!(e instanceof AppError)) throw e
    await ctx.move(change, c.id, 'note', { body: `Not authorised yet: ${e.message}` })
  }
}

/** What was decided asks nobody any more; what is to be decided anew asks in its new round only. */
export const decidedAsksNobody: Reaction = {
  name: 'what was decided asks nobody',
  version: 2,
  on: { change: ['authorise', 'reject', 'cancel', 'rework', 'fall', 'update', 'schedule'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      if (typeof e.changes['state'] !== 'string') continue
      const c = await ctx.seek(change, e.recordId)
      await dropAsked(ctx, e.recordId, 'The change was decided, or goes another way.', c !== null && isToDecide(c) ? c.round : null)
    }
  },
}

/** Whoever plans it and does it hears that it may not be done as planned, why, and what comes next. */
export const fallIsTold: Reaction = {
  name: 'who does a change hears that its authorisation fell',
  version: 1,
  on: { change: ['fall', 'schedule'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const c = await ctx.seek(change, e.recordId)
      if (c?.state !== 'assessed' || c.fellBecause === null) continue
      const next = c.conflicts?.some((x) => x.gravity === 'block') === true ? 'Nobody is asked to agree, as it cannot be done at that time: plan it for another, or ask a manager for an exception.' : 'Those who must agree are asked anew.'
      const people = new Set([c.implementerId, c.raisedById].filter((id) => id !== null && id !== e.actorId && id !== c.requesterId))
      await mailTo(ctx, [...people], { subject: `[${c.number}] Not authorised any more: ${c.title}`, about: c.number, body: `${c.fellBecause}\n\n${next}` })
    }
  },
}

/** The one who asked for it hears how it was decided. */
export const requesterHearsOfChange: Reaction = {
  name: 'the requester of a change is told',
  version: 1,
  on: { change: ['authorise', 'reject', 'schedule', 'fall', 'review'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const c = await ctx.seek(change, e.recordId)
      if (c === null || c.requesterId === null || c.requesterId === e.actorId) continue
      await mailTo(ctx, [c.requesterId], { subject: `[${c.number}] ${c.title}`, about: c.number, body: wordsOf(e.verb, c, e.reason) })
    }
  },
}

function wordsOf(verb: string, c: Row, reason: string | null): string {
  const when = c.plannedStart === null ? '' : ` It is planned from ${c.plannedStart.slice(0, 16).replace('T', ' ')} UTC.`
  if (c.state === 'assessed') return 'Its authorisation was taken back, because what it was agreed on holds no more. It is looked at again.'
  if (verb === 'reject') return `It was rejected. ${reason ?? ''}`.trim()
  return verb === 'review' ? `It was done and reviewed: ${c.result === null ? 'no result' : c.result.replace('_', ' ')}.` : `It was ${verb === 'authorise' ? 'authorised' : 'scheduled'}.${when}`
}

/** In the order in which they hear of one commit. */
export const approvalReactions: readonly Reaction[] = [decidedAsksNobody, approvalsAreAsked, standardPasses, approversAreTold, approvalsDecide, requesterHearsOfChange, fallIsTold]
