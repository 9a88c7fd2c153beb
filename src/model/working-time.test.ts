import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aroundTheClock, weekdays, type Calendar, type Hours } from './calendar.ts'
import {
  addCalendarMonths, addWorkingDays, addWorkingSeconds, endOfNthWorkingDay, isOpen, nextClosing, nextOpening, openPeriods,
  subtractWorkingDays, subtractWorkingSeconds, workingSecondsBetween,
} from './working-time.ts'
import { weekdayOf, zoneOf } from './zone.ts'

const hour = 3600
const at = (text: string): number => Date.parse(text)
const iso = (instant: number | string): string => (typeof instant === 'string' ? instant : new Date(instant).toISOString().replace(':00.000Z', 'Z').replace('.000Z', 'Z'))
const daily = (zone: string, ...hours: Hours[]): Calendar => ({ zone, hours: Object.fromEntries(weekdays.map((weekday) => [weekday, hours])) })
const officeWeek = (zone: string, ...hours: Hours[]): Calendar => ({ zone, hours: Object.fromEntries(weekdays.slice(0, 5).map((weekday) => [weekday, hours])) })
const berlin = officeWeek('Europe/Berlin', ['09:00', '17:00'])

describe('where the clocks change, hours reach from the first start to the last end', () => {
  // Working hours of one date; `open` in hours, by the reason beside it.
  test.each<[string, string, Hours[], number, string]>([
    ['Europe/Berlin', '2024-10-27', [['00:00', '06:00']], 7, 'the repeated hour inside counts twice'],
    ['Europe/Berlin', '2024-10-27', [['00:00', '24:00']], 25, 'a whole day has 25 hours'],
    ['Europe/Berlin', '2024-10-27', [['02:15', '02:45']], 1.5, 'both edges inside: first 02:15 to second 02:45'],
    ['Europe/Berlin', '2024-10-27', [['02:30', '06:00']], 4.5, 'start inside: from the first 02:30'],
    ['Europe/Berlin', '2024-10-27', [['00:00', '02:30']], 3.5, 'end inside: to the second 02:30'],
    ['Europe/Berlin', '2024-10-27', [['00:00', '02:00']], 2, 'ends where the repeated hour begins: it is not inside'],
    ['Europe/Berlin', '2024-10-27', [['00:00', '02:01']], 3 + 1 / 60, 'a minute of it is inside: to the second 02:01'],
    ['Europe/Berlin', '2024-10-27', [['02:00', '03:00']], 2, 'exactly the repeated hour'],
    ['Europe/Berlin', '2024-10-27', [['03:00', '06:00']], 3, '03:00 is shown once, after the repeat'],
    ['Europe/Berlin', '2024-10-27', [['00:00', '02:30'], ['02:30', '06:00']], 7, 'neighbours meet inside the repeat: nothing counts double'],
    ['Europe/Berlin', '2024-03-31', [['00:00', '06:00']], 5, 'the skipped hour does not count'],
    ['Europe/Berlin', '2024-03-31', [['00:00', '24:00']], 23, 'a whole day has 23 hours'],
    ['Europe/Berlin', '2024-03-31', [['02:30', '06:00']], 2.5, 'start in the gap moves to 03:30'],
    ['Europe/Berlin', '2024-03-31', [['00:00', '02:30']], 2.5, 'end in the gap moves to 03:30: as long as written'],
    ['Europe/Berlin', '2024-03-31', [['02:15', '02:45']], 0.5, 'all in the gap: half an hour, later'],
    ['Europe/Berlin', '2024-03-31', [['02:30', '03:15']], 0, 'start moves past the end: not open'],
    ['Europe/Berlin', '2024-03-31', [['02:00', '03:00']], 0, 'exactly the gap: not open'],
    ['Australia/Lord_Howe', '2024-04-07', [['00:00', '24:00']], 24.5, 'half an hour repeats'],
    ['Australia/Lord_Howe', '2024-10-06', [['00:00', '24:00']], 23.5, 'half an hour is skipped'],
    ['Australia/Lord_Howe', '2024-10-06', [['02:15', '04:00']], 1.25, 'start in the half-hour gap moves by half an hour'],
    ['America/Sao_Paulo', '2015-10-18', [['00:00', '24:00']], 23, 'midnight is skipped'],
    ['America/Sao_Paulo', '2015-10-18', [['00:00', '09:00']], 8, 'opens as the date begins, at 01:00'],
    ['America/Sao_Paulo', '2015-10-17', [['22:00', '24:00']], 2, 'the date before the skipped midnight ends where it always does'],
    ['America/Sao_Paulo', '2015-02-21', [['22:00', '24:00']], 3, '23:00 to midnight happens twice'],
    ['America/Havana', '2024-11-03', [['00:00', '24:00']], 25, 'midnight itself happens twice'],
    ['America/Havana', '2024-11-02', [['23:00', '24:00']], 1, 'the repeated midnight belongs to the new date'],
    ['Pacific/Apia', '2011-12-29', [['00:00', '24:00']], 24, 'the date before the skipped one'],
    ['Pacific/Apia', '2011-12-31', [['09:00', '17:00']], 8, 'hours of the skipped date are not added to the next'],
    ['Africa/Casablanca', '2024-03-10', [['00:00', '24:00']], 25, 'Ramadan sets the clocks back in spring'],
    ['Europe/Dublin', '2024-10-27', [['00:00', '24:00']], 25, 'summer is the standard time there'],
    ['Asia/Kathmandu', '2024-10-27', [['09:00', '17:00']], 8, 'an odd offset without changes'],
  ])('%s %s %j: %d h (%s)', (zone, date, hours, open) => {
    const day = Date.parse(`${date}T00:00:00Z`) / 86_400_000
    const [from, to] = [zoneOf(zone).startOfDay(day), zoneOf(zone).startOfDay(day + 1)]
    const calendar = daily(zone, ...hours)
    expect(workingSecondsBetween(calendar, from, to)).toBe(open * hour)
  })
})

