/** The working-time calendar: when the clocks of an agreement count, as a value that can be written down, checked and named. */
import { z } from 'zod'
import { formatDay, isZoneName, parseDay, type EpochDay } from './zone.ts'

/** Wall-clock hours `[from, to]` of one date, half-open, `HH:MM` or `HH:MM:SS`; the end may be `24:00`, the date's end. */
export type Hours = readonly [from: string, to: string]

/** Monday first, as the working week is read. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/**
 * When a promise counts. For each date the first that applies: a holiday (closed), an exception (its hours), a yearly
 * holiday (closed), the hours of the weekday. So a half day is an exception, and "the 24th is closed each year, but in
 * 2026 we open until noon" can be said. Breaks are cut from what then remains. Hours that overlap or touch are one.
 *
 * All times are wall-clock times in `zone`. Where the clocks change, an interval reaches from the first instant at which
 * its start is shown to the last at which its end is reached: a repeated hour inside it counts twice, and with an edge
 * inside the repeated hour the time between both showings counts too. A time that the clocks skip is read later by the
 * length of the gap; what becomes empty that way is not open.
 */
export interface Calendar {
  /** IANA name, such as `Europe/Berlin`. */
  readonly zone: string
  /** A weekday without hours is closed. */
  readonly hours: { readonly [weekday in Weekday]?: readonly Hours[] | undefined }
  /** `YYYY-MM-DD` → the hours of that date instead of its weekday's; an empty list closes it. */
  readonly exceptions?: Readonly<Record<string, readonly Hours[]>> | undefined
  /** `YYYY-MM-DD` → hours that do not count on that date. */
  readonly breaks?: Readonly<Record<string, readonly Hours[]>> | undefined
  /** Closed dates `YYYY-MM-DD`, or spans `YYYY-MM-DD/YYYY-MM-DD` with both ends. */
  readonly holidays?: readonly string[] | undefined
  /** Dates closed in every year, `MM-DD`, or spans `MM-DD/MM-DD` with both ends, which may cross New Year. */
  readonly yearlyHolidays?: readonly string[] | undefined
}

/** Open all hours of all days, in UTC: the calendar where nobody agreed on another. */
export const aroundTheClock: Calendar = {
  zone: 'Etc/UTC',
  hours: Object.fromEntries(weekdays.map((weekday) => [weekday, [['00:00', '24:00']]])),
}

/** Seconds since the date's midnight on the wall, or undefined for what is not a time of day. `24:00` is 86 400. */
export function parseTimeOfDay(text: string): number | undefined {
  const match = /^(\d{2}):([0-5]\d)(?::([0-5]\d))?$/.exec(text)
  if (match === null) return undefined
  const seconds = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0)
  return seconds <= 86_400 ? seconds : undefined
}

/** A span of dates, both ends inside. */
export interface DaySpan {
  readonly from: EpochDay
  readonly to: EpochDay
}

/** Reads `YYYY-MM-DD` or `YYYY-MM-DD/YYYY-MM-DD`; undefined for what is neither or ends before it starts. */
export function parseHoliday(text: string): DaySpan | undefined {
  const [from, to] = ends(text).map(parseDay)
  return from === undefined || to === undefined || to < from ? undefined : { from, to }
}

/** Reads `MM-DD` or `MM-DD/MM-DD` as `[from, to]`; `from` after `to` crosses New Year. Undefined for what is neither. */
export function parseYearlyHoliday(text: string): readonly [from: string, to: string] | undefined {
  const [from = '', to = ''] = ends(text)
  return isMonthDay(from) && isMonthDay(to) ? [from, to] : undefined
}

/** Whether a date lies in a yearly span, by its month and day. */
export function isYearlyHoliday([from, to]: readonly [string, string], day: EpochDay): boolean {
  const monthDay = formatDay(day).slice(-5)
  return from <= to ? from <= monthDay && monthDay <= to : from <= monthDay || monthDay <= to
}

/** The opening hours in a few words: `24×7`, `Mon–Fri 09:00–17:00`, `never open`; says nothing of single dates. */
export function describeHours(calendar: Calendar): string {
  const words = weekdays.map((weekday) => (calendar.hours[weekday] ?? []).map(([from, to]) => `${from}–${to}`).join(', '))
  if (words.every((word) => word === '00:00–24:00')) return '24×7'
  const groups: { first: number; last: number; word: string }[] = []
  words.forEach((word, index) => {
    const open = groups.at(-1)
    if (open?.word === word) open.last = index
    else groups.push({ first: index, last: index, word })
  })
  const told = groups.filter((group) => group.word !== '').map(({ first, last, word }) => `${weekdayRange(first, last)} ${word}`)
  return told.length === 0 ? 'never open' : told.join('; ')
}

