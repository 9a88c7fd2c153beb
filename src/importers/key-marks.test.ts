import { expect, test } from 'vitest'
import { keyMarks } from './key-marks.ts'

test('knows each key that was asked before, and no other, while it grows', () => {
  const marks = keyMarks(1_000_000, 8)
  const known = new Set<string>()
  // Every third key comes again.
  for (let i = 0; i < 60_000; i++) {
    const key = `INC${i % 3 === 0 ? Math.floor(i / 2) : i}`
    expect(marks.has(key)).toBe(known.has(key))
    known.add(key)
  }
  for (let i = 0; i < 1000; i++) expect(marks.has(`other ${i}`)).toBe(false)
})

test('remembers as many as it may, and goes on', () => {
  const marks = keyMarks(10, 8)
  for (let i = 0; i < 100; i++) expect(marks.has(`${i}`)).toBe(false)
  expect([marks.has('9'), marks.has('10'), marks.has('99')]).toEqual([true, false, false])
})
