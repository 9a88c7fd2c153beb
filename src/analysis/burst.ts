/** Whether something that happens now and then came in a burst, and whether it comes more often than it did. */
import { needNumbers, needWithin } from './check.ts'
import { poissonTails } from './distribution.ts'
import { rateRatio, type RateRatio } from './poisson.ts'

/** Lengths of the windows looked at, in seconds: an hour to two weeks. */
export const burstWindows: readonly number[] = [3600, 6 * 3600, 86_400, 3 * 86_400, 7 * 86_400, 14 * 86_400]

/** The window in which most more came than by chance. Times in seconds since 1970. */
export interface Burst {
  readonly from: number
  /** After the last occurrence in it. */
  readonly to: number
  readonly count: number
  /** How many would have been usual in a window of this length. */
  readonly expected: number
  /** The chance of such a window anywhere in the time, were the occurrences spread evenly; all windows looked at are allowed for (Bonferroni). */
  readonly p: number
}

/** A burst is told from this chance down. */
export const burstP = 0.01
const leastOfBurst = 3

/**
 * Scans windows that begin at an occurrence (J. Naus, "The distribution of the size of the maximum cluster of points on a line", JASA 60, 1965):
 * of n over the whole time, those of a window beside its first are Poisson with mean (n − 1) · window / time. Null where no window stands out.
 * `times` are sorted and lie in `[from, to]`; fewer than three make no burst. O(n).
 */
export function burstOf(times: readonly number[], from: number, to: number): Burst | null {
  needNumbers(times, 'times', 0)
  needWithin(to, from, Infinity, 'the end')
  let best: Burst | null = null
  for (const window of burstWindows) {
    const mean = ((times.length - 1) * window) / (to - from)
    if (window * 2 > to - from) break
    let end = 0
    let most = { count: 0, start: 0 }
    for (let start = 0; start < times.length; start++) {
      while (end < times.length && (times[end] ?? 0) - (times[start] ?? 0) < window) end++
      if (end - start > most.count) most = { count: end - start, start }
    }
    if (most.count < leastOfBurst) continue
    const p = Math.min(1, poissonTails(most.count - 2, mean).upper * times.length * burstWindows.length)
    const first = times[most.start] ?? from
    if (p <= burstP && (best === null || p < best.p)) best = { from: first, to: times[most.start + most.count - 1] ?? first, count: most.count, expected: mean, p }
  }
  return best
}

/** The last weeks against those before. */
export interface Trend extends RateRatio {
  readonly recent: number
  readonly before: number
  /** Days of each part. */
  readonly recentDays: number
  readonly beforeDays: number
  /** Only where the interval excludes that nothing changed; else nobody can tell. */
  readonly verdict: 'rising' | 'falling' | 'cannot tell'
}

const day = 86_400
/** Four weeks against the twelve before. */
export const trendDays = { recent: 28, before: 84 } as const

/** Whether it comes more often in the last 28 days than in the 84 before, by the exact ratio of the rates; null where it was not known 7 days before those. Times in seconds, in any order. */
export function trendOf(times: readonly number[], knownFrom: number, now: number): Trend | null {
  const recentFrom = now - trendDays.recent * day
  const beforeFrom = Math.max(knownFrom, recentFrom - trendDays.before * day)
  const beforeDays = (recentFrom - beforeFrom) / day
  if (beforeDays < 7) return null
  const recent = times.filter((t) => t > recentFrom && t <= now).length
  const before = times.filter((t) => t > beforeFrom && t <= recentFrom).length
  const ratio = rateRatio({ count: recent, exposure: trendDays.recent }, { count: before, exposure: beforeDays })
  return { ...ratio, recent, before, recentDays: trendDays.recent, beforeDays, verdict: ratio.low > 1 ? 'rising' : ratio.high < 1 ? 'falling' : 'cannot tell' }
}
