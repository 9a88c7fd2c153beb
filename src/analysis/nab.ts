/**
 * Scores an anomaly detector by the method of the Numenta Anomaly Benchmark: early detections inside a labelled window
 * count most, detections outside cost a little, missed windows cost.
 *
 * Source: A. Lavin and S. Ahmad, "Evaluating Real-time Anomaly Detection Algorithms - the Numenta Anomaly Benchmark",
 * IEEE ICMLA 2015 (arXiv:1510.03336), with the details of the published scorer where the paper is silent.
 */

/** What a hit, a miss and a false alarm are worth. */
export interface NabProfile {
  readonly truePositive: number
  readonly falseNegative: number
  readonly falsePositive: number
}

/** The three profiles of the benchmark. */
export const nabProfiles = {
  standard: { truePositive: 1, falseNegative: 1, falsePositive: 0.11 },
  fewFalseAlarms: { truePositive: 1, falseNegative: 1, falsePositive: 0.22 },
  fewMisses: { truePositive: 1, falseNegative: 2, falsePositive: 0.11 },
} as const satisfies Record<string, NabProfile>

/** One series with a detector's opinion on each of its points. */
export interface NabSeries {
  /** Instants in order of the file, in any unit; repeats are allowed. */
  readonly times: readonly number[]
  /** The detector's anomaly score of each point, as long as `times`. */
  readonly scores: readonly number[]
  /** Labelled anomalies as `[first, last]` instants, both inside, in order and without overlap. */
  readonly windows: readonly (readonly [first: number, last: number])[]
}

/** What one series gave. Counts are of points, without those on which the detector may still learn. */
export interface NabScore {
  readonly score: number
  readonly truePositives: number
  readonly falsePositives: number
  readonly falseNegatives: number
  readonly trueNegatives: number
}

/** The first points of a series, which are not scored: 15 %, at most 750. */
export function probation(points: number): number {
  return Math.min(Math.floor(0.15 * points), 750)
}

/** Scores the detections (points whose score is `threshold` or more) of one series. */
export function nabScore(series: NabSeries, threshold: number, profile: NabProfile = nabProfiles.standard): NabScore {
  const { times, scores } = series
  const windows = series.windows.map((w) => indexesOf(times, w))
  const best = windows.map(() => -profile.falseNegative)
  const count = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 }
  let score = 0
  let next = 0 // the first window that has not ended before the point
  for (let i = probation(times.length); i < times.length; i++) {
    while (next < windows.length && (windows[next]?.last ?? 0) < i) next++
    const window = windows[next]
    const isInside = window !== undefined && i >= window.first
    const isDetected = (scores[i] ?? 0) >= threshold
    if (isInside) count[isDetected ? 'truePositives' : 'falseNegatives']++
    else count[isDetected ? 'falsePositives' : 'trueNegatives']++
    if (!isDetected) continue
    if (isInside) {
      const width = window.last - window.first + 1
      const worth = (sigmoid(-(window.last - i + 1) / width) / sigmoid(-1)) * profile.truePositive
      best[next] = Math.max(best[next] ?? 0, worth)
    } else score += falseAlarm(i, windows[next - 1]) * profile.falsePositive
  }
  return { score: score + best.reduce((a, b) => a + b, 0), ...count }
}

/** The sum of many series' scores on the scale where no detection at all is 0 and a perfect detector is 100. */
export function nabNormalised(score: number, windows: number, profile: NabProfile = nabProfiles.standard): number {
  const nothing = -windows * profile.falseNegative
  const perfect = windows * profile.truePositive
  return (100 * (score - nothing)) / (perfect - nothing)
}

interface Span { readonly first: number; readonly last: number }

// A repeated stamp (end of daylight saving) is met at its first showing, as the published scorer does.
function indexesOf(times: readonly number[], [first, last]: readonly [number, number]): Span {
  const start = times.findIndex((t) => t >= first)
  const end = times.findIndex((t) => t >= last)
  return { first: start, last: end === -1 ? times.length - 1 : end }
}

// A false alarm shortly after a window is forgiven in part; one far from any window, or before the first, costs in full.
function falseAlarm(i: number, before: Span | undefined): number {
  if (before === undefined) return -1
  const distance = (i - before.last) / Math.max(before.last - before.first, 1)
  return distance > 3 ? -1 : sigmoid(distance)
}

const sigmoid = (x: number): number => 2 / (1 + Math.exp(5 * x)) - 1
