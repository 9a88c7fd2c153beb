/** The instants of an outage, one row a case. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coveredSeconds, functionRefusal, phaseRefusal, type Phases, phaseSeconds, userMinutes } from './outage-rules.ts'

const at = (time: string): string => `2026-03-17T${time}:00.000Z`
const phases = { startedAt: at('09:00'), detectedAt: at('09:10'), diagnosedAt: at('09:40'), repairedAt: at('10:10'), recoveredAt: at('10:20'), endedAt: at('10:30') }

describe('phases', () => {
  test.each<[string, Partial<Phases>, string | null]>([
    ['in order', {}, null],
    ['all at once', Object.fromEntries(Object.keys(phases).map((k) => [k, at('09:00')])), null],
    ['some not known', { detectedAt: null, repairedAt: null }, null],
    ['detected before it began', { detectedAt: at('08:59') }, 'It was detected before it began.'],
    ['the one before not known', { diagnosedAt: null, repairedAt: at('09:05') }, 'It was repaired before it was detected.'],
    ['ended before it was recovered', { endedAt: at('10:19') }, 'It ended before it was recovered.'],
    ['in the future', { recoveredAt: at('12:01'), endedAt: null }, 'That it was recovered lies in the future; say so when it has happened.'],
    ['planned', { startedAt: at('12:01') }, 'An outage cannot begin in the future; a planned one is a maintenance window.'],
  ])('%s', (_what, more, message) => {
    expect(phaseRefusal({ ...phases, ...more }, at('12:00'))?.message ?? null).toBe(message)
  })

  test('have lengths where both ends are known; the whole goes from the beginning to the users', () => {
    expect(phaseSeconds(phases)).toEqual({ detect: 600, diagnose: 1800, repair: 1800, recover: 600, restore: 5400 })
    expect(phaseSeconds({ ...phases, diagnosedAt: null, endedAt: null })).toEqual({ detect: 600, diagnose: null, repair: null, recover: 600, restore: null })
  })
})

describe('downtime', () => {
  const span = (from: string, to: string | null) => ({ startedAt: at(from), endedAt: to === null ? null : at(to) })
  test.each([
    ['none', [], 0],
    ['apart', [span('09:00', '09:10'), span('10:00', '10:10')], 1200],
    ['overlapping counts once', [span('09:00', '09:30'), span('09:20', '09:40')], 2400],
    ['one inside another', [span('09:00', '10:00'), span('09:20', '09:40')], 3600],
    ['touching', [span('09:30', '10:00'), span('09:00', '09:30')], 3600],
    ['going on', [span('11:50', null)], 600],
  ])('%s', (_what, spans, seconds) => {
    expect(coveredSeconds(spans, at('12:00'))).toBe(seconds)
  })

  test('is never more than the sum, never less than the longest, and knows no order', () => {
    const any = fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 })), { maxLength: 12 })
    fc.assert(fc.property(any, (list) => {
      const spans = list.map(([from, length]) => ({ startedAt: new Date(from * 1000).toISOString(), endedAt: new Date((from + length) * 1000).toISOString() }))
      const covered = coveredSeconds(spans, at('12:00'))
      const lengths = list.map(([, length]) => length)
      expect(covered).toBeLessThanOrEqual(lengths.reduce((a, b) => a + b, 0))
      expect(covered).toBeGreaterThanOrEqual(Math.max(0, ...lengths))
      expect(coveredSeconds(spans.toReversed(), at('12:00'))).toBe(covered)
    }))
  })

  test('weighs users and degree; unknown users are not none', () => {
    const o = { ...span('09:00', '10:00'), degree: 0.5 }
    expect([userMinutes({ ...o, usersAffected: 40 }, at('12:00')), userMinutes({ ...o, usersAffected: 0 }, at('12:00')), userMinutes({ ...o, usersAffected: null }, at('12:00'))]).toEqual([1200, 0, null])
  })
})

test('a vital function is one that the service lists, where it lists any', () => {
  expect([functionRefusal(['gate-in'], []), functionRefusal(null, ['gate-in']), functionRefusal(['gate-in'], ['gate-in', 'gate-out'])]).toEqual([null, null, null])
  expect(functionRefusal(['gate-up'], ['gate-in', 'gate-out'])?.message).toBe('gate-up is no vital function of this service; it has gate-in, gate-out.')
})
