/** Regression by iteratively weighted least squares: straight lines, counts, shares, with errors that allow for dispersion and memory. */
import { Matrix } from 'ml-matrix'
import { at, needNumbers, needSameLength, needWhole } from './check.ts'
import { normalCdf, tCdf, tQuantile } from './distribution.ts'
import { families, type Family, type FamilyName } from './glm-family.ts'
import { normalDistance, tailOf, type Interval, type Sureness } from './interval.ts'
import { solvedOrDependent, type LeastSquares } from './least-squares.ts'

/** One explaining quantity: its name and its value in each row. */
export interface Column {
  readonly name: string
  readonly values: readonly number[]
}

export interface RegressionOptions extends Sureness {
  readonly family: FamilyName
  /** Added to the linear predictor with coefficient 1: log exposure for counts. */
  readonly offset?: readonly number[]
  /** How many trials each outcome is out of; needed for shares, and only for them. */
  readonly trials?: readonly number[]
  /**
   * What intervals are measured by: `normal` (the usual one for generalized linear models, as `confint.default` of R),
   * or `t`, wider where rows are few. The p value is by t wherever a dispersion is estimated, as R prints it.
   */
  readonly reference?: 'normal' | 't'
  /** Errors that stay right when neighbouring rows resemble each other, up to so many rows apart. See `neweyWestLag`. */
  readonly neweyWest?: number
}

/** The estimate of one coefficient, on the scale of the linear predictor: the log of a ratio for counts, of odds for shares. */
export interface Coefficient extends Interval {
  readonly name: string
  readonly value: number
  readonly standardError: number
  /** The chance of an estimate so far from 0, were there nothing (two-sided). */
  readonly p: number
}

export interface Regression {
  /** `intercept` first, then the columns in their order. */
  readonly coefficients: readonly Coefficient[]
  readonly covariance: readonly (readonly number[])[]
  /** The mean of each row: for shares the expected hits. */
  readonly fitted: readonly number[]
  /** Pearson's residuals: (outcome − mean) / √variance, without the dispersion. */
  readonly residuals: readonly number[]
  readonly deviance: number
  readonly degrees: number
  /** Pearson's X²/degrees; for `gaussian` the variance of the residuals. Estimated for every family, used by the quasi ones. */
  readonly dispersion: number
  /** False where an estimate runs away, as where no row of a group has any hit: errors and p then say nothing. */
  readonly isConverged: boolean
}

const maxIterations = 50
/** A move of a linear predictor that is none: on a log scale, and for numbers one step is exact anyway. */
const settled = 1e-9

/**
 * Fits outcomes to an intercept and columns. McCullagh and Nelder, "Generalized Linear Models" (1989), 2.5, each step
 * solved by QR (Householder). O(rows × columns²) a step, mostly five steps. Refuses NaN, outcomes that the family does
 * not have, fewer rows than coefficients + 1, and columns that repeat each other (RangeError).
 */
export function regress(outcomes: readonly number[], columns: readonly Column[], options: RegressionOptions): Regression {
  const family = families[options.family]
  const rows = outcomes.length
  const { offset = outcomes.map(() => 0), trials = outcomes.map(() => 1) } = options
  check(outcomes, columns, offset, trials, family, options)
  const design = outcomes.map((_, i) => [1, ...columns.map((c) => at(c.values, i))])
  const names = ['intercept', ...columns.map((c) => c.name)]
  const degrees = rows - names.length

  let predictor = outcomes.map((y, i) => family.start(y, at(trials, i)))
  const first = weightedStep(outcomes, design, predictor, offset, trials, family, names)
  if (typeof first === 'string') throw new RangeError(`the column ${first} says nothing that the ones before it do not say`)
  let step = first
  let isConverged = false
  for (let iteration = 0; iteration < maxIterations && !isConverged; iteration++) {
    const next = design.map((row, i) => dot(row, step.beta) + at(offset, i))
    const move = Math.max(...next.map((eta, i) => Math.abs(eta - at(predictor, i))))
    // The deviance is no measure of being done: it settles also while an estimate walks off to infinity.
    isConverged = move <= settled
    predictor = next
    if (isConverged) break
    const following = weightedStep(outcomes, design, predictor, offset, trials, family, names)
    // The weights of a group that walks off to infinity vanish, and with them what its column says.
    if (typeof following === 'string') break
    step = following
  }
  const means = predictor.map((p) => family.mean(p))
  const fitted = means.map((mean, i) => mean * at(trials, i))
  const variances = means.map((mean, i) => family.variance(mean) * at(trials, i))
  const residuals = outcomes.map((y, i) => (y - at(fitted, i)) / Math.sqrt(at(variances, i)))
  const dispersion = sum(residuals, (r) => r * r) / degrees
  const bread = step.inverse
  const covariance = options.neweyWest === undefined
    ? bread.clone().mul(family.isDispersed ? dispersion : 1)
    : sandwich(bread, design.map((row, i) => row.map((x) => x * (at(outcomes, i) - at(fitted, i)))), options.neweyWest)
  const coefficients = names.map((name, i) => coefficient(name, at(step.beta, i), Math.sqrt(Math.max(0, covariance.get(i, i))), degrees, options, family.isDispersed || options.neweyWest !== undefined))
  const deviance = sum(outcomes, (y, i) => family.deviance(y, at(means, i), at(trials, i)))
  return { coefficients, covariance: covariance.to2DArray(), fitted, residuals, deviance, degrees, dispersion, isConverged }
}

