/**
 * What happened after one change: incidents day by day on what it touches, against the days before and against what it
 * does not touch; the peak, the days until it was steady again, and the level from then on.
 *
 * The questions are those of the BPI Challenge 2014 (Rabobank), whose sober finding is that nine of ten changes leave no
 * trace; the interrupted time series with controls is of Lopez Bernal et al. 2017 and 2018 (`interrupted.ts`).
 */
import { at, needNumbers, needPositive } from './check.ts'
import { poissonTails } from './distribution.ts'
import { beyondOthers, interrupted, leastPeriods } from './interrupted.ts'
import type { Interval } from './interval.ts'
import { poissonRate, type Rate, rateRatio } from './poisson.ts'
import { type ExactRatio, stratifiedRatio } from './rate-ratio.ts'

export interface AftermathInput {
  /** Begin of the change, milliseconds since 1970. */
  readonly changeMs: number
  /** How long was observed before it, and until when after it. Whole days from the change count. */
  readonly fromMs: number
  readonly toMs: number
  /** Begins of incidents on what the change touches. */
  readonly incidentsMs: readonly number[]
  /** Begins of incidents on what it does not touch: what would have happened anyway. */
  readonly othersMs: readonly number[]
}

/** One day, counted from the moment of the change: 0 is the 24 hours after it, −1 those before. */
export interface DayAfter {
  readonly day: number
  readonly count: number
  readonly others: number
}

export interface Aftermath {
  readonly days: readonly DayAfter[]
  readonly before: { readonly count: number; readonly days: number }
  readonly after: { readonly count: number; readonly days: number }
  /** After over before, exact, adjusted for the day of the week. */
  readonly ratio: ExactRatio
  /** The jump beyond that of everything else; null where there are too few days or incidents to estimate it. */
  readonly beyondOthers: ({ readonly ratio: number } & Interval) | null
  /** The worst day after the change, where chance at the level of before does not explain it. */
  readonly peak: { readonly day: number; readonly count: number } | null
  /** Days until no day stood out any more: 0 where none did, null while it is not steady. */
  readonly daysToSteady: number | null
  /** Incidents a day once steady; null while it is not. */
  readonly newLevel: Rate | null
  /** `passing`: more for some days, then as before. */
  readonly verdict: 'more' | 'passing' | 'fewer' | 'no_evidence' | 'too_early'
  readonly sentence: string
}

const dayMs = 86_400_000
/** Days after a change before which nothing is said. */
export const leastDaysAfter = 3
/** A day stands out where chance shows such a one in at most this share of series as long. */
const peakLevel = 0.01
/** A single day counts as unsteady where chance shows such a one this rarely. */
const unsteadyLevel = 0.02
/** Days without one that stands out after which a series counts as steady. */
const steadyDays = 3

/**
 * A rise is said where the exact interval of the ratio lies above 1 and, where it can be estimated, the jump beyond everything
 * else agrees; or where the worst day stands out. It is "more" while the later half of the days is still above the time
 * before, else "passing". "Fewer" asks for both as well. Refuses a change outside of the observation (RangeError).
 */
export function aftermath(o: AftermathInput): Aftermath {
  needNumbers([o.changeMs, o.fromMs, o.toMs], 'the observation')
  needPositive(o.changeMs - o.fromMs, 'the time before the change')
  const [past, next] = [Math.floor((o.changeMs - o.fromMs) / dayMs), Math.max(0, Math.floor((o.toMs - o.changeMs) / dayMs))]
  const dayOf = (ms: number): number => Math.floor((ms - o.changeMs) / dayMs)
  const days = Array.from({ length: past + next }, (_, i) => ({ day: i - past, count: 0, others: 0 }))
  for (const ms of o.incidentsMs) { const d = days[dayOf(ms) + past]; if (d) d.count++ }
  for (const ms of o.othersMs) { const d = days[dayOf(ms) + past]; if (d) d.others++ }
  const [before, after] = [sumOf(days.slice(0, past)), sumOf(days.slice(past))]
  const ratio = stratifiedRatio(Array.from({ length: 7 }, (_, weekday) => {
    const [mine, then] = [days.slice(past).filter((d) => d.day % 7 === weekday), days.slice(0, past).filter((d) => (((d.day % 7) + 7) % 7) === weekday)]
    return { riskCount: sumOf(mine).count, riskExposure: mine.length, otherCount: sumOf(then).count, otherExposure: then.length }
  }))
  const beyond = jumpBeyond(days, past)
  const level = levelOf(days.slice(past), days.slice(0, past))
  const isRaised = level.peak !== null || (ratio.low > 1 && (beyond?.low ?? Infinity) > 1)
  const verdict = after.days < leastDaysAfter ? 'too_early' : isRaised ? (isLasting(days, past) ? 'more' : 'passing') : ratio.high < 1 && (beyond?.high ?? 0) < 1 ? 'fewer' : 'no_evidence'
  const found = { days, before, after, ratio, beyondOthers: beyond, ...level, verdict } as const
  return { ...found, sentence: sentenceOf(found) }
}

