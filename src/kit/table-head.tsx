/** The sticky head of a table: box for all, column names, sorting. */

import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { Column, DataTableProps } from './data-table.tsx'
import { ChooseBox } from './choose-box.tsx'
import css from './data-table.module.css'

/** The box chooses all rows that are shown, or none of them. */
export function TableHead<Row>({ columns, chosen, onChoose, keyOf, sort, onSort, tracks, minWidth, shown }: DataTableProps<Row> & { tracks: string; minWidth: number; shown: readonly Row[] }) {
  const chosenShown = chosen ? shown.filter((row) => chosen.has(keyOf(row))).length : 0
  const areAll = shown.length > 0 && chosenShown === shown.length
  return (
    <div role="rowgroup" className={css.headGroup} style={{ minWidth }}>
      <div role="row" className={css.head} style={{ gridTemplateColumns: tracks }} aria-rowindex={1}>
        {chosen && onChoose ? (
          <span role="columnheader" className={css.boxCell}>
            <ChooseBox
              label={areAll ? 'Choose none' : 'Choose all shown'} isChosen={areAll} isPartly={chosenShown > 0 && !areAll}
              onChange={() => onChoose(areAll ? new Set() : new Set(shown.map(keyOf)))}
            />
          </span>
        ) : (
          <span role="presentation" />
        )}
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
    </div>
  )
}

function HeadCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort: DataTableProps<Row>['sort']; onSort: DataTableProps<Row>['onSort'] }) {
  const isSorted = sort !== undefined && column.sortBy === sort.by
  const words = column.head || <span className="ek-hidden">{column.label ?? column.id}</span>
  const ariaSort = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined
  return (
    <span role="columnheader" className={css.headCell} data-align={column.align} {...(ariaSort ? { 'aria-sort': ariaSort } : {})}>
      {column.sortBy !== undefined && onSort ? (
        <button type="button" className={css.sort} onClick={() => onSort({ by: column.sortBy ?? '', isDescending: isSorted && !sort.isDescending })}>
          {words}
          {isSorted && (sort.isDescending ? <IconArrowDown aria-hidden="true" /> : <IconArrowUp aria-hidden="true" />)}
        </button>
      ) : (
        words
      )}
    </span>
  )
}
