import { describe, expect, test } from 'vitest'
import { clockOrder, clockView, type ClockFacts } from './clock-view.ts'

const frame = { now: Date.parse('2026-03-17T13:32:00Z'), zone: 'Europe/Copenhagen' }
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const due = '2026-03-17T16:47:00Z'

function facts(over: Partial<ClockFacts>): ClockFacts {
  return { state: 'running', asOf: frame.now, dueAt: due, budgetSeconds: 4 * 3600, elapsedWorkingSeconds: 45 * 60, ...over }
}

describe('every state of the clock', () => {
  test.each<[why: string, over: Partial<ClockFacts>, tone: string, text: string, small: string]>([
    ['under three quarters used', {}, 'running', '3:15 left', 'to restore by 17:47'],
    ['three quarters used', { elapsedWorkingSeconds: 3 * 3600 }, 'soon', '1:00 left', 'to restore by 17:47'],
    ['half an hour left of much', { budgetSeconds: 40 * 3600, elapsedWorkingSeconds: 40 * 3600 - 1799 }, 'soon', '0:29 left', 'to restore by 17:47'],
    ['the last minutes show seconds', { elapsedWorkingSeconds: 4 * 3600 - 268 }, 'soon', '0:04:20 left', 'to restore by 17:47'],
    ['the due second itself is not over', { elapsedWorkingSeconds: 4 * 3600 }, 'soon', '0:00:00 left', 'to restore by 17:47'],
    ['a second later it is, and not by 0:00', { elapsedWorkingSeconds: 4 * 3600 + 1 }, 'over', '0:01 over', 'to restore by 17:47'],
    ['eighteen minutes over', { state: 'over', elapsedWorkingSeconds: 4 * 3600 + 18 * 60 }, 'over', '0:18 over', 'to restore by 17:47'],
    ['paused keeps what is left', { state: 'paused', reason: 'customer retests' }, 'paused', '3:15 left', 'customer retests'],
    ['closed calendar', { state: 'out_of_hours', opensAt: '2026-03-18T07:00:00Z' }, 'closed', '3:15 left', 'out of hours'],
    ['met', { state: 'met' }, 'met', '3:15 spare', ''],
    ['stopped too late', { state: 'breached', elapsedWorkingSeconds: 5 * 3600 }, 'over', '1:00 late', ''],
    ['a longer time agreed after it was broken gives nothing back', { state: 'over', brokenAt: '2026-03-17T12:20:00Z' }, 'over', 'broken 13:20', 'to restore by 17:47'],
    ['nor when it is then stopped within that', { state: 'breached', brokenAt: '2026-03-17T12:20:00Z' }, 'over', 'broken 13:20', ''],
    ['once the longer time is over too, that is said', { state: 'over', brokenAt: '2026-03-17T12:20:00Z', elapsedWorkingSeconds: 4 * 3600 + 18 * 60 }, 'over', '0:18 over', 'to restore by 17:47'],
    ['no target is said', { state: 'no_target', budgetSeconds: null }, 'none', 'no target', ''],
    ['a merged one no longer counts', { state: 'merged' }, 'none', 'merged', ''],
    ['long ones count working days', { budgetSeconds: 80 * 3600, elapsedWorkingSeconds: 28 * 3600, workingDaySeconds: 8 * 3600 }, 'running', '6 d 4 h left', 'to restore by 17:47'],
  ])('%s', (_why, over, tone, text, small) => {
    const view = clockView(facts(over), frame)
    expect([view.tone, plain(view.text), plain(view.small)]).toEqual([tone, text, small])
  })

  test('it reads itself out with the due time', () => expect(clockView(facts({}), frame).speech).toBe('3 hours 15 minutes left, due 17:47'))
  test('a full bar over time has its notch at the due point', () => {
    const view = clockView(facts({ state: 'over', elapsedWorkingSeconds: 5 * 3600 }), frame)
    expect([view.filled, view.notch]).toEqual([1, 0.8])
  })
  test('an answered one says how long it took, an unanswered one how long is left', () => {
    expect(clockView(facts({ state: 'met', elapsedWorkingSeconds: 300 }), frame, { purpose: 'answer' }).text).toBe('answered in 0:05')
    expect(clockView(facts({ budgetSeconds: 4140 }), frame, { purpose: 'answer', wording: 'in' }).text).toBe('answer in 0:24')
    expect(clockView(facts({ state: 'out_of_hours', opensAt: '2026-03-17T07:00:00Z' }), frame, { wording: 'in' }).text).toBe('from 08:00')
  })
})

describe('between two answers of the server', () => {
  test('a running clock runs on here, and turns soon and over by itself', () => {
    const old = facts({ asOf: frame.now - 165 * 60_000 })
    expect(clockView(old, frame).tone).toBe('soon')
    expect(clockView(old, { ...frame, now: frame.now + 31 * 60_000 }).tone).toBe('over')
  })
  test('a paused clock does not', () => expect(clockView(facts({ state: 'paused', asOf: frame.now - 3_600_000 }), frame).text).toBe('3:15 left'))
  test('when the calendar closes it stands still', () => {
    const closing = facts({ countsUntil: frame.now + 60_000 })
    expect(clockView(closing, { ...frame, now: frame.now + 3_600_000 })).toMatchObject({ tone: 'closed', text: '3:14 left' })
  })
})

test('a queue is sorted by the due instant, paused after those, without a target last', () => {
  const rows = [facts({ state: 'no_target' }), facts({ state: 'paused', dueAt: 1 }), facts({ dueAt: 3 }), facts({ state: 'over', dueAt: 2 })]
  expect(rows.toSorted(clockOrder).map((row) => row.dueAt)).toEqual([2, 3, 1, due])
})
