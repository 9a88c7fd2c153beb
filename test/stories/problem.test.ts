/** From incidents that come again to a fix that is shown to hold: the life of a problem, and what stands in the way of each step. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, sightOf } from '../../src/model/actor.ts'
import { AppError } from '../../src/model/error.ts'
import { change } from '../../src/practices/change/record.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { person } from '../../src/practices/people/person.ts'
import { problemFacts } from '../../src/practices/problem/facts.ts'
import { problem } from '../../src/practices/problem/record.ts'
import { service } from '../../src/practices/service/record.ts'
import { followFacts } from '../../src/store/facts.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

const day = 86_400
let w: Stage
beforeAll(async () => { w = await stage(); await w.quiet() })
afterAll(async () => { await w.end() })

/** Time goes on: our clock, and by the same length the timers in the queue. */
const shift = async (seconds: number): Promise<void> => {
  w.clock.forward(seconds)
  await w.store.db.owner((tx) => tx.query(`UPDATE graphile_worker._private_jobs SET run_at = run_at - make_interval(secs => $1) WHERE run_at > now()`, [seconds]))
  await w.store.db.owner((tx) => tx.query(`SELECT pg_notify('jobs:insert', '{"count":1}')`))
  await w.quiet()
}
const open = async (title: string): Promise<string> => {
  const { id } = await w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title }))
  await w.quiet()
  return id
}
const act = async (type: typeof problem | typeof incident, id: string, verb: string, input: Record<string, unknown> = {}): Promise<string> => {
  const said = await w.store.write(w.as('manager'), (s) => s.move<object>(type, id, verb, input)).then(() => 'done', (e: unknown) => (e instanceof AppError ? `${e.code}: ${e.message}` : String(e)))
  await w.quiet()
  return said
}
const on = (id: string) => (verb: string, input: Record<string, unknown> = {}): Promise<string> => act(problem, id, verb, input)
const read = (id: string) => w.store.read(system, (s) => s.find(problem, id))
const record = async (input: Record<string, unknown>) => {
  const made = await w.store.write(w.as('manager'), (s) => s.create(problem, { orgId: w.a.orgId, title: 'The gate’s lease expires', origin: 'incidents', ...input }))
  await w.quiet()
  return made
}
const planned = async (title: string): Promise<string> => (await w.store.write(w.as('manager'), (s) => s.create(change, { orgId: w.a.orgId, title, serviceIds: [w.a.serviceId] }))).id
const namedOn = (id: string): Promise<string | null> => w.store.read(system, async (s) => (await s.find(incident, id)).problemId)

