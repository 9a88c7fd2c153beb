/** The address of the Process page, the question it asks, and the steps of the answer. */
import { expect, test } from 'vitest'
import type { ProcessAnswer } from '../../client/process.ts'
import { askedOf, firstPaths, partOf, partOfStep, stepsOf, verdictOf } from './process-ask.ts'
import { END, START, type MapStep } from './process-layout.ts'

test('days are those of the viewer’s zone, and the last one counts whole', () => {
  expect(askedOf({ since: '2026-03-29', until: '2026-03-29', priority: '1,2', paths: '9' }, 'Europe/Berlin')).toEqual({ view: 'state', from: '2026-03-28T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z', priority: '1,2' })
  expect(askedOf({ since: 'soon', view: 'team' }, 'UTC')).toEqual({ view: 'team' })
})

test.each([
  [{ from: START, to: 'new' }, { begins: 'new' }],
  [{ from: 'closed', to: END }, { ends: 'closed' }],
  [{ from: 'new', to: 'work' }, { at: 'new', next: 'work' }],
] as const)('%j opens as %j, and the address gives it back', (step, part) => {
  expect(partOfStep(step)).toEqual(part)
  expect(partOf(part)).toEqual(part)
})

const answer: ProcessAnswer = {
  view: 'state', cases: 10, matching: 10, isCut: false, events: 19, wayCount: 2, names: { new: 'New', closed: 'Closed' }, returns: [], conformance: null,
  activities: [{ activity: 'new', events: 10, cases: 10, starts: 10, ends: 1, medianSeconds: 60 }, { activity: 'closed', events: 9, cases: 9, starts: 0, ends: 9, medianSeconds: null }],
  arrows: [{ from: 'new', to: 'closed', count: 9, cases: 9, medianSeconds: 60, p90Seconds: 90 }],
  ways: [{ key: 'k', activities: ['new', 'closed'], cases: 9, medianSeconds: 60, example: 'INC-1' }],
}

test('beginnings and ends are steps too', () => {
  expect(stepsOf(answer).map((s) => [s.from, s.to, s.count])).toEqual([['new', 'closed', 9], [START, 'new', 10], ['new', END, 1], ['closed', END, 9]])
})

test('what is shown first covers nearly all moves, and never more than can be read', () => {
  const step = (count: number, i: number): MapStep => ({ from: `a${i}`, to: `b${i}`, count, cases: count, medianSeconds: 1, p90Seconds: 1 })
  expect(firstPaths([80, 18, 1, 1].map(step))).toBe(2)
  expect(firstPaths(Array.from({ length: 500 }, (_, i) => step(1, i)))).toBe(18)
  expect(firstPaths([])).toBe(1)
})

test('of teams only handovers are drawn, and the first sentence says the most frequent', () => {
  const teams = { ...answer, view: 'team' as const, names: { new: 'Desk', closed: 'Network' } }
  expect(stepsOf(teams)).toEqual(answer.arrows)
  expect(verdictOf(teams)).toBe('Work goes most often from Desk to Network: 9\u00a0times.')
})

test('the first sentence says the most frequent way', () => {
  expect(verdictOf(answer)).toBe('90 % go the same way: New, Closed. The others go another way.')
  expect(verdictOf({ ...answer, cases: 0, ways: [] })).toBe('No incident fits.')
})
