/** Outages are evidence: a closed incident has none that go on, and none counts for less by one person's word. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../src/model/error.ts'
import type { Actor } from '../../src/model/actor.ts'
import { is } from '../../src/model/query.ts'
import { outage } from '../../src/practices/incident/outage.ts'
import { incident } from '../../src/practices/incident/record.ts'
import type { Session } from '../../src/store/store.ts'
import { system, world, type World } from '../world.ts'
import { until } from './told.ts'

let w: World
let number = ''
beforeAll(async () => { w = await world() })
afterAll(async () => { await w.end() })

const startedAt = '2026-03-17T08:00:00.000Z'
const endedOn = '2026-03-17T08:30:00.000Z'
const said = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (e: unknown) => (e instanceof AppError ? `${e.code}: ${e.message}` : String(e)))
const act = (who: Actor, id: string, verb: string, input: Record<string, unknown> = {}): Promise<string> => said(w.store.write(who, (s) => s.move<object>(outage, id, verb, input)))
const begun = (input: Record<string, unknown>) => w.store.write(w.as('agent'), (s) => s.create(outage, { orgId: w.a.orgId, serviceId: w.a.serviceId, startedAt, ...input }))
const read = (id: string) => w.store.read(system, (s) => s.find(outage, id))
/** An outage of half an hour in an incident that is closed by now. */
async function closed(input: Record<string, unknown> = {}): Promise<{ readonly id: string; readonly incidentId: string }> {
  const i = await w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title: 'Gate down' }))
  number = i.number
  const { id } = await begun({ incidentId: i.id, endedOn, usersAffected: 40, ...input })
  for (const [verb, more] of [['resolve', { code: 'fixed' }], ['close', {}]] as const) await w.store.write(w.as('agent'), (s) => s.move(incident, i.id, verb, more))
  return { id, incidentId: i.id }
}

describe('invariant 8: a closed incident has no outage that goes on', () => {
  test('none is begun in it, and none that ended goes on', async () => {
    const { id, incidentId } = await closed()
    expect(await said(begun({ incidentId }))).toBe(`refused: ${number} is closed: nothing of it goes on. Reopen it first, or record an outage that has ended.`)
    expect(await act(w.as('manager'), id, 'reopen', { reason: 'Still slow.' })).toMatch(/^refused: INC-\d+ is closed: nothing of it goes on/)
    expect((await read(id)).state).toBe('ended')
  })

  test.each([['cancel', { reason: 'None.' }], ['merge', {}]] as const)('nor does %s leave one that goes on behind', async (verb, input) => {
    const [one, other] = await w.store.write(w.as('agent'), async (s) => [await s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title: 'Gate down' }), await s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title: 'Gate too' })] as const)
    await begun({ incidentId: one.id })
    expect(await said(w.store.write(w.as('agent'), (s) => s.move<object>(incident, one.id, verb, verb === 'merge' ? { intoId: other.id } : input)))).toBe('refused: An outage is still open. End it first.')
  })

  test('one that has ended is recorded afterwards, too; and it goes on when its incident does', async () => {
    const { id, incidentId } = await closed()
    expect(await said(begun({ incidentId, startedAt: endedOn, endedOn: '2026-03-17T08:40:00.000Z' }))).toBe('done')
    await w.store.write(w.as('agent'), (s) => s.move(incident, incidentId, 'reopen', { reason: 'Down again.' }))
    expect(await act(w.as('agent'), id, 'reopen', { reason: 'It never came back.' })).toBe('done')
  })
})

