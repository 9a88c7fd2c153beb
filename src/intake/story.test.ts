/** The story of intake on a real database: what is sent, what is kept, what costs no write, what time does. */
import Fastify, { type FastifyInstance } from 'fastify'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { practices } from '../app/parts.ts'
import { rule, sightOf } from '../model/actor.ts'
import { is } from '../model/query.ts'
import { integration } from '../practices/event/integration.ts'
import { type Alert, alert } from '../practices/event/record.ts'
import { silence as silenceType } from '../practices/event/silence.ts'
import { organization } from '../practices/organization/record.ts'
import { service } from '../practices/service/record.ts'
import { fakeClock } from '../store/clock.ts'
import { eventsOf } from '../store/events.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { readAlerts } from './alertmanager/read.ts'
import { type Door, openDoor } from './door.ts'
import { hashKey } from './key.ts'
import { authorizeByKey, intakeRoutes } from './routes.ts'

const clock = fakeClock('2026-11-23T09:00:00Z')
const me = rule('test')
let database: TestDatabase
let store: Store
let door: Door
let app: FastifyInstance
let serviceId: string

const warned: string[] = []
const open = async (): Promise<void> => {
  door = await openDoor({ store, tickMs: 0, warn: (m, e) => { warned.push(`${m}: ${String(e)}`) } })
  app = Fastify()
  intakeRoutes(app, { store, door, authorize: authorizeByKey(door) })
  await app.ready()
}

beforeAll(async () => {
  database = await testDatabase()
  store = openStore({ url: database.url, practices, clock })
  await store.write(me, async (s) => {
    for (const name of ['one', 'two']) {
      const org = await s.create(organization, { name, kind: 'customer', zone: 'UTC' })
      await s.create(integration, { orgId: org.id, name: `prom ${name}`, kind: 'alertmanager', keyHash: hashKey(`key-${name}`) })
      await s.create(integration, { orgId: org.id, name: `hook ${name}`, kind: 'webhook', keyHash: hashKey(`hook-${name}`) })
      const made = await s.create(service, { orgId: org.id, name: `Freight ${name}`, key: `freight-${name}`, aliases: ['cargo'] })
      if (name === 'one') serviceId = made.id
    }
  })
  await open()
})
afterAll(async () => {
  await app.close()
  await door.close()
  await store.close()
  await database.drop()
})

const post = (alerts: unknown, url = '/in/key-one/api/v2/alerts') => app.inject({ method: 'POST', url, headers: { 'content-type': 'application/json' }, payload: JSON.stringify(alerts) })
const fire = (alertname: string, more: Record<string, unknown> = {}) => ({ labels: { alertname, service: 'freight-one', severity: 'critical' }, ...more })
const alerts = (title: string): Promise<readonly Alert[]> => store.read(me, async (s) => (await s.list(alert, { where: [is('title', title)] })).items)
const only = async (title: string): Promise<Alert> => {
  const [first, second] = await alerts(title)
  if (!first || second) throw new Error(`expected one alert ${title}`)
  return first
}
const versions = async (title: string): Promise<number> => (await only(title)).version

