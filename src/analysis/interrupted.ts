/** Did an action change a series? Level and slope after it against the continuation of before (interrupted time series). */
import { autocorrelation } from './autocorrelation.ts'
import { at, needNumbers, needPositive, needSameLength, needWhole } from './check.ts'
import type { Sureness } from './interval.ts'
import { fourierPairs, neweyWestLag, regress, type Coefficient, type Column, type RegressionOptions } from './regression.ts'
import { robustRegression } from './robust-regression.ts'

/** What was seen in each period. */
export type Outcome =
  /** Counts, and over what (users, hours; 1 a period where nothing is given): quasi-Poisson, effects are ratios of rates. */
  | { readonly kind: 'counts'; readonly counts: readonly number[]; readonly exposure?: readonly number[] }
  /** Hits among cases: quasi-binomial, effects are ratios of odds. */
  | { readonly kind: 'shares'; readonly hits: readonly number[]; readonly cases: readonly number[] }
  /** The median duration of each period: robust fit of its logarithm, effects are ratios of durations. */
  | { readonly kind: 'durations'; readonly medians: readonly number[] }

export interface InterruptedOptions extends Sureness {
  /** Index of the first period after the action. */
  readonly start: number
  /** Where each period lies in time, upwards, in periods; 1, 2, 3 … where not given. Needed where periods are missing. */
  readonly times?: readonly number[]
  /** Indices that are in neither side: the transition, and the extreme periods that triggered the action (regression to the mean). */
  readonly excluded?: readonly number[]
  /** Whether the slope may change too. Only where the plan said so: it doubles the width of the answer. */
  readonly hasSlopeChange?: boolean
  /** The time at which the ramp of a slope change is 0, and so the moment whose jump `level` is; the start where not given. 0 gives what software gives for `after*time`. */
  readonly rampFrom?: number
  /** Seasons as pairs of waves, where at least two whole periods were seen. */
  readonly season?: { readonly period: number; readonly pairs: number }
  /** False: errors as if chance alone were at work, which is nearly always too sure of itself. */
  readonly isDispersed?: boolean
  /** What intervals are measured by: `normal` as in the published analyses, `t` for more care with few periods. */
  readonly reference?: 'normal' | 't'
}

/** How many times something is what it would have been. */
export interface Effect {
  /** 1 for no effect, 0.9 for a tenth less. */
  readonly ratio: number
  readonly low: number
  readonly high: number
  /** The same on the logarithmic scale of the model. */
  readonly coefficient: Coefficient
}

export interface Interrupted {
  /** The jump at the action (with a slope change: at `rampFrom`). */
  readonly level: Effect
  /** The change of the ratio from one period to the next, where a slope change was asked for. */
  readonly slope: Effect | null
  /** The trend before, a period. */
  readonly trend: Effect
  /** The means of the periods before and after, as a plain comparison has them: per exposure, share, or duration. It knows no trend. */
  readonly plain: { readonly before: number; readonly after: number }
  readonly before: number
  readonly after: number
  /** How much more the periods vary than chance; null for durations. */
  readonly dispersion: number | null
  /** The memory left in the residuals, lag 1. */
  readonly autocorrelation: number
  /** The jump with Newey–West errors and t, which allow for memory; null with fewer than 12 periods, and for durations. */
  readonly secondOpinion: Effect | null
  /** False where one side has nothing to estimate from, such as no occurrence at all: compare rates exactly instead. */
  readonly isEstimable: boolean
}

/** Fewer periods than this on a side, and nothing can be said. */
export const leastPeriods = 8

/**
 * log μ = β₀ + β₁·t + β₂·after + β₃·(t − t₀)·after + seasons, with the logarithm of the exposure as offset: Lopez Bernal,
 * Cummins and Gasparrini, "Interrupted time series regression for the evaluation of public health interventions: a
 * tutorial", Int. J. Epidemiology 46 (2017). A dispersion below 1 does not narrow anything. O(periods). Refuses fewer
 * than 8 periods on a side, NaN, times that do not rise, and a season that was not seen twice (RangeError).
 */
