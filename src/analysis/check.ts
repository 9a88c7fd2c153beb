/** What every function of this folder asks of its numbers before it calculates. */

/** The element at `index`; an index outside is a fault of ours, so it throws instead of giving undefined. */
export function at<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index]
  if (value === undefined) throw new Error(`Broken promise: no element ${index} among ${values.length}`)
  return value
}

/** Refuses (RangeError) a list with NaN, an infinity or, where `least` is more than 0, too few values. */
export function needNumbers(values: ArrayLike<number>, what: string, least = 1): void {
  if (values.length < least) throw new RangeError(`${what}: at least ${least} needed, ${values.length} given`)
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new RangeError(`${what}: the value at ${i} is ${String(values[i])}, not a finite number`)
  }
}

/** Refuses (RangeError) a number that is not finite or lies outside `[low, high]`. */
export function needWithin(value: number, low: number, high: number, what: string): void {
  if (!Number.isFinite(value) || value < low || value > high) {
    const allowed = high === Infinity ? `a finite number from ${low}` : `between ${low} and ${high}`
    throw new RangeError(`${what} must be ${allowed}, not ${value}`)
  }
}

/** Refuses (RangeError) a number that is not finite or not more than 0. */
export function needPositive(value: number, what: string): void {
  if (!Number.isFinite(value) || value <= 0) throw new RangeError(`${what} must be a finite number above 0, not ${value}`)
}

/** Refuses (RangeError) a number that is not whole or below `least`. */
export function needWhole(value: number, least: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < least) throw new RangeError(`${what} must be a whole number from ${least}, not ${value}`)
}

/** Refuses (RangeError) two lists that should go together but differ in length. */
export function needSameLength(a: ArrayLike<unknown>, b: ArrayLike<unknown>, what: string): void {
  if (a.length !== b.length) throw new RangeError(`${what}: ${a.length} and ${b.length} values do not go together`)
}
