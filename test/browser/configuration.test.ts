/** What stands on what, in Chromium: five thousand things around one, by mouse and by keys, as of then; an item's page, the matrix of tonight, the one question after an incident; without accessibility faults. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf, type Installation, program, startInstallation } from './installation.ts'

const here = test.skipIf(!existsSync(program))
const pictures = process.env['PICTURES_TO']
let it: Installation
const ids: Record<string, string> = {}

/** Virtual machines on one host: with what else there is, five thousand things. */
const MACHINES = 4980
/** What a person waits for a page of five thousand things; measured at 2 s on two idle cores, and the cores of a test are not idle. */
const DRAWN_WITHIN_MILLIS = 10_000

interface Made { readonly id: string; readonly number: string }

/** The host and its machines, as a monitoring says that they are there: two files, brought in as anybody would. */
async function bringMachines(): Promise<void> {
  const names = Array.from({ length: MACHINES }, (_, i) => `vm-${String(i).padStart(4, '0')}`)
  const tables = { items: ['key,name,type,state', 'host,host,server,live', ...names.map((n) => `${n},${n},virtual_machine,live`)], relations: ['from,to,kind', ...names.map((n) => `${n},host,runs_on`)] }
  const files: unknown[] = []
  for (const [name, lines] of Object.entries(tables)) files.push({ key: (await it.api('PUT', `/api/import-files?name=${name}.csv`, Buffer.from(lines.join('\n'))))['key'] })
  const { number } = await it.api('POST', '/api/configuration-imports', { source: 'monitoring', format: 'csv', files })
  const run = (): Promise<Record<string, unknown>> => it.api('GET', `/api/imports/${String(number)}`)
  let came = await run()
  for (; came['state'] !== 'done'; came = await run()) {
    if (came['state'] === 'failed') throw new Error(String(came['note']))
    await wait(200)
  }
  const { items } = await it.api('GET', '/api/cis?key=host,vm-0007')
  for (const { key, id } of items as { key: string; id: string }[]) ids[key] = id
}

beforeAll(async () => {
  if (!existsSync(program)) return
  it = await startInstallation()
  const post = async (where: string, body: unknown): Promise<Made> => await it.api('POST', where, body) as unknown as Made
  const types = new Map(((await it.api('GET', '/api/ci-types?limit=200'))['items'] as { key: string; id: string }[]).map((t) => [t.key, t.id]))
  const teamId = (await post('/api/teams', { name: 'Platform' })).id
  const item = async (name: string, type: string): Promise<Made> => {
    const made = await post('/api/cis', { name, key: name.toLowerCase().replaceAll(' ', '-'), typeId: types.get(type), teamId, inState: 'live' })
    ids[name] = made.id
    return made
  }
  const service = async (name: string, tier: string): Promise<void> => { ids[name] = (await post('/api/services', { name, key: name.toLowerCase(), tier, teamId })).id }
  const stands = (from: string, to: string, more: Record<string, unknown> = {}): Promise<Made> => {
    const recordOf = (name: string): string => (name === 'Shop' || name === 'Payroll' ? 'service' : name === 'Stadtwerke' ? 'organization' : 'ci')
    return post('/api/relations', { fromRecord: recordOf(from), fromId: ids[from], toRecord: recordOf(to), toId: ids[to], validFrom: '2026-01-01T00:00:00Z', ...more })
  }
  await bringMachines()
  for (const [name, type] of [['Feed A', 'power'], ['db', 'database'], ['db-standby', 'database'], ['vm-db', 'virtual_machine'], ['web', 'application'], ['pay-db', 'database']] as const) await item(name, type)
  await service('Shop', 'gold')
  await service('Payroll', 'silver')
  ids['Stadtwerke'] = (await post('/api/organizations', { name: 'Stadtwerke', kind: 'supplier', zone: 'Europe/Berlin' })).id
  await stands('Feed A', 'Stadtwerke', { kind: 'supplied_by' })
  await stands('host', 'Feed A')
  await stands('vm-db', 'host', { kind: 'runs_on' })
  await stands('db', 'vm-db', { kind: 'runs_on' })
  await stands('web', 'db', { role: 'alternate', groupName: 'core database', standby: 'hot' })
  await stands('web', 'db-standby', { role: 'alternate', groupName: 'core database', standby: 'warm' })
  await stands('Shop', 'web')
  await stands('Payroll', 'pay-db', { confidence: 0.5 })
}, 600_000)
afterAll(async () => { await it?.stop() }, 60_000)

