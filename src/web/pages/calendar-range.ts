/** Which stretch of time the calendar shows, from its address, in the viewer's zone. Pure. */
import { addMonths, formatDay, parseDay, weekdayOf, zoneOf, type EpochDay } from '../../model/zone.ts'
import { dayHeading, timeOfDay, type TimeFrame } from '../../kit/format-time.ts'
import type { LaneColumn } from '../../kit/swimlane-layout.ts'

export const calendarViews = ['day', 'week', 'month'] as const
export type CalendarView = (typeof calendarViews)[number]

/** `[fromMs, toMs)`, cut into columns; `on` is the day that the address names, `before` and `after` lead on. */
export interface CalendarRange {
  readonly view: CalendarView
  readonly on: string
  readonly before: string
  readonly after: string
  readonly fromMs: number
  readonly toMs: number
  readonly columns: readonly LaneColumn[]
  /** `16 to 22 Mar, week 12`. */
  readonly words: string
}

/** Two hours: twelve columns fit beside the lanes' names. */
const DAY_STEP_MILLIS = 2 * 3_600_000
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** What is no view or day falls back to this week. */
export function rangeOf(search: Readonly<Record<string, string>>, nowMs: number, zone: string): CalendarRange {
  const z = zoneOf(zone)
  const view = calendarViews.find((v) => v === search['view']) ?? 'week'
  const on = parseDay(search['on'] ?? '') ?? z.dayAt(nowMs)
  const today = z.dayAt(nowMs)
  const frame: TimeFrame = { now: nowMs, zone }
  const day = (d: EpochDay, label: string): LaneColumn => ({ startMs: z.firstAt(d, 0), endMs: z.firstAt(d + 1, 0), label, isQuiet: weekdayOf(d) >= 5, isToday: d === today })
  const named = (fromDay: EpochDay, toDay: EpochDay, before: EpochDay, after: EpochDay, columns: readonly LaneColumn[], words: string): CalendarRange =>
    ({ view, on: formatDay(on), before: formatDay(before), after: formatDay(after), fromMs: z.firstAt(fromDay, 0), toMs: z.firstAt(toDay, 0), columns, words })
  if (view === 'day') {
    const [from, to] = [z.firstAt(on, 0), z.firstAt(on + 1, 0)]
    const columns: LaneColumn[] = []
    for (let at = from; at < to; at += DAY_STEP_MILLIS) columns.push({ startMs: at, endMs: Math.min(to, at + DAY_STEP_MILLIS), label: timeOfDay(at, zone) })
    return named(on, on + 1, on - 1, on + 1, columns, dayHeading(from, frame))
  }
  if (view === 'month') {
    const first = on - Number(formatDay(on).slice(8)) + 1
    const next = addMonths(first, 1)
    const [year = '', month = ''] = formatDay(first).split('-')
    return named(first, next, addMonths(first, -1), next, Array.from({ length: next - first }, (_, i) => day(first + i, String(i + 1))), `${MONTHS[Number(month) - 1]} ${year}`)
  }
  const monday = on - weekdayOf(on)
  const columns = Array.from({ length: 7 }, (_, i) => day(monday + i, shortDay(monday + i, today)))
  return named(monday, monday + 7, monday - 7, monday + 7, columns, weekWords(monday))
}

const HOUR_MILLIS = 3_600_000

/** What the form of a new freeze begins with: the shown time, as far as it lies ahead; a day from the next hour where it is over. */
export function freezeOf({ fromMs, toMs }: Pick<CalendarRange, 'fromMs' | 'toMs'>, nowMs: number): Readonly<Record<'kind' | 'startsAt' | 'endsAt', string>> {
  const next = Math.ceil(nowMs / HOUR_MILLIS) * HOUR_MILLIS
  const startMs = toMs <= next ? next : Math.max(fromMs, next)
  return { kind: 'freeze', startsAt: new Date(startMs).toISOString(), endsAt: new Date(toMs <= next ? next + 24 * HOUR_MILLIS : toMs).toISOString() }
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const shortDay = (d: EpochDay, today: EpochDay): string => `${WEEKDAYS[weekdayOf(d)] ?? ''} ${Number(formatDay(d).slice(8))}${d === today ? ' · today' : ''}`

function weekWords(monday: EpochDay): string {
  const [a, b] = [formatDay(monday), formatDay(monday + 6)]
  const month = (text: string): string => (MONTHS[Number(text.slice(5, 7)) - 1] ?? '').slice(0, 3)
  const from = a.slice(0, 7) === b.slice(0, 7) ? String(Number(a.slice(8))) : `${Number(a.slice(8))} ${month(a)}`
  return `${from} to ${Number(b.slice(8))} ${month(b)} ${b.slice(0, 4)}, week ${isoWeek(monday)}`
}

/** The week's number by ISO 8601: the one with the year's first Thursday is 1. */
function isoWeek(monday: EpochDay): number {
  const thursday = monday + 3
  const newYear = parseDay(`${formatDay(thursday).slice(0, 4)}-01-01`) ?? thursday
  return Math.floor((thursday - newYear) / 7) + 1
}
