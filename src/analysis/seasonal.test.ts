import { describe, expect, test } from 'vitest'
import { hasReal, realRows } from '../../test/real.ts'
import { seasonalBaseline, type Sample } from './seasonal.ts'

const instant = (iso: string): number => Date.parse(iso)
const hour = 3_600_000
/** A sample at each hour of so many weeks, from Monday 5 January 2026 UTC on. */
const weeks = (n: number, value: (hourOfWeek: number, week: number) => number): Sample[] =>
  Array.from({ length: n * 168 }, (_, i) => ({ at: instant('2026-01-05T00:00:00Z') + i * hour, value: value(i % 168, Math.floor(i / 168)) }))

describe('a baseline', () => {
  test('knows each hour of the week', () => {
    const usual = seasonalBaseline(weeks(4, (h, w) => h * 10 + w), { zone: 'UTC' })
    expect(usual.hours).toHaveLength(168)
    expect(usual.hours[9]).toEqual({ hourOfWeek: 9, median: 91.5, spread: 1.4826, n: 4, weeks: 4 })
    expect(usual.compare({ at: instant('2026-02-09T09:30:00Z'), value: 91.5 + 1.4826 * 3 })?.score).toBeCloseTo(3, 9)
  })

  test('is not moved by one wild week', () => {
    const usual = seasonalBaseline(weeks(5, (_, w) => (w === 2 ? 1e6 : 10 + w)), { zone: 'UTC' })
    expect(usual.hours[0]?.median).toBe(13)
    expect(usual.hours[0]?.spread).toBeLessThan(4)
  })

  test('counts hours on the clocks of the zone: Monday 00:00 in Auckland is Sunday noon in UTC', () => {
    const usual = seasonalBaseline([{ at: instant('2026-07-05T12:00:00Z'), value: 7 }], { zone: 'Pacific/Auckland' })
    expect(usual.hours[0]).toMatchObject({ hourOfWeek: 0, n: 1 })
  })

  test.each([
    ['comes twice: one hour of the week with the samples of both', '2026-10-25T00:00:00Z', '2026-10-25T01:59:00Z', 144 + 2, 2],
    ['is left out: no sample, and nine stays nine', '2026-03-29T00:30:00Z', '2026-03-29T07:00:00Z', 144 + 9, 1],
  ])('the hour that %s', (_, first, second, hourOfWeek, n) => {
    const usual = seasonalBaseline([{ at: instant(first), value: 1 }, { at: instant(second), value: 2 }], { zone: 'Europe/Berlin' })
    expect(usual.hours.find((h) => h.hourOfWeek === hourOfWeek)?.n).toBe(n)
    expect(usual.hours.some((h) => h.hourOfWeek === 144 + 2 && h.n > n)).toBe(false)
  })

  test('says nothing of an hour that it has not met in enough weeks', () => {
    const usual = seasonalBaseline(weeks(2, () => 1), { zone: 'UTC' })
    expect(usual.compare({ at: instant('2026-02-09T09:30:00Z'), value: 1 })).toBeUndefined()
    expect(seasonalBaseline([], { zone: 'UTC' }).compare({ at: 0, value: 1 })).toBeUndefined()
  })

  test('passes over what is no number; where all were equal, anything else is infinitely far', () => {
    const usual = seasonalBaseline([...weeks(4, () => 5), { at: 0, value: Number.NaN }], { zone: 'UTC' })
    const at = instant('2026-02-09T09:30:00Z')
    expect(usual.compare({ at, value: 5 })).toEqual({ expected: 5, score: 0 })
    expect(usual.compare({ at, value: 4 })?.score).toBe(-Infinity)
  })

  test('refuses a zone that does not exist', () => {
    expect(() => seasonalBaseline([], { zone: 'Europe/Atlantis' })).toThrow(RangeError)
  })
})

describe.skipIf(!hasReal('nab'))('taxi rides in New York (real data)', () => {
  test('the blizzard of 27 January 2015 is far below what is usual, the Tuesday before is not', () => {
    const rides = realRows('nab/data/realKnownCause/nyc_taxi.csv.gz').map((r) => ({ at: instant(`${(r['timestamp'] ?? '').replace(' ', 'T')}Z`), value: Number(r['value']) }))
    const usual = seasonalBaseline(rides, { zone: 'UTC' })
    const score = (iso: string): number => usual.compare(rides.find((r) => r.at === instant(iso)) ?? { at: 0, value: 0 })?.score ?? 0
    expect(score('2015-01-27T09:00:00Z')).toBeLessThan(-5)
    expect(Math.abs(score('2015-01-20T09:00:00Z'))).toBeLessThan(3)
  })
})
