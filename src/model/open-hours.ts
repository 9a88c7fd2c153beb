/** A calendar made ready for arithmetic: for each date, the instants at which it opens and closes, found once and kept. */
import { describeHours, isYearlyHoliday, parseHoliday, parseTimeOfDay, parseYearlyHoliday, weekdays, type Calendar, type DaySpan, type Hours } from './calendar.ts'
import { dayMs, parseDay, weekdayOf, zoneOf, type EpochDay, type EpochMs, type Zone } from './zone.ts'

/** The open periods of one date: `edges` holds opening and closing in turn, rising, never touching; may be empty. */
export interface OpenDay {
  /** First instant of the date. */
  readonly start: EpochMs
  /** First instant of the next date; equal to `start` for a date that does not exist in the zone. */
  readonly end: EpochMs
  readonly edges: readonly EpochMs[]
  readonly openMs: number
}

/** What the arithmetic needs to know of a calendar. */
export interface OpenHours {
  readonly zone: Zone
  /** `Mon–Fri 09:00–17:00`. */
  readonly words: string
  /** Hours of the longest weekday, the clocks left alone: what people mean by "a day" here; 86 400 where no weekday opens. */
  readonly workingDaySeconds: number
  /** Open at every instant: no date needs to be looked at. */
  readonly isAlwaysOpen: boolean
  /** From this date on nothing opens (`Infinity` where weekly hours go on for ever), and before `firstOpenDay` nothing did. */
  readonly lastOpenDay: EpochDay
  readonly firstOpenDay: EpochDay
  /** The date that holds an instant. */
  dayAt(at: EpochMs): EpochDay
  day(day: EpochDay): OpenDay
}

const byValue = new WeakMap<Calendar, OpenHours>()
const byText = new Map<string, OpenHours>()
/** Calendars in use at one time in a large installation; beyond it all are compiled again. */
const mostCalendars = 256

/** The open hours of a calendar. Equal calendars share one answer, so a calendar read anew from the store costs no work. */
export function openHoursOf(calendar: Calendar): OpenHours {
  const known = byValue.get(calendar)
  if (known !== undefined) return known
  const text = JSON.stringify(calendar)
  let compiled = byText.get(text)
  if (compiled === undefined) {
    if (byText.size >= mostCalendars) byText.clear()
    compiled = compile(calendar)
    byText.set(text, compiled)
  }
  byValue.set(calendar, compiled)
  return compiled
}

/** Wall-clock interval of a date in milliseconds. */
type Wall = readonly [from: number, to: number]

/** More than three years of dates, some 200 kB; a calendar that is asked for more forgets and finds them again. */
const mostDays = 1200


function compile(calendar: Calendar): OpenHours {
  const zone = zoneOf(calendar.zone)
  const weekly = weekdays.map((weekday) => (calendar.hours[weekday] ?? []).map(toWall))
  const exceptions = byDay(calendar.exceptions)
  const breaks = byDay(calendar.breaks)
  const holidays = (calendar.holidays ?? []).map(parseHoliday).filter((span): span is DaySpan => span !== undefined)
  const yearly = (calendar.yearlyHolidays ?? []).map(parseYearlyHoliday).filter((span) => span !== undefined)
  const hasWeekly = weekly.some((walls) => walls.length > 0)
  const hasDates = exceptions.size + breaks.size + holidays.length + yearly.length > 0
  const opening = [...exceptions.keys()]

  function wallsOf(day: EpochDay): readonly Wall[] {
    if (holidays.some((span) => span.from <= day && day <= span.to)) return []
    const exception = exceptions.get(day)
    if (exception !== undefined) return exception
    if (yearly.some((span) => isYearlyHoliday(span, day))) return []
    return weekly[weekdayOf(day)] ?? []
  }

  function compute(day: EpochDay): OpenDay {
    const [start, end] = [zone.startOfDay(day), zone.startOfDay(day + 1)]
    const toInstants = ([from, to]: Wall): [EpochMs, EpochMs] => [
      from === 0 ? start : Math.max(start, zone.firstAt(day, from)),
      to === dayMs ? end : Math.min(end, zone.endAt(day, to)),
    ]
    const walls = hasDates ? wallsOf(day) : (weekly[weekdayOf(day)] ?? [])
    const open = union(walls.map(toInstants))
    const edges = subtract(open, union((breaks.get(day) ?? []).map(toInstants))).flat()
    let openMs = 0
    for (let i = 0; i + 1 < edges.length; i += 2) openMs += (edges[i + 1] ?? 0) - (edges[i] ?? 0)
    return { start, end, edges, openMs }
  }

  const days = new Map<EpochDay, OpenDay>()
  function day(on: EpochDay): OpenDay {
    let known = days.get(on)
    if (known === undefined) {
      if (days.size >= mostDays) days.clear()
      known = compute(on)
      days.set(on, known)
    }
    return known
  }

  return {
    zone,
    words: describeHours(calendar),
    workingDaySeconds: Math.max(...weekly.map(nominalSeconds)) || dayMs / 1000,
    isAlwaysOpen: !hasDates && weekly.every((walls) => coversDay(walls)),
    firstOpenDay: hasWeekly ? -Infinity : opening.reduce((least, on) => Math.min(least, on), Infinity),
    lastOpenDay: hasWeekly ? Infinity : opening.reduce((most, on) => Math.max(most, on), -Infinity),
    day,
    dayAt: (at) => {
      // The wall may show yesterday's date again after midnight was passed (clocks set back over midnight).
      let on = zone.dayAt(at)
      while (day(on).start > at) on -= 1
      while (day(on).end <= at) on += 1
      return on
    },
  }
}

function toWall([from, to]: Hours): Wall {
  return [(parseTimeOfDay(from) ?? 0) * 1000, (parseTimeOfDay(to) ?? 0) * 1000]
}

function byDay(dates: Calendar['exceptions']): Map<EpochDay, readonly Wall[]> {
  const found = new Map<EpochDay, readonly Wall[]>()
  for (const [text, hours] of Object.entries(dates ?? {})) {
    const day = parseDay(text)
    if (day !== undefined) found.set(day, hours.map(toWall))
  }
  return found
}

function coversDay(walls: readonly Wall[]): boolean {
  const [first, ...rest] = union(walls.map(([from, to]) => [from, to]))
  return first !== undefined && rest.length === 0 && first[0] === 0 && first[1] === dayMs
}

function nominalSeconds(walls: readonly Wall[]): number {
  return union(walls.map(([from, to]) => [from, to])).reduce((sum, [from, to]) => sum + to - from, 0) / 1000
}

/** Sorted, without empty ones; those that overlap or touch are joined. */
function union(intervals: [number, number][]): [number, number][] {
  const joined: [number, number][] = []
  for (const [from, to] of intervals.filter(([from, to]) => from < to).sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1)
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
    else joined.push([from, to])
  }
  return joined
}

/** What is left of sorted, disjoint intervals when others are cut out. */
function subtract(intervals: [number, number][], cuts: [number, number][]): [number, number][] {
  let left = intervals
  for (const [cutFrom, cutTo] of cuts) {
    left = left.flatMap(([from, to]): [number, number][] =>
      cutTo <= from || cutFrom >= to ? [[from, to]] : ([[from, Math.min(to, cutFrom)], [Math.max(from, cutTo), to]] as [number, number][]).filter(([a, b]) => a < b))
  }
  return left
}
