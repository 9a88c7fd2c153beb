import { expect, test } from 'vitest'
import { type Harmed, painOf, type Prices } from './pain.ts'

const prices: Prices = { userHourMinor: { low: 3_000, high: 5_000 }, effortHourMinor: { low: 6_000, high: 8_000 } }
const harmed = (more: Partial<Harmed>): Harmed => ({ hours: 1, users: 1, degree: 1, effortHours: null, ...more })
const severe = (count: number, severity: number): number[] => Array.from({ length: count }, () => severity)

test('the classic formula puts four long ones before thirty short ones', () => {
  const a = painOf(Array.from({ length: 30 }, () => harmed({ hours: 0.5 })), { prices, severities: severe(30, 2) })
  const b = painOf(Array.from({ length: 4 }, () => harmed({ hours: 6 })), { prices, severities: severe(4, 5), weight: 2 })
  expect([a.classic, b.classic]).toEqual([30, 240])
})

test.each([
  ['all is known', [harmed({ hours: 2, users: 10, degree: 0.5 })], [600, 600], [30_000, 50_000], 0],
  ['work is counted beside it', [harmed({ hours: 0, effortHours: 3 })], [0, 0], [18_000, 24_000], 0],
  ['nobody said how badly', [harmed({ hours: 1, users: 10, degree: null })], [0, 600], [0, 50_000], 1],
  ['nobody said how many', [harmed({ hours: 1, users: null })], [60, 6_000], [3_000, 500_000], 1],
  ['nothing happened', [], [0, 0], [0, 0], 0],
] as const)('%s', (_what, list, minutes, cost, unknown) => {
  const pain = painOf(list, { prices, severities: severe(list.length, 1), usersOfService: 100 })
  expect([pain.userMinutes.low, pain.userMinutes.high]).toEqual(minutes)
  expect([pain.costMinor.low, pain.costMinor.high]).toEqual(cost)
  expect(pain.unknown).toBe(unknown)
})

test('a penalty is added to both ends', () => {
  expect(painOf([], { prices, severities: [], penaltyMinor: 700 }).costMinor).toEqual({ low: 700, high: 700 })
})

test.each([[harmed({ hours: -1 })], [harmed({ users: -1 })], [harmed({ degree: 1.1 })], [harmed({ hours: Number.NaN })], [harmed({ effortHours: -2 })]])('refuses %o', (broken) => {
  expect(() => painOf([broken], { prices, severities: [1] })).toThrow(RangeError)
})