describe('invariant 8 holds between two who write at the same moment', () => {
  const fresh = () => w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title: 'Gate down' }))
  const waits = async (): Promise<boolean> => ((await w.store.db.owner((tx) => tx.query<{ n: number }>(`SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)))[0]?.n ?? 0) > 0
  /** The first has written and not committed when the second begins; it goes on once the second waits for it or is through. */
  const both = async (first: (s: Session) => Promise<unknown>, second: (s: Session) => Promise<unknown>): Promise<readonly [string, string]> => {
    let other: Promise<string> | null = null
    const one = await said(w.store.write(w.as('agent'), async (s) => {
      await first(s)
      let isOver = false
      other = said(w.store.write(w.as('manager'), second)).finally(() => { isOver = true })
      await until('the second waits or is through', async () => isOver || await waits())
    }))
    return [one, await (other ?? Promise.resolve('nothing'))]
  }

  test.each(['resolve', 'cancel'] as const)('an outage that begins while somebody would %s its incident', async (verb) => {
    const i = await fresh()
    const input = verb === 'resolve' ? { code: 'fixed' } : { reason: 'None.' }
    const [one, two] = await both((s) => s.create(outage, { orgId: w.a.orgId, serviceId: w.a.serviceId, incidentId: i.id, startedAt }), (s) => s.move<object>(incident, i.id, verb, input))
    expect([one, two]).toEqual(['done', expect.stringMatching(/^refused: An outage is still open\. End it first/)])
    const j = await fresh()
    const [three, four] = await both((s) => s.move<object>(incident, j.id, verb, input), (s) => s.create(outage, { orgId: w.a.orgId, serviceId: w.a.serviceId, incidentId: j.id, startedAt }))
    expect([three, four]).toEqual(['done', expect.stringMatching(/^refused: INC-\d+ is \w+: nothing of it goes on/)])
  })

  test('an outage that begins while its incident is resolved and its outages ended', async () => {
    const i = await fresh()
    const [one, two] = await both((s) => s.create(outage, { orgId: w.a.orgId, serviceId: w.a.serviceId, incidentId: i.id, startedAt }), (s) => s.move<object>(incident, i.id, 'resolve', { code: 'fixed', outagesEndedAt: endedOn }))
    expect([one, two]).toEqual(['done', 'done'])
    expect((await w.store.read(system, (s) => s.list(outage, { where: [is('incidentId', i.id)] }))).items.map((o) => o.state)).toEqual(['ended'])
  })
})

describe('invariant 20: less evidence needs a second person', () => {
  test.each([
    ['withdraw', { reason: 'Nobody noticed.' }, 'to withdraw it'], ['update', { degree: 0.1, reason: 'It was half up.' }, 'a smaller share lost'], ['update', { isPlanned: true, reason: 'It was planned.' }, 'that it was planned'],
    ['update', { startedAt: '2026-03-17T08:20:00.000Z', reason: 'Clock.' }, 'a later beginning'], ['update', { usersAffected: 4, reason: 'Counted again.' }, 'fewer users'], ['update', { usersAffected: null, reason: 'Unknown.' }, 'fewer users'],
  ] as const)('nobody may %s %o alone once the incident is closed', async (verb, input, what) => {
    const { id } = await closed()
    for (const who of [w.as('agent'), w.as('manager'), w.as('admin')]) expect(await act(who, id, verb, input)).toBe(`refused: ${number} is closed, and numbers rest on it: ${what} needs a second person. Propose it with the reason, and another confirms it.`)
    expect(await read(id)).toMatchObject({ state: 'ended', degree: 1, isPlanned: false, usersAffected: 40, startedAt })
  })

  test('one proposes it with a reason, another with the right to confirms it, and the journal names both', async () => {
    const { id } = await closed()
    expect(await act(w.as('manager'), id, 'propose', { shareLost: 0.5 })).toMatch(/^invalid/)
    expect(await act(w.as('manager'), id, 'confirm')).toBe('refused: Nobody proposed anything; there is nothing to confirm.')
    expect(await act(w.as('manager'), id, 'propose', { reason: 'Half of it was up.' })).toMatch(/^refused: Say what is proposed/)
    expect(await act(w.as('manager'), id, 'propose', { shareLost: 0.5, reason: 'Half of it was up.' })).toBe('done')
    expect(await read(id)).toMatchObject({ degree: 1, proposal: { what: { degree: 0.5 }, byId: w.as('manager').id, reason: 'Half of it was up.' } })
    expect(await act(w.as('manager'), id, 'confirm')).toBe('forbidden: manager provider proposed it; somebody else must confirm it.')
    expect(await act(w.as('agent'), id, 'confirm')).toMatch(/^forbidden: Your role may not confirm/)
    expect(await act(system, id, 'confirm')).toBe('forbidden: What weakens evidence is confirmed by a person, not by a rule or token.')
    expect(await act(w.as('admin'), id, 'confirm')).toBe('done')
    expect(await read(id)).toMatchObject({ state: 'ended', degree: 0.5, proposal: null })
    expect((await w.store.read(system, (s) => s.history('outage', id))).map((e) => [e.verb, e.actorName])).toEqual([['create', 'agent provider'], ['propose', 'manager provider'], ['confirm', 'admin provider']])
  })

  test('an agent proposes to withdraw it and a manager confirms; declined, it counts as before', async () => {
    const { id } = await closed()
    expect(await act(w.as('agent'), id, 'propose', { wasNone: true, reason: 'A probe failed, not the service.' })).toBe('done')
    expect(await act(w.as('manager'), id, 'decline', { reason: 'Users called.' })).toBe('done')
    expect(await act(w.as('manager'), id, 'confirm')).toMatch(/^refused: Nobody proposed anything/)
    expect(await act(w.as('agent'), id, 'propose', { wasNone: true, reason: 'Only the probe; users were not hit.' })).toBe('done')
    expect(await act(w.as('manager'), id, 'confirm')).toBe('done')
    expect(await read(id)).toMatchObject({ state: 'withdrawn', proposal: null })
  })

  test('an outage without an incident is settled when it is over', async () => {
    const { id } = await begun({ endedOn })
    expect(await act(w.as('admin'), id, 'withdraw', { reason: 'None.' })).toMatch(/^refused: It is over, and numbers rest on it: to withdraw it needs a second person/)
  })

  test('nor does it count for less by one when it is found to go on first', async () => {
    const { id } = await begun({ endedOn })
    expect(await act(w.as('agent'), id, 'reopen', { reason: 'It goes on.' })).toBe('done')
    expect(await act(w.as('agent'), id, 'withdraw', { reason: 'None.' })).toMatch(/^refused: It was over, and numbers rest on it: to withdraw it needs a second person/)
    expect(await act(w.as('agent'), id, 'update', { degree: 0.1, reason: 'A little.' })).toMatch(/^refused: It was over, and numbers rest on it/)
    expect(await act(w.as('agent'), id, 'end', { endedOn: '2026-03-17T08:01:00.000Z' })).toMatch(/^refused: It was found to go on after 2026-03-17T08:30:00.000Z, so that it cannot have ended before/)
    expect(await act(w.as('agent'), id, 'end', { endedOn: '2026-03-17T08:45:00.000Z' })).toBe('done')
  })

  test('nor when its incident is reopened first', async () => {
    const { id, incidentId } = await closed()
    await w.store.write(w.as('agent'), (s) => s.move(incident, incidentId, 'reopen', { reason: 'To look at it again.' }))
    expect(await act(w.as('agent'), id, 'withdraw', { reason: 'None.' })).toBe(`refused: ${number} was over, and numbers rest on it: to withdraw it needs a second person. Propose it with the reason, and another confirms it.`)
  })

  test('nobody counted is not nobody hit', async () => {
    const { id } = await closed({ usersAffected: null })
    expect(await act(w.as('manager'), id, 'update', { usersAffected: 0, reason: 'None.' })).toMatch(/fewer users needs a second person/)
  })

  test('one’s own token is no second person', async () => {
    const { id } = await closed()
    const token: Actor = { kind: 'token', id: '00000000-0000-4000-8000-00000000feed', name: 'a program', role: 'manager', orgId: w.provider, reach: 'all', madeById: w.as('manager').id }
    expect(await act(token, id, 'propose', { wasNone: true, reason: 'The probe.' })).toBe('done')
    expect(await act(w.as('manager'), id, 'confirm')).toBe('forbidden: a program proposed it; somebody else must confirm it.')
    expect(await act(w.as('admin'), id, 'confirm')).toBe('done')
  })

  test('while its incident is worked on, less needs a reason, and more needs none', async () => {
    const i = await w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title: 'Gate slow' }))
    const { id } = await begun({ incidentId: i.id, degree: 0.5 })
    expect(await act(w.as('agent'), id, 'update', { degree: 0.2 })).toBe('refused: It would count for less (a smaller share lost): say why.')
    expect(await act(w.as('agent'), id, 'update', { degree: 0.2, reason: 'One lane of five.' })).toBe('done')
    expect(await act(w.as('agent'), id, 'update', { degree: 0.9, usersAffected: 12 })).toBe('done')
    expect(await act(w.as('agent'), id, 'withdraw', { reason: 'The probe.' })).toBe('done')
  })
})
