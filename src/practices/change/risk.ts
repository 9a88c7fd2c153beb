/** How much a change can hurt and how likely it goes wrong, from what is known: what stands on it, what became of its like, when, and what else goes on. Pure. */
import { wilson } from '../../analysis/wilson.ts'
import type { RiskLevel } from './approval-rules.ts'

/** What the points are given for. */
export interface RiskFacts {
  /** Tiers of the services that it touches or that stand on what it touches, by how many. */
  readonly tiers: Readonly<Record<'gold' | 'silver' | 'bronze' | 'supporting', number>>
  /** Single points of failure among what it touches; null where the graph cannot say. */
  readonly singlePoints: number | null
  /** Finished changes by the same model, and how many of them failed or were backed out; null: by no model. */
  readonly byModel: { readonly all: number; readonly failed: number } | null
  /** Finished changes on the same items or services, likewise. */
  readonly onItems: { readonly all: number; readonly failed: number }
  readonly isInPromisedHours: boolean
  readonly isInBusinessEvent: boolean
  readonly isOutsideMaintenance: boolean
  /** Other changes of the same people or team in that time. */
  readonly load: number
  readonly hasRemediation: boolean
  /** Share of its time after which nobody can go back, 0 to 1; null: one can go back until the end. */
  readonly noReturnShare: number | null
  readonly isEmergency: boolean
}

/** What was given points, how many, and the sentence. */
export interface RiskReason {
  readonly what: 'hurt' | 'spread' | 'single_point' | 'model' | 'items' | 'time' | 'load' | 'way_back' | 'emergency'
  readonly points: number
  readonly why: string
}

export interface Risk {
  /** 0 to 100. */
  readonly score: number
  readonly level: RiskLevel
  /** Most points first. */
  readonly reasons: readonly RiskReason[]
}

/** From which score on; our judgement, to be set by experience. */
const significantFrom = 30
const majorFrom = 60

const tierPoints = { gold: 25, silver: 12, bronze: 6, supporting: 3 } as const
/** Of a history in which everything failed. */
const mostForHistory = 25

/** The points are our judgement, not measured: they order changes and say why; they are no probability. */
export function riskOf(f: RiskFacts): Risk {
  const reasons = [hurt(f), spread(f), single(f), ...history(f), ...time(f), load(f), ...wayBack(f), emergency(f)].filter((r) => r !== null && r.points > 0).sort((a, b) => (b?.points ?? 0) - (a?.points ?? 0)) as RiskReason[]
  const score = Math.min(100, reasons.reduce((sum, r) => sum + r.points, 0))
  return { score, level: levelOf(score), reasons }
}

const levelOf = (score: number): Risk['level'] => (score >= majorFrom ? 'major' : score >= significantFrom ? 'significant' : 'minor')

/** The level but for how busy its people are: that is named by itself, as collisions, and accepted by whoever says when it is done. */
export const levelWithoutLoad = (r: Risk): Risk['level'] => levelOf(r.score - r.reasons.filter((x) => x.what === 'load').reduce((sum, x) => sum + x.points, 0))

type Maybe = RiskReason | null

function hurt({ tiers }: RiskFacts): Maybe {
  const highest = (Object.keys(tierPoints) as (keyof typeof tierPoints)[]).find((t) => tiers[t] > 0)
  return highest === undefined ? null : { what: 'hurt', points: tierPoints[highest], why: `${tiers[highest]} ${highest} ${tiers[highest] === 1 ? 'service stands' : 'services stand'} on what it touches.` }
}

function spread({ tiers }: RiskFacts): Maybe {
  const n = tiers.gold + tiers.silver + tiers.bronze + tiers.supporting
  return n < 2 ? null : { what: 'spread', points: Math.min(12, Math.round(3 * Math.log2(n))), why: `${n} services can be hurt by it.` }
}

const single = ({ singlePoints }: RiskFacts): Maybe =>
  singlePoints === null || singlePoints === 0 ? null : { what: 'single_point', points: 10, why: `${singlePoints} of the things it touches ${singlePoints === 1 ? 'has' : 'have'} no alternative.` }

// The upper end of the interval: three changes that went well prove little, thirty prove something.
function failurePoints(all: number, failed: number): number {
  const share = wilson(failed, all)
  return share === null ? 0 : Math.round(mostForHistory * (failed === 0 ? share.high / 3 : (share.value + share.high) / 2))
}

function history({ byModel, onItems }: RiskFacts): readonly Maybe[] {
  const model: Maybe = byModel === null ? null
    : byModel.all === 0 ? { what: 'model', points: 6, why: 'No change by this model was done yet.' }
      : { what: 'model', points: failurePoints(byModel.all, byModel.failed), why: `${byModel.failed} of the last ${byModel.all} changes by this model failed or were backed out.` }
  const items: Maybe = onItems.all === 0 ? { what: 'items', points: 5, why: 'No change of what it touches is on record.' }
    : { what: 'items', points: failurePoints(onItems.all, onItems.failed), why: `${onItems.failed} of the last ${onItems.all} changes of what it touches failed or were backed out.` }
  return [model, items]
}

const time = (f: RiskFacts): readonly Maybe[] => [
  f.isInPromisedHours ? { what: 'time', points: 8, why: 'It is planned in hours that customers were promised.' } : null,
  f.isInBusinessEvent ? { what: 'time', points: 15, why: 'It is planned during a business event.' } : null,
  f.isOutsideMaintenance ? { what: 'time', points: 5, why: 'It is planned outside the maintenance windows.' } : null,
]

const load = ({ load: n }: RiskFacts): Maybe => (n === 0 ? null : { what: 'load', points: Math.min(9, 3 * n), why: `The same people have ${n} other ${n === 1 ? 'change' : 'changes'} at that time.` })

const wayBack = (f: RiskFacts): readonly Maybe[] => [
  f.hasRemediation ? null : { what: 'way_back', points: 15, why: 'Nobody has said how to get back.' },
  f.noReturnShare !== null && f.noReturnShare < 0.5 ? { what: 'way_back', points: 5, why: 'The point of no return lies in the first half of its time.' } : null,
]

const emergency = ({ isEmergency }: RiskFacts): Maybe => (isEmergency ? { what: 'emergency', points: 10, why: 'Done in haste: an emergency.' } : null)
