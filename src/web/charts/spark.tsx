/** The small line of a tile: the last periods with their interval, hollow where they may not be trusted yet, the target as an edge. */
import type { Plot } from './plot.ts'
import css from './charts.module.css'

/** `label` says what it shows; the numbers stand beside it and in the page it opens. */
export function Spark({ plot, label, height = 46 }: { plot: Plot; label: string; height?: number }) {
  const points = plot.series[0]?.points ?? []
  const width = 240
  const known = points.flatMap((p) => (p.value === null ? [] : [p.value, ...(p.low !== null && p.high !== null && Number.isFinite(p.high) && points.length > 1 ? [p.low, p.high] : [])]))
  if (known.length === 0) return <div className={css.spark} style={{ height }} role="img" aria-label={`${label}: nothing to draw.`} />
  const isShare = plot.unit === 'share'
  const [least, most] = [Math.min(isShare ? Math.min(...known) : 0, ...known, ...(plot.target === null ? [] : [plot.target])), Math.max(...known, ...(plot.target === null ? [] : [plot.target]))]
  const x = (i: number): number => 4 + (i / Math.max(1, points.length - 1)) * (width - 8)
  const y = (v: number): number => height - 5 - ((v - least) / Math.max(1e-9, most - least)) * (height - 10)
  const line = points.map((p, i) => (p.value === null ? '' : `${i === 0 || points[i - 1]?.value === null ? 'M' : 'L'}${x(i).toFixed(1)} ${y(p.value).toFixed(1)}`)).join('')
  return (
    <svg className={css.spark} viewBox={`0 0 ${width} ${height}`} height={height} preserveAspectRatio="none" role="img" aria-label={label}>
      <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--ek-line-strong)" vectorEffect="non-scaling-stroke" />
      {plot.target !== null && <path d={`M0 ${y(plot.target)}H${width}`} stroke="var(--ek-bad)" strokeDasharray="4 3" vectorEffect="non-scaling-stroke" />}
      {points.map((p, i) => (p.value !== null && p.low !== null && p.high !== null && Number.isFinite(p.high) && points.length <= 40
        ? <path key={i} d={`M${x(i)} ${y(p.low)}V${y(p.high)}`} stroke="var(--ek-c1)" opacity="0.4" strokeWidth="1.6" vectorEffect="non-scaling-stroke" /> : null))}
      <path d={line} fill="none" stroke="var(--ek-c1)" strokeWidth="1.6" strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
      {points.length <= 40 && points.map((p, i) => (p.value === null ? null
        // A point of no length with a round cap stays round however wide the drawing is.
        : <g key={i}><path d={`M${x(i)} ${y(p.value)}h0.001`} stroke="var(--ek-c1)" strokeWidth="6" strokeLinecap="round" vectorEffect="non-scaling-stroke" />{p.hollow !== null && <path d={`M${x(i)} ${y(p.value)}h0.001`} stroke="var(--ek-surface)" strokeWidth="3" strokeLinecap="round" vectorEffect="non-scaling-stroke" />}</g>))}
    </svg>
  )
}
