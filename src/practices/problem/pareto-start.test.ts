/** What a Pareto sheet begins with: which field tells most, and how harm is divided among its values. */
import { expect, test } from 'vitest'
import { type Hurt, mostBars, paretoStart, usualBars } from './pareto-start.ts'

const one = (more: Partial<Hurt> = {}): Hurt => ({ serviceId: null, ciIds: [], category: null, low: 0, high: 60, ...more })
const many = (n: number, of: (i: number) => Partial<Hurt>): readonly Hurt[] => Array.from({ length: n }, (_, i) => one(of(i)))

test.each<[string, readonly Hurt[], string | null]>([
  ['items that repeat, before one service for all', many(6, (i) => ({ serviceId: 'gate', ciIds: [i < 4 ? 'a' : 'b'] })), 'ci'],
  ['services that repeat, before items of which each is another', many(6, (i) => ({ serviceId: i < 3 ? 'gate' : 'mail', ciIds: [`c${i}`] })), 'service'],
  ['categories, where nothing else is recorded', many(4, (i) => ({ category: i < 3 ? 'Network' : 'Access' })), 'category'],
  ['services known of all, before items known of few', many(10, (i) => ({ serviceId: i < 5 ? 'gate' : 'mail', ciIds: i < 2 ? ['a'] : [] })), 'service'],
  ['one service for all, where nothing divides them', many(3, () => ({ serviceId: 'gate' })), 'service'],
  ['the one thing that one incident names', [one({ ciIds: ['a'], serviceId: 'gate' })], 'ci'],
  ['nothing, where nothing is recorded', many(3, () => ({})), null],
  ['nothing, where there is no incident', [], null],
])('is divided by %s', (_what, incidents, wanted) => { expect(paretoStart(incidents).by).toBe(wanted) })

test('harm is in user-minutes, the middle and the least; the largest first, what is not recorded in no bar', () => {
  const incidents = [one({ ciIds: ['a'], low: 100, high: 300 }), one({ ciIds: ['a'], low: 50, high: 50 }), one({ ciIds: ['b'], low: 20, high: 20 }), one({ ciIds: ['b'], low: 0, high: 0 }), one({ low: 7, high: 9 })]
  expect(paretoStart(incidents)).toEqual({ by: 'ci', unit: 'user-minutes', bars: [{ key: 'a', harm: 250, atLeast: 150 }, { key: 'b', harm: 20, atLeast: 20 }], others: null, unrecorded: { harm: 8, atLeast: 7 } })
})

test('an incident of two items gives each a half; one item named twice is one', () => {
  expect(paretoStart([one({ ciIds: ['a', 'b'], low: 10, high: 10 }), one({ ciIds: ['a', 'a'], low: 10, high: 10 })]).bars).toEqual([{ key: 'a', harm: 15, atLeast: 15 }, { key: 'b', harm: 5, atLeast: 5 }])
})

test('where no harm is known incidents are counted', () => {
  expect(paretoStart(many(3, (i) => ({ category: i < 2 ? 'x' : 'y', high: 0 })))).toEqual({ by: 'category', unit: 'incidents', bars: [{ key: 'x', harm: 2, atLeast: 2 }, { key: 'y', harm: 1, atLeast: 1 }], others: null, unrecorded: null })
})

test.each([[40, usualBars], [300, 60], [2000, mostBars]])('of %i the largest are kept, the first fifth as far as there is room, and the rest together', (n, wanted) => {
  const { bars, others } = paretoStart(many(2 * n, (i) => ({ ciIds: [`c${i % n}`], low: 10, high: 10 + (i % n === 0 ? 10 : 0) })))
  expect([bars.length, bars[0]?.key]).toEqual([wanted, 'c0'])
  expect(others).toEqual({ count: n - wanted, harm: 20 * (n - wanted), atLeast: 20 * (n - wanted) })
})
