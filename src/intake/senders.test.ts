/** Who may send with an API token: as long as it holds, and no longer. */
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { world, type World } from '../../test/world.ts'
import { createAuth, rememberSeconds } from '../server/auth.ts'
import { type Door, openDoor } from './door.ts'
import { intakeRoutes } from './routes.ts'
import { senders } from './senders.ts'

let w: World
let door: Door
beforeAll(async () => {
  w = await world()
  door = await openDoor({ store: w.store, tickMs: 0 })
})
afterAll(async () => {
  await door.close()
  await w.end()
})

test('a token sends into one integration until it is revoked, and then is a stranger before its body is read', async () => {
  const auth = createAuth(w.store)
  const app = Fastify()
  intakeRoutes(app, { store: w.store, door, authorize: senders(w.store, door, (token) => auth.actorOf({ authorization: `Bearer ${token}` })) })
  const admin = w.as('admin', 'a')
  const { id, secret } = await auth.createToken(admin, { name: 'prometheus', role: 'sender' })
  const send = async (body: string): Promise<number> =>
    (await app.inject({ method: 'POST', url: '/api/v2/alerts', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }, payload: body })).statusCode
  expect([await send('[{"labels":{"alertname":"one"}}]'), await send('[{"labels":{"alertname":"two"}}]')]).toEqual([200, 200])
  await door.registry.reload('integration')
  await auth.revokeToken(admin, id)
  w.clock.forward(rememberSeconds + 1)
  expect(await send('[{"labels":{"alertname":"three"}}]')).toBe(401)
  // Larger than any body that is read: who is asked first is told first.
  expect(await send(' '.repeat(17 * 1024 * 1024))).toBe(401)
  await app.close()
})
