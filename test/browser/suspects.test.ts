/** From an incident to the change that caused it, in Chromium: the suspects with their reasons, one struck and one named by keys, and what came after on the change's page. */
import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf, type Installation, program, startInstallation } from './installation.ts'

const here = test.skipIf(!existsSync(program))
let it: Installation
const numbers = { incident: '', change: '' }
const inHours = (n: number): string => new Date(Date.now() + n * 3_600_000).toISOString()

beforeAll(async () => {
  if (!existsSync(program)) return
  it = await startInstallation()
  const make = (plural: string, input: Record<string, unknown>) => it.api('POST', `/api/${plural}`, input)
  const team = await make('teams', { name: 'Platform' })
  const database = await make('services', { name: 'Databases', key: 'database', tier: 'supporting', layer: 'infrastructure', teamId: team['id'] })
  const gate = await make('services', { name: 'Harbour gate', key: 'gate', teamId: team['id'], dependsOnIds: [database['id']] })
  const model = await make('change-models', { name: 'Release', isPreAuthorised: true })
  const me = (await it.api('GET', '/api/people?limit=1'))['items'] as { id: string }[]
  const change = await make('changes', {
    title: 'Bigger pool for truck bookings', type: 'standard', modelId: model['id'], requesterId: me[0]?.id, serviceIds: [database['id']], plannedStart: inHours(-0.1), plannedEnd: inHours(3), remediation: 'Put the old size back.', testEvidence: 'Tried.', communicationPlan: 'Nobody notices.',
  })
  numbers.change = String(change['number'])
  await it.api('POST', `/api/changes/${numbers.change}/submit`, {})
  while ((await it.api('GET', `/api/changes/${numbers.change}`))['state'] !== 'authorised') await wait(200)
  await it.api('POST', `/api/changes/${numbers.change}/begin`, {})
  const { key } = await make('integrations/with-key', { name: 'Pipeline', kind: 'webhook' })
  const told = await fetch(`${it.base}/in/${String(key)}/changes`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify([{ id: '1', title: 'New firewall rule', service: 'gate', startedAt: inHours(-30) }, { id: '2', title: 'New certificate', host: 'lb-17' }]) })
  expect(told.status).toBe(202)
  while (((await it.api('GET', '/api/observed-changes?state=seen&count=true'))['count'] as number) > 0) await wait(200)
  numbers.incident = String((await make('incidents', { title: 'Truck bookings hang', serviceId: gate['id'] }))['number'])
}, 300_000)
afterAll(async () => { await it?.stop() }, 60_000)

const panel = () => it.page.getByRole('region', { name: 'Suspect changes' })
const suspect = (name: RegExp) => panel().getByRole('listitem', { name })

here('the incident shows what was changed below it, the strongest first, with the reasons', async () => {
  await it.page.goto(`${it.base}/incidents/${numbers.incident}`)
  await suspect(/Bigger pool/).waitFor()
  const names = await panel().locator('[data-suspect]').evaluateAll((list) => list.map((one) => one.getAttribute('aria-label')))
  expect(names[0]).toContain('Bigger pool for truck bookings')
  expect(names[1]).toContain('New firewall rule')
  await suspect(/Bigger pool/).getByText('one step below what the incident is on').waitFor()
  await suspect(/Bigger pool/).getByText('Both speak of bookings, truck.').waitFor()
  await suspect(/firewall/).getByText('Nobody had authorised it.').waitFor()
  await panel().getByText(/One observed change of these hours: nobody knows what it touched/).waitFor()
}, 120_000)

here('keys strike one with a reason and name the other as the cause', async () => {
  await suspect(/Bigger pool/).focus()
  await it.page.keyboard.press('ArrowDown')
  await it.page.keyboard.press('Delete')
  await it.page.getByLabel('Why it was not this one').fill('It is for another network.')
  await it.page.keyboard.press('Enter')
  await panel().getByText(/It is for another network/).waitFor()
  await suspect(/firewall/).waitFor({ state: 'detached' })
  await suspect(/Bigger pool/).focus()
  await it.page.keyboard.press('Enter')
  await panel().getByText('the cause', { exact: true }).waitFor()
  expect((await it.api('GET', `/api/incidents/${numbers.incident}`))['causedByChangeId']).not.toBeNull()
}, 120_000)

here('the change says what came after it, and which incident names it', async () => {
  await suspect(/Bigger pool/).getByRole('link', { name: numbers.change }).click()
  const after = it.page.getByRole('region', { name: 'What happened after' })
  await after.getByText(/^Too early to say/).waitFor()
  await after.getByText('One incident names it as the cause.').waitFor()
  await after.getByRole('link', { name: /Truck bookings hang/ }).click()
  await suspect(/Bigger pool/).waitFor()
}, 120_000)

here('no accessibility fault, in both looks and widths', async () => {
  for (const width of [1440, 390]) expect(await faultsOf(it, [`/incidents/${numbers.incident}`], width)).toEqual([])
}, 120_000)
