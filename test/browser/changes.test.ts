/** Changes in Chromium: from draft to review on a phone, a pipeline told of a freeze, moving one on the calendar by keys, deciding on the agenda; without accessibility faults. */
import { existsSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf, type Installation, program, startInstallation } from './installation.ts'

const here = test.skipIf(!existsSync(program))
const password = 'a long enough password for tests'
const hour = 3_600_000
const phone = { width: 390, height: 844 }
let it: Installation
let ids: { readonly tomasz: string; readonly booking: string; readonly customs: string; readonly gate: string }
let tomasz: BrowserContext

const iso = (ms: number): string => new Date(ms).toISOString()
const made = async (where: string, body: unknown): Promise<{ id: string; number: string }> => (await it.api('POST', where, body)) as unknown as { id: string; number: string }
const stateOf = async (number: string): Promise<unknown> => (await it.api('GET', `/api/changes/${number}`))['state']
/** Noon in UTC, so many days from today. */
const noon = (days: number): number => Math.floor(Date.now() / (24 * hour)) * 24 * hour + days * 24 * hour + 12 * hour
const plan = { remediation: 'Put the old one back.', testEvidence: 'Tried in the lab.', communicationPlan: 'The desk, a day before.' }

beforeAll(async () => {
  if (!existsSync(program)) return
  it = await startInstallation()
  const team = await made('/api/teams', { name: 'Platform', email: 'platform@example.org' })
  const person = await made('/api/people', { name: 'Tomasz Nowak', email: 'tomasz@example.org', role: 'agent', zone: 'UTC' })
  await it.api('POST', `/api/people/${person.id}/password`, { password })
  const service = async (name: string, key: string, tier: string): Promise<string> => (await made('/api/services', { name, key, tier, teamId: team.id })).id
  ids = { tomasz: person.id, booking: await service('Freight Booking', 'freight-booking', 'silver'), customs: await service('Customs Declarations', 'customs', 'silver'), gate: await service('Gate & Yard', 'gate-yard', 'bronze') }
  await it.api('POST', '/api/windows', { name: 'Quarter end', kind: 'freeze', scope: { serviceIds: [ids.customs] }, startsAt: iso(noon(-1)), endsAt: iso(noon(3)), reason: 'The books are closed.' })
  tomasz = await it.browser.newContext({ viewport: phone, hasTouch: true })
  const page = await tomasz.newPage()
  await page.goto(`${it.base}/sign-in`)
  await page.getByLabel('E-mail').fill('tomasz@example.org')
  await page.getByLabel(/^Password/).first().fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /Incidents/ }).first().waitFor()
}, 300_000)
afterAll(async () => { await tomasz?.close(); await it?.stop() }, 60_000)

