/**
 * Exponential smoothing with level, trend (damped or not) and additive season.
 *
 * Sources: P. Winters, "Forecasting sales by exponentially weighted moving averages", Management Science 6 (1960);
 * E. Gardner and E. McKenzie, "Forecasting trends in time series", Management Science 31 (1985) for the damping;
 * start values from a decomposition of the first two seasons as R's `HoltWinters` has them.
 */
import { at, needNumbers, needWhole, needWithin } from './check.ts'

/** How fast each part follows what is new: 0 never, 1 at once. `damping` shrinks the trend each step, 1 not at all. */
export interface Smoothing {
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly damping: number
}

/** Where a series stands after its last value; a value more changes it. */
export interface HoltWinters {
  readonly smoothing: Smoothing
  /** Sum of squared one-step errors over the values it was fitted to. */
  readonly squaredError: number
  readonly level: number
  readonly trend: number
  /** Effects of the next `season` steps, the next one first. */
  readonly seasonal: readonly number[]
  /** What it expects `steps` steps ahead, 1 for the next. */
  readonly predict: (steps: number) => number
  /** Takes the next value; NaN (a gap) moves on by what was expected. */
  readonly update: (value: number) => void
}

/**
 * Fits by the least squared one-step error. `season` is its length in steps; at least two seasons without gaps at the
 * start are needed (RangeError). With `smoothing` nothing is searched. Time O(n) for each of some 150 trials.
 */
export function holtWinters(values: readonly number[], season: number, options: { readonly damped?: boolean; readonly smoothing?: Smoothing } = {}): HoltWinters {
  needWhole(season, 2, 'season')
  needNumbers(values.slice(0, 2 * season), 'two seasons to start from', 2 * season)
  const start = startValues(values, season)
  const smoothing = options.smoothing ?? bestSmoothing((s) => run(values, season, start, s).squaredError, options.damped === true)
  for (const [name, value] of Object.entries(smoothing)) needWithin(value, 0, 1, name)
  return run(values, season, start, smoothing)
}

interface Start { readonly level: number; readonly trend: number; readonly seasonal: readonly number[] }

function run(values: readonly number[], season: number, start: Start, smoothing: Smoothing): HoltWinters {
  const { alpha, beta, gamma, damping } = smoothing
  const seasonal = Float64Array.from(start.seasonal)
  let { level, trend } = start
  let step = 0 // of the season
  let squaredError = 0
  const update = (value: number): void => {
    const effect = seasonal[step] ?? 0
    const expected = level + damping * trend
    const next = Number.isNaN(value) ? expected + effect : value
    const before = level
    level = alpha * (next - effect) + (1 - alpha) * expected
    trend = beta * (level - before) + (1 - beta) * damping * trend
    seasonal[step] = gamma * (next - level) + (1 - gamma) * effect
    step = (step + 1) % season
    squaredError += (next - expected - effect) ** 2
  }
  for (let i = season; i < values.length; i++) update(values[i] ?? Number.NaN)
  return {
    smoothing,
    squaredError,
    get level() { return level },
    get trend() { return trend },
    get seasonal() { return Array.from(seasonal, (_, i) => at(seasonal, (step + i) % season)) },
    predict: (steps) => {
      const slopes = damping === 1 ? steps : (damping * (1 - damping ** steps)) / (1 - damping)
      return level + slopes * trend + at(seasonal, (step + steps - 1) % season)
    },
    update,
  }
}

// R's start: a line through the centred moving average of two seasons, and the mean distance of each step from it.
function startValues(values: readonly number[], season: number): Start {
  const half = Math.floor(season / 2)
  const ends = season % 2 === 0 ? 0.5 : 1
  const trend: number[] = []
  for (let i = half; i < 2 * season - half; i++) {
    let sum = ends * (at(values, i - half) + at(values, i + half))
    for (let k = i - half + 1; k < i + half; k++) sum += at(values, k)
    trend.push(sum / season)
  }
  const n = trend.length
  const meanX = (n + 1) / 2
  const meanY = trend.reduce((a, b) => a + b, 0) / n
  const slope = trend.reduce((sum, y, i) => sum + (i + 1 - meanX) * (y - meanY), 0) / trend.reduce((sum, _, i) => sum + (i + 1 - meanX) ** 2, 0)
  const sums = new Float64Array(season)
  const counts = new Float64Array(season)
  trend.forEach((t, i) => {
    const step = (i + half) % season
    sums[step] = at(sums, step) + at(values, i + half) - t
    counts[step] = at(counts, step) + 1
  })
  const figure = Array.from(sums, (sum, i) => sum / Math.max(at(counts, i), 1))
  const centre = figure.reduce((a, b) => a + b, 0) / season
  return { level: meanY - slope * meanX, trend: slope, seasonal: figure.map((f) => f - centre) }
}

// A coarse grid, then pattern search (Hooke and Jeeves 1961): steps in each direction, halved when none helps. The error
// is flat near its least, so a thousandth is fine enough.
function bestSmoothing(error: (s: Smoothing) => number, damped: boolean): Smoothing {
  const tried = [0.05, 0.3, 0.8].flatMap((alpha) => [0, 0.1].flatMap((beta) => [0.1, 0.5, 0.95].map((gamma) => ({ alpha, beta, gamma, damping: damped ? 0.9 : 1 }))))
  let best: Smoothing = tried.map((s) => ({ s, e: error(s) })).reduce((a, b) => (b.e < a.e ? b : a)).s
  let least = error(best)
  const limits = { alpha: [0, 1], beta: [0, 1], gamma: [0, 1], damping: [0.8, 0.98] } as const
  const names = (['alpha', 'beta', 'gamma', ...(damped ? ['damping' as const] : [])] as const)
  for (let width = 0.16; width > 0.0002; width /= 2) {
    let isBetter = true
    for (let round = 0; isBetter && round < 8; round++) {
      isBetter = false
      for (const name of names) {
        for (const sign of [1, -1]) {
          const moved = { ...best, [name]: Math.min(limits[name][1], Math.max(limits[name][0], best[name] + sign * width)) }
          const e = error(moved)
          if (e < least) { best = moved; least = e; isBetter = true }
        }
      }
    }
  }
  return best
}
