/** Lines and bars over time as ECharts options: interval, hollow points, gaps, marks and target. */
import type { EChartsCoreOption } from 'echarts/core'
import { axisFrame, coordOf, heads, tip } from './axis-option.ts'
import { lookOf, MOST_SERIES, type Colours } from './looks.ts'
import type { Marks } from './marks.ts'
import { axisStep, axisWords, shareAxis } from './number-words.ts'
import type { Plot, PlotPoint, PlotSeries } from './plot.ts'

/** Up to here each point has its own whisker; beyond it a band. */
const MOST_WHISKERS = 40
const MOST_SYMBOLS = 70

/** See `lineOption`. */
export interface LineLook {
  readonly form: 'line' | 'bars'
  readonly marks: Marks | null
  /** Words at the target line. */
  readonly targetWords: string | null
  /** Bars of several series stand on each other. */
  readonly isStacked: boolean
  /** Index of the chosen point. */
  readonly chosen: number | null
  readonly isStill: boolean
}

/** The chart of a plot; only the heaviest four series are drawn. Series 0… are the visible ones, in order. */
export function lineOption(plot: Plot, c: Colours, look: LineLook): EChartsCoreOption {
  const shown = plot.series.slice(0, MOST_SERIES)
  const points = shown.flatMap((s) => s.points)
  const most = Math.max(0, ...points.map((p) => p.high !== null && Number.isFinite(p.high) && shown.length === 1 ? p.high : p.value ?? 0), plot.target ?? 0)
  const step = axisStep(plot.unit, most)
  const least = look.form === 'bars' ? 0 : Math.min(1, plot.target ?? 1, ...points.flatMap((p) => (p.value === null ? [] : [p.low ?? p.value])))
  const drawn = shown.map((s, i) => (look.form === 'bars' ? barSeries(s, i, c, look) : lineSeries(s, i, c, plot.periods.length)))
  const first = drawn[0]
  if (first) Object.assign(first, { markLine: markLines(plot, c, look) })
  return {
    ...axisFrame(c, look.isStill), tooltip: tip(c, (col) => heads(plot, shown, col, c)),
    xAxis: { type: 'category', data: plot.periods.map((p) => p.short), boundaryGap: look.form === 'bars' || plot.periods.length < 3, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: c['text-3'], fontSize: 11, hideOverlap: true }, axisPointer: { show: true, type: 'line', lineStyle: { color: c['line-control'], type: 'solid' }, label: { show: false } } },
    yAxis: {
      type: 'value', splitNumber: 4, splitLine: { lineStyle: { color: c.line } }, axisLabel: { color: c['text-3'], fontSize: 11, formatter: (v: number) => axisWords(plot.unit, v) },
      ...(plot.unit === 'share' ? shareAxis(least, Math.max(most, ...points.map((p) => p.high ?? 0))) : { min: (v: { min: number }) => Math.min(0, v.min), ...(step === undefined ? {} : { interval: step }) }),
    },
    series: [...drawn, ...(look.isStacked && look.form === 'bars' && shown.length > 1 ? [] : shown.map((s, i) => intervals(s, i, c, shown.length))), fewTicks(shown, c), beyondRings(shown[0], look, c), ...chosenLine(look, c)],
  }
}

type Drawn = Record<string, unknown>

function lineSeries(s: PlotSeries, n: number, c: Colours, length: number): Drawn {
  const look = lookOf(n)
  const colour = c[look.colour]
  const isDense = length > MOST_SYMBOLS
  const hollow = { color: c.surface, borderColor: colour, borderWidth: 1.6 }
  return {
    type: 'line', name: s.name, z: 4 + n, symbol: look.mark, symbolSize: isDense ? 5 : look.mark === 'circle' ? 7 : 8, showSymbol: !isDense, smooth: false, connectNulls: false,
    lineStyle: { width: 1.6, color: colour, type: look.dash.length === 0 ? 'solid' : look.dash }, itemStyle: { color: colour },
    data: s.points.map((p) => ({ value: p.value, ...(p.hollow !== null && p.value !== null ? { itemStyle: hollow } : {}) })),
  }
}

function barSeries(s: PlotSeries, n: number, c: Colours, look: LineLook): Drawn {
  const colour = c[lookOf(n).colour]
  return {
    type: 'bar', name: s.name, z: 4, barMaxWidth: 34, barCategoryGap: '28%', ...(look.isStacked ? { stack: 'all' } : {}), itemStyle: { color: colour, borderColor: c.surface, borderWidth: look.isStacked ? 1 : 0 },
    data: s.points.map((p) => ({ value: p.value, ...(p.hollow !== null ? { itemStyle: { color: c.surface, borderColor: colour, borderWidth: 1.4, borderType: 'dashed' } } : {}) })),
  }
}

const hasRange = (p: PlotPoint): boolean => p.value !== null && p.low !== null && p.high !== null && Number.isFinite(p.high)

