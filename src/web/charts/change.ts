/** Whether a number changed from one period to the next, and by how much at least and at most. Pure. */
import type { Cell } from '../../model/measure.ts'

export interface Change {
  readonly delta: number
  /** 95 % interval; null where one of the two is a census or has none. */
  readonly low: number | null
  readonly high: number | null
  /** More than chance makes; null where there is no interval to tell. */
  readonly isClear: boolean | null
}

/**
 * The difference of two independent estimates from their own 95 % limits (MOVER: Zou and Donner, "Construction of
 * confidence limits about effect measures", Statistics in Medicine 27 (2008)); for two shares it is Newcombe's method 10
 * ("Interval estimation for the difference between independent proportions", 1998). Null where one has no value.
 */
export function changeOf(now: Cell, before: Cell): Change | null {
  if (now.value === null || before.value === null) return null
  const delta = now.value - before.value
  const limits = [now.low, now.high, before.low, before.high]
  if (!limits.every((l): l is number => l !== null && Number.isFinite(l))) return { delta, low: null, high: null, isClear: null }
  const [l1 = 0, u1 = 0, l2 = 0, u2 = 0] = limits
  const low = delta - Math.hypot(now.value - l1, u2 - before.value)
  const high = delta + Math.hypot(u1 - now.value, before.value - l2)
  return { delta, low, high, isClear: low > 0 || high < 0 }
}

/** Whether a change is wanted: `good`, `bad`, or `none` where it may be chance or neither way is better. */
export function toneOf(change: Change, better: 'higher' | 'lower' | 'neither'): 'good' | 'bad' | 'none' {
  if (change.isClear !== true || better === 'neither') return 'none'
  return (change.delta > 0) === (better === 'higher') ? 'good' : 'bad'
}

/** Whether a value misses its target beyond chance, meets it, or cannot tell. */
export function againstTarget(c: Cell, target: number | undefined, better: 'higher' | 'lower' | 'neither'): 'met' | 'missed' | 'unclear' | null {
  if (target === undefined || c.value === null || better === 'neither') return null
  const isMet = better === 'higher' ? c.value >= target : c.value <= target
  if (isMet) return 'met'
  const best = better === 'higher' ? c.high : c.low
  return best === null ? 'missed' : (better === 'higher' ? best < target : best > target) ? 'missed' : 'unclear'
}
