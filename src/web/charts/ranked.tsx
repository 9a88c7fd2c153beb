/** Slices of one number from the largest down: bar, value, interval and base in one line each; a table that draws itself. */
import { rangeWords } from './number-words.ts'
import type { Plot, PlotSeries } from './plot.ts'
import { pointBase, pointValue } from './point-words.ts'
import css from './charts.module.css'

/** See `Ranked`. */
export interface RankedProps {
  readonly plot: Plot
  /** Caption for those who do not see: what is ranked. */
  readonly label: string
  /** Head of the first column: the facts it is divided by. */
  readonly by: string
  /** Counts that make up a share stand before it. */
  readonly most: number
  readonly onOpen?: (s: PlotSeries) => void
  /** Key of the chosen series. */
  readonly chosen?: string | null
  readonly isSmall?: boolean
}

export function Ranked({ plot, label, by, most, onOpen, chosen, isSmall = false }: RankedProps) {
  const shown = plot.series.slice(0, most)
  const isShare = plot.unit === 'share'
  const size = (s: PlotSeries): number => (isShare ? s.weight : Math.max(0, s.points[0]?.value ?? 0))
  const largest = Math.max(1e-9, ...shown.map(size))
  return (
    <table className={css.ranked} data-small={isSmall}>
      <caption className="ek-hidden">{label}</caption>
      <thead className={isSmall ? 'ek-hidden' : undefined}><tr><th scope="col">{by}</th><th scope="col">{isShare ? 'How many' : ''}</th><th scope="col" className={css.end}>{isShare ? 'Share' : 'Value'}</th>{!isSmall && <th scope="col" className={css.end}>95 % interval</th>}{!isSmall && <th scope="col" className={css.end}>Rests on</th>}</tr></thead>
      <tbody>
        {shown.map((s) => {
          const p = s.points[0]
          if (!p) return null
          return (
            <tr key={s.key} data-chosen={chosen === s.key}>
              <th scope="row">{onOpen ? <button type="button" className={css.rowButton} onClick={() => onOpen(s)}>{s.name}</button> : s.name}</th>
              <td className={css.barCell}><span className={css.bar} style={{ width: `${Math.max(0.5, size(s) / largest * 100)}%` }} data-hollow={p.hollow !== null} aria-hidden="true" />{isShare && <span className={css.barWords}>{p.cell.hits ?? 0}</span>}</td>
              <td className={css.end}>{p.value === null ? <span className="ek-3">{p.missing}</span> : <b>{pointValue(p, plot.unit)}</b>}</td>
              {!isSmall && <td className={`${css.end} ek-2`}>{p.value === null ? '' : rangeWords(plot.unit, p.low, p.high, p.cell.used) ?? 'counted in full'}</td>}
              {!isSmall && <td className={`${css.end} ek-3`}>{pointBase(p)}</td>}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