describe('a gate that stops every ten days', () => {
  const stops: string[] = []
  let id = ''

  test('is recorded with its incidents, which name it from then on', async () => {
    for (let i = 0; i < 4; i++) {
      stops.push(await open(`Gate stops (${i})`))
      await shift(10 * day)
    }
    const made = await record({ incidentIds: stops, serviceId: w.a.serviceId })
    id = made.id
    expect([made.state, made.ownerId, made.priority, made.isProactive]).toEqual(['logged', w.as('manager').id, 4, false])
    expect(await Promise.all(stops.map(namedOn))).toEqual(stops.map(() => id))
  })

  test('becomes a known error only with a cause that is shown, or a workaround', async () => {
    const move = on(id)
    expect(await move('classify', { category: 'network' })).toBe('done')
    expect(await move('investigate')).toBe('done')
    expect(await move('publishKnownError')).toMatch(/^refused: A known error names its cause with evidence, or a workaround/)
    expect(await move('publishKnownError', { causeStatement: 'The lease runs out.' })).toMatch(/^refused: The cause is a guess so far/)
    expect(await move('publishKnownError', { causeStatement: 'The lease runs out.', causeEvidence: 'The log of the 10th.', workaround: 'Renew the lease.' })).toBe('done')
    expect(await read(id)).toMatchObject({ state: 'known_error', knownErrorUntil: null })
    expect(await move('update', { workaround: null })).toBe('done')
    expect(await move('update', { causeEvidence: null })).toMatch(/^refused: The cause is a guess so far/)
  })

  test('a costly solution needs a business case before its change', async () => {
    const move = on(id)
    expect(await move('proposeSolution', { solution: 'A longer lease.', costMinor: 500_001 })).toMatch(/^refused: Say in which currency/)
    expect(await move('proposeSolution', { solution: 'A longer lease.', costMinor: 500_001, currency: 'EUR' })).toBe('done')
    expect(await move('raiseChange')).toBe('refused: Name the change that brings the solution; where there is none yet, write it first.')
    const [off, longer] = [await planned('Never mind'), await planned('A longer lease')]
    await w.store.write(w.as('manager'), (s) => s.move(change, off, 'cancel', { reason: 'No.' }))
    expect(await move('raiseChange', { changeToRaise: off })).toMatch(/^refused: CHG-\d+ was cancelled: name a change that brings the solution/)
    expect(await move('raiseChange', { changeToRaise: longer })).toBe('refused: It costs 5000.01 EUR, more than 5000.00: write the business case, or accept what is left as a risk with an owner and a day to review it.')
    expect(await move('raiseChange', { changeToRaise: longer, businessCase: 'Each stop costs 20,000.' })).toBe('done')
  })

  test('the fix is watched for thirty days, which is also three times ten', async () => {
    const move = on(id)
    expect(await move('implement')).toMatch(/^refused: CHG-\d+ is not done yet. Finish it, or say why the solution is in place all the same/)
    expect(await move('implement', { reason: 'The supplier did it at once.' })).toBe('done')
    expect(await read(id)).toMatchObject({ state: 'implemented', implementedAt: '2026-04-26T09:00:00.000Z', observeUntil: expect.stringMatching(/^2026-06-05T/) })
    expect(await move('verify')).toMatch(/^refused: The fix is watched until 2026-06-05 09:00 UTC/)
    await shift(41 * day)
    expect(await move('verify')).toBe('done')
    expect((await read(id)).fixVerdict).toMatchObject({ verdict: 'fixed', before: { count: 3, days: 40 }, after: { count: 0, days: 41 }, due: expect.closeTo(3.075, 6) })
  })

  test('it is closed when its incidents are, and its known error is retired', async () => {
    const move = on(id)
    expect(await move('close')).toMatch(/^refused: INC-\d+, INC-\d+, INC-\d+, INC-\d+ are still open: resolve/)
    for (const one of stops) await act(incident, one, 'resolve', { code: 'fixed' })
    expect(await move('close')).toMatch(/^refused: Its known error is still offered/)
    expect(await move('close', { retire: true })).toBe('done')
    expect(await read(id)).toMatchObject({ state: 'closed', knownErrorUntil: '2026-06-06T09:00:00.000Z' })
    expect(await move('update', { title: 'Another' })).toMatch(/^conflict/)
  })

  test('its journal has every step', async () => {
    const verbs = (await w.store.read(system, (s) => s.history('problem', id))).map((e) => e.verb)
    expect(verbs).toEqual(['create', 'classify', 'investigate', 'publishKnownError', 'update', 'proposeSolution', 'raiseChange', 'implement', 'verify', 'close'])
  })
})

/** A problem up to its implemented solution. */
const implemented = async (input: Record<string, unknown>): Promise<string> => {
  const { id } = await record(input)
  for (const [verb, more] of [['classify', { category: 'x' }], ['publishKnownError', { workaround: 'Restart it.' }], ['proposeSolution', { solution: 'Replace it.', costMinor: 0, currency: 'EUR' }], ['raiseChange', { changeToRaise: await planned('Replace it') }], ['implement', { reason: 'Replaced by hand.' }]] as const) expect(await on(id)(verb, more)).toBe('done')
  return id
}

