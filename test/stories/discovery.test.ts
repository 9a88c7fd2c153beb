/** Discovery: incidents that tell of the same trouble are put together as they come, as people decided, and the same as when all is made anew. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clusterDecision } from '../../src/practices/problem/discovery-decision.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { seededUniform } from '../../src/analysis/seeded.ts'
import { rebuildClusters } from '../../src/store/discovery-build.ts'
import { clustersDigest, followIncidents, takeIn } from '../../src/store/discovery-follow.ts'
import { lockLearning } from '../../src/store/discovery-learning.ts'
import { sightOf } from '../../src/model/actor.ts'
import { system, world, type World } from '../world.ts'

let w: World
beforeAll(async () => { w = await world() })
afterAll(async () => { await w.end() })

const report = async (orgId: string, serviceId: string, title: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  (await w.store.write(system, (s) => s.create(incident, { orgId, serviceId, title, ...more }))).id
const inA = (title: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> => report(w.a.orgId, w.a.serviceId, title, more)

/** Incident → those in one cluster with it. */
async function together(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await w.store.db.owner((tx) => tx.query<{ id: string; ids: string[] }>('SELECT n.cluster_id AS id, array_agg(m.incident_id) AS ids FROM cluster_member m JOIN cluster_node n ON n.id = m.node_id GROUP BY n.cluster_id'))
  return new Map(rows.flatMap(({ ids }) => ids.map((id) => [id, new Set(ids)] as const)))
}
const areTogether = async (a: string, b: string): Promise<boolean> => (await together()).get(a)?.has(b) === true

/** What was joined one after the other is what all at once gives, by the same weights. */
async function expectSameAnew(): Promise<void> {
  const followed = await clustersDigest(w.store)
  await rebuildClusters(w.store)
  expect(await clustersDigest(w.store)).toBe(followed)
}

describe('incidents as they come', () => {
  let [first, second, other, inB] = ['', '', '', '']

  test('join those that tell of the same trouble, within their organization', async () => {
    first = await inA('VPN client does not connect after the update')
    other = await inA('Printer on floor 3 is out of paper')
    inB = await report(w.b.orgId, w.b.serviceId, 'VPN client does not connect after the update')
    await followIncidents(w.store)
    second = await inA('vpn client does not connect after the update, since 09:00')
    await followIncidents(w.store)
    expect([await areTogether(first, second), await areTogether(first, other), await areTogether(first, inB)]).toEqual([true, false, false])
  })

  test('leave when they turn out to be something else, or are cancelled', async () => {
    const third = await inA('The VPN client does not connect after the update')
    await followIncidents(w.store)
    expect(await areTogether(first, third)).toBe(true)
    await w.store.write(system, (s) => s.move(incident, third, 'update', { title: 'Gate 4 stays closed for trucks' }))
    const fourth = await inA('VPN client does not connect after the update today')
    await followIncidents(w.store)
    expect([await areTogether(first, third), await areTogether(first, fourth)]).toEqual([false, true])
    await w.store.write(system, (s) => s.move(incident, fourth, 'cancel', { reason: 'Reported by mistake.' }))
    await followIncidents(w.store)
    expect((await together()).get(fourth)).toBeUndefined()
  })

  test('stay apart where somebody took them apart, also after all is made anew, and come together when that is taken back', async () => {
    const decided = await w.store.write(w.as('agent'), (s) => s.create(clusterDecision, { kind: 'split', anchorId: first, incidentIds: [second], reason: 'The second is the new certificate.' }))
    await followIncidents(w.store)
    expect(await areTogether(first, second)).toBe(false)
    w.clock.forward(60)
    const like = await inA('vpn client does not connect after the update, since yesterday')
    await followIncidents(w.store)
    expect([await areTogether(second, like), await areTogether(first, like)]).toEqual([true, false])
    await rebuildClusters(w.store)
    expect([await areTogether(first, second), await areTogether(second, like)]).toEqual([false, true])
    await w.store.write(w.as('agent'), (s) => s.move(clusterDecision, decided.id, 'withdraw'))
    await followIncidents(w.store)
    expect(await areTogether(first, second)).toBe(true)
  })

  test('come together where somebody put them together', async () => {
    await w.store.write(w.as('agent'), (s) => s.create(clusterDecision, { kind: 'merge', anchorId: other, incidentIds: [first], reason: 'One switch feeds both.' }))
    await followIncidents(w.store)
    expect(await areTogether(first, other)).toBe(true)
    await expectSameAnew()
  })

  test('of two organizations are never put together by hand', async () => {
    await expect(w.store.write(w.as('agent'), (s) => s.create(clusterDecision, { kind: 'merge', anchorId: first, incidentIds: [inB], reason: 'The same.' }))).rejects.toThrow(/there is no incident/)
    await expect(w.store.write(w.as('agent', 'a'), (s) => s.create(clusterDecision, { kind: 'merge', anchorId: first, incidentIds: [inB], reason: 'The same.' }))).rejects.toThrow()
  })

  test.each([
    [{ kind: 'split', incidentIds: [] }, /Name the incidents/],
    [{ kind: 'snooze' }, /until when/],
    [{ kind: 'snooze', until: '2028-01-01T00:00:00Z' }, /At most a year/],
    [{ kind: 'no_problem', until: '2026-05-01T00:00:00Z' }, /has an end/],
  ])('a decision that says nothing is refused: %j', async (input, why) => {
    await expect(w.store.write(w.as('agent'), (s) => s.create(clusterDecision, { anchorId: first, reason: 'x', ...input }))).rejects.toThrow(why)
  })
})

