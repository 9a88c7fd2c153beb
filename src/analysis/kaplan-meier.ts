/** How long things last when some are not over yet: the Kaplan–Meier curve, its quantiles and their bands. */
import { at, needWithin } from './check.ts'
import { normalDistance, type Interval, type Sureness } from './interval.ts'

/** A duration seen: how long something took, or, where it is not over, how long it has taken so far. The unit is the caller's. */
export interface Lifetime {
  readonly duration: number
  /** False for what is still open, or was taken out of sight: the duration is then "at least so long". */
  readonly isFinished: boolean
}

/** The curve from `at` on, until the next step. */
export interface SurvivalStep extends Interval {
  readonly at: number
  /** How many were still going just before. */
  readonly atRisk: number
  readonly finished: number
  /** The share that lasts longer than `at`, 1 to 0. */
  readonly survival: number
  /** Greenwood's standard error of `survival`. */
  readonly standardError: number
}

export interface SurvivalCurve {
  readonly count: number
  readonly finished: number
  /** One a duration at which something finished, upwards; empty where nothing has. */
  readonly steps: readonly SurvivalStep[]
}

/**
 * The product-limit estimate: Kaplan and Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958).
 * Ties: what is censored at a duration was still at risk there. Standard errors by Greenwood (1926); the band is his on
 * the log(−log) scale, which stays within 0 and 1 (Kalbfleisch and Prentice 1980; `conf.type = "log-log"` of R's
 * survival). Where the last one has finished Greenwood's error has no value: the band then goes from 0 to where it was.
 * O(n log n). Refuses an empty list, negative durations and NaN (RangeError).
 */
export function kaplanMeier(lifetimes: readonly Lifetime[], sureness: Sureness = {}): SurvivalCurve {
  return kaplanMeierSorted(sortedDurations(lifetimes, true), sortedDurations(lifetimes, false), sureness)
}

/** The same of durations that are known to be in rising order and not negative. O(n). Refuses two empty lists (RangeError). */
export function kaplanMeierSorted(finished: Float64Array, censored: Float64Array, sureness: Sureness = {}): SurvivalCurve {
  const count = finished.length + censored.length
  if (count === 0) throw new RangeError('a survival curve of no durations')
  const z = normalDistance(sureness)
  const steps: SurvivalStep[] = []
  let [survival, greenwood, high, gone] = [1, 0, 1, 0]
  for (let i = 0; i < finished.length;) {
    const duration = at(finished, i)
    while (gone < censored.length && at(censored, gone) < duration) gone++
    const atRisk = count - i - gone
    let end = i + 1
    while (end < finished.length && finished[end] === duration) end++
    const ended = end - i
    survival *= (atRisk - ended) / atRisk
    greenwood += ended / (atRisk * (atRisk - ended))
    const band = survival === 0 ? { low: 0, high } : logLogBand(survival, greenwood, z)
    high = band.high
    steps.push({ at: duration, atRisk, finished: ended, survival, standardError: survival === 0 ? 0 : survival * Math.sqrt(greenwood), ...band })
    i = end
  }
  return { count, finished: finished.length, steps }
}

// Plain numbers in typed arrays: a million lifetimes take 2 s, sorting them by a comparison took 7.
function sortedDurations(lifetimes: readonly Lifetime[], isFinished: boolean): Float64Array {
  const durations: number[] = []
  for (const lifetime of lifetimes) {
    needWithin(lifetime.duration, 0, Infinity, 'a duration')
    if (lifetime.isFinished === isFinished) durations.push(lifetime.duration)
  }
  return Float64Array.from(durations).sort()
}

function logLogBand(survival: number, greenwood: number, z: number): Interval {
  const spread = Math.exp((z * Math.sqrt(greenwood)) / -Math.log(survival))
  return { low: survival ** spread, high: survival ** (1 / spread) }
}

/** The share that lasts longer than `duration`, with its band; before the first step all do. O(log n). */
export function survivalAt(curve: SurvivalCurve, duration: number): Interval & { readonly survival: number } {
  needWithin(duration, 0, Infinity, 'a duration')
  let [from, to] = [0, curve.steps.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (at(curve.steps, middle).at <= duration) from = middle + 1
    else to = middle
  }
  return from === 0 ? { survival: 1, low: 1, high: 1 } : at(curve.steps, from - 1)
}

/** A duration that a share is done by, with its band; null where so many had not finished when last seen. */
export interface SurvivalQuantile {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

/**
 * The duration by which the share `p` is done (0.5 the median): the first with a survival of at most 1 − p. The band is
 * where the curve's band crosses the same height (Brookmeyer and Crowley, Biometrics 38 (1982)). O(steps).
 */
export function survivalQuantile(curve: SurvivalCurve, p: number): SurvivalQuantile {
  needWithin(p, 0, 1, 'p')
  // A product of fractions that should be 1 − p misses it by rounding.
  const height = 1 - p + 1e-12
  const first = (of: (step: SurvivalStep) => number): number | null => curve.steps.find((step) => of(step) <= height)?.at ?? null
  return { value: first((s) => s.survival), low: first((s) => s.low), high: first((s) => s.high) }
}
