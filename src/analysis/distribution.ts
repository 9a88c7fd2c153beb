/** The distributions that intervals and tests stand on: normal, gamma, χ², beta, Student's t, Poisson. */
import { at, needPositive, needWithin } from './check.ts'
import { incompleteBeta, incompleteGamma, inverseBeta, inverseGamma, solve, type Tails } from './special-function.ts'

/** The chance that a standard normal value is at most `z`. */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) throw new RangeError('z is not a number')
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2)
  return z < 0 ? upper / 2 : 0.5 + lower / 2
}

/**
 * The z below which a standard normal value falls with chance `p`, 0 < p < 1; −∞ and ∞ at the ends.
 * Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics 37 (1988), PPND16.
 */
export function normalQuantile(p: number): number {
  needWithin(p, 0, 1, 'p')
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (q * horner(near.above, r)) / horner(near.below, r)
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p))
  const [part, x] = r <= 5 ? [middle, r - 1.6] : [far, r - 5]
  return Math.sign(q) * (horner(part.above, x) / horner(part.below, x))
}

/** The x below which a gamma value (scale 1) falls with chance `p`. */
export function gammaQuantile(p: number, shape: number): number {
  needWithin(p, 0, 1, 'p')
  needPositive(shape, 'the shape')
  return inverseGamma({ lower: p, upper: 1 - p }, shape, gammaStart(p, shape))
}

/** The chance that a χ² value with `degrees` degrees of freedom is above x: the p value of a χ² test. */
export function chiSquareUpper(x: number, degrees: number): number {
  return incompleteGamma(degrees / 2, x / 2).upper
}

/** The x below which a χ² value falls with chance `p`. */
export function chiSquareQuantile(p: number, degrees: number): number {
  return 2 * gammaQuantile(p, degrees / 2)
}

/** The x below which a beta value falls with chance `p`. */
export function betaQuantile(p: number, a: number, b: number): number {
  needWithin(p, 0, 1, 'p')
  needPositive(a, 'a')
  needPositive(b, 'b')
  return inverseBeta({ lower: p, upper: 1 - p }, a, b)
}

/** The chance that a value of Student's t is at most `t`. `degrees` may be a fraction from 1. */
export function tCdf(t: number, degrees: number): number {
  needWithin(degrees, 1, Infinity, 'degrees of freedom')
  const tail = tUpper(Math.abs(t), degrees)
  return t < 0 ? tail : 1 - tail
}

/** The t below which a value of Student's t falls with chance `p`, 0 < p < 1; −∞ and ∞ at the ends. */
export function tQuantile(p: number, degrees: number): number {
  needWithin(p, 0, 1, 'p')
  needWithin(degrees, 1, Infinity, 'degrees of freedom')
  if (p === 0.5) return 0
  const tail = Math.min(p, 1 - p)
  if (tail === 0) return p === 0 ? -Infinity : Infinity
  // The density is (1 + t²/d)^−(d+1)/2 / (√d·B(½, d/2)); the two gammas in B are kept together for their digits.
  const lnFront = -Math.log(degrees * Math.PI) / 2 - lnGammaRatio(degrees / 2)
  const density = (t: number): number => Math.exp(lnFront - ((degrees + 1) / 2) * Math.log1p((t * t) / degrees))
  // Half of the distribution is looked at, doubled so that its tails sum to 1.
  const found = solve({ lower: 1 - 2 * tail, upper: 2 * tail }, -normalQuantile(tail), Infinity, (t) => ({ ...tHalves(t, degrees), density: 2 * density(t) }))
  return p < 0.5 ? -found : found
}

/** The chance that a Poisson count with this mean is at most k, and above it. k need not be whole. */
export function poissonTails(k: number, mean: number): Tails {
  if (k < 0) return { lower: 0, upper: 1 }
  const { lower, upper } = incompleteGamma(Math.floor(k) + 1, mean)
  return { lower: upper, upper: lower }
}

/** The chance that at most k of n tries succeed, each with chance p, and that more do. */
export function binomialTails(k: number, n: number, p: number): Tails {
  if (k < 0) return { lower: 0, upper: 1 }
  if (k >= n) return { lower: 1, upper: 0 }
  const { lower, upper } = incompleteBeta(p, 1 - p, Math.floor(k) + 1, n - Math.floor(k))
  return { lower: upper, upper: lower }
}

function tUpper(t: number, degrees: number): number {
  return tHalves(t, degrees).upper / 2
}

function tHalves(t: number, degrees: number): Tails {
  const square = t * t
  const { lower: upper, upper: lower } = incompleteBeta(degrees / (degrees + square), square / (degrees + square), degrees / 2, 0.5)
  return { lower, upper }
}

/** ln Γ(x) − ln Γ(x + ½). */
function lnGammaRatio(x: number): number {
  let shifted = x
  let product = 1
  for (; shifted < 40; shifted++) product *= (shifted + 0.5) / shifted
  const s = 1 / (shifted * shifted)
  // Γ(x + ½)/Γ(x) = √x·exp(−1/8x + 1/192x³ − 1/640x⁵ + 17/14336x⁷ …) (Abramowitz and Stegun 6.1.47, taken further).
  return -0.5 * Math.log(shifted) + (1 / 8 - s * (1 / 192 - s * (1 / 640 - (s * 17) / 14336))) / shifted + Math.log(product)
}

/** Wilson and Hilferty's cube-root normal approximation (1931); near 0 the first term of the series instead. */
function gammaStart(p: number, shape: number): number {
  if (p === 0 || p === 1) return shape
  const guess = shape * (1 - 1 / (9 * shape) + normalQuantile(p) / (3 * Math.sqrt(shape))) ** 3
  return guess > 0.05 * shape ? guess : shape * Math.exp((Math.log(p) + Math.log(shape)) / shape - 1)
}

function horner(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + at(coefficients, i)
  return sum
}

// The three rational approximations of AS 241, lowest power first.
const near = {
  above: [3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727],
  below: [1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061, 28729.085735721942674, 5226.495278852854561],
}
const middle = {
  above: [1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4],
  below: [1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459, 0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9],
}
const far = {
  above: [6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7],
  below: [1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4, 1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15],
}
