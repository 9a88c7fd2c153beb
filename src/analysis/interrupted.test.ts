/** The Sicilian smoking ban in all published forms, and what interrupted series must and must not find. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { beyondOthers, interrupted, placebos, verdictOn, type Outcome } from './interrupted.ts'
import { poissonCount, seededUniform } from './seeded.ts'

const file = '../shared/data/sicily-its.json'

// Acute coronary episodes a month, 2002 to 2006; ban from month 37 on (Lopez Bernal et al. 2017).
describe.skipIf(!existsSync(file))(`Sicily (${file})`, () => {
  const rows: number[][] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
  const pick = (index: number): number[] => rows.map((row) => row[index] ?? NaN)
  const outcome: Outcome = { kind: 'counts', counts: pick(2), exposure: pick(6) }
  const season = { period: 12, pairs: 2 }
  const rounded = ({ ratio, low, high }: { ratio: number; low: number; high: number }): number[] => [ratio, low, high].map((v) => Number(v.toFixed(3)))

  test('59 months, the ban in month 37', () => {
    expect([rows.length, pick(4).indexOf(1), pick(3)[36]]).toEqual([59, 36, 37])
  })

  test('a plain comparison says the rate rose by 3.4 %', () => {
    const { before, after } = interrupted({ kind: 'counts', counts: pick(2), exposure: pick(6).map((p) => p / 1e5) }, { start: 36 }).plain
    expect([before, after].map((v) => Number(v.toFixed(2)))).toEqual([213.27, 220.51])
    expect(Number((100 * (after / before - 1)).toFixed(1))).toBe(3.4)
    const counts = interrupted({ kind: 'counts', counts: pick(2) }, { start: 36 }).plain
    expect([counts.before, counts.after].map((v) => Number(v.toFixed(1)))).toEqual([810.9, 857.5])
  })

  test('the level change, Poisson: −0.1116, 0.894 (0.865 to 0.925)', () => {
    const { level } = interrupted(outcome, { start: 36, isDispersed: false })
    expect(level.coefficient.value).toBeCloseTo(-0.1116, 4)
    expect(rounded(level)).toEqual([0.894, 0.865, 0.925])
  })

  test('quasi-Poisson: dispersion 3.559, 0.839 to 0.953', () => {
    const found = interrupted(outcome, { start: 36 })
    expect(found.dispersion).toBeCloseTo(3.559, 3)
    expect(rounded(found.level)).toEqual([0.894, 0.839, 0.953])
  })

  test('with two pairs of waves: −0.1221, 0.885 (0.839 to 0.933), dispersion 2.262, trend 0.00539 a month', () => {
    const found = interrupted(outcome, { start: 36, season })
    expect(found.level.coefficient.value).toBeCloseTo(-0.1221, 4)
    expect(rounded(found.level)).toEqual([0.885, 0.839, 0.933])
    expect(found.dispersion).toBeCloseTo(2.262, 3)
    expect(found.trend.coefficient.value).toBeCloseTo(0.00539, 5)
  })

  test('with a slope change from time 0: −0.185, 0.831 (0.705 to 0.979); slope 0.0015, p = 0.43', () => {
    const { level, slope } = interrupted(outcome, { start: 36, season, hasSlopeChange: true, rampFrom: 0 })
    expect(level.coefficient.value).toBeCloseTo(-0.185, 3)
    expect(rounded(level)).toEqual([0.831, 0.705, 0.979])
    expect(slope?.coefficient.value).toBeCloseTo(0.0015, 4)
    expect(slope?.coefficient.p).toBeCloseTo(0.43, 2)
  })

  test('with a slope change from month 37, which is what is done where nothing is said: −0.130, 0.878 (0.829 to 0.929)', () => {
    const centred = interrupted(outcome, { start: 36, season, hasSlopeChange: true })
    expect(centred.level.coefficient.value).toBeCloseTo(-0.13, 3)
    expect(rounded(centred.level)).toEqual([0.878, 0.829, 0.929])
    expect(centred).toEqual(interrupted(outcome, { start: 36, season, hasSlopeChange: true, rampFrom: 37 }))
  })

  test('Newey and West agree, and t is wider', () => {
    const found = interrupted(outcome, { start: 36, season })
    expect(found.secondOpinion?.ratio).toBe(found.level.ratio)
    expect(found.secondOpinion?.high).toBeLessThan(1)
    const careful = interrupted(outcome, { start: 36, season, reference: 't' })
    expect(careful.level.low).toBeLessThan(found.level.low)
  })

  test('dates before the ban give nothing', () => {
    const dates = placebos(outcome, { start: 36, season: { period: 12, pairs: 2 } })
    expect(dates.map((d) => d.start)).toEqual(Array.from({ length: 21 }, (_, i) => i + 8))
    expect(dates.filter((d) => d.level.high < 0.95)).toEqual([])
  })
})

const series = (seed: number, mean: (i: number) => number, length = 48): number[] => {
  const random = seededUniform(seed)
  return Array.from({ length }, (_, i) => poissonCount(mean(i), random))
}

test('a share and a duration: a drop is found with its size', () => {
  const random = seededUniform(5)
  const hits = Array.from({ length: 40 }, (_, i) => {
    let count = 0
    for (let k = 0; k < 500; k++) if (random() < (i < 20 ? 0.3 : 0.2)) count++
    return count
  })
  const share = interrupted({ kind: 'shares', hits, cases: hits.map(() => 500) }, { start: 20 })
  // Odds 0.25 over 0.4286.
  expect(share.level.low < 0.583 && 0.583 < share.level.high).toBe(true)
  expect(share.level.high).toBeLessThan(0.8)
  const medians = Array.from({ length: 40 }, (_, i) => (i === 30 ? 4000 : (i < 20 ? 10 : 7) * Math.exp(0.05 * (random() - 0.5))))
  const duration = interrupted({ kind: 'durations', medians }, { start: 20 })
  expect(duration.level.ratio).toBeCloseTo(0.7, 1)
  expect(duration.level.high).toBeLessThan(0.8)
  expect(duration.dispersion).toBeNull()
})

test('a trend that goes on is no effect', () => {
  const counts = series(1, (i) => 100 * 0.98 ** i)
  const { level, plain } = interrupted({ kind: 'counts', counts }, { start: 24 })
  expect(plain.after / plain.before).toBeLessThan(0.7)
  expect(level.low < 1 && 1 < level.high).toBe(true)
})

test('periods left out do not count, and missing ones leave time running', () => {
  const counts = series(2, (i) => (i === 24 ? 5000 : i < 24 ? 50 : 30))
  const { level, before, after } = interrupted({ kind: 'counts', counts }, { start: 24, excluded: [24] })
  expect([before, after]).toEqual([24, 23])
  expect(level.ratio).toBeCloseTo(0.6, 1)
  const times = counts.map((_, i) => (i < 24 ? i : i + 10))
  expect(interrupted({ kind: 'counts', counts }, { start: 24, excluded: [24], times }).trend.ratio).not.toBe(level.ratio)
})

test('without any occurrence after, nothing is estimated and it says so', () => {
  expect(interrupted({ kind: 'counts', counts: series(3, (i) => (i < 24 ? 6 : 0)) }, { start: 24 }).isEstimable).toBe(false)
})

test('what happened to others too is no effect of the action', () => {
  const options = { start: 24 }
  const mine = interrupted({ kind: 'counts', counts: series(6, (i) => (i < 24 ? 200 : 140)) }, options).level
  const others = interrupted({ kind: 'counts', counts: series(7, (i) => (i < 24 ? 300 : 210)) }, options).level
  expect(mine.high).toBeLessThan(1)
  const beyond = beyondOthers(mine, others)
  expect(beyond.low < 1 && 1 < beyond.high).toBe(true)
  expect(beyond.high / beyond.low).toBeGreaterThan(mine.high / mine.low)
})

test('of 1,000 series without effect, about 5 % show one; fewer by t', () => {
  let [normal, student] = [0, 0]
  for (let run = 0; run < 1000; run++) {
    const counts = series(1000 + run, () => 40, 24)
    const misses = (reference: 'normal' | 't'): number => {
      const { low, high } = interrupted({ kind: 'counts', counts }, { start: 12, reference }).level
      return low > 1 || high < 1 ? 1 : 0
    }
    normal += misses('normal')
    student += misses('t')
  }
  expect(normal / 1000).toBeLessThan(0.075)
  expect(student).toBeLessThanOrEqual(normal)
  expect(student / 1000).toBeGreaterThan(0.02)
})

test.each([
  [0.7, 0.9, 0.85, 'improved'],
  [0.9, 0.97, 0.85, 'improved_less_than_planned'],
  [0.9, 1.05, 0.85, 'no_effect'],
  [0.8, 1.05, 0.85, 'inconclusive'],
  [1.01, 1.2, 0.85, 'worse'],
  // Where more is better.
  [1.1, 1.3, 1.2, 'improved'],
  [1.05, 1.15, 1.2, 'improved_less_than_planned'],
  [0.95, 1.1, 1.2, 'no_effect'],
  [0.95, 1.3, 1.2, 'inconclusive'],
  [0.7, 0.9, 1.2, 'worse'],
])('an interval of %d to %d with %d worth while: %s', (low, high, worthwhile, verdict) => {
  expect(verdictOn({ low, high }, worthwhile)).toBe(verdict)
})

test.each([
  ['seven periods before', () => interrupted({ kind: 'counts', counts: series(4, () => 9, 20) }, { start: 7 })],
  ['seven left after exclusion', () => interrupted({ kind: 'counts', counts: series(4, () => 9, 16) }, { start: 8, excluded: [8] })],
  ['a season seen once', () => interrupted({ kind: 'counts', counts: series(4, () => 9, 20) }, { start: 10, season: { period: 12, pairs: 1 } })],
  ['a negative count', () => interrupted({ kind: 'counts', counts: [-1, ...series(4, () => 9, 20)] }, { start: 10 })],
  ['no exposure', () => interrupted({ kind: 'counts', counts: [1, 2, 3], exposure: [1, 0, 1] }, { start: 1 })],
  ['a duration of 0', () => interrupted({ kind: 'durations', medians: [1, 0, 3] }, { start: 1 })],
  ['NaN', () => interrupted({ kind: 'counts', counts: [NaN, ...series(4, () => 9, 20)] }, { start: 10 })],
  ['times that go back', () => interrupted({ kind: 'counts', counts: series(4, () => 9, 20) }, { start: 10, times: Array.from({ length: 20 }, (_, i) => -i) })],
  ['nothing planned', () => verdictOn({ low: 0.9, high: 1.1 }, 1)],
])('%s is refused', (_, act) => {
  expect(act).toThrow(RangeError)
})
