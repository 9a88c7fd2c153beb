/** Approval: one person's, or one role's, word on a change; who was asked, who answered, when and why stays on record. */
import { type Actor, managers, personId, readers, roleOf, staff } from '../../model/actor.ts'
import type { Context } from '../../model/context.ts'
import { choice, fixed, initially, instant, integer, optional, ref, system } from '../../model/field.ts'
import { is } from '../../model/query.ts'
import { type Common, type Defined, defineRecord, refuse, type Refusal, type RowOf } from '../../model/record.ts'
import { organization } from '../organization/record.ts'
import { type Person, person } from '../people/person.ts'
import { type Answerer, answerRefusal, type Approval as Rule, type ApprovalState, delegateRefusal, hasRole, type RiskLevel, type Standing, withdrawRefusal } from './approval-rules.ts'
import { decidedRefusal, panelOf } from './rules.ts'

const askedRoles = { agent: 'Staff', manager: 'Managers', admin: 'Administrators' } as const

export const approval = defineRecord({
  name: 'approval',
  plural: 'approvals',
  prefix: 'APV',
  words: { one: 'Approval', many: 'Approvals', purpose: 'Who is asked to let a change be done, and what they said.' },
  title: 'role',
  fields: {
    changeId: fixed(ref('change', { label: 'Change' })),
    round: initially(fixed(integer({ label: 'Round', min: 1, max: 10_000, help: 'Of the change’s assessments; an older round counts no more.' })), 1),
    step: initially(fixed(integer({ label: 'Step', min: 1, max: 20 })), 1),
    quorum: initially(fixed(integer({ label: 'People needed', min: 1, max: 20, help: 'In this step.' })), 1),
    approverId: optional(fixed(ref('person', { label: 'Asked', help: 'Empty: anybody with the role.' }))),
    role: initially(fixed(choice(askedRoles, { label: 'For the role' })), 'manager'),
    viaId: optional(system(ref('approval', { label: 'Delegated from' }))),
    expiresAt: optional(instant({ label: 'Ends', help: 'From then on it can neither be given nor count.' })),
    decidedById: optional(system(ref('person', { label: 'Answered by' }))),
    decidedAt: optional(system(instant({ label: 'Answered' }))),
  },
  states: {
    asked: { label: 'Asked', group: 'waiting' },
    approved: { label: 'Approved', group: 'done' },
    rejected: { label: 'Rejected', group: 'done' },
    delegated: { label: 'Delegated', group: 'done', help: 'Somebody else was asked in their place.' },
    void: { label: 'No longer asked', group: 'done', help: 'The change was decided, or is assessed anew.' },
  },
  initial: 'asked',
  read: readers,
  create: (verb) => verb({
    label: 'Ask for approval', says: 'asked for approval', from: 'any', to: 'asked', by: staff, audience: 'internal', input: { via: optional(ref('approval', { label: 'Delegated from' })) },
    facts: async (ctx, row, input) => ({ ...await roundFacts(ctx, row), asked: row.approverId === null ? null : await hereOf(ctx, row.approverId, row.orgId), from: input.via == null ? null : await ctx.seek(itself(), input.via) }),
    refuse: ({ row, input, facts, actor, now }) => facts.closed ?? viaRefusal(row, input.via ?? null, facts, actor, now) ?? (facts.asked?.state === 'left' ? refuse(`${facts.asked.name} has left. Ask somebody who is here.`, 'approverId')
      : facts.asked !== null && !hasRole(facts.asked.role, row.role) ? refuse(`${facts.asked.name} has not the role ${row.role} or above.`, 'approverId') : null)
      ?? (facts.list.length >= mostAsked ? refuse(`This round has ${mostAsked} approvals. Assess the change again to ask anew.`) : null),
    set: ({ input }) => ({ viaId: input.via ?? null }),
  }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['asked'], to: 'same', by: managers, quiet: true, edits: ['expiresAt'] }),
    approve: verb({
      label: 'Approve', says: 'approved', key: 'A', from: ['asked'], to: 'approved', by: staff, audience: 'internal', reason: 'optional',
      facts: (ctx, row) => roundFacts(ctx, row),
      refuse: ({ row, actor, facts, now }) => facts.closed ?? answerRefusal(ruleOf(row), whoIs(actor), facts.list, { ...facts.standing, nowMs: Date.parse(now) }),
      set: ({ actor, now }) => ({ decidedById: personId(actor), decidedAt: now }),
    }),
    reject: verb({
      label: 'Reject', says: 'rejected', key: 'X', from: ['asked'], to: 'rejected', by: staff, audience: 'internal', reason: 'required',
      facts: (ctx, row) => roundFacts(ctx, row),
      refuse: ({ row, actor, facts, now }) => facts.closed ?? answerRefusal(ruleOf(row), whoIs(actor), facts.list, { ...facts.standing, nowMs: Date.parse(now) }),
      set: ({ actor, now }) => ({ decidedById: personId(actor), decidedAt: now }),
    }),
    delegate: verb({
      label: 'Delegate', says: 'delegated it', key: 'D', from: ['asked'], to: 'delegated', by: staff, audience: 'internal', reason: 'optional',
      input: { toPersonId: ref('person', { label: 'To' }) },
      along: async (ctx, row, input) => {
        await ctx.create(itself(), { orgId: row.orgId, changeId: row.changeId, round: row.round, step: row.step, quorum: row.quorum, approverId: input.toPersonId, role: row.role, expiresAt: row.expiresAt, via: row.id })
      },
      facts: async (ctx, row, input) => ({ ...await roundFacts(ctx, row), to: await hereOf(ctx, input.toPersonId, row.orgId) }),
      refuse: ({ row, actor, facts, now }) => facts.closed ?? handRefusal(row, facts.to, facts.list, actor, now, 'toPersonId'),
      set: ({ actor, now }) => ({ decidedById: personId(actor), decidedAt: now }),
    }),
    withdraw: verb({
      label: 'Take back', says: 'took their answer back', from: ['approved', 'rejected'], to: 'asked', by: staff, audience: 'internal', reason: 'optional',
      facts: (ctx, row) => roundFacts(ctx, row),
      refuse: ({ row, actor, facts }) => facts.closed ?? withdrawRefusal(ruleOf(row), whoIs(actor)),
      set: () => ({ decidedById: null, decidedAt: null }),
    }),
    drop: verb({ label: 'No longer needed', says: 'was no longer asked', from: ['asked', 'approved', 'delegated'], to: 'void', by: staff, audience: 'internal', ruleOnly: true, quiet: true, reason: 'optional' }),
  }),
})
export type ApprovalRow = RowOf<typeof approval>

