/** An import as people do it: a file goes to the server, is looked at, comes in by a process of its own, is told of, survives kills, and goes again. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
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
let token: string

const environment = (): NodeJS.ProcessEnv => ({ ...process.env, DATABASE_URL: database.url, EVENKEEL_DATA: folder, EVENKEEL_PORT: String(port), EVENKEEL_LOG_LEVEL: 'fatal', EVENKEEL_URL: base, EVENKEEL_TOKEN: token ?? '', EVENKEEL_IMPORT_LIMIT: '20 MiB' })

async function startServer(): Promise<void> {
  server = spawn(process.execPath, [program, 'serve'], { env: environment(), stdio: ['ignore', 'ignore', 'inherit'] })
  for (let i = 0; i < 300; i++) {
    if (await fetch(`${base}/readyz`).then((r) => r.ok, () => false)) return
    await sleep(100)
  }
  throw new Error('the server does not answer')
}
const makeToken = (...more: string[]): string => execFileSync(process.execPath, [program, 'token', 'create', '--name', 'story', ...more], { env: environment(), encoding: 'utf8' }).trim().split('\n').at(-1) ?? ''

beforeAll(async () => {
  database = await testDatabase()
  folder = mkdtempSync(path.join(tmpdir(), 'ek-import-'))
  token = makeToken('--role', 'admin')
  await startServer()
}, 90_000)
afterAll(async () => {
  server.kill('SIGTERM')
  await new Promise((done) => server.once('exit', done))
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

type Json = Record<string, any>
async function call(method: string, address: string, body?: unknown, as = token): Promise<{ status: number; body: Json }> {
  const isBytes = Buffer.isBuffer(body)
  const r = await fetch(base + address, {
    // A server that was killed leaves no connection to use again.
    method, headers: { connection: 'close', authorization: `Bearer ${as}`, ...(body === undefined ? {} : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }) },
    ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
  })
  const text = await r.text()
  return { status: r.status, body: text.startsWith('{') ? JSON.parse(text) as Json : { text } }
}
const header = 'number,incident_state,sys_updated_at,sys_updated_by,opened_at,closed_at,resolved_at,assignment_group,category,impact,urgency,priority,contact_type,made_sla'
/** So many cases of three updates each, one of them cut off on purpose where `cut`. */
function audit(cases: number, cut = false): Buffer {
  const lines = [header]
  for (let n = 1; n <= cases; n++) {
    const key = `INC${String(n).padStart(7, '0')}`
    for (const [state, minute] of [['New', '01'], ['Active', '20'], ['Closed', '45']] as const) {
      lines.push(`${key},${state},29/2/2016 09:${minute},Updated by ${n % 7},29/2/2016 09:00,29/2/2016 09:45,29/2/2016 09:40,Group ${n % 5},Category ${n % 9},2 - Medium,2 - Medium,3 - Moderate,Phone,true`)
    }
  }
  if (cut) lines.push('INC9999999,New,29/2/20')
  return Buffer.from(`${lines.join('\n')}\n`)
}
async function send(name: string, bytes: Buffer): Promise<Json> {
  const r = await call('PUT', `/api/import-files?name=${name}`, bytes)
  expect(r).toMatchObject({ status: 201, body: { name, bytes: bytes.length } })
  return r.body
}
const mapping = async (name: string): Promise<Json> => ((await call('GET', '/api/import-mappings')).body['items'] as Json[]).find((m) => m['name'] === name)?.['mapping'] as Json
async function start(file: Json, more: Json = {}): Promise<Json> {
  const m = more['mapping'] ?? await mapping('servicenow-audit')
  const r = await call('POST', '/api/imports', { source: m['name'], files: [file], ...more, mapping: m })
  expect(r.status, JSON.stringify(r.body)).toBe(201)
  return r.body
}
async function ended(id: string): Promise<Json> {
  for (let i = 0; i < 900; i++) {
    const { body } = await call('GET', `/api/imports/${id}`)
    if (['done', 'failed', 'undone'].includes(body['state'])) return body
    await sleep(100)
  }
  throw new Error(`${id} does not end`)
}

