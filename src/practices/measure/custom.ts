/** Custom measure: a definition that the organization wrote itself; each change makes a new version, and the line on a chart breaks there. */
import { managers, readers } from '../../model/actor.ts'
import { choice, initially, integer, json, optional, system, text } from '../../model/field.ts'
import { definitionSchema, type Measure } from '../../model/measure.ts'
import { defineRecord, type RowOf } from '../../model/record.ts'

export const customMeasure = defineRecord({
  name: 'custom_measure',
  plural: 'custom-measures',
  prefix: 'MSR',
  words: { one: 'Own measure', many: 'Own measures', purpose: 'A number that you define yourselves because no built-in measure gives it; computed like the others.' },
  title: 'name',
  fields: {
    name: text({ label: 'Name', max: 120, search: 'A' }),
    question: text({ label: 'Question', max: 300, search: 'B', help: 'The question it answers, in one sentence.' }),
    definition: json(definitionSchema, { label: 'Definition', help: 'What is counted among what, by which time.' }),
    definitionVersion: initially(system(integer({ label: 'Version of the definition', min: 1, max: 100_000 })), 1),
    unit: initially(choice({ count: 'Number', share: 'Share', seconds: 'Time', minutes: 'Minutes', rate: 'Rate' }, { label: 'Unit' }), 'count'),
    better: initially(choice({ higher: 'Higher is better', lower: 'Lower is better', neither: 'Neither' }, { label: 'Direction' }), 'neither'),
    maturityDays: initially(integer({ label: 'Days until a period is settled', min: 0, max: 400 }), 0),
    least: optional(integer({ label: 'Fewest records to be judged', min: 0, max: 1_000_000 })),
  },
  states: { used: { label: 'Used', group: 'open' }, retired: { label: 'Retired', group: 'done' } },
  initial: 'used',
  read: readers,
  sort: 'name',
  create: (verb) => verb({ label: 'New measure', says: 'defined it', from: 'any', to: 'used', by: managers }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['used'], to: 'same', edits: ['name', 'question', 'definition', 'unit', 'better', 'maturityDays', 'least'], by: managers, quiet: true,
      set: ({ row, input }) => (input.definition === undefined ? {} : { definitionVersion: row.definitionVersion + 1 }),
    }),
    retire: verb({ label: 'Retire', says: 'retired it', from: ['used'], to: 'retired', by: managers }),
  }),
})
export type CustomMeasure = RowOf<typeof customMeasure>

/** As the register's own measures are. */
export const measureFrom = (c: CustomMeasure): Measure => ({
  id: c.number, version: c.definitionVersion, name: c.name, question: c.question, factor: '', practice: 'own', unit: c.unit, better: c.better, definition: c.definition,
  maturityDays: c.maturityDays, audience: 'internal', ...(c.least === null ? {} : { least: c.least }),
})
