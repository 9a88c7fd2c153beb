/**
 * Do changes of a kind bring incidents? The rate of incidents in the hours after them against all other hours of the same
 * service, which thus is its own control: Whitaker, Farrington et al., "Tutorial in biostatistics: the self-controlled case
 * series method", Statistics in Medicine 25 (2006), here with exact conditional intervals and made-up changes as control.
 */
import { at, needNumbers, needPositive, needWhole, needWithin } from './check.ts'
import { tailOf, type Interval, type Sureness } from './interval.ts'
import { seededUniform } from './seeded.ts'
import { lnGamma } from './special-function.ts'

/** Occurrences and exposure (any unit, the same in all) in and outside of the risk window, in hours that are alike. */
export interface Stratum {
  readonly riskCount: number
  readonly riskExposure: number
  readonly otherCount: number
  readonly otherExposure: number
}

/** How many times the rate is in the risk window what it is at other times. */
export interface ExactRatio extends Interval {
  /** The most likely ratio; Infinity where other times have no occurrence, null where neither has any. */
  readonly value: number | null
  /** The chance of a split at least as unlikely as this one were both rates equal (two-sided). */
  readonly p: number
}

/**
 * The ratio common to all strata: given the total of each stratum, the count in the risk window is a sum of binomials,
 * whose distribution is calculated, not approximated. With one stratum this is the interval of Clopper and Pearson. Strata
 * without exposure on both sides say nothing and are left out. O(occurrences · spread · 200). Refuses counts that are not
 * whole and negative exposures (RangeError).
 */
export function stratifiedRatio(strata: readonly Stratum[], options: Sureness = {}): ExactRatio {
  const tail = tailOf(options)
  for (const s of strata) {
    for (const count of [s.riskCount, s.otherCount]) needWhole(count, 0, 'a count')
    for (const exposure of [s.riskExposure, s.otherExposure]) needWithin(exposure, 0, Infinity, 'an exposure')
  }
  const telling = alikeTogether(strata.filter((s) => s.riskExposure > 0 && s.otherExposure > 0 && s.riskCount + s.otherCount > 0))
  const seen = telling.reduce((n, s) => n + s.riskCount, 0)
  const total = telling.reduce((n, s) => n + s.riskCount + s.otherCount, 0)
  if (total === 0) return { value: null, low: 0, high: Infinity, p: 1 }
  const ways = telling.map((s): Ways => ({ odds: s.riskExposure / s.otherExposure, lnWays: lnWaysOf(s.riskCount + s.otherCount) }))
  const under = (ratio: number): Spread => ways.reduce((sum: Spread, w) => together(sum, binomial(w, ratio * w.odds)), { from: 0, chances: [1] })
  return {
    value: seen === 0 ? 0 : seen === total ? Infinity : rootOf((ratio) => meanOf(under(ratio)) - seen),
    low: seen === 0 ? 0 : rootOf((ratio) => upperTail(under(ratio), seen) - tail),
    high: seen === total ? Infinity : rootOf((ratio) => tail - lowerTail(under(ratio), seen)),
    p: pOf(under(1), seen),
  }
}

/** Strata that divide their exposure alike are one: binomials of the same chance add up to a binomial. Of 168 hours few remain. */
function alikeTogether(strata: readonly Stratum[]): readonly Stratum[] {
  return [...Map.groupBy(strata, (s) => s.riskExposure / (s.riskExposure + s.otherExposure)).values()].map((alike) => alike.reduce((a, b) => ({
    riskCount: a.riskCount + b.riskCount, riskExposure: a.riskExposure + b.riskExposure, otherCount: a.otherCount + b.otherCount, otherExposure: a.otherExposure + b.otherExposure,
  })))
}

/** The chances of `from`, `from` + 1, … occurrences. */
interface Spread {
  readonly from: number
  readonly chances: readonly number[]
}

/** Chances below this are left out: together they stay far below every digit that is shown. */
const negligible = 1e-18

/** A stratum as its binomial needs it. */
interface Ways {
  /** Of an occurrence in the window, where the rates are equal. */
  readonly odds: number
  /** Logarithms of the numbers of ways to choose 0, 1, … of its occurrences. */
  readonly lnWays: readonly number[]
}

