/** Quantiles agree with the figures of Hyndman and Fan's type 7 and with themselves. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { median, quantile, quantileSorted, weightedQuantile } from './quantile.ts'

test.each([
  // R: quantile(c(1, 2, 3, 4, 10), p), NumPy's documentation example of percentile, Excel's PERCENTILE.INC
  [[1, 2, 3, 4, 10], 0.9, 7.6],
  [[10, 7, 4, 3, 2, 1], 0.5, 3.5],
  [[1, 2, 3, 4], 0.3, 1.9],
  [[5], 0.9, 5],
  [[5, -5], 0, -5],
  [[5, -5], 1, 5],
])('of %j at %d it is %d', (values, p, expected) => {
  expect(quantile(values, p)).toBeCloseTo(expected, 12)
  expect(quantileSorted(values.toSorted((a, b) => a - b), p)).toBeCloseTo(expected, 12)
})

test('the list is not changed and numbers are not sorted as text', () => {
  const values = [10, 9, 100]
  expect(median(values)).toBe(10)
  expect(values).toEqual([10, 9, 100])
})

describe('properties', () => {
  const list = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 50 })
  const share = fc.double({ noNaN: true, min: 0, max: 1 })

  test('a higher p never gives a lower quantile, and none leaves the list', () => {
    fc.assert(fc.property(list, share, share, (values, a, b) => {
      const [low, high] = [quantile(values, Math.min(a, b)), quantile(values, Math.max(a, b))]
      expect(low).toBeLessThanOrEqual(high + 1e-9 * Math.abs(high))
      expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6)
      expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-6)
    }))
  })

  test('whole weights are the same as repeating the values', () => {
    const weighted = fc.array(fc.tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: 0, max: 5 })), { minLength: 1, maxLength: 20 }).filter((l) => l.some(([, w]) => w > 0))
    fc.assert(fc.property(weighted, share, (pairs, p) => {
      const repeated = pairs.flatMap(([value, times]) => Array.from({ length: times }, () => value))
      expect(weightedQuantile(pairs.map(([v]) => v), pairs.map(([, w]) => w), p)).toBeCloseTo(quantile(repeated, p), 9)
    }))
  })
})

test.each([
  ['no values', () => quantile([], 0.5)],
  ['NaN', () => quantile([1, NaN], 0.5)],
  ['p above 1', () => quantile([1], 1.5)],
  ['a negative weight', () => weightedQuantile([1, 2], [1, -1], 0.5)],
  ['weights below one copy in all', () => weightedQuantile([1, 2], [0.1, 0.2], 0.5)],
  ['another number of weights', () => weightedQuantile([1, 2], [1], 0.5)],
])('%s is refused', (_, act) => {
  expect(act).toThrow(RangeError)
})
