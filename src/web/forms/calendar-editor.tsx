/** A calendar as a person edits it: zone, a week of hours, days that differ, and what comes of it. */
import { Select } from '@mantine/core'
import { calendarSchema, type Calendar } from '../../model/calendar.ts'
import { CalendarPreview } from './calendar-preview.tsx'
import { DatedHours, Holidays, YearlyHolidays } from './date-rows.tsx'
import type { EditorProps } from './editor.ts'
import css from './editors.module.css'
import { WeekGrid } from './week-grid.tsx'
import { zones } from './zones.ts'

const empty: Calendar = { zone: 'Etc/UTC', hours: {} }

export function CalendarEditor({ value, onChange }: EditorProps) {
  const calendar = { ...empty, ...(value as Partial<Calendar> | null | undefined) }
  const put = (change: Partial<Calendar>): void => onChange({ ...calendar, ...change })
  const checked = calendarSchema.safeParse(calendar)
  return (
    <>
      <Select label="Time zone" data={zones(calendar.zone)} limit={60} searchable value={calendar.zone} onChange={(v) => v && put({ zone: v })} allowDeselect={false} maw={320} nothingFoundMessage="No zone is called that" />
      <WeekGrid week={calendar.hours} onChange={(hours) => put({ hours })} />
      <Holidays days={calendar.holidays ?? []} onChange={(holidays) => put({ holidays })} />
      <YearlyHolidays days={calendar.yearlyHolidays ?? []} onChange={(yearlyHolidays) => put({ yearlyHolidays })} />
      <DatedHours title="Other hours on" note="Instead of the weekday’s: a half day, a Saturday worked." dates={calendar.exceptions ?? {}} onChange={(exceptions) => put({ exceptions })} />
      <DatedHours title="Breaks on" note="Cut out of that day’s hours: a staff meeting." placeholder="13:00–14:00" dates={calendar.breaks ?? {}} onChange={(breaks) => put({ breaks })} />
      {checked.success ? <CalendarPreview calendar={checked.data} /> : <p className={css.fault}>{checked.error.issues[0]?.message}</p>}
    </>
  )
}