function lnWaysOf(of: number): readonly number[] {
  const lnAll = lnGamma(of + 1)
  return Array.from({ length: of + 1 }, (_, k) => lnAll - lnGamma(k + 1) - lnGamma(of - k + 1))
}

function binomial({ lnWays }: Ways, odds: number): Spread {
  const [lnOdds, lnNone] = [Math.log(odds), -(lnWays.length - 1) * Math.log1p(odds)]
  return trimmed({ from: 0, chances: lnWays.map((ln, k) => Math.exp(ln + k * lnOdds + lnNone)) })
}

function together(a: Spread, b: Spread): Spread {
  const chances = new Array<number>(a.chances.length + b.chances.length - 1).fill(0)
  a.chances.forEach((x, i) => { b.chances.forEach((y, j) => { chances[i + j] = at(chances, i + j) + x * y }) })
  return trimmed({ from: a.from + b.from, chances })
}

function trimmed({ from, chances }: Spread): Spread {
  const first = chances.findIndex((c) => c > negligible)
  const last = chances.findLastIndex((c) => c > negligible)
  return first === 0 && last === chances.length - 1 ? { from, chances } : { from: from + Math.max(0, first), chances: chances.slice(Math.max(0, first), last + 1) }
}

const meanOf = ({ from, chances }: Spread): number => chances.reduce((sum, c, i) => sum + c * (from + i), 0)
const upperTail = ({ from, chances }: Spread, count: number): number => chances.reduce((sum, c, i) => (from + i >= count ? sum + c : sum), 0)
const lowerTail = ({ from, chances }: Spread, count: number): number => chances.reduce((sum, c, i) => (from + i <= count ? sum + c : sum), 0)

/** All counts that are not more likely than the one seen; equally likely ones differ by rounding, as R allows. */
function pOf({ from, chances }: Spread, seen: number): number {
  const limit = (chances[seen - from] ?? 0) * (1 + 1e-7)
  return Math.min(1, chances.reduce((sum, c) => (c <= limit ? sum + c : sum), 0))
}

/** The ratio at which a rising function is 0, by halving on the logarithm. */
function rootOf(rising: (ratio: number) => number): number {
  let [low, high] = [Math.log(1e-9), Math.log(1e9)]
  for (let step = 0; step < 60 && high - low > 1e-12; step++) {
    const middle = (low + high) / 2
    if (rising(Math.exp(middle)) < 0) low = middle
    else high = middle
  }
  return Math.exp((low + high) / 2)
}

/** Hours after a change in which incidents would be its doing: `[from, to)`. */
export interface RiskWindow {
  readonly fromHours: number
  readonly toHours: number
}

export interface SelfControlled {
  /** Begin of the observation, milliseconds since 1970, and its end. */
  readonly fromMs: number
  readonly toMs: number
  /** Begins of changes and of incidents; what lies outside of the observation is left out. */
  readonly changesMs: readonly number[]
  readonly incidentsMs: readonly number[]
  /** Disjoint and rising. An hour after two changes belongs to the window that comes first. */
  readonly windows?: readonly RiskWindow[]
  /** Which hours are alike, from 0; hours of the week in UTC where nothing is said. */
  readonly stratumOf?: (hourMs: number) => number
  /** Of the made-up changes. */
  readonly seed?: number
  /** Sets of made-up changes; 0 for none, which leaves the verdict to the interval alone. */
  readonly draws?: number
  /** The share of services without any effect for which one is announced all the same, at most. */
  readonly level?: number
}

export interface WindowEffect {
  readonly window: RiskWindow
  readonly risk: { readonly count: number; readonly hours: number }
  readonly other: { readonly count: number; readonly hours: number }
  /** Adjusted for the hour of the week. */
  readonly ratio: ExactRatio
  /** The share of incidents in the window that would not have been without changes, with its interval; null without evidence of more. */
  readonly attributable: ({ readonly value: number } & Interval) | null
  /** The share of sets of made-up changes that look at least as bad, counting the real one; null where none were made. */
  readonly chance: number | null
  readonly verdict: 'more' | 'fewer' | 'no_evidence'
  /** The answer in a sentence, without a full name of the service. */
  readonly sentence: string
}

