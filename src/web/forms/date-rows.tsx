/** Days that are not like the others: closed ones, those of every year, and those with other hours. */
import { Button, CloseButton, FileButton, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Calendar, Hours } from '../../model/calendar.ts'
import { counted } from '../../kit/format.ts'
import { calendarDay } from '../../kit/format-time.ts'
import { now } from '../../kit/now.ts'
import css from './editors.module.css'
import { readHolidays } from './holiday-import.ts'
import { HoursInput } from './week-grid.tsx'

/** Beyond this a list is folded: a century of holidays is no list to scroll by. */
const SHOWN = 20

/** Single closed days and spans: `2026-12-25`, `2026-12-24/2026-12-26`. */
export function Holidays({ days, onChange, title = 'Closed on' }: { days: readonly string[]; onChange: (days: readonly string[]) => void; title?: string }) {
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [isImporting, setImporting] = useState(false)
  const [isAll, setAll] = useState(false)
  const add = (): void => {
    onChange([...new Set([...days, to > from ? `${from}/${to}` : from])].toSorted())
    setFrom('')
    setTo('')
  }
  const today = new Date(now()).toISOString().slice(0, 10)
  const past = days.filter((d) => (d.split('/').at(-1) ?? d) < today)
  const shown = isAll ? days : days.filter((d) => !past.includes(d)).slice(0, SHOWN)
  return (
    <div className={css.group}>
      <h3>{title}</h3>
      {shown.map((d) => <Removable key={d} words={spanWords(d)} onRemove={() => onChange(days.filter((one) => one !== d))} />)}
      {shown.length < days.length && <div><Button size="xs" variant="subtle" onClick={() => setAll(true)}>Show all {days.length}{past.length > 0 ? `, ${past.length} of them past` : ''}</Button></div>}
      <div className={css.row}>
        <TextInput type="date" aria-label="Closed from" value={from} onChange={(e) => setFrom(e.currentTarget.value)} />
        <span className="ek-3">to</span>
        <TextInput type="date" aria-label="Closed to, empty for one day" value={to} min={from} onChange={(e) => setTo(e.currentTarget.value)} />
        <Button size="xs" disabled={from === '' || (to !== '' && to < from)} onClick={add}>Add the day</Button>
        <Button size="xs" variant="subtle" onClick={() => setImporting(!isImporting)} aria-expanded={isImporting}>Import</Button>
      </div>
      {isImporting && <Import onRead={(found) => { onChange([...new Set([...days, ...found])].toSorted()); setImporting(false) }} />}
    </div>
  )
}

function Import({ onRead }: { onRead: (days: readonly string[]) => void }) {
  const [text, setText] = useState('')
  const found = readHolidays(text)
  return (
    <div className={css.preview}>
      <Textarea label="Dates, one a line, or the text of a calendar file (.ics)" description="Public holidays of a country come as an .ics file from most governments and calendar programs." autosize minRows={3} maxRows={10} value={text} onChange={(e) => setText(e.currentTarget.value)} placeholder={'2026-12-25 Christmas Day\n26.12.2026'} />
      <div className={css.row}>
        <FileButton accept=".ics,.csv,.txt,text/calendar,text/plain" onChange={(file) => { if (file) void file.text().then(setText) }}>{(props) => <Button size="xs" {...props}>Choose a file</Button>}</FileButton>
        <Button size="xs" variant="filled" disabled={found.length === 0} onClick={() => onRead(found)}>{found.length === 0 ? 'No dates found yet' : `Add ${counted(found.length, 'date')}`}</Button>
      </div>
    </div>
  )
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const monthData = months.map((label, i) => ({ value: String(i + 1).padStart(2, '0'), label }))

/** Days closed in every year: `12-25`, `12-24/01-02`. */
export function YearlyHolidays({ days, onChange, title = 'Closed every year on' }: { days: readonly string[]; onChange: (days: readonly string[]) => void; title?: string }) {
  const [month, setMonth] = useState('12')
  const [day, setDay] = useState('')
  const isDay = /^\d{1,2}$/.test(day) && Number(day) >= 1 && Number(day) <= new Date(Date.UTC(2024, Number(month), 0)).getUTCDate()
  return (
    <div className={css.group}>
      <h3>{title}</h3>
      {days.map((d) => <Removable key={d} words={d.split('/').map(yearlyWords).join(' to ')} onRemove={() => onChange(days.filter((one) => one !== d))} />)}
      <div className={css.row}>
        <TextInput w={64} aria-label="Day of the month" inputMode="numeric" placeholder="25" value={day} onChange={(e) => setDay(e.currentTarget.value)} />
        <Select w={140} aria-label="Month" data={monthData} value={month} onChange={(v) => v && setMonth(v)} />
        <Button size="xs" disabled={!isDay} onClick={() => { onChange([...new Set([...days, `${month}-${day.padStart(2, '0')}`])].toSorted()); setDay('') }}>Add the day</Button>
      </div>
    </div>
  )
}

/** `12-25` → `25 December`. */
export const yearlyWords = (monthDay: string): string => `${Number(monthDay.slice(3))} ${months[Number(monthDay.slice(0, 2)) - 1] ?? monthDay}`

/** `2026-12-24/2026-12-26` in words. */
export const spanWords = (span: string): string => span.split('/').map(calendarDay).join(' to ')

/** Dates with hours of their own, instead of the weekday's (exceptions) or cut out of them (breaks). */
export function DatedHours({ title, note, dates, onChange, placeholder = 'closed' }: { title: string; note: string; dates: NonNullable<Calendar['exceptions']>; onChange: (dates: Readonly<Record<string, readonly Hours[]>>) => void; placeholder?: string }) {
  const [on, setOn] = useState('')
  return (
    <div className={css.group}>
      <h3>{title}</h3>
      {Object.keys(dates).toSorted().map((d) => (
        <div key={d} className={css.row}>
          <span style={{ minWidth: 110 }}>{calendarDay(d)}</span>
          <div className="ek-grow"><HoursInput label={`${title}: ${calendarDay(d)}`} hours={dates[d] ?? []} placeholder={placeholder} onChange={(hours) => onChange({ ...dates, [d]: hours })} /></div>
          <CloseButton aria-label={`Remove ${calendarDay(d)}`} onClick={() => onChange(Object.fromEntries(Object.entries(dates).filter(([one]) => one !== d)))} />
        </div>
      ))}
      <div className={css.row}>
        <TextInput type="date" aria-label={`${title}: a date`} value={on} onChange={(e) => setOn(e.currentTarget.value)} />
        <Button size="xs" disabled={on === '' || on in dates} onClick={() => { onChange({ ...dates, [on]: [] }); setOn('') }}>Add the date</Button>
        <span className={css.note}>{note}</span>
      </div>
    </div>
  )
}

function Removable({ words, onRemove }: { words: string; onRemove: () => void }) {
  return <div className={css.row}><span style={{ minWidth: 110 }}>{words}</span><CloseButton aria-label={`Remove ${words}`} onClick={onRemove} /></div>
}
