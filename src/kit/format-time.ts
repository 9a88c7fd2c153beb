/** How instants and spans are written: a time today, a day before, a span in two units at most, working time as h:mm. */

import type { Instant } from './now.ts'
import { toMillis } from './now.ts'

const NO_BREAK = '\u00a0'
const MINUTE = 60
const HOUR = 3600
const DAY = 86_400
/** From here on working time is said in working days: nobody feels what 61:20 means. */
const LONGEST_AS_HOURS = 48 * HOUR

/** Whose zone, and what now is; `zone` is an IANA name, the browser's own where it is not given. */
export interface TimeFrame {
  now: number
  zone?: string | undefined
}

/** A point in the past: `14:32` today, then `Mon`, then `9 Feb`, then `9 Feb 2025`. */
export function timePoint(at: Instant, frame: TimeFrame): string {
  const then = partsOf(toMillis(at), frame.zone)
  const today = partsOf(frame.now, frame.zone)
  const age = today.dayNumber - then.dayNumber
  if (age === 0) return then.time
  if (age > 0 && age < 7) return then.weekday
  return then.year === today.year ? `${then.day}${NO_BREAK}${then.month}` : `${then.day}${NO_BREAK}${then.month}${NO_BREAK}${then.year}`
}

/** The day of an instant, as a heading: `Thu 28 Nov`, with its year where that is not this one. */
export function dayHeading(at: Instant, frame: TimeFrame): string {
  const { weekday, day, month, year } = partsOf(toMillis(at), frame.zone)
  return [weekday, day, month, ...(year === partsOf(frame.now, frame.zone).year ? [] : [year])].join(NO_BREAK)
}

/** Whether two instants are on the same day of the frame's zone. */
export const isSameDay = (a: Instant, b: Instant, { zone }: TimeFrame): boolean => partsOf(toMillis(a), zone).dayNumber === partsOf(toMillis(b), zone).dayNumber

/** A point ahead: `17:47` today, `Thu 07:00` this week, `9 Feb 07:00`; a past one reads the same way. */
export function duePoint(at: Instant, frame: TimeFrame): string {
  const then = partsOf(toMillis(at), frame.zone)
  const today = partsOf(frame.now, frame.zone)
  const ahead = then.dayNumber - today.dayNumber
  if (ahead === 0) return then.time
  if (Math.abs(ahead) < 7) return `${then.weekday}${NO_BREAK}${then.time}`
  const day = `${then.day}${NO_BREAK}${then.month}`
  return then.year === today.year ? `${day}${NO_BREAK}${then.time}` : `${day}${NO_BREAK}${then.year}${NO_BREAK}${then.time}`
}

/** A sentence of the API, which names instants as `2026-03-17 14:30 UTC`, with each as `duePoint` in the reader's zone. */
export const inReadersZone = (sentence: string, frame: TimeFrame): string =>
  sentence.replace(/\b(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC\b/g, (said, day: string, time: string) => { const ms = Date.parse(`${day}T${time}:00Z`); return Number.isNaN(ms) ? said : duePoint(ms, frame) })

/** As `duePoint`, with the agreement's own time where its zone shows another: `17:47 (16:47 London)`. */
export function duePointInBothZones(at: Instant, frame: TimeFrame, agreementZone?: string): string {
  const mine = duePoint(at, frame)
  if (!agreementZone || agreementZone === frame.zone) return mine
  const theirs = duePoint(at, { ...frame, zone: agreementZone })
  return theirs === mine ? mine : `${mine} (${theirs} ${placeOf(agreementZone)})`
}

/** Hours, minutes, and seconds where they matter: `14:32`, `14:32:05`. */
export function timeOfDay(at: Instant, zone?: string, withSeconds = false): string {
  const { time, second } = partsOf(toMillis(at), zone)
  return withSeconds ? `${time}:${second}` : time
}

/** The whole instant, for a tip: `Tue 17 Mar 2026, 14:32:05 CET`. */
export function exactInstant(at: Instant, zone?: string): string {
  const { weekday, day, month, year, time, second, zoneName } = partsOf(toMillis(at), zone)
  return `${weekday} ${day} ${month} ${year}, ${time}:${second} ${zoneName}`
}

/** For the top bar: `Tue 17 Mar 14:32 CET`. */
export function dayAndTime(at: Instant, zone?: string): string {
  const { weekday, day, month, time, zoneName } = partsOf(toMillis(at), zone)
  return `${weekday} ${day} ${month} ${time} ${zoneName}`
}

/** A calendar day without a clock: `9 Feb 2026` from `2026-02-09`. */
export function calendarDay(on: string): string {
  const { day, month, year } = partsOf(Date.parse(`${on}T12:00:00Z`), 'UTC')
  return `${day}${NO_BREAK}${month}${NO_BREAK}${year}`
}

/** Elapsed clock time, two units at most: `45 s`, `51 min`, `2 h 05`, `1 d 6 h`, `3 d`. */
export function elapsed(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds))
  if (s < MINUTE) return `${s}${NO_BREAK}s`
  if (s < HOUR) return `${Math.floor(s / MINUTE)}${NO_BREAK}min`
  const [h, m] = [Math.floor(s / HOUR), Math.floor((s % HOUR) / MINUTE)]
  if (s < DAY) return m === 0 ? `${h}${NO_BREAK}h` : `${h}${NO_BREAK}h${NO_BREAK}${two(m)}`
  const [d, rest] = [Math.floor(s / DAY), Math.floor((s % DAY) / HOUR)]
  return d >= 3 || rest === 0 ? `${d}${NO_BREAK}d` : `${d}${NO_BREAK}d${NO_BREAK}${rest}${NO_BREAK}h`
}

