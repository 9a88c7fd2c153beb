/** A straight-line fit that a few wild values do not pull away, for durations. */
import { at, needNumbers, needSameLength } from './check.ts'
import { tCdf, tQuantile } from './distribution.ts'
import { tailOf, type Sureness } from './interval.ts'
import { solveLeastSquares } from './least-squares.ts'
import { median } from './quantile.ts'
import type { Coefficient, Column } from './regression.ts'

/** Huber's bound: 95 % as efficient as least squares where errors are normal. */
const bound = 1.345
const maxIterations = 200

export interface RobustRegression {
  /** `intercept` first, then the columns in their order; intervals and p by t. */
  readonly coefficients: readonly Coefficient[]
  readonly residuals: readonly number[]
  /** How much each row counts, 1 to 0. */
  readonly weights: readonly number[]
  /** The spread of the errors: 1.4826 × the median size of a residual. */
  readonly scale: number
  readonly degrees: number
}

/**
 * Huber's M-estimate with scale by the median absolute residual, and its standard errors: Huber, "Robust Statistics"
 * (1981), chapter 7; the defaults of `rlm` in R's MASS. It withstands wild outcomes, not wild values in the columns.
 * O(rows × columns²) a step. Refuses what `regress` refuses.
 */
export function robustRegression(outcomes: readonly number[], columns: readonly Column[], sureness: Sureness = {}): RobustRegression {
  needNumbers(outcomes, 'outcomes', columns.length + 2)
  for (const { name, values } of columns) {
    needSameLength(outcomes, values, `outcomes and ${name}`)
    needNumbers(values, name)
  }
  const design = outcomes.map((_, i) => [1, ...columns.map((c) => at(c.values, i))])
  const names = ['intercept', ...columns.map((c) => c.name)]
  const plain = solveLeastSquares(design, outcomes, names)
  let { beta } = plain
  let residuals = residualsOf(outcomes, design, beta)
  let weights = outcomes.map(() => 1)
  let scale = 0
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    scale = median(residuals.map(Math.abs)) / 0.6744897501960817
    // Most rows lie exactly on the line: it is the answer.
    if (scale <= 1e-13 * Math.max(...outcomes.map(Math.abs))) break
    weights = residuals.map((r) => Math.min(1, (bound * scale) / Math.abs(r)))
    const roots = weights.map(Math.sqrt)
    beta = solveLeastSquares(design.map((row, i) => row.map((x) => x * at(roots, i))), outcomes.map((y, i) => y * at(roots, i)), names).beta
    const next = residualsOf(outcomes, design, beta)
    const moved = Math.hypot(...next.map((r, i) => r - at(residuals, i)))
    residuals = next
    if (moved <= 1e-9 * Math.hypot(...next)) break
  }
  const degrees = outcomes.length - names.length
  const error = errorOf(residuals, weights, scale, names.length)
  const distance = tQuantile(1 - tailOf(sureness), degrees)
  const coefficients = names.map((name, i): Coefficient => {
    const value = at(beta, i)
    const standardError = error * Math.sqrt(plain.inverse.get(i, i))
    const p = standardError > 0 ? 2 * tCdf(-Math.abs(value / standardError), degrees) : value === 0 ? 1 : 0
    return { name, value, standardError, low: value - distance * standardError, high: value + distance * standardError, p }
  })
  return { coefficients, residuals, weights, scale, degrees }
}

/** What takes the place of the residual standard error, with Huber's correction for few rows. */
function errorOf(residuals: readonly number[], weights: readonly number[], scale: number, columns: number): number {
  const n = residuals.length
  const squares = residuals.reduce((sum, r, i) => sum + (r * at(weights, i)) ** 2, 0) / (n - columns)
  const inside = residuals.filter((r) => Math.abs(r) <= bound * scale).length / n
  const variance = (inside * (1 - inside) * n) / (n - 1)
  return inside === 0 ? Infinity : (Math.sqrt(squares) * (1 + (columns * variance) / (n * inside ** 2))) / inside
}

function residualsOf(outcomes: readonly number[], design: readonly (readonly number[])[], beta: readonly number[]): number[] {
  return outcomes.map((y, i) => y - at(design, i).reduce((sum, x, k) => sum + x * at(beta, k), 0))
}
