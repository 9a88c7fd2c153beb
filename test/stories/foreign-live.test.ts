/** While B works, A hears nothing: not on the live stream, not by webhook or mail, not in its delivery log, not through its monitoring; and no value that must be unique tells that B has it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordType } from '../../src/model/record.ts'
import { subscription } from '../../src/practices/communication/subscription.ts'
import { createInput, variants } from '../conformance/inputs.ts'
import { ground } from '../conformance/specimens.ts'
import { system } from '../world.ts'
import { type Caller, inKeys, mark, type Neighbours, neighbours, nobody } from './neighbours.ts'
import { until } from './told.ts'

let n: Neighbours
beforeAll(async () => { n = await neighbours() }, 120_000)
afterAll(async () => { await n.end() })

const caller = (name: string): Caller => {
  const found = n.callers.find((c) => c.name === name)
  if (!found) throw new Error(`nobody is ${name}`)
  return found
}
const made = async (who: Caller, path: string, body: unknown): Promise<{ readonly id: string; readonly number: string }> => {
  const { status, text } = await n.ask(who, 'POST', path, body)
  expect([path, status < 300 ? '' : text]).toEqual([path, ''])
  return JSON.parse(text) as { id: string; number: string }
}

interface Heard { text: string; close(): void }
/** Opens the live stream and keeps what comes. */
async function listen(who: Caller): Promise<Heard> {
  const stop = new AbortController()
  const response = await fetch(`${n.base}/api/stream`, { headers: who.headers, signal: stop.signal })
  expect([who.name, response.status]).toEqual([who.name, 200])
  const heard: Heard = { text: '', close: () => { stop.abort() } }
  const decoder = new TextDecoder()
  void (async () => { for await (const chunk of response.body ?? []) heard.text += decoder.decode(chunk as Uint8Array, { stream: true }) })().catch(() => undefined)
  return heard
}

test('the live stream of A is silent while B works, and speaks of A', async () => {
  const listeners = await Promise.all(n.callers.map(async (c) => [c, await listen(c)] as const))
  const control = await listen(n.ofB)
  const { id, number } = await made(n.ofB, '/api/incidents', { title: `${mark} is slow` })
  for (const [verb, body] of [['acknowledge', {}], ['comment', { body: mark }], ['note', { body: mark }], ['pause', { because: 'supplier' }], ['resume', {}], ['resolve', { code: 'fixed' }], ['reopen', { reason: 'no' }], ['cancel', { reason: 'no' }]] as const) await made(n.ofB, `/api/incidents/${number}/${verb}`, body)
  await n.ask(n.ofB, 'POST', '/api/services', { name: `${mark} new`, key: 'new' })
  await n.quiet()
  // What happened in A after all of it comes last on every stream: when it is there, the rest would be.
  const own = await made(caller('token of a agent'), '/api/incidents', { title: 'The gate is slow' })
  await made(caller('token of a agent'), `/api/incidents/${own.number}/acknowledge`, {})
  await until('B hears of its own work', async () => (control.text.match(new RegExp(id, 'g'))?.length ?? 0) >= 9)
  for (const [c, heard] of listeners) {
    if (['auditor', 'agent', 'manager', 'admin', 'customer'].includes(c.role)) await until(`${c.name} hears of A`, async () => heard.text.includes(own.id))
    expect([c.name, n.leaks(heard.text), heard.text.includes(id)]).toEqual([c.name, [], false])
    // Those who were told anything were told of records that they may read.
    for (const [, data = '{}'] of heard.text.matchAll(/^event: change\ndata: (.+)$/gm)) {
      const change = JSON.parse(data) as { record: string; id: string }
      const plural = n.store.records.get(change.record)?.plural
      expect([c.name, change.record, (await n.ask(c, 'GET', `/api/${plural}/${change.id}`)).status]).toEqual([c.name, change.record, 200])
    }
    heard.close()
  }
  control.close()
}, 60_000)

test('a subscription of A is told of A alone; B\'s mails and webhooks are in no log that A reads', async () => {
  await n.store.write(system, async (s) => {
    for (const [orgId, name] of [[n.a.orgId, 'a'], [n.b.orgId, 'b']] as const) await s.create(subscription, { orgId, name, url: `https://${name}.example.org/hook`, secret: 'a secret of some length', events: ['incident.*'] })
  })
  const start = n.told.length
  const ofB = await made(n.ofB, '/api/incidents', { title: `${mark} again` })
  const ofA = await made(caller('token of a manager'), '/api/incidents', { title: 'Gate again' })
  await n.quiet()
  const told = n.told.slice(start)
  expect(told.filter((m) => m.target === 'https://a.example.org/hook').map((m) => m.about)).toEqual([ofA.number])
  expect(told.some((m) => m.target === 'https://b.example.org/hook' && m.about === ofB.number)).toBe(true)
  for (const name of ['token of a manager', 'token of a admin', 'a signed-in auditor']) {
    const { text } = await n.ask(caller(name), 'GET', '/api/deliveries?limit=200')
    expect([name, n.leaks(text), text.includes(ofB.number), text.includes('b.example.org'), text.includes(ofA.number)]).toEqual([name, [], false, false, true])
  }
})

