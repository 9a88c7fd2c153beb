/** Before an action is taken: how large must its effect be for anybody to see it? */
import { needPositive, needWhole, needWithin } from './check.ts'
import { normalQuantile } from './distribution.ts'

/** What will be measured. */
export interface EffectPlan {
  /** Periods before and after, at least 3 each. */
  readonly before: number
  readonly after: number
  /** The mean count a period, before. */
  readonly meanCount: number
  /** True where the model has a trend too, which takes three quarters of the evidence for a jump away. */
  readonly hasTrend: boolean
  /** The chance to see an effect of that size; 0.8. */
  readonly power?: number
  /** The chance to see one where there is none, two-sided; 0.05. */
  readonly significance?: number
  /** How much more counts vary than chance, φ ≥ 1; 1. It multiplies the log effect by √φ. */
  readonly dispersion?: number
}

/**
 * The smallest reduction, as a share (0.3: 30 % fewer), that a Poisson regression with a step would find:
 * 1 − exp(−(z₁₋α/₂ + z₁₋β)·se), with the standard error of the step's coefficient where there is no effect. Wald's
 * approximation of Signorini, "Sample size for Poisson regression", Biometrika 78 (1991), with the design of the segmented
 * regression. A reduced series counts less than that error assumes: reductions above a third are seen somewhat more
 * seldom than `power` says. O(1). Refuses counts and shares outside their range (RangeError).
 */
export function minimalDetectableReduction({ before, after, meanCount, hasTrend, power = 0.8, significance = 0.05, dispersion = 1 }: EffectPlan): number {
  needWhole(before, 3, 'periods before')
  needWhole(after, 3, 'periods after')
  needPositive(meanCount, 'the mean count')
  needWithin(power, 0.5, 0.999999, 'the power')
  needWithin(significance, 1e-9, 0.5, 'the significance')
  needWithin(dispersion, 1, Infinity, 'the dispersion')
  const n = before + after
  const step = (before * after) / n
  // What of the step a straight line over the same periods does not explain: its squared covariance with time over time's.
  const evidence = hasTrend ? step - ((step * n) / 2) ** 2 / ((n ** 3 - n) / 12) : step
  const standardError = Math.sqrt(dispersion / (meanCount * evidence))
  return -Math.expm1(-(normalQuantile(1 - significance / 2) + normalQuantile(power)) * standardError)
}
