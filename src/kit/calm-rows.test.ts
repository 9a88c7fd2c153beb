import { expect, test } from 'vitest'
import { calmRows, keysBetween } from './calm-rows.ts'

interface Row { id: string; news?: number }
const rows = (ids: string): Row[] => [...ids].map((id) => ({ id }))
const ids = (shown: readonly Row[]) => shown.map((row) => row.id).join('')
const idOf = (row: Row) => row.id

test.each<[why: string, shown: string, next: string, isReading: boolean, ids: string, waiting: number, left: string]>([
  ['nobody reads: the server is right', 'abc', 'cxa', false, 'cxa', 0, ''],
  ['a new one waits', 'abc', 'xabc', true, 'abc', 1, ''],
  ['an order that changed waits too', 'abc', 'cba', true, 'abc', 0, ''],
  ['one that left stays, dimmed', 'abc', 'ac', true, 'abc', 0, 'b'],
  ['the next page is added at once', 'abc', 'abcde', true, 'abcde', 0, ''],
  ['both at a time', 'abc', 'xacde', true, 'abcde', 1, 'b'],
  ['an empty list fills', '', 'ab', true, 'ab', 0, ''],
  ['everything left, others came', 'ab', 'cd', true, 'abcd', 0, 'ab'],
])('%s', (_why, shown, next, isReading, want, waiting, left) => {
  const calm = calmRows(rows(shown), rows(next), idOf, isReading)
  expect([ids(calm.shown), calm.waiting, [...calm.left].join('')]).toEqual([want, waiting, left])
})

test('a row that stays has the fresh content', () => {
  const calm = calmRows([{ id: 'a', news: 1 }], [{ id: 'a', news: 2 }], idOf, true)
  expect(calm.shown).toEqual([{ id: 'a', news: 2 }])
})

test('a range is the same from both ends', () => {
  const keys = ['a', 'b', 'c', 'd']
  expect(keysBetween(keys, 'b', 'd')).toEqual(['b', 'c', 'd'])
  expect(keysBetween(keys, 'd', 'b')).toEqual(['b', 'c', 'd'])
  expect(keysBetween(keys, 'gone', 'b')).toEqual(['b'])
})
