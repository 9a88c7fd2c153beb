/** Release: changes that go into use together, unit by unit, with a rule to stop by and heightened care afterwards. */
import { type Actor, behindId, managers, personId, readers, staff } from '../../model/actor.ts'
import type { Context } from '../../model/context.ts'
import { choice, initially, instant, integer, json, optional, prose, ref, refs, system, text } from '../../model/field.ts'
import { is } from '../../model/query.ts'
import { defineRecord, refuse, type Refusal, type RowOf } from '../../model/record.ts'
import { commentable } from '../../traits/commentable.ts'
import { incident } from '../incident/record.ts'
import { change } from './record.ts'
import { freezeOn, frozenRefusal } from './release-freeze.ts'
import { agreedNow, exitMissing, nextUnit, stopReason, type Unit, unitsSchema } from './release-rules.ts'
import { listed } from './rules.ts'

const plan = ['name', 'description', 'ownerId', 'teamId', 'serviceIds', 'changeIds', 'units', 'stopAfterFailed', 'stopAfterIncidents', 'exitDays', 'exitIncidents', 'plannedStart', 'plannedEnd', 'testEvidence', 'remediation'] as const

export const release = defineRecord({
  name: 'release',
  plural: 'releases',
  prefix: 'RLS',
  words: { one: 'Release', many: 'Releases', purpose: 'Changes that go into use together, unit by unit, and are looked after until they prove themselves.' },
  title: 'name',
  traits: [commentable],
  fields: {
    name: text({ label: 'Name', max: 160, search: 'A' }),
    description: optional(prose({ label: 'What is new', max: 20_000, search: 'B' })),
    ownerId: optional(ref('person', { label: 'Owner' })),
    teamId: optional(ref('team', { label: 'Team' })),
    serviceIds: initially(refs('service', { label: 'Services' }), []),
    changeIds: initially(refs('change', { label: 'Changes' }), []),
    units: json(unitsSchema, { label: 'Units', help: 'In the order of the rollout: sites, customers, shares of machines.' }),
    stopAfterFailed: initially(integer({ label: 'Stops after failed units', min: 1, max: 200 }), 1),
    stopAfterIncidents: initially(integer({ label: 'Stops after incidents', min: 1, max: 10_000, help: 'On its services, since the rollout began.' }), 3),
    exitDays: initially(integer({ label: 'Early life, days', min: 0, max: 365 }), 14),
    exitIncidents: initially(integer({ label: 'Incidents at most', min: 0, max: 10_000, help: 'In that many days before its early life ends.' }), 0),
    plannedStart: optional(instant({ label: 'Planned from' })),
    plannedEnd: optional(instant({ label: 'Planned until' })),
    testEvidence: optional(prose({ label: 'How it was tried', max: 20_000 })),
    remediation: optional(prose({ label: 'How to get back', max: 20_000 })),
    deployingSince: optional(system(instant({ label: 'Rollout began' }))),
    earlyLifeSince: optional(system(instant({ label: 'Early life since' }))),
    stoppedBecause: optional(system(text({ label: 'Stopped because', max: 400 }))),
    madeById: optional(system(ref('person', { label: 'Planned by', help: 'Of what a token planned, whoever made the token.' }))),
    managerAgreedAt: optional(system(instant({ label: 'A manager agreed', help: 'To its planned time: lets it through a soft freeze that was there then.' }))),
  },
  states: {
    planned: { label: 'Planned', group: 'waiting' },
    built: { label: 'Built', group: 'open' },
    tested: { label: 'Tested', group: 'open' },
    approved: { label: 'Approved', group: 'open' },
    deploying: { label: 'Rolling out', group: 'open' },
    early_life: { label: 'Early life', group: 'open', help: 'All units have it; it is watched until its exit criterion is met.' },
    accepted: { label: 'Accepted', group: 'done' },
    withdrawn: { label: 'Withdrawn', group: 'done' },
  },
  initial: 'planned',
  read: readers,
  sort: '-createdAt',
  create: (verb) => verb({ label: 'New release', says: 'planned it', from: 'any', to: 'planned', by: staff, set: ({ actor }) => ({ madeById: behindId(actor) }) }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['planned', 'built', 'tested'], to: 'same', by: staff, quiet: true, edits: plan }),
    build: verb({ label: 'Built', says: 'built it', from: ['planned'], to: 'built', by: staff, reason: 'optional' }),
    test: verb({ label: 'Tested', says: 'tested it', from: ['built'], to: 'tested', by: staff, edits: ['testEvidence'], needs: ['testEvidence'] }),
    sendBack: verb({ label: 'Back to planning', says: 'sent it back', from: ['built', 'tested', 'approved'], to: 'planned', by: staff, reason: 'required', quiet: true, set: () => ({ managerAgreedAt: null }) }),
    approve: verb({
      label: 'Approve', says: 'approved it', from: ['tested'], to: 'approved', by: managers, reason: 'optional', edits: ['remediation'], needs: ['remediation'],
      facts: async (ctx, row) => ({
        maker: await makerOf(ctx, row.id), open: [...(await ctx.seekMany(change, row.changeIds)).values()].filter((c) => ['draft', 'submitted', 'assessed', 'rejected', 'cancelled'].includes(c.state)).map((c) => c.number),
        freeze: row.plannedStart === null || row.plannedEnd === null || row.plannedEnd <= ctx.now() ? null : await freezeOn(ctx, row, { from: row.plannedStart, to: row.plannedEnd }, ctx.now()),
      }),
      refuse: ({ row, facts, input, actor }) => makerRefusal({ madeById: row.madeById, ...facts.maker }, actor) ?? (facts.freeze === null ? null : refuse(`${facts.freeze.sentence} Plan it for another time, or let a manager lift or move the freeze, or except its changes.`, 'plannedStart'))
        ?? (facts.open.length === 0 || input.reason !== undefined ? null : refuse(`${listed(facts.open.slice(0, 5))} ${facts.open.length === 1 ? 'is' : 'are'} not authorised. Authorise ${facts.open.length === 1 ? 'it' : 'them'} first, or say why it goes without.`, 'reason')),
      set: ({ now }) => ({ managerAgreedAt: now }),
    }),
    begin: verb({ label: 'Begin the rollout', says: 'began the rollout', key: 'B', from: ['approved'], to: 'deploying', by: staff, facts: (ctx, row) => freezeNow(ctx, row), refuse: ({ facts }) => frozenRefusal(facts.freeze), set: ({ now }) => ({ deployingSince: now }) }),
    rollOut: verb({
      label: 'Next unit', says: 'rolled out a unit', key: 'N', from: ['deploying'], by: staff, reason: 'optional',
      input: { unit: optional(text({ label: 'Unit', max: 120, help: 'The next one where nobody says.' })), went: initially(choice({ done: 'It works', failed: 'It failed' }, { label: 'How it went' }), 'done') },
      facts: async (ctx, row) => ({ incidents: await incidentsSince(ctx, row.serviceIds, row.deployingSince), ...await freezeNow(ctx, row) }),
      refuse: ({ row, input, facts }) => {
        // What was tried and failed before the freeze can still be said.
        const frozen = input.went === 'failed' ? null : frozenRefusal(facts.freeze)
        if (frozen !== null) return frozen
        const stop = row.stoppedBecause ?? stopReason(row, row.units, facts.incidents)
        if (stop !== null) return refuse(`The rollout has stopped: ${stop} Withdraw it, or let a manager say that it goes on.`)
        const unit = input.unit == null ? nextUnit(row.units) : row.units.find((u) => u.name === input.unit)
        return unit == null ? refuse(`There is no such unit. Waiting: ${listed(row.units.filter((u) => u.state === 'waiting').map((u) => u.name).slice(0, 10))}.`, 'unit') : unit.state === 'done' ? refuse(`${unit.name} has it already.`, 'unit') : null
      },
      to: ({ row, input }) => (after(row.units, input.unit, input.went ?? 'done', null).every((u) => u.state === 'done') ? 'early_life' : 'deploying'),
      set: ({ row, input, now, facts }) => {
        const units = after(row.units, input.unit, input.went ?? 'done', now)
        return { units, deployingSince: row.deployingSince ?? now, earlyLifeSince: units.every((u) => u.state === 'done') ? now : null, stoppedBecause: stopReason(row, units, facts.incidents) }
      },
    }),
    stop: verb({ label: 'Stop', says: 'stopped the rollout', from: ['deploying'], to: 'same', by: staff, reason: 'required', set: ({ input }) => ({ stoppedBecause: (input.reason ?? '').replaceAll(/[\r\n]+/g, ' ').slice(0, 400) }) }),
    goOn: verb({
      label: 'Go on', says: 'let the rollout go on', from: ['deploying'], to: 'same', by: managers, reason: 'required', quiet: true, help: 'Failed units wait again, and incidents count from now on.',
      set: ({ row, now }) => ({ stoppedBecause: null, managerAgreedAt: now, deployingSince: now, units: row.units.map((u) => (u.state === 'failed' ? { ...u, state: 'waiting' as const, at: null } : u)) }),
    }),
    accept: verb({
      label: 'Accept', says: 'accepted it', from: ['early_life'], to: 'accepted', by: managers, reason: 'optional',
      facts: async (ctx, row) => ({ incidents: await incidentsSince(ctx, row.serviceIds, new Date(Date.parse(ctx.now()) - row.exitDays * 86_400_000).toISOString()) }),
      refuse: ({ row, facts, now, input }) => {
        const missing = exitMissing(row, row.earlyLifeSince, now, facts.incidents)
        return missing === null || input.reason !== undefined ? null : refuse(`${missing} Wait, or say why it is accepted all the same.`, 'reason')
      },
    }),
    withdraw: verb({ label: 'Withdraw', says: 'withdrew it', from: ['planned', 'built', 'tested', 'approved', 'deploying', 'early_life'], to: 'withdrawn', by: staff, reason: 'required' }),
  }),
})
export type Release = RowOf<typeof release>

