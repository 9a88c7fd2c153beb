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

/** A relation to one of several, as it is known; numbers of parts. */
export interface KnownAlternate {
  readonly from: number
  readonly to: number
  /** Alternates of one part with the same name stand in for each other. */
  readonly groupName: string
  readonly atLeast: number
  readonly standby: 'hot' | 'warm'
}

/** `needs` holds pairs: a part and what it needs. Groups are those of `groupOf`. */
export function compactStructure(ids: PartIds, needs: Int32Array, alternates: readonly KnownAlternate[]): CompactStructure {
  const { size } = ids
  const [needStart, needed] = byFirst(size, needs)
  const groups = [...Map.groupBy(alternates, (a) => a.from)].sort(([a], [b]) => a - b)
    .flatMap(([from, list]) => [...Map.groupBy(list, (a) => a.groupName).values()].map((some) => ({ from, ...groupOf(some.map(({ to, atLeast, standby }) => ({ id: to, atLeast, standby }))) })))
  return { ids, needStart, needs: needed, ...groupArrays(size, groups) }
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
  const groups: NumberedGroup[] = []
  for (const [id, part] of structure) {
    const from = number(id)
    for (const need of part.needs) needs.push(from, number(need))
    for (const { members, atLeast } of part.groups) groups.push({ from, atLeast, members: members.map((m) => ({ id: number(m.id), standby: m.standby })) })
  }
  const list = [...numbers.keys()]
  const ids: PartIds = { size: list.length, idOf: (part) => list[part] ?? '', find: (id) => numbers.get(id) ?? -1 }
  const [needStart, needed] = byFirst(ids.size, Int32Array.from(needs))
  return { ids, needStart, needs: needed, ...groupArrays(ids.size, groups) }
}

/**
 * One group of alternates. Of what is said of it the largest "at least" counts, and at most as many as it has members: of two feeds that
 * are known, three cannot be needed, and a group of one is needed itself. Who is named twice stands by as was said last.
 */
export function groupOf<Id>(list: readonly { readonly id: Id; readonly atLeast: number | null; readonly standby: 'hot' | 'warm' | null }[]): { readonly atLeast: number; readonly members: readonly { readonly id: Id; readonly standby: 'hot' | 'warm' }[] } {
  const members = new Map(list.map(({ id, standby }) => [id, standby ?? 'hot'] as const))
  return { atLeast: Math.min(Math.max(1, ...list.map((one) => one.atLeast ?? 1)), members.size), members: [...members].map(([id, standby]) => ({ id, standby })) }
}

interface NumberedGroup {
  readonly from: number
  readonly atLeast: number
  readonly members: readonly { readonly id: number; readonly standby: 'hot' | 'warm' }[]
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

/** Groups in the order of their parts, or in any where parts come as they are numbered. */
function groupArrays(size: number, groups: readonly NumberedGroup[]): Pick<CompactStructure, 'groupStart' | 'memberStart' | 'members' | 'isHot' | 'atLeast'> {
  const groupStart = new Int32Array(size + 1)
  for (const { from } of groups) groupStart[from + 1] = (groupStart[from + 1] ?? 0) + 1
  for (let p = 0; p < size; p++) groupStart[p + 1] = (groupStart[p + 1] ?? 0) + (groupStart[p] ?? 0)
  const memberStart = new Int32Array(groups.length + 1)
  groups.forEach((g, i) => { memberStart[i + 1] = (memberStart[i] ?? 0) + g.members.length })
  const all = groups.flatMap((g) => g.members)
  return { groupStart, memberStart, members: Int32Array.from(all, (m) => m.id), isHot: Uint8Array.from(all, (m) => (m.standby === 'hot' ? 1 : 0)), atLeast: Int32Array.from(groups, (g) => g.atLeast) }
}
