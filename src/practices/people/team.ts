/** Team: people who answer together for services; work is given to teams, then taken by a person. */
import { managers, readers } from '../../model/actor.ts'
import { email, optional, ref, text, zone } from '../../model/field.ts'
import { defineRecord, type RowOf } from '../../model/record.ts'

export const team = defineRecord({
  name: 'team',
  plural: 'teams',
  prefix: 'TEM',
  words: { one: 'Team', many: 'Teams', purpose: 'A group that answers for services. Incidents go to a team first, then somebody takes them.' },
  title: 'name',
  fields: {
    name: text({ label: 'Name', max: 120, search: 'A' }),
    email: optional(email({ label: 'E-mail of the team', help: 'Told when an incident comes to the team.' })),
    webhookUrl: optional(text({ label: 'Webhook of the team', max: 2000 })),
    leadId: optional(ref('person', { label: 'Lead' })),
    zone: optional(zone({ label: 'Time zone' })),
  },
  states: { active: { label: 'Active', group: 'open' }, dissolved: { label: 'Dissolved', group: 'done' } },
  initial: 'active',
  read: readers,
  shareable: true,
  sort: 'name',
  create: (verb) => verb({ label: 'New team', says: 'formed it', from: 'any', to: 'active', by: managers }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['active'], to: 'same', edits: ['name', 'email', 'webhookUrl', 'leadId', 'zone', 'shared'], by: managers, quiet: true }),
    dissolve: verb({ label: 'Dissolve', says: 'dissolved it', from: ['active'], to: 'dissolved', by: managers, reason: 'required' }),
  }),
})
export type Team = RowOf<typeof team>