test('a problem does not go from proposal to closed in one sitting: an unknown cost is not a small one, and what is said of the past is watched from now on', async () => {
  const { id } = await record({ title: 'Old scanner', incidentIds: [await open('Scanner')] })
  const move = on(id)
  for (const [verb, more] of [['classify', { category: 'x' }], ['publishKnownError', { workaround: 'Restart it.' }], ['proposeSolution', { solution: 'Replace it.' }]] as const) expect(await move(verb, more)).toBe('done')
  const changeToRaise = await planned('Replace it')
  expect(await move('raiseChange', { changeToRaise })).toMatch(/^refused: Say what it costs, 0 where it costs nothing, or write the business case/)
  expect(await move('raiseChange', { changeToRaise, costMinor: 0, currency: 'EUR' })).toBe('done')
  const implementedOn = '2020-01-01T00:00:00.000Z'
  expect(await move('implement', { implementedOn })).toMatch(/^refused: CHG-\d+ is not done yet/)
  expect(await move('implement', { implementedOn, reason: 'Somebody did.' })).toBe('done')
  const { implementedAt, observeUntil } = await read(id)
  expect([implementedAt, Date.parse(observeUntil ?? '') - w.clock.now()]).toEqual([implementedOn, 30 * day * 1000])
  expect(await move('verify', { proof: 'I say so.' })).toMatch(/^refused: The fix is watched until/)
})

describe('a change that is done', () => {
  const doneChange = async (serviceIds: readonly string[], more: Record<string, unknown> = {}): Promise<string> => {
    const { id } = await w.store.write(w.as('agent', 'a'), (s) => s.create(change, { orgId: w.a.orgId, title: 'New lease', type: 'emergency', emergencyReason: 'It stops now.', requesterId: w.as('customer', 'a').id, implementerId: w.as('agent', 'a').id, remediation: 'Back.', serviceIds, ...more }))
    for (const [who, verb, input] of [['agent', 'submit', {}], ['manager', 'authorise', {}], ['agent', 'begin', {}], ['agent', 'finish', {}]] as const) {
      await w.store.write(w.as(who, 'a'), (s) => s.move(change, id, verb, input))
      await w.quiet()
    }
    return id
  }
  test('brings a solution only where it was for this problem: of before, or of other things, it is refused with the reason', async () => {
    const before = await doneChange([w.a.serviceId])
    w.clock.forward(60)
    const { id } = await record({ title: 'Lease', serviceId: w.a.serviceId, evidence: 'The log.' })
    for (const [verb, more] of [['classify', { category: 'x' }], ['publishKnownError', { workaround: 'Restart it.' }], ['proposeSolution', { solution: 'Longer.', costMinor: 0, currency: 'EUR' }]] as const) expect(await on(id)(verb, more)).toBe('done')
    w.clock.forward(60)
    const { id: mail } = await w.store.write(system, (s) => s.create(service, { orgId: w.a.orgId, name: 'Mail', key: 'mail', teamId: w.teamId }))
    const [since, other] = [await doneChange([w.a.serviceId]), await doneChange([mail])]
    expect(await on(id)('raiseChange', { changeToRaise: before })).toMatch(/^refused: CHG-\d+ is done, and was written before this problem was opened/)
    expect(await on(id)('raiseChange', { changeToRaise: other })).toMatch(/^refused: CHG-\d+ is done, and touches nothing that this problem or its incidents name/)
    expect(await on(id)('raiseChange', { changeToRaise: since })).toBe('done')
    expect(await on(id)('implement')).toBe('done')
    w.clock.forward(60)
    expect(await on(id)('reopen', { reason: 'It came back.' })).toBe('done')
    for (const [verb, more] of [['publishKnownError', {}], ['proposeSolution', {}]] as const) expect(await on(id)(verb, more)).toBe('done')
    expect(await on(id)('raiseChange', { changeToRaise: since })).toMatch(/^refused: CHG-\d+ was done before this problem was opened, or opened again: it did not solve it/)
  })
})

