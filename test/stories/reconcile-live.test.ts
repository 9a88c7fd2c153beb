/** Configuration imported as people do it: by the command line, ten thousand objects, a server that is killed in the middle, and by whom it may be done. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../database.ts'

const program = path.join(import.meta.dirname, '../../src/app/main.ts')
const port = 7130 + Math.floor(Math.random() * 600)
const base = `http://127.0.0.1:${port}`
let database: TestDatabase
let folder: string
let server: ChildProcess
let token = ''

const environment = (): NodeJS.ProcessEnv => ({ ...process.env, DATABASE_URL: database.url, EVENKEEL_DATA: folder, EVENKEEL_PORT: String(port), EVENKEEL_LOG_LEVEL: 'fatal', EVENKEEL_URL: base, EVENKEEL_TOKEN: token })
const makeToken = (...more: string[]): string => execFileSync(process.execPath, [program, 'token', 'create', '--name', 'story', ...more], { env: environment(), encoding: 'utf8' }).trim().split('\n').at(-1) ?? ''

async function startServer(): Promise<void> {
  server = spawn(process.execPath, [program, 'serve'], { env: environment(), stdio: ['ignore', 'ignore', 'inherit'] })
  for (let i = 0; i < 600; i++) {
    if (await fetch(`${base}/readyz`).then((r) => r.ok, () => false)) return
    await sleep(100)
  }
  throw new Error('the server does not answer')
}
/** The command with its exit code and what it printed. */
const cli = (...args: string[]): Promise<{ code: number; out: string }> =>
  new Promise((done) => { execFile(process.execPath, [program, ...args], { env: environment(), encoding: 'utf8' }, (error, stdout, stderr) => { done({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr }) }) })
const ask = async (address: string, init: RequestInit = {}, as = token): Promise<{ status: number; body: any }> => {
  const r = await fetch(base + address, { ...init, headers: { connection: 'close', authorization: `Bearer ${as}`, 'content-type': 'application/json', ...init.headers } })
  const text = await r.text()
  return { status: r.status, body: text.startsWith('{') ? JSON.parse(text) : text }
}
const count = async (plural: string): Promise<number> => (await ask(`/api/${plural}${plural.includes('?') ? '&' : '?'}limit=1&count=true`)).body.count as number

