/** A draft as React state, kept in the browser a moment after each change and when the page is left. */

import { useCallback, useEffect, useRef, useState } from 'react'
import { dropDraft, keepDraft, readDraft, type Draft } from './draft.ts'
import { now } from './now.ts'

/** Keep so long after the last key: short enough that a crash costs a word, not a sentence. */
const KEPT_AFTER_MILLIS = 300

/** See `useDraft`. */
export interface HeldDraft {
  draft: Draft
  change: (part: Partial<Pick<Draft, 'body' | 'visibility'>>) => void
  /** When it was last kept; null before the first time, `'refused'` where the browser keeps nothing. */
  kept: number | null | 'refused'
  /** After the server has the words. */
  sent: () => void
}

/** `key` names the record; another key is another draft. */
export function useDraft(key: string, first: Draft['visibility']): HeldDraft {
  const [state, setState] = useState(() => start(key, first))
  const latest = useRef(state)
  latest.current = state
  const keptBody = useRef(state.draft.body)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const keep = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    const { draft, key: held } = latest.current
    const keptAt = now()
    keptBody.current = draft.body
    const isKept = keepDraft(localStorage, held, { ...draft, keptAt })
    setState((current) => (current.key === held ? { ...current, kept: isKept ? keptAt : 'refused' } : current))
  }, [])

  if (state.key !== key) setState(start(key, first))

  useEffect(() => {
    const leave = () => timer.current !== undefined && keep()
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [key, keep])

  return {
    draft: state.draft,
    kept: state.kept,
    change: (part) => {
      setState((current) => ({ ...current, draft: { ...current.draft, ...part } }))
      clearTimeout(timer.current)
      timer.current = setTimeout(keep, KEPT_AFTER_MILLIS)
    },
    sent: () => {
      clearTimeout(timer.current)
      timer.current = undefined
      // What was kept last can be older than what was sent: the moment after the last key had not passed.
      dropDraft(localStorage, key, [latest.current.draft.body, keptBody.current])
      setState({ key, kept: null, draft: { ...state.draft, body: '' } })
    },
  }
}

function start(key: string, first: Draft['visibility']): { key: string; draft: Draft; kept: HeldDraft['kept'] } {
  const found = readDraft(localStorage, key)
  return { key, draft: found ?? { body: '', visibility: first, keptAt: 0 }, kept: found?.keptAt ?? null }
}
