/** Each guard of a problem's and a change's life: what it refuses, in which words, and that it lets pass what it asks for. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../src/model/actor.ts'
import { AppError } from '../../src/model/error.ts'
import type { RecordType } from '../../src/model/record.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { change } from '../../src/practices/change/record.ts'
import { changeWindow } from '../../src/practices/change/window.ts'
import { problem } from '../../src/practices/problem/record.ts'
import { service } from '../../src/practices/service/record.ts'
import { system } from '../world.ts'
import { type Stage, stage } from '../stories/told.ts'

let w: Stage
beforeAll(async () => { w = await stage(); await w.quiet() })
afterAll(async () => { await w.end() })

type Input = Readonly<Record<string, unknown>>
/** A form; made when it is needed where it names other records or the time. */
type Form = Input | (() => Input | Promise<Input>)
const filled = async (form: Form): Promise<Input> => (typeof form === 'function' ? await form() : form)
/** A verb with its form; a number lets so many days pass. */
type Step = readonly [verb: string, form?: Form] | number
interface Row {
  /** What is asked before it, from `domain 3.4` and `3.7`: the step, and what must be there. */
  readonly guard: string
  /** How a new one gets to where the guard stands; the first is the creation. */
  readonly way: readonly Step[]
  readonly verb: string
  /** Refused, with a reason that has these words. */
  readonly bad: Form
  readonly why: RegExp
  /** What is done then, before the same verb passes with this. */
  readonly then?: readonly Step[]
  readonly good: Form
  readonly by?: () => Actor
  /** Who brings it there. */
  readonly doneBy?: () => Actor
  /** Who passes, where the guard is about who does it. */
  readonly goodBy?: () => Actor
}

const dayMs = 86_400_000
const inHours = (hours: number): string => new Date(w.clock.now() + hours * dayMs / 24).toISOString()
const shift = async (days: number): Promise<void> => {
  w.clock.forward(days * 86_400)
  await w.store.db.owner((tx) => tx.query('UPDATE graphile_worker._private_jobs SET run_at = run_at - make_interval(secs => $1) WHERE run_at > now()', [days * 86_400]))
  await w.store.db.owner((tx) => tx.query(`SELECT pg_notify('jobs:insert', '{"count":1}')`))
  await w.quiet()
}
const manager = (): Actor => w.as('manager', 'a')
const stop = async (): Promise<string> => { const { id } = await w.store.write(manager(), (s) => s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title: 'Gate stops' })); await w.quiet(); return id }
const planned = async (): Promise<Input> => ({ changeToRaise: (await w.store.write(manager(), (s) => s.create(change, { orgId: w.a.orgId, title: 'Replace it', serviceIds: [w.a.serviceId] }))).id })

/** Refused at first, done at last, and nothing written between. */
async function holds(type: RecordType, { way, verb, bad, why, then = [], good, by = manager, doneBy = manager, goodBy = by }: Row): Promise<void> {
  let id = ''
  const tell = (e: unknown): string => (e instanceof AppError ? `${e.code}: ${e.message}` : `fault: ${String(e)}`)
  const act = async (who: Actor, name: string, input: Input): Promise<string> => {
    const said = await w.store.write(who, async (s) => { if (name === 'create') id = (await s.create(type, { orgId: w.a.orgId, ...input })).id; else await s.move(type, id, name, input) }).then(() => 'done', tell)
    await w.quiet()
    return said
  }
  const go = async (steps: readonly Step[]): Promise<void> => {
    for (const step of steps) if (typeof step === 'number') await shift(step); else expect([step[0], await act(step[0] === 'create' ? by() === system ? system : manager() : doneBy(), step[0], await filled(step[1] ?? {}))]).toEqual([step[0], 'done'])
  }
  await go(way)
  const version = async (): Promise<number | null> => (id === '' ? null : (await w.store.read(system, (s) => s.find(type, id))).version)
  const before = await version()
  const refused = await act(by(), verb, await filled(bad))
  expect(refused).toMatch(/^(refused|invalid|conflict): /)
  expect(refused).toMatch(why)
  expect(await version()).toBe(before)
  await go(then)
  expect(await act(goodBy(), verb, await filled(good))).toBe('done')
}

