/** Changes with a running worker: agreed to and rejected, brought down by a freeze, late with their record, judged; models that lose their trust; what is quiet meanwhile. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval } from '../../src/practices/change/approval.ts'
import { changeModel } from '../../src/practices/change/model.ts'
import { change } from '../../src/practices/change/record.ts'
import { changeTask } from '../../src/practices/change/task.ts'
import { changeWindow } from '../../src/practices/change/window.ts'
import { integration } from '../../src/practices/event/integration.ts'
import { alert } from '../../src/practices/event/record.ts'
import { silence } from '../../src/practices/event/silence.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { person } from '../../src/practices/people/person.ts'
import { problem } from '../../src/practices/problem/record.ts'
import { service } from '../../src/practices/service/record.ts'
import { fold } from '../../src/model/journal.ts'
import { is } from '../../src/model/query.ts'
import type { Actor } from '../../src/model/actor.ts'
import { system } from '../world.ts'
import { type Stage, stage } from './told.ts'

let w: Stage
beforeAll(async () => { w = await stage(); await w.quiet() })
afterAll(async () => { await w.end() })

/** Time goes on: our clock, and by the same length the timers in the queue. */
const shift = async (seconds: number): Promise<void> => {
  w.clock.forward(seconds)
  await w.store.db.owner((tx) => tx.query('UPDATE graphile_worker._private_jobs SET run_at = run_at - make_interval(secs => $1) WHERE run_at > now()', [seconds]))
  await w.store.db.owner((tx) => tx.query(`SELECT pg_notify('jobs:insert', '{"count":1}')`))
  await w.quiet()
}
const later = (hours: number): string => new Date(w.clock.now() + hours * 3_600_000).toISOString()
const whole = { remediation: 'Restore the snapshot.', testEvidence: 'Done on the test system twice.', communicationPlan: 'Status page the evening before.' }
const draft = async (more: Record<string, unknown> = {}, by: Actor = w.as('agent', 'a')): Promise<string> => {
  const row = await w.store.write(by, (s) => s.create(change, { orgId: w.a.orgId, title: 'New database', serviceIds: [w.a.serviceId], plannedStart: later(100), plannedEnd: later(102), ...whole, ...more }))
  await w.quiet()
  return row.id
}
const move = async (id: string, verb: string, input: Record<string, unknown> = {}, by: Actor = w.as('agent', 'a')): Promise<void> => {
  await w.store.write(by, (s) => s.move(change, id, verb, input))
  await w.quiet()
}
const said = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (e: unknown) => (e instanceof Error ? e.message : String(e)))
const rowOf = (id: string) => w.store.read(system, (s) => s.find(change, id))
const stateOf = async (id: string): Promise<string> => (await rowOf(id)).state
const verbsOf = async (id: string): Promise<string[]> => (await w.store.read(system, (s) => s.history('change', id))).map((e) => e.verb)
const notesOf = async (id: string): Promise<string> => (await w.store.read(system, (s) => s.history('change', id))).filter((e) => e.verb === 'note').map((e) => String(e.effects[0]?.row['body'])).join('\n')
const asks = async (id: string) => (await w.store.read(system, (s) => s.list(approval, { where: [is('changeId', id), is('state', 'asked')], sort: 'step' }))).items
const answer = async (approvalId: string, verb: string, by: Actor, input: Record<string, unknown> = {}): Promise<void> => {
  await w.store.write(by, (s) => s.move(approval, approvalId, verb, input))
  await w.quiet()
}
const assessed = async (more: Record<string, unknown> = {}, by?: Actor): Promise<string> => {
  const id = await draft(more, by)
  await move(id, 'submit')
  await move(id, 'assess')
  return id
}
/** Authorised whoever must agree: managers of A and of the provider answer what is asked. */
const agreed = async (more: Record<string, unknown> = {}): Promise<string> => {
  const id = await assessed(more)
  for (const who of [w.as('manager', 'a'), w.as('admin', 'a'), w.as('manager', 'provider')]) {
    const [open] = (await stateOf(id)) === 'assessed' ? await asks(id) : []
    if (open) await answer(open.id, 'approve', who)
  }
  expect(await stateOf(id)).toBe('authorised')
  return id
}

