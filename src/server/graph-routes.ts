/** The graph over HTTP: what is around a node, single points of failure, what a failure tonight would hit, loose ends. */
import { setImmediate } from 'node:timers/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { circlesOf } from '../analysis/graph-circles.ts'
import type { Effect } from '../analysis/structure.ts'
import { FailureEffects } from '../analysis/structure-effects.ts'
import { type Actor, readers, roleOf, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { confidenceAt, nodeRecords, type Reached } from '../model/graph.ts'
import { structureOf } from '../practices/configuration/structure-of.ts'
import { service } from '../practices/service/record.ts'
import { around } from '../store/graph.ts'
import { type GraphNode, type GraphRelation, liveServices, type LooseEnd, looseEnds, looseEndsOf, nodesOf, relationsAmong, structureAt } from '../store/graph-parts.ts'
import type { Tx } from '../store/database.ts'
import { actorOf, type Face, parse, queryOf } from './face.ts'

const instant = z.iso.datetime({ offset: true }).transform((t) => new Date(t).toISOString())
const words = z.union([z.string(), z.array(z.string())]).transform((v) => (typeof v === 'string' ? v.split(',') : v).filter((x) => x !== ''))
const whole = (most: number) => z.coerce.number().int().min(1).max(most)

/** `ids` are starts, ids or not given: then the live services. `both` walks each way by itself. */
export const aroundSchema = z.strictObject({
  ids: words.pipe(z.array(z.uuid()).max(100)).optional(), direction: z.enum(['above', 'below', 'both']).default('both'), at: instant.optional(), depth: whole(50).optional(), most: whole(5000).default(2000),
})
/** Of one service, or of all live ones. */
export const singlePointsSchema = z.strictObject({ serviceId: z.string().max(100).optional(), at: instant.optional() })
/** `record`: of which kind of node the failure is asked. */
export const tonightSchema = z.strictObject({ record: z.enum(nodeRecords).optional(), at: instant.optional(), limit: whole(500).default(50) })
export const orphansSchema = z.strictObject({ kind: z.enum([...Object.keys(looseEnds) as [LooseEnd, ...LooseEnd[]], 'circle']).optional(), verifiedWithinDays: whole(3650).default(180), limit: whole(1000).default(100) })

/** Of more services or nodes the answer tells of these. */
const mostServices = 5000
const mostNodes = 500_000
const mostShownRelations = 20_000
const dayMs = 86_400_000

/** Registers them. */
export function graphRoutes(app: FastifyInstance, face: Face): void {
  const { store } = face
  const read = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> => store.db.read(sightOf(actor), work)
  const now = (): string => new Date(store.clock.now()).toISOString()

  app.get('/api/graph/around', async (request) => {
    const actor = await readerOf(face, request)
    const q = parse(aroundSchema, queryOf(request), true)
    const at = q.at ?? now()
    return read(actor, async (tx) => {
      const starts = q.ids ?? (await liveServices(tx, 1000)).map((s) => s.id)
      const ways = q.direction === 'both' ? ['above', 'below'] as const : [q.direction] as const
      const reached: (Reached & { readonly direction: 'above' | 'below' })[] = []
      for (const direction of ways) reached.push(...(await around(tx, starts, { direction, at, most: q.most, ...(q.depth === undefined ? {} : { depth: q.depth }) })).map((one) => ({ ...one, direction })))
      const ids = [...new Set([...starts.map((id) => id.toLowerCase()), ...reached.map((one) => one.id)])]
      const nodes = await nodesOf(tx, ids)
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
    const { services, stands } = await read(actor, async (tx) => ({ services: asked ? await nodesOf(tx, [asked.id]) : await liveServices(tx, mostServices), stands: await structureAt(tx, at, mostNodes) }))
    const effects = new FailureEffects(structureOf(stands), { only: 'X' })
    const found: { readonly service: GraphNode; readonly points: readonly string[] }[] = []
    await inTurns(services, (s) => { found.push({ service: s, points: effects.singlePoints(s.id) }) })
    const hit = new Map<string, number>()
    for (const { points } of found) for (const id of points) hit.set(id, (hit.get(id) ?? 0) + 1)
    const nodes = await read(actor, (tx) => nodeMap(tx, [...hit.keys()]))
    return {
      at,
      services: found.map(({ service: s, points }) => ({ ...s, pointIds: points.filter((id) => nodes.has(id)) })).filter((s) => asked !== null || s.pointIds.length > 0),
      points: [...hit].flatMap(([id, count]) => { const node = nodes.get(id); return node ? [{ ...node, services: count }] : [] }).sort((a, b) => b.services - a.services || (a.name < b.name ? -1 : 1)),
      isCut: services.length >= mostServices,
    }
  })

  app.get('/api/graph/tonight', async (request) => {
    const actor = await readerOf(face, request)
    const q = parse(tonightSchema, queryOf(request), true)
    const at = q.at ?? now()
    const { services, stands } = await read(actor, async (tx) => ({ services: await liveServices(tx, mostServices), stands: await structureAt(tx, at, mostNodes) }))
    const ranked = await rank(services, new FailureEffects(structureOf(stands)))
    const nodes = await read(actor, (tx) => nodeMap(tx, ranked.slice(0, mostLookedUp).map((r) => r.id)))
    const items = ranked.flatMap(({ id, ...rest }) => { const node = nodes.get(id); return node && (q.record === undefined || node.record === q.record) ? [{ ...node, ...rest }] : [] })
    return { at, items: items.slice(0, q.limit), count: items.length, services: services.length, isCut: services.length >= mostServices || ranked.length > mostLookedUp }
  })

  app.get('/api/graph/orphans', async (request) => {
    const actor = await readerOf(face, request)
    const q = parse(orphansSchema, queryOf(request), true)
    const verifiedBefore = new Date(store.clock.now() - q.verifiedWithinDays * dayMs).toISOString()
    const kinds = q.kind === undefined ? Object.keys(looseEnds) as LooseEnd[] : q.kind === 'circle' ? [] : [q.kind]
    return read(actor, async (tx) => {
      const lists: { kind: string; label: string; count: number; items: readonly GraphNode[] }[] = []
      for (const kind of kinds) lists.push({ kind, label: looseEnds[kind], ...await looseEndsOf(tx, kind, { verifiedBefore, most: q.limit }) })
      if (q.kind === undefined || q.kind === 'circle') lists.push(await circlesIn(tx, now(), q.limit))
      return { lists, verifiedWithinDays: q.verifiedWithinDays }
    })
  })
}

/** Two relations of one moment, or an import of the past, can close a circle that no rule saw. Impact cuts it somewhere; here it is shown. */
async function circlesIn(tx: Tx, at: string, most: number): Promise<{ kind: string; label: string; count: number; items: readonly GraphNode[] }> {
  const below = new Map((await structureAt(tx, at, mostNodes)).map((one) => [one.id, [...one.needs, ...one.alternates.map((a) => a.id)]]))
  const ids = circlesOf(below).flat()
  return { kind: 'circle', label: 'Nodes that stand on themselves by way of others', count: ids.length, items: (await nodesOf(tx, ids.slice(0, most))).sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

async function readerOf(face: Face, request: FastifyRequest): Promise<Actor> {
  const actor = await actorOf(face, request)
  if (!readers.includes(roleOf(actor))) throw new AppError('forbidden', 'The graph is for the operation’s staff and auditors.')
  return actor
}

/** With what is believed of it now, in place of when it was confirmed. */
export const shownRelation = (r: GraphRelation, at: string): GraphRelation => ({ ...r, confidence: Math.round(confidenceAt(r, at) * 1000) / 1000 })

const nodeMap = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, GraphNode>> => new Map((await nodesOf(tx, [...new Set(ids)])).map((n) => [n.id, n]))

/** Does it for each, and lets other requests have their turn in between. */
async function inTurns<T>(list: readonly T[], work: (one: T) => void): Promise<void> {
  let from = performance.now()
  for (const one of list) {
    work(one)
    if (performance.now() - from < turnMs) continue
    await setImmediate()
    from = performance.now()
  }
}
const turnMs = 10

/** Nodes whose names are looked up; the list is ranked, what comes later hits least. */
const mostLookedUp = 20_000
/** Services named with a node. */
const mostNamed = 50
/** What a service of a tier counts for in the order of the list; a judgement. */
const tierWeights: Readonly<Record<string, number>> = { gold: 8, silver: 4, bronze: 2, supporting: 1 }
const effectWeights: Readonly<Record<Effect, number>> = { X: 1, B: 0.3, A: 0.05 }

interface Hit {
  readonly id: string
  /** Orders the list; of no unit. */
  readonly score: number
  readonly counts: Readonly<Record<Effect, number>>
  /** The gravest first, at most 50. */
  readonly hits: readonly { readonly id: string; readonly number: string; readonly name: string; readonly tier: string | null; readonly effect: Effect }[]
}

/** What the loss of each node alone does to the services, the gravest first. */
async function rank(services: readonly GraphNode[], effects: FailureEffects): Promise<readonly Hit[]> {
  const felt = new Map<string, { score: number; counts: Record<Effect, number>; hits: { service: GraphNode; effect: Effect }[] }>()
  const weight = (one: GraphNode, effect: Effect): number => effectWeights[effect] * (tierWeights[one.tier ?? ''] ?? 1)
  await inTurns(services, (one) => {
    effects.forEach(one.id, (id, effect) => {
      let entry = felt.get(id)
      if (!entry) felt.set(id, entry = { score: 0, counts: { A: 0, B: 0, X: 0 }, hits: [] })
      entry.score += weight(one, effect)
      entry.counts[effect]++
      entry.hits.push({ service: one, effect })
    })
  })
  return [...felt].sort(([a, x], [b, y]) => y.score - x.score || (a < b ? -1 : 1)).map(([id, { score, counts, hits }]) => ({
    id, score: Math.round(score * 100) / 100, counts,
    hits: hits.sort((a, b) => weight(b.service, b.effect) - weight(a.service, a.effect)).slice(0, mostNamed).map(({ service: s, effect }) => ({ id: s.id, number: s.number, name: s.name, tier: s.tier, effect })),
  }))
}
