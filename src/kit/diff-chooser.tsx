/** Two people changed one record: both versions line by line, and the person chooses what shall hold. Nothing is lost. */

import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import css from './diff-chooser.module.css'

/** A field that differs. Null says `no change`. */
export interface DiffLine {
  field: string
  label: string
  theirs: ReactNode | null
  mine: ReactNode | null
}

/** See `DiffChooser`. */
export interface DiffChooserProps {
  /** `Tomasz Zielinski`. */
  who: string
  lines: readonly DiffLine[]
  /** Saves the chosen side of each field, on top of the newest version. */
  onSave: (chosen: Readonly<Record<string, 'theirs' | 'mine'>>) => void
  /** Takes theirs whole and puts mine into a note. */
  onKeepTheirs?: () => void
  isSaving?: boolean
}

/** A line that only one side changed starts on that side; where both did, theirs holds until mine is chosen. */
export function DiffChooser({ who, lines, onSave, onKeepTheirs, isSaving = false }: DiffChooserProps) {
  const [chosen, setChosen] = useState<Record<string, 'theirs' | 'mine'>>(() =>
    Object.fromEntries(lines.map((line) => [line.field, line.theirs === null ? 'mine' : 'theirs'])),
  )
  const first = who.split(' ')[0] ?? who
  return (
    <div>
      <div className={css.lines}>
        <div className={css.head}><span>Field</span><b>Now, by {who}</b><b>Yours, not saved</b></div>
        {lines.map((line) => (
          <fieldset key={line.field} className={css.line}>
            <legend className="ek-hidden">{line.label}</legend>
            <span className={css.label} aria-hidden="true">{line.label}</span>
            {(['theirs', 'mine'] as const).map((side) => (
              <label key={side} className={css.side} data-chosen={chosen[line.field] === side} data-empty={line[side] === null}>
                <input type="radio" name={line.field} checked={chosen[line.field] === side} onChange={() => setChosen({ ...chosen, [line.field]: side })} />
                <span>{line[side] ?? 'no change'}</span>
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      <div className={css.foot}>
        <Button variant="filled" loading={isSaving} onClick={() => onSave(chosen)}>Save the chosen lines</Button>
        {onKeepTheirs && <Button onClick={onKeepTheirs}>Keep {first}’s, copy mine to a note</Button>}
      </div>
    </div>
  )
}
