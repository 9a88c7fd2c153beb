/** A point in time as people say it, with the exact instant and zone in the tip. */

import { duePoint, exactInstant, timeOfDay, timePoint } from './format-time.ts'
import { toMillis, type Instant } from './now.ts'
import { useTimeFrame } from './viewer.tsx'

/** `past` shows `14:32`, `Mon`, `9 Feb`; `due` shows `Thu 07:00`; `event` shows seconds, `clock` the time alone, under a heading that names the day. Stays true over midnight. */
export function Time({ at, form = 'past', className }: { at: Instant; form?: 'past' | 'due' | 'event' | 'clock'; className?: string }) {
  const frame = useTimeFrame(60)
  const isToday = timePoint(at, frame).includes(':')
  const text = form === 'due' ? duePoint(at, frame) : form === 'clock' ? timeOfDay(at, frame.zone) : form === 'event' && isToday ? timeOfDay(at, frame.zone, true) : timePoint(at, frame)
  return (
    <time dateTime={new Date(toMillis(at)).toISOString()} title={exactInstant(at, frame.zone)} {...(className ? { className } : {})}>
      {text}
    </time>
  )
}
