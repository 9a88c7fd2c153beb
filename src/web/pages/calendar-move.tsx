/** Moving a change on the calendar: what it would meet is named while it is held, the verb that moves it before it is done. */
import { Button, Modal, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState, type ReactNode } from 'react'
import { duePoint, type TimeFrame } from '../../kit/format-time.ts'
import { listed } from '../../kit/format.ts'
import type { LaneMove } from '../../kit/swimlane.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { client } from '../data/connection.ts'
import { useAct } from '../data/queries.ts'
import { RecordSelect } from '../forms/record-select.tsx'
import { FaultLine } from '../parts/fault.tsx'
import { lanesOf, type CalendarFacts } from './calendar-lanes.ts'
import { ConflictLines } from './change-sections.tsx'
import type { ChangeRow } from './change-words.ts'
import css from './calendar.module.css'

const current = { group: 'active' } as const
/** Rows of a kind that are drawn at once. */
export const MOST_DRAWN = 600

/** What the lanes are given, and what is said aloud. */
export interface Moving {
  readonly move: LaneMove | null
  readonly spoken: string
  readonly onMove: (id: string, startMs: number) => void
  readonly onDrop: (id: string) => void
  readonly onCancel: () => void
  readonly dialog: ReactNode
}

export function useMoving(facts: CalendarFacts, frame: TimeFrame): Moving {
  const [held, setHeld] = useState<{ readonly id: string; readonly startMs: number } | null>(null)
  const [isDropped, setDropped] = useState(false)
  const row = held === null ? undefined : facts.changes.find((c) => c.id === held.id)
  const moved = useMemo(() => (held === null || row === undefined ? null : shifted(row, held.startMs)), [held, row])
  const clashes = useMemo(() => (moved === null ? [] : lanesOf({ ...facts, changes: facts.changes.map((c) => (c.id === moved.id ? moved : c)) }).clashWords.get(moved.id) ?? []), [facts, moved])
  const isPast = moved?.plannedEnd != null && Date.parse(moved.plannedEnd) <= frame.now
  const time = moved?.plannedStart == null || moved.plannedEnd == null ? '' : `${duePoint(moved.plannedStart, frame)} to ${duePoint(moved.plannedEnd, frame)}`
  const met = isPast ? 'this time is over' : clashes.length === 0 ? 'nothing on this page clashes' : listed(clashes)
  const cancel = (): void => { setHeld(null); setDropped(false) }
  return {
    move: held === null || moved === null ? null : { id: held.id, startMs: held.startMs, tone: isPast || clashes.length > 0 ? 'bad' : 'good', words: <>{time}: {met}</> },
    spoken: moved === null || row === undefined ? '' : `${row.number}, ${time}. ${met}.`,
    onMove: (id, startMs) => { setHeld({ id, startMs }); setDropped(false) },
    onDrop: (id) => { if (held?.id === id && row !== undefined && moved?.plannedStart !== row.plannedStart) setDropped(true); else cancel() },
    onCancel: cancel,
    dialog: isDropped && row && moved ? <DropDialog row={row} moved={moved} clashes={clashes} frame={frame} onDone={cancel} /> : null,
  }
}

/** The change with its plan moved as a whole, its point of no return with it. */
function shifted(row: ChangeRow, startMs: number): ChangeRow {
  if (row.plannedStart === null || row.plannedEnd === null) return row
  const by = startMs - Date.parse(row.plannedStart)
  const later = (iso: string): string => new Date(Date.parse(iso) + by).toISOString()
  return { ...row, plannedStart: later(row.plannedStart), plannedEnd: later(row.plannedEnd), busyUntil: row.busyUntil == null ? null : later(row.busyUntil), pointOfNoReturn: row.pointOfNoReturn == null ? null : later(row.pointOfNoReturn) }
}

function DropDialog({ row, moved, clashes, frame, onDone }: { row: ChangeRow; moved: ChangeRow; clashes: readonly string[]; frame: TimeFrame; onDone: () => void }) {
  const act = useAct('changes')
  const [reason, setReason] = useState('')
  const [doerId, setDoerId] = useState<string | null>(row.implementerId ?? null)
  const at = { plannedStart: moved.plannedStart ?? '', plannedEnd: moved.plannedEnd ?? '' }
  const found = useQuery({ queryKey: ['list', 'changes', 'conflicts', row.id, at], queryFn: () => client.changeConflicts(row.id, at), retry: false })
  useKeys('Move', [{ keys: 'Esc', label: 'leave it where it was', run: onDone, inFields: true }], { isModal: true })
  const isAgreed = row.state === 'authorised' || row.state === 'scheduled'
  const isBlocked = found.data?.conflicts.some((c) => c.gravity === 'block') ?? clashes.some((c) => c.includes('freezes it'))
  const verb = isAgreed ? 'schedule' : 'update'
  const doIt = async (): Promise<void> => {
    await act.mutateAsync({ id: row.id, verb, version: row.version, input: { ...at, ...(verb === 'update' && moved.pointOfNoReturn ? { pointOfNoReturn: moved.pointOfNoReturn } : {}), ...(verb === 'schedule' && reason.trim() !== '' ? { reason: reason.trim() } : {}), ...(verb === 'schedule' && doerId !== null ? { implementerId: doerId } : {}) } })
    onDone()
  }
  return (
    <Modal opened onClose={onDone} title={`${isAgreed ? 'Schedule' : 'Plan'} ${row.number} for another time`} size="md">
      <div className={css.from}>
        <b className="ek-strong">{row.title}</b>
        <span className="ek-3">was {row.plannedStart && duePoint(row.plannedStart, frame)} to {row.plannedEnd && duePoint(row.plannedEnd, frame)}</span>
        <span>will be <b>{duePoint(at.plannedStart, frame)} to {duePoint(at.plannedEnd, frame)}</b></span>
      </div>
      {found.isPending ? <LoadingRows rows={2} /> : found.data ? (found.data.conflicts.length === 0 ? <p className="ek-good">Nothing speaks against it.</p> : <ConflictLines conflicts={found.data.conflicts} frame={frame} />)
        : clashes.length === 0 ? <p className="ek-3">Nothing on this page clashes; more could not be asked.</p> : <ul className="ek-bad">{clashes.map((c) => <li key={c}>{c}.</li>)}</ul>}
      {isBlocked && isAgreed && <p className="ek-bad" style={{ marginTop: 8 }}>There its authorisation falls, and it is assessed and agreed to anew.</p>}
      {row.state === 'assessed' && <p className="ek-warn" style={{ marginTop: 8 }}>Those who were asked were asked about another time: it goes back to be assessed.</p>}
      {isAgreed && row.implementerId == null && <RecordSelect label="Done by" required to="person" filters={current} value={doerId} onChange={setDoerId} />}
      {isAgreed && <Textarea label="Why" autosize minRows={2} mt={12} value={reason} onChange={(e) => setReason(e.currentTarget.value)} />}
      <div style={{ marginTop: 10 }}><FaultLine error={act.error} /></div>
      <div className="ek-row" style={{ marginTop: 12 }}>
        <Button variant="filled" loading={act.isPending} data-autofocus onClick={() => void doIt().catch(() => undefined)}>{isAgreed ? 'Schedule it then' : 'Plan it then'}</Button>
        <Button variant="subtle" onClick={onDone}>Leave it where it was</Button>
      </div>
    </Modal>
  )
}