function weekdayRange(first: number, last: number): string {
  const name = (index: number): string => (weekdays[index] ?? '').replace(/^./, (letter) => letter.toUpperCase())
  return first === last ? name(first) : `${name(first)}–${name(last)}`
}

function ends(text: string): [string, string] {
  const [from = '', to = from, ...rest] = text.split('/')
  return rest.length > 0 ? ['', ''] : [from, to]
}

/** The 29th of February is a month and day: 2024 stands for any leap year. */
function isMonthDay(text: string): boolean {
  return /^\d{2}-\d{2}$/.test(text) && parseDay(`2024-${text}`) !== undefined
}

/** More than any shop's day has; a list beyond it is a mistake or an attack. */
const mostHoursADay = 48
/** A country's holidays for a century with room; each check walks the list once, when the calendar is compiled. */
const mostDates = 5000

const timeOfDay = z.string().refine((text) => parseTimeOfDay(text) !== undefined, {
  error: (issue) => `"${String(issue.input)}" is not a time of day: write HH:MM, from 00:00 to 24:00`,
})

const hoursOfDay = z
  .array(z.tuple([timeOfDay, timeOfDay]).refine(([from, to]) => before(from, to), {
    error: (issue) => emptyHours(issue.input),
  }))
  .max(mostHoursADay, `a date has at most ${mostHoursADay} intervals`)

/** Either unreadable, which `timeOfDay` has said already, or in order. */
function before(from: string, to: string): boolean {
  const [start, end] = [parseTimeOfDay(from), parseTimeOfDay(to)]
  return start === undefined || end === undefined || start < end
}

function emptyHours(input: unknown): string {
  const [from, to] = Array.isArray(input) ? input.map(String) : ['', '']
  if (to === '00:00') return `${from}–00:00 ends before it starts: write 24:00 for the end of the day`
  return from === to ? `${from}–${to} is empty` : `${from}–${to} ends before it starts: split it at midnight, ${from}–24:00 and 00:00–${to} on the next day`
}

const date = z.string().refine((text) => parseDay(text) !== undefined, {
  error: (issue) => `"${String(issue.input)}" is not a date: write YYYY-MM-DD`,
})

// A record speaks of its keys in words of its own; the sentence of the date is the one to read.
const hoursByDate = z.record(date, hoursOfDay, { error: (issue) => (issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined) }).refine((dates) => Object.keys(dates).length <= mostDates, `at most ${mostDates} dates`)

/**
 * Checks a calendar at the door. Refuses an unknown zone, unknown fields, times and dates that do not exist, hours that
 * end before they start; each with a sentence that names the value. A calendar that never opens is allowed: "closed for
 * good" is a fact, and every calculation answers it with `beyond_horizon`.
 */
export const calendarSchema: z.ZodType<Calendar> = z.strictObject({
  zone: z.string().max(64).refine(isZoneName, {
    error: (issue) => `"${String(issue.input)}" is not a time zone of the IANA database: write a name such as Europe/Berlin`,
  }),
  hours: z.strictObject({
    mon: hoursOfDay.optional(), tue: hoursOfDay.optional(), wed: hoursOfDay.optional(), thu: hoursOfDay.optional(),
    fri: hoursOfDay.optional(), sat: hoursOfDay.optional(), sun: hoursOfDay.optional(),
  }),
  exceptions: hoursByDate.optional(),
  breaks: hoursByDate.optional(),
  holidays: z.array(z.string().refine((text) => parseHoliday(text) !== undefined, {
    error: (issue) => `"${String(issue.input)}" is not a date: write YYYY-MM-DD, or YYYY-MM-DD/YYYY-MM-DD for a span`,
  })).max(mostDates, `at most ${mostDates} dates`).optional(),
  yearlyHolidays: z.array(z.string().refine((text) => parseYearlyHoliday(text) !== undefined, {
    error: (issue) => `"${String(issue.input)}" is not a day of the year: write MM-DD, or MM-DD/MM-DD for a span`,
  })).max(366, 'at most 366 days of the year').optional(),
})
