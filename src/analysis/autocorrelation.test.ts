/** Memory and dispersion of series: published values, and what is known of made-up series. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { autocorrelation, effectiveSize, inflation, pearsonDispersion } from './autocorrelation.ts'
import { nile } from './nile.fixture.ts'
import { poissonCount, seededNormal, seededUniform } from './seeded.ts'

test.each([[1, 0.498], [2, 0.385], [3, 0.328], [0, 1]])('the Nile at lag %d: %d, as acf(Nile) of R prints', (lag, r) => {
  expect(autocorrelation(nile, lag)).toBeCloseTo(r, 3)
})

test('a series that does not vary has no memory', () => {
  expect(autocorrelation([0.1, 0.1, 0.1, 0.1])).toBe(0)
})

test('an autocorrelation lies within −1 and 1 and does not change with the unit', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 40 }), (values) => {
    const r = autocorrelation(values)
    expect(Math.abs(r)).toBeLessThanOrEqual(1)
    expect(autocorrelation(values.map((v) => 7 * v + 3))).toBeCloseTo(r, 9)
  }))
})

test('100 values with memory 0.5 say as much as 33 without', () => {
  expect(effectiveSize(100, 0.5)).toBeCloseTo(33.33, 2)
  expect(effectiveSize(100, 0)).toBe(100)
})

test('dispersion by hand: 2, 4, 6 about 4 is 8/4/2 = 1; shares of 10', () => {
  expect(pearsonDispersion({ counts: [2, 4, 6], kind: 'rate' })).toBeCloseTo(1, 12)
  // About 0.4: (2−4)² + 0 + (6−4)² = 8, over 10·0.4·0.6 = 2.4, over 2.
  expect(pearsonDispersion({ counts: [2, 4, 6], exposures: [10, 10, 10], kind: 'share' })).toBeCloseTo(8 / 2.4 / 2, 12)
  expect(pearsonDispersion({ counts: [0, 0, 0], kind: 'rate' })).toBeNull()
  expect(pearsonDispersion({ counts: [2, 4, 0, 6], exposures: [1, 1, 0, 1], kind: 'rate' })).toBeCloseTo(1, 12)
})

test('chance alone gives about 1, variation beyond it gives more, memory more again', () => {
  const [uniform, normal] = [seededUniform(7), seededNormal(8)]
  const plain = Array.from({ length: 2000 }, () => poissonCount(50, uniform))
  expect(inflation({ counts: plain, kind: 'rate' }).factor).toBeLessThan(1.2)
  let level = 0
  const wandering = plain.map(() => {
    level = 0.6 * level + 0.3 * normal()
    return poissonCount(50 * Math.exp(level), uniform)
  })
  const { factor, dispersion, r } = inflation({ counts: wandering, kind: 'rate' })
  expect(dispersion).toBeGreaterThan(4)
  expect(r).toBeGreaterThan(0.4)
  expect(factor).toBeCloseTo((dispersion * (1 + r)) / (1 - r), 9)
})

test('memory counts up to 0.8 and never against the evidence', () => {
  expect(inflation({ counts: Array.from({ length: 300 }, (_, i) => (i < 150 ? 10 : 1000)), kind: 'rate' }).r).toBe(0.8)
  expect(inflation({ counts: Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? 5 : 50)), kind: 'rate' }).r).toBe(0)
})

test.each([
  ['too few values', () => autocorrelation([1, 2])],
  ['NaN', () => autocorrelation([1, NaN, 2])],
  ['a negative count', () => inflation({ counts: [1, -1, 2], kind: 'rate' })],
  ['more hits than cases', () => inflation({ counts: [1, 2, 3], exposures: [1, 1, 3], kind: 'share' })],
  ['a count without exposure', () => inflation({ counts: [1, 1, 3], exposures: [1, 0, 3], kind: 'rate' })],
  ['a full memory', () => effectiveSize(10, 1)],
])('%s is refused', (_, act) => {
  expect(act).toThrow(RangeError)
})