const suspected: Step = ['create', { title: 'Gate', origin: 'incidents' }]
const recorded: Step = ['create', { title: 'Gate', origin: 'incidents', evidence: 'A chart.' }]
const classified: readonly Step[] = [recorded, ['classify', { category: 'network' }]]
const known: readonly Step[] = [...classified, ['publishKnownError', { workaround: 'Restart it.' }]]
const proposed: readonly Step[] = [...known, ['proposeSolution', { solution: 'Replace it.' }]]
const raised: readonly Step[] = [...proposed, ['raiseChange', async () => ({ ...await planned(), businessCase: 'It pays.' })]]
const fixed: readonly Step[] = [...raised, ['implement', { reason: 'Done by hand.' }]]
const held: readonly Step[] = [...fixed, 31, ['verify', { proof: 'Measured.' }]]
const cause = 'The lease ran out.'
const accepted = (): Input => ({ reason: 'Cheap.', acceptedBy: w.as('manager', 'a').id, reviewOn: '2999-01-01' })

describe('a problem, domain 3.4', () => {
  const rows: readonly Row[] = [
    { guard: 'logged: evidence links', way: [suspected], verb: 'log', bad: {}, why: /Say what shows that there is a problem/, good: { evidence: 'https://example.org/chart' } },
    { guard: 'logged: somebody answers for it', way: [suspected], verb: 'log', by: () => system, bad: { evidence: 'A chart.' }, why: /Name the one person who answers for it/, good: () => ({ evidence: 'A chart.', ownerId: w.as('agent', 'a').id }) },
    { guard: 'classified: a category', way: [recorded], verb: 'classify', bad: {}, why: /category is needed/, good: { category: 'network' } },
    { guard: 'known error: a cause or a workaround', way: classified, verb: 'publishKnownError', bad: {}, why: /names its cause with evidence, or a workaround/, good: { workaround: 'Restart it.' } },
    { guard: 'known error: evidence of the cause', way: classified, verb: 'publishKnownError', bad: { causeStatement: cause }, why: /The cause is a guess so far/, good: { causeStatement: cause, causeEvidence: 'The log.' } },
    { guard: 'solution proposed: what it is', way: known, verb: 'proposeSolution', bad: {}, why: /solution is needed/, good: { solution: 'Replace it.' } },
    { guard: 'change raised: a change', way: proposed, verb: 'raiseChange', bad: { businessCase: 'It pays.' }, why: /Name the change that brings the solution/, good: async () => ({ ...await planned(), businessCase: 'It pays.' }) },
    { guard: 'change raised: a cost that is known, or a business case', way: proposed, verb: 'raiseChange', bad: planned, why: /unknown cost is not a small one/, good: async () => ({ ...await planned(), costMinor: 0, currency: 'EUR' }) },
    { guard: 'change raised: a cost in a currency', way: proposed, verb: 'raiseChange', bad: async () => ({ ...await planned(), costMinor: 5 }), why: /Say in which currency/, good: async () => ({ ...await planned(), costMinor: 5, currency: 'EUR' }) },
    { guard: 'change raised: business case when cost > limit', way: proposed, verb: 'raiseChange', bad: async () => ({ ...await planned(), costMinor: 500_001, currency: 'EUR' }), why: /write the business case/, good: async () => ({ ...await planned(), costMinor: 500_001, currency: 'EUR', businessCase: 'It pays.' }) },
    { guard: 'risk accepted: a review date', way: known, verb: 'acceptRisk', bad: () => ({ reason: 'Cheap.', acceptedBy: w.as('manager', 'a').id }), why: /reviewOn is needed/, good: accepted },
    { guard: 'risk accepted: a day to come', way: known, verb: 'acceptRisk', bad: () => ({ ...accepted(), reviewOn: '2020-01-01' }), why: /lies in the past/, good: accepted },
    { guard: 'risk accepted: an owner', way: known, verb: 'acceptRisk', bad: { reason: 'Cheap.', reviewOn: '2999-01-01' }, why: /acceptedBy/, good: accepted },
    { guard: 'implemented: its change is done, or a reason', way: raised, verb: 'implement', bad: {}, why: /is not done yet/, good: { reason: 'Done by hand.' } },
    { guard: 'implemented: not in the future', way: raised, verb: 'implement', bad: { reason: 'Soon.', implementedOn: '2999-01-01T00:00:00.000Z' }, why: /cannot have been done in the future/, good: { reason: 'Now.' } },
    { guard: 'verified: observation period run', way: fixed, verb: 'verify', bad: { proof: 'I say so.' }, why: /The fix is watched until/, then: [31], good: { proof: 'Measured.' } },
    { guard: 'verified: recurrence test, or proof where it cannot tell', way: [...fixed, 31], verb: 'verify', bad: {}, why: /no rate can tell/, good: { proof: 'Measured.' } },
    { guard: 'closed: known error retired', way: held, verb: 'close', bad: { causeStatement: cause }, why: /known error is still offered/, good: { causeStatement: cause, retire: true } },
    { guard: 'closed: knowledge updated', way: held, verb: 'close', bad: { retire: true }, why: /Write what the cause was/, good: { retire: true, causeStatement: cause } },
    { guard: 'closed: if major, reviewed by four questions', way: [...held, ['declareMajor', { reason: 'All dark.' }]], verb: 'close', bad: { retire: true, causeStatement: cause }, why: /A major problem is reviewed first/, then: [['reviewMajor', { doneRight: 'a', doneWrong: 'b', doBetter: 'c', prevention: 'd' }]], good: { retire: true, causeStatement: cause } },
  ]
  test.each(rows.map((r) => [r.guard, r] as const))('%s', async (_guard, row) => { await holds(problem, row) })

  test('closed: all linked incidents are done', async () => {
    const one = await stop()
    const way: readonly Step[] = [['create', { title: 'Gate', origin: 'incidents', incidentIds: [one] }], ...held.slice(1)]
    await w.quiet()
    const row: Row = { guard: 'open', way, verb: 'close', bad: { retire: true, causeStatement: cause }, why: /INC-\d+ is still open/, then: [['note', async () => { await w.store.write(manager(), (s) => s.move(incident, one, 'resolve', { code: 'fixed' })); return { body: 'Resolved.' } }]], good: { retire: true, causeStatement: cause } }
    await holds(problem, row)
  })
})

