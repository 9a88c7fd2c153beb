/** Regressions give the certified and published estimates, and errors that hold what they say. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { autocorrelation } from './autocorrelation.ts'
import { fourierPairs, leastSquares, neweyWestLag, regress, type Column, type Regression } from './regression.ts'
import { poissonCount, seededNormal, seededUniform } from './seeded.ts'

const estimates = (fit: Regression): number[] => fit.coefficients.map((c) => c.value)
const errors = (fit: Regression): number[] => fit.coefficients.map((c) => c.standardError)
const column = (name: string, values: readonly number[]): Column => ({ name, values })

test('NIST StRD Norris: certified to 13 digits', () => {
  const y = [0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3, 448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2]
  const x = [0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9, 338.0, 447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5]
  const fit = leastSquares(y, [column('x', x)])
  expect(estimates(fit)[0]).toBeCloseTo(-0.262323073774029, 11)
  expect(estimates(fit)[1]).toBeCloseTo(1.00211681802045, 13)
  expect(errors(fit)[0]).toBeCloseTo(0.232818234301152, 11)
  expect(errors(fit)[1]).toBeCloseTo(0.000429796848199937, 14)
  expect(Math.sqrt(fit.dispersion)).toBeCloseTo(0.884796396144373, 11)
})

test('the example of R’s glm (Dobson 1990): counts of three outcomes under three treatments', () => {
  const counts = [18, 17, 15, 20, 10, 20, 25, 13, 12]
  const is = (name: string, members: readonly number[]): Column => column(name, counts.map((_, i) => (members.includes(i) ? 1 : 0)))
  const columns = [is('outcome2', [1, 4, 7]), is('outcome3', [2, 5, 8]), is('treatment2', [3, 4, 5]), is('treatment3', [6, 7, 8])]
  const fit = regress(counts, columns, { family: 'poisson' })
  for (const [i, expected] of [3.0445224, -0.4542553, -0.2929871, 0, 0].entries()) expect(estimates(fit)[i]).toBeCloseTo(expected, 6)
  for (const [i, expected] of [0.1709, 0.2022, 0.1927, 0.2, 0.2].entries()) expect(errors(fit)[i]).toBeCloseTo(expected, 4)
  expect(fit.deviance).toBeCloseTo(5.1291, 4)
  expect(fit.degrees).toBe(4)
  expect(fit.coefficients[1]?.p).toBeCloseTo(0.0246, 4)
  const quasi = regress(counts, columns, { family: 'quasi_poisson' })
  expect(quasi.dispersion).toBeCloseTo(1.2933, 4)
  expect(errors(quasi)[1]).toBeCloseTo(0.2022 * Math.sqrt(1.2933), 4)
})

test('the budworms of Venables and Ripley, "Modern Applied Statistics with S": deaths of 20 by sex and log dose', () => {
  const dead = [1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16]
  const dose = dead.map((_, i) => i % 6)
  const fit = regress(dead, [column('male', dead.map((_, i) => (i < 6 ? 1 : 0))), column('dose', dose)], { family: 'binomial', trials: dead.map(() => 20) })
  for (const [i, expected] of [-3.4732, 1.1007, 1.0642].entries()) expect(estimates(fit)[i]).toBeCloseTo(expected, 4)
  for (const [i, expected] of [0.4685, 0.3558, 0.1311].entries()) expect(errors(fit)[i]).toBeCloseTo(expected, 4)
  expect(fit.deviance).toBeCloseTo(6.757, 3)
})

describe('Newey and West', () => {
  const x = [1, 2, 3, 4, 5, 6]
  const y = [1.2, 1.9, 3.4, 3.8, 5.5, 5.7]

  test('by hand: the variance of a mean with lag 1 adds half of each neighbour product twice', () => {
    const values = [1, 4, 2, 3, 5]
    const fit = leastSquares(values, [], { neweyWest: 1 })
    const [e, n] = [values.map((v) => v - 3), 5]
    const squares = e.reduce((sum, v) => sum + v * v, 0)
    const neighbours = e.slice(1).reduce((sum, v, i) => sum + v * (e[i] ?? NaN), 0)
    expect(fit.covariance[0]?.[0]).toBeCloseTo(((squares + neighbours) / n ** 2) * (n / (n - 1)), 12)
  })

  test('lag 0 is White’s error with the correction n/(n − 2)', () => {
    const fit = leastSquares(y, [column('x', x)])
    const robust = leastSquares(y, [column('x', x)], { neweyWest: 0 })
    const sxx = x.reduce((sum, v) => sum + (v - 3.5) ** 2, 0)
    const white = x.reduce((sum, v, i) => sum + (v - 3.5) ** 2 * ((y[i] ?? NaN) - (fit.fitted[i] ?? NaN)) ** 2, 0) / sxx ** 2
    expect(robust.covariance[1]?.[1]).toBeCloseTo((white * 6) / 4, 12)
    expect(estimates(robust)).toEqual(estimates(fit))
  })

  test('with memory 0.6 plain intervals of a mean hold the truth far too seldom, these nearly as often as they say', () => {
    const normal = seededNormal(1987)
    let [plain, robust] = [0, 0]
    for (let run = 0; run < 400; run++) {
      let level = 0
      const values = Array.from({ length: 150 }, () => (level = 0.6 * level + normal()))
      const holds = (fit: Regression): number => ((fit.coefficients[0]?.low ?? 1) <= 0 && 0 <= (fit.coefficients[0]?.high ?? -1) ? 1 : 0)
      plain += holds(leastSquares(values, []))
      robust += holds(leastSquares(values, [], { neweyWest: 10 }))
    }
    expect(plain / 400).toBeLessThan(0.75)
    expect(robust / 400).toBeGreaterThan(0.88)
  })

  test.each([[100, 4], [59, 3], [1000, 6], [8, 2]])('%d rows: %d apart', (rows, lag) => {
    expect(neweyWestLag(rows)).toBe(lag)
  })
})

test('counts with exposure: the offset makes the coefficient a ratio of rates', () => {
  const fit = regress([10, 20, 60, 30], [column('after', [0, 0, 1, 1])], { family: 'poisson', offset: [10, 20, 30, 15].map(Math.log) })
  expect(Math.exp(estimates(fit)[1] ?? NaN)).toBeCloseTo(2, 10)
  expect(errors(fit)[1]).toBeCloseTo(Math.sqrt(1 / 30 + 1 / 90), 8)
})

test('a wave is found at its height', () => {
  const times = Array.from({ length: 36 }, (_, i) => i + 1)
  const fit = leastSquares(times.map((t) => 5 + 2 * Math.sin((2 * Math.PI * t) / 12) + 0.01 * (t % 2)), fourierPairs(times, 12, 2))
  expect(fit.coefficients.map((c) => c.name)).toEqual(['intercept', 'cos1', 'sin1', 'cos2', 'sin2'])
  expect(estimates(fit)[2]).toBeCloseTo(2, 3)
  expect(() => fourierPairs(times, 12, 6)).toThrow(RangeError)
})

test('a group without any hit has no estimate, and says so', () => {
  expect(regress([5, 7, 6, 0, 0, 0], [column('after', [0, 0, 0, 1, 1, 1])], { family: 'poisson' }).isConverged).toBe(false)
  expect(regress([5, 7, 6, 0, 1, 0], [column('after', [0, 0, 0, 1, 1, 1])], { family: 'poisson' }).isConverged).toBe(true)
})

describe('properties', () => {
  test('a line through points on a line is that line, in any unit', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 30 }), fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }), (x, a, b) => {
      const [intercept = NaN, slope = NaN] = estimates(leastSquares(x.map((v) => a + b * v), [column('x', x)]))
      expect(intercept).toBeCloseTo(a, 6)
      expect(slope).toBeCloseTo(b, 8)
    }))
  })

  test('fitted counts sum to the counts', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 5, maxLength: 30 }).filter((l) => l.filter((c) => c > 0).length > 3), (counts) => {
      const fit = regress(counts, [column('time', counts.map((_, i) => i))], { family: 'quasi_poisson' })
      if (fit.isConverged) expect(fit.fitted.reduce((a, b) => a + b, 0)).toBeCloseTo(counts.reduce((a, b) => a + b, 0), 5)
    }))
  })

  test('of 2,000 Poisson intervals at 95 %, 94 to 96 % hold the truth', () => {
    const random = seededUniform(1989)
    const time = Array.from({ length: 30 }, (_, i) => i / 30)
    let held = 0
    for (let run = 0; run < 2000; run++) {
      const { low = 1, high = 0 } = regress(time.map((t) => poissonCount(Math.exp(2 + 0.7 * t), random)), [column('time', time)], { family: 'poisson' }).coefficients[1] ?? {}
      if (low <= 0.7 && 0.7 <= high) held++
    }
    expect(held / 2000).toBeGreaterThan(0.94)
    expect(held / 2000).toBeLessThan(0.96)
  })
})

test('residuals of a fit without memory have none', () => {
  const random = seededUniform(4)
  const fit = regress(Array.from({ length: 300 }, () => poissonCount(20, random)), [], { family: 'poisson' })
  expect(Math.abs(autocorrelation(fit.residuals))).toBeLessThan(0.12)
})

test.each([
  ['a negative count', () => regress([1, -1, 2], [], { family: 'poisson' })],
  ['NaN in a column', () => regress([1, 2, 3], [column('x', [1, NaN, 2])], { family: 'poisson' })],
  ['as many coefficients as rows', () => regress([1, 2], [column('x', [1, 2])], { family: 'poisson' })],
  ['a column twice', () => leastSquares([1, 2, 4, 5], [column('x', [1, 2, 3, 4]), column('y', [2, 4, 6, 8])])],
  ['a column of zeros', () => leastSquares([1, 2, 4, 5], [column('x', [0, 0, 0, 0])])],
  ['shares without trials', () => regress([1, 2, 3], [], { family: 'binomial' })],
  ['trials with counts', () => regress([1, 2, 3], [], { family: 'poisson', trials: [4, 4, 4] })],
  ['more hits than trials', () => regress([1, 5, 3], [], { family: 'binomial', trials: [4, 4, 4] })],
])('%s is refused', (_, act) => {
  expect(act).toThrow(RangeError)
})
