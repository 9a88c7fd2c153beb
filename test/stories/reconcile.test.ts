/** Configuration is imported, compared and reconciled: what comes in, what wins, what is told, what stops and asks. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ConfigurationResult, runConfiguration } from '../../src/importers/configuration/run.ts'
import { sightOf } from '../../src/model/actor.ts'
import { is } from '../../src/model/query.ts'
import { changeModel } from '../../src/practices/change/model.ts'
import { change } from '../../src/practices/change/record.ts'
import { ci } from '../../src/practices/configuration/ci.ts'
import { ciType } from '../../src/practices/configuration/ci-type.ts'
import { shipTypes } from '../../src/practices/configuration/reactions.ts'
import { discrepancy } from '../../src/practices/configuration/reconcile-discrepancy.ts'
import { configurationSource } from '../../src/practices/configuration/reconcile-source.ts'
import { relation } from '../../src/practices/configuration/relation.ts'
import { configurationAskedSchema } from '../../src/practices/history/configuration.ts'
import { faultsOf } from '../../src/store/imported.ts'
import { observationsAbout } from '../../src/store/observation.ts'
import { system, type World, world } from '../world.ts'

let w: World
const folder = mkdtempSync(path.join(tmpdir(), 'reconcile-'))
beforeAll(async () => {
  w = await world()
  await w.store.write(system, (s) => shipTypes(s, w.provider))
})
afterAll(async () => { await w.end(); rmSync(folder, { recursive: true }) })
beforeEach(() => { w.clock.forward(3600) })

interface Outcome extends Partial<ConfigurationResult> {
  readonly refusal?: string
  readonly told: readonly string[]
}

/** Imports these files, named by their text or value, as this source. */
async function bring(name: string, format: string, content: unknown, more: object = {}, isDryRun = false): Promise<Outcome> {
  const importId = randomUUID()
  const files = (Array.isArray(content) && typeof content[0] === 'string' ? content as string[] : [typeof content === 'string' ? content : JSON.stringify(content)]).map((text, i) => {
    const file = { name: `${name}-${i}`, path: path.join(folder, `${importId}-${i}`) }
    writeFileSync(file.path, text)
    return file
  })
  const done = await runConfiguration({ store: w.store, importId, orgId: w.provider, asked: configurationAskedSchema.parse({ kind: 'configuration', name, format, ...more }), files, isDryRun })
    .catch((e: unknown) => ({ refusal: e instanceof Error ? e.message : String(e) }))
  const told = await w.store.db.read(sightOf(system), (tx) => faultsOf(tx, importId))
  return { ...done, told: told.map((f) => `${f.sourceId}: ${f.reason}`) }
}

const items = (): Promise<Record<string, string>> => w.store.read(system, async (s) => Object.fromEntries((await s.list(ci, { limit: 200, sort: 'key' })).items.map((i) => [i.key, [i.state, i.serialNumber ?? '', i.aliases.join('+'), Object.values(i.attrs).join('/')].join(' ').trim()])))
const relations = (): Promise<string[]> => w.store.read(system, async (s) => (await s.list(relation, { where: [is('state', 'valid')], limit: 200 })).items.map((r) => `${r.name}${r.role === 'alternate' ? ` (${r.atLeast} of ${r.groupName})` : ''}`).sort())
const open = (...state: string[]): Promise<string[]> => w.store.read(system, async (s) => (await s.list(discrepancy, { where: [is('state', ...(state.length === 0 ? ['raised'] : state))], limit: 200, sort: 'createdAt' })).items.map((d) => `${d.title}${d.explainedBy === null ? '' : ` [${d.explainedBy}]`}`))
const rowCount = (): Promise<number> => w.store.read(system, async (s) => (await s.count(ci, {})) + (await s.count(relation, {})) + (await s.count(discrepancy, {})))

const device = (id: number, name: string, more: object = {}): object => ({
  id, url: `https://netbox.example.org/api/dcim/devices/${id}/`, name, device_type: { id: 1, model: 'R650', manufacturer: { name: 'Dell' } }, role: { slug: 'server' }, serial: `SER-${id}`, asset_tag: null, rack: { id: 7, name: 'A-07' }, status: { value: 'active' }, primary_ip: { address: `10.0.0.${id}/24` }, ...more,
})
const rack = { id: 7, url: 'https://netbox.example.org/api/dcim/racks/7/', name: 'A-07', status: { value: 'active' }, u_height: 42 }
const inventory = (...more: object[]): object => ({ results: [rack, device(1, 'esx-01'), device(2, 'esx-02'), ...more] })

