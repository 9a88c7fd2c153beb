/** The numbers of a chart as a table: the same values, intervals and bases; a row opens its records. */
import { useState } from 'react'
import { Button } from '@mantine/core'
import type { Plot, PlotPoint } from '../charts/plot.ts'
import { valueWords } from '../charts/number-words.ts'
import { pointBase, pointRange, pointValue } from '../charts/point-words.ts'
import { pointText, type Point } from './measures-ask.ts'
import css from './measures.module.css'

const ROWS_AT_ONCE = 200

/** `by` are the heads of the slices. Newest first where time is cut. */
export function StudyTable({ plot, by, onOpen, chosen }: { plot: Plot; by: readonly string[]; onOpen: (p: Point) => void; chosen: Point | null }) {
  const [most, setMost] = useState(ROWS_AT_ONCE)
  const rows = plot.periods.flatMap((p, col) => plot.series.map((s) => ({ period: p, series: s, point: s.points[col] }))).filter((r) => r.point !== undefined && (r.point.cell.eligible > 0 || plot.series.length === 1))
  const hasTime = plot.step !== 'all'
  return (
    <>
      <div className={css.scroll}>
        <table className={css.table}>
          <caption className="ek-hidden">The same numbers as a table</caption>
          <thead><tr>{hasTime && <th scope="col">{plot.isMoment ? 'At' : 'When'}</th>}{by.map((b) => <th key={b} scope="col">{b}</th>)}<th scope="col" className={css.end}>Value</th><th scope="col" className={css.end}>95 % interval</th><th scope="col" className={css.end}>Rests on</th></tr></thead>
          <tbody>
            {rows.slice(0, most).map(({ period, series, point }) => {
              if (!point) return null
              const own: Point = { period: period.at, slice: series.slice }
              const isOpenable = point.cell.eligible > 0
              const first = (words: string, isFirst: boolean, isStrong = false) => (isFirst && isOpenable ? <button type="button" className={css.cellButton} onClick={() => onOpen(own)}>{words}</button> : isStrong ? <b>{words}</b> : words)
              return (
                <tr key={pointText(own)} data-chosen={chosen !== null && pointText(chosen) === pointText(own)}>
                  {hasTime && <td className="ek-nowrap">{first(period.full, true)}</td>}
                  {by.map((b, i) => <td key={b}>{first(series.names[i] ?? '', !hasTime && i === 0)}</td>)}
                  <td className={css.end}>{first(pointValue(point, plot.unit), !hasTime && by.length === 0, point.value !== null)}{point.hollow !== null && point.value !== null && <small className={css.hollow}>{point.hollow}</small>}<Restated point={point} plot={plot} /></td>
                  <td className={`${css.end} ek-2`}>{pointRange(point, plot.unit) ?? (point.value === null ? '' : 'counted in full')}</td>
                  <td className={`${css.end} ek-3`}>{pointBase(point)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {rows.length > most && <p className={css.more}><Button onClick={() => setMost(most + ROWS_AT_ONCE)}>Show {Math.min(ROWS_AT_ONCE, rows.length - most)} more of {rows.length}</Button></p>}
    </>
  )
}

/** A month that was frozen and that later facts changed: the number that was stated first, and why it is another now. */
function Restated({ point, plot }: { point: PlotPoint; plot: Plot }) {
  const first = point.cell.restatements?.[0]
  if (!first) return null
  return <small className={css.hollow} title={point.cell.restatements?.map((r) => r.why).join(' ')}>restated; was {first.was.value === null ? 'no cases' : valueWords(plot.unit, first.was.value, first.was.used)}</small>
}
