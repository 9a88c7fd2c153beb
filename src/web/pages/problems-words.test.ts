import { expect, test } from 'vitest'
import type { PainAnswer, PainItem } from '../../client/problems.ts'
import { moneyRange, painSentence, standingLabel, standingTone } from './problems-words.ts'

const item = (title: string, high: number): PainItem => ({
  id: title, number: 'PRB-1', title, state: 'logged', standing: 'analysing', serviceId: null, ownerId: null, isMajor: false, lastAt: null, incidents: 1, unknown: 0, classic: 1,
  userMinutes: { low: 0, high: 1 }, costMinor: { low: 0, high }, perMonthMinor: { low: 0, high }, share: 0, cumulated: 0,
})
const answer = (items: readonly PainItem[], hasVitalFew = false, topFifth = 1): PainAnswer => ({
  from: '', to: '', prices: { userHourMinor: { low: 0, high: 1 }, effortHourMinor: { low: 0, high: 1 }, currency: 'EUR', penaltiesMinor: null }, items, verdict: { topFifth, topFifthShare: 0.5, hasVitalFew }, isCut: false,
})

test.each([
  ['nothing on record', answer([]), 'No incident of the last half year names a problem'],
  ['nothing that costs', answer([item('Gate', 0)]), 'No problem costs anything now, as far as is recorded'],
  ['one, which is no vital few of anything', answer([item('Gate', 120_000)]), 'Problems still cost €\u00a00 to 1\u202f200 a month'],
  ['five alike', answer(['A', 'B', 'C', 'D', 'E'].map((t) => item(t, 100))), 'Problems still cost €\u00a00 to 5 a month; no few of them are most of it'],
  ['one that is most of it', answer([item('Gate', 120_000)], true), 'Problems still cost €\u00a00 to 1\u202f200 a month, most of it by Gate'],
  ['three that are most of it', answer([item('A', 100), item('B', 100), item('C', 100)], true, 3), 'Problems still cost €\u00a00 to 3 a month, most of it by 3 of 3 problems'],
])('%s', (_what, given, wanted) => { expect(painSentence(given)).toBe(wanted) })

test('one amount where both ends read the same; a standing that is not known keeps its word', () => {
  expect([moneyRange({ low: 100, high: 120 }, 'EUR'), standingLabel('no_owner'), standingLabel('later'), standingTone('later')]).toEqual(['€\u00a01', 'No owner', 'later', 'idle'])
})
