/**
 * Says what comes next in a series of even steps, how sure that is, and which simple method said it best so far: every
 * method forecasts from many past moments, and the one with the least error there is used.
 *
 * Sources: R. Hyndman and A. Koehler, "Another look at measures of forecast accuracy", International Journal of
 * Forecasting 22 (2006) for MASE; L. Tashman, "Out-of-sample tests of forecasting accuracy", ibid. 16 (2000) for the
 * rolling origin. Intervals are quantiles of the errors made at the same distance, not of a theory.
 */
import { at, needWhole, needWithin } from './check.ts'
import { holtWinters } from './holt-winters.ts'
import { quantileSorted } from './quantile.ts'

/** A method that has learnt from a history and goes on learning. */
export interface Forecaster {
  /** What it expects `steps` steps after the last value, 1 for the next. */
  readonly predict: (steps: number) => number
  readonly update: (value: number) => void
}

/** A way to forecast. `season` is in steps. */
export interface ForecastMethod {
  readonly name: string
  readonly fit: (history: readonly number[], season: number) => Forecaster
}

/** What a back-test found. */
export interface BackTest {
  readonly method: string
  /** Mean absolute error over all origins and distances. */
  readonly mae: number
  /** `mae` by that of the seasonal naive forecast within the history: below 1 is better than "as a season ago". */
  readonly mase: number
  /** Errors (what came minus what was expected) for each distance, 1 first, sorted. */
  readonly errors: readonly Float64Array[]
}

/** One step of a forecast. */
export interface ForecastStep {
  readonly expected: number
  /** For each level asked for, the interval that held this share of past errors: `[low, high]`. */
  readonly intervals: readonly { readonly level: number; readonly low: number; readonly high: number }[]
}

/** A forecast, or why there is none. */
export type Forecast =
  | { readonly kind: 'forecast'; readonly method: string; readonly mase: number; readonly steps: readonly ForecastStep[]; readonly tried: readonly BackTest[] }
  | { readonly kind: 'refused'; readonly reason: string }

/** The mean of all that was. */
export const mean: ForecastMethod = {
  name: 'mean',
  fit(history) {
    let n = 0
    let sum = 0
    const update = (value: number): void => { if (!Number.isNaN(value)) { n++; sum += value } }
    history.forEach(update)
    return { predict: () => sum / n, update }
  },
}

/** The last value again. */
export const naive: ForecastMethod = { name: 'last value', fit: (history) => asBefore(history, 1) }

/** The value of a season ago again: the yardstick. */
export const seasonalNaive: ForecastMethod = { name: 'seasonal naive', fit: asBefore }

/** An exponential mean whose speed is fitted: for series without season. */
export const smoothedLevel: ForecastMethod = {
  name: 'smoothed level',
  fit(history) {
    const errorOf = (alpha: number): number => {
      let error = 0
      let level = Number.NaN
      for (const value of history) {
        if (Number.isNaN(value)) continue
        if (!Number.isNaN(level)) error += Math.abs(value - level)
        level = Number.isNaN(level) ? value : level + alpha * (value - level)
      }
      return error
    }
    const speeds = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
    const alpha = speeds.map((a) => ({ a, error: errorOf(a) })).reduce((x, y) => (y.error < x.error ? y : x)).a
    let level = Number.NaN
    const update = (value: number): void => { if (!Number.isNaN(value)) level = Number.isNaN(level) ? value : level + alpha * (value - level) }
    history.forEach(update)
    return { predict: () => level, update }
  },
}

/** Level, trend and season. */
export const seasonalTrend: ForecastMethod = { name: 'Holt–Winters', fit: (history, season) => holtWinters(history, season) }

/** Level, a trend that fades, and season. */
export const seasonalDamped: ForecastMethod = { name: 'Holt–Winters, damped', fit: (history, season) => holtWinters(history, season, { damped: true }) }

/** All methods; where two are equally good the earlier, which is the simpler, is used. */
export const forecastMethods: readonly ForecastMethod[] = [mean, naive, seasonalNaive, smoothedLevel, seasonalTrend, seasonalDamped]

