import { expect, test } from 'vitest'
import { kepnerTregoe, type KtVerdict } from './kepner-tregoe.ts'

const pairs = ['what', 'where', 'when', 'extent']
const cause = (id: string, ...verdicts: readonly (KtVerdict | null)[]) => ({ id, tests: verdicts.flatMap((verdict, i) => (verdict === null ? [] : [{ pairId: pairs[i] ?? '', verdict }])) })

test('the most probable cause is contradicted by nothing and assumes the least', () => {
  const scores = kepnerTregoe(pairs, [
    cause('cable', 'explains', 'contradicts', 'explains', 'explains'),
    cause('lease', 'explains', 'explains', 'only_if', 'explains'),
    cause('switch', 'only_if', 'only_if', 'explains', 'explains'),
    cause('weather', 'contradicts', 'contradicts', 'contradicts', 'only_if'),
  ])
  expect(scores.map((s) => [s.id, s.contradictions, s.assumptions, s.rank])).toEqual([['cable', 1, 0, null], ['lease', 0, 1, 1], ['switch', 0, 2, 2], ['weather', 3, 1, null]])
})

test.each([
  ['a cause that was tested against nothing has no place', [cause('a')], [[4, null]]],
  ['one tested against all comes before one tested against some', [cause('a', 'explains', 'explains'), cause('b', 'explains', 'explains', 'only_if', 'only_if')], [[2, 2], [0, 1]]],
  ['equal ones share a place', [cause('a', 'explains'), cause('b', 'explains')], [[3, 1], [3, 1]]],
  ['a test against a pair that is gone does not count', [{ id: 'a', tests: [{ pairId: 'gone', verdict: 'contradicts' as const }] }], [[4, null]]],
  ['of two tests against one pair the last counts', [{ id: 'a', tests: [{ pairId: 'what', verdict: 'contradicts' as const }, { pairId: 'what', verdict: 'explains' as const }] }], [[3, 1]]],
  ['no cause, no score', [], []],
])('%s', (_what, causes, wanted) => {
  expect(kepnerTregoe(pairs, causes).map((s) => [s.untested, s.rank])).toEqual(wanted)
})
