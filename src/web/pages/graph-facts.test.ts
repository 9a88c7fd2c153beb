import { describe, expect, test } from 'vitest'
import type { Around, Found, GraphNode, GraphRelation } from '../../client/graph.ts'
import { lookOf, type Search } from './graph-ask.ts'
import { factsOf, pictureOf, stateOf, surenessOf, verdictOf } from './graph-facts.ts'

const node = (id: string, more: Partial<GraphNode> = {}): GraphNode => ({ id, record: 'ci', number: `CI-${id}`, name: id, type: 'Server', layer: 'server', state: 'live', tier: null, ...more })
const relation = (fromId: string, toId: string, more: Partial<GraphRelation> = {}): GraphRelation => ({
  id: `${fromId}>${toId}`, number: 'REL-1', fromId, toId, kind: 'depends_on', role: 'series', groupName: null, atLeast: null, standby: null, confidence: 0.9, confirmedAt: '2026-01-01T00:00:00Z', validFrom: '2026-01-01T00:00:00Z', validTo: null,
  source: 'person', sourceName: null, ...more,
})
const found = (direction: Found['direction'], ...path: string[]): Found => ({ id: path.at(-1) ?? '', record: 'ci', depth: path.length - 1, confidence: 0.9 ** (path.length - 1), path, direction })
const look = (search: Search = {}) => lookOf({ focus: 'db', ...search })

// shop → app → db → host; app → host by another kind; db connected to a spare.
const around: Around = {
  at: '2026-02-01T00:00:00Z', isCut: false,
  nodes: [node('shop', { record: 'service', type: 'Service', tier: 'gold' }), node('app', { type: 'Application' }), node('db', { type: 'Database' }), node('host')],
  relations: [relation('shop', 'app'), relation('app', 'db'), relation('db', 'host', { kind: 'runs_on', confidence: 0.5 }), relation('app', 'host', { kind: 'runs_on', confidence: 0.2 })],
  reached: [found('above', 'db', 'app'), found('above', 'db', 'app', 'shop'), found('below', 'db', 'host')],
}
const factsAt = (search: Search = {}) => {
  const facts = factsOf(around, look(search), 'db')
  if (!facts) throw new Error('no focus')
  return facts
}

describe('the levels around a thing', () => {
  test('what stands on it is above, what it stands on below, each with its way', () => {
    expect(factsAt().leveled.map((one) => [one.node.id, one.level])).toEqual([['db', 0], ['app', -1], ['host', 1], ['shop', -2]])
    expect(factsAt().byId.get('shop')?.path).toEqual(['db', 'app', 'shop'])
  })

  test.each([[{ up: '1' }, ['db', 'app', 'host']], [{ up: '0' }, ['db', 'host']], [{ down: '0' }, ['db', 'app', 'shop']], [{ up: '9' }, ['db', 'app', 'host', 'shop']]])('%o shows %j', (search, ids) => {
    expect(factsAt(search).leveled.map((one) => one.node.id)).toEqual(ids)
  })

  test('along some kinds only: what another kind leads to is not there', () => {
    expect(factsAt({ kinds: 'depends_on' }).leveled.map((one) => one.node.id)).toEqual(['db', 'app', 'shop'])
    expect(factsAt({ kinds: 'runs_on' }).leveled.map((one) => [one.node.id, one.confidence])).toEqual([['db', 1], ['host', 0.5]])
  })

  test('a focus that is not among the nodes is none', () => {
    expect(factsOf(around, look(), 'elsewhere')).toBeNull()
  })

  test('the sentence says how much stands on it, and within how many steps', () => {
    expect(verdictOf(factsAt(), look(), false)).toBe('2\u00a0things stand on db within 2\u00a0steps, 1\u00a0service among them.')
    expect(verdictOf(factsAt({ kinds: 'runs_on' }), look({ kinds: 'runs_on' }), false)).toBe('Nothing that we know of stands on db.')
  })
})

describe('the picture', () => {
  test('the way to the chosen one is marked, and nothing else', () => {
    const { lines } = pictureOf(factsAt(), look({ chosen: 'shop' }), new Map())
    expect(lines.filter((l) => l.isWay).map((l) => `${l.from}>${l.to}`)).toEqual(['shop>app', 'app>db'])
  })

  test('a line is drawn as sure as what is believed of it', () => {
    expect(pictureOf(factsAt(), look(), new Map()).lines.map((l) => l.sureness)).toEqual(['sure', 'sure', 'fading', 'doubtful'])
    expect([0.75, 0.749, 0.4, 0.399].map(surenessOf)).toEqual(['sure', 'fading', 'fading', 'doubtful'])
  })

  test('five thousand servers are one box that opens; one that is broken stands for itself', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `s${i}`)
    const big: Around = { ...around, nodes: [node('db'), ...many.map((id) => node(id))], relations: many.map((id) => relation(id, 'db')), reached: many.map((id) => found('above', 'db', id)) }
    const facts = factsOf(big, look(), 'db')
    if (!facts) throw new Error('no focus')
    const picture = pictureOf(facts, look(), new Map([['s7', { count: 1, urgent: 1, majors: 0 }]]))
    expect(picture.boxes.map((b) => [b.label, b.state])).toEqual([['db', 'calm'], ['s7', 'broken'], ['4\u202f999 servers', 'calm']])
    expect(picture.lines).toHaveLength(2)
    expect(pictureOf(facts, look({ open: 'group:-1:Server' }), new Map()).boxes).toHaveLength(62)
  })

  test('by type: services over applications over databases over servers, wherever the focus is', () => {
    const picture = pictureOf(factsAt({ rows: 'type' }), look({ rows: 'type' }), new Map())
    expect([0, 1, 2, 3].map(picture.wordsOfRow)).toEqual(['Services', 'Applications', 'Databases', 'Servers'])
  })
})

test.each([
  [node('x'), undefined, { state: 'calm' }],
  [node('x', { state: 'maintenance' }), undefined, { state: 'held', flag: 'in maintenance' }],
  [node('x', { state: 'retired' }), undefined, { state: 'gone', flag: 'retired' }],
  [node('x', { state: 'build_test' }), undefined, { state: 'gone', flag: 'in test' }],
  [node('x', { record: 'person', state: 'left' }), undefined, { state: 'gone', flag: 'left' }],
  [node('x', { state: 'maintenance' }), { count: 2, urgent: 0, majors: 0 }, { state: 'worse', flag: '2\u00a0incidents' }],
  [node('x'), { count: 1, urgent: 0, majors: 1 }, { state: 'broken', flag: '1\u00a0incident' }],
])('the state of %o with %o is %o', (one, work, expected) => {
  expect(stateOf(one, work)).toEqual(expected)
})
