/** A working day in Chromium: sign in, see an alert become an incident without reload, work on it with the keyboard, in both themes, without accessibility faults. */
import { AxeBuilder } from '@axe-core/playwright'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const program = '/usr/bin/chromium'
const launcher = path.resolve('bin/evenkeel.mjs')
const password = 'a long enough password for tests'
let folder = ''
let base = ''
let token = ''
let server: ChildProcess
let browser: Browser
let page: Page

const freePort = (): Promise<number> => new Promise((resolve) => {
  const s = createServer().listen(0, '127.0.0.1', () => { const a = s.address(); s.close(() => { resolve(typeof a === 'object' && a !== null ? a.port : 0) }) })
})
async function post(where: string, body: unknown, headers: Record<string, string> = { authorization: `Bearer ${token}` }): Promise<Record<string, unknown>> {
  const answer = await fetch(`${base}${where}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
  expect([where, answer.status < 300]).toEqual([where, true])
  const text = await answer.text()
  return text === '' ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(text))
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ek-browser-'))
  const port = await freePort()
  base = `http://localhost:${port}`
  const env = { ...process.env, EVENKEEL_DATA: path.join(folder, 'data'), EVENKEEL_PORT: String(port), EVENKEEL_HOST: 'localhost', EVENKEEL_BASE_URL: base, EVENKEEL_LOG_LEVEL: 'warn', DATABASE_URL: undefined }
  let out = ''
  server = spawn(process.execPath, [launcher, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  server.stdout?.on('data', (c: Buffer) => { out += c.toString() })
  let secret: string | undefined
  for (let i = 0; i < 1200 && secret === undefined; i++) { await wait(100); secret = /setup\?secret=(\S+)/.exec(out)?.[1] }
  await post('/api/setup', { secret, organization: 'Nordhavn Freight IT', name: 'Mara Lindqvist', email: 'mara@example.org', password, zone: 'Europe/Berlin' }, {})
  token = (await promisify(execFile)(process.execPath, [launcher, 'token', 'create', '--name', 'journey', '--role', 'admin', '--reach', 'all'], { env })).stdout.trim()
  browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  page.setDefaultTimeout(15_000)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  server?.kill('SIGTERM')
  await new Promise((resolve) => { if (server && server.exitCode === null) server.once('exit', resolve); else resolve(null) })
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

const here = test.skipIf(!existsSync(program))

here('signs in with a password', async () => {
  await page.goto(`${base}/sign-in`)
  await page.getByLabel('E-mail').fill('mara@example.org')
  await page.getByLabel(/^Password/).first().fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /Incidents/ }).first().waitFor()
}, 60_000)

here('shows an alert’s incident without reload', async () => {
  await post('/api/services', { name: 'Freight Booking', key: 'booking', tier: 'gold', orgId: undefined })
  await page.goto(`${base}/incidents`)
  await page.getByText('Live', { exact: true }).first().waitFor()
  await post(`/in/${token}/api/v2/alerts`, [{ labels: { alertname: 'BookingDown', service: 'booking', severity: 'critical' }, annotations: { summary: 'Bookings time out at confirmation' } }], {})
  await page.getByText('Bookings time out at confirmation').first().waitFor()
}, 60_000)

here('acknowledges with the keyboard, and the timeline tells it', async () => {
  await page.getByText('Bookings time out at confirmation').first().click()
  await page.getByRole('heading', { name: 'Bookings time out at confirmation', exact: true }).waitFor()
  await page.keyboard.press('e')
  await page.getByText('acknowledged it').first().waitFor()
}, 60_000)

for (const theme of ['light', 'dark'] as const) {
  here(`has no accessibility fault in the ${theme} theme`, async () => {
    const found: string[] = []
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: theme, storageState: await page.context().storageState() })
    const p = await context.newPage()
    for (const where of ['/', '/incidents', '/incidents/INC-1001', '/alerts', '/services', '/settings']) {
      await p.goto(`${base}${where}`)
      await p.waitForTimeout(1200)
      const { violations } = await new AxeBuilder({ page: p }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
      found.push(...violations.map((v) => `${where}: ${v.id} ${v.nodes[0]?.target.join(' ') ?? ''}`))
    }
    await context.close()
    expect(found).toEqual([])
  }, 120_000)
}
