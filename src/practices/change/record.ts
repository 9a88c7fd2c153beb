/** Change: something added to, altered in or removed from what services stand on; asked for, looked at, agreed to, done and reviewed. */
import { z } from 'zod'
import { everyone, managers, personId, staff } from '../../model/actor.ts'
import type { Context } from '../../model/context.ts'
import { choice, day, fixed, initially, instant, integer, internal, json, optional, plainText, prose, ref, refs, seconds, system, text, yesno } from '../../model/field.ts'
import { isClient } from '../../model/permission.ts'
import { is } from '../../model/query.ts'
import { defineRecord, refuse, type RowOf } from '../../model/record.ts'
import { attachable } from '../../traits/attachable.ts'
import { commentable } from '../../traits/commentable.ts'
import { linkable } from '../../traits/linkable.ts'
import { timed } from '../../traits/timed.ts'
import { watchable } from '../../traits/watchable.ts'
import { riskLevels, type RiskLevel } from './approval-rules.ts'
import { oneByOne, ownersToAsk, roundOf } from './approval.ts'
import { answersOf, isAskedAnew } from './asked-anew.ts'
import { agreedFor, agreedLevelOf, aloneRefusal, byManager, fallen, fallsBecause, outcomeNow } from './authority.ts'
import { checkSuppliers, clientRefusal, widenRefusal } from './bounds.ts'
import { authoriseRefusal, collisionRefusal, mostConflicts } from './collisions.ts'
import type { Conflict } from './conflicts.ts'
import { freezeFor } from './freeze.ts'
import { type Changes, collisionsFor, type Impact, type Look, lookFor, type Plan } from './look.ts'
import { changeModel } from './model.ts'
import type { RiskReason } from './risk.ts'
import { beginRefusal, changeTypes, demands, documentationDueAt, emergencyRefusal, isPlannedLate, listed, missingIn, results, standardRefusal, timesRefusal, toleranceSeconds } from './rules.ts'
import { changeTask } from './task.ts'
import { busyUntilOf, endFrom, isInTime, merged, timesOf } from './times.ts'

const kept = <T>() => z.custom<T>((v) => typeof v === 'object' && v !== null)
const outageSchema = z.array(z.strictObject({
  serviceId: z.uuid(), from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }),
  /** Share of the service that is lost, 0 to 1. */
  degree: z.number().min(0).max(1), note: plainText(500).nullable().optional(),
})).max(50).refine((l) => l.every((o) => Date.parse(o.to) > Date.parse(o.from)), 'ends before it begins')
/** What customers will notice: which service, from when to when, how much of it. */
export type ProjectedOutages = z.infer<typeof outageSchema>

const described = ['title', 'description', 'ciIds', 'serviceIds', 'supplierIds', 'teamId', 'implementerId', 'demand', 'problemId', 'wantedBy', 'isBusinessOriginated', 'isPlannedLate', 'plannedStart', 'plannedEnd',
  'backOutSeconds', 'remediation', 'pointOfNoReturn', 'testEvidence', 'communicationPlan', 'projectedOutages', 'agendaOn'] as const
/** What those who agreed had before them. */
const agreedOn = ['ciIds', 'serviceIds', 'plannedStart', 'plannedEnd', 'remediation', 'testEvidence', 'communicationPlan'] as const

