/** The hours of a week: a row a day, painted with the pointer or written as text. */
import { Button, Menu, TextInput } from '@mantine/core'
import { useEffect, useRef, useState, type PointerEvent } from 'react'
import { weekdays, type Calendar, type Hours, type Weekday } from '../../model/calendar.ts'
import css from './editors.module.css'
import { hoursText, paint, readHours, spansOf } from './hours-text.ts'

/** Full and short words of the days, Monday first. */
export const dayWords: Readonly<Record<Weekday, readonly [short: string, full: string]>> = {
  mon: ['Mon', 'Monday'], tue: ['Tue', 'Tuesday'], wed: ['Wed', 'Wednesday'], thu: ['Thu', 'Thursday'], fri: ['Fri', 'Friday'], sat: ['Sat', 'Saturday'], sun: ['Sun', 'Sunday'],
}
type Week = Calendar['hours']

/** Whose hours they are: a service is open, a window holds. */
type HoursOf = 'service' | 'window'
const wordsOf: Readonly<Record<HoursOf, { readonly none: string; readonly noneAtAll: string; readonly note: string }>> = {
  service: { none: 'closed', noneAtAll: 'Closed all week', note: 'Drag over a day to open it, over open hours to close them, or write: 08:00–12:00, 13:00–17:00. Empty is closed.' },
  window: { none: 'not that day', noneAtAll: 'No hours', note: 'Drag over a day to say when the window holds, over its hours to take them away, or write: 08:00–12:00, 22:00–24:00. Empty: not that day.' },
}

const presetsOf = (of: HoursOf): readonly (readonly [string, (week: Week) => Week])[] => [
  ['Monday to Friday, 08:00–18:00', () => workweek([['08:00', '18:00']])],
  ['Monday to Friday, 09:00–17:00', () => workweek([['09:00', '17:00']])],
  ['Around the clock', () => Object.fromEntries(weekdays.map((d) => [d, [['00:00', '24:00']]]))],
  ['Monday’s hours on all working days', (week) => ({ ...week, ...Object.fromEntries(weekdays.slice(0, 5).map((d) => [d, week.mon ?? []])) })],
  [wordsOf[of].noneAtAll, () => Object.fromEntries(weekdays.map((d) => [d, []]))],
]
const workweek = (hours: readonly Hours[]): Week => Object.fromEntries(weekdays.map((d, i) => [d, i < 5 ? hours : []]))

export function WeekGrid({ week, onChange, of = 'service' }: { week: Week; onChange: (week: Week) => void; of?: HoursOf }) {
  return (
    <div className={css.group}>
      <div className="ek-row">
        <h3>Hours by weekday</h3>
        <span className="ek-space" />
        <Menu position="bottom-end">
          <Menu.Target><Button size="xs">Fill in</Button></Menu.Target>
          <Menu.Dropdown>{presetsOf(of).map(([label, make]) => <Menu.Item key={label} onClick={() => onChange(make(week))}>{label}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
      </div>
      <div className={css.days}>
        <span /><Scale /><span />
        {weekdays.map((day) => <Day key={day} day={day} none={wordsOf[of].none} hours={week[day] ?? []} onChange={(hours) => onChange({ ...week, [day]: hours })} />)}
      </div>
      <p className={css.note}>{wordsOf[of].note}</p>
    </div>
  )
}

function Scale() {
  return <div className={css.scale} aria-hidden="true">{[0, 6, 12, 18, 24].map((h) => <span key={h} style={{ left: `${(h / 24) * 100}%` }}>{h}</span>)}</div>
}

function Day({ day, none, hours, onChange }: { day: Weekday; none: string; hours: readonly Hours[]; onChange: (hours: readonly Hours[]) => void }) {
  return (
    <>
      <span>{dayWords[day][0]}</span>
      <Track hours={hours} onChange={onChange} />
      <HoursInput label={`${dayWords[day][1]}, hours`} hours={hours} onChange={onChange} placeholder={none} />
    </>
  )
}

/** Hours as text; what cannot be read stays as it was typed, with the reason. */
export function HoursInput({ label, hours, onChange, placeholder = 'closed' }: { label: string; hours: readonly Hours[]; onChange: (hours: readonly Hours[]) => void; placeholder?: string }) {
  const shown = hoursText(hours)
  const [text, setText] = useState(shown)
  const [fault, setFault] = useState<string | null>(null)
  useEffect(() => {
    setText((typed) => (fault === null && JSON.stringify(readHours(typed)) !== JSON.stringify(hours) ? shown : typed))
  }, [shown, fault, hours])
  const read = (typed: string): void => {
    setText(typed)
    const next = readHours(typed)
    if (typeof next === 'string') { setFault(next); return }
    setFault(null)
    onChange(next)
  }
  return <TextInput aria-label={label} value={text} placeholder={placeholder} error={fault ?? undefined} onChange={(e) => read(e.currentTarget.value)} onBlur={() => { if (fault === null) setText(shown) }} spellCheck={false} />
}

const SNAP_MINUTES = 30

/** A day as a bar; with `onChange` a stroke of the pointer paints it. The text beside it says the same and is what keys reach. */
export function Track({ hours, onChange }: { hours: readonly Hours[]; onChange?: (hours: readonly Hours[]) => void }) {
  const box = useRef<HTMLDivElement>(null)
  const [stroke, setStroke] = useState<{ from: number; to: number; isOpening: boolean } | null>(null)
  const minuteAt = (x: number, round: (n: number) => number): number => {
    const { left = 0, width = 1 } = box.current?.getBoundingClientRect() ?? {}
    return Math.min(1440, Math.max(0, round((((x - left) / width) * 1440) / SNAP_MINUTES) * SNAP_MINUTES))
  }
  const start = (e: PointerEvent): void => {
    const from = minuteAt(e.clientX, Math.floor)
    e.currentTarget.setPointerCapture(e.pointerId)
    setStroke({ from, to: from + SNAP_MINUTES, isOpening: !spansOf(hours).some(([a, b]) => a <= from && from < b) })
  }
  const go = (e: PointerEvent): void => { if (stroke) setStroke({ ...stroke, to: minuteAt(e.clientX, e.clientX < (box.current?.getBoundingClientRect().left ?? 0) ? Math.floor : Math.ceil) }) }
  const end = (): void => {
    if (stroke) onChange?.(paint(hours, stroke.from, stroke.to, stroke.isOpening))
    setStroke(null)
  }
  const place = (a: number, b: number) => ({ left: `${(Math.min(a, b) / 1440) * 100}%`, width: `${(Math.abs(b - a) / 1440) * 100}%` })
  return (
    <div ref={box} className={css.track} aria-hidden="true" {...(onChange ? { onPointerDown: start, onPointerMove: go, onPointerUp: end, onPointerCancel: () => setStroke(null) } : { 'data-still': true })}>
      {spansOf(hours).map(([a, b]) => <i key={a} style={place(a, b)} />)}
      {[6, 12, 18].map((h) => <b key={h} style={{ left: `${(h / 24) * 100}%` }} />)}
      {stroke && <span className={css.stroke} style={place(stroke.from, stroke.to)} />}
    </div>
  )
}