export const riskWindows: readonly RiskWindow[] = [{ fromHours: 0, toHours: 24 }, { fromHours: 24, toHours: 72 }]
/** False alarms allowed among services whose incidents have nothing to do with changes. */
export const rateLevel = 0.05
const hourMs = 3_600_000
const weekHours = 168
// 1970 began on a Thursday; only equality counts.
const hourOfWeek = (ms: number): number => Math.floor(ms / hourMs) % weekHours

/**
 * One effect for each window. Incidents come in bunches, which no exact interval allows for: so each set of made-up
 * changes (as many, each on another week at its own hour of the week) is judged by the same statistic, and "more" is said
 * only where the interval lies above 1 and no more than `level` of the sets look as bad. Among changes without effect the
 * real set is one among equals, so false alarms stay at the level whatever the bunching. O(draws · hours).
 */
export function selfControlled(o: SelfControlled): readonly WindowEffect[] {
  const { windows = riskWindows, stratumOf = hourOfWeek, seed = 1, draws = 199, level = rateLevel } = o
  needNumbers([o.fromMs, o.toMs], 'the observation')
  needPositive(o.toMs - o.fromMs, 'the observation')
  needWhole(draws, 0, 'draws')
  const hours = Math.floor((o.toMs - o.fromMs) / hourMs)
  const inside = (ms: number): boolean => ms >= o.fromMs && ms < o.fromMs + hours * hourMs
  const hourOf = (ms: number): number => Math.floor((ms - o.fromMs) / hourMs)
  const counts = new Uint32Array(hours)
  for (const ms of o.incidentsMs) if (inside(ms)) counts[hourOf(ms)] = (counts[hourOf(ms)] ?? 0) + 1
  const changes = o.changesMs.filter(inside).map(hourOf)
  const strata = Uint16Array.from({ length: hours }, (_, h) => stratumOf(o.fromMs + h * hourMs))
  const most = strata.reduce((n, s) => Math.max(n, s), 0) + 1
  const tallied = (hoursOf: readonly number[]): Tally => tallyOf(windowAt(hoursOf, hours, windows), counts, strata, most, windows.length)
  const real = tallied(changes)
  const scores = windows.map((_, w) => scoreOf(real, w))
  const asBad = windows.map(() => 0)
  const uniform = seededUniform(seed)
  for (let draw = 0; draw < draws; draw++) {
    const made = tallied(changes.map((hour) => elsewhere(hour, hours, uniform)))
    scores.forEach((score, w) => { if (scoreOf(made, w) >= score - 1e-9) asBad[w] = at(asBad, w) + 1 })
  }
  return windows.map((window, w) => effectOf(window, strataOf(real, w), draws === 0 ? null : (at(asBad, w) + 1) / (draws + 1), level, changes.length))
}

/** The same hour of the week in another week, at random; a change whose hour comes once only stays. */
function elsewhere(hour: number, hours: number, uniform: () => number): number {
  const offset = hour % weekHours
  return offset + weekHours * Math.floor(uniform() * Math.ceil((hours - offset) / weekHours))
}

/** For each hour the number of the window it lies in, from 1; 0 outside of all. */
function windowAt(changes: readonly number[], hours: number, windows: readonly RiskWindow[]): Uint8Array {
  const found = new Uint8Array(hours)
  for (const change of changes) {
    windows.forEach(({ fromHours, toHours }, w) => {
      for (let h = change + fromHours; h < Math.min(hours, change + toHours); h++) {
        const known = found[h] ?? 0
        if (known === 0 || known > w + 1) found[h] = w + 1
      }
    })
  }
  return found
}

/** Hours and incidents of each stratum in each window, one after the other; 0 is outside of all. */
interface Tally {
  readonly exposure: Float64Array
  readonly count: Float64Array
  readonly strata: number
  readonly windows: number
}

function tallyOf(windowOf: Uint8Array, counts: Uint32Array, stratumOf: Uint16Array, strata: number, windows: number): Tally {
  const exposure = new Float64Array(strata * (windows + 1))
  const count = new Float64Array(strata * (windows + 1))
  for (let hour = 0; hour < windowOf.length; hour++) {
    const cell = (stratumOf[hour] ?? 0) * (windows + 1) + (windowOf[hour] ?? 0)
    exposure[cell] = (exposure[cell] ?? 0) + 1
    count[cell] = (count[cell] ?? 0) + (counts[hour] ?? 0)
  }
  return { exposure, count, strata, windows }
}

