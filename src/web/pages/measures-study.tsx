/** One question drawn: chart or table, and below it the records behind the chosen number. Measures and Explore share it. */
import { useCallback, useEffect, useMemo, type ReactNode } from 'react'
import type { EChartsCoreOption } from 'echarts/core'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { Link } from '../../kit/link.tsx'
import { now } from '../../kit/now.ts'
import { Chart, loadCharts, type Walk } from '../charts/chart.tsx'
import { Legend } from '../charts/legend.tsx'
import { heatOf, heatOption, heatSpoken, type HeatGrid } from '../charts/heat.ts'
import { lineOption } from '../charts/line-option.ts'
import { MOST_SERIES, type Colours } from '../charts/looks.ts'
import { LEAST_FOR_MARKS, marksOf } from '../charts/marks.ts'
import { cutsTime } from '../charts/periods.ts'
import { isAdditive, plotOf, type Plot } from '../charts/plot.ts'
import { pointSpoken } from '../charts/point-words.ts'
import { valueWords } from '../charts/number-words.ts'
import { Ranked } from '../charts/ranked.tsx'
import { listed } from '../../kit/format.ts'
import { Fault } from '../parts/fault.tsx'
import { questionOf, type Asked, type ChartForm, type Point } from './measures-ask.ts'
import { useAnswer, useFacts, useZone, type Source } from './measures-data.ts'
import { Records } from './measures-records.tsx'
import { StudyTable } from './measures-table.tsx'
import { factLabel, filledBy } from './measures-words.ts'
import css from './measures.module.css'

/** See `Study`. */
export interface StudyProps {
  readonly source: Source
  readonly asked: Asked
  readonly put: (change: Partial<Asked>) => void
  /** Stands between the chart and the records. */
  readonly children?: ReactNode
}

const MOST_RANKED = 25

/** What is drawn for a question, from its answer; null until it came. */
export function useStudy(source: Source | null, asked: Asked | null) {
  const zone = useZone()
  const measure = source?.measure ?? null
  // To the minute: a question that changes with each look would never be answered from what is known.
  const moment = new Date(Math.floor(now() / 60_000) * 60_000).toISOString()
  const question = useMemo(() => (asked === null ? null : questionOf(asked, zone, measure, moment)), [asked, zone, measure, moment])
  const answer = useAnswer(source, question)
  const plot = useMemo(() => (answer.data && question ? plotOf(answer.data, zone, cutsTime(answer.data.query.step) && question.to !== undefined ? question.to : undefined) : null), [answer.data, question, zone])
  return { zone, question, answer, plot }
}

/** Forms that suit the question; the first is taken where the chosen one does not. */
export function formsOf(a: Pick<Asked, 'step' | 'by'>): ChartForm[] {
  if (a.step === 'all') return a.by.length === 2 ? ['heat', 'bars', 'table'] : ['bars', 'table']
  if (a.step === 'hour-of-week') return ['heat', 'line', 'bars', 'table']
  return a.by.length > 0 ? ['line', 'bars', 'heat', 'table'] : ['line', 'bars', 'table']
}
export const formOf = (a: Asked): ChartForm => { const forms = formsOf(a); return a.chart !== null && forms.includes(a.chart) ? a.chart : forms[0] ?? 'table' }

export function Study({ source, asked, put, children }: StudyProps) {
  const { question, answer, plot } = useStudy(source, asked)
  const facts = useFacts()
  useEffect(loadCharts, [])
  if (answer.error && !answer.data) return <Fault error={answer.error} retry={() => void answer.refetch()} />
  if (!plot || !answer.data || !question) return <LoadingRows rows={10} />
  const table = facts?.[source.measure.definition?.of ?? '']
  const by = asked.by.map((b) => factLabel(b, table))
  const open = (point: Point): void => put({ point })
  const fill = filledBy(source.measure.definition)
  const isEmpty = answer.data.cells.every((c) => c.eligible === 0 && c.value === null) || answer.data.cells.length === 0
  return (
    <div className={css.study} aria-busy={answer.isFetching}>
      {answer.error && <p className="ek-bad" role="alert">{answer.error.message}</p>}
      {isEmpty
        ? <EmptyState title="No cases" why={asked.known !== null ? 'Nothing was known of this time on the day you chose. Records that were imported are known from their import on.' : 'No record fits this question in the time you chose. That is not zero and not 100 %: there is nothing to measure.'}>{asked.known === null && fill !== null && <p>{fill.says} <Link href={fill.href}>{fill.label}</Link></p>}</EmptyState>
        : <Drawn source={source} asked={asked} plot={plot} by={by} onOpen={open} />}
      {children}
      {asked.point !== null && <Records source={source} question={question} point={asked.point} plot={plot} onClose={() => put({ point: null })} />}
    </div>
  )
}

function Drawn({ source, asked, plot, by, onOpen }: { source: Source; asked: Asked; plot: Plot; by: readonly string[]; onOpen: (p: Point) => void }) {
  const form = formOf(asked)
  const grid = useMemo(() => (form === 'heat' ? heatOf(plot) : null), [form, plot])
  if (form === 'table') return <StudyTable plot={plot} by={by} onOpen={onOpen} chosen={asked.point} />
  if (grid) return <Heat plot={plot} grid={grid} asked={asked} name={source.measure.name} onOpen={onOpen} />
  if (asked.step === 'all') {
    return <>
      <Ranked plot={plot} label={`${source.measure.name} by ${listed(by)}`} by={listed(by) || 'All'} most={MOST_RANKED} onOpen={(s) => onOpen({ period: null, slice: s.slice })} chosen={asked.point ? JSON.stringify(asked.point.slice) : null} />
      {plot.series.length > MOST_RANKED && <p className="ek-small ek-3">{MOST_RANKED} of {plot.series.length} are shown, the largest first; the table has all.</p>}
    </>
  }
  return <Lines source={source} asked={asked} plot={plot} form={form === 'bars' ? 'bars' : 'line'} onOpen={onOpen} />
}

