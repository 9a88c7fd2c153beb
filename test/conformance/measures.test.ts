/** Written once for every measure: the number on a chart, in the export, of a definition asked at once, and the count of the records behind it are one number. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import pino from 'pino'
import { rule, sightOf } from '../../src/model/actor.ts'
import { type Cell, type Definition, isOfMoment, type Measure } from '../../src/model/measure.ts'
import { observedChange } from '../../src/practices/change/cause-observed.ts'
import { changeFacts } from '../../src/practices/change/facts.ts'
import { observedChangeFacts } from '../../src/practices/change/observed-facts.ts'
import { change } from '../../src/practices/change/record.ts'
import { releaseFacts } from '../../src/practices/change/release-facts.ts'
import { release } from '../../src/practices/change/release.ts'
import { ciType } from '../../src/practices/configuration/ci-type.ts'
import { ci } from '../../src/practices/configuration/ci.ts'
import { ciFacts } from '../../src/practices/configuration/facts.ts'
import { discrepancy } from '../../src/practices/configuration/reconcile-discrepancy.ts'
import { discrepancyFacts } from '../../src/practices/configuration/reconcile-facts.ts'
import { incidentFacts } from '../../src/practices/incident/facts.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { problemFacts } from '../../src/practices/problem/facts.ts'
import { problem } from '../../src/practices/problem/record.ts'
import { register } from '../../src/practices/measure/register.ts'
import { createAuth } from '../../src/server/auth.ts'
import { type RunningServer, startServer } from '../../src/server/server.ts'
import { factsDigest, followFacts, rebuildFacts } from '../../src/store/facts.ts'
import { appendPast, type PastEntry } from '../../src/store/history.ts'
import { uuidv7 } from '../../src/store/clock.ts'
import { type World, world } from '../world.ts'

let w: World
let server: RunningServer
let token: string
let clientToken: string

const day = (n: number, hour = 9): string => new Date(Date.parse('2025-11-01T00:00:00.000Z') + n * 86_400_000 + hour * 3_600_000).toISOString()

/** A hundred lives that differ in all that measures ask about; every third stays open. */
function lives(): { id: string; orgId: string; createdAt: string; entries: PastEntry[] }[] {
  return Array.from({ length: 100 }, (_, i) => {
    const entries: PastEntry[] = [{ at: day(i), verb: 'create', actorName: 'Ann', changes: { title: `Past ${i}`, priority: 1 + (i % 4), category: i % 5 === 0 ? null : `area ${i % 3}`, reportedVia: i % 7 === 0 ? 'monitoring' : 'phone', teamId: i % 4 === 0 ? null : w.teamId, serviceId: i % 2 ? w.a.serviceId : null } }]
    if (i % 3 !== 0) {
      entries.push({ at: day(i, 10), verb: 'take', actorName: 'Ann', changes: { state: 'in_progress', firstActionAt: day(i, 10) } })
      if (i % 8 === 1) entries.push({ at: day(i, 11), verb: 'pause', actorName: 'Ann', changes: { state: 'pending', pendingReason: 'user' } })
      entries.push({ at: day(i + (i % 6), 12), verb: 'resolve', actorName: 'Bob', changes: { state: 'resolved', pendingReason: null, resolvedAt: day(i + (i % 6), 12), resolutionCode: i % 9 === 1 ? 'workaround' : 'fixed', resolutionMet: i % 10 === 0 ? null : i % 2 === 0, responseMet: i % 11 !== 0 } })
      if (i % 5 === 2) entries.push({ at: day(i + 7), verb: 'reopen', actorName: 'Eve', changes: { state: 'in_progress', resolvedAt: null, reopenCount: 1 } }, { at: day(i + 8), verb: 'resolve', actorName: 'Bob', changes: { state: 'resolved', resolvedAt: day(i + 8) } })
      if (i % 2 === 0) entries.push({ at: day(i + 9), verb: 'close', actorName: 'clock', changes: { state: 'closed', closedAt: day(i + 9) } })
    }
    return { id: uuidv7(w.clock.now()), orgId: w.a.orgId, createdAt: day(i), entries }
  })
}

