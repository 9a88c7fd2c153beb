/** Arithmetic with working time: how much of it lies between two instants, and when an amount of it is used up. */
import type { Calendar } from './calendar.ts'
import { openHoursOf, type OpenHours } from './open-hours.ts'
import { addMonths, dayMs, type EpochDay, type EpochMs } from './zone.ts'

/** An open period as instants, half-open. */
export interface OpenPeriod {
  readonly from: EpochMs
  readonly to: EpochMs
}

/**
 * The answer where a calendar does not open often enough: nothing was found within `horizonDays`, or it stays closed
 * for `closedDays` in a row. A calendar that is closed for good gives it at once.
 */
export type BeyondHorizon = 'beyond_horizon'

/** Forty years of dates, walked in some milliseconds: further away than any promise, near enough never to hang. */
export const horizonDays = 14_610
/** Three years: a calendar closed that long is not one to promise by. */
export const closedDays = 1096

/**
 * The open periods that overlap `[from, to)`, in order, cut to it. One date's hours at a time: hours that go on past
 * midnight come as two periods that touch. Lazy, so `to` may be Infinity; ends after
 * `closedDays` without an opening, and at the latest after `horizonDays`.
 */
export function* openPeriods(calendar: Calendar, from: EpochMs, to: EpochMs): Generator<OpenPeriod, void, undefined> {
  for (const period of periodsFrom(openHoursOf(calendar), from)) {
    if (period.from >= to) return
    yield period.to <= to ? period : { from: period.from, to }
  }
}

/** Working seconds in `[from, to)`; 0 where `to` is not after `from`. Both are finite (a RangeError else). */
export function workingSecondsBetween(calendar: Calendar, from: EpochMs, to: EpochMs): number {
  if (!Number.isFinite(to - from)) throw new RangeError('working time is counted between two instants')
  if (to <= from) return 0
  const hours = openHoursOf(calendar)
  if (hours.isAlwaysOpen) return (to - from) / 1000
  let ms = 0
  let on = hours.dayAt(from)
  let day = hours.day(on)
  for (; day.start < to; day = hours.day(on)) {
    if (day.start >= from && day.end <= to) ms += day.openMs
    else for (let i = 0; i < day.edges.length; i += 2) ms += overlap(day.edges, i, from, to)
    on = Math.max(on + 1, hours.firstOpenDay)
    if (on > hours.lastOpenDay) break
  }
  return ms / 1000
}

function overlap(edges: readonly EpochMs[], index: number, from: EpochMs, to: EpochMs): number {
  return Math.max(0, Math.min(edges[index + 1] ?? from, to) - Math.max(edges[index] ?? to, from))
}

/**
 * The earliest instant at which so many working seconds have passed since `from`: closing time today rather than
 * opening time tomorrow. Nothing to use up gives `from` itself where open, else the next opening.
 * `seconds` is finite and not negative (a RangeError else), exact to the millisecond.
 */
export function addWorkingSeconds(calendar: Calendar, from: EpochMs, seconds: number): EpochMs | BeyondHorizon {
  let left = milliseconds(seconds)
  const hours = openHoursOf(calendar)
  if (hours.isAlwaysOpen) return from + left
  for (const period of periodsFrom(hours, from)) {
    const length = period.to - period.from
    if (left <= length) return period.from + left
    left -= length
  }
  return 'beyond_horizon'
}

/**
 * The latest instant from which so many working seconds pass until `from`: opening time today rather than closing time
 * yesterday. Nothing to take back gives `from` itself where the calendar was open just before it, else the last closing.
 */
export function subtractWorkingSeconds(calendar: Calendar, from: EpochMs, seconds: number): EpochMs | BeyondHorizon {
  let left = milliseconds(seconds)
  const hours = openHoursOf(calendar)
  if (hours.isAlwaysOpen) return from - left
  for (const period of periodsBefore(hours, from)) {
    const length = period.to - period.from
    if (left <= length) return period.to - left
    left -= length
  }
  return 'beyond_horizon'
}

/** Whether the calendar is open at an instant: at opening time yes, at closing time no. */
export function isOpen(calendar: Calendar, at: EpochMs): boolean {
  const hours = openHoursOf(calendar)
  if (hours.isAlwaysOpen) return true
  const { edges } = hours.day(hours.dayAt(at))
  return edges.findLastIndex((edge) => edge <= at) % 2 === 0
}

/** The first instant at or after `from` at which the calendar is open. */
export function nextOpening(calendar: Calendar, from: EpochMs): EpochMs | BeyondHorizon {
  return addWorkingSeconds(calendar, from, 0)
}

/**
 * The first instant after `from` at which the calendar closes; hours that go on past midnight do not close there.
 * `beyond_horizon` where it stays open for a month: nobody waits at a screen for that.
 */
export function nextClosing(calendar: Calendar, from: EpochMs): EpochMs | BeyondHorizon {
  const hours = openHoursOf(calendar)
  if (hours.isAlwaysOpen) return 'beyond_horizon'
  let closing: EpochMs | undefined
  for (const period of periodsFrom(hours, from)) {
    if (closing !== undefined && period.from > closing) return closing
    if (period.to > from + closingHorizonDays * dayMs && closing !== undefined) return 'beyond_horizon'
    closing = period.to
  }
  return closing ?? 'beyond_horizon'
}

const closingHorizonDays = 32

/** Where a day target lands when the same time of day is after that date's closing time. */
export type Landing = 'opening' | 'closing'