const picture = async (name: string): Promise<void> => { if (pictures !== undefined) await it.page.screenshot({ path: path.join(pictures, `configuration-${name}.png`) }) }
const graph = () => it.page.getByRole('group', { name: /^What stands on .* from top to bottom$/ })
const focused = (): Promise<string | null> => it.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
const rail = () => it.page.getByRole('complementary', { name: 'The chosen thing' })
const titled = (name: RegExp) => it.page.getByRole('heading', { level: 1, name })

here('the menu leads to the graph, which says first what would hurt most; / finds a thing by its name', async () => {
  await it.page.getByRole('link', { name: 'Configuration' }).click()
  await it.page.getByRole('heading', { name: 'What would hurt most' }).waitFor()
  await picture('begin')
  await it.page.keyboard.press('/')
  await it.page.keyboard.type('host')
  await it.page.getByRole('option', { name: /^host/ }).first().click()
  await titled(/^4\s981 things stand on host within 2 steps|^4\s982 things stand on host within 2 steps/).waitFor()
}, 90_000)

here('five thousand things around one are a handful of boxes, soon drawn; a group opens and the list has the rest', async () => {
  const began = performance.now()
  await it.page.goto(`${it.base}/graph?focus=${ids['host']}&up=4`)
  await graph().getByRole('button', { name: /^4\s981 virtual machines, a group; opens/ }).waitFor()
  expect(performance.now() - began).toBeLessThan(DRAWN_WITHIN_MILLIS)
  expect(await graph().getByRole('button').count()).toBeLessThan(40)
  await picture('group')
  await graph().getByRole('button', { name: /a group; opens/ }).click()
  await graph().getByRole('button', { name: /^4\s921 more virtual machines, shown in the list/ }).waitFor()
  expect(await graph().getByRole('button').count()).toBeLessThan(100)
  await picture('opened')
  await graph().getByRole('button', { name: /more virtual machines/ }).click()
  await it.page.getByRole('table', { name: 'Stands on it', exact: true }).waitFor()
  await it.page.getByRole('button', { name: /^Show more, 4\s\d+ things left/ }).waitFor()
  await it.page.goBack()
  await it.page.getByRole('button', { name: 'Close the groups' }).click()
  await graph().getByRole('button', { name: /^4\s981 virtual machines, a group; opens/ }).waitFor()
}, 120_000)

here('nothing but keys: up along the relations to the service, chosen with its way as the reason, then in the middle', async () => {
  await it.page.goto(`${it.base}/graph?focus=${ids['db']}&up=3`)
  await graph().getByRole('button', { name: /^db, Database, in the middle/ }).focus()
  await it.page.keyboard.press('ArrowUp')
  expect(await focused()).toMatch(/^web, Application/)
  await it.page.keyboard.press('ArrowUp')
  expect(await focused()).toMatch(/^Shop, Service, gold/)
  await it.page.keyboard.press('Space')
  await it.page.getByRole('heading', { name: 'Why db hurts it' }).waitFor()
  await it.page.getByText('one of several (core database)', { exact: false }).first().waitFor()
  await picture('way')
  await it.page.keyboard.press('Enter')
  await titled(/^Nothing that we know of stands on Shop/).waitFor()
  expect(it.page.url()).toContain(ids['Shop'])
}, 90_000)

here('found by a key: the first that fits is taken with Enter', async () => {
  await it.page.goto(`${it.base}/graph`)
  await it.page.getByRole('heading', { name: 'What would hurt most' }).waitFor()
  await it.page.keyboard.press('/')
  await it.page.keyboard.type('pay-d')
  await it.page.locator('[role=option][data-combobox-selected]', { hasText: 'pay-db' }).waitFor()
  await it.page.keyboard.press('Enter')
  await it.page.waitForURL((url) => url.searchParams.get('focus') === ids['pay-db'])
}, 90_000)