test('300 incidents over a year, some changed later, are the same clusters one after the other and all at once', async () => {
  const uniform = seededUniform(11)
  const below = (n: number): number => Math.floor(uniform() * n)
  const subjects = ['report server', 'gate reader', 'mail relay', 'badge printer', 'crane terminal', 'booking page']
  const faults = ['does not answer at all', 'shows an old price list', 'loses the connection every hour', 'asks for a password again', 'is very slow since the morning']
  const ids: string[] = []
  const say = (): string => `${subjects[below(6)] ?? ''} ${subjects[below(2)] ?? ''} ${faults[below(5)] ?? ''} ${uniform() < 0.3 ? 'please help' : ''}`
  for (let i = 0; i < 300; i++) {
    w.clock.forward(86_400)
    ids.push(await inA(say(), { category: uniform() < 0.5 ? 'software' : null, ...(uniform() < 0.5 ? {} : { serviceId: null }) }))
  }
  await rebuildClusters(w.store)
  // The weights stay: what follows is joined by them.
  for (let i = 0; i < 120; i++) {
    w.clock.forward(3600)
    const which = uniform()
    if (which < 0.4) ids.push(await inA(say()))
    // What comes in late may stand between two spells of one text and make them one.
    else if (which < 0.7) ids.push(await w.store.write(system, async (s) => (await s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title: say() }, { at: new Date(w.clock.now() - below(360) * 86_400_000).toISOString() })).id))
    else await w.store.write(system, (s) => s.move(incident, ids[below(ids.length)] ?? '', 'update', { title: say() }))
    // One by one at first, then some together.
    if (i < 30 || below(6) === 0) await followIncidents(w.store)
  }
  await followIncidents(w.store)
  const followed = await clustersDigest(w.store)
  const { weights } = (await w.store.db.write(sightOf(system), (tx) => lockLearning(tx))) ?? { weights: undefined }
  await rebuildClusters(w.store, weights)
  expect(await clustersDigest(w.store)).toBe(followed)
}, 120_000)

test.each([
  ['one after the other', 'Weighbridge shows nothing at all', [330, 10, 170], [true, true]],
  ['the last two together', 'Forklift charger smells burnt', [10, 330, 170], [true, false]],
  ['the first two together', 'Payroll export lost umlauts', [330, 10, 170], [false, true]],
  ['all three together', 'Badge camera sees only black', [330, 10, 170], [false, false]],
])('an incident dated between two of the same words, that lie too far apart without it, makes them one: %s', async (_how, title, daysAgo, follows) => {
  const ids: string[] = []
  for (const [i, days] of daysAgo.entries()) {
    ids.push(await w.store.write(system, async (s) => (await s.create(incident, { orgId: w.a.orgId, serviceId: w.a.serviceId, title }, { at: new Date(w.clock.now() - days * 86_400_000).toISOString() })).id))
    if (follows[i] ?? true) await followIncidents(w.store)
    if (i === 1 && follows[1] === true) expect(await areTogether(ids[0] ?? '', ids[1] ?? '')).toBe(false)
  }
  expect((await together()).get(ids[0] ?? '')).toEqual(new Set(ids))
  const followed = await clustersDigest(w.store)
  const { weights } = (await w.store.db.write(sightOf(system), (tx) => lockLearning(tx))) ?? { weights: undefined }
  await rebuildClusters(w.store, weights)
  expect(await clustersDigest(w.store)).toBe(followed)
  const stale = await w.store.db.owner((tx) => tx.query('SELECT c.id FROM cluster c WHERE NOT EXISTS (SELECT 1 FROM cluster_node n WHERE n.cluster_id = c.id)'))
  expect(stale).toEqual([])
})

test('a large cluster is summed up again once a minute, not with each of its incidents, and at once when it ends', async () => {
  const text = 'Sluice gate two reports no water level'
  const one = await inA(text)
  await inA(text)
  await followIncidents(w.store)
  const [{ id } = { id: '' }] = await w.store.db.owner((tx) => tx.query<{ id: string }>('SELECT n.cluster_id AS id FROM cluster_member m JOIN cluster_node n ON n.id = m.node_id WHERE m.incident_id = $1', [one]))
  const seen = async (): Promise<unknown> => (await w.store.db.owner((tx) => tx.query('SELECT members, is_behind AS "isBehind" FROM cluster WHERE id = $1', [id])))[0]
  // As if there were so many.
  await w.store.db.owner((tx) => tx.query('UPDATE cluster SET members = 6000 WHERE id = $1', [id]))
  const third = await inA(text)
  await followIncidents(w.store)
  expect(await seen()).toEqual({ members: 6000, isBehind: true })
  w.clock.forward(61)
  await followIncidents(w.store)
  expect(await seen()).toEqual({ members: 3, isBehind: false })
  await w.store.db.owner((tx) => tx.query('UPDATE cluster SET members = 6000 WHERE id = $1', [id]))
  for (const [incidentId, title] of [[one, 'Canteen lights flicker'], [third, 'Payslip archive refuses old years']] as const) await w.store.write(system, (s) => s.move(incident, incidentId, 'update', { title }))
  await followIncidents(w.store)
  expect(await seen()).toEqual(undefined)
})

test('one new incident among 300 joins in well under 20 ms of work', async () => {
  const times: number[] = []
  for (let i = 0; i < 15; i++) {
    const id = await inA('gate reader loses the connection every hour')
    const start = performance.now()
    await w.store.db.write(sightOf(system), async (tx) => {
      const learning = await lockLearning(tx)
      if (learning) await takeIn(tx, learning, [id], new Date(w.clock.now()).toISOString())
    })
    times.push(performance.now() - start)
  }
  console.log(`one incident joins its cluster: median ${(times.toSorted((a, b) => a - b)[7] ?? 0).toFixed(1)} ms`)
})
