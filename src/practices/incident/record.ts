/** Incident: an unplanned interruption of a service, a drop in its quality, or a failed part that has not hurt it yet. */
import { z } from 'zod'
import { actorId, clients, everyone, managers, personId, roleOf, staff } from '../../model/actor.ts'
import type { Actor } from '../../model/actor.ts'
import type { Context } from '../../model/context.ts'
import { choice, initially, instant, integer, internal, json, optional, prose, ref, refs, seconds, system, text, yesno } from '../../model/field.ts'
import { is } from '../../model/query.ts'
import { defineRecord, refuse, type RowOf } from '../../model/record.ts'
import { assignable } from '../../traits/assignable.ts'
import { attachable } from '../../traits/attachable.ts'
import { commentable } from '../../traits/commentable.ts'
import { linkable } from '../../traits/linkable.ts'
import { tagged } from '../../traits/tagged.ts'
import { timed } from '../../traits/timed.ts'
import { watchable } from '../../traits/watchable.ts'
import { organization } from '../organization/record.ts'
import { team as teamRecord } from '../people/team.ts'
import { service } from '../service/record.ts'
import { outage } from './outage.ts'
import { outageRefusal, pendingReasons, previousTeam, priorityOf, reopenRefusal, reopenUntilOf } from './rules.ts'

const externalSchema: z.ZodType<Readonly<Record<string, string | number | boolean | null>>> = z.record(z.string().max(60), z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]))
const level = (label: string, help: string) => initially(integer({ label, min: 1, max: 4, help }), 3)
const team = ref('team', { label: 'Team' })
const worker = ref('person', { label: 'Person' })
/** Of a change or of an observed one. */
const suspectId = { ...text({ label: 'Suspect', max: 36 }), schema: z.uuid() }

