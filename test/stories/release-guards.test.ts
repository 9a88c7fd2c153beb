/** What keeps a release from being approved or rolled out: its own maker, freezes over its time, seen or not, and a manager's word that was about another time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/model/actor.ts'
import { change } from '../../src/practices/change/record.ts'
import { release } from '../../src/practices/change/release.ts'
import { changeWindow } from '../../src/practices/change/window.ts'
import { service } from '../../src/practices/service/record.ts'
import { type Stage, stage } from './told.ts'
import { system } from '../world.ts'

let w: Stage
beforeAll(async () => { w = await stage(); await w.quiet() })
afterAll(async () => { await w.end() })

const later = (hours: number): string => new Date(w.clock.now() + hours * 3_600_000).toISOString()
const said = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (e: unknown) => (e instanceof Error ? e.message : String(e)))
const act = (id: string, name: string, by: Actor, input: Record<string, unknown> = {}): Promise<string> => said(w.store.write(by, (s) => s.move(release, id, name, input)))
const agent = (): Actor => w.as('agent', 'a')
const manager = (): Actor => w.as('manager', 'a')
const tested = async (more: Record<string, unknown> = {}, by: Actor = agent()): Promise<string> => {
  const { id } = await w.store.write(by, (s) => s.create(release, { orgId: w.a.orgId, name: 'Gate 9', serviceIds: [w.a.serviceId], units: [{ name: 'North' }, { name: 'South' }], remediation: 'Back.', plannedStart: later(10), plannedEnd: later(12), ...more }))
  expect([await act(id, 'build', agent()), await act(id, 'test', agent(), { testEvidence: 'Tried.' })]).toEqual(['done', 'done'])
  return id
}
const freeze = async (more: Record<string, unknown>, by: Actor = manager(), orgId = w.a.orgId): Promise<string> => {
  const { id } = await w.store.write(by, (s) => s.create(changeWindow, { orgId, kind: 'freeze', name: 'Quarter end', scope: { serviceIds: [w.a.serviceId] }, ...more }))
  await w.quiet()
  return id
}
const lift = (id: string): Promise<unknown> => w.store.write(system, (s) => s.move(changeWindow, id, 'lift', { reason: 'Over.' }))
const drafted = async (serviceId: string): Promise<string> => (await w.store.write(agent(), (s) => s.create(change, { orgId: w.a.orgId, title: 'Gate 9', serviceIds: [serviceId] }))).id

describe('approval', () => {
  const token = (more: Partial<Actor> = {}): Actor => ({ kind: 'token', id: '00000000-0000-4000-8000-00000000beef', name: 'a program', role: 'manager', orgId: w.a.orgId, reach: 'organization', madeById: w.as('manager', 'a').id, ...more }) as Actor

  test('is not given by the person whose token planned it, nor by a token', async () => {
    const id = await tested({}, token())
    expect((await w.store.read(system, (s) => s.find(release, id))).madeById).toBe(w.as('manager', 'a').id)
    expect(await act(id, 'approve', manager())).toBe('You made it; another manager approves it.')
    expect(await act(id, 'approve', token({ id: '00000000-0000-4000-8000-00000000cafe' }))).toBe('A person approves it; a token cannot.')
    expect(await act(id, 'approve', w.as('admin', 'a'))).toBe('done')
  })

  test('of what a token planned of which nobody knows who made it is given by nobody', async () => {
    const id = await tested({}, token({ madeById: null } as Partial<Actor>))
    for (const by of [manager(), w.as('admin', 'a')]) expect(await act(id, 'approve', by)).toBe('A token planned it, and it is not known whose. Withdraw it and plan it anew.')
  })

  test('is not given in a hard freeze, unless its changes are exceptions from it and nothing else is touched', async () => {
    const mine = await drafted(w.a.serviceId)
    const win = await freeze({ startsAt: later(9), endsAt: later(13) })
    const id = await tested({ changeIds: [mine] })
    const reason = { reason: 'Its change is only drafted.' }
    expect(await act(id, 'approve', manager(), reason)).toMatch(/“Quarter end” freezes this until .* Plan it for another time, or let a manager lift or move the freeze, or except its changes\./)
    await w.store.write(manager(), (s) => s.move(changeWindow, win, 'except', { exceptIds: [mine], reason: 'Law.' }))
    expect(await act(id, 'approve', manager(), reason)).toBe('done')
    w.clock.forward(10 * 3600)
    expect([await act(id, 'begin', agent()), await act(id, 'rollOut', agent())]).toEqual(['done', 'done'])

    const other = await w.store.write(system, (s) => s.create(service, { orgId: w.a.orgId, name: 'Crane', key: 'crane-of-release', teamId: w.teamId }))
    const wide = await freeze({ startsAt: later(-1), endsAt: later(1), scope: { serviceIds: [other.id] } })
    const both = await tested({ changeIds: [mine], serviceIds: [w.a.serviceId, other.id], plannedStart: later(2), plannedEnd: later(3) })
    expect(await act(both, 'approve', manager(), reason)).toBe('done')
    expect(await act(both, 'begin', agent())).toMatch(/“Quarter end” freezes this until .* It is not rolled out in a freeze; wait/)
    for (const one of [win, wide]) await lift(one)
  })

  test('lets it through a soft freeze at its planned time only', async () => {
    const soft = await freeze({ isHard: false, startsAt: later(0), endsAt: later(40) })
    w.clock.forward(60)
    const id = await tested()
    expect(await act(id, 'approve', manager())).toBe('done')
    expect(await act(id, 'begin', agent())).toMatch(/freezes this until .* It is not rolled out in a freeze: it goes back to planning for another time/)
    // A quarter of an hour early is within what may be begun.
    w.clock.forward(10 * 3600 - 600)
    expect(await act(id, 'begin', agent())).toBe('done')
    w.clock.forward(3 * 3600)
    expect(await act(id, 'rollOut', agent())).toMatch(/It is not rolled out in a freeze/)
    expect(await act(id, 'goOn', manager(), { reason: 'Half done is worse.' })).toBe('done')
    expect(await act(id, 'rollOut', agent())).toBe('done')
    await lift(soft)
  })
})

test('a freeze that those who roll out may not see holds all the same, and is not named', async () => {
  const id = await tested()
  expect(await act(id, 'approve', manager())).toBe('done')
  const win = await freeze({ name: 'Core network', scope: { everything: true }, startsAt: later(0), endsAt: later(30) }, w.as('manager', 'provider'), w.provider)
  expect(await w.store.read(agent(), (s) => s.seek(changeWindow, win))).toBeNull()
  const why = await act(id, 'begin', agent())
  expect(why).toMatch(/^A freeze that you may not see holds until 2026-\d\d-\d\d \d\d:\d\d UTC\. It is not rolled out in a freeze; wait/)
  expect(await act(id, 'begin', w.as('agent', 'provider'))).toMatch(/“Core network” freezes this until/)
  await lift(win)
})

test('a freeze over a change that those who roll out may not see holds all the same', async () => {
  const core = (await w.store.write(system, (s) => s.create(service, { orgId: w.provider, name: 'Core', key: 'core', tier: 'bronze', teamId: w.teamId }))).id
  const hidden = await w.store.write(w.as('manager', 'provider'), (s) => s.create(change, { orgId: w.provider, title: 'Core', serviceIds: [core] }))
  const id = await tested({ changeIds: [hidden.id] }, w.as('admin', 'provider'))
  expect(await act(id, 'approve', w.as('manager', 'provider'), { reason: 'Its change is only drafted.' })).toBe('done')
  expect(await w.store.read(agent(), (s) => s.seek(change, hidden.id))).toBeNull()
  const win = await freeze({ name: 'Core network', scope: { serviceIds: [core] }, startsAt: later(0), endsAt: later(30) }, w.as('manager', 'provider'), w.provider)
  w.clock.forward(60)
  expect(await act(id, 'begin', agent())).toMatch(/^A freeze that you may not see holds until /)
  await lift(win)
  w.clock.forward(10 * 3600)
  expect(await act(id, 'begin', agent())).toBe('done')
})
