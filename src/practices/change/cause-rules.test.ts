/** An observed change is explained only by what was authorised for its place and time; everything else is named with the reason. */
import { describe, expect, test } from 'vitest'
import { type Agreed, type Happened, judge } from './cause-rules.ts'

const at = '2026-03-17T20:30:00.000Z'
const planned = (number: string, more: Partial<Agreed> = {}): Agreed => ({
  id: number, number, state: 'scheduled', type: 'normal', authorisedAt: '2026-03-16T09:00:00.000Z', plannedStart: '2026-03-17T20:00:00.000Z', plannedEnd: '2026-03-17T22:00:00.000Z', actualStart: null, actualEnd: null, serviceIds: ['booking'], ciIds: [], ...more,
})
const happened = (more: Partial<Happened> = {}): Happened => ({ startedAt: at, places: new Map([['booking', 0]]), placeNames: ['Freight booking'], unknownNames: [], namedChanges: [], ...more })

test.each<[string, Happened, readonly Agreed[], string]>([
  ['it names a change that is authorised for now', happened({ places: new Map(), namedChanges: ['CHG-1'] }), [planned('CHG-1')], 'explained CHG-1 It names CHG-1, which was authorised for this time.'],
  ['a change on the same service, in its time', happened(), [planned('CHG-1')], 'explained CHG-1 CHG-1 was authorised for this time and names what was touched.'],
  ['a change on what stands on it', happened({ places: new Map([['db', 0], ['booking', 1]]) }), [planned('CHG-1')], 'explained CHG-1 CHG-1 was authorised for this time and names what stands on it, one step above.'],
  ['of two, the nearer in the graph', happened({ places: new Map([['db', 0], ['booking', 1]]) }), [planned('CHG-1'), planned('CHG-2', { serviceIds: [], ciIds: ['db'] })], 'explained CHG-2 CHG-2 was authorised for this time and names what was touched.'],
  ['the one that it names comes before a nearer one', happened({ namedChanges: ['CHG-9'] }), [planned('CHG-1'), planned('CHG-9', { serviceIds: ['other'] })], 'explained CHG-9 It names CHG-9, which was authorised for this time.'],
  ['clocks that differ by minutes', happened({ startedAt: '2026-03-17T19:56:00.000Z' }), [planned('CHG-1')], 'explained CHG-1 CHG-1 was authorised for this time and names what was touched.'],
  ['one that takes longer than planned and is not finished', happened({ startedAt: '2026-03-18T01:00:00.000Z' }), [planned('CHG-1', { state: 'implementing', actualStart: '2026-03-17T20:05:00.000Z' })], 'explained CHG-1 CHG-1 was authorised for this time and names what was touched.'],
  ['an emergency that was authorised afterwards', happened(), [planned('CHG-1', { type: 'emergency', authorisedAt: '2026-03-17T23:00:00.000Z' })], 'explained CHG-1 CHG-1 was authorised for this time and names what was touched.'],
  ['nothing is planned', happened(), [], 'unauthorised null No change was authorised for Freight booking at this time.'],
  ['planned for another service', happened(), [planned('CHG-1', { serviceIds: ['gate'] })], 'unauthorised null No change was authorised for Freight booking at this time.'],
  ['too early', happened({ startedAt: '2026-03-17T18:30:00.000Z' }), [planned('CHG-1')], 'unauthorised null CHG-1 is on it, but its time began only 2 hours later.'],
  ['too late', happened({ startedAt: '2026-03-17T22:40:00.000Z' }), [planned('CHG-1', { state: 'implemented', actualStart: '2026-03-17T20:05:00.000Z', actualEnd: '2026-03-17T21:00:00.000Z' })], 'unauthorised null CHG-1 is on it, but its time was over 40 minutes before.'],
  ['not authorised yet', happened(), [planned('CHG-1', { state: 'assessed', authorisedAt: null })], 'unauthorised null CHG-1 is on it, but that is not authorised.'],
  ['rejected', happened(), [planned('CHG-1', { state: 'rejected', authorisedAt: null })], 'unauthorised null CHG-1 is on it, but that was rejected.'],
  ['a normal one that was authorised afterwards', happened(), [planned('CHG-1', { authorisedAt: '2026-03-17T23:00:00.000Z' })], 'unauthorised null CHG-1 is on it, but that was authorised only after it began.'],
  ['it names a change that was cancelled, and no other explains it', happened({ namedChanges: ['CHG-1'] }), [planned('CHG-1', { state: 'cancelled' })], 'unauthorised null It names CHG-1, but that was cancelled.'],
  ['it names a change that nobody here knows', happened({ namedChanges: ['CHG-404'] }), [], 'unauthorised null It names CHG-404, which does not explain it.'],
  ['nobody knows its place', happened({ places: new Map(), unknownNames: ['bk-db-01', 'prod'] }), [planned('CHG-1')], 'unplaced null No service and no item here is called bk-db-01, prod.'],
  ['it says no place at all', happened({ places: new Map() }), [], 'unplaced null It does not say what it touched.'],
  ['no place, and a change that does not hold', happened({ places: new Map(), namedChanges: ['CHG-1'] }), [planned('CHG-1', { state: 'rejected', authorisedAt: null })], 'unplaced null It names CHG-1, but that was rejected. It does not say what it touched.'],
])('%s', (_, seen, changes, expected) => {
  const { verdict, changeId, why } = judge(seen, changes)
  expect(`${verdict} ${changeId ?? 'null'} ${why}`).toBe(expected)
})

describe('order', () => {
  test('of equals the lower number explains, whatever order they come in', () => {
    const list = [planned('CHG-1010'), planned('CHG-999')]
    expect([judge(happened(), list).changeId, judge(happened(), list.toReversed()).changeId]).toEqual(['CHG-999', 'CHG-999'])
  })
})
