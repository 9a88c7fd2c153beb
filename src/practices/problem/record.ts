/** Problem: the cause, known or not, behind incidents that came or may come; from the first suspicion to a fix that is shown to hold. */
import { z } from 'zod'
import { managers, personId, readers, staff } from '../../model/actor.ts'
import type { Context } from '../../model/context.ts'
import { AppError } from '../../model/error.ts'
import { choice, day, initially, instant, integer, json, optional, prose, ref, refs, system, text, yesno } from '../../model/field.ts'
import { is } from '../../model/query.ts'
import { type Defined, defineRecord, refuse, type RowOf } from '../../model/record.ts'
import { assignable } from '../../traits/assignable.ts'
import { attachable } from '../../traits/attachable.ts'
import { commentable } from '../../traits/commentable.ts'
import { linkable } from '../../traits/linkable.ts'
import { tagged } from '../../traits/tagged.ts'
import { timed } from '../../traits/timed.ts'
import { watchable } from '../../traits/watchable.ts'
import { incident } from '../incident/record.ts'
import { organization } from '../organization/record.ts'
import { priorityOf } from '../incident/rules.ts'
import { person } from '../people/person.ts'
import { occurrencesOf } from './occurrences.ts'
import { wantingOf } from './wanting.ts'
import { type Brings, businessCaseRefusal, closeRefusal, evidenceRefusal, fixVerdictSchema, type Implementing, implementRefusal, isBackDated, judgeFix, knownErrorRefusal, observeUntilOf, type Raised, raiseRefusal, reviewDayRefusal, reviewDueOf, reviewSchema, verifyRefusal } from './rules.ts'

const level = (label: string, help: string) => initially(integer({ label, min: 1, max: 4, help }), 3)
const currency = { ...text({ label: 'Currency', max: 3, help: 'Three letters, such as EUR.' }), schema: z.string().regex(/^[A-Z]{3}$/, 'must be a code such as EUR') }
const origins = { incidents: 'Incidents that come again', major: 'A major incident', trend: 'A trend', event: 'Events', supplier: 'Word of a supplier', improvement: 'An improvement', review: 'A review' }
/** States in which somebody works on it or waits for something. */
const active = ['detected', 'logged', 'classified', 'investigating', 'pending', 'known_error', 'solution_proposed', 'change_raised', 'implemented', 'verified'] as const