test.each<[string, Hours[], Hours[], number, string]>([
  ['2024-10-27', [['00:00', '06:00']], [['02:15', '02:45']], 5.5, 'a break inside the repeated hour lasts as an interval would'],
  ['2024-10-27', [['00:00', '06:00']], [['01:00', '03:00']], 4, 'a break over the repeated hour takes both'],
  ['2024-03-31', [['00:00', '06:00']], [['02:00', '03:00']], 5, 'a break in the gap takes nothing'],
  ['2024-06-03', [['09:00', '17:00']], [['08:00', '09:30'], ['09:15', '10:00'], ['16:30', '24:00']], 6.5, 'breaks overlap each other and both edges'],
  ['2024-06-03', [['09:00', '17:00']], [['00:00', '24:00']], 0, 'a break may take the whole date'],
])('%s %j without %j: %d h (%s)', (date, hours, breaks, open) => {
  const calendar: Calendar = { ...daily('Europe/Berlin', ...hours), breaks: { [date]: breaks } }
  const day = Date.parse(`${date}T00:00:00Z`) / 86_400_000
  const zone = zoneOf('Europe/Berlin')
  expect(workingSecondsBetween(calendar, zone.startOfDay(day), zone.startOfDay(day + 1))).toBe(open * hour)
})

describe('which hours a date has', () => {
  const calendar: Calendar = {
    ...berlin, holidays: ['2026-12-28', '2026-12-30/2026-12-31'], yearlyHolidays: ['12-24/12-26', '01-01'],
    exceptions: { '2026-12-24': [['09:00', '12:00']], '2026-12-28': [['09:00', '12:00']], '2026-12-29': [], '2026-12-27': [['10:00', '11:00']] },
  }
  const open = (date: string): number => workingSecondsBetween(calendar, at(`${date}T00:00+01:00`), at(`${date}T24:00+01:00`)) / hour
  test.each([
    ['2026-12-23', 8, 'the weekday'],
    ['2026-12-24', 3, 'an exception is more special than a yearly holiday'],
    ['2026-12-25', 0, 'a yearly holiday'],
    ['2026-12-27', 1, 'an exception opens a Sunday'],
    ['2026-12-28', 0, 'a dated holiday wins over an exception'],
    ['2026-12-29', 0, 'an exception without hours closes'],
    ['2026-12-30', 0, 'a holiday span'],
    ['2026-12-31', 0, 'the last day of a holiday span'],
    ['2027-01-01', 0, 'a yearly holiday in the next year'],
    ['2027-01-04', 8, 'the weekday again'],
  ])('%s: %d h (%s)', (date, hours) => {
    expect(open(date)).toBe(hours)
  })

  test('hours that overlap or touch are one period', () => {
    const merged = daily('Etc/UTC', ['12:00', '17:00'], ['09:00', '12:00'], ['11:00', '13:00'])
    expect([...openPeriods(merged, at('2026-03-02T00:00Z'), at('2026-03-03T00:00Z'))]).toEqual([{ from: at('2026-03-02T09:00Z'), to: at('2026-03-02T17:00Z') }])
  })

  test('two equal calendars give equal answers, whichever object asks', () => {
    expect(workingSecondsBetween(structuredClone(calendar), at('2026-12-01T00:00Z'), at('2026-12-31T00:00Z')))
      .toBe(workingSecondsBetween(calendar, at('2026-12-01T00:00Z'), at('2026-12-31T00:00Z')))
  })
})

