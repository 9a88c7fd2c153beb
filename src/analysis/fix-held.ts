/** Did the fix hold: whether what kept coming back stays away long enough to be no luck. */
import { needWhole, needWithin } from './check.ts'
import { type Observed, type RateRatio, rateRatio } from './poisson.ts'

/**
 * `fixed`: none came back although enough were due. `wait`: none came back, and too few were due to tell. With recurrences the exact rate ratio
 * says `reduced` (fewer than before), `worse` (more) or `unchanged` (no evidence of either). `unknown`: there was no rate before.
 */
export type FixVerdict = 'fixed' | 'wait' | 'reduced' | 'unchanged' | 'worse' | 'unknown'

export interface FixHeld {
  readonly verdict: FixVerdict
  /** Occurrences per day before the fix; null where nothing occurred or was observed. */
  readonly ratePerDay: number | null
  /** How many were due since the fix at the rate before; null without a rate. */
  readonly due: number | null
  /** Days without a recurrence after which it counts as fixed, from now on; 0 when they have passed; null where waiting does not help. */
  readonly daysToWait: number | null
  /** Rate after over rate before with its 95 % interval; null where both observations were not given. */
  readonly ratio: RateRatio | null
}

/** So many must have been due without any coming: the chance of that, were nothing fixed, is e⁻³ ≈ 0.05. */
export const enoughDue = 3

/**
 * Whether the fix held: with rate r before, t days without a recurrence have the chance e^(−rt) where nothing changed, so "fixed" (95 %) from
 * r·t ≥ 3 on (the rule of three; Hanley and Lippman-Hand, JAMA 249 (1983)); with recurrences the exact ratio of the two rates. Exposures are
 * days. Refuses negative and broken counts and negative exposures (RangeError).
 */
export function fixHeld(before: Observed, after: Observed): FixHeld {
  for (const { count, exposure } of [before, after]) {
    needWhole(count, 0, 'a count')
    needWithin(exposure, 0, Infinity, 'an exposure')
  }
  if (before.count === 0 || before.exposure === 0) return { verdict: 'unknown', ratePerDay: null, due: null, daysToWait: null, ratio: null }
  const ratePerDay = before.count / before.exposure
  const due = ratePerDay * after.exposure
  const ratio = after.exposure === 0 ? null : rateRatio(after, before)
  if (after.count === 0) return { verdict: due >= enoughDue ? 'fixed' : 'wait', ratePerDay, due, daysToWait: Math.max(0, enoughDue / ratePerDay - after.exposure), ratio }
  const verdict = ratio === null ? 'unchanged' : ratio.high < 1 ? 'reduced' : ratio.low > 1 ? 'worse' : 'unchanged'
  return { verdict, ratePerDay, due, daysToWait: null, ratio }
}
