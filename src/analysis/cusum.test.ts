/** CUSUM: the sums by hand, and run lengths as the textbooks table them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cusum, runLength, runLengthTwoSided, siegmundRunLength } from './cusum.ts'
import { seededNormal } from './seeded.ts'

describe('average run lengths', () => {
  test.each([
    // Montgomery, "Introduction to Statistical Quality Control", the table of two-sided CUSUMs with k = ½: h, shift, points.
    [4, 0, 168], [4, 0.25, 74.2], [4, 0.5, 26.6], [4, 0.75, 13.3], [4, 1, 8.38], [4, 1.5, 4.75], [4, 2, 3.34], [4, 3, 2.19],
    [5, 0, 465], [5, 0.25, 139], [5, 0.5, 38], [5, 0.75, 17], [5, 1, 10.4], [5, 1.5, 5.75], [5, 2, 4.01], [5, 3, 2.57],
  ])('two-sided, h = %d, shift %d: %d', (limit, shift, printed) => {
    expect(Math.abs(runLengthTwoSided({ allowance: 0.5, limit }, shift) - printed) / printed).toBeLessThan(0.004)
  })

  test('one-sided without a shift: 335 at h = 4, 931 at h = 5', () => {
    expect(Math.round(runLength({ allowance: 0.5, limit: 4 }))).toBe(335)
    expect(Math.round(runLength({ allowance: 0.5, limit: 5 }))).toBe(931)
  })

  test('Siegmund’s formula is within 2 % of the chain up to a shift of 1', () => {
    for (const limit of [4, 5]) for (const shift of [0, 0.25, 0.5, 0.75, 1]) expect(Math.abs(siegmundRunLength({ allowance: 0.5, limit }, shift) / runLength({ allowance: 0.5, limit }, shift) - 1)).toBeLessThan(0.02)
    expect(siegmundRunLength({ allowance: 0.5, limit: 5 }, 0.5)).toBeCloseTo(6.166 ** 2, 6)
  })

  test('a simulated CUSUM needs as long as the chain says', () => {
    const [normal, design] = [seededNormal(1954), { allowance: 0.5, limit: 4 }]
    let points = 0
    for (let run = 0; run < 3000; run++) points += cusum(Array.from({ length: 120 }, () => normal() + 1), design).findIndex((p) => p.isUpSignal) + 1
    expect(points / 3000).toBeCloseTo(runLength(design, 1), 0)
  })

  test('a larger shift is found sooner, a higher limit later', () => {
    fc.assert(fc.property(fc.double({ min: -1, max: 3, noNaN: true }), fc.double({ min: 1, max: 6, noNaN: true }), (shift, limit) => {
      const here = runLength({ allowance: 0.5, limit }, shift, 20)
      expect(runLength({ allowance: 0.5, limit }, shift + 0.1, 20)).toBeLessThan(here)
      expect(runLength({ allowance: 0.5, limit: limit + 0.1 }, shift, 20)).toBeGreaterThan(here)
    }), { numRuns: 30 })
  })
})

test('the sums by hand, with the place where the shift began', () => {
  const points = cusum([0.2, 2, 2, -3, 2], { allowance: 0.5, limit: 3 })
  expect(points.map((p) => [p.up, p.down])).toEqual([[0, 0], [1.5, 0], [3, 0], [0, 2.5], [1.5, 0]])
  expect(points.map((p) => p.isUpSignal)).toEqual([false, false, true, false, false])
  expect(points.map((p) => p.upSince)).toEqual([null, 1, 1, null, 4])
  expect(points.map((p) => p.downSince)).toEqual([null, null, null, 3, null])
})

test('up and down are each other’s mirror image, and no point makes none', () => {
  fc.assert(fc.property(fc.array(fc.double({ min: -4, max: 4, noNaN: true })), (values) => {
    expect(cusum(values).map((p) => [p.up, p.upSince])).toEqual(cusum(values.map((v) => -v)).map((p) => [p.down, p.downSince]))
  }))
  expect(cusum([])).toEqual([])
})

test.each([
  ['NaN', () => cusum([NaN])],
  ['a limit of 0', () => cusum([1], { allowance: 0.5, limit: 0 })],
  ['a negative allowance', () => runLength({ allowance: -1, limit: 4 })],
])('%s is refused', (_, act) => {
  expect(act).toThrow(RangeError)
})
