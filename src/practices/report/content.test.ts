/** Sentences of a report: what is promised, what came of it, and what is not said where nobody knows. */
import { describe, expect, test } from 'vitest'
import { baseWords, gotSentence, type Kept, monthName, type Outcome, promiseSentence, spanWords, valueWords, verdictOf } from './content.ts'

const kept = (promisedSeconds: number, hits: number, used: number, eligible = used): Kept => ({ promisedSeconds, hits, used, eligible })
const outcome = (answer: Kept | null, restore: Kept | null): Outcome => ({ priority: 1, agreement: 'SLA-1', isDefault: false, services: [], answer, restore })

test.each([
  [0, '0 seconds'], [1, '1 second'], [59.6, '1 minute'], [900, '15 minutes'], [3600, '1 hour'], [5400, '1 hour 30 minutes'], [86_400, '1 day'], [86_405, '1 day'], [93_600, '1 day 2 hours'], [172_799, '1 day 23 hours'],
])('%d seconds are %s', (seconds, words) => { expect(spanWords(seconds)).toBe(words) })

describe('an outcome', () => {
  test.each<[string, Outcome, string, string, ReturnType<typeof verdictOf>]>([
    ['of which some were missed', outcome(kept(900, 3, 4), kept(14_400, 2, 4)), 'Priority 1: an answer within 15 minutes, service restored within 4 hours.', '3 of 4 answered in time, 2 of 4 restored in time.', 'missed'],
    ['that was kept', outcome(kept(900, 2, 2), kept(14_400, 2, 2)), 'Priority 1: an answer within 15 minutes, service restored within 4 hours.', 'All 2 answered in time, all 2 restored in time.', 'kept'],
    ['of a single one', outcome(kept(900, 1, 1), null), 'Priority 1: an answer within 15 minutes.', 'The one answered in time.', 'kept'],
    ['that is still open for one', outcome(kept(900, 1, 1, 2), kept(14_400, 0, 0, 1)), 'Priority 1: an answer within 15 minutes, service restored within 4 hours.', 'The one answered in time (1 not settled yet), for 1 it is not settled yet whether restored in time.', 'kept'],
    ['of which nothing came in', outcome(kept(900, 0, 0), kept(14_400, 0, 0)), 'Priority 1: an answer within 15 minutes, service restored within 4 hours.', 'Nothing of this kind came in.', 'none'],
    ['without a promise', outcome(null, null), 'Priority 1: no time was promised.', 'Nothing to be held to.', 'unpromised'],
  ])('%s', (_, o, promised, got, verdict) => {
    expect([promiseSentence(o), gotSentence(o), verdictOf(o)]).toEqual([promised, got, verdict])
  })
})

test('a share just below all is not shown as all, and no cases is not zero', () => {
  expect([valueWords('share', 0.996), valueWords('share', 1), valueWords('share', 0), valueWords('share', null), valueWords('count', 3), valueWords('seconds', 5400)]).toEqual(['99.6 %', '100 %', '0 %', 'no cases', '3', '1 hour 30 minutes'])
  expect(baseWords('share', { period: '', value: 0.8, low: 0.4902, high: 0.9433, hits: 8, used: 10, eligible: 12 })).toBe('8 of 10; 95 % range 49.0 % to 94.3 %')
  expect(monthName('2026-03')).toBe('March 2026')
})
