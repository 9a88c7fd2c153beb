/** What a calendar means now: open or closed, until when, and what this week counts. */
import type { Calendar } from '../../model/calendar.ts'
import { openHoursOf } from '../../model/open-hours.ts'
import { isOpen, nextClosing, nextOpening } from '../../model/working-time.ts'
import { formatDay, weekdayOf, type EpochMs } from '../../model/zone.ts'
import { calendarDay, dayAndTime, elapsed, placeOf, timeOfDay } from '../../kit/format-time.ts'
import { useNow } from '../../kit/now.ts'
import css from './editors.module.css'
import { dayWords } from './week-grid.tsx'

const dayNames = Object.values(dayWords).map(([short]) => short)

/** The calendar must have passed its schema. */
export function CalendarPreview({ calendar }: { calendar: Calendar }) {
  const at = useNow(60)
  const hours = openHoursOf(calendar)
  const monday = hours.dayAt(at) - weekdayOf(hours.dayAt(at))
  const week = [0, 1, 2, 3, 4, 5, 6].map((i) => ({ on: monday + i, day: hours.day(monday + i) }))
  const openSeconds = week.reduce((sum, { day }) => sum + day.openMs, 0) / 1000
  return (
    <div className={css.preview} aria-live="off">
      <h3>{sentence(calendar, at)}</h3>
      <div className={css.week}>
        {week.map(({ on, day }) => (
          <Day key={on} name={`${dayNames[weekdayOf(on)] ?? ''} ${calendarDay(formatDay(on))}`} edges={day.edges} end={day.end} openSeconds={day.openMs / 1000} zone={calendar.zone} isToday={on === hours.dayAt(at)} />
        ))}
        <span className="ek-strong">This week</span><span /><span className="ek-strong">{elapsedHours(openSeconds)}</span>
      </div>
      <p className={css.note}>Times are {placeOf(calendar.zone)}’s. “1 d” in a promise is {elapsedHours(hours.workingDaySeconds)}.</p>
    </div>
  )
}

function Day({ name, edges, end, openSeconds, zone, isToday }: { name: string; edges: readonly EpochMs[]; end: EpochMs; openSeconds: number; zone: string; isToday: boolean }) {
  const spans = edges.flatMap((from, i) => (i % 2 === 0 ? [`${timeOfDay(from, zone)}–${edges[i + 1] === end ? '24:00' : timeOfDay(edges[i + 1] ?? end, zone)}`] : []))
  return (
    <>
      <span className={isToday ? 'ek-strong' : 'ek-2'}>{name}{isToday ? ', today' : ''}</span>
      <span className={spans.length === 0 ? 'ek-3' : ''}>{spans.length === 0 ? 'closed' : spans.join(', ')}</span>
      <span className="ek-num ek-2">{openSeconds === 0 ? '' : elapsedHours(openSeconds)}</span>
    </>
  )
}

/** Hours stay hours here: "a day" is what this calendar is about. */
function elapsedHours(seconds: number): string {
  const [h, m] = [Math.floor(seconds / 3600), Math.round((seconds % 3600) / 60)]
  return m === 0 ? `${h} h` : `${h} h ${String(m).padStart(2, '0')}`
}

function sentence(calendar: Calendar, at: EpochMs): string {
  const when = (t: EpochMs): string => `${dayAndTime(t, calendar.zone)}, in ${elapsed((t - at) / 1000)}`
  if (isOpen(calendar, at)) {
    const closes = nextClosing(calendar, at)
    return closes === 'beyond_horizon' ? 'Open now, and it does not close.' : `Open now. Closes ${when(closes)}.`
  }
  const opens = nextOpening(calendar, at)
  return opens === 'beyond_horizon' ? 'Closed now, and it does not open again: no promise counted on it would ever be due.' : `Closed now. Opens ${when(opens)}.`
}