export const change = defineRecord({
  name: 'change',
  plural: 'changes',
  prefix: 'CHG',
  words: { one: 'Change', many: 'Changes', purpose: 'Something added, altered or removed that a service stands on: agreed before, recorded while it is done, reviewed after.' },
  title: 'title',
  requester: 'requesterId',
  read: everyone,
  traits: [commentable, watchable, linkable, attachable, timed],
  fields: {
    title: text({ label: 'What is changed', max: 200, search: 'A' }),
    description: optional(prose({ label: 'Description', max: 50_000, search: 'B' })),
    type: initially(fixed(choice(changeTypes, { label: 'Type', help: 'Standard: follows a pre-authorised model. Emergency: restores or averts, now.' })), 'normal'),
    modelId: optional(internal(fixed(ref('change_model', { label: 'Model' })))),
    requesterId: optional(ref('person', { label: 'Asked for by' })),
    raisedById: optional(internal(system(ref('person', { label: 'Written down by' })))),
    teamId: optional(internal(ref('team', { label: 'Team' }))),
    implementerId: optional(internal(ref('person', { label: 'Done by' }))),
    ciIds: initially(internal(refs('ci', { label: 'Items it touches' })), []),
    serviceIds: initially(refs('service', { label: 'Services it touches' }), []),
    supplierIds: initially(internal(refs('organization', { label: 'Suppliers it needs' })), []),
    problemId: optional(internal(ref('problem', { label: 'Solves the problem' }))),
    incidentId: optional(internal(fixed(ref('incident', { label: 'Restores' })))),
    demand: initially(internal(choice(demands, { label: 'Because of' })), 'none'),
    isBusinessOriginated: initially(yesno({ label: 'Asked for by the business' }), false),
    wantedBy: optional(day({ label: 'Wanted by' })),
    emergencyReason: optional(internal(fixed(prose({ label: 'What it averts', max: 4000 })))),
    isPlannedLate: initially(internal(yesno({ label: 'Urgent because planned late', help: 'No emergency: known before, submitted too late. Set when a normal change is submitted less than three days before.' })), false),
    plannedStart: optional(instant({ label: 'Planned from' })),
    plannedEnd: optional(instant({ label: 'Planned until' })),
    backOutSeconds: initially(internal(seconds({ label: 'Time to get back' })), 0),
    busyUntil: optional(internal(system(instant({ label: 'Takes its time until', help: 'The planned end and the time to get back.' })))),
    actualStart: optional(system(instant({ label: 'Begun' }))),
    actualEnd: optional(system(instant({ label: 'Done' }))),
    remediation: optional(internal(prose({ label: 'How to get back', max: 20_000 }))),
    pointOfNoReturn: optional(internal(instant({ label: 'Point of no return' }))),
    testEvidence: optional(internal(prose({ label: 'How it was tried', max: 20_000 }))),
    communicationPlan: optional(internal(prose({ label: 'Who is told, and when', max: 20_000 }))),
    projectedOutages: initially(json(outageSchema, { label: 'What users will notice' }), []),
    riskScore: optional(internal(system(integer({ label: 'Risk score', min: 0, max: 100 })))),
    riskLevel: optional(internal(system(choice(riskLevels, { label: 'Risk' })))),
    agreedScore: optional(internal(system(integer({ label: 'Risk score agreed to', min: 0, max: 100 })))),
    agreedLevel: optional(internal(system(choice(riskLevels, { label: 'Risk agreed to', help: 'As it was when it was authorised; where it rises above that, the authorisation falls.' })))),
    riskReasons: initially(internal(system(json(kept<readonly RiskReason[]>(), { label: 'Why' }))), []),
    impact: optional(internal(system(json(kept<Impact>(), { label: 'What it hurts' })))),
    conflicts: optional(internal(system(json(kept<readonly Conflict[]>(), { label: 'Collisions', help: 'As found when it was looked at last; empty: none were found.' })))),
    assessedAt: optional(internal(system(instant({ label: 'Assessed' })))),
    timesSetAt: optional(internal(system(instant({ label: 'Came to its time', help: 'When its planned time was said last.' })))),
    acceptedConflicts: optional(internal(system(prose({ label: 'Why it goes all the same', max: 4000 })))),
    askedOwnerIds: initially(internal(system(refs('person', { label: 'Owners who must agree', help: 'Of the services that it hurts; a major change asks one of them first.' }))), []),
    round: initially(internal(system(integer({ label: 'Round', min: 0, max: 10_000, help: 'Of its assessments; approvals belong to one.' }))), 0),
    agendaOn: optional(internal(day({ label: 'On the agenda of' }))),
    deferCount: initially(internal(system(integer({ label: 'Times deferred', min: 0, max: 10_000 }))), 0),
    submittedAt: optional(system(instant({ label: 'Submitted' }))),
    authorisedAt: optional(system(instant({ label: 'Authorised' }))),
    authorisedBy: optional(internal(system(text({ label: 'Authorised by', max: 400, help: 'Who, and on what authority.' })))),
    managerAgreedAt: optional(internal(system(instant({ label: 'A manager agreed', help: 'At this time of it: lets it through a soft freeze, and an emergency through any.' })))),
    deciderIds: initially(internal(system(refs('person', { label: 'Agreed to by' }))), []),
    fellBecause: optional(internal(system(prose({ label: 'Lost its authorisation because', max: 4000 })))),
    documentationDue: optional(internal(system(instant({ label: 'Record complete by', help: 'An emergency may be authorised before its record is complete.' })))),
    isDocumentationLate: initially(internal(system(yesno({ label: 'Record late' }))), false),
    result: optional(system(choice(results, { label: 'Result' }))),
    reviewText: optional(internal(system(prose({ label: 'Review', max: 20_000 })))),
    isReviewedByRule: initially(internal(system(yesno({ label: 'Reviewed by rule' }))), false),
    silenceIds: initially(internal(system(refs('silence', { label: 'Silences', help: 'Keep what it touches quiet while it is done.' }))), []),
    alertsOutside: initially(internal(system(integer({ label: 'Alerts outside its scope', min: 0, max: 1_000_000, help: 'While it was done, on what stands on what it touches.' }))), 0),
    causedIncidents: initially(internal(system(integer({ label: 'Incidents it caused', min: 0, max: 1_000_000, help: 'That name it as their cause; cancelled ones are not counted.' }))), 0),
  },
  states: {
    draft: { label: 'Draft', group: 'waiting' },
    submitted: { label: 'Submitted', group: 'open' },
    assessed: { label: 'Assessed', group: 'open', help: 'Risk, impact and collisions are known; waits for those who must agree.' },
    authorised: { label: 'Authorised', group: 'open' },
    rejected: { label: 'Rejected', group: 'done' },
    scheduled: { label: 'Scheduled', group: 'waiting' },
    implementing: { label: 'Being done', group: 'open' },
    implemented: { label: 'Done, not reviewed', group: 'open' },
    reviewed: { label: 'Reviewed', group: 'open' },
    closed: { label: 'Closed', group: 'done' },
    cancelled: { label: 'Cancelled', group: 'done' },
  },
  initial: 'draft',
  create: (verb) => verb({
    label: 'New change', says: 'drafted it', from: 'any', to: 'draft', by: everyone.filter((r) => r !== 'auditor'), audience: 'public',
    facts: async (ctx, row) => {
      await checkSuppliers(ctx, row.orgId, row.supplierIds)
      return { model: row.modelId === null ? null : await ctx.seek(changeModel, row.modelId) }
    },
    refuse: ({ row, actor, facts }) => (isClient(actor) && row.type !== 'normal' ? refuse('Ask for a normal change; the operation decides whether it is another kind.', 'type')
      : standardRefusal(row) ?? emergencyRefusal(row) ?? timesRefusal(row) ?? (facts.model?.state === 'retired' ? refuse(`${facts.model.number} is retired. Take another model.`, 'modelId') : null)),
    set: ({ row, actor, facts, now }) => ({
      requesterId: row.requesterId ?? personId(actor), raisedById: personId(actor), busyUntil: busyUntilOf(row), timesSetAt: row.plannedStart === null ? null : now, remediation: row.remediation ?? facts.model?.remediation ?? null,
      testEvidence: row.testEvidence ?? facts.model?.testEvidence ?? null, communicationPlan: row.communicationPlan ?? facts.model?.communicationPlan ?? null,
    }),
  }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['draft', 'submitted', 'assessed'], by: staff, quiet: true, edits: described,
      facts: (ctx, row) => answersOf(ctx, row),
      to: ({ row, input, facts }) => (row.state === 'assessed' && isAskedAnew(row, input, facts) ? 'submitted' : row.state as 'draft'),
      along: (ctx, row, input) => checkSuppliers(ctx, row.orgId, input.supplierIds ?? []),
      refuse: ({ row, input }) => timesRefusal(merged(row, input)),
      set: ({ row, input, facts, now }) => ({ ...timesOf(row, input, now), ...(isAskedAnew(row, input, facts) ? { round: row.round + 1 } : {}) }),
    }),
    submit: verb({
      label: 'Submit', says: 'submitted it', key: 'S', from: ['draft'], to: 'submitted', by: everyone.filter((r) => r !== 'auditor'), audience: 'public',
      edits: ['requesterId', 'plannedStart', 'plannedEnd'], needs: ['requesterId'],
      facts: async (ctx, row) => ({ model: row.modelId === null || isClient(ctx.actor) ? null : await ctx.seek(changeModel, row.modelId) }),
      refuse: ({ row, input, facts, actor }) => clientRefusal(row, actor, ['normal']) ?? timesRefusal(merged(row, input))
        ?? (input.requesterId !== undefined && input.requesterId !== row.requesterId && row.requesterId !== null && row.requesterId === personId(actor) && row.raisedById !== row.requesterId
          ? refuse('You asked for it. Somebody else can say that it is another’s wish.', 'requesterId') : null)
        ?? (row.type === 'standard' && facts.model?.state === 'retired' ? refuse(`${facts.model.number} “${facts.model.name}” is retired. Make a normal change of it.`) : null)
        ?? (row.type === 'standard' && facts.model !== null && !facts.model.isPreAuthorised
          ? refuse(`${facts.model.number} “${facts.model.name}” is not pre-authorised${facts.model.lostBecause === null ? '' : `: ${facts.model.lostBecause}`} Make a normal change of it.`) : null)
        ?? (row.type === 'standard' && missingIn(merged(row, input)).length > 0 ? refuse(`A standard change is authorised when it is submitted: it needs ${listed(missingIn(merged(row, input)))}.`) : null),
      set: ({ row, input, now }) => ({ submittedAt: now, round: row.round + 1, ...timesOf(row, input, now), isPlannedLate: row.isPlannedLate || isPlannedLate(merged(row, input), now) }),
    }),
    assess: verb({
      label: 'Assess', says: 'assessed it', key: 'A', from: ['submitted', 'assessed'], to: 'assessed', by: staff, audience: 'internal', reason: 'optional',
      help: 'Computes impact, risk and collisions, and asks those who must agree.',
      edits: described, needs: ['serviceIds', 'plannedStart', 'plannedEnd', 'remediation', 'testEvidence', 'communicationPlan'],
      facts: async (ctx, row, input) => {
        await checkSuppliers(ctx, row.orgId, input.supplierIds ?? [])
        const seen = await look(ctx, merged(row, input))
        return { look: seen, owners: await ownersToAsk(ctx, seen.ownerIds, row.requesterId) }
      },
      refuse: ({ row, input }) => { const c = merged(row, input); return timesRefusal(c) ?? (missingIn(c).length > 0 ? refuse(`To be assessed it needs ${listed(missingIn(c))}.`) : null) },
      set: ({ row, input, facts, now }) => ({ ...found(facts.look), askedOwnerIds: facts.owners, assessedAt: now, round: row.round + 1, ...timesOf(row, input, now), acceptedConflicts: null, fellBecause: null }),
    }),
    authorise: verb({
      label: 'Authorise', says: 'authorised it', key: 'Y', from: ['submitted', 'assessed'], to: 'authorised', by: staff, audience: 'public', reason: 'optional',
      help: 'Possible when those who must agree have, you among them where you may.',
      input: { acceptConflicts: optional(internal(prose({ label: 'Why it goes in spite of collisions', max: 4000 }))) },
      facts: async (ctx, row) => { await oneByOne(ctx, row.id); return { look: await look(ctx, row), model: row.modelId === null ? null : await ctx.seek(changeModel, row.modelId), ...await roundOf(ctx, row.id, row.round) } },
      refuse: ({ row, input, facts, actor, now }) => {
        const isByModel = row.type === 'standard' && actor.kind === 'rule' && facts.model?.isPreAuthorised === true && facts.model.state === 'in_use'
        const refusal = authoriseRefusal(isByModel ? { ...row, state: 'assessed', riskLevel: null, assessedAt: null } : row, { level: facts.look.risk.level, conflicts: facts.look.conflicts }, input.acceptConflicts ?? null)
        if (refusal || isByModel) return refusal
        const outcome = outcomeNow(row, facts, actor, now)
        if (outcome.status !== 'approved') return refuse(outcome.why)
        const freeze = facts.look.conflicts.find((c) => c.kind === 'freeze' && c.gravity === 'serious')
        return freeze === undefined || byManager(outcome.deciderIds, facts.managers, actor, row) ? null : refuse(`${freeze.sentence} It may go on when a manager agrees: one can authorise it, or make an exception.`)
      },
      set: ({ row, input, facts, actor, now }) => ({
        ...found(facts.look), agreedScore: facts.look.risk.score, agreedLevel: facts.look.risk.level, authorisedAt: now, fellBecause: null, acceptedConflicts: input.acceptConflicts ?? null, deciderIds: row.type === 'standard' && actor.kind === 'rule' ? [] : outcomeNow(row, facts, actor, now).deciderIds,
        authorisedBy: (row.type === 'standard' && actor.kind === 'rule' ? `${facts.model?.number} ${facts.model?.name}, pre-authorised` : `${actor.kind === 'rule' ? outcomeNow(row, facts, actor, now).deciderIds.map((id) => facts.names.get(id) ?? id).join(', ') : actor.name}, ${row.type === 'emergency' ? 'emergency' : row.riskLevel ?? facts.look.risk.level} authority`).slice(0, 400),
        managerAgreedAt: !(row.type === 'standard' && actor.kind === 'rule') && byManager(outcomeNow(row, facts, actor, now).deciderIds, facts.managers, actor, row) ? now : null,
        documentationDue: row.type === 'emergency' && missingIn(row).length > 0 ? documentationDueAt(now) : null,
      }),
    }),
    nameOwners: verb({
      label: 'Name the owners', says: 'named the owners who must agree', from: ['submitted', 'assessed'], to: 'same', by: staff, audience: 'internal', ruleOnly: true, quiet: true,
      input: { owners: refs('person', { label: 'Owners' }) }, set: ({ input }) => ({ askedOwnerIds: input.owners }),
    }),
    reject: verb({ label: 'Reject', says: 'rejected it', from: ['submitted', 'assessed'], to: 'rejected', by: staff, audience: 'public', reason: 'required' }),
    defer: verb({
      label: 'Defer', says: 'deferred it', from: ['submitted', 'assessed'], to: 'same', by: staff, audience: 'internal', reason: 'required', quiet: true,
      edits: ['agendaOn'], needs: ['agendaOn'], set: ({ row }) => ({ deferCount: row.deferCount + 1 }),
    }),
    advise: verb({
      label: 'Advise', says: 'advised on it', from: ['submitted', 'assessed'], to: 'same', by: staff, audience: 'internal', reason: 'required', quiet: true,
      input: { advice: choice({ for: 'For it', against: 'Against it', conditions: 'With conditions' }, { label: 'Advice' }) },
    }),
    rework: verb({
      label: 'Back to draft', says: 'put it back to draft', from: ['submitted', 'assessed', 'rejected'], to: 'draft', by: staff, audience: 'public', reason: 'optional', quiet: true,
      // What was assessed may be another by the time it is submitted again.
      set: ({ row }) => ({ round: row.round + 1, authorisedAt: null, authorisedBy: null, assessedAt: null }),
    }),
    schedule: verb({
      label: 'Schedule', says: 'scheduled it', key: 'D', from: ['authorised', 'scheduled'], by: staff, audience: 'public', reason: 'optional',
      help: 'Where the new time lies in a freeze or makes it riskier, its authorisation falls and it is assessed anew.',
      edits: ['plannedStart', 'plannedEnd', 'implementerId', 'teamId'], needs: ['plannedStart', 'plannedEnd', 'implementerId'],
      input: { acceptConflicts: optional(internal(prose({ label: 'Why it goes in spite of collisions', max: 4000 }))) },
      facts: async (ctx, row, input) => ({ look: await look(ctx, { ...merged(row, input), managerAgreedAt: agreedFor(row, merged(row, input)) }) }),
      refuse: ({ row, input, facts, now }) => {
        const c = merged(row, input)
        return timesRefusal({ ...c, pointOfNoReturn: null }) ?? aloneRefusal(c) ?? (c.plannedEnd !== null && c.plannedEnd <= now ? refuse('That time is over. Plan it for a time to come.', 'plannedEnd') : null)
          ?? (fallsBecause(row, facts.look) === null ? collisionRefusal(row, facts.look.conflicts, input.acceptConflicts ?? null) : null)
      },
      to: ({ row, facts }) => (fallsBecause(row, facts.look) === null ? 'scheduled' : 'assessed'),
      set: ({ row, input, facts, now }) => {
        const why = fallsBecause(row, facts.look)
        return {
          // Those who agreed did so to that level, which stays: by small steps it would else rise without them.
          ...found(facts.look), agreedLevel: agreedLevelOf(row), ...timesOf(row, input, now), managerAgreedAt: agreedFor(row, merged(row, input)), ...(input.acceptConflicts == null ? {} : { acceptedConflicts: input.acceptConflicts }),
          ...(why === null ? {} : { ...fallen(row), assessedAt: now, fellBecause: why }),
        }
      },
    }),
    fall: verb({
      label: 'Lose authorisation', says: 'took its authorisation back', from: ['authorised', 'scheduled'], to: 'assessed', by: managers, audience: 'public', reason: 'required',
      help: 'What it was agreed on holds no more; it is assessed and agreed to anew.',
      facts: (ctx, row) => look(ctx, row),
      set: ({ row, input, facts, now }) => ({ ...found(facts), ...fallen(row), assessedAt: now, fellBecause: input.reason ?? null }),
    }),
    begin: verb({
      label: 'Begin', says: 'began it', key: 'B', from: ['authorised', 'scheduled'], to: 'implementing', by: staff, audience: 'public', reason: 'optional',
      help: 'At another time than planned, what it collides with then is looked at again.',
      input: { acceptConflicts: optional(internal(prose({ label: 'Why it goes in spite of collisions', max: 4000 }))) },
      facts: async (ctx, row) => {
        const now = { ...row, plannedStart: ctx.now(), plannedEnd: endFrom(row, ctx.now()), implementerId: row.implementerId ?? personId(ctx.actor) }
        return { freeze: await freezeFor(ctx, { ...now, managerAgreedAt: agreedFor(row, now, toleranceSeconds) }), others: row.type === 'emergency' || isInTime(row, ctx.now()) ? null : await collisionsFor(ctx, itself(), now) }
      },
      refuse: ({ row, input, facts, now, actor }) => (row.state === 'authorised' && row.type === 'normal' ? { code: 'conflict', message: 'Schedule it first: say when, and who does it.' }
        : beginRefusal(row, facts.freeze, now, input.reason) ?? (facts.others === null ? null : collisionRefusal(row, facts.others, input.acceptConflicts ?? null)) ?? aloneRefusal({ ...row, implementerId: row.implementerId ?? personId(actor) })),
      set: ({ row, input, facts, now, actor }) => ({
        actualStart: now, implementerId: row.implementerId ?? personId(actor), ...(facts.others === null ? {} : { conflicts: facts.others.slice(0, mostConflicts) }), ...(input.acceptConflicts == null ? {} : { acceptedConflicts: input.acceptConflicts }),
      }),
    }),
    finish: verb({
      label: 'Finish', says: 'finished it', key: 'F', from: ['implementing'], to: 'implemented', by: staff, audience: 'public', reason: 'optional',
      input: { how: initially(choice({ success: 'As planned', partial: 'In part', failed: 'It failed' }, { label: 'How it went' }), 'success') },
      facts: async (ctx, row) => ({ open: (await ctx.list(changeTask, { where: [is('changeId', row.id), is('state', 'open')], limit: 6 })).items.map((t) => t.title) }),
      refuse: ({ input, facts }) => (input.how === 'failed' || facts.open.length === 0 ? null : refuse(`${listed(facts.open.slice(0, 5))} ${facts.open.length === 1 ? 'is' : 'are'} still to do. Do or skip ${facts.open.length === 1 ? 'it' : 'them'} first.`)),
      set: ({ input, now }) => ({ actualEnd: now, result: input.how ?? 'success' }),
    }),
    backOut: verb({
      label: 'Back out', says: 'backed it out', from: ['implementing', 'implemented'], to: 'implemented', by: staff, audience: 'public', reason: 'required', set: ({ now }) => ({ actualEnd: now, result: 'backed_out' }),
    }),
    review: verb({
      label: 'Review', says: 'reviewed it', key: 'R', from: ['implemented'], to: 'reviewed', by: staff, audience: 'public',
      input: { outcome: choice(results, { label: 'Result' }), findings: internal(prose({ label: 'What was found', max: 20_000 })) },
      refuse: ({ row, actor }) => (agreedLevelOf(row) !== 'minor' && agreedLevelOf(row) !== null && personId(actor) !== null && personId(actor) === row.implementerId ? refuse(`A ${agreedLevelOf(row)} change is reviewed by somebody who did not do it.`) : null),
      set: ({ input, actor }) => ({ result: input.outcome, reviewText: input.findings, isReviewedByRule: actor.kind === 'rule' }),
    }),
    document: verb({
      label: 'Complete the record', says: 'completed its record', from: ['authorised', 'scheduled', 'implementing', 'implemented', 'reviewed'], to: 'same', by: staff, audience: 'internal', quiet: true,
      edits: ['ciIds', 'serviceIds', 'plannedStart', 'plannedEnd', 'remediation', 'testEvidence', 'communicationPlan', 'demand', 'problemId'],
      refuse: ({ row, input }) => (row.type !== 'emergency' && agreedOn.some((k) => input[k] !== undefined) ? refuse('What was agreed on is changed before it is authorised. Only the record of an emergency is completed afterwards; why this one is done can be.') : widenRefusal(row, input) ?? timesRefusal(merged(row, input))),
      set: ({ row, input }) => ({ documentationDue: missingIn({ ...merged(row, input), plannedStart: row.plannedStart ?? row.actualStart, plannedEnd: row.plannedEnd ?? row.actualEnd ?? row.authorisedAt }).length === 0 ? null : row.documentationDue }),
    }),
    recordLate: verb({
      label: 'Say that the record is late', says: 'found its record late', from: ['authorised', 'scheduled', 'implementing', 'implemented', 'reviewed'], to: 'same', by: staff, audience: 'internal', ruleOnly: true, quiet: true, reason: 'optional',
      set: () => ({ isDocumentationLate: true }),
    }),
    quieten: verb({
      label: 'Keep quiet', says: 'kept what it touches quiet', from: ['implementing', 'implemented'], to: 'same', by: staff, audience: 'internal', ruleOnly: true, quiet: true,
      input: { silences: refs('silence', { label: 'Silences' }) }, set: ({ input }) => ({ silenceIds: input.silences }),
    }),
    flag: verb({
      label: 'Flag alerts', says: 'saw alerts outside its scope', from: ['implementing', 'implemented'], to: 'same', by: staff, audience: 'internal', ruleOnly: true, quiet: true,
      input: { alerts: integer({ label: 'Alerts', min: 1, max: 100_000 }), named: text({ label: 'Named', max: 1000 }) }, set: ({ row, input }) => ({ alertsOutside: Math.min(1_000_000, row.alertsOutside + input.alerts) }),
    }),
    blame: verb({
      label: 'Count its incidents', says: 'counted the incidents that name it as their cause', from: 'any', to: 'same', by: staff, audience: 'internal', ruleOnly: true, quiet: true,
      input: { incidents: integer({ label: 'Incidents', min: 0, max: 1_000_000 }) }, set: ({ input }) => ({ causedIncidents: input.incidents }),
    }),
    nameProblem: verb({
      label: 'Name the problem', says: 'named the problem that it solves', from: 'any', to: 'same', by: staff, audience: 'internal', ruleOnly: true, quiet: true,
      input: { solves: ref('problem', { label: 'Solves the problem' }) }, set: ({ input }) => ({ problemId: input.solves }),
    }),
    close: verb({
      label: 'Close', says: 'closed it', from: ['reviewed'], to: 'closed', by: staff, audience: 'public', reason: 'optional',
      refuse: ({ row }) => (row.documentationDue === null ? null : refuse('Its record is not complete. Say how to get back, how it was tried and who was told.')),
    }),
    cancel: verb({
      label: 'Cancel', says: 'cancelled it', from: ['draft', 'submitted', 'assessed', 'authorised', 'scheduled'], to: 'cancelled', by: everyone.filter((r) => r !== 'auditor'), audience: 'public', reason: 'required',
      refuse: ({ row, actor }) => clientRefusal(row, actor, ['normal', 'standard', 'emergency']) ?? (isClient(actor) && row.state !== 'draft' && row.state !== 'submitted'
        ? { code: 'forbidden', message: 'The operation has begun to plan it. Ask them to cancel it.' } : null),
    }),
  }),
})
export type Change = RowOf<typeof change>

/** Impact, risk and collisions of a change as its row stands. */
export const look = (ctx: Context, row: Plan): Promise<Look> => lookFor(ctx, itself(), row)
/** The change's own type as those see it who look at others on the calendar. */
export function itself(): Changes { return change as Changes }

/** What a look leaves on the record. */
interface Found {
  readonly impact: Impact
  readonly riskScore: number
  readonly riskLevel: RiskLevel
  readonly riskReasons: readonly RiskReason[]
  readonly conflicts: readonly Conflict[]
}
const found = (l: Look): Found =>
  ({ impact: l.impact, riskScore: l.risk.score, riskLevel: l.risk.level, riskReasons: l.risk.reasons, conflicts: l.conflicts.slice(0, mostConflicts) })
