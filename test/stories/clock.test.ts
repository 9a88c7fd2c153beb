/** The day of a clock: who is told that a promise comes near or is missed, by mail to a real SMTP server; and what nobody hears. */
import { createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deliver } from '../../src/app/deliver.ts'
import { openMailer } from '../../src/channels/email.ts'
import { is } from '../../src/model/query.ts'
import { mostMails, windowMs } from '../../src/practices/communication/burst.ts'
import { delivery } from '../../src/practices/communication/delivery.ts'
import { aboutDigest } from '../../src/practices/communication/digest.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { service } from '../../src/practices/service/record.ts'
import { startWorker } from '../../src/store/worker.ts'
import { system, world, type World } from '../world.ts'
import { until } from './told.ts'

interface Mail { readonly to: string; readonly subject: string }

let w: World
let worker: { stop(): Promise<void> }
let smtp: SMTPServer
let mailer: ReturnType<typeof openMailer>
const mails: Mail[] = []
const complaints: string[] = []

const freePort = (): Promise<number> => new Promise((resolve) => {
  const s = createServer().listen(0, '127.0.0.1', () => {
    const a = s.address()
    s.close(() => { resolve(typeof a === 'object' && a !== null ? a.port : 0) })
  })
})
// Long headers are folded, and words beyond ASCII encoded; ours are neither, but for the fold.
const header = (text: string, name: string): string => new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'mi').exec(text)?.[1]?.replace(/\r\n[ \t]/g, ' ') ?? ''

const work = async (): Promise<void> => {
  const log = { warn: (_o: object, m: string) => { complaints.push(m) }, error: (_o: object, m: string) => { complaints.push(m) } }
  worker = await startWorker({ store: w.store, isOnlyOne: true, log, outside: { deliver: (p) => deliver(w.store, mailer, [], String(p['id'])) } })
}
const due = async (): Promise<number> => (await w.store.db.owner((tx) => tx.query<{ n: number }>('SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE run_at <= now()')))[0]?.n ?? 0
const quiet = async (): Promise<void> => {
  await until('the queue is empty', async () => (await due()) === 0)
  expect(complaints).toEqual([])
}
/** Time goes on: our clock, and by the same length the timers in the queue. */
const shift = async (seconds: number): Promise<void> => {
  w.clock.forward(seconds)
  await w.store.db.owner((tx) => tx.query(`UPDATE graphile_worker._private_jobs SET run_at = run_at - make_interval(secs => $1) WHERE run_at > now()`, [seconds]))
  await w.store.db.owner((tx) => tx.query(`SELECT pg_notify('jobs:insert', '{"count":1}')`))
}
/** What was mailed up to this time of the day, since it was last asked. */
const upTo = async (time: string): Promise<string[]> => {
  await shift((Date.parse(`2026-03-17T${time}Z`) - w.clock.now()) / 1000)
  await quiet()
  return news()
}
const news = (): string[] => mails.splice(0).map((m) => `${m.to}: ${m.subject}`).toSorted()
const open = (more: Record<string, unknown> = {}) => w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title: 'Gates stand open', impact: 1, urgency: 2, ...more }))
const move = async (id: string, verb: string, input: Record<string, unknown> = {}): Promise<void> => {
  await w.store.write(w.as('agent'), (s) => s.move(incident, id, verb, input))
  await quiet()
}

beforeAll(async () => {
  w = await world()
  const port = await freePort()
  smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      let text = ''
      stream.on('data', (c: Buffer) => { text += c.toString() })
      stream.on('end', () => { mails.push({ to: header(text, 'To'), subject: header(text, 'Subject') }); done() })
    },
  })
  await new Promise<void>((resolve) => { smtp.listen(port, '127.0.0.1', resolve) })
  mailer = openMailer(`smtp://127.0.0.1:${port}`, 'evenkeel@example.org')
  await w.store.write(system, (s) => s.move(service, w.a.serviceId, 'update', { ownerId: w.as('manager').id }))
  await work()
  await quiet()
})
afterAll(async () => {
  await worker.stop()
  mailer.close()
  smtp.close()
  await w.end()
})

