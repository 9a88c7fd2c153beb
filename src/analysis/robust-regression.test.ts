/** The robust fit gives the estimates of the stack loss data and ignores a wild value. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leastSquares } from './regression.ts'
import { robustRegression } from './robust-regression.ts'

test('stack loss, as rlm of R’s MASS prints it', () => {
  const loss = [42, 37, 37, 28, 18, 18, 19, 20, 15, 14, 14, 13, 11, 12, 8, 7, 8, 8, 9, 15, 15]
  const air = [80, 80, 75, 62, 62, 62, 62, 62, 58, 58, 58, 58, 58, 58, 50, 50, 50, 50, 50, 56, 70]
  const water = [27, 27, 25, 24, 22, 23, 24, 24, 23, 18, 18, 17, 18, 19, 18, 18, 19, 19, 20, 20, 20]
  const acid = [89, 88, 90, 87, 87, 87, 93, 93, 87, 80, 89, 88, 82, 93, 89, 86, 72, 79, 80, 82, 91]
  const fit = robustRegression(loss, [{ name: 'air', values: air }, { name: 'water', values: water }, { name: 'acid', values: acid }])
  for (const [i, [value, error]] of ([[-41.0265, 9.8073], [0.8294, 0.1112], [0.9261, 0.3034], [-0.1278, 0.1289]] as const).entries()) {
    expect(fit.coefficients[i]?.value).toBeCloseTo(value, 3)
    expect(fit.coefficients[i]?.standardError).toBeCloseTo(error, 3)
  }
  expect(fit.scale).toBeCloseTo(2.441, 2)
  expect(fit.degrees).toBe(17)
})

test('one wild value moves the line little where it moves least squares much', () => {
  const x = Array.from({ length: 20 }, (_, i) => i)
  const y = x.map((v) => 1 + 2 * v + (v % 3) * 0.1)
  const wild = y.map((v, i) => (i === 19 ? 10_000 : v))
  const columns = [{ name: 'x', values: x }]
  expect(robustRegression(wild, columns).coefficients[1]?.value).toBeCloseTo(2, 1)
  expect(leastSquares(wild, columns).coefficients[1]?.value).toBeGreaterThan(50)
  expect(robustRegression(wild, columns).weights[19]).toBeLessThan(0.001)
})

test('points on a line give that line without error', () => {
  fc.assert(fc.property(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), (a, b) => {
    const x = [1, 2, 3, 5, 8]
    const [intercept, slope] = robustRegression(x.map((v) => a + b * v), [{ name: 'x', values: x }]).coefficients
    expect(intercept?.value).toBeCloseTo(a, 8)
    expect(slope?.value).toBeCloseTo(b, 8)
    expect(slope?.standardError).toBeLessThan(1e-8)
  }))
})

test.each([['NaN', [1, NaN, 2, 3]], ['too few rows', [1, 2]]])('%s is refused', (_, outcomes) => {
  expect(() => robustRegression(outcomes, [{ name: 'x', values: outcomes.map((__, i) => i) }])).toThrow(RangeError)
})
