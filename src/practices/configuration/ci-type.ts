/** CI type: a kind of thing that is managed, with the fields that only things of this kind have. */
import { z } from 'zod'
import { managers, readers } from '../../model/actor.ts'
import { initially, json, optional, plainText, text } from '../../model/field.ts'
import { defineRecord, type RowOf } from '../../model/record.ts'

const attrName = z.string().max(40).regex(/^[a-z][A-Za-z0-9]*$/)
const attr = z.strictObject({
  name: attrName,
  label: plainText(80),
  kind: z.enum(['text', 'integer', 'day', 'yesno', 'choice']),
  /** For a choice: value → what people read. */
  words: z.record(plainText(40), plainText(80)).optional(),
  required: z.boolean().optional(),
}).refine((f) => f.kind !== 'choice' || Object.keys(f.words ?? {}).length > 0, { message: 'needs words to choose from', path: ['words'] })
/** Fields of a type, in the order of the form; at most 60, no name twice. */
export const attrsOfTypeSchema = z.array(attr).max(60).refine((l) => new Set(l.map((f) => f.name)).size === l.length, 'has a name twice')
export type AttrOfType = z.infer<typeof attr>

export const ciType = defineRecord({
  name: 'ci_type',
  plural: 'ci-types',
  prefix: 'CIT',
  words: { one: 'CI type', many: 'CI types', purpose: 'A kind of configuration item, such as a server or a contract, and the fields that only such items have.' },
  title: 'name',
  fields: {
    key: text({ label: 'Key', max: 40, search: 'A', help: 'How imports name it, such as virtual_machine.' }),
    name: text({ label: 'Name', max: 80, search: 'A' }),
    icon: optional(text({ label: 'Icon', max: 40 })),
    fields: initially(json(attrsOfTypeSchema, { label: 'Fields', help: 'What is kept of each item of this type.' }), []),
  },
  states: { in_use: { label: 'In use', group: 'open' }, retired: { label: 'Retired', group: 'done', help: 'Items of it stay; nobody makes new ones.' } },
  initial: 'in_use',
  read: readers,
  shareable: true,
  sort: 'name',
  create: (verb) => verb({ label: 'New CI type', says: 'made it', from: 'any', to: 'in_use', by: managers }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['in_use'], to: 'same', edits: ['name', 'icon', 'fields', 'shared'], by: managers, quiet: true }),
    retire: verb({ label: 'Retire', says: 'retired it', from: ['in_use'], to: 'retired', by: managers, reason: 'required' }),
    revive: verb({ label: 'Use again', says: 'took it back into use', from: ['retired'], to: 'in_use', by: managers, reason: 'optional' }),
  }),
})
export type CiType = RowOf<typeof ciType>
