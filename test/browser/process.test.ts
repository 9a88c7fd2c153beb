/** What really happens to incidents, in Chromium: the map by mouse and by keys, its parts opened to their incidents, the same on the phone; without accessibility faults. */
import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf, type Installation, pastLog, program, startInstallation } from './installation.ts'

const here = test.skipIf(!existsSync(program))
let it: Installation

beforeAll(async () => {
  if (!existsSync(program)) return
  it = await startInstallation()
  const { key, name, bytes } = await it.api('PUT', '/api/import-files?name=log.csv', Buffer.from(pastLog()))
  const { items } = await it.api('GET', '/api/import-mappings')
  const mapping = (items as { name: string; mapping: unknown }[]).find((m) => m.name === 'servicenow-audit')?.mapping
  const { number } = await it.api('POST', '/api/imports', { source: 'servicenow-audit', mapping, files: [{ key, name, bytes }] })
  while ((await it.api('GET', `/api/imports/${String(number)}`))['state'] !== 'done') await wait(500)
}, 300_000)
afterAll(async () => { await it?.stop() }, 60_000)

const countOf = async (query: string, find: (a: Record<string, unknown>) => boolean): Promise<unknown> => {
  const { arrows } = await it.api('GET', `/api/process?${query}`)
  return (arrows as Record<string, unknown>[]).find(find)?.['cases']
}

here('the menu leads to the map, which says first what most incidents do', async () => {
  await it.page.getByRole('link', { name: 'Process' }).click()
  await it.page.getByRole('heading', { level: 1, name: /go the same way: New, In progress/ }).waitFor()
  await it.page.getByRole('group', { name: /Map of what happens/ }).waitFor()
  await it.page.getByText('Against our lifecycle').waitFor()
}, 90_000)

here('an arrow opens to exactly the incidents that it counts', async () => {
  await it.page.getByRole('button', { name: /^Resolved to In progress: 19/ }).click()
  const panel = it.page.getByRole('region', { name: 'Chosen: Resolved → In progress' })
  await panel.getByText(/^19\sincidents, the longest first/).waitFor()
  expect(await panel.getByRole('link').count()).toBe(await countOf('', (a) => a['from'] === 'resolved' && a['to'] === 'in_progress'))
  await panel.getByRole('link').first().click()
  await it.page.waitForURL(/\/incidents\/INC-/)
  await it.page.goBack()
  await panel.getByText(/^19\sincidents/).waitFor()
  await panel.getByRole('button', { name: 'Close what is chosen' }).click()
  await panel.waitFor({ state: 'hidden' })
}, 90_000)

here('the same with nothing but keys', async () => {
  const map = it.page.getByRole('group', { name: /Map of what happens/ })
  const focus = (): Promise<string | null> => it.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? null)
  await map.getByRole('button', { name: /^New: 60/ }).focus()
  await it.page.keyboard.press('ArrowRight')
  expect(await focus()).toMatch(/^New to In progress/)
  await it.page.keyboard.press('ArrowRight')
  expect(await focus()).toMatch(/^In progress: /)
  await it.page.keyboard.press('Enter')
  await it.page.getByRole('region', { name: 'Chosen: In progress' }).waitFor()
  await it.page.keyboard.press('ArrowLeft')
  await it.page.keyboard.press('ArrowLeft')
  expect(await focus()).toMatch(/^New: /)
  const slider = it.page.getByRole('slider')
  await slider.focus()
  await it.page.keyboard.press('Home')
  await expect.poll(() => it.page.url()).toContain('paths=1')
  await it.page.keyboard.press('End')
  await it.page.getByText(/^all \d+, 100/).waitFor()
}, 90_000)

here('teams show who hands work to whom, and what came back opens to as many as it says', async () => {
  await it.page.goto(`${it.base}/process?view=team`)
  await it.page.getByRole('heading', { level: 1, name: /Work goes most often from Desk to Network: 12\stimes, and 9\stimes back/ }).waitFor()
  await it.page.getByRole('button', { name: /^Desk then Network then Desk 9/ }).click()
  await it.page.getByText(/^9\sincidents, the longest first/).waitFor()
}, 90_000)

here('filters are in the address, and too narrow ones say so', async () => {
  await it.page.goto(`${it.base}/process?priority=2&since=2016-03-01&until=2016-03-31`)
  await it.page.getByText(/^30\sincidents opened in this time/).waitFor()
  await it.page.goto(`${it.base}/process?since=2020-01-01`)
  await it.page.getByText('No incident fits', { exact: true }).waitFor()
  await it.page.getByRole('link', { name: 'Show all' }).click()
  await it.page.getByText(/^60\sincidents/).waitFor()
}, 90_000)

const pages = ['/process', '/process?at=in_progress&next=resolved', '/process?view=team', '/process?view=source&as=list', '/process?paths=99&show=median', '/process?since=2020-01-01']
for (const width of [1440, 390]) {
  here(`both looks, ${width} px: no accessibility fault, nothing wider than the screen`, async () => {
    expect(await faultsOf(it, pages, width)).toEqual([])
  }, 180_000)
}