const whole = { remediation: 'Restore the snapshot.', testEvidence: 'Done twice.', communicationPlan: 'Status page.' }
/** A normal change as far as it must be known, but for these. */
const plan = (without: readonly string[] = []): Input => {
  const all: Input = { title: 'New database', serviceIds: [w.a.serviceId], plannedStart: inHours(100), plannedEnd: inHours(102), requesterId: w.as('agent', 'a').id, ...whole }
  return Object.fromEntries(Object.entries(all).filter(([k]) => !without.includes(k)))
}
const submitted = (without: readonly string[] = []): readonly Step[] => [['create', () => plan(without)], ['submit']]

const urgent = (): Input => ({ ...plan(['remediation', 'testEvidence', 'communicationPlan']), type: 'emergency', emergencyReason: 'The disk fills up.' })

describe('a fix, domain 5.5.8', () => {
  const newest = async (): Promise<string> => (await w.store.read(system, (s) => s.list(problem, { sort: '-createdAt', limit: 1 }))).items[0]?.id ?? ''

  test('verified: it did not come back', async () => {
    let again = ''
    const comesBack = async (): Promise<Input> => {
      again = await stop()
      const toProblemId = await newest()
      await w.store.write(manager(), (s) => s.move(incident, again, 'linkProblem', { toProblemId }))
      return { body: 'It is back.' }
    }
    const wasNone = async (): Promise<Input> => { await w.store.write(manager(), (s) => s.move(incident, again, 'cancel', { reason: 'A drill.' })); return { body: 'It was a drill.' } }
    await holds(problem, { guard: 'recurrence', way: [...fixed, 5, ['note', comesBack], 26], verb: 'verify', bad: { proof: 'I say so.' }, why: /It came back once in 31 days\. Reopen it\./, then: [['note', wasNone]], good: { proof: 'Measured.' } })
  })

  test('verified: watched for three of its intervals, where these are longer than thirty days', async () => {
    let had: readonly string[] = []
    const before: readonly Step[] = [['note', async () => { const one = await stop(); had = [...had, one]; const toProblemId = await newest(); await w.store.write(manager(), (s) => s.move(incident, one, 'linkProblem', { toProblemId })); return { body: 'Again.' } }], 60]
    const resolved = async (): Promise<Input> => { for (const id of had) await w.store.write(manager(), (s) => s.move(incident, id, 'resolve', { code: 'fixed' })); return { body: 'All are up.' } }
    const [created, ...after] = fixed
    if (created === undefined) throw new Error('no way')
    await holds(problem, { guard: 'intervals', way: [created, ...before, ...before, ...before, ['note', resolved], ...after, 40], verb: 'verify', bad: { proof: 'I say so.' }, why: /The fix is watched until/, then: [400], good: {} })
  })
})

