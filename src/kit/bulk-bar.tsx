/** What can be done with the chosen rows: a bar in inverse colours over the foot, with keys, and reasons for what cannot. */

import { Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { count } from './format.ts'
import { KeyCaps } from './key-hints.tsx'
import type { KeyBinding } from './keys.ts'
import { useKeys } from './use-keys.tsx'
import css from './bulk-bar.module.css'

/** A verb of the bar. `refusedBecause` greys it and says why: `1 of 3 has no team`. */
export interface BulkVerb {
  label: string
  /** `A`, `Shift+R`. */
  keys?: string
  run: () => void
  refusedBecause?: string | undefined
}

/** Stands while something is chosen; registers the keys of its verbs. Give it to `DataTable` as `bulk`. */
export function BulkBar({ chosen, verbs, onClear, result }: { chosen: number; verbs: readonly BulkVerb[]; onClear: () => void; result?: ReactNode }) {
  const bindings = verbs.flatMap((verb): KeyBinding[] =>
    verb.keys === undefined ? [] : [{ keys: verb.keys, label: verb.label.toLowerCase(), run: verb.run, refusedBecause: verb.refusedBecause }],
  )
  useKeys('With the chosen rows', bindings, { isOff: chosen === 0 })
  if (chosen === 0 || result) return result ? <div className={css.bar} role="status">{result}</div> : null
  return (
    <div className={css.bar} role="toolbar" aria-label="With the chosen rows">
      <span className={css.count} role="status">{count(chosen)} chosen</span>
      {verbs.map((verb) => <Verb key={verb.label} verb={verb} />)}
      <button type="button" className={css.verb} onClick={onClear}>
        <IconX aria-hidden="true" />
        <span className="ek-hidden">Choose none</span>
        <span className="ek-desk" aria-hidden="true"><KeyCaps keys="Esc" /></span>
      </button>
    </div>
  )
}

function Verb({ verb }: { verb: BulkVerb }) {
  const isRefused = verb.refusedBecause !== undefined
  return (
    <Tooltip label={verb.refusedBecause ?? ''} disabled={!isRefused}>
      {/* Not `disabled`: the reason must be reachable by keyboard too. */}
      <button type="button" className={css.verb} aria-disabled={isRefused} onClick={() => !isRefused && verb.run()}>
        {verb.label}
        {verb.keys && <span className="ek-desk" aria-hidden="true"><KeyCaps keys={verb.keys} /></span>}
        {isRefused && <span className="ek-hidden">, not possible: {verb.refusedBecause}</span>}
      </button>
    </Tooltip>
  )
}

/** While a bulk move runs: how far it is, and a way to stop after what is under way. Give it as `result`. */
export function BulkProgress({ at, of, onStop }: { at: number; of: number; onStop: () => void }) {
  return (
    <span className={css.result}>
      <progress className={css.progress} value={at} max={of} aria-label="Progress" />
      {count(at)} of {count(of)}
      <button type="button" className={css.verb} onClick={onStop}>Stop</button>
    </span>
  )
}

/** See `BulkResult`. */
export interface BulkResultProps {
  done: number
  refused: readonly string[]
  onUndo?: () => void
  /** How many of the done ones have no way back. */
  noWayBack?: number
  /** These were taken back just now. */
  isUndone?: boolean
  onClose?: () => void
}

/** After a bulk move: `2 done, 1 not: INC-1045 has no team`, with undo where it is possible. Give it as `result`. */
export function BulkResult({ done, refused, onUndo, noWayBack = 0, isUndone = false, onClose }: BulkResultProps) {
  return (
    <span className={css.result}>
      <span className={css.words}>
        {count(done)} {isUndone ? 'taken back' : 'done'}{refused.length > 0 && <>, {count(refused.length)} not: {refused.slice(0, 3).join('; ')}{refused.length > 3 && '; …'}</>}
        {noWayBack > 0 && (noWayBack === done ? ', this has no way back' : `, ${count(noWayBack)} without a way back`)}
      </span>
      {onUndo && <button type="button" className={css.verb} onClick={onUndo}>Undo</button>}
      {onClose && <button type="button" className={css.verb} onClick={onClose}><IconX aria-hidden="true" /><span className="ek-hidden">Close this message</span></button>}
    </span>
  )
}
