/** Setting the product up in Chromium over plain HTTP at a name that is not localhost: wizard, calendars, targets, keys, tokens, audit; and every page of the settings without accessibility faults. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './installation.ts'

const program = '/usr/bin/chromium'
const here = test.skipIf(!existsSync(program))
const password = 'a long enough password for tests'
/** A name that browsers do not trust as they do localhost: no clipboard, no crypto.subtle. */
const host = 'evenkeel.test'
let folder = ''
let base = ''
let link = ''
let server: ChildProcess
let browser: Browser
let context: BrowserContext
let page: Page

const freePort = (): Promise<number> => new Promise((resolve) => {
  const s = createServer().listen(0, '127.0.0.1', () => { const a = s.address(); s.close(() => { resolve(typeof a === 'object' && a !== null ? a.port : 0) }) })
})
/** Asks the API as the page would, with its session. */
const api = <Answer>(where: string): Promise<Answer> => page.evaluate(async (at) => (await fetch(at)).json() as Promise<unknown>, where) as Promise<Answer>
const send = (where: string, body: unknown): Promise<number> => page.evaluate(async ([at, json]) => (await fetch(at ?? '', { method: 'POST', headers: { 'content-type': 'application/json' }, body: json ?? '' })).status, [where, JSON.stringify(body)])

