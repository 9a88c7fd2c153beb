/** Frozen periods: what a number of a month was when it was settled, whether a later one differs from it, and why. Pure. */
import type { Definition } from '../../model/measure.ts'

/** What is kept of a number: enough to tell whether another one says the same. */
export interface Stated {
  readonly value: number | null
  readonly hits: number | null
  readonly used: number
  readonly eligible: number
}

/** A month as it was frozen; `knownAt` is the moment of recording up to which everything is in it. */
export interface Frozen extends Stated {
  readonly low: number | null
  readonly high: number | null
  readonly censored: number | null
  readonly knownAt: string
}

/** A frozen number that is no longer what the records say. `records` names the first of those that changed it. */
export interface Restatement {
  readonly id: string
  readonly at: string
  readonly was: Stated
  readonly became: Stated
  readonly why: string
  readonly records: readonly string[]
  readonly recordCount: number
}

/** Records that changed since the last look and belong, or belonged, to a period; `isLate`: something of it was recorded that had happened before the period ended. */
export interface Touched {
  readonly period: string
  readonly orgId: string
  readonly records: readonly string[]
  readonly recordCount: number
  readonly isLate: boolean
}

/** The number of a month in which nothing is eligible. */
export const nothing = (def: Definition): Stated => ({ value: def.kind === 'count' || def.kind === 'stock' ? 0 : null, hits: def.kind === 'share' || def.kind === 'fresh' ? 0 : null, used: 0, eligible: 0 })

/** Sums of the same numbers in another order may differ in their last digits. */
const tolerance = 1e-12

/** Whether two numbers say the same. */
export function isSame(a: Stated, b: Stated): boolean {
  const near = a.value === b.value || (a.value !== null && b.value !== null && Math.abs(a.value - b.value) <= tolerance * Math.max(Math.abs(a.value), Math.abs(b.value)))
  return near && a.hits === b.hits && a.used === b.used && a.eligible === b.eligible
}

const followed: ReadonlySet<Definition['kind']> = new Set(['survival', 'mean', 'least', 'most', 'sum', 'ratio', 'quantile'])

/**
 * Whether a difference is a correction. Counts, shares and stocks of a month are settled when it is frozen, so any difference is one. Spans
 * go on after it: what was open then ends later, which is no correction; only what was recorded late is.
 */
export const isCorrection = (def: Definition, touched: readonly Pick<Touched, 'isLate'>[]): boolean => !followed.has(def.kind) || touched.some((t) => t.isLate)

/** The reason in a sentence, with the records that it comes from. */
export function whyOf(touched: readonly Touched[]): Pick<Restatement, 'why' | 'records' | 'recordCount'> {
  const recordCount = touched.reduce((n, t) => n + t.recordCount, 0)
  const records = touched.flatMap((t) => t.records).toSorted().slice(0, mostNamed)
  const isLate = touched.some((t) => t.isLate)
  const what = `${recordCount} ${recordCount === 1 ? 'record' : 'records'} of this period changed after it was frozen`
  return { why: `${what}${isLate ? '; something was recorded late' : ''}.`, records, recordCount }
}

/** More names than this are no explanation; the count says how many there are. */
export const mostNamed = 20
