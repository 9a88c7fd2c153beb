/** Who may send events: a key made for one integration, or an API token, for which an integration is made at its first use. */
import type { FastifyRequest } from 'fastify'
import { type Actor, rule, staff } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { is } from '../model/query.ts'
import type { Common } from '../model/record.ts'
import { type Integration, integration } from '../practices/event/integration.ts'
import type { Session, Store } from '../store/store.ts'
import type { Door, Sender } from './door.ts'
import { hashKey, keyOf, newKey } from './key.ts'

/** Tells an actor by a bearer token; null where it is none. */
export type ActorOfToken = (token: string) => Promise<Actor | null>

/** By key first, in memory; then by token. */
export function senders(store: Store, door: Door, actorOfToken: ActorOfToken): (req: FastifyRequest) => Promise<Sender | null> {
  const making = new Map<string, Promise<Sender>>()
  return async (req) => {
    const key = keyOf(req.params, req.headers.authorization)
    if (key === null || key.length > 200) return null
    const found = door.registry.byKeyHash(hashKey(key))
    if (found) return { orgId: found.orgId, integrationId: found.id }
    const actor = await actorOfToken(key)
    if (actor?.kind !== 'token' || (actor.role !== 'sender' && !staff.includes(actor.role))) return null
    // Not the hash of the token itself: as a key of its own it would still be let in when the token is revoked or over.
    const hash = hashKey(`token ${key}`)
    const known = door.registry.byKeyHash(hash)
    if (known) return { orgId: known.orgId, integrationId: known.id }
    const made = making.get(hash) ?? ofToken(store, door, actor.orgId, actor.name, hash).finally(() => { making.delete(hash) })
    making.set(hash, made)
    return made
  }
}

async function ofToken(store: Store, door: Door, orgId: string, name: string, keyHash: string): Promise<Sender> {
  const made = await store.write(rule('integration of a token'), async (s) => {
    const [known] = (await s.list(integration, { where: [is('keyHash', keyHash)], limit: 1 })).items
    if (known?.state === 'disabled') throw new AppError('forbidden', `The integration ${known.number} of this token is switched off.`)
    return known ?? s.create(integration, { orgId, name: `Token ${name}`, kind: 'alertmanager', keyHash })
  })
  await door.registry.reload('integration')
  return { orgId: made.orgId, integrationId: made.id }
}

/** Makes an integration and its key; the key is told this once. */
export async function makeIntegration(s: Session, input: Readonly<Record<string, unknown>>): Promise<Keyed> {
  const key = newKey()
  const made = await s.create(integration, { ...input, keyHash: hashKey(key) })
  return { ...made, key }
}

/** Gives an integration a new key, told this once; the old one is refused from the commit on. */
export async function replaceKey(s: Session, id: string): Promise<Keyed> {
  const key = newKey()
  const moved = await s.move(integration, id, 'rotate', { keyHash: hashKey(key) })
  return { ...moved, key }
}

/** A row together with the key that nobody will see again. */
export type Keyed = Integration & Common & { readonly key: string }
