/** The hours of a window: around the clock unless somebody asks for certain ones. */
import { Button, Select } from '@mantine/core'
import { calendarSchema, describeHours, type Calendar } from '../../model/calendar.ts'
import { useViewer } from '../../kit/viewer.tsx'
import { DatedHours, Holidays, YearlyHolidays } from './date-rows.tsx'
import type { EditorProps } from './editor.ts'
import css from './editors.module.css'
import { WeekGrid } from './week-grid.tsx'
import { zones } from './zones.ts'

/** Empty is `null`: the window holds from its start to its end. */
export function WindowHoursEditor({ value, onChange }: EditorProps) {
  const { zone = Intl.DateTimeFormat().resolvedOptions().timeZone } = useViewer()
  if (value === undefined || value === null) {
    return (
      <>
        <p>Around the clock, from its start to its end.</p>
        <div><Button size="xs" onClick={() => onChange({ zone, hours: {} })}>Only at certain hours</Button></div>
      </>
    )
  }
  const calendar: Calendar = { zone, hours: {}, ...(value as Partial<Calendar>) }
  const put = (change: Partial<Calendar>): void => onChange({ ...calendar, ...change })
  const checked = calendarSchema.safeParse(calendar)
  return (
    <>
      <div><Button size="xs" onClick={() => onChange(null)}>Around the clock</Button></div>
      <Select label="Time zone" data={zones(calendar.zone)} limit={60} searchable value={calendar.zone} onChange={(v) => v && put({ zone: v })} maw={320} nothingFoundMessage="No zone is called that" />
      <WeekGrid week={calendar.hours} onChange={(hours) => put({ hours })} of="window" />
      {calendar.holidays && calendar.holidays.length > 0 && <Holidays title="Not on" days={calendar.holidays} onChange={(holidays) => put({ holidays })} />}
      {calendar.yearlyHolidays && calendar.yearlyHolidays.length > 0 && <YearlyHolidays title="Not on, every year" days={calendar.yearlyHolidays} onChange={(yearlyHolidays) => put({ yearlyHolidays })} />}
      {calendar.exceptions && Object.keys(calendar.exceptions).length > 0 && <DatedHours title="Other hours on" note="Instead of the weekday’s." placeholder="not that day" dates={calendar.exceptions} onChange={(exceptions) => put({ exceptions })} />}
      {calendar.breaks && Object.keys(calendar.breaks).length > 0 && <DatedHours title="Breaks on" note="Cut out of that day’s hours." placeholder="13:00–14:00" dates={calendar.breaks} onChange={(breaks) => put({ breaks })} />}
      <p className={checked.success ? css.note : css.fault} aria-live="polite">{checked.success ? windowHoursWords(checked.data) : checked.error.issues[0]?.message}</p>
    </>
  )
}

/** When within its span a window holds, as a sentence. */
export function windowHoursWords(calendar: Calendar): string {
  const isNever = Object.values({ ...calendar.hours, ...calendar.exceptions }).every((spans) => (spans ?? []).length === 0)
  if (isNever) return 'At no hour yet: so the window would never hold.'
  const words = describeHours(calendar)
  const week = words === 'never open' ? 'on single days' : words === '24×7' ? 'around the clock' : words
  return `Between its start and its end it holds ${week}, ${calendar.zone.replaceAll('_', ' ')} time.`
}
