/**
 * What the loss of each part alone does to each of many services, exactly and without trying each part: what a service needs in any case
 * takes it down, and what takes down a member of a group does to the group what so many lost members do. Parts are numbers inside.
 */
import type { Effect, Structure } from './structure.ts'
import { type CompactStructure, compactOf } from './structure-compact.ts'

const none = 0, hot = 1, warm = 2, lost = 3
/** By level. */
const effects: readonly Effect[] = ['A', 'A', 'B', 'X']

/** Parts whose loss is felt, and how: 1 a hot alternative takes over, 2 one must be started, 3 lost. Both hold until the next question only. */
export interface FeltParts {
  readonly parts: Int32Array
  /** By place among the parts. */
  readonly levels: Uint8Array
}

/** A part whose groups are gone through before it is computed itself; instead of a recursion, for a chain of groups may be long. */
interface Frame {
  readonly part: number
  /** Itself and all that it needs in any case, nearest first. */
  readonly needed: Int32Array
  /** Of all of these. */
  readonly groups: readonly number[]
  group: number
  member: number
}

/** Effects of single losses on any part of one structure. What was computed for one is used for the next; circles are cut where a walk meets itself. */
export class FailureEffects {
  readonly #structure: CompactStructure
  readonly #isOnlyLost: boolean
  // All that is felt stands in one row of numbers, each list in one piece: the parts' lists and the groups', by where they begin and end; -1 is not known yet.
  #felt = new Int32Array(1 << 16)
  #levels = new Uint8Array(1 << 16)
  #end = 0
  readonly #from: Int32Array
  readonly #to: Int32Array
  readonly #groupFrom: Int32Array
  readonly #groupTo: Int32Array
  readonly #isOnTheWay: Uint8Array
  // Scratch by part. What is marked with the number of the present piece of work counts, all else is left from earlier ones.
  readonly #mark: Int32Array
  #work = 0
  readonly #place: Int32Array
  readonly #lostAll: Int32Array
  readonly #lostReady: Int32Array
  readonly #queue: Int32Array

  /** With `only: 'X'` what has another effect is left out, which is quicker by far: most losses are taken over. */
  constructor(structure: Structure | CompactStructure, { only }: { readonly only?: 'X' } = {}) {
    this.#structure = 'needStart' in structure ? structure : compactOf(structure)
    this.#isOnlyLost = only === 'X'
    const { ids: { size }, atLeast } = this.#structure
    const scratch = (): Int32Array => new Int32Array(size)
    this.#from = scratch().fill(-1)
    this.#to = scratch().fill(-1)
    this.#groupFrom = new Int32Array(atLeast.length).fill(-1)
    this.#groupTo = new Int32Array(atLeast.length)
    this.#isOnTheWay = new Uint8Array(size)
    this.#mark = scratch()
    this.#place = scratch()
    this.#lostAll = scratch()
    this.#lostReady = scratch()
    this.#queue = scratch()
  }

