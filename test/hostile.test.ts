/** Ten thousand requests that nobody in their right mind would send, made from the OpenAPI document: none may be a fault of ours. */
import fc from 'fast-check'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { practices } from '../src/app/parts.ts'
import { rowFacts } from '../src/app/row-facts.ts'
import { rule } from '../src/model/actor.ts'
import { createAuth } from '../src/server/auth.ts'
import { openApi } from '../src/server/openapi.ts'
import { type RunningServer, startServer } from '../src/server/server.ts'
import { openStore } from '../src/store/open.ts'
import type { Store } from '../src/store/store.ts'
import { testDatabase, type TestDatabase } from './database.ts'

const requests = 10_000
const atOnce = 12
/** Fixed, so that a failure comes again; another number is another ten thousand. */
const seed = 20_261_123

type Json = { readonly [name: string]: unknown }
interface Operation { readonly method: string; readonly path: string; readonly query: readonly string[]; readonly body: Json | null; readonly isBytes: boolean }
interface Shot { readonly method: string; readonly url: string; readonly headers: Record<string, string>; readonly body: string | Uint8Array | undefined }

let database: TestDatabase
let store: Store
let server: RunningServer
let base = ''
let token = ''
const faults: string[] = []
const ids: string[] = ['INC-1001', 'SVC-1001', 'TEM-1001', 'ALR-1001', 'VIW-1', '018f0000-0000-7000-8000-000000000000']