test('a change does not become one for this problem by being named after its end, nor by not having ended yet', async () => {
  const { id: mail } = await w.store.write(system, (s) => s.create(service, { orgId: w.a.orgId, name: 'Mail of before', key: 'mail-before', teamId: w.teamId }))
  const begun = async (): Promise<string> => {
    const { id } = await w.store.write(w.as('agent', 'a'), (s) => s.create(change, { orgId: w.a.orgId, title: 'Mail', type: 'emergency', emergencyReason: 'now', requesterId: w.as('customer', 'a').id, implementerId: w.as('agent', 'a').id, remediation: 'Back.', serviceIds: [mail] }))
    for (const [who, verb] of [['agent', 'submit'], ['manager', 'authorise'], ['agent', 'begin']] as const) { await w.store.write(w.as(who, 'a'), (s) => s.move(change, id, verb, {})); await w.quiet() }
    return id
  }
  const step = async (id: string, verb: string, input: Record<string, unknown> = {}): Promise<void> => { w.clock.forward(60); await w.store.write(w.as('agent', 'a'), (s) => s.move(change, id, verb, input)); await w.quiet() }
  const [late, early] = [await begun(), await begun()]
  w.clock.forward(60)
  const { id } = await record({ title: 'Another lease', serviceId: w.a.serviceId, evidence: 'The log.' })
  for (const [verb, more] of [['classify', { category: 'x' }], ['publishKnownError', { workaround: 'Restart it.' }], ['proposeSolution', { solution: 'Longer.', costMinor: 0, currency: 'EUR' }]] as const) expect(await on(id)(verb, more)).toBe('done')
  expect(await on(id)('raiseChange', { changeToRaise: late })).toMatch(/^refused: CHG-\d+ is being done, and was written before this problem was opened/)
  await step(late, 'finish')
  await step(late, 'document', { problemId: id })
  expect(await on(id)('raiseChange', { changeToRaise: late })).toMatch(/^refused: CHG-\d+ is done, and was written before this problem was opened/)
  await step(early, 'document', { problemId: id })
  await step(early, 'finish')
  expect(await on(id)('raiseChange', { changeToRaise: early })).toBe('done')
})

test('invariant 3: who has left answers for nothing, and what nobody answers for is only suspected', async () => {
  const gone = (await w.store.write(w.as('manager'), async (s) => { const p = await s.create(person, { orgId: w.a.orgId, name: 'Gone Girl', email: 'gone@example.org', role: 'agent' }); await s.move(person, p.id, 'leave'); return p })).id
  const left = 'refused: Gone Girl has left. Name somebody who is here.'
  await expect(record({ ownerId: gone, evidence: 'A chart.' })).rejects.toThrow(left.slice(9))
  const token: Actor = { kind: 'token', id: '00000000-0000-4000-8000-00000000feed', name: 'a program', role: 'agent', orgId: w.provider, reach: 'all' }
  const made = await w.store.write(token, (s) => s.create(problem, { orgId: w.a.orgId, title: 'By a program', origin: 'event', evidence: 'A chart.' }))
  expect([made.state, made.ownerId]).toEqual(['detected', null])
  await expect(w.store.write(token, (s) => s.move(problem, made.id, 'log'))).rejects.toThrow('Name the one person who answers for it.')
  for (const verb of ['log', 'update'] as const) expect(await on(made.id)(verb, { ownerId: gone })).toBe(left)
  expect(await on(made.id)('log')).toBe('done')
  expect((await read(made.id)).ownerId).toBe(w.as('manager').id)
  expect(await on(made.id)('classify', { category: 'x', ownerId: gone })).toBe(left)
  expect(await on(made.id)('assign', { toPersonId: gone })).toBe(left)
  for (const [verb, more] of [['classify', { category: 'x' }], ['publishKnownError', { workaround: 'Wait.' }]] as const) expect(await on(made.id)(verb, more)).toBe('done')
  expect(await on(made.id)('acceptRisk', { acceptedBy: gone, reason: 'Cheap.', reviewOn: '2029-01-01' })).toBe(left)
  expect(await on(made.id)('acceptRisk', { acceptedBy: w.as('manager').id, reason: 'Cheap.', reviewOn: '2029-01-01' })).toBe('done')
  expect(await on(made.id)('renewRisk', { answeredBy: gone, reason: 'Still cheap.', reviewOn: '2029-02-01' })).toBe(left)
})

