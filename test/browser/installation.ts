/** A fresh installation with an administrator, for journeys: a real server on its own data folder, a signed-in browser, a token; and a past to import. */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { z } from 'zod'

/** The browser of the system; journeys are skipped by name where it is not there. */
export const program = '/usr/bin/chromium'

const launcher = path.resolve('bin/evenkeel.mjs')
const password = 'a long enough password for tests'
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** What a journey works with. */
export interface Installation {
  readonly base: string
  readonly browser: Browser
  readonly context: BrowserContext
  readonly page: Page
  /** Asks the API with the administrator's token; a refusal is an error with its text. */
  api(method: string, where: string, body?: unknown): Promise<Record<string, unknown>>
  stop(): Promise<void>
}

/** Starts it; takes some seconds, and a minute where the pages are built first. */
export async function startInstallation(): Promise<Installation> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ek-journey-'))
  const port = await freePort()
  const base = `http://localhost:${port}`
  const env = { ...process.env, EVENKEEL_DATA: path.join(folder, 'data'), EVENKEEL_PORT: String(port), EVENKEEL_HOST: 'localhost', EVENKEEL_BASE_URL: base, EVENKEEL_LOG_LEVEL: 'warn', DATABASE_URL: undefined }
  let out = ''
  const server = spawn(process.execPath, [launcher, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  server.stdout.on('data', (c: Buffer) => { out += c.toString() })
  let secret: string | undefined
  for (let i = 0; i < 1800 && secret === undefined && server.exitCode === null; i++) { await wait(100); secret = /setup\?secret=(\S+)/.exec(out)?.[1] }
  if (secret === undefined) {
    server.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`the server did not start; what it said stands above${server.exitCode === null ? '' : `, and it ended with ${server.exitCode}`}`)
  }
  const made = await fetch(`${base}/api/setup`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ secret, organization: 'Nordhavn Freight IT', name: 'Mara Lindqvist', email: 'mara@example.org', password, zone: 'Europe/Berlin' }) })
  if (!made.ok) throw new Error(`set-up: ${await made.text()}`)
  const token = (await promisify(execFile)(process.execPath, [launcher, 'token', 'create', '--name', 'journey', '--role', 'admin', '--reach', 'all'], { env })).stdout.trim()
  const browser = await chromium.launch({ executablePath: program, args: flags })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${base}/sign-in`)
  await page.getByLabel('E-mail').fill('mara@example.org')
  await page.getByLabel(/^Password/).first().fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /Incidents/ }).first().waitFor()
  return {
    base, browser, context, page,
    api: async (method, where, body) => {
      const isBytes = Buffer.isBuffer(body)
      const answer = await fetch(`${base}${where}`, {
        method, headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }) },
        ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${text}`)
      return text === '' ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(text))
    },
    stop: async () => {
      await browser.close()
      server.kill('SIGTERM')
      await new Promise((resolve) => { if (server.exitCode === null) server.once('exit', resolve); else resolve(null) })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const freePort = (): Promise<number> => new Promise((resolve) => {
  const s = createServer().listen(0, '127.0.0.1', () => { const a = s.address(); s.close(() => { resolve(typeof a === 'object' && a !== null ? a.port : 0) }) })
})

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
const rules = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Nothing was asked of the server for so long, and the page has nothing left to do: it stands. */
const quietMs = 100
const longestWaitMs = 10_000

/**
 * Faults by all rules of WCAG 2.2 AA in the light look and in the dark one, sideways scrolling and unprinted objects on these pages at one
 * width; the empty list is well. With `mustMainFit` nothing but a table in its own scroller may be wider than the page.
 */
export async function faultsOf(it: Pick<Installation, 'base' | 'browser' | 'context'>, addresses: readonly string[], width: number, mustMainFit = false): Promise<string[]> {
  const context = await it.browser.newContext({ viewport: { width, height: width < 600 ? 844 : 900 }, colorScheme: 'light', reducedMotion: 'reduce', storageState: await it.context.storageState() })
  const page = await context.newPage()
  const settled = settling(page)
  const found: string[] = []
  for (const [i, where] of addresses.entries()) {
    await page.emulateMedia({ colorScheme: 'light' })
    // As a link would: the program is loaded once, the page is new.
    if (i === 0) await page.goto(`${it.base}${where}`)
    else await page.evaluate((to) => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')) }, where)
    await settled()
    await page.getByRole('heading').first().waitFor()
    found.push(...(await brokenRules(page)).map((rule) => `${where}, light: ${rule}`))
    if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1)) found.push(`${where}: wider than the screen`)
    if (mustMainFit && await page.evaluate(() => { const m = document.querySelector('main'); return m !== null && m.scrollWidth > m.clientWidth })) found.push(`${where}: wider than the page`)
    if ((await page.locator('body').innerText()).includes('[object')) found.push(`${where}: [object`)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor()
    await settled()
    found.push(...(await brokenRules(page)).map((rule) => `${where}, dark: ${rule}`))
  }
  await context.close()
  return found
}