/**
 * Forecasts the next `horizon` steps. Values are in order of even steps; NaN is a gap, filled before the first fit by the
 * value of a season earlier. Refused, with the reason: fewer than two seasons and the back-test beyond them, or gaps at
 * the start. `levels` default to 50, 80 and 95 %.
 */
export function forecast(values: readonly number[], options: { readonly season: number; readonly horizon: number; readonly levels?: readonly number[]; readonly methods?: readonly ForecastMethod[] }): Forecast {
  const { season, horizon, levels = [0.5, 0.8, 0.95], methods = forecastMethods } = options
  needWhole(season, 2, 'season')
  needWhole(horizon, 1, 'horizon')
  for (const level of levels) needWithin(level, 0, 1, 'level')
  const split = Math.max(2 * season, Math.floor(values.length * 0.7))
  if (values.length < split + horizon) return { kind: 'refused', reason: `${values.length} values: two seasons of ${season} and ${horizon} more to test on are needed` }
  const filled = fillGaps(values, season)
  if (filled === undefined) return { kind: 'refused', reason: 'the first season has gaps, so nothing is known to fill them with' }
  const tried = methods.map((method) => backTest(method, filled, { season, horizon, from: split }))
  const best = tried.reduce((a, b) => (b.mae < a.mae ? b : a))
  const method = methods.find((m) => m.name === best.method) ?? seasonalNaive
  const fitted = method.fit(filled, season)
  const steps = best.errors.map((errors, i) => {
    const expected = fitted.predict(i + 1)
    return { expected, intervals: levels.map((level) => ({ level, low: expected + quantileSorted(errors, (1 - level) / 2), high: expected + quantileSorted(errors, (1 + level) / 2) })) }
  })
  return { kind: 'forecast', method: best.method, mase: best.mase, steps, tried }
}

/**
 * Forecasts from each moment from `from` on, with what was known then: the method is fitted once to what lies before and
 * goes on learning. O(n·horizon) after the fit.
 */
export function backTest(method: ForecastMethod, values: readonly number[], options: { readonly season: number; readonly horizon: number; readonly from: number }): BackTest {
  const { season, horizon, from } = options
  needWhole(from, season + 1, 'from')
  if (from + horizon > values.length) throw new RangeError(`from ${from}, ${horizon} steps do not fit into ${values.length} values`)
  const errors = Array.from({ length: horizon }, (): number[] => [])
  const forecaster = method.fit(values.slice(0, from), season)
  for (let origin = from; origin + horizon <= values.length; origin++) {
    for (let steps = 1; steps <= horizon; steps++) {
      const actual = at(values, origin + steps - 1)
      if (!Number.isNaN(actual)) errors[steps - 1]?.push(actual - forecaster.predict(steps))
    }
    forecaster.update(at(values, origin))
  }
  const all = errors.flat()
  const mae = all.reduce((sum, e) => sum + Math.abs(e), 0) / Math.max(all.length, 1)
  const scale = seasonalNaiveError(values.slice(0, from), season)
  return { method: method.name, mae, mase: mae === 0 ? 0 : mae / scale, errors: errors.map((e) => Float64Array.from(e).sort()) }
}

// Mean absolute change over a season within the history: the scale of MASE.
function seasonalNaiveError(history: readonly number[], season: number): number {
  const changes = history.slice(season).map((value, i) => Math.abs(value - at(history, i))).filter((c) => !Number.isNaN(c))
  return changes.reduce((a, b) => a + b, 0) / changes.length
}

// A ring of the last `season` values; a gap keeps what stood there.
function asBefore(history: readonly number[], season: number): Forecaster {
  const ring = new Float64Array(season)
  let next = 0
  const update = (value: number): void => {
    if (!Number.isNaN(value)) ring[next] = value
    next = (next + 1) % season
  }
  history.slice(-Math.floor(history.length / season) * season).forEach(update)
  return { predict: (steps) => at(ring, (next + steps - 1) % season), update }
}

function fillGaps(values: readonly number[], season: number): readonly number[] | undefined {
  if (!values.some(Number.isNaN)) return values
  if (values.slice(0, season).some(Number.isNaN)) return undefined
  const filled = [...values]
  filled.forEach((value, i) => { if (Number.isNaN(value)) filled[i] = at(filled, i - season) })
  return filled
}
