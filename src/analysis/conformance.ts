/**
 * Compares what happened to cases with the lifecycle that they should have followed: how well they fit, and each kind of
 * deviation with its cases.
 *
 * Source: A. Rozinat and W. van der Aalst, "Conformance checking of processes based on monitoring real behavior",
 * Information Systems 33 (2008), section 4: token replay, fitness = ½(1 - missing/consumed) + ½(1 - remaining/produced).
 * The net is a state machine: one place a state, one token a case, so replay needs no search.
 */
import type { CaseHistory } from './process-map.ts'

/** The moves that are allowed. States that stand in none of the lists are unknown to it. */
export interface Lifecycle {
  readonly initial: readonly string[]
  readonly transitions: readonly (readonly [from: string, to: string])[]
  /** Where a finished case may rest. Empty: anywhere, as for cases that are still open. */
  readonly final: readonly string[]
}

/** A step that the lifecycle does not know; `from` is null at the start, `to` is null at the end. */
export interface Deviation {
  readonly kind: 'start' | 'move' | 'end' | 'unknown'
  readonly from: string | null
  readonly to: string | null
  readonly count: number
  /** The cases in which it happened, in the order given. */
  readonly cases: readonly string[]
}

/** How well the histories fit. Deviations come from the most frequent down, then as first met. */
export interface Conformance {
  /** 1 where every step is allowed, 0 where none is; 1 for no cases at all. */
  readonly fitness: number
  readonly fittingCases: number
  readonly cases: number
  readonly deviations: readonly Deviation[]
}

/** Replays each history on the lifecycle. A repeat of the same state is a move from it to itself: collapse it before if it is none. */
export function conformance(histories: readonly CaseHistory[], lifecycle: Lifecycle): Conformance {
  const initial = new Set(lifecycle.initial)
  const final = new Set(lifecycle.final)
  const allowed = new Set(lifecycle.transitions.map(([from, to]) => key(from, to)))
  const known = new Set([...initial, ...final, ...lifecycle.transitions.flat()])
  const found = new Map<string, { kind: Deviation['kind']; from: string | null; to: string | null; count: number; cases: string[] }>()
  let consumed = 0
  let missing = 0
  let fittingCases = 0
  for (const { caseId, activities } of histories) {
    let wrong = 0
    const deviates = (kind: Deviation['kind'], from: string | null, to: string | null): void => {
      wrong++
      const at = `${kind}\u0000${from ?? ''}\u0000${to ?? ''}`
      const deviation = found.get(at) ?? { kind, from, to, count: 0, cases: [] }
      found.set(at, deviation)
      deviation.count++
      if (deviation.cases.at(-1) !== caseId) deviation.cases.push(caseId)
    }
    activities.forEach((to, i) => {
      const from = i === 0 ? null : activities[i - 1] ?? ''
      const fits = from === null ? initial.has(to) : allowed.has(key(from, to))
      if (!fits) deviates(known.has(to) ? (from === null ? 'start' : 'move') : 'unknown', from, to)
    })
    const last = activities.at(-1) ?? ''
    if (final.size > 0 && !final.has(last)) deviates('end', last, null)
    // Each event consumes the token of the state before; the end consumes one more. A step that is not allowed finds its
    // token missing and leaves the old one behind, so missing and remaining (and consumed and produced) are equal.
    consumed += activities.length + 1
    missing += wrong
    if (wrong === 0) fittingCases++
  }
  return {
    fitness: consumed === 0 ? 1 : 1 - missing / consumed,
    fittingCases,
    cases: histories.length,
    deviations: [...found.values()].sort((a, b) => b.count - a.count),
  }
}

const key = (from: string, to: string): string => `${from}\u0000${to}`
