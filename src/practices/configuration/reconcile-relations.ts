/** Compares the relations that a source observed with those recorded: which are as recorded, which are new, which are gone, and which would close a circle. */
import type { Known, KnownRelation } from './reconcile-known.ts'
import type { ObservedRelation } from './reconcile-observed.ts'

/** A relation between nodes that are found or will be made: ids of those known here, `new:` and the key of those that are not yet. */
export interface FoundRelation extends Omit<ObservedRelation, 'is' | 'from' | 'to'> {
  readonly fromId: string
  readonly toId: string
}

export interface RelationPlan {
  readonly create: readonly FoundRelation[]
  readonly confirm: readonly KnownRelation[]
  readonly end: readonly KnownRelation[]
  /** Would make something stand on itself; left out. */
  readonly circles: readonly FoundRelation[]
  /** Recorded by another with another role or group, which stays. */
  readonly otherwise: readonly FoundRelation[]
  readonly matches: number
}

/** Recorded from this source. */
export const isOf = (r: KnownRelation, { source }: Pick<Known, 'source'>): boolean => (r.source === 'import' || r.source === 'monitoring') && r.sourceName === source.name

// A relation that is confirmed at each import would fill the journal; once a day says the same.
const confirmAfterMs = 24 * 60 * 60_000
const keyOf = (r: { readonly fromId: string; readonly toId: string; readonly kind: string }): string => `${r.kind}\n${r.fromId}\n${r.toId}`

/** `isPart`: what the files do not say is not gone. */
export function planRelations(observed: readonly FoundRelation[], known: Pick<Known, 'relations' | 'source'>, at: string, isPart: boolean): RelationPlan {
  const here = new Map(known.relations.map((r) => [keyOf(r), r]))
  const isMine = (r: KnownRelation): boolean => isOf(r, known)
  const [create, confirm, end, otherwise]: [FoundRelation[], KnownRelation[], KnownRelation[], FoundRelation[]] = [[], [], [], []]
  const seen = new Set<string>()
  let matches = 0
  for (const r of observed) {
    const key = keyOf(r)
    if (seen.has(key) || r.fromId === r.toId) continue
    seen.add(key)
    const there = here.get(key)
    if (!there) create.push(r)
    else if (isAlike(there, r)) {
      matches++
      if (Date.parse(at) - Date.parse(there.confirmedAt) >= confirmAfterMs) confirm.push(there)
    } else if (isMine(there)) {
      // What a relation says does not change: it ends, and another begins.
      end.push(there)
      create.push(r)
    } else otherwise.push(r)
  }
  if (!isPart) end.push(...known.relations.filter((r) => isMine(r) && !seen.has(keyOf(r))))
  const ending = new Set(end)
  const { sound, circles } = withoutCircles(known.relations.filter((r) => !ending.has(r)), create)
  return { create: sound, confirm, end, circles, otherwise, matches }
}

const isAlike = (a: KnownRelation, b: FoundRelation): boolean => a.role === b.role && (a.groupName ?? '') === (b.groupName ?? '') && (a.role === 'series' || (a.atLeast ?? 1) === (b.atLeast ?? 1))

interface Edge { readonly fromId: string; readonly toId: string; readonly kind: string }

/** Those of `added` that close no circle with what stands and with those before them. */
function withoutCircles(standing: readonly Edge[], added: readonly FoundRelation[]): { sound: readonly FoundRelation[]; circles: readonly FoundRelation[] } {
  const isStructural = (e: Edge): boolean => e.kind !== 'connected_to'
  const below = new Map<string, string[]>()
  const put = (e: Edge): void => { const list = below.get(e.fromId); if (list) list.push(e.toId); else below.set(e.fromId, [e.toId]) }
  for (const e of standing) if (isStructural(e)) put(e)
  const candidates = added.filter(isStructural)
  const before = new Map([...below].map(([id, list]) => [id, list.length]))
  for (const e of candidates) put(e)
  const component = componentsOf(below)
  const isInCircle = (e: Edge): boolean => component.get(e.fromId) === component.get(e.toId)
  if (!candidates.some(isInCircle)) return { sound: added, circles: [] }
  // Only edges within a component can close a circle; these are tried one by one, in their order.
  for (const [id, list] of below) list.length = before.get(id) ?? 0
  for (const e of candidates) if (!isInCircle(e)) put(e)
  const circles = new Set<FoundRelation>()
  for (const e of candidates) {
    if (!isInCircle(e)) continue
    if (reaches(below, e.toId, e.fromId, component)) circles.add(e)
    else put(e)
  }
  return { sound: added.filter((r) => !circles.has(r)), circles: [...circles] }
}

function reaches(below: ReadonlyMap<string, readonly string[]>, from: string, to: string, component: ReadonlyMap<string, number>): boolean {
  const seen = new Set([from])
  const waiting = [from]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === to) return true
    for (const next of below.get(id) ?? []) if (!seen.has(next) && component.get(next) === component.get(to)) { seen.add(next); waiting.push(next) }
  }
  return false
}

/** Strongly connected components (Tarjan 1972), without recursion: a chain of a hundred thousand is no deep stack. */
function componentsOf(below: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const component = new Map<string, number>()
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  let count = 0
  for (const root of below.keys()) {
    if (order.has(root)) continue
    const walk: { readonly id: string; at: number }[] = [{ id: root, at: 0 }]
    for (let top = walk.at(-1); top; top = walk.at(-1)) {
      const { id } = top
      if (top.at === 0) { order.set(id, order.size); low.set(id, order.size - 1); open.push(id) }
      const next = below.get(id)?.[top.at++]
      if (next !== undefined) {
        if (!order.has(next)) walk.push({ id: next, at: 0 })
        else if (!component.has(next)) low.set(id, Math.min(low.get(id) ?? 0, order.get(next) ?? 0))
        continue
      }
      walk.pop()
      const above = walk.at(-1)
      if (above) low.set(above.id, Math.min(low.get(above.id) ?? 0, low.get(id) ?? 0))
      if (low.get(id) === order.get(id)) {
        for (let one = open.pop(); one !== undefined; one = open.pop()) { component.set(one, count); if (one === id) break }
        count++
      }
    }
  }
  return component
}
