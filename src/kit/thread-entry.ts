/** What a thread is made of: people's words, turning points, and what the system noted. */

import type { ReactNode } from 'react'
import type { Instant } from './now.ts'

/** What all entries have. */
interface Common {
  id: string
  at: Instant
  /** A Tabler icon element; each kind has its own where it is not given. */
  icon?: ReactNode
}

/** Somebody wrote something; drawn as a bordered block. */
export interface SaidEntry extends Common {
  kind: 'said'
  who: string
  visibility: 'public' | 'internal'
  /** Markdown. */
  body: string
  /** Quiet words behind the name: `told 412 users, 3 customers`. */
  told?: string
  /** Quiet line under the words: `3 of 3 customers confirmed reading`. */
  foot?: string
  /** Written by the person who looks: the thread follows it. */
  isMine?: boolean
}

/** A state, a lead, a decision, a major: one line with the actor in bold. */
export interface TurnEntry extends Common {
  kind: 'turn'
  who?: string
  /** Behind the name: `declared a major: 3 customers`. */
  text: ReactNode
  tone?: 'bad' | 'warn' | 'good' | 'info'
  isDecision?: boolean
}

/** What the system noted; grey, folded in runs of more than three. */
export interface SystemEntry extends Common {
  kind: 'system'
  text: ReactNode
  tone?: 'bad' | 'warn' | 'good' | 'info'
}

/** One entry of a thread. */
export type ThreadEntry = SaidEntry | TurnEntry | SystemEntry
