/** A structure as people read it: the week of a calendar, the targets of an agreement, matchers, mappings, lists. */
import { calendarSchema, describeHours } from '../../model/calendar.ts'
import { openHoursOf } from '../../model/open-hours.ts'
import { matcherText, type Matcher } from '../../practices/event/matchers.ts'
import type { Targets } from '../../practices/agreement/agreement.ts'
import { pendingReasons } from '../../practices/incident/rules.ts'
import type { FieldSketch } from '../../client/shapes.ts'
import { listed, NO_TARGET } from '../../kit/format.ts'
import { calendarDay } from '../../kit/format-time.ts'
import { Priority } from '../../kit/priority.tsx'
import { useRecord } from '../data/queries.ts'
import { priorityOf } from '../data/rows.ts'
import { CalendarPreview } from './calendar-preview.tsx'
import { ShownOutages, ShownScope } from './change-editors.tsx'
import { spanWords, yearlyWords } from './date-rows.tsx'
import { durationText } from './duration-text.ts'
import css from './editors.module.css'
import { hoursText } from './hours-text.ts'
import { priorities } from './targets-editor.tsx'
import { windowHoursWords } from './window-hours.tsx'

const DAY_SECONDS = 86_400

/** `row` is the whole record, where one field's meaning hangs on another. */
export function ShownStructure({ field, value, row }: { field: FieldSketch; value: unknown; row?: Readonly<Record<string, unknown>> | undefined }) {
  switch (`${field.record}.${field.name}`) {
    case 'calendar.hours': return <ShownCalendar value={value} />
    case 'agreement.targets': return <ShownTargets targets={value as Targets} calendarId={row?.['calendarId']} />
    case 'agreement.pausesOn': return <>{listed((value as readonly string[]).map((r) => pendingReasons[r as keyof typeof pendingReasons]?.toLowerCase() ?? r))}</>
    case 'silence.matchers': return <ul>{(value as readonly Matcher[]).map((m) => <li key={matcherText(m)} className="ek-mono">{matcherText(m)}</li>)}</ul>
    case 'window.scope': return <ShownScope value={value} />
    case 'window.hours': return <ShownWindowHours value={value} />
    case 'change.projectedOutages': return <ShownOutages value={value} />
    default: return <Anything value={value} />
  }
}

function ShownCalendar({ value }: { value: unknown }) {
  const checked = calendarSchema.safeParse(value)
  if (!checked.success) return <Anything value={value} />
  const c = checked.data
  const dated = (dates: typeof c.exceptions): string => Object.keys(dates ?? {}).toSorted().map((d) => `${calendarDay(d)} ${hoursText(dates?.[d] ?? []) || 'closed'}`).join('; ')
  const lines = [
    ['Closed on', (c.holidays ?? []).map(spanWords).join(', ')], ['Closed every year on', (c.yearlyHolidays ?? []).map((d) => d.split('/').map(yearlyWords).join(' to ')).join(', ')],
    ['Other hours on', dated(c.exceptions)], ['Breaks on', dated(c.breaks)],
  ].filter(([, words]) => words !== '')
  return (
    <div style={{ display: 'grid', gap: 10, maxWidth: 560 }}>
      <span>{describeHours(c)}, {c.zone.replaceAll('_', ' ')}</span>
      <CalendarPreview calendar={c} />
      {lines.map(([label, words]) => <p key={label}><span className="ek-3">{label}: </span>{words}</p>)}
    </div>
  )
}

function ShownWindowHours({ value }: { value: unknown }) {
  const checked = calendarSchema.safeParse(value)
  return checked.success ? <>{windowHoursWords(checked.data)}</> : <Anything value={value} />
}

function ShownTargets({ targets, calendarId }: { targets: Targets; calendarId: unknown }) {
  return typeof calendarId === 'string' ? <TargetsOn targets={targets} calendarId={calendarId} /> : <TargetsTable targets={targets} workingDaySeconds={DAY_SECONDS} />
}

function TargetsOn({ targets, calendarId }: { targets: Targets; calendarId: string }) {
  const hours = calendarSchema.safeParse(useRecord('calendars', calendarId).data?.['hours'])
  return <TargetsTable targets={targets} workingDaySeconds={hours.success ? openHoursOf(hours.data).workingDaySeconds : DAY_SECONDS} />
}

function TargetsTable({ targets, workingDaySeconds }: { targets: Targets; workingDaySeconds: number }) {
  const words = (seconds: number | null): string => (seconds === null ? NO_TARGET : durationText(seconds, workingDaySeconds))
  return (
    <table className={css.shown}>
      <thead><tr><th scope="col">Priority</th><th scope="col">Answer within</th><th scope="col">Works again within</th></tr></thead>
      <tbody>{priorities.map(([p]) => <tr key={p}><td><Priority value={priorityOf(Number(p))} /></td><td>{words(targets[p]?.responseSeconds ?? null)}</td><td>{words(targets[p]?.resolutionSeconds ?? null)}</td></tr>)}</tbody>
    </table>
  )
}

/** Lists of words as words, flat maps as lines, all else as JSON. */
function Anything({ value }: { value: unknown }) {
  if (Array.isArray(value) && value.every((v) => typeof v === 'string')) return <>{value.join(', ')}</>
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).filter(([, v]) => v !== null && !(typeof v === 'object' && Object.keys(v as object).length === 0))
    if (entries.length === 0) return <span className="ek-3">nothing</span>
    return <ul>{entries.map(([name, v]) => <li key={name}><span className="ek-3">{name}: </span><span className="ek-mono">{typeof v === 'string' ? v : typeof v === 'object' ? Object.entries(v as object).map(([a, b]) => `${a} = ${String(b)}`).join(', ') : String(v)}</span></li>)}</ul>
  }
  return <code className="ek-mono">{JSON.stringify(value)}</code>
}
