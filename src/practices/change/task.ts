/** Change task: one step of doing a change, in order, with who does it. */
import { readers, personId, staff } from '../../model/actor.ts'
import { fixed, initially, instant, integer, optional, prose, ref, seconds, system, text } from '../../model/field.ts'
import { defineRecord, type RowOf } from '../../model/record.ts'

export const changeTask = defineRecord({
  name: 'change_task',
  plural: 'change-tasks',
  prefix: 'CTK',
  words: { one: 'Change task', many: 'Change tasks', purpose: 'One step of doing a change: prepare, do, check, tell.' },
  title: 'title',
  fields: {
    title: text({ label: 'What to do', max: 300, search: 'A' }),
    changeId: fixed(ref('change', { label: 'Change' })),
    position: initially(integer({ label: 'Position', min: 1, max: 1000 }), 1),
    personId: optional(ref('person', { label: 'By' })),
    plannedSeconds: optional(seconds({ label: 'Takes' })),
    note: optional(prose({ label: 'Note', max: 10_000, search: 'C' })),
    doneAt: optional(system(instant({ label: 'Done' }))),
    doneById: optional(system(ref('person', { label: 'Done by' }))),
  },
  states: {
    open: { label: 'To do', group: 'open' },
    done: { label: 'Done', group: 'done' },
    skipped: { label: 'Skipped', group: 'done' },
  },
  initial: 'open',
  read: readers,
  sort: 'position',
  create: (verb) => verb({ label: 'New task', says: 'added it', from: 'any', to: 'open', by: staff }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['open'], to: 'same', by: staff, quiet: true, edits: ['title', 'position', 'personId', 'plannedSeconds', 'note'] }),
    complete: verb({ label: 'Done', says: 'did it', from: ['open'], to: 'done', by: staff, edits: ['note'], set: ({ now, actor }) => ({ doneAt: now, doneById: personId(actor) }) }),
    skip: verb({ label: 'Skip', says: 'skipped it', from: ['open'], to: 'skipped', by: staff, reason: 'required', set: ({ now, actor }) => ({ doneAt: now, doneById: personId(actor) }) }),
    reopen: verb({ label: 'To do again', says: 'put it back', from: ['done', 'skipped'], to: 'open', by: staff, reason: 'optional', set: () => ({ doneAt: null, doneById: null }) }),
  }),
})
export type ChangeTask = RowOf<typeof changeTask>
