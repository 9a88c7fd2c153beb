/** The face over a real store: signing in, working on records, and being refused in words. */
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { roles } from '../model/actor.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { organization } from '../practices/organization/record.ts'
import { person } from '../practices/people/person.ts'
import { team } from '../practices/people/team.ts'
import { service } from '../practices/service/record.ts'
import { type Auth, createAuth } from './auth.ts'
import { type RunningServer, startServer } from './server.ts'

let database: TestDatabase
let store: Store
let auth: Auth
let server: RunningServer
let base = ''
let admin = ''
const faults: string[] = []

interface Answer { readonly status: number; readonly headers: Headers; readonly text: string; readonly body: Record<string, unknown> }

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(base + path, {
    method, headers: { ...(admin && !headers['cookie'] ? { authorization: `Bearer ${admin}` } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  let parsed: Record<string, unknown> = {}
  try { parsed = JSON.parse(text) as Record<string, unknown> } catch { /* no JSON */ }
  return { status: response.status, headers: response.headers, text, body: parsed }
}

beforeAll(async () => {
  database = await testDatabase()
  store = openStore({ url: database.url, practices: [{ name: 'all', records: [organization, person, team, service] }] })
  auth = createAuth(store)
  const log = pino({ level: 'error' }, { write: (line) => { faults.push(line) } })
  server = await startServer({ store, auth, log, version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost' }, webFolder: null })
  base = `http://127.0.0.1:${server.port}`
})
afterAll(async () => {
  await server.stop()
  await store.close()
  await database.drop()
})

const setup = { organization: 'Acme', name: 'Ada', email: 'Ada@Example.com', password: 'correct horse battery' }
let cookie = ''

describe('the first set-up', () => {
  test('a link works once, while there is no administrator', async () => {
    const old = await auth.openSetup() ?? ''
    const secret = await auth.openSetup() ?? ''
    expect((await call('GET', '/api/setup')).body).toEqual({ open: true })
    expect((await call('GET', `/api/setup?secret=${old}`)).status).toBe(403)
    expect((await call('GET', `/api/setup?secret=${secret}`)).status).toBe(200)
    expect((await call('POST', '/api/setup', { ...setup, secret, password: 'short' })).status).toBe(400)
    const done = await call('POST', '/api/setup', { ...setup, secret })
    expect(done.status, done.text).toBe(201)
    expect(done.body).toMatchObject({ role: 'admin', reach: 'all', organization: { name: 'Acme' } })
    cookie = (done.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect(done.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/)
    expect((await call('POST', '/api/setup', { ...setup, secret })).status).toBe(403)
    expect(await auth.openSetup()).toBeNull()
    expect((await call('GET', '/api/setup')).body).toEqual({ open: false })
  })

  test('the address signs in whatever its case; a wrong password and an unknown address read the same', async () => {
    expect((await call('POST', '/api/sign-in', { email: 'ADA@example.com', password: setup.password })).status).toBe(200)
    const wrong = await call('POST', '/api/sign-in', { email: 'ada@example.com', password: 'x' })
    const unknown = await call('POST', '/api/sign-in', { email: 'eve@example.com', password: 'x' })
    expect(wrong.status).toBe(401)
    expect(unknown.body['detail']).toBe(wrong.body['detail'])
  })

  test('guessing is stopped after ten, with the time to wait', async () => {
    const answers = []
    for (let i = 0; i < 11; i++) answers.push((await call('POST', '/api/sign-in', { email: 'mallory@example.com', password: 'x' })).status)
    expect(answers.slice(0, 10).every((s) => s === 401)).toBe(true)
    expect(answers[10]).toBe(429)
    // Each guess costs what a password hash costs, and the machine may be busy.
  }, 60_000)

  test('a write by cookie from another site is refused, from our own is done', async () => {
    expect((await call('POST', '/api/tokens', { name: 'x', role: 'sender' }, { cookie, origin: 'https://evil.example' })).status).toBe(403)
    const made = await call('POST', '/api/tokens', { name: 'tests', role: 'admin' }, { cookie, origin: base })
    expect(made.status, made.text).toBe(201)
    admin = String(made.body['secret'])
    expect(admin).toMatch(/^ek_[\w-]{43}$/)
    expect((await call('GET', '/api/me')).body).toMatchObject({ role: 'admin', actor: { kind: 'token' } })
    const basic = await call('GET', '/api/me', undefined, { authorization: `Basic ${Buffer.from(`any:${admin}`).toString('base64')}` })
    expect(basic.status).toBe(200)
  })
})

describe('tokens', () => {
  test.each(roles.filter((r) => r !== 'admin'))('a token of role %s gives nobody more than it has', async (role) => {
    const { body } = await call('POST', '/api/tokens', { name: role, role, reach: 'organization' })
    const higher = await call('POST', '/api/tokens', { name: 'x', role: 'admin' }, { authorization: `Bearer ${String(body['secret'])}` })
    expect(higher.status).toBe(403)
  })
  test('a token, and one made with it, may no more than the person who made it may today', async () => {
    const made = await call('POST', '/api/people', { name: 'Grace', email: 'grace@example.com', role: 'admin' })
    const grace = { kind: 'person', name: 'Grace', role: 'admin', reach: 'organization', teamIds: [], id: String(made.body['id']), orgId: String(made.body['orgId']) } as const
    const first = await auth.createToken(grace, { name: 'hers', role: 'admin' })
    const actorOf = (secret: string) => createAuth(store).actorOf({ authorization: `Bearer ${secret}` })
    const asToken = await actorOf(first.secret)
    if (asToken?.kind !== 'token') throw new Error('the token is not known')
    const second = await auth.createToken(asToken, { name: 'made with it', role: 'manager' })
    const feed = await auth.createToken(grace, { name: 'feed', role: 'sender' })
    const now = async () => Promise.all([first, second, feed].map(async ({ secret }) => { const a = await actorOf(secret); return a?.kind === 'token' ? a.role : null }))
    expect(await now()).toEqual(['admin', 'manager', 'sender'])
    const change = (role: string, version: number) => call('PATCH', `/api/people/${grace.id}`, { role }, { 'content-type': 'application/merge-patch+json', 'if-match': `"${version}"` })
    expect((await change('agent', 1)).status).toBe(200)
    expect(await now()).toEqual(['agent', 'agent', 'sender'])
    expect((await change('admin', 2)).status).toBe(200)
    expect(await now()).toEqual(['admin', 'manager', 'sender'])
    expect((await call('POST', `/api/people/${grace.id}/leave`, {}, { 'if-match': '"3"' })).status).toBe(200)
    expect(await now()).toEqual([null, null, 'sender'])
  })

  test('a revoked token opens nothing', async () => {
    const { body } = await call('POST', '/api/tokens', { name: 'soon gone', role: 'agent' })
    const headers = { authorization: `Bearer ${String(body['secret'])}` }
    expect((await call('GET', '/api/services', undefined, headers)).status).toBe(200)
    expect((await call('DELETE', `/api/tokens/${String(body['id'])}`)).status).toBe(204)
    expect((await call('GET', '/api/services', undefined, headers)).status).toBe(401)
  })
})

describe('records', () => {
  test('are made, read by number, changed with a version, listed with titles, counted and exported', async () => {
    const made = await call('POST', '/api/teams', { name: '=cmd|calc' })
    expect(made.status, made.text).toBe(201)
    const { id, number, orgId } = made.body
    expect(made.headers.get('location')).toBe(`/api/teams/${String(id)}`)
    const read = await call('GET', `/api/teams/${String(number)}`)
    expect(read.headers.get('etag')).toBe('"1"')
    expect(read.body['titles']).toMatchObject({ [String(orgId)]: { title: 'Acme' } })
    expect(read.body['verbs']).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'dissolve', allowed: true })]))
    expect((await call('PATCH', `/api/teams/${String(id)}`, { email: 'ops@example.com' }, { 'if-match': '"1"' })).headers.get('etag')).toBe('"2"')
    const stale = await call('PATCH', `/api/teams/${String(id)}`, { email: 'x@example.com' }, { 'if-match': '"1"' })
    expect(stale).toMatchObject({ status: 412, body: { code: 'stale', current: 2, seen: 1 } })
    expect((await call('GET', '/api/teams?count=true')).body).toMatchObject({ count: 1, next: null })
    expect((await call('GET', '/api/teams/export?format=csv')).text).toContain("'=cmd|calc")
    expect(JSON.parse((await call('GET', '/api/teams/export?format=json')).text)).toHaveLength(1)
    expect((await call('GET', '/api/teams/tally?by=state')).body).toEqual({ by: 'state', counts: { active: 1 } })
    expect((await call('GET', `/api/teams/${String(id)}/timeline`)).body['items']).toHaveLength(2)
    const bulk = await call('POST', '/api/teams/bulk', { ids: [number, 'TEM-1'], verb: 'dissolve', input: { reason: 'merged' } })
    expect(bulk.body['results']).toMatchObject([{ ok: true, state: 'dissolved' }, { ok: false, problem: { code: 'not_found' } }])
    expect((await call('POST', `/api/teams/${String(id)}/dissolve`, { reason: 'again' })).status).toBe(409)
  })

  test('the same key does it once; with another body it is refused', async () => {
    const headers = { 'idempotency-key': 'k1' }
    const first = await call('POST', '/api/teams', { name: 'Once' }, headers)
    const again = await call('POST', '/api/teams', { name: 'Once' }, headers)
    expect([again.status, again.body['id'], again.headers.get('idempotent-replayed')]).toEqual([201, first.body['id'], 'true'])
    expect((await call('POST', '/api/teams', { name: 'Other' }, headers)).status).toBe(422)
  })

  test('a change is heard on the live stream', async () => {
    const stop = new AbortController()
    const stream = await fetch(`${base}/api/stream`, { headers: { authorization: `Bearer ${admin}` }, signal: stop.signal })
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    const { body } = await call('POST', '/api/teams', { name: 'Heard' })
    let seen = ''
    while (reader && !seen.includes(String(body['id']))) seen += (await reader.read()).value ?? ''
    expect(seen).toContain('event: change')
    stop.abort()
  })
})

describe('refusals', () => {
  test.each([
    ['no JSON', 'POST', '/api/teams', '{', 400, 'malformed'],
    ['a list for an object', 'POST', '/api/teams', '[]', 400, 'invalid'],
    ['NUL in a text', 'POST', '/api/teams', '{"name":"a\\u0000"}', 400, 'invalid'],
    ['half a surrogate', 'POST', '/api/teams', '{"name":"\\ud800"}', 400, 'invalid'],
    ['a name that every object has', 'POST', '/api/teams', '{"__proto__":{"x":1}}', 400, 'invalid'],
    ['deep nesting', 'POST', '/api/teams', '['.repeat(100_000), 400, 'malformed'],
    ['a large body', 'POST', '/api/teams', JSON.stringify({ name: 'x'.repeat(1_100_000) }), 413, 'too_large'],
    ['an unknown field', 'POST', '/api/teams', '{"name":"a","x":1}', 400, 'invalid'],
    ['an unknown filter', 'GET', '/api/teams?x=1', undefined, 400, 'invalid'],
    ['a filter that every object has', 'GET', '/api/teams?constructor=1', undefined, 400, 'invalid'],
    ['a filter suffix that every object has', 'GET', '/api/teams?name.toString=1', undefined, 400, 'invalid'],
    ['a verb that every object has', 'POST', '/api/teams/TEM-1/constructor', '{}', 404, 'not_found'],
    ['a wrong percent-encoding', 'GET', '/api/teams/%E0%A4%A', undefined, 400, 'malformed'],
    ['an unknown address', 'GET', '/api/nothing', undefined, 404, 'not_found'],
    ['a wrong method', 'PUT', '/api/teams', '{}', 405, 'method_not_allowed'],
    ['NUL in the address', 'GET', '/api/teams/%00', undefined, 404, 'not_found'],
    ['a foreign cursor', 'GET', '/api/teams?after=xyz', undefined, 400, 'invalid'],
  ])('%s', async (_what, method, path, body, status, code) => {
    const answer = await call(method, path, body)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer).toMatchObject({ status, body: { code, status, type: `/problems/${code}` } })
  })
  test('another content type, and nobody signed in', async () => {
    expect((await call('POST', '/api/teams', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' })).body['code']).toBe('unsupported_media_type')
    expect((await call('GET', '/api/teams', undefined, { authorization: 'Bearer ek_wrong' })).body['code']).toBe('unauthenticated')
  })
  test('none of them was a fault of ours', () => { expect(faults).toEqual([]) })
})

test('a fault of ours is logged with the address, not with what was asked of it', async () => {
  const lines: string[] = []
  const log = pino({ level: 'error' }, { write: (line) => { lines.push(line) } })
  const broken = await startServer({
    store, auth, log, version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost' }, webFolder: null, routes: (app) => { app.get('/broken', async () => { throw new Error('torn') }) },
  })
  const answer = await fetch(`http://127.0.0.1:${broken.port}/broken?secret=opensesame`)
  await broken.stop()
  expect(answer.status).toBe(500)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('"path":"/broken"')
  expect(lines[0]).not.toContain('opensesame')
})

test('the open addresses answer', async () => {
  expect((await call('GET', '/healthz')).body['status']).toBe('ok')
  expect((await call('GET', '/readyz')).status).toBe(200)
  expect((await call('GET', '/metrics')).text).toContain('evenkeel_http_request_duration_seconds_bucket')
  expect((await call('GET', '/openapi.json')).body['openapi']).toBe('3.1.0')
  expect((await call('GET', '/healthz')).headers.get('content-security-policy')).toContain("script-src 'self'")
})

