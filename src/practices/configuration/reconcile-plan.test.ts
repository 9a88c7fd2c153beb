/** What an import decides: which item a node is, whose word holds, what is explained, told, settled or asked; tables of cases, the odd ones first. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RelationKind } from '../../model/graph.ts'
import { identify } from './reconcile-identify.ts'
import type { Known, KnownDiscrepancy, KnownItem, KnownObservation, KnownRelation, KnownSource } from './reconcile-known.ts'
import type { Observation, ObservedNode, ObservedRelation } from './reconcile-observed.ts'
import type { Plan } from './reconcile-decision.ts'
import { plan } from './reconcile-plan.ts'
import { planRelations } from './reconcile-relations.ts'

const at = '2026-03-17T09:00:00.000Z'
const before = '2026-03-16T09:00:00.000Z'

const source = (id: string, more: Partial<KnownSource> = {}): KnownSource => ({ id, name: id, rank: 30, fieldRanks: {}, mayAdd: true, whenGone: 'retire', teamId: 'team', ...more })
const item = (id: string, more: Partial<KnownItem> = {}): KnownItem => ({ id, version: 1, number: `CI-${id}`, name: id, key: id, aliases: [], typeId: 'server', serialNumber: null, state: 'live', isOwned: true, comparedAt: null, verifiedAt: at, fields: { name: id, ...more.fields }, ...more })
const node = (key: string, more: Partial<ObservedNode> = {}): ObservedNode => ({ is: 'node', key, record: 'ci', type: 'server', name: key, hostNames: [], fields: {}, line: 1, ...more })
const seen = (sourceKey: string, nodeId: string, more: Partial<KnownObservation> = {}): KnownObservation => ({ sourceId: 'nb', sourceKey, record: 'ci', nodeId, fields: {}, seenAt: before, goneAt: null, ...more })
const told = (kind: KnownDiscrepancy['kind'], sourceKey: string, more: Partial<KnownDiscrepancy> = {}): KnownDiscrepancy => ({ id: `d-${sourceKey}`, kind, sourceKey, field: null, ciId: null, expected: null, observed: null, isTaken: false, state: 'raised', ...more })
const type = (key: string) => ({ id: key, key, fields: [{ name: 'model', label: 'Model', kind: 'text' as const }, { name: 'cores', label: 'Cores', kind: 'integer' as const }] })
const known = (more: Partial<Known> = {}): Known => {
  const nb = more.source ?? source('nb')
  return { source: nb, sources: new Map([[nb.id, nb], ['k8s', source('k8s', { rank: 50, fieldRanks: { 'attrs.model': 1 } })], ['csv', source('csv', { rank: 20 })]]), types: new Map(['server', 'virtual_machine', 'application', 'rack'].map((k) => [k, type(k)])), items: [], others: [], relations: [], observations: [], discrepancies: [], ...more }
}
const observation = (nodes: readonly ObservedNode[], relations: readonly ObservedRelation[] = []): Observation => ({ nodes: new Map(nodes.map((n) => [n.key, n])), relations })
const run = (nodes: readonly ObservedNode[], k: Known, o: { isPart?: boolean; change?: string | null; relations?: readonly ObservedRelation[] } = {}): Plan =>
  plan(observation(nodes, o.relations), k, { at, isPart: o.isPart ?? false, explainedBy: () => o.change ?? null })

describe('which item a node is', () => {
  const cases: readonly (readonly [what: string, n: ObservedNode, items: readonly KnownItem[], more: Partial<Known>, want: string])[] = [
    ['the source\'s own id wins over every name', node('device:1', { hostNames: ['b'], serialNumber: 'S' }), [item('a'), item('b', { serialNumber: 'S' })], { observations: [seen('device:1', 'a')] }, 'a by source id'],
    ['an item that another of its keys is, and that is still there, is not taken', node('device:2', { serialNumber: 'S' }), [item('a', { serialNumber: 'S' })], { observations: [seen('device:1', 'a')] }, 'a by serial number'],
    ['a key that is gone lets go: the device was recorded anew there', node('device:2', { name: 'A' }), [item('a')], { observations: [seen('device:1', 'a')] }, 'a by host name'],
    ['what was disposed of is nobody', node('a'), [item('a', { state: 'disposed' })], {}, 'unknown'],
    ['the key of a table', node('a'), [item('a'), item('b', { aliases: ['a'] })], {}, 'a by key'],
    ['a number works as a key', node('CI-a'), [item('a')], {}, 'a by key'],
    ['the serial number before the host name', node('x:1', { serialNumber: 's-1', hostNames: ['b'] }), [item('a', { serialNumber: 'S-1' }), item('b')], {}, 'a by serial number'],
    ['two of one serial number', node('x:1', { serialNumber: 'S' }), [item('a', { serialNumber: 'S' }), item('b', { serialNumber: 's' })], {}, 'a, b could be it by serial number'],
    ['an alias', node('x:1', { hostNames: ['10.0.0.1'] }), [item('a', { aliases: ['10.0.0.1'] })], {}, 'a by host name'],
    ['two of one host name', node('x:1', { hostNames: ['h'] }), [item('a', { aliases: ['h'] }), item('b', { aliases: ['h'] })], {}, 'a, b could be it by host name'],
    ['a virtual machine and a node of a cluster are one machine', node('x:1', { hostNames: ['a'] }), [item('a', { typeId: 'virtual_machine' })], {}, 'a by host name'],
    ['an application is no machine of the same name', node('x:1', { type: 'application', name: 'A' }), [item('a')], {}, 'unknown'],
    ['somebody said which', node('x:1', { hostNames: ['h'] }), [item('a', { aliases: ['h'] }), item('b', { aliases: ['h'] })], { discrepancies: [told('ambiguous', 'x:1', { ciId: 'b', state: 'corrected' })] }, 'b by answer'],
    ['a person by mail address', node('c:1', { record: 'person', type: '', name: 'Kei Ito', email: 'kei@example.org' }), [], { others: [{ id: 'p', record: 'person', names: ['k. ito', 'kei@example.org'] }] }, 'p by key'],
    ['two people of one name', node('c:1', { record: 'person', type: '', name: 'Kei Ito' }), [], { others: [{ id: 'p', record: 'person', names: ['kei ito'] }, { id: 'q', record: 'person', names: ['kei ito'] }] }, 'p, q could be it by key'],
    ['names that every object has are only names', node('constructor', { name: '__proto__' }), [item('a')], {}, 'unknown'],
  ]
  test.each(cases)('%s', (_, n, items, more, want) => {
    const identity = identify([n], known({ ...more, items }), false).get(n.key)
    expect(identity?.is === 'known' ? `${identity.id} by ${identity.by}` : identity?.is === 'ambiguous' ? `${identity.ids.join(', ')} could be it by ${identity.by}` : 'unknown').toBe(want)
  })
  test('two nodes never become one item', () => {
    const found = identify([node('x:1', { hostNames: ['a'] }), node('x:2', { hostNames: ['a'] })], known({ items: [item('a')] }), false)
    expect([...found.values()].map((i) => i.is)).toEqual(['known', 'unknown'])
  })
})

describe('whose word holds', () => {
  const model = (value: string, more: Partial<KnownItem> = {}): KnownItem => item('a', { fields: { name: 'a', 'attrs.model': value }, ...more })
  const cases: readonly (readonly [what: string, k: Partial<Known>, isTaken: boolean])[] = [
    ['what somebody typed holds against an inventory', {}, false],
    ['a field that the inventory knows better does not', { source: source('nb', { fieldRanks: { 'attrs.model': 5 } }) }, true],
    ['what it said itself it may say otherwise', { observations: [seen('x', 'a', { fields: { 'attrs.model': 'old' } })] }, true],
    ['what a better source says holds', { observations: [seen('x', 'a', { fields: { 'attrs.model': 'old' } }), seen('n', 'a', { sourceId: 'k8s', fields: { 'attrs.model': 'old' } })] }, false],
    ['what a better source does not know any more holds no longer', { observations: [seen('x', 'a', { fields: { 'attrs.model': 'old' } }), seen('n', 'a', { sourceId: 'k8s', fields: { 'attrs.model': 'old' }, goneAt: before })] }, true],
    ['of two of one rank the first holds', { source: source('nb', { rank: 20 }), observations: [seen('n', 'a', { sourceId: 'csv', fields: { 'attrs.model': 'old' } })] }, false],
  ]
  test.each(cases)('%s', (_, k, isTaken) => {
    const p = run([node('x', { name: 'a', hostNames: ['a'], fields: { 'attrs.model': 'new' } })], known({ ...k, items: [model('old')] }))
    expect(p.raise).toMatchObject([{ kind: 'different', field: 'attrs.model', expected: 'old', observed: 'new', isTaken }])
    expect(p.change.map((c) => c.fields)).toEqual(isTaken ? [{ 'attrs.model': 'new' }] : [])
  })
  test('what nobody recorded is learned without a word; what the type does not have is left out and named', () => {
    const p = run([node('x', { name: 'a', hostNames: ['a'], fields: { 'attrs.model': 'new', 'attrs.cores': 'many', 'attrs.colour': 'red', boughtOn: '2026-02-30' } })], known({ items: [item('a')] }))
    expect([p.raise, p.change.map((c) => c.fields)]).toEqual([[], [{ 'attrs.model': 'new' }]])
    expect(p.remarks.map((r) => r.reason.split(' was')[0])).toEqual(['server cores', 'server colour', 'server boughtOn'])
  })
})

describe('a difference', () => {
  const changed = [node('x', { name: 'a', hostNames: ['a'], serialNumber: 'NEW' })]
  const k = (discrepancies: readonly KnownDiscrepancy[] = []): Known => known({ source: source('nb', { fieldRanks: { serialNumber: 5 } }), items: [item('a', { serialNumber: 'OLD', aliases: ['a'] })], discrepancies })
  test('is explained by an authorised change on that item, else it is raised', () => {
    expect(run(changed, k(), { change: 'CHG-1001' })).toMatchObject({ raise: [{ explainedBy: 'CHG-1001' }], counts: { different: 1, explained: 1 } })
    expect(run(changed, k())).toMatchObject({ raise: [{ explainedBy: null, ciId: 'a' }], counts: { explained: 0 } })
  })
  test.each<[string, Partial<KnownDiscrepancy>, 'told again' | 'nothing' | 'renewed']>([
    ['one that is raised is not told twice', { expected: 'OLD', observed: 'NEW', isTaken: true }, 'nothing'],
    ['one that the record followed and somebody accepted has happened again', { expected: 'OLD', observed: 'NEW', isTaken: true, state: 'accepted' }, 'told again'],
    ['one that was accepted for another value is told', { expected: 'OLD', observed: 'OTHER', isTaken: true, state: 'accepted' }, 'told again'],
    ['one that is raised and has another value now is renewed', { expected: 'OLD', observed: 'OTHER' }, 'renewed'],
  ])('%s', (_, earlier, want) => {
    const p = run(changed, k([told('different', 'x', { field: 'serialNumber', ciId: 'a', ...earlier })]))
    expect([p.raise.length, p.renew.length]).toEqual(want === 'told again' ? [1, 0] : want === 'renewed' ? [0, 1] : [0, 0])
  })
  test('one that was accepted while the record stays is not told at each import', () => {
    const stays = { ...k([told('different', 'x', { field: 'serialNumber', ciId: 'a', expected: 'OLD', observed: 'NEW', state: 'accepted' })]), source: source('nb') }
    expect(run(changed, stays)).toMatchObject({ raise: [], renew: [], change: [], counts: { different: 1 } })
  })
  test('that something retired is still there, or something live is gone there, is told; which work it is in is people\'s', () => {
    const states = (there: ObservedNode['state'], here: string): number => run([node('x', { name: 'a', hostNames: ['a'], ...(there ? { state: there } : {}) })], known({ items: [item('a', { state: here })] })).raise.length
    expect([states('live', 'retired'), states('retired', 'live'), states('maintenance', 'live'), states('live', 'maintenance'), states(undefined, 'retired')]).toEqual([1, 1, 0, 0, 0])
  })
  test('an item that stands on something else than before is told once, with both', () => {
    const r = (to: string): KnownRelation => ({ id: `r-${to}`, fromId: 'a', toId: to, kind: 'runs_on', role: 'series', groupName: null, atLeast: null, source: 'import', sourceName: 'nb', confirmedAt: at })
    const items = ['a', 'b', 'c'].map((id) => item(id))
    const p = run(['a', 'b', 'c'].map((id) => node(id)), known({ items, relations: [r('b')] }), { relations: [{ is: 'relation', from: 'a', to: 'c', kind: 'runs_on', role: 'series', line: 1 }] })
    expect(p.raise).toMatchObject([{ kind: 'different', ciId: 'a', field: 'relations', expected: 'b', observed: 'c', isTaken: true }])
  })
})

describe('what is gone', () => {
  const twenty = (n = 20): KnownObservation[] => Array.from({ length: n }, (_, i) => seen(`k${i}`, `i${i}`))
  const items = Array.from({ length: 20 }, (_, i) => item(`i${i}`))
  const there = (n: number): ObservedNode[] => Array.from({ length: n }, (_, i) => node(`k${i}`, { name: `i${i}` }))
  test('a tenth goes; more than a tenth is asked about', () => {
    expect(run(there(18), known({ items, observations: twenty() })).losses).toEqual([])
    expect(run(there(17), known({ items, observations: twenty() })).losses).toEqual([{ what: 'items', gone: 3, known: 20 }])
    expect(run([], known({ items, observations: twenty() })).losses).toEqual([{ what: 'items', gone: 20, known: 20 }])
  })
  test('is retired and told; only told where the source may not retire, or another still sees it; nothing where the files are a part', () => {
    const p = run(there(19), known({ items, observations: twenty() }))
    expect([p.retire.map((r) => r.item.id), p.raise.map((d) => d.kind), p.gone]).toEqual([['i19'], ['missing'], ['k19']])
    expect(run(there(19), known({ source: source('nb', { whenGone: 'raise' }), items, observations: twenty() }))).toMatchObject({ retire: [], raise: [{ kind: 'missing', isTaken: false }] })
    expect(run(there(19), known({ items, observations: [...twenty(), seen('n', 'i19', { sourceId: 'k8s' })] })).retire).toEqual([])
    expect(run(there(1), known({ items, observations: twenty() }), { isPart: true })).toMatchObject({ retire: [], raise: [], gone: [], losses: [] })
  })
  test('is settled when it is seen again', () => {
    expect(run(there(20), known({ items, observations: twenty(), discrepancies: [told('missing', 'k3')] })).settle.map((d) => d.sourceKey)).toEqual(['k3'])
  })
})

describe('what nobody recorded', () => {
  test('is added under a key that is free, and told where the source may not add', () => {
    const p = run([node('device:1', { name: 'Web 1' }), node('device:2', { name: 'Web 1' }), node('device:3', { name: 'ß' })], known({ items: [item('web-1', { typeId: 'application' })] }))
    expect(p.create.map((c) => c.key)).toEqual(['web-1-device-1', 'web-1-device-2', 'ß'])
    expect(run([node('host:9')], known({ source: source('nb', { mayAdd: false }) }))).toMatchObject({ create: [], raise: [{ kind: 'extra', observed: 'host:9' }] })
  })
  test.each([
    ['retired there', node('x', { state: 'retired' }), /retired there and was never known here/], ['of a type that is not here', node('x', { type: 'spaceship' }), /no type "spaceship"/],
    ['only mentioned', node('x', { isMention: true }), /not known here/], ['a person', node('x', { record: 'person' }), /imports add items only/],
  ] as const)('is left out with a word where it is %s', (_, n, why) => {
    const p = run([n], known())
    expect([p.create, p.remarks.map((r) => r.reason)]).toEqual([[], [expect.stringMatching(why)]])
  })
})

describe('relations', () => {
  const k = (relations: readonly Partial<KnownRelation>[]): Pick<Known, 'relations' | 'source'> => ({ source: source('nb'), relations: relations.map((r, i) => ({ id: `r${i}`, fromId: 'a', toId: 'b', kind: 'runs_on', role: 'series', groupName: null, atLeast: null, source: 'import', sourceName: 'nb', confirmedAt: at, ...r })) })
  const edge = (fromId: string, toId: string, kind: RelationKind = 'depends_on') => ({ fromId, toId, kind, role: 'series' as const, line: 1 })
  test('as recorded, confirmed once a day, replaced where it is the source\'s own, kept where another recorded it otherwise', () => {
    expect(planRelations([edge('a', 'b', 'runs_on')], k([{}]), at, false)).toMatchObject({ matches: 1, create: [], confirm: [], end: [] })
    expect(planRelations([edge('a', 'b', 'runs_on')], k([{ confirmedAt: before }]), at, false).confirm).toHaveLength(1)
    expect(planRelations([edge('a', 'b', 'runs_on')], k([{ role: 'alternate', groupName: 'g', atLeast: 1 }]), at, false)).toMatchObject({ end: [{ id: 'r0' }], create: [{ fromId: 'a' }] })
    expect(planRelations([edge('a', 'b', 'runs_on')], k([{ role: 'alternate', groupName: 'g', atLeast: 1, source: 'person', sourceName: null }]), at, false)).toMatchObject({ end: [], create: [], otherwise: [{ fromId: 'a' }] })
    expect(planRelations([], k([{}, { toId: 'c', source: 'person', sourceName: null }]), at, false).end.map((r) => r.id)).toEqual(['r0'])
    expect(planRelations([], k([{}]), at, true).end).toEqual([])
  })
  test('a circle is left out, also one by way of what is recorded already; a cable may close one', () => {
    expect(planRelations([edge('b', 'c'), edge('c', 'a')], k([{ source: 'person', sourceName: null }]), at, false)).toMatchObject({ create: [{ fromId: 'b' }], circles: [{ fromId: 'c', toId: 'a' }] })
    expect(planRelations([edge('b', 'a', 'connected_to')], k([{}]), at, true).circles).toEqual([])
    expect(planRelations([edge('a', 'a')], k([]), at, false)).toMatchObject({ create: [], circles: [] })
  })
  test('a chain of a hundred thousand is no deep stack', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => edge(`n${i}`, `n${i + 1}`))
    expect(planRelations([...chain, edge('n100000', 'n0')], k([]), at, false)).toMatchObject({ circles: [{ fromId: 'n100000' }] })
  })
  test('whatever is read, what is recorded has no circle, and nothing that closes none is left out', () => {
    const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 25 })
    fc.assert(fc.property(edges, edges, (there, read) => {
      // What stands has no circle: each stands on a later one.
      const standing = there.filter(([a, b]) => a < b).map(([a, b]) => ({ fromId: `n${a}`, toId: `n${b}`, source: 'person' as const }))
      const p = planRelations(read.map(([a, b]) => edge(`n${a}`, `n${b}`)), { ...k([]), relations: k(standing.map((e) => ({ ...e, kind: 'runs_on' as const }))).relations }, at, true)
      const below = new Map<string, Set<string>>()
      const add = (e: { fromId: string; toId: string }): void => { below.set(e.fromId, (below.get(e.fromId) ?? new Set()).add(e.toId)) }
      ;[...standing, ...p.create].forEach(add)
      const reach = (from: string, to: string, walked = new Set<string>()): boolean => [...below.get(from) ?? []].some((n) => n === to || (!walked.has(n) && reach(n, to, walked.add(n))))
      for (const id of below.keys()) expect(reach(id, id)).toBe(false)
      for (const c of p.circles) expect(reach(c.toId, c.fromId)).toBe(true)
    }), { numRuns: 500 })
  })
})