/** Of an approval, what the rules and its round look at. */
interface Answer {
  readonly changeId: string
  readonly round: number
  readonly step: number
  readonly quorum: number
  readonly approverId: string | null
  readonly role: keyof typeof askedRoles
  readonly viaId: string | null
  readonly decidedById: string | null
  readonly expiresAt: string | null
}

/** The row as the rules see it. */
export const ruleOf = (a: Answer & Pick<Common, 'id' | 'state'>): Rule => ({
  id: a.id, step: a.step, quorum: a.quorum, approverId: a.approverId, viaId: a.viaId, role: a.role, state: a.state as ApprovalState, decidedById: a.decidedById,
  expiresMs: a.expiresAt === null ? null : Date.parse(a.expiresAt),
})

/** Who answers, as the rules see them. */
export const whoIs = (actor: Actor): Answerer => ({ personId: personId(actor), role: roleOf(actor) })

/** Approvals of one round; who needs more to agree cannot agree. */
const mostAsked = 200

/** All approvals of a round of a change, oldest first, and which of the people in them have left. */
export async function roundOf(ctx: Context, changeId: string, number: number): Promise<{ readonly rows: readonly (Answer & Common)[]; readonly left: ReadonlySet<string>; readonly names: ReadonlyMap<string, string>; readonly managers: ReadonlySet<string> }> {
  const rows: (Answer & Common)[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof ctx.list<Answer>>> = await ctx.list(itself(), { where: [is('changeId', changeId), is('round', String(number))], sort: 'createdAt', limit: 200, ...(after === null ? {} : { after }) })
    rows.push(...page.items)
    after = page.next
  } while (after !== null)
  const people = await ctx.seekMany(person, [...new Set(rows.flatMap((a) => [a.decidedById, a.approverId]).filter((id) => id !== null))])
  return { rows, left: new Set([...people.values()].filter((p) => p.state === 'left').map((p) => p.id)), names: new Map([...people].map(([id, p]) => [id, p.name])), managers: new Set([...people.values()].filter((p) => hasRole(p.role, 'manager')).map((p) => p.id)) }
}