describe('a budget is used up at the earliest instant', () => {
  test.each([
    ['2024-03-22T08:00Z', 8, '2024-03-22T16:00Z', 'closing time today, not opening on Monday'],
    ['2024-03-22T08:00Z', 0, '2024-03-22T08:00Z', 'nothing to use up, at opening time'],
    ['2024-03-22T12:00Z', 0, '2024-03-22T12:00Z', 'nothing to use up, while open'],
    ['2024-03-22T16:00Z', 0, '2024-03-25T08:00Z', 'nothing to use up, at closing time: the next opening'],
    ['2024-03-23T10:00Z', 0, '2024-03-25T08:00Z', 'nothing to use up, while closed: the next opening'],
    ['2024-03-22T16:00Z', 1, '2024-03-25T09:00Z', 'started at closing time'],
    ['2024-03-28T12:00Z', 8, '2024-03-29T12:00Z', 'over a night'],
    ['2024-03-29T12:00Z', 8, '2024-04-01T11:00Z', 'over the night in which the clocks change'],
  ])('from %s, %d h: %s (%s)', (from, hours, due) => {
    expect(iso(addWorkingSeconds(berlin, at(from), hours * hour))).toBe(due)
  })

  test.each([
    ['2024-03-25T16:00Z', 8, '2024-03-25T08:00Z', 'opening time today, not closing on Friday'],
    ['2024-03-25T08:00Z', 0, '2024-03-22T16:00Z', 'nothing to take back, at opening time: the last closing'],
    ['2024-03-25T12:00Z', 0, '2024-03-25T12:00Z', 'nothing to take back, while open'],
    ['2024-03-25T09:00Z', 2, '2024-03-22T15:00Z', 'over a weekend'],
    ['2024-04-01T11:00Z', 8, '2024-03-29T12:00Z', 'over the night in which the clocks change'],
  ])('until %s, %d h: %s (%s)', (until, hours, from) => {
    expect(iso(subtractWorkingSeconds(berlin, at(until), hours * hour))).toBe(from)
  })

  test('around the clock real hours count', () => {
    const calendar = daily('Europe/Berlin', ['00:00', '24:00'])
    expect(iso(addWorkingSeconds(calendar, at('2024-03-31T00:30+01:00'), 4 * hour))).toBe('2024-03-31T03:30Z')
    expect(iso(addWorkingSeconds(aroundTheClock, at('2024-03-31T00:30+01:00'), 4 * hour))).toBe('2024-03-31T03:30Z')
    expect(iso(addWorkingSeconds(calendar, at('2024-10-27T00:30+02:00'), 4 * hour))).toBe('2024-10-27T02:30Z')
  })

  test('nine hours a day over the repeated hour', () => {
    const nights = daily('Europe/Berlin', ['00:00', '06:00'])
    expect(iso(addWorkingSeconds(nights, at('2024-10-27T00:00+02:00'), 7 * hour))).toBe('2024-10-27T05:00Z')
    expect(iso(addWorkingSeconds(nights, at('2024-10-27T00:00+02:00'), 2.5 * hour))).toBe('2024-10-27T00:30Z')
    expect(iso(addWorkingSeconds(nights, at('2024-10-27T00:00+02:00'), 3.5 * hour))).toBe('2024-10-27T01:30Z')
  })
})