beforeAll(async () => {
  database = await testDatabase()
  folder = mkdtempSync(path.join(tmpdir(), 'ek-reconcile-'))
  token = makeToken('--role', 'admin')
  await startServer()
}, 120_000)
afterAll(async () => {
  server.kill('SIGTERM')
  await new Promise((done) => server.once('exit', done))
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

const sizes = { hosts: 10_000, racks: 100, racked: 1000 }
/** Ten thousand devices, a thousand of them in racks, as pages of the API one behind the other. */
function inventory(hosts = sizes.hosts): string {
  const racks = Array.from({ length: sizes.racks }, (_, i) => ({ id: i + 1, url: `https://nb/api/dcim/racks/${i + 1}/`, name: `R-${i + 1}`, status: { value: 'active' } }))
  const devices = Array.from({ length: hosts }, (_, i) => ({ id: i + 1, url: `https://nb/api/dcim/devices/${i + 1}/`, name: `host-${i + 1}`, serial: `S${i + 1}X`, device_type: { model: 'R650', manufacturer: { name: 'Dell' } }, role: { slug: 'server' }, status: { value: 'active' }, rack: i < sizes.racked ? { id: (i % sizes.racks) + 1 } : null }))
  const pages = [racks, ...Array.from({ length: Math.ceil(hosts / 1000) }, (_, i) => devices.slice(i * 1000, (i + 1) * 1000))]
  return pages.map((results) => JSON.stringify({ count: results.length, next: null, results })).join('\n')
}
const file = (name: string, text: string): string => { const place = path.join(folder, name); writeFileSync(place, text); return place }

/** The processes that work on an import for this server. */
const workers = (): number[] => readdirSync('/proc').filter((p) => /^\d+$/.test(p)).flatMap((p) => {
  try {
    return readFileSync(`/proc/${p}/cmdline`, 'utf8').includes('run-import') && readFileSync(`/proc/${p}/environ`, 'utf8').includes(`EVENKEEL_DATA=${folder}`) ? [Number(p)] : []
  } catch { return [] }
})

test('killed in the middle, nothing of it is there; taken up again, all of it once', async () => {
  const made = cli('configuration', 'import', 'netbox', file('inventory.json', inventory()), '--format', 'netbox')
  for (let i = 0; i < 1200; i++) {
    const run = (await ask('/api/imports?limit=1')).body.items?.[0]
    if (run?.progress > 0.3 && workers().length > 0) break
    await sleep(50)
  }
  const [worker] = workers()
  expect(worker).toBeGreaterThan(0)
  process.kill(worker ?? 0, 'SIGKILL')
  expect(await count('cis')).toBe(0)
  const { code, out } = await made
  expect(out).toContain('10100 items and 1000 relations read: 0 as recorded, 10100 not recorded')
  expect(code).toBe(0)
  expect(await Promise.all(['cis?key=r-100,host-1,host-10000', 'relations', 'discrepancies'].map(count))).toEqual([3, sizes.racked, 0])
}, 400_000)

test('the same file again makes nothing; half of it stops and asks', async () => {
  const again = await cli('configuration', 'import', 'netbox', path.join(folder, 'inventory.json'), '--json')
  expect(JSON.parse(again.out)).toMatchObject({ state: 'done', recordsMade: 0, recordsSame: 11_100, entriesMade: 0 })
  const half = await cli('configuration', 'import', 'netbox', file('half.json', inventory(sizes.hosts / 2)))
  expect(half.code).toBe(1)
  expect(half.out).toContain('5000 of the 10100 items that netbox knew are not in these files')
  expect(half.out).toContain('nothing was written')
  expect(await count('discrepancies')).toBe(0)
  expect((await ask('/api/cis?state=retired&limit=1&count=true')).body.count).toBe(0)
}, 200_000)

test('the overview knows the source, and an item what was said of it', async () => {
  expect((await ask('/api/reconciliation')).body).toMatchObject({ items: [{ name: 'netbox', format: 'netbox', known: 10_100, gone: 0, raised: {} }], found: 0, unauthorisedRatio: null, raisedPer100: 0 })
  const item = (await ask('/api/cis?key=host-7')).body.items[0]
  expect((await ask(`/api/cis/${item.number}/observations`)).body).toMatchObject({ items: [{ source: { name: 'netbox' }, sourceKey: 'device:7', fields: { name: 'host-7', serialNumber: 'S7X' }, goneAt: null }] })
}, 60_000)

test('refused: by whom may not, of what is not there, of a source whose format nobody said, and undoing', async () => {
  const agent = makeToken('--role', 'agent')
  const body = JSON.stringify({ source: 'x', files: [{ key: '00000000-0000-4000-8000-000000000000' }] })
  expect(await ask('/api/configuration-imports', { method: 'POST', body }, agent)).toMatchObject({ status: 403 })
  expect(await ask('/api/configuration-imports', { method: 'POST', body })).toMatchObject({ status: 404 })
  const kept = (await ask('/api/import-files?name=a.json', { method: 'PUT', body: '[]', headers: { 'content-type': 'application/octet-stream' } })).body
  expect(await ask('/api/configuration-imports', { method: 'POST', body: JSON.stringify({ source: 'x', files: [{ key: kept.key }] }) })).toMatchObject({ status: 400, body: { faults: [{ at: '/format' }] } })
  expect(await ask('/api/configuration-imports', { method: 'POST', body: JSON.stringify({ source: 'two words', format: 'csv', files: [{ key: kept.key }] }) })).toMatchObject({ status: 400 })
  const run = (await ask('/api/imports?limit=1&state=done')).body.items[0]
  expect(await ask(`/api/imports/${run.number}/undo`, { method: 'POST', body: '{}' })).toMatchObject({ status: 422 })
  // A mapping that nobody checked fails in words, once.
  const odd = (await ask('/api/imports', { method: 'POST', body: JSON.stringify({ source: 'odd', mapping: { kind: 'configuration', name: 'odd', format: 'telepathy' }, files: [kept] }) })).body
  for (let i = 0; i < 300 && (await ask(`/api/imports/${odd.number}`)).body.state !== 'failed'; i++) await sleep(100)
  expect((await ask(`/api/imports/${odd.number}`)).body.note).toMatch(/^The mapping asks for configuration, but \/format /)
}, 120_000)