describe('an alert', () => {
  test('is answered with 200 and nothing, and is one record on its service', async () => {
    const answer = await post([fire('A1')])
    expect([answer.statusCode, answer.body]).toEqual([200, ''])
    expect(await only('A1')).toMatchObject({ state: 'firing', severity: 'critical', serviceId, suppressedBy: null, startsAt: '2026-11-23T09:00:00.000Z' })
  })

  test('that is repeated costs no write', async () => {
    const before = door.stats.written
    for (let i = 0; i < 3; i++) await post([fire('A1'), fire('A1')])
    expect([door.stats.written - before, await versions('A1')]).toEqual([0, 1])
  })

  test('is one record however often one request or many at once carry it', async () => {
    await Promise.all(Array.from({ length: 10 }, () => post([fire('A2'), fire('A2')])))
    expect((await alerts('A2')).length).toBe(1)
  })

  test('is found by an alias of the service, and by its name as people write it', async () => {
    await post([{ labels: { alertname: 'A3', service: 'CARGO' } }, { labels: { alertname: 'A4', service: 'Freight One' } }])
    expect([(await only('A3')).serviceId, (await only('A4')).serviceId]).toEqual([serviceId, serviceId])
  })

  test('never finds the service of another organization', async () => {
    await post([{ labels: { alertname: 'A5', service: 'freight-two' } }])
    expect((await only('A5')).serviceId).toBeNull()
  })

  test('resolves when its source says so, fires again as the same, and is a new one after an hour', async () => {
    await post([fire('R1')])
    clock.forward(60)
    await post([fire('R1', { startsAt: '2026-11-23T09:00:00Z', endsAt: '2026-11-23T09:00:30Z' })])
    expect(await only('R1')).toMatchObject({ state: 'resolved', endsAt: '2026-11-23T09:00:30.000Z' })
    await post([fire('R1')])
    expect(await only('R1')).toMatchObject({ state: 'firing', endsAt: null })
    await post([fire('R1', { startsAt: '2026-11-23T09:00:00Z', endsAt: '2026-11-23T09:00:40Z' })])
    clock.forward(3700)
    await door.tick()
    await post([fire('R1')])
    expect((await alerts('R1')).map((a) => a.state).sort()).toEqual(['firing', 'resolved'])
  })

  test('fires again beside others of its rule, each with its own words', async () => {
    const pair = (more: Record<string, unknown>) => ['G1', 'G2', 'G3'].map((n, i) => fire(n, { startsAt: '2026-11-23T09:00:00Z', ...more, annotations: { note: i === 2 ? JSON.stringify(more) : 'same' } }))
    await post(pair({}))
    await post(pair({ endsAt: '2026-11-23T09:00:10Z' }))
    await post(pair({ startsAt: '2026-11-23T09:00:20Z' }))
    for (const n of ['G1', 'G2', 'G3']) expect(await only(n)).toMatchObject({ state: 'firing', version: 3, endsAt: null, startsAt: '2026-11-23T09:00:20.000Z', title: n })
    expect((await only('G3')).annotations).toEqual({ note: '{"startsAt":"2026-11-23T09:00:20Z"}' })
  })

  test('that fires and ends within one request has done both', async () => {
    await post([fire('R2'), fire('R2', { startsAt: '2026-11-23T09:00:00Z', endsAt: '2026-11-23T09:00:01Z' })])
    const { state, version, startsAt, endsAt } = await only('R2')
    // Its end was said to lie before it was first heard of: the span is empty, never negative.
    expect([state, version, endsAt]).toEqual(['resolved', 2, startsAt])
  })

  test('ends when nobody repeats it in time, and not before', async () => {
    await post([fire('E1')])
    clock.forward(200)
    await post([fire('E1')])
    clock.forward(200)
    await door.tick()
    expect((await only('E1')).state).toBe('firing')
    clock.forward(101)
    await door.tick()
    expect((await only('E1')).state).toBe('resolved')
  })

  test('that a person closed stays closed while its source goes on, and opens anew after it was over', async () => {
    await post([fire('C1')])
    await store.write(me, async (s) => { await s.move(alert, (await only('C1')).id, 'close', { outcome: 'false' }) })
    await expect.poll(() => [...door.ledger.all()].find((e) => e.labels['alertname'] === 'C1')?.state).toBe('closed')
    await post([fire('C1')])
    expect((await only('C1')).state).toBe('closed')
    await post([fire('C1', { startsAt: '2026-11-23T09:00:00Z', endsAt: '2026-11-23T09:00:01Z' })])
    await door.tick()
    await post([fire('C1')])
    expect((await alerts('C1')).map((a) => a.state).sort()).toEqual(['closed', 'firing'])
  })

  test('keeps what each step decided, as event and as record', async () => {
    const { fingerprint, eventId } = await only('A1')
    const events = await eventsOf(store.db, sightOf(me), { fingerprint })
    expect(events.at(-1)).toMatchObject({ id: eventId, action: 'open', significance: 'exception', state: 'firing' })
    expect(events.at(-1)?.reasons.map((r) => r.step)).toEqual(['validate', 'stamp', 'classify', 'deduplicate', 'suppress', 'correlate', 'record'])
  })
})

