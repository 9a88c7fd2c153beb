/** Distributions agree with printed tables and with 40-digit arithmetic, and quantiles undo them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betaQuantile, binomialTails, chiSquareQuantile, chiSquareUpper, gammaQuantile, normalCdf, normalQuantile, poissonTails, tCdf, tQuantile } from './distribution.ts'
import { incompleteBeta, incompleteGamma, lnGamma } from './special-function.ts'

const near = (value: number, expected: number, relative = 1e-12): void => {
  expect(Math.abs(value - expected) / Math.abs(expected), `${value} is not ${expected}`).toBeLessThanOrEqual(relative)
}

test.each([
  // The check values of algorithm AS 241 (Wichura 1988).
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167814],
  [1e-20, -9.262340089798408],
])('the normal quantile at %d is %d', (p, z) => {
  near(normalQuantile(p), z)
})

test.each([
  // NIST/SEMATECH e-Handbook of Statistical Methods, tables 1.3.6.7.4 and 1.3.6.7.2, as printed there.
  ['χ², 1 degree, 0.95', chiSquareQuantile(0.95, 1), 3.841],
  ['χ², 10 degrees, 0.95', chiSquareQuantile(0.95, 10), 18.307],
  ['χ², 100 degrees, 0.99', chiSquareQuantile(0.99, 100), 135.807],
  ['χ², 5 degrees, 0.025', chiSquareQuantile(0.025, 5), 0.831],
  ['t, 1 degree, 0.975', tQuantile(0.975, 1), 12.706],
  ['t, 10 degrees, 0.975', tQuantile(0.975, 10), 2.228],
  ['t, 30 degrees, 0.99', tQuantile(0.99, 30), 2.457],
  ['t, 100 degrees, 0.95', tQuantile(0.95, 100), 1.66],
])('%s', (_, value, printed) => {
  expect(value).toBeCloseTo(printed, 3)
})

test.each([
  // 40-digit arithmetic (mpmath 1.3), and SciPy 1.17 where a is a million.
  [0.5, 0.1, 0.34527915398142298, 0.65472084601857702],
  [0.01, 1e-5, 0.896336798267197201, 0.103663201732802799],
  [3, 9, 0.993767804893622683, 0.00623219510637731725],
  [100, 60, 1.48152763264604679e-6, 0.999998518472367354],
  [1e4, 1.02e4, 0.976712677866401196, 0.0232873221335988039],
  [1e6, 1.001e6, 0.8413447863683402, 0.15865521363165971],
])('the incomplete gamma of %d at %d', (a, x, lower, upper) => {
  near(incompleteGamma(a, x).lower, lower)
  near(incompleteGamma(a, x).upper, upper)
})

test.each([
  // SciPy 1.17: t.ppf, beta.ppf, gamma.ppf.
  ['t far out', tQuantile(1e-6, 2), -707.1057205259339],
  ['t with many degrees', tQuantile(0.975, 1e6), 1.959966356814107],
  ['beta', betaQuantile(0.025, 8, 3), 0.4439045376923585],
  ['gamma of a large count', gammaQuantile(0.975, 1e6), 1001960.9109654503],
  ['ln Γ(1/2) = ln √π', lnGamma(0.5), Math.log(Math.sqrt(Math.PI))],
])('%s', (_, value, expected) => {
  near(value, expected, 1e-11)
})

describe('properties', () => {
  const p = fc.double({ noNaN: true, min: 1e-9, max: 1 - 1e-9 })
  const shape = fc.double({ noNaN: true, min: 0.05, max: 5000 })

  test('a quantile undoes its distribution', () => {
    fc.assert(fc.property(p, shape, (chance, a) => {
      near(normalCdf(normalQuantile(chance)), chance, 1e-11)
      near(incompleteGamma(a, gammaQuantile(chance, a)).lower, chance, 1e-9)
      near(tCdf(tQuantile(chance, 1 + a), 1 + a), chance, 1e-9)
      expect(chiSquareUpper(chiSquareQuantile(chance, 1 + a), 1 + a)).toBeCloseTo(1 - chance, 10)
    }))
  })

  test('beta quantiles are symmetric and undo the distribution where they are not next to 0 or 1', () => {
    const side = fc.double({ noNaN: true, min: 0.5, max: 5000 })
    fc.assert(fc.property(p, side, side, (chance, a, b) => {
      const x = betaQuantile(chance, a, b)
      if (x > 1e-3 && x < 0.999) near(incompleteBeta(x, 1 - x, a, b).lower, chance, 1e-8)
      expect(betaQuantile(1 - chance, b, a)).toBeCloseTo(1 - x, 6)
    }))
  })

  test('Poisson and binomial sums are the sums of their parts', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 30 }), fc.double({ noNaN: true, min: 0.1, max: 0.9 }), (k, chance) => {
      const [n, mean] = [40, 40 * chance]
      let [poisson, binomial, term, part] = [0, 0, Math.exp(-mean), (1 - chance) ** n]
      for (let i = 0; i <= k; i++) {
        poisson += term
        binomial += part
        term *= mean / (i + 1)
        part *= ((n - i) / (i + 1)) * (chance / (1 - chance))
      }
      near(poissonTails(k, mean).lower, poisson, 1e-10)
      near(binomialTails(k, n, chance).lower, binomial, 1e-10)
    }))
  })
})

test.each([
  ['a chance above 1', () => normalQuantile(1.1)],
  ['NaN', () => normalCdf(NaN)],
  ['a shape of 0', () => gammaQuantile(0.5, 0)],
  ['less than one degree of freedom', () => tQuantile(0.9, 0.5)],
])('%s is refused', (_, act) => {
  expect(act).toThrow(RangeError)
})
