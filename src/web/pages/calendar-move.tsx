/** Moving a change on the calendar: what it would meet there is asked while it is held, the verb that moves it is named before it is done. */
import { Button, Modal, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useMemo, useState, type ReactNode } from 'react'
import type { ConflictShown, PlanLook } from '../../client/changes.ts'
import type { CalendarEntry } from '../../model/calendar-entry.ts'
import { duePoint, inReadersZone, type TimeFrame } from '../../kit/format-time.ts'
import { counted, listed } from '../../kit/format.ts'
import type { LaneMove } from '../../kit/swimlane.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { client } from '../data/connection.ts'
import { useAct } from '../data/queries.ts'
import { RecordSelect } from '../forms/record-select.tsx'
import { FaultLine } from '../parts/fault.tsx'
import { ConflictLines } from './change-sections.tsx'
import css from './calendar.module.css'

const current = { group: 'active' } as const
/** A bar that rests so long is asked about; while it moves nobody reads the answer. */
const REST_MILLIS = 200
const MOST_NAMED = 3

/** What the lanes are given, and what is said aloud. */
export interface Moving {
  readonly move: LaneMove | null
  readonly spoken: string
  readonly onMove: (id: string, startMs: number) => void
  readonly onDrop: (id: string) => void
  readonly onCancel: () => void
  readonly dialog: ReactNode
}

/** A change whose plan is moved as a whole, its point of no return with it. */
interface Moved {
  readonly id: string
  readonly plannedStart: string
  readonly plannedEnd: string
  readonly pointOfNoReturn: string | null
}

export function useMoving(changes: readonly CalendarEntry[], frame: TimeFrame): Moving {
  const [held, setHeld] = useState<{ readonly id: string; readonly startMs: number } | null>(null)
  const [isDropped, setDropped] = useState(false)
  const row = held === null ? undefined : changes.find((c) => c.id === held.id)
  const moved = useMemo(() => (held === null || row === undefined ? null : shifted(row, held.startMs)), [held, row])
  const [rested] = useDebouncedValue(moved, REST_MILLIS)
  const found = useMet(isDropped ? moved : rested)
  const isKnown = moved !== null && rested?.id === moved.id && rested.plannedStart === moved.plannedStart && found.data !== undefined
  const isPast = moved !== null && Date.parse(moved.plannedEnd) <= frame.now
  const met = isPast ? { words: 'this time is over', tone: 'bad' as const } : isKnown ? metWords(found.data.conflicts, frame) : { words: found.isError ? 'what it would meet could not be asked' : 'looking what it would meet', tone: 'wait' as const }
  const time = moved === null ? '' : `${duePoint(moved.plannedStart, frame)} to ${duePoint(moved.plannedEnd, frame)}`
  const cancel = (): void => { setHeld(null); setDropped(false) }
  return {
    move: held === null || moved === null ? null : { id: held.id, startMs: held.startMs, tone: met.tone, words: <>{time}: {met.words}</> },
    spoken: moved === null || row === undefined ? '' : `${row.number}, ${time}. ${met.words}.`,
    onMove: (id, startMs) => { setHeld({ id, startMs }); setDropped(false) },
    onDrop: (id) => { if (held?.id === id && row !== undefined && moved?.plannedStart !== row.plannedStart) setDropped(true); else cancel() },
    onCancel: cancel,
    dialog: isDropped && row && moved ? <DropDialog row={row} moved={moved} found={found} frame={frame} onDone={cancel} /> : null,
  }
}

/** What it would meet at its new time; the same question while it is held and where it is left. */
function useMet(moved: Moved | null): UseQueryResult<PlanLook> {
  const at = { plannedStart: moved?.plannedStart ?? '', plannedEnd: moved?.plannedEnd ?? '' }
  return useQuery({ queryKey: ['list', 'changes', 'conflicts', moved?.id, at], enabled: moved !== null, queryFn: () => client.changeConflicts(moved?.id ?? '', at), retry: false })
}

