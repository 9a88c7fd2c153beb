/** The live stream: tells each open page which records changed, and no page about what its viewer may not see. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { actorId, type Actor, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { mayRead } from '../model/permission.ts'
import type { Heard } from '../store/store.ts'
import { actorOf, credentialsOf, type Face } from './face.ts'

/** Under the 30 to 60 s after which proxies close a silent connection. */
const heartbeatSeconds = 20
const mostClients = 2000
const mostPerActor = 20
/** A page that does not read this much is gone or asleep; it will come back and resync. */
const mostUnsentBytes = 256 * 1024

interface Client {
  readonly actor: Actor
  readonly reply: FastifyReply
  readonly check: () => Promise<Actor | null>
}

/** The open streams of this process. */
export interface Live {
  clients(): number
  /** Says goodbye to every page; they come back to the next process by themselves. */
  stop(): Promise<void>
}

/** Whether this actor may know of this change: the same conditions as the rows themselves have in the database. */
export function mayHear(actor: Actor, face: Pick<Face, 'store'>, h: Heard): boolean {
  const r = face.store.records.get(h.record)
  if (!r || !mayRead(actor, r)) return false
  const sight = sightOf(actor)
  if (!sight.internal && h.audience === 'internal') return false
  if (!sight.all && h.orgId !== sight.orgId && !h.shared) return false
  if (sight.own === '') return true
  return r.requester === null ? h.shared : h.requesterId === sight.own
}

/** Registers `GET /api/stream` and begins to listen to the store. */
export async function streamRoute(app: FastifyInstance, face: Face): Promise<Live> {
  const clients = new Set<Client>()
  const drop = (c: Client): void => {
    clients.delete(c)
    c.reply.raw.end()
  }
  const tell = (c: Client, text: string): void => {
    if (c.reply.raw.writableLength > mostUnsentBytes || c.reply.raw.destroyed) drop(c)
    else c.reply.raw.write(text)
  }
  const unlisten = await face.store.listen((h) => {
    if (h === null) for (const c of clients) tell(c, 'event: resync\ndata: {}\n\n')
    else {
      const { seq, record, id, verb, version } = h
      const text = `id: ${seq}\nevent: change\ndata: ${JSON.stringify({ seq, record, id, verb, version })}\n\n`
      for (const c of clients) if (mayHear(c.actor, face, h)) tell(c, text)
    }
  })
  const heartbeat = setInterval(() => {
    for (const c of clients) {
      tell(c, ': still here\n\n')
      // Who was signed out, left or has another role now must open it again, and is then told what fits.
      c.check().then((now) => { if (JSON.stringify(now) !== JSON.stringify(c.actor)) drop(c) }, () => undefined)
    }
  }, heartbeatSeconds * 1000)
  heartbeat.unref()

  app.get('/api/stream', { exposeHeadRoute: false }, async (request, reply) => {
    const actor = await actorOf(face, request)
    const mine = [...clients].filter((c) => actorId(c.actor) === actorId(actor)).length
    if (mine >= mostPerActor || clients.size >= mostClients) throw new AppError('too_many', 'Too many live connections are open; close some pages.', { facts: { retryAfterSeconds: 30 } })
    const credentials = credentialsOf(face, request)
    const client: Client = { actor, reply, check: () => face.auth.actorOf(credentials) }
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'keep-alive' })
    reply.raw.write('retry: 2000\n\n')
    // What happened in between is not kept for it: the page reads again what it shows.
    if (request.headers['last-event-id'] !== undefined) reply.raw.write('event: resync\ndata: {}\n\n')
    clients.add(client)
    request.raw.on('close', () => clients.delete(client))
    reply.raw.on('error', () => clients.delete(client))
  })

  return {
    clients: () => clients.size,
    stop: async () => {
      clearInterval(heartbeat)
      await unlisten().catch(() => undefined)
      for (const c of clients) drop(c)
    },
  }
}