/** Whether the later half of the days after is still above the days before. */
function isLasting(days: readonly DayAfter[], past: number): boolean {
  const [before, later] = [sumOf(days.slice(0, past)), sumOf(days.slice(past + Math.floor((days.length - past) / 2)))]
  return rateRatio({ count: later.count, exposure: later.days }, { count: before.count, exposure: before.days }).low > 1
}

const sumOf = (days: readonly DayAfter[]): { count: number; days: number } => ({ count: days.reduce((n, d) => n + d.count, 0), days: days.length })

function jumpBeyond(days: readonly DayAfter[], past: number): Aftermath['beyondOthers'] {
  if (past < leastPeriods || days.length - past < leastPeriods) return null
  const [mine, others] = [days.map((d) => d.count), days.map((d) => d.others)].map((counts) => {
    // A side without any has no logarithm of its rate.
    if (!counts.slice(0, past).some((c) => c > 0) || !counts.slice(past).some((c) => c > 0)) return null
    const found = interrupted({ kind: 'counts', counts }, { start: past })
    return found.isEstimable ? found.level : null
  })
  return mine && others ? beyondOthers(mine, others) : null
}

/** Peak, steadiness and level of the days after. */
function levelOf(after: readonly DayAfter[], past: readonly DayAfter[]): Pick<Aftermath, 'peak' | 'daysToSteady' | 'newLevel'> {
  if (after.length === 0) return { peak: null, daysToSteady: null, newLevel: null }
  const expected = expectedOf(after, past)
  const worst = after.reduce((most, d) => (d.count > most.count ? d : most), at(after, 0))
  const peak = 1 - (1 - chanceOf(worst.count, expected)) ** after.length <= peakLevel ? { day: worst.day, count: worst.count } : null
  const later = sumOf(after.slice(Math.floor(after.length / 2)))
  const level = Math.max(expected, later.count / later.days)
  const last = after.findLastIndex((d) => chanceOf(d.count, level) <= unsteadyLevel)
  const daysToSteady = peak === null ? 0 : last + 1 > after.length - steadyDays ? null : last + 1
  const settled = sumOf(after.slice(daysToSteady ?? after.length))
  return { peak, daysToSteady, newLevel: daysToSteady === null ? null : poissonRate(settled.count, settled.days) }
}

/** Incidents a day that the time before lets expect, raised by what rose everywhere. One more than was seen: a level known from few may well be higher. */
function expectedOf(after: readonly DayAfter[], past: readonly DayAfter[]): number {
  const othersOn = (days: readonly DayAfter[]): number => (days.reduce((n, d) => n + d.others, 0) + 1) / days.length
  return ((sumOf(past).count + 1) / past.length) * Math.max(1, othersOn(after) / othersOn(past))
}

/** The chance of so many incidents or more on a day; two at least make a day that stands out. */
const chanceOf = (count: number, perDay: number): number => (count < 2 ? 1 : poissonTails(count - 1, perDay).upper)

function sentenceOf(a: Omit<Aftermath, 'sentence'>): string {
  if (a.verdict === 'too_early') return `Too early to say: ${a.after.days} ${a.after.days === 1 ? 'day' : 'days'} after it, ${countText(a.after.count)} on what it touches.`
  const figures = `${countText(a.after.count)} in ${a.after.days} days after it, ${a.before.count} in the ${a.before.days} days before`
  const ratio = a.ratio.value === null ? '' : a.ratio.value === Infinity ? '' : `, ${times(a.ratio.value)} times as many (95 % from ${times(a.ratio.low)} to ${times(a.ratio.high)})`
  if (a.verdict === 'no_evidence') return `No evidence that it changed how often incidents happen: ${figures}${ratio}.`
  const [what, worst] = a.verdict === 'passing' && a.peak ? ['More incidents for some days', ` The worst day was day ${a.peak.day + 1} with ${a.peak.count}.`] : [a.verdict === 'more' ? 'More incidents since' : 'Fewer incidents since', '']
  const steady = a.daysToSteady === null ? ' It is not steady yet.' : a.daysToSteady === 0 ? '' : ` It was steady again after ${a.daysToSteady} ${a.daysToSteady === 1 ? 'day' : 'days'}.`
  return `${what}: ${figures}${ratio}.${worst}${steady}`
}

const countText = (n: number): string => (n === 0 ? 'no incident' : n === 1 ? '1 incident' : `${n} incidents`)
const times = (ratio: number): string => (ratio === Infinity ? 'no limit' : ratio < 10 ? ratio.toFixed(1) : String(Math.round(ratio)))
