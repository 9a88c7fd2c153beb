/** The HTTP face: one Fastify server with every route derived from the record types, and an orderly end. */
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Actor } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import type { Store } from '../store/store.ts'
import { attachmentRoutes, isAttachable } from './attachment-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import type { Auth } from './auth.ts'
import { causeRoutes } from './cause-routes.ts'
import { changeRoutes } from './change-routes.ts'
import { baselineRoutes } from './baseline-routes.ts'
import { exportRoute } from './export-route.ts'
import { actorOf, type Face, type RowFacts } from './face.ts'
import { demoRoutes } from './demo-routes.ts'
import { discoveryRoutes } from './discovery-routes.ts'
import { graphRoutes } from './graph-routes.ts'
import { type ImportDesk, importRoutes } from './import-routes.ts'
import { importOutlookRoute } from './import-outlook-route.ts'
import { readJson } from './json-body.ts'
import { measureRoutes } from './measure-routes.ts'
import { metricsRoute } from './metrics.ts'
import { openApi } from './openapi.ts'
import { overviewRoutes } from './overview-routes.ts'
import { problemOf, refusalOf } from './problem.ts'
import { problemRoutes } from './problem-routes.ts'
import { processRoutes } from './process-routes.ts'
import { reconcileRoutes } from './reconcile-routes.ts'
import { recordRoutes } from './record-routes.ts'
import { relationQuestionRoute } from './relation-question-route.ts'
import { reportRoutes } from './report-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { streamRoute } from './stream.ts'
import { type ServeWeb, serveWebFolder } from './web-folder.ts'

/** What routes of other parts may use. */
export interface RouteTools {
  /** Refused as unauthenticated; checks the origin of writes by cookie. */
  actorOf(request: FastifyRequest): Promise<Actor>
}

/** Everything the server is built from. */
export interface ServerOptions {
  readonly store: Store
  readonly auth: Auth
  /** Port 0 takes any free one. */
  readonly config: {
    readonly host: string
    readonly port: number
    readonly baseUrl: string
    /** Addresses and CIDR ranges whose `X-Forwarded-For` is believed; absent: nobody's. */
    readonly trustProxy?: readonly string[]
  }
  /** The built pages; null serves the API alone. */
  readonly webFolder: string | null
  /** Further routes: ways in, practices' own answers. They may set content types of their own. */
  readonly routes?: (app: FastifyInstance, tools: RouteTools) => void
  /** What practices add to rows, by record type. */
  readonly rowFacts?: Readonly<Record<string, RowFacts>>
  /** Files, mappings and previews of imports; absent: there are no such addresses. */
  readonly imports?: ImportDesk
  readonly log: FastifyBaseLogger
  readonly version: string
}

/** A server that listens. */
export interface RunningServer {
  readonly port: number
  /** Answers what is in flight, closes live connections, and refuses the rest. */
  stop(): Promise<void>
}

/** For JSON; files and ways in have limits of their own. */
export const bodyLimitBytes = 1_048_576
/** Longer than the slowest answer that anybody waits for, shorter than the whole program's own limit. */
const stopDeadlineMs = 10_000
const longestPathPart = 300

/** Resolves when it listens. The store and the log stay the caller's to close. */
export async function startServer(o: ServerOptions): Promise<RunningServer> {
  const face: Face = { store: o.store, auth: o.auth, baseUrl: o.config.baseUrl, rowFacts: o.rowFacts ?? {} }
  const web = o.webFolder === null ? null : serveWebFolder(o.webFolder)
  const app = Fastify({
    loggerInstance: o.log, logController: new LogController({ disableRequestLogging: true }), bodyLimit: bodyLimitBytes, requestIdHeader: false, genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: longestPathPart }, forceCloseConnections: 'idle', requestTimeout: 60_000,
    trustProxy: o.config.trustProxy?.length ? [...o.config.trustProxy] : false,
    frameworkErrors: (error, request, reply) => { answerError(error, request, reply as unknown as FastifyReply) },
    clientErrorHandler: answerBrokenRequest,
  })
  const state = { isStopping: false }

  app.removeAllContentTypeParsers()
  app.addContentTypeParser(['application/json', 'application/merge-patch+json'], { parseAs: 'buffer' }, (_request, body, done) => {
    try { done(null, readJson(body as Buffer)) } catch (e) { done(e as Error) }
  })
  app.addHook('onRequest', async (request, reply) => {
    for (const [name, value] of headersOf(o.config.baseUrl)) reply.header(name, value)
    reply.header('x-request-id', request.id)
    // Pages set their clock by it: it is the clock that the rules go by.
    reply.header('date', new Date(o.store.clock.now()).toUTCString())
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  app.setErrorHandler(answerError)
  const known = rememberRoutes(app)
  app.setNotFoundHandler((request, reply) => answerUnknown(request, reply, known, web))

  const live = await streamRoute(app, face)
  metricsRoute(app, { version: o.version, live })
  healthRoutes(app, o, state)
  signInRoutes(app, face)
  overviewRoutes(app, face)
  auditRoutes(app, face)
  measureRoutes(app, face)
  if (o.imports) importRoutes(app, face, o.imports)
  demoRoutes(app, face)
  await problemRoutes(app, face)
  discoveryRoutes(app, face)
  processRoutes(app, face)
  graphRoutes(app, face)
  relationQuestionRoute(app, face)
  baselineRoutes(app, face)
  reconcileRoutes(app, face, o.imports)
  causeRoutes(app, face)
  changeRoutes(app, face)
  reportRoutes(app, face)
  importOutlookRoute(app, face)
  for (const r of o.store.records.values()) {
    recordRoutes(app, face, r)
    exportRoute(app, face, r)
  }
  await app.register(async (files) => {
    // Any kind of file is bytes here, JSON too.
    files.removeAllContentTypeParsers()
    files.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    for (const r of o.store.records.values()) if (isAttachable(r)) attachmentRoutes(files, face, r)
  })
  const { routes } = o
  if (routes) await app.register(async (more) => { routes(more, { actorOf: (request) => actorOf(face, request) }) })
  // Written down when somebody first asks: it takes a fifth of the time until the server answers.
  let document: string | null = null
  app.get('/openapi.json', async (_request, reply) => reply.type('application/json; charset=utf-8').send(document ??= JSON.stringify(openApi(o.store.records, o.version))))

  await app.listen({ host: o.config.host, port: o.config.port }).catch(async (error: unknown) => {
    // Nobody gets this server, so nobody could stop what it listens to.
    await live.stop()
    await app.close()
    throw error
  })
  const address = app.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : o.config.port,
    stop: async () => {
      state.isStopping = true
      await live.stop()
      const late = setTimeout(() => app.server.closeAllConnections(), stopDeadlineMs)
      await app.close().finally(() => clearTimeout(late))
    },
  }
}

