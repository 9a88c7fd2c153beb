/** The row above a chart: each series with its dash and mark, and what the signs mean. */
import { lookOf } from './looks.ts'
import type { PlotSeries } from './plot.ts'
import css from './charts.module.css'

const shapes = { circle: 'M15 3.2a3.8 3.8 0 1 0 0.01 0Z', rect: 'M11.5 3.5h7v7h-7Z', triangle: 'M15 2.5L19 10.5H11Z', diamond: 'M15 2L20 7L15 12L10 7Z' } as const

/** `hidden` series are too many to draw; they are in the table. */
export function Legend({ series, hidden, form, notes }: { series: readonly PlotSeries[]; hidden: number; form: 'line' | 'bars'; notes: readonly string[] }) {
  return (
    <div className={css.legend}>
      {series.length > 1 && series.map((s, i) => {
        const look = lookOf(i)
        const colour = `var(--ek-${look.colour})`
        return (
          <span key={s.key} className={css.legendItem}>
            <svg width="30" height="14" aria-hidden="true">
              {form === 'bars' ? <rect x="10" y="2" width="11" height="10" fill={colour} /> : <><path d="M0 7H30" stroke={colour} strokeWidth="1.6" strokeDasharray={look.dash.join(' ')} /><path d={shapes[look.mark]} fill={colour} /></>}
            </svg>
            {s.name}
          </span>
        )
      })}
      {hidden > 0 && <span className="ek-3">{hidden} more in the table</span>}
      <span className={css.legendNotes}>{notes.join(' · ')}</span>
    </div>
  )
}
