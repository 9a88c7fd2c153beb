/** The small box that chooses a row: 14 px drawn, the whole cell to hit. */

import { useEffect, useRef } from 'react'
import css from './data-table.module.css'

/** A real checkbox, so that assistive technology and forced colours know it. Not a tab stop: X chooses. */
export function ChooseBox({ label, isChosen, isPartly = false, onChange }: { label: string; isChosen: boolean; isPartly?: boolean; onChange: (isExtending: boolean) => void }) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = isPartly
  }, [isPartly])
  return (
    <label className={css.boxHit}>
      <input
        ref={box} type="checkbox" className={css.box} checked={isChosen} aria-label={label} tabIndex={-1}
        onChange={(event) => onChange(event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
      />
    </label>
  )
}
