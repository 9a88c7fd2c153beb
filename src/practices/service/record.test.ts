/** The life of a service, and what it may stand on. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { system, world, type World } from '../../../test/world.ts'
import { service } from './record.ts'

let w: World
beforeAll(async () => { w = await world() })
afterAll(async () => { await w.end() })
let made = 0
const make = (more: Record<string, unknown> = {}) => w.store.write(w.as('manager'), (s) => s.create(service, { orgId: w.a.orgId, name: `Service ${++made}`, key: `service-${made}`, ...more }))
const move = (id: string, verb: string, input: Record<string, unknown> = {}) => w.store.write(w.as('manager'), (s) => s.move(service, id, verb, input))
const stateOf = (id: string) => w.store.read(system, async (s) => (await s.find(service, id)).state)

test('it is planned, goes live, is put back, retires and is taken back', async () => {
  const one = await make({ isPlanned: true })
  const states = [await stateOf(one.id)]
  for (const [verb, input] of [['goLive', {}], ['putBack', { reason: 'Not yet.' }], ['goLive', {}], ['retire', { reason: 'Replaced.' }], ['revive', { reason: 'Needed after all.' }]] as const) {
    await move(one.id, verb, input)
    states.push(await stateOf(one.id))
  }
  expect(states).toEqual(['planned', 'live', 'planned', 'live', 'retired', 'live'])
})

test('what others stand on is not retired, and the refusal names them', async () => {
  const below = await make()
  const above = await make({ dependsOnIds: [below.id] })
  await expect(move(below.id, 'retire', { reason: 'Old.' })).rejects.toMatchObject({ code: 'refused', message: `${above.name} stands on it. Change what they stand on first.` })
  await move(above.id, 'update', { dependsOnIds: [] })
  await move(below.id, 'retire', { reason: 'Old.' })
  expect(await stateOf(below.id)).toBe('retired')
})

test('nothing stands on itself, however long the way', async () => {
  const a = await make()
  const b = await make({ dependsOnIds: [a.id] })
  const c = await make({ dependsOnIds: [b.id] })
  await expect(move(a.id, 'update', { dependsOnIds: [a.id] })).rejects.toMatchObject({ message: 'A service cannot stand on itself.' })
  await expect(move(a.id, 'update', { dependsOnIds: [c.id] })).rejects.toMatchObject({ message: `It would stand on itself, by way of ${b.name}.` })
  expect((await move(c.id, 'update', { dependsOnIds: [a.id, b.id] })).dependsOnIds).toEqual([a.id, b.id])
})
