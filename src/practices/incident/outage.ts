/** Outage: a span in which a service was not delivered as agreed. Downtime is counted from these, never from the length of an incident. */
import { readers, staff } from '../../model/actor.ts'
import { fixed, initially, instant, integer, optional, ratio, ref, system, tags, text, yesno } from '../../model/field.ts'
import { defineRecord, refuse, type RowOf } from '../../model/record.ts'
import { service } from '../service/record.ts'
import { functionRefusal, phaseRefusal } from './outage-rules.ts'

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
    facts: async (ctx, row) => ({ functions: (await ctx.seek(service, row.serviceId))?.vitalFunctions ?? [] }),
    to: ({ input }) => (input.endedOn ? 'ended' : 'open'),
    refuse: ({ row, input, now, facts }) => phaseRefusal({ ...row, endedAt: input.endedOn ?? null }, now) ?? functionRefusal(row.vitalFunctions, facts.functions),
    set: ({ input }) => ({ endedAt: input.endedOn ?? null }),
  }),
  verbs: (verb) => ({
    update: verb({
      label: 'Correct', says: 'corrected it', from: ['open', 'ended'], to: 'same', by: staff, reason: 'optional', quiet: true,
      edits: ['scope', 'startedAt', 'detectedAt', 'diagnosedAt', 'repairedAt', 'recoveredAt', 'degree', 'isPlanned', 'evidence', 'usersAffected', 'vitalFunctions'],
      facts: async (ctx, row) => ({ functions: (await ctx.seek(service, row.serviceId))?.vitalFunctions ?? [] }),
      refuse: ({ row, input, now, facts }) => phaseRefusal({ ...row, ...given(input) }, now) ?? functionRefusal(input.vitalFunctions, facts.functions),
    }),
    end: verb({
      label: 'End', says: 'ended it', from: ['open'], to: 'ended', by: staff, input: { endedOn: optional(instant({ label: 'Ended at' })) },
      refuse: ({ row, input, now }) => (input.endedOn && input.endedOn > now ? refuse('An end in the future is a guess; end it when it is over.', 'endedOn') : phaseRefusal({ ...row, endedAt: input.endedOn ?? now }, now)),
      set: ({ input, now }) => ({ endedAt: input.endedOn ?? now }),
    }),
    reopen: verb({ label: 'Goes on after all', says: 'found that it goes on', from: ['ended'], to: 'open', by: staff, reason: 'required', quiet: true, set: () => ({ endedAt: null }) }),
    withdraw: verb({ label: 'Withdraw', says: 'withdrew it', from: ['open', 'ended'], to: 'withdrawn', by: staff, reason: 'required' }),
  }),
})
export type Outage = RowOf<typeof outage>

// What was not given keeps its value.
const given = <T extends object>(input: T): Partial<T> => Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<T>
