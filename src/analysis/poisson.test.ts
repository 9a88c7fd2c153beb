/** Exact Poisson intervals and rate ratios give the published figures and hold the truth as often as they say. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { poissonInterval, poissonRate, rateRatio } from './poisson.ts'
import { poissonCount, seededUniform } from './seeded.ts'

test.each([
  // Garwood 1936 as tabled since; 0, 1, 3, 10 and 100 are in most textbooks.
  [0, 0, 3.6889],
  [1, 0.0253, 5.5716],
  [3, 0.6187, 8.7673],
  [10, 4.7954, 18.3904],
])('a count of %d: %d to %d', (count, low, high) => {
  const found = poissonInterval(count)
  expect([Number(found.low.toFixed(4)), Number(found.high.toFixed(4))]).toEqual([low, high])
})

test('a count of 100: 81.364 to 121.627', () => {
  expect(poissonInterval(100).low).toBeCloseTo(81.364, 3)
  expect(poissonInterval(100).high).toBeCloseTo(121.627, 3)
})

test('a rate is the count over its exposure, null over none, and wider where counts are overdispersed', () => {
  expect(poissonRate(10, 4)).toEqual({ value: 2.5, low: poissonInterval(10).low / 4, high: poissonInterval(10).high / 4 })
  expect(poissonRate(0, 0)).toBeNull()
  const [plain, wide] = [poissonRate(20, 10), poissonRate(20, 10, { dispersion: 3 })]
  expect(wide?.value).toBe(2)
  expect(wide?.low).toBeLessThan(plain?.low ?? 0)
  expect(wide?.high).toBeGreaterThan(plain?.high ?? Infinity)
})

test.each([
  // Occurrences in risk days against other days: the ratio, its 95 % interval, p where it is told.
  [6, 10, 12, 80, 4, 1.23, 11.5, 0.0107],
  [2, 10, 12, 80, 1.33, 0.14, 5.99, undefined],
])('%d in %d against %d in %d is %d (%d to %d)', (a, ta, b, tb, ratio, low, high, p) => {
  const found = rateRatio({ count: a, exposure: ta }, { count: b, exposure: tb })
  expect(found.value).toBeCloseTo(ratio, 2)
  expect(found.low).toBeCloseTo(low, 2)
  expect(found.high).toBeCloseTo(high, 1)
  if (p !== undefined) expect(found.p).toBeCloseTo(p, 4)
})

test('the example of the manual of R’s poisson.test: 11 in 800 against 21 in 3011', () => {
  const found = rateRatio({ count: 11, exposure: 800 }, { count: 21, exposure: 3011 })
  expect(found.value).toBeCloseTo(1.971488, 6)
  expect(found.low).toBeCloseTo(0.8584264, 6)
  expect(found.high).toBeCloseTo(4.2772659, 6)
  expect(found.p).toBeCloseTo(0.07967, 5)
})

test('nothing seen says nothing, and an empty reference leaves the ratio open above', () => {
  expect(rateRatio({ count: 0, exposure: 1 }, { count: 0, exposure: 1 })).toEqual({ value: null, low: 0, high: Infinity, p: 1 })
  const found = rateRatio({ count: 5, exposure: 10 }, { count: 0, exposure: 10 })
  expect(found).toMatchObject({ value: Infinity, high: Infinity })
  expect(found.p).toBeCloseTo(2 / 32, 10)
})

test('the p value of the ratio is the sum over all splits that are not more likely', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }), fc.double({ min: 0.1, max: 9, noNaN: true }), (a, b, exposure) => {
    const chance = exposure / (exposure + 1)
    const chances = [(1 - chance) ** (a + b)]
    for (let k = 1; k <= a + b; k++) chances.push((chances.at(-1) ?? 0) * ((a + b - k + 1) / k) * (chance / (1 - chance)))
    const seen = (chances[a] ?? 0) * (1 + 1e-7)
    const expected = chances.filter((c) => c <= seen).reduce((sum, c) => sum + c, 0)
    expect(rateRatio({ count: a, exposure }, { count: b, exposure: 1 }).p).toBeCloseTo(expected, 9)
  }))
})

test('one more occurrence moves both ends up', () => {
  fc.assert(fc.property(fc.double({ min: 0.01, max: 1e6, noNaN: true }), (count) => {
    const [one, two] = [poissonInterval(count), poissonInterval(count + 1)]
    expect(one.low <= count && count <= one.high && one.low < two.low && one.high < two.high).toBe(true)
  }))
})

test('of 20,000 exact intervals at least 95 % hold the truth', () => {
  const random = seededUniform(1936)
  let held = 0
  for (let run = 0; run < 20_000; run++) {
    const mean = 0.5 + 15 * random()
    const { low, high } = poissonInterval(poissonCount(mean, random))
    if (low <= mean && mean <= high) held++
  }
  expect(held / 20_000).toBeGreaterThan(0.95)
  expect(held / 20_000).toBeLessThan(0.985)
})

test.each([
  ['a negative count', () => poissonInterval(-1)],
  ['NaN', () => poissonInterval(NaN)],
  ['a count beyond ten thousand million', () => poissonInterval(1e11)],
  ['a negative exposure', () => poissonRate(1, -1)],
  ['a dispersion below 1', () => poissonRate(1, 1, { dispersion: 0.5 })],
  ['a ratio over no exposure', () => rateRatio({ count: 1, exposure: 0 }, { count: 1, exposure: 1 })],
  ['a confidence of 1', () => poissonInterval(1, { confidence: 1 })],
])('%s is refused', (_, act) => {
  expect(act).toThrow(RangeError)
})