/** The same for problems: found, understood, fixed, given up or merged; every fourth stays open. */
function problemLives(): { id: string; orgId: string; createdAt: string; entries: PastEntry[] }[] {
  return Array.from({ length: 40 }, (_, i) => {
    const entries: PastEntry[] = [{ at: day(i), verb: 'create', actorName: 'Ann', changes: { title: `Trouble ${i}`, state: i % 6 === 0 ? 'detected' : 'logged', origin: i % 3 === 0 ? 'trend' : 'incidents', isProactive: i % 3 === 0, priority: 1 + (i % 4), teamId: i % 4 === 0 ? null : w.teamId, serviceId: i % 2 ? w.a.serviceId : null } }]
    if (i % 4 !== 0) {
      entries.push({ at: day(i + 3), verb: 'confirm', actorName: 'Bob', changes: { state: 'known_error', workaround: 'Restart it.' } })
      if (i % 5 === 2) {
        entries.push({ at: day(i + 4), verb: 'implement', actorName: 'Bob', changes: { state: 'implemented', isMajor: i % 2 === 0, implementedAt: day(i + 4), reviewDueAt: i % 2 === 0 ? day(i + 9) : null } })
        if (i % 4 === 2) entries.push({ at: day(i + (i % 3 === 0 ? 5 : 9), 12), verb: 'reviewMajor', actorName: 'Bob', changes: { review: { doneRight: 'a', doneWrong: 'b', doBetter: 'c', prevention: 'd' } } })
        entries.push({ at: day(i + 9, 14), verb: 'verify', actorName: 'Bob', changes: { state: 'verified' } }, { at: day(i + 9, 15), verb: 'comeBack', actorName: 'rule', changes: { recurredIds: i % 3 === 0 ? [uuidv7(w.clock.now())] : [] } })
      }
      entries.push({ at: day(i + 10), verb: 'end', actorName: 'Bob', changes: { state: i % 5 === 1 ? 'closed_not_found' : i % 7 === 1 ? 'closed_accepted_risk' : 'closed', closedAt: day(i + 10) } })
    }
    return { id: uuidv7(w.clock.now()), orgId: w.a.orgId, createdAt: day(i), entries }
  })
}

/** And for changes: in their window or not, reviewed or not, some rejected or cancelled; every fifth stays a draft. */
function changeLives(): { id: string; orgId: string; createdAt: string; entries: PastEntry[] }[] {
  return Array.from({ length: 60 }, (_, i) => {
    const at = (hours: number): string => day(i, 9 + hours)
    const entries: PastEntry[] = [{ at: at(0), verb: 'create', actorName: 'Ann', changes: { title: `Patch ${i}`, type: i % 6 === 0 ? 'emergency' : i % 4 === 0 ? 'standard' : 'normal', teamId: i % 4 === 1 ? null : w.teamId, serviceIds: i % 2 ? [w.a.serviceId] : [], plannedStart: at(24), plannedEnd: at(28), wantedBy: i % 3 === 0 ? null : at(24).slice(0, 10) } }]
    if (i % 5 !== 0) {
      entries.push({ at: at(1), verb: 'submit', actorName: 'Ann', changes: { state: 'submitted', submittedAt: at(1), riskLevel: ['minor', 'significant', 'major'][i % 3] } })
      if (i % 11 === 1) entries.push({ at: at(2), verb: 'reject', actorName: 'Bob', changes: { state: 'rejected' } })
      else if (i % 13 === 1) entries.push({ at: at(2), verb: 'cancel', actorName: 'Bob', changes: { state: 'cancelled' } })
      else {
        entries.push({ at: at(3), verb: 'authorise', actorName: 'Bob', changes: { state: 'authorised', authorisedAt: at(3) } }, { at: at(24 + (i % 2)), verb: 'begin', actorName: 'Bob', changes: { state: 'implementing', actualStart: at(24 + (i % 2)) } })
        entries.push({ at: at(26 + (i % 4) * 20), verb: 'finish', actorName: 'Bob', changes: { state: 'implemented', actualEnd: at(26 + (i % 4) * 20), result: i % 7 === 1 ? 'failed' : 'success' } })
        if (i % 6 === 1) entries.push({ at: at(90), verb: 'blame', actorName: 'clock', changes: { causedIncidents: 1 + (i % 4) } })
        if (i % 2 === 1) entries.push({ at: at(100), verb: 'review', actorName: 'Eve', changes: { state: 'reviewed' } })
      }
    }
    return { id: uuidv7(w.clock.now()), orgId: w.a.orgId, createdAt: at(0), entries }
  })
}

