/** The demo company in a real database: its history is whole, its clocks and facts are what the product computes, and it leaves no trace when it goes. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { practices } from '../../src/app/parts.ts'
import { buildDemo, type DemoCounts } from '../../src/demo/build.ts'
import { rule, sightOf } from '../../src/model/actor.ts'
import { factsByRecord } from '../../src/model/practice.ts'
import { is } from '../../src/model/query.ts'
import type { Common } from '../../src/model/record.ts'
import { obligationAt } from '../../src/practices/agreement/clock.ts'
import type { ClockInput } from '../../src/practices/agreement/clock-facts.ts'
import { clocksFollow } from '../../src/practices/agreement/reactions.ts'
import { obligation } from '../../src/practices/agreement/obligation.ts'
import { settledOf } from '../../src/practices/agreement/settle.ts'
import { suspectsOf } from '../../src/practices/change/cause-suspects.ts'
import { approval } from '../../src/practices/change/approval.ts'
import { changeFacts } from '../../src/practices/change/facts.ts'
import { change } from '../../src/practices/change/record.ts'
import { ci } from '../../src/practices/configuration/ci.ts'
import { keepServiceMap } from '../../src/practices/configuration/reactions.ts'
import { relation } from '../../src/practices/configuration/relation.ts'
import { demoImport } from '../../src/practices/history/demo.ts'
import { importRun } from '../../src/practices/history/import.ts'
import { incidentFacts } from '../../src/practices/incident/facts.ts'
import { type Incident, incident } from '../../src/practices/incident/record.ts'
import { organization } from '../../src/practices/organization/record.ts'
import { cellOf } from '../../src/practices/measure/cells.ts'
import { measureOf } from '../../src/practices/measure/register.ts'
import { problemFacts } from '../../src/practices/problem/facts.ts'
import { problem } from '../../src/practices/problem/record.ts'
import { service } from '../../src/practices/service/record.ts'
import { fakeClock } from '../../src/store/clock.ts'
import { factsDigest, followFacts, rebuildFacts } from '../../src/store/facts.ts'
import { undoImport } from '../../src/store/imported.ts'
import { verifyJournal } from '../../src/store/journal.ts'
import { measureCells } from '../../src/store/measure.ts'
import { openStore } from '../../src/store/open.ts'
import type { Session, Store } from '../../src/store/store.ts'
import { type TestDatabase, testDatabase } from '../database.ts'

const now = '2026-06-17T10:00:00.000Z'
const me = rule('test')
let database: TestDatabase
let store: Store
let orgId: string
let importId: string
let counts: DemoCounts
const build = (id: string, isForced: boolean): Promise<DemoCounts> => buildDemo({ store, importId: id, orgId, profile: 'balanced', seed: 1, endMs: Date.parse(now), isForced, days: 60 })
const ask = async (): Promise<string> => (await store.write(me, (s) => s.create(importRun, { orgId, ...demoImport({ profile: 'balanced', seed: 1, force: false }) }))).id

beforeAll(async () => {
  database = await testDatabase()
  store = openStore({ url: database.url, practices, clock: fakeClock(now) })
  orgId = (await store.write(me, (s) => s.create(organization, { name: 'Our organization', kind: 'provider', zone: 'Europe/Copenhagen' }))).id
  importId = await ask()
  counts = await build(importId, false)
}, 300_000)
afterAll(async () => { await store.close(); await database.drop() })

test('every chain holds and every record equals its journal', async () => {
  const proof = await verifyJournal(store.db, store.records)
  expect(proof.faults).toEqual([])
  expect(proof.records).toBeGreaterThanOrEqual(counts.recordsMade)
  expect(proof.entries).toBeGreaterThan(counts.entriesMade)
}, 100_000)

test('facts are there at once, and a rebuild gives the same', async () => {
  expect(await followFacts(store, incidentFacts)).toBe(0)
  const digest = await factsDigest(store, incidentFacts)
  await rebuildFacts(store, incidentFacts)
  expect(await factsDigest(store, incidentFacts)).toBe(digest)
}, 100_000)

test('its live items were verified by nobody, and of what it has no records of there is no number', async () => {
  const asked = async (id: string) => {
    const [m, tables] = [measureOf(id), factsByRecord(practices)]
    const table = tables.get(m?.definition?.of.replace(/_(?:fact|step)$/, '') ?? '')
    if (!m?.definition || !table) throw new Error(`no measure ${id}`)
    const { definition: def, maturityDays } = m
    await followFacts(store, table)
    return (await store.db.read(sightOf(me), (tx) => measureCells(tx, table, def, { step: 'all', zone: 'UTC', by: [], where: [], to: now }, now))).map((c) => cellOf(c, def, maturityDays, now))
  }
  const items = await store.read(me, (s) => s.count(ci, { where: [is('state', 'live')] }))
  expect(items).toBeGreaterThan(10)
  expect(await asked('CF2')).toEqual([expect.objectContaining({ value: 0, hits: 0, used: items, low: null, high: null })])
  expect([await asked('CH5'), await asked('CF1'), await asked('RL1')]).toEqual([[], [], []])
}, 100_000)

test('clocks say what the records say, and running them again changes nothing', async () => {
  const wrong: string[] = []
  await store.write(me, async (s) => {
    const rows = await allIncidents(s)
    expect(rows.length).toBeGreaterThan(300)
    const kept = []
    for (const ids of chunks(rows.map((r) => r.id))) kept.push(...await s.derived(obligation, { recordId: ids }))
    const clocks = Map.groupBy(kept, (o) => o.recordId)
    for (const row of rows) {
      const now2 = settledOf((clocks.get(row.id) ?? []).map((o) => obligationAt(o.facts as ClockInput, now)), row)
      if (now2.responseMet !== row.responseMet || now2.resolutionMet !== row.resolutionMet) wrong.push(`${row.number} ${row.state}: ${JSON.stringify(now2)} and ${row.responseMet} ${row.resolutionMet}`)
    }
    const entries = (await s.histories('incident', rows.slice(0, 200).map((r) => r.id))).values().flatMap((list) => list.slice(-1))
    await clocksFollow.run(s, [...entries])
    const again = await allIncidents(s)
    expect(again.map((r) => r.version)).toEqual(rows.map((r) => r.version))
  })
  expect(wrong).toEqual([])
}, 100_000)

test('an incident that a change brought shows that change among its suspects, by the graph and the verbs of the product', async () => {
  await store.write(me, async (s) => {
    // What a worker does after the commit: the service map becomes relations, valid from when the services were made.
    for (const one of (await s.list(service, { limit: 200 })).items) await keepServiceMap(s, one, one.createdAt)
  })
  const brought = (await store.read(me, allIncidents)).filter((i) => i.causedByChangeId !== null && i.serviceId !== null)
  expect(brought.length).toBeGreaterThan(0)
  const seen = await store.read(me, async (s) => {
    const found: { readonly isNear: boolean; readonly isSuspect: boolean }[] = []
    for (const i of brought.slice(0, 20)) {
      const culprit = await s.find(change, i.causedByChangeId ?? '')
      const answer = await suspectsOf(s, i, await s.history('incident', i.id))
      found.push({ isNear: Date.parse(answer.beganAt) - Date.parse(culprit.actualStart ?? '') <= 72 * 3_600_000, isSuspect: answer.suspects.some((x) => x.id === culprit.id && x.isNamedCause) })
    }
    return found
  })
  expect(seen.filter((x) => x.isNear).length).toBeGreaterThan(0)
  expect(seen.filter((x) => x.isNear && !x.isSuspect)).toEqual([])
}, 100_000)

test('services stand on applications, hosts, a supplier and a person, and the graph says what their failure hurts', async () => {
  await store.read(me, async (s) => {
    const [array] = (await s.list(ci, { where: [is('key', 'array-1')] })).items
    const above = await s.around([array?.id ?? ''], { direction: 'above', at: now, most: 500 })
    const hurt = await s.titles(service, above.map((x) => x.id))
    expect([...hurt.values()].map((t) => t.title)).toEqual(expect.arrayContaining(['Terminal operating', 'Freight booking', 'Databases']))
    for (const kind of ['supplied_by', 'supported_by']) expect(await s.count(relation, { where: [is('kind', kind)] })).toBeGreaterThan(0)
    expect(await s.count(relation, { where: [is('role', 'alternate')] })).toBeGreaterThan(5)
  })
})

test('what keeps failing is a problem with its incidents, and its change was agreed to by a manager', async () => {
  expect([await followFacts(store, problemFacts), await followFacts(store, changeFacts)]).toEqual([0, 0])
  await store.read(me, async (s) => {
    const problems = (await s.list(problem, { limit: 200 })).items
    expect(problems.length).toBeGreaterThan(3)
    const [fixed] = problems.filter((p) => p.implementedAt !== null && p.changeId !== null)
    const approvals = (await s.list(approval, { where: [is('changeId', fixed?.changeId ?? '')] })).items
    const asked = await s.find(change, fixed?.changeId ?? '')
    expect(approvals.map((a) => a.state)).toContain('approved')
    expect(asked.deciderIds).not.toContain(asked.implementerId)
    expect(await s.count(incident, { where: [is('problemId', fixed?.id ?? '')] })).toBeGreaterThan(0)
  })
})

test('comments and work stand beside incidents and are found', async () => {
  await store.read(me, async (s) => {
    const rows = (await allIncidents(s)).filter((r) => r.state === 'closed').slice(0, 200)
    const steps = [...(await s.histories('incident', rows.map((r) => r.id))).values()].find((list) => list.some((e) => e.verb === 'comment') && list.some((e) => e.verb === 'bookEffort'))
    const told = rows.find((r) => r.id === steps?.[0]?.recordId)
    if (!told || !steps) throw new Error('nobody told anybody anything')
    expect((await s.beside('effort', told.id)).length).toBe(steps.filter((e) => e.verb === 'bookEffort').length)
    expect((await s.beside('comment', told.id)).length).toBe(steps.filter((e) => e.verb === 'comment' || e.verb === 'note').length)
    expect((await s.search(told.title, { records: ['incident'], limit: 100 })).map((hit) => hit.title)).toContain(told.title)
    const said = (await s.beside('comment', told.id)).find((c) => c['audience'] === 'public' && !/\d/.test(String(c['body'])))
    expect((await s.search(String(said?.['body']), { limit: 100 })).some((hit) => hit.where === 'comment')).toBe(true)
  })
})

test('a second company, or one beside real incidents, is refused; an undo leaves no trace', async () => {
  await expect(build(await ask(), false)).rejects.toThrow(/stands here already/)
  const undone = await undoImport(store.db, importId, store.records, new Set(factsByRecord(practices).keys()))
  expect(undone).toMatchObject({ kept: 0, removed: counts.recordsMade })
  await store.read(me, async (s) => {
    expect(await s.count(relation, { where: [is('source', 'person')] })).toBe(0)
    for (const r of ['ci', 'ci_type', 'problem', 'change', 'approval', 'known_error_use', 'incident', 'alert', 'outage', 'service', 'person', 'team', 'agreement', 'calendar', 'integration', 'site']) expect([r, await s.count(s.type(r), {})]).toEqual([r, 0])
    expect(await s.count(s.type('organization'), {})).toBe(1)
  })
  const left = await store.db.owner((tx) => tx.query('SELECT 1 FROM comment UNION ALL SELECT 1 FROM effort UNION ALL SELECT 1 FROM link UNION ALL SELECT 1 FROM obligation UNION ALL SELECT 1 FROM incident_fact UNION ALL SELECT 1 FROM problem_fact UNION ALL SELECT 1 FROM change_fact UNION ALL SELECT 1 FROM ci_fact LIMIT 1'))
  expect(left).toEqual([])
  expect((await verifyJournal(store.db, store.records)).faults).toEqual([])
  await store.write(me, (s) => s.create(incident, { orgId, title: 'A real one' }))
  await expect(build(await ask(), false)).rejects.toThrow(/no demo/)
}, 100_000)

const chunks = (ids: readonly string[]): string[][] => Array.from({ length: Math.ceil(ids.length / 200) }, (_, i) => ids.slice(i * 200, i * 200 + 200))

async function allIncidents(s: Session): Promise<(Incident & Common)[]> {
  const rows: (Incident & Common)[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page = await s.list(incident, { sort: 'createdAt', limit: 200, ...(after === undefined ? {} : { after }) })
    rows.push(...page.items)
    after = page.next
  }
  return rows
}
