/** Moving and choosing in a table by keys: J K X, Shift J K, Enter, Space, Esc, Home, End. */

import { useEffect, useRef, type RefObject } from 'react'
import { keysBetween } from './calm-rows.ts'
import type { DataTableProps } from './data-table.tsx'
import type { KeyBinding } from './keys.ts'
import { useKeys } from './use-keys.tsx'

/** What the table lends to its keys. */
export interface TableGround<Row> {
  shown: readonly Row[]
  focusKey: string | null
  setFocusKey: (key: string | null) => void
  scroller: RefObject<HTMLDivElement | null>
  scrollTo: (key: string) => void
}

/** How a row takes the focus. */
export interface FocusHow {
  /** Chooses everything between the anchor and this row as well. */
  extend?: boolean
  /** The row is under the pointer: the list is not scrolled. */
  byPointer?: boolean
  /** A control inside the row keeps the browser's focus. */
  keepDomFocus?: boolean
  /** The browser moved the focus, the person has not decided anything yet: the anchor of a range stays where it was. */
  keepAnchor?: boolean
}

/** Gives a row the focus. */
export type FocusRow = (key: string, how?: FocusHow) => void

/** Registers the keys; gives back how a row takes the focus. */
export function useTableKeys<Row>(table: DataTableProps<Row>, ground: TableGround<Row>): FocusRow {
  const { shown, focusKey, setFocusKey, scroller, scrollTo } = ground
  const { keyOf, chosen, onChoose, onOpen, onPeek, onFocusRow } = table
  const wantsDomFocus = useRef(false)
  const anchor = useRef<string | null>(null)

  const focused = focusKey === null ? undefined : shown.find((row) => keyOf(row) === focusKey)
  useEffect(() => onFocusRow?.(focused ?? null), [focused, onFocusRow])
  useEffect(() => {
    if (!wantsDomFocus.current || focusKey === null) return
    wantsDomFocus.current = false
    // The row is in the document: it was just scrolled to, and the focus row is always drawn.
    scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(focusKey)}"]`)?.focus({ preventScroll: true })
  })

  const focusRow: FocusRow = (key, { extend = false, byPointer = false, keepDomFocus = false, keepAnchor = false } = {}) => {
    if (extend && chosen && onChoose) onChoose(new Set([...chosen, ...keysBetween(shown.map(keyOf), anchor.current ?? focusKey ?? key, key)]))
    if (!extend && !keepAnchor) anchor.current = key
    setFocusKey(key)
    wantsDomFocus.current = !keepDomFocus
    if (!byPointer) scrollTo(key)
  }

  const move = (step: number, extend = false) => {
    if (shown.length === 0) return false
    const at = focusKey === null ? (step > 0 ? -1 : 0) : shown.findIndex((row) => keyOf(row) === focusKey)
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + step))]
    if (next !== undefined) focusRow(keyOf(next), { extend })
    return true
  }
  const toggle = () => {
    if (focusKey === null || !chosen || !onChoose) return false
    const next = new Set(chosen)
    if (!next.delete(focusKey)) next.add(focusKey)
    onChoose(next)
    return true
  }
  const back = () => {
    if (chosen && chosen.size > 0) return void onChoose?.(new Set())
    if (focusKey === null) return false
    setFocusKey(null)
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  }
  const act = (run: ((row: Row) => void) | undefined) => () => (focused === undefined || !run ? false : void run(focused))
  const canChoose = chosen !== undefined

  const bindings: KeyBinding[] = [
    { keys: 'J', label: 'next row', run: () => move(1) },
    { keys: 'K', label: 'row before', run: () => move(-1) },
    { keys: 'Down', label: 'next row', run: () => move(1) },
    { keys: 'Up', label: 'row before', run: () => move(-1) },
    { keys: 'Home', label: 'first row', run: () => move(-Infinity) },
    { keys: 'End', label: 'last row', run: () => move(Infinity) },
    ...(canChoose
      ? [
          { keys: 'X', label: 'choose', run: toggle },
          { keys: 'Shift+J', label: 'choose this and the next', run: () => move(1, true) },
          { keys: 'Shift+K', label: 'choose this and the one before', run: () => move(-1, true) },
          { keys: 'Shift+Down', label: 'choose this and the next', run: () => move(1, true) },
          { keys: 'Shift+Up', label: 'choose this and the one before', run: () => move(-1, true) },
        ]
      : []),
    ...(onOpen ? [{ keys: 'Enter', label: 'open', run: act(onOpen) }] : []),
    ...(onPeek ? [{ keys: 'Space', label: 'peek', run: act(onPeek) }] : []),
    { keys: 'Esc', label: canChoose ? 'choose none, leave the list' : 'leave the list', run: back },
  ]
  useKeys('In the list', bindings)
  return focusRow
}
