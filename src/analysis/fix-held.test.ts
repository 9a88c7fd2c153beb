import { describe, expect, test } from 'vitest'
import { fixHeld } from './fix-held.ts'

describe('whether a fix held', () => {
  test.each([
    // The rule of three: at 0.2 a day, 15 clean days are three that were due.
    ['15 clean days at 0.2 a day', [20, 100], [0, 15], { verdict: 'fixed', due: 3, daysToWait: 0 }],
    ['14 clean days at 0.2 a day', [20, 100], [0, 14], { verdict: 'wait', daysToWait: 1 }],
    ['no day yet', [20, 100], [0, 0], { verdict: 'wait', daysToWait: 15, ratio: null }],
    ['a rare one, a month later', [3, 900], [0, 30], { verdict: 'wait', daysToWait: 870 }],
    ['one in a long time where many were due', [60, 100], [1, 100], { verdict: 'reduced', daysToWait: null }],
    ['as often as before', [20, 100], [6, 30], { verdict: 'unchanged', daysToWait: null }],
    // Domain 5.5.7 b: 6 in 10 days against 12 in 80 is 4.00 times as often (1.23 to 11.5), p 0.0107.
    ['more often than before', [12, 80], [6, 10], { verdict: 'worse' }],
    ['two in ten days against 12 in 80: no evidence', [12, 80], [2, 10], { verdict: 'unchanged' }],
    ['nothing before', [0, 100], [0, 100], { verdict: 'unknown', ratePerDay: null, due: null, daysToWait: null, ratio: null }],
    ['no time before', [3, 0], [0, 30], { verdict: 'unknown' }],
  ] as const)('%s', (_what, [count, exposure], [after, days], wanted) => {
    const found = fixHeld({ count, exposure }, { count: after, exposure: days })
    expect(found.verdict).toBe(wanted.verdict)
    for (const [k, v] of Object.entries(wanted)) if (typeof v === 'number') expect(found[k as 'due' | 'daysToWait']).toBeCloseTo(v, 9); else expect(found[k as 'verdict']).toBe(v)
  })

  test('the ratio is the exact one', () => {
    const { ratio } = fixHeld({ count: 12, exposure: 80 }, { count: 6, exposure: 10 })
    expect(ratio?.value).toBeCloseTo(4, 9)
    expect(ratio?.low).toBeCloseTo(1.23, 2)
    expect(ratio?.high).toBeCloseTo(11.5, 1)
    expect(ratio?.p).toBeCloseTo(0.0107, 4)
  })

  test.each([[{ count: -1, exposure: 1 }], [{ count: 1.5, exposure: 1 }], [{ count: 1, exposure: -1 }], [{ count: 1, exposure: Number.NaN }]])('refuses %o', (broken) => {
    expect(() => fixHeld(broken, { count: 0, exposure: 1 })).toThrow(RangeError)
  })
})
