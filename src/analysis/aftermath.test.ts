/** What happened after a change: told when it was something, and "no evidence" when it was chance or happened to everybody. */
import { describe, expect, test } from 'vitest'
import { aftermath } from './aftermath.ts'
import { poissonCount, seededUniform } from './seeded.ts'

const day = 86_400_000
const changeMs = Date.UTC(2026, 2, 18, 20)
/** Moments from counts of each day, the first one `from` days from the change. */
const moments = (from: number, counts: readonly number[]): number[] => counts.flatMap((n, i) => Array.from({ length: n }, (_, k) => changeMs + (from + i) * day + (k + 1) * 60_000))
const series = (seed: number, mean: (dayAfter: number) => number, past = 56, next = 28): number[] => {
  const uniform = seededUniform(seed)
  return moments(-past, Array.from({ length: past + next }, (_, i) => poissonCount(mean(i - past), uniform)))
}
const about = (incidentsMs: readonly number[], othersMs: readonly number[] = [], next = 28) => aftermath({ changeMs, fromMs: changeMs - 56 * day, toMs: changeMs + next * day, incidentsMs, othersMs })

test('days are counted from the moment of the change, and each incident is on one side', () => {
  const found = about([changeMs - 1, changeMs, changeMs + day - 1, changeMs + day, changeMs - 57 * day, changeMs + 40 * day], [changeMs])
  expect([found.before, found.after]).toEqual([{ count: 1, days: 56 }, { count: 3, days: 28 }])
  expect(found.days.filter((d) => d.count + d.others > 0)).toEqual([{ day: -1, count: 1, others: 0 }, { day: 0, count: 2, others: 1 }, { day: 1, count: 1, others: 0 }])
})

test('a week of trouble: its peak, the days until it was steady, and the level after', () => {
  const found = about(series(3, (d) => (d < 0 ? 0.5 : d < 6 ? 5 - 0.6 * d : 0.5)), series(4, () => 3))
  expect(found).toMatchObject({ verdict: 'passing' })
  expect(found.peak?.day).toBeLessThan(4)
  expect(found.daysToSteady).toBeGreaterThan(2)
  expect(found.daysToSteady).toBeLessThan(9)
  expect(found.newLevel?.low).toBeLessThan(0.5)
  expect(found.newLevel?.high).toBeGreaterThan(0.5)
  expect(found.sentence).toMatch(/^More incidents for some days: \d+ incidents in 28 days after it, \d+ in the 56 days before, \d\.\d times as many .* The worst day was day \d with \d\. It was steady again after \d days\.$/)
})

test('a change after which it stayed worse', () => {
  const found = about(series(13, (d) => (d < 0 ? 0.5 : 2)), series(14, () => 3))
  expect(found).toMatchObject({ verdict: 'more' })
  expect(found.newLevel?.low).toBeGreaterThan(0.5)
  expect(found.sentence).toMatch(/^More incidents since/)
})

test('a change that took the trouble away', () => {
  const found = about(series(5, (d) => (d < 0 ? 2 : 0.2)), series(6, () => 3))
  expect(found).toMatchObject({ verdict: 'fewer', peak: null, daysToSteady: 0 })
  expect(found.sentence).toMatch(/^Fewer incidents since/)
})

test('what happened to everything else as well was not the change', () => {
  const found = about(series(7, (d) => (d < 0 ? 1 : 2.5)), series(8, (d) => (d < 0 ? 6 : 15)))
  expect(found.ratio.low).toBeGreaterThan(1)
  expect(found.verdict).toBe('no_evidence')
})

test('no incident ever, or too few days: nothing is claimed', () => {
  expect(about([])).toMatchObject({ verdict: 'no_evidence', ratio: { value: null }, peak: null, daysToSteady: 0 })
  expect(about(moments(0, [9]), [], 1)).toMatchObject({ verdict: 'too_early', sentence: 'Too early to say: 1 day after it, 9 incidents on what it touches.' })
  expect(() => aftermath({ changeMs, fromMs: changeMs, toMs: changeMs + day, incidentsMs: [], othersMs: [] })).toThrow(RangeError)
})

describe('most changes leave no trace', () => {
  test.each([0.1, 0.6, 3])('without effect, at %d incidents a day, it claims one for at most one change in twenty', (mean) => {
    const runs = 150
    let claims = 0
    for (let seed = 1; seed <= runs; seed++) {
      const { verdict } = about(series(seed * 31, () => mean), series(seed * 37, () => 4))
      if (verdict !== 'no_evidence') claims++
    }
    expect(claims / runs).toBeLessThanOrEqual(0.05)
  })
})
