/** The graph of a small company, asked over the API: what is around a node, what one failure hits, what is loose, and what another organization learns of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import pino from 'pino'
import { baseline } from '../../src/practices/configuration/baseline.ts'
import { ci } from '../../src/practices/configuration/ci.ts'
import { ciType } from '../../src/practices/configuration/ci-type.ts'
import { shipTypes } from '../../src/practices/configuration/reactions.ts'
import { relation } from '../../src/practices/configuration/relation.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { organization } from '../../src/practices/organization/record.ts'
import { service } from '../../src/practices/service/record.ts'
import { createAuth } from '../../src/server/auth.ts'
import { type RunningServer, startServer } from '../../src/server/server.ts'
import { is } from '../../src/model/query.ts'
import type { Role } from '../../src/model/actor.ts'
import { system, type World, world } from '../world.ts'

let w: World
let server: RunningServer
const ids: Record<string, string> = {}
const tokens: Record<string, string> = {}

beforeAll(async () => {
  w = await world()
  await w.store.write(system, async (s) => {
    await shipTypes(s, w.provider)
    const typeOf = async (key: string): Promise<string> => (await s.list(ciType, { where: [is('key', key)] })).items[0]?.id ?? ''
    const item = async (name: string, key: string, more: Record<string, unknown> = {}): Promise<void> => {
      ids[name] = (await s.create(ci, { orgId: w.provider, name, key: name, typeId: await typeOf(key), teamId: w.teamId, inState: 'live', ...more })).id
    }
    const svc = async (name: string, tier: string, more: Record<string, unknown> = {}): Promise<void> => { ids[name] = (await s.create(service, { orgId: w.provider, name, key: name, tier, teamId: w.teamId, ...more })).id }
    await svc('shop', 'gold')
    await svc('wiki', 'bronze', { ownerId: w.as('manager').id })
    for (const name of ['rack', 'host1', 'host2']) await item(name, name === 'rack' ? 'rack' : 'server')
    await item('db1', 'database')
    await item('db2', 'database')
    await item('lonely', 'server')
    ids['supplier'] = (await s.create(organization, { name: 'Power Ltd', kind: 'supplier', zone: 'Europe/Berlin' })).id
    ids['ann'] = w.as('agent').id
    const rel = async (from: string, to: string, more: Record<string, unknown> = {}): Promise<void> => {
      const kindOf = (name: string): string => (name === 'shop' || name === 'wiki' ? 'service' : name === 'ann' ? 'person' : name === 'supplier' ? 'organization' : 'ci')
      ids[`${from}>${to}`] = (await s.create(relation, { orgId: w.provider, fromRecord: kindOf(from), fromId: ids[from], toRecord: kindOf(to), toId: ids[to], validFrom: '2026-01-01T00:00:00Z', ...more })).id
    }
    await rel('shop', 'db1', { role: 'alternate', groupName: 'database' })
    await rel('shop', 'db2', { role: 'alternate', groupName: 'database', standby: 'warm' })
    await rel('db1', 'host1', { kind: 'runs_on' })
    await rel('db2', 'host2', { kind: 'runs_on' })
    await rel('host1', 'rack', { kind: 'part_of' })
    await rel('host2', 'rack', { kind: 'part_of' })
    await rel('rack', 'supplier', { kind: 'supplied_by' })
    await rel('shop', 'ann', { kind: 'supported_by' })
    await rel('wiki', 'host1', { validFrom: '2026-01-01T00:00:00Z', validTo: '2026-02-01T00:00:00Z' })
    await rel('wiki', 'host2', { validFrom: '2026-02-01T00:00:00Z' })
  })
  const auth = createAuth(w.store)
  server = await startServer({ store: w.store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://127.0.0.1' }, webFolder: null })
  const token = async (name: string, role: Role, more: Record<string, unknown>): Promise<void> => { tokens[name] = (await auth.createToken(w.as('admin'), { name, role, ...more })).secret }
  await token('agent', 'agent', { reach: 'all' })
  await token('ofA', 'manager', { orgId: w.a.orgId })
  await token('customer', 'customer', { orgId: w.a.orgId })
}, 60_000)
afterAll(async () => { await server.stop(); await w.end() })

interface Named { readonly id: string; readonly name: string; readonly record: string }
interface Around { readonly nodes: readonly Named[]; readonly relations: readonly { readonly fromId: string; readonly toId: string; readonly confidence: number }[]; readonly reached: readonly { readonly id: string; readonly depth: number; readonly path: readonly string[] }[] }
const ask = async (path: string, as = 'agent'): Promise<{ status: number; body: unknown }> => {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { authorization: `Bearer ${tokens[as]}` } })
  return { status: answer.status, body: await answer.json() }
}
const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await ask(path)
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body as T
}
const nameOf = (id: string): string => Object.entries(ids).find(([, x]) => x === id)?.[0] ?? id

describe('around a node', () => {
  test('is what a failure hurts, with the way to it', async () => {
    const got = await get<Around>(`/api/graph/around?ids=${ids['rack']}&direction=above`)
    expect(got.reached.map((r) => [nameOf(r.id), r.depth]).toSorted()).toEqual([['db1', 2], ['db2', 2], ['host1', 1], ['host2', 1], ['shop', 3], ['wiki', 2]])
    const way = got.reached.find((r) => r.id === ids['shop'])?.path.map(nameOf)
    expect([['rack', 'host1', 'db1', 'shop'], ['rack', 'host2', 'db2', 'shop']]).toContainEqual(way)
    expect(got.nodes.map((n) => n.name).toSorted()).toEqual(['db1', 'db2', 'host1', 'host2', 'rack', 'shop', 'wiki'])
    expect(got.relations.length).toBe(7)
  })

  test('as of then is what it was then', async () => {
    const names = async (at: string): Promise<string[]> => (await get<Around>(`/api/graph/around?ids=${ids['host1']}&direction=above&at=${at}`)).reached.map((r) => nameOf(r.id)).toSorted()
    expect(await names('2026-01-15T00:00:00Z')).toEqual(['db1', 'shop', 'wiki'])
    expect(await names('2026-02-15T00:00:00Z')).toEqual(['db1', 'shop'])
    expect(await names('2025-12-31T00:00:00Z')).toEqual([])
  })

  test('has the states of that moment, from the journal', async () => {
    const statesOf = async (at?: string): Promise<unknown> => {
      const { nodes } = await get<{ nodes: { id: string; state: string | null }[] }>(`/api/graph/around?ids=${ids['host1']}&direction=above&depth=1${at === undefined ? '' : `&at=${at}`}`)
      return Object.fromEntries(nodes.map((n) => [nameOf(n.id), n.state]))
    }
    const recorded = new Date(w.clock.now()).toISOString()
    w.clock.forward(60)
    await w.store.write(w.as('agent'), (s) => s.move(ci, ids['host1'] ?? '', 'maintain'))
    const held = new Date(w.clock.now()).toISOString()
    w.clock.forward(60)
    await w.store.write(w.as('agent'), (s) => s.move(ci, ids['host1'] ?? '', 'goLive'))
    await w.store.write(w.as('agent'), (s) => s.move(ci, ids['db1'] ?? '', 'update', { name: 'db1' }))
    expect(await statesOf()).toEqual({ host1: 'live', db1: 'live' })
    expect(await statesOf(held)).toEqual({ host1: 'maintenance', db1: 'live' })
    expect(await statesOf(recorded)).toEqual({ host1: 'live', db1: 'live' })
    // The relations are said to have been so before their ends were recorded.
    expect(await statesOf('2026-01-15T00:00:00Z')).toEqual({ host1: null, db1: null, wiki: null })
    expect((await get<{ services: number }>('/api/graph/tonight?at=2026-01-15T00:00:00Z')).services).toBe(0)
  })

  test('of an instant far off is told, and nothing is believed of it any more', async () => {
    const { reached } = await get<{ reached: { id: string; confidence: number }[] }>(`/api/graph/around?ids=${ids['host1']}&direction=above&depth=1&at=9999-01-01T00:00:00Z`)
    expect(reached.map((r) => [nameOf(r.id), r.confidence])).toEqual([['db1', 0]])
  })

  test('goes as deep as asked', async () => {
    expect((await get<Around>(`/api/graph/around?ids=${ids['shop']}&direction=below&depth=1`)).reached.map((r) => nameOf(r.id)).toSorted()).toEqual(['ann', 'db1', 'db2'])
  })

  test('without a node it is the whole map, from the services down', async () => {
    expect((await get<Around>('/api/graph/around?direction=below')).nodes.map((n) => n.name)).toEqual(expect.arrayContaining(['shop', 'wiki', 'rack', 'Power Ltd', 'agent provider']))
  })
})

describe('single points of failure', () => {
  test('of a service, with people and suppliers among them; alternates are none, what they share is', async () => {
    const got = await get<{ services: { pointIds: string[] }[]; points: (Named & { services: number })[] }>(`/api/graph/single-points?serviceId=${ids['shop']}`)
    expect(got.services[0]?.pointIds.map(nameOf).toSorted()).toEqual(['ann', 'rack', 'supplier'])
  })

  test('of all services, the most shared first', async () => {
    const { points } = await get<{ points: (Named & { services: number })[] }>('/api/graph/single-points')
    expect(points.map((p) => [p.name, p.services])).toEqual([['Power Ltd', 2], ['rack', 2], ['agent provider', 1], ['host2', 1]])
    const few = await get<{ count: number; isCut: boolean; services: { name: string; count: number; pointIds: string[] }[]; points: Named[] }>('/api/graph/single-points?limit=2')
    expect([few.count, few.isCut, few.points.map((p) => p.name)]).toEqual([4, true, ['Power Ltd', 'rack']])
    expect(few.services.map((s) => [s.name, s.count, s.pointIds.map(nameOf).toSorted()])).toEqual([['shop', 3, ['rack', 'supplier']], ['wiki', 3, ['rack', 'supplier']]])
  })
})

test('if this fails tonight: taken over, started by hand, failed; the gravest first', async () => {
  const { items } = await get<{ items: (Named & { hits: { name: string; effect: string }[] })[] }>('/api/graph/tonight')
  const of = (name: string): string[] => items.find((i) => i.id === ids[name])?.hits.map((h) => `${h.name} ${h.effect}`).toSorted() ?? []
  expect([of('rack'), of('db1'), of('db2'), of('host2'), of('ann')]).toEqual([['shop X', 'wiki X'], ['shop B'], ['shop A'], ['shop A', 'wiki X'], ['shop X']])
  expect(items.slice(0, 2).map((i) => i.name).toSorted()).toEqual(['Power Ltd', 'rack'])
  const people = await get<{ items: Named[] }>('/api/graph/tonight?record=person')
  expect(people.items.map((i) => i.name)).toEqual(['agent provider'])
})

test('loose ends are listed: unrelated, unowned, unverified, without agreement', async () => {
  const { lists } = await get<{ lists: { kind: string; count: number; items: Named[] }[] }>('/api/graph/orphans')
  const of = (kind: string): string[] => lists.find((l) => l.kind === kind)?.items.map((i) => i.name) ?? []
  expect(of('no_relation')).toEqual(['lonely'])
  expect(of('not_verified').length).toBe(6)
  expect(of('service_no_owner')).toEqual(expect.arrayContaining(['shop']))
  expect(of('service_no_owner')).not.toContain('wiki')
  expect(of('service_no_agreement')).toEqual(expect.arrayContaining(['shop', 'wiki']))
  expect(of('circle')).toEqual([])
  expect(of('service_no_relation')).toEqual(expect.arrayContaining(['Freight Booking', 'Gate and Yard']))
  await w.store.write(w.as('agent'), (s) => s.move(ci, ids['rack'] ?? '', 'verify'))
  expect((await get<{ lists: { count: number }[] }>('/api/graph/orphans?kind=not_verified')).lists[0]?.count).toBe(5)
})

test('of one kind come the same things with the same ways as among all', async () => {
  interface Answer { readonly count: number; readonly things: readonly (Named & { ways: string[] })[] }
  const all = (await get<Answer>('/api/graph/orphans?limit=1000')).things.map((t) => [t.id, t.ways.join()] as const)
  for (const kind of ['no_relation', 'no_owner', 'not_verified', 'service_no_owner', 'service_no_agreement', 'service_no_relation', 'owner_left', 'circle']) {
    const { count, things } = await get<Answer>(`/api/graph/orphans?kind=${kind}&limit=1000`)
    expect([kind, count, things.map((t) => [t.id, t.ways.join()])]).toEqual([kind, things.length, all.filter(([, ways]) => ways.split(',').includes(kind))])
  }
})

test('a thing that is loose in two ways is counted once, with both ways', async () => {
  const { count, things, lists } = await get<{ count: number; things: (Named & { ways: string[] })[]; lists: { kind: string; count: number; items: Named[] }[] }>('/api/graph/orphans')
  expect(things.length).toBe(count)
  expect(new Set(things.map((t) => t.id)).size).toBe(count)
  expect(count).toBe(new Set(lists.flatMap((l) => l.items.map((i) => i.id))).size)
  expect(count).toBeLessThan(lists.reduce((sum, l) => sum + l.count, 0))
  expect(things.find((t) => t.name === 'lonely')?.ways).toEqual(lists.filter((l) => l.items.some((i) => i.name === 'lonely')).map((l) => l.kind))
  expect(things.map((t) => t.ways.length)).toEqual(things.map((t) => t.ways.length).toSorted((a, b) => b - a))
  const alone = await get<{ count: number; things: (Named & { ways: string[] })[] }>('/api/graph/orphans?kind=no_relation')
  expect([alone.count, alone.things[0]?.name, alone.things[0]?.ways]).toEqual([1, 'lonely', things.find((t) => t.name === 'lonely')?.ways])
})

describe('after an incident', () => {
  interface Asked { readonly why: string; readonly text: string | null; readonly question: { readonly relationId: string } | null; readonly missing: Record<string, unknown> | null }
  const happened = async (ciIds: readonly string[], serviceId = ids['shop']): Promise<{ id: string; asked: () => Promise<Asked>; resolve: () => Promise<unknown> }> => {
    const { id } = await w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.provider, title: 'Shop is down', serviceId, ciIds }))
    return { id, asked: () => get<Asked>(`/api/incidents/${id}/relation-question`), resolve: () => w.store.write(w.as('agent'), (s) => s.move(incident, id, 'resolve', { code: 'fixed' })) }
  }

  test('one relation on the way is asked about, the least sure; once answered, nothing is', async () => {
    await w.store.write(w.as('agent'), (s) => s.move(relation, ids['shop>db1'] ?? '', 'confirm'))
    w.clock.forward(60)
    const one = await happened([ids['host1'] ?? ''])
    expect(await one.asked()).toMatchObject({ why: 'not_resolved', question: null })
    await one.resolve()
    expect(await one.asked()).toMatchObject({ why: 'ask', text: 'Does db1 stand on host1?', question: { relationId: ids['db1>host1'], from: { name: 'db1' }, to: { name: 'host1' } } })
    await w.store.write(w.as('agent'), (s) => s.move(relation, ids['db1>host1'] ?? '', 'confirm'))
    expect(await one.asked()).toMatchObject({ why: 'answered', question: null })
    w.clock.forward(60)
    const soon = await happened([ids['host1'] ?? ''])
    await soon.resolve()
    expect((await soon.asked()).why).toBe('sure')
  })

  test('denied, the relation has ended, and the way as it was still explains the incident', async () => {
    const one = await happened([ids['host2'] ?? ''], ids['wiki'])
    w.clock.forward(60)
    await one.resolve()
    expect(await one.asked()).toMatchObject({ why: 'ask', question: { relationId: ids['wiki>host2'] } })
    await w.store.write(w.as('agent'), (s) => s.move(relation, ids['wiki>host2'] ?? '', 'deny'))
    expect((await one.asked()).why).toBe('answered')
    expect((await get<Around>(`/api/graph/around?ids=${ids['wiki']}&direction=below`)).reached).toEqual([])
  })

  test('that no relation explains, a new one is offered with the incident as its source', async () => {
    const one = await happened([ids['lonely'] ?? ''], ids['wiki'])
    await one.resolve()
    const asked = await one.asked()
    expect(asked).toMatchObject({ why: 'missing', text: 'Does wiki stand on lonely?', missing: { source: 'incident' } })
    await w.store.write(w.as('agent'), (s) => s.create(relation, asked.missing ?? {}))
    expect(await one.asked()).toMatchObject({ why: 'answered' })
  })

  test('of which nobody said what was broken, nothing is asked', async () => {
    const one = await happened([])
    await one.resolve()
    expect((await one.asked()).why).toBe('nothing_broken')
  })

  test('a customer is not asked', async () => {
    const one = await happened([ids['host1'] ?? ''])
    expect((await ask(`/api/incidents/${one.id}/relation-question`, 'customer')).status).toBe(403)
    expect((await ask(`/api/incidents/${one.id}/relation-question`, 'ofA')).status).toBe(404)
  })
})

test('a circle that no rule saw is shown, and nothing goes on for ever', async () => {
  const chain = 'x'.repeat(64)
  await w.store.db.owner((tx) => tx.query(`INSERT INTO relation SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'number', 'REL-0', 'from_record', 'ci', 'from_id', $1::uuid, 'to_record', 'ci', 'to_id', $2::uuid, 'kind', 'depends_on', 'role', 'series', 'group_name', null, 'chain', $3::text))).* FROM relation r WHERE r.id = $4`, [ids['rack'], ids['host1'], chain, ids['host1>rack']]))
  const { lists, things } = await get<{ lists: { items: Named[] }[]; things: (Named & { ways: string[] })[] }>('/api/graph/orphans?kind=circle')
  expect(lists[0]?.items.map((i) => i.name)).toEqual(['host1', 'rack'])
  expect(things.map((t) => [t.name, t.ways.at(-1)]).toSorted()).toEqual([['host1', 'circle'], ['rack', 'circle']])
  expect((await ask(`/api/graph/around?ids=${ids['rack']}`)).status).toBe(200)
  expect((await ask('/api/graph/tonight')).status).toBe(200)
  await w.store.db.owner((tx) => tx.query(`UPDATE relation SET valid_to = valid_from, state = 'ended' WHERE number = 'REL-0'`))
})

describe('a baseline', () => {
  interface Difference { readonly added: readonly Named[]; readonly removed: readonly Named[]; readonly changed: readonly { readonly node: Named; readonly fields: readonly { readonly field: string; readonly was: unknown; readonly is: unknown }[] }[]; readonly newRelations: readonly { readonly name: string }[]; readonly endedRelations: readonly { readonly name: string }[] }
  test('holds what was agreed on, and tells how the present differs', async () => {
    const made = await w.store.write(w.as('manager'), (s) => s.create(baseline, { orgId: w.provider, name: 'Shop in March', serviceIds: [ids['shop']] }))
    expect([made.nodeCount, made.relationCount]).toEqual([8, 8])
    const compare = (): Promise<Difference> => get<Difference>(`/api/baselines/${made.number}/compare`)
    const none = { added: [], removed: [], changed: [], newRelations: [], endedRelations: [] }
    expect(await compare()).toMatchObject(none)
    await w.store.write(w.as('agent'), async (s) => {
      await s.move(ci, ids['db1'] ?? '', 'update', { attrs: { engine: 'PostgreSQL' } })
      await s.move(relation, ids['rack>supplier'] ?? '', 'end')
      await s.create(relation, { orgId: w.provider, fromRecord: 'ci', fromId: ids['db1'], toRecord: 'ci', toId: ids['lonely'] })
    })
    const now = await compare()
    expect([now.added.map((n) => n.name), now.removed.map((n) => n.name)]).toEqual([['lonely'], ['Power Ltd']])
    expect(now.changed.map((c) => [c.node.name, c.fields])).toEqual([['db1', [{ field: 'attrs', was: {}, is: { engine: 'PostgreSQL' } }]]])
    expect([now.newRelations.map((r) => r.name), now.endedRelations.map((r) => r.name)]).toEqual([['db1 stands on lonely'], ['rack is supplied by Power Ltd']])
    const kept = await get<{ hash: string; nodes: Named[] }>(`/api/baselines/${made.id}/content`)
    expect([kept.hash, kept.nodes.length]).toEqual([made.hash, 8])
  })

  test('of the same things is the same to the byte', async () => {
    const take = () => w.store.write(w.as('manager'), (s) => s.create(baseline, { orgId: w.provider, name: 'Again', ciIds: [ids['db2']] }))
    expect((await take()).hash).toBe((await take()).hash)
  })

  test('of nothing is refused', async () => {
    await expect(w.store.write(w.as('manager'), (s) => s.create(baseline, { orgId: w.provider, name: 'Empty' }))).rejects.toMatchObject({ code: 'refused' })
  })

  test('is not told to another organization', async () => {
    const { id } = await w.store.write(w.as('manager'), (s) => s.create(baseline, { orgId: w.provider, name: 'Ours', ciIds: [ids['db2']] }))
    for (const what of ['compare', 'content']) for (const who of ['ofA', 'customer']) expect([403, 404]).toContain((await ask(`/api/baselines/${id}/${what}`, who)).status)
  })
})

describe('another organization', () => {
  test.each([
    '/api/graph/around', '/api/graph/single-points', '/api/graph/tonight', '/api/graph/orphans',
  ])('learns nothing of it from %s', async (path) => {
    const { status, body } = await ask(path, 'ofA')
    expect(status).toBe(200)
    const said = JSON.stringify(body)
    for (const name of ['shop', 'wiki', 'rack', 'Power Ltd', ids['rack'] ?? '', ids['shop'] ?? '']) expect([name, said.includes(name)]).toEqual([name, false])
  })
  test('cannot tell a foreign node from none', async () => {
    const foreign = await ask(`/api/graph/around?ids=${ids['rack']}`, 'ofA')
    const none = await ask('/api/graph/around?ids=00000000-0000-4000-8000-00000000dead', 'ofA')
    const bare = ({ status, body }: { status: number; body: unknown }): unknown => [status, { ...(body as object), requestId: '' }]
    expect(bare(foreign)).toEqual(bare(none))
    expect((await ask(`/api/graph/single-points?serviceId=${ids['shop']}`, 'ofA')).status).toBe(404)
  })
  test.each(['around', 'single-points', 'tonight', 'orphans'])('a customer may not ask for %s', async (what) => {
    expect((await ask(`/api/graph/${what}`, 'customer')).status).toBe(403)
  })
})

test.each([
  ['around?ids=x', 'ids/0'], ['around?direction=up', 'direction'], ['around?at=yesterday', 'at'], ['around?depth=0', 'depth'], ['tonight?record=team', 'record'], ['orphans?kind=all', 'kind'], ['single-points?colour=1', 'colour'],
])('%s is refused and says where', async (path, at) => {
  const { status, body } = await ask(`/api/graph/${path}`)
  expect([status, (body as { faults: { at: string }[] }).faults[0]?.at]).toEqual([400, at])
})
