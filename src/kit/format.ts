/** How numbers, shares and money are written; the one place that knows, so that two screens never disagree. */

/** Stands where a fact is missing; never an empty cell, never 0. */
export const NOT_RECORDED = 'not recorded'
/** Stands where the cases are too few to say how sure a figure is. */
export const TOO_FEW = 'too few for a range'
/** Stands where nothing was agreed. */
export const NO_TARGET = 'no target'

/** Under this many cases a share is not shown, only the count. */
const LEAST_FOR_SHARE = 20
const NO_BREAK = '\u00a0'
const THIN = '\u202f'
const MINUS = '\u2212'

/** `1 900`; from 100 000 on short: `123 k`, `1.2 M` (show `countInFull` in the tip then). */
export function count(n: number): string {
  const size = Math.abs(n)
  if (size < 100_000) return countInFull(n)
  for (const [unit, letter] of [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']] as const) {
    if (size < unit) continue
    const short = n / unit
    const digits = Math.abs(short) < 10 ? 1 : 0
    return `${signed(truncate(short, digits))}${NO_BREAK}${letter}`
  }
  return countInFull(n)
}

/** Every digit, in groups of three: `1 234 567`. */
export function countInFull(n: number): string {
  const [whole = '0', fraction] = Math.abs(n).toString().split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, THIN)
  return (n < 0 ? MINUS : '') + (fraction ? `${grouped}.${fraction}` : grouped)
}

/** `1 incident`, `3 incidents`, `0 incidents`; an odd plural is given: `counted(2, 'person', 'people')`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)}${NO_BREAK}${n === 1 ? one : many}`
}

/**
 * A share of `base` cases: `35 %`, `35.2 %`, or, under 20 cases, only the count: `7 of 12`.
 * Whole per cent under 200 cases, one decimal up to 2 000, two above. `good` says which way is good: the figure is then
 * never rounded that way, so that 79.96 % is not shown as a met 80 %.
 */
export function share(part: number, base: number, good?: 'high' | 'low'): string {
  if (base <= 0) return NOT_RECORDED
  if (base < LEAST_FOR_SHARE) return partOf(part, base)
  return percent(part / base, base < 200 ? 0 : base <= 2000 ? 1 : 2, good)
}

/** `84 of 240`. */
export function partOf(part: number, base: number): string {
  return `${count(part)} of ${count(base)}`
}

/** A ratio (0 to 1) as per cent with so many decimals: `99.75 %`. */
export function percent(ratio: number, decimals = 0, good?: 'high' | 'low'): string {
  const value = ratio * 100
  // A ratio such as 0.29 is 28.999… times 100: the rounding must not see the noise of the binary fraction.
  const clean = Number(value.toPrecision(12))
  const rounded = good === 'high' ? floor(clean, decimals) : good === 'low' ? ceil(clean, decimals) : clean
  return `${signed(rounded.toFixed(decimals))}${NO_BREAK}%`
}

/** An attained availability: as many decimals as the target has, at least two, never rounded up: `99.99 %`. */
export function availability(ratio: number, targetDecimals = 2): string {
  return percent(ratio, Math.max(2, targetDecimals), 'high')
}

/** A share with its range: `32 % (26 to 39 %)`. */
export function withInterval(ratio: number, low: number, high: number, decimals = 0): string {
  const bare = (value: number) => percent(value, decimals).replace(`${NO_BREAK}%`, '')
  return `${percent(ratio, decimals)} (${bare(low)} to ${bare(high)}${NO_BREAK}%)`
}

/** A change of a share, in points, never in per cent: `+3 points`, `−1 point`. */
export function points(delta: number, decimals = 0): string {
  const value = (delta * 100).toFixed(decimals)
  const text = Number(value) === 0 ? '0' : value
  const sign = Number(text) > 0 ? '+' : ''
  return `${sign}${signed(text)}${NO_BREAK}${Math.abs(Number(text)) === 1 ? 'point' : 'points'}`
}

/** Money in whole units: `€ 12 400 a month`. The amount is in minor units (cents); `null` is not recorded, never 0. */
export function money(minor: number | null, currency: string, per?: string): string {
  if (minor === null) return NOT_RECORDED
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  const symbol = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find((part) => part.type === 'currency')?.value ?? currency
  const whole = Math.round(minor / 10 ** digits)
  return `${symbol}${NO_BREAK}${countInFull(whole)}${per ? ` ${per}` : ''}`
}

/** `512 bytes`, `4.1 MB`: decimal units, as disks and networks are sold. */
export function bytes(size_bytes: number): string {
  for (const [unit, name] of [[1e12, 'TB'], [1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB']] as const) {
    if (size_bytes >= unit) return `${(size_bytes / unit).toFixed(size_bytes / unit < 10 ? 1 : 0)}${NO_BREAK}${name}`
  }
  return counted(size_bytes, 'byte')
}

/** Two letters for a face: `Priya Raman` gives `PR`, `Madonna` gives `MA`. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/).filter(Boolean)
  const first = [...(parts[0] ?? '')]
  const last = parts.length > 1 ? [...(parts.at(-1) ?? '')] : []
  return ((first[0] ?? '?') + (last[0] ?? first[1] ?? '')).toLocaleUpperCase('en')
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

function signed(text: string | number): string {
  return String(text).replace('-', MINUS)
}

function truncate(value: number, decimals: number): string {
  const factor = 10 ** decimals
  return (Math.trunc(value * factor) / factor).toFixed(decimals)
}

function floor(value: number, decimals: number): number {
  const factor = 10 ** decimals
  return Math.floor(Number((value * factor).toPrecision(12))) / factor
}

function ceil(value: number, decimals: number): number {
  const factor = 10 ** decimals
  return Math.ceil(Number((value * factor).toPrecision(12))) / factor
}
