/** What stands in a service report, and its sentences in plain words; the page and the PDF say the same. Pure. */
import type { Measure } from '../../model/measure.ts'

/** Of those that had this promise, how many it was kept for. */
export interface Kept {
  readonly promisedSeconds: number
  readonly hits: number
  /** Settled ones. */
  readonly used: number
  /** With those whose promise is still open. */
  readonly eligible: number
}

/** One promise with what came of it. */
export interface Outcome {
  readonly priority: number
  /** Number of the agreement, and whether it is the provider's default that nobody agreed on. */
  readonly agreement: string
  readonly isDefault: boolean
  /** Services with an agreement of their own; empty: all others. */
  readonly services: readonly { readonly id: string; readonly name: string }[]
  readonly answer: Kept | null
  readonly restore: Kept | null
}

/** A number of a month; null value: no cases. */
export interface MonthNumber {
  /** Beginning of the month. */
  readonly period: string
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly hits: number | null
  readonly used: number
  readonly eligible: number
}

/** A public measure in this month, the one before and the year behind it. */
export interface ReportNumber {
  readonly measure: Pick<Measure, 'id' | 'name' | 'question' | 'unit' | 'better'>
  readonly value: MonthNumber | null
  readonly before: MonthNumber | null
  /** Thirteen months, oldest first, this one last. */
  readonly months: readonly MonthNumber[]
  /** What is known now, where that differs from what was known when it was published. */
  readonly now: MonthNumber | null
}

export interface Major {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly from: string
  /** Null: not resolved yet. */
  readonly to: string | null
  readonly resolution: string | null
  /** What was said to the customer meanwhile, oldest first. */
  readonly said: readonly { readonly at: string; readonly text: string }[]
}

/** Outages of one service within the month; overlapping ones count once. */
export interface ServiceOutages {
  readonly serviceId: string
  readonly name: string
  readonly outages: number
  readonly seconds: number
}

export interface OpenItem {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly openedAt: string
}

export interface ServiceReport {
  readonly organization: { readonly id: string; readonly name: string }
  readonly provider: string
  readonly month: string
  /** IANA zone in which the month begins and ends. */
  readonly zone: string
  readonly from: string
  readonly to: string
  /** Its numbers are those known at this moment. */
  readonly knownAt: string
  /** The record with the comment; null where nobody began one. */
  readonly record: { readonly id: string; readonly number: string; readonly version: number; readonly state: string; readonly comment: string | null; readonly publishedAt: string | null } | null
  readonly outcomes: readonly Outcome[]
  readonly numbers: readonly ReportNumber[]
  readonly majors: readonly Major[]
  readonly outages: readonly ServiceOutages[]
  /** Open at the end of the month; the first of them, longest open first. */
  readonly open: { readonly count: number; readonly items: readonly OpenItem[] }
}

/** What an agreement's lines are about. */
export const scopeWords = (o: Outcome): string => (o.services.length === 0 ? 'Every service without an agreement of its own' : o.services.map((x) => x.name).join(', '))

/** Changes announced: said instead of a number while there are no records of them. */
export const changesSentence = 'Changes are not recorded yet.'

/** `March 2026`. */
export const monthName = (month: string): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(`${month}-01T00:00:00Z`))

const units = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]] as const

/** A span in at most two units: `4 hours`, `1 day 2 hours`. Seconds ≥ 0. */
export function spanWords(seconds: number): string {
  let left = Math.round(seconds)
  const parts: string[] = []
  for (const [word, size] of units) {
    const n = Math.floor(left / size)
    left -= n * size
    if (n > 0 && parts.length < 2) parts.push(`${n} ${word}${n === 1 ? '' : 's'}`)
    // 1 day 5 seconds is no length that anybody speaks of.
    else if (parts.length > 0) break
  }
  return parts.length === 0 ? '0 seconds' : parts.join(' ')
}

/** `Priority 1: an answer within 15 minutes, service restored within 4 hours.` */
export function promiseSentence(o: Outcome): string {
  const parts = [o.answer === null ? null : `an answer within ${spanWords(o.answer.promisedSeconds)}`, o.restore === null ? null : `service restored within ${spanWords(o.restore.promisedSeconds)}`].filter((p) => p !== null)
  return `Priority ${o.priority}: ${parts.length === 0 ? 'no time was promised' : parts.join(', ')}.`
}

/** `3 of 4 answered in time, 2 of 4 restored in time (1 not settled yet).` */
export function gotSentence(o: Outcome): string {
  const said = (k: Kept | null, done: string): string | null =>
    k === null || k.eligible === 0 ? null : k.used === 0 ? `for ${k.eligible} it is not settled yet whether ${done} in time` : `${k.hits === k.used ? (k.used === 1 ? 'the one' : `all ${k.used}`) : `${k.hits} of ${k.used}`} ${done} in time${k.eligible > k.used ? ` (${k.eligible - k.used} not settled yet)` : ''}`
  const parts = [said(o.answer, 'answered'), said(o.restore, 'restored')].filter((p) => p !== null)
  if (parts.length === 0) return o.answer === null && o.restore === null ? 'Nothing to be held to.' : 'Nothing of this kind came in.'
  const text = parts.join(', ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** A promise in a word: kept for all, missed for some, or nothing to say. */
export const verdictWords = { kept: 'Kept', missed: 'Missed', none: 'No cases', unpromised: 'No promise' } as const

/** Only settled ones decide. */
export function verdictOf(o: Outcome): keyof typeof verdictWords {
  if (o.answer === null && o.restore === null) return 'unpromised'
  const settled = [o.answer, o.restore].filter((k) => k !== null && k.used > 0)
  return settled.length === 0 ? 'none' : settled.every((k) => k !== null && k.hits === k.used) ? 'kept' : 'missed'
}

/** A number in its unit. A share is without decimals only where it is exactly none or all: 99.6 % must not read as all. */
export function valueWords(unit: Measure['unit'], value: number | null): string {
  if (value === null) return 'no cases'
  if (unit === 'share') return `${value === 0 || value === 1 ? value * 100 : (value * 100).toFixed(1)} %`
  if (unit === 'seconds') return spanWords(value)
  if (unit === 'minutes') return `${Math.round(value)} min`
  return Number.isInteger(value) ? String(value) : value.toFixed(2)
}

/** `of 12`, `11 to 23`: what the number rests on. */
export function baseWords(unit: Measure['unit'], n: MonthNumber): string {
  if (n.value === null) return ''
  const range = n.low === null || n.high === null || n.low === n.high ? '' : `95 % range ${valueWords(unit, n.low)} to ${valueWords(unit, n.high)}`
  const base = unit === 'share' ? `${n.hits ?? 0} of ${n.used}` : unit === 'count' ? '' : `of ${n.used}`
  return [base, unit === 'count' ? '' : range].filter((x) => x !== '').join('; ')
}
