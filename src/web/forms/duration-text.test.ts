/** Lengths of time as people promise them. */
import { expect, test } from 'vitest'
import { durationText, readDuration } from './duration-text.ts'

const TEN_HOURS = 36_000

test.each<[string, number | null | undefined, string]>([
  ['', null, 'no promise'], ['no target', null, 'no promise'],
  ['15 min', 900, ''], ['15m', 900, ''], ['4h', 14_400, ''], ['4 hours', 14_400, ''], ['1.5h', 5400, ''], ['1,5 h', 5400, 'a comma is a point to most of Europe'],
  ['1h 30min', 5400, ''], ['1 h 30', 5400, 'minutes follow hours'], ['1:30', 5400, ''],
  ['2d', 72_000, 'two working days of ten hours'], ['1w', 180_000, 'five of them'], ['1d 2h', 43_200, ''],
  ['4', undefined, '4 of what?'], ['soon', undefined, ''], ['4h soon', undefined, ''], ['-4h', undefined, 'nobody answers before'],
])('%j is %j', (text, seconds) => {
  expect(readDuration(text, TEN_HOURS)).toBe(seconds)
})

test.each<[number | null, string]>([[null, ''], [900, '15 min'], [14_400, '4h'], [5400, '1h 30 min'], [72_000, '2d'], [36_000, '10h'], [90, '1 min 30 s'], [0, '0 min']])('%j is written %j and read back', (seconds, text) => {
  expect(durationText(seconds, TEN_HOURS)).toBe(text)
  expect(readDuration(text, TEN_HOURS)).toBe(seconds)
})
