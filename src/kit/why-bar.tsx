/** Why a promise is due when it is: segments of real time by who had it, one line each, and the sum as an equation. */

import { useId } from 'react'
import { timeOfDay, timePoint, workingTime } from './format-time.ts'
import { toMillis, type Instant } from './now.ts'
import { useTimeFrame } from './viewer.tsx'
import css from './why-bar.module.css'

/** Who had the work. */
export type Party = 'us' | 'supplier' | 'customer'

/** A stretch of time with one party. `to` is null while it lasts. */
export interface WhySegment {
  from: Instant
  to: Instant | null
  party: Party
  /** A pause does not count: its length is struck through. */
  counts: boolean
  /** `Platform worked`, `Paused, customer retests`. */
  reason: string
  workingSeconds: number
}

/** See `WhyBar`. */
export interface WhyBarProps {
  /** `Why due at 17:47` is said by the section around it; this is the instant drawn as the end of the equation. */
  dueAt: Instant | null
  startedAt: Instant
  budgetSeconds: number
  pausedSeconds: number
  segments: readonly WhySegment[]
  /** `24×7`, `Mon to Fri, 08:00 to 17:00`. */
  calendar: string
  /** `SLA-12 v3`. */
  agreement: string
  /** Wall-clock seconds since the report, pauses included. */
  withoutPausesSeconds: number
  /** Stands beside the computed one, never instead. */
  manualDueAt?: Instant | null
}

const WIDTH = 312
const GAP = 1

/** Opens in place under the clock, or stands in the rail. */
export function WhyBar(props: WhyBarProps) {
  const { segments, startedAt, withoutPausesSeconds } = props
  const frame = useTimeFrame(60)
  const until = Math.max(frame.now, ...segments.map(({ to }) => (to === null ? 0 : toMillis(to))))
  const isRunning = segments.at(-1)?.to === null
  const parties = [...new Set(segments.map(({ party }) => party))]
  return (
    <figure className={css.why}>
      <SegmentBar segments={segments} from={toMillis(startedAt)} until={until} />
      <div className={css.ends} aria-hidden="true">
        <span>{timePoint(startedAt, frame)}</span>
        <span>{isRunning ? `now ${timeOfDay(frame.now, frame.zone)}` : timePoint(until, frame)}</span>
      </div>
      <ul className={css.lines}>
        {segments.map((segment, at) => (
          <li key={at} className={css.line}>
            <Swatch party={segment.party} />
            <span className={css.mono}>{timeOfDay(segment.from, frame.zone)}–{segment.to === null ? 'now' : timeOfDay(segment.to, frame.zone)}</span>
            <span className={css.reason}>{segment.reason}</span>
            {segment.counts ? <span className={css.length}>{workingTime(segment.workingSeconds)}</span> : (
              <s className={css.length} title="Does not count">{workingTime(segment.workingSeconds)}<span className="ek-hidden"> does not count</span></s>
            )}
          </li>
        ))}
      </ul>
      <figcaption className={css.sum}>
        <Equation {...props} /> Hours {props.calendar}, agreement {props.agreement}. Without pauses: {workingTime(withoutPausesSeconds)} since the report.
      </figcaption>
      <div className={css.legend}>
        {parties.map((party) => <span key={party}><Swatch party={party} />{WORD[party]}</span>)}
      </div>
    </figure>
  )
}

function Equation({ startedAt, budgetSeconds, pausedSeconds, dueAt, manualDueAt }: WhyBarProps) {
  const frame = useTimeFrame(60)
  if (dueAt === null) return <>No due time while it is paused.</>
  const paused = pausedSeconds > 0 ? ` + ${workingTime(pausedSeconds)} paused` : ''
  const start = timeOfDay(startedAt, frame.zone)
  const due = timePoint(dueAt, frame).includes(':') ? timeOfDay(dueAt, frame.zone) : `${timePoint(dueAt, frame)} ${timeOfDay(dueAt, frame.zone)}`
  return (
    <>
      <span className={css.equation}>{start} + {workingTime(budgetSeconds)}{paused} = {due}.</span>
      {manualDueAt != null && <b> Set by hand: {timeOfDay(manualDueAt, frame.zone)}.</b>}
    </>
  )
}

/** Segments over real time; each at least two pixels, so that a short pause is still seen. */
function SegmentBar({ segments, from, until }: { segments: readonly WhySegment[]; from: number; until: number }) {
  const id = useId()
  const scale = WIDTH / Math.max(1, until - from)
  const words = segments.map((segment) => `${segment.reason} ${workingTime(segment.workingSeconds)}${segment.counts ? '' : ', does not count'}`).join('; ')
  return (
    <svg className={css.bar} viewBox={`0 0 ${WIDTH} 20`} preserveAspectRatio="none" role="img" aria-labelledby={id}>
      <title id={id}>{words}</title>
      {segments.map((segment, at) => {
        const x = (toMillis(segment.from) - from) * scale
        const end = ((segment.to === null ? until : toMillis(segment.to)) - from) * scale
        const width = Math.max(2, end - x - (at === segments.length - 1 ? 0 : GAP))
        return (
          <g key={at}>
            <rect x={x} y="4" width={width} height="12" fill={FILL[segment.party]} />
            {segment.party === 'customer' && <rect x={x + 0.5} y="4.5" width={Math.max(1, width - 1)} height="11" fill="none" stroke="var(--ek-customer)" />}
          </g>
        )
      })}
      <path d={`M${WIDTH - 0.8} 0V20`} stroke="var(--ek-text)" strokeWidth="1.6" />
    </svg>
  )
}

/** The small square that stands for a party in lines and legends. */
export function Swatch({ party }: { party: Party }) {
  return (
    <svg width="11" height="11" className={css.swatch} aria-hidden="true">
      <rect width="11" height="11" rx="2" fill={FILL[party]} />
    </svg>
  )
}

const FILL: Record<Party, string> = { us: 'var(--ek-us)', supplier: 'url(#ek-supplier)', customer: 'url(#ek-customer)' }
const WORD: Record<Party, string> = { us: 'us', supplier: 'supplier', customer: 'customer, paused' }
