/** What the clock of a promise shows at a moment: bar, glyph, words for the eye and for the ear. Pure. */

import type { Instant } from './now.ts'
import { toMillis } from './now.ts'
import { duePoint, duePointInBothZones, exactInstant, spoken, workingTime, type TimeFrame } from './format-time.ts'
import { NO_TARGET } from './format.ts'

/** How a promise stands, as the server computed it at `asOf`; `soon` and `over` are found here again as time passes. */
export type ClockState =
  | 'running' | 'soon' | 'over' | 'paused' | 'out_of_hours' | 'met' | 'breached' | 'cancelled' | 'merged' | 'withdrawn' | 'no_target'

/** The facts of one promise. All seconds are working seconds of its calendar, counted up to `asOf`. */
export interface ClockFacts {
  state: ClockState
  /** When these facts held; time since then is added here while the clock runs. */
  asOf: Instant
  dueAt?: Instant | null
  /** The agreed time. */
  budgetSeconds?: number | null
  elapsedWorkingSeconds?: number
  /** When the calendar closes: from then on the clock stands until the server says otherwise. */
  countsUntil?: Instant | null
  /** When the calendar opens again, where it is closed. */
  opensAt?: Instant | null
  /** Why it is paused, why it was cancelled. */
  reason?: string | null
  /** When the promise was broken. It stays broken when a longer time was agreed later, and time may then be left of that one. */
  brokenAt?: Instant | null
  /** Seconds of a working day of its calendar: what `6 d` means. */
  workingDaySeconds?: number
  /** Zone of the agreement, named where it shows another time than the viewer's. */
  zone?: string
}

/** What the clock measures; decides the small words in the header. */
export type ClockPurpose = 'restore' | 'answer' | 'update'

/** One tone a look: colour, pattern and glyph hang on it. */
export type ClockTone = 'running' | 'soon' | 'over' | 'paused' | 'closed' | 'met' | 'none'

/** The clock as drawn at one moment. */
export interface ClockView {
  tone: ClockTone
  /** `3:15 left`, `0:18 over`, `1:12 spare`, `no target`. */
  text: string
  /** `to restore by 17:47`; empty where nothing is to be added. */
  small: string
  /** Used share of the bar, 0 to 1; null draws no bar. */
  filled: number | null
  /** Where in a full bar the due point lies, 0 to 1. */
  notch: number | null
  /** `3 hours 15 minutes left, due 17:47`. */
  speech: string
  /** Exact instants, for the tip. */
  tip: string
}

/** Three quarters of the time used, or half an hour left, is soon. */
const SOON_RATIO = 0.75
const SOON_SECONDS = 30 * 60
/** Under five minutes the seconds are shown, in steps of ten. */
const SECONDS_SHOWN_BELOW = 5 * 60

/** Reads the facts at a moment. `wording: 'in'` says `answer in 0:04` and `from 08:00`, for rows that nobody has yet. */
export function clockView(facts: ClockFacts, frame: TimeFrame, options: { purpose?: ClockPurpose; wording?: 'left' | 'in' } = {}): ClockView {
  const purpose = options.purpose ?? 'restore'
  if (facts.state === 'no_target' || facts.budgetSeconds == null) return untimed(facts)
  if (facts.state === 'cancelled' || facts.state === 'merged' || facts.state === 'withdrawn') return untimed(facts)
  const budget = facts.budgetSeconds
  const used = usedAt(facts, frame.now)
  const left = budget - used
  const inMinutes = (seconds: number) => workingTime(seconds, { workingDaySeconds: facts.workingDaySeconds })
  const time = (seconds: number) =>
    seconds < SECONDS_SHOWN_BELOW && isTicking(facts, frame.now) ? workingTime(seconds, { withSeconds: true }) : inMinutes(seconds)
  const due = facts.dueAt == null ? '' : duePointInBothZones(facts.dueAt, frame, facts.zone)
  const base = { small: smallWords(purpose, due, facts), notch: null, filled: ratio(used, budget), tip: tipOf(facts, frame, budget) }

  if (facts.state === 'met') {
    const took = purpose === 'answer' ? `answered in ${workingTime(used)}` : ''
    return { ...base, small: '', tone: 'met', filled: took ? null : base.filled, text: took || `${time(left)} spare`, speech: took ? `answered in ${spoken(used)}` : `met with ${spoken(left)} to spare` }
  }
  if ((facts.state === 'breached' || facts.state === 'over') && left >= 0 && facts.brokenAt != null) return brokenBefore(facts, frame, base)
  if (facts.state === 'breached') {
    const late = roundedUp(-left)
    return { ...base, small: '', tone: 'over', filled: 1, notch: ratio(budget, used), text: `${inMinutes(late)} late`, speech: `${spoken(late)} late, was due ${due}` }
  }
  if (facts.state === 'paused') {
    return { ...base, small: facts.reason ?? 'paused', tone: 'paused', text: `${time(Math.max(0, left))} left`, speech: `paused${because(facts)}, ${spoken(left)} left` }
  }
  if (left < 0) {
    // Rounded up: a promise broken a second ago is not "0:00 over".
    const late = roundedUp(-left)
    return { ...base, tone: 'over', filled: 1, notch: ratio(budget, used), text: `${inMinutes(late)} over`, speech: `${spoken(late)} over, was due ${due}` }
  }
  if (facts.state === 'out_of_hours' || isClosed(facts, frame.now)) {
    const opens = facts.opensAt == null ? '' : duePoint(facts.opensAt, frame)
    const text = options.wording === 'in' && opens ? `from ${opens}` : `${time(left)} left`
    return { ...base, tone: 'closed', text, speech: `out of hours${opens ? `, runs again ${opens}` : ''}, ${spoken(left)} left` }
  }
  const tone = used / budget >= SOON_RATIO || left < SOON_SECONDS ? 'soon' : 'running'
  const text = options.wording === 'in' ? `${purpose} in ${time(left)}` : `${time(left)} left`
  return { ...base, tone, text, speech: `${spoken(left)} left, due ${due}` }
}

