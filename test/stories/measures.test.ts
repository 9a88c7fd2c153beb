/** Measures over a small life on a real database: known then and now, shares, stocks, quantiles, the records behind. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rule, sightOf } from '../../src/model/actor.ts'
import type { Definition, MeasureQuery } from '../../src/model/measure.ts'
import { incidentFacts } from '../../src/practices/incident/facts.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { practices } from '../../src/app/parts.ts'
import { organization } from '../../src/practices/organization/record.ts'
import { team } from '../../src/practices/people/team.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { fakeClock } from '../../src/store/clock.ts'
import { factsDigest, followFacts, rebuildFacts, sweepFacts } from '../../src/store/facts.ts'
import { appendPast } from '../../src/store/history.ts'
import { measureCells, measureRecords } from '../../src/store/measure.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'

const clock = fakeClock('2026-03-01T09:00:00Z')
const me = rule('test')
let database: TestDatabase
let store: Store
let orgId: string
let teamA: string
let teamB: string

const month: MeasureQuery = { step: 'month', zone: 'UTC', by: [], where: [] }
const opened: Definition = { of: 'incident_fact', kind: 'count', member: 'openedAt', where: [] }
const reopened: Definition = { of: 'incident_fact', kind: 'share', member: 'firstResolvedAt', where: [], hits: [{ field: 'reopenings', op: 'from', values: ['1'] }] }
const cells = (def: Definition, q: Partial<MeasureQuery> = {}) => store.db.read(sightOf(me), (tx) => measureCells(tx, incidentFacts, def, { ...month, ...q }, new Date(clock.now()).toISOString()))

beforeAll(async () => {
  database = await testDatabase()
  store = openStore({ url: database.url, practices, clock })
  await store.write(me, async (s) => {
    orgId = (await s.create(organization, { name: 'Harbour', kind: 'provider', zone: 'UTC' })).id
    teamA = (await s.create(team, { orgId, name: 'Desk' })).id
    teamB = (await s.create(team, { orgId, name: 'Network' })).id
  })
})
afterAll(async () => { await store.close(); await database.drop() })

describe('facts and measures', () => {
  test('are known then and now', async () => {
    const one = await store.write(me, (s) => s.create(incident, { orgId, title: 'Crane stands', teamToAssign: teamA }))
    clock.forward(3600)
    await store.write(me, (s) => s.move(incident, one.id, 'escalate', { toTeamId: teamB, reason: 'network' }))
    clock.forward(3600)
    await store.write(me, (s) => s.move(incident, one.id, 'resolve', { code: 'fixed' }))
    await store.write(me, (s) => s.create(incident, { orgId, title: 'Gate stuck' }))
    expect(await followFacts(store, incidentFacts)).toBe(2)
    const then = new Date(clock.now()).toISOString()
    expect(await cells(reopened)).toEqual([expect.objectContaining({ period: '2026-03-01T00:00:00.000Z', value: 0, used: 1, hits: 0 })])
    clock.forward(3600)
    await store.write(me, (s) => s.move(incident, one.id, 'reopen', { reason: 'again' }))
    clock.forward(60)
    await store.write(me, (s) => s.move(incident, one.id, 'resolve', { code: 'fixed' }))
    expect(await followFacts(store, incidentFacts)).toBe(1)
    expect((await cells(reopened))[0]).toMatchObject({ value: 1, hits: 1 })
    expect((await cells(reopened, { knownAt: then }))[0]).toMatchObject({ value: 0, hits: 0 })
    expect((await cells({ of: 'incident_fact', kind: 'sum', member: 'openedAt', where: [], value: 'handovers' }))[0]).toMatchObject({ value: 1, eligible: 2 })
  })

  test('are the same byte for byte when built again', async () => {
    const before = await factsDigest(store, incidentFacts)
    expect(await rebuildFacts(store, incidentFacts)).toBe(2)
    expect(await factsDigest(store, incidentFacts)).toBe(before)
    expect(await sweepFacts(store, incidentFacts)).toBe(0)
  })

  test('come with a past that was appended', async () => {
    const id = '01900000-0000-7000-8000-000000000001'
    await store.db.write(sightOf(me), (tx) => appendPast(tx, incident, [{
      id, orgId, createdAt: '2025-01-10T08:00:00.000Z', entries: [
        { at: '2025-01-10T08:00:00.000Z', verb: 'create', actorName: 'Ann', changes: { title: 'Old one', priority: 2, teamId: teamA, reportedVia: 'phone' } },
        { at: '2025-01-10T09:00:00.000Z', verb: 'pause', actorName: 'Ann', changes: { state: 'pending', pendingReason: 'user' } },
        { at: '2025-01-11T09:00:00.000Z', verb: 'resolve', actorName: 'Bob', changes: { state: 'resolved', pendingReason: null, resolvedAt: '2025-01-11T09:00:00.000Z' } },
      ],
    }], { actor: rule('import'), recordedAt: new Date(clock.now()).toISOString(), correlationId: id, facts: incidentFacts }))
    expect((await cells(opened, { to: '2026-01-01T00:00:00Z' }))).toEqual([expect.objectContaining({ period: '2025-01-01T00:00:00.000Z', value: 1, periodEnd: '2025-02-01T00:00:00.000Z' })])
    const stock: Definition = { of: 'incident_fact', kind: 'stock', where: [], start: 'openedAt', end: 'endedAt' }
    expect((await cells(stock, { step: 'day', from: '2025-01-10T00:00:00Z', to: '2025-01-14T00:00:00Z' })).map((c) => c.value)).toEqual([0, 1, 0, 0])
    expect((await cells({ of: 'incident_fact', kind: 'quantile', p: 0.5, member: 'openedAt', where: [], value: 'resolveSeconds' }, { to: '2026-01-01T00:00:00Z' }))[0]).toMatchObject({ value: 90_000, used: 1 })
    expect((await cells({ of: 'incident_fact', kind: 'survival', member: 'openedAt', start: 'openedAt', end: 'resolvedAt', where: [] }, { step: 'all', by: ['priority'] })).flatMap((c) => c.times)).toHaveLength(3)
    expect((await cells({ of: 'incident_step', kind: 'sum', member: 'at', where: [], value: 'seconds' }, { step: 'all', by: ['state'], to: '2026-01-01T00:00:00Z' })).map((c) => [c.slice[0], c.value])).toEqual([['new', 3600], ['pending', 86_400], ['resolved', null]])
    expect((await cells({ of: 'incident_fact', kind: 'age', p: 0.9, where: [], start: 'openedAt', end: 'endedAt' }, { step: 'all', to: '2025-01-10T10:00:00Z' }))[0]).toMatchObject({ value: 7200, used: 1 })
    const before = await factsDigest(store, incidentFacts)
    await rebuildFacts(store, incidentFacts)
    expect(await factsDigest(store, incidentFacts)).toBe(before)
    const { verifyJournal } = await import('../../src/store/journal.ts')
    expect((await verifyJournal(store.db, store.records)).faults).toEqual([])
  })

  test('list as many records as they count', async () => {
    for (const def of [opened, reopened]) for (const c of await cells(def, { by: ['teamId'] })) {
      const list = await store.db.read(sightOf(me), (tx) => measureRecords(tx, incidentFacts, def, { ...month, by: ['teamId'] }, { period: c.period, slice: c.slice }, new Date(clock.now()).toISOString(), { limit: 100 }))
      expect([list.total, list.items.length, list.items.filter((x) => x.isHit).length]).toEqual([c.eligible, c.eligible, c.hits ?? 0])
    }
  })

  test('of all hours there ever were are the first two thousand, at once', async () => {
    const startMs = performance.now()
    const found = await cells({ of: 'incident_fact', kind: 'stock', start: 'openedAt', end: 'endedAt', where: [] }, { step: 'hour', from: '0001-01-01T00:00:00Z', to: '9999-01-01T00:00:00Z' })
    expect([found.length, found[0]?.period, found.at(-1)?.value]).toEqual([2000, '0001-01-01T00:00:00.000Z', 0])
    // Made whole, the series took more than a minute.
    expect(performance.now() - startMs).toBeLessThan(10_000)
  })

  test.each([
    ['a fact that is none', { ...opened, member: 'nonsense' }], ['text as a number', { ...opened, kind: 'sum' as const, value: 'state' }], ['a share without hits', { ...opened, kind: 'share' as const }],
    ['a number as text', { ...opened, where: [{ field: 'priority', op: 'in' as const, values: ["1'; DROP TABLE incident"] }] }],
  ])('%s is refused in words', async (_, def) => {
    await expect(cells(def)).rejects.toMatchObject({ code: 'invalid' })
  })
})