  /** What `top`, a number of a part, feels of the loss of each part: first itself, then what it needs in any case, nearest first. */
  feltBy(top: number): FeltParts {
    if ((this.#from[top] ?? -1) < 0) this.#compute(top)
    const [from, to] = [this.#from[top] ?? 0, this.#to[top] ?? 0]
    return { parts: this.#felt.subarray(from, to), levels: this.#levels.subarray(from, to) }
  }

  /** Calls back for each part whose loss alone is felt by `top`, itself included; first what it needs in any case, nearest first. */
  forEach(top: string, felt: (id: string, effect: Effect) => void): void {
    const { ids } = this.#structure
    const index = ids.find(top)
    if (index < 0) { felt(top, 'X'); return }
    const { parts, levels } = this.feltBy(index)
    for (let i = 0; i < parts.length; i++) felt(ids.idOf(parts[i] ?? 0), effectOfLevel(levels[i] ?? lost))
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

  #compute(top: number): void {
    const { members, memberStart } = this.#structure
    const way: Frame[] = []
    const enter = (part: number): void => {
      this.#isOnTheWay[part] = 1
      way.push({ part, ...this.#neededBy(part), group: 0, member: 0 })
    }
    enter(top)
    for (let frame = way.at(-1); frame !== undefined; frame = way.at(-1)) {
      const group = frame.groups[frame.group]
      if (group === undefined) {
        this.#feel(frame)
        this.#isOnTheWay[frame.part] = 0
        way.pop()
      } else if (frame.member === 0 && (this.#groupFrom[group] ?? 0) >= 0) {
        frame.group++
      } else if ((memberStart[group] ?? 0) + frame.member < (memberStart[group + 1] ?? 0)) {
        const member = members[(memberStart[group] ?? 0) + frame.member++] ?? 0
        if ((this.#from[member] ?? 0) < 0 && this.#isOnTheWay[member] === 0) enter(member)
      } else {
        if (this.#isOnlyLost) this.#loseGroup(group)
        else this.#feelGroup(group)
        frame.group++
        frame.member = 0
      }
    }
  }

  /** The part with all that it needs in any case, directly or by way of others, and the groups of all these. */
  #neededBy(top: number): Pick<Frame, 'needed' | 'groups'> {
    const { needs, needStart, groupStart } = this.#structure
    const [queue, mark] = [this.#queue, this.#mark]
    const work = ++this.#work
    const groups: number[] = []
    let count = 1
    queue[0] = top
    mark[top] = work
    for (let i = 0; i < count; i++) {
      const part = queue[i] ?? 0
      const end = needStart[part + 1] ?? 0
      for (let n = needStart[part] ?? 0; n < end; n++) {
        const next = needs[n] ?? 0
        if (mark[next] === work) continue
        mark[next] = work
        queue[count++] = next
      }
      const endOfGroups = groupStart[part + 1] ?? 0
      for (let g = groupStart[part] ?? 0; g < endOfGroups; g++) groups.push(g)
    }
    return { needed: queue.slice(0, count), groups }
  }

  /** Makes room for so many more at the end. */
  #reserve(count: number): void {
    if (this.#end + count <= this.#felt.length) return
    const length = Math.max(this.#felt.length * 2, this.#end + count)
    const [felt, levels] = [new Int32Array(length), new Uint8Array(length)]
    felt.set(this.#felt)
    levels.set(this.#levels)
    this.#felt = felt
    this.#levels = levels
  }

  /** What a part feels once its groups are known. */
  #feel({ part, needed, groups }: Frame): void {
    this.#reserve(this.#structure.ids.size)
    const [felt, levels, mark, place, work, from] = [this.#felt, this.#levels, this.#mark, this.#place, ++this.#work, this.#end]
    let end = from
    for (const one of needed) {
      mark[one] = work
      felt[end] = one
      levels[end] = lost
      place[one] = end++
    }
    for (const group of groups) {
      const to = this.#groupTo[group] ?? 0
      for (let i = this.#groupFrom[group] ?? 0; i < to; i++) {
        const one = felt[i] ?? 0
        const level = levels[i] ?? lost
        if (mark[one] !== work) {
          mark[one] = work
          felt[end] = one
          levels[end] = level
          place[one] = end++
        } else if (level > (levels[place[one] ?? 0] ?? none)) levels[place[one] ?? 0] = level
      }
    }
    this.#from[part] = from
    this.#to[part] = end
    this.#end = end
  }

  /** Where only what is lost counts: parts that take down one member more than may fail. */
  #loseGroup(group: number): void {
    const { members, memberStart, atLeast, ids } = this.#structure
    this.#reserve(ids.size)
    const [felt, levels, mark, count, work, from] = [this.#felt, this.#levels, this.#mark, this.#lostAll, ++this.#work, this.#end]
    const [first, last] = [memberStart[group] ?? 0, memberStart[group + 1] ?? 0]
    const tooMany = last - first - (atLeast[group] ?? 1) + 1
    let end = from
    for (let m = first; m < last; m++) {
      const member = members[m] ?? 0
      // A member on the way has no list yet, which begins and ends nowhere: the walk has met itself, and it is taken as unhurt.
      const to = this.#to[member] ?? 0
      for (let i = this.#from[member] ?? 0; i < to; i++) {
        const part = felt[i] ?? 0
        const met = mark[part] === work ? (count[part] ?? 0) + 1 : 1
        mark[part] = work
        count[part] = met
        if (met !== tooMany) continue
        felt[end] = part
        levels[end++] = lost
      }
    }
    this.#groupFrom[group] = from
    this.#groupTo[group] = end
    this.#end = end
  }

  /** What becomes of a group: the same as for one loss at a time, counted for all at once. */
  #feelGroup(group: number): void {
    const { members, memberStart, isHot, atLeast, ids } = this.#structure
    this.#reserve(ids.size)
    const [felt, levels, mark, lostAll, lostReady, work, from] = [this.#felt, this.#levels, this.#mark, this.#lostAll, this.#lostReady, ++this.#work, this.#end]
    const [first, last, least] = [memberStart[group] ?? 0, memberStart[group + 1] ?? 0, atLeast[group] ?? 1]
    let end = from
    let ready = 0
    for (let m = first; m < last; m++) {
      const member = members[m] ?? 0
      const isReady = isHot[m] === 1
      if (isReady) ready++
      const to = this.#to[member] ?? 0
      for (let i = this.#from[member] ?? 0; i < to; i++) {
        const part = felt[i] ?? 0
        if (mark[part] !== work) {
          mark[part] = work
          lostAll[part] = 0
          lostReady[part] = 0
          felt[end++] = part
        }
        const level = levels[i] ?? lost
        if (level === lost) lostAll[part] = (lostAll[part] ?? 0) + 1
        if (isReady && level > hot) lostReady[part] = (lostReady[part] ?? 0) + 1
      }
    }
    for (let i = from; i < end; i++) {
      const part = felt[i] ?? 0
      levels[i] = ready - (lostReady[part] ?? 0) >= least ? hot : last - first - (lostAll[part] ?? 0) >= least ? warm : lost
    }
    this.#groupFrom[group] = from
    this.#groupTo[group] = end
    this.#end = end
  }
}

/** Of a level of `FeltParts`. */
export const effectOfLevel = (level: number): Effect => effects[level] ?? 'X'