describe('an inventory', () => {
  test('tells in a dry run what it would do, and does nothing', async () => {
    const before = await rowCount()
    const tried = await bring('netbox', 'netbox', inventory(), {}, true)
    expect(tried.says).toBe('3 items and 2 relations read: 0 as recorded, 3 not recorded, 0 differences, 0 missing, 0 that could be several. 3 items would be added, 0 would be changed, 0 would be retired; 2 relations would be recorded, 0 would be ended. Nothing was written.')
    expect(tried.told).toEqual([
      ': 3 items are live there and received here: nobody answers for them. Give the source a team, and the next import takes them into use',
      'rack:7: would be added as a-07, received', 'device:1: would be added as esx-01, received', 'device:2: would be added as esx-02, received',
      'esx-01 → A-07: relation part_of would be recorded', 'esx-02 → A-07: relation part_of would be recorded',
    ])
    expect(await rowCount()).toBe(before)
    expect(await w.store.read(system, (s) => s.count(configurationSource, {}))).toBe(0)
  })

  test('comes in once, however often it is imported', async () => {
    await bring('netbox', 'netbox', inventory())
    expect(await items()).toEqual({ 'a-07': 'received   42', 'esx-01': 'received SER-1 10.0.0.1 Dell R650/10.0.0.1', 'esx-02': 'received SER-2 10.0.0.2 Dell R650/10.0.0.2' })
    expect(await relations()).toEqual(['esx-01 is part of A-07', 'esx-02 is part of A-07'])
    const before = await rowCount()
    const again = await bring('netbox', 'netbox', inventory())
    expect(again.counts).toMatchObject({ recordsMade: 0, recordsSame: 5, entriesMade: 0 })
    expect(await rowCount()).toBe(before)
    expect(await open()).toEqual([])
  })

  test('takes its items into use once somebody answers for them', async () => {
    await w.store.write(w.as('manager'), async (s) => { const [source] = (await s.list(configurationSource, {})).items; await s.move(configurationSource, source?.id ?? '', 'update', { teamId: w.teamId }) })
    await bring('netbox', 'netbox', inventory())
    expect(Object.values(await items()).every((i) => i.startsWith('live'))).toBe(true)
  })

  test('wins for its own fields and says that nobody authorised it; a name is people\'s', async () => {
    await w.store.write(w.as('agent'), async (s) => { const two = (await s.list(ci, { where: [is('key', 'esx-02')] })).items[0]; await s.move(ci, two?.id ?? '', 'update', { name: 'Second host' }) })
    const first = await bring('netbox', 'netbox', { results: [rack, device(1, 'ESX-01.example.org', { serial: 'SER-1B' }), device(2, 'other name')] })
    expect(first.counts).toMatchObject({ faultCount: 0 })
    expect(await items()).toMatchObject({ 'esx-01': expect.stringContaining('live SER-1B') })
    expect(await open()).toEqual(['esx-01: serial number is other than recorded', 'Second host: name is other than recorded'])
    const count = await rowCount()
    await bring('netbox', 'netbox', { results: [rack, device(1, 'esx-01', { serial: 'SER-1B' }), device(2, 'other name')] })
    expect(await rowCount()).toBe(count)
  })

  test('what is as recorded again settles itself; what the record followed waits for an answer until it is put back', async () => {
    await bring('netbox', 'netbox', { results: [rack, device(1, 'esx-01', { serial: 'SER-1B' }), device(2, 'esx-02')] })
    expect(await open()).toEqual(['esx-01: serial number is other than recorded'])
    await bring('netbox', 'netbox', inventory())
    expect(await open()).toEqual([])
    expect(await items()).toMatchObject({ 'esx-01': expect.stringContaining('live SER-1 ') })
  })

  test('loses more than a tenth: stops, asks, and has written nothing', async () => {
    const before = await rowCount()
    const gone = await bring('netbox', 'netbox', { results: [rack, device(1, 'esx-01', { serial: 'NEW' })] })
    expect(gone.refusal).toBe('1 of the 3 items that netbox knew are not in these files, and 1 of the 2 relations that netbox knew are not in these files. That is more than a tenth, so nothing was written. If it is so, import again with --really; if the files are only a part, with --part.')
    expect(await rowCount()).toBe(before)
    expect((await items())['esx-01']).toContain('SER-1 ')
    expect((await bring('netbox', 'netbox', { results: [device(1, 'esx-01')] }, { isPart: true })).counts).toMatchObject({ entriesMade: 0 })
  })

  test('goes on where somebody says so: the item is retired, and that is told', async () => {
    await bring('netbox', 'netbox', { results: [rack, device(1, 'esx-01')] }, { isReally: true })
    expect(await items()).toMatchObject({ 'esx-02': expect.stringMatching(/^retired/) })
    expect(await relations()).toEqual(['esx-01 is part of A-07'])
    expect(await open()).toEqual(['Second host is not there any more'])
  })
})

