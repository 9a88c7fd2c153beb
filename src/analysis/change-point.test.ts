/** Pettitt's test finds the Nile's change of 1898 and none where there is none. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pettitt } from './change-point.ts'
import { nile } from './nile.fixture.ts'
import { seededUniform } from './seeded.ts'

test('the Nile changed after the 28th value, 1898', () => {
  const found = pettitt(nile)
  expect(found).toMatchObject({ index: 28, statistic: 1617, meanBefore: 1097.75 })
  expect(found.meanAfter).toBeCloseTo(849.97, 2)
  expect(found.p).toBeCloseTo(3.6e-7, 8)
})

test('equal values share their rank and no value changes nothing', () => {
  expect(pettitt([1, 1, 1, 1, 1])).toMatchObject({ statistic: 0, p: 1 })
  expect(pettitt([1, 1, 1, 2, 2, 2])).toMatchObject({ index: 3, statistic: 9 })
})

test('only the order of sizes matters, and the mirrored series changes at the mirrored place', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 4, maxLength: 40 }), (values) => {
    const found = pettitt(values)
    expect(pettitt(values.map((v) => Math.log(v)))).toMatchObject({ index: found.index, statistic: found.statistic })
    expect(pettitt(values.toReversed()).statistic).toBe(found.statistic)
  }))
})

test('without a change at most 5 % of series are called changed at 5 %', () => {
  const random = seededUniform(1979)
  let called = 0
  for (let run = 0; run < 2000; run++) if (pettitt(Array.from({ length: 60 }, random)).p < 0.05) called++
  expect(called / 2000).toBeLessThanOrEqual(0.055)
})

test.each([['too few', [1, 2, 3]], ['NaN', [1, 2, NaN, 3]]])('%s is refused', (_, values) => {
  expect(() => pettitt(values)).toThrow(RangeError)
})
