/** From a cluster to a verified fix, in Chromium and in one go: a proposal becomes a problem, a known error, a change, and is closed when the fix has held; months go by on a clock that the test moves. */
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import pino from 'pino'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowFacts } from '../../src/app/row-facts.ts'
import { is } from '../../src/model/query.ts'
import { approval } from '../../src/practices/change/approval.ts'
import { change } from '../../src/practices/change/record.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { person } from '../../src/practices/people/person.ts'
import { problem } from '../../src/practices/problem/record.ts'
import { createAuth } from '../../src/server/auth.ts'
import { type RunningServer, startServer } from '../../src/server/server.ts'
import { followIncidents } from '../../src/store/discovery-follow.ts'
import { type Stage, stage } from '../stories/told.ts'
import { system } from '../world.ts'
import { program } from './installation.ts'

const here = test.skipIf(!existsSync(program))
const password = 'a long enough password for tests'
const [hour, day] = [3600, 86_400]
let w: Stage
let server: RunningServer
let browser: Browser
let context: BrowserContext
let page: Page
let base = ''
const numbers = { problem: '', change: '' }

/** Time goes on: our clock, and by the same length the timers in the queue. */
async function shift(seconds: number): Promise<void> {
  w.clock.forward(seconds)
  await w.store.db.owner((tx) => tx.query('UPDATE graphile_worker._private_jobs SET run_at = run_at - make_interval(secs => $1) WHERE run_at > now()', [seconds]))
  await w.store.db.owner((tx) => tx.query(`SELECT pg_notify('jobs:insert', '{"count":1}')`))
  await w.quiet()
}
const later = (seconds: number): string => new Date(w.clock.now() + seconds * 1000).toISOString()
const problemNow = () => w.store.read(system, (s) => s.find(problem, numbers.problem))
const changeNow = () => w.store.read(system, (s) => s.find(change, numbers.change))

const freePort = (): Promise<number> => new Promise((resolve) => {
  const s = createServer().listen(0, '127.0.0.1', () => { const a = s.address(); s.close(() => { resolve(typeof a === 'object' && a !== null ? a.port : 0) }) })
})

async function signIn(): Promise<void> {
  await page.goto(`${base}/sign-in`)
  await page.getByLabel('E-mail').fill('agent.provider@example.org')
  await page.getByLabel(/^Password/).first().fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /Incidents/ }).first().waitFor()
}

/** The gate's reader fails every three days for two hours, until somebody restarts it. */
beforeAll(async () => {
  if (!existsSync(program)) return
  w = await stage()
  const auth = createAuth(w.store)
  const { id } = w.as('agent')
  await w.store.write(system, (s) => s.move(person, id, 'update', { zone: 'UTC' }))
  await auth.setPassword(w.as('admin'), id, password, undefined)
  for (let n = 0; n < 4; n++) {
    const made = await w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title: 'Gate reader loses its connection', impact: 2, affectedUsers: 40 }))
    await shift(2 * hour)
    await w.store.write(w.as('agent'), (s) => s.move(incident, made.id, 'resolve', { code: 'workaround' }))
    await shift(3 * day - 2 * hour)
  }
  await followIncidents(w.store)
  const port = await freePort()
  base = `http://localhost:${port}`
  server = await startServer({ store: w.store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: 'localhost', port, baseUrl: base }, webFolder: path.resolve('dist/web'), rowFacts })
  browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'] })
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await signIn()
}, 120_000)
afterAll(async () => { await browser?.close(); await server?.stop(); await w?.end() }, 60_000)

