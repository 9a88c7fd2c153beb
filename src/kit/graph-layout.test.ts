import { describe, expect, test } from 'vitest'
import { BOX, layOutBands, type Boxed, type BandLayout } from './graph-layout.ts'

const row = (at: number, count: number, name = 'n'): Boxed[] => Array.from({ length: count }, (_, i) => ({ id: `${name}${at}-${i}`, row: at }))

/** Pairs of boxes that cover one another. */
function overlaps({ places }: BandLayout): number {
  const all = [...places.values()]
  return all.flatMap((a, i) => all.slice(i + 1).filter((b) => Math.abs(a.x - b.x) < BOX.width && Math.abs(a.y - b.y) < BOX.height)).length
}

describe('layOutBands', () => {
  test.each([
    ['one box', [...row(0, 1)], 320],
    ['a row that fits', [...row(0, 4), ...row(1, 2)], 900],
    ['a row in several lines', [...row(-1, 31), ...row(0, 1), ...row(1, 7)], 900],
    ['a phone', [...row(-2, 5), ...row(0, 1), ...row(4, 9)], 300],
    ['an opened group on a wide screen', [...row(0, 1), ...row(1, 120)], 1400],
  ])('%s: no box covers another, all are inside', (_, boxes, width) => {
    const map = layOutBands(boxes, boxes.map((b) => ({ from: boxes[0]?.id ?? '', to: b.id })), width)
    expect(map.places.size).toBe(boxes.length)
    expect(overlaps(map)).toBe(0)
    for (const p of map.places.values()) {
      expect(p.x).toBeGreaterThanOrEqual(0)
      expect(p.x + BOX.width).toBeLessThanOrEqual(map.width)
      expect(p.y + BOX.height).toBeLessThanOrEqual(map.height)
    }
  })

  test('bands stand in the order of their rows, without room for rows that are not there', () => {
    const { bands } = layOutBands([...row(3, 1), ...row(-2, 1), ...row(0, 1)], [], 600)
    expect(bands.map((b) => b.row)).toEqual([-2, 0, 3])
    expect(new Set(bands.map((b) => b.height)).size).toBe(1)
  })

  test('what stands on one box stands near it, and two trees do not cross', () => {
    const boxes: Boxed[] = [{ id: 'left', row: 0 }, { id: 'right', row: 0 }, { id: 'under right', row: 1 }, { id: 'under left', row: 1 }]
    const { places } = layOutBands(boxes, [{ from: 'left', to: 'under left' }, { from: 'right', to: 'under right' }], 900)
    const x = (id: string): number => places.get(id)?.x ?? Number.NaN
    expect(x('left') < x('right')).toBe(x('under left') < x('under right'))
    expect(Math.abs(x('left') - x('under left'))).toBeLessThan(BOX.width)
  })

  test('the same graph has the same places at each look', () => {
    const boxes = [...row(0, 20), ...row(1, 40)]
    const joints = boxes.slice(20).map((b, i) => ({ from: `n0-${i % 20}`, to: b.id }))
    expect(layOutBands(boxes, joints, 900)).toEqual(layOutBands(boxes, joints, 900))
  })

  test('five hundred boxes and three thousand lines are placed in less than a quarter of a second', () => {
    const boxes = [0, 1, 2, 3, 4].flatMap((at) => row(at, 100))
    const joints = Array.from({ length: 3000 }, (_, i) => ({ from: `n${i % 4}-${i % 100}`, to: `n${(i % 4) + 1}-${(i * 37) % 100}` }))
    const began = performance.now()
    layOutBands(boxes, joints, 1200)
    expect(performance.now() - began).toBeLessThan(250)
  })
})
