/** Routes over all records at once: search, the audit list, and the description that generic pages are drawn from. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { plainText } from '../model/field.ts'
import { actorOf, type Face, parse, queryOf, uuid } from './face.ts'
import { describe } from './describe.ts'

export const searchSchema = z.strictObject({ q: plainText(200, 0), limit: z.coerce.number().int().min(1).max(100).optional(), records: z.string().max(500).optional() })
export const auditSchema = z.strictObject({
  before: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(), limit: z.coerce.number().int().min(1).max(500).optional(),
  record: plainText(60).optional(), actorId: uuid.optional(),
})
const auditPage = 100

/** Registers them. */
export function overviewRoutes(app: FastifyInstance, face: Face): void {
  const { store } = face

  app.get('/api/search', async (request) => {
    const actor = await actorOf(face, request)
    const { q, limit, records } = parse(searchSchema, queryOf(request), true)
    const wanted = records?.split(',').filter((name) => describe(actor, store.records).some((r) => r['name'] === name))
    return { items: await store.read(actor, (s) => s.search(q, { ...(limit === undefined ? {} : { limit }), ...(wanted === undefined ? {} : { records: wanted }) })) }
  })

  app.get('/api/audit', async (request) => {
    const actor = await actorOf(face, request)
    const { before, limit = auditPage, record, actorId } = parse(auditSchema, queryOf(request), true)
    const items = await store.read(actor, (s) =>
      s.audit({ limit, ...(before === undefined ? {} : { before }), ...(record === undefined ? {} : { record }), ...(actorId === undefined ? {} : { actorId }) }))
    return { items, next: items.length === limit ? String(items[items.length - 1]?.seq ?? '') : null }
  })

  app.get('/api/describe', async (request) => {
    const actor = await actorOf(face, request)
    return { records: describe(actor, store.records) }
  })
}