/** Each rule that the page breaks as it is shown now, with the first place. */
async function brokenRules(page: Page): Promise<string[]> {
  // The rules see one document; what is in a frame would go untried.
  if (page.frames().length > 1) throw new Error('this page has a frame, which is not tried')
  // Going from page to page keeps them.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(rules)
  return page.evaluate(async (values) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] })
    return violations.map((v) => `${v.id} ${v.nodes[0]?.target.join(' ') ?? ''}`)
  }, tags)
}

/** Waits until the page has asked for nothing for a moment, is drawn and moves no more; the live stream never ends and does not count. */
function settling(page: Page): () => Promise<void> {
  const open = new Set<object>()
  let lastAt = Date.now()
  page.on('request', (r) => { if (!r.url().includes('/api/stream')) { open.add(r); lastAt = Date.now() } })
  const end = (r: object): void => { if (open.delete(r)) lastAt = Date.now() }
  page.on('requestfinished', end)
  page.on('requestfailed', end)
  return async () => {
    const from = Date.now()
    lastAt = from
    while (Date.now() - from < longestWaitMs) {
      await page.evaluate(idle)
      if (open.size === 0 && Date.now() - lastAt >= quietMs) return
      await wait(20)
    }
  }
}

/** In the page: resolves when it has nothing to do, has drawn that, and what moves for a time has arrived. */
async function idle(): Promise<void> {
  await new Promise((drawn) => { requestIdleCallback(() => { requestAnimationFrame(drawn) }, { timeout: 2000 }) })
  const moving = document.getAnimations().filter((a) => a.playState === 'running' && Number.isFinite(Number(a.effect?.getComputedTiming().endTime)))
  await Promise.all(moving.map((a) => a.finished.catch(() => undefined)))
}

const columns = ['number', 'incident_state', 'opened_at', 'sys_updated_at', 'sys_updated_by', 'assignment_group', 'impact', 'urgency', 'priority', 'subcategory', 'u_symptom', 'contact_type', 'made_sla', 'resolved_at', 'closed_at', 'reassignment_count', 'reopen_count', 'sys_mod_count']

/**
 * A log as ServiceNow's audit table gives it: 60 incidents, most of every third reopened once, every fifth sent from the desk to the network and most of those back,
 * three closed without a word; all days are below 13, so that nothing shows whether the day or the month comes first. `broken` adds rows without a time of opening.
 */
export function pastLog(broken = 0): string {
  const rows: string[] = []
  const two = (n: number): string => String(n).padStart(2, '0')
  for (let n = 1; n <= 60; n++) {
    const day = `${(n % 12) + 1}/3/2016`
    const states = [...(n % 20 === 0 ? ['New', 'Closed'] : ['New', 'Active', ...(n % 3 === 0 ? ['Resolved', 'Active'] : []), ...(n % 4 === 0 ? ['Awaiting User Info', 'Active'] : []), 'Resolved', 'Closed'])]
    states.forEach((state, i) => {
      const team = n % 5 === 0 && i === 1 ? 'Network' : 'Desk'
      rows.push([`INC${String(n).padStart(7, '0')}`, state, `${day} 08:00`, `${day} ${two(8 + i)}:${two(n % 60)}`, 'Updated by 1', team, '2 - Medium', '2 - Medium', n % 2 === 0 ? '3 - Moderate' : '2 - High', 'Subcategory 1', 'Symptom 2', 'Phone', 'true', '?', '?', '0', '0', String(i)].join(','))
    })
  }
  for (let i = 0; i < broken; i++) rows.push([`INC99${String(i).padStart(5, '0')}`, 'New', 'soon', '1/3/2016 09:00', 'Updated by 1', 'Desk', '2 - Medium', '2 - Medium', '3 - Moderate', 'Subcategory 1', 'Symptom 2', 'Phone', 'true', '?', '?', '0', '0', '0'].join(','))
  return `${columns.join(',')}\n${rows.join('\n')}\n`
}