/** Broken under the time that held then, although the one that holds now is longer: never said as time left. */
function brokenBefore(facts: ClockFacts, frame: TimeFrame, base: { small: string; notch: null; filled: number; tip: string }): ClockView {
  const when = duePoint(facts.brokenAt ?? facts.asOf, frame)
  return {
    ...base, tone: 'over', filled: 1, small: facts.state === 'over' ? base.small : '', text: `broken ${when}`,
    speech: `broken ${when}, before a longer time was agreed`, tip: `Broken ${exactInstant(facts.brokenAt ?? facts.asOf, frame.zone)}, before a longer time was agreed; ${base.tip}`,
  }
}

/** The order of a queue: by the due instant, paused ones and those without a target last. */
export function clockOrder(a: ClockFacts, b: ClockFacts): number {
  return rank(a) - rank(b) || instantOr(a.dueAt, Infinity) - instantOr(b.dueAt, Infinity) || 0
}

function rank(facts: ClockFacts): number {
  if (facts.state === 'running' || facts.state === 'soon' || facts.state === 'over' || facts.state === 'out_of_hours') return 0
  return facts.state === 'paused' ? 1 : 2
}

function usedAt(facts: ClockFacts, now: number): number {
  const known = facts.elapsedWorkingSeconds ?? 0
  if (facts.state !== 'running' && facts.state !== 'soon' && facts.state !== 'over') return known
  const until = Math.min(now, instantOr(facts.countsUntil, Infinity))
  return known + Math.max(0, until - toMillis(facts.asOf)) / 1000
}

function isClosed(facts: ClockFacts, now: number): boolean {
  return now >= instantOr(facts.countsUntil, Infinity)
}

function isTicking(facts: ClockFacts, now: number): boolean {
  return (facts.state === 'running' || facts.state === 'soon' || facts.state === 'over') && !isClosed(facts, now)
}

function untimed(facts: ClockFacts): ClockView {
  const text = facts.state === 'cancelled' || facts.state === 'merged' || facts.state === 'withdrawn' ? facts.state : NO_TARGET
  return { tone: 'none', text, small: '', filled: null, notch: null, speech: text + because(facts), tip: facts.reason ?? '' }
}

function smallWords(purpose: ClockPurpose, due: string, facts: ClockFacts): string {
  if (facts.state === 'out_of_hours') return 'out of hours'
  if (!due) return ''
  return { restore: `to restore by ${due}`, answer: `to answer by ${due}`, update: `to next update, ${due}` }[purpose]
}

function tipOf(facts: ClockFacts, frame: TimeFrame, budget: number): string {
  const lines = [`Agreed ${workingTime(budget, { workingDaySeconds: facts.workingDaySeconds })}`]
  if (facts.dueAt != null) lines.push(`due ${exactInstant(facts.dueAt, frame.zone)}`)
  if (facts.opensAt != null) lines.push(`runs again ${exactInstant(facts.opensAt, frame.zone)}`)
  if (facts.workingDaySeconds !== undefined && budget >= 2 * 86_400) lines.push(`a day is ${workingTime(facts.workingDaySeconds)} h of work`)
  if (facts.reason) lines.push(facts.reason)
  return lines.join(', ')
}

function because(facts: ClockFacts): string {
  return facts.reason ? `, ${facts.reason}` : ''
}

function ratio(part: number, whole: number): number {
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, part / whole))
}

function roundedUp(seconds: number): number {
  return Math.max(60, Math.ceil(seconds / 60) * 60)
}

function instantOr(at: Instant | null | undefined, otherwise: number): number {
  return at == null ? otherwise : toMillis(at)
}
