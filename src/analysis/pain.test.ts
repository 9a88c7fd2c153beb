import { expect, test } from 'vitest'
import { type HarmSum, painOfSum, type Prices } from './pain.ts'

const prices: Prices = { userHourMinor: { low: 3_000, high: 5_000 }, effortHourMinor: { low: 6_000, high: 8_000 } }
const sum = (more: Partial<HarmSum>): HarmSum => ({ incidents: 1, hours: 1, userHours: { low: 1, high: 1 }, workHours: 0, severities: 1, unknown: 0, ...more })

test('the classic formula puts four long ones before thirty short ones', () => {
  const a = painOfSum(sum({ incidents: 30, hours: 15, severities: 60 }), { prices })
  const b = painOfSum(sum({ incidents: 4, hours: 24, severities: 20 }), { prices, weight: 2 })
  expect([a.classic, b.classic]).toEqual([30, 240])
})

test.each([
  ['all is known', { userHours: { low: 10, high: 10 } }, [600, 600], [30_000, 50_000]],
  ['work is counted beside it', { userHours: { low: 0, high: 0 }, workHours: 3 }, [0, 0], [18_000, 24_000]],
  ['nobody said how badly', { userHours: { low: 0, high: 10 }, unknown: 1 }, [0, 600], [0, 50_000]],
  ['nothing happened', { incidents: 0, hours: 0, userHours: { low: 0, high: 0 }, severities: 0 }, [0, 0], [0, 0]],
] as const)('%s', (_what, more, minutes, cost) => {
  const pain = painOfSum(sum(more), { prices })
  expect([pain.userMinutes.low, pain.userMinutes.high]).toEqual(minutes)
  expect([pain.costMinor.low, pain.costMinor.high]).toEqual(cost)
  expect(pain.unknown).toBe('unknown' in more ? more.unknown : 0)
})

test('a penalty is added to both ends', () => {
  expect(painOfSum(sum({ userHours: { low: 0, high: 0 } }), { prices, penaltyMinor: 700 }).costMinor).toEqual({ low: 700, high: 700 })
})

test.each([[{ hours: -1 }], [{ userHours: { low: -1, high: 0 } }], [{ userHours: { low: 0, high: Number.NaN } }], [{ userHours: { low: 2, high: 1 } }], [{ workHours: -2 }]])('refuses %o', (broken) => {
  expect(() => painOfSum(sum(broken), { prices })).toThrow(RangeError)
})
