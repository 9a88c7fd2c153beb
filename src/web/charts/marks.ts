/** What a series says of itself: the limits of its common variation, points beyond them, and where its level changed. Pure. */
import { pettitt } from '../../analysis/change-point.ts'
import { xmrChart } from '../../analysis/control-chart.ts'
import type { PlotPoint } from './plot.ts'

export interface Marks {
  readonly centre: number
  readonly low: number
  readonly high: number
  /** Indexes of points beyond the limits. */
  readonly beyond: readonly number[]
  /** The first point after a change of level that chance hardly explains; null where none is seen. */
  readonly change: { readonly at: number; readonly before: number; readonly after: number; readonly p: number } | null
}

/** Fewer points say nothing about common variation. */
export const LEAST_FOR_MARKS = 8
const LEAST_FOR_CHANGE = 12
const SURE = 0.05

/**
 * XmR limits (mean ± 2.66 mean moving ranges) and Pettitt's change of level, over the settled points; null where they are
 * too few. Not for stocks and ages: each of their points remembers the one before, and nearly all would lie outside.
 */
export function marksOf(points: readonly PlotPoint[], floor: number | null = 0): Marks | null {
  const settled = points.flatMap((p, i) => (p.value !== null && p.hollow === null ? [{ i, value: p.value }] : []))
  if (settled.length < LEAST_FOR_MARKS) return null
  const values = settled.map((s) => s.value)
  const chart = xmrChart(values)
  const low = floor === null ? chart.limits.low : Math.max(floor, chart.limits.low)
  const step = settled.length >= LEAST_FOR_CHANGE ? pettitt(values) : null
  return {
    centre: chart.centre, low, high: chart.limits.high,
    beyond: settled.filter((s) => s.value > chart.limits.high || s.value < chart.limits.low).map((s) => s.i),
    change: step !== null && step.p < SURE ? { at: settled[step.index]?.i ?? 0, before: step.meanBefore, after: step.meanAfter, p: step.p } : null,
  }
}
