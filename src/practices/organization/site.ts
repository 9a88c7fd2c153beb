/** Site: a building or office where people work and equipment stands; its zone says when its day begins. */
import { everyone, managers } from '../../model/actor.ts'
import { choice, initially, internal, optional, prose, ref, text, zone } from '../../model/field.ts'
import { defineRecord, refuse, type RowOf } from '../../model/record.ts'

export const site = defineRecord({
  name: 'site',
  plural: 'sites',
  prefix: 'SIT',
  words: { one: 'Site', many: 'Sites', purpose: 'A building, office or terminal: where people are, where equipment stands, whose day it is there.' },
  title: 'name',
  fields: {
    name: text({ label: 'Name', max: 120, search: 'A' }),
    kind: initially(choice({ office: 'Office', plant: 'Plant or terminal', warehouse: 'Warehouse', data_centre: 'Data centre', shop: 'Shop' }, { label: 'Kind' }), 'office'),
    address: optional(prose({ label: 'Address', max: 500, search: 'B', help: 'As a parcel needs it.' })),
    zone: zone({ label: 'Time zone', help: 'Opening hours and local times of this site are told in it.' }),
    partOfId: optional(ref('site', { label: 'Part of', help: 'The campus or building that this one belongs to.' })),
    access: optional(internal(prose({ label: 'How to get in', max: 4000, help: 'Reception, keys, who to call; the staff reads it.' }))),
  },
  states: {
    open: { label: 'Open', group: 'open' },
    closed: { label: 'Closed', group: 'done', help: 'History stays; nothing new happens there.' },
  },
  initial: 'open',
  read: everyone,
  shareable: true,
  sort: 'name',
  create: (verb) => verb({ label: 'New site', says: 'added it', from: 'any', to: 'open', by: managers }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['open'], to: 'same', edits: ['name', 'kind', 'address', 'zone', 'partOfId', 'access', 'shared'], by: managers, quiet: true,
      refuse: ({ row, input }) => (input.partOfId === row.id ? refuse('A site is not part of itself; leave it empty.', 'partOfId') : null),
    }),
    close: verb({ label: 'Close', says: 'closed it', from: ['open'], to: 'closed', by: managers, reason: 'required' }),
    reopen: verb({ label: 'Open again', says: 'opened it again', from: ['closed'], to: 'open', by: managers, reason: 'optional' }),
  }),
})
export type Site = RowOf<typeof site>
