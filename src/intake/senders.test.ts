/** Who may send with an API token: as long as it holds, and no longer. */
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { world, type World } from '../../test/world.ts'
import { createAuth, rememberSeconds } from '../server/auth.ts'
import { type Door, openDoor } from './door.ts'
import { organization } from '../practices/organization/record.ts'
import { mappingSchema } from '../practices/event/mapping.ts'
import { person } from '../practices/people/person.ts'
import { readAsked } from './alertmanager/show.ts'
import { intakeRoutes } from './routes.ts'
import { makeIntegration, senders } from './senders.ts'

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

test('a token ends with the person who made it, and the sources of an organization with the organization', async () => {
  const auth = createAuth(w.store)
  const leaver = w.as('manager', 'b')
  const [own, feed] = [await auth.createToken(leaver, { name: 'mine', role: 'manager' }), await auth.createToken(leaver, { name: 'feed', role: 'sender' })]
  const isIn = async (secret: string): Promise<boolean> => {
    w.clock.forward(rememberSeconds + 1)
    return (await auth.actorOf({ authorization: `Bearer ${secret}` })) !== null
  }
  expect([await isIn(own.secret), await isIn(feed.secret)]).toEqual([true, true])
  const { key, keyHash } = await w.store.write(w.as('admin', 'b'), (s) => makeIntegration(s, { name: 'prometheus', kind: 'alertmanager' }))
  expect(key).not.toBe('')
  await w.store.write(w.as('admin'), (s) => s.move(person, leaver.id, 'leave'))
  expect([await isIn(own.secret), await isIn(feed.secret)]).toEqual([false, true])
  await expect.poll(() => door.registry.byKeyHash(keyHash)?.orgId).toBe(w.b.orgId)
  await w.store.write(w.as('admin'), (s) => s.move(organization, w.b.orgId, 'leave', { reason: 'The contract is over.' }))
  await expect.poll(() => door.registry.byKeyHash(keyHash)).toBeUndefined()
  expect(await isIn(feed.secret)).toBe(false)
})

test.each([
  [`${'.?'.repeat(48)}x`, false], ['even.*', true], ['evenkeel|pager', true], ['even', false],
])('of receivers that fit %s ours is one: %s', (wanted, isOurs) => { expect(readAsked({ receiver: wanted })).toMatchObject({ isOurs }) })

test('a receiver pattern that cannot be read is refused', () => {
  expect(readAsked({ receiver: '(?=x)' })).toContain('failed to parse receiver param')
})

test('a mapping looks for few labels in each of many events', () => {
  const labels = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`l${i}`, 'a.b']))
  expect(mappingSchema.safeParse({ labels }).error?.issues[0]?.path).toEqual(['labels'])
})
