/** The audit list over a real store: what the filters let through, the whole of it as a file, and the proof. */
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { service } from '../practices/service/record.ts'
import { type World, world } from '../../test/world.ts'
import type { JournalEntry } from '../model/journal.ts'
import { createAuth } from './auth.ts'
import { type RunningServer, startServer } from './server.ts'

let w: World
let server: RunningServer
let everywhere = ''
let onlyA = ''
let agent = ''

beforeAll(async () => {
  w = await world()
  const auth = createAuth(w.store)
  const token = async (role: 'manager' | 'agent', where: 'a' | 'provider'): Promise<string> => (await auth.createToken(w.as(role, where), { name: role, role })).secret
  ;[everywhere, onlyA, agent] = [await token('manager', 'provider'), await token('manager', 'a'), await token('agent', 'a')]
  await w.store.write(w.as('manager', 'a'), (s) => s.move(service, w.a.serviceId, 'update', { name: '=HYPERLINK("x")' }))
  server = await startServer({ store: w.store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost' }, webFolder: null })
})
afterAll(async () => { await server?.stop(); await w?.end() })

const ask = (path: string, token: string, method = 'GET') => fetch(`http://127.0.0.1:${server.port}${path}`, { method, headers: { authorization: `Bearer ${token}` } })
const audit = async (query: string, token = everywhere) => (await (await ask(`/api/audit?${query}`, token)).json()) as { items: JournalEntry[]; next: string | null; titles: Record<string, { number: string }> }

test.each<[string, (e: JournalEntry) => boolean]>([
  ['record=service', (e) => e.record === 'service'],
  ['verb=update', (e) => e.verb === 'update'],
  ['actorKind=person', (e) => e.actorKind === 'person'],
  ['from=2026-03-17T09:00:00Z', (e) => e.recordedAt >= '2026-03-17T09:00:00.000Z'],
])('%s', async (query, holds) => {
  const { items, titles } = await audit(`${query}&limit=500`)
  expect([items.length > 0, items.every(holds), items.every((e) => titles[e.recordId] !== undefined)]).toEqual([true, true, true])
})

test('what is before the first row, or after the last, is nothing', async () => {
  expect((await audit('to=2026-03-17T09:00:00Z')).items).toEqual([])
  expect((await audit(`actorId=${w.as('manager', 'a').id}&verb=create`)).items).toEqual([])
})

test('the file holds what the pages hold, and nothing in it is a formula', async () => {
  const { items } = await audit('record=service&limit=500')
  const lines = (await (await ask('/api/audit/export?record=service', everywhere)).text()).trim().split('\r\n')
  expect(lines.length).toBe(items.length + 1)
  const rows = (await (await ask('/api/audit/export?format=json&record=service', everywhere)).json()) as JournalEntry[]
  expect(rows.map((e) => e.seq)).toEqual(items.map((e) => e.seq))
  expect(lines.some((l) => /(^|,)=/.test(l))).toBe(false)
})

test('the proof is for who sees everything; others are told why not', async () => {
  expect(await (await ask('/api/audit/verify', everywhere, 'POST')).json()).toMatchObject({ faults: [], faultCount: 0 })
  expect((await ask('/api/audit/verify', onlyA, 'POST')).status).toBe(403)
  expect((await ask('/api/audit/export', agent)).status).toBe(403)
  expect((await ask('/api/audit?actorKind=ghost', everywhere)).status).toBe(400)
})
