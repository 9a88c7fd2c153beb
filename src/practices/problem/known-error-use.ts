/** Use of a known error: the desk applied it to an incident, and whether that helped. What a known error is worth is counted from these. */
import { readers, staff } from '../../model/actor.ts'
import { fixed, initially, ref, text } from '../../model/field.ts'
import { is } from '../../model/query.ts'
import { type Defined, defineRecord, refuse, type RowOf } from '../../model/record.ts'
import { organization } from '../organization/record.ts'
import { problem } from './record.ts'

export const knownErrorUse = defineRecord({
  name: 'known_error_use',
  plural: 'known-error-uses',
  prefix: 'KEU',
  words: { one: 'Use of a known error', many: 'Uses of known errors', purpose: 'A known error that was applied to an incident, and whether it helped.' },
  title: 'note',
  read: readers,
  fields: {
    note: initially(text({ label: 'Note', max: 200 }), 'Workaround applied'),
    problemId: fixed(ref('problem', { label: 'Known error' })),
    incidentId: fixed(ref('incident', { label: 'Incident' })),
  },
  states: {
    tried: { label: 'Tried', group: 'open' },
    worked: { label: 'Helped', group: 'done', help: 'The incident was resolved by it and did not come back.' },
    failed: { label: 'Did not help', group: 'done' },
  },
  initial: 'tried',
  create: (verb) => verb({
    label: 'Apply a known error', says: 'applied a known error', from: 'any', to: 'tried', by: staff,
    along: async (ctx, row) => {
      // Who applies it again says that the last time did not do.
      const before = await ctx.list(itself(), { where: [is('incidentId', row.incidentId), is('problemId', row.problemId), is('state', 'tried')], limit: 20 })
      for (const use of before.items) await ctx.move(itself(), use.id, 'fail', { reason: 'It was applied again.' })
    },
    // Of another organization's it is told no more than of one that does not exist: the door refuses both.
    facts: async (ctx, row, input) => {
      const known = await ctx.seek(problem, row.problemId)
      const isTold = known !== null && (input.orgId === undefined || known.orgId === input.orgId || (await ctx.seek(organization, known.orgId))?.kind === 'provider')
      return { known: isTold ? known : null }
    },
    refuse: ({ facts: { known } }) => (known === null || known.knownErrorUntil === null ? null : refuse(`The known error of ${known.number} was retired: what it says no longer holds.`, 'problemId')),
  }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed the note', from: 'any', to: 'same', by: staff, quiet: true, edits: ['note'] }),
    work: verb({ label: 'It helped', says: 'found that it helped', from: ['tried', 'failed'], to: 'worked', by: staff, reason: 'optional' }),
    fail: verb({ label: 'It did not help', says: 'found that it did not help', from: ['tried', 'worked'], to: 'failed', by: staff, reason: 'optional' }),
  }),
})
export type KnownErrorUse = RowOf<typeof knownErrorUse>

// The verb looks at other uses; the function breaks the circle of the value with itself.
interface Use { readonly incidentId: string }
function itself(): Defined<Use> { return knownErrorUse as Defined<Use> }
