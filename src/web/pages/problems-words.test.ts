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
  ['one', answer([item('Gate', 120_000)]), 'One problem still costs €\u00a00 to 1\u202f200 a month: Gate'],
  ['one that leaks, among some that were stopped', answer([item('Yard', 0), item('Gate', 120_000)], true), 'One problem still costs €\u00a00 to 1\u202f200 a month: Gate'],
  ['five alike', answer(['A', 'B', 'C', 'D', 'E'].map((t) => item(t, 100))), '5 problems still cost €\u00a00 to 5 a month'],
  ['two, of which the worse one is no few', answer([item('A', 900), item('B', 100)]), '2 problems still cost €\u00a00 to 10 a month'],
  ['one that is most of what leaks, wherever it stands in the half year', answer([item('A', 100), item('Yard', 0), item('B', 100), item('Gate', 120_000)], true), '3 problems still cost €\u00a00 to 1\u202f202 a month, most of it by Gate'],
  ['three of nine that are most of it', answer(['A', 'B', 'C'].map((t) => item(t, 1_000)).concat(['D', 'E', 'F', 'G', 'H', 'I'].map((t) => item(t, 100)))), '9 problems still cost €\u00a00 to 36 a month, most of it by A and B'],
])('%s', (_what, given, wanted) => { expect(painSentence(given)).toBe(wanted) })

test('one amount where both ends read the same; a standing that is not known keeps its word', () => {
  expect([moneyRange({ low: 100, high: 120 }, 'EUR'), standingLabel('no_owner'), standingLabel('later'), standingTone('later')]).toEqual(['€\u00a01', 'No owner', 'later', 'idle'])
})
