/** Bunching before a target is found where it was made, and not in smooth work. */
import { expect, test } from 'vitest'
import { bunching } from './bunching.ts'
import { seededNormal, seededUniform } from './seeded.ts'

/** Hours to resolve: log-normal with median 3, smooth about a target of 4. */
function hours(seed: number, count: number): number[] {
  const normal = seededNormal(seed)
  return Array.from({ length: count }, () => 3 * Math.exp(0.8 * normal()))
}

/** The same, but of what would end within an hour after the target, so many are closed just before it. */
function hurried(seed: number, count: number, share: number): number[] {
  const random = seededUniform(seed)
  return hours(seed, count).map((h) => (h > 4 && h < 4.2 && random() < share ? 4 - 0.2 * random() : h))
}

test('half of what would have been late by little closed just in time is found in 2,000', () => {
  const found = bunching(hurried(1, 2000, 0.5), 4)
  expect(found?.isBunched).toBe(true)
  expect(found?.before).toBeGreaterThan(found?.expectedBefore ?? Infinity)
  expect(found?.after).toBeLessThan(found?.expectedAfter ?? 0)
  // What went from one bin to the other is missing in it.
  expect(Math.abs((found?.before ?? 0) + (found?.after ?? 0) - (found?.expectedBefore ?? 0) - (found?.expectedAfter ?? 0))).toBeLessThan(1e-6)
})

test('smooth work is called bunched at most once in a hundred and a half', () => {
  let called = 0
  for (let run = 0; run < 400; run++) if (bunching(hours(100 + run, 2000), 4)?.isBunched) called++
  expect(called).toBeLessThanOrEqual(6)
})

test('p is spread evenly where nothing is bunched', () => {
  const below = Array.from({ length: 400 }, (_, run) => bunching(hours(1000 + run, 3000), 4)?.p ?? 1).filter((p) => p < 0.5).length
  expect(below / 400).toBeGreaterThan(0.42)
  expect(below / 400).toBeLessThan(0.58)
})

test('the same the other way round, avoiding the time before the target, is no bunching', () => {
  expect(bunching(hours(5, 2000).map((h) => (h > 3.8 && h <= 4 ? 4.1 : h)), 4)?.isBunched).toBe(false)
})

test('what ends exactly at the target is in time', () => {
  const found = bunching([...hours(6, 1000), ...Array.from({ length: 60 }, () => 4)], 4)
  expect(found?.isBunched).toBe(true)
  expect(found?.before).toBeGreaterThanOrEqual(60)
})

test('nothing at all after the target is the strongest bunching, not a fault', () => {
  const found = bunching(hours(8, 2000).map((h) => (h > 4 && h < 4.2 ? 3.9 : h)), 4)
  expect(found).toMatchObject({ after: 0, isBunched: true })
  expect(found?.p).toBeLessThan(1e-9)
})

test('few cases, or none next to the target, say nothing', () => {
  expect(bunching(hours(7, 20), 4)).toBeNull()
  expect(bunching([], 4)).toBeNull()
  expect(bunching(hours(9, 3000).filter((h) => h < 3.75 || h > 4.25), 4)).toBeNull()
})

test.each([
  ['a negative duration', () => bunching([-1], 4)],
  ['NaN', () => bunching([NaN], 4)],
  ['a target of 0', () => bunching([1], 0)],
  ['bins below 0', () => bunching([1], 4, { width: 0.2 })],
])('%s is refused', (_, act) => {
  expect(act).toThrow(RangeError)
})
