/** A change and the incident it caused: told by a pipeline, judged against what was authorised, suspected, named or struck, and seen afterwards. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import pino from 'pino'
import type { Role } from '../../src/model/actor.ts'
import { is } from '../../src/model/query.ts'
import { openDoor, type Door } from '../../src/intake/door.ts'
import { hashKey } from '../../src/intake/key.ts'
import { authorizeByKey, intakeRoutes } from '../../src/intake/routes.ts'
import { observedChange } from '../../src/practices/change/cause-observed.ts'
import { changeModel } from '../../src/practices/change/model.ts'
import { change } from '../../src/practices/change/record.ts'
import { integration } from '../../src/practices/event/integration.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { service } from '../../src/practices/service/record.ts'
import { createAuth } from '../../src/server/auth.ts'
import { type RunningServer, startServer } from '../../src/server/server.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

let w: Stage
let server: RunningServer
let door: Door
const tokens: Record<string, string> = {}
const ids: Record<string, string> = {}

type Json = Record<string, unknown>
interface Answer { readonly status: number; readonly body: Json; readonly ms: number }
const call = async (method: string, path: string, as: string | null, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
  const began = performance.now()
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method, headers: { ...(as === null ? {} : { authorization: `Bearer ${tokens[as]}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  let parsed: Json = {}
  try { parsed = JSON.parse(text) as Json } catch { /* nothing to read */ }
  return { status: response.status, body: parsed, ms: performance.now() - began }
}
const observed = (title: string) => w.store.read(system, async (s) => (await s.list(observedChange, { where: [is('title', title)] })).items)
const only = async (title: string) => {
  await w.quiet()
  const [first, second] = await observed(title)
  if (!first || second) throw new Error(`expected one observed change ${title}, found ${second ? 'more' : 'none'}`)
  return first
}
const at = (minutes: number): string => new Date(w.clock.now() + minutes * 60_000).toISOString()
const hours = async (n: number): Promise<void> => { w.clock.forward(n * 3600); await w.quiet() }

/** A standard change of what the model covers: authorised as soon as it is submitted. */
async function authorised(title: string, serviceId: string | undefined, from: number, to: number, orgId = w.provider): Promise<{ id: string; number: string }> {
  const made = await w.store.write(system, (s) => s.create(change, { orgId, title, type: 'standard', modelId: ids['model'], requesterId: w.as('agent').id, serviceIds: [serviceId], plannedStart: at(from), plannedEnd: at(to), remediation: 'Take the last version.', testEvidence: 'Tried in test.', communicationPlan: 'Nobody notices.' }))
  await w.store.write(system, (s) => s.move(change, made.id, 'submit'))
  await w.quiet()
  const now = await w.store.read(system, (s) => s.find(change, made.id))
  if (now.state === 'submitted') for (const verb of ['assess', 'authorise']) await w.store.write(system, (s) => s.move(change, made.id, verb))
  await w.quiet()
  return made
}
const move = async (id: string, verb: string, input: Json = {}) => { await w.store.write(system, (s) => s.move(change, id, verb, input)); await w.quiet() }

