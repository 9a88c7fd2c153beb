/** Exact intervals of counts, of rates, and of how many times one rate is another. */
import { needPositive, needWhole, needWithin } from './check.ts'
import { betaQuantile, binomialTails, gammaQuantile } from './distribution.ts'
import { tailOf, type Interval, type Sureness } from './interval.ts'
import { lnGamma } from './special-function.ts'

/**
 * The exact interval of the mean behind a count: Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28
 * (1936), by quantiles of the gamma distribution. `count` need not be whole, so that an overdispersed count can be
 * given divided by its φ; then it is as exact as φ is. Refuses negative counts and NaN (RangeError).
 */
export function poissonInterval(count: number, options: Sureness = {}): Interval {
  needWithin(count, 0, Infinity, 'a count')
  const tail = tailOf(options)
  return { low: count === 0 ? 0 : gammaQuantile(tail, count), high: gammaQuantile(1 - tail, count + 1) }
}

/** A rate per unit of exposure. */
export interface Rate extends Interval {
  /** `count / exposure`. */
  readonly value: number
}

/**
 * A count over its exposure (hours, days, users; the unit is the caller's) with its exact interval; null where the
 * exposure is 0. With a `dispersion` φ ≥ 1 the ends are those of count/φ over exposure/φ.
 */
export function poissonRate(count: number, exposure: number, options: Sureness & { readonly dispersion?: number } = {}): Rate | null {
  const { dispersion = 1 } = options
  needWithin(exposure, 0, Infinity, 'an exposure')
  needWithin(dispersion, 1, Infinity, 'the dispersion')
  const { low, high } = poissonInterval(count / dispersion, options)
  if (exposure === 0) return null
  const share = exposure / dispersion
  return { value: count / exposure, low: low / share, high: high / share }
}

/** Occurrences in an observed exposure. */
export interface Observed {
  readonly count: number
  readonly exposure: number
}

/** How many times one rate is another. */
export interface RateRatio extends Interval {
  /** Infinity where the reference has no occurrences; null where neither has any. */
  readonly value: number | null
  /** The chance of a split at least as unlikely as this one, were the rates equal (two-sided). */
  readonly p: number
}

/**
 * The rate of `studied` over the rate of `reference`, with the exact conditional interval: given the total, the count
 * of one is binomial (Przyborowski and Wilenski, Biometrika 31 (1940); the ends by Clopper and Pearson's). The p value adds
 * all splits that are not more likely than the one seen, as `poisson.test` and `binom.test` of R do. O(log total). Without any
 * occurrence the interval is (0, ∞) and p is 1.
 */
export function rateRatio(studied: Observed, reference: Observed, options: Sureness = {}): RateRatio {
  for (const { count, exposure } of [studied, reference]) {
    needWhole(count, 0, 'a count')
    needPositive(exposure, 'an exposure')
  }
  const total = studied.count + reference.count
  const tail = tailOf(options)
  const ratio = (share: number): number => (share >= 1 ? Infinity : ((share / (1 - share)) * reference.exposure) / studied.exposure)
  const low = studied.count === 0 ? 0 : ratio(betaQuantile(tail, studied.count, reference.count + 1))
  const high = reference.count === 0 ? Infinity : ratio(betaQuantile(1 - tail, studied.count + 1, reference.count))
  const value = total === 0 ? null : ratio(studied.count / total)
  return { value, low, high, p: binomialTest(studied.count, total, studied.exposure / (studied.exposure + reference.exposure)) }
}

/** The chance of a count that is not more likely than `count` among `of`, where each happens with `chance`. */
function binomialTest(count: number, of: number, chance: number): number {
  const lnTotal = lnGamma(of + 1)
  const lnChance = (k: number): number => lnTotal - lnGamma(k + 1) - lnGamma(of - k + 1) + k * Math.log(chance) + (of - k) * Math.log1p(-chance)
  // Equally likely splits differ by rounding; R allows the same.
  const limit = lnChance(count) + 1e-7
  const mode = Math.min(of, Math.floor((of + 1) * chance))
  if (lnChance(mode) <= limit) return 1
  // Likelihood falls on both sides of the mode, so each tail ends at one place, found by halving.
  const [below, above] = count < mode
    ? [count, firstUnlikely(mode, of + 1, (k) => k > of || lnChance(k) <= limit)]
    : [mode - firstUnlikely(0, mode + 1, (d) => d > mode || lnChance(mode - d) <= limit), count]
  return Math.min(1, binomialTails(below, of, chance).lower + binomialTails(above - 1, of, chance).upper)
}

/** The first number in `[low, high]` for which `isUnlikely` holds; it holds for all after it, and for `high`. */
function firstUnlikely(low: number, high: number, isUnlikely: (k: number) => boolean): number {
  let [from, to] = [low, high]
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if (isUnlikely(middle)) to = middle
    else from = middle + 1
  }
  return from
}
