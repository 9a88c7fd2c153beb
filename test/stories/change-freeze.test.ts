/** Freezes hold, with a running worker: against what was moved, agreed to before, begun or rolled out; and nobody freezes or silences what is another organization's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/model/actor.ts'
import { is } from '../../src/model/query.ts'
import { approval } from '../../src/practices/change/approval.ts'
import { freezeAt } from '../../src/practices/change/freeze.ts'
import { lookAt } from '../../src/practices/change/look.ts'
import { change, itself } from '../../src/practices/change/record.ts'
import { release } from '../../src/practices/change/release.ts'
import { changeWindow } from '../../src/practices/change/window.ts'
import { ci } from '../../src/practices/configuration/ci.ts'
import { ciType } from '../../src/practices/configuration/ci-type.ts'
import { integration } from '../../src/practices/event/integration.ts'
import { silence } from '../../src/practices/event/silence.ts'
import { service } from '../../src/practices/service/record.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

let w: Stage
beforeAll(async () => { w = await stage(); await w.quiet() })
afterAll(async () => { await w.end() })

const later = (hours: number): string => new Date(w.clock.now() + hours * 3_600_000).toISOString()
const whole = { remediation: 'Restore.', testEvidence: 'Tried.', communicationPlan: 'Told.' }
const move = async (id: string, verb: string, input: Record<string, unknown> = {}, by: Actor = w.as('agent', 'a')): Promise<void> => {
  await w.store.write(by, (s) => s.move(change, id, verb, input))
  await w.quiet()
}
const said = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (e: unknown) => (e instanceof Error ? e.message : String(e)))
const rowOf = (id: string) => w.store.read(system, (s) => s.find(change, id))
/** Assessed and, where `by` is given, authorised by them. */
const planned = async (more: Record<string, unknown>, by: Actor | null = w.as('agent', 'a')): Promise<string> => {
  const c = await w.store.write(w.as('agent', 'a'), (s) => s.create(change, { orgId: w.a.orgId, title: 'New motor', requesterId: w.as('customer', 'a').id, serviceIds: [w.a.serviceId], ...whole, ...more }))
  await w.quiet()
  await move(c.id, 'submit')
  await move(c.id, 'assess')
  if (by === null) return c.id
  for (const ask of (await w.store.read(system, (s) => s.list(approval, { where: [is('changeId', c.id), is('state', 'asked')], sort: 'step' }))).items) {
    await w.store.write(by, (s) => s.move(approval, ask.id, 'approve', {}))
    await w.quiet()
  }
  expect((await rowOf(c.id)).state).toBe('authorised')
  return c.id
}
const freeze = async (more: Record<string, unknown>, by: Actor = w.as('manager', 'a')) => {
  const made = await w.store.write(by, (s) => s.create(changeWindow, { orgId: w.a.orgId, kind: 'freeze', name: 'Quarter end', scope: { serviceIds: [w.a.serviceId] }, ...more }))
  await w.quiet()
  return made
}
const plain = { number: 'This', title: '', type: 'normal', modelId: null, ciIds: [], supplierIds: [], implementerId: null, teamId: null, backOutSeconds: 0, pointOfNoReturn: null, remediation: null, managerAgreedAt: null } as const
const implementerId = (): string => w.as('agent', 'a').id