test('what comes again after the fix is not verified', async () => {
  const stops: string[] = []
  for (let i = 0; i < 3; i++) { stops.push(await open(`Crane stops (${i})`)); await shift(2 * day) }
  const id = await implemented({ title: 'Crane', incidentIds: stops })
  await shift(20 * day)
  await act(incident, await open('Crane stops again'), 'linkProblem', { toProblemId: id })
  await shift(11 * day)
  expect(await on(id)('verify')).toMatch(/^refused: It came back once in 31 days/)
  expect(await on(id)('reopen', { reason: 'It came back.' })).toBe('done')
  expect(await read(id)).toMatchObject({ state: 'investigating', implementedAt: null, observeUntil: null })
})

test('what comes after a verified fix is named on the closed problem, its owner is told, and taken off when it was another trouble', async () => {
  const stops: string[] = []
  for (let i = 0; i < 4; i++) { stops.push(await open(`Belt slips (${i})`)); await act(incident, stops[i] ?? '', 'resolve', { code: 'fixed' }); await shift(2 * day) }
  const id = await implemented({ title: 'Belt slips', incidentIds: stops })
  await shift(31 * day)
  const move = on(id)
  expect(await move('verify')).toBe('done')
  expect(await move('close', { retire: true })).toBe('refused: Write what the cause was, or that it stayed unknown and why the fix helped: whoever meets this again will look here.')
  expect(await move('close', { retire: true, causeStatement: 'Worn out; replaced whole.' })).toBe('done')
  expect(await read(id)).toMatchObject({ state: 'closed', recurredIds: [], causeStatement: 'Worn out; replaced whole.' })
  await shift(day)
  const back = await open('Belt slips again')
  const before = w.told.length
  await act(incident, back, 'linkProblem', { toProblemId: id })
  expect(await read(id)).toMatchObject({ state: 'closed', recurredIds: [back] })
  expect(w.told.slice(before).map((m) => m.subject)).toEqual([expect.stringMatching(/^\[PRB-\d+\] It came back after its fix: Belt slips$/)])
  await act(incident, back, 'unlinkProblem')
  expect((await read(id)).recurredIds).toEqual([])
})

test('a major problem that nobody reviews within five working days is late, once', async () => {
  const id = await implemented({ title: 'Flood', origin: 'major', incidentIds: [await open('Flood')] })
  const { reviewDueAt } = await read(id)
  await shift(4 * day)
  expect((await read(id)).isReviewLate).toBe(false)
  await shift(5 * day)
  expect([(reviewDueAt ?? '') < new Date(w.clock.now()).toISOString(), (await read(id)).isReviewLate]).toEqual([true, true])
  expect(w.told.filter((m) => /Its review is late: Flood/.test(m.subject))).toHaveLength(1)
  const facts = async (): Promise<Record<string, unknown>> => {
    await followFacts(w.store, problemFacts)
    return (await w.store.db.read(sightOf(system), (tx) => tx.query('SELECT was_reviewed_in_time, recurrences FROM problem_fact WHERE record_id = $1', [id])))[0] ?? {}
  }
  expect(await facts()).toEqual({ was_reviewed_in_time: false, recurrences: 0 })
  expect(await on(id)('reviewMajor', { doneRight: 'a', doneWrong: 'b', doBetter: 'c', prevention: 'd' })).toBe('done')
  expect(await facts()).toEqual({ was_reviewed_in_time: false, recurrences: 0 })
})

test('a rare one is waited for longer than thirty days', async () => {
  const stops: string[] = []
  for (let i = 0; i < 2; i++) { stops.push(await open(`Scale stops (${i})`)); await shift(100 * day) }
  const id = await implemented({ title: 'Scale', incidentIds: stops })
  const { implementedAt, observeUntil } = await read(id)
  expect((Date.parse(observeUntil ?? '') - Date.parse(implementedAt ?? '')) / day / 1000).toBe(600)
})

