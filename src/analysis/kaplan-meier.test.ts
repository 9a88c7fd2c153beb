/** Survival curves give the published figures of the 6-MP trial, and open items lengthen what they should. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kaplanMeier, survivalAt, survivalQuantile, type Lifetime } from './kaplan-meier.ts'
import { quantile } from './quantile.ts'
import { seededUniform } from './seeded.ts'

/** `6,9+`: finished after 6, not finished after 9. */
const lifetimes = (text: string): Lifetime[] => text.split(',').map((item) => ({ duration: Number.parseFloat(item), isFinished: !item.endsWith('+') }))
// Remission in weeks, Freireich et al., Blood 21 (1963), as in every textbook since.
const treated = lifetimes('6,6,6,6+,7,9+,10,10+,11+,13,16,17+,19+,20+,22,23,25+,32+,32+,34+,35+')
const placebo = lifetimes('1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23')

describe('the 6-MP trial', () => {
  test.each([
    // Weeks, survival, Greenwood's error (Klein and Moeschberger, table 4.1), 95 % band on the log-log scale (SAS, R).
    [6, 21, 0.8571, 0.0764, 0.6197, 0.9516],
    [7, 17, 0.8067, 0.0869, 0.5631, 0.9228],
    [10, 15, 0.7529, 0.0963, 0.5032, 0.8894],
    [13, 12, 0.6902, 0.1068, 0.4316, 0.8491],
    [16, 11, 0.6275, 0.1141, 0.3675, 0.8049],
    [22, 7, 0.5378, 0.1282, 0.2678, 0.7468],
    [23, 6, 0.4482, 0.1346, 0.1881, 0.6801],
  ])('after week %d', (at, atRisk, survival, standardError, low, high) => {
    const step = kaplanMeier(treated).steps.find((s) => s.at === at)
    expect(step?.atRisk).toBe(atRisk)
    for (const [found, expected] of [[step?.survival, survival], [step?.standardError, standardError], [step?.low, low], [step?.high, high]]) expect(found).toBeCloseTo(expected ?? NaN, 4)
  })

  test('the median is 23 weeks, from 13 on, open above; the finished alone have a mean of 12.1', () => {
    expect(survivalQuantile(kaplanMeier(treated), 0.5)).toEqual({ value: 23, low: 13, high: null })
    expect(survivalQuantile(kaplanMeier(placebo), 0.5)).toEqual({ value: 8, low: 4, high: 11 })
    const finished = treated.filter((t) => t.isFinished)
    expect(finished.reduce((sum, t) => sum + t.duration, 0) / finished.length).toBeCloseTo(12.1, 1)
  })

  test('a quantile that too few have reached is not known', () => {
    expect(survivalQuantile(kaplanMeier(treated), 0.9)).toEqual({ value: null, low: null, high: null })
  })

  test('between steps the curve is level, before the first all last longer', () => {
    const curve = kaplanMeier(treated)
    expect(survivalAt(curve, 5.9)).toEqual({ survival: 1, low: 1, high: 1 })
    expect(survivalAt(curve, 9).survival).toBe(survivalAt(curve, 7).survival)
    expect(survivalAt(curve, 100).survival).toBeCloseTo(0.4482, 4)
  })
})

test('where nothing has finished there is no step and no median', () => {
  const curve = kaplanMeier(lifetimes('3+,4+'))
  expect(curve).toEqual({ count: 2, finished: 0, steps: [] })
  expect(survivalQuantile(curve, 0.5).value).toBeNull()
})

test('something done at once lasts 0 and counts', () => {
  expect(survivalAt(kaplanMeier(lifetimes('0,0,1,2')), 0).survival).toBe(0.5)
})

describe('properties', () => {
  const list = fc.array(fc.record({ duration: fc.integer({ min: 0, max: 20 }), isFinished: fc.boolean() }), { minLength: 1, maxLength: 60 })

  test('the curve falls, stays in its band, and the band in 0 to 1', () => {
    fc.assert(fc.property(list, (items) => {
      let before = 1
      for (const { survival, low, high } of kaplanMeier(items).steps) {
        expect(survival < before && 0 <= low && low <= survival && survival <= high && high <= 1).toBe(true)
        before = survival
      }
    }))
  })

  test('without open items it is the plain share, and the order of the list is nothing', () => {
    fc.assert(fc.property(list, fc.integer({ min: 0, max: 20 }), (items, limit) => {
      const done = items.map((i) => ({ ...i, isFinished: true }))
      expect(survivalAt(kaplanMeier(done), limit).survival).toBeCloseTo(items.filter((i) => i.duration > limit).length / items.length, 12)
      expect(kaplanMeier(items.toReversed())).toEqual(kaplanMeier(items))
    }))
  })

  test('leaving an item open never shortens the median', () => {
    fc.assert(fc.property(list, fc.nat(), (items, which) => {
      const open = items.map((item, i) => (i === which % items.length ? { ...item, isFinished: false } : item))
      const [all, some] = [items, open].map((l) => survivalQuantile(kaplanMeier(l), 0.5).value ?? Infinity)
      expect(some).toBeGreaterThanOrEqual(all ?? NaN)
    }))
  })
})

test('of 2,000 bands of the median at 95 %, 93 to 97.5 % hold the true one though a third is censored', () => {
  const random = seededUniform(1958)
  let held = 0
  for (let run = 0; run < 2000; run++) {
    const items = Array.from({ length: 80 }, (): Lifetime => {
      const [lasts, seen] = [-Math.log(1 - random()), -2 * Math.log(1 - random())]
      return { duration: Math.min(lasts, seen), isFinished: lasts <= seen }
    })
    const { low, high } = survivalQuantile(kaplanMeier(items), 0.5)
    if ((low ?? Infinity) <= Math.LN2 && Math.LN2 <= (high ?? Infinity)) held++
  }
  expect(held / 2000).toBeGreaterThan(0.93)
  expect(held / 2000).toBeLessThan(0.975)
})

test('200,000 lifetimes take well under a second', () => {
  const random = seededUniform(3)
  const items = Array.from({ length: 200_000 }, () => ({ duration: random(), isFinished: random() < 0.9 }))
  const started = performance.now()
  const curve = kaplanMeier(items)
  expect(performance.now() - started).toBeLessThan(2000)
  expect(survivalQuantile(curve, 0.5).value).toBeGreaterThan(quantile(items.map((i) => i.duration), 0.5) * 0.95)
})

test.each([
  ['no durations', () => kaplanMeier([])],
  ['a negative duration', () => kaplanMeier(lifetimes('-1'))],
  ['NaN', () => kaplanMeier([{ duration: NaN, isFinished: true }])],
])('%s is refused', (_, act) => {
  expect(act).toThrow(RangeError)
})
