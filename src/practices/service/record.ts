/** Service: what is promised to customers and operated by a team; and what it stands on. */
import { everyone, managers } from '../../model/actor.ts'
import { choice, initially, instant, internal, optional, prose, ref, refs, searched, tags, text } from '../../model/field.ts'
import { defineRecord, type RowOf } from '../../model/record.ts'
import { commentable } from '../../traits/commentable.ts'
import { tagged } from '../../traits/tagged.ts'

export const service = defineRecord({
  name: 'service',
  plural: 'services',
  prefix: 'SVC',
  words: { one: 'Service', many: 'Services', purpose: 'What customers use and were promised. Alerts find their service by its key; incidents hurt one.' },
  title: 'name',
  traits: [commentable, tagged],
  fields: {
    name: text({ label: 'Name', max: 120, search: 'A' }),
    key: text({ label: 'Key', max: 80, search: 'A', help: 'How monitoring names it, in the label "service".' }),
    aliases: initially(internal(searched(tags({ label: 'Also known as', help: 'Other names in alert labels.' }), 'B')), []),
    description: optional(prose({ label: 'What it does for its users', max: 10_000, search: 'C' })),
    tier: initially(choice({ gold: 'Gold', silver: 'Silver', bronze: 'Bronze', supporting: 'Supporting' }, { label: 'Tier', help: 'Supporting services have no customers of their own.' }), 'silver'),
    layer: initially(choice({ service: 'Service', application: 'Application', infrastructure: 'Infrastructure', supplier: 'Supplier' }, { label: 'Layer on the map' }), 'service'),
    ownerId: optional(internal(ref('person', { label: 'Owner', help: 'Answers for it to the customer.' }))),
    teamId: optional(internal(ref('team', { label: 'Team', help: 'Restores it; told of its incidents.' }))),
    dependsOnIds: initially(internal(refs('service', { label: 'Stands on' })), []),
    vitalFunctions: initially(tags({ label: 'Vital business functions' }), []),
    runbookUrl: optional(internal(text({ label: 'Runbook', max: 2000, help: 'Where the steps to restore it are written.' }))),
    dependencySince: optional(instant({ label: 'Business depends on it since' })),
  },
  states: {
    planned: { label: 'Planned', group: 'waiting' },
    live: { label: 'Live', group: 'open' },
    retired: { label: 'Retired', group: 'done' },
  },
  initial: 'live',
  read: everyone,
  shareable: true,
  sort: 'name',
  create: (verb) => verb({ label: 'New service', says: 'added it', from: 'any', to: 'live', by: managers }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['planned', 'live'], to: 'same', by: managers, quiet: true,
      refuse: ({ row, input }) => (input.dependsOnIds?.includes(row.id) ? { code: 'refused', message: 'A service cannot stand on itself.', at: 'dependsOnIds' } : null),
    }),
    retire: verb({ label: 'Retire', says: 'retired it', from: ['planned', 'live'], to: 'retired', by: managers, reason: 'required', audience: 'public' }),
    revive: verb({ label: 'Take back into use', says: 'took it back into use', from: ['retired'], to: 'live', by: managers, reason: 'required', audience: 'public' }),
  }),
})
export type Service = RowOf<typeof service>

/** A label value as a key: what people write as "Freight Booking" is `freight-booking`. */
export const keyOf = (name: string): string => name.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')
