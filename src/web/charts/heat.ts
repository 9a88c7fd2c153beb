/** Two ways to divide as a grid of tinted cells with their numbers: weekday by hour, one fact by another, a fact by time. */
import type { EChartsCoreOption } from 'echarts/core'
import { axisFrame, tip } from './axis-option.ts'
import { heatColours, inkOn, type Colours } from './looks.ts'
import type { Plot, PlotPoint } from './plot.ts'
import { pointBase, pointRange, pointValue } from './point-words.ts'

/** Cells more than this are not drawn: the table has them. */
export const MOST_HEAT_ROWS = 24
const MOST_HEAT_COLUMNS = 62
/** Fact by fact the numbers must stand in their cells, for nothing else orders the columns. */
const MOST_FACT_ROWS = 18
const MOST_FACT_COLUMNS = 14
const MOST_WORDS = 260

/** Where in the plot a cell of the grid comes from. */
export interface HeatCell {
  readonly col: number
  readonly row: number
  readonly point: PlotPoint
  readonly period: string | null
  readonly slice: readonly (string | null)[]
}
export interface HeatGrid {
  readonly cols: readonly string[]
  readonly rows: readonly string[]
  readonly cells: readonly HeatCell[]
  readonly unit: Plot['unit']
  /** Rows and columns that are not drawn. */
  readonly hidden: number
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Weekday × hour, fact × fact (no time), or fact × time; null where the plot has no second way. */
export function heatOf(plot: Plot): HeatGrid | null {
  if (plot.step === 'hour-of-week') {
    const s = plot.series[0]
    return { unit: plot.unit, hidden: 0, rows: weekdays, cols: Array.from({ length: 24 }, (_, h) => String(h).padStart(2, '0')), cells: (s?.points ?? []).map((point, i) => ({ col: i % 24, row: Math.floor(i / 24), point, period: String(i), slice: s?.slice ?? [] })) }
  }
  if (plot.step === 'all') {
    if (plot.series[0]?.slice.length !== 2) return null
    const nameAt = (s: Plot['series'][number], at: 0 | 1): string => s.names[at] ?? ''
    const ranked = (at: 0 | 1): string[] => [...plot.series.reduce((m, s) => m.set(nameAt(s, at), (m.get(nameAt(s, at)) ?? 0) + s.weight), new Map<string, number>())].toSorted((a, b) => b[1] - a[1]).map(([k]) => k)
    const [rows, cols] = [ranked(0).slice(0, MOST_FACT_ROWS), ranked(1).slice(0, MOST_FACT_COLUMNS)]
    return { unit: plot.unit, rows, cols, hidden: Math.max(0, ranked(0).length - rows.length) + Math.max(0, ranked(1).length - cols.length), cells: plot.series.flatMap((s) => {
      const [row, col, point] = [rows.indexOf(nameAt(s, 0)), cols.indexOf(nameAt(s, 1)), s.points[0]]
      return row < 0 || col < 0 || !point ? [] : [{ row, col, point, period: null, slice: s.slice }]
    }) }
  }
  const shown = plot.series.slice(0, MOST_HEAT_ROWS)
  const from = Math.max(0, plot.periods.length - MOST_HEAT_COLUMNS)
  return { unit: plot.unit, hidden: Math.max(0, plot.series.length - shown.length) + from, rows: shown.map((s) => s.name || 'all'), cols: plot.periods.slice(from).map((p) => p.short), cells: shown.flatMap((s, row) => s.points.slice(from).map((point, col) => ({ row, col, point, period: plot.periods[col + from]?.at ?? null, slice: s.slice }))) }
}

/** `chosen` is outlined. The number stands in each cell where it fits: the tint only repeats it. */
export function heatOption(g: HeatGrid, c: Colours, o: { chosen: { col: number; row: number } | null; isStill: boolean; isNarrow: boolean }): EChartsCoreOption {
  const values = g.cells.flatMap((x) => (x.point.value === null ? [] : [x.point.value]))
  const [least, most] = [Math.min(0, ...values), Math.max(...values, 0)]
  const hasWords = g.cells.length <= MOST_WORDS && !o.isNarrow
  const frame = axisFrame(c, o.isStill)
  const at = new Map(g.cells.map((x) => [`${x.col} ${x.row}`, x]))
  const axis = { axisLine: { show: false }, axisTick: { show: false }, splitArea: { show: false }, axisLabel: { color: c['text-3'], fontSize: 11, width: 150, overflow: 'truncate' } }
  return {
    ...frame, grid: { left: o.isNarrow ? 84 : Math.min(170, 24 + 6.4 * Math.max(3, ...g.rows.map((r) => r.length))), right: 12, top: 8, bottom: g.cols.length <= MOST_FACT_COLUMNS && !o.isNarrow ? 44 : 26 },
    tooltip: tip(c, (col, row) => { const x = at.get(`${col} ${row}`); return x ? cellTip(g, x, c) : null }, 'item'),
    xAxis: { type: 'category', data: g.cols, ...axis, axisLabel: g.cols.length <= MOST_FACT_COLUMNS && !o.isNarrow ? { ...axis.axisLabel, width: 68, overflow: 'break', lineHeight: 13, interval: 0 } : { ...axis.axisLabel, hideOverlap: true } }, yAxis: { type: 'category', data: g.rows, inverse: true, ...axis },
    // Roots keep the small ones apart where one cell towers over all.
    visualMap: { show: false, min: 0, max: Math.max(1e-9, Math.sqrt(most - least)), dimension: 3, inRange: { color: heatColours(c) }, seriesIndex: 0 },
    series: [{
      type: 'heatmap', itemStyle: { borderColor: c.surface, borderWidth: 1.5 }, emphasis: { itemStyle: { borderColor: c.focus, borderWidth: 2 } }, progressive: 0,
      label: { show: hasWords, fontSize: 11, formatter: (p: { value: number[] }) => { const x = at.get(`${p.value[0]} ${p.value[1]}`); return x ? pointValue(x.point, g.unit) : '' } },
      data: g.cells.filter((x) => x.point.value !== null).map((x) => ({
        value: [x.col, x.row, x.point.value, Math.sqrt((x.point.value ?? 0) - least)],
        // Ink on paper, paper on ink: the number must be read on its tint in both schemes.
        label: { color: inkOn(Math.sqrt(((x.point.value ?? 0) - least) / Math.max(1e-9, most - least)), c) },
        ...(o.chosen?.col === x.col && o.chosen.row === x.row ? { itemStyle: { borderColor: c.accent, borderWidth: 3 } } : {}),
      })),
    }],
  }
}

function cellTip(g: HeatGrid, x: HeatCell, c: Colours): HTMLElement {
  const box = document.createElement('div')
  const range = pointRange(x.point, g.unit)
  const lines = [`${g.rows[x.row] ?? ''}, ${g.cols[x.col] ?? ''}`, `${pointValue(x.point, g.unit)}${range === null ? '' : ` (${range})`}`, pointBase(x.point)]
  for (const [i, text] of lines.entries()) {
    const el = document.createElement('div')
    el.textContent = text
    if (i === 0) el.style.fontWeight = '600'
    if (i === 2) el.style.color = c['text-3']
    box.append(el)
  }
  return box
}

/** One sentence for the ear. */
export function heatSpoken(g: HeatGrid, col: number, row: number): string {
  const x = g.cells.find((y) => y.col === col && y.row === row)
  const where = `${g.rows[row] ?? ''}, ${g.cols[col] ?? ''}`
  return x ? [`${where}: ${pointValue(x.point, g.unit)}`, pointRange(x.point, g.unit), pointBase(x.point)].filter((t) => t !== null).join(', ') : `${where}: no cases`
}
