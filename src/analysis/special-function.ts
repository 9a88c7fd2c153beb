/** The incomplete gamma and beta functions with their inverses, exact to about 14 digits also where counts are in the millions. */
import { needPositive, needWithin } from './check.ts'

/** The probability below a point and the one above it; both are kept because 1 minus a tiny number forgets it. */
export interface Tails {
  readonly lower: number
  readonly upper: number
}

/** Beyond this a shape (a count) is refused rather than answered with fewer digits: the steps grow with its root. */
const largestShape = 1e10
/** More than the largest shape takes. */
const maxSteps = 2_000_000
const precision = 1e-16
const lnSqrt2Pi = 0.918938533204672741780329736406

/** The natural logarithm of Γ(x) for x > 0. Stirling's series from 15 up, recursion below (Abramowitz and Stegun 6.1.15, 6.1.41). */
export function lnGamma(x: number): number {
  needPositive(x, 'x')
  let product = 1
  let shifted = x
  for (; shifted < 15; shifted++) product *= shifted
  return (shifted - 0.5) * Math.log(shifted) - shifted + lnSqrt2Pi + stirlingSeries(shifted) - Math.log(product)
}

/**
 * The regularized incomplete gamma functions P(a, x) and Q(a, x) = 1 − P. Series below a + 1, continued fraction by
 * Lentz's method above (Abramowitz and Stegun 6.5.29, 6.5.31); the factor in front by Loader's saddle-point form, "Fast
 * and Accurate Computation of Binomial Probabilities" (2000), which keeps its digits where a is large. O(√a) steps.
 */
export function incompleteGamma(a: number, x: number): Tails {
  needShape(a)
  if (Number.isNaN(x)) throw new RangeError('x is not a number')
  if (x <= 0) return { lower: 0, upper: 1 }
  if (x === Infinity) return { lower: 1, upper: 0 }
  const front = gammaFront(a, x)
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a]
    for (let n = 1; n < maxSteps && term > sum * precision; n++) sum += term *= x / (a + n)
    return fromLower(front * sum)
  }
  const fraction = lentz(x + 1 - a, (n) => [n * (a - n), x + 2 * n + 1 - a])
  const { lower: upper, upper: lower } = fromLower(front / fraction)
  return { lower, upper }
}

/** x^a·e^−x / Γ(a): x times the density of the gamma distribution with shape a. */
function gammaFront(a: number, x: number): number {
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-stirlingError(a) - deviance(a, x))
}

