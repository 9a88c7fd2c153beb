/** What nobody agreed to, what the map says and what a release brought, as measures: from the records' own verbs, as known then and now. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freezePeriods } from '../../src/app/freeze-periods.ts'
import { rateRatio } from '../../src/analysis/poisson.ts'
import { runConfiguration } from '../../src/importers/configuration/run.ts'
import { sightOf } from '../../src/model/actor.ts'
import { is } from '../../src/model/query.ts'
import type { FactTable } from '../../src/model/facts.ts'
import type { Cell, MeasureQuery } from '../../src/model/measure.ts'
import { observedChange } from '../../src/practices/change/cause-observed.ts'
import { observedChangeFacts } from '../../src/practices/change/observed-facts.ts'
import { change } from '../../src/practices/change/record.ts'
import { releaseFacts } from '../../src/practices/change/release-facts.ts'
import { release } from '../../src/practices/change/release.ts'
import { ci } from '../../src/practices/configuration/ci.ts'
import { ciFacts } from '../../src/practices/configuration/facts.ts'
import { discrepancy } from '../../src/practices/configuration/reconcile-discrepancy.ts'
import { discrepancyFacts } from '../../src/practices/configuration/reconcile-facts.ts'
import { configurationSource } from '../../src/practices/configuration/reconcile-source.ts'
import { configurationAskedSchema } from '../../src/practices/history/configuration.ts'
import { incidentFacts } from '../../src/practices/incident/facts.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { cellOf } from '../../src/practices/measure/cells.ts'
import { measureOf } from '../../src/practices/measure/register.ts'
import { factsDigest, followFacts, rebuildFacts } from '../../src/store/facts.ts'
import { frozenRows, restatedRows } from '../../src/store/freeze.ts'
import { measureCells, measureRecords } from '../../src/store/measure.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

let w: Stage
const folder = mkdtempSync(path.join(tmpdir(), 'measures-map-'))
beforeAll(async () => {
  w = await stage()
  await w.quiet()
}, 60_000)
afterAll(async () => { await w.end(); rmSync(folder, { recursive: true }) })

const tables: Readonly<Record<string, FactTable>> = { CH5: observedChangeFacts, CF1: ciFacts, CF2: ciFacts, 'CF-unexplained': discrepancyFacts, 'CF-open': discrepancyFacts, RL1: releaseFacts }
const whole: MeasureQuery = { step: 'all', zone: 'UTC', by: [], where: [] }
const now = (): string => new Date(w.clock.now()).toISOString()
const days = async (n: number): Promise<void> => { w.clock.forward(n * 86_400); await w.quiet() }

function defined(id: string) {
  const [m, table] = [measureOf(id), tables[id]]
  if (!m?.definition || !table) throw new Error(`no measure ${id}`)
  return { m, def: m.definition, table }
}
async function cells(id: string, asked: Partial<MeasureQuery> = {}): Promise<Cell[]> {
  const { m, def, table } = defined(id)
  await w.quiet()
  for (const t of [incidentFacts, table]) await followFacts(w.store, t)
  return (await w.store.db.read(sightOf(system), (tx) => measureCells(tx, table, def, { ...whole, ...asked }, now()))).map((c) => cellOf(c, def, m.maturityDays, now()))
}
/** `hits of used, eligible`; nothing where no cell is. */
const share = async (id: string, asked: Partial<MeasureQuery> = {}): Promise<string[]> => (await cells(id, asked)).map((c) => `${c.hits} of ${c.used}, ${c.eligible}`)
const behind = async (id: string, asked: Partial<MeasureQuery> = {}): Promise<readonly string[]> => {
  const { def, table } = defined(id)
  return (await w.store.db.read(sightOf(system), (tx) => measureRecords(tx, table, def, { ...whole, ...asked }, {}, now(), { limit: 100 }))).items.map((i) => `${i.number} ${i.isHit}`)
}

