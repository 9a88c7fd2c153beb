/** Chance for the simulation: named streams of one seed, so that one more draw here does not change what happens there. */
import { poissonCount, seededUniform } from '../analysis/seeded.ts'

export interface Chance {
  /** Even in [0, 1). */
  even(): number
  /** True with this probability. */
  isSo(probability: number): boolean
  between(low: number, high: number): number
  /** A whole number from 0 to n − 1. */
  below(n: number): number
  pick<T>(list: readonly T[]): T
  /** By these weights, which need not sum to one. */
  weighted<T>(list: readonly (readonly [T, number])[]): T
  /** Exponential: waiting for something that comes on average after `mean`. */
  wait(mean: number): number
  /** Lognormal by its median; `spread` is the standard deviation of the logarithm: 0.5 narrow, 1 wide. */
  skewed(median: number, spread: number): number
  /** Poisson. */
  count(mean: number): number
}

/** The same seed and name give the same numbers on every machine. */
export function chanceOf(seed: number, name: string): Chance {
  const even = seededUniform(mixed(seed, name))
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - even())) * Math.cos(2 * Math.PI * even())
  const pick = <T>(list: readonly T[]): T => {
    const one = list[Math.floor(even() * list.length)]
    if (one === undefined) throw new Error('Broken promise: nothing to pick from')
    return one
  }
  return {
    even, pick,
    isSo: (p) => even() < p,
    between: (low, high) => low + even() * (high - low),
    below: (n) => Math.floor(even() * n),
    weighted: (list) => {
      let left = even() * list.reduce((sum, [, w]) => sum + w, 0)
      for (const [one, w] of list) if ((left -= w) < 0) return one
      return pick(list)[0]
    },
    wait: (mean) => -Math.log(1 - even()) * mean,
    skewed: (median, spread) => median * Math.exp(spread * normal()),
    count: (mean) => poissonCount(mean, even),
  }
}

/** FNV-1a over the name, begun with the seed. */
function mixed(seed: number, name: string): number {
  let h = (0x811c9dc5 ^ seed) >>> 0
  for (const c of name) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return h
}

/**
 * Ids in the shape of UUID version 7 that rise with the simulated instant. `salt` keeps two demo companies of one seed in one database apart.
 * One maker gives at most 4,096 ids in a millisecond in order.
 */
export function idMaker(salt: string): (ms: number) => string {
  const even = seededUniform(mixed(0, salt))
  let [last, count] = [0, 0]
  return (ms) => {
    if (ms > last) { last = Math.floor(ms); count = 0 } else if (++count === 4096) { last++; count = 0 }
    const hex = (digits: number): string => Math.floor(even() * 16 ** digits).toString(16).padStart(digits, '0')
    const time = last.toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}-${(8 + Math.floor(even() * 4)).toString(16)}${hex(3)}-${hex(6)}${hex(6)}`
  }
}
