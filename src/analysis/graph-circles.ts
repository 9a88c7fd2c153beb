/** Finds circles in what stands on what: strongly connected components (Tarjan 1972), without recursion, in time linear in the relations. */

interface Frame {
  readonly id: string
  readonly below: readonly string[]
  at: number
}

/** Each circle as the ids in it, sorted; a node that stands on itself is one of its own. Sorted by their first id; empty where there is none. */
export function circlesOf(below: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const isOpen = new Set<string>()
  const circles: (readonly string[])[] = []
  const enter = (id: string): Frame => {
    order.set(id, order.size)
    lowest.set(id, order.size - 1)
    open.push(id)
    isOpen.add(id)
    return { id, below: below.get(id) ?? [], at: 0 }
  }
  const lower = (id: string, to: number): void => { if (to < (lowest.get(id) ?? to)) lowest.set(id, to) }
  for (const start of below.keys()) {
    if (order.has(start)) continue
    const stack: Frame[] = [enter(start)]
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const next = frame.below[frame.at++]
      if (next !== undefined) {
        const met = order.get(next)
        if (met === undefined) stack.push(enter(next))
        else if (isOpen.has(next)) lower(frame.id, met)
        continue
      }
      stack.pop()
      const above = stack.at(-1)
      if (above) lower(above.id, lowest.get(frame.id) ?? 0)
      if (lowest.get(frame.id) !== order.get(frame.id)) continue
      const members = open.splice(open.lastIndexOf(frame.id))
      for (const id of members) isOpen.delete(id)
      if (members.length > 1 || frame.below.includes(frame.id)) circles.push(members.sort())
    }
  }
  return circles.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
}