export function interrupted(outcome: Outcome, options: InterruptedOptions): Interrupted {
  const all = valuesOf(outcome)
  needNumbers(all, 'the series')
  const { start, excluded = [], times = all.map((_, i) => i + 1) } = options
  needWhole(start, 1, 'the start')
  needNumbers(times, 'times')
  needSameLength(all, times, 'the series and its times')
  for (let i = 1; i < times.length; i++) if (at(times, i) <= at(times, i - 1)) throw new RangeError(`the time at ${i} is not after the one before it`)
  const isExcluded = new Set(excluded)
  const kept = [...all.keys()].filter((i) => !isExcluded.has(i))
  const [before, after] = [kept.filter((i) => i < start).length, kept.filter((i) => i >= start).length]
  if (before < leastPeriods || after < leastPeriods) throw new RangeError(`at least ${leastPeriods} periods are needed on each side, ${before} before and ${after} after are given`)
  const columns = columnsOf(kept, times, options)
  const fit = fitOf(outcome, kept, columns, options)
  const effect = (name: string, from: readonly Coefficient[] = fit.coefficients): Effect => {
    const coefficient = at(from.filter((c) => c.name === name), 0)
    return { ratio: Math.exp(coefficient.value), low: Math.exp(coefficient.low), high: Math.exp(coefficient.high), coefficient }
  }
  const meanOver = (isIn: (i: number) => boolean): number => {
    const part = kept.filter(isIn)
    return part.reduce((sum, i) => sum + at(all, i), 0) / part.length
  }
  return {
    level: effect('after'),
    slope: options.hasSlopeChange === true ? effect('ramp') : null,
    trend: effect('time'),
    plain: { before: meanOver((i) => i < start), after: meanOver((i) => i >= start) },
    before,
    after,
    dispersion: fit.dispersion,
    autocorrelation: autocorrelation(fit.residuals),
    secondOpinion: fit.careful && effect('after', fit.careful),
    isEstimable: fit.isEstimable,
  }
}

/** The same fit at each date before the action that leaves enough periods on both sides: if some of them "work" too, the model does not fit. */
export function placebos(outcome: Outcome, options: InterruptedOptions): { readonly start: number; readonly level: Effect }[] {
  const { start, excluded = [] } = options
  const kept = (from: number, to: number): number => {
    let count = 0
    for (let i = from; i < to; i++) if (!excluded.includes(i)) count++
    return count
  }
  const found: { start: number; level: Effect }[] = []
  for (let date = 1; date < start; date++) {
    if (kept(0, date) < leastPeriods || kept(date, start) < leastPeriods) continue
    const past = cut(outcome, start)
    const { rampFrom, times, ...rest } = options
    found.push({ start: date, level: interrupted(past, { ...rest, ...(times && { times: times.slice(0, start) }), start: date }).level })
  }
  return found
}

/**
 * The effect beyond what happened to others without the action (difference in differences on the log scale): the ratio
 * of the two ratios, their errors taken as independent.
 */
export function beyondOthers(effect: Effect, others: Effect): Omit<Effect, 'coefficient'> {
  const [value, theirs] = [effect.coefficient, others.coefficient]
  const difference = value.value - theirs.value
  // Half widths keep whatever distance and reference the intervals were made with.
  const half = Math.hypot(value.high - value.value, theirs.high - theirs.value)
  return { ratio: Math.exp(difference), low: Math.exp(difference - half), high: Math.exp(difference + half) }
}

/** What an effect amounts to, given what was worth while. */
export type EffectVerdict = 'improved' | 'improved_less_than_planned' | 'no_effect' | 'inconclusive' | 'worse'

/**
 * The verdict on a ratio and its interval. `worthwhile` is the ratio planned for: below 1 where less is better, above 1
 * where more is. Improved: without 1 and reaching the plan; no effect: with 1 and short of the plan; inconclusive: with
 * both.
 */
export function verdictOn({ low, high }: Omit<Effect, 'coefficient' | 'ratio'>, worthwhile: number): EffectVerdict {
  needPositive(worthwhile, 'the worthwhile ratio')
  if (worthwhile === 1) throw new RangeError('a worthwhile ratio of 1 plans for nothing')
  if (worthwhile > 1) return verdictOn({ low: 1 / high, high: 1 / low }, 1 / worthwhile)
  if (low > 1) return 'worse'
  if (high < 1) return low <= worthwhile ? 'improved' : 'improved_less_than_planned'
  return low <= worthwhile ? 'inconclusive' : 'no_effect'
}

