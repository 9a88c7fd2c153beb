import { describe, expect, test } from 'vitest'
import { burstOf, trendOf } from './burst.ts'
import { seededUniform } from './seeded.ts'

const day = 86_400
const spread = (n: number, days: number, seed: number): number[] => {
  const uniform = seededUniform(seed)
  return Array.from({ length: n }, () => uniform() * days * day).sort((a, b) => a - b)
}

describe('a burst', () => {
  test('is found with its window, and how many were usual', () => {
    const found = burstOf([...spread(20, 360, 1), ...Array.from({ length: 9 }, (_, i) => 200 * day + i * 600)].sort((a, b) => a - b), 0, 360 * day)
    expect(found?.count).toBeGreaterThanOrEqual(9)
    expect(found?.from).toBeGreaterThanOrEqual(199 * day)
    expect(found?.to).toBeLessThanOrEqual(201 * day)
    expect(found?.expected).toBeLessThan(1)
    expect(found?.p).toBeLessThan(1e-6)
  })

  test('is told of even spread no more often than it says', () => {
    const told = Array.from({ length: 1000 }, (_, i) => burstOf(spread(40, 360, i + 1), 0, 360 * day)).filter((b) => b !== null).length
    expect(told).toBeLessThanOrEqual(15)
  })

  test.each([['none', []], ['one', [5]], ['two at once', [5, 6]]])('is no burst: %s', (_what, times) => {
    expect(burstOf(times, 0, 360 * day)).toBeNull()
  })

  test('is no burst where the time is hardly longer than the window', () => {
    expect(burstOf([1, 2, 3, 4, 5], 0, 3600)).toBeNull()
  })

  test('of 100,000 at one instant is found at once', () => {
    const start = performance.now()
    expect(burstOf(Array.from({ length: 100_000 }, () => 100 * day), 0, 360 * day)?.count).toBe(100_000)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('a trend', () => {
  const now = 1000 * day
  const ago = (...days: number[]): number[] => days.map((d) => now - d * day)
  test.each([
    ['much more than before', ago(...Array.from({ length: 14 }, (_, i) => i * 2), ...Array.from({ length: 6 }, (_, i) => 30 + i * 12)), 'rising'],
    ['much less', ago(...Array.from({ length: 40 }, (_, i) => 29 + i * 2)), 'falling'],
    ['a little more says nothing', ago(1, 9, 40, 60, 80), 'cannot tell'],
    ['nothing at all', [], 'cannot tell'],
  ])('%s', (_what, times, verdict) => {
    expect(trendOf(times, 0, now)?.verdict).toBe(verdict)
  })
  test('cannot be told of what is new', () => {
    expect(trendOf(ago(1, 2, 3), now - 30 * day, now)).toBeNull()
  })
})