type Life = ReturnType<typeof lives>[number]

/** What pipelines told: explained, unauthorised, not placed, not looked at yet, or no change of ours. */
function observedLives(): Life[] {
  return Array.from({ length: 50 }, (_, i) => {
    const entries: PastEntry[] = [{ at: day(i), verb: 'create', actorName: 'GitHub', changes: { title: `Deploy ${i}`, source: i % 2 ? 'github' : 'webhook', startedAt: day(i, 8), environment: i % 3 ? 'prod' : null, serviceIds: i % 4 ? [w.a.serviceId] : [] } }]
    const [verb, state] = ([['explain', 'explained'], ['accuse', 'unauthorised'], ['losePlace', 'unplaced'], ['dismiss', 'dismissed'], ['see', 'seen']] as const)[i % 5] ?? ['see', 'seen']
    if (state !== 'seen') entries.push({ at: day(i, 10), verb, actorName: 'rule', changes: { state } })
    if (i % 10 === 1) entries.push({ at: day(i + 3), verb: 'explain', actorName: 'Ann', changes: { state: 'explained', isByPerson: true } })
    return { id: uuidv7(w.clock.now()), orgId: w.a.orgId, createdAt: day(i), entries }
  })
}

/** Releases every third day: the first with too little before them, the last with too little behind them, some withdrawn, some without services. */
function releaseLives(): Life[] {
  return Array.from({ length: 30 }, (_, i) => {
    const began = 45 + 3 * i
    const entries: PastEntry[] = [
      { at: day(began - 5), verb: 'create', actorName: 'Ann', changes: { name: `Release ${i}`, units: [{ name: 'all', state: 'waiting', at: null }], serviceIds: i % 7 === 3 ? [] : [w.a.serviceId], teamId: i % 4 ? w.teamId : null } },
      { at: day(began), verb: 'begin', actorName: 'Bob', changes: { state: 'deploying', deployingSince: day(began) } },
    ]
    if (i % 9 !== 4) entries.push({ at: day(began + 2), verb: 'rollOut', actorName: 'Bob', changes: { state: 'early_life', earlyLifeSince: day(began + 2) } })
    if (i % 5 === 2) entries.push({ at: day(began + 2 + (i % 2 ? 4 : 20)), verb: 'withdraw', actorName: 'Bob', changes: { state: 'withdrawn' } })
    return { id: uuidv7(w.clock.now()), orgId: w.a.orgId, createdAt: day(began - 5), entries }
  })
}

/** Items that are verified now and then, differ for a while, retire, or are never looked at; of some nobody ever counted what stands on them. */
function itemLives(typeId: string): Life[] {
  return Array.from({ length: 40 }, (_, i) => {
    const entries: PastEntry[] = [{ at: day(i), verb: 'create', actorName: 'Ann', changes: { name: `Machine ${i}`, key: `m-${i}`, typeId, state: i % 8 === 7 ? 'planned' : 'live', teamId: i % 3 ? w.teamId : null, ...(i % 5 === 2 ? {} : { differences: 0 }) } }]
    if (i % 4 !== 0) entries.push({ at: day(i + 1), verb: 'verify', actorName: 'import', changes: { verifiedAt: day(i + 1), comparedAt: day(i + 1) } })
    if (i % 3 === 1) entries.push({ at: day(i + 2), verb: 'count', actorName: 'rule', changes: { differences: 1 + (i % 2), comparedAt: day(i + 2) } }, { at: day(i + 32), verb: 'compare', actorName: 'import', changes: { comparedAt: day(i + 32) } })
    if (i % 6 === 1) entries.push({ at: day(i + 32, 11), verb: 'recount', actorName: 'rule', changes: { differences: 0 } })
    if (i % 10 === 9) entries.push({ at: day(i + 40), verb: 'retire', actorName: 'Eve', changes: { state: 'retired' } })
    return { id: uuidv7(w.clock.now()), orgId: w.a.orgId, createdAt: day(i), entries }
  })
}

