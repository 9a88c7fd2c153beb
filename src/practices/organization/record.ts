/** Organization: the provider that operates, the customers it serves, the suppliers it relies on. Whose a record is decides who sees it. */
import { managers, readers, admins } from '../../model/actor.ts'
import { choice, optional, prose, text, zone } from '../../model/field.ts'
import { defineRecord, type RowOf } from '../../model/record.ts'

export const organization = defineRecord({
  name: 'organization',
  plural: 'organizations',
  prefix: 'ORG',
  words: { one: 'Organization', many: 'Organizations', purpose: 'The provider, its customers and its suppliers. What belongs to one is never shown to another.' },
  title: 'name',
  fields: {
    name: text({ label: 'Name', max: 120, search: 'A' }),
    kind: choice({ provider: 'Provider', customer: 'Customer', supplier: 'Supplier' }, { label: 'Kind' }),
    zone: zone({ label: 'Time zone', help: 'Where nobody says otherwise, days begin here.' }),
    note: optional(prose({ label: 'Note', max: 4000 })),
  },
  states: { active: { label: 'Active', group: 'open' }, left: { label: 'Left', group: 'done', help: 'History stays; nobody of it signs in.' } },
  initial: 'active',
  read: [...readers, 'customer', 'requester'],
  shareable: true,
  sort: 'name',
  create: (verb) => verb({ label: 'New organization', says: 'added it', from: 'any', to: 'active', by: admins }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['active'], to: 'same', edits: ['name', 'kind', 'zone', 'note'], by: managers, quiet: true }),
    leave: verb({ label: 'Mark as left', says: 'marked it as left', from: ['active'], to: 'left', by: admins, reason: 'required' }),
    return: verb({ label: 'Take back', says: 'took it back', from: ['left'], to: 'active', by: admins, reason: 'optional' }),
  }),
})
export type Organization = RowOf<typeof organization>
