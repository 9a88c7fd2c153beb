/** What is asked when a change begins: freezes seen or not, what it collides with at another time than planned, and how early a manager's word holds; and what follows where its authorisation falls. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/model/actor.ts'
import { is } from '../../src/model/query.ts'
import { approval } from '../../src/practices/change/approval.ts'
import { change } from '../../src/practices/change/record.ts'
import { changeWindow } from '../../src/practices/change/window.ts'
import { service } from '../../src/practices/service/record.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

let w: Stage
beforeAll(async () => { w = await stage(); await w.quiet() })
afterAll(async () => { await w.end() })

const later = (hours: number): string => new Date(w.clock.now() + hours * 3_600_000).toISOString()
const said = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (e: unknown) => (e instanceof Error ? e.message : String(e)))
const agent = (): Actor => w.as('agent', 'a')
const manager = (): Actor => w.as('manager', 'a')
const move = async (id: string, verb: string, input: Record<string, unknown> = {}, by: Actor = agent()): Promise<void> => {
  await w.store.write(by, (s) => s.move(change, id, verb, input))
  await w.quiet()
}
const rowOf = (id: string) => w.store.read(system, (s) => s.find(change, id))
const asked = async (id: string) => (await w.store.read(system, (s) => s.list(approval, { where: [is('changeId', id), is('state', 'asked')], sort: 'step' }))).items
const agree = async (id: string, by: Actor): Promise<void> => {
  for (const ask of await asked(id)) { await w.store.write(by, (s) => s.move(approval, ask.id, 'approve', {})); await w.quiet() }
  expect((await rowOf(id)).state).toBe('authorised')
}
let n = 0
/** A service of its own, so that nothing collides by chance. */
const thing = async (tier = 'bronze', orgId = w.a.orgId): Promise<string> => (await w.store.write(system, (s) => s.create(service, { orgId, name: `Thing ${++n}`, key: `thing-${n}`, tier, teamId: w.teamId }))).id
const whole = { remediation: 'Restore.', testEvidence: 'Tried.', communicationPlan: 'Told.' }
const assessed = async (serviceId: string, from: number, more: Record<string, unknown> = {}): Promise<string> => {
  const c = await w.store.write(agent(), (s) => s.create(change, { orgId: w.a.orgId, title: 'New motor', requesterId: w.as('customer', 'a').id, serviceIds: [serviceId], plannedStart: later(from), plannedEnd: later(from + 2), ...whole, ...more }))
  await w.quiet()
  for (const verb of ['submit', 'assess']) await move(c.id, verb)
  return c.id
}
const scheduled = async (serviceId: string, from: number, implementerId: string = w.as('agent', 'a').id, by: Actor = agent()): Promise<string> => {
  const id = await assessed(serviceId, from)
  await agree(id, by)
  await move(id, 'schedule', { implementerId })
  expect((await rowOf(id)).state).toBe('scheduled')
  return id
}
const freeze = async (serviceId: string, more: Record<string, unknown>, by: Actor = manager(), orgId = w.a.orgId): Promise<string> => {
  const { id } = await w.store.write(by, (s) => s.create(changeWindow, { orgId, kind: 'freeze', name: 'Quarter end', scope: { serviceIds: [serviceId] }, ...more }))
  await w.quiet()
  return id
}

describe('a change that begins', () => {
  test('is held by a freeze that whoever begins it may not see, which is not named', async () => {
    const id = await scheduled(await thing(), 100)
    const win = await freeze('', { name: 'Core network', scope: { everything: true }, startsAt: later(0), endsAt: later(20) }, w.as('manager', 'provider'), w.provider)
    const why = await said(move(id, 'begin', { reason: 'Now is better.' }))
    expect(why).toMatch(/^A freeze that you may not see holds until \d{4}-\d\d-\d\d \d\d:\d\d UTC\. It cannot begin in a freeze/)
    expect(await said(move(id, 'begin', { reason: 'Now is better.' }, w.as('agent', 'provider')))).toMatch(/“Core network” freezes this/)
    await w.store.write(system, (s) => s.move(changeWindow, win, 'lift', { reason: 'Over.' }))
    await move(id, 'begin', { reason: 'Now is better.' })
    await move(id, 'finish')
  })

  test('at another time than planned is asked about what it collides with then, as when it is moved', async () => {
    const shared = await thing()
    const busy = await scheduled(shared, 1, w.as('manager', 'a').id)
    const id = await scheduled(shared, 50)
    w.clock.forward(3600)
    await move(busy, 'begin', {}, manager())
    const { number } = await rowOf(busy)
    expect(await said(move(id, 'begin', { reason: 'The part is here.' }))).toMatch(new RegExp(`^New since it was agreed to: ${number} “New motor” works on Thing \\d+ at the same time\\. Plan it for another time, or say why it goes all the same\\.`))
    await move(id, 'begin', { reason: 'The part is here.', acceptConflicts: 'We do both as one.' })
    expect(await rowOf(id)).toMatchObject({ state: 'implementing', acceptedConflicts: 'We do both as one.', conflicts: expect.arrayContaining([expect.objectContaining({ kind: 'same_item' })]) })
    for (const one of [busy, id]) await move(one, 'finish')
  })

  test('in its time is asked nothing again', async () => {
    const shared = await thing()
    const id = await scheduled(shared, 50)
    const busy = await scheduled(shared, 60, w.as('manager', 'a').id)
    await move(busy, 'schedule', { plannedStart: later(50), plannedEnd: later(52), acceptConflicts: 'As one.' })
    w.clock.forward(50 * 3600)
    expect(await said(move(id, 'begin'))).toBe('done')
    await move(id, 'finish')
    await move(busy, 'cancel', { reason: 'Done with it.' })
  })

  test('a little before its time is let through the soft freeze that a manager agreed to, earlier is not', async () => {
    const on = await thing()
    const win = await freeze(on, { isHard: false, startsAt: later(0), endsAt: later(60) })
    w.clock.forward(60)
    const id = await scheduled(on, 50, w.as('agent', 'a').id, manager())
    w.clock.forward(49 * 3600)
    expect(await said(move(id, 'begin', { reason: 'Early.' }))).toMatch(/freezes this until .* a manager can make an exception, or agree to it anew/)
    w.clock.forward(3600 - 14 * 60)
    expect(await said(move(id, 'begin'))).toBe('done')
    await w.store.write(manager(), (s) => s.move(changeWindow, win, 'lift', { reason: 'Over.' }))
  })
})

