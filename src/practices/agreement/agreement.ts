/** Agreement: what was promised for a service, or for all that have no promise of their own: targets per priority, counted on a calendar. */
import { z } from 'zod'
import { managers, readers } from '../../model/actor.ts'
import { choice, fixed, initially, instant, json, optional, ratio, ref, text } from '../../model/field.ts'
import { defineRecord, refuse, type Refusal, type RowOf } from '../../model/record.ts'
import { pendingReasons } from '../incident/rules.ts'

const target = z.strictObject({
  responseSeconds: z.int().min(60).max(31_536_000).nullable(),
  resolutionSeconds: z.int().min(60).max(31_536_000).nullable(),
})
/** Priority "1" to "5" → seconds of working time; null: no target. */
export const targetsSchema = z.strictObject({ '1': target, '2': target, '3': target, '4': target, '5': target })
export type Targets = z.infer<typeof targetsSchema>
const reasons = Object.keys(pendingReasons) as [keyof typeof pendingReasons, ...(keyof typeof pendingReasons)[]]

export const agreement = defineRecord({
  name: 'agreement',
  plural: 'agreements',
  prefix: 'SLA',
  words: { one: 'Agreement', many: 'Agreements', purpose: 'What was promised to whom: how soon somebody answers, how soon it works again, in which hours.' },
  title: 'name',
  fields: {
    name: text({ label: 'Name', max: 120, search: 'A' }),
    serviceId: optional(fixed(ref('service', { label: 'Service', help: 'Empty: for every service without an agreement of its own.' }))),
    calendarId: ref('calendar', { label: 'Hours' }),
    targets: json(targetsSchema, { label: 'Targets by priority' }),
    pausesOn: initially(json(z.array(z.enum(reasons)).max(reasons.length), { label: 'Waiting that stops the clock' }), ['user', 'schedule']),
    validFrom: optional(instant({ label: 'In force from', help: 'Of this version; empty: from when it was recorded.' })),
    validTo: optional(instant({ label: 'In force until', help: 'What began before keeps its promise.' })),
    warnRatio: optional(ratio({ label: 'Warn at', help: 'Share of a target, 0 to 1; 0.75 where nobody says otherwise, 1 to be told only when it is missed.' })),
    standing: initially(choice({ agreed: 'Agreed', default: 'Default, not agreed' }, { label: 'Standing' }), 'agreed'),
  },
  states: { in_force: { label: 'In force', group: 'open' }, ended: { label: 'Ended', group: 'done' } },
  initial: 'in_force',
  read: readers,
  shareable: true,
  sort: 'name',
  create: (verb) => verb({ label: 'New agreement', says: 'made it', from: 'any', to: 'in_force', by: managers, refuse: ({ row }) => orderRefusal(row.validFrom, row.validTo) }),
  verbs: (verb) => ({
    update: verb({
      label: 'Make a new version', says: 'made a new version', from: ['in_force'], to: 'same', by: managers, reason: 'optional', quiet: true,
      edits: ['name', 'calendarId', 'targets', 'pausesOn', 'warnRatio', 'validFrom', 'validTo', 'standing', 'shared'],
      refuse: ({ row, input }) => orderRefusal(input.validFrom === undefined ? row.validFrom : input.validFrom, input.validTo === undefined ? row.validTo : input.validTo),
    }),
    end: verb({ label: 'End', says: 'ended it', from: ['in_force'], to: 'ended', by: managers, reason: 'required', help: 'From now on; clocks that still run under it are withdrawn. To let it run out, give it a day until which it is in force.' }),
  }),
})
export type Agreement = RowOf<typeof agreement>

/** An agreement is in force for some time. */
const orderRefusal = (from: string | null, to: string | null): Refusal | null => (from !== null && to !== null && to <= from ? refuse('It would end before it is in force.', 'validTo') : null)
