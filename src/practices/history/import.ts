/** Import: one run that brings records of a former system in as history; it says what was taken, what was not and why, and can be undone. */
import { z } from 'zod'
import { managers, readers } from '../../model/actor.ts'
import { fixed, initially, instant, integer, json, optional, prose, ratio, system, text, yesno } from '../../model/field.ts'
import { defineRecord, refuse, type RowOf } from '../../model/record.ts'
import { isConfiguration } from './configuration.ts'

/** A file as it was given: its name, its bytes, and where the server keeps it until the import is over. */
export const fileSchema = z.strictObject({ name: z.string().min(1).max(200).regex(/^[^/\\\u0000]+$/), bytes: z.int().min(0), key: z.string().regex(/^[0-9a-f-]{8,80}$/) })
export type ImportFile = z.infer<typeof fileSchema>

const total = (label: string) => initially(system(integer({ label, min: 0, max: 2_000_000_000 })), 0)

export const importRun = defineRecord({
  name: 'import',
  plural: 'imports',
  prefix: 'IMP',
  words: { one: 'Import', many: 'Imports', purpose: 'Brings the past of a former system in, as history with its own times; can be repeated and undone.' },
  title: 'source',
  read: readers,
  fields: {
    source: fixed(text({ label: 'Source', max: 120, search: 'A', help: 'Name of the mapping; with the number in the former system it tells what is here already.' })),
    mapping: fixed(json(z.record(z.string(), z.unknown()), { label: 'Mapping', help: 'How columns become fields, as it was used.' })),
    files: fixed(json(z.array(fileSchema).min(1).max(20), { label: 'Files' })),
    isDryRun: fixed(initially(yesno({ label: 'Only try', help: 'Reads everything and reports; writes nothing.' }), false)),
    progress: initially(system(ratio({ label: 'Progress' })), 0),
    rowsRead: total('Rows read'),
    recordsMade: total('Records made'),
    recordsSame: total('Here already'),
    entriesMade: total('Journal entries made'),
    faultCount: total('Not taken'),
    remarkCount: total('Remarks'),
    startedAt: optional(system(instant({ label: 'Started' }))),
    endedAt: optional(system(instant({ label: 'Ended' }))),
    note: optional(system(prose({ label: 'What happened', max: 20_000 }))),
  },
  states: {
    waiting: { label: 'Waiting', group: 'open', help: 'Begins as soon as a worker is free.' },
    running: { label: 'Running', group: 'open' },
    done: { label: 'Done', group: 'done' },
    failed: { label: 'Failed', group: 'waiting', help: 'What it had taken stays; run it again or undo it.' },
    undoing: { label: 'Being undone', group: 'open' },
    undone: { label: 'Undone', group: 'done' },
  },
  initial: 'waiting',
  create: (verb) => verb({ label: 'New import', says: 'asked for the import', from: 'any', to: 'waiting', by: managers,
    refuse: ({ row }) => (row.mapping['name'] === undefined || row.mapping['name'] === row.source ? null : refuse('The source is the name of its mapping.', 'source')) }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: [], to: 'same', by: managers, quiet: true, edits: [] }),
    start: verb({ label: 'Start', says: 'started it', from: ['waiting', 'running', 'failed'], to: 'running', by: managers, ruleOnly: true, set: ({ row, now }) => ({ startedAt: row.startedAt ?? now, endedAt: null, note: null }) }),
    advance: verb({
      label: 'Advance', says: 'went on', from: ['running'], to: 'same', by: managers, ruleOnly: true, quiet: true,
      input: { to: ratio({ label: 'Progress' }), rows: integer({ label: 'Rows', min: 0, max: 2_000_000_000 }) }, set: ({ input }) => ({ progress: input.to, rowsRead: input.rows }),
    }),
    finish: verb({
      label: 'Finish', says: 'finished it', from: ['running'], to: 'done', by: managers, ruleOnly: true,
      input: { counts: json(z.strictObject({ rowsRead: z.int(), recordsMade: z.int(), recordsSame: z.int(), entriesMade: z.int(), faultCount: z.int(), remarkCount: z.int() }), { label: 'Counts' }), says: optional(prose({ label: 'What happened', max: 20_000 })) },
      set: ({ input, now }) => ({ ...input.counts, progress: 1, endedAt: now, note: input.says ?? null }),
    }),
    fail: verb({
      label: 'Fail', says: 'could not finish it', from: ['waiting', 'running', 'undoing'], to: 'failed', by: managers, ruleOnly: true,
      input: { because: prose({ label: 'Why', max: 20_000 }) }, set: ({ input, now }) => ({ note: input.because, endedAt: now }),
    }),
    again: verb({ label: 'Run again', says: 'asked for it again', help: 'Takes what is not here yet; nothing comes twice.', from: ['done', 'failed', 'undone'], to: 'waiting', by: managers, set: () => ({ progress: 0 }) }),
    undo: verb({ label: 'Undo', says: 'asked to undo it', help: 'Removes the records it made, but for those that people have worked on since.', from: ['done', 'failed'], to: 'undoing', by: managers, reason: 'optional',
      refuse: ({ row }) => (isConfiguration(row.mapping) ? refuse('What was compared and recorded stays; the next import of this source, or somebody, puts right what is wrong.') : null) }),
    undone: verb({
      label: 'Undone', says: 'undid it', from: ['undoing'], to: 'undone', by: managers, ruleOnly: true,
      input: { removed: integer({ label: 'Removed', min: 0, max: 2_000_000_000 }), kept: integer({ label: 'Kept', min: 0, max: 2_000_000_000 }), digest: text({ label: 'Hash over the removed chains', max: 64 }) },
      set: ({ input, now }) => ({ endedAt: now, recordsMade: input.kept, note: input.kept === 0 ? `${input.removed} records removed.` : `${input.removed} records removed. ${input.kept} kept, because people have worked on them or others point to them.` }),
    }),
  }),
})
export type ImportRun = RowOf<typeof importRun>
