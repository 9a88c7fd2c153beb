/** The clock of a promise: one component, four sizes, the same on every screen. */

import { Tooltip } from '@mantine/core'
import { IconCheck, IconDots, IconFlag, IconHourglass, IconMoon, IconPlayerPause } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { clockView, type ClockFacts, type ClockPurpose, type ClockTone, type ClockView } from './clock-view.ts'
import css from './clock.module.css'
import { useTimeFrame } from './viewer.tsx'

/** See `Clock`. */
export interface ClockProps {
  facts: ClockFacts
  /** `row` and `phone` show bar (not on phone) and text; `header` and `rail` add the small words. */
  size?: 'row' | 'header' | 'rail' | 'phone'
  purpose?: ClockPurpose
  /** `in` says `answer in 0:04`, for what nobody has taken yet; it draws no bar. */
  wording?: 'left' | 'in'
}

/** Bar of used working time, glyph, time left, and a quiet reason; ticks by itself and is no live region. */
export function Clock({ facts, size = 'row', purpose = 'restore', wording = 'left' }: ClockProps) {
  const frame = useTimeFrame(10)
  const view = clockView(facts, frame, { purpose, wording })
  const withBar = size !== 'phone' && wording === 'left'
  const withSmall = size === 'header' || size === 'rail'
  const body = (
    <span {...(withSmall || view.tip === '' ? {} : { title: view.tip })} className={[css.clock, css[view.tone], size === 'rail' ? css.rail : size === 'row' && withBar ? css.rowSize : ''].join(' ')} data-tone={view.tone}>
      {withBar && <ClockBar view={view} />}
      <span className={css.main} aria-hidden="true">
        {glyphOf(view.tone, css.glyph)}
        <span className={css.text}>{view.text}</span>
      </span>
      {withSmall && view.small && <span className={css.small} aria-hidden="true">{view.small}</span>}
      <span className="ek-hidden">{view.speech}</span>
    </span>
  )
  // In rows the browser's own tip: a floating one for each of a thousand rows would make scrolling heavy.
  return withSmall ? <Tooltip label={view.tip} disabled={view.tip === ''}>{body}</Tooltip> : body
}

const WIDTH = 54
const LEAST_VISIBLE = 4

function ClockBar({ view }: { view: ClockView }) {
  if (view.filled === null) return null
  const filled = view.filled === 0 ? 0 : Math.max(LEAST_VISIBLE, WIDTH * view.filled)
  return (
    <svg className={css.bar} width={WIDTH} height="8" viewBox={`0 0 ${WIDTH} 8`} aria-hidden="true">
      <rect x="0.5" y="1.5" width={WIDTH - 1} height="5" rx="2.5" fill="none" stroke="var(--ek-line-strong)" />
      <rect y="1" width={filled} height="6" rx="3" fill={FILL[view.tone]} />
      {view.notch !== null && <path d={`M${WIDTH * view.notch} 0v8`} stroke="var(--ek-surface)" strokeWidth="2" />}
    </svg>
  )
}

const FILL: Record<ClockTone, string> = {
  running: 'var(--ek-info)',
  soon: 'var(--ek-warn)',
  over: 'var(--ek-bad)',
  paused: 'url(#ek-paused)',
  closed: 'var(--ek-idle)',
  met: 'var(--ek-good)',
  none: 'none',
}

function glyphOf(tone: ClockTone, className: string | undefined): ReactNode {
  if (tone === 'running') return null
  const Glyph = GLYPH[tone]
  return <Glyph className={className ?? ''} aria-hidden="true" />
}

const GLYPH = { soon: IconHourglass, over: IconFlag, paused: IconPlayerPause, closed: IconMoon, met: IconCheck, none: IconDots } as const
