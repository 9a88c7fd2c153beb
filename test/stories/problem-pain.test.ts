/** Which problem hurts most and what still leaks; and what happened on what a problem touches, with what cannot have caused it struck. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { change } from '../../src/practices/change/record.ts'
import { outage } from '../../src/practices/incident/outage.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { problem } from '../../src/practices/problem/record.ts'
import { service } from '../../src/practices/service/record.ts'
import { closureAnswer, closureSchema } from '../../src/server/problem-closure.ts'
import { painAnswer, painSchema } from '../../src/server/problem-pain.ts'
import { paretoAnswer } from '../../src/server/problem-pareto.ts'
import { worksheet } from '../../src/practices/problem/worksheet.ts'
import { type Stage, stage } from './told.ts'

let w: Stage
let network = ''
const ids = new Map<string, string>()
const at = (minutes: number): string => new Date(Date.parse('2026-03-17T09:00:00.000Z') + minutes * 60_000).toISOString()

/** An incident of so many users, and its outage of so many minutes; none where nobody wrote one down. */
const stop = async (title: string, users: number | null, minutes: number | null, more: Record<string, unknown> = {}): Promise<string> => {
  const { id } = await w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title, impact: 2, ...(users === null ? {} : { affectedUsers: users }), ...more }))
  if (minutes !== null) await w.store.write(w.as('agent'), (s) => s.create(outage, { orgId: w.a.orgId, serviceId: w.a.serviceId, incidentId: id, startedAt: new Date(w.clock.now() - minutes * 60_000).toISOString(), endedOn: new Date(w.clock.now()).toISOString(), degree: 0.5 }))
  await w.store.write(w.as('agent'), (s) => s.move(incident, id, 'resolve', { code: 'fixed' }))
  return id
}
const found = async (title: string, incidentIds: readonly string[]): Promise<void> => {
  const { id } = await w.store.write(w.as('agent'), (s) => s.create(problem, { orgId: w.a.orgId, serviceId: w.a.serviceId, title, origin: 'incidents', incidentIds }))
  ids.set(title, id)
}
interface Item { readonly title: string; readonly incidents: number; readonly unknown: number; readonly userMinutes: { low: number; high: number }; readonly costMinor: { low: number; high: number }; readonly perMonthMinor: { low: number; high: number }; readonly standing: string; readonly cumulated: number }
interface PainAnswer { readonly items: readonly Item[]; readonly verdict: { readonly hasVitalFew: boolean } }
const pain = async (asked: Record<string, string> = {}, who = w.as('agent')): Promise<PainAnswer> => await painAnswer(w.store, who, painSchema.parse(asked)) as unknown as PainAnswer
interface Entry { readonly record: string; readonly title: string; readonly by: readonly string[]; readonly struck: string | null }
const closure = async (asked: Record<string, string> = {}): Promise<{ items: readonly Entry[]; cut: readonly string[] }> =>
  await w.store.read(w.as('agent'), (s) => closureAnswer(s, ids.get('Long') ?? '', closureSchema.parse(asked))) as unknown as { items: readonly Entry[]; cut: readonly string[] }

beforeAll(async () => {
  w = await stage()
  network = (await w.store.write(w.as('manager'), (s) => s.create(service, { orgId: w.a.orgId, name: 'Network', key: 'network', layer: 'infrastructure' }))).id
  await w.store.write(w.as('manager'), (s) => s.move(service, w.a.serviceId, 'update', { dependsOnIds: [network] }))
  await w.quiet()
  w.clock.forward(3600)
  await found('Long', [await stop('Down for long', 100, 60), await stop('Down for long again', 100, 60)])
  await found('Short', [await stop('Hiccup', 4, 30)])
  await found('Unknown', [await stop('Something', null, null, { noticedAt: at(0) })])
  await w.quiet()
})
afterAll(async () => { await w.end() })

