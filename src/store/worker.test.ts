/** The worker: what reaches outside never keeps our own work waiting, and what a killed worker left is taken up. */
import { setTimeout as sleep } from 'node:timers/promises'
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

test('it works again after the database took from it two ends of jobs at once', async () => {
  const done: unknown[] = []
  const letGo: (() => void)[] = []
  const worker = await startWorker({ store: w.store, isOnlyOne: true, log, outside: { gated: async ({ key }) => {
    if (letGo.length < 3) await new Promise<void>((resolve) => { letGo.push(resolve) })
    done.push(key)
  } } })
  await w.store.write(rule('test'), async (s) => { for (const key of ['one', 'two', 'three']) await s.after({ task: 'gated', payload: { key }, key }) })
  await expect.poll(() => letGo.length, { timeout: 10_000 }).toBe(3)
  const other = await w.store.db.ownerPool.connect()
  try {
    // Nobody can mark a job as done until this ends.
    await other.query(`BEGIN; SELECT 1 FROM graphile_worker._private_jobs WHERE key IN ('one', 'two', 'three') FOR UPDATE`)
    for (const go of letGo) { go(); await sleep(50) }
    const ending = async (): Promise<number[]> => (await other.query<{ pid: number }>(`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'delete from%jobs%'`)).rows.map((x) => x.pid)
    await expect.poll(async () => (await ending()).length, { timeout: 10_000 }).toBe(3)
    await other.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) pid', [await ending()])
    await sleep(500)
    await other.query('COMMIT')
  } finally {
    other.release()
  }
  await w.store.write(rule('test'), (s) => s.after({ task: 'gated', payload: { key: 'after' }, key: 'after' }))
  await expect.poll(() => done, { timeout: 30_000 }).toContain('after')
  await worker.stop()
}, 60_000)
