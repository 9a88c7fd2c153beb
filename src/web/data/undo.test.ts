/** Taking a bulk move back: which moves have a way back, and with what. */
import { expect, test } from 'vitest'
import type { AnyRow } from '../../client/shapes.ts'
import { groupMoves, inverseOf } from './undo.ts'

const row = (over: Readonly<Record<string, unknown>>): AnyRow => ({ id: '1', number: 'INC-1', orgId: '', state: 'assigned', stateSince: '', version: 1, createdAt: '', createdBy: '', updatedAt: '', teamId: 't', assigneeId: null, priority: 3, tags: ['a'], ...over })
const verbs = ['assign', 'resume', 'reopen', 'prioritize', 'tag', 'watch', 'unwatch']

test.each([
  ['acknowledge', {}, { verb: 'assign', input: { toTeamId: 't', reason: 'Taken back' } }],
  ['acknowledge', { assigneeId: 'p' }, { verb: 'assign', input: { toTeamId: 't', toPersonId: 'p', reason: 'Taken back' } }],
  ['acknowledge', { state: 'new', teamId: null }, null],
  ['assign', { state: 'in_progress' }, null],
  ['assign', { state: 'pending' }, { verb: 'assign', input: { toTeamId: 't', reason: 'Taken back' } }],
  ['pause', {}, { verb: 'resume', input: { reason: 'Taken back' } }],
  ['resolve', {}, { verb: 'reopen', input: { reason: 'Taken back' } }],
  ['prioritize', {}, { verb: 'prioritize', input: { to: 3, reason: 'Taken back' } }],
  ['tag', {}, { verb: 'tag', input: { labels: ['a'] } }],
  ['cancel', {}, null],
  ['merge', {}, null],
])('%s of %j', (verb, over, wanted) => expect(inverseOf(verb, row(over), verbs)).toEqual(wanted))

test('a type without the inverse verb has no way back', () => expect(inverseOf('resolve', row({}), ['close'])).toBeNull())
test('moves that are alike go together', () => {
  const [a, b] = [{ verb: 'reopen', input: {} }, { verb: 'tag', input: { labels: [] } }]
  expect(groupMoves([{ id: '1', move: a }, { id: '2', move: b }, { id: '3', move: { ...a } }]).map((g) => [g.move.verb, g.ids])).toEqual([['reopen', ['1', '3']], ['tag', ['2']]])
})
