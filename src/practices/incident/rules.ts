/** The incident's rules: priority from impact and urgency, reopening, what resolving needs. Pure. */
import { refuse, type Refusal } from '../../model/record.ts'

/**
 * Priority 1 (critical) to 5 (planned) from impact and urgency, each 1 (highest) to 4 (lowest).
 * A 4×4 widening of ITIL's 3×3 example; a default that the organization may change, not an agreed fact.
 */
export const priorityMatrix: readonly (readonly number[])[] = [
  [1, 2, 2, 3],
  [2, 2, 3, 4],
  [2, 3, 4, 4],
  [3, 4, 4, 5],
]

export function priorityOf(impact: number, urgency: number): number {
  const priority = priorityMatrix[impact - 1]?.[urgency - 1]
  if (priority === undefined) throw new Error(`Broken promise: no priority for impact ${impact}, urgency ${urgency}`)
  return priority
}

/** Days after resolving in which the same incident comes back instead of a new one; domain default is 5 working days, kept as 7 calendar days until an agreement says otherwise. */
export const reopenWindowDays = 7

export function reopenRefusal(resolvedAt: string | null, now: string): Refusal | null {
  if (resolvedAt === null) return null
  const days = (Date.parse(now) - Date.parse(resolvedAt)) / 86_400_000
  return days > reopenWindowDays
    ? refuse(`It was resolved more than ${reopenWindowDays} days ago. Open a new incident and link it as a repeat of this one.`) : null
}

/** A resolved incident owns no open outage: either it is ended in the same step or it blocks the step. */
export const outageRefusal = (open: number, endedAt: unknown): Refusal | null =>
  open > 0 && typeof endedAt !== 'string' ? refuse(`${open === 1 ? 'An outage is' : `${open} outages are`} still open. End ${open === 1 ? 'it' : 'them'} first, or give the time with outagesEndedAt.`, 'outagesEndedAt') : null

/** Reasons for waiting, and for whom: the agreement decides which of them stop its clock. */
export const pendingReasons = {
  user: 'Waiting for the user',
  supplier: 'Waiting for a supplier',
  change: 'Until a change is done',
  schedule: 'Until an agreed date',
} as const
export type PendingReason = keyof typeof pendingReasons