describe('several sources', () => {
  test('a node of a cluster and a host of monitoring are the server of the inventory', async () => {
    const list = { kind: 'List', items: [
      { kind: 'Node', metadata: { name: 'esx-01' }, status: { addresses: [{ address: '10.0.0.1' }], nodeInfo: { osImage: 'Debian 13' } } },
      { kind: 'Deployment', metadata: { name: 'gate', namespace: 'prod' }, spec: { template: { metadata: { labels: { app: 'gate' } }, spec: { containers: [{ image: 'gate:1' }] } } } },
    ] }
    await bring('k8s', 'kubernetes', list)
    const target = (instance: string): object => ({ labels: { instance, job: 'node' }, discoveredLabels: {} })
    const seen = await bring('prom', 'prometheus', { status: 'success', data: { activeTargets: [target('10.0.0.1:9100'), target('stranger:9100')] } })
    expect(seen.says).toContain('1 as recorded, 1 not recorded')
    expect(await items()).toMatchObject({ 'esx-01': 'live SER-1 10.0.0.1+esx-01.example.org Dell R650/10.0.0.1/Debian 13', k8s: 'received   Kubernetes', 'prod-gate': expect.stringMatching(/^received/) })
    expect(await relations()).toEqual(['esx-01 is part of A-07', 'k8s runs on esx-01 (1 of nodes)', 'prod/gate runs on k8s'])
    expect(await open()).toContain('stranger is there and not recorded')
    const about = await w.store.read(system, async (s) => w.store.db.read(sightOf(system), async (tx) => observationsAbout(tx, (await s.list(ci, { where: [is('key', 'esx-01')] })).items[0]?.id ?? '')))
    expect(about.map((o) => o.sourceKey).sort()).toEqual(['device:1', 'host:10.0.0.1', 'node:esx-01'])
  })

  test('two items of one name: asks which; the answer holds from then on', async () => {
    const typeId = await w.store.read(system, async (s) => (await s.list(ciType, { where: [is('key', 'server')] })).items[0]?.id)
    const [a] = await w.store.write(w.as('agent'), (s) => s.createMany(ci, ['one', 'two'].map((key) => ({ key, name: 'Twin', typeId }))))
    await bring('tables', 'csv', 'key,name,type\nT-1,Twin,server\n')
    expect(await open()).toContainEqual(expect.stringMatching(/^Twin could be any of CI-\d+, CI-\d+$/))
    await w.store.write(w.as('agent'), async (s) => { const d = (await s.list(discrepancy, { where: [is('kind', 'ambiguous')] })).items[0]; await s.move(discrepancy, d?.id ?? '', 'decide', { ciId: a?.id }) })
    const again = await bring('tables', 'csv', 'key,name,type,serial_number\nT-1,Twin,server,TW-1\n')
    expect(again.says).toContain('0 that could be several')
    expect(await items()).toMatchObject({ one: expect.stringContaining('TW-1'), two: 'planned' })
  })

  test('a circle is left out and named; the rest comes in', async () => {
    const done = await bring('loops', 'csv', ['key,name,type\nx,X,server\ny,Y,server\nz,Z,server\n', 'from,to,kind\nx,y,runs_on\ny,z,runs_on\nz,x,runs_on\n'])
    expect(done.told).toContainEqual(expect.stringMatching(/would make something stand on itself; it was left out$/))
    expect((await relations()).filter((r) => /^[XYZ] /.test(r))).toEqual(['X runs on Y', 'Y runs on Z'])
  })

  test('tables lead to services, people and suppliers that are here, and name what is not', async () => {
    const done = await bring('people', 'csv', ['key,name,type\ngate-app,Gate application,application\n', 'from,to,kind\nagent.provider@example.org,nobody,depends_on\ngate-app,agent.provider@example.org,supported_by\ngate-app,Nordhavn IT,supplied_by\n'])
    expect(done.told.find((t) => t.includes('neither in the files'))).toBe('nobody: 1 relation leads to what is neither in the files nor known here, such as nobody')
    expect((await relations()).filter((r) => r.startsWith('Gate application'))).toEqual(['Gate application is looked after by agent provider', 'Gate application is supplied by Nordhavn IT'])
  })
})

