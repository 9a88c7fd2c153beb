import { describe, expect, test } from 'vitest'
import { hasReal, realRows, realText } from '../../test/real.ts'
import { nabNormalised, nabProfiles, nabScore, probation } from './nab.ts'

describe('the scorer', () => {
  const times = Array.from({ length: 100 }, (_, i) => i)
  const windows = [[40, 59]] as const
  const scores = (...at: number[]): number[] => times.map((t) => (at.includes(t) ? 1 : 0))

  test.each([
    ['no detection: the window is missed', [], -1],
    ['the first point of the window: all of it', [40], 1],
    ['the last point of the window: little', [59], 0.12604],
    ['several in a window: the earliest counts', [59, 45], 0.967],
    ['a false alarm before any window: in full', [40, 30], 1 - 0.11],
    ['a false alarm right after the window: forgiven in part', [40, 60], 0.98561],
    ['a false alarm long after the window: in full', [40, 99], 0.890005],
    ['a false alarm while the detector still learns: nothing', [40, 3], 1],
  ])('%s', (_, at, want) => {
    expect(nabScore({ times, scores: scores(...at), windows }, 1).score).toBeCloseTo(want, 4)
  })

  test('nothing is 0, perfect is 100, on every profile', () => {
    for (const profile of Object.values(nabProfiles)) {
      expect(nabNormalised(nabScore({ times, scores: scores(), windows }, 1, profile).score, 1, profile)).toBe(0)
      expect(nabNormalised(nabScore({ times, scores: scores(40), windows }, 1, profile).score, 1, profile)).toBeCloseTo(100, 9)
    }
  })

  test('a long series is on trial for 750 points', () => {
    expect([probation(4032), probation(22_695)]).toEqual([604, 750])
  })
})

describe.skipIf(!hasReal('nab'))('the published scores of the benchmark (real data)', () => {
  const profileNames = { standard: 'standard', reward_low_FP_rate: 'fewFalseAlarms', reward_low_FN_rate: 'fewMisses' } as const
  const instant = (stamp: string): number => Date.parse(`${stamp.slice(0, 19).replace(' ', 'T')}Z`)

  test('are reproduced per file for windowedGaussian, to 1e-6, with the counts', () => {
    const windows = JSON.parse(realText('nab/windows.json')) as Record<string, [string, string][]>
    let compared = 0
    for (const row of realRows('nab/published_scores.csv.gz')) {
      const { detector = '', profile = '', file = '' } = row
      const ours = Object.entries(profileNames).find(([theirs]) => theirs === profile)?.[1]
      if (detector !== 'windowedGaussian' || ours === undefined || file === '') continue
      const output = realRows(`nab/detector_output_windowedGaussian/${file}.gz`)
      const got = nabScore({
        times: output.map((o) => instant(o['timestamp'] ?? '')),
        scores: output.map((o) => Number(o['anomaly_score'])),
        windows: (windows[file] ?? []).map(([a, b]) => [instant(a), instant(b)] as const),
      }, Number(row['threshold']), nabProfiles[ours])
      expect({ file, profile, tp: got.truePositives, fp: got.falsePositives, fn: got.falseNegatives, tn: got.trueNegatives })
        .toEqual({ file, profile, tp: Number(row['tp']), fp: Number(row['fp']), fn: Number(row['fn']), tn: Number(row['tn']) })
      expect(Math.abs(got.score - Number(row['score'])), `${file} ${profile}`).toBeLessThan(1e-6)
      compared++
    }
    expect(compared).toBeGreaterThanOrEqual(90)
  })
})
