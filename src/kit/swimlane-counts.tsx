/** A month of lanes: how much happens on each day and how much of it clashes; a day opens. */

import { counted } from './format.ts'
import type { Lane } from './swimlane.tsx'
import type { LaneColumn } from './swimlane-layout.ts'
import css from './swimlane.module.css'

/** `onOpen` gets the day's column. */
export function SwimlaneCounts({ label, columns, lanes, onOpen }: { label: string; columns: readonly LaneColumn[]; lanes: readonly Lane[]; onOpen: (column: LaneColumn) => void }) {
  return (
    <table className={css.counts} aria-label={label}>
      <thead>
        <tr>
          <th scope="col"><span className="ek-hidden">Lane</span></th>
          {columns.map((c) => <th key={c.startMs} scope="col" data-quiet={c.isQuiet} data-today={c.isToday}>{c.label}</th>)}
        </tr>
      </thead>
      <tbody>
        {lanes.map((lane) => (
          <tr key={lane.id}>
            <th scope="row">{lane.label}</th>
            {columns.map((c) => {
              const items = lane.items.filter((i) => i.startMs < c.endMs && c.startMs < i.endMs)
              const clashes = items.filter((i) => i.isClash).length
              const freeze = lane.bands.find((b) => b.kind === 'freeze' && b.startMs < c.endMs && c.startMs < b.endMs)
              return (
                <td key={c.startMs} data-quiet={c.isQuiet} data-freeze={freeze !== undefined} title={freeze?.label}>
                  {freeze && <span className="ek-hidden">{freeze.label}. </span>}
                  {items.length > 0 && (
                    <button type="button" className={css.cell} onClick={() => onOpen(c)} aria-label={`${lane.label}, ${c.label}: ${counted(items.length, 'change')}${clashes > 0 ? `, ${counted(clashes, 'clash', 'clashes')}` : ''}`}>
                      {items.length}{clashes > 0 && <em>{clashes}!</em>}
                    </button>
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
