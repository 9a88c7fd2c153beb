/** Monitoring while an approved change is done, by the real way in: what it named does not page, what it did not name does and is flagged on it, and all is loud when it is over. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Json, served, type Served } from './served.ts'
import { until } from './told.ts'

let st: Served
let id = ''
let shopId = ''
beforeAll(async () => { st = await served() }, 60_000)
afterAll(async () => { await st.end() })

const at = (hours: number): string => new Date(st.clock.now() + hours * 3_600_000).toISOString()
const fires = async (alertname: string, labels: Json): Promise<void> => {
  const { status } = await st.call('POST', '/in/key-a/api/v2/alerts', null, [{ labels: { alertname, severity: 'critical', ...labels }, annotations: { summary: `${alertname} at ${String(labels['service'] ?? labels['instance'])}` } }])
  expect(status).toBe(200)
  await st.quiet()
}
const incidentsOn = async (serviceId: string): Promise<readonly unknown[]> => ((await st.call('GET', `/api/incidents?serviceId=${serviceId}&group=active`, 'agent a')).body['items'] as Json[]).map((i) => i['title'])
const pages = (): readonly string[] => st.told.filter((m) => m.target === 'platform@example.org').map((m) => m.subject.replace(/^\[[^\]]+\] /, ''))
const changed = async (): Promise<Json> => (await st.call('GET', `/api/changes/${id}`, 'agent a')).body
const verb = async (name: string, body: Json, as: 'agent a' | 'manager a' = 'agent a'): Promise<void> => {
  const answer = await st.call('POST', `/api/changes/${id}/${name}`, as, body)
  expect([name, answer.status, answer.body['detail']]).toEqual([name, 200, undefined])
  await st.quiet()
}

test('at 09:00 a change of the gate is agreed to, and begins in its time; a shop stands on the gate', async () => {
  shopId = String((await st.call('POST', '/api/services', 'manager a', { name: 'Shop', key: 'shop', teamId: st.teamId, dependsOnIds: [st.a.serviceId] })).body['id'])
  await st.quiet()
  await until('intake knows the shop', () => Promise.resolve(st.door.registry.service(st.a.orgId, 'shop') !== undefined))
  const made = await st.call('POST', '/api/changes', 'agent a', {
    title: 'New motor', serviceIds: [st.a.serviceId], requesterId: st.as('customer', 'a').id, plannedStart: at(96), plannedEnd: at(98), backOutSeconds: 1800, remediation: 'Put the old one back.', testEvidence: 'Tried on the bench.', communicationPlan: 'The desk knows.',
  })
  id = String(made.body['id'])
  await verb('submit', {})
  await verb('assess', {})
  await verb('authorise', {}, 'manager a')
  await verb('schedule', { implementerId: st.as('agent', 'a').id })
})

test('an alert on the gate before the window pages: nothing is quiet because something is planned', async () => {
  await fires('GateBefore', { service: 'gate' })
  expect(pages()).toEqual([expect.stringContaining('GateBefore at gate')])
})

test('while it is done, an alert on the gate opens nothing and pages nobody, and says why', async () => {
  st.clock.forward(96 * 3600)
  await verb('begin', {})
  await until('intake knows the silences', () => Promise.resolve(st.door.registry.silences(st.a.orgId).length > 0))
  const before = pages().length
  const open = await incidentsOn(st.a.serviceId)
  await fires('GateDown', { service: 'gate' })
  expect([await incidentsOn(st.a.serviceId), pages().length]).toEqual([open, before])
  const [alert] = (await st.call('GET', '/api/alerts?state=firing&sort=-createdAt&limit=1', 'agent a')).body['items'] as Json[]
  expect(alert).toMatchObject({ title: expect.stringContaining('GateDown'), suppressedBy: expect.any(String), incidentId: null })
  expect((await changed())['alertsOutside']).toBe(0)
})

test('an alert on the shop, which the change hurts and did not name, pages and is flagged on the change', async () => {
  const before = pages().length
  await fires('ShopDown', { service: 'shop' })
  expect(await incidentsOn(shopId)).toEqual([expect.stringContaining('ShopDown')])
  expect(pages().slice(before)).toEqual([expect.stringContaining('ShopDown at shop')])
  expect((await changed())['alertsOutside']).toBe(1)
  const history = (await st.call('GET', `/api/changes/${id}/timeline`, 'agent a')).body['items'] as Json[]
  expect(history.filter((e) => e['verb'] === 'flag').map((e) => (e['input'] as Json)['named'])).toEqual([expect.stringMatching(/^[A-Z]+-\d+ .*ShopDown/)])
})

test('an alert of nothing that the change has to do with pages and is not laid to it', async () => {
  const before = pages().length
  await fires('Elsewhere', { service: 'unknown-thing' })
  expect([pages().length - before, (await changed())['alertsOutside']]).toEqual([0, 1])
  const [found] = (await st.call('GET', '/api/incidents?group=active&sort=-createdAt&limit=1', 'agent a')).body['items'] as Json[]
  expect(found).toMatchObject({ title: expect.stringContaining('Elsewhere'), state: 'new' })
})

test('done before its time is over, all is loud: what still fires on the gate is told now', async () => {
  const before = pages().length
  st.clock.forward(120)
  await verb('finish', {})
  await until('what is no longer silenced surfaces', async () => {
    await st.door.tick()
    await st.quiet()
    return pages().length > before
  })
  expect((await st.call('GET', '/api/silences?state=standing', 'agent a')).body['items']).toEqual([])
  expect(pages().slice(before)).toEqual([expect.stringContaining('GateDown')])
})
