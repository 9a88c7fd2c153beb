/** Agreement: what was promised for a service, or for all that have no promise of their own: targets per priority, counted on a calendar. */
import { z } from 'zod'
import { managers, readers } from '../../model/actor.ts'
import { choice, fixed, initially, instant, json, optional, ref, text } from '../../model/field.ts'
import { defineRecord, type RowOf } from '../../model/record.ts'
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
    validFrom: optional(instant({ label: 'In force from' })),
    validTo: optional(instant({ label: 'In force until' })),
    standing: initially(choice({ agreed: 'Agreed', default: 'Default, not agreed' }, { label: 'Standing' }), 'agreed'),
  },
  states: { in_force: { label: 'In force', group: 'open' }, ended: { label: 'Ended', group: 'done' } },
  initial: 'in_force',
  read: readers,
  shareable: true,
  sort: 'name',
  create: (verb) => verb({ label: 'New agreement', says: 'made it', from: 'any', to: 'in_force', by: managers }),
  verbs: (verb) => ({
    update: verb({
      label: 'Make a new version', says: 'made a new version', from: ['in_force'], to: 'same', by: managers, reason: 'optional', quiet: true,
      edits: ['name', 'calendarId', 'targets', 'pausesOn', 'validFrom', 'validTo', 'standing', 'shared'],
    }),
    end: verb({ label: 'End', says: 'ended it', from: ['in_force'], to: 'ended', by: managers, reason: 'required' }),
  }),
})
export type Agreement = RowOf<typeof agreement>
