/** What would change the verdict: how much one symptom would have to give for the score of its pole to be another. */
import type { Symptom } from './balance-pole.ts'
import { needWithin } from './check.ts'

/** One way to another score. */
export interface Turn {
  readonly id: string
  /** The strength it has, and the one at which the pole's score would be just at the limit, all others as they are. */
  readonly from: number
  readonly to: number
}

/**
 * The single changes that bring the score to `limit` (0 to 100), by the careful strengths or by the values: down to it where it is above,
 * up to it where it is below. The smallest change first, then by id; empty where no one of them alone can do it, and where nothing applies. O(n log n).
 */
export function turnsOf(symptoms: readonly Symptom[], limit: number, by: 'low' | 'mid'): readonly Turn[] {
  needWithin(limit, 0, 100, 'a limit')
  const weight = symptoms.reduce((sum, x) => sum + x.weight, 0)
  const all = symptoms.reduce((sum, x) => sum + x.weight * x.strength[by] ** 2, 0)
  const wanted = (limit / 100) ** 2 * weight
  return symptoms.filter(({ hasData }) => hasData).flatMap(({ id, weight: w, strength }) => {
    const square = strength[by] ** 2 + (wanted - all) / w
    return square >= 0 && square <= 1 ? [{ id, from: strength[by], to: Math.sqrt(square) }] : []
  }).sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from) || (a.id < b.id ? -1 : 1))
}
