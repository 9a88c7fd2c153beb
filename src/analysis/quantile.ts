/** Where a list of numbers lies: its mean, and its quantiles as spreadsheets and NumPy give them, plain and with weights. */
import { at, needNumbers, needSameLength, needWithin } from './check.ts'

/**
 * The quantile at `p` (0 to 1) by linear interpolation between order statistics at position `(n-1)·p`, counted from 0:
 * type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996), which is
 * the default of R and NumPy and Excel's PERCENTILE.INC. The list is not changed; O(n log n). Refuses an empty list
 * and values that are not finite (RangeError).
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  return quantileSorted(sortedCopy(values), p)
}

/** As `quantile`, of a list that is sorted upwards already; O(1), so the order is trusted and the values are not looked at. */
export function quantileSorted(sorted: ArrayLike<number>, p: number): number {
  needWithin(p, 0, 1, 'p')
  if (sorted.length === 0) throw new RangeError('a quantile of no values')
  const position = (sorted.length - 1) * p
  const below = Math.floor(position)
  return between(at(sorted, below), at(sorted, Math.min(below + 1, sorted.length - 1)), position - below)
}

/** The middle value: `quantile` at 0.5. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5)
}

/** The plain mean. Refuses an empty list and values that are not finite (RangeError). */
export function meanOf(values: ArrayLike<number>): number {
  needNumbers(values, 'a mean')
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += at(values, i)
  return sum / values.length
}

/** The values as a new array, sorted upwards by size. Refuses an empty list and values that are not finite (RangeError). */
export function sortedCopy(values: ArrayLike<number>): Float64Array {
  needNumbers(values, 'quantile')
  return Float64Array.from(values).sort()
}

/**
 * The type 7 quantile where each value counts `weights[i]` times: whole weights give what `quantile` gives for the list
 * with every value repeated so often (frequency weights, `wtd.quantile` of Harrell's R package Hmisc). Weights that sum
 * to less than 1 cannot be read as frequencies and are refused, as are negative ones (RangeError). O(n log n).
 */
export function weightedQuantile(values: ArrayLike<number>, weights: ArrayLike<number>, p: number): number {
  needNumbers(values, 'quantile')
  needNumbers(weights, 'weights')
  needSameLength(values, weights, 'values and weights')
  needWithin(p, 0, 1, 'p')
  const order = Array.from(weights, (w, i) => {
    needWithin(w, 0, Infinity, 'a weight')
    return i
  }).filter((i) => at(weights, i) > 0).sort((a, b) => at(values, a) - at(values, b))
  let total = 0
  const ends = order.map((i) => (total += at(weights, i)))
  if (total < 1) throw new RangeError(`weights are frequencies and must sum to at least 1, not ${total}`)
  const position = (total - 1) * p
  const below = Math.floor(position)
  // The value whose copies cover place number `place`, counted from 0. Sums of fractions miss whole numbers by a little.
  const covering = (place: number): number => at(values, at(order, firstAbove(ends, place + total * 1e-12)))
  return between(covering(below), covering(Math.min(below + 1, total - 1)), position - below)
}

// So written that equal ends give exactly that value, and 1 gives exactly the upper one.
function between(low: number, high: number, share: number): number {
  return low === high ? low : low * (1 - share) + high * share
}

function firstAbove(ends: readonly number[], place: number): number {
  let [low, high] = [0, ends.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(ends, middle) > place) high = middle
    else low = middle + 1
  }
  return low
}
