/** Turns who said what and when into the facts of the clock that keeps in touch: when the next news is owed. */
import type { ClockFact } from './clock-facts.ts'

/** A message or call on a record, as far as keeping in touch cares. */
export interface Said {
  readonly at: string
  readonly by: 'customer' | 'responder'
  /** The customer sees it, and a person wrote it; an internal note or an automatic reply is no news. */
  readonly isNews: boolean
}

/**
 * `after_customer_message`: news is owed for the oldest unanswered message; another message does not move it.
 * `every_interval`: news is owed again and again, from the opening and after each news.
 */
export type UpdateMode = 'after_customer_message' | 'every_interval'

/** Facts for a clock of kind `update`. `said` may be in any order; what stops the clock for good is the caller's to add. */
export function updateFacts(said: readonly Said[], mode: UpdateMode, opening: { readonly at: string; readonly target: string }): ClockFact[] {
  const start = (at: string): ClockFact => ({ type: 'start', at, target: opening.target })
  const facts: ClockFact[] = mode === 'every_interval' ? [start(opening.at)] : []
  for (const { at, by, isNews } of said.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    if (by === 'customer' && mode === 'after_customer_message') facts.push(start(at))
    if (by !== 'responder' || !isNews) continue
    facts.push({ type: 'stop', at })
    if (mode === 'every_interval') facts.push(start(at))
  }
  return facts
}
