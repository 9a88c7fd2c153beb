import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeInLayers, placeInLines, type Placeable } from './map-layout.ts'

const node = (id: string, layer: number, width = 100): Placeable => ({ id, layer, width })

test('a thing stands under what stands on it', () => {
  const { centres } = placeInLayers([node('a', 0), node('b', 0), node('x', 1), node('y', 1)], [{ from: 'a', to: 'y' }, { from: 'b', to: 'x' }], 900)
  expect((centres.get('y') ?? 0) < (centres.get('x') ?? 0)).toBe((centres.get('a') ?? 0) < (centres.get('b') ?? 0))
})

test('a place given by the server is kept', () => {
  const { centres } = placeInLayers([{ ...node('a', 0), x: 0.25 }, { ...node('b', 0), x: 0.75 }], [], 800)
  expect([centres.get('a'), centres.get('b')]).toEqual([200, 600])
})

const graph = fc.record({
  nodes: fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1, maxLength: 3 }), layer: fc.nat(4), width: fc.integer({ min: 60, max: 190 }) }), { selector: ({ id }) => id, maxLength: 30 }),
  joints: fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { maxLength: 40 }),
})

test('nothing overlaps, nothing leaves the map, and the order of the input does not matter', () => {
  fc.assert(
    fc.property(graph, ({ nodes, joints }) => {
      const named = joints.flatMap(([a, b]) => (nodes[a] && nodes[b] ? [{ from: nodes[a].id, to: nodes[b].id }] : []))
      const { centres, width } = placeInLayers(nodes, named, 600)
      expect(placeInLayers(nodes.toReversed(), named, 600).centres).toEqual(centres)
      for (const layer of new Set(nodes.map((each) => each.layer))) {
        const inOrder = nodes.filter((each) => each.layer === layer).map((each) => ({ centre: centres.get(each.id) ?? NaN, half: each.width / 2 })).toSorted((a, b) => a.centre - b.centre)
        let edge = 0
        for (const { centre, half } of inOrder) {
          expect(centre - half).toBeGreaterThanOrEqual(edge - 0.001)
          edge = centre + half
        }
        expect(edge).toBeLessThanOrEqual(width + 0.001)
      }
    }),
  )
})

describe('placeInLines', () => {
  const many = Array.from({ length: 12 }, (_, i) => ({ id: `s${String(i).padStart(2, '0')}`, layer: 0, width: 150 }))
  test('a band that fits has one line', () => {
    const { linesOf, width } = placeInLines(many.slice(0, 4), [], 900)
    expect([linesOf.get(0), width]).toEqual([1, 900])
  })
  test('one that does not has as many as it takes, and the map is no wider than its place', () => {
    const { linesOf, lineOf, centres, width } = placeInLines([...many, { id: 'below', layer: 1, width: 150 }], many.map((n) => ({ from: n.id, to: 'below' })), 900)
    expect([linesOf.get(0), linesOf.get(1), width]).toEqual([3, 1, 900])
    for (const [i, a] of many.entries()) for (const b of many.slice(i + 1)) if (lineOf.get(a.id) === lineOf.get(b.id)) expect(Math.abs((centres.get(a.id) ?? 0) - (centres.get(b.id) ?? 0))).toBeGreaterThanOrEqual(150)
  })
})
