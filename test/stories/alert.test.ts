/** The life of a disturbance, from the first alert to the last word; and what must not happen on the way. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rule } from '../../src/model/actor.ts'
import { is } from '../../src/model/query.ts'
import { alert } from '../../src/practices/event/record.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { system } from '../world.ts'
import { type Stage, stage, until } from './told.ts'

let st: Stage
beforeAll(async () => { st = await stage() })
afterAll(async () => { await st.end() })

let made = 0
const raise = async (key: string, more: Record<string, unknown> = {}) => {
  made += 1
  st.clock.forward(1)
  const row = await st.store.write(rule('intake'), (s) => s.create(alert, {
    orgId: st.a.orgId, title: `Gate ${made} does not open`, severity: 'critical', fingerprint: made.toString(16).padStart(16, '0'), labels: { alertname: 'GateDown', gate: String(made) },
    annotations: { description: 'Trucks wait.' }, serviceId: st.a.serviceId, incidentKey: key, startsAt: '2026-03-17T08:59:30.000Z', ...more,
  }))
  await st.quiet()
  return row
}
const move = async (id: string, verb: string, input: Record<string, unknown> = {}): Promise<void> => {
  st.clock.forward(1)
  await st.store.write(st.as('agent'), (s) => s.move(incident, id, verb, input))
  await st.quiet()
}
const clear = async (id: string): Promise<void> => {
  st.clock.forward(1)
  await st.store.write(rule('intake'), (s) => s.move(alert, id, 'resolve'))
  await st.quiet()
}
const incidentsOf = (key: string) => st.store.read(system, async (s) => (await s.list(incident, { where: [is('correlationKey', key)] })).items)
const theOne = async (key: string) => {
  const list = await incidentsOf(key)
  expect(list.length).toBe(1)
  const [i] = list
  if (!i) throw new Error('unreachable')
  return i
}
const notes = (id: string) => st.store.read(system, async (s) => (await s.beside('comment', id)).map((c) => String(c['body'])))
const about = (number: string) => st.told.filter((m) => m.about === number)

describe('an alert', () => {
  test('opens one incident on its service, is linked to it, and the team is told once', async () => {
    const a = await raise('gate')
    const i = await theOne('gate')
    expect(i).toMatchObject({ orgId: st.a.orgId, serviceId: st.a.serviceId, teamId: st.teamId, state: 'assigned', priority: 2, reportedVia: 'monitoring', noticedAt: '2026-03-17T08:59:30.000Z', title: a.title })
    expect((await st.store.read(system, (s) => s.find(alert, a.id))).incidentId).toBe(i.id)
    expect(about(i.number)).toEqual([{ channel: 'email', target: 'platform@example.org', subject: `[${i.number}] P2 new: ${a.title}`, about: i.number }])
  })

  test('of the same key joins the incident that is open; nobody is told twice', async () => {
    const before = st.told.length
    const b = await raise('gate')
    const i = await theOne('gate')
    expect((await st.store.read(system, (s) => s.find(alert, b.id))).incidentId).toBe(i.id)
    expect(await notes(i.id)).toEqual([`${b.number} joined: ${b.title}`])
    expect(st.told.length).toBe(before)
  })

  test('that clears leaves a note, and the incident stays open for a person to close', async () => {
    const i = await theOne('gate')
    const [first, second] = await st.store.read(system, async (s) => (await s.list(alert, { where: [is('incidentId', i.id)], sort: 'createdAt' })).items)
    await clear(first?.id ?? '')
    await clear(second?.id ?? '')
    expect((await notes(i.id)).slice(1)).toEqual([`${first?.number} cleared. 1 still fires.`, `${second?.number} cleared. No alert of this incident fires any more; check with the users, then resolve.`])
    expect((await theOne('gate')).state).toBe('assigned')
  })

  test('that still fires when its incident is resolved is named in the timeline; one that cleared is not', async () => {
    const a = await raise('barrier')
    const b = await raise('barrier')
    await clear(b.id)
    const i = await theOne('barrier')
    await move(i.id, 'resolve', { code: 'fixed' })
    expect((await notes(i.id)).at(-1)).toBe(`Resolved while 1 alert still fires: ${a.number} ${a.title}.`)
  })

  test('that fires again after its incident was resolved brings that incident back, and the team hears of it', async () => {
    const i = await theOne('gate')
    await move(i.id, 'resolve', { code: 'fixed' })
    const [a] = await st.store.read(system, async (s) => (await s.list(alert, { where: [is('incidentId', i.id)], limit: 1 })).items)
    await st.store.write(rule('intake'), (s) => s.move(alert, a?.id ?? '', 'refire', { severity: 'critical' }))
    await st.quiet()
    expect(await theOne('gate')).toMatchObject({ id: i.id, state: 'in_progress', reopenCount: 1 })
    expect(about(i.number).at(-1)?.subject).toMatch(/reopened/)
  })

  test.each([
    ['informs only', { severity: 'info' }],
    ['is silenced', { suppressedBy: '00000000-0000-4000-8000-000000000001' }],
  ])('that %s opens nothing and tells nobody', async (_what, more) => {
    const before = st.told.length
    const key = `still ${JSON.stringify(more)}`
    await raise(key, more)
    expect(await incidentsOf(key)).toEqual([])
    expect(st.told.length).toBe(before)
  })

  test('that was silenced opens its incident when the silence ends before it does', async () => {
    const a = await raise('late', { suppressedBy: '00000000-0000-4000-8000-000000000001' })
    await st.store.write(rule('intake'), (s) => s.move(alert, a.id, 'surface'))
    await st.quiet()
    expect((await theOne('late')).state).toBe('assigned')
  })

  test('on no known service opens an incident that waits for somebody to look, and tells no team', async () => {
    await raise('nowhere', { serviceId: null })
    const i = await theOne('nowhere')
    expect(i).toMatchObject({ state: 'new', serviceId: null, teamId: null })
    expect(about(i.number)).toEqual([])
  })

  test('storm of fifty with one key, in one commit, makes one incident and one message', async () => {
    const rows = Array.from({ length: 50 }, (_, n) => ({
      orgId: st.a.orgId, title: `Crane ${n} is out`, severity: 'error', fingerprint: (1000 + n).toString(16).padStart(16, '0'), labels: { crane: String(n) }, annotations: {}, serviceId: st.a.serviceId, incidentKey: 'crane', startsAt: '2026-03-17T08:59:00.000Z',
    }))
    await st.store.write(rule('intake'), (s) => s.createMany(alert, rows))
    await st.quiet()
    const i = await theOne('crane')
    expect(about(i.number).length).toBe(1)
    expect(await st.store.read(system, (s) => s.count(alert, { where: [is('incidentId', i.id)] }))).toBe(50)
  })

  test('of two organizations with the same key makes an incident for each', async () => {
    await raise('twin')
    await raise('twin', { orgId: st.b.orgId, serviceId: st.b.serviceId })
    const list = await incidentsOf('twin')
    expect(list.map((i) => i.orgId).toSorted()).toEqual([st.a.orgId, st.b.orgId].toSorted())
  })
})

describe('an incident', () => {
  const open = async (more: Record<string, unknown> = {}) => {
    const i = await st.store.write(st.as('agent'), (s) => s.create(incident, { orgId: st.a.orgId, serviceId: st.a.serviceId, title: 'Slow bookings', ...more }))
    await st.quiet()
    return i
  }
  const stateOf = (id: string) => st.store.read(system, async (s) => (await s.find(incident, id)).state)

  test('that waits wakes at its review time, not before', async () => {
    const realNow = Date.now()
    // The queue's timers run by the real clock; the two steps before the pause move ours one second each.
    st.clock.set(new Date(realNow - 2000).toISOString())
    const i = await open()
    await move(i.id, 'acknowledge')
    const lookAgainAt = new Date(realNow + 1500).toISOString()
    await move(i.id, 'pause', { because: 'schedule', lookAgainAt })
    expect(await stateOf(i.id)).toBe('pending')
    await until('the incident wakes', async () => (await stateOf(i.id)) === 'in_progress')
    expect(Date.now()).toBeGreaterThanOrEqual(realNow + 1500)
    const [last] = (await st.store.read(system, (s) => s.history('incident', i.id))).slice(-1)
    expect(last).toMatchObject({ verb: 'resume', actorKind: 'rule', reason: 'The time to look at it again has come.' })
    st.clock.set('2026-03-17T09:00:00.000Z')
  })

  test('that somebody resumes first does not wake a second time', async () => {
    st.clock.set(new Date().toISOString())
    const i = await open()
    await move(i.id, 'acknowledge')
    await move(i.id, 'pause', { because: 'schedule', lookAgainAt: new Date(Date.now() + 60_000).toISOString() })
    await move(i.id, 'resume')
    const [timer] = await st.store.db.owner((tx) => tx.query<{ n: number }>('SELECT count(*) AS n FROM graphile_worker.jobs WHERE key = $1', [`incident review ${i.id}`]))
    expect(timer?.n).toBe(0)
    st.clock.set('2026-03-17T09:00:00.000Z')
  })

  test('that is resolved resolves those that are part of it, and leaves alone what was done already', async () => {
    const parent = await open()
    const [child, gone] = [await open(), await open()]
    for (const c of [child, gone]) await move(c.id, 'makePartOf', { ofId: parent.id })
    await move(gone.id, 'cancel', { reason: 'Reported twice.' })
    await move(parent.id, 'resolve', { code: 'fixed', what: 'The switch was replaced.' })
    expect([await stateOf(parent.id), await stateOf(child.id), await stateOf(gone.id)]).toEqual(['resolved', 'resolved', 'cancelled'])
  })

  test('goes on when the user answers what it waited for; somebody else’s word does not wake it', async () => {
    const user = st.as('requester', 'a')
    const i = await st.store.write(user, (s) => s.create(incident, { title: 'My screen is dark' }))
    await st.quiet()
    await move(i.id, 'acknowledge')
    await move(i.id, 'pause', { because: 'user', waitFor: 'the serial number' })
    await move(i.id, 'comment', { body: 'Which screen is it?' })
    expect(await stateOf(i.id)).toBe('pending')
    await st.store.write(user, (s) => s.move(incident, i.id, 'comment', { body: 'The left one.' }))
    await st.quiet()
    expect(await stateOf(i.id)).toBe('in_progress')
    // The user hears that it was taken in and what was asked; never their own words.
    expect(about(i.number).filter((m) => m.target === 'requester.a@example.org').length).toBe(2)
  })
})
