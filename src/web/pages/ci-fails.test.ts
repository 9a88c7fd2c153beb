import { expect, test } from 'vitest'
import type { Around, GraphNode, GraphRelation } from '../../client/graph.ts'
import { feltOf } from './ci-fails.tsx'

const node = (id: string, record: GraphNode['record'] = 'ci', tier: string | null = null): GraphNode => ({ id, record, number: id, name: id, type: 'x', layer: null, state: 'live', tier })
const relation = (fromId: string, toId: string, more: Partial<GraphRelation> = {}): GraphRelation => ({
  id: `${fromId}>${toId}`, number: '', fromId, toId, kind: 'depends_on', role: 'series', groupName: null, atLeast: null, standby: null, confidence: 1, confirmedAt: '2026-01-01T00:00:00Z', validFrom: '2026-01-01T00:00:00Z', validTo: null, source: 'person',
  sourceName: null, ...more,
})
const alternate = (from: string, to: string, more: Partial<GraphRelation> = {}): GraphRelation => relation(from, to, { role: 'alternate', groupName: 'database', standby: 'hot', ...more })
const nodes = [node('db'), node('shop', 'service', 'gold'), node('wiki', 'service'), node('pay', 'service', 'silver')]
const above: Around = { at: '', isCut: false, nodes, relations: [], reached: ['shop', 'wiki', 'pay'].map((id) => ({ id, record: 'service', depth: 1, confidence: 0.8, path: ['db', id], direction: 'above' })) }
const effects = (relations: readonly GraphRelation[]): unknown => feltOf('db', above, { ...above, relations }).map((f) => [f.service.id, f.effect])

test.each([
  ['all need it', [relation('shop', 'db'), relation('wiki', 'db'), relation('pay', 'db')], [['shop', 'X'], ['pay', 'X'], ['wiki', 'X']]],
  ['a hot one stands in', [alternate('shop', 'db'), alternate('shop', 'db2')], [['shop', 'A']]],
  ['a warm one stands in', [alternate('shop', 'db'), alternate('shop', 'db2', { standby: 'warm' })], [['shop', 'B']]],
  ['two of two are needed', [alternate('shop', 'db', { atLeast: 2 }), alternate('shop', 'db2', { atLeast: 2 })], [['shop', 'X']]],
  ['it is only connected', [relation('shop', 'db', { kind: 'connected_to' })], []],
  ['the gravest come first, then the tier', [alternate('shop', 'db'), alternate('shop', 'db2'), relation('wiki', 'db')], [['wiki', 'X'], ['shop', 'A']]],
])('where %s', (_, relations, expected) => {
  expect(effects(relations)).toEqual(expected)
})