export const problem = defineRecord({
  name: 'problem',
  plural: 'problems',
  prefix: 'PRB',
  words: { one: 'Problem', many: 'Problems', purpose: 'What makes incidents happen. The aim is that they stay away, or that the desk knows a way around them.' },
  title: 'title',
  read: readers,
  traits: [assignable, commentable, watchable, linkable, attachable, tagged, timed],
  fields: {
    title: text({ label: 'What keeps going wrong', max: 200, search: 'A' }),
    description: optional(prose({ label: 'Description', max: 50_000, search: 'B' })),
    serviceId: optional(ref('service', { label: 'Service' })),
    ciIds: initially(refs('ci', { label: 'What is broken' }), []),
    category: optional(text({ label: 'Category', max: 80, search: 'C' })),
    impact: level('Impact', '1 most of the business, 4 one person'),
    urgency: level('Urgency', '1 hurts now, 4 can wait'),
    priority: system(integer({ label: 'Priority', min: 1, max: 5 })),
    origin: choice(origins, { label: 'Found by way of' }),
    isProactive: initially(system(yesno({ label: 'Proactive', help: 'Found before it hurt: by a trend, events, a supplier, an improvement or a review.' })), false),
    isMajor: initially(system(yesno({ label: 'Major problem', help: 'It is reviewed before it is closed.' })), false),
    evidence: optional(prose({ label: 'What shows it', max: 20_000, help: 'Links, charts, figures.' })),
    ownerId: optional(ref('person', { label: 'Owner', help: 'The one person who answers for it.' })),
    causeStatement: optional(prose({ label: 'Cause', max: 20_000, search: 'B' })),
    causeEvidence: optional(prose({ label: 'What shows the cause', max: 20_000 })),
    workaround: optional(prose({ label: 'Workaround', max: 20_000, search: 'B', help: 'What the desk can do until it is fixed.' })),
    knownErrorSince: optional(system(instant({ label: 'Known error since', help: 'From then on the desk is shown it while it records an incident.' }))),
    knownErrorUntil: optional(system(instant({ label: 'Known error until', help: 'Empty: it is still offered.' }))),
    solution: optional(prose({ label: 'Solution', max: 20_000, search: 'C' })),
    costMinor: optional(integer({ label: 'Cost of the solution', min: 0, max: 2_000_000_000, help: 'In the smallest unit of its currency: cents.' })),
    currency: optional(currency),
    businessCase: optional(prose({ label: 'Business case', max: 20_000 })),
    changeId: optional(system(ref('change', { label: 'Change' }))),
    implementedAt: optional(system(instant({ label: 'Implemented' }))),
    observeUntil: optional(system(instant({ label: 'Watched until', help: '30 days, or three times the usual time between its incidents.' }))),
    fixVerdict: optional(system(json(fixVerdictSchema, { label: 'Whether the fix held' }))),
    acceptedById: optional(system(ref('person', { label: 'Risk accepted by' }))),
    reviewOn: optional(day({ label: 'Review on', help: 'The day on which an accepted risk is looked at again.' })),
    recurredIds: initially(system(refs('incident', { label: 'Came back as', help: 'Its incidents that began after the fix, at most two hundred.' })), []),
    review: optional(system(json(reviewSchema, { label: 'Review' }))),
    reviewDueAt: optional(system(instant({ label: 'Review due', help: 'Of a major problem: the end of the fifth working day after its solution, Monday to Friday; holidays are not known.' }))),
    isReviewLate: initially(system(yesno({ label: 'Review late' })), false),
    mergedIntoId: optional(system(ref('problem', { label: 'Merged into' }))),
    clusterKey: optional(text({ label: 'Key of its cluster', max: 200, help: 'Which proposal it was made of.' })),
    closedAt: optional(system(instant({ label: 'Closed' }))),
  },
  states: {
    detected: { label: 'Suspected', group: 'open', help: 'Somebody thinks so; nothing shows it yet.' },
    logged: { label: 'Logged', group: 'open' },
    classified: { label: 'Classified', group: 'open' },
    investigating: { label: 'Investigating', group: 'open' },
    pending: { label: 'Waiting', group: 'waiting' },
    known_error: { label: 'Known error', group: 'open', help: 'Its cause or a workaround is known, and the desk is shown it.' },
    solution_proposed: { label: 'Solution proposed', group: 'open' },
    change_raised: { label: 'Change raised', group: 'waiting' },
    implemented: { label: 'Implemented', group: 'waiting', help: 'Done, and watched whether it holds.' },
    verified: { label: 'Verified', group: 'open', help: 'The fix held.' },
    closed: { label: 'Closed', group: 'done' },
    closed_accepted_risk: { label: 'Risk accepted', group: 'done', help: 'It stays; somebody answers for that and looks at it again.' },
    closed_not_found: { label: 'Cause not found', group: 'done' },
    merged: { label: 'Merged', group: 'done' },
  },
  initial: 'detected',
  create: (verb) => verb({
    label: 'New problem', says: 'recorded a problem', from: 'any', by: staff, audience: 'internal',
    input: { isOnlySuspected: optional(yesno({ label: 'Only suspected', help: 'Nothing shows it yet.' })), incidentIds: optional(refs('incident', { label: 'Its incidents' })) },
    along: (ctx, row) => checkThere(ctx, row.ownerId, 'ownerId'),
    // What nothing shows yet, or nobody answers for, is only suspected, whoever says so.
    to: ({ row, input, actor }) => (input.isOnlySuspected === true || (row.ownerId ?? personId(actor)) === null || evidenceRefusal(row.evidence, input.incidentIds?.length ?? 0) !== null ? 'detected' : 'logged'),
    refuse: ({ row, now }) => costRefusal(row) ?? reviewDayRefusal(row.reviewOn, now),
    set: ({ row, actor }) => ({ priority: priorityOf(row.impact, row.urgency), isProactive: row.origin !== 'incidents' && row.origin !== 'major', isMajor: row.origin === 'major', ownerId: row.ownerId ?? personId(actor) }),
  }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: active, to: 'same', by: staff, quiet: true,
      edits: ['title', 'description', 'serviceId', 'ciIds', 'category', 'impact', 'urgency', 'evidence', 'ownerId', 'causeStatement', 'causeEvidence', 'workaround', 'solution', 'costMinor', 'currency', 'businessCase'],
      along: (ctx, _row, input) => checkThere(ctx, input.ownerId, 'ownerId'),
      // Once offered it must go on telling the desk something; once owned it has an owner.
      refuse: ({ row, input }) => (row.knownErrorSince !== null && row.knownErrorUntil === null ? knownErrorRefusal({ ...row, ...given(input) }) : null) ?? costRefusal({ ...row, ...given(input) })
        ?? (input.ownerId === null && row.ownerId !== null ? refuse('Somebody answers for it at any time: name the next owner instead.', 'ownerId') : null),
      set: ({ row, input }) => ({ priority: priorityOf(input.impact ?? row.impact, input.urgency ?? row.urgency) }),
    }),
    log: verb({
      label: 'Put on record', says: 'put it on record', from: ['detected'], to: 'logged', by: staff, edits: ['evidence', 'ownerId'],
      along: (ctx, row, input) => checkThere(ctx, input.ownerId ?? row.ownerId, 'ownerId'),
      facts: async (ctx, row) => ({ incidents: (await occurrencesOf(ctx, row.id)).length }),
      refuse: ({ row, input, facts, actor }) => evidenceRefusal(input.evidence ?? row.evidence, facts.incidents)
        ?? ((input.ownerId ?? row.ownerId ?? personId(actor)) === null ? refuse('Name the one person who answers for it.', 'ownerId') : null),
      set: ({ row, input, actor }) => ({ ownerId: input.ownerId ?? row.ownerId ?? personId(actor) }),
    }),
    classify: verb({
      label: 'Classify', says: 'classified it', from: ['logged'], to: 'classified', by: staff, edits: ['category', 'impact', 'urgency', 'serviceId', 'ownerId'], needs: ['category', 'ownerId'],
      along: (ctx, row, input) => checkThere(ctx, input.ownerId ?? row.ownerId, 'ownerId'),
      set: ({ row, input }) => ({ priority: priorityOf(input.impact ?? row.impact, input.urgency ?? row.urgency) }),
    }),
    investigate: verb({
      label: 'Investigate', says: 'began to investigate it', key: 'T', from: ['classified'], to: 'investigating', by: staff,
      set: ({ row, actor }) => ({ assigneeId: personId(actor) ?? row.assigneeId }),
    }),
    assign: verb({
      label: 'Assign', says: 'assigned it', key: 'A', from: active, to: 'same', by: staff, reason: 'optional',
      input: { toTeamId: optional(ref('team', { label: 'Team' })), toPersonId: optional(ref('person', { label: 'Person' })) },
      along: (ctx, _row, input) => checkThere(ctx, input.toPersonId, 'toPersonId'),
      refuse: ({ input }) => (input.toTeamId || input.toPersonId ? null : refuse('Say which team or person it goes to.', 'toTeamId')),
      set: ({ row, input }) => ({ teamId: input.toTeamId ?? row.teamId, assigneeId: input.toPersonId ?? null }),
    }),
    pause: verb({ label: 'Pause', says: 'put it on hold', key: 'S', from: ['investigating'], to: 'pending', by: staff, reason: 'required' }),
    resume: verb({ label: 'Resume', says: 'resumed it', from: ['pending'], to: 'investigating', by: staff, reason: 'optional' }),
    publishKnownError: verb({
      label: 'Known error', says: 'made it a known error', help: 'The desk is shown it from now on.', key: 'K', from: ['classified', 'investigating'], to: 'known_error', by: staff,
      edits: ['causeStatement', 'causeEvidence', 'workaround'],
      refuse: ({ row, input }) => knownErrorRefusal({ ...row, ...given(input) }),
      set: ({ now }) => ({ knownErrorSince: now, knownErrorUntil: null }),
    }),
    investigateOn: verb({ label: 'Investigate further', says: 'went on to investigate it', from: ['known_error', 'solution_proposed'], to: 'investigating', by: staff, reason: 'optional', quiet: true, help: 'The known error is still offered.' }),
    proposeSolution: verb({
      label: 'Propose a solution', says: 'proposed a solution', from: ['known_error'], to: 'solution_proposed', by: staff, edits: ['solution', 'costMinor', 'currency', 'businessCase'], needs: ['solution'],
      refuse: ({ row, input }) => costRefusal({ ...row, ...given(input) }),
    }),
    raiseChange: verb({
      label: 'Raise a change', says: 'raised a change', from: ['solution_proposed'], to: 'change_raised', by: staff, edits: ['costMinor', 'currency', 'businessCase'],
      input: { changeToRaise: optional(ref('change', { label: 'Change', help: 'The change that brings the solution.' })) },
      facts: async (ctx, row, input) => ({ change: await raisedOf(ctx, input.changeToRaise ?? row.changeId), wanting: await wantingOf(ctx, row) }),
      refuse: ({ row, input, facts }) => raiseRefusal(facts.change, facts.wanting) ?? costRefusal({ ...row, ...given(input) }) ?? businessCaseRefusal({ ...row, ...given(input) }),
      set: ({ row, input }) => ({ changeId: input.changeToRaise ?? row.changeId }),
    }),
    implement: verb({
      label: 'Implemented', says: 'implemented the solution', from: ['change_raised'], to: 'implemented', by: staff, reason: 'optional', help: 'When its change is done. Before that, or of an earlier time, say why.',
      input: { implementedOn: optional(instant({ label: 'Implemented at', help: 'Empty: now.' })) },
      facts: async (ctx, row) => ({ occurrences: await occurrencesOf(ctx, row.id), zone: await zoneOf(ctx, row.orgId), change: await bringing(ctx, row.changeId) }),
      refuse: ({ row, input, now, facts }) => implementRefusal(implementing(row, input, facts.change), now),
      set: ({ row, input, now, facts }) => ({
        implementedAt: input.implementedOn ?? now, fixVerdict: null,
        // What is said afterwards was watched by nobody until now.
        observeUntil: observeUntilOf(isBackDated(implementing(row, input, facts.change)) ? now : input.implementedOn ?? now, facts.occurrences),
        // From when a review is possible: nobody is late for what was recorded late.
        ...(row.isMajor && row.review === null ? { reviewDueAt: reviewDueOf(now, facts.zone), isReviewLate: false } : {}),
      }),
    }),
    verify: verb({
      label: 'Verify', says: 'found that the fix held', key: 'V', from: ['implemented'], to: 'verified', by: staff,
      input: { proof: optional(prose({ label: 'How you know', max: 20_000, help: 'Needed where fewer than two incidents came before the fix.' })) },
      facts: async (ctx, row) => ({ occurrences: await occurrencesOf(ctx, row.id) }),
      refuse: ({ row, input, now, facts }) => verifyRefusal(row.observeUntil, judgeFix(row.implementedAt ?? now, facts.occurrences, now, input.proof ?? null), now),
      set: ({ row, input, now, facts }) => ({ fixVerdict: judgeFix(row.implementedAt ?? now, facts.occurrences, now, input.proof ?? null) }),
    }),
    reviewMajor: verb({
      label: 'Review', says: 'reviewed it', from: ['implemented', 'verified'], to: 'same', by: staff, help: 'The four questions after a major problem.',
      input: {
        doneRight: prose({ label: 'What was done right', max: 20_000 }), doneWrong: prose({ label: 'What was done wrong', max: 20_000 }),
        doBetter: prose({ label: 'What to do better', max: 20_000 }), prevention: prose({ label: 'How to keep it from coming again', max: 20_000 }),
      },
      set: ({ input }) => ({ review: { doneRight: input.doneRight, doneWrong: input.doneWrong, doBetter: input.doBetter, prevention: input.prevention } }),
    }),
    missReview: verb({
      label: 'Review late', says: 'found its review late', from: ['implemented', 'verified'], to: 'same', by: staff, ruleOnly: true, quiet: true, reason: 'optional', set: () => ({ isReviewLate: true }),
    }),
    comeBack: verb({
      label: 'Came back', says: 'saw what came after the fix', from: ['implemented', 'verified', 'closed'], to: 'same', by: staff, ruleOnly: true, quiet: true, reason: 'optional',
      input: { incidents: refs('incident', { label: 'Incidents after the fix' }) }, set: ({ input }) => ({ recurredIds: input.incidents }),
    }),
    retireKnownError: verb({
      label: 'Retire the known error', says: 'retired the known error', from: ['implemented', 'verified', 'closed_accepted_risk'], to: 'same', by: staff, reason: 'optional', quiet: true,
      refuse: ({ row }) => (row.knownErrorSince === null || row.knownErrorUntil !== null ? refuse('It offers no known error.') : null),
      set: ({ now }) => ({ knownErrorUntil: now }),
    }),
    close: verb({
      label: 'Close', says: 'closed it', key: 'R', from: ['verified'], to: 'closed', by: staff, reason: 'optional',
      help: 'What was learnt stands in its cause and solution, where others find it. Change the runbooks that say otherwise.', edits: ['causeStatement'],
      input: { retire: optional(yesno({ label: 'Retire its known error' })) },
      facts: async (ctx, row) => ({ open: (await ctx.list(incident, { where: [is('problemId', row.id)], group: 'active', limit: 6 })).items.map((i) => i.number) }),
      refuse: ({ row, input, facts }) => closeRefusal({ openIncidents: facts.open, isOffered: row.knownErrorSince !== null && row.knownErrorUntil === null && input.retire !== true, isMajor: row.isMajor, hasReview: row.review !== null, hasCause: (input.causeStatement === undefined ? row.causeStatement : input.causeStatement) !== null }),
      set: ({ row, now }) => ({ closedAt: now, knownErrorUntil: row.knownErrorSince === null ? null : row.knownErrorUntil ?? now }),
    }),
    acceptRisk: verb({
      label: 'Accept the risk', says: 'accepted the risk', from: ['known_error', 'solution_proposed', 'change_raised'], to: 'closed_accepted_risk', by: managers, reason: 'required', help: 'It stays as it is; the known error is still offered.',
      edits: ['reviewOn'], needs: ['reviewOn'], input: { acceptedBy: ref('person', { label: 'Who answers for the risk' }) },
      along: (ctx, _row, input) => checkThere(ctx, input.acceptedBy, 'acceptedBy'),
      refuse: ({ row, input, now }) => reviewDayRefusal(input.reviewOn ?? row.reviewOn, now),
      set: ({ input, now }) => ({ acceptedById: input.acceptedBy, closedAt: now }),
    }),
    renewRisk: verb({
      label: 'Accept it again', says: 'accepted the risk again', from: ['closed_accepted_risk'], to: 'same', by: managers, reason: 'required', edits: ['reviewOn'], needs: ['reviewOn'],
      input: { answeredBy: optional(ref('person', { label: 'Who answers for it from now on', help: 'Empty: the same.' })) },
      along: (ctx, row, input) => checkThere(ctx, input.answeredBy ?? row.acceptedById, 'answeredBy'),
      refuse: ({ input, row, now }) => reviewDayRefusal(input.reviewOn ?? row.reviewOn, now),
      set: ({ input, row }) => ({ acceptedById: input.answeredBy ?? row.acceptedById }),
    }),
    fallDue: verb({ label: 'Review due', says: 'found its review due', from: ['closed_accepted_risk'], to: 'investigating', by: staff, reason: 'required', ruleOnly: true, quiet: true, set: () => ({ closedAt: null, acceptedById: null }) }),
    giveUp: verb({
      label: 'Cause not found', says: 'gave up the search', from: ['detected', 'logged', 'classified', 'investigating', 'pending'], to: 'closed_not_found', by: staff, reason: 'required',
      set: ({ row, now }) => ({ closedAt: now, knownErrorUntil: row.knownErrorSince === null ? null : row.knownErrorUntil ?? now }),
    }),
    reopen: verb({
      label: 'Reopen', says: 'reopened it', from: ['implemented', 'verified', 'closed', 'closed_accepted_risk', 'closed_not_found'], to: 'investigating', by: staff, reason: 'required',
      set: () => ({ changeId: null, implementedAt: null, observeUntil: null, fixVerdict: null, recurredIds: [], reviewDueAt: null, isReviewLate: false, closedAt: null, acceptedById: null }),
    }),
    declareMajor: verb({
      label: 'Declare major', says: 'declared a major problem', from: active, to: 'same', by: staff, reason: 'required', quiet: true,
      facts: async (ctx, row) => ({ zone: await zoneOf(ctx, row.orgId) }),
      refuse: ({ row }) => (row.isMajor ? refuse('It is a major problem already.') : null),
      set: ({ row, now, facts }) => ({ isMajor: true, reviewDueAt: row.implementedAt === null || row.review !== null ? null : reviewDueOf(now, facts.zone) }),
    }),
    merge: verb({
      label: 'Merge into another', says: 'merged it', from: active, to: 'merged', by: staff, reason: 'optional', help: 'Its incidents go to the other one; its history stays here.',
      input: { intoId: ref('problem', { label: 'Into' }) },
      facts: async (ctx, _row, input) => ({ target: await ctx.seek(itself(), input.intoId) }),
      refuse: ({ row, input, facts }) => (input.intoId === row.id ? refuse('It cannot be merged into itself.', 'intoId')
        : facts.target === null || !active.some((state) => state === facts.target?.state) ? refuse('There is no such open problem to merge into.', 'intoId')
        : facts.target.orgId !== row.orgId ? refuse('The other problem belongs to another organization.', 'intoId') : null),
      set: ({ row, input, now }) => ({ mergedIntoId: input.intoId, closedAt: now, knownErrorUntil: row.knownErrorSince === null ? null : row.knownErrorUntil ?? now }),
    }),
  }),
})
export type Problem = RowOf<typeof problem>