/** A straight line through numbers: `regress` with the gaussian family and t intervals. */
export function leastSquares(outcomes: readonly number[], columns: readonly Column[], options: Sureness & { readonly neweyWest?: number } = {}): Regression {
  return regress(outcomes, columns, { ...options, family: 'gaussian', reference: 't' })
}

/**
 * Pairs of a cosine and a sine with 1, 2, … waves a period, for seasons in a regression. `times` and `period` have one
 * unit. Two pairs describe a year well (Bhaskaran et al., Int. J. Epidemiology 42 (2013)); refuses more than half the period
 * (RangeError), where waves would repeat each other.
 */
export function fourierPairs(times: readonly number[], period: number, pairs: number): Column[] {
  needNumbers(times, 'times')
  needWhole(pairs, 0, 'the number of pairs')
  if (!(2 * pairs < period)) throw new RangeError(`${pairs} pairs need a period above ${2 * pairs}, not ${period}`)
  return Array.from({ length: pairs }, (_, k) => [Math.cos, Math.sin].map((wave, which) => ({
    name: `${which === 0 ? 'cos' : 'sin'}${k + 1}`,
    values: times.map((time) => wave((2 * Math.PI * (k + 1) * time) / period)),
  }))).flat()
}

/** How many rows apart a memory is allowed for in n rows: ⌊4·(n/100)^(2/9)⌋ (Newey and West, Review of Economic Studies 61 (1994)). */
export function neweyWestLag(rows: number): number {
  needWhole(rows, 1, 'rows')
  return Math.floor(4 * (rows / 100) ** (2 / 9))
}

function weightedStep(outcomes: readonly number[], design: readonly (readonly number[])[], predictor: readonly number[], offset: readonly number[], trials: readonly number[], family: Family, names: readonly string[]): LeastSquares | string {
  const weighted: number[][] = []
  const working: number[] = []
  for (const [i, row] of design.entries()) {
    const eta = at(predictor, i)
    const mean = family.mean(eta)
    // A variance that rounds to 0 would make the step infinite; the fit is then told as not converged.
    const slope = Math.max(family.variance(mean), 1e-300)
    const root = Math.sqrt(slope * at(trials, i))
    weighted.push(row.map((x) => x * root))
    working.push((eta - at(offset, i) + (at(outcomes, i) / at(trials, i) - mean) / slope) * root)
  }
  return solvedOrDependent(weighted, working, names)
}

/**
 * Newey and West, "A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent covariance
 * matrix", Econometrica 55 (1987), of the scores; times n/(n − columns), as statistics programs do for few rows.
 */
function sandwich(bread: Matrix, scores: readonly (readonly number[])[], lag: number): Matrix {
  needWhole(lag, 0, 'the Newey–West lag')
  const n = scores.length
  const all = new Matrix(scores.map((s) => [...s]))
  let meat = all.transpose().mmul(all)
  for (let apart = 1; apart <= Math.min(lag, n - 1); apart++) {
    const cross = all.subMatrix(apart, n - 1, 0, all.columns - 1).transpose().mmul(all.subMatrix(0, n - 1 - apart, 0, all.columns - 1))
    meat = meat.add(cross.clone().add(cross.transpose()).mul(1 - apart / (lag + 1)))
  }
  return bread.mmul(meat).mmul(bread).mul(n / (n - bread.rows))
}

function coefficient(name: string, value: number, standardError: number, degrees: number, options: RegressionOptions, isDispersed: boolean): Coefficient {
  const distance = options.reference === 't' ? tQuantile(1 - tailOf(options), degrees) : normalDistance(options)
  const z = -Math.abs(value / standardError)
  // An exact fit has no error: a coefficient is then 0 or certainly not.
  const p = standardError > 0 ? 2 * (isDispersed ? tCdf(z, degrees) : normalCdf(z)) : value === 0 ? 1 : 0
  return { name, value, standardError, low: value - distance * standardError, high: value + distance * standardError, p }
}

function check(outcomes: readonly number[], columns: readonly Column[], offset: readonly number[], trials: readonly number[], family: Family, options: RegressionOptions): void {
  needNumbers(outcomes, 'outcomes', columns.length + 2)
  needSameLength(outcomes, offset, 'outcomes and offset')
  needNumbers(offset, 'the offset')
  needSameLength(outcomes, trials, 'outcomes and trials')
  if (family.hasTrials !== (options.trials !== undefined)) throw new RangeError(family.hasTrials ? 'shares need their number of trials' : `trials mean nothing to ${options.family}`)
  for (const [i, y] of outcomes.entries()) family.check(y, at(trials, i))
  for (const { name, values } of columns) {
    needSameLength(outcomes, values, `outcomes and ${name}`)
    needNumbers(values, name)
  }
}

function dot(a: readonly number[], b: readonly number[]): number {
  return sum(a, (x, i) => x * at(b, i))
}

function sum(values: readonly number[], of: (value: number, index: number) => number): number {
  let total = 0
  for (const [i, value] of values.entries()) total += of(value, i)
  return total
}