/** What matters of it in a few words; what is only to be known is counted. */
function metWords(conflicts: readonly ConflictShown[], frame: TimeFrame): { readonly words: string; readonly tone: 'good' | 'warn' | 'bad' } {
  const grave = conflicts.filter((c) => c.gravity !== 'note').map((c) => inReadersZone(c.sentence, frame).replace(/\.$/, ''))
  if (grave.length > 0) return { tone: 'bad', words: `${listed(grave.slice(0, MOST_NAMED))}${grave.length > MOST_NAMED ? ` and ${grave.length - MOST_NAMED} more` : ''}` }
  return conflicts.length === 0 ? { tone: 'good', words: 'nothing speaks against it' } : { tone: 'warn', words: `no clash, ${counted(conflicts.length, 'thing')} to be known` }
}

function shifted(row: CalendarEntry, startMs: number): Moved | null {
  if (row.plannedStart === null || row.plannedEnd === null) return null
  const by = startMs - Date.parse(row.plannedStart)
  const later = (iso: string): string => new Date(Date.parse(iso) + by).toISOString()
  return { id: row.id, plannedStart: later(row.plannedStart), plannedEnd: later(row.plannedEnd), pointOfNoReturn: row.pointOfNoReturn === null ? null : later(row.pointOfNoReturn) }
}

function DropDialog({ row, moved, found, frame, onDone }: { row: CalendarEntry; moved: Moved; found: UseQueryResult<PlanLook>; frame: TimeFrame; onDone: () => void }) {
  const act = useAct('changes')
  const [reason, setReason] = useState('')
  const [doerId, setDoerId] = useState<string | null>(row.implementerId)
  const at = { plannedStart: moved.plannedStart, plannedEnd: moved.plannedEnd }
  useKeys('Move', [{ keys: 'Esc', label: 'leave it where it was', run: onDone, inFields: true }], { isModal: true })
  const isAgreed = row.state === 'authorised' || row.state === 'scheduled'
  const isFalling = found.data?.conflicts.some((c) => c.gravity === 'block' || (c.gravity === 'serious' && c.kind === 'freeze')) === true
  const isClash = found.data?.conflicts.some((c) => c.gravity === 'serious') === true
  const verb = isAgreed ? 'schedule' : 'update'
  const doIt = async (): Promise<void> => {
    await act.mutateAsync({ id: row.id, verb, ...(row.version === null ? {} : { version: row.version }), input: { ...at, ...(verb === 'update' && moved.pointOfNoReturn !== null ? { pointOfNoReturn: moved.pointOfNoReturn } : {}), ...(verb === 'schedule' && reason.trim() !== '' ? { reason: reason.trim(), ...(isClash ? { acceptConflicts: reason.trim() } : {}) } : {}), ...(verb === 'schedule' && doerId !== null ? { implementerId: doerId } : {}) } })
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
        : <p className="ek-warn">What it would meet there could not be asked.</p>}
      {isFalling && isAgreed && <p className="ek-bad" style={{ marginTop: 8 }}>There its authorisation falls, and it is assessed and agreed to anew.</p>}
      {row.state === 'assessed' && <p className="ek-warn" style={{ marginTop: 8 }}>Those who were asked were asked about another time: it goes back to be assessed.</p>}
      {isAgreed && row.implementerId === null && <RecordSelect label="Done by" required to="person" filters={current} value={doerId} onChange={setDoerId} />}
      {isAgreed && <Textarea label={isClash && !isFalling ? 'Why it goes all the same' : 'Why'} autosize minRows={2} mt={12} value={reason} onChange={(e) => setReason(e.currentTarget.value)} />}
      <div style={{ marginTop: 10 }}><FaultLine error={act.error} /></div>
      <div className="ek-row" style={{ marginTop: 12 }}>
        <Button variant="filled" loading={act.isPending} data-autofocus onClick={() => void doIt().catch(() => undefined)}>{isAgreed ? 'Schedule it then' : 'Plan it then'}</Button>
        <Button variant="subtle" onClick={onDone}>Leave it where it was</Button>
      </div>
    </Modal>
  )
}