function columnsOf(kept: readonly number[], times: readonly number[], { start, hasSlopeChange = false, rampFrom, season }: InterruptedOptions): Column[] {
  const mine = kept.map((i) => at(times, i))
  const after = kept.map((i) => (i >= start ? 1 : 0))
  const zero = rampFrom ?? at(times, start)
  const span = Math.max(...mine) - Math.min(...mine) + 1
  if (season && span < 2 * season.period) throw new RangeError(`a season of ${season.period} periods must be seen twice, ${span} periods are given`)
  return [
    { name: 'time', values: mine },
    { name: 'after', values: after },
    ...(hasSlopeChange ? [{ name: 'ramp', values: mine.map((t, i) => (t - zero) * at(after, i)) }] : []),
    ...(season ? fourierPairs(mine, season.period, season.pairs) : []),
  ]
}

interface Fit {
  readonly coefficients: readonly Coefficient[]
  readonly careful: readonly Coefficient[] | null
  readonly residuals: readonly number[]
  readonly dispersion: number | null
  readonly isEstimable: boolean
}

function fitOf(outcome: Outcome, kept: readonly number[], columns: readonly Column[], options: InterruptedOptions): Fit {
  const only = (values: readonly number[]): number[] => kept.map((i) => at(values, i))
  if (outcome.kind === 'durations') {
    const { coefficients, residuals } = robustRegression(only(outcome.medians).map(Math.log), columns, options)
    return { coefficients, careful: null, residuals, dispersion: null, isEstimable: true }
  }
  const isCounts = outcome.kind === 'counts'
  const outcomes = only(isCounts ? outcome.counts : outcome.hits)
  const shared = {
    ...(options.confidence !== undefined && { confidence: options.confidence }),
    ...(options.isOneSided !== undefined && { isOneSided: options.isOneSided }),
    ...(isCounts ? outcome.exposure && { offset: only(outcome.exposure).map(Math.log) } : { trials: only(outcome.cases) }),
  }
  const fit = (isDispersed: boolean, more: Partial<RegressionOptions>): ReturnType<typeof regress> => {
    const family = isCounts ? (isDispersed ? 'quasi_poisson' : 'poisson') : isDispersed ? 'quasi_binomial' : 'binomial'
    return regress(outcomes, columns, { ...shared, ...more, family })
  }
  const reference = options.reference ?? 'normal'
  const wide = fit(true, { reference })
  const chosen = options.isDispersed === false || wide.dispersion < 1 ? fit(false, { reference }) : wide
  const careful = kept.length < 12 ? null : fit(true, { reference: 't', neweyWest: neweyWestLag(kept.length) }).coefficients
  return { coefficients: chosen.coefficients, careful, residuals: chosen.residuals, dispersion: chosen.dispersion, isEstimable: chosen.isConverged }
}

/** The values as a plain comparison has them; checks what they are made of. */
function valuesOf(outcome: Outcome): number[] {
  if (outcome.kind === 'durations') {
    for (const duration of outcome.medians) needPositive(duration, 'a median duration')
    return [...outcome.medians]
  }
  const [counts, of] = outcome.kind === 'counts' ? [outcome.counts, outcome.exposure ?? outcome.counts.map(() => 1)] : [outcome.hits, outcome.cases]
  needSameLength(counts, of, 'counts and what they are counted in')
  for (const exposure of of) needPositive(exposure, 'an exposure')
  return counts.map((count, i) => count / at(of, i))
}

function cut(outcome: Outcome, end: number): Outcome {
  const head = (values: readonly number[]): number[] => values.slice(0, end)
  if (outcome.kind === 'durations') return { kind: 'durations', medians: head(outcome.medians) }
  if (outcome.kind === 'shares') return { kind: 'shares', hits: head(outcome.hits), cases: head(outcome.cases) }
  return { kind: 'counts', counts: head(outcome.counts), ...(outcome.exposure && { exposure: head(outcome.exposure) }) }
}
