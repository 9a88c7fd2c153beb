/** Files: the built pages on their way out, attachments both ways, and cells that a spreadsheet must not run. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { staff } from '../model/actor.ts'
import { text } from '../model/field.ts'
import { defineRecord } from '../model/record.ts'
import { organization } from '../practices/organization/record.ts'
import { person } from '../practices/people/person.ts'
import { team } from '../practices/people/team.ts'
import { createTableSql } from '../store/columns.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { attachable } from '../traits/attachable.ts'
import { rule } from '../model/actor.ts'
import { createAuth } from './auth.ts'
import { csvCell } from './csv.ts'
import { type RunningServer, startServer } from './server.ts'

const parcel = defineRecord({
  name: 'parcel', plural: 'parcels', prefix: 'PAR', words: { one: 'Parcel', many: 'Parcels', purpose: 'For tests.' }, title: 'name', traits: [attachable],
  fields: { name: text({ label: 'Name', max: 80 }) }, states: { open: { label: 'Open', group: 'open' } }, initial: 'open', read: staff, verbs: () => ({}),
})

let database: TestDatabase
let store: Store
let server: RunningServer
let folder: string
let base = ''
let authorization = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ek-web-'))
  await mkdir(path.join(folder, 'assets'))
  await writeFile(path.join(folder, 'index.html'), '<!doctype html>page')
  await writeFile(path.join(folder, 'assets', 'main-Ab12Cd34.js'), 'x'.repeat(5000))
  await writeFile(`${folder}-secret.txt`, 'secret')
  database = await testDatabase()
  store = openStore({ url: database.url, practices: [{ name: 'all', records: [organization, person, team, parcel] }] })
  await store.db.owner((tx) => tx.query(createTableSql(parcel)))
  const auth = createAuth(store)
  server = await startServer({ store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'https://desk.example.com' }, webFolder: folder })
  base = `http://127.0.0.1:${server.port}`
  await auth.createAdmin({ email: 'ada@example.com', name: 'Ada', password: 'correct horse battery', organization: 'Acme' })
  authorization = `Bearer ${(await auth.createToken(rule('tests'), { name: 'tests', role: 'admin' })).secret}`
})
afterAll(async () => {
  await server.stop()
  await store.close()
  await database.drop()
  await rm(folder, { recursive: true })
  await rm(`${folder}-secret.txt`)
})

test('a page address gives index.html, asked for again each time', async () => {
  const page = await fetch(`${base}/incidents/INC-1001`)
  expect([page.status, page.headers.get('cache-control'), await page.text()]).toEqual([200, 'no-cache', '<!doctype html>page'])
  expect((await fetch(`${base}/`, { headers: { 'if-none-match': page.headers.get('etag') ?? '' } })).status).toBe(304)
  expect(page.headers.get('strict-transport-security')).toContain('max-age')
})

test('a file with a hash in its name is kept for ever, and packed', async () => {
  const file = await fetch(`${base}/assets/main-Ab12Cd34.js`, { headers: { 'accept-encoding': 'gzip, br' } })
  expect([file.headers.get('cache-control'), file.headers.get('content-encoding')]).toEqual(['public, max-age=31536000, immutable', 'br'])
  expect(await file.text()).toHaveLength(5000)
})

test.each(['/assets/none.js', `/..%2f${path.basename('x')}-secret.txt`, '/%2e%2e/%2e%2e/etc/passwd.txt', '/api/none', '/a%00.txt'])('%s is not there', async (address) => {
  const answer = await fetch(base + address)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8'])
})

test('a file goes in and comes out with its bytes, never as a page of ours', async () => {
  const made = (await (await fetch(`${base}/api/parcels`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: '{"name":"Box"}' })).json()) as { id: string }
  const bytes = Buffer.from('<script>alert(1)</script>\u0000')
  const sent = await fetch(`${base}/api/parcels/${made.id}/attachments?name=${encodeURIComponent('a "b" ü.html')}`, { method: 'POST', headers: { authorization, 'content-type': 'text/html' }, body: bytes })
  expect(sent.status, await sent.clone().text()).toBe(201)
  const { items } = (await (await fetch(`${base}/api/parcels/${made.id}/attachments`, { headers: { authorization } })).json()) as { items: { id: string }[] }
  const back = await fetch(`${base}/api/parcels/${made.id}/attachments/${items[0]?.id ?? ''}`, { headers: { authorization } })
  expect(Buffer.from(await back.arrayBuffer())).toEqual(bytes)
  expect(back.headers.get('content-type')).toBe('application/octet-stream')
  expect(back.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''a%20%22b%22%20%C3%BC.html")
  expect(back.headers.get('content-security-policy')).toContain('sandbox')
  // A hash alone must not give the bytes of somebody else's file.
  expect((await fetch(`${base}/api/parcels/${made.id}/attach`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: '{}' })).status).toBe(404)
})

test.each([
  ['=1+1', "'=1+1"], ['+1', "'+1"], ['-1', "'-1"], ['@x', "'@x"], ['\t=1', "\"'\t=1\""], [' =1', "' =1"], ['＝1', "'＝1"], [-1, '-1'], ['a"b', '"a""b"'], ['a,b', '"a,b"'], [null, ''], [['x', 'y'], 'x y'], [{ a: 1 }, '"{""a"":1}"'],
])('the cell %j is written %s', (value, written) => { expect(csvCell(value)).toBe(written) })

test('a large file with an Idempotency-Key costs a hash of its bytes, and its repeat is the same answer', async () => {
  const made = await (await fetch(`${base}/api/parcels`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Heavy' }) })).json() as { id: string }
  const send = (last: number): Promise<Response> => {
    const bytes = new Uint8Array(8_000_000)
    bytes[bytes.length - 1] = last
    return fetch(`${base}/api/parcels/${made.id}/attachments?name=a.bin`, { method: 'POST', headers: { authorization, 'content-type': 'application/octet-stream', 'idempotency-key': 'one' }, body: bytes })
  }
  const first = await send(1)
  expect(first.status).toBe(201)
  const again = await send(1)
  expect([again.status, again.headers.get('idempotent-replayed'), await again.json()]).toEqual([201, 'true', await first.json()])
  expect((await send(2)).status).toBe(422)
  // Hashed byte by byte as an object it took a quarter of a minute and a gigabyte.
}, 10_000)

test('over TLS a session is worth nothing under the name that a neighbouring host could plant', async () => {
  const signedIn = await fetch(`${base}/api/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'ada@example.com', password: 'correct horse battery' }) })
  const [own = ''] = (signedIn.headers.get('set-cookie') ?? '').split(';')
  expect(own).toMatch(/^__Host-evenkeel=/)
  const planted = own.replace('__Host-', '')
  const asked = async (cookie: string): Promise<number> => (await fetch(`${base}/api/me`, { headers: { cookie } })).status
  expect([await asked(own), await asked(planted), await asked(`evenkeel=${'x'.repeat(43)}; ${own}`)]).toEqual([200, 401, 200])
})

test('stopping ends the live streams and refuses what comes after', async () => {
  const auth = createAuth(store)
  const other = await startServer({ store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost' }, webFolder: null })
  const stream = await fetch(`http://127.0.0.1:${other.port}/api/stream`, { headers: { authorization, 'last-event-id': '1' } })
  const told = stream.text()
  await other.stop()
  expect(await told).toContain('event: resync')
  await expect(fetch(`http://127.0.0.1:${other.port}/healthz`)).rejects.toThrow()
})
