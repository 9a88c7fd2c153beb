import { describe, expect, test } from 'vitest'
import { aroundTheClock, calendarSchema, describeHours, isYearlyHoliday, parseTimeOfDay, parseYearlyHoliday, type Hours } from './calendar.ts'
import { parseDay } from './zone.ts'

const office: Hours[] = [['09:00', '17:00']]
const week = { mon: office, tue: office, wed: office, thu: office, fri: office }
const whole = {
  zone: 'Europe/Berlin', hours: week, exceptions: { '2026-12-24': [['09:00', '12:00']], '2026-12-23': [] },
  breaks: { '2026-12-22': [['12:00', '12:30:15']] }, holidays: ['2026-01-01', '2026-12-27/2026-12-31'], yearlyHolidays: ['12-25', '12-24/01-02', '02-29'],
}

test('a whole calendar is taken as it is', () => {
  expect(calendarSchema.parse(whole)).toEqual(whole)
})

test('a calendar that never opens is a fact, not a fault', () => {
  expect(calendarSchema.safeParse({ zone: 'Etc/UTC', hours: {} }).success).toBe(true)
})

describe('what is wrong is named', () => {
  const monday = (from: string, to: string): object => ({ zone: 'Etc/UTC', hours: { mon: [[from, to]] } })
  test.each([
    ['unknown zone', { ...whole, zone: 'Europe/Atlantis' }, 'zone', '"Europe/Atlantis" is not a time zone'],
    ['offset as zone', { ...whole, zone: '+02:00' }, 'zone', '"+02:00" is not a time zone'],
    ['unknown field', { ...whole, holiday: [] }, '', 'holiday'],
    ['unknown weekday', { zone: 'Etc/UTC', hours: { monday: office } }, 'hours', 'monday'],
    ['hour 25', monday('09:00', '25:00'), 'hours.mon.0.1', '"25:00" is not a time of day'],
    ['minute 60', monday('09:60', '17:00'), 'hours.mon.0.0', '"09:60" is not a time of day'],
    ['without a leading zero', monday('9:00', '17:00'), 'hours.mon.0.0', '"9:00" is not a time of day'],
    ['over midnight', monday('22:00', '06:00'), 'hours.mon.0', '22:00–06:00 ends before it starts: split it at midnight'],
    ['midnight as 00:00', monday('09:00', '00:00'), 'hours.mon.0', 'write 24:00'],
    ['empty', monday('09:00', '09:00'), 'hours.mon.0', '09:00–09:00 is empty'],
    ['start at 24:00', monday('24:00', '24:00'), 'hours.mon.0', 'is empty'],
    ['exception on no date', { ...whole, exceptions: { '2026-02-30': office } }, 'exceptions.2026-02-30', '"2026-02-30" is not a date'],
    ['break on no date', { ...whole, breaks: { monday: office } }, 'breaks.monday', '"monday" is not a date'],
    ['holiday on no date', { ...whole, holidays: ['2025-02-29'] }, 'holidays.0', '"2025-02-29" is not a date'],
    ['span that ends first', { ...whole, holidays: ['2026-02-10/2026-02-01'] }, 'holidays.0', 'is not a date'],
    ['day of no year', { ...whole, yearlyHolidays: ['02-30'] }, 'yearlyHolidays.0', '"02-30" is not a day of the year'],
    ['too many intervals', { zone: 'Etc/UTC', hours: { mon: Array.from({ length: 49 }, () => ['09:00', '10:00']) } }, 'hours.mon', 'at most 48'],
  ])('%s', (_name, value, path, words) => {
    const parsed = calendarSchema.safeParse(value)
    const faults = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message} ${JSON.stringify(issue)}`)
    expect(faults.filter((fault) => fault.startsWith(`${path}: `) && fault.includes(words)), faults.join('\n')).toHaveLength(1)
  })
})

test.each([
  ['00:00', 0], ['24:00', 86_400], ['09:30', 34_200], ['23:59:59', 86_399], ['24:01', undefined], ['24:00:01', undefined], ['1:00', undefined], ['', undefined],
])('%j is %j seconds of the day', (text, seconds) => {
  expect(parseTimeOfDay(text)).toBe(seconds)
})

test.each([
  ['12-24/01-02', '2026-12-31', true, 'a span crosses New Year'],
  ['12-24/01-02', '2027-01-02', true, 'its last day is inside'],
  ['12-24/01-02', '2027-01-03', false, 'the day after is not'],
  ['12-24/01-02', '2026-12-23', false, 'the day before is not'],
  ['02-29', '2028-02-29', true, 'a leap day in a leap year'],
  ['02-29', '2027-02-28', false, 'a leap day never moves'],
  ['05-01', '2026-05-01', true, 'a single day'],
])('yearly %s on %s: %s (%s)', (text, day, closed) => {
  const span = parseYearlyHoliday(text)
  expect(span !== undefined && isYearlyHoliday(span, parseDay(day) ?? NaN)).toBe(closed)
})

test.each([
  [aroundTheClock.hours, '24×7'],
  [week, 'Mon–Fri 09:00–17:00'],
  [{ mon: office, wed: office, sat: [['10:00', '12:00'], ['13:00', '14:00']] as Hours[] }, 'Mon 09:00–17:00; Wed 09:00–17:00; Sat 10:00–12:00, 13:00–14:00'],
  [{}, 'never open'],
])('hours read as words: %#', (hours, words) => {
  expect(describeHours({ zone: 'Etc/UTC', hours })).toBe(words)
})
