/** The score of one pole of a balance from the strengths of its symptoms, and its explanation by construction: who has which share of it. */
import { needPositive } from './check.ts'
import type { Strength } from './balance-strength.ts'

/** One indicator of a pole as it stands in one window. */
export interface Symptom {
  readonly id: string
  /** Of what records it is: two families agree where two symptoms of one may be the same thing seen twice. */
  readonly family: string
  /** 2 for a published symptom itself, 1 for what stands for one; the policy may say otherwise. Above 0. */
  readonly weight: number
  readonly strength: Strength
  /** False where data are missing; its strength is then from 0 to 1. */
  readonly hasData: boolean
}

/** A symptom's part of the careful score; all shares add to 1, where there is any. */
export interface Driver {
  readonly id: string
  readonly family: string
  readonly share: number
}

/** The score of a pole in one window, 0 to 100, said three times. */
export interface PoleScore {
  /** With what is certain; missing data count as health. */
  readonly low: number
  readonly mid: number
  /** With what is possible; missing data count as the extreme. */
  readonly high: number
  /** The weight of indicators with data over the weight of all, 0 to 1. */
  readonly coverage: number
  readonly withData: number
  /** Those with any share, largest first, then by id. */
  readonly drivers: readonly Driver[]
  /** The careful score without the first driver's strength and weight. */
  readonly withoutTop: number
  /** Indicators whose careful strength is at least 0.25, and how many families they are of. */
  readonly strong: number
  readonly strongFamilies: number
  /** The one indicator at 0.8 or more by the careful bound while all others are below 0.25; null where it is not so. */
  readonly single: string | null
}

/** From here a symptom is plain to see, and from the other on extreme. */
export const strongAt = 0.25
export const extremeAt = 0.8

/** 100·√(Σ w s² / Σ w): a few strong symptoms show, and no one of them decides. */
const quadraticMean = (symptoms: readonly Symptom[], of: (strength: Strength) => number): number => {
  const weight = symptoms.reduce((sum, x) => sum + x.weight, 0)
  return weight === 0 ? 0 : 100 * Math.sqrt(symptoms.reduce((sum, x) => sum + x.weight * of(x.strength) ** 2, 0) / weight)
}

/** The score over all indicators that apply, those without data included. Never falls when a strength rises. Refuses weights that are not above 0 (RangeError). */
export function poleScore(symptoms: readonly Symptom[]): PoleScore {
  for (const { weight } of symptoms) needPositive(weight, 'a weight')
  const total = symptoms.reduce((sum, x) => sum + x.weight, 0)
  const parts = symptoms.map((x) => ({ id: x.id, family: x.family, part: x.weight * x.strength.low ** 2 }))
  const all = parts.reduce((sum, x) => sum + x.part, 0)
  const drivers = parts.filter(({ part }) => part > 0).sort((a, b) => b.part - a.part || (a.id < b.id ? -1 : 1)).map(({ id, family, part }) => ({ id, family, share: part / all }))
  const strong = symptoms.filter(({ strength }) => strength.low >= strongAt)
  const [only] = strong
  const withData = symptoms.filter(({ hasData }) => hasData)
  return {
    low: quadraticMean(symptoms, (s) => s.low),
    mid: quadraticMean(symptoms, (s) => s.mid),
    high: quadraticMean(symptoms, (s) => s.high),
    coverage: total === 0 ? 0 : withData.reduce((sum, x) => sum + x.weight, 0) / total,
    withData: withData.length,
    drivers,
    withoutTop: quadraticMean(symptoms.filter(({ id }) => id !== drivers[0]?.id), (s) => s.low),
    strong: strong.length,
    strongFamilies: new Set(strong.map(({ family }) => family)).size,
    single: strong.length === 1 && only !== undefined && only.strength.low >= extremeAt ? only.id : null,
  }
}
