/** Approval: one person's, or one role's, word on a change; who was asked, who answered, when and why stays on record. */
import { type Actor, managers, personId, readers, roleOf, staff } from '../../model/actor.ts'
import type { Context } from '../../model/context.ts'
import { choice, fixed, initially, instant, integer, optional, ref, system } from '../../model/field.ts'
import { is } from '../../model/query.ts'
import { type Common, type Defined, defineRecord, refuse, type RowOf } from '../../model/record.ts'
import { organization } from '../organization/record.ts'
import { type Person, person } from '../people/person.ts'
import { type Answerer, answerRefusal, type Approval as Rule, type ApprovalState, delegateRefusal, hasRole, type Standing, withdrawRefusal } from './approval-rules.ts'

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
    facts: async (ctx, row, input) => ({ asked: row.approverId === null ? null : await hereOf(ctx, row.approverId, row.orgId), from: input.via == null ? null : await ctx.seek(itself(), input.via) }),
    refuse: ({ row, facts, actor }) => (roleOf(actor) === 'agent' && !isOwnToDelegate(facts.from, row, personId(actor)) ? { code: 'forbidden', message: 'A manager asks for further approvals. Delegate what you are asked yourself.' } : facts.asked === null ? null : facts.asked.state === 'left' ? refuse(`${facts.asked.name} has left. Ask somebody who is here.`, 'approverId')
      : hasRole(facts.asked.role, row.role) ? null : refuse(`${facts.asked.name} has not the role ${row.role} or above.`, 'approverId')),
    set: ({ input }) => ({ viaId: input.via ?? null }),
  }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['asked'], to: 'same', by: managers, quiet: true, edits: ['expiresAt'] }),
    approve: verb({
      label: 'Approve', says: 'approved', key: 'A', from: ['asked'], to: 'approved', by: staff, audience: 'internal', reason: 'optional',
      facts: (ctx, row) => round(ctx, row),
      refuse: ({ row, actor, facts, now }) => answerRefusal(ruleOf(row), whoIs(actor), facts.list, { ...facts.standing, nowMs: Date.parse(now) }),
      set: ({ actor, now }) => ({ decidedById: personId(actor), decidedAt: now }),
    }),
    reject: verb({
      label: 'Reject', says: 'rejected', key: 'X', from: ['asked'], to: 'rejected', by: staff, audience: 'internal', reason: 'required',
      facts: (ctx, row) => round(ctx, row),
      refuse: ({ row, actor, facts, now }) => answerRefusal(ruleOf(row), whoIs(actor), facts.list, { ...facts.standing, nowMs: Date.parse(now) }),
      set: ({ actor, now }) => ({ decidedById: personId(actor), decidedAt: now }),
    }),
    delegate: verb({
      label: 'Delegate', says: 'delegated it', key: 'D', from: ['asked'], to: 'delegated', by: staff, audience: 'internal', reason: 'optional',
      input: { toPersonId: ref('person', { label: 'To' }) },
      along: async (ctx, row, input) => {
        await ctx.create(itself(), { orgId: row.orgId, changeId: row.changeId, round: row.round, step: row.step, quorum: row.quorum, approverId: input.toPersonId, role: row.role, expiresAt: row.expiresAt, via: row.id })
      },
      facts: async (ctx, row, input) => ({ to: await hereOf(ctx, input.toPersonId, row.orgId) }),
      refuse: ({ row, actor, facts, now }) => (facts.to === null ? refuse('There is no such person.', 'toPersonId')
        : delegateRefusal(ruleOf(row), whoIs(actor), { id: facts.to.id, role: facts.to.role, hasLeft: facts.to.state === 'left' }, Date.parse(now))),
    }),
    withdraw: verb({
      label: 'Take back', says: 'took their answer back', from: ['approved', 'rejected'], to: 'asked', by: staff, audience: 'internal', reason: 'optional',
      refuse: ({ row, actor }) => withdrawRefusal(ruleOf(row), whoIs(actor)),
      set: () => ({ decidedById: null, decidedAt: null }),
    }),
    drop: verb({ label: 'No longer needed', says: 'was no longer asked', from: ['asked', 'approved'], to: 'void', by: staff, audience: 'internal', ruleOnly: true, quiet: true, reason: 'optional' }),
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
  readonly decidedById: string | null
  readonly expiresAt: string | null
}

/** The row as the rules see it. */
export const ruleOf = (a: Answer & Pick<Common, 'id' | 'state'>): Rule => ({
  id: a.id, step: a.step, quorum: a.quorum, approverId: a.approverId, role: a.role, state: a.state as ApprovalState, decidedById: a.decidedById,
  expiresMs: a.expiresAt === null ? null : Date.parse(a.expiresAt),
})

/** Who answers, as the rules see them. */
export const whoIs = (actor: Actor): Answerer => ({ personId: personId(actor), role: roleOf(actor) })

/** All approvals of a round of a change, and which of the people in them have left. */
export async function roundOf(ctx: Context, changeId: string, number: number): Promise<{ readonly rows: readonly (Answer & Common)[]; readonly left: ReadonlySet<string>; readonly names: ReadonlyMap<string, string>; readonly managers: ReadonlySet<string> }> {
  const rows = (await ctx.list(itself(), { where: [is('changeId', changeId), is('round', String(number))], limit: 200 })).items
  const people = await ctx.seekMany(person, [...new Set(rows.flatMap((a) => [a.decidedById, a.approverId]).filter((id) => id !== null))])
  return { rows, left: new Set([...people.values()].filter((p) => p.state === 'left').map((p) => p.id)), names: new Map([...people].map(([id, p]) => [id, p.name])), managers: new Set([...people.values()].filter((p) => hasRole(p.role, 'manager')).map((p) => p.id)) }
}

/** The round that an answer belongs to. Whose wish the change is matters when all are counted, not for one answer. */
async function round(ctx: Context, row: { readonly changeId: string; readonly round: number }): Promise<{ readonly list: readonly Rule[]; readonly standing: Omit<Standing, 'nowMs'> }> {
  const { rows, left } = await roundOf(ctx, row.changeId, row.round)
  return { list: rows.map(ruleOf), standing: { requesterId: null, implementerId: null, level: 'minor', hasLeft: (id) => left.has(id) } }
}

/** A person of this organization or of a provider; what is another's is as if it were not there. */
async function hereOf(ctx: Context, id: string, orgId: string): Promise<(Person & Common) | null> {
  const found = await ctx.seek(person, id)
  return found === null || found.orgId === orgId || (await ctx.seek(organization, found.orgId))?.kind === 'provider' ? found : null
}

/** Whether this new place is that of an approval which this person was asked for and hands on. */
const isOwnToDelegate = (from: (Answer & Pick<Common, 'state'>) | null, to: Omit<Answer, 'decidedById' | 'expiresAt'>, personId: string | null): boolean =>
  from !== null && from.state === 'asked' && from.changeId === to.changeId && from.round === to.round && from.step === to.step && from.quorum === to.quorum && from.role === to.role
    && (from.approverId === null || from.approverId === personId)

// Its own verbs look at the other approvals; the function breaks the circle of the value with itself.
function itself(): Defined<Answer> { return approval as Defined<Answer> }