describe('working days', () => {
  const lunch = officeWeek('Europe/Berlin', ['09:00', '13:00'], ['14:00', '17:00'])
  test.each([
    ['2024-03-28T11:00Z', 1, '2024-03-29T11:00Z', '2024-03-29T11:00Z', 'same time next day'],
    ['2024-03-29T11:00Z', 1, '2024-04-01T10:00Z', '2024-04-01T10:00Z', 'same local time after the clocks changed'],
    ['2024-03-28T18:00Z', 1, '2024-04-01T07:00Z', '2024-03-29T16:00Z', 'after closing: next opening, or clipped to closing'],
    ['2024-03-28T16:00Z', 1, '2024-04-01T07:00Z', '2024-03-29T16:00Z', 'at closing'],
    ['2024-03-28T05:00Z', 1, '2024-03-29T08:00Z', '2024-03-29T08:00Z', 'before opening: the opening of that day'],
    ['2024-03-28T12:30Z', 1, '2024-03-29T13:00Z', '2024-03-29T13:00Z', 'in a break: its end'],
    ['2024-03-23T11:00Z', 1, '2024-03-25T11:00Z', '2024-03-25T11:00Z', 'from a Saturday, Monday is the first working day'],
    ['2024-03-23T11:00Z', 5, '2024-03-29T11:00Z', '2024-03-29T11:00Z', 'from a Saturday, the week'],
    ['2024-03-23T11:00Z', 0, '2024-03-25T08:00Z', '2024-03-25T08:00Z', 'no days: the next open instant'],
  ])('%s + %d: %s, as a target %s (%s)', (from, days, opening, closing) => {
    expect([iso(addWorkingDays(lunch, at(from), days)), iso(addWorkingDays(lunch, at(from), days, 'closing'))]).toEqual([opening, closing])
  })

  test.each([
    ['2024-03-25T11:00Z', 1, '2024-03-22T11:00Z', 'over a weekend'],
    ['2024-03-25T05:00Z', 1, '2024-03-21T16:00Z', 'before opening: the closing before'],
    ['2024-03-25T19:00Z', 1, '2024-03-22T16:00Z', 'after closing: that closing'],
    ['2024-03-24T11:00Z', 0, '2024-03-22T16:00Z', 'no days: the last open instant'],
  ])('%s - %d: %s (%s)', (from, days, expected) => {
    expect(iso(subtractWorkingDays(lunch, at(from), days))).toBe(expected)
  })

  test.each([
    ['2024-03-28T11:00Z', 1, '2024-03-29T16:00Z', 'tomorrow'],
    ['2024-03-28T11:00Z', 2, '2024-04-01T15:00Z', 'over the weekend and the change of the clocks'],
    ['2024-03-28T11:00Z', 0, '2024-03-28T16:00Z', 'today'],
    ['2024-03-28T16:00Z', 0, '2024-03-29T16:00Z', 'today is over'],
    ['2024-03-30T16:00Z', 0, '2024-04-01T15:00Z', 'today is no working day'],
  ])('end of working day %s + %d: %s (%s)', (from, n, expected) => {
    expect(iso(endOfNthWorkingDay(lunch, at(from), n))).toBe(expected)
  })

  test.each([
    ['2024-01-31T10:00Z', 1, '2024-02-29T10:00Z', 'the last day of a shorter month'],
    ['2024-02-15T10:00Z', 1, '2024-03-15T10:00Z', 'the same day'],
    ['2024-02-24T10:00Z', 1, '2024-03-25T10:00Z', 'a Sunday moves to Monday'],
    ['2024-03-15T22:00Z', 1, '2024-04-15T15:00Z', 'after closing: closing'],
  ])('%s + %d calendar months: %s (%s)', (from, months, expected) => {
    expect(iso(addCalendarMonths(lunch, at(from), months))).toBe(expected)
  })

  test('a date that the zone skipped is no working day', () => {
    expect(iso(addWorkingDays(daily('Pacific/Apia', ['09:00', '17:00']), at('2011-12-29T20:00Z'), 1))).toBe('2011-12-30T20:00Z')
  })
})