test('monitoring of A that names a service of B opens an incident of A without a service, and B\'s alerts and silences are not shown to it', async () => {
  const sender: Caller = { name: 'monitoring', role: 'sender', headers: {} }
  const fire = (key: string, name: string): Promise<{ status: number }> => n.ask(sender, 'POST', `/in/${key}/api/v2/alerts`, [{ labels: { alertname: name, service: 'booking', severity: 'critical' } }])
  expect([(await fire(inKeys.b, `${mark}Down`)).status, (await fire(inKeys.a, 'GateDown')).status]).toEqual([200, 200])
  await n.quiet()
  const of = async (who: Caller, title: string): Promise<{ serviceId: string | null; orgId: string } | undefined> =>
    (JSON.parse((await n.ask(who, 'GET', `/api/incidents?q=${title}`)).text) as { items: { serviceId: string | null; orgId: string }[] }).items[0]
  expect(await of(n.ofB, `${mark}Down`)).toMatchObject({ serviceId: n.b.serviceId, orgId: n.b.orgId })
  expect(await of(caller('token of a agent'), 'GateDown')).toMatchObject({ serviceId: null, orgId: n.a.orgId })
  const at = `/in/${inKeys.a}/api/v2`
  for (const path of ['/alerts', '/alerts/groups', '/silences', '/status', '/receivers']) {
    const { status, text } = await n.ask(sender, 'GET', at + path)
    expect([path, status, n.leaks(text)]).toEqual([path, 200, []])
  }
  for (const method of ['GET', 'DELETE']) {
    const [foreign, none] = [await n.ask(sender, method, `${at}/silence/${n.beside.silenceId}`), await n.ask(sender, method, `${at}/silence/${nobody}`)]
    expect([method, foreign.status, foreign.text.replace(n.beside.silenceId, '')]).toEqual([method, none.status, none.text.replace(nobody, '')])
  }
  // Replacing B's silence by its id makes one of A at most.
  await n.ask(sender, 'POST', `${at}/silences`, { id: n.beside.silenceId, matchers: [{ name: 'alertname', value: 'x', isRegex: false }], startsAt: '2026-03-19T00:00:00Z', endsAt: '2026-03-20T00:00:00Z', createdBy: 'a', comment: 'mine' })
  expect((await n.store.read(system, (s) => s.find(typeNamed('silence'), n.beside.silenceId))).orgId).toBe(n.b.orgId)
})
const typeNamed = (name: string): RecordType => {
  const r = n.store.records.get(name)
  if (!r) throw new Error(`there is no ${name}`)
  return r
}

/** Kinds of fields whose values are somebody's: names, keys, addresses, words. */
const worded: ReadonlySet<string> = new Set(['text', 'prose', 'email', 'tags'])

test('a value that B has can be taken in A as if nobody had it', async () => {
  const wrong: string[] = []
  const tried = new Set<string>()
  for (const [name, row] of n.rowsOfB) {
    const r = typeNamed(name)
    const who = caller('token of a admin')
    const fresh = ground(n.a.orgId, 'Fresh', new Map([...n.groundA.ids]))
    const make = async (input: Record<string, unknown>): Promise<string> => {
      const { status, text } = await n.ask(who, 'POST', `/api/${r.plural}`, input)
      return `${status} ${status < 300 ? Object.keys(JSON.parse(text) as object).join() : text.replace(/"requestId":"[^"]*"/, '')}`
    }
    const plainInput = createInput(r, fresh, variants[2])
    // The hash of a key is a secret of its own: whoever has it has the key. Ids are tried as references; choices, times and numbers are nobody's.
    const isOnes = (k: string): boolean => k !== 'keyHash' && r.fields[k]?.to === null && r.fields[k]?.column !== 'uuid' && worded.has(r.fields[k]?.kind ?? '')
    const taken = Object.fromEntries(Object.entries(plainInput).map(([k, v]) => [k, isOnes(k) && row[k] !== null && row[k] !== undefined ? row[k] : v]))
    if (Object.keys(plainInput).some(isOnes)) tried.add(name)
    const [asFresh, asTaken] = [await make(createInput(r, fresh, variants[2])), await make(taken)]
    if (asFresh !== asTaken) wrong.push(`${name}: ${asTaken.slice(0, 300)} instead of ${asFresh.slice(0, 300)}`)
  }
  expect(wrong).toEqual([])
  // Each kind of record has a name of its own, or a key.
  expect(tried.size).toBeGreaterThan(n.rowsOfB.size / 2)
})

test('B\'s number cannot be taken, and asking by it is asking for nothing', async () => {
  const number = n.rowsOfB.get('incident')?.number ?? ''
  const refused = await n.ask(caller('token of a admin'), 'POST', '/api/incidents', { title: 'Mine', number })
  expect([refused.status, n.leaks(refused.text, number)]).toEqual([400, []])
  expect(JSON.parse((await n.ask(caller('token of a admin'), 'GET', `/api/search?q=${number}`)).text)).toEqual({ items: [] })
})