beforeAll(async () => {
  if (!existsSync(program)) return
  folder = mkdtempSync(path.join(tmpdir(), 'ek-settings-'))
  const port = await freePort()
  base = `http://${host}:${port}`
  const env = { ...process.env, EVENKEEL_DATA: path.join(folder, 'data'), EVENKEEL_PORT: String(port), EVENKEEL_HOST: '127.0.0.1', EVENKEEL_BASE_URL: base, EVENKEEL_LOG_LEVEL: 'warn', DATABASE_URL: undefined }
  let out = ''
  server = spawn(process.execPath, [path.resolve('bin/evenkeel.mjs'), 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  server.stdout?.on('data', (c: Buffer) => { out += c.toString() })
  for (let i = 0; i < 1200 && link === ''; i++) { await wait(100); link = /http:\S+setup\?secret=\S+/.exec(out)?.[0] ?? '' }
  browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu', `--host-resolver-rules=MAP ${host} 127.0.0.1`, '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  page.setDefaultTimeout(15_000)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  server?.kill('SIGTERM')
  await new Promise((resolve) => { if (server?.exitCode === null) server.once('exit', resolve); else resolve(null) })
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
}, 60_000)

here('the wizard leads from the link to the first alert, without a secure context', async () => {
  await page.goto(link)
  expect(await page.evaluate(() => [window.isSecureContext, 'subtle' in crypto])).toEqual([false, false])
  await page.getByLabel('Your organization').fill('Nordhavn Freight IT')
  await page.getByLabel('Your name').fill('Mara Lindqvist')
  await page.getByLabel('E-mail').fill('mara@example.org')
  await page.getByLabel(/^Password/).first().fill(password)
  await page.getByRole('button', { name: 'Go on: services' }).click()
  await page.getByLabel('Services').fill('Freight Booking\nMail')
  await page.getByRole('button', { name: 'Go on: hours' }).click()
  await page.getByLabel('Friday, hours').fill('8-12')
  await page.getByRole('button', { name: 'Go on: alerts' }).click()
  await page.getByRole('button', { name: 'Make the address' }).click()
  await page.getByRole('button', { name: 'Copy' }).first().click()
  await page.getByText('Copied').waitFor()
  await page.getByRole('button', { name: 'Send a test alert from here' }).click()
  await page.getByText('A test alert sent from the settings').waitFor()
  await page.getByRole('button', { name: 'Go on: who gets told' }).click()
  await page.getByLabel(/^Team/).fill('Platform')
  await page.getByRole('button', { name: 'Go on: promises' }).click()
  await page.getByLabel('P3: works again within').fill('2d')
  await page.getByRole('button', { name: 'Go to the Bridge' }).click()
  await page.waitForURL(/bridge/)
  const { items } = await api<{ items: { targets: Record<string, { resolutionSeconds: number }> }[] }>('/api/agreements')
  expect(items[0]?.targets['3']?.resolutionSeconds).toBe(2 * 10 * 3600)
}, 120_000)

here('a calendar is edited as a person would: hours, a holiday file, a painted Saturday', async () => {
  await page.goto(`${base}/records/calendars/new`)
  await page.getByLabel('Name').fill('Terminal')
  await page.getByLabel('Monday, hours').fill('7-12, 13-17.30')
  await page.getByLabel('Tuesday, hours').fill('25-26')
  await page.getByText('cannot be read: write 08:00–17:00').waitFor()
  await page.getByLabel('Tuesday, hours').fill('closed')
  const saturday = page.getByLabel('Saturday, hours')
  const bar = await saturday.locator('xpath=ancestor::div[contains(@class,"TextInput")]/preceding-sibling::div[1]').boundingBox()
  if (!bar) throw new Error('Saturday has no bar')
  await page.mouse.move(bar.x + (bar.width * 9) / 24 + 1, bar.y + 10)
  await page.mouse.down()
  await page.mouse.move(bar.x + (bar.width * 13) / 24 - 1, bar.y + 10, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => saturday.inputValue()).toBe('09:00–13:00')
  await page.getByRole('button', { name: 'Import' }).click()
  await page.getByLabel(/^Dates, one a line/).fill('BEGIN:VEVENT\nDTSTART;VALUE=DATE:20301225\nDTEND;VALUE=DATE:20301227\nEND:VEVENT')
  await page.getByRole('button', { name: 'Add 1 date' }).click()
  await page.getByText('25 Dec 2030 to 26 Dec 2030').waitFor()
  await page.getByRole('heading', { name: /^(Open|Closed) now/ }).waitFor()
  await page.getByRole('button', { name: 'Save the calendar' }).click()
  await page.getByRole('heading', { name: 'Terminal', level: 1 }).waitFor()
  const { items } = await api<{ items: { name: string; hours: { hours: Record<string, unknown>; holidays: unknown } }[] }>('/api/calendars')
  const made = items.find((c) => c.name === 'Terminal')?.hours
  expect([made?.hours['mon'], made?.hours['tue'], made?.hours['sat'], made?.holidays]).toEqual([[['07:00', '12:00'], ['13:00', '17:30']], [], [['09:00', '13:00']], ['2030-12-25/2030-12-26']])
}, 60_000)

here('a matcher is tried on what fires before it silences anything', async () => {
  await page.goto(`${base}/records/silences/new`)
  await page.getByLabel('Matcher 1: label').fill('alertname=~"Test.*"')
  await expect.poll(() => page.getByLabel('Matcher 1: value').inputValue()).toBe('Test.*')
  await page.getByText(/^Holds for 1 of 1\salert/).waitFor()
  await page.getByLabel('Labels of an alert').fill('alertname=DiskFull')
  await page.getByText('Does not hold: alertname=~"Test.*"').waitFor()
}, 60_000)

here('a new key replaces the old one, and who was heard is told', async () => {
  await page.goto(`${base}/records/integrations`)
  await page.getByText('Prometheus', { exact: true }).first().click()
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByRole('button', { name: 'Replace the key' }).click()
  const text = await page.getByLabel('Or with curl').innerText()
  const key = /\/in\/(ek_[\w-]+)\//.exec(text)?.[1] ?? ''
  expect(await send(`/in/${key}/api/v2/alerts`, [{ labels: { alertname: 'FromNewKey', service: 'mail' } }])).toBe(200)
  expect(await send('/in/ek_wrong/api/v2/alerts', [{ labels: { alertname: 'Stranger' } }])).toBe(401)
  await page.getByText('FromNewKey').first().waitFor()
  await page.goto(`${base}/records/integrations`)
  await page.getByText(/^\d\d:\d\d:\d\d$/).first().waitFor()
}, 60_000)

here('a mapping is tried on a sample, and its faults are told', async () => {
  await page.goto(`${base}/settings/ways-in`)
  await page.getByText('Anything with JSON').click()
  await page.getByRole('button', { name: 'Make the address' }).click()
  await page.getByRole('link', { name: /^INT-/ }).click()
  await page.getByRole('button', { name: 'Change' }).click()
  await page.getByLabel('A sample of what is sent').fill('{"hits": [{"nr": 7, "what": "Backup failed", "app": "mail"}]}')
  await page.getByRole('button', { name: 'Read the sample' }).click()
  await page.getByText('Event 1: has no key at key').waitFor()
  for (const [part, where] of [['List of events', 'hits'], ['Key', 'nr'], ['Title', 'what'], ['Service', 'app']] as const) await page.getByRole('combobox', { name: `${part}: path` }).fill(where)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Read the sample' }).click()
  await page.getByText('Backup failed', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await page.getByRole('button', { name: 'Change' }).waitFor()
}, 60_000)

here('a token is shown once, used, and taken back', async () => {
  await page.goto(`${base}/settings/tokens`)
  await page.getByLabel('What it is for').fill('Nightly report')
  await page.getByRole('button', { name: 'Make the token' }).click()
  const secret = await page.getByLabel('Copy it now: it is shown this once').innerText()
  const me = (): Promise<number> => page.evaluate(async (s) => (await fetch('/api/me', { headers: { authorization: `Bearer ${s}` } })).status, secret)
  expect(await me()).toBe(200)
  await page.reload()
  await page.getByRole('button', { name: 'Take back Nightly report' }).click()
  expect(await page.getByText(secret).count()).toBe(0)
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByText('None yet.').waitFor()
  expect(await me()).toBe(401)
}, 60_000)

here('the audit is narrowed down, and its chain is proven', async () => {
  await page.goto(`${base}/settings/audit?record=calendar&verb=create`)
  await page.getByRole('cell', { name: /Terminal/ }).waitFor()
  expect(await page.getByRole('cell', { name: /Freight Booking/ }).count()).toBe(0)
  await page.getByRole('button', { name: 'Verify the chain' }).click()
  await page.getByText('every chain holds and every record equals its journal').waitFor()
}, 60_000)

const pages = [
  '/settings', '/settings/ways-in', '/settings/tokens', '/settings/audit', '/records/integrations', '/records/integrations/INT-1001', '/records/deliveries', '/records/subscriptions', '/records/subscriptions/new',
  '/records/people', '/records/people/new', '/records/people/PER-1001', '/records/teams', '/records/teams/new', '/records/teams/TEM-1001', '/records/organizations', '/records/calendars', '/records/calendars/new', '/records/calendars/CAL-1001',
  '/records/agreements', '/records/agreements/new', '/records/agreements/SLA-1001', '/records/silences', '/records/silences/new', '/setup?step=2', '/setup?step=3', '/setup?step=6',
]
for (const width of [1440, 390]) {
  here(`both looks, ${width} px: no accessibility fault, nothing wider than the screen, no [object Object]`, async () => {
    const nobody = await browser.newContext()
    expect(await faultsOf({ base, browser, context }, pages, width)).toEqual([])
    expect(await faultsOf({ base, browser, context: nobody }, ['/sign-in'], width)).toEqual([])
    await nobody.close()
  }, 240_000)
}
