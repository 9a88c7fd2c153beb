/** What pipelines, planners and customers are told over HTTP: verdicts, collisions, free times, the calendar and the agenda; and what another organization learns of it. */
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../src/model/actor.ts'
import { change } from '../../src/practices/change/record.ts'
import { changeWindow } from '../../src/practices/change/window.ts'
import { ci } from '../../src/practices/configuration/ci.ts'
import { ciType } from '../../src/practices/configuration/ci-type.ts'
import { relation } from '../../src/practices/configuration/relation.ts'
import { createAuth } from '../../src/server/auth.ts'
import { type RunningServer, startServer } from '../../src/server/server.ts'
import { system, type World, world } from '../world.ts'

let w: World
let server: RunningServer
const tokens: Record<string, string> = {}
const ids: Record<string, string> = {}
const whole = { remediation: 'Restore.', testEvidence: 'Tried.', communicationPlan: 'Told.' }

beforeAll(async () => {
  w = await world()
  const typeId = (await w.store.write(system, (s) => s.create(ciType, { orgId: w.provider, key: 'server', name: 'Server', shared: true }))).id
  await w.store.write(system, async (s) => {
    for (const name of ['web-1', 'web-2']) ids[name] = (await s.create(ci, { orgId: w.a.orgId, name, key: name, aliases: [`${name}.example.org`], typeId, teamId: w.teamId, inState: 'live' })).id
    for (const name of ['web-1', 'web-2']) await s.create(relation, { orgId: w.a.orgId, fromRecord: 'service', fromId: w.a.serviceId, toRecord: 'ci', toId: ids[name] })
    ids['freeze'] = (await s.create(changeWindow, { orgId: w.a.orgId, kind: 'freeze', name: 'Christmas', scope: { serviceIds: [w.a.serviceId] }, startsAt: '2026-12-18T17:00:00Z', endsAt: '2027-01-04T06:00:00Z' })).id
    ids['b freeze'] = (await s.create(changeWindow, { orgId: w.b.orgId, kind: 'freeze', name: 'Secret merger', scope: { everything: true }, startsAt: '2026-06-01T00:00:00Z', endsAt: '2026-06-08T00:00:00Z' })).id
  })
  const plan = async (name: string, more: Record<string, unknown>): Promise<void> => {
    ids[name] = await w.store.write(w.as('agent', 'a'), async (s) => {
      const c = await s.create(change, { orgId: w.a.orgId, title: name, requesterId: w.as('customer', 'a').id, ...whole, ...more })
      await s.move(change, c.id, 'submit', {})
      await s.move(change, c.id, 'assess', { serviceIds: c.serviceIds })
      return c.id
    })
  }
  await plan('patch web-1', { ciIds: [ids['web-1']], plannedStart: '2026-04-01T20:00:00Z', plannedEnd: '2026-04-01T22:00:00Z', projectedOutages: [{ serviceId: w.a.serviceId, from: '2026-04-01T20:00:00Z', to: '2026-04-01T20:30:00Z', degree: 0.5, note: 'Slow' }] })
  await w.store.write(w.as('manager', 'a'), (s) => s.move(change, ids['patch web-1'] ?? '', 'authorise', {}))
  await w.store.write(w.as('agent', 'a'), (s) => s.move(change, ids['patch web-1'] ?? '', 'schedule', { implementerId: w.as('agent', 'a').id }))
  await plan('patch web-2', { ciIds: [ids['web-2']], plannedStart: '2026-04-01T21:00:00Z', plannedEnd: '2026-04-01T23:00:00Z' })
  const auth = createAuth(w.store)
  server = await startServer({ store: w.store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://127.0.0.1' }, webFolder: null })
  const token = async (name: string, role: Role, more: Record<string, unknown>): Promise<void> => { tokens[name] = (await auth.createToken(w.as('admin'), { name, role, ...more })).secret }
  await token('pipeline', 'auditor', { orgId: w.a.orgId })
  await token('agent', 'agent', { orgId: w.a.orgId })
  await token('provider', 'manager', { reach: 'all' })
  await token('pipeline of B', 'auditor', { orgId: w.b.orgId })
  await token('customer', 'customer', { orgId: w.a.orgId })
  await token('customer of B', 'customer', { orgId: w.b.orgId })
}, 60_000)
afterAll(async () => { await server.stop(); await w.end() })

type Plain = Record<string, unknown>
const call = async (path: string, as: string, body?: unknown): Promise<{ status: number; body: Plain }> => {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { method: body === undefined ? 'GET' : 'POST', headers: { authorization: `Bearer ${tokens[as]}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: answer.status, body: await answer.json() as Plain }
}
const verdict = async (question: Plain, as = 'pipeline'): Promise<string> => { const { body } = await call('/api/changes/verdict', as, question); return `${String(body['verdict'])} ${String(body['rule'])}` }

describe('a pipeline asks', () => {
  const inFreeze = { at: '2026-12-20T12:00:00Z' }
  test.each<[string, Plain, string]>([
    ['for a service that is frozen', { service: 'gate', ...inFreeze }, 'blocked hard_freeze'],
    ['for an item that the frozen service stands on', { ci: 'web-1', ...inFreeze }, 'blocked hard_freeze'],
    ['for many items, of which one is unknown', { ci: ['web-1', 'web-99'], ...inFreeze }, 'ask not_known'],
    ['with the labels of its alerts', { labels: { job: 'node', instance: 'web-2.example.org:9100' }, ...inFreeze }, 'blocked hard_freeze'],
    ['with a service’s label that names nothing beside one that does', { labels: { service: 'payments-nobody-knows', env: 'gate' } }, 'ask not_known'],
    ['with a machine’s label that names nothing beside a service’s that does', { labels: { service: 'gate', instance: 'web-99:9100' } }, 'ask not_known'],
    ['with the job of its exporter beside the name of a service', { labels: { service: 'gate', job: 'node', region: 'north' }, ...inFreeze }, 'blocked hard_freeze'],
    ['with a job that names nothing beside another label', { labels: { job: 'payments', env: 'gate' } }, 'ask not_known'],
    ['with labels that name nothing', { labels: { job: 'node' }, ...inFreeze }, 'ask not_known'],
    ['without naming anything', inFreeze, 'ask nothing_named'],
    ['with an empty list', { ci: [], ...inFreeze }, 'ask nothing_named'],
    ['before the freeze', { service: 'gate', at: '2026-12-18T16:59:59Z' }, 'allowed nothing_against'],
    ['at the instant when it begins', { service: 'gate', at: '2026-12-18T17:00:00Z' }, 'blocked hard_freeze'],
    ['at the instant when it ends', { service: 'gate', at: '2027-01-04T06:00:00Z' }, 'allowed nothing_against'],
    ['for work that would run into it', { service: 'gate', at: '2026-12-18T16:00:00Z', until: '2026-12-18T17:00:01Z' }, 'blocked hard_freeze'],
    ['for an emergency', { service: 'gate', kind: 'emergency', ...inFreeze }, 'allowed_with_approval emergency_in_freeze'],
    ['for a change that is not there', { service: 'gate', change: 'CHG-9999' }, 'ask change_not_known'],
    ['while another organization is frozen', { service: 'gate', at: '2026-06-03T00:00:00Z' }, 'allowed nothing_against'],
  ])('%s', async (_name, question, wanted) => { expect(await verdict(question)).toBe(wanted) })

  test('and reads which freeze, until when and what to do', async () => {
    const { body } = await call('/api/changes/verdict', 'pipeline', { service: 'gate', ...inFreeze })
    expect(body).toMatchObject({ until: '2027-01-04T06:00:00.000Z', window: { name: 'Christmas' }, sentence: expect.stringMatching(/^WIN-\d+ “Christmas” freezes this until 2027-01-04 06:00 UTC\. Deploy after that, or ask a manager for an exception\.$/) })
  })

  test('for its authorised change in its time, and not before', async () => {
    const ofChange = { change: ids['patch web-1'], ci: 'web-1' }
    expect(await verdict({ ...ofChange, at: '2026-04-01T20:30:00Z' })).toBe('allowed change_authorised')
    expect(await verdict({ ...ofChange, at: '2026-04-01T19:30:00Z' })).toBe('blocked change_not_now')
    expect(await verdict({ ...ofChange, ci: 'web-2', at: '2026-04-01T20:30:00Z' })).toBe('ask change_elsewhere')
    expect(await verdict({ change: ids['patch web-2'], at: '2026-04-01T21:30:00Z' })).toBe('allowed_with_approval change_not_authorised')
  })

  test('of another organization, and learns nothing of this one', async () => {
    expect(await verdict({ service: 'gate', ...inFreeze }, 'pipeline of B')).toBe('ask not_known')
    expect(await verdict({ service: 'booking', change: ids['patch web-1'] }, 'pipeline of B')).toBe('ask change_not_known')
    expect((await call('/api/changes/verdict', 'customer', { service: 'gate' })).status).toBe(403)
  })

  test.each([[{ service: 'gate', at: 'soon' }], [{ service: 'gate', colour: 1 }], [{ service: 'gate', at: '2026-12-20T12:00:00Z', until: '2026-12-19T12:00:00Z' }], [{ service: 'a\u0000b' }]])('%j is refused with its place', async (question) => {
    const { status, body } = await call('/api/changes/verdict', 'pipeline', question)
    expect([status, body['code']]).toEqual([400, 'invalid'])
  })
})

describe('a planner', () => {
  test('is told that both halves of a service would be down', async () => {
    const { body } = await call(`/api/changes/${ids['patch web-2']}/conflicts`, 'agent')
    expect((body['conflicts'] as Plain[]).map((c) => c['kind'])).toContain('hurts_same')
    const moved = await call(`/api/changes/${ids['patch web-2']}/conflicts?plannedStart=2026-04-01T22:00:00Z&plannedEnd=2026-04-01T23:00:00Z`, 'agent')
    expect((moved.body['conflicts'] as Plain[]).map((c) => c['kind'])).not.toContain('hurts_same')
  })

  test('sees a plan judged before it is recorded', async () => {
    const { status, body } = await call('/api/changes/look', 'agent', { ciIds: [ids['web-1']], plannedStart: '2026-12-20T12:00:00Z', plannedEnd: '2026-12-20T13:00:00Z' })
    expect([status, (body['conflicts'] as Plain[])[0]]).toMatchObject([200, { kind: 'freeze', gravity: 'block' }])
    expect((body['impact'] as Plain)['serviceIds']).toEqual([w.a.serviceId])
  })

  test('finds times that are free, after the freeze and beside other work', async () => {
    const asked = { ciIds: [ids['web-2']], seconds: 3600, from: '2026-04-01T20:00:00Z', until: '2026-04-02T00:00:00Z' }
    const { body } = await call('/api/changes/slots', 'agent', asked)
    expect((body['slots'] as Plain[])[0]).toMatchObject({ from: '2026-04-01T22:00:00.000Z', cost: 0, why: ['Nothing collides with it then.'] })
    const frozen = await call('/api/changes/slots', 'agent', { ...asked, from: '2026-12-20T00:00:00Z', until: '2026-12-22T00:00:00Z' })
    expect(frozen.body).toMatchObject({ slots: [], sentence: expect.stringMatching(/^No time in this span is free\. WIN-\d+ “Christmas” freezes/) })
  })

  test('finds for a normal change what is not planned late, and earlier times only when asked for', async () => {
    const asked = { ciIds: [ids['web-2']], seconds: 3600 }
    const timely = (await call('/api/changes/slots', 'agent', asked)).body
    const notLateFrom = String(timely['notLateFrom'])
    expect((timely['slots'] as Plain[]).map((s) => [s['isLate'], String(s['from']) >= notLateFrom])).toEqual([[false, true], [false, true], [false, true]])
    const early = (await call('/api/changes/slots', 'agent', { ...asked, from: new Date(Date.parse(notLateFrom) - 73 * 3_600_000).toISOString(), until: notLateFrom, most: 1 })).body
    expect((early['slots'] as Plain[])[0]).toMatchObject({ isLate: true, why: expect.arrayContaining([expect.stringMatching(/^Planned late: .*at least 3 days before/)]) })
    expect((await call('/api/changes/slots', 'agent', { ...asked, type: 'emergency' })).body['notLateFrom']).toBeNull()
  })

  test('sees what collides on the calendar, and what is to be decided', async () => {
    const { body } = await call('/api/changes/calendar?from=2026-04-01T00:00:00Z&to=2026-04-03T00:00:00Z', 'agent')
    const entries = body['entries'] as Plain[]
    expect(entries.map((e) => [e['title'], e['onServiceIds'], (e['collidesWith'] as Plain[]).map((c) => c['why'])])).toEqual([
      ['patch web-1', [w.a.serviceId], [expect.stringMatching(/^CHG-\d+ “patch web-2” at the same time needs or hurts Gate and Yard too$/)]], ['patch web-2', [w.a.serviceId], [expect.stringMatching(/^CHG-\d+ “patch web-1” at the same time/)]],
    ])
    expect((body['titles'] as Plain)[w.a.serviceId]).toMatchObject({ title: 'Gate and Yard' })
    const agenda = await call('/api/changes/agenda', 'agent')
    expect((agenda.body['items'] as Plain[]).map((i) => [(i['change'] as Plain)['title'], (i['outcome'] as Plain)['status'], i['missing']])).toEqual([['patch web-2', 'waiting', []]])
  })
})

describe('a customer', () => {
  test('learns what their service will not do, and nothing of who works on what', async () => {
    const { body } = await call('/api/changes/calendar?from=2026-04-01T00:00:00Z&to=2026-04-03T00:00:00Z', 'customer')
    expect([body['entries'], body['outages']]).toEqual([[], [{ serviceId: w.a.serviceId, from: '2026-04-01T20:00:00.000Z', to: '2026-04-01T20:30:00.000Z', degree: 0.5, note: 'Slow' }]])
    expect((await call('/api/changes/calendar?from=2026-04-01T00:00:00Z&to=2026-04-03T00:00:00Z', 'customer of B')).body['outages']).toEqual([])
    const own = await call(`/api/changes/${ids['patch web-1']}`, 'customer')
    expect([own.status, own.body['title'], own.body['remediation'], own.body['riskReasons']]).toEqual([200, 'patch web-1', undefined, undefined])
  })
})