/** The chart's option for drawing on the page and for the picture that is saved. */
export function lineBuild(source: Source, asked: Asked, plot: Plot, form: 'line' | 'bars') {
  const marks = asked.hasMarks && plot.series.length === 1 && cutsTime(plot.step) && !plot.isMoment ? marksOf(plot.series[0]?.points ?? []) : null
  const chosen = asked.point === null ? null : plot.periods.findIndex((p) => p.at === asked.point?.period)
  const { measure } = source
  const targetWords = measure.target === undefined ? null : `target ${measure.better === 'lower' ? 'at most ' : measure.better === 'higher' ? 'at least ' : ''}${valueWords(measure.unit, measure.target, 100)}`
  return (c: Colours, size: { isStill: boolean }): EChartsCoreOption => lineOption(plot, c, { form, marks, targetWords, isStacked: isAdditive(measure), chosen: chosen === null || chosen < 0 ? null : chosen, isStill: size.isStill })
}

function Lines({ source, asked, plot, form, onOpen }: { source: Source; asked: Asked; plot: Plot; form: 'line' | 'bars'; onOpen: (p: Point) => void }) {
  const build = useMemo(() => lineBuild(source, asked, plot, form), [source, asked, plot, form])
  const shown = plot.series.slice(0, MOST_SERIES)
  const walk: Walk = {
    cols: plot.periods.length, rows: shown.length, spoken: (col, row) => pointSpoken(plot, col, row),
    open: (col, row) => { const [p, s] = [plot.periods[col], shown[row]]; if (p && s) onOpen({ period: p.at, slice: s.slice }) },
    drawnAt: (col, row) => ({ seriesIndex: row, dataIndex: col }),
    rowNear: (col, value) => shown.reduce((best, s, i) => (distance(s.points[col]?.value, value) < distance(shown[best]?.points[col]?.value, value) ? i : best), 0),
  }
  const { measure } = source
  const known = plot.series[0]?.points.flatMap((p, i) => (p.value === null ? [] : [{ value: p.value, at: plot.periods[i]?.full ?? '' }])) ?? []
  const top = known.toSorted((a, b) => b.value - a.value)[0]
  const low = known.toSorted((a, b) => a.value - b.value)[0]
  const summary = top && low ? `${shown.length > 1 ? `${shown.length} lines. ` : ''}Highest ${valueWords(measure.unit, top.value)}, ${top.at}; lowest ${valueWords(measure.unit, low.value)}, ${low.at}.` : 'Nothing could be drawn.'
  const hasRange = shown.some((s) => s.points.some((p) => p.low !== null))
  const few = known.length < LEAST_FOR_MARKS && plot.series.length === 1 && cutsTime(plot.step) && !plot.isMoment
  return (
    <>
      <Legend series={shown} hidden={plot.series.length - shown.length} form={form} notes={[...(hasRange ? [plot.periods.length <= 40 ? 'thin line: 95 % interval' : 'band: 95 % interval'] : []), 'hollow: under 80 % recorded, or not settled', ...(few ? [`usual limits from ${LEAST_FOR_MARKS} settled points on`] : [])]} />
      <Chart label={measure.name} summary={summary} build={build} walk={walk} />
    </>
  )
}
const distance = (v: number | null | undefined, at: number): number => (v === null || v === undefined ? Infinity : Math.abs(v - at))

function Heat({ plot, grid, asked, name, onOpen }: { plot: Plot; grid: HeatGrid; asked: Asked; name: string; onOpen: (p: Point) => void }) {
  const chosen = useMemo(() => grid.cells.find((x) => asked.point !== null && x.period === asked.point.period && JSON.stringify(x.slice) === JSON.stringify(asked.point.slice)) ?? null, [grid, asked.point])
  const build = useCallback((c: Colours, size: { isStill: boolean; isNarrow: boolean }) => heatOption(grid, c, { chosen, ...size }), [grid, chosen])
  const drawn = grid.cells.filter((x) => x.point.value !== null)
  const most = drawn.toSorted((a, b) => (b.point.value ?? 0) - (a.point.value ?? 0))[0]
  const walk: Walk = {
    cols: grid.cols.length, rows: grid.rows.length, spoken: (col, row) => heatSpoken(grid, col, row),
    open: (col, row) => { const x = grid.cells.find((y) => y.col === col && y.row === row); if (x) onOpen({ period: x.period, slice: x.slice }) },
    drawnAt: (col, row) => { const dataIndex = drawn.findIndex((x) => x.col === col && x.row === row); return dataIndex < 0 ? null : { seriesIndex: 0, dataIndex } },
    rowNear: (_, value) => Math.round(value),
  }
  return <>
    <p className="ek-small ek-3">The stronger the tint, the more; the number stands in the cell where it fits.{grid.hidden > 0 ? ` ${grid.hidden} rows and columns more are in the table.` : ''}</p>
    <Chart label={name} summary={most ? `Most: ${grid.rows[most.row] ?? ''}, ${grid.cols[most.col] ?? ''} with ${valueWords(plot.unit, most.point.value ?? 0)}.` : 'Nothing could be drawn.'} build={build} walk={walk} height={Math.max(180, 46 + grid.rows.length * 30)} />
  </>
}