describe('a bad request', () => {
  test('a bad alert is a JSON string and 400, and the good one beside it is kept', async () => {
    const answer = await post([{ labels: {} }, fire('B1')])
    expect([answer.statusCode, answer.json()]).toEqual([400, 'at least one label pair required'])
    expect((await only('B1')).state).toBe('firing')
  })
  test.each([
    ['another content type', 'text/plain', '[]', 415, { code: 415, message: 'unsupported media type "text/plain", only [application/json] are allowed' }],
    ['no JSON', 'application/json', '{', 400, { code: 400, message: expect.stringMatching(/^parsing alerts body from "" failed, because /) as string }],
    ['an empty body', 'application/json', '', 400, { code: 400, message: 'parsing alerts body from "" failed, because EOF' }],
    ['bytes that are no UTF-8', 'application/json', Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]), 400, { code: 400, message: expect.stringMatching(/^parsing alerts body/) as string }],
    ['deep nesting', 'application/json', '['.repeat(50_000) + ']'.repeat(50_000), 400, { code: 400, message: expect.stringMatching(/cannot unmarshal array/) as string }],
  ])('%s', async (_, type, payload, status, body) => {
    const answer = await app.inject({ method: 'POST', url: '/in/key-one/api/v2/alerts', headers: { 'content-type': type }, payload })
    expect([answer.statusCode, answer.json()]).toEqual([status, body])
  })
  test('a body over the limit is 413', async () => {
    expect((await post('x'.repeat(17 * 1024 * 1024))).statusCode).toBe(413)
  })
  test('an unknown key is 401 and names what to do', async () => {
    const answer = await post([fire('X')], '/in/nobody/api/v2/alerts')
    expect([answer.statusCode, answer.json()]).toMatchObject([401, { code: 'unauthenticated' }])
  })
})

describe('the key', () => {
  test.each([['bearer', 'Bearer key-one'], ['basic', `Basic ${Buffer.from('any:key-one').toString('base64')}`]])('may come as %s', async (_, authorization) => {
    expect((await app.inject({ url: '/api/v2/alerts', headers: { authorization } })).statusCode).toBe(200)
  })
  test('of one organization shows nothing of the other', async () => {
    const [one, two] = await Promise.all(['one', 'two'].map((k) => app.inject({ url: `/in/key-${k}/api/v2/alerts` })))
    expect([(one?.json() as unknown[]).length > 0, two?.json()]).toEqual([true, []])
  })
  test('stops working when its integration is switched off', async () => {
    const hook = door.registry.byKeyHash(hashKey('hook-two'))
    await store.write(me, (s) => s.move(integration, hook?.id ?? '', 'disable'))
    await expect.poll(async () => (await app.inject({ method: 'POST', url: '/in/hook-two/webhook', headers: { 'content-type': 'application/json' }, payload: '{"key":"x"}' })).statusCode).toBe(401)
  })
})

describe('memory has an end', () => {
  const event = (alertname: string, more: Record<string, unknown> = {}) => readAlerts([fire(alertname, more)], clock.now())
  const eventsIn = (read: ReturnType<typeof event>) => ('events' in read ? read.events : [])
  const sender = () => {
    const found = door.registry.byKeyHash(hashKey('key-two'))
    if (!found) throw new Error('there is no such key')
    return { orgId: found.orgId, integrationId: found.id }
  }

  test('an integration with as many alerts as it may have is told so, and what it says of these is taken', async () => {
    const small = await openDoor({ store, tickMs: 0, limits: { remembered: 2 } })
    const from = sender()
    await small.submit(from, [...eventsIn(event('Full1')), ...eventsIn(event('Full2'))])
    await expect(small.submit(from, [...eventsIn(event('Full1', { endsAt: '2026-11-23T08:59:00Z' })), ...eventsIn(event('Full3'))])).rejects.toMatchObject({ code: 'too_many', facts: { retryAfterSeconds: 60, limit: 2 } })
    expect([(await only('Full1')).state, (await only('Full2')).state, (await alerts('Full3')).length]).toEqual(['resolved', 'firing', 0])
    await small.close()
  })

  test('what waits is counted in bytes: a few long ones are refused where many short ones are not', async () => {
    const small = await openDoor({ store, tickMs: 0, limits: { waitingBytes: 60_000 } })
    const long = (name: string) => eventsIn(event(name, { annotations: { text: 'x'.repeat(10_000) } }))
    await expect(small.submit(sender(), [...long('Long1'), ...long('Long2')])).rejects.toMatchObject({ code: 'unavailable' })
    await small.submit(sender(), long('Long3'))
    await small.submit(sender(), Array.from({ length: 30 }, (_, i) => eventsIn(event(`Short${i}`))).flat())
    expect([(await alerts('Long1')).length, (await alerts('Long3')).length, (await alerts('Short29')).length]).toEqual([0, 1, 1])
    await small.close()
  })

  test('an organization has five hundred silences that work, however they are asked for', async () => {
    const { orgId } = sender()
    const wish = { orgId, matchers: [{ name: 'a', value: 'b', isRegex: false, isEqual: true }], author: 'me', comment: 'many', startsAt: new Date(clock.now()).toISOString(), endsAt: new Date(clock.now() + 3_600_000).toISOString() }
    const make = (n: number) => store.write(me, (s) => s.createMany(silenceType, Array.from({ length: n }, () => wish)))
    const made = await make(500)
    await expect(make(1)).rejects.toMatchObject({ code: 'EK001' })
    await door.registry.reload('silence')
    const answer = await app.inject({ method: 'POST', url: '/in/key-two/api/v2/silences', headers: { 'content-type': 'application/json' }, payload: JSON.stringify({ ...wish, createdBy: 'me' }) })
    expect([answer.statusCode, answer.json()]).toEqual([400, 'Failed to create silence: exceeded maximum number of silences: 500 (limit: 500)'])
    await store.write(me, (s) => s.moveMany(silenceType, made.map((x) => x.id), 'end'))
    await door.registry.reload('silence')
    await make(1)
  })
})