here('as of a time before anything was recorded nothing stands on it, and the page says of when it speaks', async () => {
  await it.page.goto(`${it.base}/graph?focus=${ids['db']}&at=2025-12-01T00:00:00.000Z`)
  await titled(/^Nothing that we know of stands on db/).waitFor()
  await it.page.getByText(/Relations as of .*1 Dec/).waitFor()
  await it.page.getByRole('button', { name: 'Back to now' }).click()
  await titled(/^2 things stand on db within 2 steps, 1 service among them/).waitFor()
  await it.page.getByRole('slider').focus()
  await it.page.keyboard.press('Home')
  await expect.poll(() => it.page.url()).toContain('at=20')
}, 90_000)

here('an item says what stops with it, and a relation is confirmed where it is read', async () => {
  await it.page.goto(`${it.base}/records/cis/${ids['db']}`)
  await titled(/^If db fails, another must be started for 1\sservice/).waitFor()
  await it.page.getByText('another must be started', { exact: true }).waitFor()
  await it.page.getByText('Shop → web → db', { exact: false }).waitFor()
  await picture('item')
  await it.page.goto(`${it.base}/records/cis/${ids['pay-db']}`)
  await titled(/^If pay-db fails, 1 service stops/).waitFor()
  await it.page.getByText('50 % sure', { exact: true }).waitFor()
  await it.page.getByRole('button', { name: 'It is so: Payroll' }).click()
  await it.page.getByText('98 % sure', { exact: true }).waitFor()
}, 90_000)

here('what it stands on is said in a form, and a circle is refused with the way round', async () => {
  await it.page.goto(`${it.base}/records/cis/${ids['Feed A']}`)
  await it.page.getByRole('button', { name: 'Say what it stands on' }).click()
  await it.page.getByRole('combobox', { name: 'On which thing' }).fill('web')
  await it.page.getByRole('option', { name: /^web/ }).first().click()
  await it.page.getByRole('button', { name: 'Record it' }).click()
  await it.page.getByRole('alert').getByText(/Feed A would stand on itself/).waitFor()
  await it.page.keyboard.press('Escape')
}, 90_000)

here('a new item has the fields of its type, which are kept', async () => {
  await it.page.goto(`${it.base}/records/cis/new`)
  await it.page.getByRole('combobox', { name: 'Type' }).fill('Network dev')
  await it.page.locator('[role=option][data-combobox-selected]', { hasText: 'Network device' }).waitFor()
  await it.page.keyboard.press('Enter')
  expect(await it.page.getByRole('combobox', { name: 'Type' }).inputValue()).toBe('Network device')
  await it.page.getByLabel('Name', { exact: false }).first().fill('Core switch')
  await it.page.getByLabel('Key', { exact: false }).first().fill('core-switch')
  await it.page.getByLabel('Firmware').fill('12.4')
  await it.page.getByRole('button', { name: 'Save the item' }).click()
  await titled(/Core switch/).waitFor()
  await it.page.getByText('12.4', { exact: true }).waitFor()
}, 90_000)

here('what could not be read is told as unknown, and another try reads it', async () => {
  const fails = /\/api\/incidents[/?]/
  await it.page.route(fails, (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ title: 'It broke', detail: 'The database did not answer.', status: 500, code: 'internal' }) }))
  const unknown = it.page.getByRole('alert').filter({ hasText: 'What is open now could not be read' })
  await it.page.goto(`${it.base}/graph?focus=${ids['db']}`)
  await unknown.getByText('The database did not answer.').waitFor()
  await rail().getByText('what is open is not known').waitFor()
  expect(await it.page.getByText('nothing open').count()).toBe(0)
  await it.page.goto(`${it.base}/graph?focus=${ids['db']}&as=list`)
  await it.page.getByRole('cell', { name: 'what is open is not known' }).first().waitFor()
  await it.page.goto(`${it.base}/map`)
  await titled(/^What hurts is not known/).waitFor()
  await it.page.goto(`${it.base}/records/cis/${ids['db']}`)
  await it.page.getByRole('region', { name: 'Incidents on it' }).getByText('Not known.').waitFor()
  expect(await it.page.getByText('No incident names it.').count()).toBe(0)
  await it.page.goto(`${it.base}/graph?focus=${ids['db']}`)
  await unknown.waitFor()
  await it.page.unroute(fails)
  await unknown.getByRole('button', { name: 'Try again' }).click()
  await unknown.waitFor({ state: 'detached' })
  await rail().getByText('nothing open').waitFor()
}, 90_000)