// A verb that looks at another problem names the type it is part of; the function breaks the circle of the two values.
interface Other { readonly orgId: string; readonly mergedIntoId: string | null }
function itself(): Defined<Other> { return problem as Defined<Other> }

/** The change comes after problems, so that its type is known by name only. */
const bringing = async (ctx: Context, id: string | null): Promise<Row | null> => (id === null ? null : await ctx.seek(ctx.type('change') as Defined<Row>, id))
type Row = Omit<Raised, 'problemNamedAt'> & { readonly id: string }
/** The same with the moment from which it names its problem, which only its journal knows; recorded, since a step can be dated back. */
async function raisedOf(ctx: Context, id: string | null): Promise<Raised | null> {
  const row = await bringing(ctx, id)
  if (row === null) return null
  const named = row.problemId === null ? undefined : (await ctx.history('change', row.id)).findLast((e) => 'problemId' in e.changes)
  return { ...row, problemNamedAt: named?.recordedAt ?? null }
}
const implementing = (row: { readonly stateSince: string }, input: { readonly implementedOn?: string | null; readonly reason?: string }, change: Brings | null): Implementing =>
  ({ change, raisedAt: row.stateSince, implementedOn: input.implementedOn ?? null, reason: input.reason ?? null })

/** Whoever has left answers for nothing any more. Who is not known here is refused with the reference. */
async function checkThere(ctx: Context, id: string | null | undefined, at: string): Promise<void> {
  const who = id == null ? null : await ctx.seek(person, id)
  if (who?.state !== 'left') return
  const message = `${who.name} has left. Name somebody who is here.`
  throw new AppError('refused', message, { faults: [{ at: `/${at}`, message }] })
}

const zoneOf = async (ctx: Context, orgId: string): Promise<string> => (await ctx.seek(organization, orgId))?.zone ?? 'Etc/UTC'

/** A sum without its currency says nothing. */
const costRefusal = ({ costMinor, currency: of }: { readonly costMinor: number | null; readonly currency: string | null }) =>
  (costMinor !== null && of === null ? refuse('Say in which currency it costs that.', 'currency') : null)

// What was not given keeps its value.
const given = <T extends object>(input: T): Partial<T> => Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<T>