describe('silences', () => {
  const silences = '/in/key-one/api/v2/silences'
  const silence = (more: Record<string, unknown> = {}) => app.inject({
    method: 'POST', url: silences, headers: { 'content-type': 'application/json' },
    payload: JSON.stringify({ matchers: [{ name: 'alertname', value: 'S.*', isRegex: true, isEqual: true }], startsAt: '2000-01-01T00:00:00Z', endsAt: new Date(clock.now() + 600_000).toISOString(), createdBy: 'ann', comment: 'planned work', ...more }),
  })
  test.each([
    ['no matchers', { matchers: [] }, 422, { code: 612, message: 'matchers in body should have at least 1 items' }],
    ['an end in the past', { endsAt: '2020-01-01T00:00:00Z' }, 400, "Failed to create silence: end time can't be in the past"],
    ['matchers that everything passes', { matchers: [{ name: 'a', value: '.*', isRegex: true }] }, 400, 'invalid silence: at least one matcher must not match the empty string'],
    ['an unknown id', { id: '00000000-0000-4000-8000-000000000000' }, 404, 'silence not found'],
    ['a pattern that RE2 does not read', { matchers: [{ name: 'a', value: '(?=x)y', isRegex: true }] }, 400, expect.stringMatching(/^invalid silence: invalid label matcher a/) as string],
  ])('%s is refused', async (_, more, status, body) => {
    const answer = await silence(more)
    expect([answer.statusCode, answer.json()]).toEqual([status, body])
  })

  test('keep an alert quiet until they end, then it surfaces', async () => {
    const { silenceID } = (await silence()).json<{ silenceID: string }>()
    await post([fire('S1')])
    expect(await only('S1')).toMatchObject({ state: 'firing', suppressedBy: silenceID })
    const listed = (await app.inject({ url: `/in/key-one/api/v2/alerts?filter=alertname=%22S1%22` })).json<{ status: unknown }[]>()
    expect(listed.map((a) => a.status)).toEqual([{ state: 'suppressed', silencedBy: [silenceID], inhibitedBy: [], mutedBy: [] }])
    expect((await app.inject({ url: '/in/key-one/api/v2/alerts?silenced=false&filter=alertname=S1' })).json()).toEqual([])
    expect((await app.inject({ method: 'DELETE', url: `/in/key-two/api/v2/silence/${silenceID}` })).statusCode).toBe(404)
    expect((await app.inject({ url: `/in/key-one/api/v2/silence/${silenceID}` })).json()).toMatchObject({ id: silenceID, status: { state: 'active' }, createdBy: 'ann' })
    clock.forward(1)
    expect((await app.inject({ method: 'DELETE', url: `/in/key-one/api/v2/silence/${silenceID}` })).statusCode).toBe(200)
    await door.tick()
    expect(await only('S1')).toMatchObject({ state: 'firing', suppressedBy: null, version: 2 })
  })

  test('keep their id when only the end moves, and get a new one with other matchers', async () => {
    const { silenceID } = (await silence()).json<{ silenceID: string }>()
    expect((await silence({ id: silenceID, endsAt: new Date(clock.now() + 900_000).toISOString() })).json()).toEqual({ silenceID })
    const other = (await silence({ id: silenceID, matchers: [{ name: 'alertname', value: 'Z', isRegex: false }] })).json<{ silenceID: string }>()
    expect(other.silenceID).not.toBe(silenceID)
    expect((await app.inject({ url: `/in/key-one/api/v2/silence/${silenceID}` })).json()).toMatchObject({ status: { state: 'expired' } })
  })

  test.each([['GET', 'nonsense', 422], ['DELETE', 'nonsense', 422], ['GET', '00000000-0000-4000-8000-000000000000', 404], ['DELETE', '00000000-0000-4000-8000-000000000000', 404]] as const)('%s of %s is %i', async (method, id, status) => {
    expect((await app.inject({ method, url: `/in/key-one/api/v2/silence/${id}` })).statusCode).toBe(status)
  })
})

