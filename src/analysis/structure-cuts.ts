/** Minimal cut sets: the smallest sets of parts that together take a service down (bottom-up form of MOCUS, Fussell and Vesely 1972; NUREG-0492, chapter VII). */
import { type AlternateGroup, orderBelow, partOf, type Structure } from './structure.ts'

export interface CutOptions {
  /** Parts that can fail by themselves; all where absent. A gate that only joins others cannot. */
  readonly canFail?: (id: string) => boolean
  /** Cut sets of more parts than this are left out; 3 where absent. */
  readonly most?: number
  /** So many sets of one part are kept at most, the smallest first; 5,000 where absent. */
  readonly limit?: number
}

/** Sets in the order of their size, each sorted. `isCut`: there are more than the options let through. */
export interface CutSets {
  readonly sets: readonly (readonly string[])[]
  readonly isCut: boolean
}

type Cut = readonly string[]

/** The minimal cut sets of `top` among itself and all below it. */
export function minimalCutSets(structure: Structure, top: string, { canFail = () => true, most = 3, limit = 5000 }: CutOptions = {}): CutSets {
  const cuts = new Map<string, readonly Cut[]>()
  let isCut = false
  const keep = (list: readonly Cut[]): readonly Cut[] => {
    const fitting = list.filter((c) => c.length <= most)
    const minimal = minimize(fitting)
    if (fitting.length < list.length || minimal.length > limit) isCut = true
    return minimal.slice(0, limit)
  }
  for (const id of orderBelow(structure, top)) {
    const { needs, groups } = partOf(structure, id)
    const own: readonly Cut[] = canFail(id) ? [[id]] : []
    cuts.set(id, keep([...own, ...needs.flatMap((n) => cuts.get(n) ?? []), ...groups.flatMap((g) => cutsOfGroup(g, cuts, keep))]))
  }
  return { sets: cuts.get(top) ?? [], isCut }
}

/** A group fails when so many members fail that too few are left: each way to choose them, by members of the sets of all before it. */
function cutsOfGroup(group: AlternateGroup, cuts: ReadonlyMap<string, readonly Cut[]>, keep: (list: readonly Cut[]) => readonly Cut[]): readonly Cut[] {
  const failing = group.members.length - group.atLeast + 1
  // by[j]: ways in which j of the members looked at so far fail.
  let by: readonly (readonly Cut[])[] = [[[]], ...Array.from({ length: Math.max(failing, 0) }, () => [])]
  for (const { id } of group.members) {
    const own = cuts.get(id) ?? []
    by = by.map((list, j) => (j === 0 ? list : keep([...list, ...(by[j - 1] ?? []).flatMap((a) => own.map((b) => union(a, b)))])))
  }
  return by[failing] ?? []
}

const union = (a: Cut, b: Cut): Cut => [...new Set([...a, ...b])].sort()

/** Without those that contain another; smallest first, then by name. */
function minimize(list: readonly Cut[]): readonly Cut[] {
  const seen = new Set<string>()
  const kept: Cut[] = []
  const byPart = new Map<string, Cut[]>()
  for (const c of [...list].sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1))) {
    const key = c.join('\n')
    if (seen.has(key)) continue
    seen.add(key)
    const inside = new Set(c)
    // A smaller set that is inside this one has one of its parts as its first.
    if (c.some((id) => byPart.get(id)?.some((s) => s.every((x) => inside.has(x))))) continue
    kept.push(c)
    const first = c[0]
    if (first !== undefined) byPart.set(first, [...(byPart.get(first) ?? []), c])
  }
  return kept
}
