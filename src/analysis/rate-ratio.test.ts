/** The self-controlled rate ratio gives the published figures, and made-up changes raise false alarms no more often than it says. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rateRatio } from './poisson.ts'
import { rateLevel, selfControlled, stratifiedRatio } from './rate-ratio.ts'
import { poissonCount, seededUniform } from './seeded.ts'

const hour = 3_600_000
const week = 168 * hour
const from = Date.UTC(2026, 0, 5)

test.each([
  [6, 10, 12, 80, 4, 1.23, 11.5, 0.0107],
  [2, 10, 12, 80, 1.33, 0.14, 5.99, null],
])('%d in %d risk days against %d in %d is %d (%d to %d)', (riskCount, riskExposure, otherCount, otherExposure, value, low, high, p) => {
  const found = stratifiedRatio([{ riskCount, riskExposure, otherCount, otherExposure }])
  expect(found.value).toBeCloseTo(value, 2)
  expect(found.low).toBeCloseTo(low, 2)
  expect(found.high).toBeCloseTo(high, 1)
  if (p !== null) expect(found.p).toBeCloseTo(p, 4)
})

test('with one stratum it is the exact ratio of two rates', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), fc.double({ min: 0.2, max: 9, noNaN: true }), (a, b, exposure) => {
    const [mine, theirs] = [stratifiedRatio([{ riskCount: a, riskExposure: exposure, otherCount: b, otherExposure: 3 }]), rateRatio({ count: a, exposure }, { count: b, exposure: 3 })]
    for (const end of ['value', 'low', 'high', 'p'] as const) {
      const [x, y] = [mine[end], theirs[end]]
      if (x === null || y === null || !Number.isFinite(y)) expect(x).toBe(y)
      else expect(Math.abs(x - y)).toBeLessThan(1e-6 * (1 + y))
    }
  }), { numRuns: 60 })
})

test('a stratum that was only in the window or only outside of it says nothing', () => {
  const one = { riskCount: 6, riskExposure: 10, otherCount: 12, otherExposure: 80 }
  expect(stratifiedRatio([one, { riskCount: 9, riskExposure: 3, otherCount: 0, otherExposure: 0 }])).toEqual(stratifiedRatio([one]))
  expect(stratifiedRatio([])).toEqual({ value: null, low: 0, high: Infinity, p: 1 })
})

test('what only follows the hour of the week is not laid at the door of changes', () => {
  // Changes each Monday at 9, incidents each weekday from 9 to 10 whether there was a change or not; changes in every second week.
  const weeks = Array.from({ length: 26 }, (_, n) => from + n * week)
  const changesMs = weeks.filter((_, n) => n % 2 === 0).map((ms) => ms + 9 * hour)
  const incidentsMs = weeks.flatMap((ms) => [0, 1, 2, 3, 4].map((d) => ms + d * 24 * hour + 9.5 * hour))
  const o = { fromMs: from, toMs: from + 26 * week, changesMs, incidentsMs }
  expect(selfControlled(o).map((e) => e.verdict)).toEqual(['no_evidence', 'no_evidence'])
  const [plain] = selfControlled({ ...o, stratumOf: () => 0, draws: 0 })
  expect(plain?.ratio.value).toBeGreaterThan(1)
})

test('what changes do bring is found, in the window where it comes, with the share that is theirs', () => {
  const { changesMs, incidentsMs } = operation(4, 3)
  const [day, later] = selfControlled({ fromMs: from, toMs: from + 52 * week, changesMs, incidentsMs })
  expect(day?.verdict).toBe('more')
  expect(day?.attributable?.value).toBeCloseTo(1 - 1 / (day?.ratio.value ?? 1), 10)
  expect(day?.sentence).toMatch(/^More incidents in the 24 hours after a change: \d+ incidents in \d+ days against \d+ in \d+ days at other times, \d+\.\d times as many/)
  expect(later?.verdict).toBe('no_evidence')
  expect(later?.attributable).toBeNull()
})

describe(`pseudo-changes: dates drawn at random raise an alarm in at most ${rateLevel * 100} % of operations`, () => {
  test.each([['incidents one by one', 1], ['incidents in bunches, which an exact interval alone would take for an effect', 5]])('%s', (_, bunch) => {
    const runs = 200
    let alarms = 0
    let byIntervalAlone = 0
    for (let seed = 1; seed <= runs; seed++) {
      const { changesMs, incidentsMs } = operation(seed, 0, bunch, 26)
      const [effect] = selfControlled({ fromMs: from, toMs: from + 26 * week, changesMs, incidentsMs, seed, draws: 39, windows: [{ fromHours: 0, toHours: 24 }] })
      if (effect?.verdict === 'more') alarms++
      if ((effect?.ratio.low ?? 0) > 1) byIntervalAlone++
    }
    // What chance alone stays below in 97.5 of 100 such series of runs.
    expect(alarms / runs).toBeLessThanOrEqual(rateLevel + 1.96 * Math.sqrt((rateLevel * (1 - rateLevel)) / runs))
    if (bunch > 1) expect(byIntervalAlone / runs).toBeGreaterThan(rateLevel)
  }, 120_000)
})

/** A change and two incidents a week at random hours, and `brought` more on the day after each change; in bunches where asked for. */
function operation(seed: number, brought: number, bunch = 1, weeks = 52): { changesMs: number[]; incidentsMs: number[] } {
  const uniform = seededUniform(seed * 7919)
  const moment = (): number => from + uniform() * weeks * week
  const changesMs = Array.from({ length: weeks }, moment)
  const incidentsMs: number[] = []
  for (let n = poissonCount((weeks * 2) / bunch, uniform); n > 0; n--) {
    const begin = moment()
    for (let k = 0; k < bunch; k++) incidentsMs.push(begin + k * 3 * hour)
  }
  for (const ms of changesMs) for (let n = poissonCount(brought * 0.3, uniform); n > 0; n--) incidentsMs.push(ms + uniform() * 20 * hour)
  return { changesMs, incidentsMs }
}
