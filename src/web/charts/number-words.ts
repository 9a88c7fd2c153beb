/** How the numbers of measures are written, by their unit: in tiles, axes, tips and tables alike. Pure. */
import type { Measure } from '../../model/measure.ts'
import { count, countInFull, percent, points } from '../../kit/format.ts'
import { elapsed } from '../../kit/format-time.ts'

export type Unit = Measure['unit']

const NO_BREAK = '\u00a0'
const MINUS = '\u2212'
const plain = (n: number): string => (Number.isInteger(n) ? count(n) : count(Number(n.toFixed(Math.abs(n) < 10 ? 2 : 1))))
/** As exact as its cases allow: whole per cent under 200, one decimal up to 2 000, two above. */
const decimalsFor = (base: number): number => (base < 200 ? 0 : base <= 2000 ? 1 : 2)

/** `35.2 %`, `1 900`, `3 d`, `45 min`; `base` is the number of cases it rests on. */
export function valueWords(unit: Unit, value: number, base = 1000): string {
  switch (unit) {
    case 'share': return percent(value, decimalsFor(base))
    case 'seconds': return value < 0 ? `${MINUS}${elapsed(-value)}` : elapsed(value)
    case 'minutes': return `${plain(value)}${NO_BREAK}min`
    default: return plain(value)
  }
}

/** `26 to 39 %`, `1 h to 3 h`; what cannot be bounded above says so. */
export function rangeWords(unit: Unit, low: number | null, high: number | null, base = 1000): string | null {
  if (low === null && high === null) return null
  if (high === null || !Number.isFinite(high)) return low === null ? null : `at least ${valueWords(unit, low, base)}`
  if (low === null) return `at most ${valueWords(unit, high, base)}`
  if (unit === 'share') return `${percent(low, decimalsFor(base)).replace(`${NO_BREAK}%`, '')} to ${percent(high, decimalsFor(base))}`
  if (unit === 'seconds') return `${elapsed(low)} to ${elapsed(high)}`
  return `${plain(unit === 'count' ? Math.floor(low) : low)} to ${valueWords(unit, unit === 'count' ? Math.ceil(high) : high, base)}`
}

/** A change: `+3.1 points`, `−214`, `+2 h`; of nothing, `no change`. */
export function changeWords(unit: Unit, delta: number, base = 1000): string {
  if (unit === 'share') return Number((delta * 100).toFixed(1)) === 0 ? 'no change' : points(delta, decimalsFor(base) === 0 ? 0 : 1)
  if (unit === 'seconds' ? Math.abs(delta) < 1 : delta === 0) return 'no change'
  const sign = delta > 0 ? '+' : MINUS
  return `${sign}${valueWords(unit, Math.abs(delta), base)}`
}

/** For an axis: short, without false precision. */
export function axisWords(unit: Unit, value: number): string {
  if (unit === 'share') return percent(value, Math.abs(value) < 0.1 && value !== 0 && (value * 100) % 1 !== 0 ? 1 : 0)
  if (unit === 'seconds') return value === 0 ? '0' : elapsed(value)
  return Math.abs(value) >= 1000 && value % 1 === 0 ? (Math.abs(value) < 100_000 ? countInFull(value) : count(value)) : plain(value)
}

const niceSeconds = [10, 30, 60, 300, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800, 432_000, 864_000, 1_728_000, 4_320_000, 8_640_000]

/** A step of the time axis that people count in; undefined lets the chart choose (other units, endless spans). */
export function axisStep(unit: Unit, most: number): number | undefined {
  if (unit !== 'seconds' || most <= 0) return undefined
  return niceSeconds.find((s) => most / s <= 4.5)
}

/** An axis for shares that ends on round values and never beyond 0 and 1; `from` 0 for bars. */
export function shareAxis(least: number, most: number): { min: number; max: number; interval: number } {
  const interval = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25].find((i) => (most - least) / i <= 5) ?? 0.25
  const snug = (v: number): number => Number(v.toFixed(6))
  return { min: Math.max(0, snug(Math.floor(least / interval + 1e-9) * interval)), max: Math.min(1, snug(Math.max(1, Math.ceil(most / interval - 1e-9)) * interval)), interval }
}
