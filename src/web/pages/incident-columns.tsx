/** The columns of the queue, and how a row looks on the phone. */
import type { RecordSketch } from '../../client/shapes.ts'
import type { Column, PhoneRow } from '../../kit/data-table.tsx'
import { Priority } from '../../kit/priority.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import type { Directory } from '../data/directory.ts'
import { priorityOf, type IncidentRow } from '../data/rows.ts'
import { IncidentState, TightestClock, WithWhom } from '../parts/incident-cells.tsx'

/** `isClient` leaves out who works on it: that is not shown to users and customers. */
export function columnsOf(sketch: RecordSketch | undefined, directory: Directory, isClient: boolean): readonly Column<IncidentRow>[] {
  const label = (state: string): string => sketch?.states.find((s) => s.name === state)?.label ?? state
  return [
    { id: 'priority', head: '', label: 'Priority', width: 52, sortBy: 'priority', render: (row) => <Priority value={priorityOf(row.priority)} />, watch: (row) => row.priority },
    { id: 'number', head: 'Number', width: 84, sortBy: 'number', render: (row) => <span className="ek-id">{row.number}</span> },
    { id: 'title', head: 'What is wrong', width: 'minmax(180px, 1fr)', render: (row) => <span className="ek-row" style={{ gap: 6 }}>{row.isMajor && <Tag tone="solid">Major</Tag>}<span className="ek-clip ek-strong" title={row.title}>{row.title}</span></span> },
    { id: 'service', head: 'Service', width: 160, dropBelow: 940, render: (row) => <span className="ek-clip ek-2">{directory.name(row.serviceId) ?? <span className="ek-warn">no service yet</span>}</span> },
    { id: 'state', head: 'State', width: 168, sortBy: 'state', render: (row) => <IncidentState row={row} label={label(row.state)} />, watch: (row) => row.state },
    ...(isClient ? [] : [{ id: 'with', head: 'With', width: 168, render: (row: IncidentRow) => <WithWhom row={row} directory={directory} />, watch: (row: IncidentRow) => row.assigneeId }]),
    { id: 'due', head: 'Time left', width: 178, sortBy: 'due', render: (row) => <TightestClock row={row} /> },
    { id: 'updatedAt', head: 'Last news', width: 78, dropBelow: 940, align: 'end', sortBy: 'updatedAt', render: (row) => <Time at={row.updatedAt} className="ek-3" />, watch: (row) => row.updatedAt },
  ]
}

/** Priority left, clock right, number and service between. */
export const phoneRow = (row: IncidentRow, directory: Directory): PhoneRow => ({
  lead: <Priority value={priorityOf(row.priority)} />, title: row.title, note: `${row.number}${row.serviceId ? ` · ${directory.name(row.serviceId) ?? ''}` : ''}`, trail: <TightestClock row={row} size="phone" />,
})
