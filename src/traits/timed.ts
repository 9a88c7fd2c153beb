/** Timed: minutes of work that people book on a record; the base of cost and of the reactive and proactive split. */
import { staff } from '../model/actor.ts'
import { instant, integer, optional, ref, system, text, type Fields } from '../model/field.ts'
import { traitVerb, type Trait } from '../model/record.ts'
import { scope } from './scope.ts'

const spent = integer({ label: 'Minutes', min: 1, max: 1440 })
const what = optional(text({ label: 'What was done', max: 400 }))
const fields: Fields = { ...scope, personId: optional(system(ref('person', { label: 'Person' }))), minutes: spent, what, at: instant({ label: 'Booked' }) }

export const timed = {
  name: 'timed',
  fields: {},
  tables: [{ name: 'effort', fields }],
  verbs: {
    bookEffort: traitVerb({
      label: 'Book effort', says: 'booked effort', from: 'any', to: 'same', by: staff, quiet: true,
      input: { minutes: spent, what },
      effects: ({ row, input, now, id, actor }) => [{
        table: 'effort', op: 'insert',
        row: { id: id(), recordId: row.id, orgId: row.orgId, requesterId: row['requesterId'] ?? null, personId: actor.kind === 'person' ? actor.id : null, minutes: input.minutes, what: input.what ?? null, at: now },
      }],
    }),
  },
} satisfies Trait
