/** From incidents that come again to a known error that helps, in Chromium: pain, worksheets edited in place, the desk shown the workaround; without accessibility faults. */
import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf, type Installation, program, startInstallation } from './installation.ts'

const here = test.skipIf(!existsSync(program))
let it: Installation
let number = ''
let id = ''
const hourMs = 3_600_000

const listed = async (where: string): Promise<Record<string, unknown>[]> => (await it.api('GET', where))['items'] as Record<string, unknown>[]
const worksheet = async (kind: string): Promise<Record<string, unknown>> => (await listed(`/api/worksheets?problemId=${id}`)).find((w) => w['kind'] === kind) ?? {}

beforeAll(async () => {
  if (!existsSync(program)) return
  it = await startInstallation()
  const service = await it.api('POST', '/api/services', { name: 'Gate and Yard', key: 'gate' })
  const stops: unknown[] = []
  for (let n = 0; n < 3; n++) {
    const made = await it.api('POST', '/api/incidents', { title: `Gate stands still after its lease expired, shift ${n + 1}`, serviceId: service['id'], impact: 2, affectedUsers: 40 })
    const now = Date.now()
    await it.api('POST', '/api/outages', { serviceId: service['id'], incidentId: made['id'], startedAt: new Date(now - (n + 2) * hourMs).toISOString(), endedOn: new Date(now - (n + 1.5) * hourMs).toISOString(), scope: `gate ${n + 1}` })
    stops.push(made['id'])
  }
  const ownerId = (await listed('/api/people'))[0]?.['id']
  const made = await it.api('POST', '/api/problems', { title: 'Gate stands still after its lease expires', ownerId, origin: 'incidents', serviceId: service['id'], incidentIds: stops, workaround: 'Renew the lease at the console of the gate.' })
  ;[number, id] = [String(made['number']), String(made['id'])]
  await it.api('POST', `/api/problems/${number}/classify`, { category: 'network', ownerId })
  for (const kind of ['timeline', 'cause_tree', 'pareto'] as const) {
    const content = kind === 'timeline' ? { kind, from: new Date(Date.now() - 48 * hourMs).toISOString(), to: new Date(Date.now() + hourMs).toISOString(), marks: [] }
      : kind === 'cause_tree' ? { kind, effect: 'The gate stops', causes: [{ id: 'a', category: 'technology', text: 'The lease ran out', evidence: [{ text: 'the log' }], status: 'confirmed' }, { id: 'b', parentId: 'a', category: 'process', text: 'Nobody renews it', evidence: [], status: 'confirmed' }] }
      : { kind, unit: 'user-minutes', causes: [{ cause: 'Lease', harm: 90 }, { cause: 'Cable', harm: 10 }] }
    await it.api('POST', '/api/worksheets', { problemId: id, title: kind === 'timeline' ? 'What came before' : kind === 'cause_tree' ? 'Why' : 'Where the harm is', content })
  }
}, 300_000)
afterAll(async () => { await it?.stop() }, 60_000)

here('the menu leads to the problems, which say first what they still cost', async () => {
  await it.page.getByRole('link', { name: 'Problems', exact: true }).first().click()
  await it.page.getByRole('heading', { level: 1, name: /^One problem still costs €.* a month: Gate stands still/ }).waitFor()
  const row = it.page.getByRole('row', { name: /Gate stands still/ })
  await row.getByText(/3\sincidents/).waitFor()
  await row.getByText('Workaround', { exact: true }).waitFor()
  await row.getByRole('link').click()
  await it.page.waitForURL(new RegExp(`/problems/${number}`))
  await it.page.getByRole('heading', { level: 1, name: /Gate stands still/ }).waitFor()
}, 90_000)

here('it becomes a known error by a key', async () => {
  await it.page.getByText('the desk is not shown it yet').waitFor()
  await it.page.keyboard.press('k')
  await it.page.getByRole('dialog').getByRole('button', { name: /Known error/ }).click()
  await it.page.getByText(/offered to the desk since/).waitFor()
}, 90_000)

here('a possible cause that contradicts what is, is counted out while one writes, and saved with the sheet', async () => {
  await it.page.getByRole('button', { name: 'New worksheet' }).click()
  await it.page.getByRole('menuitem', { name: 'Is and is not' }).click()
  await it.page.getByRole('textbox', { name: 'What: is', exact: true }).fill('Gate 3 stops')
  await it.page.getByRole('button', { name: 'Add a possible cause' }).click()
  await it.page.getByRole('textbox', { name: 'Possible cause' }).fill('The weather')
  await it.page.getByRole('combobox', { name: /The weather, against What: Gate 3 stops/ }).click()
  await it.page.getByRole('option', { name: 'contradicts it' }).click()
  await it.page.getByText(/^1\scontradiction$/).waitFor()
  await it.page.getByRole('button', { name: 'Save the worksheet' }).click()
  await it.page.getByRole('button', { name: 'Save the worksheet' }).waitFor({ state: 'detached' })
  expect((await worksheet('kepner_tregoe'))['content']).toMatchObject({ causes: [{ text: 'The weather', tests: [{ verdict: 'contradicts' }] }] })
}, 90_000)

here('a why without evidence stays grey, and by keys the next sheet is a key away', async () => {
  await it.page.getByRole('tab', { name: 'What came before' }).click()
  await it.page.keyboard.press('ArrowRight')
  await it.page.getByRole('tab', { name: 'Why', selected: true }).waitFor()
  await it.page.getByText('Root cause: The lease ran out. 1 of 2 stand without evidence.').waitFor()
  await it.page.getByRole('button', { name: 'Edit' }).nth(1).click()
  await it.page.getByRole('textbox', { name: 'Evidence' }).fill('INC-1001')
  await it.page.keyboard.press('Enter')
  await it.page.getByText('Root cause: Nobody renews it.').waitFor()
  await it.page.keyboard.press('Control+Enter')
  await it.page.getByRole('button', { name: 'Save the worksheet' }).waitFor({ state: 'detached' })
  expect((await worksheet('cause_tree'))['content']).toMatchObject({ causes: [{}, { evidence: [{ text: 'INC-1001', link: 'INC-1001' }] }] })
}, 90_000)

here('whoever types the same trouble is shown the workaround, and the use is counted', async () => {
  await it.page.goto(`${it.base}/incidents/new`)
  await it.page.getByLabel('What is wrong').fill('The gate stands still again, lease expired')
  const known = it.page.getByRole('region', { name: /known error/ })
  await known.getByText('Renew the lease at the console of the gate.').waitFor()
  await known.getByText(/Fits: shares/).waitFor()
  await known.getByRole('button', { name: 'Use this workaround' }).click()
  await it.page.getByRole('button', { name: 'Report the incident' }).click()
  await it.page.waitForURL(/\/incidents\/INC-/)
  const read = (): Promise<Record<string, unknown>> => it.api('GET', `/api/incidents/${it.page.url().split('/').at(-1)}`)
  // A rule names it after the commit.
  for (let n = 0; n < 50 && (await read())['problemId'] === null; n++) await wait(100)
  const made = await read()
  expect(made['problemId']).toBe(id)
  expect(await listed(`/api/known-error-uses?problemId=${id}`)).toMatchObject([{ incidentId: made['id'], state: 'tried' }])
}, 90_000)

const pages = ['/problems', '/problems?view=known', '/problems?view=done', '/problems/{}', '/incidents/new']
for (const width of [1440, 390]) {
  here(`both looks, ${width} px: no accessibility fault, nothing wider than the screen`, async () => {
    expect(await faultsOf(it, pages.map((p) => p.replace('{}', number)), width)).toEqual([])
  }, 180_000)
}
