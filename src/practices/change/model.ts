/** Change model: a way to do a kind of change that was agreed once; while it is pre-authorised, changes by it need no further approval. */
import { z } from 'zod'
import { managers, readers } from '../../model/actor.ts'
import { initially, instant, integer, json, optional, prose, seconds, system, text, yesno } from '../../model/field.ts'
import { defineRecord, type RowOf } from '../../model/record.ts'

const stepList: z.ZodType<readonly string[]> = z.array(z.string().min(1).max(300)).max(50)

export const changeModel = defineRecord({
  name: 'change_model',
  plural: 'change-models',
  prefix: 'CHM',
  words: { one: 'Change model', many: 'Change models', purpose: 'A way to do a kind of change that was agreed once. Standard changes follow one.' },
  title: 'name',
  fields: {
    name: text({ label: 'Name', max: 120, search: 'A' }),
    description: optional(prose({ label: 'When to use it', max: 10_000, search: 'B' })),
    isPreAuthorised: yesno({ label: 'Pre-authorised', help: 'Changes by it are authorised when they are submitted.' }),
    steps: initially(json(stepList, { label: 'Steps', help: 'Become tasks of each change, in this order.' }), []),
    remediation: optional(prose({ label: 'How to get back', max: 20_000 })),
    testEvidence: optional(prose({ label: 'How it was tried', max: 20_000 })),
    communicationPlan: optional(prose({ label: 'Who is told, and when', max: 20_000 })),
    usualSeconds: optional(seconds({ label: 'Usual duration', min: 60 })),
    failuresAllowed: initially(integer({ label: 'Failures that end it', min: 1, max: 100, help: 'So many failed among the last changes by it, and it is no longer pre-authorised.' }), 2),
    failuresAmong: initially(integer({ label: 'Among the last', min: 1, max: 200 }), 10),
    lostAt: optional(system(instant({ label: 'Lost its pre-authorisation' }))),
    lostBecause: optional(system(text({ label: 'Because', max: 600 }))),
    judgedFrom: optional(system(instant({ label: 'Failures count from', help: 'When it was pre-authorised last; what failed before was dealt with then.' }))),
  },
  states: { in_use: { label: 'In use', group: 'open' }, retired: { label: 'Retired', group: 'done' } },
  initial: 'in_use',
  read: readers,
  shareable: true,
  sort: 'name',
  create: (verb) => verb({ label: 'New change model', says: 'made it', from: 'any', to: 'in_use', by: managers, set: ({ now }) => ({ judgedFrom: now }) }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['in_use'], to: 'same', by: managers, reason: 'optional', quiet: true,
      edits: ['name', 'description', 'steps', 'remediation', 'testEvidence', 'communicationPlan', 'usualSeconds', 'failuresAllowed', 'failuresAmong', 'shared'],
    }),
    preauthorise: verb({
      label: 'Pre-authorise', says: 'pre-authorised it', from: ['in_use'], to: 'same', by: managers, reason: 'required',
      set: ({ now }) => ({ isPreAuthorised: true, lostAt: null, lostBecause: null, judgedFrom: now }),
    }),
    loseAuthority: verb({
      label: 'End pre-authorisation', says: 'ended its pre-authorisation', from: ['in_use'], to: 'same', by: managers, reason: 'required',
      set: ({ input, now }) => ({ isPreAuthorised: false, lostAt: now, lostBecause: (input.reason ?? '').replaceAll(/[\r\n]+/g, ' ').slice(0, 600) }),
    }),
    retire: verb({
      label: 'Retire', says: 'retired it', from: ['in_use'], to: 'retired', by: managers, reason: 'required', help: 'Ends its pre-authorisation, too.',
      set: ({ row, now }) => (row.isPreAuthorised ? { isPreAuthorised: false, lostAt: now, lostBecause: 'It was retired.' } : {}),
    }),
  }),
})
export type ChangeModel = RowOf<typeof changeModel>

/** What became of a change by a model. */
export interface Past {
  readonly result: string | null
}

/** Why the model is no longer pre-authorised, given its last changes, newest first; null where it stays. A change that failed or was backed out counts, a partial success does not. */
export function lossReason(model: Pick<ChangeModel, 'failuresAllowed' | 'failuresAmong'>, last: readonly Past[]): string | null {
  const looked = last.slice(0, model.failuresAmong)
  const failed = looked.filter(isFailure).length
  return failed >= model.failuresAllowed ? `${failed} of the last ${looked.length} changes by it failed or were backed out; ${model.failuresAllowed} of ${model.failuresAmong} end its pre-authorisation.` : null
}

/** Whether the change did harm or was taken back. */
export const isFailure = (past: Past): boolean => past.result === 'failed' || past.result === 'backed_out'
