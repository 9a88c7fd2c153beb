/** The list of records: virtual rows, sticky head, focus and choice by keyboard and pointer, still while it is read. */

import { useVirtualizer, defaultRangeExtractor, type Range } from '@tanstack/react-virtual'
import { useMediaQuery } from '@mantine/hooks'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { counted } from './format.ts'
import { LoadingRows } from './states.tsx'
import { TableHead } from './table-head.tsx'
import { TableRow } from './table-row.tsx'
import { useCalmRows } from './use-calm-rows.ts'
import { useTableKeys } from './use-table-keys.ts'
import { useViewer } from './viewer.tsx'
import tokens from './tokens.json' with { type: 'json' }
import css from './data-table.module.css'

/** One column: what its head says, how wide it is, how a cell is drawn. */
export interface Column<Row> {
  id: string
  /** Words of the head; may be empty where `label` says it to assistive technology and in the column menu. */
  head: string
  label?: string
  /** Pixels, or a grid track such as `minmax(180px, 1fr)` for the one that takes the rest. */
  width: number | string
  render: (row: Row) => ReactNode
  /** Figures stand at the end. */
  align?: 'end'
  /** Makes the head a button; given back by `onSort`. */
  sortBy?: string
  /** A value whose change tints the cell for a moment (a live clock, last news). */
  watch?: (row: Row) => string | number | null
  /** Left out where the table is narrower than this many pixels. */
  dropBelow?: number
}

/** Sorting as shown in the head. */
export interface Sort {
  by: string
  isDescending: boolean
}

/** How a row looks on the phone: priority left, clock right, subject and a quiet second line between. */
export interface PhoneRow {
  lead?: ReactNode
  title: ReactNode
  note?: ReactNode
  trail?: ReactNode
}

/** See `DataTable`. */
export interface DataTableProps<Row> {
  /** Name for assistive technology: `Incidents, open by time left`. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** Changes when another list is shown (view, filter, sort): the table then starts anew instead of keeping rows still. */
  viewKey?: string
  /** How many there are in all; `undefined` where only the server could count them. */
  total?: number | undefined
  /** Called when the end comes near; more rows are appended to `rows`. */
  onMore?: (() => void) | undefined
  isLoading?: boolean
  /** Shown instead of rows when there are none. */
  empty?: ReactNode
  /** Keys of the chosen rows; without it there is no box column. */
  chosen?: ReadonlySet<string>
  onChoose?: (chosen: ReadonlySet<string>) => void
  onOpen?: (row: Row) => void
  /** Address of a row, for a click with Ctrl or the middle button. */
  hrefOf?: (row: Row) => string
  onPeek?: (row: Row) => void
  /** Told which row has the focus, so that the page's keys (`A` assign) know what they act on. */
  onFocusRow?: (row: Row | null) => void
  sort?: Sort
  onSort?: (sort: Sort) => void
  /** Rows with the same words stand under one head; they must come sorted by it. */
  groupOf?: (row: Row) => string
  /** A row shown in quieter words. */
  isQuiet?: (row: Row) => boolean
  /** Two lines a row: the alert console only, where the reason must be read. */
  isTwoLines?: boolean
  phone?: (row: Row) => PhoneRow
  /** The foot, usually `KeyHints`. */
  foot?: ReactNode
  /** The bulk bar, shown over the foot. */
  bulk?: ReactNode
}

type Item<Row> = { kind: 'group'; words: string } | { kind: 'row'; row: Row; key: string; index: number }

const HEAD_HEIGHT = 28
const GROUP_HEIGHT = 30
const PHONE_ROW_HEIGHT = 52
/** A column that takes the rest keeps at least this, where it does not say. */
const LEAST_WIDTH = 160
/** The second line of a row adds this much. */
const SECOND_LINE = 11
/** Ask for more when so many rows are left below. */
const MORE_AHEAD = 30