const dialog = (): Locator => page.getByRole('dialog')
/** A verb of the page, from its buttons or from `More`. */
async function press(name: string): Promise<void> {
  const bar = page.getByRole('toolbar').first()
  const button = bar.getByRole('button', { name: new RegExp(`^${name}`) }).first()
  await button.or(bar.getByRole('button', { name: 'More' })).first().waitFor()
  if (await button.isVisible()) return button.click()
  await bar.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name }).click()
}
async function confirm(name: string): Promise<void> {
  await dialog().getByRole('button', { name, exact: true }).click()
  await dialog().waitFor({ state: 'hidden' })
}
const write = (name: RegExp, text: string): Promise<void> => dialog().getByRole('textbox', { name }).fill(text)
async function choose(name: string, option: RegExp): Promise<void> {
  const box = dialog().getByRole('combobox', { name }).or(dialog().getByRole('textbox', { name })).first()
  await box.click()
  await page.getByRole('option', { name: option }).click()
}

here('a proposal with its evidence becomes a problem that names its incidents', async () => {
  await page.getByRole('link', { name: 'Clusters' }).click()
  await page.getByRole('heading', { level: 1, name: /^1\strouble comes again, and nobody has decided about it/ }).waitFor()
  await page.getByText('Gate reader loses').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'What they share' }).waitFor()
  await page.getByRole('button', { name: 'Open a problem' }).first().click()
  await page.waitForURL(/\/problems\/PRB-/)
  numbers.problem = /PRB-\d+/.exec(page.url())?.[0] ?? ''
  await page.getByText(/At least half of them share/).first().waitFor()
  await w.quiet()
  const own = await w.store.read(system, async (s) => s.list(incident, { where: [is('problemId', (await s.find(problem, numbers.problem)).id)] }))
  expect(own.items).toHaveLength(4)
}, 60_000)

here('its cause is looked for on a worksheet and shown with evidence', async () => {
  await press('Classify')
  await write(/^Category/, 'network')
  await confirm('Classify')
  await press('Investigate')
  await page.getByText('Investigating', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'New worksheet' }).click()
  await page.getByRole('menuitem', { name: 'Cause tree' }).click()
  await page.getByRole('button', { name: 'Add a why' }).click()
  await page.getByRole('button', { name: 'Edit', exact: true }).last().click()
  await page.getByRole('textbox', { name: 'Because' }).fill('Its lease runs out after three days')
  await page.getByRole('combobox', { name: 'Stands' }).or(page.getByRole('textbox', { name: 'Stands' })).first().click()
  await page.getByRole('option', { name: 'confirmed' }).click()
  await page.getByRole('textbox', { name: 'Evidence' }).fill('INC-1')
  await page.keyboard.press('Enter')
  await page.getByText('Root cause: Its lease runs out after three days.').waitFor()
  await page.getByRole('button', { name: 'Save the worksheet' }).click()
  await page.getByRole('button', { name: 'Save the worksheet' }).waitFor({ state: 'detached' })
}, 60_000)

here('the desk is offered the way around it, and a solution is proposed', async () => {
  await press('Known error')
  await write(/^Cause/, 'Its lease runs out after three days.')
  await write(/^What shows the cause/, 'The log of the address server.')
  await write(/^Workaround/, 'Restart the reader.')
  await confirm('Known error')
  await page.getByText(/offered to the desk since/).waitFor()
  await press('Propose a solution')
  await write(/^Solution/, 'A lease without an end')
  await confirm('Propose a solution')
  await page.getByText('Solution proposed', { exact: true }).first().waitFor()
}, 60_000)