/**
 * The same local time `days` working days later; a working day is a date with any open hours. Before opening or in a
 * break, the opening that follows. After closing: the next opening (`opening`), or that date's closing (`closing`, what
 * a target of "2 business days" means). No days give the next open instant.
 */
export function addWorkingDays(calendar: Calendar, from: EpochMs, days: number, landing: Landing = 'opening'): EpochMs | BeyondHorizon {
  if (wholeDays(days) === 0) return nextOpening(calendar, from)
  const hours = openHoursOf(calendar)
  const on = workingDay(hours, hours.dayAt(from), days, 1)
  return on === undefined ? 'beyond_horizon' : landOn(calendar, hours, on, from, landing)
}

/** The same local time `days` working days earlier; in closed hours, the closing before it. */
export function subtractWorkingDays(calendar: Calendar, from: EpochMs, days: number): EpochMs | BeyondHorizon {
  if (wholeDays(days) === 0) return subtractWorkingSeconds(calendar, from, 0)
  const hours = openHoursOf(calendar)
  const on = workingDay(hours, hours.dayAt(from), days, -1)
  return on === undefined ? 'beyond_horizon' : subtractWorkingSeconds(calendar, sameTimeOn(hours, on, from), 0)
}

/** The last closing time of the n-th working day after the date of `from`; 0 is the first closing of a day not yet past. */
export function endOfNthWorkingDay(calendar: Calendar, from: EpochMs, n: number): EpochMs | BeyondHorizon {
  const hours = openHoursOf(calendar)
  const today = hours.dayAt(from)
  const closing = hours.day(today).edges.at(-1)
  if (wholeDays(n) === 0 && closing !== undefined && closing > from) return closing
  const on = workingDay(hours, today, Math.max(1, n), 1)
  return on === undefined ? 'beyond_horizon' : (hours.day(on).edges.at(-1) ?? 'beyond_horizon')
}

/**
 * The same local time some calendar months later (the month's last day where it is shorter), moved to the next working
 * day where that date is closed, and to closing time where it is after it.
 */
export function addCalendarMonths(calendar: Calendar, from: EpochMs, months: number): EpochMs | BeyondHorizon {
  const hours = openHoursOf(calendar)
  const target = addMonths(hours.dayAt(from), wholeDays(months))
  const on = workingDay(hours, target - 1, 1, 1)
  return on === undefined ? 'beyond_horizon' : landOn(calendar, hours, on, from, 'closing')
}

function landOn(calendar: Calendar, hours: OpenHours, on: EpochDay, from: EpochMs, landing: Landing): EpochMs | BeyondHorizon {
  const at = sameTimeOn(hours, on, from)
  const closing = hours.day(on).edges.at(-1)
  if (landing === 'closing' && closing !== undefined && at >= closing) return closing
  return nextOpening(calendar, at)
}

function sameTimeOn(hours: OpenHours, on: EpochDay, from: EpochMs): EpochMs {
  return hours.zone.firstAt(on, hours.zone.wallTimeAt(from))
}

/** The n-th date with open hours after (`step` 1) or before (`step` -1) a date. */
function workingDay(hours: OpenHours, today: EpochDay, n: number, step: 1 | -1): EpochDay | undefined {
  let [left, closed] = [n, 0]
  for (let on = today + step, walked = 0; walked < horizonDays && closed < closedDays; on += step, walked += 1) {
    if (step === 1 ? on > hours.lastOpenDay : on < hours.firstOpenDay) return undefined
    const isWorked = hours.day(on).openMs > 0
    closed = isWorked ? 0 : closed + 1
    if (isWorked) left -= 1
    if (left === 0) return on
  }
  return undefined
}

function* periodsFrom(hours: OpenHours, from: EpochMs): Generator<OpenPeriod, void, undefined> {
  let on = hours.dayAt(from)
  for (let walked = 0, closed = 0; walked < horizonDays && closed < closedDays; walked += 1) {
    const { edges } = hours.day(on)
    closed = edges.length > 0 ? 0 : closed + 1
    for (let i = 0; i + 1 < edges.length; i += 2) {
      const [opens, closes] = [edges[i] ?? 0, edges[i + 1] ?? 0]
      if (closes > from) yield { from: Math.max(opens, from), to: closes }
    }
    on = Math.max(on + 1, hours.firstOpenDay)
    if (on > hours.lastOpenDay) return
  }
}

function* periodsBefore(hours: OpenHours, until: EpochMs): Generator<OpenPeriod, void, undefined> {
  let on = hours.dayAt(until)
  for (let walked = 0, closed = 0; walked < horizonDays && closed < closedDays; walked += 1) {
    const { edges } = hours.day(on)
    closed = edges.length > 0 ? 0 : closed + 1
    for (let i = edges.length - 2; i >= 0; i -= 2) {
      const [opens, closes] = [edges[i] ?? 0, edges[i + 1] ?? 0]
      if (opens < until) yield { from: opens, to: Math.min(closes, until) }
    }
    on = Math.min(on - 1, hours.lastOpenDay)
    if (on < hours.firstOpenDay) return
  }
}

function milliseconds(seconds: number): number {
  if (!Number.isFinite(seconds) || seconds < 0) throw new RangeError(`${seconds} is no amount of working seconds`)
  return Math.round(seconds * 1000)
}

function wholeDays(days: number): number {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`${days} is no count of days`)
  return days
}
