/** What a change collides with and its organization may not see: it is asked about wherever collisions are, kept on the record, and named nowhere. */
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
const act = async (by: Actor, id: string, verb: string, input: Record<string, unknown> = {}): Promise<string> => {
  const answer = await said(w.store.write(by, (s) => s.move(change, id, verb, input)))
  await w.quiet()
  return answer
}
const rowOf = (id: string, by: Actor = system) => w.store.read(by, (s) => s.find(change, id))
const whole = { remediation: 'Restore.', testEvidence: 'Tried.', communicationPlan: 'Told.' }
let n = 0
/** A service of the provider that every customer sees. */
const core = async (): Promise<string> => (await w.store.write(system, (s) => s.create(service, { orgId: w.provider, name: `Core ${++n}`, key: `core-${n}`, tier: 'bronze', teamId: w.teamId, shared: true }))).id
type Whose = 'a' | 'provider'
const assessed = async (whose: Whose, on: string, from: number, title: string): Promise<string> => {
  const orgId = whose === 'a' ? w.a.orgId : w.provider
  const { id } = await w.store.write(w.as('agent', whose), (s) => s.create(change, { orgId, title, requesterId: w.as('customer', whose).id, serviceIds: [on], plannedStart: later(from), plannedEnd: later(from + 2), ...whole }))
  await w.quiet()
  for (const verb of ['submit', 'assess']) expect(await act(w.as('agent', whose), id, verb)).toBe('done')
  return id
}
const agreed = async (whose: Whose, on: string, from: number, title: string): Promise<string> => {
  const id = await assessed(whose, on, from, title)
  for (const ask of (await w.store.read(system, (s) => s.list(approval, { where: [is('changeId', id), is('state', 'asked')] }))).items) {
    await w.store.write(w.as('manager', whose), (s) => s.move(approval, ask.id, 'approve', {}))
    await w.quiet()
  }
  expect((await rowOf(id)).state).toBe('authorised')
  return id
}
const taken = async (whose: Whose, on: string, from: number, title: string, implementerId = w.as('agent', whose).id): Promise<string> => {
  const id = await agreed(whose, on, from, title)
  expect(await act(w.as('agent', whose), id, 'schedule', { implementerId, acceptConflicts: 'Known.' })).toBe('done')
  return id
}
const onlyThat = (name: string) => [expect.objectContaining({ kind: 'same_item', with: null, sentence: `A change of another organization works on ${name} at the same time.` })]

