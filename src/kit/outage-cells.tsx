/** Outages of a year as a calendar: minutes lost a day, agreed windows hatched, days nobody observed dashed. */

import { counted, NOT_RECORDED, percent } from './format.ts'
import css from './outage-cells.module.css'

/** A day: minutes lost, an agreed window, or nobody looked. `future` is drawn empty. */
export type OutageDay = { kind: 'observed'; minutes: number } | { kind: 'window' } | { kind: 'unobserved' } | { kind: 'future' }

/** A month and what was attained in it. */
export interface OutageMonth {
  /** `Apr 25`, `May`. */
  label: string
  days: readonly OutageDay[]
  /** Null where too little was observed to say. */
  attained: number | null
  isMissed?: boolean
}

const CELL = 16
const STEP = 18

/** `allowedMinutes` is what the agreement lets be lost in a month: the edges of the tints hang on it. */
export function OutageCells({ months, allowedMinutes, label }: { months: readonly OutageMonth[]; allowedMinutes: number; label: string }) {
  return (
    <div className={css.scroll} role="group" aria-label={label} tabIndex={0}>
      <table className={css.cells}>
        <thead className="ek-hidden">
          <tr><th>Month</th><th>Days</th><th>Lost</th><th>Attained</th></tr>
        </thead>
        <tbody>
          {months.map((month) => <Month key={month.label} month={month} allowedMinutes={allowedMinutes} />)}
        </tbody>
      </table>
      <Legend allowedMinutes={allowedMinutes} />
    </div>
  )
}

function Month({ month, allowedMinutes }: { month: OutageMonth; allowedMinutes: number }) {
  const lost = month.days.reduce((sum, day) => sum + (day.kind === 'observed' ? day.minutes : 0), 0)
  const unobserved = month.days.filter((day) => day.kind === 'unobserved').length
  const named = month.days.flatMap((day, at) => (day.kind === 'observed' && day.minutes > 0 ? [`${day.minutes} min on the ${at + 1}.`] : []))
  const words = [...named, ...(unobserved > 0 ? [`${counted(unobserved, 'day')} not observed.`] : [])].join(' ') || 'No outage.'
  return (
    <tr>
      <th scope="row">{month.label}</th>
      <td>
        <svg width={31 * STEP} height={CELL} role="img" aria-label={words}>
          {month.days.map((day, at) => <Day key={at} day={day} x={at * STEP} allowedMinutes={allowedMinutes} />)}
        </svg>
      </td>
      <td data-missed={month.isMissed ?? false}>{lost === 0 ? '0' : `${lost} min`}</td>
      <td>{month.attained === null ? (unobserved > 0 ? `${month.days.length - unobserved} of ${month.days.length} d` : NOT_RECORDED) : percent(month.attained, 2, 'high')}</td>
    </tr>
  )
}

function Day({ day, x, allowedMinutes }: { day: OutageDay; x: number; allowedMinutes: number }) {
  if (day.kind === 'future') return null
  if (day.kind === 'window') return <rect x={x} width={CELL} height={CELL} rx="2" fill="url(#ek-window)" />
  if (day.kind === 'unobserved') return <rect x={x + 0.5} y="0.5" width={CELL - 1} height={CELL - 1} rx="2" fill="none" stroke="var(--ek-text-3)" strokeDasharray="2 2" />
  const fill = fillOf(day.minutes, allowedMinutes)
  return (
    <g>
      <rect x={x} width={CELL} height={CELL} rx="2" fill={fill} />
      {day.minutes > 0 && <text x={x + CELL / 2} y="11.5" textAnchor="middle" className={day.minutes > allowedMinutes ? css.onDark : css.number}>{day.minutes > 99 ? '99+' : day.minutes}</text>}
    </g>
  )
}

/** A third of what a month allows, all of it, and more. */
function fillOf(minutes: number, allowedMinutes: number): string {
  if (minutes === 0) return 'var(--ek-depth-1)'
  if (minutes <= allowedMinutes / 3) return 'var(--ek-lean-1)'
  return minutes <= allowedMinutes ? 'var(--ek-lean-2)' : 'var(--ek-lean-3)'
}

function Legend({ allowedMinutes }: { allowedMinutes: number }) {
  const third = Math.floor(allowedMinutes / 3)
  const all = Math.floor(allowedMinutes)
  const entries: [string, OutageDay][] = [
    [`to ${third}`, { kind: 'observed', minutes: third }],
    [`to ${all}`, { kind: 'observed', minutes: all }],
    ['more than a month allows', { kind: 'observed', minutes: all + 1 }],
    ['agreed window', { kind: 'window' }],
    ['not observed', { kind: 'unobserved' }],
  ]
  return (
    <div className={css.legend} aria-hidden="true">
      <span>minutes a day</span>
      {entries.map(([words, day]) => (
        <span key={words}>
          <svg width="12" height="12" viewBox="0 0 16 16">
            {day.kind === 'observed' ? <rect width="16" height="16" rx="2" fill={fillOf(day.minutes, allowedMinutes)} /> : <Day day={day} x={0} allowedMinutes={allowedMinutes} />}
          </svg>
          {words}
        </span>
      ))}
    </div>
  )
}
