/** The published table of noise, as simulation: what is only noise is never called an imbalance, and what is one is found within the weeks stated; and the same for the other kinds of evidence. */
import { describe, expect, test } from 'vitest'
import { type Cell, simulate } from './balance.fixture.ts'
import type { Edges } from './balance-strength.ts'

const cell = (made: Partial<Cell> & Pick<Cell, 'truth' | 'seed'>): Cell => ({ organizations: 40, cases: 50, ...made })
const middle = (weeks: readonly number[]): number => weeks[Math.floor(weeks.length / 2)] ?? NaN
const within = (weeks: readonly number[], from: number, to: number): boolean => weeks.every((week) => week >= from && week <= to)

describe('nothing but noise is no imbalance', () => {
  test.each([[0.08, 10], [0.08, 50], [0.08, 300], [0.12, 10], [0.12, 50], [0.12, 300]])('inside the band at %d, %d cases a week', (truth, cases) => {
    const { found, leaning, leaningRecent } = simulate(cell({ cases, truth: () => truth, seed: 1 }))
    expect(found).toBe(0)
    expect(leaning).toBeLessThan(0.007)
    expect(leaningRecent).toBeLessThan(0.02)
  })

  test.each([[0.3, 0, 0], [0.3, 0.5, 0], [0.5, 0.3, 0.5], [0.5, 0.5, 0], [0.5, 0.5, 0.5]])('inside the band with variation %d, memory %d, in common %d', (variation, memory, common) => {
    const { found, leaning, leaningRecent } = simulate(cell({ truth: () => 0.12, variation, memory, common, seed: 2 }))
    expect(found).toBe(0)
    expect(leaning + leaningRecent).toBeLessThan(0.22)
  })

  test.each([10, 50, 300])('exactly at the edge, %d cases a week', (cases) => {
    expect(simulate(cell({ cases, truth: () => 0.15, seed: 3 })).found).toBe(0)
  })

  test('at the edge with variation of 30 % that remembers', () => {
    expect(simulate(cell({ truth: () => 0.15, variation: 0.3, memory: 0.3, seed: 4 })).found).toBe(0)
  })

  test.each([10, 50, 300])('at the edge where all swing together for weeks, %d cases a week: seldom, for they are beyond it then', (cases) => {
    expect(simulate(cell({ cases, truth: () => 0.15, variation: 0.5, memory: 0.5, common: 0.5, seed: 5 })).found).toBeLessThanOrEqual(0.225)
  })

  test('three cases a week are widened until they say something', () => {
    const { found, states } = simulate(cell({ cases: 3, truth: () => 0.08, seed: 6 }))
    expect([found, states.has('insufficient')]).toEqual([0, false])
  })
})

describe('what moved is found', () => {
  test.each([50, 300])('all half-way, %d cases a week: in 9 to 12 weeks', (cases) => {
    const { found, weeks } = simulate(cell({ cases, before: 0.08, truth: () => 0.225, seed: 7 }))
    expect([found, within(weeks, 9, 12)]).toEqual([1, true])
  })

  // Of so few a week the bounds are wide: the middle organization is found within the weeks stated, or one later where four of nine moved.
  test('of ten cases a week the middle one', () => {
    const half = simulate(cell({ organizations: 60, cases: 10, before: 0.08, truth: () => 0.225, seed: 8 }))
    expect([half.found, middle(half.weeks) <= 12, within(half.weeks, 9, 26)]).toEqual([1, true, true])
    const extreme = simulate(cell({ organizations: 60, cases: 10, before: 0.08, truth: () => 0.3, seed: 8 }))
    expect([extreme.found, middle(extreme.weeks) <= 8, within(extreme.weeks, 6, 10)]).toEqual([1, true, true])
    const four = simulate(cell({ organizations: 60, cases: 10, before: 0.08, truth: (i) => (i % 2 === 0 && i < 8 ? 0.3 : 0.08), seed: 8 }))
    expect([four.found, middle(four.weeks) <= 13, within(four.weeks, 8, 26)]).toEqual([1, true, true])
  })

  test.each([50, 300])('all at the extreme, %d cases a week: in 6 to 8 weeks, two of forty perhaps a week later', (cases) => {
    const { found, weeks } = simulate(cell({ cases, before: 0.08, truth: () => 0.3, seed: 9 }))
    expect([found, within(weeks.slice(0, -2), 6, 8), within(weeks, 6, 9)]).toEqual([1, true, true])
  })

  test.each([50, 300])('four of nine at the extreme, %d cases a week: in 9 to 12 weeks', (cases) => {
    const { found, weeks } = simulate(cell({ cases, before: 0.08, truth: (i) => (i % 2 === 0 && i < 8 ? 0.3 : 0.08), seed: 10 }))
    expect([found, within(weeks, 9, 12)]).toEqual([1, true])
  })

  test.each([10, 50, 300])('one of nine far out, %d cases a week: a single symptom, seldom an imbalance', (cases) => {
    const { found, states } = simulate(cell({ cases, before: 0.08, truth: (i) => (i === 0 ? 0.6 : 0.08), seed: 11 }))
    expect(found).toBeLessThanOrEqual(0.1)
    expect(states.has('single_symptom')).toBe(true)
  })
})

interface Kind {
  readonly kind: NonNullable<Cell['kind']>
  readonly edges: Edges
  readonly inside: number
  readonly organizations: number
  readonly few: number
  readonly many: number
}
const kinds: readonly Kind[] = [
  { kind: 'rate', edges: { healthy: 0.5, extreme: 3 }, inside: 0.35, organizations: 20, few: 5, many: 50 },
  { kind: 'quantile', edges: { healthy: 20, extreme: 120, isLog: true }, inside: 12, organizations: 5, few: 6, many: 20 },
  { kind: 'ratio', edges: { healthy: 0.25, extreme: 0.6 }, inside: 0.18, organizations: 15, few: 10, many: 40 },
  { kind: 'ratio', edges: { healthy: 0.5, extreme: 0.1, isLog: true }, inside: 0.7, organizations: 15, few: 10, many: 40 },
  { kind: 'census', edges: { healthy: 0.1, extreme: 0.5 }, inside: 0.08, organizations: 20, few: 12, many: 60 },
]
describe.each(kinds)('of the kind $kind from $edges.healthy to $edges.extreme', ({ kind, edges, inside, organizations, few, many }) => {
  test.each([few, many])('nothing inside the band is called an imbalance, %d a week', (cases) => {
    expect(simulate(cell({ organizations, kind, edges, cases, truth: () => inside, seed: 12 })).found).toBe(0)
    expect(simulate(cell({ organizations, kind, edges, cases, truth: () => inside, variation: 0.3, memory: 0.3, common: 0.5, seed: 13 })).found).toBe(0)
  })

  test.each([few, many])('what is at the extreme is found within 12 weeks, %d a week', (cases) => {
    const { found, weeks } = simulate(cell({ organizations, kind, edges, cases, before: inside, truth: () => edges.extreme, seed: 14 }))
    expect([found, within(weeks, 2, 12)]).toEqual([1, true])
  })
})
