/** Lanes of the calendar: who is on which, what clashes, where a freeze lies. */
import { expect, test } from 'vitest'
import { lanesOf, timeOf, verdictWords, type CalendarFacts, type WindowRow } from './calendar-lanes.ts'
import type { ChangeRow } from './change-words.ts'

const change = (id: string, from: string, to: string, over: Partial<ChangeRow> = {}): ChangeRow => ({
  id, number: `CHG-${id}`, orgId: 'us', title: `Change ${id}`, type: 'normal', state: 'scheduled', serviceIds: ['booking'], ciIds: [], teamId: 'platform', implementerId: null, plannedStart: from, plannedEnd: to, busyUntil: null, actualStart: null, actualEnd: null, result: null, impact: null, projectedOutages: [], ...over,
}) as unknown as ChangeRow
const freeze = (over: Partial<WindowRow> = {}): WindowRow => ({
  id: 'w', number: 'WIN-1', orgId: 'us', name: 'Quarter end', kind: 'freeze', isHard: true, scope: { everything: true }, startsAt: '2026-03-18T00:00:00Z', endsAt: '2026-03-19T05:00:00Z', hours: null, exceptIds: [], ...over,
}) as unknown as WindowRow
const facts = (changes: readonly ChangeRow[], windows: readonly WindowRow[] = [], over: Partial<CalendarFacts> = {}): CalendarFacts => ({
  changes, windows, releases: [], by: 'service', span: { startMs: Date.parse('2026-03-16T00:00:00Z'), endMs: Date.parse('2026-03-23T00:00:00Z') }, nameOf: (id) => (id === 'platform' ? 'Platform' : null), isProvider: () => true, mayMove: () => true, frame: { now: Date.parse('2026-03-17T09:00:00Z'), zone: 'UTC' },
  services: new Map([['booking', { name: 'Freight Booking', number: 'SVC-1', teamId: 'platform', orgId: 'us' }], ['gate', { name: 'Gate & Yard', number: 'SVC-2', teamId: null, orgId: 'us' }]]), ...over,
})

test('two on the same service at the same time clash, one after the other does not', () => {
  const drawn = lanesOf(facts([change('1', '2026-03-17T10:00:00Z', '2026-03-17T12:00:00Z'), change('2', '2026-03-17T11:00:00Z', '2026-03-17T13:00:00Z'), change('3', '2026-03-17T13:00:00Z', '2026-03-17T14:00:00Z')]))
  expect(drawn.clashes).toEqual([['1', '2']])
  expect(drawn.lanes.map((l) => [l.label, l.items.map((i) => [i.number, i.isClash])])).toEqual([['Freight Booking', [['CHG-1', true], ['CHG-2', true], ['CHG-3', false]]]])
  expect(verdictWords(drawn, [change('1', '', ''), change('2', '', '')], 'this week')).toBe('2\u00a0changes, 2 of them clash.')
})

test('the time to get back counts, and what only hurts the same clashes too', () => {
  const hurts = { asOf: '', serviceIds: [], count: 1, reached: [{ id: 'x', record: 'service', depth: 1, confidence: 1, path: [] }] }
  const drawn = lanesOf(facts([
    change('1', '2026-03-17T10:00:00Z', '2026-03-17T12:00:00Z', { serviceIds: ['gate'], impact: hurts, busyUntil: '2026-03-17T14:00:00Z' }), change('2', '2026-03-17T13:00:00Z', '2026-03-17T15:00:00Z', { impact: hurts }),
  ]))
  expect(drawn.clashes).toEqual([['1', '2']])
})

test('a freeze lies over the lanes it is about; what is planned in it clashes, but for an exception and what is done', () => {
  const inIt = [change('1', '2026-03-18T09:00:00Z', '2026-03-18T10:00:00Z'), change('2', '2026-03-18T11:00:00Z', '2026-03-18T12:00:00Z'), change('3', '2026-03-18T13:00:00Z', '2026-03-18T14:00:00Z', { state: 'closed', actualStart: '2026-03-18T13:00:00Z', actualEnd: '2026-03-18T13:30:00Z' })]
  const drawn = lanesOf(facts(inIt, [freeze({ exceptIds: ['2'] })]))
  expect([...drawn.clashWords]).toEqual([['1', ['WIN-1 “Quarter end” freezes it']]])
  expect(drawn.lanes[0]?.bands.map((b) => b.label)).toEqual(['freeze: Quarter end'])
  const elsewhere = lanesOf(facts(inIt, [freeze({ scope: { serviceIds: ['gate'] } })]))
  expect(elsewhere.clashWords.size).toBe(0)
  expect(elsewhere.lanes.map((l) => [l.label, l.bands.length])).toEqual([['Freight Booking', 0], ['Gate & Yard', 1]])
})

test('a freeze over everything is seen where nothing is planned', () => {
  expect(lanesOf(facts([], [freeze()])).lanes.map((l) => [l.label, l.bands.length])).toEqual([['Everything', 1]])
})

test('what names no service and hurts none has a lane of its own; by team likewise', () => {
  const lost = change('1', '2026-03-18T09:00:00Z', '2026-03-18T10:00:00Z', { serviceIds: [], teamId: null })
  expect(lanesOf(facts([lost])).lanes.map((l) => l.label)).toEqual(['No service named'])
  expect(lanesOf(facts([lost, change('2', '2026-03-18T09:00:00Z', '2026-03-18T10:00:00Z')], [], { by: 'team' })).lanes.map((l) => l.label)).toEqual(['Platform', 'No team yet'])
})

test('a release stands on its services, is not moved here, and is no clash', () => {
  const release = { id: 'r', number: 'RLS-1', orgId: 'us', name: 'Booking 8.5', state: 'approved', serviceIds: ['booking'], teamId: null, plannedStart: '2026-03-17T10:00:00Z', plannedEnd: '2026-03-18T10:00:00Z' } as unknown as CalendarFacts['releases'][number]
  const drawn = lanesOf(facts([change('1', '2026-03-17T10:00:00Z', '2026-03-17T12:00:00Z')], [], { releases: [release, { ...release, id: 'q', plannedStart: null }] }))
  expect(drawn.lanes.map((l) => l.items.map((i) => [i.number, i.isMovable, i.isClash]))).toEqual([[['CHG-1', true, false], ['RLS-1', false, false]]])
})

test('what was done is drawn when it was done, what has no time is not drawn', () => {
  expect(timeOf(change('1', '2026-03-18T09:00:00Z', '2026-03-18T10:00:00Z', { actualStart: '2026-03-18T09:30:00Z', actualEnd: '2026-03-18T11:00:00Z' }))).toEqual({ startMs: Date.parse('2026-03-18T09:30:00Z'), endMs: Date.parse('2026-03-18T11:00:00Z') })
  expect(timeOf(change('1', '', '', { plannedStart: null, plannedEnd: null }))).toBe(null)
})
