/** What may be typed behind a flag, by the kind of its field, and what of a record reaches the terminal. */
import { expect, test } from 'vitest'
import type { FieldSketch } from '../client/shapes.ts'
import { splitWords } from './flags.ts'
import { printable, spanText, table } from './show.ts'
import { UsageError } from './usage.ts'
import { readValue } from './value.ts'

const field = (kind: FieldSketch['kind'], more: Partial<FieldSketch> = {}): FieldSketch =>
  ({ name: 'x', kind, label: 'X', help: '', owner: 'caller', optional: false, fixed: false, to: null, words: null, initial: null, ...more })
const states = { words: { in_progress: 'In progress', new: 'New' } }

test.each<[kind: FieldSketch['kind'], typed: string, value: unknown, more?: Partial<FieldSketch>]>([
  ['choice', 'In progress', 'in_progress', states],
  ['choice', 'in-progress', 'in_progress', states],
  ['seconds', '90', 90],
  ['seconds', '1h30m', 5400],
  ['ratio', '50%', 0.5],
  ['yesno', 'No', false],
  ['tags', 'a, b,,c', ['a', 'b', 'c']],
  ['instant', '2026-03-17T14:32+01:00', '2026-03-17T13:32:00.000Z'],
  // The tests' zone is UTC.
  ['instant', '2026-03-17', '2026-03-17T00:00:00.000Z'],
  ['text', '', null, { optional: true }],
  ['text', '', ''],
  ['integer', '-3', -3],
])('%s %j is %j', (kind, typed, value, more) => {
  expect(readValue(field(kind, more), 'x', typed)).toEqual(value)
})

test.each<[kind: FieldSketch['kind'], typed: string]>([
  ['choice', 'started'], ['seconds', '1.5h'], ['ratio', 'half'], ['yesno', 'maybe'], ['instant', 'tomorrow'], ['instant', '2026-02-30T99:00'], ['integer', '1.5'], ['json', '{'],
])('%s does not take %j', (kind, typed) => {
  expect(() => readValue(field(kind, kind === 'choice' ? states : {}), 'x', typed)).toThrow(UsageError)
})

test('a value may begin with one dash, and after -- nothing is a flag', () => {
  const { rest, flags } = splitWords(['list', '--sort', '-priority', '--json', '--', '--not-a-flag'], [{ name: 'sort' }, { name: 'json', alone: true }])
  expect(rest).toEqual(['list', '--not-a-flag'])
  expect([...flags]).toEqual([['sort', '-priority'], ['json', true]])
})

test('what strangers wrote cannot steer the terminal', () => {
  expect(printable('a\u001b[31mred\u001b[0m\u0007b\nc\u202e')).toBe('ared\ufffdb\ufffdc\ufffd')
  expect(printable('two\nlines\r', true)).toBe('two\nlines\ufffd')
})

test('columns stay aligned beside wide letters, and no line is longer than the terminal', () => {
  expect(table(['A', 'B'], [['日本', 'x'], ['ab', 'y']])).toBe('A     B\n日本  x\nab    y')
  expect(table(['A'], [['a very long title']], 8)).toBe('A\na very …')
})

test('spans are told in their two largest units', () => {
  expect([0, 59, 3660, 93_784].map(spanText)).toEqual(['0 s', '59 s', '1 h 1 min', '1 d 2 h'])
})
