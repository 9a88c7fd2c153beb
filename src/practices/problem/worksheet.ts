/** Worksheet: how a cause was looked for; it lives with its problem and keeps every version in its journal. */
import { readers, staff } from '../../model/actor.ts'
import { choice, fixed, json, ref, system, text } from '../../model/field.ts'
import { defineRecord, refuse, type RowOf } from '../../model/record.ts'
import { worksheetContent } from './worksheet-content.ts'
import { worksheetKinds } from './worksheet-standing.ts'

export const worksheet = defineRecord({
  name: 'worksheet',
  plural: 'worksheets',
  prefix: 'WSH',
  words: { one: 'Worksheet', many: 'Worksheets', purpose: 'A way to look for the cause of a problem: a timeline, is and is not, a cause tree, a Pareto chart.' },
  title: 'title',
  read: readers,
  fields: {
    title: text({ label: 'Title', max: 200, search: 'B' }),
    problemId: fixed(ref('problem', { label: 'Problem' })),
    kind: system(choice(worksheetKinds, { label: 'Kind' })),
    content: json(worksheetContent, { label: 'Content' }),
  },
  states: { draft: { label: 'Open', group: 'open' }, finished: { label: 'Finished', group: 'done' } },
  initial: 'draft',
  sort: 'createdAt',
  create: (verb) => verb({ label: 'New worksheet', says: 'began a worksheet', from: 'any', to: 'draft', by: staff, set: ({ row }) => ({ kind: row.content.kind }) }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'worked on it', from: ['draft'], to: 'same', by: staff, quiet: true, edits: ['title', 'content'],
      refuse: ({ row, input }) => (input.content && input.content.kind !== row.kind ? refuse(`This sheet is a ${worksheetKinds[row.kind].toLowerCase()}; begin another for another kind.`, 'content') : null),
    }),
    finish: verb({ label: 'Finish', says: 'finished it', from: ['draft'], to: 'finished', by: staff, reason: 'optional' }),
    reopen: verb({ label: 'Work on', says: 'took it up again', from: ['finished'], to: 'draft', by: staff, reason: 'optional' }),
  }),
})
export type Worksheet = RowOf<typeof worksheet>