export const incident = defineRecord({
  name: 'incident',
  plural: 'incidents',
  prefix: 'INC',
  words: { one: 'Incident', many: 'Incidents', purpose: 'Something that hurts a service, or soon will. The aim is to restore it; the cause is the problem’s business.' },
  title: 'title',
  requester: 'requesterId',
  read: everyone,
  traits: [assignable, commentable, watchable, linkable, attachable, tagged, timed],
  fields: {
    title: text({ label: 'What is wrong', max: 200, search: 'A' }),
    description: optional(prose({ label: 'Description', max: 50_000, search: 'B' })),
    serviceId: optional(ref('service', { label: 'Affected service' })),
    ciIds: initially(internal(refs('ci', { label: 'What is broken', help: 'The items that failed or are hurt.' })), []),
    category: optional(text({ label: 'Category', max: 80, search: 'C' })),
    impact: level('Impact', '1 most of the business, 4 one person'),
    urgency: level('Urgency', '1 hurts now, 4 can wait'),
    priority: system(integer({ label: 'Priority', min: 1, max: 5 })),
    isPriorityOverridden: initially(internal(system(yesno({ label: 'Priority set by hand' }))), false),
    reportedVia: initially(choice({ web: 'Web', phone: 'Phone', mail: 'Mail', chat: 'Chat', monitoring: 'Monitoring', api: 'Other system' }, { label: 'Reported by way of' }), 'web'),
    noticedAt: optional(instant({ label: 'Noticed', help: 'When it began for the users, which can be long before the record.' })),
    requesterId: optional(ref('person', { label: 'Reported by' })),
    affectedUsers: optional(integer({ label: 'Users affected', min: 0, max: 100_000_000 })),
    pendingReason: optional(system(choice(pendingReasons, { label: 'Waiting because' }))),
    waitingFor: optional(system(text({ label: 'Waiting for', max: 200 }))),
    reviewAt: optional(system(instant({ label: 'Look again at' }))),
    isMajor: initially(system(yesno({ label: 'Major incident' })), false),
    majorSince: optional(system(instant({ label: 'Major since' }))),
    leadId: optional(internal(system(ref('person', { label: 'Lead' })))),
    updateEverySeconds: optional(system(seconds({ label: 'News every', min: 300 }))),
    escalationLevel: initially(internal(system(integer({ label: 'Told up to level', min: 0, max: 9 }))), 0),
    escalatedToId: optional(internal(system(ref('person', { label: 'Management told', help: 'Whom the last word upwards went to, or who confirmed it.' })))),
    escalationConfirmedAt: optional(internal(system(instant({ label: 'Management confirmed', help: 'Empty: told, and nobody has confirmed yet.' })))),
    lastNewsAt: optional(system(instant({ label: 'Users last told', help: 'The last public word of somebody who works on it.' }))),
    firstActionAt: optional(system(instant({ label: 'First action' }))),
    resolvedAt: optional(system(instant({ label: 'Resolved' }))),
    closedAt: optional(system(instant({ label: 'Closed' }))),
    reopenUntil: optional(system(instant({ label: 'Can be reopened until', help: 'Five working days after it was resolved, Monday to Friday in the zone of its organization; then it closes.' }))),
    resolutionCode: optional(system(choice({ fixed: 'Fixed', workaround: 'Workaround', known_error: 'Known error applied', user_helped: 'User was shown how', cleared_itself: 'Cleared by itself', not_reproducible: 'Could not be reproduced', supplier_fixed: 'Fixed by the supplier' }, { label: 'How it was resolved' }))),
    resolution: optional(system(prose({ label: 'What restored it', max: 20_000, search: 'C' }))),
    reopenCount: initially(system(integer({ label: 'Times reopened', min: 0, max: 10_000 })), 0),
    correlationKey: optional(internal(system(text({ label: 'Correlation key', max: 8000, help: 'Alerts with this key join this incident while it is open.' })))),
    parentId: optional(internal(system(ref('incident', { label: 'Part of' })))),
    mergedIntoId: optional(internal(system(ref('incident', { label: 'Merged into' })))),
    causedByChangeId: optional(internal(system(ref('change', { label: 'Caused by the change' })))),
    causedByObservedId: optional(internal(system(ref('observed_change', { label: 'Caused by the observed change' })))),
    problemId: optional(internal(system(ref('problem', { label: 'Problem', help: 'What makes it happen, as far as is known.' })))),
    responseMet: optional(system(yesno({ label: 'Answered in time', help: 'Whether the first action came within the agreed time; set when it is settled.' }))),
    resolutionMet: optional(system(yesno({ label: 'Restored in time', help: 'Whether it was resolved within the agreed time; set when it is settled.' }))),
    formerNumber: optional(system(text({ label: 'Number in the former system', max: 80, search: 'A' }))),
    external: optional(internal(system(json(externalSchema, { label: 'From the former system', help: 'What the system that it came from knew besides.' })))),
  },
  states: {
    new: { label: 'New', group: 'open' },
    classified: { label: 'Classified', group: 'open' },
    assigned: { label: 'Assigned', group: 'open' },
    in_progress: { label: 'In progress', group: 'open' },
    pending: { label: 'Waiting', group: 'waiting' },
    resolved: { label: 'Resolved', group: 'done', help: 'Restored as we believe; the user may still object.' },
    closed: { label: 'Closed', group: 'done' },
    cancelled: { label: 'Cancelled', group: 'done' },
  },
  initial: 'new',
  create: (verb) => verb({
    label: 'New incident', says: 'reported it', from: 'any', by: everyone.filter((r) => r !== 'auditor'), audience: 'public',
    input: { teamToAssign: optional(internal(team)), correlateBy: optional(internal(text({ label: 'Correlation key', max: 8000 }))) },
    facts: async (ctx, row, input) => ({ teamId: input.teamToAssign ?? row.teamId ?? (await teamOf(ctx, row.serviceId)) }),
    to: ({ facts }) => (facts.teamId === null ? 'new' : 'assigned'),
    refuse: ({ row, now }) => (row.noticedAt !== null && row.noticedAt > now ? refuse('It cannot have been noticed in the future.', 'noticedAt') : null),
    set: ({ row, input, facts }) => ({ priority: priorityOf(row.impact, row.urgency), correlationKey: input.correlateBy ?? null, teamId: facts.teamId }),
  }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['new', 'classified', 'assigned', 'in_progress', 'pending', 'resolved'], to: 'same', by: staff, quiet: true,
      edits: ['title', 'description', 'serviceId', 'ciIds', 'category', 'impact', 'urgency', 'noticedAt', 'requesterId', 'affectedUsers'],
      set: ({ row, input }) => (row.isPriorityOverridden ? {} : { priority: priorityOf(input.impact ?? row.impact, input.urgency ?? row.urgency) }),
    }),
    classify: verb({
      label: 'Classify', says: 'classified it', from: ['new'], to: 'classified', by: staff, edits: ['category', 'impact', 'urgency', 'serviceId', 'ciIds'], needs: ['serviceId'], quiet: true,
      set: ({ row, input }) => (row.isPriorityOverridden ? {} : { priority: priorityOf(input.impact ?? row.impact, input.urgency ?? row.urgency) }),
    }),
    assign: verb({
      label: 'Assign', says: 'assigned it', key: 'A', from: ['new', 'classified', 'assigned', 'in_progress', 'pending'], by: staff, reason: 'optional', audience: 'internal',
      input: { toTeamId: optional(team), toPersonId: optional(worker) },
      to: ({ row }) => (row.state === 'pending' ? 'pending' : 'assigned'),
      refuse: ({ input }) => (input.toTeamId || input.toPersonId ? null : refuse('Say which team or person it goes to.', 'toTeamId')),
      set: ({ row, input }) => ({ teamId: input.toTeamId ?? row.teamId, assigneeId: input.toPersonId ?? null }),
    }),
    take: verb({
      label: 'Take it', says: 'took it', key: 'T', from: ['new', 'classified', 'assigned', 'in_progress'], to: 'in_progress', by: staff, audience: 'public',
      set: ({ row, now, actor }) => ({ assigneeId: personId(actor) ?? row.assigneeId, firstActionAt: row.firstActionAt ?? now }),
    }),
    acknowledge: verb({
      label: 'Acknowledge', says: 'acknowledged it', key: 'E', from: ['new', 'classified', 'assigned'], to: 'in_progress', by: staff, audience: 'public',
      set: ({ row, now, actor }) => ({ assigneeId: row.assigneeId ?? personId(actor), firstActionAt: row.firstActionAt ?? now }),
    }),
    pause: verb({
      label: 'Pause', says: 'put it on hold', key: 'S', from: ['classified', 'assigned', 'in_progress'], to: 'pending', by: staff, audience: 'public', reason: 'optional',
      input: { because: choice(pendingReasons, { label: 'Waiting because' }), waitFor: optional(text({ label: 'Waiting for', max: 200 })), lookAgainAt: optional(instant({ label: 'Look again at' })) },
      refuse: ({ input, now }) => (input.lookAgainAt && input.lookAgainAt <= now ? refuse('Look again at a time that is still to come.', 'lookAgainAt') : null),
      set: ({ input }) => ({ pendingReason: input.because, waitingFor: input.waitFor ?? null, reviewAt: input.lookAgainAt ?? null }),
    }),
    resume: verb({
      label: 'Resume', says: 'resumed it', from: ['pending'], to: 'in_progress', by: [...staff, ...clients], audience: 'public', reason: 'optional',
      set: () => ({ pendingReason: null, waitingFor: null, reviewAt: null }),
    }),
    resolve: verb({
      label: 'Resolve', says: 'resolved it', key: 'R', from: ['new', 'classified', 'assigned', 'in_progress', 'pending'], to: 'resolved', by: staff, audience: 'public',
      input: {
        code: choice({ fixed: 'Fixed', workaround: 'Workaround', known_error: 'Known error applied', user_helped: 'User was shown how', cleared_itself: 'Cleared by itself', not_reproducible: 'Could not be reproduced', supplier_fixed: 'Fixed by the supplier' }, { label: 'How it was resolved' }),
        what: optional(prose({ label: 'What restored it', max: 20_000 })), outagesEndedAt: optional(instant({ label: 'Outages ended at' })),
      },
      along: async (ctx, row, input) => {
        if (!input.outagesEndedAt) return
        for (const o of (await ctx.list(outage, { where: [is('incidentId', row.id), is('state', 'open')], limit: 200 })).items) await ctx.move(outage, o.id, 'end', { endedOn: input.outagesEndedAt })
      },
      facts: async (ctx, row) => ({ open: await openOutages(ctx, row.id), zone: (await ctx.seek(organization, row.orgId))?.zone ?? 'Etc/UTC' }),
      refuse: ({ facts, input }) => outageRefusal(facts.open, input.outagesEndedAt ?? undefined),
      set: ({ row, input, now, facts }) => ({
        resolutionCode: input.code, resolution: input.what ?? null, resolvedAt: now, reopenUntil: reopenUntilOf(now, facts.zone), firstActionAt: row.firstActionAt ?? now, lastNewsAt: now,
        pendingReason: null, waitingFor: null, reviewAt: null,
      }),
    }),
    close: verb({
      label: 'Close', says: 'closed it', from: ['resolved'], to: 'closed', by: everyone.filter((r) => r !== 'auditor'), audience: 'public', reason: 'optional',
      // Who reports an incident may not read outages, and says only that it is well.
      facts: async (ctx, row) => ({ open: clients.includes(roleOf(ctx.actor)) ? 0 : await openOutages(ctx, row.id) }),
      refuse: ({ facts }) => outageRefusal(facts.open, null),
      set: ({ now }) => ({ closedAt: now }),
    }),
    reopen: verb({
      label: 'Reopen', says: 'reopened it', from: ['resolved', 'closed'], to: 'in_progress', by: everyone.filter((r) => r !== 'auditor'), audience: 'public', reason: 'required',
      refuse: ({ row, now }) => (row.mergedIntoId !== null ? refuse('It was merged into another incident; reopen that one.') : reopenRefusal(row, now)),
      set: ({ row }) => ({ reopenCount: row.reopenCount + 1, resolvedAt: null, closedAt: null, reopenUntil: null, resolutionCode: null, resolution: null }),
    }),
    cancel: verb({ label: 'Cancel', says: 'cancelled it', from: ['new', 'classified', 'assigned', 'in_progress', 'pending'], to: 'cancelled', by: staff, audience: 'public', reason: 'required',
      facts: async (ctx, row) => ({ open: await openOutages(ctx, row.id) }), refuse: ({ facts }) => outageRefusal(facts.open, null), set: ({ now }) => ({ closedAt: now }) }),
    prioritize: verb({
      label: 'Set priority', says: 'set the priority by hand', key: 'P', from: ['new', 'classified', 'assigned', 'in_progress', 'pending'], to: 'same', by: staff, audience: 'internal', reason: 'required',
      input: { to: integer({ label: 'Priority', min: 1, max: 5 }) }, set: ({ input }) => ({ priority: input.to, isPriorityOverridden: true }),
    }),
    escalate: verb({
      label: 'Escalate', says: 'escalated it to another team', from: ['new', 'classified', 'assigned', 'in_progress', 'pending'], to: 'assigned', by: staff, audience: 'internal', reason: 'required',
      input: { toTeamId: team }, set: ({ input }) => ({ teamId: input.toTeamId, assigneeId: null, pendingReason: null, waitingFor: null, reviewAt: null }),
    }),
    bounce: verb({
      label: 'Send back', says: 'sent it back', from: ['assigned'], by: staff, audience: 'internal', reason: 'required', help: 'Back to the team that had it before; without one it waits for somebody to assign it.',
      facts: async (ctx, row) => ({ teamId: previousTeam(await ctx.history('incident', row.id)) }),
      to: ({ facts }) => (facts.teamId === null ? 'classified' : 'assigned'),
      set: ({ facts }) => ({ teamId: facts.teamId, assigneeId: null }),
    }),
    escalateUp: verb({
      label: 'Tell management', says: 'told management', from: ['new', 'classified', 'assigned', 'in_progress', 'pending'], to: 'same', by: [...staff, ...clients], audience: 'internal', reason: 'required',
      help: 'Level 1 is the lead of its team, from level 2 on the owner of its service; or name a person. The work stays where it is.',
      input: { level: integer({ label: 'Level', min: 1, max: 9 }), toldId: optional(worker) },
      set: ({ row, input }) => ({ escalationLevel: Math.max(row.escalationLevel, input.level), escalatedToId: input.toldId ?? null, escalationConfirmedAt: null }),
    }),
    confirmEscalation: verb({
      label: 'Confirm escalation', says: 'confirmed the escalation', from: ['new', 'classified', 'assigned', 'in_progress', 'pending'], to: 'same', by: staff, audience: 'internal', reason: 'optional', quiet: true,
      refuse: ({ row }) => (row.escalationLevel === 0 ? refuse('Management was not told of it; there is nothing to confirm.') : row.escalationConfirmedAt !== null ? refuse('It was confirmed already.') : null),
      set: ({ row, actor, now }) => ({ escalatedToId: personId(actor) ?? row.escalatedToId, escalationConfirmedAt: now }),
    }),
    declareMajor: verb({
      label: 'Declare major', says: 'declared a major incident', from: ['new', 'classified', 'assigned', 'in_progress', 'pending'], to: 'same', by: staff, audience: 'public', reason: 'required',
      input: { leadToBe: optional(worker), newsEverySeconds: optional(seconds({ label: 'News every', min: 300 })) },
      refuse: ({ row, input, actor }) => (row.isMajor ? refuse('It is a major incident already.') : leadOf(row, input.leadToBe, actor) === null ? refuse('A major incident has a lead: name the person.', 'leadToBe') : null),
      set: ({ row, input, now, actor }) => ({ isMajor: true, majorSince: now, leadId: leadOf(row, input.leadToBe, actor), updateEverySeconds: input.newsEverySeconds ?? usualNewsSeconds }),
    }),
    endMajor: verb({ label: 'No longer major', says: 'ended the major incident', from: 'any', to: 'same', by: managers, audience: 'public', reason: 'required', quiet: true,
      refuse: ({ row }) => (row.isMajor ? null : refuse('It is no major incident.')), set: () => ({ isMajor: false }) }),
    comment: { ...commentable.verbs.comment, set: ({ row, actor, now }) => (isResponder(actor, row['requesterId']) ? { lastNewsAt: now, firstActionAt: row['firstActionAt'] ?? now } : {}) },
    warn: verb({
      label: 'Warn', says: 'looked at the clock', from: ['new', 'classified', 'assigned', 'in_progress', 'pending'], to: 'same', by: staff, audience: 'internal', reason: 'required', ruleOnly: true, quiet: true,
      input: {
        promise: choice({ response: 'First answer', resolution: 'Restore', update: 'Next news' }, { label: 'Promise' }), says: choice({ soon: 'Comes near', missed: 'Missed' }, { label: 'It' }),
        dueBy: optional(instant({ label: 'Due' })), firings: text({ label: 'Thresholds told', max: 1000 }),
      },
    }),
    settle: verb({
      label: 'Settle', says: 'settled whether it was in time', from: 'any', to: 'same', by: staff, audience: 'internal', ruleOnly: true, quiet: true,
      input: { answeredInTime: optional(yesno({ label: 'Answered in time' })), restoredInTime: optional(yesno({ label: 'Restored in time' })) },
      set: ({ input }) => ({ responseMet: input.answeredInTime ?? null, resolutionMet: input.restoredInTime ?? null }),
    }),
    merge: verb({
      label: 'Merge into another', says: 'merged it', from: ['new', 'classified', 'assigned', 'in_progress', 'pending'], to: 'closed', by: staff, audience: 'internal', reason: 'optional',
      input: { intoId: ref('incident', { label: 'Into' }) },
      facts: async (ctx, row, input) => ({ target: await ctx.seek(incidentRef(), input.intoId), open: await openOutages(ctx, row.id) }),
      refuse: ({ row, input, facts }) => outageRefusal(facts.open, null) ?? (input.intoId === row.id ? refuse('It cannot be merged into itself.', 'intoId') : facts.target === null || facts.target.mergedIntoId !== null ? refuse('There is no such open incident to merge into.', 'intoId')
        : facts.target.orgId !== row.orgId ? refuse('The other incident belongs to another organization.', 'intoId') : null),
      set: ({ input, now }) => ({ mergedIntoId: input.intoId, closedAt: now }),
    }),
    makePartOf: verb({
      label: 'Make part of another', says: 'made it part of another incident', from: ['new', 'classified', 'assigned', 'in_progress', 'pending'], to: 'same', by: staff, audience: 'internal', quiet: true,
      input: { ofId: optional(ref('incident', { label: 'Part of' })) },
      facts: async (ctx, _row, input) => ({ target: input.ofId ? await ctx.seek(incidentRef(), input.ofId) : null }),
      refuse: ({ row, input, facts }) => (!input.ofId ? null : input.ofId === row.id ? refuse('It cannot be part of itself.', 'ofId') : facts.target === null || facts.target.orgId !== row.orgId ? refuse('There is no such incident.', 'ofId')
        : facts.target.parentId !== null ? refuse('That incident is part of another one itself; take the one above.', 'ofId') : null),
      set: ({ input }) => ({ parentId: input.ofId ?? null }),
    }),
    linkProblem: verb({
      label: 'Name its problem', says: 'named its problem', from: 'any', to: 'same', by: staff, audience: 'internal', quiet: true, reason: 'optional',
      input: { toProblemId: ref('problem', { label: 'Problem' }) }, set: ({ input }) => ({ problemId: input.toProblemId }),
    }),
    attribute: verb({
      label: 'Caused by a change', says: 'named the change that caused it', from: 'any', to: 'same', by: staff, audience: 'internal', quiet: true, reason: 'optional',
      input: { byChangeId: optional(ref('change', { label: 'Change' })), byObservedId: optional(ref('observed_change', { label: 'Observed change' })) },
      refuse: ({ input }) => ((input.byChangeId ?? null) === null && (input.byObservedId ?? null) === null ? refuse('Name the change that caused it, or the observed one.', 'byChangeId') : null),
      set: ({ input }) => ({ causedByChangeId: input.byChangeId ?? null, causedByObservedId: input.byObservedId ?? null }),
    }),
    unattribute: verb({
      label: 'Not caused by it', says: 'found that the change did not cause it', from: 'any', to: 'same', by: staff, audience: 'internal', quiet: true, reason: 'optional',
      refuse: ({ row }) => (row.causedByChangeId === null && row.causedByObservedId === null ? refuse('It names no change as its cause.') : null),
      set: () => ({ causedByChangeId: null, causedByObservedId: null }),
    }),
    strikeSuspect: verb({
      label: 'Strike a suspect', says: 'struck a suspect', from: 'any', to: 'same', by: staff, audience: 'internal', quiet: true, reason: 'required',
      help: 'A change that looks as if it had caused it and did not; it is not suggested again.', input: { suspectId },
      refuse: ({ row, input }) => (row.causedByChangeId === input.suspectId || row.causedByObservedId === input.suspectId ? refuse('It is named as the cause. Take that back first.', 'suspectId') : null),
    }),
    restoreSuspect: verb({
      label: 'Suspect it again', says: 'suspects it again', from: 'any', to: 'same', by: staff, audience: 'internal', quiet: true, reason: 'optional', input: { suspectId },
    }),
    unlinkProblem: verb({
      label: 'Take its problem off', says: 'found that its problem is another', from: 'any', to: 'same', by: staff, audience: 'internal', quiet: true, reason: 'optional',
      refuse: ({ row }) => (row.problemId === null ? refuse('It names no problem.') : null), set: () => ({ problemId: null }),
    }),
  }),
})
export type Incident = RowOf<typeof incident>

