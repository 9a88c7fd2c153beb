/** Finds times in which a change could be done: free of freezes, with the fewest collisions, the earliest first among equals. Pure. */
import { type Conflict, conflictsIn, type Planned, prepared, promisedIn, type Surroundings } from './conflicts.ts'
import { indexSpans, type Span } from './spans.ts'

/** What is sought. */
export interface Wish {
  /** Within which the work and the time to get back must lie. */
  readonly within: Span
  readonly durationMs: number
  readonly backOutMs: number
  /** Starts lie on multiples of this after the beginning, and where something ends. */
  readonly stepMs: number
  /** How many are wanted. */
  readonly most: number
}

export interface Slot {
  readonly from: string
  readonly to: string
  /** What remains; empty is best. */
  readonly conflicts: readonly Conflict[]
  /** 0 is free; a serious collision counts 10, one to be known 1. */
  readonly cost: number
}

/** Starts that are tried at most; a longer span is tried more coarsely. */
const mostTried = 3000

/**
 * The best slots, by cost and then by start, none overlapping another. Empty where every time within the span is blocked, or the span is too
 * short. `ends` are instants at which something ends: the moment after a freeze is a good start that no grid would meet.
 */
export function slotsFor(plan: Planned, around: Surroundings, wish: Wish, ends: readonly number[]): readonly Slot[] {
  const lastMs = wish.within.endMs - wish.durationMs - wish.backOutMs
  const step = Math.max(wish.stepMs, Math.ceil((lastMs - wish.within.startMs) / mostTried))
  const starts = new Set<number>(ends.filter((ms) => ms >= wish.within.startMs && ms <= lastMs).slice(0, mostTried))
  for (let at = wish.within.startMs; at <= lastMs; at += step) starts.add(at)
  const ready = prepared(plan, around, wish.within)
  // Thousands of times with a hundred promised services each: they are counted for all, and named for those that are chosen.
  const unpromised = { ...ready, promised: indexSpans([]) }
  const found: Tried[] = []
  for (const startMs of [...starts].sort((a, b) => a - b)) {
    const doneMs = startMs + wish.durationMs
    const at = { ...plan, startMs, doneMs, endMs: doneMs + wish.backOutMs, noReturnMs: null }
    const conflicts = conflictsIn(at, unpromised)
    if (!conflicts.some((c) => c.gravity === 'block')) found.push({ ...at, cost: conflicts.reduce((sum, c) => sum + (c.gravity === 'serious' ? 10 : 1), promisedIn(at, ready)) })
  }
  const chosen: Tried[] = []
  for (const slot of found.sort((a, b) => a.cost - b.cost || a.startMs - b.startMs)) {
    if (chosen.length >= wish.most) break
    if (chosen.every((c) => slot.startMs >= c.endMs || slot.endMs <= c.startMs)) chosen.push(slot)
  }
  return chosen.map((at) => ({ from: new Date(at.startMs).toISOString(), to: new Date(at.doneMs).toISOString(), conflicts: conflictsIn(at, ready), cost: at.cost }))
}
interface Tried extends Planned { readonly cost: number }