describe('an incident of priority 2: half an hour to answer, eight hours to restore', () => {
  let id = ''
  let number = ''

  test('09:00 the team hears of it; 09:22 nothing; 09:22:30 three quarters are gone, and the owner hears too', async () => {
    const i = await open()
    ;[id, number] = [i.id, i.number]
    await quiet()
    expect(news()).toEqual([`platform@example.org: [${number}] P2 new: Gates stand open`])
    expect(await upTo('09:22:00')).toEqual([])
    const said = `[${number}] P2 First answer: 75 % of the time is used, due Tue 17 Mar, 10:30 (Europe/Berlin), SLA-1001.`
    expect(await upTo('09:22:30')).toEqual([`manager.provider@example.org: ${said}`, `platform@example.org: ${said}`])
  })

  test('09:25 somebody takes it: 09:31 nobody hears that the answer is late', async () => {
    expect(await upTo('09:25:00')).toEqual([])
    await move(id, 'acknowledge')
    expect(await upTo('09:31:00')).toEqual([])
  })

  test('10:00 to 12:00 it waits for the user: the warning of 15:00 comes at 17:00, also after a restart', async () => {
    expect(await upTo('10:00:00')).toEqual([])
    await move(id, 'pause', { because: 'user', waitFor: 'a badge' })
    expect(await upTo('12:00:00')).toEqual([])
    await move(id, 'resume')
    await worker.stop()
    await work()
    expect(await upTo('16:59:59')).toEqual([])
    const said = `[${number}] P2 Restore: 75 % of the time is used, due Tue 17 Mar, 20:00 (Europe/Berlin), SLA-1001.`
    // The agent who works on it hears of it as well.
    expect(await upTo('17:00:00')).toEqual([`agent.provider@example.org: ${said}`, `manager.provider@example.org: ${said}`, `platform@example.org: ${said}`])
  })

  test('19:00 is in time; a moment later it is missed, which is said once, and late where nobody was there to say it', async () => {
    expect(await upTo('19:00:00')).toEqual([])
    await worker.stop()
    await shift(600)
    await work()
    await quiet()
    expect(news().filter((m) => m.startsWith('platform'))).toEqual([`platform@example.org: [${number}] P2 Restore: missed, it was due Tue 17 Mar, 20:00 (Europe/Berlin), SLA-1001. Told late.`])
    await move(id, 'note', { body: 'We know.' })
    await move(id, 'assign', { toTeamId: w.teamId, toPersonId: w.as('agent').id })
    news()
    expect(await upTo('19:40:00')).toEqual([])
    const warnings = (await w.store.read(system, (s) => s.history('incident', id))).filter((e) => e.verb === 'warn')
    expect(warnings.map((e) => [e.input['promise'], e.input['says'], e.actorKind])).toEqual([['response', 'soon', 'rule'], ['resolution', 'soon', 'rule'], ['resolution', 'missed', 'rule']])
  })
})

test('what is resolved in time warns nobody', async () => {
  w.clock.set('2026-03-17T10:00:00.000Z')
  const i = await open({ title: 'Quick one' })
  await quiet()
  await move(i.id, 'resolve', { code: 'fixed' })
  news()
  expect(await upTo('19:30:00')).toEqual([])
})

test('a priority raised past its target is missed at once', async () => {
  w.clock.set('2026-03-17T10:00:00.000Z')
  const i = await open({ title: 'Grows', impact: 4, urgency: 4 })
  await quiet()
  await move(i.id, 'acknowledge')
  await upTo('15:00:00')
  await move(i.id, 'prioritize', { to: 1, reason: 'The whole yard.' })
  expect(news().filter((m) => m.startsWith('platform'))).toEqual([`platform@example.org: [${i.number}] P1 Restore: missed by its new target, which was due Tue 17 Mar, 15:00 (Europe/Berlin), SLA-1001.`])
  await move(i.id, 'cancel', { reason: 'A drill.' })
  news()
})

test('a major incident owes news: its lead and team hear when the next is near, and not after it was given', async () => {
  w.clock.set('2026-03-17T10:00:00.000Z')
  const i = await open({ title: 'Yard dark' })
  await quiet()
  await move(i.id, 'acknowledge')
  await move(i.id, 'declareMajor', { reason: 'All gates.', leadToBe: w.as('admin').id, newsEverySeconds: 1800 })
  expect(news()).toContain(`admin.provider@example.org: [${i.number}] You lead a major incident: Yard dark`)
  expect(await upTo('10:22:00')).toEqual([])
  expect((await upTo('10:22:30')).filter((m) => m.startsWith('admin'))).toEqual([`admin.provider@example.org: [${i.number}] P2 Next news: 75 % of the time is used, due Tue 17 Mar, 10:30 (Etc/UTC), Major incident.`])
  await move(i.id, 'comment', { body: 'Power is back in half of the yard.' })
  expect(await upTo('10:40:00')).toEqual([])
  expect((await upTo('10:45:00')).filter((m) => m.startsWith('admin'))).toEqual([`admin.provider@example.org: [${i.number}] P2 Next news: 75 % of the time is used, due Tue 17 Mar, 10:52 (Etc/UTC), Major incident.`])
  await move(i.id, 'resolve', { code: 'fixed' })
  news()
  expect(await upTo('12:00:00')).toEqual([])
})

