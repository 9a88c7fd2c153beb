/** Where people write: public or internal is always seen in word, icon and ground; the receivers are named before sending. */

import { Button } from '@mantine/core'
import { IconLock, IconWorld } from '@tabler/icons-react'
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { counted } from './format.ts'
import { timeOfDay } from './format-time.ts'
import { useKeys } from './use-keys.tsx'
import { useDraft } from './use-draft.ts'
import { useViewer } from './viewer.tsx'
import type { Draft } from './draft.ts'
import css from './composer.module.css'

/** A public message to more people than this asks once. */
const MANY_PEOPLE = 50

/** See `Composer`. */
export interface ComposerProps {
  /** Names the record; the draft is kept under it. */
  draftKey: string
  /** Who reads it: `{ public: '412 users and 3 customers', internal: 'Platform and watchers' }`. */
  receivers: { public: string; internal: string }
  /** How many people a public message reaches. */
  publicCount?: number
  /** What the switch stands on first; internal is the one that cannot be regretted. */
  first?: 'public' | 'internal'
  /** Keeps the words until this resolves; a rejection keeps them and says why. */
  onSend: (message: { body: string; visibility: 'public' | 'internal' }) => Promise<void>
  placeholder?: string
  /** Whoever writes here writes for everybody: there is no switch. */
  isPublicOnly?: boolean
  /** Small buttons at the foot, such as attaching a file. */
  tools?: ReactNode
  /** Why nothing can be written now. */
  refusedBecause?: string | undefined
}

/** Always visible under the thread. `M` goes to it, Ctrl Enter sends. */
export function Composer({ draftKey, receivers, publicCount = 0, first = 'internal', onSend, placeholder, isPublicOnly = false, tools, refusedBecause }: ComposerProps) {
  const held = useDraft(draftKey, first)
  const { change, kept, sent } = held
  const draft = isPublicOnly ? { ...held.draft, visibility: 'public' as const } : held.draft
  const { zone } = useViewer()
  const area = useRef<HTMLTextAreaElement>(null)
  const [state, setState] = useState<{ kind: 'idle' | 'asking' | 'sending' } | { kind: 'failed'; why: string }>({ kind: 'idle' })
  const isPublic = draft.visibility === 'public'
  const isEmpty = draft.body.trim() === ''
  const id = useId()
  useGrowing(area, draft.body)
  useKeys('Writing', [{ keys: 'M', label: 'write', run: () => area.current?.focus() }])

  const send = async (isSure = false) => {
    if (isEmpty || state.kind === 'sending') return
    if (isPublic && publicCount > MANY_PEOPLE && !isSure) return setState({ kind: 'asking' })
    setState({ kind: 'sending' })
    try {
      await onSend({ body: draft.body, visibility: draft.visibility })
      sent()
      setState({ kind: 'idle' })
    } catch (error) {
      setState({ kind: 'failed', why: error instanceof Error ? error.message : 'The server did not take it.' })
    }
    area.current?.focus()
  }
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void send(state.kind === 'asking')
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (state.kind === 'asking') setState({ kind: 'idle' })
      else if (event.target instanceof HTMLElement) event.target.blur()
    }
  }
  const draftWords = kept === 'refused' ? 'this browser keeps no drafts' : kept === null || isEmpty ? '' : `draft kept ${timeOfDay(kept, zone)}`
  return (
    <form className={css.composer} data-visibility={draft.visibility} onKeyDown={keyDown} onSubmit={(event) => { event.preventDefault(); void send() }} aria-label="Write">
      <textarea
        ref={area} className={css.area} value={draft.body} rows={1} aria-label={isPublic ? 'Public message' : 'Internal note'} aria-describedby={id}
        placeholder={refusedBecause ?? placeholder ?? (isPublic ? 'Tell them what happens, and when you write next' : 'Note for your colleagues')}
        disabled={refusedBecause !== undefined} onChange={(event) => change({ body: event.currentTarget.value })}
      />
      {state.kind === 'failed' && <p className={css.failed} role="alert"><b>Not sent.</b> {state.why} Your words are kept here.</p>}
      {state.kind === 'asking' && (
        <div className={css.asking} role="alertdialog" aria-label="Send to many people">
          <span>This goes to {counted(publicCount, 'person', 'people')}.</span>
          <Button variant="filled" onClick={() => void send(true)} autoFocus>Send to all</Button>
          <Button onClick={() => setState({ kind: 'idle' })}>Not yet</Button>
        </div>
      )}
      <div className={css.foot}>
        {!isPublicOnly && <VisibilitySwitch visibility={draft.visibility} onChange={(visibility) => { change({ visibility }); setState({ kind: 'idle' }) }} />}
        {tools}
        <span id={id} className={css.receivers} aria-live="polite">goes to {isPublic ? receivers.public : receivers.internal}</span>
        <span className={css.space} />
        <span className={css.draft} data-refused={kept === 'refused'}>{draftWords}</span>
        <Button type="submit" variant="filled" size="xs" aria-disabled={isEmpty || refusedBecause !== undefined} loading={state.kind === 'sending'}>
          {isPublic ? 'Send' : 'Add note'} <kbd className="ek-desk">Ctrl ↵</kbd>
        </Button>
      </div>
    </form>
  )
}

/** Tab changes it, once: the next Tab goes on, so nobody is caught. Arrows and Space work as for any choice of two. */
function VisibilitySwitch({ visibility, onChange }: { visibility: Draft['visibility']; onChange: (visibility: Draft['visibility']) => void }) {
  const hasChanged = useRef(false)
  const group = useRef<HTMLDivElement>(null)
  const change = (next: Draft['visibility']) => {
    onChange(next)
    group.current?.querySelector<HTMLElement>(`[data-value=${next}]`)?.focus()
  }
  const other = visibility === 'public' ? 'internal' : 'public'
  const keyDown = (event: KeyboardEvent) => {
    const isTab = event.key === 'Tab' && !event.shiftKey && !hasChanged.current
    if (isTab) hasChanged.current = true
    if (!isTab && !['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', ' '].includes(event.key)) return
    event.preventDefault()
    change(other)
  }
  const leave = (event: { relatedTarget: EventTarget | null }) => {
    if (!(event.relatedTarget instanceof Node) || !group.current?.contains(event.relatedTarget)) hasChanged.current = false
  }
  return (
    <div ref={group} className={css.switch} role="radiogroup" aria-label="Who may read it" onKeyDown={keyDown} onBlur={leave}>
      {(['public', 'internal'] as const).map((value) => (
        <button
          key={value} type="button" role="radio" data-value={value} className={css.option} aria-checked={value === visibility}
          tabIndex={value === visibility ? 0 : -1} onClick={() => change(value)}
        >
          {value === 'public' ? <IconWorld aria-hidden="true" /> : <IconLock aria-hidden="true" />}
          {value === 'public' ? 'Public' : 'Internal'}
          {value === other && <kbd className="ek-desk" aria-hidden="true">Tab</kbd>}
        </button>
      ))}
    </div>
  )
}

/** The field grows with the words, up to a third of the window. */
function useGrowing(area: { current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(element.scrollHeight, window.innerHeight / 3)}px`
  }, [area, text])
}
