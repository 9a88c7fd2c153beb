/** When somebody hears of a clock: once for each threshold, held while it waits, never for what is done. */
import { describe, expect, test } from 'vitest'
import { aroundTheClock } from '../../model/calendar.ts'
import { obligationAt } from './clock.ts'
import type { ClockFact, ClockInput } from './clock-facts.ts'
import { nextTellingAt, toldIn, warningOf } from './warning.ts'

const at = (time: string): string => `2026-03-17T${time}:00.000Z`
const fact = (type: 'pause' | 'resume' | 'stop', time: string): ClockFact => (type === 'pause' ? { type, at: at(time), reason: 'user' } : { type, at: at(time) })
/** Four hours from 10:00, around the clock; P1 is one hour. */
const input = (facts: readonly ClockFact[], warnRatio?: number): ClockInput => ({
  kind: 'resolution', facts: [{ type: 'start', at: at('10:00'), target: 'P3' }, ...facts],
  targets: ([['P3', 14_400], ['P1', 3600]] as const).map(([key, seconds]) => ({ key, agreement: { name: 'SLA-1', version: 1 }, from: null, until: null, budget: { seconds }, calendar: 'c', pauseReasons: ['user'], ...(warnRatio === undefined ? {} : { warnRatio }) })),
  calendars: [{ key: 'c', name: 'c', version: 1, from: null, calendar: aroundTheClock }],
})
const read = (facts: readonly ClockFact[], now: string, warnRatio?: number) => obligationAt(input(facts, warnRatio), at(now))
const nobody = new Set<string>()

describe('what is told', () => {
  test.each<[string, readonly ClockFact[], string, readonly string[], 'soon' | 'missed' | null]>([
    ['nothing before three quarters', [], '12:59', [], null],
    ['that it comes near, at three quarters', [], '13:00', [], 'soon'],
    ['only once', [], '13:30', ['resolution/1/0.75/1'], null],
    ['nothing at the due instant, where it can still be kept', [], '14:00', ['resolution/1/0.75/1'], null],
    ['that it is missed', [], '14:01', ['resolution/1/0.75/1'], 'missed'],
    ['one message for both where nobody looked between', [], '14:01', [], 'missed'],
    ['nothing after both', [], '16:00', ['resolution/1/0.75/1', 'resolution/1/1/1'], null],
    ['nothing while it waits', [fact('pause', '12:00')], '16:00', [], null],
    ['a quarter later for each hour it waited', [fact('pause', '12:00'), fact('resume', '13:00')], '13:59', [], null],
    ['and then', [fact('pause', '12:00'), fact('resume', '13:00')], '14:00', [], 'soon'],
    ['nothing of what is done', [fact('stop', '13:30')], '15:00', [], null],
    ['a new target that is missed at once', [{ type: 'target', at: at('12:00'), target: 'P1' }], '12:00', [], 'missed'],
  ])('%s', (_what, facts, now, told, says) => {
    expect(warningOf(read(facts, now), new Set(told))?.says ?? null).toBe(says)
  })

  test('in a sentence with the due time in the calendar’s zone, and whether it comes late', () => {
    expect(warningOf(read([], '13:00'), nobody)).toMatchObject({ reason: 'Restore: 75 % of the time is used, due Tue 17 Mar, 14:00 (Etc/UTC), SLA-1.', firings: 'resolution/1/0.75/1', dueBy: at('14:00') })
    expect(warningOf(read([], '15:00'), nobody)).toMatchObject({ reason: 'Restore: missed, it was due Tue 17 Mar, 14:00 (Etc/UTC), SLA-1. Told late.', firings: 'resolution/1/0.75/1 resolution/1/1/1' })
  })

  test('is read back from the journal by its name', () => {
    expect([...toldIn([{ verb: 'warn', input: { firings: 'a b' } }, { verb: 'note', input: {} }, { verb: 'warn', input: { firings: 'c' } }])]).toEqual(['a', 'b', 'c'])
  })
})

describe('when to look again', () => {
  test.each<[string, readonly ClockFact[], string, readonly string[], string | null]>([
    ['at three quarters', [], '10:30', [], at('13:00')],
    ['at once where something was not told', [], '13:30', [], at('13:30')],
    ['a moment after it is due', [], '13:30', ['resolution/1/0.75/1'], '2026-03-17T14:00:00.001Z'],
    ['a moment after it is due, also at that very instant', [], '14:00', ['resolution/1/0.75/1'], '2026-03-17T14:00:00.001Z'],
    ['never while it waits', [fact('pause', '12:00')], '12:30', [], null],
    ['never when it is done', [fact('stop', '12:00')], '12:30', [], null],
    ['never when all is told', [], '15:00', ['resolution/1/0.75/1', 'resolution/1/1/1'], null],
  ])('%s', (_when, facts, now, told, next) => {
    expect(nextTellingAt([read(facts, now)], new Set(told))).toBe(next)
  })

  test('at the share that was agreed', () => {
    expect(nextTellingAt([read([], '10:30', 0.5)], nobody)).toBe(at('12:00'))
    expect(nextTellingAt([read([], '10:30', 1)], nobody)).toBe('2026-03-17T14:00:00.001Z')
  })

  test('at the first of several clocks', () => {
    expect(nextTellingAt([read([], '10:30'), read([], '10:30', 0.5)], nobody)).toBe(at('12:00'))
  })
})
