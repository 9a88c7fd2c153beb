/** Control charts: which points of a series its own common variation does not explain. */
import { at, needNumbers, needPositive, needWhole, needWithin } from './check.ts'
import { binomialTails } from './distribution.ts'
import type { Interval } from './interval.ts'
import { meanOf, median } from './quantile.ts'

/**
 * Why a point stands out, by the rules of the Western Electric "Statistical Quality Control Handbook" (1956):
 * one beyond three sigma; two of three beyond two, three included, on one side; four of five beyond one; eight in a row
 * on one side. `range`: the step to it from the point before is larger than common variation makes.
 */
export type Signal = 'beyond_three_sigma' | 'two_of_three_beyond_two' | 'four_of_five_beyond_one' | 'eight_on_one_side' | 'range'

/** A point with its limits and what stands out about it (mostly nothing). The point that completes a pattern has its signal. */
export interface ChartPoint extends Interval {
  readonly value: number
  readonly signals: readonly Signal[]
}

export interface XmrChart {
  readonly centre: number
  readonly limits: Interval
  readonly meanRange: number
  readonly rangeLimit: number
  readonly points: readonly ChartPoint[]
}

/**
 * The chart of single values and their moving ranges: mean ± 2.66 × mean moving range, ranges up to 3.268 × it
 * (Shewhart; constants of Wheeler, "Understanding Variation", 1993). Centre and limits come from the first `baseline`
 * values, all where it is not given; the rest is judged by them. O(n). Refuses fewer than 2 values in the baseline.
 */
export function xmrChart(values: readonly number[], baseline = values.length): XmrChart {
  needWhole(baseline, 2, 'the baseline')
  needNumbers(values, 'an XmR chart', baseline)
  const base = values.slice(0, baseline)
  const centre = meanOf(base)
  const meanRange = meanMovingRange(base)
  const reach = 2.66 * meanRange
  const rangeLimit = 3.268 * meanRange
  const limits = { low: centre - reach, high: centre + reach }
  const signals = signalsOf(values.map((value) => inSigmas(value - centre, reach / 3)))
  const points = values.map((value, i): ChartPoint => {
    const isJump = i > 0 && Math.abs(value - at(values, i - 1)) > rangeLimit
    return { value, ...limits, signals: isJump ? [...at(signals, i), 'range'] : at(signals, i) }
  })
  return { centre, limits, meanRange, rangeLimit, points }
}

/** A count over what it was counted in: hits among cases (p chart) or occurrences in an exposure (u chart). */
export interface Counted {
  readonly count: number
  readonly of: number
}

export interface AttributeChart {
  readonly centre: number
  /** Laney's σz: about 1 where chance alone is at work, above it where periods differ by more. 1 on a chart without correction. */
  readonly sigmaZ: number
  readonly points: readonly ChartPoint[]
}

/** How a chart of counts is made. */
export interface AttributeOptions {
  /** How many periods, from the first, give centre and limits; all where it is not given. */
  readonly baseline?: number
  /** False for the classic chart, whose limits are far too narrow where there are very many cases. */
  readonly isLaney?: boolean
}

/**
 * The chart of shares with limits by the number of cases of each period, widened by the variation between periods: p′
 * of Laney, "Improved control charts for attributes", Quality Engineering 14 (2002). Limits stay within 0 and 1. O(n).
 */
export function pChart(periods: readonly Counted[], options: AttributeOptions = {}): AttributeChart {
  for (const { count, of } of periods) if (count > of) throw new RangeError(`${count} of ${of} is no share`)
  return attributeChart(periods, options, (centre, of) => Math.sqrt((centre * (1 - centre)) / of), 1)
}

/** The same for rates: u′ of Laney. Limits do not go below 0. */
export function uChart(periods: readonly Counted[], options: AttributeOptions = {}): AttributeChart {
  return attributeChart(periods, options, (centre, of) => Math.sqrt(centre / of), Infinity)
}