describe('changes that nobody agreed to', () => {
  const seen = (serviceIds: readonly string[]) => w.store.write(system, (s) => s.create(observedChange, { orgId: w.provider, title: 'Deploy', startedAt: now(), serviceIds, ...(serviceIds.length === 0 ? { unknownNames: ['somewhere'] } : {}) }))

  test('are none of none before anything was seen', async () => {
    expect(await cells('CH5')).toEqual([])
  })

  test('count as soon as they are judged; what nobody could place is not used; what is no change of ours does not count', async () => {
    const one = await seen([w.a.serviceId])
    await seen([])
    const other = await seen([w.b.serviceId])
    await w.quiet()
    expect(await share('CH5')).toEqual(['2 of 2, 3'])
    expect(await behind('CH5')).toEqual([`${one.number} true`, expect.stringMatching(/ null$/), `${other.number} true`])
    await w.store.write(w.as('manager'), (s) => s.move(observedChange, other.id, 'dismiss', { reason: 'A test of the pipeline.' }))
    expect(await share('CH5')).toEqual(['1 of 1, 2'])
    expect((await cells('CH5'))[0]).toMatchObject({ value: 1, high: 1 })
    expect((await cells('CH5', { by: ['serviceId'] })).map((c) => c.slice[0]).toSorted()).toEqual([w.a.serviceId, null].toSorted())
  })

  test('do not count any more once a change explains them, but did as known then', async () => {
    w.clock.forward(600)
    const then = now()
    w.clock.forward(600)
    await w.store.write(system, async (s) => {
      const c = await s.create(change, { orgId: w.provider, title: 'Deploy', requesterId: w.as('agent').id, serviceIds: [w.a.serviceId], plannedStart: now(), plannedEnd: new Date(w.clock.now() + 3_600_000).toISOString(), remediation: 'Put it back.', testEvidence: 'Tried.', communicationPlan: 'None.' })
      const [accused] = (await s.list(observedChange, { where: [is('state', 'unauthorised')] })).items
      await s.move(observedChange, accused?.id ?? '', 'explain', { by: c.id, reason: 'Agreed on the telephone.' })
    })
    expect(await share('CH5')).toEqual(['0 of 1, 2'])
    expect(await share('CH5', { knownAt: then })).toEqual(['1 of 1, 2'])
  })
})

