/** Are things finished suspiciously often just before their target? */
import { at, needNumbers, needPositive, needWhole } from './check.ts'
import { chiSquareUpper } from './distribution.ts'
import { regress } from './regression.ts'

export interface BunchingOptions {
  /** The width of a bin as a share of the target; 0.05. */
  readonly width?: number
  /** Bins on each side of the two next to the target from which the smooth course is taken, at least 3; 5. */
  readonly neighbours?: number
}

export interface Bunching {
  /** How many finished in the last bin before the target, and in the first from it on; expected: were the course smooth. */
  readonly before: number
  readonly expectedBefore: number
  readonly after: number
  readonly expectedAfter: number
  /** χ² with 1 degree of freedom of the imbalance that bunching makes. */
  readonly statistic: number
  readonly p: number
  /** True where too many lie before and too few after, and chance makes that less than once in a hundred. */
  readonly isBunched: boolean
}

/** The chance of a false finding that is accepted. The finding leads to a talk with people, so it is small. */
const significance = 0.01
/** Fewer than this in all bins, and a smooth course cannot be told. */
const leastCount = 30

/**
 * Compares the last 5 % before the target with the 5 % after it, against what a smooth course through the neighbouring
 * bins has there: the counterfactual of Chetty et al., Quarterly J. of Economics 126 (2011), as a log-linear (Poisson)
 * curve of second degree; χ² is the gain in deviance when the two bins may share their sum otherwise than the curve.
 * `durations` and `target` have one unit. Null where too few lie near the target to tell. O(n). Refuses negative
 * durations, NaN, and a target that is not above 0 (RangeError).
 */
export function bunching(durations: readonly number[], target: number, { width = 0.05, neighbours = 5 }: BunchingOptions = {}): Bunching | null {
  needNumbers(durations, 'durations', 0)
  needPositive(target, 'the target')
  needPositive(width, 'the width of a bin')
  needWhole(neighbours, 3, 'the number of neighbours')
  if ((neighbours + 1) * width > 1) throw new RangeError(`${neighbours + 1} bins of ${width} reach below 0`)
  const half = neighbours + 1
  const counts = Array.from({ length: 2 * half }, () => 0)
  for (const duration of durations) {
    if (duration < 0) throw new RangeError(`a duration of ${duration}`)
    // What ends exactly at the target is in time, so it belongs to the bin before.
    const bin = Math.ceil((duration / target - 1) / width - 1e-9) - 1 + half
    if (bin >= 0 && bin < counts.length) counts[bin] = at(counts, bin) + 1
  }
  if (counts.reduce((sum, c) => sum + c, 0) < leastCount) return null
  const position = counts.map((_, i) => i - half + 0.5)
  const course = [{ name: 'position', values: position }, { name: 'bend', values: position.map((x) => x * x) }]
  // Both fits let the two bins together differ from the course, so that only their exchange is judged: smoothly they
  // share their sum as the course goes; bunched, each is what it is, and the course goes by its neighbours alone.
  const aside = { name: 'aside', values: counts.map((_, i) => (i === half - 1 || i === half ? 1 : 0)) }
  const isNeighbour = (_: unknown, i: number): boolean => i !== half - 1 && i !== half
  const smooth = regress(counts, [...course, aside], { family: 'poisson' })
  const alone = regress(counts.filter(isNeighbour), course.map((c) => ({ ...c, values: c.values.filter(isNeighbour) })), { family: 'poisson' })
  if (!smooth.isConverged || !alone.isConverged) return null
  const statistic = Math.max(0, smooth.deviance - alone.deviance)
  const [before, after] = [at(counts, half - 1), at(counts, half)]
  const [expectedBefore, expectedAfter] = [at(smooth.fitted, half - 1), at(smooth.fitted, half)]
  const p = chiSquareUpper(statistic, 1)
  return { before, expectedBefore, after, expectedAfter, statistic, p, isBunched: p < significance && before > expectedBefore && after < expectedAfter }
}