describe('a change, domain 3.7', () => {
  test.each(['plannedStart', 'remediation', 'testEvidence', 'communicationPlan'])('before it is authorised it is assessed, and that needs %s', async (field) => {
    const without = field === 'plannedStart' ? ['plannedStart', 'plannedEnd'] : [field]
    const full = plan()
    await holds(change, { guard: field, way: submitted(without), verb: 'assess', bad: {}, why: new RegExp(`${field} is needed to assess`), good: Object.fromEntries(without.map((k) => [k, full[k]])) })
  })

  test('what it touches is named', async () => {
    await holds(change, { guard: 'scope', way: submitted(['serviceIds']), verb: 'assess', bad: {}, why: /it needs what it touches/, good: { serviceIds: [w.a.serviceId] } })
  })

  test('risk, impact and collisions are known before anybody authorises it', async () => {
    await holds(change, { guard: 'assessed', way: submitted(), verb: 'authorise', bad: {}, why: /Assess it first/, then: [['assess']], good: {}, by: () => w.as('manager'), goodBy: () => w.as('manager') })
  })

  test('whoever asked for it is not the only one who agrees', async () => {
    await holds(change, { guard: 'requester', way: [...submitted(), ['assess']], verb: 'authorise', bad: {}, why: /Only the one who asked for it has agreed; somebody else must, too/, good: {}, by: () => w.as('agent', 'a'), goodBy: () => w.as('manager') })
  })

  test('who agrees has the authority that its risk asks for', async () => {
    const { id } = await w.store.write(system, (s) => s.create(service, { orgId: w.a.orgId, name: 'Depot', key: 'depot', tier: 'gold', teamId: w.teamId }))
    const way: readonly Step[] = [['create', () => ({ ...plan(), serviceIds: [id] })], ['submit'], ['assess']]
    await holds(change, { guard: 'authority', way, verb: 'authorise', bad: {}, why: /One more manager has to agree/, good: {}, by: () => w.as('agent'), goodBy: () => w.as('manager') })
  })

  test('nobody is asked for a collision in silence: a freeze refuses it, and other work asks why', async () => {
    const { id } = await w.store.write(system, (s) => s.create(service, { orgId: w.a.orgId, name: 'Crane', key: 'crane', teamId: w.teamId }))
    const at = (from: number): Input => ({ plannedStart: inHours(from), plannedEnd: inHours(from + 2) })
    const assessed = (from: number): readonly Step[] => [['create', () => ({ ...plan(), ...at(from), serviceIds: [id] })], ['submit'], ['assess']]
    const freeze = await w.store.write(manager(), (s) => s.create(changeWindow, { orgId: w.a.orgId, kind: 'freeze', name: 'Quarter end', scope: { serviceIds: [id] }, startsAt: inHours(700), endsAt: inHours(710) }))
    const lifted = async (): Promise<Input> => { await w.store.write(manager(), (s) => s.move(changeWindow, freeze.id, 'lift', { reason: 'Over.' })); return { body: 'It was lifted.' } }
    await holds(change, { guard: 'freeze', way: assessed(701), verb: 'authorise', bad: {}, why: /“Quarter end” freezes this until .* Plan it for another time/, then: [['note', lifted]], good: {}, by: () => w.as('manager'), doneBy: () => w.as('manager') })
    // That one is authorised by now, and stands in the way of the next.
    const doer = { implementerId: w.as('agent', 'a').id }
    await holds(change, {
      guard: 'collision', way: [...assessed(800), ['authorise']], verb: 'schedule', by: () => w.as('agent', 'a'), doneBy: () => w.as('manager'),
      bad: () => ({ ...doer, ...at(701) }), why: /New since it was agreed to: CHG-\d+ “New database” works on Crane at the same time/, good: () => ({ ...doer, ...at(701), acceptConflicts: 'Both are one piece of work.' }),
    })
  })

  test('a time has its end after its beginning, and work its place in time', async () => {
    await holds(change, { guard: 'times', way: [], verb: 'create', bad: { ...plan(), plannedEnd: inHours(99) }, why: /It would end before it begins/, good: plan() })
    await holds(change, { guard: 'point of no return', way: [], verb: 'create', bad: { ...plan(), pointOfNoReturn: inHours(1) }, why: /point of no return lies before/, good: { ...plan(), pointOfNoReturn: inHours(101) } })
  })

  test('an emergency restores or averts, and a standard change follows a model', async () => {
    await holds(change, { guard: 'emergency', way: [], verb: 'create', bad: { ...plan(), type: 'emergency' }, why: /An emergency restores a service or averts harm/, good: { ...plan(), type: 'emergency', emergencyReason: 'The disk fills up.' } })
    await holds(change, { guard: 'standard', way: [], verb: 'create', bad: { ...plan(), type: 'standard' }, why: /A standard change follows a change model/, good: plan() })
  })

  test('an emergency is authorised before its record is complete, and not closed before', async () => {
    const way: readonly Step[] = [['create', () => ({ ...urgent(), implementerId: w.as('agent', 'a').id })], ['submit'], ['authorise'], ['begin'], ['finish'], ['review', { outcome: 'success', findings: 'Room again.' }]]
    await holds(change, { guard: 'documentation', way, doneBy: () => w.as('manager'), verb: 'close', bad: {}, why: /Its record is not complete/, then: [['document', whole]], good: {} })
  })

  test('whoever agreed alone to a significant one does not do it as well', async () => {
    await holds(change, { guard: 'implementer', way: [['create', urgent], ['submit'], ['authorise']], doneBy: () => w.as('manager'), verb: 'begin', by: () => w.as('manager'), bad: {}, why: /a significant change needs somebody else, too/, good: {}, goodBy: () => w.as('agent', 'a') })
  })

  test('it is scheduled with somebody who does it, begun in its time, and reviewed before it is closed', async () => {
    // Apart from the others' times.
    await shift(10)
    let id = ''
    const as = (who: Actor, verb: string, input: Input = {}): Promise<string> => w.store.write(who, (s) => s.move<object>(change, id, verb, input)).then(() => 'done', (e: unknown) => (e instanceof AppError ? `${e.code}: ${e.message}` : String(e)))
    id = (await w.store.write(manager(), (s) => s.create(change, { orgId: w.a.orgId, ...plan() }))).id
    for (const verb of ['submit', 'assess']) { expect(await as(manager(), verb)).toBe('done'); await w.quiet() }
    expect(await as(w.as('manager'), 'authorise')).toBe('done')
    await w.quiet()
    expect(await as(w.as('agent', 'a'), 'begin')).toMatch(/^conflict: Schedule it first/)
    expect(await as(w.as('agent', 'a'), 'schedule')).toMatch(/^invalid: implementerId is needed to schedule/)
    expect(await as(w.as('agent', 'a'), 'schedule', { implementerId: w.as('agent', 'a').id, plannedStart: inHours(-3), plannedEnd: inHours(-2) })).toMatch(/^refused: That time is over/)
    expect(await as(w.as('agent', 'a'), 'schedule', { implementerId: w.as('agent', 'a').id })).toBe('done')
    expect(await as(w.as('agent', 'a'), 'begin')).toMatch(/^refused: It is planned from .* say why it begins now/)
    expect(await as(w.as('agent', 'a'), 'close')).toMatch(/^conflict: CHG-\d+ is scheduled; close is not possible then/)
    await shift(101 / 24)
    expect(await as(w.as('agent', 'a'), 'begin')).toBe('done')
    expect(await as(w.as('agent', 'a'), 'finish')).toBe('done')
    expect(await as(w.as('agent', 'a'), 'close')).toMatch(/^conflict: CHG-\d+ is done, not reviewed; close is not possible then/)
    expect(await as(w.as('manager'), 'review', { outcome: 'success', findings: 'As planned.' })).toBe('done')
    expect(await as(w.as('agent', 'a'), 'close')).toBe('done')
  })
})
