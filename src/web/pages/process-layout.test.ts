/** The process map is laid out from left to right by its main path, the same each time. */
import { expect, test } from 'vitest'
import { connected, END, layOut, type MapStep, START, strongest } from './process-layout.ts'

const step = (from: string, to: string, count: number): MapStep => ({ from, to, count, cases: count, medianSeconds: 60, p90Seconds: 600 })
const incidents = [step(START, 'new', 100), step('new', 'work', 80), step('work', 'done', 70), step('done', 'closed', 95), step('closed', END, 100), step('new', 'done', 20), step('work', 'wait', 12), step('wait', 'work', 9), step('wait', 'done', 3), step('done', 'work', 2)]
const columnOf = (steps: readonly MapStep[]): Record<string, number> => Object.fromEntries(layOut(steps, 900).nodes.map((n) => [n.id, n.layer]))

test('the main path is one column after the other, what leaves it stands beside it', () => {
  expect(columnOf(incidents)).toEqual({ [START]: 0, new: 1, work: 2, done: 3, wait: 3, closed: 4, [END]: 5 })
})

test('arrows to an earlier column are told apart from those that go on and those that stay', () => {
  const kinds = Object.fromEntries(layOut(incidents, 900).arrows.map((a) => [`${a.step.from} ${a.step.to}`, a.kind]))
  expect(kinds).toMatchObject({ 'new work': 'on', 'new done': 'on', 'wait work': 'back', 'done work': 'back', 'wait done': 'beside' })
})

test('nothing stands on anything else, and all of it is inside', () => {
  const map = layOut(incidents, 900)
  for (const a of map.nodes) {
    expect(a.x - a.width / 2).toBeGreaterThanOrEqual(0)
    expect(a.x + a.width / 2).toBeLessThanOrEqual(map.width)
    for (const b of map.nodes) if (a !== b) expect(Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2, `${a.id} on ${b.id}`).toBe(true)
  }
  const shown = map.arrows.filter((a) => a.label.isFree)
  for (const a of shown) for (const b of shown) if (a !== b) expect(Math.abs(a.label.x - b.label.x) >= 50 || Math.abs(a.label.y - b.label.y) >= 16).toBe(true)
})

test('the order in which steps are given changes nothing', () => {
  expect(layOut(incidents.toReversed(), 900)).toEqual(layOut(incidents, 900))
})

test.each<[string, MapStep[], number]>([
  ['no steps', [], 0],
  ['a circle that no shown step leads to', [step('a', 'b', 5), step('b', 'a', 4)], 2],
  ['two parts that are not joined', [step(START, 'a', 5), step('x', 'y', 3)], 4],
  ['a step to itself', [step(START, 'a', 5), step('a', 'a', 3)], 2],
])('stands for %s', (_, steps, nodes) => {
  const map = layOut(steps, 400)
  expect(map.nodes.length).toBe(nodes)
  expect(map.arrows.every((a) => !a.path.includes('NaN'))).toBe(true)
})

test('the strongest steps come first, beginnings and ends among them', () => {
  expect(strongest(incidents, 4).map((s) => s.count)).toEqual([100, 100, 95, 80])
})

test('no node is shown without a way in and a way out', () => {
  const shown = connected([...incidents, step('wait', 'gone', 50)], 8)
  expect(shown.map((s) => `${s.from} ${s.to}`)).toContain('work wait')
  for (const id of new Set(shown.flatMap((s) => [s.from, s.to]))) {
    if (id !== START) expect(shown.some((s) => s.to === id), `into ${id}`).toBe(true)
    if (id !== END && id !== 'gone') expect(shown.some((s) => s.from === id), `out of ${id}`).toBe(true)
  }
})