beforeAll(async () => {
  database = await testDatabase()
  store = openStore({ url: database.url, practices })
  const auth = createAuth(store)
  const log = pino({ level: 'error' }, { write: (line) => { faults.push(line) } })
  server = await startServer({ store, auth, log, version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost' }, webFolder: null, rowFacts })
  base = `http://127.0.0.1:${server.port}`
  await auth.createAdmin({ email: 'ada@example.com', name: 'Ada', password: 'correct horse battery', organization: 'Acme' })
  token = (await auth.createToken(rule('tests'), { name: 'tests', role: 'admin' })).secret
  for (const [path, body] of [['teams', { name: 'Payments' }], ['services', { name: 'Shop', key: 'shop' }], ['incidents', { title: 'It burns' }]] as const) {
    const made = await fetch(`${base}/api/${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    const row = (await made.json()) as Json
    if (made.ok) ids.push(String(row['id']), String(row['number']))
  }
})
afterAll(async () => {
  await server.stop()
  await store.close()
  await database.drop()
})

const isObject = (v: unknown): v is Json => typeof v === 'object' && v !== null && !Array.isArray(v)

function operations(document: Json): Operation[] {
  const paths = document['paths'] as Record<string, Record<string, unknown>>
  return Object.entries(paths).flatMap(([path, item]) => Object.entries(item).filter(([method, op]) => method !== 'parameters' && isObject(op)).map(([method, raw]): Operation => {
    const op = raw as { parameters?: { in: string; name: string }[]; requestBody?: { content: Record<string, { schema: Json }> } }
    const content = op.requestBody?.content ?? {}
    return { method: method.toUpperCase(), path, query: (op.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name), body: content['application/json']?.schema ?? null, isBytes: 'application/octet-stream' in content }
  })).filter((o) => o.path !== '/api/stream' && !o.path.includes('password'))
}

const nasty = fc.constantFrom<unknown>(
  '', ' ', '\u0000', 'a\u0000b', '\ud800', '‮', '💥'.repeat(50), 'x'.repeat(100_000), "'; DROP TABLE person; --", '%', '%00', '../../etc/passwd', '{{7*7}}', '<script>alert(1)</script>', '=1+1',
  'NaN', 'null', '-0', '1e999', '9999999999999999999', '2026-02-30', '+275760-09-13T00:00:00Z', '2026-13-45T99:99:99Z', 'me', 'my-teams', '__proto__', 'constructor', 'toString', 'Europe/Nowhere',
  null, true, 0, -1, 1.5, 2 ** 53, -(2 ** 31), 1e308, [], [[]], {}, [null], { a: { b: {} } }, ['x', 'x'], Array.from({ length: 300 }, () => 'a'))
const hostile = fc.oneof({ weight: 3, arbitrary: nasty }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) })
const known = fc.nat().map((n) => ids[n % ids.length] ?? '')

/** Mostly what the schema wants, so that the request gets past the first check, and then something else. */
function fitting(schema: unknown, depth = 0): fc.Arbitrary<unknown> {
  if (!isObject(schema) || depth > 4) return hostile
  const { type, anyOf, properties, items } = schema as { type?: string; anyOf?: unknown[]; properties?: Json; items?: unknown }
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]))
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map((s) => fitting(s, depth + 1)))
  if (type === 'object' && properties) {
    const required = new Set((schema['required'] as string[] | undefined) ?? [])
    const parts = Object.entries(properties).map(([name, s]) => {
      const value = fc.oneof({ weight: 6, arbitrary: fitting(s, depth + 1) }, { weight: 1, arbitrary: hostile })
      return (required.has(name) ? fc.oneof({ weight: 12, arbitrary: value.map((v) => [[name, v]]) }, { weight: 1, arbitrary: fc.constant([]) }) : fc.oneof({ weight: 1, arbitrary: value.map((v) => [[name, v]]) }, { weight: 3, arbitrary: fc.constant([]) })) as fc.Arbitrary<[string, unknown][]>
    })
    return fc.tuple(...parts).map((lists) => Object.fromEntries(lists.flat()) as unknown)
  }
  if (type === 'array') return fc.array(fitting(items, depth + 1), { maxLength: 4 })
  if (type === 'string') return schema['format'] === 'uuid' ? known : schema['format'] === 'date-time' ? fc.constantFrom('2026-03-17T14:32:00Z', '1900-01-01T00:00:00+14:00', '2999-12-31T23:59:59.999Z') : fc.oneof(fc.constantFrom('Europe/Berlin', 'ada@example.com', 'shop', 'Something'), fc.string({ maxLength: 40 }))
  if (type === 'integer') return fc.integer({ min: Number(schema['minimum'] ?? -5), max: Math.min(Number(schema['maximum'] ?? 100), 2 ** 31) })
  if (type === 'number') return fc.double({ noNaN: true, noDefaultInfinity: true })
  if (type === 'boolean') return fc.boolean()
  return hostile
}

const asText = (v: unknown): string => (typeof v === 'string' ? v : JSON.stringify(v) ?? '')
const encoded = (v: unknown): string => encodeURIComponent(asText(v).toWellFormed().slice(0, 3000))

function shots(op: Operation): fc.Arbitrary<Shot> {
  const part = fc.oneof({ weight: 5, arbitrary: known }, { weight: 1, arbitrary: hostile })
  const names = fc.oneof({ weight: 6, arbitrary: fc.constantFrom('q', 'x', ...op.query) }, { weight: 1, arbitrary: hostile.map(asText) })
  const pair = fc.tuple(names, fc.constantFrom('', '', '', '.not', '.from', '.to', '.empty', '.x'), fc.oneof(part, hostile, fc.constantFrom('true', 'false', '1', '2026-01-01T00:00:00Z', 'new', '-createdAt', 'due', 'state', 'csv', 'json', 'active')))
  const header = fc.oneof({ weight: 8, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constantFrom<Record<string, string>>({ 'if-match': '"1"' }, { 'if-match': 'x' }, { 'idempotency-key': 'k' }, { 'idempotency-key': ' ' }, { authorization: 'Basic eA==' }, { cookie: 'evenkeel=x' }, { 'content-type': 'text/plain' }, { accept: 'image/png' }, { range: 'bytes=9-1' }) })
  const body: fc.Arbitrary<string | Uint8Array | undefined> = op.body !== null ? fc.oneof({ weight: 8, arbitrary: fitting(op.body).map((v) => JSON.stringify(v)) }, { weight: 1, arbitrary: hostile.map((v) => JSON.stringify(v)) }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) })
    : op.isBytes ? fc.uint8Array({ maxLength: 60 }) : fc.constant(undefined)
  return fc.tuple(part, part, fc.array(pair, { maxLength: 3 }), header, body).map(([id, second, pairs, extra, sent]) => {
    const path = op.path.replace('{id}', () => encoded(id)).replace(/\{\w+\}/, () => encoded(second))
    const query = pairs.map(([n, suffix, v]) => `${encoded(n)}${suffix}=${encoded(v)}`).join('&')
    return { method: op.method, url: `${path}${query && op.method === 'GET' ? `?${query}` : ''}`, headers: { authorization: `Bearer ${token}`, ...(sent === undefined ? {} : { 'content-type': 'application/json' }), ...extra }, body: sent }
  })
}

test('no request brings out a fault of ours', async () => {
  const all = operations(openApi(store.records, '0'))
  expect(all.length).toBeGreaterThan(100)
  const each = Math.ceil(requests / all.length)
  const queue = all.flatMap((op, i) => fc.sample(shots(op), { numRuns: each, seed: seed + i }))
  expect(queue.length).toBeGreaterThanOrEqual(requests)
  const statuses = new Map<number, number>()
  const wrong: string[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let shot = queue[next++]; shot; shot = queue[next++]) {
      const { method, url, headers, body } = shot
      const response = await fetch(base + url, { method, headers, ...(body === undefined || method === 'GET' ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) }) })
      const text = await response.text()
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
      const isProblem = response.status < 400 || (response.headers.get('content-type') ?? '').startsWith('application/problem+json')
      if (response.status >= 500 || !isProblem) wrong.push(`${response.status} ${method} ${url.slice(0, 300)} ${String(body).slice(0, 300)} → ${text.slice(0, 200)}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  expect([...wrong.slice(0, 10), ...faults.slice(0, 10).map((f) => f.slice(0, 1200))]).toEqual([])
  // Some must get through, or this would test the first check only.
  expect(statuses.get(200) ?? 0).toBeGreaterThan(requests / 20)
  expect(statuses.get(201) ?? 0).toBeGreaterThan(0)
  expect((await fetch(`${base}/api/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
}, 240_000)
