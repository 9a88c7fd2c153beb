/** One person, known by one address to two organizations: neither learns of the other, and the person chooses. */
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rule } from '../../src/model/actor.ts'
import { createAuth, type Auth } from '../../src/server/auth.ts'
import { type RunningServer, startServer } from '../../src/server/server.ts'
import { world, type World } from '../world.ts'

interface Answer { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

let w: World
let auth: Auth
let server: RunningServer
let tokens: Readonly<Record<'a' | 'b', string>>
const email = 'noa@example.org'
const ids: Record<string, string> = {}

beforeAll(async () => {
  w = await world()
  auth = createAuth(w.store)
  server = await startServer({ store: w.store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost' }, webFolder: null })
  const token = async (orgId: string): Promise<string> => (await auth.createToken(rule('tests'), { name: 'admin', role: 'admin', orgId, reach: 'organization' })).secret
  tokens = { a: await token(w.a.orgId), b: await token(w.b.orgId) }
})
afterAll(async () => {
  await server.stop()
  await w.end()
})

async function call(method: string, path: string, body: unknown, as?: string): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method, headers: { 'content-type': 'application/json', ...(as === undefined ? {} : { authorization: `Bearer ${as}` }) }, body: JSON.stringify(body) })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) as Answer['body'] }
}
const signIn = (password: string, orgId?: string): Promise<Answer> => call('POST', '/api/sign-in', { email, password, ...(orgId === undefined ? {} : { orgId }) })

test('the second organization gets the same answer as the first', async () => {
  const add = (as: string): Promise<Answer> => call('POST', '/api/people', { name: 'Noa', email }, as)
  const [first, second] = [await add(tokens.b), await add(tokens.a)]
  Object.assign(ids, { b: first.body['id'], a: second.body['id'] })
  expect([first.status, second.status]).toEqual([201, 201])
  expect(Object.keys(second.body)).toEqual(Object.keys(first.body))
  // Within one organization an address is one person's.
  expect(await add(tokens.a)).toMatchObject({ status: 409, body: { code: 'conflict' } })
})

test('each sets a password, and the password says which is meant', async () => {
  for (const [where, password] of [['a', 'the gate is open today'], ['b', 'freight goes by the night']] as const) expect((await call('POST', `/api/people/${ids[where]}/password`, { password }, tokens[where])).status).toBe(204)
  expect((await signIn('the gate is open today')).body).toMatchObject({ actor: { id: ids['a'] }, organization: { id: w.a.orgId } })
  expect((await signIn('freight goes by the night')).body).toMatchObject({ actor: { id: ids['b'] }, organization: { id: w.b.orgId } })
  expect((await signIn('neither of the two')).status).toBe(401)
  expect((await signIn('the gate is open today', w.b.orgId)).status).toBe(401)
})

test('a wrong password takes as long for two as for one: both are checked by one derivation', async () => {
  const hashes = await w.store.db.owner((tx) => tx.query<{ hash: string }>('SELECT hash FROM password WHERE person_id = ANY($1)', [[ids['a'], ids['b']]]))
  expect(new Set(hashes.map((h) => h.hash.split('$').slice(0, 4).join('$'))).size).toBe(1)
})

test('who has one password for both is asked, and only then', async () => {
  expect((await call('POST', `/api/people/${ids['b']}/password`, { password: 'the gate is open today' }, tokens.b)).status).toBe(204)
  const asked = await signIn('the gate is open today')
  expect(asked).toMatchObject({ status: 409, body: { code: 'conflict', organizations: [{ id: w.b.orgId, name: 'Freight Desk' }, { id: w.a.orgId, name: 'Terminal Ops' }] } })
  expect((await signIn('the gate is open today', w.b.orgId)).body).toMatchObject({ actor: { id: ids['b'] } })
  expect(JSON.stringify(await signIn('wrong of course'))).not.toContain('Freight')
})

test('who left one organization is known to the other still', async () => {
  expect((await call('POST', `/api/people/${ids['b']}/leave`, {}, tokens.b)).status).toBe(200)
  expect((await signIn('the gate is open today')).body).toMatchObject({ actor: { id: ids['a'] } })
})
