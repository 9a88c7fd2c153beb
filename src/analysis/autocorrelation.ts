/** How much a series remembers of itself, how much more it varies than chance, and what both do to its evidence. */
import { at, needNumbers, needPositive, needSameLength, needWhole, needWithin } from './check.ts'
import { meanOf } from './quantile.ts'

/**
 * The autocorrelation at a lag: the covariance with the series `lag` places later over the variance, both divided by n
 * (Box and Jenkins, "Time Series Analysis", 1970; `acf` of R). 0 for a series that does not vary. O(n).
 */
export function autocorrelation(values: ArrayLike<number>, lag = 1): number {
  needWhole(lag, 0, 'the lag')
  needNumbers(values, 'autocorrelation', lag + 2)
  const mean = meanOf(values)
  let [covariance, variance] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    const deviation = at(values, i) - mean
    variance += deviation * deviation
    if (i + lag < values.length) covariance += deviation * (at(values, i + lag) - mean)
  }
  // Deviations of equal numbers are rounding only, and would look like a strong memory.
  return variance <= values.length * (1e-14 * mean) ** 2 ? 0 : covariance / variance
}

/**
 * How many independent values say as much about the mean as `n` values with the lag-1 autocorrelation `r` do:
 * n·(1 − r)/(1 + r) (Bayley and Hammersley 1946, for a first-order autoregression).
 */
export function effectiveSize(n: number, r: number): number {
  needPositive(n, 'n')
  if (!(r > -1 && r < 1)) throw new RangeError(`an autocorrelation lies between -1 and 1, not ${r}`)
  return (n * (1 - r)) / (1 + r)
}

/** Counts, and over what each was counted: cases for a share, hours or 1 for a rate. */
export interface CountedPeriods {
  readonly counts: readonly number[]
  /** One a period, or nothing where all are alike (rates only). */
  readonly exposures?: readonly number[]
  readonly kind: 'share' | 'rate'
}

/**
 * Pearson's dispersion: the sum of squared residuals over what a binomial (share) or Poisson (rate) count with one
 * common value would have, divided by periods − 1 (McCullagh and Nelder, "Generalized Linear Models", 1989, 4.5). 1
 * where chance explains all; null where nothing or everything happened, so that nothing can vary. Periods without
 * exposure are left out.
 */
export function pearsonDispersion(periods: CountedPeriods): number | null {
  const residuals = pearsonResiduals(periods)
  return residuals && residuals.reduce((sum, r) => sum + r * r, 0) / (residuals.length - 1)
}

/** By how much the variance of a sum over the periods exceeds chance, and why. */
export interface Inflation {
  /** φ ≥ 1: max(1, dispersion) × (1 + r)/(1 − r). */
  readonly factor: number
  readonly dispersion: number
  /** The lag-1 autocorrelation of the residuals, cut to 0 to 0.8. */
  readonly r: number
}

/**
 * The φ that widens intervals of counts: overdispersion times the effect of autocorrelation. 1 where nothing can vary.
 * Refuses fewer than 3 periods, negative counts, and more hits than cases (RangeError).
 */
export function inflation(periods: CountedPeriods): Inflation {
  const residuals = pearsonResiduals(periods)
  if (residuals === null || residuals.length < 3) return { factor: 1, dispersion: 1, r: 0 }
  const dispersion = Math.max(1, residuals.reduce((sum, value) => sum + value * value, 0) / (residuals.length - 1))
  const r = Math.min(0.8, Math.max(0, autocorrelation(residuals)))
  return { factor: (dispersion * (1 + r)) / (1 - r), dispersion, r }
}

function pearsonResiduals({ counts, exposures = counts.map(() => 1), kind }: CountedPeriods): number[] | null {
  needNumbers(counts, 'counts', 3)
  needSameLength(counts, exposures, 'counts and exposures')
  let [total, exposed] = [0, 0]
  for (const [i, count] of counts.entries()) {
    const exposure = at(exposures, i)
    needWithin(exposure, 0, Infinity, 'an exposure')
    needWithin(count, 0, kind === 'share' ? exposure : Infinity, 'a count')
    if (exposure === 0 && count > 0) throw new RangeError(`${count} counted in a period without exposure`)
    total += count
    exposed += exposure
  }
  if (total === 0 || exposed === 0 || (kind === 'share' && total === exposed)) return null
  const value = total / exposed
  const used = counts.flatMap((count, i) => {
    const exposure = at(exposures, i)
    if (exposure === 0) return []
    const variance = exposure * value * (kind === 'share' ? 1 - value : 1)
    return [(count - exposure * value) / Math.sqrt(variance)]
  })
  return used.length < 2 ? null : used
}
