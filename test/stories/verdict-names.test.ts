/** What a developer writes into the question of a pipeline: the name that people read, in any case; several of one name; and what is called nearly so. */
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeWindow } from '../../src/practices/change/window.ts'
import { ci } from '../../src/practices/configuration/ci.ts'
import { ciType } from '../../src/practices/configuration/ci-type.ts'
import { service } from '../../src/practices/service/record.ts'
import { createAuth } from '../../src/server/auth.ts'
import { type RunningServer, startServer } from '../../src/server/server.ts'
import { system, type World, world } from '../world.ts'

let w: World
let server: RunningServer
const tokens: Record<string, string> = {}
const at = '2026-12-20T12:00:00Z'

beforeAll(async () => {
  w = await world()
  await w.store.write(system, async (s) => {
    const typeId = (await s.create(ciType, { orgId: w.provider, key: 'server', name: 'Server', shared: true })).id
    const pay = await s.create(service, { orgId: w.a.orgId, name: 'Payments API', key: 'pay', teamId: w.teamId })
    for (const [orgId, key] of [[w.a.orgId, 'ship-a'], [w.b.orgId, 'ship-b']] as const) await s.create(service, { orgId, name: 'Shipping desk', key, teamId: w.teamId })
    await s.create(service, { orgId: w.b.orgId, name: 'Payroll API of B', key: 'payroll', teamId: w.teamId })
    const old = await s.create(service, { orgId: w.a.orgId, name: 'Ledger', key: 'ledger-2', teamId: w.teamId })
    await s.move(service, old.id, 'retire', { reason: 'Gone.' })
    for (const [name, key] of [['Core switch', 'sw-a'], ['core SWITCH', 'sw-b'], ['VH-03', 'host-3'], ['Straße 7', 'lift-7']] as const) await s.create(ci, { orgId: w.a.orgId, name, key, typeId, teamId: w.teamId, inState: 'live' })
    await s.create(changeWindow, { orgId: w.a.orgId, kind: 'freeze', name: 'Christmas', scope: { serviceIds: [pay.id] }, startsAt: '2026-12-18T17:00:00Z', endsAt: '2027-01-04T06:00:00Z' })
  })
  const auth = createAuth(w.store)
  server = await startServer({ store: w.store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://127.0.0.1' }, webFolder: null })
  tokens['a'] = (await auth.createToken(w.as('admin'), { name: 'a', role: 'auditor', orgId: w.a.orgId })).secret
  tokens['all'] = (await auth.createToken(w.as('admin'), { name: 'all', role: 'manager', reach: 'all' })).secret
}, 60_000)
afterAll(async () => { await server.stop(); await w.end() })

interface Answer { readonly verdict: string; readonly rule: string; readonly sentence: string; readonly unclear: readonly { readonly name: string; readonly are: string; readonly candidates: readonly { readonly name: string; readonly key: string }[] }[] }
const ask = async (question: Record<string, unknown>, as = 'a'): Promise<Answer> => {
  const r = await fetch(`http://127.0.0.1:${server.port}/api/changes/verdict`, { method: 'POST', headers: { authorization: `Bearer ${tokens[as]}`, 'content-type': 'application/json' }, body: JSON.stringify({ at, ...question }) })
  expect(r.status).toBe(200)
  return await r.json() as Answer
}

test.each<[string, Record<string, unknown>, string]>([
  ['a service by its name', { service: 'Payments API' }, 'blocked hard_freeze'],
  ['by its name in small letters and with spaces about it', { service: '  payments  api ' }, 'blocked hard_freeze'],
  ['by its name in a label', { labels: { service: 'PAYMENTS API' } }, 'blocked hard_freeze'],
  ['by a part of its name', { service: 'Payments' }, 'ask not_known'],
  ['a service that was retired', { service: 'Ledger' }, 'ask not_known'],
  ['one that two have, of which the asker sees one', { service: 'shipping desk' }, 'allowed nothing_against'],
  ['an item by a name with a sign in it', { ci: 'vh-03' }, 'allowed nothing_against'],
  ['an item whose name is written in other letters', { ci: 'STRAßE 7' }, 'allowed nothing_against'],
  ['an item of which there are two', { ci: 'Core Switch' }, 'ask several_meant'],
  ['two of one name in a label', { labels: { host: 'core switch' } }, 'ask several_meant'],
  ['a known one beside one that several have', { service: 'Payments API', ci: 'core switch' }, 'ask several_meant'],
  ['a name of signs alone', { service: '--- ???' }, 'ask not_known'],
])('%s', async (_name, question, wanted) => { const got = await ask(question); expect(`${got.verdict} ${got.rule}`).toBe(wanted) })

test('of several it says which there are, and each can be named by its key', async () => {
  const got = await ask({ service: 'Shipping desk' }, 'all')
  expect(got).toMatchObject({ rule: 'several_meant', unclear: [{ name: 'Shipping desk', are: 'several' }] })
  expect(got.unclear[0]?.candidates.map((c) => c.key).sort()).toEqual(['ship-a', 'ship-b'])
  expect(got.sentence).toMatch(/^"Shipping desk" is the name of 2: Shipping desk \(ship-[ab], SVC-\d+\) or Shipping desk \(ship-[ab], SVC-\d+\)\. Say which one, by its key or number\.$/)
  expect((await ask({ service: 'ship-b' }, 'all')).verdict).toBe('allowed')
})

test('of what nothing is called it names what is near, only to those who may see that', async () => {
  const near = (answer: Answer): readonly string[] => answer.unclear.flatMap((u) => u.candidates.map((c) => c.name))
  const mine = await ask({ service: 'Paymnts API' })
  expect(mine.sentence).toMatch(/^Nothing here is called "Paymnts API"\. Did you mean Payments API \(pay, SVC-\d+\)\?/)
  expect([near(mine), near(await ask({ service: 'Payroll API' }, 'all'))]).toEqual([['Payments API'], expect.arrayContaining(['Payroll API of B'])])
  expect(near(await ask({ service: 'Payroll API of' })).filter((n) => /Payroll/.test(n))).toEqual([])
  expect(near(await ask({ service: 'VH-03' }))).toEqual(['VH-03'])
  expect(near(await ask({ service: 'quantum' }))).toEqual([])
})