describe('a change that was agreed to', () => {
  test('moved onto another’s time needs a word why, which is kept', async () => {
    const busy = await planned({ plannedStart: later(200), plannedEnd: later(202) })
    const id = await planned({ plannedStart: later(210), plannedEnd: later(212) })
    const moved = { plannedStart: later(201), plannedEnd: later(203), implementerId: implementerId() }
    expect(await said(move(id, 'schedule', moved))).toMatch(/^New since it was agreed to: CHG-\d+ “New motor” works on Gate and Yard at the same time\. Plan it for another time, or say why/)
    expect((await rowOf(id)).state).toBe('authorised')
    await move(id, 'schedule', { ...moved, acceptConflicts: 'Both are done by one person.' })
    expect(await rowOf(id)).toMatchObject({ state: 'scheduled', acceptedConflicts: 'Both are done by one person.' })
    await move(busy, 'cancel', { reason: 'Done.' })
  })

  test('moved into a soft freeze falls, also where a manager agreed to its old time and a word is given', async () => {
    const id = await planned({ plannedStart: later(310), plannedEnd: later(312) }, w.as('manager', 'a'))
    const win = await freeze({ isHard: false, startsAt: later(300), endsAt: later(305) })
    await move(id, 'schedule', { plannedStart: later(301), plannedEnd: later(302), implementerId: implementerId(), acceptConflicts: 'No.' })
    expect(await rowOf(id)).toMatchObject({ state: 'assessed', authorisedAt: null, fellBecause: expect.stringMatching(/“Quarter end” freezes this until/) })
    await w.store.write(w.as('manager', 'a'), (s) => s.move(changeWindow, win.id, 'lift', { reason: 'Over.' }))
  })

  test('falls when a soft freeze is set over it, and one that a manager agreed to since does not', async () => {
    const id = await planned({ plannedStart: later(400), plannedEnd: later(402) })
    const win = await freeze({ isHard: false, startsAt: later(390), endsAt: later(410) })
    expect(await rowOf(id)).toMatchObject({ state: 'assessed', fellBecause: expect.stringMatching(/No manager has agreed to it since/) })
    w.clock.forward(60)
    await move(id, 'assess')
    const asks = (await w.store.read(system, (s) => s.list(approval, { where: [is('changeId', id), is('state', 'asked')] }))).items
    for (const ask of asks) await said(w.store.write(w.as('manager', 'a'), (s) => s.move(approval, ask.id, 'approve', {})))
    await w.quiet()
    await move(id, 'schedule', { implementerId: implementerId() })
    expect((await rowOf(id)).state).toBe('scheduled')
    w.clock.forward(60)
    await w.store.write(w.as('manager', 'a'), (s) => s.move(changeWindow, win.id, 'update', { name: 'Quarter end 2' }))
    await w.quiet()
    expect((await rowOf(id)).state).toBe('scheduled')
    await w.store.write(w.as('manager', 'a'), (s) => s.move(changeWindow, win.id, 'update', { endsAt: later(420) }))
    await w.quiet()
    expect((await rowOf(id)).state).toBe('assessed')
    await w.store.write(w.as('manager', 'a'), (s) => s.move(changeWindow, win.id, 'lift', { reason: 'Over.' }))
  })

  test('does not begin in a soft freeze that no manager let it through', async () => {
    const id = await planned({ plannedStart: later(500), plannedEnd: later(502) })
    await move(id, 'schedule', { implementerId: implementerId() })
    const win = await freeze({ isHard: false, startsAt: later(0), endsAt: later(5) })
    expect((await rowOf(id)).state).toBe('scheduled')
    expect(await said(move(id, 'begin', { reason: 'Now is better.' }))).toMatch(/freezes this until .* It cannot begin in a freeze; a manager can make an exception, or agree to it anew\./)
    await w.store.write(w.as('manager', 'a'), (s) => s.move(changeWindow, win.id, 'lift', { reason: 'Over.' }))
    await move(id, 'begin', { reason: 'Now is better.' })
    expect((await rowOf(id)).state).toBe('implementing')
    await move(id, 'finish')
  })
})

