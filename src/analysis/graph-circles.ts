/** Finds circles in what stands on what: strongly connected components (Tarjan 1972), without recursion, in time linear in the relations. */
import type { CompactStructure } from './structure-compact.ts'

/** Each circle as the ids in it, sorted; a part that stands on itself is one of its own. Alternates count as what is needed. Sorted by their first id; empty where there is none. */
export function circlesOf({ ids, needStart, needs, groupStart, memberStart, members }: CompactStructure): readonly (readonly string[])[] {
  // Place in the order of meeting, counted from one; zero is not met yet. `lowest` is the earliest that is reached and still open.
  const order = new Int32Array(ids.size)
  const lowest = new Int32Array(ids.size)
  const isOpen = new Uint8Array(ids.size)
  const at = new Int32Array(ids.size)
  const open: number[] = []
  const circles: (readonly string[])[] = []
  let met = 0
  /** What a part stands on, in some order: first what it needs, then members of its groups; -1 after the last. */
  const below = (part: number, n: number): number => {
    const place = (needStart[part] ?? 0) + n
    const count = (needStart[part + 1] ?? 0) - (needStart[part] ?? 0)
    if (n < count) return needs[place] ?? -1
    const member = (memberStart[groupStart[part] ?? 0] ?? 0) + n - count
    return member < (memberStart[groupStart[part + 1] ?? 0] ?? 0) ? members[member] ?? -1 : -1
  }
  const standsOnItself = (part: number): boolean => {
    for (let n = 0, next = below(part, 0); next >= 0; next = below(part, ++n)) if (next === part) return true
    return false
  }
  const stack: number[] = []
  const enter = (part: number): void => {
    order[part] = lowest[part] = ++met
    isOpen[part] = 1
    open.push(part)
    stack.push(part)
  }
  const lower = (part: number, to: number): void => { if (to < (lowest[part] ?? 0)) lowest[part] = to }
  for (let start = 0; start < ids.size; start++) {
    if (order[start] !== 0) continue
    enter(start)
    for (let part = stack.at(-1); part !== undefined; part = stack.at(-1)) {
      const next = below(part, at[part] ?? 0)
      if (next >= 0) {
        at[part] = (at[part] ?? 0) + 1
        if (order[next] === 0) enter(next)
        else if (isOpen[next] === 1) lower(part, order[next] ?? 0)
        continue
      }
      stack.pop()
      const above = stack.at(-1)
      if (above !== undefined) lower(above, lowest[part] ?? 0)
      if (lowest[part] !== order[part]) continue
      const together = open.splice(open.lastIndexOf(part))
      for (const one of together) isOpen[one] = 0
      if (together.length > 1 || standsOnItself(part)) circles.push(together.map((one) => ids.idOf(one)).sort())
    }
  }
  return circles.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
}
