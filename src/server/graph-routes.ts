/** The graph over HTTP: what is around a node, single points of failure, what a failure tonight would hit, loose ends. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { circlesOf } from '../analysis/graph-circles.ts'
import { type Actor, readers, roleOf, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { confidenceAt, nodeRecords, type Reached } from '../model/graph.ts'
import { service } from '../practices/service/record.ts'
import { around } from '../store/graph.ts'
import { type GraphNode, type GraphRelation, liveServices, type LooseEnd, looseEnds, looseEndsOf, looseThings, nodesOf, relationsAmong } from '../store/graph-parts.ts'
import { keepStructures } from '../store/graph-structure.ts'
import type { Tx } from '../store/database.ts'
import { actorOf, type Face, parse, queryOf } from './face.ts'
import { type GravestLosses, gravestLosses, keepLast, type SharedPoints, sharedPoints } from './graph-losses.ts'

const instant = z.iso.datetime({ offset: true }).transform((t) => new Date(t).toISOString())
const words = z.union([z.string(), z.array(z.string())]).transform((v) => (typeof v === 'string' ? v.split(',') : v).filter((x) => x !== ''))
const whole = (most: number) => z.coerce.number().int().min(1).max(most)

/** `ids` are starts, ids or not given: then the live services. `both` walks each way by itself. */
export const aroundSchema = z.strictObject({
  ids: words.pipe(z.array(z.uuid()).max(100)).optional(), direction: z.enum(['above', 'below', 'both']).default('both'), at: instant.optional(), depth: whole(50).optional(), most: whole(5000).default(2000),
})
/** Of one service, or of all live ones; at most `limit` points are named, those of most services first. */
export const singlePointsSchema = z.strictObject({ serviceId: z.string().max(100).optional(), at: instant.optional(), limit: whole(20_000).default(5000) })
/** `record`: of which kind of node the failure is asked. */
export const tonightSchema = z.strictObject({ record: z.enum(nodeRecords).optional(), at: instant.optional(), limit: whole(500).default(50) })
export const orphansSchema = z.strictObject({ kind: z.enum([...Object.keys(looseEnds) as [LooseEnd, ...LooseEnd[]], 'circle']).optional(), verifiedWithinDays: whole(3650).default(180), limit: whole(1000).default(100) })

/** Of more services or nodes the answer tells of these. */
const mostServices = 5000
const mostShownRelations = 20_000
/** Nodes whose names are looked up; the lists are ranked, what comes later hits least. */
const mostLookedUp = 20_000
const dayMs = 86_400_000

