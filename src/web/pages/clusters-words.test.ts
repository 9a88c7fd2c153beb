import { describe, expect, test } from 'vitest'
import { burstWords, clustersSentence, costOf, costWhy, hurtWords, latelyOf, othersWords, sayingsWords, takesWords, trendWords } from './clusters-words.ts'

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

describe('what its incidents are called', () => {
  const mixed = { example: 'My handheld does not charge', sayings: [{ title: 'The scanner reads nothing', count: 12 }, { title: 'My handheld does not charge', count: 8 }], sampled: 20, wordings: 2, members: 433 }
  test('a cluster of one title says no more', () => { expect(othersWords({ ...mixed, sayings: [{ title: 'my handheld does not charge', count: 20 }], wordings: 1 })).toBe('') })
  test('a mixed one names the other title, or how many', () => {
    expect(othersWords(mixed)).toBe('and “The scanner reads nothing”')
    expect(othersWords({ ...mixed, wordings: 9 })).toBe('and 8 other titles')
  })
  test('a sample is told as one', () => {
    expect(sayingsWords(mixed)).toBe('Of the newest 20: “The scanner reads nothing” (12), “My handheld does not charge” (8)')
    expect(sayingsWords({ ...mixed, members: 20, wordings: 3 })).toBe('“The scanner reads nothing” (12), “My handheld does not charge” (8) and 1 more')
  })
  test('what a problem takes is said only where it is not all', () => { expect([takesWords(200, 433), takesWords(9, 9)]).toEqual(['A problem opened from it takes the newest 200 of the 433; the others stay in the cluster.', '']) })
})