test('nobody objects: five working days later it is closed, not before', async () => {
  w.clock.set('2026-03-17T10:00:00.000Z')
  const i = await open({ title: 'Small' })
  await quiet()
  await move(i.id, 'resolve', { code: 'fixed' })
  const state = () => w.store.read(system, async (s) => (await s.find(incident, i.id)).state)
  await shift(7 * 86_400 - 1)
  await quiet()
  expect(await state()).toBe('resolved')
  await shift(1)
  await quiet()
  expect(await state()).toBe('closed')
})

test('management: the lead of the team on level 1, the owner from level 2, who confirms; nobody is said on the incident', async () => {
  w.clock.set('2026-03-17T10:00:00.000Z')
  const i = await open({ title: 'Slow' })
  await quiet()
  news()
  await move(i.id, 'escalateUp', { level: 2, reason: 'No end in sight.' })
  expect(news()).toEqual([`manager.provider@example.org: [${i.number}] P2 escalated to you, level 2: Slow`])
  await w.store.write(w.as('manager'), (s) => s.move(incident, i.id, 'confirmEscalation', {}))
  expect(await w.store.read(system, (s) => s.find(incident, i.id))).toMatchObject({ escalatedToId: w.as('manager').id, escalationConfirmedAt: '2026-03-17T10:00:00.000Z' })
  const alone = await open({ title: 'Alone', serviceId: null })
  await quiet()
  await move(alone.id, 'escalateUp', { level: 1, reason: 'Whose is it?' })
  expect((await w.store.read(system, (s) => s.beside('comment', alone.id))).map((c) => c['body'])).toEqual(['Nobody could be told on level 1: name a person, give the team a lead, or the service an owner.'])
})

describe('a burst of incidents', () => {
  const ofBurst = (): string[] => news().filter((line) => line.includes('Burst') || line.includes('Digest'))
  const heldOnes = () => w.store.read(system, async (s) => (await s.list(delivery, { where: [is('state', 'held')], limit: 50 })).items)

  test('09:00 ten mails leave, the major besides; the other five wait, each recorded', async () => {
    w.clock.set('2026-03-26T08:00:00.000Z')
    await shift(3600)
    await quiet()
    // What earlier days had left to say was said now; its window passes.
    w.clock.forward(windowMs / 1000 + 1)
    news()
    for (let n = 1; n <= 15; n++) {
      await open({ title: `Burst ${n}` })
      await quiet()
    }
    const major = await open({ title: 'Burst major' })
    await quiet()
    await move(major.id, 'declareMajor', { reason: 'All gates.', leadToBe: w.as('manager').id, newsEverySeconds: 3600 })
    const told = ofBurst().filter((line) => line.startsWith('platform@'))
    expect(told.filter((line) => !line.includes('major'))).toHaveLength(mostMails)
    expect(told.filter((line) => line.includes('Major incident: Burst major'))).toHaveLength(1)
    expect((await heldOnes()).map((d) => d.subject.replace(/^\S+ /, '')).toSorted()).toEqual([...[11, 12, 13, 14, 15].map((n) => `P2 new: Burst ${n}`), 'P2 new: Burst major'].toSorted())
  })

  test('09:09 still nothing; 09:10 one digest lists them, and each says in which it was told', async () => {
    await shift(windowMs / 1000 - 60)
    await quiet()
    expect(ofBurst()).toEqual([])
    await shift(61)
    await until('the digest left', async () => mails.some((m) => m.subject.includes('Digest')))
    await quiet()
    expect(ofBurst()).toEqual(['platform@example.org: Digest: 6 more messages about incidents'])
    expect(await heldOnes()).toEqual([])
    const [digest] = await w.store.read(system, async (s) => (await s.list(delivery, { where: [is('about', aboutDigest)], limit: 2 })).items)
    for (const n of [11, 12, 13, 14, 15]) expect(digest?.body).toMatch(new RegExp(`\\[INC-\\d+\\] P2 new: Burst ${n}$`, 'm'))
    const bundled = await w.store.read(system, async (s) => (await s.list(delivery, { where: [is('state', 'bundled')], limit: 50 })).items)
    expect(bundled.map((d) => d.answer)).toEqual(Array.from({ length: 6 }, () => `told in the digest ${digest?.number}`))
  })
})
