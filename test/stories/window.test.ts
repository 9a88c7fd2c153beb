/** What comes back: inside the window the same incident, after it a new one that names the old; and where work goes by itself. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rule } from '../../src/model/actor.ts'
import { is } from '../../src/model/query.ts'
import { alert } from '../../src/practices/event/record.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { outage } from '../../src/practices/incident/outage.ts'
import { team } from '../../src/practices/people/team.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

let st: Stage
beforeAll(async () => { st = await stage(); await st.quiet() })
afterAll(async () => { await st.end() })

const move = async (id: string, verb: string, input: Record<string, unknown> = {}): Promise<void> => {
  await st.store.write(st.as('agent'), (s) => s.move(incident, id, verb, input))
  await st.quiet()
}
const read = (id: string) => st.store.read(system, (s) => s.find(incident, id))

test('an alert that fires again after the window opens a new incident, linked as a repeat; inside it the old one comes back', async () => {
  const a = await st.store.write(rule('intake'), (s) => s.create(alert, { orgId: st.a.orgId, title: 'Disk full', severity: 'error', fingerprint: '0000000000000001', labels: { alertname: 'Disk' }, annotations: {}, serviceId: st.a.serviceId, incidentKey: 'disk', startsAt: '2026-03-17T09:00:00.000Z' }))
  await st.quiet()
  const all = () => st.store.read(system, async (s) => (await s.list(incident, { where: [is('correlationKey', 'disk')], sort: 'createdAt' })).items)
  const again = async (): Promise<void> => {
    await st.store.write(rule('intake'), (s) => s.move(alert, a.id, 'resolve'))
    await st.store.write(rule('intake'), (s) => s.move(alert, a.id, 'refire', { severity: 'error' }))
    await st.quiet()
  }
  const [first] = await all()
  if (!first) throw new Error('no incident')
  await move(first.id, 'resolve', { code: 'fixed' })
  expect((await read(first.id)).reopenUntil).toBe('2026-03-24T09:00:00.000Z')
  st.clock.set('2026-03-24T08:59:00.000Z')
  await again()
  expect((await all()).map((i) => i.state)).toEqual(['in_progress'])
  await move(first.id, 'resolve', { code: 'fixed' })
  st.clock.set('2026-04-07T09:00:00.000Z')
  await expect(st.store.write(st.as('agent'), (s) => s.move(incident, first.id, 'reopen', { reason: 'Again.' }))).rejects.toMatchObject({ code: 'refused' })
  await again()
  const [, second] = await all()
  if (!second) throw new Error('no second incident')
  expect(await st.store.read(system, (s) => s.beside('link', second.id))).toMatchObject([{ relation: 'repeat_of', toId: first.id, toNumber: first.number }])
  st.clock.set('2026-03-17T09:00:00.000Z')
})

test('a report goes to the team of its service, also where its reporter does not see the team, and the team is told once', async () => {
  const seen = await st.store.write(st.as('requester', 'a'), (s) => s.create(incident, { title: 'Gate slow', serviceId: st.a.serviceId }))
  await st.quiet()
  expect(await read(seen.id)).toMatchObject({ state: 'assigned', teamId: st.teamId })
  await st.store.write(system, (s) => s.move(team, st.teamId, 'update', { shared: false }))
  const hidden = await st.store.write(st.as('requester', 'a'), (s) => s.create(incident, { title: 'Gate slower', serviceId: st.a.serviceId }))
  await st.quiet()
  expect(await read(hidden.id)).toMatchObject({ state: 'assigned', teamId: st.teamId })
  expect([seen, hidden].map((i) => st.told.filter((m) => m.about === i.number && m.target === 'platform@example.org').length)).toEqual([1, 1])
  await st.store.write(system, (s) => s.move(team, st.teamId, 'update', { shared: true }))
})

test('sent back, it is the former team’s again; from the first team it is nobody’s', async () => {
  const other = await st.store.write(system, (s) => s.create(team, { orgId: st.provider, name: 'Network', shared: true }))
  const i = await st.store.write(st.as('agent'), (s) => s.create(incident, { orgId: st.a.orgId, serviceId: st.a.serviceId, title: 'Lost' }))
  await move(i.id, 'escalate', { toTeamId: other.id, reason: 'Looks like the network.' })
  await move(i.id, 'bounce', { reason: 'It is not the network.' })
  expect(await read(i.id)).toMatchObject({ state: 'assigned', teamId: st.teamId })
  const alone = await st.store.write(st.as('agent'), (s) => s.create(incident, { orgId: st.a.orgId, serviceId: st.a.serviceId, title: 'Whose?' }))
  await move(alone.id, 'bounce', { reason: 'Not ours.' })
  expect(await read(alone.id)).toMatchObject({ state: 'classified', teamId: null })
})

test('whose report was merged hears of it, and when it works again; an open outage keeps the staff from resolving', async () => {
  const user = st.as('requester', 'a')
  const mine = await st.store.write(user, (s) => s.create(incident, { title: 'My gate', serviceId: st.a.serviceId }))
  const big = await st.store.write(st.as('agent'), (s) => s.create(incident, { orgId: st.a.orgId, serviceId: st.a.serviceId, title: 'All gates' }))
  await st.quiet()
  await move(mine.id, 'merge', { intoId: big.id })
  await st.store.write(st.as('agent'), (s) => s.create(outage, { orgId: st.a.orgId, serviceId: st.a.serviceId, incidentId: big.id, startedAt: '2026-03-17T08:00:00.000Z' }))
  await expect(st.store.write(st.as('agent'), (s) => s.move(incident, big.id, 'resolve', { code: 'fixed' }))).rejects.toMatchObject({ code: 'refused', message: expect.stringMatching(/^An outage is still open/) })
  await move(big.id, 'resolve', { code: 'fixed', outagesEndedAt: new Date(st.clock.now()).toISOString() })
  expect(st.told.filter((m) => m.target === 'requester.a@example.org' && m.about === mine.number).length).toBe(3)
})
