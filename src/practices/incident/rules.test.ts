/** The incident's rules, one row a case. */
import { describe, expect, test } from 'vitest'
import { outageRefusal, previousTeam, priorityMatrix, priorityOf, reopenRefusal, reopenUntilOf } from './rules.ts'

test('priority never falls when impact or urgency rises, and is the same from either side of the ends', () => {
  for (let impact = 1; impact <= 4; impact++) for (let urgency = 1; urgency <= 4; urgency++) {
    expect(priorityOf(impact, urgency)).toBeLessThanOrEqual(priorityOf(Math.min(4, impact + 1), urgency))
    expect(priorityOf(impact, urgency)).toBeLessThanOrEqual(priorityOf(impact, Math.min(4, urgency + 1)))
  }
  expect([priorityOf(1, 1), priorityOf(4, 4)]).toEqual([1, 5])
  expect(priorityMatrix.length).toBe(4)
})

describe('until when a resolved incident can come back', () => {
  test.each([
    ['over one weekend', '2026-03-17T14:00:00.000Z', 'Europe/Berlin', '2026-03-24T14:00:00.000Z'],
    ['from a Saturday the fifth working day is a Friday', '2026-03-14T11:00:00.000Z', 'Etc/UTC', '2026-03-20T11:00:00.000Z'],
    ['over the change of clocks: the same time on the wall, an hour less between', '2026-03-25T14:00:00.000Z', 'Europe/Berlin', '2026-04-01T13:00:00.000Z'],
    ['late on a Friday in UTC is Saturday in Auckland', '2026-03-13T20:00:00.000Z', 'Pacific/Auckland', '2026-03-19T20:00:00.000Z'],
  ])('%s', (_why, resolvedAt, zone, until) => {
    expect(reopenUntilOf(resolvedAt, zone)).toBe(until)
  })

  test.each([
    ['at the last instant', '2026-03-24T14:00:00.000Z', true],
    ['a moment later', '2026-03-24T14:00:00.001Z', false],
  ])('%s', (_when, now, may) => {
    expect(reopenRefusal({ resolvedAt: '2026-03-17T14:00:00.000Z', reopenUntil: '2026-03-24T14:00:00.000Z' }, now) === null).toBe(may)
  })

  test('is computed for what was resolved before the window was kept, and does not exist for what was never resolved', () => {
    expect(reopenRefusal({ resolvedAt: '2026-03-17T14:00:00.000Z', reopenUntil: null }, '2026-03-25T00:00:00.000Z')?.message).toMatch(/until 2026-03-24 14:00 UTC/)
    expect(reopenRefusal({ resolvedAt: null, reopenUntil: null }, '2030-01-01T00:00:00.000Z')).toBeNull()
  })
})

test.each([
  ['nobody had it before', [{ teamId: null }, { teamId: 'a' }], null],
  ['it came from a team', [{ teamId: 'a' }, { title: 'x' }, { teamId: 'b' }], 'a'],
  ['it came back once already', [{ teamId: 'a' }, { teamId: 'b' }, { teamId: 'a' }], 'b'],
  ['it never had one', [{ title: 'x' }], null],
])('it is sent back to where it came from: %s', (_why, changes, team) => {
  expect(previousTeam(changes.map((c) => ({ changes: c })))).toBe(team)
})

test('an open outage stands in the way of an end unless its own end is given', () => {
  expect([outageRefusal(0, undefined), outageRefusal(1, '2026-03-17T14:00:00.000Z')]).toEqual([null, null])
  expect(outageRefusal(2, null)?.message).toMatch(/^2 outages are still open/)
})
