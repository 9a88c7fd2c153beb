/** The state of a record as a ring and a word; the ring says the kind of state, the word the state itself. */

import type { ReactNode } from 'react'
import css from './glyphs.module.css'

/** Kinds of state a ring can show; a lifecycle maps each of its states to one. */
export type StateKind = 'new' | 'assigned' | 'in_progress' | 'waiting' | 'supplier' | 'resolved' | 'closed' | 'cancelled'

/** Ring and word: `<State kind="waiting">Waiting for customer</State>`. */
export function State({ kind, children }: { kind: StateKind; children: ReactNode }) {
  return (
    <span className={css.pair} data-state={kind}>
      <StateGlyph kind={kind} />
      <span className={css.clip}>{children}</span>
    </span>
  )
}

/** The ring alone; hidden from assistive technology, so a word must stand beside it. */
export function StateGlyph({ kind }: { kind: StateKind }) {
  const colour = COLOUR[kind]
  return (
    <svg className={css.glyph} viewBox="0 0 14 14" fill="none" stroke={colour} strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <circle cx="7" cy="7" r="5.6" {...(kind === 'new' ? { strokeDasharray: '2.2 1.8' } : {})} {...(kind === 'closed' ? { fill: colour } : {})} />
      {kind === 'in_progress' && <path d="M7 3.6a3.4 3.4 0 0 1 0 6.8z" fill={colour} stroke="none" />}
      {kind === 'waiting' && <path d="M5.6 5v4M8.4 5v4" />}
      {kind === 'supplier' && <path d="M4.6 7h4.4M7.3 5.2 9.2 7 7.3 8.8" strokeWidth="1.4" />}
      {kind === 'resolved' && <path d="m4.7 7.2 1.6 1.6 3-3.4" />}
      {kind === 'closed' && <path d="m4.7 7.2 1.6 1.6 3-3.4" stroke="var(--ek-surface)" />}
      {kind === 'cancelled' && <path d="m5.2 5.2 3.6 3.6M8.8 5.2 5.2 8.8" />}
    </svg>
  )
}

const COLOUR: Record<StateKind, string> = {
  new: 'var(--ek-text-3)',
  assigned: 'var(--ek-text-2)',
  in_progress: 'var(--ek-info)',
  waiting: 'var(--ek-idle)',
  supplier: 'var(--ek-supplier)',
  resolved: 'var(--ek-good)',
  closed: 'var(--ek-idle)',
  cancelled: 'var(--ek-idle)',
}