/** News of a major incident where nobody said how often: half an hour. */
const usualNewsSeconds = 1800

/** Anybody but rules, the one who reported it, and other clients: their public word is an answer. */
const isResponder = (actor: Actor, requesterId: unknown): boolean => actor.kind !== 'rule' && staff.includes(actor.role) && actorId(actor) !== requesterId

const leadOf = (row: { readonly leadId: string | null; readonly assigneeId: string | null }, named: string | null | undefined, actor: Actor): string | null =>
  named ?? row.leadId ?? personId(actor) ?? row.assigneeId

const openOutages = async (ctx: Context, incidentId: string): Promise<number> => (await ctx.list(outage, { where: [is('incidentId', incidentId), is('state', 'open')], limit: 200 })).items.length

/**
 * The active team of the service, which an incident goes to where nobody says otherwise. Null where the actor cannot see the team: a rule assigns
 * it then, after the commit.
 */
async function teamOf(ctx: Context, serviceId: string | null): Promise<string | null> {
  const hurt = serviceId === null ? null : await ctx.seek(service, serviceId)
  const found = hurt?.teamId == null ? null : await ctx.seek(teamRecord, hurt.teamId)
  return found?.state === 'active' ? found.id : null
}

// A verb that looks at another incident names the type it is part of; the function breaks the circle of the two values.
interface Other { readonly orgId: string; readonly parentId: string | null; readonly mergedIntoId: string | null }
function incidentRef(): import('../../model/record.ts').Defined<Other> { return incident as import('../../model/record.ts').Defined<Other> }