test('a file is sent in parts, looked at, comes in, is measured, comes again without doubles, and goes', async () => {
  const bytes = audit(40, true)
  const half = Math.floor(bytes.length / 2)
  const kept = await send('audit.csv', bytes.subarray(0, half))
  expect((await call('PATCH', `/api/import-files/${kept['key']}?at=3`, bytes.subarray(3))).body).toMatchObject({ code: 'conflict', bytes: half })
  const whole = (await call('PATCH', `/api/import-files/${kept['key']}?at=${half}`, bytes.subarray(half))).body
  expect(whole).toMatchObject({ name: 'audit.csv', bytes: bytes.length })

  const preview = (await call('POST', `/api/import-files/${kept['key']}/preview`, {})).body
  expect(preview).toMatchObject({ type: 'csv', delimiter: ',', encoding: 'utf-8', mapping: 'servicenow-audit', refusal: null, trial: { cases: 40, counts: { recordsMade: 40, entriesMade: 160 } } })
  expect(preview['fits'][0]).toMatchObject({ name: 'servicenow-audit' })
  expect(preview['rows'][0]).toMatchObject({ number: 'INC0000001', incident_state: 'New' })
  expect(preview['warnings']).toContain('The times of opened_at, sys_updated_at, resolved_at, closed_at carry no zone and are read as UTC. If they are local times, say which zone.')

  const tried = await ended((await start(whole, { isDryRun: true }))['number'])
  expect(tried).toMatchObject({ state: 'done', recordsMade: 40, faultCount: 1, note: '40 records would come in; nothing was written. 1 row or record was not taken.' })
  expect((await call('GET', '/api/incidents?limit=1&count=true')).body['count']).toBe(0)

  const done = await ended((await start(whole))['number'])
  expect(done).toMatchObject({ state: 'done', progress: 1, recordsMade: 40, recordsSame: 0, entriesMade: 160, faultCount: 1 })
  const faults = (await call('GET', `/api/imports/${done['number']}/faults?kind=row`)).body
  expect(faults['items']).toEqual([{ n: 1, line: 122, sourceId: '', kind: 'row', reason: 'has 3 columns where the header has 14' }])
  expect((await call('GET', `/api/imports/${done['number']}/faults/kinds`)).body['items'][0]).toMatchObject({ n: 1, kind: 'row' })
  expect((await call('GET', `/api/imports/${done['number']}/faults/export`)).body['text']).toContain('122,,row,has 3 columns where the header has 14')

  const again = await ended((await start(whole))['number'])
  expect(again).toMatchObject({ state: 'done', recordsMade: 0, recordsSame: 40, entriesMade: 0 })

  // The old number still names the record: to read, to search, to work on.
  expect((await call('GET', '/api/incidents/INC0000003')).body).toMatchObject({ formerNumber: 'INC0000003', state: 'closed', resolvedAt: '2016-02-29T09:40:00.000Z' })
  expect((await call('GET', '/api/search?q=INC0000003')).body['items'][0]).toMatchObject({ record: 'incident' })
  expect((await call('POST', '/api/incidents/inc0000003/reopen', { reason: 'It is not' })).body['detail']).not.toContain('There is no incident')
  expect((await call('GET', '/api/incidents/INC9876543')).status).toBe(404)
  expect(execFileSync(process.execPath, [program, 'incident', 'show', 'INC0000003'], { env: environment(), encoding: 'utf8' })).toContain('Closed')

  // Somebody goes on working on one of them; it stays when the rest goes.
  const one = (await call('GET', '/api/incidents?formerNumber=INC0000007')).body['items'][0]
  expect((await call('POST', `/api/incidents/${one['id']}/comment`, { body: 'Is this still so?' })).status).toBe(200)
  await call('POST', `/api/imports/${done['number']}/undo`, {})
  const undone = await ended(done['number'])
  expect(undone).toMatchObject({ state: 'undone', note: expect.stringMatching(/^\d+ records removed\. \d+ kept, because people have worked on them or others point to them\.$/) })
  expect((await call('GET', '/api/incidents?limit=10&count=true')).body).toMatchObject({ count: 1, items: [{ id: one['id'] }] })
  expect((await call('POST', '/api/audit/verify', {})).body).toMatchObject({ faults: [] })
}, 120_000)

