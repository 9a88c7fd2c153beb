/** Change model: a way to do a kind of change that was agreed once; while it is pre-authorised, changes by it need no further approval. */
import { z } from 'zod'
import { managers, readers } from '../../model/actor.ts'
import { initially, instant, integer, json, optional, prose, seconds, system, text, yesno } from '../../model/field.ts'
import { defineRecord, refuse, type Refusal, type RowOf } from '../../model/record.ts'
import { confirmRefusal, declineRefusal, proposalField, proposalOf } from '../../traits/second-look.ts'
import { type Lost, lostLike, wasRetired } from './model-replaced.ts'

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
    proposal: proposalField,
  },
  states: { in_use: { label: 'In use', group: 'open' }, retired: { label: 'Retired', group: 'done' } },
  initial: 'in_use',
  read: readers,
  shareable: true,
  sort: 'name',
  create: (verb) => verb({
    label: 'New change model', says: 'made it', from: 'any', to: 'in_use', by: managers,
    facts: async (ctx, row) => ({ lost: row.isPreAuthorised ? await lostLike(ctx, row, isFailure) : null }),
    refuse: ({ facts }) => replacesRefusal(facts.lost), set: ({ now }) => ({ judgedFrom: now }),
  }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['in_use'], to: 'same', by: managers, reason: 'optional', quiet: true,
      edits: ['name', 'description', 'steps', 'remediation', 'testEvidence', 'communicationPlan', 'usualSeconds', 'failuresAllowed', 'failuresAmong', 'shared'],
      // What is pre-authorised is not turned into what lost that.
      facts: async (ctx, row, input) => ({ lost: row.isPreAuthorised && (input.name ?? input.steps) !== undefined && await lostLike(ctx, row, isFailure) === null ? await lostLike(ctx, { ...row, name: input.name ?? row.name, steps: input.steps ?? row.steps }, isFailure) : null }),
      refuse: ({ row, input, facts }) => looserRefusal(row, input) ?? replacesRefusal(facts.lost),
    }),
    preauthorise: verb({
      label: 'Pre-authorise', says: 'pre-authorised it', from: ['in_use'], to: 'same', by: managers, reason: 'required', help: 'For the first time; once it has lost its pre-authorisation, one proposes it and another confirms.',
      facts: async (ctx, row) => ({ lost: row.isPreAuthorised ? null : await lostLike(ctx, row, isFailure) }),
      refuse: ({ row, facts }) => (row.lostAt === null ? replacesRefusal(facts.lost) : refuse('It lost its pre-authorisation; to trust it again needs a second person. Propose it.')),
      // Whoever says it once more does not forget by it what failed meanwhile.
      set: ({ row, now }) => ({ isPreAuthorised: true, judgedFrom: row.isPreAuthorised ? row.judgedFrom : now }),
    }),
    propose: verb({
      label: 'Propose to trust it more', says: 'proposed to trust it more', help: 'After it lost its pre-authorisation, or with more failures allowed: somebody else confirms it.', from: ['in_use'], to: 'same', by: managers, reason: 'required',
      input: {
        trustAgain: optional(yesno({ label: 'Pre-authorise it again' })), failures: optional(integer({ label: 'Failures that end it', min: 1, max: 100 })), amongLast: optional(integer({ label: 'Among the last', min: 1, max: 200 })),
      },
      refuse: ({ input }) => (Object.keys(proposedIn(input)).length === 0 ? refuse('Say what is proposed: that it is pre-authorised again, or how many failures end that.', 'trustAgain') : null),
      set: ({ input, actor, now }) => ({ proposal: proposalOf(proposedIn(input), false, input.reason ?? '', actor, now) }),
    }),
    confirm: verb({
      label: 'Confirm what is proposed', says: 'confirmed what was proposed', from: ['in_use'], to: 'same', by: managers, reason: 'optional',
      refuse: ({ row, actor }) => confirmRefusal(row.proposal, actor),
      set: ({ row, now }) => ({ ...row.proposal?.what, ...(row.proposal?.what['isPreAuthorised'] === true && !row.isPreAuthorised ? { lostAt: null, lostBecause: null, judgedFrom: now } : {}), proposal: null }),
    }),
    decline: verb({
      label: 'Decline what is proposed', says: 'declined what was proposed', from: ['in_use'], to: 'same', by: managers, reason: 'required',
      refuse: ({ row }) => declineRefusal(row.proposal), set: () => ({ proposal: null }),
    }),
    loseAuthority: verb({
      label: 'End pre-authorisation', says: 'ended its pre-authorisation', from: ['in_use'], to: 'same', by: managers, reason: 'required',
      set: ({ input, now }) => ({ isPreAuthorised: false, lostAt: now, lostBecause: (input.reason ?? '').replaceAll(/[\r\n]+/g, ' ').slice(0, 600), proposal: null }),
    }),
    retire: verb({
      label: 'Retire', says: 'retired it', from: ['in_use'], to: 'retired', by: managers, reason: 'required', help: 'Ends its pre-authorisation, too.',
      set: ({ row, now }) => (row.isPreAuthorised ? { isPreAuthorised: false, lostAt: now, lostBecause: wasRetired } : {}),
    }),
  }),
})
export type ChangeModel = RowOf<typeof changeModel>

/** Why one person cannot pre-authorise it: it does what another does that lost its pre-authorisation. */
const replacesRefusal = (lost: Lost | null): Refusal | null =>
  (lost === null ? null : refuse(`It is for the same as ${lost.number} “${lost.name}”, which ${lost.isRetiredFailing ? 'was retired after changes by it had failed' : 'lost its pre-authorisation'}; to trust that again needs a second person. Make it without, and propose that it is pre-authorised.`, 'isPreAuthorised'))

/** What a proposal asks for, by field. */
const proposedIn = ({ trustAgain, failures, amongLast }: { readonly trustAgain?: boolean | null; readonly failures?: number | null; readonly amongLast?: number | null }): Partial<Rule & { readonly isPreAuthorised: true }> =>
  ({ ...(trustAgain === true ? { isPreAuthorised: true } : {}), ...(failures == null ? {} : { failuresAllowed: failures }), ...(amongLast == null ? {} : { failuresAmong: amongLast }) })

/** Why one person cannot set these; null where the model is trusted no more by them than before (7.4, invariant 20). */
const looserRefusal = (row: Rule, input: Partial<Rule>): Refusal | null =>
  (input.failuresAllowed ?? row.failuresAllowed) > row.failuresAllowed || (input.failuresAmong ?? row.failuresAmong) < row.failuresAmong
    ? refuse('To let more changes by it fail needs a second person. Propose it.', (input.failuresAllowed ?? 0) > row.failuresAllowed ? 'failuresAllowed' : 'failuresAmong') : null
/** How many failures among how many changes end the pre-authorisation. */
interface Rule { readonly failuresAllowed: number; readonly failuresAmong: number }

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
