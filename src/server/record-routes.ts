/** The routes of every record type, derived from its definition: list, read, create, change, move, bulk, timeline, tally. */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Actor } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import type { Defined, RecordType, SideTable } from '../model/record.ts'
import type { Session } from '../store/store.ts'
import { actorOf, type Answer, bodyOf, type Face, keyOf, parse, pathPart, type Plain, queryOf, requestHash, versionOf, writeOnce } from './face.ts'
import { problemOf, refusalOf } from './problem.ts'
import { checkShown, shownQuery } from './shown-query.ts'
import { presentAll, presentNew, presentOne, titlesOf } from './rows.ts'

/** A list past this size is told as "that many or more": an exact count would read everything. */
const mostCounted = 10_000
/** Each is a transaction of its own, done one after the other. */
export const mostBulk = 200

/** Verbs with a route: not those of rules, and not `attach`, whose bytes come by an address of their own. */
export const hasRoute = (r: RecordType, verb: string): boolean => Object.hasOwn(r.verbs, verb) && r.verbs[verb]?.ruleOnly !== true && verb !== 'attach'

/** `comment` → `comments`, `watch` → `watches`: the address of a side table. */
export const pluralOf = (t: SideTable): string => (/(s|x|ch|sh)$/.test(t.name) ? `${t.name}es` : `${t.name}s`)

/** One verb for up to 200 records, by id or number. */
export const bulkSchema = z.strictObject({ ids: z.array(z.string().min(1).max(100)).min(1).max(mostBulk), verb: z.string().min(1).max(60), input: z.record(z.string(), z.unknown()).optional() })
/** `after` is a version. */
export const timelineSchema = z.strictObject({ after: z.coerce.number().int().min(0).max(2_000_000_000).optional(), limit: z.coerce.number().int().min(1).max(5000).optional() })

/** Registers them for one record type. */
export function recordRoutes(app: FastifyInstance, face: Face, type: RecordType): void {
  const r: Defined<Plain> = type
  const base = `/api/${r.plural}`
  const { store } = face
  const opened = async (s: Session, id: string): Promise<Plain> => presentOne(face, s, r, await s.find(r, id))

  app.get(base, async (request) => {
    const actor = await actorOf(face, request)
    const params = queryOf(request)
    const query = shownQuery(actor, r, params)
    return store.read(actor, async (s) => {
      const page = await s.list(r, query)
      const items = await presentAll(face, s, r, page.items)
      const count = params['count'] === 'true' ? { count: await s.count(r, query, mostCounted) } : {}
      return { items, next: page.next, ...count, titles: await titlesOf(s, r, items) }
    })
  })

  app.post(base, async (request, reply) => {
    const actor = await actorOf(face, request)
    const input = bodyOf(request)
    // Without a key to remember, new records that arrive together share a commit.
    const answer = keyOf(request) === undefined ? { status: 201, body: presentNew(actor, r, await store.create(actor, r, input)) }
      : await writeOnce(face, actor, request, reply, async (s) => ({ status: 201, body: presentNew(actor, r, await s.create(r, input)) }))
    reply.header('location', `${base}/${String(answer.body['id'])}`)
    return send(reply, answer)
  })

  app.get(`${base}/tally`, async (request) => {
    const actor = await actorOf(face, request)
    const { by, ...filters } = queryOf(request)
    if (typeof by !== 'string' || !Object.hasOwn(r.fields, by)) throw new AppError('invalid', `by must be one field of ${r.plural}.`, { faults: [{ at: 'by', message: 'must be one field' }] })
    checkShown(actor, r, by)
    const query = shownQuery(actor, r, filters)
    return store.read(actor, async (s) => ({ by, counts: await s.tally(r, query, by) }))
  })

  app.post(`${base}/bulk`, async (request) => {
    const actor = await actorOf(face, request)
    const { ids, verb, input = {} } = parse(bulkSchema, request.body)
    if (!hasRoute(r, verb)) throw noVerb(r, verb)
    const key = keyOf(request)
    const hash = requestHash(request, request.body)
    const results: Plain[] = []
    for (const id of new Set(ids)) {
      const work = async (s: Session): Promise<Answer> => ({ status: 200, body: await moved(s, id, verb, input) })
      try {
        const { body } = await store.write(actor, (s) => (key === undefined ? work(s) : s.once(createHash('sha256').update(`${key} ${id}`).digest('hex'), hash, () => work(s))))
        results.push({ id, ok: true, ...body })
      } catch (e) {
        const { refusal, isOurs } = refusalOf(e)
        if (isOurs) request.log.error({ err: e, requestId: request.id }, 'a fault of ours')
        results.push({ id, ok: false, problem: problemOf(refusal, request.id) })
      }
    }
    return { results }
  })
  const moved = async (s: Session, id: string, verb: string, input: Plain): Promise<Plain> => {
    const { number, state, version } = await s.move(r, id, verb, input)
    return { number, state, version }
  }

  app.get(`${base}/:id`, async (request, reply) => {
    const actor = await actorOf(face, request)
    return send(reply, { status: 200, body: await store.read(actor, (s) => opened(s, pathPart(request, 'id'))) })
  })

  app.patch(`${base}/:id`, async (request, reply) => {
    const actor = await actorOf(face, request)
    return send(reply, await move(actor, pathPart(request, 'id'), 'update', request, reply))
  })

  app.post(`${base}/:id/:verb`, async (request, reply) => {
    const actor = await actorOf(face, request)
    const verb = pathPart(request, 'verb')
    if (!hasRoute(r, verb)) throw noVerb(r, verb)
    return send(reply, await move(actor, pathPart(request, 'id'), verb, request, reply))
  })
  const move = async (actor: Actor, id: string, verb: string, request: Parameters<typeof bodyOf>[0], reply: FastifyReply): Promise<Answer> => {
    const input = bodyOf(request)
    const ifVersion = versionOf(request)
    return writeOnce(face, actor, request, reply, async (s) => {
      const row = await s.move(r, id, verb, input, ifVersion === undefined ? {} : { ifVersion })
      return { status: 200, body: await presentOne(face, s, r, row) }
    })
  }

  app.get(`${base}/:id/timeline`, async (request) => {
    const actor = await actorOf(face, request)
    const { after, limit } = parse(timelineSchema, queryOf(request), true)
    return store.read(actor, async (s) => {
      const { id } = await s.find(r, pathPart(request, 'id'))
      return { items: await s.timeline(r, id, { ...(after === undefined ? {} : { after }), ...(limit === undefined ? {} : { limit }) }) }
    })
  })

  for (const table of r.tables) {
    app.get(`${base}/:id/${pluralOf(table)}`, async (request) => {
      const actor = await actorOf(face, request)
      return store.read(actor, async (s) => {
        const { id } = await s.find(r, pathPart(request, 'id'))
        return { items: await s.beside(table.name, id) }
      })
    })
  }
}

const noVerb = (r: RecordType, verb: string): AppError =>
  new AppError('not_found', `${r.words.many} have no verb ${JSON.stringify(verb.slice(0, 60))}.`, { facts: { verbs: Object.keys(r.verbs).filter((v) => hasRoute(r, v)) } })

function send(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  return reply.code(status).header('etag', `"${String(body['version'])}"`).send(body)
}
