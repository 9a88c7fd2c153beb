/** Wilson's interval gives the published figures, is monotone, and holds the truth as often as it says. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededUniform } from './seeded.ts'
import { wilson } from './wilson.ts'

test.each([
  [8, 10, 0.4902, 0.9433],
  [0, 10, 0, 0.2775],
  [56, 70, 0.6918, 0.877],
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I.
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%d of %d: %d to %d', (count, of, low, high) => {
  const { low: l = NaN, high: h = NaN, value } = wilson(count, of) ?? {}
  expect([value, Number(l.toFixed(4)), Number(h.toFixed(4))]).toEqual([count / of, low, high])
})

test.each([
  // One-sided bounds at 90 %, the last with 1.6 times the variation of independent cases.
  [540, 1200, 1, 0.4317, 0.4685],
  [96, 160, 1, 0.5496, 0.6484],
  [84, 240, 1.6, 0.302, 0.4013],
  [9, 60, 1, 0.1003, 0.2184],
])('%d of %d with dispersion %d, one-sided: %d to %d', (count, of, dispersion, low, high) => {
  const { low: l = NaN, high: h = NaN } = wilson(count, of, { confidence: 0.9, isOneSided: true, dispersion }) ?? {}
  expect(Math.abs(l - low)).toBeLessThan(1e-4)
  expect(Math.abs(h - high)).toBeLessThan(1e-4)
})

test('no cases have no proportion', () => {
  expect(wilson(0, 0)).toBeNull()
})

describe('properties', () => {
  const cases = fc.integer({ min: 1, max: 100_000 }).chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)))

  test('the value lies inside, and all of it inside 0 to 1', () => {
    fc.assert(fc.property(cases, fc.double({ min: 1, max: 20, noNaN: true }), ([count, of], dispersion) => {
      const { value = NaN, low = NaN, high = NaN } = wilson(count, of, { dispersion }) ?? {}
      expect(0 <= low && low <= value && value <= high && high <= 1).toBe(true)
    }))
  })

  test('one more hit never lowers a bound; more cases at the same share never lower the lower one', () => {
    fc.assert(fc.property(cases, fc.integer({ min: 2, max: 9 }), ([count, of], times) => {
      const { low = NaN, high = NaN } = wilson(count, of) ?? {}
      const more = wilson(Math.min(of, count + 1), of)
      expect((more?.low ?? NaN) >= low && (more?.high ?? NaN) >= high).toBe(true)
      expect(wilson(count * times, of * times)?.low).toBeGreaterThanOrEqual(low - 1e-12)
    }))
  })

  test('of 20,000 intervals at 95 %, between 94 and 96 % hold the truth', () => {
    const random = seededUniform(1927)
    let held = 0
    for (let run = 0; run < 20_000; run++) {
      const truth = 0.1 + 0.8 * random()
      let count = 0
      for (let i = 0; i < 60; i++) if (random() < truth) count++
      const { low = 1, high = 0 } = wilson(count, 60) ?? {}
      if (low <= truth && truth <= high) held++
    }
    expect(held / 20_000).toBeGreaterThan(0.94)
    expect(held / 20_000).toBeLessThan(0.96)
  })
})

test.each([
  ['more hits than cases', 3, 2],
  ['a negative count', -1, 2],
  ['half a case', 0.5, 2],
  ['NaN', NaN, 2],
])('%s is refused', (_, count, of) => {
  expect(() => wilson(count, of)).toThrow(RangeError)
})
