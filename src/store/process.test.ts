/** The counts of the process map are those of the pure definitions, and each opens to its records. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { conformance, type Lifecycle } from '../analysis/conformance.ts'
import { type CaseHistory, caseHistories, casesWithArrow, processMap } from '../analysis/process-map.ts'
import { practices } from '../app/parts.ts'
import { rule, sightOf } from '../model/actor.ts'
import { incidentFacts } from '../practices/incident/facts.ts'
import { incident } from '../practices/incident/record.ts'
import { organization } from '../practices/organization/record.ts'
import { team } from '../practices/people/team.ts'
import { uuidv7 } from './clock.ts'
import { appendPast, type PastLife } from './history.ts'
import { openStore } from './open.ts'
import { type ProcessCounts, processCounts, type ProcessPick, type ProcessQuestion, processRecords, stepKey } from './process.ts'
import type { Store } from './store.ts'

const me = rule('test')
const cases = 400
const states = ['new', 'assigned', 'in_progress', 'pending', 'resolved', 'closed']
const lifecycle: Lifecycle = {
  initial: ['new'], final: [],
  transitions: [['new', 'assigned'], ['assigned', 'in_progress'], ['in_progress', 'pending'], ['pending', 'in_progress'], ['in_progress', 'resolved'], ['resolved', 'closed'], ['resolved', 'in_progress']],
}
const allowed = [...lifecycle.initial.map((s) => stepKey(null, s)), ...lifecycle.transitions.map(([from, to]) => stepKey(from, to))]
let database: TestDatabase
let store: Store
let teams: string[] = []
let histories: Record<'state' | 'team', CaseHistory[]>
const priorityOf = new Map<string, number>()

/** A fixed stream of numbers from 0 to 1 (mulberry32), so that a failure can be repeated. */
function numbers(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

beforeAll(async () => {
  database = await testDatabase()
  store = openStore({ url: database.url, practices })
  const orgId = (await store.write(me, (s) => s.create(organization, { name: 'Nordhavn', kind: 'customer', zone: 'UTC' }))).id
  teams = await store.write(me, async (s) => [(await s.create(team, { orgId, name: 'Desk' })).id, (await s.create(team, { orgId, name: 'Network' })).id, (await s.create(team, { orgId, name: 'Database' })).id])
  const random = numbers(7)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const lives = Array.from({ length: cases }, (): PastLife => {
    let at = Date.UTC(2026, 0, 1) + Math.floor(random() * 90 * 86_400) * 1000
    const entries = Array.from({ length: 1 + Math.floor(random() * 9) }, (_, i) => {
      // Some entries of one record stand at one instant, some move nothing: both happen in real logs.
      at += random() < 0.15 ? 0 : Math.floor(random() * 200_000) * 1000
      return { at: new Date(at).toISOString(), verb: i === 0 ? 'create' : 'update', actorName: 'Former', changes: { ...(i === 0 ? { title: 'x', priority: pick([1, 2, 3]) } : {}), state: i === 0 && random() < 0.9 ? 'new' : pick(states), teamId: random() < 0.2 ? null : pick(teams) } }
    })
    return { id: uuidv7(store.clock.now()), orgId, createdAt: entries[0]?.at ?? '', entries }
  })
  await store.db.write(sightOf(me), (tx) => appendPast(tx, incident, lives, { actor: me, recordedAt: '2026-06-01T00:00:00.000Z', correlationId: uuidv7(store.clock.now()), facts: incidentFacts }))
  for (const l of lives) priorityOf.set(l.id, Number(l.entries[0]?.changes['priority']))
  const of = (name: 'state' | 'teamId'): CaseHistory[] => caseHistories(lives.flatMap((l) => l.entries.flatMap((e) => { const activity = e.changes[name]; return typeof activity === 'string' ? [{ caseId: l.id, activity, at: Date.parse(e.at) }] : [] })), { collapse: true })
  histories = { state: of('state'), team: of('teamId') }
}, 60_000)
afterAll(async () => { await store.close(); await database.drop() })

const counts = (q: ProcessQuestion, steps: readonly string[] | null = null): Promise<ProcessCounts> => store.db.read(sightOf(me), (tx) => processCounts(tx, incidentFacts, q, steps))
const behind = (q: ProcessQuestion, pick: ProcessPick) => store.db.read(sightOf(me), (tx) => processRecords(tx, incidentFacts, q, pick, { limit: 1000, skip: 0 }))
const round = (n: number): number => Math.round(n * 1000) / 1000

for (const view of ['state', 'team'] as const) {
  test(`the ${view} map agrees with the pure definition`, async () => {
    const [got, want] = [await counts({ view }), processMap(histories[view])]
    expect([got.cases, got.events, got.wayCount]).toEqual([want.cases, want.events, want.variants.length])
    expect(got.activities.map(({ medianSeconds: _, ...a }) => a)).toEqual(want.activities)
    expect(got.arrows.map((a) => ({ ...a, medianSeconds: round(a.medianSeconds), p90Seconds: round(a.p90Seconds) }))).toEqual(want.arrows.map((a) => ({ ...a, medianSeconds: round(a.medianSeconds), p90Seconds: round(a.p90Seconds) })))
    expect(got.returns).toEqual(want.returns)
    expect(got.ways.map((w) => [w.activities, w.cases, round(w.medianSeconds)])).toEqual(want.variants.slice(0, 100).map((v) => [v.activities, v.cases, round(v.medianSeconds)]))
  })

  test(`each part of the ${view} map opens to as many records as it says`, async () => {
    const map = await counts({ view })
    for (const a of map.activities) {
      expect((await behind({ view }, { kind: 'node', at: a.activity })).total).toBe(a.cases)
      expect((await behind({ view }, { kind: 'begins', at: a.activity })).total).toBe(a.starts)
      expect((await behind({ view }, { kind: 'ends', at: a.activity })).total).toBe(a.ends)
    }
    for (const a of map.arrows.slice(0, 12)) {
      const { items } = await behind({ view }, { kind: 'arrow', at: a.from, next: a.to })
      expect(items.map((i) => i.recordId).sort()).toEqual(casesWithArrow(histories[view], a.from, a.to).sort())
      expect(items.reduce((sum, i) => sum + i.times, 0)).toBe(a.count)
    }
    for (const r of map.returns.slice(0, 5)) expect((await behind({ view }, { kind: 'return', at: r.from, via: r.via })).total).toBe(r.cases)
    for (const w of map.ways.slice(0, 5)) expect((await behind({ view }, { kind: 'way', key: w.key })).total).toBe(w.cases)
  })
}

test('deviations are those that token replay finds', async () => {
  const want = conformance(histories.state, lifecycle)
  const got = await counts({ view: 'state' }, allowed)
  expect(got.cases - got.deviating).toBe(want.fittingCases)
})

test('filters choose records: by priority, by time of opening, by a team that had it', async () => {
  const some = histories.state.filter((h) => priorityOf.get(h.caseId) === 2)
  expect((await counts({ view: 'state', priorities: [2] })).arrows.map((a) => a.count)).toEqual(processMap(some).arrows.map((a) => a.count))
  const [from, to] = ['2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z']
  const inMonth = histories.state.filter((h) => { const at = h.times[0] ?? 0; return at >= Date.parse(from) && at < Date.parse(to) })
  expect((await counts({ view: 'state', from, to })).cases).toBe(inMonth.length)
  const [desk = ''] = teams
  expect((await counts({ view: 'state', teamIds: [desk] })).cases).toBe(histories.team.filter((h) => h.activities.includes(desk)).length)
})

test('nothing picked gives an empty map, not an error', async () => {
  expect(await counts({ view: 'state', to: '2000-01-01T00:00:00.000Z' }, allowed)).toEqual({ cases: 0, matching: 0, events: 0, activities: [], arrows: [], returns: [], ways: [], wayCount: 0, deviating: 0 })
})
