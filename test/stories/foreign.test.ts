/** Somebody of organization A asks every address of the API about B, in every role, and learns nothing. */
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowFacts } from '../../src/app/row-facts.ts'
import { rule } from '../../src/model/actor.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { createAuth, type Auth } from '../../src/server/auth.ts'
import { openApi } from '../../src/server/openapi.ts'
import { type RunningServer, startServer } from '../../src/server/server.ts'
import { world, type World } from '../world.ts'

let w: World
let auth: Auth
let server: RunningServer
let ids: string[] = []
/** In the name of everything that is B's. */
const mark = 'Freight'

beforeAll(async () => {
  w = await world()
  auth = createAuth(w.store)
  server = await startServer({ store: w.store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost' }, webFolder: null, rowFacts })
  const made = await w.store.write(w.as('manager', 'provider'), (s) => s.create(incident, { orgId: w.b.orgId, serviceId: w.b.serviceId, title: `${mark} list is empty` }))
  ids = [made.id, made.number, w.b.serviceId, 'SVC-1002', w.b.orgId, w.as('admin', 'b').id]
})
afterAll(async () => {
  await server.stop()
  await w.end()
})

test.each(['requester', 'customer', 'auditor', 'agent', 'manager', 'admin'] as const)('as %s of A', async (role) => {
  const { secret } = await auth.createToken(rule('tests'), { name: role, role, orgId: w.a.orgId, reach: 'organization' })
  const paths = openApi(w.store.records, '0')['paths'] as Record<string, Record<string, unknown>>
  const told: string[] = []
  let asked = 0
  const ask = async (method: string, path: string, body?: unknown, isForeign = false): Promise<void> => {
    asked++
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      method, headers: { authorization: `Bearer ${secret}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (text.includes(mark) || response.status >= 500 || (isForeign && response.ok)) told.push(`${response.status} ${method} ${path}: ${text.slice(0, 300)}`)
  }
  for (const [path, item] of Object.entries(paths)) {
    if (/stream|sign-|setup/.test(path)) continue
    for (const method of Object.keys(item).filter((m) => m !== 'parameters' && m !== 'delete')) {
      if (!path.includes('{id}')) {
        if (method !== 'get') continue
        for (const query of ['', `?q=${mark}`, `?orgId=${w.b.orgId}`, '?by=orgId', '?format=json']) await ask('GET', path + query)
        continue
      }
      for (const id of ids) await ask(method.toUpperCase(), path.replace('{id}', id).replace('{attachmentId}', ids[0] ?? ''), method === 'get' ? undefined : {}, true)
    }
  }
  expect(told).toEqual([])
  expect(asked).toBeGreaterThan(500)
  // A count tells as much as a row.
  const counted = await fetch(`http://127.0.0.1:${server.port}/api/incidents?count=true&orgId=${w.b.orgId}`, { headers: { authorization: `Bearer ${secret}` } })
  const { count = 0 } = (await counted.json()) as { count?: number }
  expect(count).toBe(0)
}, 60_000)

test('as the provider, who sees all, the same search finds it', async () => {
  const { secret } = await auth.createToken(rule('tests'), { name: 'all', role: 'agent', reach: 'all' })
  const found = await fetch(`http://127.0.0.1:${server.port}/api/search?q=${mark}`, { headers: { authorization: `Bearer ${secret}` } })
  expect(await found.text()).toContain(mark)
})

test('and nothing of B was changed', async () => {
  const rows = await w.store.read(rule('tests'), (s) => s.find(incident, ids[0] ?? ''))
  expect(rows.version).toBe(1)
})
