/** The service map: where a fault began, whom it hurts, and what stays calm. */
import { expect, test } from 'vitest'
import type { IncidentRow, ServiceRow } from '../data/rows.ts'
import { mapOf } from './map-facts.ts'

const service = (id: string, layer: string, dependsOnIds: readonly string[] = []): ServiceRow => ({ id, name: id, layer, dependsOnIds, number: id, orgId: '', state: 'live', stateSince: '', version: 1, createdAt: '', createdBy: '', updatedAt: '' })
const incident = (priority: number, isMajor = false): IncidentRow => ({ ...service('i', ''), title: '', priority, isMajor, serviceId: null, teamId: null, assigneeId: null, requesterId: null })
const all = [service('booking', 'service', ['api']), service('api', 'application', ['db']), service('db', 'infrastructure'), service('mail', 'service')]
const states = (open: ReadonlyMap<string, readonly IncidentRow[]>) => Object.fromEntries(mapOf(all, open).nodes.map((n) => [n.id, n.state]))

test.each([
  ['nothing open leaves all calm', new Map(), { booking: 'calm', api: 'calm', db: 'calm', mail: 'calm' }],
  ['a P1 below is the origin and reaches what stands on it', new Map([['db', [incident(1)]]]), { booking: 'worse', api: 'worse', db: 'origin', mail: 'calm' }],
  ['what is hurt and stands on something hurt is no origin', new Map([['db', [incident(1)]], ['booking', [incident(3, true)]]]), { booking: 'hurt', api: 'worse', db: 'origin', mail: 'calm' }],
  ['a P4 makes its own service worse and climbs no further', new Map([['api', [incident(4)]]]), { booking: 'calm', api: 'worse', db: 'calm', mail: 'calm' }],
  ['a hurt service on which nothing stands is hurt, not an origin', new Map([['mail', [incident(2)]]]), { booking: 'calm', api: 'calm', db: 'calm', mail: 'hurt' }],
])('%s', (_name, open, wanted) => {
  expect(states(open)).toEqual(wanted)
})

test('services that stand on each other in a circle do not loop', () => {
  const circle = [service('a', 'service', ['b']), service('b', 'service', ['a'])]
  expect(mapOf(circle, new Map([['a', [incident(1)]]])).nodes.map((n) => n.state)).toEqual(['origin', 'worse'])
})
