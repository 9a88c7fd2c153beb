import { describe, expect, test } from 'vitest'
import { foldRows, groupId, groupWords, MOST_IN_ROW, MOST_OPENED, type Foldable } from './graph-fold.ts'

const things = (row: number, kind: string, count: number): Foldable[] => Array.from({ length: count }, (_, i) => ({ id: `${kind}${row}-${i}`, row, kind }))
const none = new Set<string>()
const keepNone = (): boolean => false

describe('foldRows', () => {
  test('a row that can be read stays as it is', () => {
    const { shownIds, groups } = foldRows([...things(1, 'Server', 20), ...things(1, 'Database', 10)], none, keepNone)
    expect([shownIds.size, groups.length]).toEqual([30, 0])
  })

  test('only the largest kinds of a full row are folded, and only as many as it takes', () => {
    const { shownIds, groups } = foldRows([...things(1, 'Server', 28), ...things(1, 'Database', 10), ...things(2, 'Server', 5)], none, keepNone)
    expect(groups).toMatchObject([{ id: groupId(1, 'Server'), row: 1, isRest: false }])
    expect(groups[0]?.memberIds).toHaveLength(28)
    expect(shownIds.size).toBe(15)
  })

  test('what is kept stands for itself beside its group', () => {
    const { shownIds, groups } = foldRows(things(1, 'Server', 100), none, (id) => id === 'Server1-7')
    expect([...shownIds]).toEqual(['Server1-7'])
    expect(groups[0]?.memberIds).toHaveLength(99)
  })

  test('an opened group shows what has room and keeps the rest together', () => {
    const { shownIds, groups, groupOf } = foldRows(things(1, 'Server', 800), new Set([groupId(1, 'Server')]), keepNone)
    expect(shownIds.size).toBe(MOST_OPENED)
    expect(groups).toMatchObject([{ isRest: true }])
    expect(groupOf.size).toBe(800 - MOST_OPENED)
  })

  test('opening one group does not unfold the others', () => {
    const { groups } = foldRows([...things(1, 'Server', 200), ...things(1, 'Client', 100)], new Set([groupId(1, 'Client')]), keepNone)
    expect(groups.map((g) => g.id)).toEqual([groupId(1, 'Server'), `${groupId(1, 'Client')}:rest`])
  })

  test('fifty kinds of two each are folded until the row can be read, as far as pairs can be', () => {
    const many = Array.from({ length: 50 }, (_, i) => things(0, `Kind ${i}`, 2)).flat()
    const { shownIds, groups } = foldRows(many, none, keepNone)
    expect(shownIds.size + groups.length).toBeLessThanOrEqual(Math.max(MOST_IN_ROW, 50))
  })
})

test.each([['Server', 'servers'], ['Virtual machine', 'virtual machines'], ['VM', 'VMs'], ['Switch', 'switches'], ['Facility', 'facilities'], ['Person', 'people'], ['Key', 'keys']])('several of %s are %s', (one, many) => {
  expect(groupWords(one)).toBe(many)
})