describe('opening and closing', () => {
  test.each([
    ['2024-03-25T08:00Z', true, '2024-03-25T08:00Z', '2024-03-25T16:00Z', 'open at opening time'],
    ['2024-03-25T16:00Z', false, '2024-03-26T08:00Z', '2024-03-26T16:00Z', 'closed at closing time'],
    ['2024-03-23T12:00Z', false, '2024-03-25T08:00Z', '2024-03-25T16:00Z', 'closed at the weekend'],
  ])('%s: open %s, opens %s, closes %s (%s)', (now, open, opens, closes) => {
    expect([isOpen(berlin, at(now)), iso(nextOpening(berlin, at(now))), iso(nextClosing(berlin, at(now)))]).toEqual([open, opens, closes])
  })

  test('hours that go on past midnight do not close there', () => {
    const calendar: Calendar = { zone: 'Etc/UTC', hours: { mon: [['20:00', '24:00']], tue: [['00:00', '04:00']] } }
    expect(iso(nextClosing(calendar, at('2024-03-25T21:00Z')))).toBe('2024-03-26T04:00Z')
    expect(isOpen(calendar, at('2024-03-26T00:00Z'))).toBe(true)
  })

  test('a clock that never closes says so', () => {
    expect(nextClosing(aroundTheClock, 0)).toBe('beyond_horizon')
    expect(nextClosing({ ...daily('Europe/Berlin', ['00:00', '24:00']), holidays: ['2030-01-01'] }, at('2024-03-25T21:00Z'))).toBe('beyond_horizon')
  })

  test('periods are cut to what was asked, and none is empty', () => {
    expect([...openPeriods(berlin, at('2024-03-25T10:00Z'), at('2024-03-26T08:00Z'))].map(({ from, to }) => [iso(from), iso(to)])).toEqual([['2024-03-25T10:00Z', '2024-03-25T16:00Z']])
    expect([...openPeriods(berlin, at('2024-03-25T16:00Z'), at('2024-03-26T08:00Z'))]).toEqual([])
    expect([...openPeriods(berlin, at('2024-03-25T10:00Z'), at('2024-03-25T10:00Z'))]).toEqual([])
  })
})

