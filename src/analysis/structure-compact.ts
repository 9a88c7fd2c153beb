/** A structure as numbers in arrays: what a hundred thousand parts stand on, in a few megabytes that are gone through without a look-up by name. */
import type { Structure } from './structure.ts'

/** Ids of parts and their numbers. */
export interface PartIds {
  readonly size: number
  /** Of a number below `size`. */
  idOf(part: number): string
  /** -1 where there is no such part. */
  find(id: string): number
}

/** Parts are numbers from 0. Part `p` needs `needs[needStart[p]]` up to before `needStart[p + 1]`; its groups, and the members of a group, are found in the same way. */
export interface CompactStructure {
  readonly ids: PartIds
  readonly needStart: Int32Array
  readonly needs: Int32Array
  readonly groupStart: Int32Array
  readonly memberStart: Int32Array
  readonly members: Int32Array
  /** By place among the members: 1 takes over by itself, 0 must be started. */
  readonly isHot: Uint8Array
  /** By group. */
  readonly atLeast: Int32Array
}

/** Relations to one of several, as they are known, one place in each list for each: numbers of parts and of names. */
export interface KnownAlternates {
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** Alternates of one part with the same name stand in for each other. */
  readonly groupName: readonly number[]
  readonly atLeast: readonly number[]
  readonly isHot: readonly boolean[]
}

/** `needs` holds pairs: a part and what it needs. What counts of a group says `groupOf`. */
export function compactStructure(ids: PartIds, needs: Int32Array, known: KnownAlternates): CompactStructure {
  const { size } = ids
  const [needStart, needed] = byFirst(size, needs)
  const [start, places] = byFirst(size, Int32Array.from({ length: known.from.length * 2 }, (_, i) => (i % 2 === 0 ? known.from[i / 2] ?? 0 : (i - 1) / 2)))
  const groupStart = new Int32Array(size + 1)
  const [memberStart, members, isHot, atLeast]: [number[], number[], number[], number[]] = [[0], [], [], []]
  for (let part = 0; part < size; part++) {
    const [first, last] = [start[part] ?? 0, start[part + 1] ?? 0]
    if (last > first) {
      // A part has few alternates: going over them once for each group costs less than sorting them.
      const mine = places.subarray(first, last)
      const named = new Set<number>()
      for (const place of mine) named.add(known.groupName[place] ?? 0)
      for (const name of named) {
        const begin = members.length
        let most = 1
        for (const place of mine) {
          if (known.groupName[place] !== name) continue
          const [to, hot] = [known.to[place] ?? 0, known.isHot[place] === true ? 1 : 0]
          most = Math.max(most, known.atLeast[place] ?? 1)
          const before = members.indexOf(to, begin)
          if (before < 0) { members.push(to); isHot.push(hot) } else isHot[before] = hot
        }
        atLeast.push(Math.min(most, members.length - begin))
        memberStart.push(members.length)
      }
    }
    groupStart[part + 1] = atLeast.length
  }
  return { ids, needStart, needs: needed, groupStart, memberStart: Int32Array.from(memberStart), members: Int32Array.from(members), isHot: Uint8Array.from(isHot), atLeast: Int32Array.from(atLeast) }
}

/** A structure by ids as numbers. */
export function compactOf(structure: Structure): CompactStructure {
  const numbers = new Map<string, number>()
  const number = (id: string): number => {
    const known = numbers.get(id)
    if (known === undefined) numbers.set(id, numbers.size)
    return known ?? numbers.size - 1
  }
  for (const id of structure.keys()) number(id)
  const needs: number[] = []
  const known = { from: [] as number[], to: [] as number[], groupName: [] as number[], atLeast: [] as number[], isHot: [] as boolean[] }
  for (const [id, part] of structure) {
    const from = number(id)
    for (const need of part.needs) needs.push(from, number(need))
    for (const [groupName, { members, atLeast }] of part.groups.entries()) {
      for (const m of members) {
        known.from.push(from)
        known.to.push(number(m.id))
        known.groupName.push(groupName)
        known.atLeast.push(atLeast)
        known.isHot.push(m.standby === 'hot')
      }
    }
  }
  const list = [...numbers.keys()]
  const ids: PartIds = { size: list.length, idOf: (part) => list[part] ?? '', find: (id) => numbers.get(id) ?? -1 }
  return compactStructure(ids, Int32Array.from(needs), known)
}

/**
 * One group of alternates. Of what is said of it the largest "at least" counts, and at most as many as it has members: of two feeds that
 * are known, three cannot be needed, and a group of one is needed itself. Who is named twice stands by as was said last.
 */
export function groupOf<Id>(list: readonly { readonly id: Id; readonly atLeast: number | null; readonly standby: 'hot' | 'warm' | null }[]): { readonly atLeast: number; readonly members: readonly { readonly id: Id; readonly standby: 'hot' | 'warm' }[] } {
  const members = new Map(list.map(({ id, standby }) => [id, standby ?? 'hot'] as const))
  return { atLeast: Math.min(Math.max(1, ...list.map((one) => one.atLeast ?? 1)), members.size), members: [...members].map(([id, standby]) => ({ id, standby })) }
}

/** Pairs as lists by their first: where the list of each begins, and the seconds in the order of their coming. */
function byFirst(size: number, pairs: Int32Array): readonly [Int32Array, Int32Array] {
  const start = new Int32Array(size + 1)
  for (let i = 0; i < pairs.length; i += 2) start[(pairs[i] ?? 0) + 1] = (start[(pairs[i] ?? 0) + 1] ?? 0) + 1
  for (let p = 0; p < size; p++) start[p + 1] = (start[p + 1] ?? 0) + (start[p] ?? 0)
  const next = start.slice()
  const seconds = new Int32Array(pairs.length / 2)
  for (let i = 0; i < pairs.length; i += 2) {
    const first = pairs[i] ?? 0
    const at = next[first] ?? 0
    seconds[at] = pairs[i + 1] ?? 0
    next[first] = at + 1
  }
  return [start, seconds]
}
