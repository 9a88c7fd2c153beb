/** Keys drawn as caps, and the quiet line of keys at the foot of a page. */

import { Fragment, type ReactNode } from 'react'
import css from './key-hints.module.css'

/** `Ctrl+Enter` as two caps, `G I` as one after the other. */
export function KeyCaps({ keys }: { keys: string }) {
  return (
    <span className={css.caps}>
      {keys.split(' ').map((stroke, index) => (
        <Fragment key={index}>
          {index > 0 && <span className={css.then}>then</span>}
          <kbd>{stroke.split(/(?<=.)\+/).map((part) => CAPS[part] ?? part).join(' ')}</kbd>
        </Fragment>
      ))}
    </span>
  )
}

const CAPS: Record<string, string> = { Up: '\u2191', Down: '\u2193' }

/** See `KeyHints`: `[['J', 'K'], 'move']`. */
export type KeyHint = readonly [keys: readonly string[], does: string]

/** The foot of a list: counts at the left, keys at the right. Keys are left out on the phone. */
export function KeyHints({ counts, hints, children }: { counts?: readonly ReactNode[]; hints?: readonly KeyHint[]; children?: ReactNode }) {
  return (
    <footer className={css.foot}>
      {counts?.map((words, index) => <span key={index} className={css.count}>{words}</span>)}
      {children}
      <span className={css.space} />
      {hints?.map(([keys, does]) => (
        <span key={does} className={css.hint}>
          {keys.map((key) => <KeyCaps key={key} keys={key} />)} {does}
        </span>
      ))}
    </footer>
  )
}
