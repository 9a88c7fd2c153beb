import { describe, expect, test } from 'vitest'
import { calendarDay, dayAndTime, dayHeading, duePoint, duePointInBothZones, elapsed, exactInstant, isSameDay, placeOf, spoken, timeOfDay, timePoint, workingTime, inReadersZone } from './format-time.ts'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const copenhagen = { now: Date.parse('2026-03-17T13:32:05Z'), zone: 'Europe/Copenhagen' }

describe('points in time', () => {
  test.each<[at: string, text: string, why?: string]>([
    ['2026-03-17T12:00:00Z', '13:00', 'today'],
    ['2026-03-16T23:30:00Z', '00:30', 'today there, yesterday in UTC'],
    ['2026-03-16T22:30:00Z', 'Mon', 'yesterday'],
    ['2026-03-11T12:00:00Z', 'Wed', 'six days ago'],
    ['2026-03-10T12:00:00Z', '10 Mar', 'seven days ago: the weekday would mislead'],
    ['2025-09-09T12:00:00Z', '9 Sep 2025', 'another year'],
  ])('%s was %s (%s)', (at, text) => expect(plain(timePoint(at, copenhagen))).toBe(text))

  test.each<[at: string, text: string, why?: string]>([
    ['2026-03-17T16:47:00Z', '17:47'],
    ['2026-03-19T06:00:00Z', 'Thu 07:00'],
    ['2026-03-24T06:00:00Z', '24 Mar 07:00', 'in a week: Tue would be read as today'],
    ['2027-02-09T06:00:00Z', '9 Feb 2027 07:00'],
    ['2026-03-15T06:00:00Z', 'Sun 07:00', 'overdue reads the same'],
  ])('%s is due %s', (at, text) => expect(plain(duePoint(at, copenhagen))).toBe(text))

  test('a day is a heading, and begins at midnight of the viewer', () => {
    expect([dayHeading('2026-03-16T23:30:00Z', copenhagen), dayHeading('2024-11-28T12:00:00Z', copenhagen)].map(plain)).toEqual(['Tue 17 Mar', 'Thu 28 Nov 2024'])
    expect([isSameDay('2026-03-16T23:30:00Z', '2026-03-17T12:00:00Z', copenhagen), isSameDay('2026-03-16T22:30:00Z', '2026-03-16T23:30:00Z', copenhagen)]).toEqual([true, false])
  })

  test('the zone of the agreement is named where it shows another time', () => {
    expect(duePointInBothZones('2026-03-17T16:47:00Z', copenhagen, 'Europe/London')).toBe('17:47 (16:47 London)')
    expect(duePointInBothZones('2026-03-17T16:47:00Z', copenhagen, 'Europe/Berlin')).toBe('17:47')
  })
  test('a tip gives the second and the zone; the top bar the day', () => {
    expect(exactInstant('2026-03-17T13:32:05Z', copenhagen.zone)).toBe('Tue 17 Mar 2026, 14:32:05 CET')
    expect(dayAndTime('2026-07-17T13:32:05Z', copenhagen.zone)).toBe('Fri 17 Jul 15:32 CEST')
    expect(timeOfDay('2026-03-17T13:32:05Z', copenhagen.zone, true)).toBe('14:32:05')
  })
  test('a calendar day has no zone', () => expect(plain(calendarDay('2026-02-09'))).toBe('9 Feb 2026'))
  test('a broken instant is refused, not shown as 1970', () => expect(() => timePoint('soon', copenhagen)).toThrow(RangeError))
  test('a zone is called by its place', () => expect(placeOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires'))
})

describe('spans', () => {
  test.each<[seconds: number, text: string, why?: string]>([
    [0, '0 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [3599, '59 min'],
    [3600, '1 h'],
    [7500, '2 h 05'],
    [86_399, '23 h 59'],
    [86_400, '1 d'],
    [108_000, '1 d 6 h'],
    [259_200, '3 d'],
    [270_000, '3 d', 'two units at most, and hours no longer matter'],
  ])('%d s elapsed are written %s', (seconds, text) => expect(plain(elapsed(seconds))).toBe(text))

  test.each<[seconds: number, options: { workingDaySeconds?: number; withSeconds?: boolean }, text: string, why?: string]>([
    [11_700, {}, '3:15'],
    [11_759, {}, '3:15', 'cut: never rounded towards good'],
    [0, {}, '0:00'],
    [47 * 3600 + 3599, {}, '47:59'],
    [52 * 3600, { workingDaySeconds: 8 * 3600 }, '6 d 4 h', 'in days of that calendar'],
    [48 * 3600, {}, '2 d', 'a calendar that never closes'],
    [268, { withSeconds: true }, '0:04:20'],
  ])('%d s of working time (%o) are written %s', (seconds, options, text) => expect(plain(workingTime(seconds, options))).toBe(text))

  test.each([
    [11_700, '3 hours 15 minutes'],
    [3600, '1 hour'],
    [60, '1 minute'],
    [30, 'less than a minute'],
    [90_000, '1 day 1 hour'],
  ])('%d s are spoken as %s', (seconds, text) => expect(spoken(seconds)).toBe(text))
})

test('a sentence that names instants in UTC is read in the zone of whoever reads it', () => {
  const frame = { now: Date.parse('2026-03-17T09:00:00Z'), zone: 'Europe/Berlin' }
  expect(inReadersZone('WIN-1 “Quarter end” freezes this until 2026-03-31 22:00 UTC, then 2026-03-17 10:30 UTC.', frame)).toBe('WIN-1 “Quarter end” freezes this until 1\u00a0Apr\u00a000:00, then 11:30.')
  expect(inReadersZone('Release 2026-03-17, or 2026-99-99 10:30 UTC', frame)).toBe('Release 2026-03-17, or 2026-99-99 10:30 UTC')
})
