/**
 * Draws what really happened to cases as a directly-follows graph: which activity followed which, how often, how long it
 * took, where work came back, and which ways cases went from start to end.
 *
 * Source: W. van der Aalst, "Process Mining: Data Science in Action", 2nd ed. 2016, sections 5.2 and 6 (directly-follows
 * graph, variants, loops); quantiles interpolate linearly between order statistics (Hyndman and Fan 1996, type 7).
 */

/** One thing that happened to a case. */
export interface ProcessEvent {
  readonly caseId: string
  /** What happened, or the state or team that the case came to. */
  readonly activity: string
  /** Instant in milliseconds; events of one case at the same instant keep the order in which they are given. */
  readonly at: number
}

/** The events of one case in the order in which they happened; never empty. */
export interface CaseHistory {
  readonly caseId: string
  readonly activities: readonly string[]
  /** Instants in milliseconds, one for each activity, ascending. */
  readonly times: readonly number[]
}

/** What all cases together did in one activity. */
export interface ActivityCount {
  readonly activity: string
  readonly events: number
  readonly cases: number
  /** Cases that began, or ended (so far), here. */
  readonly starts: number
  readonly ends: number
}

/** `to` came directly after `from`. */
export interface Arrow {
  readonly from: string
  readonly to: string
  readonly count: number
  readonly cases: number
  /** Time between the two events, in seconds. */
  readonly medianSeconds: number
  readonly p90Seconds: number
}

/** Work that came back: `from` → `via` → `from`. With `via` equal to `from` it is a repeat of the same activity. */
export interface Loop {
  readonly from: string
  readonly via: string
  readonly count: number
  readonly cases: number
}

/** A way from start to end that `cases` took. */
export interface Variant {
  readonly activities: readonly string[]
  readonly cases: number
  /** Part of all cases, 0 to 1. */
  readonly share: number
  /** Median time from the first to the last event, in seconds. */
  readonly medianSeconds: number
  /** One case that went this way: the first given. */
  readonly example: string
}

/** The map; each list from the most frequent down, then by name. */
export interface ProcessMap {
  readonly cases: number
  readonly events: number
  readonly activities: readonly ActivityCount[]
  readonly arrows: readonly Arrow[]
  readonly repeats: readonly Loop[]
  /** Loops of length two: there and back. */
  readonly returns: readonly Loop[]
  readonly variants: readonly Variant[]
}

/**
 * Puts events together into the histories of cases, in the order in which the cases are first met. With `collapse` an
 * activity that directly repeats counts once, with its first time: right where a log has a row for every update and the
 * question is about moves between states or teams.
 */
export function caseHistories(events: Iterable<ProcessEvent>, options: { readonly collapse?: boolean } = {}): CaseHistory[] {
  const byCase = new Map<string, ProcessEvent[]>()
  for (const event of events) {
    const own = byCase.get(event.caseId)
    if (own === undefined) byCase.set(event.caseId, [event])
    else own.push(event)
  }
  return [...byCase].map(([caseId, own]) => {
    if (own.some((e, i) => i > 0 && e.at < (own[i - 1]?.at ?? 0))) own.sort((a, b) => a.at - b.at)
    const kept = options.collapse === true ? own.filter((e, i) => i === 0 || e.activity !== own[i - 1]?.activity) : own
    return { caseId, activities: kept.map((e) => e.activity), times: kept.map((e) => e.at) }
  })
}

