/** Configuration source: an inventory, a cluster or a monitoring system that items are imported from, and what its word is worth. */
import { z } from 'zod'
import { managers, readers } from '../../model/actor.ts'
import { choice, fixed, initially, instant, integer, json, optional, ref, system, text, yesno } from '../../model/field.ts'
import { defineRecord, type RowOf } from '../../model/record.ts'
import { configurationFormats } from './reconcile-rank.ts'

/** Rank by field: `serialNumber`, `attrs.model`. */
export const fieldRanksSchema: z.ZodType<Readonly<Record<string, number>>> = z.record(z.string().max(60).regex(/^(attrs\.)?[a-z][A-Za-z0-9]*$/), z.int().min(1).max(100)).refine((r) => Object.keys(r).length <= 100, 'has more than 100 fields')

export const configurationSource = defineRecord({
  name: 'configuration_source',
  plural: 'configuration-sources',
  prefix: 'CSO',
  words: { one: 'Configuration source', many: 'Configuration sources', purpose: 'Where items are imported from, which of its fields win over those of others, and what follows when it no longer knows something.' },
  title: 'name',
  read: readers,
  fields: {
    name: fixed(text({ label: 'Name', max: 80, search: 'A', help: 'One word for one inventory, cluster or monitoring system: netbox, k8s-berlin.' })),
    format: fixed(choice(configurationFormats, { label: 'Format' })),
    rank: initially(integer({ label: 'Rank', min: 1, max: 100, help: 'Where two differ the lower rank wins. What people write has 10.' }), 30),
    fieldRanks: initially(json(fieldRanksSchema, { label: 'Rank by field', help: 'For fields where its word is worth more or less than its rank.' }), {}),
    mayAdd: initially(yesno({ label: 'Adds what nobody recorded', help: 'Otherwise it is told as a discrepancy.' }), true),
    whenGone: initially(choice({ raise: 'Tell it', retire: 'Tell it and retire the item' }, { label: 'When it no longer knows an item', help: 'What another source still sees is never retired.' }), 'raise'),
    teamId: optional(ref('team', { label: 'Team', help: 'Answers for what it adds: nothing is live without an owner or a team.' })),
    lastReadAt: optional(system(instant({ label: 'Last read' }))),
  },
  states: { in_use: { label: 'In use', group: 'open' }, retired: { label: 'Retired', group: 'done', help: 'What it brought stays; it is imported from no more.' } },
  initial: 'in_use',
  sort: 'name',
  create: (verb) => verb({ label: 'New configuration source', says: 'added it', from: 'any', to: 'in_use', by: managers }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['in_use'], to: 'same', by: managers, quiet: true, edits: ['rank', 'fieldRanks', 'mayAdd', 'whenGone', 'teamId'] }),
    read: verb({ label: 'Read', says: 'read it', from: ['in_use'], to: 'same', by: managers, ruleOnly: true, quiet: true, set: ({ now }) => ({ lastReadAt: now }) }),
    retire: verb({ label: 'Retire', says: 'retired it', from: ['in_use'], to: 'retired', by: managers, reason: 'optional' }),
    revive: verb({ label: 'Use again', says: 'took it back into use', from: ['retired'], to: 'in_use', by: managers, reason: 'optional' }),
  }),
})
export type ConfigurationSource = RowOf<typeof configurationSource>
