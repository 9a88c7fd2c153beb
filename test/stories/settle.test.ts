/** Whether promises were kept, as the record itself says it: at the first action, when a target passes, at the end, after a reopening and after an agreement dated back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sightOf } from '../../src/model/actor.ts'
import { agreement } from '../../src/practices/agreement/agreement.ts'
import { calendar } from '../../src/practices/agreement/calendar.ts'
import { incidentFacts } from '../../src/practices/incident/facts.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { measureOf } from '../../src/practices/measure/register.ts'
import { followFacts } from '../../src/store/facts.ts'
import { verifyJournal } from '../../src/store/journal.ts'
import { measureCells } from '../../src/store/measure.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

let w: Stage

/** Time goes on: our clock, and by the same length the timers in the queue. */
const shift = async (seconds: number): Promise<void> => {
  w.clock.forward(seconds)
  await w.store.db.owner((tx) => tx.query(`UPDATE graphile_worker._private_jobs SET run_at = run_at - make_interval(secs => $1) WHERE run_at > now()`, [seconds]))
  await w.store.db.owner((tx) => tx.query(`SELECT pg_notify('jobs:insert', '{"count":1}')`))
  await w.quiet()
}
const open = async (title: string): Promise<string> => {
  const i = await w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title, impact: 1, urgency: 2 }))
  await w.quiet()
  return i.id
}
const move = async (id: string, verb: string, input: Record<string, unknown> = {}): Promise<void> => {
  await w.store.write(w.as('agent'), (s) => s.move(incident, id, verb, input))
  await w.quiet()
}
const met = async (id: string): Promise<readonly (boolean | null)[]> => {
  const i = await w.store.read(system, (s) => s.find(incident, id))
  return [i.responseMet, i.resolutionMet]
}
const settled = async (id: string): Promise<number> => (await w.store.read(system, (s) => s.history('incident', id))).filter((e) => e.verb === 'settle').length
const cellOf = async (id: string): Promise<unknown> => {
  await followFacts(w.store, incidentFacts)
  const def = measureOf(id)?.definition
  if (!def) throw new Error(`${id} has no definition`)
  const [cell] = await w.store.db.read(sightOf(system), (tx) => measureCells(tx, incidentFacts, def, { step: 'all', zone: 'UTC', by: [], where: [] }, new Date(w.clock.now()).toISOString()))
  return cell && [cell.hits, cell.used, cell.eligible]
}

beforeAll(async () => { w = await stage(); await w.quiet() })
afterAll(async () => { await w.end() })

describe('priority 2: half an hour to answer, eight hours to restore', () => {
  let one = ''
  let two = ''

  test('a new incident has no verdict, and no journal row for it', async () => {
    one = await open('Gate stands open')
    two = await open('Gate stands shut')
    expect([await met(one), await settled(one)]).toEqual([[null, null], 0])
  })

  test('the first action in time is an answer in time; nobody answers the other, and half an hour later that is missed while it is open', async () => {
    await shift(600)
    await move(one, 'acknowledge')
    expect(await met(one)).toEqual([true, null])
    await shift(1201)
    expect([await met(one), await met(two)]).toEqual([[true, null], [false, null]])
    expect(await settled(one)).toBe(1)
  })

  test('restored in time, or missed while it goes on, each said once', async () => {
    await move(one, 'resolve', { code: 'fixed' })
    expect(await met(one)).toEqual([true, true])
    await shift(8 * 3600)
    expect(await met(two)).toEqual([false, false])
    await move(two, 'resolve', { code: 'fixed' })
    expect([await met(two), await settled(one), await settled(two)]).toEqual([[false, false], 2, 2])
  })

  test('the measures compute for living incidents', async () => {
    expect([await cellOf('IN1'), await cellOf('IN2')]).toEqual([[1, 2, 2], [1, 2, 2]])
  })

  test('a reopening opens the question again; what passed its target between is missed', async () => {
    await shift(60)
    await move(one, 'reopen', { reason: 'It came back.' })
    expect(await met(one)).toEqual([true, null])
    await shift(12 * 3600)
    await move(one, 'resolve', { code: 'fixed' })
    expect(await met(one)).toEqual([true, false])
  })

  test('an agreement dated back settles what is done already anew, but not what a former system settled', async () => {
    const always = await w.store.read(system, (s) => s.list(calendar, { limit: 1 }))
    const wide = { responseSeconds: 86_400, resolutionSeconds: 864_000 }
    await w.store.write(system, (s) => s.create(agreement, { orgId: w.a.orgId, serviceId: w.a.serviceId, name: 'Gate', calendarId: always.items[0]?.id, validFrom: '2026-03-01T00:00:00.000Z', targets: { 1: wide, 2: wide, 3: wide, 4: wide, 5: wide } }))
    await w.quiet()
    expect([await met(one), await met(two)]).toEqual([[true, true], [true, true]])
    expect((await verifyJournal(w.store.db, w.store.records)).faults).toEqual([])
  })
})

test('what a rule notes for itself makes nobody’s version stale; what somebody did makes it so', async () => {
  const id = await open('Barrier stays down')
  const seen = await w.store.write(w.as('agent'), (s) => s.move(incident, id, 'acknowledge'))
  await w.quiet()
  expect([await settled(id), (await w.store.read(system, (s) => s.find(incident, id))).version]).toEqual([1, seen.version + 1])
  const next = await w.store.write(w.as('agent'), (s) => s.move(incident, id, 'update', { title: 'Barrier stays down at gate 2' }, { ifVersion: seen.version }))
  await expect(w.store.write(w.as('agent'), (s) => s.move(incident, id, 'update', { title: 'Another' }, { ifVersion: seen.version }))).rejects.toMatchObject({ code: 'stale' })
  await expect(w.store.write(w.as('agent'), (s) => s.move(incident, id, 'update', { title: 'Another' }, { ifVersion: next.version + 1 }))).rejects.toMatchObject({ code: 'stale' })
})
