import { expect, test } from 'vitest'
import { worksheetContent } from './worksheet-content.ts'
import { paretoStanding, struckBecause, treeStandings } from './worksheet-standing.ts'

const cause = (id: string, more: object = {}) => ({ id, category: 'technology' as const, text: id, evidence: [], status: 'open' as const, ...more })
const tree = (...causes: object[]) => ({ kind: 'cause_tree', effect: 'It stops', causes })
const shown = { evidence: [{ text: 'the log' }], status: 'confirmed' as const }

test.each([
  ['an empty tree', tree(), true],
  ['a why below a why', tree(cause('a'), cause('b', { parentId: 'a' })), true],
  ['a why below nothing', tree(cause('b', { parentId: 'a' })), false],
  ['a cause of itself', tree(cause('a', { parentId: 'a' })), false],
  ['a cause of itself by another', tree(cause('a', { parentId: 'b' }), cause('b', { parentId: 'a' })), false],
  ['two with one id', tree(cause('a'), cause('a')), false],
  ['evidence at a record’s number', tree(cause('a', { evidence: [{ text: 'x', link: 'INC-1042' }] })), true],
  ['evidence at an address that runs something', tree(cause('a', { evidence: [{ text: 'x', link: 'javascript:alert(1)' }] })), false],
  ['an unknown word', { ...tree(), colour: 'red' }, false],
  ['a Pareto whose least is more than its harm', { kind: 'pareto', unit: 'minutes', causes: [{ cause: 'a', harm: 1, atLeast: 2 }] }, false],
  ['a kind that is none', { kind: 'opinion' }, false],
])('%s', (_what, content, isTaken) => { expect(worksheetContent.safeParse(content).success).toBe(isTaken) })

test('a why without evidence stays grey; the last confirmed ones are roots, and there may be several', () => {
  const found = treeStandings([
    cause('a', shown), cause('b', { ...shown, parentId: 'a' }), cause('c', { parentId: 'a', status: 'confirmed' }), cause('d', { ...shown }), cause('e', { evidence: [{ text: 'x' }], status: 'refuted' }), cause('f', { evidence: [{ text: 'x' }] }),
  ])
  expect(Object.fromEntries(found)).toEqual({ a: 'confirmed', b: 'root', c: 'grey', d: 'root', e: 'refuted', f: 'open' })
})

test.each([
  ['before its effect', '2026-03-17T08:59:59Z', 0, null], ['at the same moment', '2026-03-17T09:00:00Z', 0, null], ['a minute after', '2026-03-17T09:01:00Z', 0, 'It came 60 seconds after the effect began.'],
  ['ten minutes after', '2026-03-17T09:10:00Z', 0, 'It came 10 minutes after the effect began.'], ['a day after', '2026-03-18T09:00:00Z', 0, 'It came 24 hours after the effect began.'], ['within what clocks differ', '2026-03-17T09:01:00Z', 60, null],
])('what came %s', (_what, at, skew, wanted) => { expect(struckBecause(at, '2026-03-17T09:00:00Z', skew)).toBe(wanted) })

test.each<[string, readonly number[], readonly { harm: number; count: number }[], readonly [number, number | null, boolean]]>([
  ['one of five holds most', [60, 10, 10, 10, 10], [], [1, 0.6, true]],
  ['the rest holds most', [60, 10, 10, 10, 10], [{ harm: 900, count: 100 }], [5, 0.1, false]],
  ['most is of no known cause', [60, 10, 10, 10, 10], [{ harm: 900, count: 0 }], [1, 0.06, false]],
  ['four and a small rest', [60, 10, 10, 10], [{ harm: 10, count: 2 }], [2, 0.7, true]],
  ['no harm', [0, 0, 0, 0, 0], [], [1, null, false]],
  ['nothing', [], [], [0, null, false]],
])('a Pareto sheet: %s', (_what, harms, rest, wanted) => {
  const { first, firstShare, hasVitalFew } = paretoStanding(harms.map((harm) => ({ harm })), rest)
  expect([first, firstShare, hasVitalFew]).toEqual(wanted)
})
