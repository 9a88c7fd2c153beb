import { describe, expect, test } from 'vitest'
import { burstWords, clustersSentence, costOf, costWhy, hurtWords, latelyOf, trendWords } from './clusters-words.ts'

const now = Date.parse('2026-03-17T09:00:00Z')
const burst = { from: '2026-03-15T09:00:00Z', to: '2026-03-15T12:00:00Z', count: 9, expected: 0.02, p: 1e-6 }
const prices = { userHourMinor: { low: 2000, high: 6000 }, effortHourMinor: { low: 4000, high: 9000 }, currency: 'EUR', penaltiesMinor: null }
const trend = { verdict: 'rising', recent: 12, before: 4, recentDays: 28, beforeDays: 84 } as const

describe('what is said of a cluster', () => {
  test.each([[0.4, 'under an hour'], [1.2, '1\u00a0user-hour'], [1234, '1\u202f234\u00a0user-hours']])('%d hours of users', (userHours, words) => { expect(hurtWords({ userHours })).toBe(words) })

  test('a cost has its range, what it is made of and why it is no single number', () => {
    const pain = { userMinutes: { low: 0, high: 4800 }, costMinor: { low: 0, high: 480_000 }, unknown: 4 }
    expect(costOf({ pain }, 'EUR')).toBe('€\u00a00 to 4\u202f800')
    expect(costWhy({ pain, members: 4 })).toMatch(/^0 to 80 user-hours .* Of none is it recorded/)
    expect(costWhy({ pain: { ...pain, unknown: 0 }, members: 4 })).not.toMatch(/recorded/)
    expect(costWhy({ pain: { ...pain, unknown: 3 }, members: 4 })).toMatch(/Of 3 it is not recorded/)
    expect([costOf({ pain: null }, 'EUR'), costWhy({ pain: null, members: 4 })]).toEqual(['not added up yet', ''])
  })

  test('a burst of the last fortnight comes before a trend, an old one does not', () => {
    expect(latelyOf({ burst, trend }, now)?.words).toBe('burst now')
    expect(latelyOf({ burst, trend }, now + 20 * 86_400_000)?.words).toBe('more lately')
    expect(latelyOf({ burst: null, trend: { ...trend, verdict: 'cannot tell' } }, now)).toBeNull()
  })

  test('what cannot be told is said so', () => {
    expect(trendWords({ ...trend, verdict: 'cannot tell' })).toMatch(/either way/)
    expect(burstWords(burst)).toBe('9 where next to none would be usual')
    expect(clustersSentence({ items: [], count: 0, next: null, prices, learntAt: null, titles: {} }, 'proposed')).toMatch(/^Nothing/)
    expect(['proposed', 'linked', 'aside', 'all'].map((show) => clustersSentence({ items: [], count: 1, next: null, prices, learntAt: null, titles: {} }, show))).toEqual([
      '1\u00a0trouble comes again, and nobody has decided about it', '1\u00a0trouble that comes again has a problem', '1\u00a0trouble that comes again was put aside', '1\u00a0trouble comes again',
    ])
  })
})
