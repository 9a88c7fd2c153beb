/** The service map: where a fault began, whom it hurts, what stays calm, and what a large map folds away. */
import { expect, test } from 'vitest'
import type { OpenWork } from '../data/open-work.ts'
import type { ServiceRow } from '../data/rows.ts'
import { foldMap, mapOf } from './map-facts.ts'

const service = (id: string, layer: string, dependsOnIds: readonly string[] = []): ServiceRow => ({ id, name: id, layer, dependsOnIds, number: id, orgId: '', state: 'live', stateSince: '', version: 1, createdAt: '', createdBy: '', updatedAt: '' })
const [p1, p4, major]: readonly [OpenWork, OpenWork, OpenWork] = [{ count: 1, urgent: 1, majors: 0 }, { count: 1, urgent: 0, majors: 0 }, { count: 1, urgent: 0, majors: 1 }]
const all = [service('booking', 'service', ['api']), service('api', 'application', ['db']), service('db', 'infrastructure'), service('mail', 'service')]
const states = (open: ReadonlyMap<string, OpenWork>) => Object.fromEntries(mapOf(all, open).nodes.map((n) => [n.id, n.state]))

test.each([
  ['nothing open leaves all calm', new Map(), { booking: 'calm', api: 'calm', db: 'calm', mail: 'calm' }],
  ['a P1 below is the origin and reaches what stands on it', new Map([['db', p1]]), { booking: 'worse', api: 'worse', db: 'origin', mail: 'calm' }],
  ['what is hurt and stands on something hurt is no origin', new Map([['db', p1], ['booking', major]]), { booking: 'hurt', api: 'worse', db: 'origin', mail: 'calm' }],
  ['a P4 makes its own service worse and climbs no further', new Map([['api', p4]]), { booking: 'calm', api: 'worse', db: 'calm', mail: 'calm' }],
  ['a hurt service on which nothing stands is hurt, not an origin', new Map([['mail', p1]]), { booking: 'calm', api: 'calm', db: 'calm', mail: 'hurt' }],
])('%s', (_name, open, wanted) => {
  expect(states(open)).toEqual(wanted)
})

test('services that stand on each other in a circle do not loop', () => {
  const circle = [service('a', 'service', ['b']), service('b', 'service', ['a'])]
  expect(mapOf(circle, new Map([['a', p1]])).nodes.map((n) => n.state)).toEqual(['origin', 'worse'])
})

const many = [service('db', 'infrastructure'), ...Array.from({ length: 2000 }, (_, i) => service(`s${i}`, 'service', ['db', `s${i + 1}`]))]

test('two thousand services are drawn at once, the calm ones as a box a team, with one joint between two boxes', () => {
  const { nodes, edges } = foldMap(mapOf(many, new Map()), (id) => (id === 'db' ? 'Database' : Number(id.slice(1)) % 2 === 0 ? 'Even' : 'Odd'), () => false)
  expect(nodes.map((n) => [n.label, n.note])).toEqual([['db', undefined], ['Even', '1000 calm'], ['Odd', '1000 calm']])
  expect(edges.length).toBe(4)
})

test('what is hurt, what carries it and what was asked for is never folded away', () => {
  const { nodes } = foldMap(mapOf(many, new Map([['s3', p1]])), () => 'All', (id) => id === 's9')
  expect(nodes.map((n) => n.id)).toEqual(expect.arrayContaining(['s3', 's2', 's1', 's0', 's9', 'db']))
  expect(nodes.length).toBe(7)
})

test('a small map is drawn as it is', () => {
  const facts = mapOf(all, new Map())
  expect(foldMap(facts, () => 'All', () => false)).toBe(facts)
})
