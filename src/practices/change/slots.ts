/** Finds times in which a change could be done: on the quarter or half hour, free of freezes, with the fewest collisions, the earliest first among equals; and what is in the way most. Pure. */
import type { Zone } from '../../model/zone.ts'
import { type Conflict, conflictsIn, type Gravity, type Planned, prepared, promisedIn, type Surroundings } from './conflicts.ts'
import { indexSpans, type Span } from './spans.ts'

/** What is sought. */
export interface Wish {
  /** Within which the work and the time to get back must lie. */
  readonly within: Span
  readonly durationMs: number
  readonly backOutMs: number
  /** Starts lie on multiples of this on the wall's clock: from midnight where it divides a day, as a quarter hour does; else reckoned from 1970. */
  readonly stepMs: number
  /** Whose wall's clock. */
  readonly zone: Zone
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

/** What keeps times from being free. */
export interface InTheWay {
  readonly kind: Conflict['kind']
  readonly gravity: Gravity
  readonly with: Conflict['with']
  readonly sentence: string
  /** Of the times that were tried, 0 to 1. */
  readonly share: number
}

export interface Slots {
  readonly slots: readonly Slot[]
  /** How many of them meet nothing, or only what is to be known. */
  readonly free: number
  /** What collides with the most times, gravest first among equals; empty where times are free. */
  readonly inTheWay: readonly InTheWay[]
}

/** Starts that are tried at most; a longer span is tried more coarsely. */
const mostTried = 3000
/** So many reasons are named; nobody moves more than these. */
const mostInTheWay = 3

const [quarterHourMs, halfHourMs, longMs] = [900_000, 1_800_000, 4 * 3_600_000]
/** The grid on which people make appointments: the quarter hour, and for work of more than four hours the half hour. */
export const usualStepMs = (durationMs: number): number => (durationMs > longMs ? halfHourMs : quarterHourMs)

/** The first instant from `atMs` at which the wall's clock shows a multiple of the step, reckoned from the first midnight of 1970: that of every day where the step divides a day. */
export function onGrid(atMs: number, stepMs: number, zone: Zone): number {
  const up = (offset: number): number => Math.ceil((atMs + offset) / stepMs) * stepMs - offset
  const { offset } = zone.spanAt(atMs)
  const found = up(offset)
  // Where the clocks change in between, the grid of the later clock counts.
  const later = zone.spanAt(found).offset
  return later === offset ? found : Math.max(atMs, up(later))
}

/**
 * The best slots, by cost and then by start, none overlapping another; none where every time within the span is blocked, or the span is too
 * short. `ends` are instants at which something ends: the next mark of the grid after a freeze is a good start that coarser steps would not meet.
 */
export function slotsFor(plan: Planned, around: Surroundings, wish: Wish, ends: readonly number[]): Slots {
  const lastMs = wish.within.endMs - wish.durationMs - wish.backOutMs
  const step = wish.stepMs * Math.max(1, Math.ceil((lastMs - wish.within.startMs) / mostTried / wish.stepMs))
  const starts = new Set<number>(ends.filter((ms) => ms >= wish.within.startMs).map((ms) => onGrid(ms, wish.stepMs, wish.zone)).filter((ms) => ms <= lastMs).slice(0, mostTried))
  for (let at = onGrid(wish.within.startMs, step, wish.zone); at <= lastMs; at = onGrid(at + 1, step, wish.zone)) starts.add(at)
  const ready = prepared(plan, around, wish.within)
  // Thousands of times with a hundred promised services each: they are counted for all, and named for those that are chosen.
  const unpromised = { ...ready, promised: indexSpans([]) }
  const found: Tried[] = []
  const met = new Map<string, { readonly conflict: Conflict; times: number }>()
  for (const startMs of [...starts].sort((a, b) => a - b)) {
    const doneMs = startMs + wish.durationMs
    const at = { ...plan, startMs, doneMs, endMs: doneMs + wish.backOutMs, noReturnMs: null }
    const conflicts = conflictsIn(at, unpromised)
    const grave = conflicts.filter((c) => c.gravity !== 'note')
    for (const c of grave) count(met, c)
    if (!grave.some((c) => c.gravity === 'block')) found.push({ ...at, isFree: grave.length === 0, cost: conflicts.reduce((sum, c) => sum + (c.gravity === 'serious' ? 10 : 1), promisedIn(at, ready)) })
  }
  const chosen: Tried[] = []
  for (const slot of found.sort((a, b) => a.cost - b.cost || a.startMs - b.startMs)) {
    if (chosen.length >= wish.most) break
    if (chosen.every((c) => slot.startMs >= c.endMs || slot.endMs <= c.startMs)) chosen.push(slot)
  }
  const free = chosen.filter((at) => at.isFree).length
  return {
    slots: chosen.map((at) => ({ from: new Date(at.startMs).toISOString(), to: new Date(at.doneMs).toISOString(), conflicts: conflictsIn(at, ready), cost: at.cost })), free,
    inTheWay: free > 0 ? [] : [...met.values()].sort((a, b) => b.times - a.times || Number(b.conflict.gravity === 'block') - Number(a.conflict.gravity === 'block')).slice(0, mostInTheWay)
      .map(({ conflict: { kind, gravity, with: other, sentence }, times }) => ({ kind, gravity, with: other, sentence, share: times / starts.size })),
  }
}
interface Tried extends Planned { readonly cost: number; readonly isFree: boolean }

/** The same window, work or person at another time is the same reason. */
function count(met: Map<string, { readonly conflict: Conflict; times: number }>, conflict: Conflict): void {
  const key = `${conflict.kind} ${conflict.with?.id ?? conflict.itemIds.join(' ')}`
  const before = met.get(key)
  if (before) before.times++
  else met.set(key, { conflict, times: 1 })
}
