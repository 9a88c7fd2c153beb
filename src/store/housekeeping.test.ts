/** What the hourly work removes, what it keeps, and that seals tell when the journal was touched. */
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { system, world, type World } from '../../test/world.ts'
import { integration } from '../practices/event/integration.ts'
import { alert } from '../practices/event/record.ts'
import { team } from '../practices/people/team.ts'
import { keepHouse } from './housekeeping.ts'
import { preparePartitions } from './partition.ts'
import { sealJournal, verifySeals } from './seal.ts'

const day = 86_400
const told: string[] = []
const log = { info: (_: object, m: string) => { told.push(m) }, warn: (facts: object, m: string) => { told.push(`${m} ${JSON.stringify(facts)}`) } }

let w: World
let owner: pg.Client
beforeEach(async () => {
  told.length = 0
  w = await world()
  owner = new pg.Client({ connectionString: w.url, options: '-c timezone=UTC -c evenkeel.all=on -c evenkeel.internal=on' })
  await owner.connect()
})
afterEach(async () => {
  await owner.end()
  await w.end()
})

const house = (eventDays = 30): Promise<void> => keepHouse(w.store.db, w.clock.now(), { eventDays }, log)
const at = (daysAgo: number): string => new Date(w.clock.now() - daysAgo * day * 1000).toISOString()
const texts = async (sql: string): Promise<unknown[]> => (await owner.query<{ x: unknown }>(sql)).rows.map((r) => r.x)

async function event(fingerprint: string, daysAgo: number, integrationId: string | null = null): Promise<void> {
  await owner.query(
    `INSERT INTO event (id, org_id, integration_id, source, type, subject, fingerprint, state, significance, action, occurred_at, received_at, labels, annotations, reasons)
     VALUES (gen_random_uuid(), $1, $2, 's', 't', 's', $3, 'firing', 'warning', 'open', $4, $4, '{}', '{}', '[]')`, [w.provider, integrationId, fingerprint, at(daysAgo)])
}

test('answers to repeated requests go after a day, sessions at their end', async () => {
  await owner.query(`INSERT INTO idempotency (actor_id, key, request_hash, at) VALUES (gen_random_uuid(), 'old', 'h', $1), (gen_random_uuid(), 'young', 'h', $2)`, [at(1.01), at(0.99)])
  await owner.query(`INSERT INTO session VALUES ('ended', gen_random_uuid(), $1, $2), ('open', gen_random_uuid(), $1, $3)`, [at(20), at(0.001), at(-1)])
  await house()
  expect(await texts('SELECT key AS x FROM idempotency')).toEqual(['young'])
  expect(await texts('SELECT secret_sha256 AS x FROM session')).toEqual(['open'])
})

test('old events go, but for those of an alert that is still open', async () => {
  const made = await w.store.write(system, async (s) => {
    const way = await s.create(integration, { orgId: w.provider, name: 'prom', kind: 'alertmanager', keyHash: 'a'.repeat(64) })
    await s.create(alert, { orgId: w.provider, title: 'still burning', severity: 'critical', fingerprint: 'open', labels: {}, annotations: {}, integrationId: way.id, incidentKey: 'k', startsAt: at(90), reasons: [] })
    return way.id
  })
  await event('open', 60, made)
  await event('gone', 31, made)
  await event('young', 29, made)
  await event('nobody', 31)
  await house()
  expect((await texts('SELECT fingerprint AS x FROM event ORDER BY 1'))).toEqual(['open', 'young'])
})

test('a month of its own goes whole, and stays where an open alert needs it', async () => {
  await preparePartitions(w.store.db, Date.parse('2026-01-15T00:00:00.000Z'))
  await event('a', 70)
  await event('b', 20)
  const months = `SELECT inhrelid::regclass::text AS x FROM pg_inherits WHERE inhparent = 'event'::regclass ORDER BY 1`
  expect(await texts(months)).toEqual(['event_2026_01', 'event_2026_02', 'event_2026_03', 'event_rest'])
  await house(15)
  expect(await texts(months)).toEqual(['event_2026_03', 'event_2026_04', 'event_2026_05', 'event_rest'])
  expect(await texts('SELECT fingerprint AS x FROM event')).toEqual([])
})