function attributeChart(periods: readonly Counted[], { baseline = periods.length, isLaney = true }: AttributeOptions, sigmaOf: (centre: number, of: number) => number, most: number): AttributeChart {
  needWhole(baseline, 2, 'the baseline')
  if (periods.length < baseline) throw new RangeError(`a baseline of ${baseline} among ${periods.length} periods`)
  for (const { count, of } of periods) {
    needWithin(count, 0, Infinity, 'a count')
    needPositive(of, 'what it is counted in')
  }
  const base = periods.slice(0, baseline)
  const centre = base.reduce((sum, p) => sum + p.count, 0) / base.reduce((sum, p) => sum + p.of, 0)
  const scores = periods.map(({ count, of }) => inSigmas(count / of - centre, sigmaOf(centre, of)))
  const spread = isLaney ? meanMovingRange(scores.slice(0, baseline)) / 1.128 : 1
  const sigmaZ = Number.isFinite(spread) ? spread : 1
  const signals = signalsOf(scores.map((z) => inSigmas(z, sigmaZ)))
  const points = periods.map(({ count, of }, i): ChartPoint => {
    const reach = 3 * sigmaZ * sigmaOf(centre, of)
    return { value: count / of, low: Math.max(0, centre - reach), high: Math.min(most, centre + reach), signals: at(signals, i) }
  })
  return { centre, sigmaZ, points }
}

// Where nothing varies, a difference is beyond any limit and no difference is none.
function inSigmas(difference: number, sigma: number): number {
  return sigma > 0 ? difference / sigma : difference === 0 ? 0 : Math.sign(difference) * Infinity
}

function meanMovingRange(values: readonly number[]): number {
  let sum = 0
  for (let i = 1; i < values.length; i++) sum += Math.abs(at(values, i) - at(values, i - 1))
  return sum / (values.length - 1)
}

function signalsOf(scores: readonly number[]): Signal[][] {
  return scores.map((score, i) => {
    const side = Math.sign(score)
    const beyond = (sigmas: number, among: number): number => scores.slice(Math.max(0, i - among + 1), i + 1).filter((z) => z * side > sigmas).length
    const found: Signal[] = []
    if (side === 0) return found
    if (Math.abs(score) > 3) found.push('beyond_three_sigma')
    // A pattern is signalled by a point that is part of it.
    if (Math.abs(score) > 2 && beyond(2, 3) >= 2) found.push('two_of_three_beyond_two')
    if (Math.abs(score) > 1 && beyond(1, 5) >= 4) found.push('four_of_five_beyond_one')
    if (beyond(0, 8) === 8) found.push('eight_on_one_side')
    return found
  })
}

/** The runs of a series about its median. */
export interface Runs {
  /** Values that are not on the median. */
  readonly useful: number
  readonly longest: number
  readonly longestAllowed: number
  readonly crossings: number
  readonly fewestCrossings: number
  /** True where a run is too long or crossings are too few: the level has shifted somewhere. */
  readonly isShifted: boolean
}

/**
 * The runs test of Anhøj and Olesen, "Run charts revisited", PLoS ONE 9 (2014): no run longer than log₂ n + 3, rounded,
 * and not fewer crossings of the median than the 5 % quantile of a binomial (n − 1, ½) count. O(n log n).
 */
export function runsAboutMedian(values: readonly number[]): Runs {
  needNumbers(values, 'a runs test')
  const centre = median(values)
  const sides = values.map((value) => Math.sign(value - centre)).filter((side) => side !== 0)
  let [longest, run, crossings] = [0, 0, 0]
  for (const [i, side] of sides.entries()) {
    const isSame = i > 0 && side === sides[i - 1]
    if (i > 0 && !isSame) crossings++
    run = isSame ? run + 1 : 1
    longest = Math.max(longest, run)
  }
  const useful = sides.length
  const longestAllowed = useful === 0 ? 0 : Math.round(Math.log2(useful)) + 3
  let fewestCrossings = 0
  while (useful > 1 && binomialTails(fewestCrossings, useful - 1, 0.5).lower < 0.05) fewestCrossings++
  return { useful, longest, longestAllowed, crossings, fewestCrossings, isShifted: longest > longestAllowed || crossings < fewestCrossings }
}
