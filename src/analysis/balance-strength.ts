/** How strongly one indicator shows the symptom of its pole: from what is agreed as healthy to what is agreed as extreme, with what sampling leaves open, and with drift. */
import type { Evidence } from './balance-evidence.ts'

/** Where a symptom begins and where it is at its worst; the direction is the one from the first to the second. */
export interface Edges {
  /** U: up to here all is well. */
  readonly healthy: number
  /** E: from here on it cannot be worse. Not equal to `healthy`. */
  readonly extreme: number
  /** True for ratios and durations, whose steps are factors; both edges are then above 0. */
  readonly isLog?: boolean
}

/** The strength of a symptom, 0 (healthy) to 1 (extreme), said three times: by the careful bound, by the value, by the bold bound. */
export interface Strength {
  readonly low: number
  readonly mid: number
  readonly high: number
}

/** What drift adds at most, of what is left to the extreme: changing is not being extreme, so that drift alone stays below an imbalance. */
export const driftShare = 0.35

/** True where a low value is the symptom. */
export const isLowBad = ({ healthy, extreme }: Edges): boolean => extreme < healthy

/** `(x − U)/(E − U)` within 0 and 1, on the scale of the edges; never falls as x goes from U to E. Refuses equal edges, and edges of a scale of factors that are not above 0 (RangeError). */
export function symptomAt(x: number, { healthy, extreme, isLog = false }: Edges): number {
  if (healthy === extreme || !Number.isFinite(healthy) || !Number.isFinite(extreme)) throw new RangeError(`the edges ${healthy} and ${extreme} leave nothing between them`)
  if (isLog && !(healthy > 0 && extreme > 0)) throw new RangeError(`a scale of factors has no edge at ${Math.min(healthy, extreme)}`)
  if (Number.isNaN(x)) throw new RangeError('a symptom of no number')
  const of = (value: number): number => (isLog ? Math.log(value) : value)
  // The logarithm of nothing lies beyond both edges, on the low side.
  return Math.min(1, Math.max(0, (of(Math.max(x, isLog ? 0 : -Infinity)) - of(healthy)) / (of(extreme) - of(healthy))))
}

/**
 * The strength of the symptom that the evidence shows; null evidence is missing data: it may be anything, so that `low` is 0 and
 * `high` is 1. A drift towards the pole adds its share of what is left.
 */
export function strengthOf(evidence: Evidence | null, edges: Edges, isDrifting = false): Strength {
  if (evidence === null) return { low: 0, mid: 0, high: 1 }
  const [careful, bold] = isLowBad(edges) ? [evidence.high, evidence.low] : [evidence.low, evidence.high]
  const drifted = (u: number): number => u + (1 - u) * (isDrifting ? driftShare : 0)
  return {
    low: drifted(evidence.isTooRare ? 0 : symptomAt(careful, edges)),
    mid: drifted(symptomAt(evidence.value, edges)),
    high: drifted(symptomAt(bold, edges)),
  }
}

/** The value at which the symptom has this strength, undrifted: the inverse of `symptomAt` between the edges. Refuses strengths outside 0 to 1 (RangeError). */
export function valueAt(strength: number, { healthy, extreme, isLog = false }: Edges): number {
  if (!(strength >= 0 && strength <= 1)) throw new RangeError(`a strength lies between 0 and 1, not ${strength}`)
  return isLog ? healthy * (extreme / healthy) ** strength : healthy + strength * (extreme - healthy)
}
