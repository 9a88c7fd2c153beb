/** A lost race: which lines are shown for a choice, and which are not worth one. */
import { expect, test } from 'vitest'
import type { AnyRow, FieldSketch } from '../../client/shapes.ts'
import { differingOf } from './meanwhile.ts'

const field = (name: string): FieldSketch => ({ name, kind: 'text', label: name, help: '', owner: 'caller', optional: true, fixed: false, to: null, words: null, initial: undefined })
const fields = ['title', 'impact', 'tags'].map(field)
const row = (over: Readonly<Record<string, unknown>>): AnyRow => ({ id: '1', number: 'INC-1', orgId: '', state: 'new', stateSince: '', version: 1, createdAt: '', createdBy: '', updatedAt: '', title: 'a', impact: 3, tags: ['x'], ...over })

test.each([
  ['nobody touched a field of the form: nothing to choose', { version: 2, state: 'closed' }, { title: 'b' }, []],
  ['both changed one field', { title: 'theirs' }, { title: 'mine' }, [['title', 'theirs', 'mine']]],
  ['each changed another: both lines, each with one side', { impact: 1 }, { title: 'mine' }, [['title', undefined, 'mine'], ['impact', 1, undefined]]],
  ['both changed it to the same: shown as theirs and mine alike', { title: 'b' }, { title: 'b' }, [['title', 'b', 'b']]],
  ['lists are compared by what is in them', { tags: ['x'] }, { tags: ['y'] }, []],
])('%s', (_why, over, mine, wanted) => {
  expect(differingOf(fields, row({}), row(over), mine).map((d) => [d.field.name, d.theirs, d.mine])).toEqual(wanted)
})