describe('a calendar that does not open answers, and soon', () => {
  const from = at('2026-01-01T00:00Z')
  test.each<[string, Calendar]>([
    ['without hours', { zone: 'Etc/UTC', hours: {} }],
    ['whose only date is past', { zone: 'Etc/UTC', hours: {}, exceptions: { '2020-01-01': [['09:00', '17:00']] } }],
    ['closed every day of the year', { ...berlin, yearlyHolidays: ['01-01/12-31'] }],
    ['closed for a century', { ...berlin, holidays: ['2000-01-01/2100-12-31'] }],
  ])('%s', (_name, calendar) => {
    expect([
      addWorkingSeconds(calendar, from, 60), nextOpening(calendar, from), nextClosing(calendar, from), addWorkingDays(calendar, from, 1),
      endOfNthWorkingDay(calendar, from, 1), addCalendarMonths(calendar, from, 1), isOpen(calendar, from), [...openPeriods(calendar, from, Infinity)],
    ]).toEqual(['beyond_horizon', 'beyond_horizon', 'beyond_horizon', 'beyond_horizon', 'beyond_horizon', 'beyond_horizon', false, []])
  })

  test('a single date far ahead is found', () => {
    const calendar: Calendar = { zone: 'Etc/UTC', hours: {}, exceptions: { '2090-01-01': [['09:00', '17:00']] } }
    expect(iso(nextOpening(calendar, from))).toBe('2090-01-01T09:00Z')
    expect(addWorkingSeconds(calendar, from, 9 * hour)).toBe('beyond_horizon')
    expect(iso(subtractWorkingSeconds(calendar, at('2200-01-01T00:00Z'), hour))).toBe('2090-01-01T16:00Z')
    expect(workingSecondsBetween(calendar, from, at('2200-01-01T00:00Z'))).toBe(8 * hour)
  })

  test('closed for two years it waits, closed for more than three it gives up', () => {
    expect(iso(nextOpening({ ...berlin, holidays: ['2026-01-01/2027-12-31'] }, from))).toBe('2028-01-03T08:00Z')
    expect(nextOpening({ ...berlin, holidays: ['2026-01-01/2029-12-31'] }, from)).toBe('beyond_horizon')
  })

  test('amounts that are none are refused', () => {
    expect(() => addWorkingSeconds(berlin, from, -1)).toThrow(RangeError)
    expect(() => addWorkingSeconds(berlin, from, NaN)).toThrow(RangeError)
    expect(() => workingSecondsBetween(berlin, from, Infinity)).toThrow(RangeError)
    expect(() => addWorkingDays(berlin, from, 1.5)).toThrow(RangeError)
  })
})

/** Any calendar; edges on quarter hours, zones with and without changes. */
const anyHours = fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 0, maxLength: 6 }).map((quarters): Hours[] => {
  const edges = quarters.sort((a, b) => a - b).map((q) => `${String(Math.floor(q / 4)).padStart(2, '0')}:${String((q % 4) * 15).padStart(2, '0')}`)
  return Array.from({ length: Math.floor(edges.length / 2) }, (_, i): Hours => [edges[2 * i] ?? '', edges[2 * i + 1] ?? ''])
})
const anyDate = fc.integer({ min: 0, max: 400 }).map((day) => new Date(at('2024-01-01T00:00Z') + day * 86_400_000).toISOString().slice(0, 10))
const anyCalendar: fc.Arbitrary<Calendar> = fc.record({
  zone: fc.constantFrom('Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Havana', 'Africa/Casablanca', 'Etc/UTC'),
  hours: fc.record({ mon: anyHours, tue: anyHours, wed: anyHours, thu: anyHours, fri: anyHours, sat: anyHours, sun: anyHours }),
  exceptions: fc.dictionary(anyDate, anyHours, { maxKeys: 3 }),
  breaks: fc.dictionary(anyDate, anyHours, { maxKeys: 3 }),
  holidays: fc.array(anyDate, { maxLength: 3 }),
  yearlyHolidays: fc.constantFrom<string[]>([], ['12-24/01-02'], ['05-01']),
})
const anyInstant = fc.integer({ min: at('2024-01-01T00:00Z') / 60_000, max: at('2025-01-31T00:00Z') / 60_000 }).map((minute) => minute * 60_000)
const anySeconds = fc.integer({ min: 1, max: 400 * hour })

