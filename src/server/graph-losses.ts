/** What the loss of each node alone does to many services: counted over numbers of nodes, for half a million relations give millions of pairs of node and service. */
import { setImmediate } from 'node:timers/promises'
import type { Effect } from '../analysis/structure.ts'
import type { CompactStructure, PartIds } from '../analysis/structure-compact.ts'
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

/** What takes services down all alone. */
export interface SharedPoints {
  /** Of each service, in the order of the question: numbers in the structure, what it needs in any case first. Itself is not among them. */
  readonly ofServices: readonly Int32Array[]
  /** Those of most services first; at most so many as asked for. */
  readonly points: readonly SharedPoint[]
  /** Of all points. */
  readonly count: number
}

/** Single points of failure of services, by their ids; `most` of the points are told by their own ids. */
export async function sharedPoints(structure: CompactStructure, serviceIds: readonly string[], most: number): Promise<SharedPoints> {
  const { ids } = structure
  const effects = new FailureEffects(structure, { only: 'X' })
  const services = new Int32Array(ids.size)
  const ofServices: Int32Array[] = []
  await inTurns(serviceIds, (id) => {
    const top = ids.find(id)
    const points = top < 0 ? nothing : effects.feltBy(top).parts.slice(1)
    for (const part of points) services[part] = (services[part] ?? 0) + 1
    ofServices.push(points)
  })
  return { ofServices, points: foremost(ids, services, most).map((part) => ({ part, id: ids.idOf(part), services: services[part] ?? 0 })), count: services.reduce((n, x) => (x > 0 ? n + 1 : n), 0) }
}

/** Parts of the highest values above zero, at most so many; equal ones by their ids, so that the same question has the same answer. Ids are written out for those only where it matters. */
function foremost(ids: PartIds, values: Int32Array | Float64Array, most: number): readonly number[] {
  const ordered = Float64Array.from(values).sort()
  const least = ordered[Math.max(0, ordered.length - most)] ?? 0
  const parts: { readonly part: number; readonly value: number; readonly id: string }[] = []
  values.forEach((value: number, part: number) => { if (value > 0 && value >= least) parts.push({ part, value, id: ids.idOf(part) }) })
  return parts.sort((a, b) => b.value - a.value || (a.id < b.id ? -1 : 1)).slice(0, most).map(({ part }) => part)
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

/** What `gravestLosses` tells. */
export interface GravestLosses {
  readonly ranked: readonly Loss[]
  /** More are felt than are ranked. */
  readonly isCut: boolean
  readonly hitsOf: (parts: readonly number[]) => Promise<readonly (readonly HitService[])[]>
}

/** The gravest losses first, at most so many. `hitsOf` names, for each of these parts, the services that feel it: the gravest first, at most 50. */
export async function gravestLosses(structure: CompactStructure, services: readonly GraphNode[], most: number): Promise<GravestLosses> {
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
    const byLevel = [0, 1, 2, 3].map((level) => ({ weight: weightOf(service, effectOfLevel(level)), count: counts[effectOfLevel(level)] }))
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] ?? 0
      const how = byLevel[levels[i] ?? 0]
      if (how === undefined) continue
      scores[part] = (scores[part] ?? 0) + how.weight
      how.count[part] = (how.count[part] ?? 0) + 1
    }
  })
  const losses = foremost(ids, scores, most).map((part): Loss => ({ part, id: ids.idOf(part), score: scores[part] ?? 0, counts: { A: counts.A[part] ?? 0, B: counts.B[part] ?? 0, X: counts.X[part] ?? 0 } }))
  const ranked = [...losses, ...alone].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, most).map((one) => ({ ...one, score: Math.round(one.score * 100) / 100 }))
  const isCut = scores.reduce((n, x) => (x > 0 ? n + 1 : n), 0) + alone.length > most

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
  return { ranked, isCut, hitsOf }
}

/** Keeps the last answer: the same question over the same structure has it again. */
export function keepLast<T>(): (structure: CompactStructure, question: unknown, compute: () => Promise<T>) => Promise<T> {
  let last: { readonly structure: CompactStructure; readonly key: string; readonly answer: Promise<T> } | null = null
  return (structure, question, compute) => {
    const key = JSON.stringify(question)
    if (last?.structure === structure && last.key === key) return last.answer
    const mine = { structure, key, answer: compute() }
    last = mine
    mine.answer.catch(() => { if (last === mine) last = null })
    return mine.answer
  }
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
