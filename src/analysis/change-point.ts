/** Where a series changed its level, and whether it did. */
import { at, needNumbers } from './check.ts'
import { meanOf } from './quantile.ts'

/** The most likely place of one change. */
export interface ChangePoint {
  /** How many values lie before the change: the value with this index (from 0) is the first after it. */
  readonly index: number
  /** Pettitt's K, the largest |U|. */
  readonly statistic: number
  /** The chance of a K so large without a change (an approximation, good below 0.5; never above 1). */
  readonly p: number
  readonly meanBefore: number
  readonly meanAfter: number
}

/**
 * Pettitt's test for one change of level in a series without trend: "A non-parametric approach to the change-point
 * problem", Applied Statistics 28 (1979). It compares ranks, so one outlier is no change; ties share their mean rank.
 * It says nothing of how many changes there are, and memory in the series makes p too small. O(n log n). Refuses fewer
 * than 4 values, and NaN (RangeError).
 */
export function pettitt(values: ArrayLike<number>): ChangePoint {
  needNumbers(values, "Pettitt's test", 4)
  const n = values.length
  const ranks = meanRanks(values)
  let [sum, index, statistic] = [0, 1, -1]
  for (let i = 1; i < n; i++) {
    sum += at(ranks, i - 1)
    const u = Math.abs(2 * sum - i * (n + 1))
    if (u > statistic) [index, statistic] = [i, u]
  }
  const p = Math.min(1, 2 * Math.exp((-6 * statistic * statistic) / (n ** 3 + n ** 2)))
  const all = Array.from(values)
  return { index, statistic, p, meanBefore: meanOf(all.slice(0, index)), meanAfter: meanOf(all.slice(index)) }
}

/** The rank of each value from 1, equal values sharing the mean of theirs. */
function meanRanks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => at(values, a) - at(values, b))
  const ranks = new Float64Array(values.length)
  for (let i = 0; i < order.length;) {
    let end = i + 1
    while (end < order.length && at(values, at(order, end)) === at(values, at(order, i))) end++
    for (let k = i; k < end; k++) ranks[at(order, k)] = (i + 1 + end) / 2
    i = end
  }
  return ranks
}
