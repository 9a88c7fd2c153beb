/** Few causes with most of the harm: which they are, and whether there are such few at all. */
import { at, needPositive, needWithin } from './check.ts'

/** A cause with its harm in any one unit: user-minutes, money. Not a count of incidents. */
export interface Harm<Key> {
  readonly cause: Key
  readonly harm: number
  /** What the harm is at least, by its interval; the harm itself where not given. */
  readonly atLeast?: number
}

export interface RankedHarm<Key> extends Harm<Key> {
  /** Of all harm, 0 to 1. */
  readonly share: number
  /** The share of this cause and all before it. */
  readonly cumulated: number
  /** The smallest share that the intervals allow: this cause at its least, all others as measured. Ranks by it do not follow luck. */
  readonly shareAtLeast: number
}

export interface Pareto<Key> {
  /** Largest harm first; equal ones in the order given. Causes without harm are among them. */
  readonly ranked: readonly RankedHarm<Key>[]
  readonly total: number
  /** The causes of the first fifth, rounded up. */
  readonly topFifth: number
  /** The share of harm that they hold; null where there is none. */
  readonly topFifthShare: number | null
  /** True where the first fifth holds at least 40 % of the harm; else work on the few will not help much. */
  readonly hasVitalFew: boolean
}

/** What the first fifth must hold to be called vital: twice its part. */
export const vitalShare = 0.4

/**
 * Ranks causes by harm with the curve of their shares: Juran, "Universals in management planning and controlling", The
 * Management Review 43 (1954), with a verdict that dares to say that no few are vital. Fewer than five causes have no
 * meaningful fifth and no vital few. O(n log n). May be empty; refuses negative harm and NaN (RangeError).
 */
export function pareto<Key>(causes: readonly Harm<Key>[]): Pareto<Key> {
  for (const { harm, atLeast = harm } of causes) {
    needWithin(harm, 0, Infinity, 'harm')
    needWithin(atLeast, 0, harm, 'the least harm')
  }
  const sorted = causes.toSorted((a, b) => b.harm - a.harm)
  const total = sorted.reduce((sum, { harm }) => sum + harm, 0)
  let cumulated = 0
  const ranked = sorted.map((cause): RankedHarm<Key> => {
    const least = cause.atLeast ?? cause.harm
    cumulated += cause.harm
    const rest = total - cause.harm + least
    return { ...cause, share: total === 0 ? 0 : cause.harm / total, cumulated: total === 0 ? 0 : Math.min(1, cumulated / total), shareAtLeast: rest === 0 ? 0 : least / rest }
  })
  const topFifth = Math.ceil(ranked.length / 5)
  const topFifthShare = total === 0 ? null : at(ranked, topFifth - 1).cumulated
  return { ranked, total, topFifth, topFifthShare, hasVitalFew: ranked.length >= 5 && topFifthShare !== null && topFifthShare >= vitalShare }
}

/** How a cause hurts in the classic formula. */
export interface ClassicPain {
  readonly count: number
  /** Hours of one occurrence. */
  readonly durationHours: number
  /** Larger is worse. */
  readonly severity: number
  readonly weight: number
}

/** The classic pain value: number × duration × severity × weight (Gary Case's pain value analysis, as taught with ITIL problem management). */
export function painValue({ count, durationHours, severity, weight }: ClassicPain): number {
  for (const [value, what] of [[count, 'the count'], [durationHours, 'the duration'], [severity, 'the severity']] as const) needWithin(value, 0, Infinity, what)
  needPositive(weight, 'the weight')
  return count * durationHours * severity * weight
}
