/** A new user on a fresh import: which groups pass work around, what comes back, where the backlog of March 2016 came from; then every number against the API, tiles, keys, and pages without accessibility faults. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './installation.ts'
import { readConfig } from '../../src/app/config.ts'
import { ensureProvider, withStore } from '../../src/app/with-store.ts'
import type { BehindPage, ListedMeasure, MeasureAnswer } from '../../src/client/measures.ts'
import { runImport } from '../../src/importers/run.ts'
import { shippedMappings } from '../../src/importers/shipped.ts'
import { countInFull } from '../../src/kit/format.ts'
import { isOfMoment } from '../../src/model/measure.ts'
import { uuidv7 } from '../../src/store/clock.ts'

const program = '/usr/bin/chromium'
const data = path.resolve('../shared/data')
const log = path.join(data, 'servicenow-uci/incident_event_log.dev.csv.gz')
const figures = path.join(data, 'figures/servicenow-uci.dev.json')
const isReady = existsSync(program) && existsSync(log) && existsSync(figures)
const here = test.skipIf(!isReady)
const password = 'a long enough password for tests'
const pictures = process.env['PICTURES_TO']
let folder = ''
let base = ''
let server: ChildProcess
let browser: Browser
let context: BrowserContext
let page: Page

const freePort = (): Promise<number> => new Promise((resolve) => {
  const s = createServer().listen(0, '127.0.0.1', () => { const a = s.address(); s.close(() => { resolve(typeof a === 'object' && a !== null ? a.port : 0) }) })
})
/** Asks the API as the page would, with its session. */
const api = async <Answer>(where: string): Promise<Answer> => await (await context.request.get(`${base}${where}`)).json() as Answer
const values = (id: string, more: string): Promise<MeasureAnswer> => api(`/api/measures/${id}/values?zone=UTC&${more}`)
const picture = async (name: string): Promise<void> => { if (pictures !== undefined) await page.screenshot({ path: path.join(pictures, `${name}.png`) }) }
const whole = 'from=2016-02-01T00:00:00.000Z&to=2016-05-01T00:00:00.000Z&step=all'
const section = (name: string | RegExp) => page.locator('section', { has: page.getByRole('heading', { name }) })

beforeAll(async () => {
  if (!isReady) return
  folder = mkdtempSync(path.join(tmpdir(), 'ek-measures-'))
  const port = await freePort()
  base = `http://localhost:${port}`
  const env = { ...process.env, EVENKEEL_DATA: path.join(folder, 'data'), EVENKEEL_PORT: String(port), EVENKEEL_HOST: 'localhost', EVENKEEL_BASE_URL: base, EVENKEEL_LOG_LEVEL: 'warn', DATABASE_URL: undefined }
  let out = ''
  server = spawn(process.execPath, [path.resolve('bin/evenkeel.mjs'), 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  server.stdout?.on('data', (c: Buffer) => { out += c.toString() })
  let secret: string | undefined
  for (let i = 0; i < 1200 && secret === undefined; i++) { await wait(100); secret = /setup\?secret=(\S+)/.exec(out)?.[1] }
  const answers = { secret, organization: 'Nordhavn Freight IT', name: 'Mara Lindqvist', email: 'mara@example.org', password, zone: 'UTC' }
  expect((await fetch(`${base}/api/setup`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(answers) })).status).toBeLessThan(300)
  await withStore(readConfig(env), async (store) => {
    const mapping = shippedMappings().get('servicenow-audit')
    if (!mapping) throw new Error('the mapping of the audit log is gone')
    await runImport({ store, importId: uuidv7(store.clock.now()), orgId: await ensureProvider(store), mapping, files: [{ name: path.basename(log), path: log }], isDryRun: false })
  })
  browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: 'UTC', locale: 'en-GB', reducedMotion: 'reduce' })
  page = await context.newPage()
  page.setDefaultTimeout(15_000)
}, 300_000)
afterAll(async () => {
  await browser?.close()
  server?.kill('SIGTERM')
  await new Promise((resolve) => { if (server?.exitCode === null) server.once('exit', resolve); else resolve(null) })
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
}, 60_000)

here('signs in and goes to Measures by two keys; the past is looked at from its end', async () => {
  await page.goto(`${base}/sign-in`)
  await page.getByLabel('E-mail').fill('mara@example.org')
  await page.getByLabel(/^Password/).first().fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /Measures/ }).first().waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('e')
  await page.getByRole('heading', { name: 'Operations' }).waitFor()
  await page.getByText(/looking back from 30\sApr\s2016/).waitFor()
  const f = JSON.parse(readFileSync(figures, 'utf8')) as { opened_per_month: Record<string, number> }
  await page.getByRole('listitem').filter({ hasText: 'Incidents opened' }).getByText(countInFull(f.opened_per_month['2016-04'] ?? 0), { exact: true }).waitFor()
  await picture('dashboard')
}, 60_000)

