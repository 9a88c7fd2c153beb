/** From what comes again to a problem, in Chromium: the list by what hurts, one cluster by keys, taken apart and put together, put aside; without accessibility faults. */
import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf, type Installation, program, startInstallation } from './installation.ts'

const here = test.skipIf(!existsSync(program))
let it: Installation
let gate = ''

const proposals = async (): Promise<readonly { readonly id: string; readonly members: number; readonly example: string }[]> => (await it.api('GET', '/api/problems/proposals'))['items'] as never

beforeAll(async () => {
  if (!existsSync(program)) return
  it = await startInstallation()
  const service = await it.api('POST', '/api/services', { name: 'Gate and Yard', key: 'gate' })
  const report = async (title: string, affectedUsers: number): Promise<string> => String((await it.api('POST', '/api/incidents', { title, serviceId: service['id'], affectedUsers }))['id'])
  for (let i = 0; i < 6; i++) gate = await report(i < 4 ? `Gate reader loses its connection at 0${i}:10` : `Gate reader loses its connection again at 0${i}:30`, 20)
  for (let i = 0; i < 4; i++) await report('Tariff table of the booking page is empty', 1)
  const twin = await it.api('POST', '/api/organizations', { name: 'Osterby Freight', kind: 'customer', zone: 'Europe/Berlin' })
  for (let i = 0; i < 4; i++) await it.api('POST', '/api/incidents', { title: i < 3 ? 'Tariff table of the booking page is empty' : 'Tariff table of the booking page is empty again', orgId: twin['id'] })
  while ((await proposals()).reduce((n, c) => n + c.members, 0) < 14) await wait(500)
}, 300_000)
afterAll(async () => { await it?.stop() }, 60_000)

here('the menu leads to what comes again, the worst first', async () => {
  await it.page.getByRole('link', { name: 'Clusters' }).click()
  await it.page.getByRole('heading', { level: 1, name: /troubles come again, and nobody has decided/ }).waitFor()
  await it.page.getByText('Gate reader loses').first().waitFor()
}, 90_000)

here('the same trouble of two customers is told apart by whose it is, and one of several titles says so', async () => {
  const row = it.page.getByRole('row').filter({ hasText: 'Osterby Freight' })
  await row.waitFor()
  await row.getByText('and “').waitFor()
  await it.page.getByRole('row').filter({ hasText: 'Nordhavn Freight IT' }).first().waitFor()
}, 60_000)

here('a cluster opens by keys and says why its incidents are together', async () => {
  await it.page.keyboard.press('j')
  await it.page.keyboard.press('Enter')
  await it.page.waitForURL(/\/clusters\/[0-9a-f-]{36}/)
  await it.page.getByRole('heading', { name: 'What they share' }).waitFor()
  await it.page.getByText('gate reader', { exact: true }).first().waitFor()
  await it.page.getByRole('img', { name: /^Incidents by week over a year/ }).waitFor()
}, 90_000)

here('incidents are taken apart by keys, and taken back', async () => {
  const found = (await proposals()).find((c) => c.example.startsWith('Gate'))
  await it.page.goto(`${it.base}/clusters/${found?.id ?? ''}`)
  await it.page.getByRole('heading', { name: 'What they share' }).waitFor()
  expect(found?.members).toBe(6)
  for (let i = 0; i < 2; i++) { await it.page.keyboard.press('j'); await it.page.keyboard.press('x') }
  await it.page.keyboard.press('a')
  const dialog = it.page.getByRole('dialog', { name: 'They are another trouble' })
  await dialog.getByLabel('What tells them apart').fill('Since the new firmware.')
  await it.page.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'hidden' })
  await expect.poll(async () => (await it.api('GET', `/api/problems/proposals/${found?.id ?? ''}`))['members'], { timeout: 20_000 }).toBe(4)
  await it.page.getByText('Some were taken apart').waitFor()
  await it.page.getByRole('button', { name: 'Take back' }).click()
  await expect.poll(async () => (await it.api('GET', `/api/problems/proposals/${found?.id ?? ''}`))['members'], { timeout: 20_000 }).toBe(6)
}, 120_000)

here('not now, with a reason, puts it aside', async () => {
  const found = (await proposals()).find((c) => c.example.startsWith('Tariff'))
  await it.page.goto(`${it.base}/clusters/${found?.id ?? ''}`)
  await it.page.getByRole('heading', { name: 'What they share' }).waitFor()
  await it.page.keyboard.press('z')
  const dialog = it.page.getByRole('dialog', { name: 'Not now' })
  await dialog.getByLabel('What will have happened by then').fill('The new table comes in May.')
  await dialog.getByRole('button', { name: 'Not now' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await it.page.getByText('The new table comes in May.').waitFor()
  expect((await proposals()).some((c) => c.id === found?.id)).toBe(false)
}, 90_000)

here('a problem is opened from it, with its incidents and the evidence', async () => {
  await it.page.goto(`${it.base}/clusters/${gate}`)
  await it.page.getByRole('heading', { name: 'What they share' }).waitFor()
  await it.page.keyboard.press('o')
  await it.page.waitForURL(/\/problems\/PRB-/)
  await it.page.getByText(/At least half of them share/).first().waitFor()
  await it.page.goto(`${it.base}/clusters/${gate}`)
  await it.page.getByRole('link', { name: /^PRB-/ }).first().waitFor()
}, 90_000)

for (const width of [1440, 390]) {
  here(`both looks, ${width} px: no accessibility fault, nothing wider than the screen`, async () => {
    expect(await faultsOf(it, ['/clusters?show=all', `/clusters/${gate}`, '/clusters?show=linked&sort=count'], width)).toEqual([])
  }, 180_000)
}
