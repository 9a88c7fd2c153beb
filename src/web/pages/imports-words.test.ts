/** Imports in sentences. */
import { expect, test } from 'vitest'
import { changesText, type ImportRow, undoWords, verdictOf } from './imports-words.ts'

const row: ImportRow = {
  id: 'x', number: 'IMP-1001', orgId: 'o', state: 'done', stateSince: '', version: 1, createdAt: '', createdBy: '', updatedAt: '', shared: false, source: 'own', mapping: {}, files: [],
  isDryRun: false, progress: 1, rowsRead: 101045, recordsMade: 17136, recordsSame: 0, entriesMade: 118181, faultCount: 0, remarkCount: 5, startedAt: null, endedAt: null, note: null,
}
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ')

test.each<[Partial<ImportRow>, string]>([
  [{}, '17 136 records came in; nothing was left out.'],
  [{ faultCount: 2, recordsSame: 1 }, '17 136 records came in, 1 was here already; 2 faults.'],
  [{ isDryRun: true }, 'Tried: 17 136 records would come in; nothing was left out.'],
  [{ state: 'running', progress: 0.43, rowsRead: 9000 }, 'Coming in: 43 % of the file, 9 000 rows so far.'],
  [{ state: 'undone', recordsMade: 0 }, 'It was undone, and nothing of it is left.'],
  [{ state: 'undone', recordsMade: 3 }, 'It was undone; 3 records were kept.'],
])('%j: %s', (part, says) => {
  expect(plain(verdictOf({ ...row, ...part }))).toBe(says)
})

test('before it is undone it says what goes and what stays', () => {
  expect(plain(undoWords({ untouched: 10, changed: 0, examples: [] }))).toMatch(/^10 records with their whole past are removed\. People have worked on none/)
  expect(plain(undoWords({ untouched: 1, changed: 7, examples: ['INC-1', 'INC-2'] }))).toBe('1 record with its whole past is removed. 7 are kept, because people have worked on them since: INC-1, INC-2 and others. So is one that something else points to.')
})

test('changes are told by name, what is long is cut, what came beside is counted', () => {
  expect(plain(changesText({ state: 'new', teamId: { make: 'team', name: 'Desk' }, title: 'x'.repeat(80), closedAt: null, external: { a: 1, b: 2 } }))).toBe(`state new, teamId Desk, title ${'x'.repeat(60)}…, closedAt none, and 2 facts of the former system`)
})