/** Registers them. */
export function graphRoutes(app: FastifyInstance, face: Face): void {
  const { store } = face
  const read = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> => store.db.read(sightOf(actor), work)
  const now = (): string => new Date(store.clock.now()).toISOString()
  const structures = keepStructures()
  const lastPoints = keepLast<SharedPoints>()
  const lastLosses = keepLast<GravestLosses>()

  app.get('/api/graph/around', async (request) => {
    const actor = await readerOf(face, request)
    const q = parse(aroundSchema, queryOf(request), true)
    const at = q.at ?? now()
    return read(actor, async (tx) => {
      const starts = q.ids ?? (await liveServices(tx, 1000, q.at)).map((s) => s.id)
      const ways = q.direction === 'both' ? ['above', 'below'] as const : [q.direction] as const
      const reached: (Reached & { readonly direction: 'above' | 'below' })[] = []
      for (const direction of ways) reached.push(...(await around(tx, starts, { direction, at, most: q.most, ...(q.depth === undefined ? {} : { depth: q.depth }) })).map((one) => ({ ...one, direction })))
      const ids = [...new Set([...starts.map((id) => id.toLowerCase()), ...reached.map((one) => one.id)])]
      const nodes = await nodesOf(tx, ids, q.at)
      if (q.ids !== undefined && q.ids.length > 0 && !nodes.some((n) => q.ids?.some((id) => id.toLowerCase() === n.id))) throw new AppError('not_found', 'None of these is a node that you may see.')
      const relations = await relationsAmong(tx, nodes.map((n) => n.id), at, mostShownRelations)
      return { at, nodes, relations: relations.map((r) => shownRelation(r, at)), reached, isCut: reached.length >= q.most || relations.length >= mostShownRelations }
    })
  })

  app.get('/api/graph/single-points', async (request) => {
    const actor = await readerOf(face, request)
    const q = parse(singlePointsSchema, queryOf(request), true)
    const at = q.at ?? now()
    const asked = q.serviceId === undefined ? null : await store.read(actor, (s) => s.find(service, q.serviceId ?? ''))
    const { services, structure } = await read(actor, async (tx) => ({ services: asked ? await nodesOf(tx, [asked.id], q.at) : await liveServices(tx, mostServices, q.at), structure: await structures.at(tx, sightOf(actor), at) }))
    const serviceIds = services.map((s) => s.id)
    const compute = (): Promise<SharedPoints> => sharedPoints(structure, serviceIds, mostLookedUp)
    const { ofServices, points, count } = await (asked === null ? lastPoints(structure, serviceIds, compute) : compute())
    const nodes = await read(actor, (tx) => nodeMap(tx, points.map((p) => p.id), q.at))
    const seen = points.flatMap((p) => { const node = nodes.get(p.id); return node ? [{ ...node, services: p.services, part: p.part }] : [] }).sort((a, b) => b.services - a.services || (a.name < b.name ? -1 : 1))
    const named = seen.slice(0, q.limit)
    const idOf = new Map(named.map((p) => [p.part, p.id]))
    return {
      at,
      services: services.map((s, i) => ({ ...s, count: ofServices[i]?.length ?? 0, pointIds: Array.from(ofServices[i] ?? []).flatMap((part) => idOf.get(part) ?? []) })).filter((s) => asked !== null || s.count > 0),
      points: named.map(({ part: _, ...node }) => node),
      count: count - points.length + seen.length,
      isCut: services.length >= mostServices || count > points.length || seen.length > named.length,
    }
  })

  app.get('/api/graph/tonight', async (request) => {
    const actor = await readerOf(face, request)
    const q = parse(tonightSchema, queryOf(request), true)
    const at = q.at ?? now()
    const { services, structure } = await read(actor, async (tx) => ({ services: await liveServices(tx, mostServices, q.at), structure: await structures.at(tx, sightOf(actor), at) }))
    const { ranked, isCut, hitsOf } = await lastLosses(structure, services, () => gravestLosses(structure, services, mostLookedUp))
    const nodes = await read(actor, (tx) => nodeMap(tx, ranked.map((r) => r.id), q.at))
    const items = ranked.flatMap((one) => { const node = nodes.get(one.id); return node && (q.record === undefined || node.record === q.record) ? [{ node, one }] : [] })
    const shown = items.slice(0, q.limit)
    const hits = await hitsOf(shown.map(({ one }) => one.part))
    return {
      at, items: shown.map(({ node, one }, i) => ({ ...node, score: one.score, counts: one.counts, hits: hits[i] ?? [] })),
      count: items.length, services: services.length, isCut: services.length >= mostServices || isCut,
    }
  })

  app.get('/api/graph/orphans', async (request) => {
    const actor = await readerOf(face, request)
    const q = parse(orphansSchema, queryOf(request), true)
    const verifiedBefore = new Date(store.clock.now() - q.verifiedWithinDays * dayMs).toISOString()
    const kinds = q.kind === undefined ? Object.keys(looseEnds) as LooseEnd[] : q.kind === 'circle' ? [] : [q.kind]
    return read(actor, async (tx) => {
      const lists: { kind: string; label: string; count: number; items: readonly GraphNode[] }[] = []
      for (const kind of kinds) lists.push({ kind, label: looseEnds[kind], ...await looseEndsOf(tx, kind, { verifiedBefore, most: q.limit }) })
      // To find circles the whole graph is walked: not for who asks of something else.
      const inCircles = q.kind === undefined || q.kind === 'circle' ? circlesOf(await structures.at(tx, sightOf(actor), now())).flat() : []
      if (q.kind === undefined || q.kind === 'circle') lists.push(await circlesIn(tx, inCircles, q.limit))
      // A thing that is loose in two ways is in two lists and once among the things.
      const once = await looseThings(tx, { verifiedBefore, inCircles, most: q.limit, ...(q.kind === undefined ? {} : { kind: q.kind }) })
      return { ...once, lists, verifiedWithinDays: q.verifiedWithinDays }
    })
  })
}

/** An import of the past can close a circle that no rule saw. Impact cuts it somewhere; here it is shown. */
async function circlesIn(tx: Tx, ids: readonly string[], most: number): Promise<{ kind: string; label: string; count: number; items: readonly GraphNode[] }> {
  return { kind: 'circle', label: 'Nodes that stand on themselves by way of others', count: ids.length, items: (await nodesOf(tx, ids.slice(0, most))).sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

async function readerOf(face: Face, request: FastifyRequest): Promise<Actor> {
  const actor = await actorOf(face, request)
  if (!readers.includes(roleOf(actor))) throw new AppError('forbidden', 'The graph is for the operation’s staff and auditors.')
  return actor
}

/** With what is believed of it now, in place of when it was confirmed. */
export const shownRelation = (r: GraphRelation, at: string): GraphRelation => ({ ...r, confidence: Math.round(confidenceAt(r, at) * 1000) / 1000 })

const nodeMap = async (tx: Tx, ids: readonly string[], at?: string): Promise<ReadonlyMap<string, GraphNode>> => new Map((await nodesOf(tx, [...new Set(ids)], at)).map((n) => [n.id, n]))