describe('the risk of a change', () => {
  test('that is moved says what it is at its new time, beside what it was agreed to with', async () => {
    const on = await thing('gold')
    const id = await assessed(on, 50)
    await agree(id, manager())
    const before = await rowOf(id)
    expect([before.agreedLevel, before.agreedScore]).toEqual([before.riskLevel, before.riskScore])
    // Another piece of work of the same person: load, which takes no authorisation, but counts.
    await scheduled(await thing(), 100)
    await move(id, 'schedule', { plannedStart: later(100), plannedEnd: later(102), implementerId: w.as('agent', 'a').id, acceptConflicts: 'I do both.' })
    const after = await rowOf(id)
    expect([after.state, after.agreedLevel, after.agreedScore]).toEqual(['scheduled', before.riskLevel, before.riskScore])
    expect(after.riskScore).toBeGreaterThan(before.riskScore ?? 0)
    expect(after.riskReasons.reduce((sum, r) => sum + r.points, 0)).toBe(after.riskScore)
    await move(id, 'cancel', { reason: 'Enough.' })
  })
})

describe('a change that loses its authorisation', () => {
  test('to a soft freeze is looked at anew and asks those who must agree by itself; who does it hears of it', async () => {
    const on = await thing()
    const id = await scheduled(on, 200, w.as('manager', 'a').id)
    const { number } = await rowOf(id)
    const win = await freeze(on, { isHard: false, startsAt: later(190), endsAt: later(210) })
    const row = await rowOf(id)
    expect([row.state, row.assessedAt, row.agreedLevel, (await asked(id)).map((a) => [a.round, a.role])]).toEqual(['assessed', later(0), null, [[row.round, 'agent']]])
    expect(row.conflicts?.map((c) => c.kind)).toContain('freeze')
    expect(w.told.filter((m) => m.about === number && m.subject.includes('Not authorised any more')).map((m) => m.target).sort()).toEqual(['agent.a@example.org', 'manager.a@example.org'])
    await agree(id, manager())
    await w.store.write(manager(), (s) => s.move(changeWindow, win, 'lift', { reason: 'Over.' }))
  })

  test('to a hard freeze asks nobody for what cannot be; moved out of it, it is assessed as before', async () => {
    const on = await thing()
    const id = await scheduled(on, 300)
    await freeze(on, { startsAt: later(290), endsAt: later(310) })
    expect([(await rowOf(id)).state, (await asked(id)).length]).toEqual(['assessed', 0])
    await move(id, 'assess', { plannedStart: later(320), plannedEnd: later(322) })
    expect((await asked(id)).length).toBe(1)
  })

  test('because it is moved to where it is riskier asks anew at once', async () => {
    const on = await thing('gold')
    const id = await assessed(on, 400)
    await agree(id, manager())
    await w.store.write(manager(), (s) => s.create(changeWindow, { orgId: w.a.orgId, kind: 'business_event', name: 'Harvest', scope: { serviceIds: [on] }, startsAt: later(499), endsAt: later(510) }))
    for (let i = 0; i < 16; i++) await w.store.write(system, (s) => s.create(service, { orgId: w.a.orgId, name: `On ${n} ${i}`, key: `on-${n}-${i}`, tier: 'gold', teamId: w.teamId, dependsOnIds: [on] }))
    await w.quiet()
    await move(id, 'schedule', { plannedStart: later(500), plannedEnd: later(502), implementerId: w.as('agent', 'a').id, acceptConflicts: 'So be it.' })
    const row = await rowOf(id)
    expect([row.state, row.fellBecause]).toEqual(['assessed', expect.stringMatching(/^It was agreed to as \w+, and is \w+ at this time\.$/)])
    expect((await asked(id)).every((a) => a.round === row.round)).toBe(true)
    expect((await asked(id)).length).toBeGreaterThan(0)
  })
})
