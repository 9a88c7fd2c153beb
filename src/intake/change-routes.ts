/** Where pipelines tell of their changes: `/in/{key}/changes` in any of the formats read here, and PagerDuty's own address. A 2xx is answered after the commit. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../model/error.ts'
import type { Store } from '../store/store.ts'
import type { ChangeRead } from './change-event.ts'
import { readPagerDuty, routingKeyOf } from './change-pagerduty.ts'
import { readChanges } from './change-read.ts'
import { writeChanges } from './change-write.ts'
import type { Door, Sender } from './door.ts'
import { hashKey } from './key.ts'

/** What the routes stand on. */
export interface ChangeDeps {
  readonly store: Store
  readonly door: Door
  /** Who sends; null: nobody that is known. */
  authorize(req: FastifyRequest): Promise<Sender | null>
}

/** What PagerDuty takes at most, and GitHub's pushes with many commits. */
const bodyLimitBytes = 512 * 1024
const forgeLimitBytes = 5 * 1024 * 1024
const pagerDutyPaths = ['/v2/change/enqueue', '/in/:key/v2/change/enqueue'] as const

/** Registers them in the scope of intake, where bodies are bytes. */
export function changeRoutes(scope: FastifyInstance, deps: ChangeDeps): void {
  scope.post('/in/:key/changes', { bodyLimit: forgeLimitBytes }, async (req, reply) => {
    const from = await known(req, deps)
    const type = typeOf(req)
    const body = bodyOf(req, type)
    if (body === undefined) throw new AppError('invalid', 'The body is no JSON that can be read.')
    return answer(reply, await accept(deps, from, readChanges(type, req.headers, body)))
  })
  // The handshake by which a sender of CloudEvents asks whether it is welcome (HTTP 1.1 web hooks for event delivery).
  scope.options('/in/:key/changes', async (req, reply) => {
    await known(req, deps)
    const origin = req.headers['webhook-request-origin']
    return reply.header('webhook-allowed-origin', typeof origin === 'string' && /^[\w.:-]{1,253}$/.test(origin) ? origin : '*').header('allow', 'POST, OPTIONS').code(204).send()
  })
  for (const path of pagerDutyPaths) scope.post(path, { bodyLimit: bodyLimitBytes }, async (req, reply) => pagerDuty(req, reply, deps))
}

/** Whose body is read before it is known who sends: PagerDuty's senders put their key into it. */
export const hasKeyInBody = (path: string): boolean => path === pagerDutyPaths[0]

async function pagerDuty(req: FastifyRequest, reply: FastifyReply, deps: ChangeDeps): Promise<FastifyReply> {
  const body = bodyOf(req, typeOf(req))
  const invalid = (errors: readonly string[]): FastifyReply => reply.code(400).type('application/json').send(JSON.stringify({ status: 'invalid event', message: 'Event object is invalid', errors }))
  if (body === undefined) return invalid(['The body is no JSON that can be read'])
  const found = req.params !== null && typeof req.params === 'object' && 'key' in req.params ? await deps.authorize(req) : byRoutingKey(deps, routingKeyOf(body))
  if (found === null) return invalid(["'routing_key' names no integration that is switched on"])
  const read = readPagerDuty(body)
  if (read.faults.length > 0) return invalid(read.faults)
  await writeChanges(deps.store, deps.door.registry, found, read.events)
  return reply.code(202).type('application/json').send(JSON.stringify({ status: 'success', message: 'Change event processed' }))
}

function byRoutingKey({ door }: ChangeDeps, key: string): Sender | null {
  const found = key === '' || key.length > 200 ? undefined : door.registry.byKeyHash(hashKey(key))
  return found ? { orgId: found.orgId, integrationId: found.id } : null
}

/** What is good is kept though something else is not, and the answer says which. */
async function accept(deps: ChangeDeps, from: Sender, read: ChangeRead): Promise<Record<string, unknown>> {
  const { numbers, repeats } = await writeChanges(deps.store, deps.door.registry, from, read.events)
  if (read.faults.length === 0) return { accepted: numbers.length, repeats, numbers, ...(read.ignored.length === 0 ? {} : { ignored: read.ignored.slice(0, 100) }) }
  throw new AppError('invalid', `${read.faults[0] ?? ''}${numbers.length > 0 ? ` The other ${numbers.length} were taken.` : ''}`, { facts: { accepted: numbers.length, numbers, faults: read.faults.slice(0, 100) } })
}

const answer = (reply: FastifyReply, body: Record<string, unknown>): FastifyReply => reply.code(202).type('application/json').send(`${JSON.stringify(body)}\n`)

async function known(req: FastifyRequest, deps: ChangeDeps): Promise<Sender> {
  const from = await deps.authorize(req)
  if (from === null) throw new AppError('unauthenticated', 'No integration that is switched on has this key. Copy the address again from Settings, Integrations.')
  return from
}

const typeOf = (req: FastifyRequest): string => (req.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
const decoder = new TextDecoder('utf-8', { fatal: true })

/** Parsed JSON; of a form its field `payload`, as GitHub sends it where nobody chose JSON; undefined where there is none. */
function bodyOf(req: FastifyRequest, type: string): unknown {
  const bytes: unknown = req.body
  // A binary CloudEvent may have no data at all.
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return req.headers['ce-id'] === undefined ? undefined : null
  try {
    const text = decoder.decode(bytes)
    return JSON.parse(type === 'application/x-www-form-urlencoded' ? new URLSearchParams(text).get('payload') ?? '' : text) as unknown
  } catch {
    return undefined
  }
}