test('where one incident gives no rate, somebody writes how they know; a major problem is reviewed first', async () => {
  const id = await implemented({ title: 'Fire', origin: 'major', incidentIds: [await open('Fire')] })
  await shift(31 * day)
  const move = on(id)
  expect(await move('verify')).toMatch(/^refused: Fewer than two incidents came before the fix/)
  expect(await move('verify', { proof: 'The cable is gone.' })).toBe('done')
  expect((await read(id)).fixVerdict).toMatchObject({ verdict: 'unknown', proof: 'The cable is gone.' })
  for (const i of (await w.store.read(system, (s) => s.list(incident, { where: [{ field: 'problemId', op: 'in', values: [id] }] }))).items) await act(incident, i.id, 'resolve', { code: 'fixed' })
  expect(await move('close', { retire: true, causeStatement: 'A cable.' })).toMatch(/^refused: A major problem is reviewed first/)
  expect(await move('reviewMajor', { doneRight: 'Called at once.', doneWrong: 'No spare.', doBetter: 'Keep one.', prevention: 'Check the cables.' })).toBe('done')
  expect(await move('close', { retire: true, causeStatement: 'A cable.' })).toBe('done')
})

test('an accepted risk has a name and a day, and comes back at eight of that morning', async () => {
  const { id } = await record({ title: 'Old pump', evidence: 'The manual.' })
  for (const [verb, more] of [['classify', { category: 'x' }], ['publishKnownError', { workaround: 'Kick it.' }]] as const) await on(id)(verb, more)
  const today = new Date(w.clock.now()).toISOString().slice(0, 10)
  const acceptedBy = w.as('manager').id
  expect(await on(id)('acceptRisk', { acceptedBy, reason: 'Cheap.' })).toMatch(/^invalid: reviewOn is needed/)
  expect(await on(id)('acceptRisk', { acceptedBy, reason: 'Cheap.', reviewOn: '2026-01-01' })).toMatch(/^refused: The day of the review lies in the past/)
  const reviewOn = new Date(Date.parse(today) + 10 * day * 1000).toISOString().slice(0, 10)
  expect(await on(id)('acceptRisk', { acceptedBy, reason: 'Cheap.', reviewOn })).toBe('done')
  expect(await read(id)).toMatchObject({ state: 'closed_accepted_risk', acceptedById: acceptedBy, knownErrorUntil: null })
  await shift(9 * day)
  expect((await read(id)).state).toBe('closed_accepted_risk')
  await shift(day)
  expect((await read(id)).state).toBe('investigating')
})

test('a merged problem hands its incidents over and keeps its history', async () => {
  const [one, two] = [await open('Belt'), await open('Belt again')]
  const into = await record({ title: 'Belts', evidence: 'Seen.' })
  const gone = await record({ title: 'Belt', incidentIds: [one, two] })
  expect(await on(gone.id)('merge', { intoId: gone.id })).toMatch(/^refused: It cannot be merged into itself/)
  expect(await on(gone.id)('merge', { intoId: into.id })).toBe('done')
  expect([await namedOn(one), await namedOn(two)]).toEqual([into.id, into.id])
  expect(await read(gone.id)).toMatchObject({ state: 'merged', mergedIntoId: into.id })
  const late = await open('Belt once more')
  await act(incident, late, 'linkProblem', { toProblemId: gone.id })
  expect(await namedOn(late)).toBe(into.id)
  expect(await on(into.id)('merge', { intoId: gone.id })).toMatch(/^refused: There is no such open problem/)
})

test('without incidents or evidence it is only suspected', async () => {
  const { id, state } = await record({ title: 'A feeling' })
  expect([state, (await record({ title: 'Another', evidence: 'A chart.', isOnlySuspected: true })).state]).toEqual(['detected', 'detected'])
  expect(await on(id)('log')).toMatch(/^refused: Say what shows/)
  expect(await on(id)('log', { evidence: 'https://example.org/chart' })).toBe('done')
})

test('no change of an incident makes a problem', async () => {
  const count = (): Promise<number> => w.store.read(system, (s) => s.count(problem, {}))
  const before = await count()
  const id = await open('Lights out')
  for (const [verb, input] of [['take', {}], ['declareMajor', { reason: 'All dark.' }], ['resolve', { code: 'fixed' }], ['reopen', { reason: 'Again.' }], ['resolve', { code: 'workaround' }], ['close', {}]] as const) expect(await act(incident, id, verb, input)).toBe('done')
  expect(await count()).toBe(before)
})
