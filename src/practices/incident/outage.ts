/** Outage: a span in which a service was not delivered as agreed. Downtime is counted from these, never from the length of an incident. */
import { managers, readers, staff } from '../../model/actor.ts'
import type { Context } from '../../model/context.ts'
import { fixed, initially, instant, integer, optional, ratio, ref, system, tags, text, yesno } from '../../model/field.ts'
import { type Defined, defineRecord, refuse, type RowOf } from '../../model/record.ts'
import { confirmRefusal, declineRefusal, proposalField, proposalOf } from '../../traits/second-look.ts'
import { service } from '../service/record.ts'
import { type Belongs, functionRefusal, lessIn, ownerRefusal, phaseRefusal, weakenRefusal, workedOn } from './outage-rules.ts'

export const outage = defineRecord({
  name: 'outage',
  plural: 'outages',
  prefix: 'OUT',
  words: { one: 'Outage', many: 'Outages', purpose: 'When a service was not delivered as agreed, for whom and how badly.' },
  title: 'scope',
  fields: {
    scope: initially(text({ label: 'For whom', max: 200, help: 'Users, sites or functions; everybody if nothing else is known.' }), 'everybody'),
    serviceId: fixed(ref('service', { label: 'Service' })),
    incidentId: optional(fixed(ref('incident', { label: 'Incident' }))),
    startedAt: instant({ label: 'Began' }),
    detectedAt: optional(instant({ label: 'Detected', help: 'When somebody or something noticed.' })),
    diagnosedAt: optional(instant({ label: 'Diagnosed', help: 'When it was known what had failed.' })),
    repairedAt: optional(instant({ label: 'Repaired', help: 'When the part worked again.' })),
    recoveredAt: optional(instant({ label: 'Recovered', help: 'When it was back in place, data and all.' })),
    endedAt: optional(system(instant({ label: 'Ended', help: 'When users could work again.' }))),
    usersAffected: optional(integer({ label: 'Users affected', min: 0, max: 100_000_000 })),
    vitalFunctions: optional(tags({ label: 'Vital functions hit', help: 'Of those that the service lists.' })),
    degree: initially(ratio({ label: 'Share of the service lost', help: '1 is a full stop.' }), 1),
    isPlanned: initially(yesno({ label: 'Planned' }), false),
    evidence: optional(text({ label: 'How it is known', max: 400 })),
    proposal: proposalField,
  },
  states: {
    open: { label: 'Going on', group: 'open' }, ended: { label: 'Ended', group: 'done' }, withdrawn: { label: 'Withdrawn', group: 'done', help: 'It was none; kept, not counted.' },
  },
  initial: 'open',
  read: readers,
  sort: '-startedAt',
  create: (verb) => verb({
    label: 'Record an outage', says: 'recorded an outage', from: 'any', by: staff,
    input: { endedOn: optional(instant({ label: 'Ended at', help: 'Empty: it goes on.' })) },
    facts: async (ctx, row, input) => ({ functions: await functionsOf(ctx, row.serviceId), owner: input.endedOn ? null : await heldOwnerOf(ctx, row.incidentId) }),
    to: ({ input }) => (input.endedOn ? 'ended' : 'open'),
    refuse: ({ row, input, now, facts }) => phaseRefusal({ ...row, endedAt: input.endedOn ?? null }, now) ?? functionRefusal(row.vitalFunctions, facts.functions) ?? (input.endedOn ? null : ownerRefusal(facts.owner)),
    set: ({ input }) => ({ endedAt: input.endedOn ?? null }),
  }),
  verbs: (verb) => ({
    update: verb({
      label: 'Correct', says: 'corrected it', from: ['open', 'ended'], to: 'same', by: staff, reason: 'optional', quiet: true,
      edits: ['scope', 'startedAt', 'detectedAt', 'diagnosedAt', 'repairedAt', 'recoveredAt', 'degree', 'isPlanned', 'evidence', 'usersAffected', 'vitalFunctions'],
      facts: async (ctx, row) => ({ functions: await functionsOf(ctx, row.serviceId), ...await restsOn(ctx, row) }),
      refuse: ({ row, input, now, facts }) => phaseRefusal({ ...row, ...given(input) }, now) ?? functionRefusal(input.vitalFunctions, facts.functions) ?? weakenRefusal(lessIn(row, { ...row, ...given(input) }), { state: row.state, wasEnded: facts.lastEnd !== null }, facts.owner, input.reason),
    }),
    end: verb({
      label: 'End', says: 'ended it', from: ['open'], to: 'ended', by: staff, input: { endedOn: optional(instant({ label: 'Ended at' })) },
      facts: (ctx, row) => restsOn(ctx, row),
      refuse: ({ row, input, now, facts }) => (input.endedOn && input.endedOn > now ? refuse('An end in the future is a guess; end it when it is over.', 'endedOn')
        : input.endedOn && facts.lastEnd !== null && input.endedOn < facts.lastEnd ? refuse(`It was found to go on after ${facts.lastEnd}, so that it cannot have ended before. Propose that it counts for less, and another confirms it.`, 'endedOn') : phaseRefusal({ ...row, endedAt: input.endedOn ?? now }, now)),
      set: ({ input, now }) => ({ endedAt: input.endedOn ?? now }),
    }),
    reopen: verb({
      label: 'Goes on after all', says: 'found that it goes on', from: ['ended'], to: 'open', by: staff, reason: 'required', quiet: true,
      facts: async (ctx, row) => ({ owner: await heldOwnerOf(ctx, row.incidentId) }), refuse: ({ facts }) => ownerRefusal(facts.owner), set: () => ({ endedAt: null }),
    }),
    withdraw: verb({
      label: 'Withdraw', says: 'withdrew it', from: ['open', 'ended'], to: 'withdrawn', by: staff, reason: 'required',
      facts: (ctx, row) => restsOn(ctx, row), refuse: ({ row, input, facts }) => weakenRefusal(['to withdraw it'], { state: row.state, wasEnded: facts.lastEnd !== null }, facts.owner, input.reason),
    }),
    propose: verb({
      label: 'Propose that it counts for less', says: 'proposed that it counts for less', help: 'Of one that is over: somebody else confirms it.', from: ['open', 'ended'], to: 'same', by: staff, reason: 'required', quiet: true,
      input: {
        wasNone: optional(yesno({ label: 'It was none', help: 'Withdraws it.' })), beganAt: optional(instant({ label: 'Began' })), shareLost: optional(ratio({ label: 'Share of the service lost' })),
        wasPlanned: optional(yesno({ label: 'Planned' })), usersHit: optional(integer({ label: 'Users affected', min: 0, max: 100_000_000 })), functionsHit: optional(tags({ label: 'Vital functions hit' })),
      },
      facts: async (ctx, row) => ({ functions: await functionsOf(ctx, row.serviceId) }),
      refuse: ({ row, input, facts, now }) => (input.wasNone !== true && Object.keys(asked(input)).length === 0 ? refuse('Say what is proposed: that it was none, or other values.', 'wasNone')
        : phaseRefusal({ ...row, ...asked(input) }, now) ?? functionRefusal(input.functionsHit, facts.functions)),
      set: ({ input, actor, now }) => ({ proposal: proposalOf(asked(input), input.wasNone === true, input.reason ?? '', actor, now) }),
    }),
    confirm: verb({
      label: 'Confirm what is proposed', says: 'confirmed what was proposed', from: ['open', 'ended'], by: managers, reason: 'optional', quiet: true,
      to: ({ row }) => (row.proposal?.isWithdrawn === true ? 'withdrawn' : row.state as 'open'),
      refuse: ({ row, actor, now }) => confirmRefusal(row.proposal, actor) ?? phaseRefusal({ ...row, ...row.proposal?.what }, now),
      set: ({ row }) => ({ ...row.proposal?.what, proposal: null }),
    }),
    decline: verb({
      label: 'Decline what is proposed', says: 'declined what was proposed', from: ['open', 'ended'], to: 'same', by: staff, reason: 'required', quiet: true,
      refuse: ({ row }) => declineRefusal(row.proposal), set: () => ({ proposal: null }),
    }),
  }),
})
export type Outage = RowOf<typeof outage>

