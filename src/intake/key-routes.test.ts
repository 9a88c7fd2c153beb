/** Setting ways in up: the key is told once and works at once, a replaced one ends, a mapping is tried without an alert. */
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../model/actor.ts'
import { AppError, problems } from '../model/error.ts'
import { type World, world } from '../../test/world.ts'
import { type Door, openDoor } from './door.ts'
import { keyRoutes } from './key-routes.ts'
import { authorizeByKey, intakeRoutes } from './routes.ts'

let w: World
let door: Door
let app: FastifyInstance
let actor: Actor

beforeAll(async () => {
  w = await world()
  door = await openDoor({ store: w.store, tickMs: 0 })
  actor = w.as('manager', 'a')
  app = Fastify()
  app.setErrorHandler((e, _req, reply) => reply.code(e instanceof AppError ? problems[e.code].status : 500).send(e instanceof AppError ? { code: e.code, faults: e.facts['faults'] } : {}))
  keyRoutes(app, { store: w.store, door, actorOf: () => Promise.resolve(actor) })
  intakeRoutes(app, { store: w.store, door, authorize: authorizeByKey(door) })
  await app.ready()
})
afterAll(async () => { await app?.close(); await door?.close(); await w?.end() })

const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload })
const made = async (kind: string): Promise<{ id: string; key: string; keyHash?: string }> => {
  const answer = await post('/api/integrations/with-key', { name: `A ${kind}`, kind })
  expect(answer.statusCode).toBe(201)
  return answer.json<{ id: string; key: string }>()
}

test('a new integration comes with a key that works at once, and is heard', async () => {
  const { id, key } = await made('webhook')
  expect(key).toMatch(/^ek_[\w-]{32}$/)
  expect((await post(`/in/${key}/webhook`, { key: 'disk', title: 'Disk', service: 'gate' })).statusCode).toBe(202)
  const { items } = (await app.inject({ url: '/api/integrations/heard' })).json<{ items: object[] }>()
  expect(items).toContainEqual({ integrationId: id, lastHeardAt: '2026-03-17T09:00:00.000Z', eventsInDay: 1, openAlerts: 1 })
})

test('a replaced key is refused, the new one is taken', async () => {
  const { id, key } = await made('webhook')
  const next = (await post(`/api/integrations/${id}/new-key`, {})).json<{ key: string }>().key
  expect((await post(`/in/${key}/webhook`, { key: 'x' })).statusCode).toBe(401)
  expect((await post(`/in/${next}/webhook`, { key: 'x' })).statusCode).toBe(202)
})

test('a mapping is tried on a document: what it becomes, on which service, and no alert', async () => {
  const before = door.stats.received
  const mapping = { list: 'items', key: 'id', title: 'name', service: 'app', state: 'status', stateValues: { bad: 'firing' } }
  const answer = await post('/api/integrations/try-mapping', { mapping, sample: { items: [{ id: '7', name: 'Gate is slow', app: 'Gate', status: 'bad' }, { name: 'nobody' }] } })
  expect(answer.json()).toMatchObject({ events: [{ state: 'firing', annotations: { summary: 'Gate is slow' }, serviceId: w.a.serviceId }], faults: ['Event 2: has no key at id; the mapping says where it lies.'] })
  expect(door.stats.received).toBe(before)
})

test.each([
  ['/api/integrations/with-key', { name: 'x' }, 'invalid'],
  ['/api/integrations/with-key', { name: 'x', kind: 'carrier pigeon' }, 'invalid'],
  ['/api/integrations/try-mapping', { mapping: { key: 'a b' }, sample: {} }, 'invalid'],
  ['/api/integrations/try-mapping', { mapping: {}, sample: {}, more: 1 }, 'invalid'],
  ['/api/integrations/INT-9999/new-key', {}, 'not_found'],
])('%s of %j is %s', async (url, body, code) => {
  expect((await post(url, body)).json()).toMatchObject({ code })
})

test('who may not administer gets neither key nor trial, and another organization sees nothing', async () => {
  const { id } = await made('webhook')
  actor = w.as('agent', 'a')
  expect((await post('/api/integrations/with-key', { name: 'x', kind: 'webhook' })).json()).toMatchObject({ code: 'forbidden' })
  expect((await post(`/api/integrations/${id}/new-key`, {})).json()).toMatchObject({ code: 'forbidden' })
  expect((await post('/api/integrations/try-mapping', { mapping: {}, sample: {} })).json()).toMatchObject({ code: 'forbidden' })
  actor = w.as('manager', 'b')
  expect((await app.inject({ url: '/api/integrations/heard' })).json()).toMatchObject({ items: [] })
  expect((await post(`/api/integrations/${id}/new-key`, {})).json()).toMatchObject({ code: 'not_found' })
  actor = w.as('manager', 'a')
})
