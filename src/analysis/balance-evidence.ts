/** What is known of one indicator of balance in one window: its value, and how far sampling lets it be believed, towards the healthy side and away from it. */
import { needWhole, needWithin } from './check.ts'
import { tQuantile } from './distribution.ts'
import type { Interval } from './interval.ts'
import { type Lifetime, kaplanMeier, survivalQuantile } from './kaplan-meier.ts'
import { poissonRate } from './poisson.ts'
import { wilson } from './wilson.ts'

/** How what was counted becomes a value. */
export const evidenceKinds = ['proportion', 'rate', 'quantile', 'ratio', 'census'] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

/** What was counted in a window. */
export type Counted =
  /** `count` of `of` cases. */
  | { readonly kind: 'proportion'; readonly count: number; readonly of: number }
  /** `count` over an exposure that was observed whole; its unit is the indicator's. */
  | { readonly kind: 'rate'; readonly count: number; readonly exposure: number }
  /** Durations, those not over included; their unit is the indicator's. `share` is the quantile: 0.5 the median. */
  | { readonly kind: 'quantile'; readonly lifetimes: readonly Lifetime[]; readonly share?: number }
  /** Two sums (hours, money), week by week. */
  | { readonly kind: 'ratio'; readonly weeks: readonly { readonly amount: number; readonly per: number }[] }
  /** `count` of a whole population of `of` (services, plans). */
  | { readonly kind: 'census'; readonly count: number; readonly of: number }

/** A value with the ends of what it may be, in the indicator's own unit; each end alone is a bound at 90 %. */
export interface Evidence extends Interval {
  readonly value: number
  /** Cases, weeks or members that it rests on; of a rate the occurrences. */
  readonly n: number
  /** True where too few occurred to say more than that it is not extreme: such a rate speaks for health and is no gap. */
  readonly isTooRare: boolean
}

/** The least evidence: below it an indicator has no data. */
export const leastEvidence = { proportion: 20, quantile: 20, ratio: 8, census: 5 } as const
/** Occurrences below which a rate is data and no symptom. */
export const leastOccurrences = 3
const oneSided = { confidence: 0.9, isOneSided: true }

/**
 * What the count says; null where it is too little to say anything. `dispersion` φ ≥ 1 is how many times more than chance the
 * weekly values vary (`inflation`): shares and rates count as φ times fewer cases. `isLowBad` tells which end of a census is
 * the careful one: a whole population has no error of sampling, but k of n counts as k of n + 2, so that small ones do not shout.
 * The bounds: Wilson (proportion), exact Poisson (rate), Greenwood's band (quantile), the jackknife over weeks of the logarithm with
 * Student's t (ratio; Efron, "The jackknife, the bootstrap and other resampling plans", 1982). An end of a duration is infinite where so
 * many were not over.
 */
export function evidenceOf(counted: Counted, { dispersion = 1, isLowBad = false }: { readonly dispersion?: number; readonly isLowBad?: boolean } = {}): Evidence | null {
  switch (counted.kind) {
    case 'proportion': {
      if (counted.of < leastEvidence.proportion) return null
      const share = wilson(counted.count, counted.of, { ...oneSided, dispersion })
      return share && { ...share, n: counted.of, isTooRare: false }
    }
    case 'rate': {
      const rate = poissonRate(counted.count, counted.exposure, { ...oneSided, dispersion })
      return rate && { ...rate, n: counted.count, isTooRare: counted.count < leastOccurrences }
    }
    case 'quantile': return ofLifetimes(counted.lifetimes, counted.share ?? 0.5)
    case 'ratio': return ofWeeks(counted.weeks)
    case 'census': {
      const { count, of } = counted
      needWhole(of, 0, 'the members')
      needWhole(count, 0, 'the count')
      if (count > of) throw new RangeError(`${count} of ${of} is no share`)
      if (of < leastEvidence.census) return null
      const value = count / of
      // Where few are bad, the good ones are what must not be counted too sure.
      return isLowBad ? { value, low: value, high: (count + 2) / (of + 2), n: of, isTooRare: false } : { value, low: count / (of + 2), high: value, n: of, isTooRare: false }
    }
  }
}

function ofLifetimes(lifetimes: readonly Lifetime[], share: number): Evidence | null {
  if (lifetimes.length < leastEvidence.quantile) return null
  const { value, low, high } = survivalQuantile(kaplanMeier(lifetimes, oneSided), share)
  // So many are not over that the middle one is longer than anything seen: how long is not known, but how long at least is.
  const longest = lifetimes.reduce((most, { duration }) => Math.max(most, duration), 0)
  return { value: value ?? longest, low: low ?? value ?? longest, high: high ?? Infinity, n: lifetimes.length, isTooRare: false }
}

function ofWeeks(weeks: readonly { readonly amount: number; readonly per: number }[]): Evidence | null {
  for (const { amount, per } of weeks) {
    needWithin(amount, 0, Infinity, 'an amount')
    needWithin(per, 0, Infinity, 'what it is measured by')
  }
  const counting = weeks.filter(({ per }) => per > 0)
  const n = counting.length
  if (n < leastEvidence.ratio) return null
  const [amount, per] = [weeks.reduce((sum, w) => sum + w.amount, 0), weeks.reduce((sum, w) => sum + w.per, 0)]
  if (amount === 0) return { value: 0, low: 0, high: 0, n, isTooRare: false }
  // Without its only week with an amount there is nothing left: one week alone bounds nothing.
  const without = counting.map((w) => Math.log((amount - w.amount) / (per - w.per)))
  if (!without.every(Number.isFinite)) return { value: amount / per, low: 0, high: Infinity, n, isTooRare: false }
  const middle = without.reduce((sum, x) => sum + x, 0) / n
  const error = Math.sqrt(((n - 1) / n) * without.reduce((sum, x) => sum + (x - middle) ** 2, 0))
  const reach = Math.exp(tQuantile(oneSided.confidence, n - 1) * error)
  const value = amount / per
  return { value, low: value / reach, high: value * reach, n, isTooRare: false }
}
