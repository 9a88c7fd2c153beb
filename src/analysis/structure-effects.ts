/**
 * What the loss of each part alone does to each of many services, exactly and without trying each part: what a service needs in any case
 * takes it down, and what takes down a member of a group does to the group what so many lost members do. Parts are numbers inside.
 */
import { type AlternateGroup, type Effect, partOf, type Structure } from './structure.ts'

/** Parts whose loss is felt, and how: 1 a hot alternative takes over, 2 one must be started, 3 lost. */
interface Felt {
  readonly parts: Int32Array
  readonly levels: Uint8Array
}

interface Group {
  readonly members: Int32Array
  readonly isHot: readonly boolean[]
  readonly atLeast: number
}

const hot = 1, warm = 2, lost = 3
const effects: readonly Effect[] = ['A', 'A', 'B', 'X']
// Elements are read with a default that is never taken: one shared accessor for three kinds of arrays costs more than all else here.
const nothing: Felt = { parts: new Int32Array(0), levels: new Uint8Array(0) }

/** Effects of single losses on any part of one structure. What was computed for one is used for the next; circles are cut where a walk meets itself. */
export class FailureEffects {
  readonly #ids: string[] = []
  readonly #indexOf = new Map<string, number>()
  readonly #needs: Int32Array[] = []
  readonly #groups: (readonly Group[])[] = []
  readonly #feltBy = new Map<number, Felt>()
  readonly #feltByGroup = new Map<Group, Felt>()
  readonly #onTheWay = new Set<number>()
  // Scratch, as long as there are parts; all zero between uses.
  readonly #level: Uint8Array
  readonly #lostAll: Int32Array
  readonly #lostReady: Int32Array

  readonly #least: number

  /** With `only: 'X'` what has another effect is left out, which is quicker by far: most losses are taken over. */
  constructor(structure: Structure, { only }: { readonly only?: 'X' } = {}) {
    this.#least = only === 'X' ? lost : hot
    const number = (id: string): number => {
      const known = this.#indexOf.get(id)
      if (known !== undefined) return known
      const made = this.#ids.push(id) - 1
      this.#indexOf.set(id, made)
      return made
    }
    const group = (g: AlternateGroup): Group => ({ members: Int32Array.from(g.members, (m) => number(m.id)), isHot: g.members.map((m) => m.standby === 'hot'), atLeast: g.atLeast })
    for (const id of structure.keys()) number(id)
    for (let i = 0; i < this.#ids.length; i++) {
      const { needs, groups } = partOf(structure, this.#ids[i] ?? '')
      this.#needs.push(Int32Array.from(needs, number))
      this.#groups.push(groups.map(group))
    }
    const size = this.#ids.length
    this.#level = new Uint8Array(size)
    this.#lostAll = new Int32Array(size)
    this.#lostReady = new Int32Array(size)
  }

  /** Calls back for each part whose loss alone is felt by `top`, itself included, in no order. */
  forEach(top: string, felt: (id: string, effect: Effect) => void): void {
    const index = this.#indexOf.get(top)
    if (index === undefined) { felt(top, 'X'); return }
    const { parts, levels } = this.#felt(index)
    for (let i = 0; i < parts.length; i++) felt(this.#ids[parts[i] ?? 0] ?? '', effects[levels[i] ?? lost] ?? 'X')
  }

  /** The same as a map. */
  on(top: string): ReadonlyMap<string, Effect> {
    const map = new Map<string, Effect>()
    this.forEach(top, (id, effect) => { map.set(id, effect) })
    return map
  }

  /** Parts whose loss alone takes `top` down: first what it needs in any case, nearest first; `top` itself is not among them. */
  singlePoints(top: string): readonly string[] {
    const list: string[] = []
    this.forEach(top, (id, effect) => { if (effect === 'X' && id !== top) list.push(id) })
    return list
  }

  #felt(top: number): Felt {
    const known = this.#feltBy.get(top)
    if (known) return known
    if (this.#onTheWay.has(top)) return nothing
    this.#onTheWay.add(top)
    const needed = this.#neededBy(top)
    // All that goes on from here is computed before the scratch is used.
    const groups: Felt[] = []
    for (const part of needed) {
      for (const group of this.#groups[part] ?? []) {
        const felt = this.#feltOf(group)
        if (felt.parts.length > 0) groups.push(felt)
      }
    }
    const touched: number[] = []
    const feel = (part: number, level: number): void => {
      const before = this.#level[part] ?? 0
      if (before === 0) touched.push(part)
      if (level > before) this.#level[part] = level
    }
    for (const part of needed) feel(part, lost)
    for (const { parts, levels } of groups) for (let i = 0; i < parts.length; i++) feel(parts[i] ?? 0, levels[i] ?? lost)
    const felt = { parts: Int32Array.from(touched), levels: Uint8Array.from(touched, (part) => this.#level[part] ?? lost) }
    for (const part of touched) this.#level[part] = 0
    this.#onTheWay.delete(top)
    this.#feltBy.set(top, felt)
    return felt
  }

  /** What becomes of a group: the same as for one loss at a time, counted for all at once. */
  #feltOf(group: Group): Felt {
    const known = this.#feltByGroup.get(group)
    if (known) return known
    const members = Array.from(group.members, (m) => this.#felt(m))
    const touched: number[] = []
    members.forEach(({ parts, levels }, m) => {
      for (let i = 0; i < parts.length; i++) {
        const part = parts[i] ?? 0
        // Counted from one, so that zero says that it was not met.
        if (this.#lostAll[part] === 0) { touched.push(part); this.#lostAll[part] = 1 }
        if (levels[i] === lost) this.#lostAll[part] = (this.#lostAll[part] ?? 0) + 1
        if ((levels[i] ?? lost) > hot && group.isHot[m] === true) this.#lostReady[part] = (this.#lostReady[part] ?? 0) + 1
      }
    })
    const ready = group.isHot.filter(Boolean).length
    const levelOf = (part: number): number => (ready - (this.#lostReady[part] ?? 0) >= group.atLeast ? hot : group.members.length - ((this.#lostAll[part] ?? 1) - 1) >= group.atLeast ? warm : lost)
    const parts = touched.filter((part) => levelOf(part) >= this.#least)
    const felt = { parts: Int32Array.from(parts), levels: Uint8Array.from(parts, levelOf) }
    for (const part of touched) { this.#lostAll[part] = 0; this.#lostReady[part] = 0 }
    this.#feltByGroup.set(group, felt)
    return felt
  }

  /** The part and all that it needs in any case, directly or by way of others. */
  #neededBy(top: number): number[] {
    const needed = [top]
    this.#level[top] = lost
    for (const part of needed) {
      const needs = this.#needs[part]
      if (needs === undefined) continue
      for (const next of needs) {
        if (this.#level[next] !== 0) continue
        this.#level[next] = lost
        needed.push(next)
      }
    }
    for (const part of needed) this.#level[part] = 0
    return needed
  }
}