describe('a normal change', () => {
  test('is looked at, agreed to, done, and judged a day later', async () => {
    const id = await assessed({ implementerId: w.as('agent', 'a').id })
    const row = await rowOf(id)
    expect([row.state, row.impact?.serviceIds, (row.riskScore ?? 0) > 0, row.riskReasons.length > 0, row.conflicts]).toEqual(['assessed', [w.a.serviceId], true, true, []])
    const [ask] = await asks(id)
    await answer(ask?.id ?? '', 'approve', w.as('manager', 'a'))
    expect([await stateOf(id), (await rowOf(id)).deciderIds]).toEqual(['authorised', [w.as('manager', 'a').id]])
    await move(id, 'schedule', {})
    await shift(100 * 3600)
    await move(id, 'begin')
    await shift(3600)
    await move(id, 'finish')
    await shift(24 * 3600)
    const done = await rowOf(id)
    expect([done.riskLevel, done.state, done.result, done.isReviewedByRule]).toEqual(['minor', 'reviewed', 'success', true])
    await move(id, 'close')
    expect(await stateOf(id)).toBe('closed')
  })

  test('says what is missing before it can be assessed', async () => {
    const id = await draft({ remediation: undefined, serviceIds: [] })
    await move(id, 'submit')
    expect(await said(move(id, 'assess'))).toMatch(/remediation is needed/)
    expect(await said(move(id, 'assess', { remediation: 'Back.' }))).toBe('To be assessed it needs what it touches (an item or a service).')
    expect(await said(move(id, 'authorise', {}, w.as('manager', 'a')))).toBe('Assess it first. Only an emergency may be authorised before.')
  })

  test('is not agreed to by the one who asked for it alone', async () => {
    const me = w.as('manager', 'a')
    const id = await assessed({ requesterId: me.id })
    expect(await said(move(id, 'authorise', {}, me))).toMatch(/Only the one who asked for it has agreed/)
    const [ask] = await asks(id)
    await answer(ask?.id ?? '', 'approve', me)
    expect(await stateOf(id)).toBe('assessed')
    await move(id, 'assess')
    await move(id, 'authorise', {}, w.as('admin', 'a'))
    expect(await stateOf(id)).toBe('authorised')
  })

  test('is rejected by one word, and a later yes changes nothing', async () => {
    const id = await assessed()
    const [ask] = await asks(id)
    await answer(ask?.id ?? '', 'reject', w.as('manager', 'a'), { reason: 'Month end.' })
    expect(await stateOf(id)).toBe('rejected')
    expect((await w.store.read(system, (s) => s.history('change', id))).at(-1)?.reason).toBe('manager a: Month end.')
    expect(await said(move(id, 'authorise', {}, w.as('admin', 'a')))).toMatch(/not possible/)
    await move(id, 'rework')
    await move(id, 'submit')
    await move(id, 'assess')
    expect((await asks(id)).length).toBeGreaterThan(0)
  })

  test('counts no more the approval of somebody who left before it was decided', async () => {
    const who = await w.store.write(w.as('admin', 'a'), (s) => s.create(person, { orgId: w.a.orgId, name: 'Leaver', email: 'leaver@example.org', role: 'manager' }))
    const leaver: Actor = { kind: 'person', id: who.id, name: who.name, role: 'manager', orgId: w.a.orgId, reach: 'organization', teamIds: [] }
    const id = await assessed({ requesterId: leaver.id })
    const [ask] = await asks(id)
    await answer(ask?.id ?? '', 'approve', leaver)
    await w.store.write(w.as('admin', 'a'), (s) => s.move(person, who.id, 'leave', {}))
    expect(await said(move(id, 'authorise', {}, w.as('customer', 'a')))).toMatch(/role/)
    expect(await stateOf(id)).toBe('assessed')
    expect(await said(w.store.write(w.as('manager', 'a'), (s) => s.create(approval, { orgId: w.a.orgId, changeId: id, round: 2, approverId: who.id })))).toBe('Leaver has left. Ask somebody who is here.')
  })

  test('goes back to submitted when what was assessed changes', async () => {
    const id = await assessed()
    await move(id, 'update', { plannedEnd: later(110) })
    expect([await stateOf(id), (await asks(id)).length]).toEqual(['submitted', 0])
  })
})