describe('a change that another organization hides', () => {
  test('is a collision before those who agree, is never named, and does not fall off the record', async () => {
    const on = await core()
    const name = `Core ${n}`
    const secret = await taken('provider', on, 50, 'Secret takeover')
    expect(await w.store.read(w.as('agent', 'a'), (s) => s.seek(change, secret))).toBeNull()
    const { number } = await rowOf(secret)
    const mine = await assessed('a', on, 50, 'Mine')
    expect((await rowOf(mine, w.as('agent', 'a'))).conflicts).toEqual(onlyThat(name))
    for (const ask of (await w.store.read(system, (s) => s.list(approval, { where: [is('changeId', mine), is('state', 'asked')] }))).items) await w.store.write(w.as('manager', 'a'), (s) => s.move(approval, ask.id, 'approve', {}))
    await w.quiet()
    expect(await rowOf(mine, w.as('agent', 'a'))).toMatchObject({ state: 'authorised', conflicts: onlyThat(name) })
    expect(await act(w.as('agent', 'a'), mine, 'schedule', { implementerId: w.as('agent', 'a').id })).toBe('done')
    expect(await rowOf(mine, w.as('agent', 'a'))).toMatchObject({ state: 'scheduled', conflicts: onlyThat(name) })
    const told = JSON.stringify(await w.store.read(w.as('agent', 'a'), async (s) => [await s.find(change, mine), await s.history('change', mine)]))
    for (const leak of [secret, number, 'Secret takeover']) expect(told).not.toContain(leak)
  })

  test('that came after the assessment is asked about before it is authorised, whoever decides it', async () => {
    const on = await core()
    const mine = await assessed('a', on, 70, 'Mine')
    await taken('provider', on, 70, 'Secret takeover')
    for (const ask of (await w.store.read(system, (s) => s.list(approval, { where: [is('changeId', mine), is('state', 'asked')] }))).items) await w.store.write(w.as('manager', 'a'), (s) => s.move(approval, ask.id, 'approve', {}))
    await w.quiet()
    expect((await rowOf(mine)).state).toBe('assessed')
    expect(await act(w.as('manager', 'a'), mine, 'authorise')).toMatch(/^New since it was assessed: A change of another organization works on Core \d+ at the same time\./)
    expect(await act(w.as('manager', 'a'), mine, 'authorise', { acceptConflicts: 'Both go.' })).toBe('done')
  })

  test('is asked about where the change is moved onto it, and where it begins at another time than planned', async () => {
    const on = await core()
    await taken('provider', on, 100, 'Secret takeover')
    const mine = await agreed('a', on, 200, 'Mine')
    const at = { implementerId: w.as('agent', 'a').id, plannedStart: later(100), plannedEnd: later(102) }
    expect(await act(w.as('agent', 'a'), mine, 'schedule', at)).toMatch(/^New since it was agreed to: A change of another organization works on Core \d+ at the same time\./)
    expect(await act(w.as('agent', 'a'), mine, 'schedule', { ...at, acceptConflicts: 'Both go.' })).toBe('done')
    expect(await rowOf(mine)).toMatchObject({ state: 'scheduled', acceptedConflicts: 'Both go.', conflicts: onlyThat(`Core ${n}`) })
    // What was accepted is not new, also where it begins a little before anybody planned.
    w.clock.forward(100 * 3600 - 20 * 60)
    expect(await act(w.as('agent', 'a'), mine, 'begin', { reason: 'The part is here.' })).toBe('done')
    expect(await rowOf(mine)).toMatchObject({ state: 'implementing', conflicts: onlyThat(`Core ${n}`) })
    expect(await act(w.as('agent', 'a'), mine, 'finish')).toBe('done')
  })

  test('is told from another one that is hidden as well', async () => {
    const on = await core()
    const mine = await taken('a', on, 300, 'Mine')
    await w.store.write(system, (s) => s.move(change, mine, 'schedule', { plannedStart: later(310), plannedEnd: later(312) }))
    await taken('provider', on, 300, 'First')
    expect(await act(w.as('agent', 'a'), mine, 'schedule', { plannedStart: later(300), plannedEnd: later(302), acceptConflicts: 'Known.' })).toBe('done')
    await taken('provider', on, 301, 'Second', w.as('manager', 'provider').id)
    expect(await act(w.as('agent', 'a'), mine, 'schedule', { plannedStart: later(300), plannedEnd: later(302) })).toMatch(/^New since it was agreed to: A change of another organization works on Core \d+ at the same time\. Plan it/)
  })
})

test('a hidden freeze of the provider takes an authorisation, and the record does not name it', async () => {
  const on = await core()
  const mine = await agreed('a', on, 400, 'Mine')
  const { number } = await w.store.write(w.as('manager', 'provider'), (s) => s.create(changeWindow, { orgId: w.provider, kind: 'freeze', name: 'Secret freeze', scope: { serviceIds: [on] }, startsAt: later(390), endsAt: later(410) }))
  await w.quiet()
  const row = await rowOf(mine, w.as('agent', 'a'))
  expect([row.state, row.fellBecause]).toEqual(['assessed', expect.stringMatching(/^Another organization’s window freezes this until /)])
  const told = JSON.stringify([row, await w.store.read(w.as('agent', 'a'), (s) => s.history('change', mine))])
  for (const leak of [number, 'Secret freeze']) expect(told).not.toContain(leak)
})
