/** Lanes over time, tried at their edges: the day with 23 hours, before and after the axis, touching bars. */
import { expect, test } from 'vitest'
import { instantAt, type LaneColumn, shareAt, snapped, trackOf } from './swimlane-layout.ts'

const hour = 3_600_000
const day = (at: number, hours = 24): LaneColumn => ({ startMs: at, endMs: at + hours * hour, label: '' })
// The second of the three is the day on which the clock is put forward.
const three = [day(0), day(24 * hour, 23), day(47 * hour)]

test.each([
  ['before the axis', -hour, 0], ['at its beginning', 0, 0], ['in the middle of the first day', 12 * hour, 1 / 6], ['at the border of two days', 24 * hour, 1 / 3],
  ['in the middle of the short day', 35.5 * hour, 1 / 2], ['at the end of the short day', 47 * hour, 2 / 3], ['after the axis', 90 * hour, 1],
])('an instant %s has its share of the width', (_, ms, share) => {
  expect(shareAt(ms, three)).toBeCloseTo(share, 9)
})

test('a share leads back to its instant, and beyond the ends to the ends', () => {
  for (const ms of [0, 3 * hour, 24 * hour, 40 * hour, 70 * hour]) expect(instantAt(shareAt(ms, three), three)).toBeCloseTo(ms, 3)
  expect(instantAt(-1, three)).toBe(0)
  expect(instantAt(2, three)).toBe(71 * hour)
  expect(shareAt(5, [])).toBe(0)
})

test('moving keeps to steps from the beginning of the day, also after the short one', () => {
  expect(snapped(47 * hour + 40 * 60_000, hour / 2, three)).toBe(47.5 * hour)
  expect(snapped(47 * hour + 50 * 60_000, hour / 2, three)).toBe(48 * hour)
})

test('what touches shares a track, what overlaps does not', () => {
  const tracks = trackOf([{ id: 'b', left: 40, right: 90 }, { id: 'a', left: 0, right: 40 }, { id: 'c', left: 60, right: 70 }, { id: 'd', left: 71, right: 80 }])
  expect(Object.fromEntries(tracks)).toEqual({ a: 0, b: 0, c: 1, d: 1 })
})