describe('a freeze', () => {
  test('that comes after the approval takes it back and says so', async () => {
    const id = await agreed({ plannedStart: later(1000), plannedEnd: later(1002) })
    await move(id, 'schedule', { implementerId: w.as('agent', 'a').id })
    const win = await w.store.write(w.as('manager', 'a'), (s) => s.create(changeWindow, { orgId: w.a.orgId, kind: 'freeze', name: 'Peak week', scope: { serviceIds: [w.a.serviceId] }, startsAt: later(990), endsAt: later(1010) }))
    await w.quiet()
    const row = await rowOf(id)
    expect([row.state, row.authorisedAt]).toEqual(['assessed', null])
    expect(row.fellBecause).toMatch(/“Peak week” freezes this until/)
    expect(await said(move(id, 'authorise', {}, w.as('manager', 'a')))).toMatch(/freezes this until .* Plan it for another time/)
    await w.store.write(w.as('manager', 'a'), (s) => s.move(changeWindow, win.id, 'except', { exceptIds: [id], reason: 'Law.' }))
    await move(id, 'assess')
    expect((await rowOf(id)).conflicts?.map((c) => `${c.kind} ${c.gravity}`)).toContain('freeze note')
    for (const ask of await asks(id)) await answer(ask.id, 'approve', w.as('manager', 'a'))
    expect(await stateOf(id)).toBe('authorised')
  })

  test('into which it is moved takes its authorisation', async () => {
    const id = await agreed({ plannedStart: later(900), plannedEnd: later(902) })
    await move(id, 'schedule', { plannedStart: later(1003), plannedEnd: later(1004), implementerId: w.as('agent', 'a').id })
    expect([await stateOf(id), (await rowOf(id)).fellBecause]).toEqual(['assessed', expect.stringMatching(/freezes this until/)])
  })

  test('of the provider that nobody of the customer sees binds all the same', async () => {
    await w.store.write(w.as('manager', 'provider'), (s) => s.create(changeWindow, { orgId: w.provider, kind: 'freeze', name: 'Core network', scope: { everything: true }, startsAt: later(2000), endsAt: later(2010) }))
    const id = await assessed({ plannedStart: later(2001), plannedEnd: later(2002) })
    expect(await said(move(id, 'authorise', {}, w.as('manager', 'a')))).toMatch(/^Another organization’s window freezes this until .* Plan it for another time, or ask a manager for an exception\.$/)
    expect(await stateOf(id)).toBe('assessed')
  })

  test('is set by a manager, not by an agent', async () => {
    expect(await said(w.store.write(w.as('agent', 'a'), (s) => s.create(changeWindow, { orgId: w.a.orgId, kind: 'freeze', name: 'Mine', scope: { everything: true }, startsAt: later(1), endsAt: later(2) })))).toBe('A freeze is set, changed and lifted by a manager.')
  })
})

test('what goes back to draft is assessed anew', async () => {
  const id = await assessed()
  expect((await rowOf(id)).assessedAt).not.toBeNull()
  await move(id, 'rework')
  expect((await rowOf(id)).assessedAt).toBeNull()
})

