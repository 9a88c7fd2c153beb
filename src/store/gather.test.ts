/** Creates that share a commit: each keeps its own maker, rules and refusal, and nobody sees more by it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { incident } from '../practices/incident/record.ts'
import { service } from '../practices/service/record.ts'
import { verifyJournal } from './journal.ts'
import { system, world, type World } from '../../test/world.ts'

let w: World
beforeAll(async () => { w = await world() })
afterAll(async () => { await w.end() })

const report = (actor: Actor, title: string, more: Record<string, unknown> = {}): Promise<{ id: string; number: string; orgId: string; createdBy: string }> =>
  w.store.create(actor, incident, { title, impact: 2, urgency: 2, ...more })
const outcomes = async (list: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(list)).map((x) => (x.status === 'fulfilled' ? 'made' : x.reason instanceof AppError ? x.reason.code : `fault ${String(x.reason)}`))
const jobs = async (): Promise<number> =>
  (await w.store.db.owner((tx) => tx.query<{ n: number }>(`SELECT count(*) AS n FROM graphile_worker.jobs WHERE task_identifier = 'react'`)))[0]?.n ?? 0
/** In how many transactions these rows were written. */
const commits = async (ids: readonly string[]): Promise<number> =>
  (await w.store.db.owner((tx) => tx.query<{ n: number }>('SELECT count(DISTINCT xmin::text) AS n FROM incident WHERE id = ANY($1::uuid[])', [ids])))[0]?.n ?? 0

test('those that arrive together are one commit and one job, with a number each', async () => {
  const before = await jobs()
  const rows = await Promise.all(Array.from({ length: 20 }, (_, n) => report(w.as('agent', 'a'), `Together ${n}`)))
  expect(new Set(rows.map((r) => r.number)).size).toBe(20)
  expect(await commits(rows.map((r) => r.id))).toBe(1)
  expect(await jobs() - before).toBe(1)
})

test('each keeps its maker and a correlation of its own, and each chain holds', async () => {
  const rows = await Promise.all([report(w.as('agent', 'a'), 'By the agent'), report(w.as('manager', 'a'), 'By the manager')])
  expect(rows.map((r) => r.createdBy)).toEqual(['agent a', 'manager a'])
  expect(await commits(rows.map((r) => r.id))).toBe(1)
  const entries = await w.store.read(system, async (s) => (await Promise.all(rows.map((r) => s.history('incident', r.id)))).flat())
  expect(entries.map((e) => e.actorName)).toEqual(['agent a', 'manager a'])
  expect(new Set(entries.map((e) => e.correlationId)).size).toBe(2)
  expect((await verifyJournal(w.store.db, w.store.records)).faults).toEqual([])
})

test.each<[string, Record<string, unknown>, string]>([
  ['an unknown field', { colour: 'red' }, 'invalid'],
  ['a broken rule', { noticedAt: '2999-01-01T00:00:00Z' }, 'invalid'],
  ['a reference that leads nowhere', { serviceId: '00000000-0000-4000-8000-000000000000' }, 'invalid'],
])('%s refuses its own request, not those beside it', async (_what, more, code) => {
  const wrong = report(w.as('agent', 'a'), 'Wrong', more).then(() => 'made', (e: unknown) => (e instanceof AppError ? [code, 'refused'].includes(e.code) : e))
  expect(await outcomes([report(w.as('agent', 'a'), 'Good 1'), report(w.as('agent', 'a'), 'Good 2')])).toEqual(['made', 'made'])
  expect(await wrong).toBe(true)
})

test('a role that may not create is refused beside one that may, though both see the same', async () => {
  expect(await outcomes([report(w.as('auditor', 'a'), 'Not mine to report'), report(w.as('agent', 'a'), 'Good')])).toEqual(['forbidden', 'made'])
})

test('what the database refuses is refused to one; the others are written once', async () => {
  const make = (key: string): Promise<unknown> => w.store.create(w.as('manager', 'a'), service, { name: `Service ${key}`, key })
  expect(await outcomes([make('first'), make('twin'), make('twin'), make('last')])).toEqual(['made', 'made', 'conflict', 'made'])
  const { items } = await w.store.read(system, (s) => s.list(service, { where: [{ field: 'key', op: 'in', values: ['first', 'twin', 'last'] }] }))
  expect(items.map((x) => x.key).toSorted()).toEqual(['first', 'last', 'twin'])
})

test('organizations never share a commit, and each record is its own organization’s', async () => {
  const [ofA, ofB] = await Promise.all([report(w.as('agent', 'a'), 'Of A'), report(w.as('agent', 'b'), 'Of B')])
  expect([ofA.orgId, ofB.orgId]).toEqual([w.a.orgId, w.b.orgId])
  expect(await commits([ofA.id, ofB.id])).toBe(2)
  // A service of B is not there for A, also when B asks at the same moment.
  expect(await outcomes([report(w.as('agent', 'a'), 'Reaching over', { serviceId: w.b.serviceId }), report(w.as('agent', 'b'), 'Own', { serviceId: w.b.serviceId })])).toEqual(['invalid', 'made'])
})