describe('pain', () => {
  test('is user-minutes and money from outages, the worst first', async () => {
    const { items } = await pain({ userHour: '1000-2000', effortHour: '0' })
    expect(items.map((i) => [i.title, i.incidents, i.userMinutes.low, i.userMinutes.high, i.costMinor.low, i.costMinor.high, i.unknown])).toEqual([
      ['Long', 2, 6000, 6000, 100_000, 200_000, 0], ['Short', 1, 60, 60, 1000, 2000, 0], ['Unknown', 1, 0, 60, 0, 2000, 1],
    ])
  })

  test('three problems have no vital few', async () => { expect((await pain()).verdict.hasVitalFew).toBe(false) })

  test('is added up outage by outage, and a number of users that nobody knows is one to all of the service', async () => {
    const hour = 3_600_000
    const span = (hours: number, input: Record<string, unknown>): Promise<unknown> => w.store.write(w.as('agent'), (s) => s.create(outage, { orgId: w.a.orgId, startedAt: new Date(w.clock.now() - hours * hour).toISOString(), endedOn: new Date(w.clock.now()).toISOString(), serviceId: w.a.serviceId, ...input }))
    const portal = (await w.store.write(w.as('manager'), (s) => s.create(service, { orgId: w.a.orgId, name: 'Portal', key: 'portal', users: 500 }))).id
    const stopped = async (title: string, more: Record<string, unknown> = {}): Promise<string> => (await w.store.write(w.as('agent'), (s) => s.create(incident, { orgId: w.a.orgId, serviceId: portal, title, impact: 2, ...more }))).id
    const two = await stopped('Two outages')
    await span(10, { incidentId: two, usersAffected: 10 })
    await span(1, { incidentId: two, usersAffected: 1000 })
    const nobodyCounted = await stopped('Nobody counted')
    await span(2, { incidentId: nobodyCounted, serviceId: portal, degree: 0.5 })
    for (const [title, id] of [['Two', two], ['Uncounted', nobodyCounted]] as const) await found(title, [id])
    await w.quiet()
    const of = async (title: string): Promise<unknown> => { const i = (await pain()).items.find((x) => x.title === title); return [i?.userMinutes.low, i?.userMinutes.high, i?.unknown] }
    expect(await of('Two')).toEqual([66_000, 66_000, 0])
    expect(await of('Uncounted')).toEqual([60, 30_000, 1])
  })

  test('leaks until the fix is verified', async () => {
    const [long] = (await pain({ userHour: '1000', effortHour: '0' })).items
    expect([long?.standing, (long?.perMonthMinor.low ?? 0) > 0]).toEqual(['analysing', true])
  })

  test('of a closed problem leaks again where incidents came after its fix', async () => {
    const id = ids.get('Short') ?? ''
    const shown = async (): Promise<unknown> => { const i = (await pain({ userHour: '1000', effortHour: '0' })).items.find((x) => x.title === 'Short'); return [i?.standing, (i?.perMonthMinor.high ?? 0) > 0] }
    for (const [verb, input] of [['classify', { category: 'x' }], ['publishKnownError', { workaround: 'Wait.' }], ['proposeSolution', { solution: 'Another one.', costMinor: 0, currency: 'EUR' }]] as const) await w.store.write(w.as('manager'), (s) => s.move(problem, id, verb, input))
    const planned = await w.store.write(w.as('manager'), (s) => s.create(change, { orgId: w.a.orgId, title: 'Another one', serviceIds: [w.a.serviceId] }))
    await w.store.write(w.as('manager'), (s) => s.move(problem, id, 'raiseChange', { changeToRaise: planned.id }))
    await w.store.write(w.as('manager'), (s) => s.move(problem, id, 'implement', { reason: 'The supplier did it.' }))
    await w.quiet()
    w.clock.forward(31 * 86_400)
    await w.store.write(w.as('manager'), (s) => s.move(problem, id, 'verify', { proof: 'Measured.' }))
    expect(await shown()).toEqual(['verified', false])
    await w.store.write(w.as('agent'), (s) => s.move(problem, id, 'close', { retire: true, causeStatement: 'A part.' }))
    const again = await stop('Hiccup again', 4, 30)
    await w.store.write(w.as('agent'), (s) => s.move(incident, again, 'linkProblem', { toProblemId: id }))
    await w.quiet()
    expect(await shown()).toEqual(['came_back', true])
  })

  test('another organization sees none of it', async () => { expect((await pain({}, w.as('agent', 'b'))).items).toEqual([]) })

  test.each([{ userHour: '5-2' }, { userHour: 'x' }, { currency: 'euro' }, { colour: '1' }])('refuses %o', (asked) => { expect(painSchema.safeParse(asked).success).toBe(false) })

  test('refuses a time that ends before it begins', async () => { await expect(pain({ from: at(10), to: at(5) })).rejects.toMatchObject({ code: 'invalid' }) })
})

describe('what happened around it', () => {
  test('is in one order, with the way from what is hurt to where it happened', async () => {
    await w.store.write(w.as('agent'), (s) => s.create(outage, { orgId: w.a.orgId, serviceId: network, scope: 'Switch rebooted', startedAt: at(10), endedOn: at(20) }))
    await w.store.write(w.as('agent'), (s) => s.create(outage, { orgId: w.a.orgId, serviceId: w.b.serviceId, scope: 'Elsewhere', startedAt: at(10), endedOn: at(20) }).catch(() => null))
    const { items, cut } = await closure({ effectAt: at(30) })
    expect(items.find((e) => e.title === 'Switch rebooted')).toMatchObject({ record: 'outage', by: ['Gate and Yard', 'Network'], struck: null })
    expect(items.map((e) => e.title)).toContain('Down for long')
    expect(cut).toEqual([])
  })

  test('what came after the effect began is struck, with the reason', async () => {
    const { items } = await closure({ effectAt: at(5) })
    expect(items.find((e) => e.title === 'Switch rebooted')?.struck).toBe('It came 5 minutes after the effect began.')
    expect((await closure({ effectAt: at(5), skewSeconds: '300' })).items.find((e) => e.title === 'Switch rebooted')?.struck).toBeNull()
  })

  test('refuses a time that ends before it begins', async () => { await expect(closure({ from: at(10), to: at(5) })).rejects.toMatchObject({ code: 'invalid' }) })
})

test('a Pareto sheet begins with the problem’s incidents by the field that tells most, and can be kept as it is', async () => {
  const hurt: string[] = []
  for (const [category, users] of [['Network', 100], ['Network', 50], ['Network', 10], ['Access', 4]] as const) hurt.push(await stop(`Pareto ${category}`, users, 60, { category }))
  await found('Pareto', hurt)
  await w.quiet()
  const problemId = ids.get('Pareto') ?? ''
  const start = await paretoAnswer(w.store, w.as('agent'), problemId)
  expect(start).toEqual({ by: 'category', incidents: 4, content: { kind: 'pareto', unit: 'user-minutes', causes: [{ cause: 'Network', harm: 4800 }, { cause: 'Access', harm: 120 }] } })
  const kept = await w.store.write(w.as('agent'), (s) => s.create(worksheet, { orgId: w.a.orgId, problemId, title: 'Where the harm is', content: start['content'] }))
  expect(kept.content).toEqual(start['content'])
  await expect(paretoAnswer(w.store, w.as('agent', 'b'), problemId)).rejects.toMatchObject({ code: 'not_found' })
})
