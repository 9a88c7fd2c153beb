/** Months that are frozen when their late facts have come: they keep what was known then, and what comes later is stated beside them with its reason. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freezePeriods } from '../../src/app/freeze-periods.ts'
import { rule, sightOf } from '../../src/model/actor.ts'
import { isOfMoment, type Measure } from '../../src/model/measure.ts'
import { cellOf } from '../../src/practices/measure/cells.ts'
import { register, measureOf } from '../../src/practices/measure/register.ts'
import { incidentFacts } from '../../src/practices/incident/facts.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { withFrozen } from '../../src/server/frozen-values.ts'
import { followFacts, rebuildFacts } from '../../src/store/facts.ts'
import { frozenRows, restatedRows, restatements } from '../../src/store/freeze.ts'
import { appendPast } from '../../src/store/history.ts'
import { measureCells } from '../../src/store/measure.ts'
import { system, world, type World } from '../world.ts'

let w: World
const zone = 'Europe/Berlin'
const march = '2026-02-28T23:00:00.000Z'
const april = '2026-03-31T22:00:00.000Z'

const named = (id: string): Measure => measureOf(id) ?? (() => { throw new Error(`no measure ${id}`) })()
const seriesOf = (id: string) => ({ measure: id, version: named(id).version, zone })
const all = <T>(work: Parameters<typeof w.store.db.read<T>>[1]): Promise<T> => w.store.db.read(sightOf(system), work)
const frozen = (id: string, scope: string | null = null) => all((tx) => frozenRows(tx, seriesOf(id), scope))
const restated = (id: string, scope: string | null = null) => all((tx) => restatedRows(tx, seriesOf(id), scope))
const every = async (): Promise<string> => JSON.stringify(await Promise.all(register.filter((m) => m.definition !== null).map((m) => all((tx) => frozenRows(tx, seriesOf(m.id))))))
const open = (orgId: string, serviceId: string, title: string) => w.store.write(system, (s) => s.create(incident, { orgId, serviceId, title }))
const move = (id: string, verb: string, input: Record<string, unknown> = {}) => w.store.write(system, (s) => s.move(incident, id, verb, input))

let two = ''

/** Somebody finds a report of March on paper, and writes it down now. Returns its number. */
async function fromPaper(id: string): Promise<string> {
  const [row] = await w.store.db.write(sightOf(system), (tx) => appendPast(tx, incident, [{
    id, orgId: w.a.orgId, createdAt: '2026-03-20T08:00:00.000Z', entries: [
      { at: '2026-03-20T08:00:00.000Z', verb: 'create', actorName: 'Ann', changes: { title: 'Was on paper', priority: 2, reportedVia: 'phone' } },
      { at: '2026-04-02T08:00:00.000Z', verb: 'resolve', actorName: 'Bob', changes: { state: 'resolved', resolvedAt: '2026-04-02T08:00:00.000Z' } },
    ],
  }], { actor: rule('import'), recordedAt: new Date(w.clock.now()).toISOString(), correlationId: id, facts: incidentFacts }))
  w.clock.forward(120)
  await freezePeriods(w.store)
  return String(row?.['number'])
}

beforeAll(async () => {
  w = await world()
  const one = await open(w.a.orgId, w.a.serviceId, 'Gate stands open')
  await move(one.id, 'resolve', { code: 'fixed' })
  two = (await open(w.b.orgId, w.b.serviceId, 'No booking')).id
  w.clock.set('2026-03-30T12:00:00.000Z')
})
afterAll(async () => { await w.end() })

describe('a month', () => {
  test('is not frozen while it runs', async () => {
    await freezePeriods(w.store)
    expect((await frozen('IN-opened')).filter((f) => f.period === march)).toEqual([])
  })

  test('is frozen after its end, for all and for each organization; one with late facts a week later', async () => {
    w.clock.set('2026-03-31T22:02:00.000Z')
    await freezePeriods(w.store)
    expect(await frozen('IN-opened')).toEqual([expect.objectContaining({ period: march, value: 2, used: 2, eligible: 2, knownAt: '2026-03-31T22:01:00.000Z' })])
    expect(await frozen('IN-opened', w.a.orgId)).toEqual([expect.objectContaining({ period: march, value: 1 })])
    expect(await frozen('IN-backlog')).toEqual([expect.objectContaining({ period: april, value: 1 })])
    expect(await frozen('IN7')).toEqual([])
    w.clock.set('2026-04-07T22:00:30.000Z')
    await freezePeriods(w.store)
    expect(await frozen('IN7')).toEqual([])
    w.clock.set('2026-04-07T22:01:01.000Z')
    await freezePeriods(w.store)
    expect(await frozen('IN7')).toEqual([expect.objectContaining({ period: march, value: 0, used: 1, hits: 0 })])
  })

  test('says for every measure what was known at its moment, and nothing is frozen or restated twice', async () => {
    for (const m of register) {
      if (m.definition === null) continue
      for (const f of await frozen(m.id)) {
        const def = m.definition
        const isStock = isOfMoment(def.kind)
        const raw = await all((tx) => measureCells(tx, incidentFacts, def, { step: 'month', zone, by: [], where: [], from: f.period, to: isStock ? `${f.period.slice(0, -4)}001Z` : april, knownAt: f.knownAt }, f.knownAt))
        expect([m.id, raw.map((c) => cellOf(c, def, 0, f.knownAt)).map(({ value, used, eligible, hits, low, high }) => ({ value, used, eligible, hits, low, high }))]).toEqual([m.id, [{ value: f.value, used: f.used, eligible: f.eligible, hits: f.hits, low: f.low, high: f.high }]])
      }
    }
    expect(await freezePeriods(w.store)).toEqual({ frozen: 0, restated: 0 })
  })
})