describe('a window', () => {
  const create = (scope: Record<string, unknown>, more: Record<string, unknown> = {}, by: Actor = w.as('manager', 'a')) =>
    said(w.store.write(by, (s) => s.create(changeWindow, { orgId: w.a.orgId, kind: 'freeze', name: 'Mine', scope, startsAt: later(600), endsAt: later(610), ...more })))
  const nobody = '01900000-0000-7000-8000-000000000001'
  test.each<[string, () => Record<string, unknown>, string]>([
    ['a service that is not there', () => ({ serviceIds: [nobody] }), 'service'], ['an item that is not there', () => ({ ciIds: [nobody] }), 'ci'], ['a team that is not there', () => ({ teamIds: [nobody] }), 'team'],
    ['another organization’s service', () => ({ serviceIds: [w.b.serviceId] }), 'service'], ['another customer', () => ({ orgIds: [w.b.orgId] }), 'organization'],
  ])('that names %s is refused', async (_name, scope, record) => {
    expect(await create(scope())).toMatch(new RegExp(`there is no ${record} [-0-9a-f]{36} that this organization could use`))
    expect(await create(scope(), {}, system)).toMatch(/that this organization could use/)
  })
  test('is changed to nothing that is not there either', async () => {
    const win = await freeze({ startsAt: later(600), endsAt: later(610) })
    expect(await said(w.store.write(w.as('manager', 'a'), (s) => s.move(changeWindow, win.id, 'update', { scope: { serviceIds: [nobody] } })))).toMatch(/there is no service/)
    await w.store.write(w.as('manager', 'a'), (s) => s.move(changeWindow, win.id, 'lift', { reason: 'Over.' }))
  })
  test('of a customer is not shared, and freezes no other organization’s work through a team that both have', async () => {
    expect(await create({ everything: true }, { shared: true })).toBe('Only a window of the provider is shared with every organization.')
    const id = await planned({ plannedStart: later(602), plannedEnd: later(604) })
    await move(id, 'schedule', { implementerId: implementerId() })
    for (const scope of [{ teamIds: [w.teamId] }, { orgIds: [w.provider] }, { everything: true }]) await w.store.write(system, (s) => s.create(changeWindow, { orgId: w.b.orgId, kind: 'freeze', name: 'Theirs', scope, startsAt: later(600), endsAt: later(610) }))
    await w.quiet()
    expect((await rowOf(id)).state).toBe('scheduled')
    await w.store.write(w.as('manager', 'provider'), (s) => s.create(changeWindow, { orgId: w.provider, kind: 'freeze', name: 'Core', scope: { teamIds: [w.teamId] }, startsAt: later(600), endsAt: later(610) }))
    await w.quiet()
    expect((await rowOf(id)).state).toBe('assessed')
  })
})

describe('a change that begins', () => {
  test('keeps quiet what is its organization’s and what the provider watches of it, never another organization’s, and tells no stranger its title', async () => {
    const key = { kind: 'alertmanager', name: 'Prometheus' } as const
    const typeId = (await w.store.write(system, (s) => s.create(ciType, { orgId: w.provider, key: 'motor', name: 'Motor', shared: true }))).id
    const [dbA] = await w.store.write(system, async (s) => {
      for (const [i, orgId] of [w.a.orgId, w.b.orgId, w.provider].entries()) await s.create(integration, { ...key, orgId, keyHash: String(i).repeat(64) })
      await s.create(service, { orgId: w.b.orgId, name: 'Stock', key: 'stock', teamId: w.teamId })
      await s.create(ci, { orgId: w.b.orgId, name: 'db-1', key: 'db-1', typeId, teamId: w.teamId, inState: 'live' })
      return [await s.create(ci, { orgId: w.a.orgId, name: 'db-1', key: 'db-1', aliases: ['web-7'], typeId, teamId: w.teamId, inState: 'live' })]
    })
    await w.quiet()
    const id = await planned({ title: 'Secret merger', ciIds: [dbA.id], plannedStart: later(1), plannedEnd: later(3) })
    await move(id, 'schedule', { implementerId: implementerId() })
    const before = new Set((await w.store.read(system, (s) => s.list(silence, { limit: 200 }))).items.map((x) => x.id))
    await move(id, 'begin', { reason: 'Now.' })
    const made = (await w.store.read(system, (s) => s.list(silence, { limit: 200 }))).items.filter((x) => !before.has(x.id))
    expect(new Set(made.map((x) => x.orgId))).toEqual(new Set([w.a.orgId, w.provider]))
    const values = (orgId: string): string => made.filter((x) => x.orgId === orgId).flatMap((x) => x.matchers.map((m) => m.value)).join(' ')
    expect(values(w.a.orgId)).toContain('db-1')
    expect([values(w.provider).includes('db-1'), values(w.provider).includes('web-7'), values(w.provider).includes('gate')]).toEqual([false, true, true])
  })
})

