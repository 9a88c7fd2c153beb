/** What an interval is here, and how sure it should be. */
import { normalQuantile } from './distribution.ts'

/** From `low` to `high`, both included; an end may be infinite where the text of its maker says so. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** How sure an interval should be. */
export interface Sureness {
  /** The share of such intervals that hold the true value, between 0 and 1; 0.95 where nothing is said. */
  readonly confidence?: number
  /** True: each end alone is a bound at that confidence, so that 0.9 gives the ends of the two-sided 0.8 interval. */
  readonly isOneSided?: boolean
}

/** The chance that is left outside at each end. Refuses a confidence outside (0, 1) (RangeError). */
export function tailOf({ confidence = 0.95, isOneSided = false }: Sureness): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`a confidence lies between 0 and 1, not ${confidence}`)
  return isOneSided ? 1 - confidence : (1 - confidence) / 2
}

/** How many standard errors each end of a normal estimate is away: 1.96 for 0.95. Refuses a one-sided confidence up to 0.5, whose end would lie on the wrong side (RangeError). */
export function normalDistance(sureness: Sureness): number {
  const tail = tailOf(sureness)
  if (tail >= 0.5) throw new RangeError('a one-sided confidence must be above 0.5')
  return -normalQuantile(tail)
}
