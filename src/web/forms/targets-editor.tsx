/** The targets of an agreement: a row a priority, lengths of time as people say them. */
import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { CalendarRecord } from '../../practices/agreement/calendar.ts'
import type { Targets } from '../../practices/agreement/agreement.ts'
import { openHoursOf } from '../../model/open-hours.ts'
import { workingTime } from '../../kit/format-time.ts'
import { Priority } from '../../kit/priority.tsx'
import { useRecord } from '../data/queries.ts'
import { priorityOf } from '../data/rows.ts'
import { durationText, readDuration } from './duration-text.ts'
import type { EditorProps } from './editor.ts'
import css from './editors.module.css'

const DAY_SECONDS = 86_400
/** The five priorities in their order, as targets name them. */
export const priorities = [['1', 'P1'], ['2', 'P2'], ['3', 'P3'], ['4', 'P4'], ['5', 'P5']] as const
const kinds = [['responseSeconds', 'Answer within'], ['resolutionSeconds', 'Works again within']] as const

/** Loads the calendar that the form names: a day of a promise is its working day. */
export function TargetsEditor(props: EditorProps) {
  const calendarId = props.values['calendarId']
  return typeof calendarId === 'string' ? <OnCalendar {...props} calendarId={calendarId} /> : <Table {...props} workingDaySeconds={DAY_SECONDS} words="Choose the hours first: until then a day is 24 h." />
}

function OnCalendar({ calendarId, ...props }: EditorProps & { calendarId: string }) {
  const { data: calendar, isPending } = useRecord<CalendarRecord & { readonly id: string }>('calendars', calendarId)
  // Before its hours are known, nobody can say how long the two days are that somebody types.
  if (isPending) return <p className={css.note}>Reading the hours …</p>
  const workingDaySeconds = calendar ? openHoursOf(calendar.hours).workingDaySeconds : DAY_SECONDS
  return <Table key={workingDaySeconds} {...props} workingDaySeconds={workingDaySeconds} words={calendar ? `Only the hours of ${calendar.name} count; 1d is its working day of ${durationText(workingDaySeconds, Infinity)}.` : 'Its hours could not be read: a day is 24 h here.'} />
}

function Table({ value, onChange, workingDaySeconds, words }: EditorProps & { workingDaySeconds: number; words: string }) {
  const targets = (value ?? {}) as Partial<Targets>
  const put = (p: keyof Targets, kind: (typeof kinds)[number][0], seconds: number | null): void => {
    const filled = Object.fromEntries(priorities.map(([one]) => [one, targets[one] ?? { responseSeconds: null, resolutionSeconds: null }]))
    onChange({ ...filled, [p]: { ...filled[p], [kind]: seconds } })
  }
  return (
    <div className={css.group}>
      <table className={css.targets}>
        <thead><tr><th scope="col">Priority</th>{kinds.map(([kind, label]) => <th key={kind} scope="col">{label}</th>)}</tr></thead>
        <tbody>
          {priorities.map(([p, label]) => (
            <tr key={p}>
              <td><Priority value={priorityOf(Number(p))} /></td>
              {kinds.map(([kind, kindLabel]) => (
                <td key={kind}><DurationInput label={`${label}: ${kindLabel.toLowerCase()}`} seconds={targets[p]?.[kind] ?? null} workingDaySeconds={workingDaySeconds} onChange={(s) => put(p, kind, s)} /></td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css.note}>Write 30 min, 4h, 1h 30, 2d. Empty: no target. {words}</p>
    </div>
  )
}

/** A length of time as text; what cannot be read stays as it was typed, with the reason. */
export function DurationInput({ label, seconds, workingDaySeconds, onChange }: { label: string; seconds: number | null; workingDaySeconds: number; onChange: (seconds: number | null) => void }) {
  const [text, setText] = useState(() => durationText(seconds, workingDaySeconds))
  const read = readDuration(text, workingDaySeconds)
  useEffect(() => {
    setText((typed) => (readDuration(typed, workingDaySeconds) === seconds || readDuration(typed, workingDaySeconds) === undefined ? typed : durationText(seconds, workingDaySeconds)))
  }, [seconds, workingDaySeconds])
  const type = (typed: string): void => {
    setText(typed)
    const next = readDuration(typed, workingDaySeconds)
    if (next !== undefined) onChange(next)
  }
  const meant = typeof read === 'number' && /d|w/i.test(text) ? `${workingTime(read, { workingDaySeconds: Infinity })} of working time` : undefined
  return (
    <TextInput
      aria-label={label} value={text} placeholder="no target" inputWrapperOrder={['label', 'input', 'description', 'error']} description={meant} spellCheck={false}
      error={read === undefined ? 'Write a time with its unit: 4h, 2d, 30 min' : read !== null && read < 60 ? 'A minute is the least' : undefined}
      onChange={(e) => type(e.currentTarget.value)} onBlur={() => { if (read !== undefined) setText(durationText(read, workingDaySeconds)) }}
    />
  )
}