describe('what more hangs together with than is looked at', () => {
  test('is a serious collision, and a freeze of any service then takes the authorisation, as nobody can say that it is not about it', async () => {
    const base = await w.store.write(system, async (s) => {
      const one = await s.create(service, { orgId: w.a.orgId, name: 'Base', key: 'base', teamId: w.teamId })
      return one.id
    })
    // In parts: what follows from one of them is done before the next.
    for (let from = 0; from < 501; from += 100) {
      await w.store.write(system, async (s) => { for (let i = from; i < Math.min(501, from + 100); i++) await s.create(service, { orgId: w.a.orgId, name: `On it ${i}`, key: `on-it-${i}`, teamId: w.teamId, dependsOnIds: [base] }) })
      await w.quiet()
    }
    const at = { serviceIds: [base], plannedStart: later(5000), plannedEnd: later(5002) }
    const look = await w.store.read(w.as('agent', 'a'), (s) => lookAt(s, itself(), { ...plain, ...at, id: base, orgId: w.a.orgId }))
    expect(look.conflicts.map((c) => `${c.kind} ${c.gravity}`)).toContain('unknown_scope serious')
    expect(await w.store.read(system, (s) => freezeAt(s, { ...plain, ...at, id: base, orgId: w.a.orgId }))).toBeNull()
    await freeze({ isHard: false, startsAt: later(4999), endsAt: later(5001) })
    expect(await w.store.read(system, (s) => freezeAt(s, { ...plain, ...at, id: base, orgId: w.a.orgId }))).toMatchObject({ kind: 'unknown_scope', sentence: expect.stringMatching(/not every freeze can be looked at/) })
    expect(await w.store.read(system, (s) => freezeAt(s, { ...plain, ...at, id: base, orgId: w.b.orgId }))).toBeNull()
  }, 60_000)
})

describe('a release', () => {
  test('is not approved by the one who made it, and is not rolled out in a freeze', async () => {
    const verb = (id: string, name: string, input: Record<string, unknown> = {}, by: Actor = w.as('manager', 'a')) => said(w.store.write(by, (s) => s.move(release, id, name, input)))
    const r = await w.store.write(w.as('manager', 'a'), (s) => s.create(release, { orgId: w.a.orgId, name: 'Gate 4', serviceIds: [w.a.serviceId], units: [{ name: 'North' }, { name: 'South' }] }))
    await verb(r.id, 'build')
    await verb(r.id, 'test', { testEvidence: 'Tried.' })
    expect(await verb(r.id, 'approve', { remediation: 'Back.' })).toBe('You made it; another manager approves it.')
    expect(await verb(r.id, 'approve', { remediation: 'Back.' }, w.as('admin', 'a'))).toBe('done')
    w.clock.forward(60)
    const soft = await freeze({ isHard: false, startsAt: later(0), endsAt: later(5) })
    expect(await verb(r.id, 'begin')).toMatch(/freezes this until .* It is not rolled out in a freeze: it goes back to planning/)
    await w.store.write(w.as('manager', 'a'), (s) => s.move(changeWindow, soft.id, 'lift', { reason: 'Over.' }))
    expect(await verb(r.id, 'begin')).toBe('done')
    await freeze({ startsAt: later(0), endsAt: later(5) })
    expect(await verb(r.id, 'rollOut')).toMatch(/freezes this until .* It is not rolled out in a freeze; wait/)
  })
})
