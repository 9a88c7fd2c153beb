import { expect, test } from 'vitest'
import type { JournalEntry } from '../../client/shapes.ts'
import { versionWhereUntouched } from './since.ts'

const entry = (version: number, changes: Readonly<Record<string, unknown>> = {}): JournalEntry => ({
  seq: version, record: 'incident', recordId: '1', orgId: '1', version, at: '2026-03-17T08:00:00.000Z', recordedAt: '2026-03-17T08:00:00.000Z', actorKind: 'person', actorId: null, actorName: 'Mara', verb: 'note',
  audience: 'internal', reason: null, changes: { version, updatedAt: '2026-03-17T08:00:00.000Z', ...changes }, before: {}, input: {}, effects: [], correlationId: '1', prevHash: '', hash: '',
})

test.each([
  ['nothing happened', [entry(1), entry(2)], 2, null],
  ['two comments', [entry(1), entry(2), entry(3), entry(4)], 2, 4],
  ['a comment and a change', [entry(2), entry(3), entry(4, { title: 'Other' })], 2, null],
  ['a row that may not be seen', [entry(2), entry(4)], 2, null],
])('after %s', (_what, entries, version, now) => {
  expect(versionWhereUntouched(entries, version)).toBe(now)
})
