/** The HTTP routes of all ways in: Alertmanager's API v2 and the JSON webhook, under `/in/{key}` and, with a key in the header, under `/api/v2`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, problems } from '../model/error.ts'
import { plainMapping } from '../practices/event/mapping.ts'
import { matchesAll } from '../practices/event/matchers.ts'
import type { Store } from '../store/store.ts'
import { readAlerts } from './alertmanager/read.ts'
import { readAsked, readFilters, receiver, showAlerts, showGroups, showSilence } from './alertmanager/show.ts'
import { type Answer, badId, deleteSilence, isSilenceId, postSilence, swagger } from './alertmanager/silences.ts'
import { changeRoutes, hasKeyInBody } from './change-routes.ts'
import type { Door, Sender } from './door.ts'
import { hashKey, keyOf } from './key.ts'
import { readWebhook } from './webhook/read.ts'

export interface IntakeDeps {
  readonly store: Store
  readonly door: Door
  /** Who sends; null: nobody that is known. */
  authorize(req: FastifyRequest): Promise<Sender | null>
}

// A batch of 10 000 alerts of 1.5 KB; the parser is not the limit, memory is.
const bodyLimitBytes = 16 * 1024 * 1024

/** Tells the sender by the key in its address or header; no query, no slow hash. */
export const authorizeByKey = (door: Door): IntakeDeps['authorize'] => (req) => {
  const key = keyOf(req.params, req.headers.authorization)
  const found = key === null || key.length > 200 ? undefined : door.registry.byKeyHash(hashKey(key))
  return Promise.resolve(found ? { orgId: found.orgId, integrationId: found.id } : null)
}

/** Registers everything in a scope of its own: bodies stay bytes here, and faults have Alertmanager's form. */
export function intakeRoutes(app: FastifyInstance, deps: IntakeDeps): void {
  app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyLimitBytes }, (_req, body, parsed) => { parsed(null, body) })
    scope.setErrorHandler((e, _req, reply) => { answerFault(reply, e) })
    // Before the body: a stranger must not fill the memory with bodies that nobody will read.
    scope.addHook('onRequest', async (req) => { if (req.method === 'POST' && !hasKeyInBody(req.url.split('?', 1)[0] ?? '')) await known(req, deps) })
    for (const prefix of ['/in/:key', '']) alertmanagerRoutes(scope, prefix, deps)
    changeRoutes(scope, deps)
    scope.post('/in/:key/webhook', { bodyLimit: bodyLimitBytes }, async (req, reply) => webhook(req, reply, deps))
    done()
  })
}

function alertmanagerRoutes(app: FastifyInstance, prefix: string, deps: IntakeDeps): void {
  const { store, door } = deps
  const api = `${prefix}/api/v2`
  const sender = (req: FastifyRequest): Promise<Sender> => known(req, deps)
  const startedMs = store.clock.now()

  app.post(`${api}/alerts`, { bodyLimit: bodyLimitBytes }, async (req, reply) => {
    const from = await sender(req)
    const body = jsonOf(req, 'alerts')
    if ('fault' in body) return answer(reply, body.fault)
    const read = readAlerts(body.json, store.clock.now())
    if ('unread' in read) return answer(reply, swagger(400, 400, `parsing alerts body from "" failed, because ${read.unread}`))
    await door.submit(from, read.events)
    return answer(reply, read.faults.length > 0 ? { status: 400, body: read.faults.slice(0, 100).join('; ') } : { status: 200, body: '' })
  })
  app.get(`${api}/alerts`, async (req, reply) => {
    const from = await sender(req)
    const asked = readAsked(queryOf(req))
    if (typeof asked === 'string') return answer(reply, { status: 400, body: asked })
    return answer(reply, { status: 200, body: showAlerts(door.ledger.of(from.integrationId), door.registry.silences(from.orgId), asked, store.clock.now()) })
  })
  app.get(`${api}/alerts/groups`, async (req, reply) => {
    const from = await sender(req)
    const asked = readAsked(queryOf(req))
    if (typeof asked === 'string') return answer(reply, { status: 400, body: asked })
    const alerts = showAlerts(door.ledger.of(from.integrationId), door.registry.silences(from.orgId), asked, store.clock.now())
    return answer(reply, { status: 200, body: showGroups(alerts, door.registry.integration(from.integrationId)?.groupBy ?? ['alertname']) })
  })
  app.get(`${api}/silences`, async (req, reply) => {
    const from = await sender(req)
    const filters = readFilters(queryOf(req)['filter'])
    if (typeof filters === 'string') return answer(reply, { status: 400, body: filters })
    const fits = door.registry.silences(from.orgId).filter((s) => filters.length === 0 || matchesAll(filters, Object.fromEntries(s.matchers.map((m) => [m.name, m.value]))))
    return answer(reply, { status: 200, body: fits.map((s) => showSilence(s, store.clock.now())) })
  })
  app.post(`${api}/silences`, async (req, reply) => {
    const from = await sender(req)
    const body = jsonOf(req, 'silence')
    return answer(reply, 'fault' in body ? body.fault : await postSilence(store, door.registry, from.orgId, body.json))
  })
  app.get<{ Params: { id: string } }>(`${api}/silence/:id`, async (req, reply) => {
    const from = await sender(req)
    if (!isSilenceId(req.params.id)) return answer(reply, badId(req.params.id))
    const found = door.registry.silences(from.orgId).find((s) => s.id === req.params.id.toLowerCase())
    return answer(reply, found ? { status: 200, body: showSilence(found, store.clock.now()) } : { status: 404, body: '' })
  })
  app.delete<{ Params: { id: string } }>(`${api}/silence/:id`, async (req, reply) => {
    const from = await sender(req)
    return answer(reply, await deleteSilence(store, door.registry, from.orgId, req.params.id))
  })
  app.get(`${api}/receivers`, async (req, reply) => {
    await sender(req)
    return answer(reply, { status: 200, body: [{ name: receiver }] })
  })
  app.get(`${api}/status`, async (req, reply) => {
    await sender(req)
    // The version whose API this speaks; clients decide by it what they may ask.
    const versionInfo = { branch: '', buildDate: '', buildUser: '', goVersion: '', revision: '', version: '0.27.0' }
    return answer(reply, { status: 200, body: { cluster: { name: '', peers: [], status: 'disabled' }, config: { original: `route:\n  receiver: ${receiver}\nreceivers:\n- name: ${receiver}\n` }, uptime: new Date(startedMs).toISOString(), versionInfo } })
  })
  for (const path of ['/-/healthy', '/-/ready']) app.get(`${prefix}${path}`, async (_req, reply) => reply.code(200).type('text/plain; charset=utf-8').send('OK'))
}

