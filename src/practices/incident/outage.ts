/** Outage: a span in which a service was not delivered as agreed. Downtime is counted from these, never from the length of an incident. */
import { readers, staff } from '../../model/actor.ts'
import { fixed, initially, instant, optional, ratio, ref, system, text, yesno } from '../../model/field.ts'
import { defineRecord, refuse, type RowOf } from '../../model/record.ts'

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
    endedAt: optional(system(instant({ label: 'Ended' }))),
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
    label: 'Record an outage', says: 'recorded an outage', from: 'any', to: 'open', by: staff,
    refuse: ({ row, now }) => (row.startedAt > now ? refuse('An outage cannot begin in the future; a planned one is a maintenance window.', 'startedAt') : null),
  }),
  verbs: (verb) => ({
    update: verb({ label: 'Correct', says: 'corrected it', from: ['open', 'ended'], to: 'same', edits: ['scope', 'startedAt', 'degree', 'isPlanned', 'evidence'], by: staff, reason: 'optional', quiet: true,
      refuse: ({ row, input, now }) => ((input.startedAt ?? row.startedAt) > (row.endedAt ?? now) ? refuse('It would begin after its end.', 'startedAt') : null) }),
    end: verb({
      label: 'End', says: 'ended it', from: ['open'], to: 'ended', by: staff, input: { endedOn: optional(instant({ label: 'Ended at' })) },
      refuse: ({ row, input, now }) => {
        const end = input.endedOn ?? now
        return end > now ? refuse('An end in the future is a guess; end it when it is over.', 'endedOn') : end < row.startedAt ? refuse('It would end before it began.', 'endedOn') : null
      },
      set: ({ input, now }) => ({ endedAt: input.endedOn ?? now }),
    }),
    withdraw: verb({ label: 'Withdraw', says: 'withdrew it', from: ['open', 'ended'], to: 'withdrawn', by: staff, reason: 'required' }),
  }),
})
export type Outage = RowOf<typeof outage>
