/** Control charts: the Nile's limits, each rule at its edge, Laney's widening, the table of the runs test. */
import { describe, expect, test } from 'vitest'
import { pChart, runsAboutMedian, uChart, xmrChart } from './control-chart.ts'
import { nile } from './nile.fixture.ts'
import { poissonCount, seededNormal, seededUniform } from './seeded.ts'

test('the first 28 years of the Nile: mean range 141.19, limits 722.2 to 1473.3; the drop shows within two years', () => {
  const chart = xmrChart(nile, 28)
  expect(chart.centre).toBe(1097.75)
  expect(chart.meanRange).toBeCloseTo(141.19, 2)
  expect(chart.limits.low).toBeCloseTo(722.2, 1)
  expect(chart.limits.high).toBeCloseTo(1473.3, 1)
  expect(chart.rangeLimit).toBeCloseTo(3.268 * 141.185, 2)
  expect(chart.points.slice(0, 28).flatMap((p) => p.signals)).toEqual([])
  expect(chart.points.findIndex((p) => p.signals.length > 0)).toBe(29)
})

describe('rules', () => {
  // A baseline with centre 0 and sigma 1: moving range 1.128 throughout.
  const base = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 0.564 : -0.564))
  const signals = (...values: number[]): readonly string[] => xmrChart([...base, 0, ...values], 20).points.at(-1)?.signals ?? []
  test.each([
    ['within three sigma', [2.9], []],
    ['beyond three', [3.1], ['beyond_three_sigma']],
    ['below too', [-3.1], ['beyond_three_sigma']],
    ['two of three beyond two', [2.1, 0.5, 2.1], ['two_of_three_beyond_two']],
    ['two of three, but on two sides', [2.1, 0.4, -1.2], []],
    ['four of five beyond one', [1.1, 1.1, 0.2, 1.1, 1.1], ['four_of_five_beyond_one']],
    ['four of five, the last not part of it', [1.1, 1.1, 1.1, 1.1, 0.2], []],
    ['eight on one side', [0.2, 0.3, 0.2, 0.3, 0.2, 0.3, 0.2, 0.3], ['eight_on_one_side']],
    ['seven on one side', [0.2, 0.3, 0.2, 0.3, 0.2, 0.3, 0.2], []],
    ['a jump inside the limits', [-1.9, 1.9], ['range']],
  ])('%s', (_, values, expected) => {
    expect(signals(...values)).toEqual(expected)
  })

  test('a flat baseline calls any difference out, and a flat series nothing', () => {
    expect(xmrChart([5, 5, 5, 5, 6], 4).points.at(-1)?.signals).toContain('beyond_three_sigma')
    expect(xmrChart([5, 5, 5, 5, 5]).points.flatMap((p) => p.signals)).toEqual([])
  })
})

describe('charts of counts', () => {
  test('by hand: 4, 6, 5 of 50 have centre 0.1 and the classic limits about it', () => {
    const chart = pChart([{ count: 4, of: 50 }, { count: 6, of: 50 }, { count: 5, of: 50 }], { isLaney: false })
    expect(chart.centre).toBeCloseTo(0.1, 12)
    expect(chart.points[0]?.low).toBe(0)
    expect(chart.points[0]?.high).toBeCloseTo(0.1 + 3 * Math.sqrt((0.1 * 0.9) / 50), 12)
    // z = −0.4714, 0.4714, 0: ranges 0.9428 and 0.4714.
    expect(pChart([{ count: 4, of: 50 }, { count: 6, of: 50 }, { count: 5, of: 50 }]).sigmaZ).toBeCloseTo(0.7071 / 1.128, 4)
  })

  test('limits follow the number of cases', () => {
    const { points } = uChart([{ count: 10, of: 1 }, { count: 100, of: 10 }, { count: 11, of: 1 }])
    expect((points[0]?.high ?? 0) - (points[0]?.low ?? 0)).toBeGreaterThan((points[1]?.high ?? 0) - (points[1]?.low ?? 0))
  })

  test('with chance alone σz is about 1; with a million cases and days that differ the classic chart cries, Laney’s does not', () => {
    const [uniform, normal] = [seededUniform(2002), seededNormal(2003)]
    expect(uChart(Array.from({ length: 5000 }, () => ({ count: poissonCount(80, uniform), of: 4 }))).sigmaZ).toBeCloseTo(1, 1)
    const busy = Array.from({ length: 300 }, () => ({ count: Math.round(1e6 * (0.2 + 0.005 * normal())), of: 1e6 }))
    const alarms = (isLaney: boolean): number => pChart(busy, { isLaney }).points.filter((p) => p.signals.includes('beyond_three_sigma')).length
    expect(alarms(false)).toBeGreaterThan(150)
    expect(alarms(true)).toBeLessThan(4)
  })
})

test.each([
  // Anhøj and Olesen 2014, table 1: useful values, longest run allowed, fewest crossings.
  [10, 6, 2], [12, 7, 3], [16, 7, 4], [20, 7, 6], [22, 7, 7], [24, 8, 8], [30, 8, 10], [40, 8, 14], [50, 9, 19],
])('the runs test with %d values allows a run of %d and asks for %d crossings', (n, longestAllowed, fewestCrossings) => {
  expect(runsAboutMedian(Array.from({ length: n }, (_, i) => i))).toMatchObject({ useful: n, longestAllowed, fewestCrossings, crossings: 1, isShifted: true })
})

test('values on the median neither make nor break a run', () => {
  expect(runsAboutMedian([3, 1, 2, 3, 1, 2, 3])).toMatchObject({ useful: 5, longest: 1, crossings: 4, isShifted: false })
  expect(runsAboutMedian([2, 2, 2])).toMatchObject({ useful: 0, isShifted: false })
})

test.each([
  ['one value', () => xmrChart([1])],
  ['NaN', () => xmrChart([1, NaN, 2])],
  ['a baseline longer than the series', () => xmrChart([1, 2], 3)],
  ['more hits than cases', () => pChart([{ count: 1, of: 2 }, { count: 3, of: 2 }])],
  ['no cases', () => uChart([{ count: 0, of: 0 }, { count: 3, of: 2 }])],
  ['a negative count', () => uChart([{ count: -1, of: 1 }, { count: 3, of: 2 }])],
])('%s is refused', (_, act) => {
  expect(act).toThrow(RangeError)
})
