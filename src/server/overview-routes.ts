/** Routes over all records at once: search, and the description that generic pages are drawn from. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { plainText } from '../model/field.ts'
import { actorOf, type Face, parse, queryOf } from './face.ts'
import { describe } from './describe.ts'

export const searchSchema = z.strictObject({ q: plainText(200, 0), limit: z.coerce.number().int().min(1).max(100).optional(), records: z.string().max(500).optional() })

/** Registers them. */
export function overviewRoutes(app: FastifyInstance, face: Face): void {
  const { store } = face

  app.get('/api/search', async (request) => {
    const actor = await actorOf(face, request)
    const { q, limit, records } = parse(searchSchema, queryOf(request), true)
    const wanted = records?.split(',').filter((name) => describe(actor, store.records).some((r) => r['name'] === name))
    return { items: await store.read(actor, (s) => s.search(q, { ...(limit === undefined ? {} : { limit }), ...(wanted === undefined ? {} : { records: wanted }) })) }
  })

  app.get('/api/describe', async (request) => {
    const actor = await actorOf(face, request)
    return { records: describe(actor, store.records) }
  })
}
