/** One row of a table: cells on a desk, two lines on a phone; pointer, long press and focus. */

import { IconCheck } from '@tabler/icons-react'
import { useRef, type CSSProperties, type MouseEvent, type PointerEvent, type ReactNode } from 'react'
import { ChooseBox } from './choose-box.tsx'
import type { Column, DataTableProps } from './data-table.tsx'
import type { FocusRow } from './use-table-keys.ts'
import { useViewer } from './viewer.tsx'
import css from './data-table.module.css'

/** A finger held this long chooses the row instead of opening it. */
const LONG_PRESS_MILLIS = 450

/** See `DataTable`. */
export interface TableRowProps<Row> {
  table: DataTableProps<Row>
  /** Those of the table's columns that there is room for. */
  columns: readonly Column<Row>[]
  row: Row
  rowKey: string
  /** Place in the list, from 0. */
  index: number
  style: CSSProperties
  isPhone: boolean
  hasFocus: boolean
  isTabStop: boolean
  isChosen: boolean
  /** It has left the view and stays until the next look. */
  isDimmed: boolean
  focusRow: FocusRow
}

/** Opens on a click, chooses on Shift click, on the box and on a long press. */
export function TableRow<Row>(props: TableRowProps<Row>) {
  const { table, columns, row, rowKey, index, style, isPhone, hasFocus, isTabStop, isChosen, isDimmed, focusRow } = props
  const { navigate } = useViewer()
  const toggle = (isExtending: boolean) => {
    if (!table.chosen || !table.onChoose) return
    if (isExtending) return focusRow(rowKey, { extend: true, byPointer: true, keepDomFocus: true })
    focusRow(rowKey, { byPointer: true, keepDomFocus: true })
    const next = new Set(table.chosen)
    if (!next.delete(rowKey)) next.add(rowKey)
    table.onChoose(next)
  }
  const longPress = useLongPress(() => toggle(false))
  const click = (event: MouseEvent) => {
    if (event.defaultPrevented || isOwnControl(event.target) || longPress.hasFired()) return
    const href = table.hrefOf?.(row)
    if (event.shiftKey && table.chosen) return toggle(true)
    if ((event.ctrlKey || event.metaKey || event.button === 1) && href !== undefined) return void window.open(href, '_blank', 'noopener')
    if (event.button !== 0) return
    focusRow(rowKey, { byPointer: true })
    if (table.onOpen) table.onOpen(row)
    else if (href !== undefined) navigate(href)
  }
  return (
    <div
      role="row" data-key={rowKey} className={isPhone ? css.phoneRow : css.row} style={style} tabIndex={isTabStop ? 0 : -1}
      aria-rowindex={index + 2} {...(table.chosen ? { 'aria-selected': isChosen } : {})}
      data-focus={hasFocus} data-chosen={isChosen} data-dimmed={isDimmed} data-bare={isPhone && table.phone?.(row).lead === undefined} data-quiet={table.isQuiet?.(row) ?? false}
      onClick={click} onAuxClick={click} onFocus={(event) => !hasFocus && focusRow(rowKey, { byPointer: true, keepAnchor: true, keepDomFocus: event.target !== event.currentTarget })} {...longPress.handlers}
    >
      {isPhone ? <PhoneCells table={table} row={row} isChosen={isChosen} /> : <DeskCells table={table} columns={columns} row={row} isChosen={isChosen} toggle={toggle} />}
    </div>
  )
}

function DeskCells<Row>({ table, columns, row, isChosen, toggle }: { table: DataTableProps<Row>; columns: readonly Column<Row>[]; row: Row; isChosen: boolean; toggle: (isExtending: boolean) => void }) {
  return (
    <>
      {table.chosen ? (
        <span role="gridcell" className={css.boxCell}>
          <ChooseBox label="Choose" isChosen={isChosen} onChange={toggle} />
        </span>
      ) : (
        <span role="presentation" />
      )}
      {columns.map((column) => <Cell key={column.id} column={column} row={row} />)}
    </>
  )
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const value = column.watch?.(row) ?? null
  const first = useRef(value)
  // The animation starts anew with each value because the element is another one by its key.
  const hasChanged = column.watch !== undefined && value !== first.current
  return (
    <span role="gridcell" className={css.cell} data-align={column.align}>
      {hasChanged && <span key={String(value)} className={css.changed} aria-hidden="true" />}
      {column.render(row)}
    </span>
  )
}

function PhoneCells<Row>({ table, row, isChosen }: { table: DataTableProps<Row>; row: Row; isChosen: boolean }): ReactNode {
  const phone = table.phone?.(row)
  if (phone === undefined) return null
  return (
    <>
      <span role="gridcell" className={css.phoneLead}>{isChosen ? <IconCheck className={css.phoneChosen ?? ''} aria-hidden="true" /> : phone.lead}</span>
      <span role="gridcell" className={css.phoneBody}>
        <span className={css.phoneTitle}>
          {phone.title}
          {phone.note && <span className={css.phoneNote}> · {phone.note}</span>}
        </span>
      </span>
      <span role="gridcell" className={css.phoneTrail}>{phone.trail}</span>
    </>
  )
}

function isOwnControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a[href], button, input, label') !== null
}

function useLongPress(run: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const fired = useRef(false)
  const stop = () => clearTimeout(timer.current)
  return {
    hasFired: () => fired.current,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        fired.current = false
        if (event.pointerType !== 'touch') return
        timer.current = setTimeout(() => {
          fired.current = true
          run()
        }, LONG_PRESS_MILLIS)
      },
      onPointerUp: stop,
      onPointerMove: (event: PointerEvent) => event.pointerType === 'touch' && Math.abs(event.movementY) > 4 && stop(),
      onPointerCancel: stop,
    },
  }
}
