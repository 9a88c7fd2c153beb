/** The client: addresses, refusals, and descriptions of record types. */
import { expect, test } from 'vitest'
import { createClient } from './client.ts'
import { readDescription } from './description.ts'
import { ApiProblem } from './problem.ts'
import { createTransport, queryOf } from './transport.ts'

const answering = (status: number, body: unknown, seen: Request[] = []): typeof fetch => async (input, init) => {
  seen.push(new Request(new URL(String(input), 'http://x'), init))
  return new Response(body === null ? '' : JSON.stringify(body), { status })
}

test.each([
  [undefined, ''], [{}, ''], [{ a: undefined, b: '' }, ''], [{ state: ['new', 'pending'], limit: 5, count: true }, '?state=new%2Cpending&limit=5&count=true'],
])('writes %j as a query', (params, text) => {
  expect(queryOf(params)).toBe(text)
})

test('a verb goes to its address with the version that was seen', async () => {
  const seen: Request[] = []
  const client = createClient(createTransport({ base: '', token: 'ek_1', fetch: answering(200, { id: '1' }, seen) }))
  await client.move('incidents', 'INC-1', 'resolve', { code: 'fixed' }, 7)
  expect([seen[0]?.method, seen[0]?.url, seen[0]?.headers.get('if-match'), seen[0]?.headers.get('authorization')]).toEqual(['POST', 'http://x/api/incidents/INC-1/resolve', '"7"', 'Bearer ek_1'])
})

test('a refusal says what, and at which field', async () => {
  const client = createClient(createTransport({ base: '', fetch: answering(422, { title: 'A rule refuses this', detail: 'An outage is open.', code: 'refused', faults: [{ at: '/outagesEndedAt', message: 'is needed' }] }) }))
  const refusal = await client.move('incidents', '1', 'resolve', {}).catch((e: unknown) => e)
  expect(refusal).toBeInstanceOf(ApiProblem)
  expect(refusal).toMatchObject({ code: 'refused', message: 'An outage is open.' })
  expect((refusal as ApiProblem).about('outagesEndedAt')).toBe('Is needed')
})

test('no answer is a refusal of its own, not a fault of the page', async () => {
  let isSilent = false
  const client = createClient(createTransport({ base: '', silent: () => { isSilent = true }, fetch: () => Promise.reject(new TypeError('fetch failed')) }))
  await expect(client.list('incidents')).rejects.toMatchObject({ code: 'offline' })
  expect(isSilent).toBe(true)
})

test('an answer that is no problem document keeps its status', async () => {
  const client = createClient(createTransport({ base: '', fetch: async () => new Response('<html>Bad gateway</html>', { status: 502 }) }))
  await expect(client.list('incidents')).rejects.toMatchObject({ status: 502, code: 'internal' })
})

test('reads fields and states given as lists or as maps alike', () => {
  const asList = readDescription({ records: [{ name: 'team', plural: 'teams', words: { one: 'Team', many: 'Teams', purpose: '' }, fields: [{ name: 'name', kind: 'text', label: 'Name' }], states: [{ name: 'active', label: 'Active', group: 'open' }], verbs: [] }] })
  const asMap = readDescription([{ name: 'team', plural: 'teams', words: { one: 'Team', many: 'Teams', purpose: '' }, fields: { name: { kind: 'text', label: 'Name' } }, states: { active: { label: 'Active', group: 'open' } }, verbs: {} }])
  expect(asMap.find('teams')).toEqual(asList.find('team'))
})
