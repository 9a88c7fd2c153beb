/** Wall times in fields: what is shown and what is sent, also in the hours that happen twice or not at all. */
import { expect, test } from 'vitest'
import { instantOfWallTime, wallTimeText } from './wall-time.ts'

test.each([
  ['winter in Berlin', '2026-01-05T13:32:00.000Z', 'Europe/Berlin', '2026-01-05T14:32'],
  ['summer in Berlin', '2026-07-05T13:32:00.000Z', 'Europe/Berlin', '2026-07-05T15:32'],
  ['half an hour off', '2026-01-05T00:10:00.000Z', 'Asia/Kolkata', '2026-01-05T05:40'],
  ['the day before in the west', '2026-01-05T01:00:00.000Z', 'America/New_York', '2026-01-04T20:00'],
])('%s is shown and read back', (_why, iso, zone, text) => {
  expect([wallTimeText(iso, zone), instantOfWallTime(text, zone)]).toEqual([text, iso])
})

test('the hour that happens twice means the first, the skipped one the time after it', () => {
  expect(instantOfWallTime('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
  expect(instantOfWallTime('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
})
test('half a date is no time', () => expect([instantOfWallTime('2026-03', 'UTC'), wallTimeText('', 'UTC')]).toEqual([null, '']))