async function webhook(req: FastifyRequest, reply: FastifyReply, deps: IntakeDeps): Promise<FastifyReply> {
  const from = await known(req, deps)
  const body = jsonOf(req, 'webhook')
  if ('fault' in body) return answer(reply, body.fault)
  const read = readWebhook(body.json, deps.door.registry.integration(from.integrationId)?.mapping ?? plainMapping, deps.store.clock.now())
  await deps.door.submit(from, read.events)
  if (read.faults.length === 0) return answer(reply, { status: 202, body: { accepted: read.events.length } })
  throw new AppError('invalid', `${read.faults[0] ?? ''}${read.events.length > 0 ? ` The other ${read.events.length} were taken.` : ''}`, { facts: { accepted: read.events.length, faults: read.faults.slice(0, 100) } })
}

async function known(req: FastifyRequest, deps: IntakeDeps): Promise<Sender> {
  const from = await deps.authorize(req)
  if (from === null) throw new AppError('unauthenticated', 'No integration that is switched on has this key. Copy the address again from Settings, Integrations.')
  return from
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function jsonOf(req: FastifyRequest, what: string): { json: unknown } | { fault: Answer } {
  const type = (req.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type !== 'application/json' && !type.endsWith('+json')) {
    return { fault: swagger(415, 415, `unsupported media type ${JSON.stringify(type.slice(0, 100))}, only [application/json] are allowed`) }
  }
  const bytes: unknown = req.body
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return { fault: swagger(400, 400, `parsing ${what} body from "" failed, because EOF`) }
  try {
    return { json: JSON.parse(decoder.decode(bytes)) as unknown }
  } catch (e) {
    return { fault: swagger(400, 400, `parsing ${what} body from "" failed, because ${e instanceof Error ? e.message.slice(0, 200) : 'it is no JSON'}`) }
  }
}

const queryOf = (req: FastifyRequest): Readonly<Record<string, unknown>> => (typeof req.query === 'object' && req.query !== null ? req.query as Readonly<Record<string, unknown>> : {})

/** Strings are JSON strings, as Alertmanager writes its faults; an empty one is an empty body. */
function answer(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  if (body === '') return reply.code(status).send()
  return reply.code(status).type('application/json').send(`${JSON.stringify(body)}\n`)
}

function answerFault(reply: FastifyReply, e: unknown): void {
  if (e instanceof AppError) {
    const { status, title } = problems[e.code]
    const wait = e.facts['retryAfterSeconds']
    if (typeof wait === 'number') void reply.header('retry-after', wait)
    if (status === 401) void reply.header('www-authenticate', 'Bearer realm="evenkeel"')
    void reply.code(status).type('application/problem+json').send(JSON.stringify({ type: `about:blank#${e.code}`, title, status, code: e.code, message: e.message, detail: e.message, ...e.facts }))
    return
  }
  const status = typeof e === 'object' && e !== null && 'statusCode' in e && typeof e.statusCode === 'number' && e.statusCode >= 400 && e.statusCode < 500 ? e.statusCode : 500
  if (status === 500) reply.log.error({ err: e }, 'a request of intake failed')
  const message = status === 413 ? `The body is larger than ${bodyLimitBytes / 1024 / 1024} MiB; send several.` : status === 500 ? 'A fault of ours; what was sent was not taken.' : e instanceof Error ? e.message : 'bad request'
  void reply.code(status).type('application/json').send(JSON.stringify({ code: status, message }))
}
