/** Circles: found all, none invented. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { circlesOf } from './graph-circles.ts'
import { type CompactStructure, compactOf } from './structure-compact.ts'

const graph = (arrows: readonly (readonly [string, string])[]): Map<string, string[]> => {
  const below = new Map<string, string[]>()
  for (const [from, to] of arrows) below.set(from, [...(below.get(from) ?? []), to])
  return below
}

/** Every other arrow leads to one of several. */
const compact = (below: ReadonlyMap<string, readonly string[]>): CompactStructure => compactOf(new Map([...below].map(([id, list]) => [id, {
  needs: list.filter((_, i) => i % 2 === 0), groups: list.filter((_, i) => i % 2 === 1).map((to) => ({ atLeast: 1, members: [{ id: to, standby: 'hot' }] })),
}])))

test.each([
  ['none in a diamond', [['a', 'b'], ['a', 'c'], ['b', 'd'], ['c', 'd']], []],
  ['one that stands on itself', [['a', 'a'], ['b', 'a']], [['a']]],
  ['a circle with a tail', [['x', 'a'], ['a', 'b'], ['b', 'c'], ['c', 'a'], ['c', 'y']], [['a', 'b', 'c']]],
  ['two apart', [['a', 'b'], ['b', 'a'], ['b', 'c'], ['c', 'd'], ['d', 'c']], [['a', 'b'], ['c', 'd']]],
] as const)('%s', (_what, arrows, circles) => { expect(circlesOf(compact(graph(arrows)))).toEqual(circles) })

test('two are in one circle exactly where each reaches the other', () => {
  const node = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  fc.assert(fc.property(fc.array(fc.tuple(node, node), { maxLength: 14 }), (arrows) => {
    const below = graph(arrows)
    const reach = (from: string): Set<string> => {
      const met = new Set(below.get(from) ?? [])
      for (const id of met) for (const next of below.get(id) ?? []) met.add(next)
      return met
    }
    const inCircles = circlesOf(compact(below))
    for (const a of 'abcdef') for (const b of 'abcdef') expect(inCircles.some((c) => c.includes(a) && c.includes(b))).toBe(reach(a).has(b) && reach(b).has(a))
  }), { numRuns: 300 })
})

test('a chain of 100,000 needs no stack', () => {
  expect(circlesOf(compact(new Map(Array.from({ length: 100_000 }, (_, i) => [String(i), [String(i + 1)]]))))).toEqual([])
})
