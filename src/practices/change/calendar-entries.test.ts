/** Bars of the calendar: what clashes, where a freeze lies, what is drawn when. */
import { expect, test } from 'vitest'
import type { CalendarEntry } from '../../model/calendar-entry.ts'
import { type CalendarFacts, type ChangeOnCalendar, entriesOf, timeOf } from './calendar-entries.ts'
import type { WindowRule } from './window-rules.ts'

const change = (id: string, from: string, to: string, over: Partial<ChangeOnCalendar> = {}): ChangeOnCalendar => ({
  id, number: `CHG-${id}`, orgId: 'us', version: 1, title: `Change ${id}`, type: 'normal', state: 'scheduled', riskLevel: null, serviceIds: ['booking'], ciIds: [], supplierIds: [], teamId: 'platform', implementerId: null, plannedStart: from, plannedEnd: to, busyUntil: null,
  actualStart: null, actualEnd: null, pointOfNoReturn: null, result: null, impact: null, timesSetAt: null, authorisedAt: null, ...over,
})
const freeze = (over: Partial<WindowRule> = {}): WindowRule => ({
  id: 'w', number: 'WIN-1', orgId: 'us', name: 'Quarter end', kind: 'freeze', isHard: true, isForAll: true, scope: { everything: true }, startsMs: Date.parse('2026-03-18T00:00:00Z'), endsMs: Date.parse('2026-03-19T05:00:00Z'), hours: null, exceptIds: [], ...over,
})
const facts = (changes: readonly ChangeOnCalendar[], windows: readonly WindowRule[] = [], over: Partial<CalendarFacts> = {}): CalendarFacts => ({
  changes, windows, releases: [], span: { startMs: Date.parse('2026-03-16T00:00:00Z'), endMs: Date.parse('2026-03-23T00:00:00Z') }, nameOf: (id) => (id === 'booking' ? 'Freight Booking' : null),
  services: new Map([['booking', { teamId: 'platform', orgId: 'us' }], ['gate', { teamId: null, orgId: 'us' }]]), ...over,
})
const clashes = (entries: readonly CalendarEntry[]): readonly (readonly [string, readonly string[]])[] => entries.filter((e) => e.collidesWith.length > 0).map((e) => [e.number, e.collidesWith.map((c) => c.why)])

test('two on the same service at the same time clash, each with the other, and say on what; one after the other does not', () => {
  expect(clashes(entriesOf(facts([change('1', '2026-03-17T10:00:00Z', '2026-03-17T12:00:00Z'), change('2', '2026-03-17T11:00:00Z', '2026-03-17T13:00:00Z'), change('3', '2026-03-17T13:00:00Z', '2026-03-17T14:00:00Z')])))).toEqual([
    ['CHG-1', ['CHG-2 “Change 2” at the same time needs or hurts Freight Booking too']], ['CHG-2', ['CHG-1 “Change 1” at the same time needs or hurts Freight Booking too']],
  ])
})

test('the time to get back counts, and what only hurts the same clashes too; what may not be seen is not named', () => {
  const impact = { asOf: '', serviceIds: [], count: 1, reached: [{ id: 'x', record: 'service' as const, depth: 1, confidence: 1, path: [] }] }
  expect(clashes(entriesOf(facts([
    change('1', '2026-03-17T10:00:00Z', '2026-03-17T12:00:00Z', { serviceIds: ['gate'], impact, busyUntil: '2026-03-17T14:00:00Z' }), change('2', '2026-03-17T13:00:00Z', '2026-03-17T15:00:00Z', { impact }),
  ])))).toEqual([['CHG-1', ['CHG-2 “Change 2” at the same time']], ['CHG-2', ['CHG-1 “Change 1” at the same time']]])
})

test('a freeze lies behind the services it is about; what is planned in it clashes, but for an exception and what is done', () => {
  const inIt = [change('1', '2026-03-18T09:00:00Z', '2026-03-18T09:30:00Z'), change('2', '2026-03-18T11:00:00Z', '2026-03-18T12:00:00Z'), change('3', '2026-03-18T13:00:00Z', '2026-03-18T14:00:00Z', { state: 'closed', actualStart: '2026-03-18T13:00:00Z', actualEnd: '2026-03-18T13:30:00Z' })]
  const all = entriesOf(facts(inIt, [freeze({ exceptIds: ['2'] })]))
  expect(clashes(all)).toEqual([['CHG-1', ['WIN-1 “Quarter end” freezes it']]])
  expect(all[0]).toMatchObject({ kind: 'freeze', startsAt: '2026-03-18T00:00:00.000Z', onServiceIds: ['booking'], onTeamIds: ['platform'], isForAll: true })
  const elsewhere = entriesOf(facts(inIt, [freeze({ scope: { serviceIds: ['gate'] } })]))
  expect([clashes(elsewhere), elsewhere[0]?.onServiceIds, elsewhere[0]?.onTeamIds]).toEqual([[], ['gate'], []])
})

test('a freeze of a team is about the services that team looks after', () => {
  const ofTeam = entriesOf(facts([change('1', '2026-03-18T09:00:00Z', '2026-03-18T10:00:00Z', { teamId: null })], [freeze({ scope: { teamIds: ['platform'] } })]))
  expect([clashes(ofTeam), ofTeam[0]?.onServiceIds]).toEqual([[['CHG-1', ['WIN-1 “Quarter end” freezes it']]], ['booking']])
})

test('a change that names no service is drawn on the first that it hurts; a release on its own', () => {
  const impact = { asOf: '', serviceIds: ['a', 'b', 'c', 'd'], count: 0, reached: [] }
  const release = { id: 'r', number: 'RLS-1', version: 1, name: 'Booking 8.5', state: 'approved', serviceIds: ['booking'], teamId: null, plannedStart: '2026-03-17T10:00:00Z', plannedEnd: '2026-03-18T10:00:00Z' }
  const all = entriesOf(facts([change('1', '2026-03-18T09:00:00Z', '2026-03-18T10:00:00Z', { serviceIds: [], ciIds: ['x'], impact })], [], { releases: [release, { ...release, id: 'q', plannedStart: null }] }))
  expect(all.map((e) => [e.number, e.onServiceIds, e.serviceIds.length])).toEqual([['RLS-1', ['booking'], 1], ['CHG-1', ['a', 'b', 'c'], 4]])
})

test('what was done is drawn when it was done, what took no time takes a minute, what has no time is not drawn', () => {
  expect(timeOf(change('1', '2026-03-18T09:00:00Z', '2026-03-18T10:00:00Z', { actualStart: '2026-03-18T09:30:00Z', actualEnd: '2026-03-18T09:30:00Z' }))).toEqual({ startMs: Date.parse('2026-03-18T09:30:00Z'), endMs: Date.parse('2026-03-18T09:31:00Z') })
  expect(timeOf(change('1', '', '', { plannedStart: null, plannedEnd: null }))).toBe(null)
})