// What was not given keeps its value.
const given = <T extends object>(input: T): Partial<T> => Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<T>

interface Asked { readonly beganAt?: string | null; readonly shareLost?: number | null; readonly wasPlanned?: boolean | null; readonly usersHit?: number | null; readonly functionsHit?: readonly string[] | null }
/** What a proposal asks for, by field. */
const asked = ({ beganAt, shareLost, wasPlanned, usersHit, functionsHit }: Asked): Partial<{ readonly startedAt: string; readonly degree: number; readonly isPlanned: boolean; readonly usersAffected: number; readonly vitalFunctions: readonly string[] }> => ({
  ...(beganAt == null ? {} : { startedAt: beganAt }), ...(shareLost == null ? {} : { degree: shareLost }), ...(wasPlanned == null ? {} : { isPlanned: wasPlanned }), ...(usersHit == null ? {} : { usersAffected: usersHit }), ...(functionsHit == null ? {} : { vitalFunctions: functionsHit }),
})

const functionsOf = async (ctx: Context, serviceId: string): Promise<readonly string[]> => (await ctx.seek(service, serviceId))?.vitalFunctions ?? []
interface RestsOn {
  readonly owner: Belongs | null
  /** When it ended, or ended the last time before it was found to go on; null where it never did. */
  readonly lastEnd: string | null
}
/** What says whether numbers rest on it already; what was over once is not young again because somebody reopened it. */
async function restsOn(ctx: Context, row: { readonly id: string; readonly incidentId: string | null; readonly endedAt: string | null }): Promise<RestsOn> {
  const owner = await ownerOf(ctx, row.incidentId)
  const ends = (await ctx.history('outage', row.id)).map((e) => e.changes['endedAt']).filter((at) => typeof at === 'string')
  const lastEnd = row.endedAt ?? ends.at(-1) ?? null
  if (owner === null || row.incidentId === null || !workedOn.has(owner.state)) return { owner, lastEnd }
  const wasOver = (await ctx.history('incident', row.incidentId)).some((e) => e.changes['state'] === 'closed' || e.changes['state'] === 'cancelled')
  return { owner: { number: owner.number, state: owner.state, wasOver }, lastEnd }
}

/** An incident names its outages' type, so that here its own is known by name only. */
const ownerOf = async (ctx: Context, incidentId: string | null): Promise<Belongs | null> => (incidentId === null ? null : await ctx.seek(ctx.type('incident') as Defined<Belongs>, incidentId))

/** The same, and it does not end before what goes on in it is written: whoever ends it sees this outage, or this one sees the end. */
async function heldOwnerOf(ctx: Context, incidentId: string | null): Promise<Belongs | null> {
  if (incidentId !== null) await ctx.hold(ctx.type('incident') as Defined<Belongs>, incidentId)
  return ownerOf(ctx, incidentId)
}
