/** From the API's cells to what a chart draws: periods in order, one series a slice, and what each point may claim. Pure. */
import type { AnsweredCell, MeasureAnswer } from '../../client/measures.ts'
import { type Cell, isOfMoment, type Measure, type MeasureStep } from '../../model/measure.ts'
import { cutsTime, foldedPeriods, nextPeriod, periodInFull, periodsBetween, periodWords } from './periods.ts'
import type { Unit } from './number-words.ts'

/** Under this many cases a share is not drawn, only said. */
export const LEAST_FOR_SHARE = 20
/** Under this share of usable records a point is hollow. */
export const LEAST_COVERAGE = 0.8

export interface PlotPoint {
  readonly cell: AnsweredCell
  /** What may be drawn: null where there is no case or too few of them. */
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** Why it may not be trusted as it stands; null where it may. */
  readonly hollow: string | null
  /** Why there is no value: `no cases`, `not recorded` (cases, but none has what it needs), `under 20`. */
  readonly missing: string | null
}
export interface PlotSeries {
  /** Slice as JSON; `[]` where nothing is divided. */
  readonly key: string
  readonly slice: readonly (string | null)[]
  readonly name: string
  /** The same, one for each fact it is divided by. */
  readonly names: readonly string[]
  /** As many as periods, in their order. */
  readonly points: readonly PlotPoint[]
  /** Eligible records of the whole series. */
  readonly weight: number
}
export interface Plot {
  readonly unit: Unit
  readonly step: MeasureStep
  readonly isMoment: boolean
  readonly periods: readonly { readonly at: string | null; readonly short: string; readonly full: string }[]
  /** The heaviest first. */
  readonly series: readonly PlotSeries[]
  readonly target: number | null
}

/** Stocks, ages and what is fresh hold at a moment, all others over a period. */
export const isMomentKind = (m: Measure): boolean => isOfMoment(m.definition?.kind)
/** Numbers of which parts add up to the whole. */
export const isAdditive = (m: Measure): boolean => ['count', 'sum', 'stock'].includes(m.definition?.kind ?? '') && m.definition?.distinct === undefined

/** Share of the records that had what the number needs; 1 where none was eligible. */
export const coverageOf = (c: Cell): number => (c.eligible === 0 ? 1 : c.used / c.eligible)

/** What one cell may claim. */
export function pointOf(cell: AnsweredCell, m: Measure): PlotPoint {
  const kind = m.definition?.kind
  const isShare = kind === 'share' || kind === 'fresh'
  const isFew = isShare && cell.used < Math.max(1, m.least ?? LEAST_FOR_SHARE) && cell.value !== null
  const missing = cell.value === null ? (kind === 'survival' && cell.used > 0 ? 'not reached yet' : kind === 'rate-ratio' && cell.used > 0 ? 'nothing to compare with' : cell.eligible > 0 && cell.used === 0 ? 'not recorded' : 'no cases') : isFew ? `under ${m.least ?? LEAST_FOR_SHARE}` : null
  const coverage = coverageOf(cell)
  const hollow = !cell.isMature ? 'late records may still come' : coverage < LEAST_COVERAGE ? `${Math.floor(coverage * 100)} % recorded` : null
  return missing === null ? { cell, value: cell.value, low: cell.low, high: cell.high, hollow, missing } : { cell, value: null, low: null, high: null, hollow, missing }
}

/** Words of one slice value. */
export function sliceName(fact: string, value: string | null, names: MeasureAnswer['names']): string {
  if (value === null) return 'not recorded'
  const known = names[fact]?.[value]
  if (known !== undefined) return known
  if (value === 'true') return 'yes'
  if (value === 'false') return 'no'
  return /priority$/i.test(fact) && !fact.includes('.') && /^[1-5]$/.test(value) ? `P${value}` : value
}

/** `until` is where the shown time ends, as an instant; periods up to there are drawn even where nothing happened. */
export function plotOf(answer: MeasureAnswer, zone: string, until?: string): Plot {
  const { measure, query, cells } = answer
  const isMoment = isMomentKind(measure)
  const at = periodsOf(cells, query.step, zone, until)
  const [from, to] = [query.from === undefined ? -Infinity : Date.parse(query.from), query.to === undefined ? Infinity : Date.parse(query.to)]
  // A week of which only four days are asked for is no week: its count would look like a fall.
  const isCut = (c: Cell): boolean => c.period !== null && cutsTime(query.step) && !isMoment && (Date.parse(c.period) < from || Date.parse(nextPeriod(c.period, query.step, zone)) > to)
  const cutOff = (p: PlotPoint, c: Cell): PlotPoint => (p.hollow === null && isCut(c) ? { ...p, hollow: 'only a part of it lies in the time shown' } : p)
  const place = new Map(at.map((p, i) => [p, i]))
  const bySlice = Map.groupBy(cells, (c) => JSON.stringify(c.slice))
  if (bySlice.size === 0 && query.by.length === 0) bySlice.set('[]', [])
  const series = [...bySlice].map(([key, list]): PlotSeries => {
    const slice = JSON.parse(key) as (string | null)[]
    const points = at.map((period): PlotPoint => pointOf(emptyCell(period, slice, measure), measure))
    for (const c of list) { const i = place.get(query.step === 'all' ? null : c.period); if (i !== undefined) points[i] = cutOff(pointOf(c, measure), c) }
    const names = slice.map((s, i) => sliceName(query.by[i] ?? '', s, answer.names))
    return { key, slice, names, name: names.join(' · '), points, weight: weightOf(list, measure) }
  })
  return {
    unit: measure.unit, step: query.step, isMoment, target: query.by.length === 0 || measure.target !== undefined ? measure.target ?? null : null,
    periods: at.map((p) => ({ at: p, short: periodWords(p, query.step, zone), full: periodInFull(p, query.step, zone, isMoment) })),
    series: series.toSorted((a, b) => b.weight - a.weight || a.name.localeCompare(b.name)),
  }
}

/** What makes a slice large: its hits where the measure is a share, else its amount. */
function weightOf(cells: readonly Cell[], m: Measure): number {
  return cells.reduce((sum, c) => sum + (m.definition?.kind === 'share' || m.definition?.kind === 'fresh' ? c.hits ?? 0 : isAdditive(m) ? c.value ?? 0 : c.used), 0)
}

// A count of nothing is a zero that was counted; every other number of nothing is no number.
function emptyCell(period: string | null, slice: readonly (string | null)[], m: Measure): Cell {
  const isCount = m.definition?.kind === 'count'
  return { period, slice, value: isCount ? 0 : null, used: 0, eligible: 0, hits: null, low: null, high: null, censored: null, isMature: true }
}

function periodsOf(cells: readonly Cell[], step: MeasureStep, zone: string, until: string | undefined): (string | null)[] {
  if (step === 'all') return [null]
  const folded = foldedPeriods(step)
  if (folded) return folded
  const known = [...new Set(cells.map((c) => c.period))].filter((p): p is string => p !== null).sort()
  const [first, last] = [known[0], known.at(-1)]
  if (first === undefined || last === undefined || !cutsTime(step)) return known
  const end = until === undefined ? last : new Date(Math.max(Date.parse(last), Date.parse(until) - 1)).toISOString()
  // Moments that are no beginning of a period (now) stand beside the regular ones.
  return [...new Set([...periodsBetween(step, first, end, zone), ...known])].sort()
}