/** Opens `More` where the verb is not a button of its own, and does it. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole('toolbar').getByRole('button', { name, exact: true }).first()
  await page.getByRole('toolbar').first().waitFor()
  if (await button.isVisible().catch(() => false)) return button.click()
  await page.getByRole('button', { name: 'More' }).first().click()
  await page.getByRole('menuitem', { name }).click()
}
const confirm = (page: Page, name: string): Promise<void> => page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

here('a change from draft to review on a phone', async () => {
  const page = await tomasz.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(`${it.base}/changes/new?serviceId=${ids.booking}`)
  await page.getByLabel('What is changed').fill('Pool to 400')
  const at = new Date(Date.now() + 5 * 60_000)
  await page.getByLabel('Planned from').fill(at.toISOString().slice(0, 16))
  await page.getByLabel('Planned until').fill(new Date(at.getTime() + 2 * hour).toISOString().slice(0, 16))
  await page.getByLabel('How to get back').fill(plan.remediation)
  await page.getByLabel('How it was tried').fill(plan.testEvidence)
  await page.getByLabel('Who is told, and when').fill(plan.communicationPlan)
  const look = page.getByRole('complementary', { name: 'What it would meet' })
  await look.getByText(/silver service/).waitFor()
  await page.getByRole('button', { name: 'Submit the change' }).click()
  await page.waitForURL(/\/changes\/CHG-\d+/)
  const number = /CHG-\d+/.exec(page.url())?.[0] ?? ''
  await page.getByText(/^Submitted\. Assess it/).waitFor()
  await press(page, 'Assess')
  await page.getByText(/One more .*has to agree/).first().waitFor()
  expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0)

  const mara = await it.browser.newContext({ viewport: phone, hasTouch: true, storageState: await it.context.storageState() })
  const hers = await mara.newPage()
  hers.setDefaultTimeout(30_000)
  await hers.goto(`${it.base}/changes?decide=me`)
  await hers.getByText('Pool to 400').click()
  await hers.getByText('It waits for your answer.').waitFor()
  await hers.getByRole('button', { name: 'Approve' }).tap()
  await hers.getByRole('dialog').getByLabel('Why').fill('Tried, and the way back is short.')
  await hers.getByRole('dialog').getByRole('button', { name: 'Approve' }).tap()
  await expect.poll(() => stateOf(number), { timeout: 30_000 }).toBe('authorised')
  await hers.getByText('Tried, and the way back is short.').waitFor()

  await page.getByText(/^Authorised/).first().waitFor()
  await press(page, 'Schedule')
  const doneBy = page.getByRole('dialog').getByRole('combobox', { name: 'Done by' }).or(page.getByRole('dialog').getByRole('textbox', { name: 'Done by' })).first()
  await doneBy.click()
  await doneBy.fill('Tomasz')
  await page.getByRole('option', { name: 'Tomasz Nowak' }).click()
  await confirm(page, 'Schedule')
  await page.getByText(/^Scheduled .* You begin it then\./).waitFor()
  await press(page, 'Begin')
  await page.getByText(/^Being done since/).waitFor()
  await press(page, 'Finish')
  await confirm(page, 'Finish')
  await page.getByText(/^Done /).waitFor()

  await hers.reload()
  await press(hers, 'Review')
  const dialog = hers.getByRole('dialog')
  await dialog.getByLabel('Result').click()
  await hers.getByRole('option', { name: 'Success' }).click()
  await dialog.getByLabel('What was found').fill('It went as planned.')
  await confirm(hers, 'Review')
  await hers.getByText('Reviewed. It can be closed.').waitFor()
  expect(await stateOf(number)).toBe('reviewed')
  await mara.close()
}, 300_000)

here('a pipeline is blocked by a freeze with a sentence that its developer understands, and so is who asks by hand', async () => {
  const told = await it.api('POST', '/api/changes/verdict', { service: 'customs' })
  expect(told['verdict']).toBe('blocked')
  expect(told['sentence']).toMatch(/^WIN-\d+ “Quarter end” freezes this until \d{4}-\d\d-\d\d \d\d:\d\d UTC\. Deploy after that, or ask a manager for an exception\.$/)
  await it.page.goto(`${it.base}/changes/ask`)
  await it.page.getByLabel('Its name, key or number').fill('customs')
  await it.page.getByRole('button', { name: 'Ask', exact: true }).click()
  const answer = it.page.getByRole('status').filter({ hasText: 'Not now' })
  await answer.getByText(String(told['sentence'])).waitFor()
  expect(await it.page.getByLabel('The same from a pipeline').innerText()).toContain(`-d '{"service":"customs","kind":"normal"}'`)
  await it.page.getByLabel('Its name, key or number').fill('nobody knows this')
  await it.page.getByRole('button', { name: 'Ask', exact: true }).click()
  await it.page.getByText('Ask somebody', { exact: true }).waitFor()
}, 90_000)

here('a change is moved by keys, what it would meet is named before, and the verb does it', async () => {
  const start = noon(1)
  const { number } = await made('/api/changes', { title: 'Rotate keys', serviceIds: [ids.customs], requesterId: ids.tomasz, plannedStart: iso(noon(4)), plannedEnd: iso(noon(4) + hour), ...plan })
  await made('/api/changes', { title: 'Gate firmware', serviceIds: [ids.gate], requesterId: ids.tomasz, plannedStart: iso(start), plannedEnd: iso(start + hour), ...plan })
  await it.page.goto(`${it.base}/calendar?view=day&on=${iso(noon(4)).slice(0, 10)}`)
  const bar = it.page.getByRole('button', { name: new RegExp(`^${number} Rotate keys`) })
  await bar.focus()
  await it.page.keyboard.press('Shift+ArrowLeft')
  await it.page.getByRole('status').filter({ hasText: 'nothing speaks against it' }).waitFor({ state: 'attached' })
  await it.page.keyboard.press('Escape')
  await bar.focus()
  await it.page.keyboard.press('ArrowRight')
  await it.page.keyboard.press('Enter')
  const dialog = it.page.getByRole('dialog')
  await dialog.getByText('Nothing speaks against it.').waitFor()
  await dialog.getByRole('button', { name: 'Plan it then' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect((await it.api('GET', `/api/changes/${number}`))['plannedStart']).toBe(iso(noon(4) + hour / 4))

  // Into the freeze: said before, drawn red after.
  await it.api('PATCH', `/api/changes/${number}`, { plannedStart: iso(noon(2)), plannedEnd: iso(noon(2) + hour) })
  await it.page.goto(`${it.base}/calendar?view=day&on=${iso(noon(2)).slice(0, 10)}`)
  const red = it.page.getByRole('button', { name: new RegExp(`^${number} Rotate keys.*Clash: WIN-\\d+ “Quarter end” freezes it`) })
  await red.focus()
  await it.page.keyboard.press('ArrowLeft')
  await it.page.keyboard.press('Enter')
  await dialog.getByText(/“Quarter end” freezes this until/).waitFor()
  await dialog.getByRole('button', { name: 'Leave it where it was' }).click()
}, 120_000)

here('a change in a hard freeze says so first, and a time is found for it', async () => {
  const { id, number } = await made('/api/changes', { title: 'New tariff codes', serviceIds: [ids.customs], requesterId: ids.tomasz, implementerId: ids.tomasz, plannedStart: iso(noon(2)), plannedEnd: iso(noon(2) + hour), ...plan })
  await it.api('POST', `/api/changes/${id}/submit`, {})
  await it.api('POST', `/api/changes/${id}/assess`, {})
  await it.page.goto(`${it.base}/changes/${number}`)
  await it.page.getByText(/^The freeze WIN-\d+ forbids this time: move it\./).waitFor()
  const filled = it.page.getByRole('toolbar', { name: 'What can be done with this change' }).locator('button[data-variant="filled"]')
  expect(await filled.allInnerTexts()).toEqual(['Find a time'])
  await filled.click()
  const dialog = it.page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Find a time' }).click()
  await dialog.getByRole('group', { name: 'Times that were found' }).locator('button[aria-pressed]').first().click()
  await dialog.waitFor({ state: 'hidden' })
  expect(String((await it.api('GET', `/api/changes/${number}`))['plannedStart']) >= iso(noon(3))).toBe(true)
}, 60_000)

here('the agenda shows the evidence and records the decision in place', async () => {
  const { id, number } = await made('/api/changes', { title: 'Certificate on the gate', serviceIds: [ids.gate], requesterId: ids.tomasz, implementerId: ids.tomasz, plannedStart: iso(noon(6)), plannedEnd: iso(noon(6) + hour), ...plan })
  await it.api('POST', `/api/changes/${id}/submit`, {})
  await it.api('POST', `/api/changes/${id}/assess`, {})
  await it.page.goto(`${it.base}/cab`)
  const item = it.page.getByRole('article', { name: `${number} Certificate on the gate` })
  await item.getByText('Tried in the lab.').waitFor()
  await item.getByRole('button', { name: 'Reject' }).click()
  await it.page.getByRole('dialog').getByLabel('Why').fill('The gate works through the night; take Sunday.')
  await confirm(it.page, 'Reject')
  await expect.poll(() => stateOf(number), { timeout: 30_000 }).toBe('rejected')
  await item.waitFor({ state: 'detached' })
}, 90_000)

here('a freeze begins on the calendar by a key, with the shown time, and an end before its beginning is told at once', async () => {
  const day = iso(noon(9)).slice(0, 10)
  await it.page.goto(`${it.base}/calendar?view=day&on=${day}`)
  await it.page.getByRole('button', { name: /^New freeze/ }).waitFor()
  await it.page.keyboard.press('f')
  await it.page.waitForURL(/\/records\/windows\/new/)
  await it.page.getByRole('heading', { name: 'New freeze' }).waitFor()
  await it.page.waitForFunction(() => document.activeElement?.matches('form input') === true)
  await it.page.keyboard.type('Stocktaking')
  expect(await it.page.getByLabel('Name').inputValue()).toBe('Stocktaking')
  await it.page.getByText('Around the clock, from its start to its end.').waitFor()
  await it.page.getByRole('button', { name: 'Only at certain hours' }).click()
  await it.page.getByText('At no hour yet: so the window would never hold.').waitFor()
  await it.page.getByRole('button', { name: 'Around the clock', exact: true }).click()
  // The day of the installation's zone.
  expect([await it.page.getByRole('textbox', { name: 'From', exact: true }).inputValue(), await it.page.getByRole('textbox', { name: 'Kind' }).or(it.page.getByRole('combobox', { name: 'Kind' })).first().inputValue()]).toEqual([`${day}T00:00`, 'Freeze'])
  const until = it.page.getByRole('textbox', { name: 'Until', exact: true })
  await until.fill(`${iso(noon(8)).slice(0, 10)}T12:00`)
  await it.page.getByText('It ends before it begins.').waitFor()
  await until.fill(`${day}T18:00`)
  await it.page.getByText('It ends before it begins.').waitFor({ state: 'detached' })
  // Enter in an open list takes the first that fits; it neither sends the form nor does nothing.
  const services = it.page.getByRole('textbox', { name: 'Services' }).or(it.page.getByRole('combobox', { name: 'Services' })).first()
  await services.fill('Gate')
  await it.page.getByRole('option', { name: 'Gate & Yard' }).waitFor()
  await services.press('Enter')
  await it.page.getByText('Gate & Yard').first().waitFor()
  expect(it.page.url()).toContain('/records/windows/new')
  await it.page.getByRole('checkbox', { name: 'Everything' }).check()
  await it.page.getByRole('button', { name: 'Save the freeze' }).click()
  await it.page.waitForURL((url) => url.pathname === '/calendar' && url.searchParams.get('on') === day)
  await it.page.getByText('freeze: Stocktaking').first().waitFor()
}, 90_000)

here('who may not freeze is not offered it, by button or key', async () => {
  const page = await tomasz.newPage()
  await page.goto(`${it.base}/calendar`)
  await page.getByRole('button', { name: 'New change' }).first().waitFor()
  expect(await page.getByRole('button', { name: /New freeze/ }).count()).toBe(0)
  await page.close()
}, 90_000)

here('a change leads to the problem it solves, on a phone its row tells its state, and the times of a clash are its reader\'s', async () => {
  const problem = await made('/api/problems', { title: 'Bookings wait for the pool', ownerId: ids.tomasz, origin: 'incidents', serviceId: ids.booking })
  const { number } = await made('/api/changes', { title: 'Widen the pool', problemId: problem.id, serviceIds: [ids.customs], requesterId: ids.tomasz, implementerId: ids.tomasz, plannedStart: iso(noon(2)), plannedEnd: iso(noon(2) + hour), ...plan })
  await it.api('POST', `/api/changes/${number}/submit`, {})
  await it.api('POST', `/api/changes/${number}/assess`, {})
  await it.page.goto(`${it.base}/changes/${number}`)
  await it.page.getByText(/“Quarter end” freezes this until (?!\d{4}-)/).first().waitFor()
  await it.page.getByRole('link', { name: `${problem.number} Bookings wait for the pool` }).click()
  await it.page.getByRole('heading', { level: 1, name: 'Bookings wait for the pool' }).waitFor()
  const page = await tomasz.newPage()
  await page.goto(`${it.base}/changes`)
  const row = page.getByRole('row', { name: /Widen the pool/ })
  await row.getByText('Assessed', { exact: true }).waitFor()
  expect((await row.innerText()).replaceAll('\n', ' ')).not.toMatch(/·\s*$/)
  await page.close()
}, 90_000)

const pages = ['/changes', '/changes?decide=me', '/changes/new', '/changes/ask', '/calendar', '/calendar?view=month', '/calendar?view=day&rows=team', '/cab', '/changes/CHG-1001', '/changes/CHG-1002']
for (const width of [1440, 390]) {
  here(`both looks, ${width} px: no accessibility fault, nothing wider than the screen`, async () => {
    expect(await faultsOf(it, pages, width)).toEqual([])
  }, 240_000)
}
