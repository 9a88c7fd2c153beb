/** When a promise is due, from the stretches of time that lie behind it; all in whole milliseconds. */
import { promise } from '../../model/error.ts'
import { addCalendarMonths, addWorkingDays, addWorkingSeconds, endOfNthWorkingDay, workingSecondsBetween, type BeyondHorizon } from '../../model/working-time.ts'
import type { EpochMs } from '../../model/zone.ts'
import type { Budget, CalendarVersion, Party, TargetVersion } from './clock-facts.ts'

/** A stretch of one cycle in which nothing changed; `[from, to)`. */
export interface Span {
  readonly from: EpochMs
  readonly to: EpochMs
  readonly status: 'working' | 'waiting' | 'stopped'
  readonly counts: boolean
  readonly party: Party
  readonly who: string | null
  readonly reason: string | null
  readonly target: TargetVersion | null
  readonly calendar: CalendarVersion | null
  /** Working time in it by its own calendar. */
  readonly workingMs: number
}

/** What is promised in a cycle, in working time of the cycle. */
export interface Promised {
  readonly target: TargetVersion
  /** The target counts from here: the start of the cycle, or a prospective change. */
  readonly since: EpochMs
  /** Time counted in the cycle before `since`, which this target forgives. */
  readonly forgivenMs: number
  /** Null where the calendar does not open often enough. */
  readonly budgetMs: number | null
  /** Where a target of days or months lands: its due instant as long as nothing paused it. */
  readonly landsAt: EpochMs | null
}

/** Working milliseconds in `[from, to)`; none without a calendar. */
export function workingMs(calendar: CalendarVersion | null, from: EpochMs, to: EpochMs): number {
  return calendar === null ? 0 : Math.round(workingSecondsBetween(calendar.calendar, from, to) * 1000)
}

/** Turns a target into working time, counted from `since`. */
export function promisedBy(target: TargetVersion, calendar: CalendarVersion, since: EpochMs, forgivenMs: number): Promised | null {
  if (target.budget === null) return null
  if ('seconds' in target.budget) return { target, since, forgivenMs, budgetMs: Math.round(target.budget.seconds * 1000), landsAt: null }
  const landsAt = landing(target.budget, calendar, since)
  if (landsAt === 'beyond_horizon') return { target, since, forgivenMs, budgetMs: null, landsAt: null }
  return { target, since, forgivenMs, budgetMs: workingMs(calendar, since, landsAt), landsAt }
}

function landing(budget: Exclude<Budget, { seconds: number }>, { calendar }: CalendarVersion, since: EpochMs): EpochMs | BeyondHorizon {
  if ('workingDays' in budget) return addWorkingDays(calendar, since, budget.workingDays, 'closing')
  if ('endOfWorkingDay' in budget) return endOfNthWorkingDay(calendar, since, budget.endOfWorkingDay)
  return addCalendarMonths(calendar, since, budget.months)
}

/** Time counted in these spans. */
export function countedMs(spans: readonly Span[]): number {
  let ms = 0
  for (const span of spans) if (span.counts) ms += span.workingMs
  return ms
}

/** The instant at which the counted time of the spans reached an amount; null where it has not. */
export function reachedAt(spans: readonly Span[], amountMs: number): EpochMs | null {
  let before = 0
  for (const span of spans) {
    if (!span.counts || span.workingMs === 0) continue
    if (before + span.workingMs >= amountMs) return instantIn(span, amountMs - before)
    before += span.workingMs
  }
  return null
}

/** Within a span that holds so much working time. */
function instantIn(span: Span, ms: number): EpochMs {
  promise(span.calendar !== null, 'time that counts has a calendar')
  const at = addWorkingSeconds(span.calendar.calendar, span.from, Math.max(0, ms) / 1000)
  promise(at !== 'beyond_horizon', 'a span holds the working time that was counted in it')
  return at
}

/**
 * When the promise is or would be due: the earliest instant at which its budget is used up, going on from `resumesAt`
 * where the cycle stands still. Null where the calendar does not open often enough.
 */
export function dueOf(promised: Promised, spans: readonly Span[], calendar: CalendarVersion, resumesAt: EpochMs): EpochMs | null {
  if (promised.budgetMs === null) return null
  const amount = promised.forgivenMs + promised.budgetMs
  const used = reachedAt(spans, amount)
  const due = used ?? goingOn(spans, amount, calendar, resumesAt)
  if (due === null || promised.landsAt === null || promised.landsAt <= due) return due
  // A target of days may land on an opening; in working time that is the closing before it.
  const wasPaused = spans.some((span) => !span.counts && span.from >= promised.since && span.from < due && span.workingMs > 0)
  return !wasPaused && workingMs(calendar, due, promised.landsAt) === 0 ? promised.landsAt : due
}

function goingOn(spans: readonly Span[], amount: number, calendar: CalendarVersion, resumesAt: EpochMs): EpochMs | null {
  const last = spans.at(-1)
  // From the start of the running stretch, so that the answer does not depend on when it is asked.
  const isRunning = last?.counts === true && last.to === resumesAt && last.calendar === calendar
  const left = amount - countedMs(isRunning ? spans.slice(0, -1) : spans)
  const due = addWorkingSeconds(calendar.calendar, isRunning ? last.from : resumesAt, left / 1000)
  return due === 'beyond_horizon' ? null : due
}
