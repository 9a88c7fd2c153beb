import { describe, expect, test } from 'vitest'
import { layOutBands, placedBoxes } from './graph-layout.ts'
import { pathOf, pointOn, routeLines, type Joined, type Standing } from './line-routes.ts'

/** Lines that come to lie behind a box that is neither of their ends. */
function behind(boxes: ReadonlyMap<string, Standing>, lines: readonly Joined[]): string[] {
  const ways = routeLines(boxes, lines)
  return lines.flatMap((line, i) => {
    const points = (ways[i] ?? []).flatMap((piece) => Array.from({ length: 41 }, (_, n) => pointOn(piece, n / 40)))
    return [...boxes].filter(([id, b]) => id !== line.from && id !== line.to && points.some((p) => p.x > b.x && p.x < b.x + b.width && p.y > b.y && p.y < b.y + b.height)).map(([id]) => `${line.from} to ${line.to} behind ${id}`)
  })
}
const box = (x: number, y: number, width = 100): Standing => ({ x, y, width, height: 36 })

describe('routeLines', () => {
  test.each<[string, Record<string, Standing>, Joined]>([
    ['straight past a box in between', { a: box(0, 0), b: box(0, 80), c: box(0, 160) }, { from: 'a', to: 'c' }],
    ['upwards past the same', { a: box(0, 0), b: box(0, 80), c: box(0, 160) }, { from: 'c', to: 'a' }],
    ['between two neighbours in one line', { a: box(0, 0), b: box(120, 0), c: box(240, 0), d: box(120, 52) }, { from: 'a', to: 'c' }],
    ['through a gap that is nearly none', { a: box(0, 0), b: box(-60, 80), c: box(48, 80), d: box(0, 160) }, { from: 'a', to: 'd' }],
    ['where boxes touch and leave no gap', { a: box(0, 0), b: box(-50, 80), c: box(50, 80), d: box(0, 160) }, { from: 'a', to: 'd' }],
  ])('%s: no line lies behind a box', (_, boxes, line) => { expect(behind(new Map(Object.entries(boxes)), [line])).toEqual([]) })

  test('in a graph with bands of several lines and relations within a band, too', () => {
    const boxes = [0, 1, 2, 3].flatMap((row) => Array.from({ length: row * 7 + 1 }, (_, i) => ({ id: `n${row}-${i}`, row })))
    const lines = Array.from({ length: 160 }, (_, i) => ({ from: boxes[(i * 7) % boxes.length]?.id ?? '', to: boxes[(i * 31 + 5) % boxes.length]?.id ?? '' })).filter((l) => l.from !== l.to)
    const map = layOutBands(boxes, lines, 900)
    expect(behind(placedBoxes(map), lines)).toEqual([])
  })

  test('begins at the one and ends at the other, in one stroke', () => {
    const boxes = new Map([['a', box(0, 0)], ['b', box(0, 80)], ['c', box(0, 160)]])
    const [pieces = []] = routeLines(boxes, [{ from: 'a', to: 'c' }])
    expect([pieces[0]?.[0], pieces.at(-1)?.[3]]).toEqual([{ x: 50, y: 36 }, { x: 50, y: 160 }])
    for (let i = 1; i < pieces.length; i += 1) expect(pieces[i]?.[0]).toEqual(pieces[i - 1]?.[3])
    expect(pathOf(pieces)).toMatch(/^M50 36C/)
  })

  test('to a box that is not there it does not go', () => {
    const [pieces = []] = routeLines(new Map([['a', box(0, 0)]]), [{ from: 'a', to: 'b' }])
    expect([pieces, pathOf(pieces)]).toEqual([[], ''])
  })

  test('lines that share a gap run beside one another', () => {
    const boxes = new Map([['a', box(0, 0)], ['b', box(-61, 80)], ['c', box(61, 80)], ['d', box(0, 160)], ['e', box(300, 160)]])
    const xs = routeLines(boxes, [{ from: 'a', to: 'd' }, { from: 'a', to: 'd' }]).map((pieces) => pieces[0]?.[3].x)
    expect(xs[0]).not.toBe(xs[1])
  })
})
