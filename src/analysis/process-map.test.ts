import { describe, expect, test } from 'vitest'
import { hasReal, realRows } from '../../test/real.ts'
import { conformance } from './conformance.ts'
import { caseHistories, casesWithArrow, processMap, strongestArrows, type ProcessEvent } from './process-map.ts'

/** `A a b c` is case A with three activities, a minute apart. */
const events = (...cases: string[]): ProcessEvent[] => cases.flatMap((line) => {
  const [caseId = '', ...activities] = line.split(' ')
  return activities.map((activity, i) => ({ caseId, activity, at: i * 60_000 }))
})

describe('the map', () => {
  test('counts activities, arrows, starts and ends, times, variants', () => {
    const map = processMap(caseHistories(events('A new work done', 'B new work done', 'C new done', 'D new work work done')))
    expect(map.activities.map((a) => [a.activity, a.events, a.cases, a.starts, a.ends])).toEqual([['done', 4, 4, 0, 4], ['new', 4, 4, 4, 0], ['work', 4, 3, 0, 0]])
    expect(map.arrows.map((a) => [a.from, a.to, a.count, a.medianSeconds])).toEqual([['new', 'work', 3, 60], ['work', 'done', 3, 60], ['new', 'done', 1, 60], ['work', 'work', 1, 60]])
    expect(map.variants[0]).toEqual({ activities: ['new', 'work', 'done'], cases: 2, share: 0.5, medianSeconds: 120, example: 'A' })
    expect(map.repeats).toEqual([{ from: 'work', via: 'work', count: 1, cases: 1 }])
  })

  test('sees work that goes there and back, and not there and on', () => {
    const map = processMap(caseHistories(events('A desk db desk db', 'B desk db net')))
    expect(map.returns).toEqual([{ from: 'db', via: 'desk', count: 1, cases: 1 }, { from: 'desk', via: 'db', count: 1, cases: 1 }])
  })

  test('puts events in order of time, and leaves those of one instant as they came', () => {
    const [history] = caseHistories([{ caseId: 'A', activity: 'c', at: 2 }, { caseId: 'A', activity: 'a', at: 1 }, { caseId: 'A', activity: 'b', at: 1 }])
    expect(history).toEqual({ caseId: 'A', activities: ['a', 'b', 'c'], times: [1, 1, 2] })
  })

  test('shows the strongest arrows and says how much of the whole they are', () => {
    const histories = caseHistories(events('A a b c', 'B a b', 'C a c'))
    expect(strongestArrows(processMap(histories), 1)).toMatchObject({ activities: [{ activity: 'a' }, { activity: 'b' }], arrows: [{ from: 'a', to: 'b', count: 2 }], shownShare: 0.5 })
    expect(casesWithArrow(histories, 'a', 'b')).toEqual(['A', 'B'])
  })

  test('of nothing is empty', () => {
    expect(processMap([])).toEqual({ cases: 0, events: 0, activities: [], arrows: [], repeats: [], returns: [], variants: [] })
    expect(strongestArrows(processMap([]), 5).shownShare).toBe(1)
  })

  test('of 100,000 cases counts every one', () => {
    const random = lcg(7)
    const many: ProcessEvent[] = []
    for (let c = 0; c < 100_000; c++) for (let e = 0; e < 8; e++) many.push({ caseId: `INC-${c}`, activity: `state ${Math.floor(random() * 12)}`, at: e * 1000 })
    const map = processMap(caseHistories(many))
    expect(map.cases).toBe(100_000)
  })
})

describe('conformance', () => {
  const lifecycle = { initial: ['new'], transitions: [['new', 'work'], ['work', 'done'], ['work', 'new']], final: ['done'] } as const

  test('is 1 where every step is allowed', () => {
    expect(conformance(caseHistories(events('A new work done', 'B new work new work done')), lifecycle)).toEqual({ fitness: 1, fittingCases: 2, cases: 2, deviations: [] })
  })

  test.each([
    ['a jump', 'A new done', { kind: 'move', from: 'new', to: 'done' }, 2 / 3],
    ['a wrong start', 'A work done', { kind: 'start', from: null, to: 'work' }, 2 / 3],
    ['a stop on the way', 'A new work', { kind: 'end', from: 'work', to: null }, 2 / 3],
    ['a state that nobody knows', 'A new lost', { kind: 'unknown', from: 'new', to: 'lost' }, 1 / 3],
  ])('names %s', (_, line, deviation, fitness) => {
    const found = conformance(caseHistories(events(line)), lifecycle)
    expect(found.deviations[0]).toMatchObject({ ...deviation, count: 1, cases: ['A'] })
    expect(found.fitness).toBeCloseTo(fitness, 12)
    expect(found.fittingCases).toBe(0)
  })

  test('lets open cases stop anywhere where no end is named', () => {
    expect(conformance(caseHistories(events('A new work')), { ...lifecycle, final: [] }).fitness).toBe(1)
  })
})

describe.skipIf(!hasReal('volvo-bpi2013'))('the incidents of Volvo IT (real data)', () => {
  const rows = hasReal('volvo-bpi2013') ? realRows('volvo-bpi2013/incidents.dev.csv.gz') : []
  const by = (activity: (row: Record<string, string>) => string): ProcessEvent[] =>
    rows.map((row) => ({ caseId: row['SR Number'] ?? '', activity: activity(row), at: Date.parse(row['Change Date+Time'] ?? '') }))

  test('have the reference number of handovers and of returns to the same team', () => {
    const map = processMap(caseHistories(by((r) => r['Involved ST'] ?? ''), { collapse: true }))
    expect(map.cases).toBe(4418)
    expect(map.arrows.reduce((sum, a) => sum + a.count, 0)).toBe(5363)
    expect(map.returns.reduce((sum, l) => sum + l.count, 0)).toBe(1345)
  })

  test('have the reference counts by status, and of cases that left Completed again', () => {
    const histories = caseHistories(by((r) => r['Status'] ?? ''))
    const map = processMap(histories)
    expect(map.events).toBe(37_916)
    expect(map.activities.find((a) => a.activity === 'Completed')).toMatchObject({ cases: 4415, events: 1 + 3323 + 1205 + 3558 })
    const states = ['Accepted', 'Queued', 'Unmatched', 'Completed']
    const neverAgain = states.flatMap((from) => states.map((to) => [from, to] as const)).filter(([from, to]) => from !== 'Completed' || to === 'Completed')
    const reopened = conformance(histories, { initial: states, transitions: neverAgain, final: [] }).deviations
    expect(new Set(reopened.flatMap((d) => d.cases)).size).toBe(300)
  })
})

// A linear congruential generator (Numerical Recipes), so that every run sees the same cases.
function lcg(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296
}
