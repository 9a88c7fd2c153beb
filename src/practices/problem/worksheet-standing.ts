/** What follows from a worksheet: which causes stand, and what the order of time strikes. Pure, and light enough for the browser. */
import { vitalShare } from '../../analysis/pareto.ts'
import type { TreeCause } from './worksheet-content.ts'

export const worksheetKinds = { timeline: 'Timeline', kepner_tregoe: 'Is and is not', cause_tree: 'Cause tree', pareto: 'Pareto' } as const
export type WorksheetKind = keyof typeof worksheetKinds
/** Sides from which what is and what is not are told apart. */
export const ktDimensions = { what: 'What', where: 'Where', when: 'When', extent: 'How much' } as const
/** Ishikawa's bones, in the words of a service operation. */
export const causeCategories = { people: 'People', process: 'Process', technology: 'Technology', supplier: 'Supplier', environment: 'Environment', information: 'Information' } as const

/** `grey`: a "why" without evidence, whatever its status says. `root`: confirmed, and no confirmed cause lies below it; there may be several. */
export type TreeStanding = 'grey' | 'open' | 'refuted' | 'confirmed' | 'root'

/** How each cause of a tree stands, by its id. */
export function treeStandings(causes: readonly TreeCause[]): ReadonlyMap<string, TreeStanding> {
  const isShown = (c: TreeCause): boolean => c.status === 'confirmed' && c.evidence.length > 0
  return new Map(causes.map((c) => [c.id, c.evidence.length === 0 ? 'grey' : c.status !== 'confirmed' ? c.status : causes.some((below) => below.parentId === c.id && isShown(below)) ? 'confirmed' : 'root']))
}

/** Whether something at `at` can have caused what began at `effectAt`: what comes after its effect is struck, with the reason in a sentence. */
export function struckBecause(at: string, effectAt: string, skewSeconds = 0): string | null {
  const late = (Date.parse(at) - Date.parse(effectAt)) / 1000 - skewSeconds
  return late <= 0 ? null : `It came ${late < 120 ? `${Math.ceil(late)} seconds` : late < 7200 ? `${Math.round(late / 60)} minutes` : `${Math.round(late / 3600)} hours`} after the effect began.`
}

/** What a Pareto sheet says of its causes. */
export interface ParetoStanding {
  readonly total: number
  /** All causes, those in the rest too. */
  readonly count: number
  /** How many causes the verdict is told of: the first fifth, rounded up, as far as the sheet names them. */
  readonly first: number
  /** What they hold of all harm, the rest's too; null where there is none. */
  readonly firstShare: number | null
  readonly hasVitalFew: boolean
  /** Of each cause in the order of the sheet: its share of all harm, and that of it and all before it in rank; null where there is no harm. */
  readonly shares: readonly ({ readonly own: number; readonly cumulated: number } | null)[]
}

/** As `pareto` does, over the causes that are named and the rest that is not. */
export function paretoStanding(causes: readonly { readonly harm: number }[], rest: readonly { readonly harm: number; readonly count: number }[]): ParetoStanding {
  const total = [...causes, ...rest].reduce((sum, { harm }) => sum + harm, 0)
  const count = causes.length + rest.reduce((sum, r) => sum + r.count, 0)
  const first = Math.min(causes.length, Math.ceil(count / 5))
  const shares: ({ readonly own: number; readonly cumulated: number } | null)[] = causes.map(() => null)
  let [sum, firstShare] = [0, total === 0 ? null : 0]
  for (const [rank, { harm, at }] of causes.map(({ harm }, at) => ({ harm, at })).toSorted((a, b) => b.harm - a.harm).entries()) {
    if (total === 0) break
    sum += harm
    shares[at] = { own: harm / total, cumulated: Math.min(1, sum / total) }
    if (rank === first - 1) firstShare = Math.min(1, sum / total)
  }
  return { total, count, first, firstShare, hasVitalFew: count >= 5 && firstShare !== null && firstShare >= vitalShare, shares }
}
