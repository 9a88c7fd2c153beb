/** What the loss of each node alone does to many services: counted over numbers of nodes, for half a million relations give millions of pairs of node and service. */
import { setImmediate } from 'node:timers/promises'
import type { Effect } from '../analysis/structure.ts'
import type { CompactStructure } from '../analysis/structure-compact.ts'
import { effectOfLevel, FailureEffects } from '../analysis/structure-effects.ts'
import type { GraphNode } from '../store/graph-parts.ts'

const nothing = new Int32Array(0)

/** A node that takes services down all alone, and how many. */
export interface SharedPoint {
  /** Its number in the structure. */
  readonly part: number
  readonly id: string
  readonly services: number
}

/** What takes each service down all alone, without itself: by numbers in the structure, and as points, those of most services first. */
export async function sharedPoints(structure: CompactStructure, serviceIds: readonly string[]): Promise<{ readonly ofServices: readonly Int32Array[]; readonly points: readonly SharedPoint[] }> {
  const { ids } = structure
  const effects = new FailureEffects(structure, { only: 'X' })
  const counts = new Int32Array(ids.size)
  const ofServices: Int32Array[] = []
  await inTurns(serviceIds, (id) => {
    const top = ids.find(id)
    const points = top < 0 ? nothing : effects.feltBy(top).parts.filter((part) => part !== top)
    for (const part of points) counts[part] = (counts[part] ?? 0) + 1
    ofServices.push(points)
  })
  const points: SharedPoint[] = []
  counts.forEach((services, part) => { if (services > 0) points.push({ part, id: ids.idOf(part), services }) })
  return { ofServices, points: points.sort((a, b) => b.services - a.services || (a.id < b.id ? -1 : 1)) }
}

/** What a service of a tier counts for in the order of the list; a judgement. */
const tierWeights: Readonly<Record<string, number>> = { gold: 8, silver: 4, bronze: 2, supporting: 1 }
const effectWeights: Readonly<Record<Effect, number>> = { X: 1, B: 0.3, A: 0.05 }
const weightOf = (service: GraphNode, effect: Effect): number => effectWeights[effect] * (tierWeights[service.tier ?? ''] ?? 1)

/** Services named with a node. */
const mostNamed = 50

/** A node and what its loss alone does. */
export interface Loss {
  /** Its number in the structure. */
  readonly part: number
  readonly id: string
  /** Orders the list; of no unit. */
  readonly score: number
  /** Services by what they feel. */
  readonly counts: Readonly<Record<Effect, number>>
}

/** A service that feels a loss. */
export interface HitService {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly tier: string | null
  readonly effect: Effect
}

/** The gravest losses first, at most so many. `hitsOf` names, for each of these parts, the services that feel it: the gravest first, at most 50. */
export async function gravestLosses(structure: CompactStructure, services: readonly GraphNode[], most: number): Promise<{
  readonly ranked: readonly Loss[]
  readonly isCut: boolean
  readonly hitsOf: (parts: readonly number[]) => Promise<readonly (readonly HitService[])[]>
}> {
  const { ids } = structure
  const effects = new FailureEffects(structure)
  const scores = new Float64Array(ids.size)
  const counts: Readonly<Record<Effect, Int32Array>> = { A: new Int32Array(ids.size), B: new Int32Array(ids.size), X: new Int32Array(ids.size) }
  // A service that stands on nothing is hit by its own loss alone.
  const alone: Loss[] = []
  await inTurns(services, (service) => {
    const top = ids.find(service.id)
    if (top < 0) { alone.push({ part: -1 - alone.length, id: service.id, score: weightOf(service, 'X'), counts: { A: 0, B: 0, X: 1 } }); return }
    const { parts, levels } = effects.feltBy(top)
    for (let i = 0; i < parts.length; i++) {
      const [part, effect] = [parts[i] ?? 0, effectOfLevel(levels[i] ?? 0)]
      scores[part] = (scores[part] ?? 0) + weightOf(service, effect)
      counts[effect][part] = (counts[effect][part] ?? 0) + 1
    }
  })
  // Ids are written out for those only that may be among the first.
  const ordered = Float64Array.from([...scores.filter((score) => score > 0), ...alone.map((one) => one.score)]).sort()
  const least = ordered[Math.max(0, ordered.length - most)] ?? 0
  const graver: Loss[] = alone.filter((one) => one.score >= least)
  scores.forEach((score, part) => {
    if (score > 0 && score >= least) graver.push({ part, id: ids.idOf(part), score, counts: { A: counts.A[part] ?? 0, B: counts.B[part] ?? 0, X: counts.X[part] ?? 0 } })
  })
  graver.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
  const ranked = graver.slice(0, most).map((one) => ({ ...one, score: Math.round(one.score * 100) / 100 }))

  const hitsOf = async (asked: readonly number[]): Promise<readonly (readonly HitService[])[]> => {
    const places = new Map(asked.map((part, i) => [part, i]))
    const hits = asked.map((): { readonly service: GraphNode; readonly effect: Effect }[] => [])
    let met = 0
    await inTurns(services, (service) => {
      const top = ids.find(service.id)
      if (top < 0) { hits[places.get(-1 - met++) ?? -1]?.push({ service, effect: 'X' }); return }
      const { parts, levels } = effects.feltBy(top)
      for (let i = 0; i < parts.length; i++) {
        const place = places.get(parts[i] ?? 0)
        if (place !== undefined) hits[place]?.push({ service, effect: effectOfLevel(levels[i] ?? 0) })
      }
    })
    return hits.map((list) => list.sort((a, b) => weightOf(b.service, b.effect) - weightOf(a.service, a.effect)).slice(0, mostNamed)
      .map(({ service: { id, number, name, tier }, effect }) => ({ id, number, name, tier, effect })))
  }
  return { ranked, isCut: ordered.length > most, hitsOf }
}

const turnMs = 10

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
