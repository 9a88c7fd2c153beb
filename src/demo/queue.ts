/** What is still to happen, by its instant; what is due at the same instant happens in the order in which it was planned. */

export interface Agenda {
  /** Milliseconds since 1970 of what happens now. */
  now(): number
  /** Plans something; nothing happens before now. Returns how to call it off. */
  at(ms: number, happening: () => void): () => void
  /** Lets everything before `endMs` happen. */
  runUntil(endMs: number): void
}

interface Planned {
  readonly at: number
  readonly order: number
  happening: (() => void) | null
}

/** An empty agenda at this instant: a binary heap. */
export function agendaFrom(startMs: number): Agenda {
  const heap: Planned[] = []
  let now = startMs
  let order = 0
  const isBefore = (a: Planned, b: Planned): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)
  const at = (i: number): Planned => heap[i] as Planned
  const swap = (i: number, j: number): void => { [heap[i], heap[j]] = [at(j), at(i)] }
  const rise = (i: number): void => {
    for (let child = i; child > 0;) {
      const parent = (child - 1) >> 1
      if (!isBefore(at(child), at(parent))) return
      swap(child, parent)
      child = parent
    }
  }
  const sink = (): void => {
    for (let parent = 0; ;) {
      let least = parent
      for (const child of [2 * parent + 1, 2 * parent + 2]) if (child < heap.length && isBefore(at(child), at(least))) least = child
      if (least === parent) return
      swap(parent, least)
      parent = least
    }
  }
  const next = (): Planned | undefined => {
    const [first] = heap
    const last = heap.pop()
    if (first === undefined || last === undefined || first === last) return first
    heap[0] = last
    sink()
    return first
  }
  return {
    now: () => now,
    at: (ms, happening) => {
      if (!Number.isFinite(ms)) throw new Error('Broken promise: something is planned for no instant')
      const planned: Planned = { at: Math.max(now, Math.round(ms)), order: order++, happening }
      heap.push(planned)
      rise(heap.length - 1)
      return () => { planned.happening = null }
    },
    runUntil: (endMs) => {
      while (heap.length > 0 && at(0).at < endMs) {
        const one = next()
        if (!one?.happening) continue
        now = one.at
        one.happening()
      }
      now = endMs
    },
  }
}
