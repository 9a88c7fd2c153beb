/** Whether an indicator is on its way to its pole, week by week, against its own past that was frozen. */
import { autocorrelation, inflation } from './autocorrelation.ts'
import { cusum } from './cusum.ts'
import { meanOf } from './quantile.ts'

/** One week of an indicator: `count` of `of` (or over an exposure of `of`), or a value where nothing is counted. Null: nothing could be seen that week. */
export type Week = { readonly count: number; readonly of: number } | { readonly value: number } | null

/** From this many weeks on a baseline is firm; from the other on provisional, and below it there is none. */
export const firmWeeks = 20
export const provisionalWeeks = 8

/** The past that later weeks are compared with; it stays until somebody gives a reason to take another. */
export interface Baseline {
  readonly kind: 'share' | 'rate' | 'value'
  readonly weeks: number
  readonly isFirm: boolean
  /** The common share or rate; of values (logarithms, where their scale is of factors) the mean. */
  readonly mean: number
  /** The standard deviation of one week's value; only where nothing is counted. */
  readonly spread: number
  /** φ ≥ 1: how many times more than chance the counts of a week vary, its memory included. */
  readonly inflation: number
}

/** The baseline of these weeks; null for fewer than `provisionalWeeks` with data. */
export function baselineOf(kind: Baseline['kind'], weeks: readonly Week[]): Baseline | null {
  const seen = weeks.flatMap((week) => (week === null || ('of' in week && week.of <= 0) ? [] : [week]))
  if (seen.length < provisionalWeeks) return null
  const isFirm = seen.length >= firmWeeks
  if (kind === 'value') {
    const values = seen.map((week) => ('value' in week ? week.value : week.count / week.of))
    const mean = meanOf(values)
    const r = Math.min(0.8, Math.max(0, autocorrelation(values)))
    const spread = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1))
    return { kind, weeks: seen.length, isFirm, mean, spread, inflation: (1 + r) / (1 - r) }
  }
  const counted = seen.flatMap((week) => ('of' in week ? [week] : []))
  const [counts, exposures] = [counted.map((week) => week.count), counted.map((week) => week.of)]
  const total = exposures.reduce((sum, x) => sum + x, 0)
  return { kind, weeks: seen.length, isFirm, mean: counts.reduce((sum, x) => sum + x, 0) / total, spread: 0, inflation: inflation({ kind, counts, exposures }).factor }
}

/** The deviation of a week from the baseline in standard deviations, towards larger values; null where nothing could be seen or nothing varies. */
export function deviation(week: Week, { kind, mean, spread, inflation: factor }: Baseline): number | null {
  if (week === null || ('of' in week && week.of <= 0)) return null
  const value = 'value' in week ? week.value : week.count / week.of
  const sd = kind === 'value' || 'value' in week ? spread : Math.sqrt((kind === 'share' ? mean * (1 - mean) : mean) / week.of)
  return sd > 0 ? (value - mean) / (sd * Math.sqrt(factor)) : null
}

/** What drift was found. */
export interface Drift {
  readonly isDrifting: boolean
  /** The index, among the weeks given, at which the drift began; null where there is none. */
  readonly since: number | null
  /** The sum now, in standard deviations; it signals at 5. */
  readonly sum: number
}

/** One-sided CUSUM (k = 0.5, h = 5) of the weeks after the baseline, towards the pole: upwards, or downwards where low is bad. Weeks that could not be seen say nothing. */
export function driftOf(weeks: readonly Week[], baseline: Baseline | null, isLowBad: boolean): Drift {
  const none = { isDrifting: false, since: null, sum: 0 }
  if (baseline === null) return none
  const seen = weeks.flatMap((week, index) => {
    const z = deviation(week, baseline)
    return z === null ? [] : [{ index, z: isLowBad ? -z : z }]
  })
  const last = cusum(seen.map(({ z }) => z)).at(-1)
  if (last === undefined) return none
  return { isDrifting: last.isUpSignal, since: last.upSince === null ? null : (seen[last.upSince]?.index ?? null), sum: last.up }
}
