/** Find a time: three free or least bad times for a plan, each with why. */
import { Button, Modal } from '@mantine/core'
import { IconCalendarSearch } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FoundSlots, Slot } from '../../client/changes.ts'
import type { AnyRow, Opened } from '../../client/shapes.ts'
import { percent } from '../../kit/format.ts'
import { dayAndTime, elapsed, timeOfDay } from '../../kit/format-time.ts'
import { now } from '../../kit/now.ts'
import { useKeys } from '../../kit/use-keys.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { dropRecords } from '../data/queries.ts'
import type { Values } from '../forms/record-form.tsx'
import { FaultLine } from '../parts/fault.tsx'
import { heldByAll, planOf, secondsOf } from './change-plan.ts'
import type { ChangeRow } from './change-words.ts'
import css from './change.module.css'

/** A time for a change that is planned already; taking one moves its plan, the point of no return with it. */
export function FindTimeDialog({ row, onDone }: { row: Opened<ChangeRow>; onDone: () => void }) {
  const cache = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  useKeys('Find a time', [{ keys: 'Esc', label: 'close', run: onDone, inFields: true }], { isModal: true })
  const take = async (slot: Slot): Promise<void> => {
    setError(null)
    const later = row.plannedStart === null ? 0 : Date.parse(slot.from) - Date.parse(row.plannedStart)
    try {
      await client.change('changes', row.id, { plannedStart: slot.from, plannedEnd: slot.to, ...(row.pointOfNoReturn ? { pointOfNoReturn: new Date(Date.parse(row.pointOfNoReturn) + later).toISOString() } : {}) }, row.version)
      await dropRecords(cache, 'changes')
      onDone()
    } catch (thrown) {
      setError(thrown)
    }
  }
  return (
    <Modal opened onClose={onDone} title={`Find a time: ${row.number}`} size="md">
      <SlotFinder values={row} model={null} changeId={row.id} onTake={(slot) => void take(slot)} />
      {row.projectedOutages.length > 0 && <p className="ek-small ek-2" style={{ marginTop: 8 }}>What users will notice keeps its times; change them under Edit the plan.</p>}
      <FaultLine error={error} />
    </Modal>
  )
}

/** `changeId` is that of a change that stands: its plan is asked for, and it does not collide with itself. */
export function SlotFinder({ values, model, changeId, onTake }: { values: Values; model: AnyRow | null; changeId?: string; onTake: (slot: Slot) => void }) {
  const { zone } = useViewer()
  const [found, setFound] = useState<FoundSlots | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const [isEarly, setEarly] = useState(false)
  const shared = heldByAll(found?.slots ?? [])
  const seconds = secondsOf(values, model)
  const plan = planOf({ ...values, plannedStart: undefined, plannedEnd: undefined, pointOfNoReturn: undefined })
  const find = async (earlierThan: string | null): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const span = earlierThan === null ? {} : { from: new Date(now()).toISOString(), until: earlierThan }
      setFound(await client.changeSlots({ ...(changeId === undefined ? plan : { changeId }), seconds, ...span }))
      setEarly(earlierThan !== null)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div>
      <div className="ek-row ek-wrap">
        <Button leftSection={<IconCalendarSearch aria-hidden="true" />} disabled={plan === null} loading={isBusy} onClick={() => void find(null)}>Find a time</Button>
        <span className="ek-small ek-3">{plan === null ? 'Say first what it touches.' : `for ${elapsed(seconds)} of work within the next 14 days`}</span>
      </div>
      <FaultLine error={error} />
      {found && (
        <div className={css.slots} role="group" aria-label="Times that were found">
          <p className="ek-small ek-2" role="status">{found.sentence}</p>
          {found.inTheWay.length > 1 && (
            <ul className="ek-small ek-2" aria-label="What is in the way" style={{ margin: 0, paddingLeft: 18 }}>
              {found.inTheWay.map((x) => <li key={x.sentence}>In the way of {percent(x.share)} of the times: {x.sentence}</li>)}
            </ul>
          )}
          {shared.map((w) => <p key={w} className="ek-small ek-2">At each of these times: {w}</p>)}
          {found.slots.map((s) => (
            <button key={s.from} type="button" className={css.slot} aria-pressed={values['plannedStart'] === s.from} onClick={() => onTake(s)}>
              <b className="ek-strong">{dayAndTime(s.from, zone)} to {timeOfDay(s.to, zone)}</b>
              {s.why.filter((w) => !shared.includes(w)).map((w) => <small key={w}>{w}</small>)}
            </button>
          ))}
          {found.notLateFrom !== null && (isEarly
            ? <p><button type="button" className="ek-link" onClick={() => void find(null)}>Only times that are not planned late</button></p>
            : <p className="ek-small ek-2">From {dayAndTime(found.notLateFrom, zone)}: what begins before is planned late. <button type="button" className="ek-link" onClick={() => void find(found.notLateFrom)}>See earlier times</button></p>)}
        </div>
      )}
    </div>
  )
}
