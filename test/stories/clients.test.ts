/** Clients that nobody here wrote: amtool and Prometheus open incidents on the right service, unchanged but for the address. */
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

const has = (program: string): boolean => spawnSync('which', [program]).status === 0
const run = promisify(execFile)
const launcher = path.resolve('bin/evenkeel.mjs')

const page = z.object({ items: z.array(z.record(z.string(), z.unknown())) })
let folder = ''
let base = ''
let env: Record<string, string | undefined> = {}
let token = ''
let server: ChildProcess | undefined
const others: ChildProcess[] = []
const mails: string[] = []
let smtp: SMTPServer | undefined

const freePort = (): Promise<number> => new Promise((resolve) => {
  const s = createServer().listen(0, '127.0.0.1', () => {
    const a = s.address()
    s.close(() => { resolve(typeof a === 'object' && a !== null ? a.port : 0) })
  })
})
async function api(method: string, where: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${base}${where}`, { method, headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const json: unknown = await answer.json()
  expect([where, answer.status < 300, answer.status < 300 ? '' : json]).toEqual([where, true, ''])
  return z.record(z.string(), z.unknown()).parse(json)
}
async function until<T>(what: string, look: () => Promise<T | undefined>, seconds = 30): Promise<T> {
  for (let i = 0; i < seconds * 20; i++) {
    const found = await look()
    if (found !== undefined) return found
    await wait(50)
  }
  throw new Error(`${what} did not happen within ${seconds} s`)
}
const incidentOn = (serviceId: unknown) => async () => page.parse(await api('GET', `/api/incidents?serviceId=${String(serviceId)}`)).items

const cli = async (...args: string[]): Promise<string> => (await run(process.execPath, [launcher, ...args], { env: { ...env, EVENKEEL_URL: base, EVENKEEL_TOKEN: token } })).stdout

const clockShape = z.object({
  kind: z.string(), state: z.string(), isReopened: z.boolean(), dueAt: z.string().nullable(), projectedDueAt: z.string().nullable(),
  why: z.object({ startAt: z.string(), budgetSeconds: z.number(), pausedSeconds: z.number(), stoppedSeconds: z.number(), dueAt: z.string().nullable(), calendar: z.object({ hours: z.string() }) }),
})
const told = z.object({ verb: z.string(), at: z.string() })

/** Waits until the promise to restore stands like this, and checks its sum against its due time and against the journal, which is told here anew. */
async function explained(number: string, state: string): Promise<z.infer<typeof clockShape>> {
  const clock = await until(`the clock of ${number} is ${state}`, async () => {
    const { obligations } = z.object({ obligations: z.array(z.object({ kind: z.string(), state: z.string() }).loose()) }).parse(await api('GET', `/api/incidents/${number}`))
    return obligations.find((o) => o.kind === 'resolution' && o.state === state)
  })
  const reading = clockShape.parse(clock)
  const { why, dueAt } = reading
  expect(why.calendar.hours).toBe('24×7')
  expect(why.dueAt).toBe(dueAt)
  if (state === 'paused') {
    expect([dueAt, reading.projectedDueAt !== null]).toEqual([null, true])
    return reading
  }
  const seconds = (ms: number): number => Math.round(ms / 1000)
  expect(seconds(Date.parse(dueAt ?? '') - Date.parse(why.startAt))).toBe(seconds((why.budgetSeconds + why.pausedSeconds + why.stoppedSeconds) * 1000))
  const entries = page.parse(await api('GET', `/api/incidents/${number}/timeline`)).items.map((e) => told.parse(e))
  const spans = (begin: string, end: string): number => entries.reduce(({ sum, from }, e) =>
    e.verb === begin ? { sum, from: Date.parse(e.at) } : e.verb === end && from !== null ? { sum: sum + Date.parse(e.at) - from, from: null } : { sum, from }, { sum: 0, from: null as number | null }).sum
  const expected = Date.parse(why.startAt) + why.budgetSeconds * 1000 + spans('pause', 'resume') + spans('resolve', 'reopen')
  expect(Math.abs(Date.parse(dueAt ?? '') - expected)).toBeLessThan(1000)
  return reading
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ek-clients-'))
  const port = await freePort()
  const mailPort = await freePort()
  smtp = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], onData: (stream, _session, done) => { let text = ''; stream.on('data', (c: Buffer) => { text += c.toString() }); stream.on('end', () => { mails.push(text); done() }) } })
  smtp.listen(mailPort, '127.0.0.1')
  base = `http://127.0.0.1:${port}`
  env = { ...process.env, EVENKEEL_DATA: path.join(folder, 'data'), EVENKEEL_PORT: String(port), EVENKEEL_BASE_URL: base, EVENKEEL_SMTP_URL: `smtp://127.0.0.1:${mailPort}`, EVENKEEL_LOG_LEVEL: 'warn', DATABASE_URL: undefined }
  server = spawn(process.execPath, [launcher, 'serve'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  await until('the server', async () => ((await fetch(`${base}/readyz`).catch(() => null))?.ok ? true : undefined), 90)
  token = (await run(process.execPath, [launcher, 'token', 'create', '--name', 'story', '--role', 'admin'], { env })).stdout.trim()
}, 120_000)
afterAll(async () => {
  for (const c of others) c.kill('SIGKILL')
  server?.kill('SIGTERM')
  await new Promise((resolve) => { if (server && server.exitCode === null) server.once('exit', resolve); else resolve(null) })
  smtp?.close()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

describe('a real operation', () => {
  test.skipIf(!has('amtool'))('amtool adds an alert: one incident on its service, its team told by mail; it is worked on and the alert clears', async () => {
    const team = await api('POST', '/api/teams', { name: 'Platform', email: 'platform@example.org' })
    const service = await api('POST', '/api/services', { name: 'Freight Booking', key: 'booking', tier: 'gold', teamId: team['id'] })
    const add = (...more: string[]): Promise<unknown> => run('amtool', ['alert', 'add', `--alertmanager.url=${base}/in/${token}`, 'alertname=BookingDown', 'service=booking', 'severity=critical', '--annotation=summary=Bookings time out', ...more])
    await add()
    const [incident] = await until('the incident', async () => { const list = await incidentOn(service['id'])(); return list.length > 0 ? list : undefined })
    expect(incident).toMatchObject({ title: 'Bookings time out', priority: 1, state: 'assigned', teamId: team['id'], reportedVia: 'monitoring' })
    await add()
    await until('the mail', async () => (mails.some((m) => m.includes('platform@example.org') && m.includes(String(incident?.['number']))) ? true : undefined))
    expect((await incidentOn(service['id'])()).length).toBe(1)

    const number = String(incident?.['number'])
    const at = `/api/incidents/${number}`
    const steps = [['acknowledge', {}, 'in_progress', 'running'], ['pause', { because: 'user' }, 'pending', 'paused'], ['resume', {}, 'in_progress', 'running'], ['resolve', { code: 'fixed' }, 'resolved', 'met'], ['reopen', { reason: 'not yet' }, 'in_progress', 'running']] as const
    expect((await explained(number, 'running')).isReopened).toBe(false)
    // Once by the API, once by the command line: what the clock says is the same sum of its own journal.
    for (const how of ['api', 'cli'] as const) {
      for (const [verb, body, state, clock] of steps) {
        if (how === 'api') expect((await api('POST', `${at}/${verb}`, body))['state']).toBe(state)
        else if (verb === 'acknowledge') await cli('incident', 'take', number)
        else expect(JSON.parse(await cli('incident', verb, number, ...Object.entries(body).flatMap(([k, v]) => [`--${k}`, v]), '--json'))).toMatchObject({ number, state })
        const reading = await explained(number, clock)
        expect([how, verb, reading.isReopened]).toEqual([how, verb, verb === 'reopen' || how === 'cli'])
      }
    }
    expect(await cli('incident', 'show', number)).toMatch(/resolution: running, due \d{4}-\d\d-\d\d \d\d:\d\d/)
    await add(`--end=${new Date().toISOString()}`)
    await until('the clearing', async () => { const t = JSON.stringify(await api('GET', `${at}/timeline`)); return t.includes('cleared') ? true : undefined })
  }, 120_000)

  test.skipIf(!has('prometheus'))('Prometheus with a firing rule opens one incident on the right service', async () => {
    const service = await api('POST', '/api/services', { name: 'Customs', key: 'customs', tier: 'silver' })
    writeFileSync(path.join(folder, 'rules.yml'), 'groups:\n- name: g\n  interval: 1s\n  rules:\n  - alert: CustomsDown\n    expr: vector(1)\n    labels: {service: customs, severity: error}\n    annotations: {summary: Customs replies are late}\n')
    writeFileSync(path.join(folder, 'prometheus.yml'), `global: {evaluation_interval: 1s}\nrule_files: [rules.yml]\nalerting:\n  alertmanagers:\n  - api_version: v2\n    authorization: {type: Bearer, credentials: ${token}}\n    static_configs: [{targets: ['${base.slice('http://'.length)}']}]\n`)
    others.push(spawn('prometheus', [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/tsdb`, `--web.listen-address=127.0.0.1:${await freePort()}`, '--log.level=error', '--rules.alert.resend-delay=1s'], { cwd: folder, stdio: 'ignore' }))
    const list = await until('the incident', async () => { const l = await incidentOn(service['id'])(); return l.length > 0 ? l : undefined }, 60)
    await wait(3000)
    expect((await incidentOn(service['id'])()).map((i) => i['title'])).toEqual(['Customs replies are late'])
    expect(list[0]).toMatchObject({ priority: 2 })
  }, 120_000)
})