describe('an emergency', () => {
  test('is authorised before its record is complete, and the record is late after a day', async () => {
    expect(await said(draft({ type: 'emergency', emergencyReason: undefined }))).toMatch(/planned late is a normal change/)
    const row = await w.store.write(w.as('agent', 'a'), (s) => s.create(change, { orgId: w.a.orgId, title: 'Stop the leak', type: 'emergency', emergencyReason: 'Customer data leaks.', serviceIds: [w.a.serviceId] }))
    await move(row.id, 'submit')
    await move(row.id, 'authorise', {}, w.as('manager', 'a'))
    expect(await stateOf(row.id)).toBe('authorised')
    await move(row.id, 'begin')
    await move(row.id, 'finish')
    await move(row.id, 'review', { outcome: 'success', findings: 'Stopped.' }, w.as('manager', 'a'))
    expect(await said(move(row.id, 'close'))).toMatch(/record is not complete/)
    await shift(24 * 3600 + 1)
    expect((await rowOf(row.id)).isDocumentationLate).toBe(true)
    await move(row.id, 'document', { ...whole })
    await move(row.id, 'close')
    expect([await stateOf(row.id), (await rowOf(row.id)).isDocumentationLate]).toEqual(['closed', true])
  })

  test('is not made wider before it is over: it passes freezes by what it was authorised for', async () => {
    const row = await w.store.write(w.as('agent', 'a'), (s) => s.create(change, { orgId: w.a.orgId, title: 'Stop the leak', type: 'emergency', emergencyReason: 'Customer data leaks.', serviceIds: [w.a.serviceId] }))
    await move(row.id, 'submit')
    await move(row.id, 'authorise', {}, w.as('manager', 'a'))
    const { id: other } = await w.store.write(system, (s) => s.create(service, { orgId: w.a.orgId, name: 'Payroll', key: 'payroll-wide', shared: false, teamId: w.teamId }))
    const wider = { serviceIds: [w.a.serviceId, other] }
    expect(await said(move(row.id, 'document', wider))).toMatch(/^What an emergency touches and when is what it was authorised for/)
    await move(row.id, 'document', { remediation: 'Restore the snapshot.' })
    await move(row.id, 'begin')
    expect(await said(move(row.id, 'document', wider))).toMatch(/^What an emergency touches and when/)
    await move(row.id, 'document', { plannedStart: later(0), plannedEnd: later(1) })
    expect(await said(move(row.id, 'document', { plannedEnd: later(90) }))).toMatch(/^What an emergency touches and when/)
    await move(row.id, 'finish')
    await move(row.id, 'document', wider)
  })

  test('is not what was planned late: that is a normal change, and says so', async () => {
    const id = await draft({ plannedStart: later(10), plannedEnd: later(11) })
    await move(id, 'submit')
    expect((await rowOf(id)).isPlannedLate).toBe(true)
  })
})

