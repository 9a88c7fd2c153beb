/** What rows and heads say of an incident: its clock, who has it, its state in words. */
import type { ReactNode } from 'react'
import { Clock, type ClockProps } from '../../kit/clock.tsx'
import { Nobody, Person } from '../../kit/person.tsx'
import { State } from '../../kit/state.tsx'
import type { Directory } from '../data/directory.ts'
import { clockFacts, stateKind, tightest, type IncidentRow, type ObligationRow } from '../data/rows.ts'

const purposes = { response: 'answer', resolution: 'restore', update: 'update' } as const

/** One promise, in the words of its kind. */
export function PromiseClock({ promise, size = 'row', wording }: { promise: ObligationRow; size?: ClockProps['size']; wording?: ClockProps['wording'] }) {
  return <Clock facts={clockFacts(promise)} purpose={purposes[promise.kind]} {...(size ? { size } : {})} {...(wording ? { wording } : {})} />
}

/** The tightest promise; `no target` where nothing was agreed. */
export function TightestClock({ row, size = 'row' }: { row: IncidentRow; size?: ClockProps['size'] }) {
  const promise = tightest(row)
  if (promise) return <PromiseClock promise={promise} size={size} />
  return <Clock facts={{ state: 'no_target', asOf: row.updatedAt }} {...(size ? { size } : {})} />
}

/** The person, or the team that waits for one, or that there is no team yet. */
export function WithWhom({ row, directory }: { row: Pick<IncidentRow, 'assigneeId' | 'teamId' | 'state'>; directory: Directory }): ReactNode {
  const person = directory.name(row.assigneeId)
  if (person !== null) return <Person name={person} />
  const team = directory.name(row.teamId)
  return team === null ? <Nobody kind="no_team" /> : <Nobody team={team} />
}

const waits: Readonly<Record<string, string>> = { user: 'Waiting for user', customer: 'Waiting for customer', supplier: 'With a supplier', schedule: 'Waiting for a time', change: 'Waiting for a change', internal: 'Waiting inside' }

/** Ring and word; a waiting one says for what. */
export function IncidentState({ row, label }: { row: Pick<IncidentRow, 'state' | 'pendingReason' | 'waitingFor'>; label: string }) {
  if (row.state !== 'pending') return <State kind={stateKind(row.state)}>{label}</State>
  const words = row.waitingFor ? `Waiting for ${row.waitingFor}` : waits[row.pendingReason ?? ''] ?? label
  return <State kind={row.pendingReason === 'supplier' ? 'supplier' : 'waiting'}>{words}</State>
}
