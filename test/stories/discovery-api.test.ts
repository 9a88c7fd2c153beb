/** From a cluster to a problem over the API: proposed with evidence, decided by people, seen by nobody who may not. */
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { is } from '../../src/model/query.ts'
import { outage } from '../../src/practices/incident/outage.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { problem } from '../../src/practices/problem/record.ts'
import { createAuth } from '../../src/server/auth.ts'
import { startServer } from '../../src/server/server.ts'
import { followIncidents } from '../../src/store/discovery-follow.ts'
import { system, world, type World } from '../world.ts'

let w: World
let server: Awaited<ReturnType<typeof startServer>>
const tokens = new Map<string, string>()
const ids: string[] = []
const openedAt: number[] = []
const iso = (ms: number): string => new Date(ms).toISOString()

interface Item { readonly id: string; readonly members: number; readonly open: number; readonly words: readonly string[]; readonly sayings: readonly { title: string; count: number }[]; readonly problemIds: readonly string[]; readonly services: readonly { id: string; count: number }[]; readonly perWeek: number; readonly burst: { count: number } | null; readonly weeks: readonly number[]; readonly decisions: readonly { kind: string; number: string }[] }
interface Answer { readonly status: number; readonly items: readonly Item[]; readonly count: number; readonly [name: string]: unknown }

