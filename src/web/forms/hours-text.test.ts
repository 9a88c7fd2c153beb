/** Hours as people write and paint them. */
import { expect, test } from 'vitest'
import type { Hours } from '../../model/calendar.ts'
import { hoursText, paint, readHours } from './hours-text.ts'

test.each<[string, readonly Hours[] | string]>([
  ['', []], ['closed', []], ['all day', [['00:00', '24:00']]],
  ['8-17', [['08:00', '17:00']]],
  ['08:00–12:00, 13:00–17:30', [['08:00', '12:00'], ['13:00', '17:30']]],
  ['13.00 to 17.30; 8 until 12', [['08:00', '12:00'], ['13:00', '17:30']]],
  ['0800-24', [['08:00', '24:00']]],
  ['08:00:30-09:00', [['08:00:30', '09:00']]],
  ['8', '“8” cannot be read: write 08:00–17:00'],
  ['8-25', '“8-25” cannot be read: write 08:00–17:00'],
  ['22-6', '22:00–06:00 ends before it starts: what goes past midnight is written on both days, to 24:00 and from 00:00'],
])('%j', (text, read) => {
  expect(readHours(text)).toEqual(read)
})

test('what is shown is read as the same', () => {
  const hours: readonly Hours[] = [['00:00', '06:00'], ['22:00', '24:00']]
  expect(readHours(hoursText(hours))).toEqual(hours)
})

test.each<[string, readonly Hours[], [number, number, boolean], readonly Hours[]]>([
  ['opens', [], [480, 1020, true], [['08:00', '17:00']]],
  ['opens backwards', [], [1020, 480, true], [['08:00', '17:00']]],
  ['joins what touches', [['08:00', '12:00']], [720, 1020, true], [['08:00', '17:00']]],
  ['cuts a break', [['08:00', '17:00']], [720, 780, false], [['08:00', '12:00'], ['13:00', '17:00']]],
  ['ends at midnight', [['08:00', '17:00']], [1020, 2000, true], [['08:00', '24:00']]],
  ['does nothing without length', [['08:00', '17:00']], [600, 600, false], [['08:00', '17:00']]],
])('a stroke %s', (_, before, [from, to, isOpening], after) => {
  expect(paint(before, from, to, isOpening)).toEqual(after)
})