here('the change that brings it is written from there, agreed to by somebody else, and done', async () => {
  await press('Raise a change')
  await dialog().getByRole('link', { name: 'Write it' }).click()
  await page.waitForURL(/\/changes\/new/)
  expect(await page.getByLabel('What is changed').inputValue()).toBe('A lease without an end')
  await page.getByLabel('Planned from').fill(later(300).slice(0, 16))
  await page.getByLabel('Planned until').fill(later(300 + hour).slice(0, 16))
  await page.getByLabel('How to get back').fill('Put the old lease back.')
  await page.getByLabel('How it was tried').fill('A week on the reader of the lab.')
  await page.getByLabel('Who is told, and when').fill('The gate, an hour before.')
  await page.getByRole('button', { name: 'Submit the change' }).click()
  await page.waitForURL(/\/changes\/CHG-\d+/)
  numbers.change = /CHG-\d+/.exec(page.url())?.[0] ?? ''
  await page.getByText(/^Submitted\. Assess it/).waitFor()
  await press('Assess')
  await page.getByText(/One more .*has to agree/).first().waitFor()
  await w.quiet()
  const boss = w.as('manager', 'a')
  const [asked] = await w.store.read(boss, async (s) => (await s.list(approval, { where: [is('changeId', (await changeNow()).id), is('state', 'asked')] })).items)
  await w.store.write(boss, (s) => s.move(approval, asked?.id ?? '', 'approve', { reason: 'Short, and the way back is known.' }))
  await page.getByText(/^Authorised/).first().waitFor()
  await press('Schedule')
  await choose('Done by', /^agent provider/)
  await confirm('Schedule')
  await page.getByText(/^Scheduled .* You begin it then\./).waitFor()
  await shift(300)
  await press('Begin')
  await page.getByText(/^Being done since/).waitFor()
  await shift(hour / 2)
  await press('Finish')
  await confirm('Finish')
  await page.getByText(/^Done \d\d:\d\d\./).waitFor()
  await page.getByRole('link', { name: numbers.problem }).first().click()
  await page.waitForURL(/\/problems\//)
  await press('Raise a change')
  await dialog().getByRole('list', { name: 'Changes that name this problem' }).getByRole('link', { name: numbers.change }).waitFor()
  await expect.poll(() => dialog().getByRole('combobox', { name: 'Change' }).or(dialog().getByRole('textbox', { name: 'Change' })).first().inputValue(), { timeout: 10_000 }).toContain('A lease without an end')
  await write(/^Business case/, 'The gate stands still each time.')
  await confirm('Raise a change')
  await press('Implemented')
  await confirm('Implemented')
  await page.getByText(/^It is watched until/).waitFor()
  expect(await problemNow()).toMatchObject({ state: 'implemented', changeId: (await changeNow()).id })
}, 90_000)

here('it cannot be called verified while it is watched', async () => {
  await press('Verify')
  await dialog().getByRole('button', { name: 'Verify', exact: true }).click()
  await dialog().getByText(/^The fix is watched until (?!\d{4}-).+\d\d:\d\d\. Verify it then\./).waitFor()
  expect((await problemNow()).fixVerdict).toBeNull()
}, 60_000)

here('a month without it says that the fix held, and only then is it closed', async () => {
  await shift(31 * day)
  // A session does not last that long.
  await signIn()
  await page.goto(`${base}/problems/${numbers.problem}`)
  await press('Verify')
  await confirm('Verify')
  await page.getByText('It held (95 %).').waitFor()
  expect((await problemNow()).fixVerdict).toMatchObject({ verdict: 'fixed', before: { count: 3 }, after: { count: 0 } })
  await press('Close')
  await dialog().getByRole('button', { name: 'Close', exact: true }).click()
  await dialog().getByText(/^Its known error is still offered to the desk/).first().waitFor()
  await dialog().getByLabel('Retire its known error').check()
  await confirm('Close')
  await page.getByText('Closed', { exact: true }).first().waitFor()
  expect((await problemNow()).state).toBe('closed')
}, 60_000)

here('the cluster says that a problem is about it, and the known error is offered no more', async () => {
  await page.goto(`${base}/clusters`)
  await page.getByRole('heading', { level: 1, name: 'Nothing that comes again waits for a decision' }).waitFor()
  await page.goto(`${base}/clusters?show=linked`)
  await page.getByText('Gate reader loses').first().waitFor()
  await page.goto(`${base}/incidents/new`)
  const looked = page.waitForResponse(/known-errors\?.*text=/)
  await page.getByLabel('What is wrong').fill('Gate reader loses its connection')
  expect(await (await looked).json()).toEqual({ items: [] })
  expect(await page.getByText('Restart the reader.').count()).toBe(0)
}, 60_000)