/** Differences: explained at once or later, put right, accepted, or still open. */
function discrepancyLives(): Life[] {
  return Array.from({ length: 40 }, (_, i) => {
    const entries: PastEntry[] = [{ at: day(2 * i), verb: 'create', actorName: 'import', changes: { title: `Difference ${i}`, kind: i % 3 ? 'different' : 'missing', field: i % 3 ? 'name' : null, state: i % 5 === 0 ? 'explained' : 'raised' } }]
    const [verb, state] = ([['keep', 'raised'], ['explain', 'explained'], ['correct', 'corrected'], ['accept', 'accepted']] as const)[i % 4] ?? ['keep', 'raised']
    if (i % 5 !== 0 && state !== 'raised') entries.push({ at: day(2 * i + 4), verb, actorName: 'Ann', changes: { state } })
    return { id: uuidv7(w.clock.now()), orgId: w.a.orgId, createdAt: day(2 * i), entries }
  })
}

beforeAll(async () => {
  w = await world()
  const past = { actor: rule('past'), recordedAt: new Date(w.clock.now()).toISOString(), correlationId: uuidv7(w.clock.now()) }
  await w.store.db.write(sightOf(rule('past')), (tx) => appendPast(tx, problem, problemLives(), { ...past, facts: problemFacts }))
  await w.store.db.write(sightOf(rule('past')), (tx) => appendPast(tx, change, changeLives(), { ...past, facts: changeFacts }))
  await w.store.db.write(sightOf(rule('past')), (tx) => appendPast(tx, incident, lives(), { actor: rule('past'), recordedAt: new Date(w.clock.now()).toISOString(), correlationId: uuidv7(w.clock.now()), facts: incidentFacts }))
  const type = await w.store.write(rule('past'), (s) => s.create(ciType, { orgId: w.a.orgId, name: 'Machine', key: 'conformance-machine' }))
  for (const [record, list, facts] of [[observedChange, observedLives(), observedChangeFacts], [release, releaseLives(), releaseFacts], [ci, itemLives(type.id), ciFacts], [discrepancy, discrepancyLives(), discrepancyFacts]] as const) {
    await w.store.db.write(sightOf(rule('past')), (tx) => appendPast(tx, record, list, { ...past, facts }))
  }
  const live = await w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.b.orgId, title: 'Live one', teamToAssign: w.teamId }))
  await w.store.write(w.as('agent'), (s) => s.move(incident, live.id, 'acknowledge'))
  await followFacts(w.store, incidentFacts)
  const auth = createAuth(w.store)
  server = await startServer({ store: w.store, auth, log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://127.0.0.1' }, webFolder: null })
  token = (await auth.createToken(w.as('admin'), { name: 'manager', role: 'manager', reach: 'all' })).secret
  clientToken = (await auth.createToken(w.as('admin'), { name: 'customer', role: 'customer', orgId: w.a.orgId })).secret
}, 60_000)
afterAll(async () => { await server.stop(); await w.end() })

async function get<T>(path: string, as = token, body?: unknown): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { authorization: `Bearer ${as}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.status} ${text}`)
  return (answer.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : text) as T
}

interface Values { readonly cells: readonly Cell[] }
interface Records { readonly count: number; readonly items: readonly { readonly isHit: boolean | null; readonly isUsed: boolean; readonly value: number | null }[] }

/** The number once more, by hand, from the list of its records: nothing but the definition's kind decides. */
function recomputed(def: Definition, r: Records): number | null {
  const used = r.items.filter((x) => x.isUsed)
  const sum = used.reduce((n, x) => n + (x.value ?? 0), 0)
  switch (def.kind) {
    case 'count': case 'stock': return r.count
    case 'share': case 'fresh': return used.length === 0 ? null : used.filter((x) => x.isHit).length / used.length
    case 'sum': return used.length === 0 ? null : sum
    case 'mean': return used.length === 0 ? null : sum / used.length
    default: return Number.NaN
  }
}

