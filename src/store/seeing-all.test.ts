/** A guard may look past what its actor sees, and the actor sees no more for it afterwards. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '../model/error.ts'
import { incident } from '../practices/incident/record.ts'
import { world, type World } from '../../test/world.ts'

let w: World
let theirs = ''
beforeAll(async () => {
  w = await world()
  theirs = (await w.store.write(w.as('agent', 'b'), (s) => s.create(incident, { title: 'Press stops', serviceId: w.b.serviceId }))).id
})
afterAll(async () => { await w.end() })

test.each(['agent', 'requester'] as const)('an %s is refused by what they do not see, and sees it neither before nor after', async (role) => {
  const seen = await w.store.write(w.as(role, 'a'), async (s) => [await s.seek(incident, theirs), (await s.seeingAll((all) => all.seek(incident, theirs)))?.title, await s.seek(incident, theirs), (await s.list(incident, { limit: 50 })).items.length])
  expect(seen).toEqual([null, 'Press stops', null, 0])
})

test.each([['a refusal', new AppError('refused', 'No.')], ['a fault', new Error('No.')]])('their sight is their own again after %s', async (_name, thrown) => {
  const seen = await w.store.write(w.as('agent', 'a'), async (s) => {
    const said = await s.seeingAll(async () => { throw thrown }).catch((e: unknown) => (e instanceof Error ? e.message : 'nothing'))
    return [said, await s.seek(incident, theirs)]
  })
  expect(seen).toEqual(['No.', null])
})
