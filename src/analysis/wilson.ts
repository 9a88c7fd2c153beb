/** The interval of a proportion: how many of how many. */
import { needWhole, needWithin } from './check.ts'
import { normalDistance, type Interval, type Sureness } from './interval.ts'

/** A proportion with what it rests on. */
export interface Proportion extends Interval {
  /** `count / of`, 0 to 1. */
  readonly value: number
}

/**
 * Wilson's score interval of `count` among `of`; null where nothing was counted (`of` = 0), because "no cases" is
 * neither 0 nor 1. With a `dispersion` φ ≥ 1 the same with φ times fewer cases, for counts that vary φ times as much
 * as independent cases would. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
 * (1927); form of Brown, Cai and DasGupta, Statistical Science 16 (2001). Refuses fractions, negative counts, and more
 * than there are (RangeError).
 */
export function wilson(count: number, of: number, options: Sureness & { readonly dispersion?: number } = {}): Proportion | null {
  needWhole(of, 0, 'the number of cases')
  needWhole(count, 0, 'the count')
  if (count > of) throw new RangeError(`${count} of ${of} is no proportion`)
  const { dispersion = 1 } = options
  needWithin(dispersion, 1, Infinity, 'the dispersion')
  if (of === 0) return null
  const n = of / dispersion
  const value = count / of
  const z = normalDistance(options)
  const centre = value + (z * z) / (2 * n)
  const half = z * Math.sqrt((value * (1 - value)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  // At the ends centre and half are equal but for rounding, which must not leave a bound beside 0 or 1.
  return { value, low: count === 0 ? 0 : (centre - half) / scale, high: count === of ? 1 : (centre + half) / scale }
}