const computable = register.filter((m): m is Measure & { definition: Definition } => m.definition !== null)
/** What others have where an incident has a priority, with two values of it, and a team. */
const instead: Readonly<Record<string, readonly [string, string, string]>> = {
  change_fact: ['riskLevel', 'minor,major', 'teamId'], observed_change_fact: ['source', 'github,gitlab', 'environment'], release_fact: ['state', 'early_life,accepted', 'teamId'], ci_step: ['state', 'live,planned', 'teamId'], discrepancy_fact: ['kind', 'missing,extra', 'field'],
}
const questionsOf = (m: Measure & { definition: Definition }): string[] => {
  const [fact, values, team] = instead[m.definition.of] ?? ['priority', '1,2', 'teamId']
  return questions.map((q) => q.replace('priority=1,2', `${fact}=${values}`).replace('priority', fact).replace('teamId', team))
}
const questions = ['step=month&zone=Europe/Berlin', 'step=all&by=priority', 'step=quarter&by=teamId', 'step=weekday', 'step=month&zone=UTC&priority=1,2']

describe.each(computable.map((m) => [m.id, m] as const))('%s', (id, m) => {
  const isStock = isOfMoment(m.definition.kind)
  test.each(questionsOf(m).filter((q) => !(isStock && q.includes('weekday')) && !(m.definition.of.endsWith('_step') && q.includes('serviceId'))))('%s: one number everywhere', async (q) => {
    const range = 'from=2025-11-01T00:00:00Z&to=2026-03-17T10:00:00Z'
    const { cells } = await get<Values>(`/api/measures/${id}/values?${q}&${range}`)
    const narrow = /[&?](priority|riskLevel|source|state|kind)=([^&]+)/.exec(q)
    if (narrow === null) expect(cells.length).toBeGreaterThan(0)
    const exported = await get<Values>(`/api/measures/${id}/export?format=json&${q}&${range}`)
    expect(exported.cells).toEqual(cells)
    const csv = (await get<string>(`/api/measures/${id}/export?${q}&${range}`)).trim().split('\r\n')
    expect(csv.length - 1).toBe(cells.length)
    const params = new URLSearchParams(q)
    const once = await get<Values>('/api/measures/compute', token, {
      definition: m.definition, from: '2025-11-01T00:00:00Z', to: '2026-03-17T10:00:00Z', step: params.get('step'), zone: params.get('zone') ?? 'UTC', by: params.get('by')?.split(',') ?? [], maturityDays: m.maturityDays,
      where: narrow === null ? [] : [{ field: narrow[1], op: 'in', values: narrow[2]?.split(',') }],
    })
    expect(once.cells).toEqual(cells)
    for (const [i, c] of cells.entries()) {
      const slice = c.slice.map((s) => `&slice=${encodeURIComponent(s ?? '(none)')}`).join('')
      const records = await get<Records>(`/api/measures/${id}/records?${q}&${range}${c.period === null ? '' : `&period=${encodeURIComponent(c.period)}`}${slice}&limit=1000`)
      expect([records.count, records.items.length, records.items.filter((x) => x.isUsed).length]).toEqual([c.eligible, c.eligible, c.used])
      if (c.hits !== null) expect(records.items.filter((x) => x.isHit && x.isUsed).length).toBe(c.hits)
      const again = recomputed(m.definition, records)
      if (!Number.isNaN(again)) expect(again === null ? c.value : Math.abs((c.value ?? Number.NaN) - again) < 1e-6, `${id} ${q} ${c.period} ${c.slice.join()}`).toEqual(again === null ? null : true)
      expect(csv[i + 1]?.replace(/"[^"]*"/g, 'quoted').split(',')[3 + c.slice.length] ?? '').toBe(c.value === null ? '' : String(c.value))
    }
  }, 30_000)
})

test('nothing eligible is null, never zero or all', async () => {
  const { cells } = await get<Values>('/api/measures/IN1/values?step=all&resolutionCode=user_helped')
  expect(cells.map((c) => c.value)).toEqual([])
  const stock = await get<Values>('/api/measures/IN-backlog/values?step=day&from=2020-01-01T00:00:00Z&to=2020-01-03T00:00:00Z')
  expect(stock.cells.map((c) => c.value)).toEqual([0, 0])
})

test('a measure whose records do not exist says which', async () => {
  await expect(get('/api/measures/AC1/values')).rejects.toThrow(/Access requests are not recorded yet/)
})

test('a customer sees the public measures over what is theirs, and no records of staff', async () => {
  const list = await get<{ items: readonly Measure[] }>('/api/measures', clientToken)
  expect(list.items.every((m) => m.audience === 'public')).toBe(true)
  expect((await get<Values>('/api/measures/IN-opened/values?step=all', clientToken)).cells[0]?.value).toBe(100)
  await expect(get('/api/measures/IN9/values', clientToken)).rejects.toThrow(/404/)
  await expect(get('/api/measures/IN1/records', clientToken)).rejects.toThrow(/403/)
  await expect(get('/api/measures/compute', clientToken, { definition: register[0]?.definition })).rejects.toThrow(/403/)
  // What their rows do not show, the numbers must not tell: with a filter by number they are about one record.
  for (const q of ['by=teamId', 'by=effortMinutes', 'by=external.group', 'external.group=desk', 'teamId.empty=true']) {
    await expect(get(`/api/measures/IN-opened/values?step=all&${q}`, clientToken), q).rejects.toThrow(/403/)
    await expect(get(`/api/measures/IN-opened/export?step=all&${q}`, clientToken), q).rejects.toThrow(/403/)
  }
  expect((await get<Values>('/api/measures/IN-opened/values?step=all&by=priority', clientToken)).cells.length).toBeGreaterThan(0)
})

test.each([observedChangeFacts, releaseFacts, ciFacts, discrepancyFacts].map((t) => [t.record, t] as const))('facts of %s are the same byte for byte when built again', async (_, t) => {
  const before = await factsDigest(w.store, t)
  expect(await rebuildFacts(w.store, t)).toBeGreaterThan(20)
  expect(await factsDigest(w.store, t)).toBe(before)
})

test('early life is what went wrong after a release over what went wrong before it, of those that can tell', async () => {
  const { cells } = await get<Values>('/api/measures/RL1/values?step=all')
  // By hand: incidents are opened at nine each day, every other one on the service.
  const opened = Array.from({ length: 100 }, (_, i) => i).filter((i) => i % 2 === 1)
  const now = (Date.parse(new Date(w.clock.now()).toISOString()) - Date.parse(day(0))) / 86_400_000
  const rolled = Array.from({ length: 30 }, (_, i) => ({ i, began: 45 + 3 * i })).filter(({ i }) => i % 9 !== 4)
  const used = rolled.filter(({ i, began }) => i % 7 !== 3 && began - 56 >= 0 && began + 16 <= now && !(i % 5 === 2 && i % 2 === 1))
  const between = (from: number, to: number): number => opened.filter((o) => o >= from && o < to).length
  const [after, before] = [used.reduce((n, { began }) => n + between(began + 2, began + 16), 0), used.reduce((n, { began }) => n + between(began - 56, began), 0)]
  expect(cells).toEqual([expect.objectContaining({ eligible: rolled.length, used: used.length, hits: null })])
  expect(cells[0]?.value).toBeCloseTo((after / 14) / (before / 56), 12)
  // A release each third day on one service: an incident counts many times, which is no interval's many incidents.
  expect(cells[0]).toMatchObject({ low: null, high: null })
  const alone = await get<Values>(`/api/measures/RL1/values?step=all&openedAt.from=${day(used[0] ? used[0].began - 5 : 0)}&openedAt.to=${day(used[0] ? used[0].began - 4 : 0)}`)
  expect(alone.cells[0]).toMatchObject({ used: 1, low: expect.any(Number), high: expect.any(Number) })
})

test('a ratio of rates is refused where nothing is known to happen', async () => {
  await expect(get('/api/measures/compute', token, { definition: { ...register.find((m) => m.id === 'RL1')?.definition, of: 'change_fact', member: 'implementedAt' }, step: 'all' })).rejects.toThrow(/nothing is known to happen/)
})
