/** A past brought in by hand in Chromium: files, mapping, preview with warnings, a trial, the import with its report, undone with the question before; without accessibility faults. */
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf, type Installation, pastLog, program, startInstallation } from './installation.ts'

const here = test.skipIf(!existsSync(program))
let it: Installation

beforeAll(async () => { if (existsSync(program)) it = await startInstallation() }, 300_000)
afterAll(async () => { await it?.stop() }, 60_000)

here('a dropped file is read, its mapping is found, and what is doubtful is said before anything is written', async () => {
  await it.page.goto(`${it.base}/imports`)
  await it.page.getByText('Nothing was brought in yet').waitFor()
  await it.page.getByRole('button', { name: 'New import' }).first().click()
  await it.page.getByText('Drop the export of your former system here').waitFor()
  await it.page.evaluate((text) => {
    const carried = new DataTransfer()
    carried.items.add(new File([text], 'audit.csv', { type: 'text/csv' }))
    const ground = [...document.querySelectorAll('div')].findLast((d) => d.textContent?.startsWith('Drop the export') && d.querySelector('input[type=file]') !== null)
    ground?.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried }))
  }, pastLog(3))
  await it.page.getByText('What becomes of it').waitFor()
  await expect.poll(() => it.page.getByRole('combobox', { name: 'Mapping' }).inputValue()).toMatch(/ServiceNow, audit log/)
  await it.page.getByText(/could also be read with day and month the other way round/).first().waitFor()
  await it.page.getByText('INC0000001').first().waitFor()
  await it.page.getByRole('cell', { name: 'INC9900000' }).first().waitFor()
  const { items } = await it.api('GET', '/api/incidents?limit=1')
  expect(items).toEqual([])
}, 120_000)

here('a mapping that is changed to nonsense is refused in words, and the file is kept over a reload', async () => {
  await it.page.reload()
  await it.page.getByText('audit.csv').waitFor()
  await it.page.getByRole('button', { name: 'Change the mapping' }).click()
  const text = it.page.getByLabel('The mapping as JSON')
  const shipped = await text.inputValue()
  await text.fill('{')
  await it.page.getByRole('button', { name: 'Read the file with it' }).click()
  await it.page.getByText(/This is no mapping/).waitFor()
  await text.fill(shipped.replace('"servicenow-audit"', '"our-servicenow"').replace('"key": "number"', '"key": "nummer"'))
  await it.page.getByRole('button', { name: 'Read the file with it' }).click()
  await it.page.getByText('This mapping cannot read it.').or(it.page.getByRole('alert')).first().waitFor()
  await it.page.getByRole('button', { name: 'Change the mapping' }).click()
  await it.page.getByRole('button', { name: 'Take the shipped one again' }).click()
  await it.page.getByText('What becomes of it').waitFor()
}, 90_000)

here('all of it is tried, then brought in; what was not taken is grouped by reason, with examples and as a file', async () => {
  await it.page.getByRole('button', { name: 'Try all of it' }).click()
  await it.page.getByRole('heading', { level: 1, name: /^Tried: 60\srecords would come in; / }).waitFor({ timeout: 90_000 })
  await it.page.getByRole('button', { name: 'Bring it in' }).click()
  await it.page.getByRole('heading', { level: 1, name: /^60\srecords came in; / }).waitFor({ timeout: 90_000 })
  await it.page.getByRole('cell', { name: /INC9900000/ }).waitFor()
  const [download] = await Promise.all([it.page.waitForEvent('download'), it.page.getByRole('link', { name: 'CSV' }).click()])
  expect(download.suggestedFilename()).toMatch(/\.csv$/)
  await it.page.getByRole('button', { name: /^Show each/ }).first().click()
  await it.page.getByRole('cell', { name: 'INC9900002' }).waitFor()
}, 240_000)

here('run again it makes nothing twice', async () => {
  const run = (): Promise<Record<string, unknown>> => it.api('GET', '/api/imports/IMP-1002')
  const { version } = await run()
  await it.page.getByRole('button', { name: 'Run again' }).click()
  await expect.poll(async () => { const now = await run(); return now['state'] === 'done' && Number(now['version']) > Number(version) + 1 }, { timeout: 90_000 }).toBe(true)
  await it.page.getByRole('heading', { level: 1, name: /^60\srecords came in/ }).or(it.page.getByRole('heading', { level: 1, name: /60\swere here already/ })).waitFor()
  expect((await it.api('GET', '/api/incidents?limit=1&count=true'))['count']).toBe(60)
}, 120_000)

here('undoing says first what goes and what stays, and keeps what people have worked on', async () => {
  const { items } = await it.api('GET', '/api/incidents?limit=1')
  const [one] = items as { id: string; number: string }[]
  await it.api('POST', `/api/incidents/${one?.id ?? ''}/note`, { body: 'Looked into it again' })
  await it.page.getByRole('button', { name: 'Undo…' }).click()
  const question = it.page.getByRole('dialog')
  await question.getByText(new RegExp(`1\\sis kept, because people have worked on it since: ${one?.number ?? ''}`)).waitFor()
  await question.getByRole('button', { name: 'Undo the import' }).click()
  await it.page.getByRole('heading', { level: 1, name: /^It was undone; \d+\srecords? were kept/ }).waitFor({ timeout: 90_000 })
  expect((await it.api('GET', '/api/incidents?limit=1&count=true'))['count']).toBe(1)
}, 120_000)

here('the settings and the palette lead there', async () => {
  await it.page.goto(`${it.base}/settings`)
  await it.page.getByRole('link', { name: /^Imports/ }).click()
  await it.page.getByRole('grid', { name: 'Imports' }).waitFor()
}, 60_000)

for (const width of [1440, 390]) {
  here(`both looks, ${width} px: no accessibility fault, nothing wider than the screen`, async () => {
    const { key } = await it.api('PUT', '/api/import-files?name=look.csv', Buffer.from(pastLog(1)))
    expect(await faultsOf(it, ['/imports', '/imports/new', `/imports/new?files=${String(key)}`, '/imports/IMP-1001', '/imports/IMP-1002'], width)).toEqual([])
  }, 180_000)
}
