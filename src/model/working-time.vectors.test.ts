/** Runs the working-time vectors read off other products' test suites; they lie beside the project and are not shipped. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { calendarSchema, weekdays, type Calendar, type Hours, type Weekday } from './calendar.ts'
import { addWorkingDays, addWorkingSeconds, isOpen, openPeriods, subtractWorkingDays, subtractWorkingSeconds, workingSecondsBetween } from './working-time.ts'
import { parseDay, zoneOf } from './zone.ts'

const data = new URL('../../../shared/data/', import.meta.url)
const read = <T>(path: string): T[] => {
  const file = new URL(path, data)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T[]) : []
}
const iso = (at: number | string): string => (typeof at === 'string' ? at : new Date(at).toISOString().replace('.000Z', 'Z'))

interface Vector {
  kind: 'add' | 'elapsed'
  tz: string
  calendarTz: string
  days: string
  hours: Hours[]
  yearlyHolidays: string[]
  startLocal: string
  endLocal: string
  budgetSeconds: number
  expectedLocal: string
  expectedSeconds: number
}

/** Local time in a zone as an instant; the vectors have none inside a repeated hour. */
function local(zone: string, text: string): number {
  const [date = '', time = ''] = text.split(' ')
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return zoneOf(zone).firstAt(parseDay(date) ?? NaN, ((hours * 60 + minutes) * 60 + seconds) * 1000)
}

const vectors = read<Vector>('working-time-vectors.json')

describe.skipIf(vectors.length === 0)('working-time vectors (Znuny)', () => {
  test('all are here', () => {
    expect(vectors).toHaveLength(28)
  })

  test.each(vectors.map((v) => [`${v.kind} ${v.calendarTz} ${v.days} from ${v.startLocal}`, v] as const))('%s', (_name, v) => {
    const open: readonly Weekday[] = v.days === 'Mon-Fri' ? weekdays.slice(0, 5) : weekdays
    const calendar: Calendar = calendarSchema.parse({
      zone: v.calendarTz,
      hours: Object.fromEntries(open.map((weekday) => [weekday, v.hours])),
      yearlyHolidays: v.yearlyHolidays,
    })
    const start = local(v.tz, v.startLocal)
    if (v.kind === 'add') expect(iso(addWorkingSeconds(calendar, start, v.budgetSeconds))).toBe(iso(local(v.tz, v.expectedLocal)))
    else expect(workingSecondsBetween(calendar, start, local(v.tz, v.endLocal))).toBe(v.expectedSeconds)
  })
})

interface Oracle {
  id: string
  name: string
  source: string
  op: string
  calendar: { hours: Record<string, Hours[]>; shifts: Record<string, Hours[]>; breaks: Record<string, Hours[]>; holidays: string[]; annual_holidays: string[]; time_zone: string }
  start: string
  end: string
  at: string
  seconds: number
  days: number
  take: number
  expect: unknown
  expect_seconds: number
}

const oracles = read<Oracle>('oracles/business_hours.json')

describe.skipIf(oracles.length === 0)('business-hours oracle (biz, Znuny, frappe)', () => {
  test('all are here', () => {
    expect(oracles).toHaveLength(72)
  })

  test.each(oracles.map((o) => [`${o.id} ${o.name}`, o] as const))('%s', (_name, o) => {
    const calendar = calendarSchema.parse({
      zone: o.calendar.time_zone, hours: o.calendar.hours, exceptions: o.calendar.shifts, breaks: o.calendar.breaks,
      holidays: o.calendar.holidays, yearlyHolidays: o.calendar.annual_holidays,
    })
    const start = Date.parse(o.start)
    const answer: Record<string, () => unknown> = {
      within: () => workingSecondsBetween(calendar, start, Date.parse(o.end)),
      add_working_seconds: () => iso(addWorkingSeconds(calendar, start, o.seconds)),
      subtract_working_seconds: () => iso(subtractWorkingSeconds(calendar, start, o.seconds)),
      add_working_days: () => iso(addWorkingDays(calendar, start, o.days)),
      subtract_working_days: () => iso(subtractWorkingDays(calendar, start, o.days)),
      is_open: () => isOpen(calendar, Date.parse(o.at)),
      open_periods_after: () => openPeriods(calendar, start, Infinity).take(o.take).map(({ from, to }) => [iso(from), iso(to)]).toArray(),
    }
    expect(answer[o.op]?.()).toEqual(o.op === 'within' ? o.expect_seconds : o.expect)
  })
})
