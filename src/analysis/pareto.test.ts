/** Pareto: ranks by harm, says when there are no vital few, and is not led by luck. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { painValue, pareto } from './pareto.ts'

const harms = (...values: number[]): { cause: number; harm: number }[] => values.map((harm, cause) => ({ cause, harm }))

test('ranked by harm with the curve of shares', () => {
  const found = pareto(harms(10, 60, 5, 20, 5))
  expect(found.ranked.map((r) => [r.cause, r.share, r.cumulated])).toEqual([[1, 0.6, 0.6], [3, 0.2, 0.8], [0, 0.1, 0.9], [2, 0.05, 0.95], [4, 0.05, 1]])
  expect(found).toMatchObject({ total: 100, topFifth: 1, topFifthShare: 0.6, hasVitalFew: true })
})

test.each([
  ['the first fifth holds 40 %', [40, 20, 20, 10, 10], true],
  ['just less', [39, 21, 20, 10, 10], false],
  ['all alike', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], false],
  ['four causes have no fifth', [97, 1, 1, 1], false],
  ['no harm', [0, 0, 0, 0, 0], false],
  ['nothing', [], false],
])('%s', (_, values, hasVitalFew) => {
  expect(pareto(harms(...values)).hasVitalFew).toBe(hasVitalFew)
})

test('a cause of one expensive accident has a small share for certain', () => {
  const [first, second] = pareto([{ cause: 'one accident', harm: 60, atLeast: 2 }, { cause: 'every week', harm: 40, atLeast: 30 }]).ranked
  expect(first?.shareAtLeast).toBeCloseTo(2 / 42, 12)
  expect(second?.shareAtLeast).toBeCloseTo(30 / 90, 12)
})

test('the classic pain value: 4 long severe ones are worse than 30 short mild ones', () => {
  expect(painValue({ count: 30, durationHours: 0.5, severity: 2, weight: 1 })).toBe(30)
  expect(painValue({ count: 4, durationHours: 6, severity: 5, weight: 2 })).toBe(240)
})

test('shares sum to 1, fall, and do not change with the unit', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 60 }).filter((l) => l.some((v) => v > 0)), (values) => {
    const found = pareto(harms(...values))
    expect(found.ranked.reduce((sum, r) => sum + r.share, 0)).toBeCloseTo(1, 9)
    expect(found.ranked.at(-1)?.cumulated).toBeCloseTo(1, 9)
    expect(found.ranked.every((r, i) => i === 0 || r.share <= (found.ranked[i - 1]?.share ?? 0))).toBe(true)
    expect(pareto(harms(...values.map((v) => v * 4))).ranked.map((r) => r.cause)).toEqual(found.ranked.map((r) => r.cause))
  }))
})

test.each([
  ['negative harm', [{ cause: 'a', harm: -1 }]],
  ['NaN', [{ cause: 'a', harm: NaN }]],
  ['more at least than measured', [{ cause: 'a', harm: 1, atLeast: 2 }]],
])('%s is refused', (_, causes) => {
  expect(() => pareto(causes)).toThrow(RangeError)
})