/** Draws any number of rows; 100 000 cost as much as 40. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, keyOf, total, onMore, isLoading = false, groupOf, isTwoLines = false, foot, bulk, empty } = props
  const scroller = useRef<HTMLDivElement>(null)
  const tableWidth = useWidth(scroller)
  const columns = useMemo(() => props.columns.filter(({ dropBelow = 0 }) => tableWidth >= dropBelow), [props.columns, tableWidth])
  const isPhone = useMediaQuery('(max-width: 600px)', false, { getInitialValueInEffect: false }) && props.phone !== undefined
  const rowHeight = useRowHeight(isPhone, isTwoLines)
  const headHeight = isPhone ? 0 : HEAD_HEIGHT
  const [focusKey, setFocusKey] = useState<string | null>(null)
  const [isScrolled, setScrolled] = useState(false)

  const { shown, waiting, left, look } = useCalmRows(props.rows, keyOf, isScrolled || focusKey !== null, props.viewKey ?? '')
  const items = useMemo(() => itemsOf(shown, keyOf, groupOf), [shown, keyOf, groupOf])
  const indexOfRow = useMemo(() => new Map(items.flatMap((item, at) => (item.kind === 'row' ? [[item.key, at] as const] : []))), [items])
  const focusAt = focusKey === null ? undefined : indexOfRow.get(focusKey)

  const rangeExtractor = useCallback(
    // The focus row stays in the document however far the list is scrolled, or the focus would be lost.
    (range: Range) => {
      const visible = defaultRangeExtractor(range)
      return focusAt === undefined || visible.includes(focusAt) ? visible : [...visible, focusAt].toSorted((a, b) => a - b)
    },
    [focusAt],
  )
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => (items[at]?.kind === 'group' ? GROUP_HEIGHT : rowHeight),
    getItemKey: (at) => {
      const item = items[at]
      return item === undefined ? at : item.kind === 'row' ? item.key : `group ${item.words}`
    },
    overscan: 6,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    rangeExtractor,
  })
  useEffect(() => virtual.measure(), [virtual, rowHeight, items.length])

  const last = virtual.range?.endIndex ?? 0
  useEffect(() => {
    if (onMore && !isLoading && items.length > 0 && last >= items.length - MORE_AHEAD) onMore()
  }, [onMore, isLoading, items.length, last])

  const focusRow = useTableKeys(props, { shown, focusKey, setFocusKey, scroller, scrollTo: (key) => scrollToRow(virtual, indexOfRow.get(key)) })
  const { tracks, minWidth } = useMemo(() => tracksOf(columns, props.chosen !== undefined), [columns, props.chosen])

  const showWaiting = () => {
    look()
    setFocusKey(null)
    scroller.current?.scrollTo({ top: 0 })
  }
  const isEmpty = items.length === 0
  return (
    <div className={css.table}>
      {waiting > 0 && (
        <button type="button" className={css.pill} onClick={showWaiting} aria-live="polite">
          {counted(waiting, 'new', 'new')}
        </button>
      )}
      <div className={css.scroller} ref={scroller} onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 4)}>
        {/* What stands in place of rows is no part of the grid: a grid has rows only. */}
        {!isEmpty && (
          <div
            role="grid" aria-label={label} aria-rowcount={total ?? (onMore ? -1 : items.length + 1)} aria-colcount={columns.length + (props.chosen ? 1 : 0)}
            aria-multiselectable={props.chosen !== undefined} aria-busy={isLoading}
          >
            {!isPhone && <TableHead {...props} columns={columns} tracks={tracks} minWidth={minWidth} shown={shown} />}
            <div role="rowgroup" className={css.rows} style={{ height: virtual.getTotalSize(), minWidth: isPhone ? 0 : minWidth }}>
              {virtual.getVirtualItems().map((place) => {
                const item = items[place.index]
                if (item === undefined) return null
                const style = { height: place.size, transform: `translateY(${place.start - headHeight}px)`, gridTemplateColumns: tracks }
                if (item.kind === 'group') {
                  return (
                    <div key={place.key} className={css.group} style={style} role="row">
                      <span role="gridcell" className={css.groupCell}>{item.words}</span>
                    </div>
                  )
                }
                return (
                  <TableRow
                    key={place.key} table={props} columns={columns} row={item.row} rowKey={item.key} index={item.index} style={style} isPhone={isPhone}
                    hasFocus={item.key === focusKey} isTabStop={focusKey === null ? item.index === 0 : item.key === focusKey}
                    isChosen={props.chosen?.has(item.key) ?? false} isDimmed={left.has(item.key)} focusRow={focusRow}
                  />
                )
              })}
            </div>
          </div>
        )}
        {isEmpty && isLoading && <LoadingRows rows={12} height={rowHeight} />}
        {!isEmpty && isLoading && <LoadingRows rows={2} height={rowHeight} />}
        {isEmpty && !isLoading && empty}
      </div>
      {bulk}
      {foot}
    </div>
  )
}

/** The height of a row by the viewer's density; on the phone two lines. */
function useRowHeight(isPhone: boolean, isTwoLines: boolean): number {
  const { density } = useViewer()
  if (isPhone) return PHONE_ROW_HEIGHT
  return tokens.density[density].row + (isTwoLines ? SECOND_LINE : 0)
}

function scrollToRow(virtual: { scrollToIndex: (at: number, options: { align: 'auto' }) => void }, at: number | undefined): void {
  if (at !== undefined) virtual.scrollToIndex(at, { align: 'auto' })
}

function itemsOf<Row>(rows: readonly Row[], keyOf: (row: Row) => string, groupOf: ((row: Row) => string) | undefined): Item<Row>[] {
  const items: Item<Row>[] = []
  let group: string | undefined
  rows.forEach((row, index) => {
    const words = groupOf?.(row)
    if (words !== undefined && words !== group) items.push({ kind: 'group', words })
    group = words
    items.push({ kind: 'row', row, key: keyOf(row), index })
  })
  return items
}

/** The grid of a row, and the width under which the table scrolls sideways instead of squeezing. */
function tracksOf<Row>(columns: readonly Column<Row>[], hasBox: boolean): { tracks: string; minWidth: number } {
  const [before, after] = [hasBox ? 44 : 12, 12]
  const widths = columns.map(({ width }) => (typeof width === 'number' ? `${width}px` : width))
  const least = columns.map(({ width }) => (typeof width === 'number' ? width : Number(/(\d+)px/.exec(width)?.[1] ?? LEAST_WIDTH)))
  return { tracks: [`${before}px`, ...widths, `${after}px`].join(' '), minWidth: least.reduce((sum, each) => sum + each, before + after) }
}

/** Width of the table in pixels; endless before it is measured, so that no column flashes. */
function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY)
  useLayoutEffect(() => {
    const watched = element.current
    if (!watched) return
    setWidth(watched.clientWidth)
    const observer = new ResizeObserver(() => setWidth(watched.clientWidth))
    observer.observe(watched)
    return () => observer.disconnect()
  }, [element])
  return width
}
