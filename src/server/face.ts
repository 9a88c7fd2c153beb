/** What every route works with: the store, who may come in, and how a request is read. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { canonical } from '../model/journal.ts'
import type { Common } from '../model/record.ts'
import { sayIssue } from '../model/say-issue.ts'
import type { Session, Store } from '../store/store.ts'
import { type Auth, cookieName, type Credentials } from './auth.ts'

/** Names and values of no particular shape. */
export type Plain = Record<string, unknown>
export type Row = Plain & Common

/** What a practice adds to rows on their way out, such as obligations: row id → names and values. */
export type RowFacts = (s: Session, rows: readonly Row[]) => Promise<ReadonlyMap<string, Plain>>

/** What the routes share. */
export interface Face {
  readonly store: Store
  readonly auth: Auth
  /** The address people type; decides whether cookies are Secure. */
  readonly baseUrl: string
  /** By record type. */
  readonly rowFacts: Readonly<Record<string, RowFacts>>
}

/** Who sends this. Refused as unauthenticated; a write by cookie from another site is refused as forbidden. */
export async function actorOf(face: Face, request: FastifyRequest): Promise<Actor> {
  const { authorization } = request.headers
  const actor = await face.auth.actorOf(credentialsOf(face, request))
  if (!actor) throw new AppError('unauthenticated', authorization === undefined ? 'Sign in, or send an API token as a bearer token.' : 'This token is wrong, expired or revoked.')
  if (authorization === undefined) checkOrigin(face, request)
  return actor
}

/** Over TLS only the cookie counts whose prefix binds it to this host: a page of a neighbouring host could plant the other, and let somebody work in a session of its own. */
export function credentialsOf(face: Pick<Face, 'baseUrl'>, { headers: { authorization, cookie } }: FastifyRequest): Credentials {
  const name = `${cookieName(face.baseUrl.startsWith('https:'))}=`
  return { authorization, cookie: cookie?.split(';').filter((part) => part.trim().startsWith(name)).join(';') }
}

/** A browser says where a write comes from; a page of another site must not use somebody's cookie. */
export function checkOrigin(face: Face, { method, headers }: FastifyRequest): void {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return
  const site = headers['sec-fetch-site']
  const origin = headers.origin
  const isOwn = origin === undefined ? site === undefined || site === 'same-origin' || site === 'none' : origin === new URL(face.baseUrl).origin || (URL.canParse(origin) && new URL(origin).host === headers.host)
  if (!isOwn) throw new AppError('forbidden', 'This request comes from a page of another site.')
}

/** Parses a body or query by its schema; every fault is named with its place. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, isQuery = false): T {
  const parsed = schema.safeParse(value ?? {})
  if (parsed.success) return parsed.data
  const at = (path: readonly PropertyKey[]): string => `${isQuery ? '' : '/'}${path.map((p) => String(p).slice(0, 100)).join('/')}`
  const faults = parsed.error.issues.slice(0, 20).flatMap((i) =>
    i.code === 'unrecognized_keys' ? i.keys.slice(0, 20).map((k) => ({ at: at([...i.path, k]), message: 'is not known here' })) : [{ at: at(i.path), message: sayIssue(i) }])
  throw new AppError('invalid', `${faults[0]?.at ?? ''} ${faults[0]?.message ?? 'does not fit'}.`.trim(), { faults })
}

/** A body that is an object, or nothing at all. */
export function bodyOf(request: FastifyRequest): Plain {
  const { body } = request
  if (body === undefined || body === null) return {}
  if (typeof body !== 'object' || Array.isArray(body)) throw new AppError('invalid', 'The body must be a JSON object.', { faults: [{ at: '', message: 'must be an object' }] })
  return body as Plain
}

/** The query string as names and values. Names that every object has are no filters and are refused here. */
export function queryOf(request: FastifyRequest): Record<string, string | readonly string[] | undefined> {
  const query = request.query as Record<string, string | readonly string[] | undefined>
  const wrong = Object.keys(query).find((name) => name.split('.').some((part) => part in Object.prototype))
  if (wrong !== undefined) throw new AppError('invalid', `${wrong.slice(0, 100)} is no filter.`, { faults: [{ at: wrong.slice(0, 100), message: 'is no filter' }] })
  return query
}

/** One part of the path. */
export function pathPart(request: FastifyRequest, name: string): string {
  const value = (request.params as Readonly<Record<string, string | undefined>>)[name]
  return value ?? ''
}

/** The version in If-Match, or undefined where any will do. */
export function versionOf(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match']
  if (header === undefined || header.trim() === '*') return undefined
  const [, version] = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim()) ?? []
  if (version === undefined) throw new AppError('invalid', 'If-Match must be a version, such as "3".', { faults: [{ at: 'If-Match', message: 'must be a version, such as "3"' }] })
  return Number(version)
}

/** The Idempotency-Key of a request, or undefined. */
export function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw new AppError('invalid', 'Idempotency-Key must be 1 to 200 visible ASCII characters.', { faults: [{ at: 'Idempotency-Key', message: 'must be 1 to 200 visible ASCII characters' }] })
  return key
}

/** What makes two requests with one key the same request. A file counts by its bytes: walked as an object, 25 MiB would cost gigabytes and a minute. */
export function requestHash(request: FastifyRequest, body: unknown): string {
  const hash = createHash('sha256').update(canonical([request.method, request.url, request.headers['if-match'] ?? null, Buffer.isBuffer(body) ? 'bytes' : body ?? null]))
  return (Buffer.isBuffer(body) ? hash.update(body) : hash).digest('hex')
}

/** What a write answers with; kept for repeats with the same Idempotency-Key. */
export interface Answer {
  readonly status: number
  readonly body: Plain
}

/** One transaction, run once per Idempotency-Key where the caller gave one. */
export async function writeOnce(face: Face, actor: Actor, request: FastifyRequest, reply: FastifyReply, work: (s: Session) => Promise<Answer>): Promise<Answer> {
  const key = keyOf(request)
  if (key === undefined) return face.store.write(actor, work)
  const done = await face.store.write(actor, (s) => s.once(key, requestHash(request, request.body), () => work(s)))
  if (done.replayed) reply.header('idempotent-replayed', 'true')
  return done
}

export const uuid = z.uuid()