/** Of a change, what its approvals look at. */
interface Decided {
  readonly type: string
  readonly round: number
  readonly riskLevel: RiskLevel | null
  readonly askedOwnerIds: readonly string[]
}

/** Answers to one change are given, taken back and counted one after the other: none is counted that is just being taken back. It is the change itself that is held, as whoever moves it holds it, too: two locks would be taken in two orders. */
export const oneByOne = (ctx: Context, changeId: string): Promise<void> => ctx.hold(ctx.type('change') as Defined<Decided>, changeId, 'alone')

/** The round that an approval belongs to, and why nothing can be said in it any more. Whose wish the change is matters when all are counted, not for one answer. */
async function roundFacts(ctx: Context, row: Pick<Answer, 'changeId' | 'round'>): Promise<{ readonly closed: Refusal | null; readonly list: readonly Rule[]; readonly standing: Omit<Standing, 'nowMs'> }> {
  await oneByOne(ctx, row.changeId)
  const about = await ctx.seek(ctx.type('change') as Defined<Decided>, row.changeId)
  const { rows, left } = await roundOf(ctx, row.changeId, row.round)
  return {
    closed: about === null ? refuse('There is no such change.', 'changeId') : decidedRefusal(about, row.round), list: rows.map(ruleOf),
    standing: { requesterId: null, implementerId: null, level: 'minor', panel: about === null ? [] : panelOf(about.riskLevel ?? 'minor', about.type, about.askedOwnerIds), hasLeft: (id) => left.has(id) },
  }
}

/** A person of this organization or of a provider; what is another's is as if it were not there. */
async function hereOf(ctx: Context, id: string, orgId: string): Promise<(Person & Common) | null> {
  const found = await ctx.seek(person, id)
  return found === null || found.orgId === orgId || (await ctx.seek(organization, found.orgId))?.kind === 'provider' ? found : null
}

/** Of those who own what a change hurts, who can be asked: here, of the staff, and not the one who asks. Whoever cannot be seen is left for the rule that sees all. */
export async function ownersToAsk(ctx: Context, ownerIds: readonly string[], requesterId: string | null): Promise<readonly string[]> {
  const owners = await ctx.seekMany(person, ownerIds)
  return ownerIds.filter((id) => { const p = owners.get(id); return p?.state === 'active' && hasRole(p.role, 'agent') && id !== requesterId })
}

/** Why it cannot be handed on; null where it can. */
const handRefusal = (own: Answer & Pick<Common, 'id' | 'state'>, to: (Person & Common) | null, list: readonly Rule[], actor: Actor, now: string, at: string): Refusal | null =>
  (to === null ? refuse('There is no such person.', at) : delegateRefusal(ruleOf(own), whoIs(actor), { id: to.id, role: to.role, hasLeft: to.state === 'left' }, list, Date.parse(now)))

/** Why this person cannot ask this; null where they can. Managers ask for more than must be; whoever names where it comes from hands on what is theirs, and no more. */
function viaRefusal(to: Omit<Answer, 'decidedById' | 'expiresAt'>, via: string | null, facts: { readonly from: (Answer & Common) | null; readonly asked: (Person & Common) | null; readonly list: readonly Rule[] }, actor: Actor, now: string): Refusal | null {
  if (actor.kind === 'rule' || (via === null && roleOf(actor) !== 'agent')) return null
  const { from } = facts
  if (from === null || from.state !== 'asked' || from.changeId !== to.changeId || from.round !== to.round || from.step !== to.step || from.quorum !== to.quorum || from.role !== to.role) {
    return { code: 'forbidden', message: 'A manager asks for further approvals. Delegate what you are asked yourself.' }
  }
  return handRefusal(from, facts.asked, facts.list, actor, now, 'approverId')
}

// Its own verbs look at the other approvals; the function breaks the circle of the value with itself.
function itself(): Defined<Answer> { return approval as Defined<Answer> }
