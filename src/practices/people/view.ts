/** Saved view: a list with its filters and order under a name, for oneself or for everybody of the organization. */
import { personId, readers } from '../../model/actor.ts'
import { choice, initially, optional, ref, system, text } from '../../model/field.ts'
import { defineRecord, type Refusal } from '../../model/record.ts'
import type { Actor } from '../../model/actor.ts'

const own = ({ row, actor }: { row: { ownerId: string | null }; actor: Actor }): Refusal | null =>
  actor.kind !== 'rule' && row.ownerId !== personId(actor) && actor.role !== 'manager' && actor.role !== 'admin'
    ? { code: 'forbidden', message: 'This view belongs to somebody else; save it under a name of your own.' } : null

export const view = defineRecord({
  name: 'view',
  plural: 'views',
  prefix: 'VIW',
  words: { one: 'View', many: 'Views', purpose: 'A list that somebody set up once and opens every day.' },
  title: 'name',
  fields: {
    name: text({ label: 'Name', max: 80 }),
    of: text({ label: 'List of', max: 40 }),
    query: text({ label: 'Filters', max: 2000, }),
    audience: initially(choice({ me: 'Only me', everybody: 'Everybody here' }, { label: 'For' }), 'me'),
    ownerId: optional(system(ref('person', { label: 'Owner' }))),
  },
  states: { kept: { label: 'Kept', group: 'open' }, removed: { label: 'Removed', group: 'done' } },
  initial: 'kept',
  read: readers,
  sort: 'name',
  create: (verb) => verb({ label: 'Save this view', says: 'saved it', from: 'any', to: 'kept', by: readers, set: ({ actor }) => ({ ownerId: personId(actor) }) }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['kept'], to: 'same', edits: ['name', 'query', 'audience'], by: readers, quiet: true, refuse: own }),
    remove: verb({ label: 'Remove', says: 'removed it', from: ['kept'], to: 'removed', by: readers, refuse: own }),
  }),
})