beforeAll(async () => {
  w = await stage()
  await w.store.write(system, async (s) => {
    ids['db'] = (await s.create(service, { orgId: w.provider, name: 'Databases', key: 'database', tier: 'supporting', layer: 'infrastructure', teamId: w.teamId, shared: true })).id
    ids['gate'] = (await s.create(service, { orgId: w.provider, name: 'Harbour gate', key: 'harbour-gate', teamId: w.teamId, shared: true, dependsOnIds: [ids['db']] })).id
    ids['model'] = (await s.create(changeModel, { orgId: w.provider, shared: true, name: 'Release of an application', isPreAuthorised: true, steps: [] })).id
    for (const [name, orgId] of [['p', w.provider], ['a', w.a.orgId]] as const) await s.create(integration, { orgId, name: `pipeline ${name}`, kind: 'webhook', keyHash: hashKey(`key-${name}`) })
  })
  await w.quiet()
  door = await openDoor({ store: w.store, tickMs: 0 })
  const auth = createAuth(w.store)
  for (const [role, where] of [['agent', 'provider'], ['manager', 'a'], ['manager', 'b'], ['requester', 'a']] as const) {
    const who = w.as(role as Role, where)
    tokens[`${role} ${where}`] = (await auth.createToken(w.as('admin', where), { name: who.name, role: role === 'requester' ? 'requester' : role })).secret
  }
  server = await startServer({ store: w.store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost' }, webFolder: null, routes: (app) => { intakeRoutes(app, { store: w.store, door, authorize: authorizeByKey(door) }) } })
}, 60_000)
afterAll(async () => {
  await server.stop()
  await door.close()
  await w.end()
})

const tell = (body: unknown, key = 'key-p', headers: Record<string, string> = {}) => call('POST', `/in/${key}/changes`, null, body, headers)

describe('what a pipeline tells', () => {
  test('is recorded before it is answered, once however often it is told, and unauthorised where nobody agreed', async () => {
    const body = { id: 'd-1', title: 'Gate 4.2', service: 'harbour-gate', startedAt: at(-3) }
    const [first, ...again] = [await tell(body), ...await Promise.all(Array.from({ length: 5 }, () => tell(body)))]
    expect([first?.status, first?.body['accepted'], new Set(again.map((a) => `${a.status} ${String(a.body['repeats'])} ${String((a.body['numbers'] as string[])[0])}`)).size]).toEqual([202, 1, 1])
    expect(await only('Gate 4.2')).toMatchObject({ state: 'unauthorised', serviceIds: [ids['gate']], judgement: 'No change was authorised for Harbour gate at this time.', clockAheadSeconds: null })
  })

  test('told by two at the same moment for the first time is still once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => tell({ id: 'race', title: 'Gate race', service: 'harbour-gate' })))
    expect(new Set(answers.map((a) => a.status))).toEqual(new Set([202]))
    await only('Gate race')
  })

  test('is explained by the change that was authorised for that place and time, by what it names, or by what stands on it', async () => {
    const planned = await authorised('Gate release', ids['gate'], -30, 60)
    await tell({ id: 'd-2', title: 'Gate 4.3', service: 'harbour-gate' })
    expect(await only('Gate 4.3')).toMatchObject({ state: 'explained', changeId: planned.id, judgement: `${planned.number} was authorised for this time and names what was touched.` })
    await tell({ id: 'd-3', title: `Pool size, see ${planned.number}`, service: 'nowhere' })
    expect(await only(`Pool size, see ${planned.number}`)).toMatchObject({ state: 'explained', changeId: planned.id })
    await tell({ id: 'd-4', title: 'Schema', service: 'database' })
    expect(await only('Schema')).toMatchObject({ state: 'explained', judgement: `${planned.number} was authorised for this time and names what stands on it, one step above.` })
  })

  test('of which nobody knows the place asks for it, and is judged again when somebody says', async () => {
    await hours(3)
    await tell({ id: 'd-5', title: 'New certificate', host: 'lb-17' })
    const lost = await only('New certificate')
    expect(lost).toMatchObject({ state: 'unplaced', judgement: 'No service and no item here is called lb-17.', unknownNames: ['lb-17'] })
    await call('POST', `/api/observed-changes/${lost.number}/place`, 'agent provider', { serviceIds: [ids['db']] })
    expect(await only('New certificate')).toMatchObject({ state: 'unauthorised' })
  })

  test('stays as a person judged it', async () => {
    await tell({ id: 'd-6', title: 'Restart of the pool', service: 'database' })
    const seen = await only('Restart of the pool')
    expect((await call('POST', `/api/observed-changes/${seen.number}/dismiss`, 'agent provider', { reason: 'A test of the pipeline.' })).status).toBe(200)
    await authorised('Covers it too late to matter', ids['db'], -1, 60)
    expect(await only('Restart of the pool')).toMatchObject({ state: 'dismissed', isByPerson: true })
  })

  test('with a clock that runs ahead counts from when it was heard of, and says so', async () => {
    await tell({ id: 'd-7', title: 'From the future', service: 'database', startedAt: at(90) })
    expect(await only('From the future')).toMatchObject({ startedAt: at(0), clockAheadSeconds: 5400 })
    await tell({ id: 'd-8', title: 'Nearly now', service: 'database', startedAt: at(2) })
    expect(await only('Nearly now')).toMatchObject({ clockAheadSeconds: null })
  })

  test('in PagerDuty’s words is answered in its words, with the key in the body too', async () => {
    const payload = { summary: 'Deployed by PagerDuty', timestamp: at(-1), custom_details: { service: 'database' } }
    expect(await call('POST', '/v2/change/enqueue', null, { routing_key: 'key-p', payload })).toMatchObject({ status: 202, body: { status: 'success', message: 'Change event processed' } })
    expect(await call('POST', '/in/key-p/v2/change/enqueue', null, { payload })).toMatchObject({ status: 202 })
    await only('Deployed by PagerDuty')
    expect(await call('POST', '/v2/change/enqueue', null, { routing_key: 'wrong', payload })).toMatchObject({ status: 400, body: { status: 'invalid event', errors: ["'routing_key' names no integration that is switched on"] } })
    expect((await call('POST', '/v2/change/enqueue', null, { routing_key: 'key-p', payload: {} })).body['errors']).toEqual(["'payload.summary' is missing or blank"])
  })

  test('of strangers, in broken form or too large is refused, and the rest of a request is kept', async () => {
    expect((await tell({ title: 'x' }, 'nobody')).status).toBe(401)
    expect((await tell('{', 'key-p')).status).toBe(400)
    expect((await tell('', 'key-p')).status).toBe(400)
    expect((await tell({ title: 'x', description: 'y'.repeat(6 * 1024 * 1024) })).status).toBe(413)
    const mixed = await tell([{ id: 'm-1', title: 'Good one', service: 'database' }, { id: 'm-2' }])
    expect(mixed).toMatchObject({ status: 400, body: { accepted: 1, message: 'Change 2: has no title; say in "title" what was changed. The other 1 were taken.' } })
    await only('Good one')
    expect((await call('OPTIONS', '/in/key-p/changes', null, undefined, { 'webhook-request-origin': 'ci.example.org' })).status).toBe(204)
  })

  test('by a customer’s pipeline is the customer’s, and names no change of others', async () => {
    const foreign = await authorised('Of another customer', w.b.serviceId, -10, 60, w.b.orgId)
    await tell({ id: 'd-1', title: 'Gate of A', service: 'gate', change: foreign.number }, 'key-a')
    const seen = await only('Gate of A')
    expect(seen).toMatchObject({ orgId: w.a.orgId, state: 'unauthorised', changeId: null, judgement: `It names ${foreign.number}, which does not explain it.` })
    expect((await call('GET', `/api/observed-changes/${seen.number}`, 'manager b')).status).toBe(404)
    expect((await call('GET', `/api/observed-changes/${seen.number}`, 'manager a')).status).toBe(200)
  })

  test('makes a share of unauthorised changes, and names those that no pipeline told of', async () => {
    await hours(30)
    const silent = await authorised('Never heard of', ids['db'], -5, 60)
    await move(silent.id, 'begin')
    await move(silent.id, 'finish')
    await hours(1)
    const { status, body } = await call('GET', '/api/changes/observed', 'agent provider')
    expect(status).toBe(200)
    const counts = body['counts'] as Record<string, number>
    expect(body['unauthorised']).toMatchObject({ count: counts['unauthorised'], judged: (counts['unauthorised'] ?? 0) + (counts['explained'] ?? 0) })
    expect((body['neverObserved'] as Json[]).map((c) => c['title'])).toContain('Never heard of')
  })
})

describe('an incident', () => {
  let id = ''
  let culprit = ''
  const suspectsOf = (as = 'agent provider') => call('GET', `/api/incidents/${id}/suspects`, as)
  const list = (body: Json, name = 'suspects'): Json[] => body[name] as Json[]

  test('has no suspect where nothing below it was changed', async () => {
    await hours(24 * 80)
    const made = await w.store.write(w.as('agent'), (s) => s.create(incident, { title: 'Trucks wait at the gate', serviceId: ids['gate'] }))
    id = made.id
    const { body } = await suspectsOf()
    expect(body).toMatchObject({ verdict: 'none', suspects: [], sentence: 'No suspect: nothing that it stands on was changed in the 72 hours before.' })
    expect((await call('GET', `/api/incidents/${(await w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.provider, title: 'Something' }))).id}/suspects`, 'agent provider')).body['verdict']).toBe('no_place')
  })

  test('shows a change two hours before it, one step below, with the way and the reasons, as soon as somebody says that it was begun', async () => {
    const c = await authorised('Bigger pool for truck bookings', ids['db'], 0, 240)
    culprit = c.id
    await move(c.id, 'begin')
    await hours(2)
    await tell({ id: 'e-1', title: 'Firewall rule', service: 'harbour-gate', startedAt: at(-40 * 60) })
    await w.quiet()
    const made = await w.store.write(w.as('agent'), (s) => s.create(incident, { title: 'Truck bookings hang', serviceId: ids['gate'] }))
    id = made.id
    const { body } = await suspectsOf()
    expect(list(body).map((s) => s['title'])).toEqual(['Bigger pool for truck bookings', 'Firewall rule'])
    expect(list(body)[0]).toMatchObject({ record: 'change', number: c.number, isNamedCause: false, path: [{ name: 'Harbour gate' }, { name: 'Databases' }] })
    expect((list(body)[0]?.['reasons'] as string[]).slice(0, 2)).toEqual(['It began 2 hours before the incident and was under way.', 'It changed Databases, one step below what the incident is on.'])
    expect(list(body)[0]?.['reasons']).toContain('Both speak of bookings, truck.')
    expect(list(body)[1]?.['reasons']).toContain('Nobody had authorised it.')
  })

  test('names its cause by a verb, or strikes a suspect with a reason, which is kept and can be taken back', async () => {
    const before = list((await suspectsOf()).body)
    const other = String(before[1]?.['id'])
    expect((await call('POST', `/api/incidents/${id}/strikeSuspect`, 'agent provider', { suspectId: other })).status).toBe(400)
    expect((await call('POST', `/api/incidents/${id}/strikeSuspect`, 'agent provider', { suspectId: other, reason: 'It is for another network.' })).status).toBe(200)
    const struck = (await suspectsOf()).body
    expect(list(struck).map((s) => s['id'])).toEqual([culprit])
    expect(list(struck, 'struck')).toMatchObject([{ id: other, reason: 'It is for another network.', by: 'agent provider' }])
    expect((await call('POST', `/api/incidents/${id}/restoreSuspect`, 'agent provider', { suspectId: other })).status).toBe(200)
    expect(list((await suspectsOf()).body)).toHaveLength(2)
    expect((await call('POST', `/api/incidents/${id}/attribute`, 'agent provider', {})).status).toBe(422)
    expect((await call('POST', `/api/incidents/${id}/attribute`, 'agent provider', { byChangeId: culprit })).body['causedByChangeId']).toBe(culprit)
    expect(list((await suspectsOf()).body)[0]).toMatchObject({ id: culprit, isNamedCause: true })
    expect((await call('POST', `/api/incidents/${id}/strikeSuspect`, 'agent provider', { suspectId: culprit, reason: 'x' })).body['code']).toBe('refused')
    const counted = async (): Promise<unknown> => { await w.quiet(); return (await call('GET', `/api/changes/${culprit}`, 'agent provider')).body['causedIncidents'] }
    expect(await counted()).toBe(1)
    expect((await call('POST', `/api/incidents/${id}/unattribute`, 'agent provider')).status).toBe(200)
    expect(await counted()).toBe(0)
    await call('POST', `/api/incidents/${id}/attribute`, 'agent provider', { byChangeId: culprit })
    expect(await counted()).toBe(1)
  })

  test('of another organization is not there, and a user does not see suspects', async () => {
    expect((await suspectsOf('manager b')).status).toBe(404)
    expect((await suspectsOf('requester a')).status).toBe(403)
    const own = await w.store.write(w.as('manager', 'a'), (s) => s.create(incident, { title: 'Gate hangs', serviceId: ids['gate'] }))
    // The provider's changes are not shown to a customer's staff, nor counted for them.
    expect((await call('GET', `/api/incidents/${own.id}/suspects`, 'manager a')).body).toMatchObject({ suspects: [], struck: [], unplaced: 0 })
    expect(list((await call('GET', `/api/incidents/${own.id}/suspects`, 'agent provider')).body)).toHaveLength(2)
  })

  test('is seen in what happened after the change, which says how sure that is', async () => {
    await move(culprit, 'finish')
    await hours(24 * 5)
    const { body } = await call('GET', `/api/changes/${culprit}/aftermath`, 'agent provider')
    expect(body).toMatchObject({ attributed: 1, after: { days: 5 } })
    expect(body['verdict']).toMatch(/^(no_evidence|passing|more)$/)
    expect((body['incidents'] as Json[]).filter((i) => i['isAttributed'] === true).map((i) => i['title'])).toEqual(['Truck bookings hang'])
    expect(body['sentence']).toMatch(/incidents in 5 days after it/)
    const planned = await authorised('Not yet', ids['db'], 60, 120)
    expect((await call('GET', `/api/changes/${planned.id}/aftermath`, 'agent provider')).body).toMatchObject({ verdict: 'not_begun', sentence: 'It has not begun.' })
    expect((await call('GET', `/api/changes/${culprit}/aftermath`, 'manager b')).status).toBe(404)
    expect((await call('GET', `/api/changes/${culprit}/aftermath?days=1`, 'agent provider')).status).toBe(400)
  })

  test('counts in the rates after changes, where no evidence is the usual answer', async () => {
    const { status, body } = await call('GET', '/api/changes/rates', 'agent provider')
    expect(status).toBe(200)
    const gate = (body['rates'] as Json[]).find((r) => (r['service'] as Json)['name'] === 'Harbour gate')
    expect(gate).toMatchObject({ kind: 'all' })
    expect(((gate?.['effects'] as Json[])[0]?.['sentence'] as string)).toMatch(/^No evidence|^More|^Nothing can/)
    expect(body['level']).toBe(0.05)
    const one = (await call('GET', '/api/changes/rates?serviceId=' + String(ids['gate']), 'agent provider')).body
    expect(new Set((one['rates'] as Json[]).map((r) => r['kind'])).has('all')).toBe(true)
    expect((await call('GET', `/api/changes/rates?serviceId=${w.a.serviceId}`, 'manager b')).status).toBe(404)
    expect((await call('GET', '/api/changes/rates?from=2020-01-01T00:00:00Z', 'agent provider')).status).toBe(400)
  })
})

