/** What one point says, in lines: for the tip, for the ear, and for the row of the table. Pure. */
import { countInFull, partOf } from '../../kit/format.ts'
import type { Plot, PlotPoint } from './plot.ts'
import { coverageOf } from './plot.ts'
import { rangeWords, valueWords, type Unit } from './number-words.ts'

/** The value, or why there is none. */
export const pointValue = (p: PlotPoint, unit: Unit): string => (p.value === null ? p.missing ?? 'no cases' : valueWords(unit, p.value, p.cell.used))

/** `26 to 39 %`, or null where there is no interval. */
export const pointRange = (p: PlotPoint, unit: Unit): string | null => (p.value === null ? null : rangeWords(unit, p.low, p.high, p.cell.used))

/** What it rests on: `84 of 240`, `1 900 records`, with the coverage where it is not whole. */
export function pointBase(p: PlotPoint): string {
  const { hits, used, eligible } = p.cell
  const base = hits !== null ? partOf(hits, used) : `${countInFull(used)} ${used === 1 ? 'record' : 'records'}`
  return used === eligible ? base : `${base}; ${countInFull(eligible - used)} of ${countInFull(eligible)} lack what it needs (${Math.floor(coverageOf(p.cell) * 100)} % recorded)`
}

/** One sentence for a screen reader. */
export function pointSpoken(plot: Plot, col: number, row: number): string {
  const [series, period] = [plot.series[row], plot.periods[col]]
  const p = series?.points[col]
  if (!series || !period || !p) return ''
  const range = pointRange(p, plot.unit)
  return [`${period.full}${series.name === '' ? '' : `, ${series.name}`}: ${pointValue(p, plot.unit)}`, range, pointBase(p), p.hollow].filter((x) => x !== null).join(', ')
}