const ask = async (who: string, method: string, where: string, body?: unknown): Promise<Answer> => {
  const r = await fetch(`http://127.0.0.1:${server.port}/api/${where}`, { method, headers: { authorization: `Bearer ${tokens.get(who)}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: r.status, items: [], count: 0, ...await r.json() as object }
}
const report = async (orgId: string, serviceId: string, title: string): Promise<string> => (await w.store.write(system, (s) => s.create(incident, { orgId, serviceId, title, affectedUsers: 10 }))).id

beforeAll(async () => {
  w = await world()
  server = await startServer({ store: w.store, auth: createAuth(w.store), log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost' }, webFolder: null })
  for (const [name, orgId, role, reach] of [['all', w.provider, 'agent', 'all'], ['b', w.b.orgId, 'agent', 'organization'], ['user', w.a.orgId, 'requester', 'organization'], ['auditor', w.provider, 'auditor', 'all']] as const) {
    tokens.set(name, (await createAuth(w.store).createToken(w.as('admin'), { name, role, orgId, reach })).secret)
  }
  await report(w.a.orgId, w.a.serviceId, 'Badge printer prints blank cards')
  for (let i = 0; i < 8; i++) {
    w.clock.forward(i < 4 ? 20 * 86_400 : 600)
    openedAt.push(w.clock.now())
    ids.push(await report(w.a.orgId, w.a.serviceId, `Gate reader loses its connection at 0${i}:10`))
    await report(w.b.orgId, w.b.serviceId, 'Tariff table of the booking page is empty')
  }
  await followIncidents(w.store)
})
afterAll(async () => { await server.stop(); await w.end() })

describe('proposals', () => {
  test('come with their evidence, the most painful first, each of one organization', async () => {
    const { items, count } = await ask('all', 'GET', 'problems/proposals')
    expect(count).toBe(2)
    const gate = items.find((i) => i.id === ids[0])
    expect(gate).toMatchObject({ members: 8, open: 8, problemIds: [], services: [{ id: w.a.serviceId, count: 8 }], burst: { count: 5 }, perWeek: 1.5 })
    expect(gate?.words).toContain('gate reader')
    expect(gate).toMatchObject({ sampled: 8, wordings: gate?.sayings.length })
    expect(gate?.sayings.reduce((sum, said) => sum + said.count, 0)).toBe(8)
    expect((await ask('all', 'GET', 'problems/proposals'))['titles']).toHaveProperty([w.a.orgId, 'title'])
    expect(gate?.weeks.reduce((a, b) => a + b, 0)).toBe(8)
  })

  test('cost user-hours and work with a range, as problems do, at the prices that were asked with', async () => {
    const of = (a: Answer, n: number): Record<string, unknown> => a.items.find((i) => i.id === ids[n]) as unknown as Record<string, unknown>
    const usual = await ask('all', 'GET', 'problems/proposals')
    expect(usual['prices']).toEqual({ userHourMinor: { low: 2000, high: 6000 }, effortHourMinor: { low: 4000, high: 9000 }, currency: 'EUR', penaltiesMinor: null })
    const first = openedAt[0] ?? 0
    // Eight that nobody resolved, of ten users each; no outage says how badly they hit.
    const hours = [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, i) => sum + (w.clock.now() - (openedAt[i] ?? 0)) / 3_600_000, 0)
    expect(of(usual, 0)['pain']).toMatchObject({ incidents: 8, unknown: 8, costMinor: { low: 0, high: Math.round(hours * 10 * 6000) } })
    await w.store.write(system, (s) => s.create(outage, { orgId: w.a.orgId, serviceId: w.a.serviceId, incidentId: ids[0], startedAt: iso(first), endedOn: iso(first + 3_600_000), degree: 0.5, usersAffected: 8 }))
    await w.store.write(w.as('agent'), (s) => s.move(incident, ids[0] ?? '', 'bookEffort', { minutes: 30, what: 'Looked.' }))
    const asked = await ask('all', 'GET', `problems/proposals/${ids[3]}?userHour=1000&effortHour=5000&currency=USD`)
    const rest = (hours - (w.clock.now() - first) / 3_600_000) * 10
    expect(asked).toMatchObject({ prices: { currency: 'USD' }, pain: { unknown: 7, userMinutes: { low: 240, high: expect.closeTo((4 + rest) * 60, 3) }, costMinor: { low: 4000 + 2500, high: Math.round((4 + rest) * 1000 + 2500) } } })
    expect((await ask('all', 'GET', 'problems/proposals?userHour=5-2')).status).toBe(400)
  })

  test('are not for others: neither those of another organization, nor any for users', async () => {
    expect((await ask('b', 'GET', 'problems/proposals')).items.map((i) => i.id)).not.toContain(ids[0])
    expect((await ask('b', 'GET', 'problems/proposals')).count).toBe(1)
    expect((await ask('b', 'GET', `problems/proposals/${ids[0]}`)).status).toBe(404)
    expect((await ask('user', 'GET', 'problems/proposals')).status).toBe(403)
    expect((await ask('b', 'POST', `problems/proposals/${ids[0]}/open`, {})).status).toBe(404)
    expect((await ask('b', 'POST', 'cluster-decisions', { kind: 'no_problem', anchorId: ids[0], reason: 'Not mine.' })).status).toBeGreaterThanOrEqual(400)
  })

  test('one cluster opens by any of its incidents and pages through them', async () => {
    const first = await ask('all', 'GET', `problems/proposals/${ids[5]}?limit=5`)
    expect([first['id'], first['takes']]).toEqual([ids[0], 8])
    const second = await ask('all', 'GET', `problems/proposals/${ids[5]}?limit=5&after=${String(first['next'])}`)
    expect([...first['incidents'] as { id: string }[], ...second['incidents'] as { id: string }[]].map((i) => i.id).toSorted()).toEqual(ids.toSorted())
    expect(second['next']).toBeNull()
  })

  test('put aside are in no list but their own, until it is taken back', async () => {
    const { number } = await ask('all', 'POST', 'cluster-decisions', { kind: 'snooze', anchorId: ids[0], reason: 'The readers are replaced in May.', until: new Date(w.clock.now() + 30 * 86_400_000).toISOString() })
    expect((await ask('all', 'GET', 'problems/proposals')).items.map((i) => i.id)).not.toContain(ids[0])
    expect((await ask('all', 'GET', 'problems/proposals?show=aside')).items[0]).toMatchObject({ id: ids[0], decisions: [{ kind: 'snooze', number }] })
    expect((await ask('all', 'POST', `cluster-decisions/${String(number)}/withdraw`, {})).status).toBe(200)
    expect((await ask('all', 'GET', 'problems/proposals')).items.map((i) => i.id)).toContain(ids[0])
  })

  test('become a problem only when somebody says so, once, with incidents and evidence', async () => {
    expect(await w.store.read(system, async (s) => (await s.list(problem, { limit: 5 })).items)).toEqual([])
    expect((await ask('auditor', 'POST', `problems/proposals/${ids[0]}/open`, {})).status).toBe(403)
    const made = await ask('all', 'POST', `problems/proposals/${ids[0]}/open`, { title: 'Gate readers lose their connection', ownerId: w.as('manager').id })
    expect(made).toMatchObject({ status: 201, origin: 'incidents', clusterKey: ids[0], state: 'logged', serviceId: w.a.serviceId })
    expect(made['evidence']).toMatch(/8 incidents within 60 days, from \d+ \w{3} \d{4} to .*They cost \d+ to \d+ EUR: 4 to \d+ user-hours .*share: .*5 came between/s)
    expect((await ask('all', 'POST', `problems/proposals/${ids[3]}/open`, {})).status).toBe(409)
    expect((await ask('all', 'GET', 'problems/proposals?show=linked')).items).toMatchObject([{ id: ids[0], problemIds: [made['id']] }])
  })

  test('six people who open the same one at once make one problem', async () => {
    const [other] = (await ask('b', 'GET', 'problems/proposals')).items
    const answers = await Promise.all([0, 1, 2, 3, 4, 5].map(() => ask('b', 'POST', `problems/proposals/${other?.id}/open`, {})))
    expect(answers.map((a) => a.status).toSorted()).toEqual([201, 409, 409, 409, 409, 409])
    expect(await w.store.read(w.as('agent', 'b'), (s) => s.count(problem, {}))).toBe(1)
  })

  test.each(['?show=x', '?atLeast=1', '?limit=0', '?since=yesterday', '?x=1'])('a query that says nothing is refused: %s', async (query) => {
    expect((await ask('all', 'GET', `problems/proposals${query}`)).status).toBe(400)
  })
})

test('a cluster follows its incidents: resolved ones are no longer open, and hurt no more', async () => {
  for (const id of ids.slice(0, 2)) await w.store.write(w.as('agent'), (s) => s.move(incident, id, 'resolve', { code: 'fixed', what: 'Replaced.' }))
  await followIncidents(w.store)
  expect((await ask('all', 'GET', `problems/proposals/${ids[0]}`))['open']).toBe(6)
  expect((await w.store.read(system, (s) => s.list(incident, { where: [is('id', ids[0] ?? '')] }))).items[0]?.state).toBe('resolved')
})
