/** A month of a customer: the provider writes the report and publishes it; the customer reads it as page data and on paper, and nobody else does. */
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rule, type Role } from '../../src/model/actor.ts'
import { incidentFacts } from '../../src/practices/incident/facts.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { outage } from '../../src/practices/incident/outage.ts'
import { gotSentence, promiseSentence, type ServiceReport } from '../../src/practices/report/content.ts'
import { report } from '../../src/practices/report/record.ts'
import { createAuth } from '../../src/server/auth.ts'
import { type RunningServer, startServer } from '../../src/server/server.ts'
import { followFacts } from '../../src/store/facts.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

let w: Stage
let server: RunningServer
let auth: ReturnType<typeof createAuth>
const secrets = new Map<string, string>()

const get = async (who: string, path: string): Promise<Response> => fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { authorization: `Bearer ${secrets.get(who) ?? ''}` } })
const march = (): string => `/api/service-reports/${w.a.orgId}/2026-03`
const read = async (who: string): Promise<ServiceReport> => (await get(who, march())).json() as Promise<ServiceReport>
const open = async (title: string, at: string, more: Record<string, unknown> = {}): Promise<string> => {
  w.clock.set(at)
  const i = await w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title, impact: 1, urgency: 2, ...more }))
  await w.quiet()
  return i.id
}
const move = async (id: string, at: string, verb: string, input: Record<string, unknown> = {}): Promise<void> => {
  w.clock.set(at)
  await w.store.write(w.as('agent'), (s) => s.move(incident, id, verb, input))
  await w.quiet()
}