test('by commands: tried, brought in, listed, undone; a mapping of one’s own from a file', async () => {
  const file = path.join(folder, 'by command.csv')
  writeFileSync(file, audit(25, true))
  const evenkeel = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { env: environment(), encoding: 'utf8' })
  writeFileSync(path.join(folder, 'mine.json'), JSON.stringify({ ...(await mapping('servicenow-audit')), name: 'mine' }))
  const tried = evenkeel('import', path.join(folder, 'mine.json'), file, '--dry-run', '--wait', '--strict')
  expect([tried.status, tried.stderr]).toEqual([1, ''])
  expect(tried.stdout).toMatch(/^IMP-\d+ {2}Done {2}25 records would come in; nothing was written\. 1 row or record was not taken\.\nWhat .*\nrow not taken +1 +77 +has 3 columns where the header has 14/)
  const done = evenkeel('import', path.join(folder, 'mine.json'), file, '--wait', '--zone', 'Europe/Lisbon', '--json')
  expect([done.status, done.stderr]).toEqual([0, ''])
  const run = JSON.parse(done.stdout) as Json
  expect(run).toMatchObject({ state: 'done', recordsMade: 25, source: 'mine', mapping: { zone: 'Europe/Lisbon' } })
  expect(evenkeel('import', 'list').stdout).toContain(run['number'])
  expect(evenkeel('import', 'faults', run['number']).stdout).toContain('77,,row,has 3 columns where the header has 14')
  expect(evenkeel('import', 'undo', run['number']).status).toBe(0)
  expect(await ended(run['number'])).toMatchObject({ state: 'undone', note: expect.stringMatching(/^(2[5-9]|30) records removed\.$/) })
  expect(evenkeel('import', 'servicenow-audi', file)).toMatchObject({ status: 2, stderr: expect.stringContaining('did you mean "servicenow-audit"?') })
  expect(evenkeel('import', 'servicenow-audit', '/nowhere.csv')).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no file /nowhere.csv') })
}, 120_000)

test('only managers may send, look and start', async () => {
  const agent = makeToken('--role', 'agent')
  expect(await call('PUT', '/api/import-files?name=a.csv', Buffer.from('a\n'), agent)).toMatchObject({ status: 403, body: { detail: 'Importing is for managers and administrators.' } })
  expect((await call('GET', '/api/import-mappings', undefined, agent)).status).toBe(403)
}, 60_000)

test('a file over the limit is refused in words and leaves nothing', async () => {
  const before = readdirSync(path.join(folder, 'imports')).length
  const r = await call('PUT', '/api/import-files?name=big.csv', Buffer.alloc(21 * 2 ** 20, 65))
  expect(r).toMatchObject({ status: 413, body: { detail: 'The file is larger than 20 MiB. Pack it with gzip, split it, or raise EVENKEEL_IMPORT_LIMIT.' } })
  expect(readdirSync(path.join(folder, 'imports')).length).toBe(before)
}, 60_000)

const childOf = (pid: number): number | null => {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const args = readFileSync(`/proc/${name}/cmdline`, 'utf8')
      if (args.includes('run-import') && new RegExp(`^PPid:\\s+${pid}$`, 'm').test(readFileSync(`/proc/${name}/status`, 'utf8'))) return Number(name)
    } catch { /* it ended meanwhile */ }
  }
  return null
}

test.skipIf(process.platform !== 'linux')('killed in the middle, process or server, it goes on by itself and nothing comes twice', async () => {
  const file = await send('long.csv', audit(4000))
  const { number } = await start(file, { mapping: { ...(await mapping('servicenow-audit')), name: 'killed' } })
  const under = async (): Promise<number> => (await call('GET', `/api/imports/${number}`)).body['rowsRead'] as number
  for (let i = 0; i < 300 && (await under()) === 0; i++) await sleep(50)
  const child = childOf(server.pid ?? 0)
  if (child !== null) process.kill(child, 'SIGKILL')
  await sleep(1500)
  server.kill('SIGKILL')
  await new Promise((done) => server.once('exit', done))
  await startServer()
  const row = await ended(number)
  expect(row).toMatchObject({ state: 'done', rowsRead: 12_000, recordsMade: 4000, entriesMade: 16_000, faultCount: 0 })
  const doubles = await call('GET', '/api/incidents?formerNumber=INC0000001&limit=10')
  expect((doubles.body['items'] as Json[]).filter((i) => i['number'] !== undefined).length).toBeLessThanOrEqual(2)
  expect((await call('POST', '/api/audit/verify', {})).body).toMatchObject({ faults: [] })
}, 240_000)