describe('a standard change', () => {
  let modelId = ''
  const standard = async (n: number): Promise<string> => draft({ type: 'standard', modelId, plannedStart: later(3000 + 10 * n), plannedEnd: later(3001 + 10 * n), implementerId: w.as('agent', 'a').id, title: `Restart ${n}` })

  test('passes by its model with its steps as tasks', async () => {
    modelId = (await w.store.write(w.as('manager', 'a'), (s) => s.create(changeModel, { orgId: w.a.orgId, name: 'Restart a node', isPreAuthorised: true, steps: ['Drain', 'Restart'], ...whole }))).id
    const id = await standard(1)
    await move(id, 'submit')
    expect([await stateOf(id), (await rowOf(id)).authorisedBy]).toEqual(['authorised', expect.stringMatching(/Restart a node, pre-authorised/)])
    const tasks = (await w.store.read(system, (s) => s.list(changeTask, { where: [is('changeId', id)], sort: 'position' }))).items
    expect(tasks.map((t) => t.title)).toEqual(['Drain', 'Restart'])
    await move(id, 'begin', { reason: 'Now is quiet.' })
    expect(await said(move(id, 'finish'))).toBe('Drain and Restart are still to do. Do or skip them first.')
    await move(id, 'backOut', { reason: 'It did not come up.' })
    expect((await w.store.read(system, (s) => s.find(changeModel, modelId))).isPreAuthorised).toBe(true)
  })

  test('after a second failure its model is not pre-authorised any more, and says why', async () => {
    const id = await standard(2)
    await move(id, 'submit')
    await move(id, 'begin', { reason: 'Again.' })
    await move(id, 'backOut', { reason: 'Again.' })
    const model = await w.store.read(system, (s) => s.find(changeModel, modelId))
    expect([model.isPreAuthorised, model.lostBecause]).toEqual([false, '2 of the last 2 changes by it failed or were backed out; 2 of 10 end its pre-authorisation.'])
    expect(await said(move(await standard(3), 'submit'))).toMatch(/is not pre-authorised: 2 of the last 2/)
    const trust = (by: Actor, verb: string, input: Record<string, unknown> = {}): Promise<string> => said(w.store.write(by, (s) => s.move(changeModel, modelId, verb, input)))
    expect(await trust(w.as('manager', 'a'), 'preauthorise', { reason: 'Mended.' })).toBe('It lost its pre-authorisation; to trust it again needs a second person. Propose it.')
    expect(await trust(w.as('manager', 'a'), 'propose', { trustAgain: true, reason: 'Mended.' })).toBe('done')
    expect(await trust(w.as('manager', 'a'), 'confirm')).toBe('manager a proposed it; somebody else must confirm it.')
    expect(await trust(w.as('admin', 'a'), 'confirm')).toBe('done')
    const again = await standard(4)
    await move(again, 'submit')
    expect(await stateOf(again)).toBe('authorised')
  })
})

test('to let more changes by a model fail needs a second person (7.4, invariant 20)', async () => {
  const model = await w.store.write(w.as('manager', 'a'), (s) => s.create(changeModel, { orgId: w.a.orgId, name: 'Rotate a key', isPreAuthorised: true, ...whole }))
  const set = (by: Actor, verb: string, input: Record<string, unknown> = {}): Promise<string> => said(w.store.write(by, (s) => s.move(changeModel, model.id, verb, input)))
  const refused = 'To let more changes by it fail needs a second person. Propose it.'
  expect([await set(w.as('manager', 'a'), 'update', { failuresAllowed: 9 }), await set(w.as('manager', 'a'), 'update', { failuresAmong: 5 }), await set(w.as('manager', 'a'), 'update', { failuresAllowed: 1, failuresAmong: 20 })]).toEqual([refused, refused, 'done'])
  expect([await set(w.as('manager', 'a'), 'propose', { failures: 3, reason: 'It is done daily.' }), await set(w.as('manager', 'a'), 'confirm'), await set(w.as('admin', 'a'), 'confirm')]).toEqual(['done', 'manager a proposed it; somebody else must confirm it.', 'done'])
  const then = await w.store.read(system, (s) => s.find(changeModel, model.id))
  expect([then.failuresAllowed, then.failuresAmong, then.proposal, then.judgedFrom]).toEqual([3, 20, null, model.judgedFrom])
})

