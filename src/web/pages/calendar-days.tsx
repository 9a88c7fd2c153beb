/** The calendar as a list by day, for the phone. */
import { dayHeading, duePoint, timeOfDay, type TimeFrame } from '../../kit/format-time.ts'
import { listed } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import type { LaneColumn } from '../../kit/swimlane-layout.ts'
import type { CalendarEntry } from '../../model/calendar-entry.ts'
import { addressOf } from '../data/address.ts'
import { bandOf, changesOf, clashWordsOf } from './calendar-lanes.ts'
import css from './calendar.module.css'

export function CalendarDays({ columns, entries, stateOf, frame }: { columns: readonly LaneColumn[]; entries: readonly CalendarEntry[]; stateOf: (entry: CalendarEntry) => string; frame: TimeFrame }) {
  const bands = entries.filter((e) => e.kind !== 'change' && e.kind !== 'release').map(bandOf)
  const changes = changesOf(entries)
  const days = Map.groupBy(columns, (c) => dayHeading(c.startMs, frame))
  const shown = [...days].map(([heading, some]) => {
    const [fromMs, toMs] = [some[0]?.startMs ?? 0, some.at(-1)?.endMs ?? 0]
    const within = (s: { startMs: number; endMs: number }): boolean => s.startMs < toMs && s.endMs > fromMs
    return { heading, isToday: fromMs <= frame.now && frame.now < toMs, bands: bands.filter(within), changes: changes.filter((c) => within(timeOf(c))) }
  }).filter((d) => d.changes.length + d.bands.length > 0)
  return (
    <div className={css.days}>
      {shown.length === 0 && <p className="ek-3">Nothing lies in this time.</p>}
      {shown.map((d) => (
        <section key={d.heading}>
          <h2 className={css.day} data-today={d.isToday}>{d.heading}{d.isToday && ', today'}</h2>
          {d.bands.map((b) => <Link quiet key={b.id} href={b.href} className={css.entry}><span>until {duePoint(b.endMs, frame)}</span><span className={b.kind === 'freeze' ? 'ek-info' : b.kind === 'business_event' ? 'ek-warn' : 'ek-good'}>{b.label}{b.kind !== 'freeze' && <small>{bandWords[b.kind]}</small>}</span></Link>)}
          {d.changes.map((c) => {
            const clashes = clashWordsOf(c)
            const at = timeOf(c)
            return (
              <Link quiet key={c.id} href={addressOf('changes', c.number)} className={css.entry}>
                <span>{timeOfDay(at.startMs, frame.zone)}–{timeOfDay(at.endMs, frame.zone)}</span>
                <span><b className="ek-strong">{c.title}</b><small>{c.number}, {stateOf(c).toLowerCase()}</small>{clashes.length > 0 && <small className="ek-bad">Clash: {listed(clashes)}</small>}</span>
              </Link>
            )
          })}
        </section>
      ))}
    </div>
  )
}

/** A freeze says so in its label. */
const bandWords = { maintenance: 'maintenance', business_event: 'business event' } as const
const timeOf = (e: CalendarEntry): { readonly startMs: number; readonly endMs: number } => ({ startMs: Date.parse(e.startsAt), endMs: Date.parse(e.endsAt) })