describe('for every calendar', () => {
  test('what is added lies between, and not a millisecond less would do', () => {
    fc.assert(fc.property(anyCalendar, anyInstant, anySeconds, (calendar, from, seconds) => {
      const due = addWorkingSeconds(calendar, from, seconds)
      if (due === 'beyond_horizon') return
      expect(workingSecondsBetween(calendar, from, due)).toBe(seconds)
      expect(workingSecondsBetween(calendar, from, due - 1)).toBeLessThan(seconds)
    }), { numRuns: 300 })
  })

  test('what is taken back lies between, and not a millisecond later would do', () => {
    fc.assert(fc.property(anyCalendar, anyInstant, anySeconds, (calendar, until, seconds) => {
      const from = subtractWorkingSeconds(calendar, until, seconds)
      if (from === 'beyond_horizon') return
      expect(workingSecondsBetween(calendar, from, until)).toBe(seconds)
      expect(workingSecondsBetween(calendar, from + 1, until)).toBeLessThan(seconds)
    }), { numRuns: 300 })
  })

  test('a span is the sum of its parts, and of its open periods', () => {
    fc.assert(fc.property(anyCalendar, fc.tuple(anyInstant, anyInstant, anyInstant), (calendar, instants) => {
      const [a = 0, b = 0, c = 0] = [...instants].sort((x, y) => x - y)
      const whole = workingSecondsBetween(calendar, a, c)
      expect(workingSecondsBetween(calendar, a, b) + workingSecondsBetween(calendar, b, c)).toBe(whole)
      expect([...openPeriods(calendar, a, c)].reduce((sum, { from, to }) => sum + (to - from) / 1000, 0)).toBe(whole)
      expect(whole).toBeLessThanOrEqual((c - a) / 1000)
    }), { numRuns: 200 })
  })

  test('more budget is never due earlier, and two parts are due as their sum', () => {
    fc.assert(fc.property(anyCalendar, anyInstant, anySeconds, anySeconds, (calendar, from, one, two) => {
      const [first, both] = [addWorkingSeconds(calendar, from, one), addWorkingSeconds(calendar, from, one + two)]
      if (first === 'beyond_horizon' || both === 'beyond_horizon') return
      expect(both).toBeGreaterThan(first)
      expect(addWorkingSeconds(calendar, first, two)).toBe(both)
    }), { numRuns: 200 })
  })

  test('open is what the wall says, wherever the clocks do not change', () => {
    fc.assert(fc.property(anyCalendar, anyInstant, (calendar, now) => {
      const zone = zoneOf(calendar.zone)
      if (zone.spanAt(now - 86_400_000).offset !== zone.spanAt(now + 86_400_000).offset) return
      const day = zone.dayAt(now)
      const date = new Date(day * 86_400_000).toISOString().slice(0, 10)
      const minute = new Date(now + zone.spanAt(now).offset).toISOString().slice(11, 16)
      const inside = (hours: readonly Hours[] | undefined): boolean => (hours ?? []).some(([from, to]) => from <= minute && minute < to)
      const monthDay = date.slice(5)
      const yearly = calendar.yearlyHolidays?.some((text) => (text === '05-01' ? monthDay === '05-01' : monthDay >= '12-24' || monthDay <= '01-02')) ?? false
      const hours = calendar.exceptions?.[date] ?? (yearly ? [] : calendar.hours[weekdays[weekdayOf(day)] ?? 'mon'])
      expect(isOpen(calendar, now)).toBe(!calendar.holidays?.includes(date) && inside(hours) && !inside(calendar.breaks?.[date]))
    }), { numRuns: 1000 })
  })

  test('any text as a moment of any year is answered or refused, never endless', () => {
    fc.assert(fc.property(anyCalendar, fc.integer({ min: at('1900-01-01T00:00Z'), max: at('2999-12-31T00:00Z') }), (calendar, now) => {
      const opens = nextOpening(calendar, now)
      if (opens !== 'beyond_horizon') expect(isOpen(calendar, opens)).toBe(true)
    }), { numRuns: 200 })
  })
})
