/** A release over HTTP: rolled out unit by unit, stopped by its rule, let go on by a manager, looked after in its early life, accepted. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Json, served, type Served } from './served.ts'

let st: Served
let id = ''
let changeId = ''
beforeAll(async () => { st = await served() }, 60_000)
afterAll(async () => { await st.end() })

const days = (n: number): void => { st.clock.forward(n * 86_400) }
const at = (hours: number): string => new Date(st.clock.now() + hours * 3_600_000).toISOString()
const verb = (name: string, body: Json = {}, as: 'agent a' | 'manager a' = 'agent a'): Promise<Answer> => st.call('POST', `/api/releases/${id}/${name}`, as, body)
const said = ({ status, body }: Answer): readonly unknown[] => [status, body['detail'] ?? body['title']]
const row = async (): Promise<Json> => (await st.call('GET', `/api/releases/${id}`, 'agent a')).body
const units = async (): Promise<readonly string[]> => ((await row())['units'] as { name: string; state: string }[]).map((u) => `${u.name} ${u.state}`)
const broken = async (title: string): Promise<void> => {
  expect((await st.call('POST', '/api/incidents', 'agent a', { title, serviceId: st.a.serviceId })).status).toBe(201)
  await st.quiet()
}

test('is planned with its units, built, and approved only with evidence, a way back and authorised changes', async () => {
  const whole = { remediation: 'Put 8.4 back.', testEvidence: 'Tried in the lab.', communicationPlan: 'The desk, a day before.' }
  const made = await st.call('POST', '/api/changes', 'agent a', { title: 'Gate 8.5', serviceIds: [st.a.serviceId], requesterId: st.as('customer', 'a').id, plannedStart: at(96), plannedEnd: at(98), ...whole })
  changeId = String(made.body['id'])
  const plan = { name: 'Gate 8.5', serviceIds: [st.a.serviceId], changeIds: [changeId], units: ['North gate', 'South gate', 'Yard'].map((name) => ({ name })), stopAfterFailed: 1, stopAfterIncidents: 2, exitDays: 14, exitIncidents: 1, plannedStart: at(96), plannedEnd: at(120) }
  expect((await st.call('POST', '/api/releases', 'agent a', { ...plan, units: [{ name: 'Yard' }, { name: 'Yard' }] })).status).toBe(400)
  const { status, body } = await st.call('POST', '/api/releases', 'agent a', plan)
  expect([status, body['state']]).toEqual([201, 'planned'])
  id = String(body['id'])
  expect(said(await verb('rollOut'))[0]).toBe(409)
  expect((await verb('build')).body['state']).toBe('built')
  expect(said(await verb('test'))[0]).toBe(400)
  expect((await verb('test', { testEvidence: 'All of the list.' })).body['state']).toBe('tested')
  expect((await verb('approve', { remediation: 'Put 8.4 back.' })).status).toBe(403)
  expect(said(await verb('approve', { remediation: 'Put 8.4 back.' }, 'manager a'))).toEqual([422, expect.stringMatching(/^CHG-\d+ is not authorised\. Authorise it first, or say why it goes without\.$/)])
  for (const name of ['submit', 'assess']) expect((await st.call('POST', `/api/changes/${changeId}/${name}`, 'agent a', {})).status).toBe(200)
  await st.quiet()
  expect((await st.call('POST', `/api/changes/${changeId}/authorise`, 'manager a', {})).body['state']).toMatch(/authorised/)
  expect((await verb('approve', { remediation: 'Put 8.4 back.' }, 'manager a')).body['state']).toBe('approved')
})

test('goes to one unit after the other', async () => {
  days(4)
  expect((await verb('begin')).body['state']).toBe('deploying')
  expect((await verb('rollOut')).body['state']).toBe('deploying')
  expect(await units()).toEqual(['North gate done', 'South gate waiting', 'Yard waiting'])
  expect(said(await verb('rollOut', { unit: 'North gate' }))).toEqual([422, 'North gate has it already.'])
  expect(said(await verb('rollOut', { unit: 'West gate' }))).toEqual([422, 'There is no such unit. Waiting: South gate and Yard.'])
})

test('stops when a unit fails; only a manager lets it go on, and the unit waits again', async () => {
  expect((await verb('rollOut', { went: 'failed' })).body['stoppedBecause']).toBe('1 of 3 units failed; it stops at 1.')
  expect(said(await verb('rollOut'))).toEqual([422, 'The rollout has stopped: 1 of 3 units failed; it stops at 1. Withdraw it, or let a manager say that it goes on.'])
  expect((await verb('goOn', { reason: 'The cable was mended.' })).status).toBe(403)
  expect((await verb('goOn', { reason: 'The cable was mended.' }, 'manager a')).body['stoppedBecause']).toBe(null)
  expect(await units()).toEqual(['North gate done', 'South gate waiting', 'Yard waiting'])
})

test('stops when too many incidents come on its services, though no unit failed; they count anew from when it goes on', async () => {
  await broken('Gate does not open')
  expect((await verb('rollOut')).body['stoppedBecause']).toBe(null)
  await broken('Gate opens twice')
  expect(said(await verb('rollOut'))).toEqual([422, expect.stringMatching(/^The rollout has stopped: 2 incidents came on its services since the rollout began; it stops at 2\./)])
  expect(await units()).toEqual(['North gate done', 'South gate done', 'Yard waiting'])
  st.clock.forward(60)
  expect((await verb('goOn', { reason: 'Both were the old fault.' }, 'manager a')).status).toBe(200)
})

test('is looked after when all have it, and leaves its early life by its criterion', async () => {
  const last = await verb('rollOut')
  expect([last.body['state'], last.body['earlyLifeSince']]).toEqual(['early_life', at(0)])
  expect(said(await verb('accept', {}, 'manager a'))).toEqual([422, 'Its early life lasts 14 days; 0 are over. Wait, or say why it is accepted all the same.'])
  days(13)
  await broken('Gate is slow')
  await broken('Gate is slow again')
  days(1)
  expect(said(await verb('accept', {}, 'manager a'))).toEqual([422, '2 incidents came on its services in the last 14 days; at most 1 may. Wait, or say why it is accepted all the same.'])
  days(14)
  expect((await verb('accept')).status).toBe(403)
  expect((await verb('accept', {}, 'manager a')).body['state']).toBe('accepted')
})

test('stands on the calendar meanwhile, with its change, and its history tells every step in order', async () => {
  const { body } = await st.call('GET', `/api/changes/calendar?from=2026-03-20T00:00:00Z&to=2026-03-24T00:00:00Z`, 'agent a')
  expect((body['entries'] as Json[]).map((e) => [e['kind'], e['title'], e['state']])).toEqual([['change', 'Gate 8.5', 'authorised'], ['release', 'Gate 8.5', 'accepted']])
  const history = (await st.call('GET', `/api/releases/${id}/timeline`, 'agent a')).body
  expect((history['items'] as Json[]).map((e) => e['verb'])).toEqual(['create', 'build', 'test', 'approve', 'begin', 'rollOut', 'rollOut', 'goOn', 'rollOut', 'goOn', 'rollOut', 'accept'])
})
