import { describe, expect, test } from 'vitest'
import { hasReal, realPaths, realRows, realText } from '../../test/real.ts'
import { anomalyDetector, anomalyThreshold, type AnomalyReading } from './anomaly.ts'
import { nabNormalised, nabScore } from './nab.ts'

const minute = 60_000
/** Runs a detector over a series with a point every five minutes. */
function run(values: readonly number[]): AnomalyReading[] {
  const detector = anomalyDetector()
  return values.map((value, i) => detector.observe(i * 5 * minute, value))
}
const anomalies = (readings: readonly AnomalyReading[]): [number, string | null][] => readings.flatMap((r, i) => (r.isAnomaly ? [[i, r.reason] as [number, string | null]] : []))
/** A day that rises and falls, with a little noise that is the same in every run. */
const day = (i: number): number => 50 + 30 * Math.sin((i / 288) * 2 * Math.PI) + ((i * 7919) % 101) / 50
const days = (n: number): number[] => Array.from({ length: n * 288 }, (_, i) => day(i))

describe('the detector', () => {
  test('says nothing about a regular day in two weeks, and little after: views that just woke up know little of what is usual', () => {
    expect(anomalies(run(days(14)))).toEqual([])
    expect(anomalies(run(days(42))).length).toBeLessThanOrEqual(1)
  })

  test('says nothing about a series that never changes', () => {
    expect(anomalies(run(Array.from({ length: 3000 }, () => 0)))).toEqual([])
    expect(anomalies(run(Array.from({ length: 3000 }, () => 1e9)))).toEqual([])
  })

  test.each([
    ['a spike', (i: number) => (i === 2500 ? 200 : day(i)), 2500, 2500],
    ['a drop', (i: number) => (i === 2500 ? -80 : day(i)), 2500, 2500],
    ['a new level', (i: number) => day(i) + (i >= 2500 ? 40 : 0), 2500, 2520],
    ['a day without its rise', (i: number) => (i >= 2304 && i < 2592 ? 50 : day(i)), 2304, 2450],
    ['noise where there was none', (i: number) => day(i) + (i >= 2500 ? ((i * 31) % 2) * 40 : 0), 2500, 2540],
    ['the first sign of life', (i: number) => (i < 2500 ? 0 : 1), 2500, 2500],
  ])('sees %s, once, soon', (_, value, from, to) => {
    const found = anomalies(run(Array.from({ length: 2650 }, (_, i) => value(i)))).filter(([i]) => i < from + 120)
    expect(found).toHaveLength(1)
    expect(found[0]?.[0]).toBeGreaterThanOrEqual(from)
    expect(found[0]?.[0]).toBeLessThanOrEqual(to)
  })

  test('does not look ahead: what it said stays what it says with more data', () => {
    const values = days(12).map((v, i) => (i === 1500 ? 300 : v))
    expect(run(values).slice(0, 2000)).toEqual(run(values.slice(0, 2000)))
  })

  test('does not care for the unit', () => {
    const values = days(12).map((v, i) => (i === 1500 ? 300 : v))
    expect(anomalies(run(values.map((v) => v * 1e6 + 3e8)))).toEqual(anomalies(run(values)))
  })

  test('passes over what is no number, and keeps its mind', () => {
    const detector = anomalyDetector()
    days(9).forEach((value, i) => detector.observe(i * 5 * minute, value))
    expect(detector.observe(0, Number.NaN)).toEqual({ score: 0, isAnomaly: false, reason: null })
    expect(detector.observe(9 * 288 * 5 * minute, 500)).toMatchObject({ isAnomaly: true })
  })
})

describe.skipIf(!hasReal('nab'))('on the Numenta benchmark (real data)', () => {
  test('reaches 65 on the standard profile, with one threshold and no knowledge of the files', () => {
    const windows = JSON.parse(realText('nab/windows.json')) as Record<string, [string, string][]>
    const instant = (stamp: string): number => Date.parse(`${stamp.slice(0, 19).replace(' ', 'T')}Z`)
    let sum = 0
    let labelled = 0
    for (const path of realPaths('nab/data/*/*.csv.gz')) {
      const rows = realRows(path)
      const detector = anomalyDetector()
      const times = rows.map((r) => instant(r['timestamp'] ?? ''))
      const scores = rows.map((r, i) => detector.observe(times[i] ?? 0, Number(r['value'])).score)
      const own = (windows[path.slice('nab/data/'.length, -'.gz'.length)] ?? []).map(([a, b]) => [instant(a), instant(b)] as const)
      sum += nabScore({ times, scores, windows: own }, anomalyThreshold).score
      labelled += own.length
    }
    expect(nabNormalised(sum, labelled)).toBeGreaterThanOrEqual(65)
  })
})