/** The strata of one window against all hours outside of every window. */
function strataOf({ exposure, count, strata, windows }: Tally, window: number): readonly Stratum[] {
  return Array.from({ length: strata }, (_, s): Stratum => {
    const [risk, other] = [s * (windows + 1) + window + 1, s * (windows + 1)]
    return { riskCount: count[risk] ?? 0, riskExposure: exposure[risk] ?? 0, otherCount: count[other] ?? 0, otherExposure: exposure[other] ?? 0 }
  })
}

/** How far the count in a window lies above what the strata let expect, in standard deviations of plain chance. */
function scoreOf({ exposure, count, strata, windows }: Tally, window: number): number {
  let [excess, variance] = [0, 0]
  for (let s = 0; s < strata; s++) {
    const [risk, other] = [s * (windows + 1) + window + 1, s * (windows + 1)]
    const total = (count[risk] ?? 0) + (count[other] ?? 0)
    const [riskExposure, otherExposure] = [exposure[risk] ?? 0, exposure[other] ?? 0]
    if (total === 0 || riskExposure === 0 || otherExposure === 0) continue
    const share = riskExposure / (riskExposure + otherExposure)
    excess += (count[risk] ?? 0) - total * share
    variance += total * share * (1 - share)
  }
  return variance === 0 ? 0 : excess / Math.sqrt(variance)
}

function effectOf(window: RiskWindow, strata: readonly Stratum[], chance: number | null, level: number, changes: number): WindowEffect {
  const sum = (of: (s: Stratum) => number): number => strata.reduce((n, s) => n + of(s), 0)
  const risk = { count: sum((s) => s.riskCount), hours: sum((s) => s.riskExposure) }
  const other = { count: sum((s) => s.otherCount), hours: sum((s) => s.otherExposure) }
  const ratio = stratifiedRatio(strata, { confidence: 1 - level })
  const verdict = ratio.low > 1 && (chance === null || chance <= level) ? 'more' : ratio.high < 1 ? 'fewer' : 'no_evidence'
  const attributable = verdict === 'more' && ratio.value !== null ? { value: partOf(ratio.value), low: partOf(ratio.low), high: partOf(ratio.high) } : null
  return { window, risk, other, ratio, attributable, chance, verdict, sentence: sentenceOf({ window, risk, other, ratio, verdict, chance }, changes) }
}

/** The attributable fraction among the exposed, 1 − 1/ratio. */
const partOf = (ratio: number): number => (ratio === Infinity ? 1 : Math.max(0, 1 - 1 / ratio))

function sentenceOf({ window, risk, other, ratio, verdict, chance }: Pick<WindowEffect, 'window' | 'risk' | 'other' | 'ratio' | 'verdict' | 'chance'>, changes: number): string {
  const when = window.fromHours === 0 ? `in the ${window.toHours} hours after a change` : `${window.fromHours} to ${window.toHours} hours after a change`
  if (changes === 0) return 'No change is known in this time, so there is nothing to compare.'
  if (ratio.value === null || risk.hours === 0 || other.hours === 0) return `Nothing can be said about incidents ${when}: there is nothing to compare.`
  const figures = `${risk.count} ${risk.count === 1 ? 'incident' : 'incidents'} in ${daysText(risk.hours)} against ${other.count} in ${daysText(other.hours)} at other times, ${timesText(ratio.value)} as many (95 % from ${timesText(ratio.low, false)} to ${timesText(ratio.high, false)})`
  if (verdict === 'more') return `More incidents ${when}: ${figures}.`
  if (verdict === 'fewer') return `Fewer incidents ${when}: ${figures}.`
  const doubt = ratio.low > 1 && chance !== null ? ` Changes on made-up dates look as bad in ${Math.round(chance * 100)} of 100 tries.` : ''
  return `No evidence of more incidents ${when}: ${figures}.${doubt}`
}

const daysText = (hours: number): string => (hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`)
const timesText = (ratio: number, hasWord = true): string => (ratio === Infinity ? 'no limit' : `${ratio < 10 ? ratio.toFixed(1) : String(Math.round(ratio))}${hasWord ? ' times' : ''}`)