describe('the map', () => {
  const ids = new Map<string, string>()
  const bring = async (...names: string[]): Promise<void> => {
    const importId = randomUUID()
    const file = path.join(folder, importId)
    writeFileSync(file, JSON.stringify({ results: names.map((name) => ({ id: Number(name.slice(-1)), url: `https://netbox.example.org/api/dcim/devices/${name.slice(-1)}/`, name, device_type: { id: 1, model: 'R650', manufacturer: { name: 'Dell' } }, role: { slug: 'server' }, serial: `S-${name}`, asset_tag: null, status: { value: 'active' } })) }))
    await runConfiguration({ store: w.store, importId, orgId: w.provider, asked: configurationAskedSchema.parse({ kind: 'configuration', name: 'netbox', format: 'netbox' }), files: [{ name: 'devices.json', path: file }], isDryRun: false })
    await w.quiet()
  }
  const month = (from: string, to: string): Partial<MeasureQuery> => ({ from, to })
  let first = ''

  test('is checked by nobody at first: that is no share of wrong items, and none of the live ones', async () => {
    await w.store.write(system, (s) => s.create(configurationSource, { orgId: w.provider, name: 'netbox', format: 'netbox', rank: 30, teamId: w.teamId }))
    await bring('esx-1', 'esx-2', 'esx-3')
    for (const i of (await w.store.read(system, (s) => s.list(ci, { limit: 10 }))).items) ids.set(i.key, i.id)
    first = now()
    expect(await cells('CF1')).toEqual([])
    w.clock.forward(60)
    expect(await share('CF2', { at: [now()] })).toEqual(['0 of 3, 3'])
    expect(await cells('CF2', { at: ['2020-01-01T00:00:00.000Z'] })).toEqual([])
  })

  test('is verified by the next import; an item counts once however often it was looked at', async () => {
    for (let i = 0; i < 3; i++) { await days(2); await bring('esx-1', 'esx-2', 'esx-3') }
    expect(await share('CF1')).toEqual(['0 of 3, 3'])
    w.clock.forward(60)
    expect(await share('CF2', { at: [new Date(Date.parse(first) + 60_000).toISOString(), now()] })).toEqual(['0 of 3, 3', '3 of 3, 3'])
    expect((await cells('CF1'))[0]).toMatchObject({ value: 0, low: 0 })
  })

  test('is wrong where a difference stands that nobody explained, and was not as known before', async () => {
    const then = now()
    w.clock.forward(60)
    const told = await w.store.write(w.as('agent'), (s) => s.create(discrepancy, { orgId: w.provider, kind: 'different', ciId: ids.get('esx-1'), observed: 'It has another disk.' }))
    expect(await share('CF1')).toEqual(['1 of 3, 3'])
    expect(await share('CF1', { knownAt: then })).toEqual(['0 of 3, 3'])
    expect((await behind('CF1')).filter((x) => x.endsWith('true'))).toHaveLength(1)
    await w.store.write(w.as('agent'), (s) => s.move(discrepancy, told.id, 'correct', { reason: 'Recorded.' }))
    // Nobody has looked at it since.
    expect(await share('CF1')).toEqual(['1 of 3, 3'])
    await w.quiet()
    w.clock.forward(60)
    await w.store.write(w.as('agent'), (s) => s.move(ci, ids.get('esx-1') ?? '', 'verify'))
    expect(await share('CF1')).toEqual(['0 of 3, 3'])
    expect([await share('CF-unexplained'), (await cells('CF-open', { at: [now()] })).map((c) => c.value)]).toEqual([['1 of 1, 1'], [0]])
  })

  test('stays wrong month after month where each import finds the same difference, and nothing new is told', async () => {
    await w.store.write(w.as('agent'), (s) => s.move(ci, ids.get('esx-2') ?? '', 'update', { attrs: { model: 'Something else' } }))
    await days(2)
    await bring('esx-1', 'esx-2', 'esx-3')
    expect((await w.store.read(system, (s) => s.find(ci, ids.get('esx-2') ?? ''))).differences).toBe(1)
    w.clock.set('2026-05-04T09:00:00.000Z')
    await bring('esx-1', 'esx-2', 'esx-3')
    await bring('esx-1', 'esx-2', 'esx-3')
    expect(await share('CF1', month('2026-05-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z'))).toEqual(['1 of 3, 3'])
    expect(await share('CF-unexplained')).toEqual(['2 of 2, 2'])
    expect((await w.store.read(system, (s) => s.history('ci', ids.get('esx-2') ?? ''))).map((e) => e.verb).filter((v) => v === 'compare')).toHaveLength(1)
    w.clock.forward(60)
    expect(await share('CF2', { at: [now()] })).toEqual(['3 of 3, 3'])
  })

  test('grows old: what was verified more than 92 days ago counts no more', async () => {
    w.clock.set('2026-06-25T09:00:00.000Z')
    await w.quiet()
    // Two were verified in May, the one of another model in March.
    expect(await share('CF2', { at: [now()] })).toEqual(['2 of 3, 3'])
    expect(await share('CF2', { at: [now()], by: ['teamId'] })).toEqual(['2 of 3, 3'])
  })
})

