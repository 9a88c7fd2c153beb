/** The HTTP routes of those who set ways in up: an integration with its key, a new key, what each sent lately, and a mapping tried on a document. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Actor, managers, readers, roleOf, roleWords, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { present } from '../model/permission.ts'
import { integration } from '../practices/event/integration.ts'
import { tryMappingSchema } from '../practices/event/mapping.ts'
import { heardLately } from '../store/events.ts'
import type { Store } from '../store/store.ts'
import type { Door } from './door.ts'
import { makeIntegration, replaceKey } from './senders.ts'
import { readWebhook } from './webhook/read.ts'

/** What these routes need. */
export interface KeyRoutesDeps {
  readonly store: Store
  readonly door: Door
  /** Who asks, in a session or with a token; refused as unauthenticated. */
  actorOf(req: FastifyRequest): Promise<Actor>
}

const daySeconds = 86_400
/** Further back the stream of events is not searched: a source that is silent for longer is told as such. */
const searchedDays = 7
/** A sample is looked at by a person; more of it would not be read. */
const mostShown = 50

/** Registers them under `/api/integrations`, beside those that every record has. */
export function keyRoutes(app: FastifyInstance, { store, door, actorOf }: KeyRoutesDeps): void {
  app.post('/api/integrations/with-key', async (req, reply) => {
    const actor = await actorOf(req)
    const { key, ...row } = await store.write(actor, (s) => makeIntegration(s, objectOf(req.body)))
    // Known before the answer: the first alert may follow at once.
    await door.registry.reload('integration')
    return reply.code(201).send({ ...present(actor, integration, row), key })
  })

  app.post<{ Params: { id: string } }>('/api/integrations/:id/new-key', async (req, reply) => {
    const actor = await actorOf(req)
    const { key, ...row } = await store.write(actor, (s) => replaceKey(s, req.params.id))
    await door.registry.reload('integration')
    return reply.code(200).send({ ...present(actor, integration, row), key })
  })

  app.get('/api/integrations/heard', async (req) => {
    const actor = await actorOf(req)
    checkRole(actor, readers)
    const ids = await store.read(actor, async (s) => (await s.list(integration, { limit: 200 })).items.map((r) => r.id))
    const nowMs = store.clock.now()
    const kept = await heardLately(store.db, sightOf(actor), ids, iso(nowMs - searchedDays * daySeconds * 1000), iso(nowMs - daySeconds * 1000))
    const items = ids.map((id) => {
      const one = kept.get(id)
      // A repeat writes no event: what the door remembers is never older than what is kept.
      const lastMs = Math.max(door.lastHeardMs(id) ?? 0, one ? Date.parse(one.lastAt) : 0)
      return { integrationId: id, lastHeardAt: lastMs === 0 ? null : iso(lastMs), eventsInDay: one?.inDay ?? 0, openAlerts: openOf(door, id) }
    })
    return { items, searchedDays }
  })

  app.post('/api/integrations/try-mapping', async (req) => {
    const actor = await actorOf(req)
    checkRole(actor, managers)
    const parsed = tryMappingSchema.safeParse(objectOf(req.body))
    if (!parsed.success) {
      const faults = parsed.error.issues.slice(0, 20).map((i) => ({ at: `/${i.path.map(String).join('/')}`, message: i.message }))
      throw new AppError('invalid', `${faults[0]?.at ?? ''} ${faults[0]?.message ?? 'does not fit'}.`, { faults })
    }
    const read = readWebhook(parsed.data.sample, parsed.data.mapping, store.clock.now())
    const orgId = actor.kind === 'rule' ? '' : actor.orgId
    const events = read.events.slice(0, mostShown).map(({ labels, annotations, state, severity, occurredMs, generatorURL }) => {
      const word = labels['service']
      return { labels, annotations, state, severity, occurredAt: iso(occurredMs), link: generatorURL, serviceId: word === undefined ? null : door.registry.service(orgId, word.toLowerCase()) }
    })
    return { events, faults: read.faults.slice(0, mostShown) }
  })
}

const iso = (ms: number): string => new Date(ms).toISOString()

function openOf(door: Door, integrationId: string): number {
  let open = 0
  for (const e of door.ledger.of(integrationId)) if (e.doneMs === null) open++
  return open
}

function checkRole(actor: Actor, allowed: readonly (typeof readers)[number][]): void {
  if (!allowed.includes(roleOf(actor))) throw new AppError('forbidden', `This is for ${allowed.map((r) => roleWords[r].toLowerCase()).join(', ')}.`)
}

function objectOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Readonly<Record<string, unknown>>
  throw new AppError('invalid', 'The body must be a JSON object.', { faults: [{ at: '', message: 'must be an object' }] })
}