here('which groups pass work around most', async () => {
  const { cells, names } = await values('IN8', `${whole}&by=firstTeamId`)
  const first = cells.toSorted((a, b) => (b.hits ?? 0) - (a.hits ?? 0))[0]
  const name = names['firstTeamId']?.[first?.slice[0] ?? ''] ?? ''
  const tile = page.getByRole('listitem').filter({ hasText: 'Who passes work on most' })
  expect(await tile.getByRole('rowheader').first().textContent()).toBe(name)
  await tile.getByRole('link', { name: /Who passes work on most/ }).click()
  await page.getByRole('heading', { name: 'Went to another team', exact: true }).waitFor()
  const row = page.getByRole('table', { name: 'Went to another team by First team' }).getByRole('row').filter({ has: page.getByRole('button', { name, exact: true }) })
  expect(await row.textContent()).toContain(`${countInFull(first?.hits ?? 0)} of ${countInFull(first?.used ?? 0)}`)
  await picture('who-passes-on')
  await row.getByRole('button', { name, exact: true }).click()
  await page.getByRole('heading', { name: `Records behind ${name}` }).waitFor()
  await page.getByText(`${countInFull(first?.eligible ?? 0)} records`).waitFor()
  expect(await page.getByRole('region', { name: 'Records behind the number' }).getByRole('link').first().getAttribute('href')).toMatch(/^\/incidents\/INC-\d+$/)
}, 60_000)

here('what comes back most', async () => {
  const { cells } = await values('IN7', `${whole}&by=category`)
  const top = Math.max(...cells.map((c) => c.hits ?? 0))
  await page.goto(`${base}/measures`)
  const name = await page.getByRole('listitem').filter({ hasText: 'What comes back most' }).getByRole('rowheader').first().textContent()
  expect(cells.filter((c) => c.hits === top).map((c) => c.slice[0])).toContain(name)
}, 60_000)

here('where the backlog of March 2016 came from', async () => {
  const f = JSON.parse(readFileSync(figures, 'utf8')) as { backlog_peak: [string, number]; backlog_at_midnight: Record<string, number> }
  const [, peak] = f.backlog_peak
  await page.getByRole('listitem').filter({ hasText: 'Open incidents, day by day' }).getByRole('link').first().click()
  await page.getByText('Highest:').waitFor()
  expect(await page.getByText('Highest:').textContent()).toContain(`Tue 22 Mar 2016, 00:00 with ${countInFull(peak)}`)
  const origins = section(/Where the rise came from/)
  await origins.getByText(/began and/).waitFor()
  const [began = 0, ended = 0] = [...((await origins.getByText(/began and/).textContent()) ?? '').matchAll(/[\d\u202f]+/g)].map((m) => Number(m[0].replaceAll('\u202f', '')))
  expect(began - ended).toBe(peak)
  const before = new Map((await values('IN-backlog', 'step=all&to=2016-02-01T00:00:00.000Z&by=firstTeamId')).cells.map((c) => [c.slice[0], c.value ?? 0]))
  const after = await values('IN-backlog', 'step=all&to=2016-03-22T00:00:00.000Z&by=firstTeamId')
  const most = after.cells.map((c) => ({ id: c.slice[0] ?? '', delta: (c.value ?? 0) - (before.get(c.slice[0] ?? null) ?? 0) })).toSorted((a, b) => b.delta - a.delta)[0]
  const table = origins.getByRole('table', { name: 'What each First team added' })
  expect(await table.getByRole('row').nth(1).textContent()).toBe(`${after.names['firstTeamId']?.[most?.id ?? ''] ?? ''}+${countInFull(most?.delta ?? 0)}`)
  await picture('backlog')
}, 60_000)

here('walks the points by keys, opens their records, and shows the same numbers as a table', async () => {
  const f = JSON.parse(readFileSync(figures, 'utf8')) as { backlog_at_midnight: Record<string, number> }
  await page.goto(`${base}/measures/IN-backlog?from=2016-03-01&to=2016-03-31`)
  const chart = page.getByRole('application', { name: /^Open incidents/ })
  await chart.locator('svg').waitFor()
  await chart.focus()
  for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
  await page.getByText(`Thu 3 Mar 2016, 00:00: ${countInFull(f.backlog_at_midnight['2016-03-03'] ?? 0)}`).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Records behind Thu 3 Mar 2016, 00:00' }).waitFor()
  await page.getByText(`· ${countInFull(f.backlog_at_midnight['2016-03-03'] ?? 0)} records`).waitFor()
  expect(new URL(page.url()).searchParams.get('point')).toContain('2016-03-03')
  await page.keyboard.press('Shift+T')
  for (const [day, n] of Object.entries(f.backlog_at_midnight).filter(([d]) => d.startsWith('2016-03'))) {
    expect(await page.getByRole('row').filter({ has: page.getByRole('button', { name: new RegExp(` ${Number(day.slice(8))} Mar 2016, 00:00$`) }) }).textContent()).toContain(countInFull(n))
  }
}, 60_000)