function after(units: readonly Unit[], name: string | null | undefined, went: 'done' | 'failed', now: string | null): readonly Unit[] {
  const wanted = name ?? nextUnit(units)?.name
  return units.map((u) => (u.name === wanted ? { ...u, state: went, at: now } : u))
}

/** Who planned it. */
interface Maker { readonly makerId: string | null; readonly isToken: boolean }
async function makerOf(ctx: Context, id: string): Promise<Maker> {
  const first = (await ctx.history('release', id))[0]
  return { makerId: first?.actorId ?? null, isToken: first?.actorKind === 'token' }
}

/** Whoever planned it, themselves or by a token, is no second person for it; nor is a program. What a token planned before it was kept who made that is planned anew: anybody could be behind it. */
export function makerRefusal({ madeById, makerId, isToken }: Maker & { readonly madeById: string | null }, actor: Actor): Refusal | null {
  if (actor.kind === 'token') return refuse('A person approves it; a token cannot.')
  if (isToken && madeById === null && actor.kind !== 'rule') return refuse('A token planned it, and it is not known whose. Withdraw it and plan it anew.')
  const me = personId(actor)
  return me !== null && (me === makerId || me === madeById) ? refuse('You made it; another manager approves it.') : null
}

/** The freeze over it at this moment. */
const freezeNow = async (ctx: Context, row: Parameters<typeof freezeOn>[1] & Parameters<typeof agreedNow>[0]): Promise<{ readonly freeze: Awaited<ReturnType<typeof freezeOn>> }> =>
  ({ freeze: await freezeOn(ctx, row, { from: ctx.now(), to: new Date(Date.parse(ctx.now()) + 1).toISOString() }, agreedNow(row, ctx.now())) })

/** Incidents on these services from then on; 50 stands for 50 or more. */
async function incidentsSince(ctx: Context, serviceIds: readonly string[], since: string | null): Promise<number> {
  if (serviceIds.length === 0 || since === null) return 0
  return (await ctx.list(incident, { where: [is('serviceId', ...serviceIds), { field: 'createdAt', op: 'from', values: [since] }], limit: 50 })).items.filter((i) => i.state !== 'cancelled').length
}
