/** Discrepancy: what is observed is not as recorded; explained by an authorised change, put right, or accepted. */
import { readers, staff } from '../../model/actor.ts'
import { choice, fixed, initially, optional, prose, ref, system, text, yesno } from '../../model/field.ts'
import { defineRecord, refuse, type RowOf } from '../../model/record.ts'
import { commentable } from '../../traits/commentable.ts'
import { ci } from './ci.ts'

const mostCharacters = 1000

/** What can be found. */
export const differenceKinds = { extra: 'There, not recorded', missing: 'Recorded, not there', different: 'Other than recorded', ambiguous: 'Could be several' } as const

export const discrepancy = defineRecord({
  name: 'discrepancy',
  plural: 'discrepancies',
  prefix: 'DSC',
  words: { one: 'Discrepancy', many: 'Discrepancies', purpose: 'A difference between what is recorded and what a source or a person found; without an authorised change it is an unauthorised one until somebody explains it.' },
  title: 'title',
  read: readers,
  traits: [commentable],
  fields: {
    title: system(text({ label: 'What', max: 400, search: 'A' })),
    kind: fixed(choice(differenceKinds, { label: 'Kind' })),
    ciId: optional(ref('ci', { label: 'Item' })),
    sourceId: optional(fixed(ref('configuration_source', { label: 'Source', help: 'Empty where a person found it.' }))),
    sourceKey: optional(fixed(text({ label: 'Known there as', max: 200, search: 'B', help: 'Its key in the source.' }))),
    field: optional(fixed(text({ label: 'Field', max: 80 }))),
    expected: optional(fixed(prose({ label: 'As recorded', max: mostCharacters }))),
    observed: optional(prose({ label: 'As found', max: mostCharacters })),
    isTaken: initially(yesno({ label: 'The item says so now', help: 'The source counts more for this field: the item was changed to what was found.' }), false),
    explainedBy: optional(text({ label: 'Explained by', max: 120, help: 'Number of the change, such as CHG-1042.' })),
  },
  states: {
    raised: { label: 'Raised', group: 'open', help: 'Nobody has explained it.' },
    explained: { label: 'Explained', group: 'done', help: 'An authorised change did it.' },
    corrected: { label: 'Corrected', group: 'done', help: 'The thing or the record was put right.' },
    accepted: { label: 'Accepted', group: 'done', help: 'It stays as it is, for a reason.' },
  },
  initial: 'raised',
  create: (verb) => verb({
    label: 'Report a discrepancy', says: 'found it', from: 'any', by: staff,
    facts: async (ctx, row) => ({ name: row.ciId === null ? null : (await ctx.seek(ci, row.ciId))?.name ?? null }),
    refuse: ({ row }) => (row.ciId === null && (row.kind === 'missing' || row.kind === 'different') ? refuse('Say which item is not as recorded.', 'ciId') : null),
    set: ({ row, facts }) => ({ title: titleOf(row, facts.name) }),
    to: ({ row }) => (row.explainedBy === null ? 'raised' : 'explained'),
  }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: [], to: 'same', by: staff, quiet: true, edits: [] }),
    explain: verb({ label: 'Explain', says: 'explained it', help: 'Names the change that did it.', from: ['raised'], to: 'explained', by: staff, edits: ['explainedBy'], needs: ['explainedBy'], reason: 'optional' }),
    correct: verb({ label: 'Put right', says: 'put it right', from: ['raised'], to: 'corrected', by: staff, reason: 'optional' }),
    accept: verb({ label: 'Accept', says: 'accepted it', from: ['raised'], to: 'accepted', by: staff, reason: 'required' }),
    decide: verb({
      label: 'It is this item', says: 'said which item it is', help: 'The next import from this source knows it as this item.', from: ['raised'], to: 'corrected', by: staff, edits: ['ciId'], needs: ['ciId'],
      refuse: ({ row }) => (row.kind === 'extra' || row.kind === 'ambiguous' ? null : refuse('It is known which item this is.')),
    }),
    reopen: verb({ label: 'Raise again', says: 'raised it again', from: ['explained', 'corrected', 'accepted'], to: 'raised', by: staff, reason: 'required', set: () => ({ explainedBy: null }) }),
    renew: verb({ label: 'Found again', says: 'found it again, otherwise', from: ['raised'], to: 'same', by: staff, ruleOnly: true, quiet: true, edits: ['observed', 'isTaken'] }),
    settle: verb({ label: 'As recorded again', says: 'found it as recorded again', from: ['raised'], to: 'corrected', by: staff, ruleOnly: true }),
  }),
})
export type Discrepancy = RowOf<typeof discrepancy>

const fieldWords: Readonly<Record<string, string>> = { serialNumber: 'serial number', assetTag: 'asset tag', boughtOn: 'day of purchase', warrantyUntil: 'warranty', endOfSupport: 'end of support', costMinor: 'cost', relations: 'place in the graph' }
const wordsOf = (field: string): string => fieldWords[field] ?? field.replace(/^attrs\./, '').replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)

interface Told {
  readonly kind: 'extra' | 'missing' | 'different' | 'ambiguous'
  readonly field: string | null
  readonly expected: string | null
  readonly observed: string | null
  readonly sourceKey: string | null
}

function titleOf(row: Told, name: string | null): string {
  const found = (row.field === 'name' ? row.expected : null) ?? name ?? row.observed ?? row.sourceKey ?? 'something'
  return `${found}${saidOf(row)}`.replace(/[\r\n]+/g, ' ').slice(0, 400)
}

function saidOf({ kind, field, expected }: Told): string {
  switch (kind) {
    case 'extra': return ' is there and not recorded'
    case 'missing': return ' is not there any more'
    case 'ambiguous': return ` could be any of ${expected ?? 'several items'}`
    case 'different': return field === null ? ' is other than recorded' : `: ${wordsOf(field)} is other than recorded`
  }
}
