/** Lanes of the calendar: who is on which, which lines join what clashes, where a freeze lies. */
import { expect, test } from 'vitest'
import type { CalendarEntry } from '../../model/calendar-entry.ts'
import { lanesOf, verdictWords, type CalendarFacts } from './calendar-lanes.ts'

const entry = (over: Partial<CalendarEntry>): CalendarEntry => ({
  kind: 'change', id: '1', number: 'CHG-1', title: 'Change', state: 'scheduled', type: 'normal', riskLevel: null, result: null, isHard: false, version: 1, startsAt: '2026-03-17T10:00:00Z', endsAt: '2026-03-17T12:00:00Z', plannedStart: null, plannedEnd: null, busyUntil: null, pointOfNoReturn: null,
  implementerId: null, serviceIds: ['booking'], onServiceIds: ['booking'], teamId: 'platform', onTeamIds: ['platform'], isForAll: false, collidesWith: [], ...over,
})
const freeze = (over: Partial<CalendarEntry> = {}): CalendarEntry => entry({ kind: 'freeze', id: 'w', number: 'WIN-1', title: 'Quarter end', state: 'standing', isHard: true, ...over })
const titles: Readonly<Record<string, { number: string; title: string }>> = { booking: { number: 'SVC-1', title: 'Freight Booking' }, gate: { number: 'SVC-2', title: 'Gate & Yard' }, platform: { number: 'TEA-1', title: 'Platform' } }
const facts = (entries: readonly CalendarEntry[], by: CalendarFacts['by'] = 'service'): CalendarFacts => ({ entries, by, titleOf: (id) => titles[id] ?? null, mayMove: () => true, stateOf: (e) => (e.state === 'early_life' ? 'Early life' : e.state), frame: { now: Date.parse('2026-03-17T09:00:00Z'), zone: 'UTC' } })
const shown = (f: CalendarFacts): unknown => lanesOf(f).lanes.map((l) => [l.label, l.items.map((i) => i.number), l.bands.map((b) => b.label)])
const met = (id: string): CalendarEntry['collidesWith'][number] => ({ record: 'change', id, number: `CHG-${id}`, why: `CHG-${id} “Change” at the same time` })

test('what clashes is joined once and red on both bars, in words', () => {
  const two = [entry({ collidesWith: [met('2')] }), entry({ id: '2', number: 'CHG-2', collidesWith: [met('1')] }), entry({ id: '3', number: 'CHG-3' })]
  const { lanes, clashes } = lanesOf(facts(two))
  expect([clashes, lanes[0]?.items.map((i) => [i.number, i.isClash])]).toEqual([[['1', '2']], [['CHG-1', true], ['CHG-2', true], ['CHG-3', false]]])
  expect(lanes[0]?.items[0]?.words).toContain('. Clash: CHG-2 “Change” at the same time. Arrow keys move it')
  expect(verdictWords(two, 'this week')).toBe('3\u00a0changes, 2 of them clash.')
})

test('a freeze lies behind the rows it is about, and stands alone where nothing is planned', () => {
  expect(shown(facts([entry({}), freeze({ onServiceIds: ['gate'] })]))).toEqual([['Freight Booking', ['CHG-1'], []], ['Gate & Yard', [], ['freeze: Quarter end']]])
  expect(shown(facts([freeze({ isHard: false, onServiceIds: [], onTeamIds: [] })]))).toEqual([['Everything', [], ['soft freeze: Quarter end']]])
})

test('what names no service and hurts none has a row of its own; by team likewise', () => {
  const lost = entry({ id: '2', number: 'CHG-2', onServiceIds: [], teamId: null, onTeamIds: [] })
  expect(shown(facts([lost]))).toEqual([['No service named', ['CHG-2'], []]])
  expect(shown(facts([entry({}), lost], 'team'))).toEqual([['Platform', ['CHG-1'], []], ['No team yet', ['CHG-2'], []]])
  expect(shown(facts([entry({ onServiceIds: ['secret'] })]))).toEqual([['A service you cannot see', ['CHG-1'], []]])
})

test('a release stands on its services and is not moved here', () => {
  const { lanes } = lanesOf(facts([entry({}), entry({ kind: 'release', id: 'r', number: 'RLS-1', state: 'approved', type: null })]))
  expect(lanes[0]?.items.map((i) => [i.number, i.isMovable, i.href])).toEqual([['CHG-1', true, '/changes/CHG-1'], ['RLS-1', false, expect.stringContaining('RLS-1')]])
})

test('what went wrong is red though nothing clashes', () => {
  expect(lanesOf(facts([entry({ state: 'closed', result: 'backed_out' })])).lanes[0]?.items[0]?.isClash).toBe(true)
})
