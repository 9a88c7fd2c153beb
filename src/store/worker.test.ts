/** The worker: what reaches outside never keeps our own work waiting, and what a killed worker left is taken up. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { world, type World } from '../../test/world.ts'
import { incident } from '../practices/incident/record.ts'
import { rule } from '../model/actor.ts'
import { startWorker } from './worker.ts'

const log = { warn: () => undefined, error: () => undefined }
let w: World
beforeAll(async () => { w = await world() })
afterAll(async () => { await w.end() })

test('receivers that do not answer keep no reaction waiting', async () => {
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  let stuck = 0
  const worker = await startWorker({ store: w.store, isOnlyOne: true, log, outside: { slow: async () => { stuck++; await answered } } })
  await w.store.write(rule('test'), async (s) => { for (let i = 0; i < 40; i++) await s.after({ task: 'slow', payload: {} }) })
  await expect.poll(() => stuck, { timeout: 10_000 }).toBeGreaterThanOrEqual(4)
  const { id } = await w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title: 'Gates stand open' }))
  // A reaction gives it to the team of its service.
  await expect.poll(async () => (await w.store.read(w.as('agent'), (s) => s.find(incident, id))).teamId, { timeout: 10_000 }).toBe(w.teamId)
  answer()
  await worker.stop()
}, 40_000)

test('at its start it takes up what a killed worker held for minutes, not what another holds since a moment', async () => {
  const done: unknown[] = []
  await w.store.write(rule('test'), async (s) => { for (const key of ['old', 'new']) await s.after({ task: 'held', payload: { key }, key }) })
  await w.store.db.owner((tx) => tx.query(`UPDATE graphile_worker._private_jobs SET locked_by = 'worker-' || key, locked_at = now() - CASE key WHEN 'old' THEN interval '5 min' ELSE interval '1 s' END WHERE key IN ('old', 'new')`))
  const worker = await startWorker({ store: w.store, log, outside: { held: async ({ key }) => { done.push(key) } } })
  await expect.poll(() => done, { timeout: 10_000 }).toEqual(['old'])
  await worker.stop()
}, 20_000)