describe('a release', () => {
  let id = ''
  const broken: string[] = []
  const open = async (): Promise<void> => { broken.push((await w.store.write(system, (s) => s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title: 'Gate stands' }))).id); await w.quiet() }
  const cancel = async (n: number): Promise<void> => { await w.store.write(w.as('agent'), (s) => s.move(incident, broken[n] ?? '', 'cancel', { reason: 'Was none.' })); await w.quiet() }
  /** All of it in use at once. */
  const rollOut = async (name: string): Promise<string> => {
    const made = await w.store.write(system, async (s) => {
      const one = await s.create(release, { orgId: w.a.orgId, name, serviceIds: [w.a.serviceId], units: [{ name: 'all' }], remediation: 'Put the one before back.', stopAfterIncidents: 50 })
      await s.move(release, one.id, 'build')
      await s.move(release, one.id, 'test', { testEvidence: 'Tried.' })
      return one.id
    })
    await w.store.write(w.as('manager'), (s) => s.move(release, made, 'approve', { reason: 'No change of its own.' }))
    await w.store.write(system, async (s) => { for (const verb of ['begin', 'rollOut']) await s.move(release, made, verb) })
    return made
  }
  let settled = ''

  test('says nothing of its early life before that is over', async () => {
    w.clock.set('2026-07-01T09:00:00.000Z')
    await w.store.write(system, (s) => s.create(incident, { orgId: w.b.orgId, serviceId: w.b.serviceId, title: 'Elsewhere' }))
    await days(30); await open()
    await days(20); await open()
    await days(11)
    id = await rollOut('Gate 9')
    await days(1); await open(); await open()
    await days(9); await open()
    expect((await cells('RL1'))[0]).toMatchObject({ eligible: 1, used: 0, value: null, low: null, high: null })
  })

  test('brought so many times as much a day as there was before, with the exact interval', async () => {
    await days(5)
    const exact = rateRatio({ count: 3, exposure: 14 }, { count: 2, exposure: 56 })
    expect((await cells('RL1'))[0]).toMatchObject({ eligible: 1, used: 1, value: 6, low: exact.low, high: exact.high })
    expect((await cells('RL1', { by: ['serviceId'] }))[0]?.slice).toEqual([w.a.serviceId])
    settled = now()
    w.clock.forward(60)
    await cancel(4)
    expect((await cells('RL1'))[0]).toMatchObject({ value: 4 })
    expect((await cells('RL1', { knownAt: settled }))[0]).toMatchObject({ value: 6, used: 1 })
    // Fourteen days after it went into use were not over then.
    expect((await cells('RL1', { knownAt: new Date(Date.parse(settled) - 3 * 86_400_000).toISOString() }))[0]).toMatchObject({ value: null, used: 0 })
  })

  test('is frozen with its month, and stated anew where an incident of its early life changes later', async () => {
    w.clock.set('2026-10-01T09:00:00.000Z')
    await w.quiet()
    await freezePeriods(w.store)
    const series = { measure: 'RL1', version: 1, zone: 'Europe/Berlin' }
    const said = async () => ({
      frozen: (await w.store.db.read(sightOf(system), (tx) => frozenRows(tx, series, null))).map((r) => [r.period, r.value]),
      restated: (await w.store.db.read(sightOf(system), (tx) => restatedRows(tx, series, null))).map((r) => [r.was.value, r.became.value, r.records]),
    })
    const { number } = await w.store.read(system, (s) => s.find(release, id))
    expect(await said()).toEqual({ frozen: [['2026-07-31T22:00:00.000Z', 4]], restated: [] })
    await cancel(3)
    w.clock.forward(120)
    await freezePeriods(w.store)
    expect(await said()).toEqual({ frozen: [['2026-07-31T22:00:00.000Z', 4]], restated: [[4, 2, [number]]] })
    expect(await freezePeriods(w.store)).toEqual({ frozen: 0, restated: 0 })
  })

  test('has no number where nothing went wrong before: only its lower end can be said', async () => {
    await cancel(0)
    await cancel(1)
    expect((await cells('RL1'))[0]).toMatchObject({ used: 1, value: null, high: null })
    expect((await cells('RL1'))[0]?.low).toBeGreaterThan(0)
  })

  test('has an interval beside one of long ago, and none beside one of the same service whose days overlap', async () => {
    w.clock.set('2026-12-01T09:00:00.000Z')
    await open()
    await days(14)
    await rollOut('Gate 10')
    await days(15)
    const exact = rateRatio({ count: 1, exposure: 28 }, { count: 1, exposure: 112 })
    expect((await cells('RL1'))[0]).toMatchObject({ used: 2, value: 4, low: exact.low, high: exact.high })
    await rollOut('Gate 11')
    await days(15)
    expect((await cells('RL1'))[0]).toMatchObject({ used: 3, value: 2, low: null, high: null })
    expect((await cells('RL1', { step: 'month' })).map((c) => [c.used, c.low === null])).toEqual([[1, false], [2, true]])
  })
})

test('all of it is the same byte for byte when it is built again', async () => {
  for (const table of [observedChangeFacts, releaseFacts, ciFacts, discrepancyFacts]) {
    await followFacts(w.store, table)
    const before = await factsDigest(w.store, table)
    expect(await rebuildFacts(w.store, table)).toBeGreaterThan(0)
    expect(await factsDigest(w.store, table)).toBe(before)
  }
})
