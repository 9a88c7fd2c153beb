/** A beginning of a name that more things have than a list of ids holds: the list and the count are of all of them, in the order that was asked for. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { is } from '../../src/model/query.ts'
import { named } from '../../src/practices/change/names.ts'
import { ci } from '../../src/practices/configuration/ci.ts'
import { ciType } from '../../src/practices/configuration/ci-type.ts'
import { service } from '../../src/practices/service/record.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

/** More than the 12,000 that are found by their ids. */
const hosts = 13_000
let w: Stage
beforeAll(async () => {
  w = await stage()
  const type = await w.store.write(system, (s) => s.create(ciType, { orgId: w.provider, name: 'Host', key: 'host' }))
  // Straight into the table: the last two have one name, written in other letters.
  await w.store.db.owner((tx) => tx.query(`INSERT INTO ci (id, number, org_id, shared, state, state_since, version, created_at, created_by, updated_at, tags, name, key, aliases, type_id, attrs, chain)
     SELECT gen_random_uuid(), 'TC-' || n, CASE WHEN n % 2 = 0 THEN $1::uuid ELSE $4::uuid END, false, CASE WHEN n % 1000 = 1 THEN 'retired' ELSE 'live' END, $2, 1, $2, 'test', $2, '{}', CASE WHEN n > ${hosts - 2} THEN CASE n % 2 WHEN 0 THEN 'Vh' ELSE 'vH' END ELSE 'vh-' || lpad(n::text, 6, '0') END, 'k' || n, '{}', $3, '{}', ''
     FROM generate_series(1, ${hosts}) n`, [w.provider, new Date(w.clock.now()).toISOString(), type.id, w.a.orgId]))
}, 60_000)
afterAll(async () => { await w.end() })

test('all are counted, with every further condition, and in every order', async () => {
  const count = (q: string, more: Record<string, unknown> = {}): Promise<number> => w.store.read(system, (s) => s.count(ci, { q, ...more }, 100_000))
  expect([await count('vh'), await count('vh-0'), await count('vh-00'), await count('vh-012345')]).toEqual([hosts, hosts - 2, 9999, 1])
  expect(await count('vh-0', { where: [is('state', 'retired')] })).toBe(13)
  expect((await w.store.read(system, (s) => s.list(ci, { q: 'vh-0', sort: '-name', limit: 2 }))).items.map((x) => x.name)).toEqual(['vh-012998', 'vh-012997'])
  expect((await w.store.read(system, (s) => s.list(ci, { q: 'vh-0', sort: 'name', limit: 1 }))).items.map((x) => x.name)).toEqual(['vh-000001'])
})

test('only those that the asker sees', async () => {
  const seen = await w.store.read(w.as('agent', 'a'), (s) => s.count(ci, { q: 'vh' }, 100_000))
  expect(seen).toBe(hosts / 2)
})

test('a twin in other letters is not left out of what a name could mean', async () => {
  expect((await w.store.read(system, (s) => named(s, ci, 'vh'))).length).toBe(2)
})

test('a service of one beginning is found as ever', async () => {
  await w.store.write(system, (s) => s.create(service, { orgId: w.a.orgId, name: 'vh-03 console', key: 'vh-console', teamId: w.teamId }))
  expect(await w.store.read(system, async (s) => (await s.list(service, { q: 'vh-0', limit: 5 })).items.map((x) => x.key))).toEqual(['vh-console'])
})