/** Whiskers where points are few, a band where they are many; drawn from the limits themselves. */
function intervals(s: PlotSeries, n: number, c: Colours, series: number): Drawn {
  const colour = c[lookOf(n).colour]
  const ranges = s.points.map((p, i) => ({ i, low: p.low ?? 0, high: p.high ?? 0, has: hasRange(p) }))
  const base = { type: 'custom', silent: true, z: 2, tooltip: { show: false }, encode: { x: 0, y: [1, 2] }, clip: false }
  if (s.points.length <= MOST_WHISKERS) {
    return { ...base, data: ranges.filter((r) => r.has).map((r) => [r.i, r.low, r.high]), renderItem: (_: unknown, api: Api) => {
      const [from, to] = [api.coord([api.value(0), api.value(1)]), api.coord([api.value(0), api.value(2)])]
      const shift = series > 1 ? (n - (series - 1) / 2) * 3 : 0
      return { type: 'line', shape: { x1: (from[0] ?? 0) + shift, y1: from[1], x2: (to[0] ?? 0) + shift, y2: to[1] }, style: { stroke: colour, lineWidth: 1.6, opacity: 0.55 } }
    } }
  }
  return { ...base, data: ranges.length > 0 ? [[0, ranges.find((r) => r.has)?.low ?? 0, ranges.find((r) => r.has)?.high ?? 0]] : [], renderItem: (_: unknown, api: Api) => ({
    type: 'group', children: runsOf(ranges).map((run) => ({
      type: 'polygon', shape: { points: [...run.map((r) => api.coord([r.i, r.low])), ...run.toReversed().map((r) => api.coord([r.i, r.high]))] }, style: { fill: colour, opacity: series > 1 ? 0.12 : 0.2 },
    })),
  }) }
}
interface Api { coord(at: readonly number[]): number[]; value(n: number): number }

function runsOf<R extends { has: boolean }>(all: readonly R[]): R[][] {
  const runs: R[][] = []
  let open: R[] = []
  for (const r of all) {
    if (r.has) open.push(r)
    else { if (open.length > 1) runs.push(open); open = [] }
  }
  if (open.length > 1) runs.push(open)
  return runs
}

/** A short tick at the foot where there are cases, but too few. */
function fewTicks(shown: readonly PlotSeries[], c: Colours): Drawn {
  const few = (shown[0]?.points ?? []).flatMap((p, i) => (p.missing?.startsWith('under') ? [[i]] : []))
  return { type: 'custom', silent: true, tooltip: { show: false }, data: few, encode: { x: 0 }, renderItem: (params: unknown, api: Api) => {
    const area = coordOf(params)
    const x = api.coord([api.value(0), 0])[0] ?? 0
    return { type: 'line', shape: { x1: x, x2: x, y1: area.y + area.height - 7, y2: area.y + area.height }, style: { stroke: c['text-3'], lineWidth: 1.4 } }
  } }
}

function beyondRings(s: PlotSeries | undefined, look: LineLook, c: Colours): Drawn {
  const at = look.marks?.beyond ?? []
  return { type: 'scatter', silent: true, tooltip: { show: false }, z: 9, symbol: 'diamond', symbolSize: 15, itemStyle: { color: 'transparent', borderColor: c['warn-text'], borderWidth: 1.6 }, data: at.map((i) => [i, s?.points[i]?.value ?? null]) }
}

/** The chosen point: a vertical line in the accent, from top to foot. */
function chosenLine(look: LineLook, c: Colours): Drawn[] {
  if (look.chosen === null) return []
  return [{ type: 'custom', silent: true, tooltip: { show: false }, z: 1, data: [[look.chosen]], encode: { x: 0 }, renderItem: (params: unknown, api: Api) => {
    const area = coordOf(params)
    const x = api.coord([api.value(0), 0])[0] ?? 0
    return { type: 'line', shape: { x1: x, x2: x, y1: area.y, y2: area.y + area.height }, style: { stroke: c.accent, lineWidth: 1.8 } }
  } }]
}

function markLines(plot: Plot, c: Colours, look: LineLook): Drawn {
  const halo = { textBorderColor: c.surface, textBorderWidth: 4, fontSize: 11 }
  const { marks } = look
  const words = (v: number): string => axisWords(plot.unit, v)
  const limit = (y: number, name: string) => ({ yAxis: y, lineStyle: { color: c['line-control'], type: [3, 3], width: 1 }, label: { ...halo, formatter: `${name} ${words(Number(y.toPrecision(3)))}`, color: c['text-3'], position: 'insideStartTop' } })
  return {
    silent: true, symbol: 'none', animation: false, z: 8,
    data: [
      ...(marks === null ? [] : [limit(marks.high, 'usual up to'), ...(marks.low > 0 ? [limit(marks.low, 'usual from')] : [])]),
      ...(marks?.change ? [{ xAxis: marks.change.at, lineStyle: { color: c['text-2'], type: 'solid', width: 1 }, label: { ...halo, formatter: 'level changed', color: c['text-2'], position: 'end', distance: 3 } }] : []),
      ...(look.targetWords !== null && plot.target !== null ? [{ yAxis: plot.target, lineStyle: { color: c.bad, type: 'solid', width: 1.3 }, label: { ...halo, formatter: look.targetWords, color: c['bad-text'], fontWeight: 600, position: 'insideEndTop' } }] : []),
    ],
  }
}