test('an authorised change explains what it did while it was done, and nothing before or after', async () => {
  const cable = (serial: string): object => ({ results: [{ ...device(50, 'core-sw'), role: { slug: 'switch' }, rack: null, serial }] })
  await bring('network', 'netbox', cable('A'))
  const agent = w.as('agent')
  const id = await w.store.write(w.as('manager'), async (s) => {
    const model = await s.create(changeModel, { name: 'Replace a switch', isPreAuthorised: true })
    const touched = (await s.list(ci, { where: [is('key', 'core-sw')] })).items.map((i) => i.id)
    const at = (minutes: number): string => new Date(w.clock.now() + minutes * 60_000).toISOString()
    const made = await s.create(change, { title: 'Replace the core switch', type: 'standard', modelId: model.id, ciIds: touched, serviceIds: [w.a.serviceId], requesterId: agent.id, implementerId: agent.id, plannedStart: at(30), plannedEnd: at(120), remediation: 'Put the old one back.', testEvidence: 'Done before.', communicationPlan: 'None.' })
    return (await s.move(change, made.id, 'submit')).id
  })
  // Submitted is not authorised.
  await bring('network', 'netbox', cable('B'))
  expect(await open('explained')).toEqual([])
  const number = await w.store.write(system, async (s) => (await s.move(change, id, 'authorise')).number)
  w.clock.forward(3600)
  await w.store.write(agent, (s) => s.move(change, id, 'begin'))
  await bring('network', 'netbox', cable('C'))
  expect(await open('explained')).toEqual([`core-sw: serial number is other than recorded [${number}]`])
  await w.store.write(agent, (s) => s.move(change, id, 'finish', { how: 'success' }))
  await bring('network', 'netbox', cable('C'))
  w.clock.forward(24 * 3600)
  await bring('network', 'netbox', cable('D'))
  expect(await open('explained')).toHaveLength(1)
  expect((await open()).filter((d) => d.startsWith('core-sw'))).toEqual(['core-sw: serial number is other than recorded'])
})

test('another organization sees none of it', async () => {
  for (const type of [ci, relation, discrepancy, configurationSource]) expect(await w.store.read(w.as('manager', 'a'), (s) => s.count(type, {}))).toBe(0)
  expect(await w.store.read(w.as('customer', 'a'), (s) => s.list(discrepancy, {})).catch((e: { code?: string }) => e.code)).toBe('forbidden')
  const item = await w.store.read(system, async (s) => (await s.list(ci, { where: [is('key', 'esx-01')] })).items[0]?.id ?? '')
  expect(await w.store.db.read(sightOf(w.as('manager', 'a')), (tx) => observationsAbout(tx, item))).toEqual([])
})

test('the source of one format cannot be read as another, and a file that holds nothing compares nothing', async () => {
  expect((await bring('netbox', 'csv', 'key,name,type\na,A,server\n')).refusal).toMatch(/is read as netbox; what comes as csv needs another name\.$/)
  expect((await bring('netbox', 'netbox', { results: [] }, { isReally: true })).refusal).toBe('Nothing could be read from these files, so nothing was compared. The list of what was not taken says why.')
})