/**
 * Working time as `h:mm`, cut, not rounded; from 48 h on `6 d 4 h`, where a day is a working day of that calendar
 * (`workingDaySeconds`, 24 h where the calendar never closes). With `withSeconds`, `h:mm:ss` in steps of ten.
 */
export function workingTime(seconds: number, options: { workingDaySeconds?: number | undefined; withSeconds?: boolean } = {}): string {
  const s = Math.max(0, Math.floor(seconds))
  const workingDay = options.workingDaySeconds ?? DAY
  if (s >= LONGEST_AS_HOURS) {
    const [d, h] = [Math.floor(s / workingDay), Math.floor((s % workingDay) / HOUR)]
    return h === 0 ? `${d}${NO_BREAK}d` : `${d}${NO_BREAK}d${NO_BREAK}${h}${NO_BREAK}h`
  }
  const clock = `${Math.floor(s / HOUR)}:${two(Math.floor((s % HOUR) / MINUTE))}`
  return options.withSeconds ? `${clock}:${two(Math.floor((s % MINUTE) / 10) * 10)}` : clock
}

/** A span for the ear: `3 hours 15 minutes`, `1 day`, `less than a minute`. */
export function spoken(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds))
  if (s < MINUTE) return 'less than a minute'
  const parts = [
    [Math.floor(s / DAY), 'day'],
    [Math.floor((s % DAY) / HOUR), 'hour'],
    [Math.floor((s % HOUR) / MINUTE), 'minute'],
  ] as const
  return parts
    .filter(([n]) => n > 0)
    .slice(0, 2)
    .map(([n, unit]) => `${n} ${unit}${n === 1 ? '' : 's'}`)
    .join(' ')
}

/** The place a zone is named after: `America/Sao_Paulo` gives `Sao Paulo`. */
export function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}

interface Parts {
  weekday: string
  day: string
  month: string
  year: string
  time: string
  second: string
  zoneName: string
  /** Days since 1970 of the local calendar day: two of them subtract to days between. */
  dayNumber: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** A list asks for the same few instants again at each tick; taking one apart costs a hundred times more than finding it. */
const known = new Map<string, Parts>()
const MOST_KNOWN = 2000

function partsOf(millis: number, zone: string | undefined): Parts {
  const key = `${Math.floor(millis / 1000)} ${zone ?? ''}`
  const found = known.get(key)
  if (found) return found
  const made = takeApart(millis, zone)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, made)
  return made
}

function takeApart(millis: number, zone: string | undefined): Parts {
  if (!Number.isFinite(millis)) throw new RangeError('A time was asked to be shown that is no instant')
  const found: Record<string, string> = {}
  for (const { type, value } of formatFor(zone).formatToParts(millis)) found[type] = value
  const { weekday = '', day = '', month = '', year = '', hour = '', minute = '', second = '', timeZoneName = '' } = found
  return {
    weekday, year, second,
    day: String(Number(day)),
    month: MONTHS[Number(month) - 1] ?? month,
    time: `${hour}:${minute}`,
    zoneName: timeZoneName,
    dayNumber: Math.round(Date.UTC(Number(year), Number(month) - 1, Number(day)) / (DAY * 1000)),
  }
}

// Our own names: browsers do not agree on Sep and Sept.
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function formatFor(zone: string | undefined): Intl.DateTimeFormat {
  const key = zone ?? ''
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short', day: 'numeric', month: 'numeric', year: 'numeric',
    hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short',
    ...(zone ? { timeZone: zone } : {}),
  })
  formats.set(key, made)
  return made
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