describe('months', () => {
  test('are prepared once, ahead of time, and rows find them', async () => {
    // The rows of the test's world lie in March, in the default partition.
    expect(await preparePartitions(w.store.db, w.clock.now())).toEqual(['journal_2026_04', 'journal_2026_05', 'event_2026_03', 'event_2026_04', 'event_2026_05'])
    expect(await preparePartitions(w.store.db, w.clock.now())).toEqual([])
    w.clock.set('2026-04-01T00:00:00.000Z')
    const made = await w.store.write(system, (s) => s.create(team, { orgId: w.provider, name: 'April' }))
    expect(await texts(`SELECT tableoid::regclass::text AS x FROM journal WHERE record_id = '${made.id}'`)).toEqual(['journal_2026_04'])
  })

  test('keep what the journal keeps: no change, no removal, and nothing for the application but through the journal', async () => {
    await preparePartitions(w.store.db, w.clock.now())
    w.clock.set('2026-04-02T00:00:00.000Z')
    await w.store.write(system, (s) => s.create(team, { orgId: w.provider, name: 'April' }))
    await expect(owner.query(`UPDATE journal_2026_04 SET verb = 'x'`)).rejects.toThrow('append-only')
    await expect(owner.query('SET ROLE evenkeel_app; SELECT * FROM journal_2026_04')).rejects.toThrow('permission denied')
  })

  test('leave no constraint behind where the default partition holds the month already', async () => {
    await preparePartitions(w.store.db, w.clock.now())
    expect(await texts(`SELECT conname AS x FROM pg_constraint WHERE conname LIKE 'no\\_%'`)).toEqual([])
  })
})

describe('a seal', () => {
  const seal = async (): Promise<void> => { await sealJournal(w.store.db, w.clock.now()) }
  const faults = async (): Promise<string> => (await verifySeals(w.store.db)).faults.join('\n')
  /** What only the owner of the database can do, around the trigger. */
  const tamper = (sql: string): Promise<unknown> => owner.query(`ALTER TABLE journal DISABLE TRIGGER append_only; ${sql}; ALTER TABLE journal ENABLE TRIGGER append_only`)

  test('is made once a day over all that is new, and holds', async () => {
    await seal()
    w.clock.forward(day / 2)
    await w.store.write(system, (s) => s.create(team, { orgId: w.provider, name: 'Later' }))
    await seal()
    expect((await verifySeals(w.store.db)).seals).toBe(1)
    w.clock.forward(day / 2)
    await seal()
    const { seals, newest, faults: wrong } = await verifySeals(w.store.db)
    expect([seals, wrong, newest?.toSeq]).toEqual([2, [], (await texts('SELECT max(seq)::int AS x FROM journal'))[0]])
    w.clock.forward(2 * day)
    await seal()
    expect((await verifySeals(w.store.db)).seals).toBe(2)
  })

  test('tells a removed end of a history, a changed row and one put in between', async () => {
    await seal()
    await tamper('DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)')
    expect(await faults()).toMatch(/1 journal rows are missing since/)
    await tamper(`UPDATE journal SET hash = 'x' WHERE seq = (SELECT max(seq) FROM journal)`)
    w.clock.forward(day)
    expect(await faults()).toMatch(/missing since/)
  })

  test('tells that another seal was removed or changed', async () => {
    await seal()
    await w.store.write(system, (s) => s.create(team, { orgId: w.provider, name: 'Later' }))
    w.clock.forward(day)
    await seal()
    await owner.query('UPDATE journal_seal SET rows = rows - 1 WHERE id = 1')
    expect(await faults()).toMatch(/changed after it was written/)
    await owner.query('DELETE FROM journal_seal WHERE id = 1')
    expect(await faults()).toMatch(/the seal before it is missing/)
  })
})

test('everything is told once, and nothing where nothing is to do', async () => {
  await house()
  expect(told).toEqual(['months were prepared', 'the journal was sealed'])
  told.length = 0
  await house()
  expect(told).toEqual([])
})