/** The map of these histories. Time O(n log n) in the events, memory O(n). An empty list gives an empty map. */
export function processMap(histories: readonly CaseHistory[]): ProcessMap {
  const activities = new Map<string, { events: number; cases: number; starts: number; ends: number; seen: number }>()
  const arrows = new Map<string, Map<string, { count: number; cases: number; seen: number; seconds: number[] }>>()
  const repeats = new LoopCounter()
  const returns = new LoopCounter()
  const variants = new Map<string, { first: CaseHistory; cases: number; seconds: number[] }>()
  let events = 0
  histories.forEach((history, nth) => {
    const { activities: own, times } = history
    events += own.length
    own.forEach((activity, i) => {
      const count = entry(activities, activity, () => ({ events: 0, cases: 0, starts: 0, ends: 0, seen: -1 }))
      count.events++
      if (count.seen !== nth) { count.seen = nth; count.cases++ }
      if (i === 0) count.starts++
      if (i === own.length - 1) count.ends++
      if (i === 0) return
      const before = own[i - 1] ?? ''
      const arrow = entry(entry(arrows, before, () => new Map()), activity, () => ({ count: 0, cases: 0, seen: -1, seconds: [] as number[] }))
      arrow.count++
      if (arrow.seen !== nth) { arrow.seen = nth; arrow.cases++ }
      arrow.seconds.push(((times[i] ?? 0) - (times[i - 1] ?? 0)) / 1000)
      if (before === activity) repeats.add(activity, activity, nth)
      else if (own[i - 2] === activity) returns.add(activity, before, nth)
    })
    const variant = entry(variants, own.join('\u0000'), () => ({ first: history, cases: 0, seconds: [] as number[] }))
    variant.cases++
    variant.seconds.push(((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000)
  })
  return {
    cases: histories.length,
    events,
    activities: [...activities].map(([activity, { seen: _, ...counts }]) => ({ activity, ...counts }))
      .sort((a, b) => b.events - a.events || compare(a.activity, b.activity)),
    arrows: [...arrows].flatMap(([from, targets]) => [...targets].map(([to, { count, cases, seconds }]) => ({ from, to, count, cases, ...medianAndP90(seconds) })))
      .sort((a, b) => b.count - a.count || compare(a.from, b.from) || compare(a.to, b.to)),
    repeats: repeats.sorted(),
    returns: returns.sorted(),
    variants: [...variants].sort(([way, a], [otherWay, b]) => b.cases - a.cases || compare(way, otherWay)).map(([, { first, cases, seconds }]) => ({
      activities: first.activities, cases, share: cases / histories.length, medianSeconds: medianAndP90(seconds).medianSeconds, example: first.caseId,
    })),
  }
}

/** A map cut down to its `k` most frequent arrows and the activities that these touch, and what part of the moves it shows. */
export function strongestArrows(map: ProcessMap, k: number): { readonly activities: readonly ActivityCount[]; readonly arrows: readonly Arrow[]; readonly shownShare: number } {
  const arrows = map.arrows.slice(0, k)
  const touched = new Set(arrows.flatMap((a) => [a.from, a.to]))
  const all = map.arrows.reduce((sum, a) => sum + a.count, 0)
  return {
    activities: map.activities.filter((a) => touched.has(a.activity)),
    arrows,
    shownShare: all === 0 ? 1 : arrows.reduce((sum, a) => sum + a.count, 0) / all,
  }
}

/** The ids of the cases in which `to` came directly after `from`, in the order given: the records behind an arrow. */
export function casesWithArrow(histories: readonly CaseHistory[], from: string, to: string): string[] {
  return histories.filter((h) => h.activities.some((a, i) => a === to && i > 0 && h.activities[i - 1] === from)).map((h) => h.caseId)
}

class LoopCounter {
  readonly #loops = new Map<string, Loop & { count: number; cases: number; seen: number }>()

  add(from: string, via: string, nth: number): void {
    const loop = entry(this.#loops, `${from}\u0000${via}`, () => ({ from, via, count: 0, cases: 0, seen: -1 }))
    loop.count++
    if (loop.seen !== nth) { loop.seen = nth; loop.cases++ }
  }

  sorted(): Loop[] {
    return [...this.#loops.values()].map(({ seen: _, ...loop }) => loop)
      .sort((a, b) => b.count - a.count || compare(a.from, b.from) || compare(a.via, b.via))
  }
}

function medianAndP90(seconds: readonly number[]): { medianSeconds: number; p90Seconds: number } {
  const sorted = Float64Array.from(seconds).sort()
  const at = (p: number): number => {
    const position = (sorted.length - 1) * p
    const low = sorted[Math.floor(position)] ?? Number.NaN
    return low + ((sorted[Math.ceil(position)] ?? low) - low) * (position - Math.floor(position))
  }
  return { medianSeconds: at(0.5), p90Seconds: at(0.9) }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, value = make())
  return value
}

// By code unit, so that the order is the same on every machine.
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