describe('what comes later', () => {
  test('an end that comes in its time corrects no span and no stock of the past', async () => {
    await move(two, 'resolve', { code: 'fixed' })
    w.clock.forward(120)
    await freezePeriods(w.store)
    expect([await restated('IN-restore-p50'), await restated('IN-backlog'), await restated('IN-opened')]).toEqual([[], [], []])
  })

  test('a correction dated back is a restatement with its reason and records; the frozen number stays', async () => {
    const before = await every()
    const number = await fromPaper('01900000-0000-7000-8000-00000000000a')
    const why = '1 record of this period changed after it was frozen; something was recorded late.'
    const seen = { at: new Date(w.clock.now() - 60_000).toISOString(), why, records: [number], recordCount: 1 }
    expect(await restated('IN-opened')).toEqual([expect.objectContaining({ ...seen, period: march, was: { value: 2, hits: null, used: 2, eligible: 2 }, became: { value: 3, hits: null, used: 3, eligible: 3 } })])
    expect(await restated('IN-opened', w.a.orgId)).toEqual([expect.objectContaining({ ...seen, was: expect.objectContaining({ value: 1 }), became: expect.objectContaining({ value: 2 }) })])
    expect([await restated('IN-opened', w.b.orgId), (await restated('IN-backlog')).map((r) => [r.period, r.was.value, r.became.value])]).toEqual([[], [[april, 1, 2]]])
    expect((await restated('IN-restore-p50')).map((r) => r.why)).toEqual([why])
    expect(await every()).toBe(before)
    expect(await freezePeriods(w.store)).toEqual({ frozen: 0, restated: 0 })
  })

  test('a second correction starts from the first', async () => {
    await fromPaper('01900000-0000-7000-8000-00000000000b')
    expect((await restated('IN-opened')).map((r) => [r.was.value, r.became.value])).toEqual([[2, 3], [3, 4]])
  })

  test('facts that are built anew change nothing', async () => {
    const before = [await every(), JSON.stringify(await restated('IN-opened'))]
    await rebuildFacts(w.store, incidentFacts)
    await followFacts(w.store, incidentFacts)
    w.clock.forward(120)
    expect(await freezePeriods(w.store)).toEqual({ frozen: 0, restated: 0 })
    expect([await every(), JSON.stringify(await restated('IN-opened'))]).toEqual(before)
  })
})

describe('who asks', () => {
  const asked = { step: 'month', zone, by: [], where: [] } as const
  const cell = { period: march, slice: [], value: 3, used: 3, eligible: 3, hits: null, low: null, high: null, censored: null, isMature: true }
  const said = (actor: Parameters<typeof withFrozen>[1], where: Parameters<typeof withFrozen>[3]['where'] = []) => w.store.db.read(sightOf(actor), (tx) => withFrozen(tx, actor, named('IN-opened'), { ...asked, where }, [cell]))

  test('gets the frozen number of what they see, with its restatements; others get none', async () => {
    expect(await said(w.as('manager'))).toEqual([expect.objectContaining({ value: 3, frozen: expect.objectContaining({ value: 2 }), restatements: [expect.objectContaining({ became: expect.objectContaining({ value: 3 }) }), expect.objectContaining({ became: expect.objectContaining({ value: 4 }) })] })])
    expect(await said(w.as('customer', 'a'))).toEqual([expect.objectContaining({ frozen: expect.objectContaining({ value: 1 }) })])
    expect(await said(w.as('customer', 'b'))).toEqual([expect.objectContaining({ frozen: expect.objectContaining({ value: 1 }), restatements: [] })])
    expect(await said(w.as('customer', 'b'), [{ field: 'orgId', op: 'in', values: [w.a.orgId] }])).toEqual([cell])
    expect(await said(w.as('requester', 'a'))).toEqual([cell])
  })

  test('and the list of all restatements holds no other organization’s', async () => {
    const of = (actor: Parameters<typeof withFrozen>[1]) => w.store.db.read(sightOf(actor), (tx) => restatements(tx, { limit: 200 }))
    expect(new Set((await of(w.as('manager'))).map((r) => r.orgId))).toEqual(new Set([null, w.a.orgId]))
    expect([await of(w.as('auditor', 'b')), new Set((await of(w.as('auditor', 'a'))).map((r) => r.orgId))]).toEqual([[], new Set([w.a.orgId])])
  })
})