function healthRoutes(app: FastifyInstance, o: ServerOptions, state: { readonly isStopping: boolean }): void {
  app.get('/healthz', async () => ({ status: 'ok', version: o.version }))
  app.get('/readyz', async () => {
    if (state.isStopping) throw new AppError('unavailable', 'The server is stopping.')
    await o.store.db.owner((tx) => tx.query('SELECT 1'))
    return { status: 'ready' }
  })
}

// Mantine writes style attributes, hence 'unsafe-inline' for styles; scripts come from our own files only.
const policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const headers: readonly (readonly [string, string])[] = [
  ['content-security-policy', policy], ['x-content-type-options', 'nosniff'], ['referrer-policy', 'same-origin'], ['x-frame-options', 'DENY'],
  ['cross-origin-opener-policy', 'same-origin'], ['permissions-policy', 'camera=(), microphone=(), geolocation=()'],
]
const headersOverTls: readonly (readonly [string, string])[] = [...headers, ['strict-transport-security', 'max-age=31536000']]
const headersOf = (baseUrl: string): readonly (readonly [string, string])[] => (baseUrl.startsWith('https:') ? headersOverTls : headers)

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { refusal, isOurs } = refusalOf(error)
  if (isOurs) request.log.error({ err: error, requestId: request.id, method: request.method, path: pathOf(request.url) }, 'a fault of ours')
  const problem = problemOf(refusal, request.id)
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  const { retryAfterSeconds } = refusal.facts
  if (typeof retryAfterSeconds === 'number') reply.header('retry-after', String(retryAfterSeconds))
  // A download that fails on its way had another type and a name to be saved under.
  reply.removeHeader('content-disposition')
  void reply.code(problem.status).type('application/problem+json; charset=utf-8').send(problem)
}

/** The address without what is asked of it: a query may hold what opens something, such as the secret of the set-up. */
const pathOf = (url: string): string => (url.split(/[?#]/, 1)[0] ?? '').slice(0, 500)

/** Bytes that are no HTTP never reach a route; they are told in the same words. */
function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return
  const isLong = error.code === 'HPE_HEADER_OVERFLOW'
  const body = JSON.stringify(problemOf(new AppError('malformed', isLong ? 'The headers are too long.' : 'This is no HTTP request that can be read.'), randomUUID()))
  socket.end(`HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`)
}

type Known = readonly { readonly method: string; readonly pattern: RegExp }[]

/** Keeps the addresses there are, to tell a wrong method from a wrong address. */
function rememberRoutes(app: FastifyInstance): Known {
  const known: { method: string; pattern: RegExp }[] = []
  app.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(`^${url.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')}$`)
    for (const m of [method].flat()) known.push({ method: m, pattern })
  })
  return known
}

async function answerUnknown(request: FastifyRequest, reply: FastifyReply, known: Known, web: ServeWeb | null): Promise<unknown> {
  const address = request.url.split('?')[0] ?? '/'
  const allowed = [...new Set(known.filter((k) => k.pattern.test(address)).map((k) => k.method))]
  if (allowed.length > 0) {
    reply.header('allow', [...allowed, 'OPTIONS'].join(', '))
    if (request.method === 'OPTIONS') return reply.code(204).send()
    throw new AppError('method_not_allowed', `${address.slice(0, 200)} takes ${allowed.join(', ')}.`, { facts: { allowed } })
  }
  // The kinds of problem documents have an address each, in small letters; who reads pages is shown that there is no such problem.
  const isKind = /^\/problems\/[a-z_]+$/.test(address) && request.headers.accept?.includes('text/html') !== true
  const isPage = !isKind && !/^\/(?:api|in)(?:\/|$)/.test(address) && (request.method === 'GET' || request.method === 'HEAD')
  if (isPage && web && (await web(request, reply))) return reply
  throw new AppError('not_found', `There is nothing at ${address.slice(0, 200)}.`)
}
