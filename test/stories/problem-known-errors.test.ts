/** Known errors while an incident is typed: who is shown which, and how what they are worth is counted. */
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { is } from '../../src/model/query.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { knownErrorUse } from '../../src/practices/problem/known-error-use.ts'
import { problem } from '../../src/practices/problem/record.ts'
import { createAuth } from '../../src/server/auth.ts'
import { startServer } from '../../src/server/server.ts'
import { system } from '../world.ts'
import { type Stage, stage, until } from './told.ts'

interface Shown { readonly number: string; readonly workaround: string | null; readonly uses: { readonly worked: number; readonly failed: number }; readonly because: { readonly words: readonly string[] } }

let w: Stage
let server: Awaited<ReturnType<typeof startServer>>
const tokens = new Map<string, string>()
let gate = ''
let gateNumber = ''

const token = async (name: string, orgId: string, role: 'agent' | 'requester', reach: 'all' | 'organization'): Promise<void> => {
  tokens.set(name, (await createAuth(w.store).createToken(w.as('admin'), { name, role, orgId, reach })).secret)
}
const ask = async (who: string, query: Record<string, string>): Promise<{ status: number; items: readonly Shown[] }> => {
  const r = await fetch(`http://127.0.0.1:${server.port}/api/problems/known-errors?${new URLSearchParams(query)}`, { headers: { authorization: `Bearer ${tokens.get(who)}` } })
  const { items = [] } = await r.json() as { items?: readonly Shown[] }
  return { status: r.status, items }
}
const open = async (title: string): Promise<string> => (await w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title }))).id
const move = async (id: string, verb: string, input: Record<string, unknown> = {}): Promise<void> => {
  await w.store.write(w.as('agent'), (s) => s.move(incident, id, verb, input))
  await w.quiet()
}
const apply = (incidentId: string, problemId = gate) => w.store.write(w.as('agent'), (s) => s.create(knownErrorUse, { orgId: w.a.orgId, problemId, incidentId }))
const uses = (incidentId: string): Promise<readonly string[]> => w.store.read(system, async (s) => (await s.list(knownErrorUse, { where: [is('incidentId', incidentId)], sort: 'createdAt' })).items.map((u) => u.state))
const known = async (orgId: string, title: string, workaround: string): Promise<{ id: string; number: string }> => w.store.write(w.as('agent'), async (s) => {
  const p = await s.create(problem, { orgId, title, origin: 'incidents', evidence: 'Seen.', workaround })
  await s.move(problem, p.id, 'classify', { category: 'x' })
  return s.move(problem, p.id, 'publishKnownError')
})

beforeAll(async () => {
  w = await stage()
  server = await startServer({ store: w.store, auth: createAuth(w.store), log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost' }, webFolder: null })
  await token('all', w.provider, 'agent', 'all')
  await token('b', w.b.orgId, 'agent', 'organization')
  await token('user', w.a.orgId, 'requester', 'organization')
})
afterAll(async () => { await server.stop(); await w.end() })

describe('while somebody types', () => {
  test('nothing is known at first', async () => { expect(await ask('all', { text: 'gate stands still' })).toEqual({ status: 200, items: [] }) })

  test('what was published a moment ago is shown with the words that it shares', async () => {
    const p = await known(w.a.orgId, 'Gate stands still after its lease expires', 'Renew the lease.')
    ;[gate, gateNumber] = [p.id, p.number]
    await known(w.a.orgId, 'Printer prints blank pages', 'Shake the toner.')
    const { items: [first, ...others] } = await until('it is shown', async () => { const found = await ask('all', { text: 'The gate stands still again' }); return found.items.length > 0 && found })
    expect(others).toEqual([])
    expect(first).toMatchObject({ number: gateNumber, workaround: 'Renew the lease.', because: { words: ['gate stands', 'stands still'] }, uses: { worked: 0, failed: 0 } })
  })

  test('another organization and users are shown nothing', async () => {
    expect(await ask('b', { text: 'The gate stands still again' })).toEqual({ status: 200, items: [] })
    expect((await ask('user', { text: 'The gate stands still again' })).status).toBe(403)
  })

  test.each([['a service that is none', { serviceId: 'gate' }], ['too many', { limit: '21' }], ['an unknown name', { words: 'x' }]])('refuses %s', async (_what, query) => {
    expect((await ask('all', query)).status).toBe(400)
  })
})

describe('what it was worth', () => {
  test('applied, resolved by it: it helped, and the incident names it', async () => {
    const i = await open('Gate still')
    await apply(i)
    expect(await uses(i)).toEqual(['tried'])
    await move(i, 'resolve', { code: 'known_error' })
    expect(await uses(i)).toEqual(['worked'])
    expect((await w.store.read(system, (s) => s.find(incident, i))).problemId).toBe(gate)
  })

  test('back again: it did not', async () => {
    const i = await open('Gate still there')
    await apply(i)
    await move(i, 'resolve', { code: 'workaround' })
    await move(i, 'reopen', { reason: 'Again.' })
    expect(await uses(i)).toEqual(['failed'])
  })

  test('resolved in another way: it did not', async () => {
    const i = await open('Gate stuck')
    await apply(i)
    await move(i, 'resolve', { code: 'user_helped' })
    expect(await uses(i)).toEqual(['failed'])
  })

  test('applied twice: the first time did not', async () => {
    const i = await open('Gate stuck fast')
    await apply(i)
    await apply(i)
    expect(await uses(i)).toEqual(['failed', 'tried'])
  })

  test('named only when it was resolved: counted all the same, once', async () => {
    const i = await open('Gate stuck again')
    await move(i, 'linkProblem', { toProblemId: gate })
    await move(i, 'resolve', { code: 'known_error' })
    expect(await uses(i)).toEqual(['worked'])
  })

  test('all of it stands beside the known error', async () => {
    expect((await ask('all', { text: 'gate stands still' })).items[0]?.uses).toEqual({ worked: 2, failed: 3 })
  })
})

test('what is retired is neither shown nor applied', async () => {
  await w.store.write(w.as('manager'), (s) => s.move(problem, gate, 'acceptRisk', { acceptedBy: w.as('manager').id, reviewOn: '2026-12-01', reason: 'Cheap.' }))
  expect((await ask('all', { text: 'gate stands still' })).items.map((i) => i.number)).toEqual([gateNumber])
  await w.store.write(w.as('manager'), (s) => s.move(problem, gate, 'retireKnownError'))
  await until('it is gone', async () => (await ask('all', { text: 'gate stands still' })).items.length === 0)
  const i = await open('Gate once more')
  await expect(apply(i)).rejects.toMatchObject({ code: 'refused', message: expect.stringMatching(/was retired/) })
})