here('where the graph itself fails, the page says so and tries again', async () => {
  const fails = /\/api\/graph\/(around|tonight|orphans)/
  await it.page.route(fails, (route) => route.abort())
  for (const where of [`/graph?focus=${ids['db']}`, '/graph/tonight', '/graph/orphans']) {
    await it.page.goto(`${it.base}${where}`)
    await it.page.getByRole('button', { name: 'Try again' }).first().waitFor()
    expect(await it.page.getByText(/^(Nothing|No loss|All is tied)/).count()).toBe(0)
  }
  await it.page.unroute(fails)
  await it.page.getByRole('button', { name: 'Try again' }).first().click()
  await titled(/things hang loose$/).waitFor()
}, 90_000)

here('loose ends: each thing once, with its ways, seen by way', async () => {
  const { count, lists } = await it.api('GET', '/api/graph/orphans') as unknown as { count: number; lists: { kind: string; count: number }[] }
  expect(count).toBeLessThan(lists.reduce((sum, l) => sum + l.count, 0))
  await it.page.goto(`${it.base}/graph/orphans`)
  await titled(/hang loose$/).waitFor()
  await it.page.getByText('Each is counted once; some are loose in several ways').waitFor()
  await it.page.getByRole('link', { name: /^Services without owner/ }).click()
  await it.page.waitForURL(/way=service_no_owner/)
  await it.page.getByRole('link', { name: 'Payroll' }).waitFor()
  expect(await it.page.getByText('no owner', { exact: true }).count()).toBeGreaterThan(0)
}, 90_000)

here('if this fails tonight: the feed and its supplier stop the shop, the database does not', async () => {
  await it.page.goto(`${it.base}/graph/tonight`)
  await titled(/alone stops 1 service/).waitFor()
  const cells = async (name: string): Promise<string[]> => (await it.page.getByRole('row', { name: new RegExp(`^${name}`) }).getByRole('cell').allInnerTexts()).map((t) => t.replace(/\s+/g, ' '))
  expect((await cells('db Database')).join()).toMatch(/another must be started/)
  await it.page.getByText('People', { exact: true }).click()
  await it.page.getByText('No loss of one thing is felt', { exact: false }).waitFor()
}, 90_000)

here('a resolved incident asks one question, which one press answers', async () => {
  const { id, number } = await it.api('POST', '/api/incidents', { title: 'Payroll run stands still', serviceId: ids['Payroll'], impact: 2, urgency: 2, ciIds: [ids['vm-0007']] })
  await it.api('POST', `/api/incidents/${String(id)}/resolve`, { code: 'fixed', what: 'Restarted the machine.' })
  await it.page.goto(`${it.base}/incidents/${String(number)}`)
  const question = it.page.getByRole('group', { name: 'One question about what stands on what' })
  await question.getByText('Does Payroll stand on vm-0007?').waitFor()
  await picture('question')
  await question.getByRole('button', { name: 'It is so' }).click()
  await it.page.getByText('Kept: it is so.').waitFor()
  await it.page.goto(`${it.base}/graph?focus=${ids['vm-0007']}`)
  await titled(/^1 thing stands on vm-0007 within 2 steps, 1 service among them/).waitFor()
  await it.page.goto(`${it.base}/incidents/${String(number)}`)
  await it.page.getByRole('heading', { level: 1, name: 'Payroll run stands still' }).waitFor()
  expect(await question.count()).toBe(0)
}, 90_000)

for (const width of [1440, 390]) {
  here(`both looks, ${width} px: no accessibility fault, nothing wider than the screen`, async () => {
    const pages = ['/graph', `/graph?focus=${ids['db']}&up=4&down=4&chosen=${ids['Shop']}`, `/graph?focus=${ids['host']}&rows=type`, `/graph?focus=${ids['host']}&as=list`, `/records/cis/${ids['db']}`, `/records/cis/${ids['db']}?at=2026-02-01T00:00:00.000Z`, '/records/cis/new', '/graph/tonight', '/graph/orphans']
    expect(await faultsOf(it, pages, width)).toEqual([])
  }, 240_000)
}