beforeAll(async () => {
  w = await stage()
  await w.quiet()
  auth = createAuth(w.store)
  for (const [name, role, orgId, reach] of [['provider', 'manager', w.provider, 'all'], ['customer', 'customer', w.a.orgId, 'organization'], ['user', 'requester', w.a.orgId, 'organization'], ['other', 'customer', w.b.orgId, 'organization']] as const) {
    secrets.set(name, (await auth.createToken(rule('tests'), { name, role: role satisfies Role, orgId, reach })).secret)
  }
  server = await startServer({ store: w.store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost' }, webFolder: null })
  const good = await open('Gate stands open', '2026-03-17T09:00:00.000Z')
  await move(good, '2026-03-17T09:10:00.000Z', 'acknowledge')
  await move(good, '2026-03-17T11:00:00.000Z', 'resolve', { code: 'fixed' })
  const bad = await open('Yard is dark', '2026-03-18T09:00:00.000Z')
  await move(bad, '2026-03-18T10:10:00.000Z', 'declareMajor', { reason: 'The whole yard.', leadToBe: w.as('agent').id })
  await move(bad, '2026-03-18T10:30:00.000Z', 'comment', { body: 'The substation is being switched.' })
  await w.store.write(w.as('agent'), (s) => s.create(outage, { orgId: w.a.orgId, serviceId: w.a.serviceId, incidentId: bad, startedAt: '2026-03-18T09:00:00.000Z' }))
  await move(bad, '2026-03-18T19:00:00.000Z', 'resolve', { code: 'fixed', what: 'A second feed was laid.', outagesEndedAt: '2026-03-18T18:00:00.000Z' })
  await open('Printer jams', '2026-03-30T09:00:00.000Z', { impact: 4, urgency: 4 })
  await w.store.write(system, (s) => s.create(incident, { orgId: w.b.orgId, serviceId: w.b.serviceId, title: 'Zebrafish' }))
  await w.quiet()
  w.clock.set('2026-04-09T08:00:00.000Z')
  await followFacts(w.store, incidentFacts)
})
afterAll(async () => { await server.stop(); await w.end() })

describe('while it is a draft', () => {
  test('the provider sees promises and what came of them, in words', async () => {
    const r = await read('provider')
    expect(r).toMatchObject({ organization: { name: 'Terminal Ops' }, provider: 'Nordhavn IT', zone: 'Europe/Berlin', from: '2026-02-28T23:00:00.000Z', to: '2026-03-31T22:00:00.000Z', record: null })
    const two = r.outcomes.find((o) => o.priority === 2)
    expect(two && [promiseSentence(two), gotSentence(two), two.isDefault]).toEqual(['Priority 2: an answer within 30 minutes, service restored within 8 hours.', '1 of 2 answered in time, 1 of 2 restored in time.', true])
    expect(r.numbers.map((n) => [n.measure.id, n.value?.value]).slice(0, 4)).toEqual([['IN-opened', 3], ['IN-resolved', 2], ['IN1', 0.5], ['IN2', 0.5]])
    expect(r.majors).toEqual([expect.objectContaining({ title: 'Yard is dark', resolution: 'A second feed was laid.', said: [{ at: '2026-03-18T10:30:00.000Z', text: 'The substation is being switched.' }] })])
    expect(r.outages).toEqual([expect.objectContaining({ name: 'Gate and Yard', outages: 1, seconds: 9 * 3600 })])
    expect([r.open.count, r.open.items.map((i) => i.title)]).toEqual([1, ['Printer jams']])
    expect(JSON.stringify(r)).not.toContain('Zebrafish')
  })

  test('the customer sees nothing of it: not the report, not the record, not by search', async () => {
    const made = await w.store.write(w.as('agent'), (s) => s.create(report, { orgId: w.a.orgId, month: '2026-03', comment: 'We **regret** the dark yard.\n\nA second feed is there now.' }))
    expect((await get('customer', march())).status).toBe(404)
    expect(((await (await get('customer', '/api/reports')).json()) as { items: unknown[] }).items).toEqual([])
    expect((await get('customer', `/api/reports/${made.number}`)).status).toBe(404)
    expect(await (await get('customer', `/api/search?q=RPT`)).text()).not.toContain(made.id)
    expect(await (await get('provider', `/api/search?q=RPT`)).text()).toContain(made.id)
    await expect(w.store.write(w.as('agent'), (s) => s.create(report, { orgId: w.a.orgId, month: '2026-03' }))).rejects.toMatchObject({ code: 'refused' })
    await expect(w.store.write(w.as('agent'), (s) => s.create(report, { orgId: w.a.orgId, month: '2026-05' }))).rejects.toMatchObject({ code: 'refused' })
    await expect(w.store.write(w.as('agent'), (s) => s.move(report, made.id, 'publish'))).rejects.toMatchObject({ code: 'forbidden' })
    await w.store.write(w.as('manager'), (s) => s.move(report, made.id, 'publish'))
  })
})

describe('once it is published', () => {
  test('the customer reads the same as the provider; a user and another customer read nothing', async () => {
    const [theirs, ours] = [await read('customer'), await read('provider')]
    expect(theirs).toEqual(ours)
    expect(theirs.record).toMatchObject({ state: 'published', comment: expect.stringContaining('regret') })
    expect([(await get('user', march())).status, (await get('other', march())).status, (await get('other', `/api/service-reports/${w.b.orgId}/2026-03`)).status]).toEqual([404, 404, 404])
  })

  test('each number opens to its records, as many as it counts', async () => {
    const r = await read('customer')
    for (const n of r.numbers) {
      const behind = await (await get('customer', `${march()}/records?measure=${n.measure.id}`)).json() as { count: number; items: { isHit: boolean | null }[] }
      expect([n.measure.id, behind.count, n.value?.hits === null ? null : behind.items.filter((i) => i.isHit).length]).toEqual([n.measure.id, n.value?.eligible ?? 0, n.value?.hits ?? null])
    }
    const two = await (await get('customer', `${march()}/records?measure=IN1&priority=2`)).json() as { count: number }
    expect(two.count).toBe(2)
    expect((await get('customer', `${march()}/records?measure=IN-backlog`)).status).toBe(404)
    expect((await get('other', `${march()}/records?measure=IN1`)).status).toBe(404)
  })

  test('its numbers stay those of the day it was published; what is known since stands beside them', async () => {
    const before = await read('customer')
    w.clock.forward(3600)
    const [late] = (await w.store.read(system, (s) => s.list(incident, { where: [{ field: 'title', op: 'in', values: ['Printer jams'] }], limit: 1 }))).items
    await w.store.write(w.as('agent'), (s) => s.move(incident, late?.id ?? '', 'cancel', { reason: 'It was the paper.' }))
    await w.quiet()
    await followFacts(w.store, incidentFacts)
    const after = await read('customer')
    expect([after.numbers[0]?.value, after.numbers[0]?.now?.value]).toEqual([before.numbers[0]?.value, 2])
    expect(after.outcomes).toEqual(before.outcomes)
  })

  test('it comes on paper: tagged, with language, title, page numbers and its own typeface', async () => {
    const answer = await get('customer', `${march()}/pdf`)
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([200, 'application/pdf', expect.stringContaining('service-report-2026-03.pdf')])
    const bytes = Buffer.from(await answer.arrayBuffer())
    const text = bytes.toString('latin1')
    expect(text.slice(0, 8)).toBe('%PDF-1.7')
    for (const part of ['/Lang (en-GB)', '/Marked true', '/DisplayDocTitle true', '/StructTreeRoot', '/FontFile2', '/S /Figure', '/S /TH', '/Alt ']) expect([part, text.includes(part)]).toEqual([part, true])
    expect((await get('other', `${march()}/pdf`)).status).toBe(404)
  })

  test('taken back it is the provider’s alone again', async () => {
    const [row] = (await w.store.read(system, (s) => s.list(report, { limit: 1 }))).items
    await w.store.write(w.as('manager'), (s) => s.move(report, row?.id ?? '', 'withdraw', { reason: 'A number is wrong.' }))
    expect([(await get('customer', march())).status, (await read('provider')).record?.state]).toEqual([404, 'draft'])
  })
})