/** The regularized incomplete beta function I(x; a, b) and its rest, given x and y = 1 − x apart. As `incompleteGamma` (Abramowitz and Stegun 26.5.8). */
export function incompleteBeta(x: number, y: number, a: number, b: number): Tails {
  needShape(a)
  needShape(b)
  needWithin(x, 0, 1, 'x')
  if (x === 0) return { lower: 0, upper: 1 }
  if (y === 0) return { lower: 1, upper: 0 }
  // The fraction converges fast on this side of the mean only; the other side is its mirror image.
  if (x > (a + 1) / (a + b + 2)) {
    const { lower: upper, upper: lower } = incompleteBeta(y, x, b, a)
    return { lower, upper }
  }
  const even = (m: number): number => (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
  const odd = (m: number): number => (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
  const fraction = lentz(1, (n) => [n % 2 === 1 ? odd((n - 1) / 2) : even(n / 2), 1])
  return fromLower(betaFront(x, y, a, b) / a / fraction)
}

/** x^a·y^b / B(a, b): x·y times the density of the beta distribution. */
function betaFront(x: number, y: number, a: number, b: number): number {
  const n = a + b
  const error = stirlingError(n) - stirlingError(a) - stirlingError(b)
  return Math.sqrt(((a / n) * b) / (2 * Math.PI)) * Math.exp(error - deviance(a, n * x) - deviance(b, n * y))
}

/** The x with P(a, x) = `tails.lower`; `start` is a first guess. */
export function inverseGamma(tails: Tails, a: number, start: number): number {
  return solve(tails, start, Infinity, (x) => ({ ...incompleteGamma(a, x), density: gammaFront(a, x) / x }))
}

/** The x with I(x; a, b) = `tails.lower`. */
export function inverseBeta(tails: Tails, a: number, b: number): number {
  if (tails.lower > tails.upper) return 1 - inverseBeta({ lower: tails.upper, upper: tails.lower }, b, a)
  return solve(tails, a / (a + b), 1, (x) => ({ ...incompleteBeta(x, 1 - x, a, b), density: betaFront(x, 1 - x, a, b) / (x * (1 - x)) }))
}

/**
 * The x in (0, most) where a distribution has the tails asked for. Newton's steps on the logarithm of the smaller tail
 * (against the logarithm of x below the median, where tails are powers of x), and halving where a step leaves what is
 * known to hold the answer.
 */
export function solve(wanted: Tails, start: number, most: number, distribution: (x: number) => Tails & { readonly density: number }): number {
  if (wanted.lower <= 0) return 0
  if (wanted.upper <= 0) return most
  const isLower = wanted.lower <= wanted.upper
  let [low, high] = [0, most]
  let x = start > 0 && start < most ? start : Math.min(1, most / 2)
  for (let step = 0; step < 400; step++) {
    const { lower, upper, density } = distribution(x)
    if (isLower ? lower > wanted.lower : upper < wanted.upper) high = x
    else low = x
    const next = isLower
      ? x * Math.exp((Math.log(wanted.lower / lower) * lower) / (density * x))
      : x - (Math.log(wanted.upper / upper) * upper) / density
    const inside = next > low && next < high
    const jump = inside ? next : high === Infinity ? x * 2 : low === 0 ? high / 16 : (low + high) / 2
    if (Math.abs(jump - x) <= 2e-16 * Math.abs(x) || (inside && Math.abs(next - x) <= 4e-16 * x)) return jump
    if (!inside && high - low <= 2e-16 * high) return x
    x = jump
  }
  return x
}

function needShape(shape: number): void {
  needPositive(shape, 'a shape')
  needWithin(shape, 0, largestShape, 'a shape')
}

function fromLower(lower: number): Tails {
  const held = Math.min(1, lower)
  return { lower: held, upper: 1 - held }
}

/** first + n₁/(d₁ + n₂/(d₂ + …)) by the modified method of Lentz (Thompson and Barnett 1986). */
function lentz(first: number, part: (n: number) => readonly [numerator: number, denominator: number]): number {
  const tiny = 1e-300
  let result = first === 0 ? tiny : first
  let [c, d] = [result, 0]
  for (let n = 1; n < maxSteps; n++) {
    const [numerator, denominator] = part(n)
    d = denominator + numerator * d
    c = denominator + numerator / c
    d = 1 / (d === 0 ? tiny : d)
    if (c === 0) c = tiny
    const factor = c * d
    result *= factor
    if (Math.abs(factor - 1) <= precision) break
  }
  return result
}

/** ln Γ(a) minus Stirling's formula (a − ½)·ln a − a + ln √2π. */
function stirlingError(a: number): number {
  return a >= 15 ? stirlingSeries(a) : lnGamma(a) - ((a - 0.5) * Math.log(a) - a + lnSqrt2Pi)
}

function stirlingSeries(a: number): number {
  const s = 1 / (a * a)
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360360 - s / 156)))))) / a
}

/** a·ln(a/x) + x − a without loss of digits where x is near a: `bd0` of Loader's paper. */
function deviance(a: number, x: number): number {
  const difference = a - x
  if (Math.abs(difference) > 0.1 * (a + x)) return a * Math.log(a / x) - difference
  const v = difference / (a + x)
  let sum = difference * v
  let term = 2 * a * v
  for (let j = 1; j < 1000; j++) {
    term *= v * v
    const next = sum + term / (2 * j + 1)
    if (next === sum) break
    sum = next
  }
  return sum
}