test('groups, receivers, status and health answer as Alertmanager does', async () => {
  const get = (path: string) => app.inject({ url: `/in/key-one${path}` })
  expect((await get('/api/v2/alerts/groups')).json<unknown[]>()[0]).toMatchObject({ receiver: { name: 'evenkeel' }, labels: { alertname: expect.any(String) as string } })
  expect((await get('/api/v2/receivers')).json()).toEqual([{ name: 'evenkeel' }])
  expect((await get('/api/v2/status')).json()).toMatchObject({ cluster: { status: 'disabled' }, versionInfo: { version: expect.any(String) as string } })
  expect([(await get('/-/healthy')).body, (await get('/-/ready')).statusCode]).toEqual(['OK', 200])
  expect((await get('/api/v2/alerts?filter=nonsense')).json()).toBe('bad matcher format: nonsense')
})

test('a webhook is accepted with its number of events', async () => {
  const answer = await app.inject({ method: 'POST', url: '/in/hook-one/webhook', headers: { 'content-type': 'application/json' }, payload: JSON.stringify({ key: 'w', title: 'Hook', service: 'cargo', severity: 'error' }) })
  expect([answer.statusCode, answer.json()]).toEqual([202, { accepted: 1 }])
  expect(await only('Hook')).toMatchObject({ severity: 'error', serviceId })
})

test('what was open is known again after a restart, and nothing ends because we were away', async () => {
  const annotations = { zz: '1', a: '2', summary: 'K1' }
  await post([fire('K1', { annotations })])
  await app.close()
  await door.close()
  clock.forward(1000)
  await open()
  const before = door.stats.written
  await door.tick()
  await post([fire('K1', { annotations })])
  expect([door.stats.written - before, (await only('K1')).state]).toEqual([0, 'firing'])
})

test('whatever is sent is kept or named as bad: never a fault of ours, and never a shared commit that breaks', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom('\n', ' ', '\u0000', '\ud800', '\u2028', 'x'.repeat(9000), '__proto__', 'alertname', '=HYPERLINK("x")'))
  const time = fc.oneof(fc.constantFrom('', 'now', '0001-01-01T00:00:00Z', '2999-12-31T00:00:00Z', '1970-01-01T00:00:00Z', '2026-02-30T00:00:00Z'), fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((d) => d.toISOString()))
  const map = fc.dictionary(text, text, { maxKeys: 6 })
  const one = fc.record({ labels: map, annotations: map, startsAt: time, endsAt: time, generatorURL: text }, { requiredKeys: [] })
  await fc.assert(fc.asyncProperty(fc.array(one, { maxLength: 5 }), fc.anything(), async (good, bad) => {
    for (const payload of [good, bad, [bad]]) expect([200, 400]).toContain((await post(payload ?? null)).statusCode)
    expect([202, 400]).toContain((await app.inject({ method: 'POST', url: '/in/hook-one/webhook', headers: { 'content-type': 'application/json' }, payload: JSON.stringify([...good, bad ?? null, { key: good[0]?.generatorURL, link: good[0]?.generatorURL, title: good[0]?.generatorURL, severity: good[0]?.generatorURL }]) })).statusCode)
  }), { numRuns: 150 })
  expect(warned).toEqual([])
})

test('two processes at one database make one alert', async () => {
  const other = await openDoor({ store, tickMs: 0 })
  const from = door.registry.byKeyHash(hashKey('key-one'))
  const event = { ...base, startsMs: clock.now(), occurredMs: clock.now(), expiresMs: clock.now() + 300_000 }
  await Promise.all([door, other].map((d) => d.submit({ orgId: from?.orgId ?? '', integrationId: from?.id ?? '' }, [event])))
  await other.close()
  expect((await alerts('P1')).length).toBe(1)
})
const base = {
  source: 'alertmanager', type: 'alert', subject: '', state: 'firing' as const, endsMs: null, labels: { alertname: 'P1' }, annotations: {}, annotationsText: '{}', severityWord: '', severity: null, fingerprint: '00000000000000aa', generatorURL: '',
}
