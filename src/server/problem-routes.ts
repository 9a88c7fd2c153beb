/** What problems answer beyond their records: known errors that fit what is typed, their pain, and what happened around them. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Actor, readers, roleOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { plainText } from '../model/field.ts'
import { is } from '../model/query.ts'
import { sharedWords, symptomsOf } from '../practices/problem/known-error-index.ts'
import { knownErrorUse } from '../practices/problem/known-error-use.ts'
import { problem } from '../practices/problem/record.ts'
import { actorOf, type Face, parse, pathPart, queryOf } from './face.ts'
import { keepKnownErrors } from './known-errors.ts'
import { closureAnswer, closureSchema } from './problem-closure.ts'
import { painAnswer, painSchema } from './problem-pain.ts'
import { paretoAnswer } from './problem-pareto.ts'

const ids = z.union([z.string(), z.array(z.string())]).transform((v) => (typeof v === 'string' ? v.split(',') : v).filter((x) => x !== '')).pipe(z.array(z.uuid()).max(200))

/** What is being recorded: its words, its service, its items. */
export const knownErrorsSchema = z.strictObject({ text: plainText(20_000, 0).default(''), serviceId: z.uuid().optional(), ciIds: ids.optional(), limit: z.coerce.number().int().min(1).max(20).default(5) })

/** Registers them. */
export async function problemRoutes(app: FastifyInstance, face: Face): Promise<void> {
  const { store } = face
  const known = await keepKnownErrors(store)
  app.addHook('onClose', () => known.stop())

  app.get('/api/problems/known-errors', async (request) => {
    const actor = await readerOf(face, request)
    const { text, serviceId = null, ciIds = [], limit } = parse(knownErrorsSchema, queryOf(request), true)
    const found = await known.find(actor, { text, serviceId, ciIds }, limit)
    return store.read(actor, async (s) => {
      const rows = await s.seekMany(problem, found.map((m) => m.id))
      const where = [is('problemId', ...rows.keys())]
      const [worked, failed] = rows.size === 0 ? [{}, {}] : [await s.tally(knownErrorUse, { where: [...where, is('state', 'worked')] }, 'problemId'), await s.tally(knownErrorUse, { where: [...where, is('state', 'failed')] }, 'problemId')]
      return {
        items: found.flatMap(({ id, score, isSameService, sharedCiIds }) => {
          const p = rows.get(id)
          if (!p || p.knownErrorSince === null || p.knownErrorUntil !== null) return []
          const { number, title, state, causeStatement, workaround, knownErrorSince } = p
          const uses = { worked: worked[id] ?? 0, failed: failed[id] ?? 0 }
          return [{ id, number, title, state, serviceId: p.serviceId, causeStatement, workaround, knownErrorSince, score, because: { words: sharedWords(text, symptomsOf(p)), isSameService, ciIds: sharedCiIds }, uses }]
        }),
      }
    })
  })

  app.get('/api/problems/pain', async (request) => painAnswer(store, await readerOf(face, request), parse(painSchema, queryOf(request), true)))

  app.get('/api/problems/:id/pareto', async (request) => paretoAnswer(store, await readerOf(face, request), pathPart(request, 'id')))

  app.get('/api/problems/:id/timeline-of-closure', async (request) => {
    const actor = await readerOf(face, request)
    const asked = parse(closureSchema, queryOf(request), true)
    return store.read(actor, (s) => closureAnswer(s, pathPart(request, 'id'), asked))
  })
}

async function readerOf(face: Face, request: FastifyRequest): Promise<Actor> {
  const actor = await actorOf(face, request)
  if (!readers.includes(roleOf(actor))) throw new AppError('forbidden', 'Problems are for the operation’s staff and auditors.')
  return actor
}
