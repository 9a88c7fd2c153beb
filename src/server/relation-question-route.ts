/** The one question after an incident: whether a relation that it was explained by is so. Answered by the relation's own verbs. */
import type { FastifyInstance } from 'fastify'
import { readers, roleOf, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { questionOf } from '../practices/configuration/question.ts'
import { incident } from '../practices/incident/record.ts'
import { around } from '../store/graph.ts'
import { type GraphRelation, nodesOf, relationsAmong } from '../store/graph-parts.ts'
import type { Tx } from '../store/database.ts'
import { actorOf, type Face, pathPart } from './face.ts'
import { shownRelation } from './graph-routes.ts'

/** Registers it. */
export function relationQuestionRoute(app: FastifyInstance, face: Face): void {
  const { store } = face

  app.get('/api/incidents/:id/relation-question', async (request) => {
    const actor = await actorOf(face, request)
    if (!readers.includes(roleOf(actor))) throw new AppError('forbidden', 'What stands on what is for the operation’s staff and auditors.')
    const it = await store.read(actor, (s) => s.find(incident, pathPart(request, 'id')))
    const nothing = (why: string): object => ({ why, text: null, question: null, missing: null })
    const { resolvedAt, serviceId } = it
    if (resolvedAt === null) return nothing('not_resolved')
    if (serviceId === null || it.ciIds.length === 0) return nothing('nothing_broken')
    const now = new Date(store.clock.now()).toISOString()
    // The map as it was then explains what happened then.
    const at = it.noticedAt !== null && it.noticedAt < it.createdAt ? it.noticedAt : it.createdAt
    return store.db.read(sightOf(actor), async (tx) => {
      const ways = await waysTo(tx, serviceId, it.ciIds, at)
      const { relation = null, why } = { relation: null, ...questionOf(ways.map((w) => w.relations), { resolvedAt, now }) }
      const lone = ways.length === 0 ? it.ciIds[0] : undefined
      const nodes = await nodesOf(tx, [serviceId, ...it.ciIds, ...(relation ? [relation.fromId, relation.toId] : [])])
      const known = new Map(nodes.map(({ id, record, number, name }) => [id, { id, record, number, name }]))
      const textOf = (from: string, to: string): string => `Does ${known.get(from)?.name ?? 'something you may not see'} stand on ${known.get(to)?.name ?? 'something you may not see'}?`
      // Nobody knew a way from the service to what was broken: the incident itself is what such a relation is known from.
      if (lone !== undefined && (await relationsAmong(tx, [serviceId, lone], now, 1)).length === 0) {
        return { why: 'missing', text: textOf(serviceId, lone), question: null, missing: { orgId: it.orgId, fromRecord: 'service', fromId: serviceId, toRecord: 'ci', toId: lone, source: 'incident', sourceName: it.number } }
      }
      if (relation === null) return nothing(lone === undefined ? why : 'answered')
      const { id: relationId, fromId, toId, kind, confidence, confirmedAt, source } = shownRelation(relation, now)
      return { why, text: textOf(fromId, toId), question: { relationId, from: known.get(fromId) ?? null, to: known.get(toId) ?? null, kind, confidence, confirmedAt, source }, missing: null }
    })
  })
}

interface Way {
  readonly relations: readonly GraphRelation[]
}

/** The shortest way from the service down to each of these that it stood on. */
async function waysTo(tx: Tx, serviceId: string, ciIds: readonly string[], at: string): Promise<readonly Way[]> {
  const below = await around(tx, [serviceId], { direction: 'below', at })
  const ways: Way[] = []
  for (const reached of below.filter((one) => ciIds.includes(one.id))) {
    const relations = await relationsAmong(tx, reached.path, at, mostOnWays)
    const next = new Map(reached.path.map((id, i) => [id, reached.path[i + 1]]))
    ways.push({ relations: relations.filter((r) => r.kind !== 'connected_to' && next.get(r.fromId) === r.toId) })
  }
  return ways
}
const mostOnWays = 1000
