/** The planner's table of what can be seen, and that it is true of the regression it plans for. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { interrupted } from './interrupted.ts'
import { minimalDetectableReduction } from './power.ts'
import { poissonCount, seededUniform } from './seeded.ts'

test.each([
  // Periods a side, trend, and the percent that can be seen at a mean count of 2, 5, 10, 20, 50, 100.
  [8, false, [63, 47, 36, 27, 18, 13]],
  [12, false, [55, 40, 30, 23, 15, 11]],
  [26, false, [42, 29, 22, 16, 10, 7]],
  [12, true, [80, 64, 52, 40, 28, 20]],
  [26, true, [67, 50, 39, 29, 20, 14]],
])('%d periods a side, trend %s', (periods, hasTrend, percent) => {
  expect([2, 5, 10, 20, 50, 100].map((meanCount) => Math.round(100 * minimalDetectableReduction({ before: periods, after: periods, meanCount, hasTrend })))).toEqual(percent)
})

test('overdispersion multiplies the log effect by its root', () => {
  const plan = { before: 12, after: 12, meanCount: 20, hasTrend: true }
  expect(Math.log1p(-minimalDetectableReduction({ ...plan, dispersion: 4 }))).toBeCloseTo(2 * Math.log1p(-minimalDetectableReduction(plan)), 12)
})

// A reduced series counts less than the table's error assumes, so 80 % asked for are about 75 % here.
test('the reduction planned for is found nearly four times in five', () => {
  const random = seededUniform(1991)
  const reduction = minimalDetectableReduction({ before: 26, after: 26, meanCount: 50, hasTrend: true })
  let found = 0
  for (let run = 0; run < 400; run++) {
    const counts = Array.from({ length: 52 }, (_, i) => poissonCount(50 * (i < 26 ? 1 : 1 - reduction), random))
    if (interrupted({ kind: 'counts', counts }, { start: 26, isDispersed: false }).level.high < 1) found++
  }
  expect(found / 400).toBeGreaterThan(0.68)
  expect(found / 400).toBeLessThan(0.86)
})

test('more periods, more counts and less trend show smaller effects', () => {
  fc.assert(fc.property(fc.integer({ min: 3, max: 100 }), fc.integer({ min: 3, max: 100 }), fc.double({ min: 0.1, max: 1000, noNaN: true }), (before, after, meanCount) => {
    const here = minimalDetectableReduction({ before, after, meanCount, hasTrend: true })
    expect(here > 0 && here <= 1).toBe(true)
    expect(minimalDetectableReduction({ before: before + 1, after: after + 1, meanCount, hasTrend: true })).toBeLessThanOrEqual(here)
    expect(minimalDetectableReduction({ before, after, meanCount: meanCount * 2, hasTrend: true })).toBeLessThanOrEqual(here)
    expect(minimalDetectableReduction({ before, after, meanCount, hasTrend: false })).toBeLessThanOrEqual(here)
  }))
})

test.each([
  ['no count', { before: 8, after: 8, meanCount: 0, hasTrend: false }],
  ['two periods', { before: 2, after: 8, meanCount: 5, hasTrend: false }],
  ['certainty', { before: 8, after: 8, meanCount: 5, hasTrend: false, power: 1 }],
  ['less variation than chance', { before: 8, after: 8, meanCount: 5, hasTrend: false, dispersion: 0.5 }],
])('%s is refused', (_, plan) => {
  expect(() => minimalDetectableReduction(plan)).toThrow(RangeError)
})