here('opens a point by a click, and a picture, an SVG and the numbers can be taken along', async () => {
  await page.goto(`${base}/measures/IN1?step=week`)
  const chart = page.getByRole('application', { name: /^Restored in time/ })
  await chart.locator('svg').waitFor()
  await chart.click({ position: { x: 300, y: 150 } })
  await page.getByRole('heading', { name: /^Records behind week of/ }).waitFor()
  for (const [item, ending] of [['Picture, PNG', '.png'], ['Picture, SVG', '.svg'], ['Numbers, CSV', '.csv']] as const) {
    await page.getByRole('button', { name: 'Take it along' }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
    expect(download.suggestedFilename()).toMatch(new RegExp(`\\${ending}$`))
    const bytes = readFileSync(await download.path())
    expect(bytes.length).toBeGreaterThan(300)
    if (ending === '.svg') expect(bytes.toString()).toContain('Restored in time')
    if (ending === '.png') expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  }
}, 60_000)

here('says what was known then: before the import nothing, which is not zero', async () => {
  await page.goto(`${base}/measures/IN7?known=2016-04-30`)
  await page.getByRole('heading', { name: 'No cases' }).waitFor()
  await page.getByText('As known at the end of 2016-04-30').waitFor()
}, 30_000)

here('a measure without records waits for them and shows no number', async () => {
  await page.goto(`${base}/measures/FI1`)
  await page.getByRole('heading', { name: /waits for its records/ }).waitFor()
}, 30_000)

here('every measure shows the number of the API, and as many records behind it as it rests on', async () => {
  const { items } = await api<{ items: readonly ListedMeasure[] }>('/api/measures')
  const wrong: string[] = []
  for (const m of items.filter((x) => x.canCompute)) {
    const answer = await values(m.id, whole)
    const cell = answer.cells[0]
    await page.goto(`${base}/measures/${m.id}?from=2016-02-01&to=2016-04-30&step=all&chart=table`)
    // How many stood at a moment is a number where nothing did: none.
    if (m.definition?.kind === 'stock' && cell?.eligible === 0) continue
    if (!cell || cell.eligible === 0) {
      await page.getByText(/no cases/i).first().waitFor()
      continue
    }
    const records = await api<BehindPage>(`/api/measures/${m.id}/records?zone=UTC&${whole}&limit=1`)
    const file = (await (await context.request.get(`${base}/api/measures/${m.id}/export?zone=UTC&${whole}`)).text()).trim().split('\r\n').at(-1)?.split(',') ?? []
    const isMoment = isOfMoment(m.definition?.kind)
    if (!isMoment && Number(file[3] ?? '') !== (cell.value ?? 0)) wrong.push(`${m.id}: export ${file[3] ?? ''}, API ${cell.value ?? 'none'}`)
    if (records.count !== cell.eligible) wrong.push(`${m.id}: ${records.count} records behind ${cell.eligible}`)
    const table = page.getByRole('table', { name: 'The same numbers as a table' })
    await table.waitFor()
    const row = (await table.getByRole('row').nth(1).textContent()) ?? ''
    if (!row.includes(countInFull(cell.used))) wrong.push(`${m.id}: the page says ${row}, the API ${cell.used}`)
    if (await table.getByRole('button').count() === 0) { wrong.push(`${m.id}: cannot be opened`); continue }
    await table.getByRole('button').first().click()
    await page.getByText(`· ${countInFull(cell.eligible)} ${cell.eligible === 1 ? 'record' : 'records'}`).waitFor().catch(() => { wrong.push(`${m.id}: the page does not open to ${cell.eligible} records`) })
  }
  expect(wrong).toEqual([])
}, 300_000)

here('explores a number by two facts; the address is the question', async () => {
  await page.goto(`${base}/explore`)
  await page.getByRole('combobox', { name: 'What is counted' }).click()
  await page.getByRole('option', { name: 'Reopened', exact: true }).click()
  await page.getByRole('combobox', { name: 'Step' }).click()
  await page.getByRole('option', { name: 'All as one number' }).click()
  await page.getByRole('combobox', { name: 'Divided by' }).click()
  await page.getByRole('option', { name: 'Priority', exact: true }).click()
  await page.getByRole('combobox', { name: 'and by' }).click()
  await page.getByRole('option', { name: 'Category', exact: true }).click()
  await page.getByRole('application', { name: /^Reopened/ }).locator('svg').waitFor()
  const address = page.url()
  expect(Object.fromEntries(new URL(address).searchParams)).toMatchObject({ measure: 'IN7', step: 'all', by: 'priority,category' })
  await picture('explore')
  await page.goto(`${base}/measures`)
  await page.goto(address)
  await page.getByRole('application', { name: /^Reopened/ }).locator('svg').waitFor()
  expect(await page.getByRole('combobox', { name: 'and by' }).inputValue()).toBe('Category')
}, 60_000)

here('a definition made with menus is computed, and kept as a measure', async () => {
  await page.goto(`${base}/explore?step=all&chart=table`)
  await page.getByRole('combobox', { name: 'What is counted' }).click()
  await page.getByRole('option', { name: 'A definition of my own' }).click()
  const builder = page.getByRole('region', { name: 'A definition of my own' })
  await builder.getByRole('combobox', { name: 'Number' }).click()
  await page.getByRole('option', { name: 'Share of them' }).click()
  await builder.getByRole('button', { name: /Condition for: Counts when/ }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('combobox', { name: 'What' }).click()
  await page.getByRole('option', { name: 'Sent around' }).click()
  await form.getByRole('combobox', { name: 'Sent around' }).click()
  await page.getByRole('option', { name: 'Yes' }).click()
  await form.getByRole('button', { name: 'Add the condition' }).click()
  await builder.getByText(/In words: incidents with sent around: yes/).waitFor()
  await page.getByRole('table', { name: 'The same numbers as a table' }).getByText('%').first().waitFor()
  await page.getByRole('button', { name: 'Keep as a measure' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Sent around of those opened')
  await page.getByRole('dialog').getByLabel('Question it answers').fill('How many of those opened were sent around?')
  await page.getByRole('dialog').getByRole('button', { name: 'Keep the measure' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByText('How many of those opened were sent around?').waitFor()
  expect((await api<{ items: readonly ListedMeasure[] }>('/api/measures')).items.map((m) => m.name)).toContain('Sent around of those opened')
}, 90_000)

here('arranges tiles by keys and by mouse, and saves them for everybody', async () => {
  await page.goto(`${base}/measures`)
  await page.getByRole('heading', { name: 'Operations' }).waitFor()
  await page.keyboard.press('e')
  const names = (): Promise<string[]> => page.getByRole('button', { name: /^Move / }).evaluateAll((all) => all.map((b) => (b.getAttribute('aria-label') ?? '').replace('Move ', '')))
  const first = await names()
  await page.getByRole('button', { name: 'Move Restored in time', exact: true }).focus()
  await page.keyboard.press('ArrowLeft')
  await page.getByText('Restored in time is now at place 1 of 12').waitFor()
  expect((await names()).slice(0, 2)).toEqual([first[1], first[0]])
  await page.getByRole('button', { name: 'Move Reopened', exact: true }).dragTo(page.getByRole('button', { name: 'Move Restored in time', exact: true }))
  await expect.poll(async () => (await names())[0]).toBe('Reopened')
  await page.getByRole('button', { name: 'Remove Sent around', exact: true }).click()
  await page.getByRole('button', { name: 'Add a tile' }).click()
  await page.getByRole('dialog').getByRole('combobox', { name: 'Measure' }).click()
  await page.getByRole('option', { name: 'Handovers', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Add the tile' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Shift')
  await page.getByRole('dialog').getByRole('combobox', { name: 'For' }).click()
  await page.getByRole('option', { name: 'Everybody here' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save the dashboard' }).click()
  await page.getByRole('heading', { name: 'Shift' }).waitFor()
  await page.reload()
  const tiles = page.getByRole('list', { name: 'Tiles of Shift' }).getByRole('listitem')
  await tiles.filter({ hasText: 'Handovers' }).waitFor()
  expect(await tiles.first().textContent()).toContain('Reopened')
  expect(await tiles.filter({ hasText: /^Sent around/ }).count()).toBe(0)
}, 90_000)

for (const width of [1440, 390]) {
  here(`has no accessibility fault at ${width} px, in the light look and in the dark one`, async () => {
    const places = { dashboard: '/measures', line: '/measures/IN1?step=week', ranked: '/measures/IN8?step=all&by=firstTeamId', records: '/measures/IN-backlog?point=%5B%222016-03-22T00%3A00%3A00.000Z%22%5D', table: '/measures/IN7?chart=table', waits: '/measures/FI1', explore: '/explore?step=day&by=category', heat: '/explore?step=hour-of-week', own: '/explore?def=%7B%22of%22%3A%22incident_fact%22%2C%22kind%22%3A%22count%22%2C%22member%22%3A%22openedAt%22%7D' }
    expect(await faultsOf({ base, browser, context }, Object.values(places), width, true)).toEqual([])
  }, 180_000)
}