describe('while a change is done', () => {
  test('what it touches is quiet, alerts beside it are flagged, and the end comes early', async () => {
    const above = await w.store.write(system, async (s) => {
      const key = await s.create(integration, { orgId: w.a.orgId, name: 'Prometheus', kind: 'alertmanager', keyHash: 'a'.repeat(64) })
      const shop = await s.create(service, { orgId: w.a.orgId, name: 'Shop', key: 'shop', dependsOnIds: [w.a.serviceId], teamId: w.teamId })
      return { keyId: key.id, shopId: shop.id }
    })
    await w.quiet()
    const id = await agreed({ plannedStart: later(4000), plannedEnd: later(4002) })
    await move(id, 'schedule', { implementerId: w.as('agent', 'a').id })
    await shift(4000 * 3600)
    await move(id, 'begin')
    const quiet = (await w.store.read(system, (s) => s.list(silence, { where: [is('state', 'standing')] }))).items
    expect(quiet.length).toBeGreaterThan(0)
    expect(quiet.flatMap((q) => q.matchers).find((m) => m.name === 'service')).toEqual({ name: 'service', value: 'gate', isRegex: true, isEqual: true })
    const raise = (serviceId: string, suppressedBy: string | null): Promise<unknown> => w.store.write(system, (s) => s.create(alert, {
      orgId: w.a.orgId, title: 'Slow', severity: 'error', fingerprint: `${serviceId}${suppressedBy}`.slice(0, 16), labels: { service: 'x' }, annotations: {}, integrationId: above.keyId, serviceId, incidentKey: `k ${serviceId}`, suppressedBy, startsAt: new Date(w.clock.now()).toISOString(),
    }))
    await raise(w.a.serviceId, quiet[0]?.id ?? null)
    await w.quiet()
    expect((await w.store.read(system, (s) => s.list(incident, { where: [is('serviceId', w.a.serviceId)], group: 'active' }))).items).toEqual([])
    await raise(above.shopId, null)
    await w.quiet()
    expect((await rowOf(id)).alertsOutside).toBe(1)
    expect(await verbsOf(id)).toContain('flag')
    await move(id, 'finish')
    expect((await w.store.read(system, (s) => s.list(silence, { where: [is('state', 'standing')] }))).items).toEqual([])
    await shift(24 * 3600)
    expect([await stateOf(id), await notesOf(id)]).toEqual(['implemented', expect.stringMatching(/Not reviewed by itself: INC-\d+ came after it/)])
  })
})

test('after all that, whatever was authorised had impact, window, collisions and a way back at that moment, and somebody other than its requester had agreed', async () => {
  const all = (await w.store.read(system, (s) => s.list(change, { limit: 200 }))).items
  const looked: string[] = []
  for (const c of all) {
    const entries = await w.store.read(system, (s) => s.history('change', c.id))
    for (const [i, e] of entries.entries()) {
      if (e.verb !== 'authorise') continue
      const then = fold(entries.slice(0, i + 1))
      looked.push(c.number)
      expect([c.number, then['impact'] !== null, then['conflicts'] !== null, then['riskLevel'] !== null]).toEqual([c.number, true, true, true])
      if (then['type'] !== 'emergency') expect([c.number, then['remediation'] !== null, then['plannedStart'] !== null, then['testEvidence'] !== null]).toEqual([c.number, true, true, true])
      const deciders = then['deciderIds'] as string[]
      expect([c.number, then['type'] === 'standard' || deciders.some((id) => id !== then['requesterId'])]).toEqual([c.number, true])
      if (then['riskLevel'] !== 'minor' && then['type'] !== 'standard') expect([c.number, deciders.some((id) => id !== then['requesterId'] && id !== then['implementerId'])]).toEqual([c.number, true])
    }
  }
  expect(looked.length).toBeGreaterThan(8)
})

test('a change that a problem raises names the problem, in its own answer, too', async () => {
  const p = await w.store.write(w.as('agent', 'a'), (s) => s.create(problem, { orgId: w.a.orgId, title: 'Gate stops', origin: 'incidents', evidence: 'A chart.' }))
  const id = await draft()
  const steps: readonly (readonly [string, Record<string, unknown>])[] = [['classify', { category: 'network' }], ['publishKnownError', { workaround: 'Restart it.' }], ['proposeSolution', { solution: 'Replace it.' }], ['raiseChange', { changeToRaise: id, businessCase: 'It pays.' }]]
  for (const [verb, input] of steps) { await w.store.write(w.as('manager', 'a'), (s) => s.move<object>(problem, p.id, verb, input)); await w.quiet() }
  expect((await rowOf(id)).problemId).toBe(p.id)
  const other = await draft({ problemId: p.id })
  expect((await rowOf(other)).problemId).toBe(p.id)
})
