/** The incident's rules: priority from impact and urgency, reopening, what resolving needs. Pure. */
import { type Calendar, weekdays } from '../../model/calendar.ts'
import { refuse, type Refusal } from '../../model/record.ts'
import { addWorkingDays } from '../../model/working-time.ts'

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

/** Working days after resolving in which the same incident comes back instead of a new one. The one window: closing and clocks follow it. */
export const reopenWindowWorkingDays = 5

/**
 * Until when an incident resolved at `resolvedAt` can be reopened: the same local time five working days later, Monday to Friday in `zone`
 * (IANA), holidays counted as any day.
 */
export function reopenUntilOf(resolvedAt: string, zone: string): string {
  const until = addWorkingDays(workingWeek(zone), Date.parse(resolvedAt), reopenWindowWorkingDays, 'closing')
  if (until === 'beyond_horizon') throw new Error('Broken promise: a working week opens every week')
  return new Date(until).toISOString()
}

const workingWeek = (zone: string): Calendar => ({ zone, hours: Object.fromEntries(weekdays.slice(0, 5).map((day) => [day, [['00:00', '24:00']]])) })

/** Why it cannot be reopened at `now`; null where it can. What was never resolved, such as a cancelled report, has no window. */
export function reopenRefusal(row: { readonly resolvedAt: string | null; readonly reopenUntil: string | null }, now: string): Refusal | null {
  if (row.resolvedAt === null) return null
  const until = row.reopenUntil ?? reopenUntilOf(row.resolvedAt, 'Etc/UTC')
  return now > until
    ? refuse(`It could be reopened until ${until.slice(0, 16).replace('T', ' ')} UTC, ${reopenWindowWorkingDays} working days after it was resolved. Open a new incident and link it as a repeat of this one.`) : null
}

/** The team that had it before the present one, from its journal, oldest first; null where it had none. */
export function previousTeam(journal: readonly { readonly changes: Readonly<Record<string, unknown>> }[]): string | null {
  const teams = journal.flatMap(({ changes }) => (changes['teamId'] === undefined ? [] : [changes['teamId']]))
  const before = teams.at(-2)
  return typeof before === 'string' ? before : null
}

/** A resolved or closed incident owns no open outage: either it is ended in the same step, or it blocks the step. Null where the step has no place for an end. */
export function outageRefusal(open: number, endedAt: string | null | undefined): Refusal | null {
  if (open === 0 || typeof endedAt === 'string') return null
  const [are, them] = open === 1 ? ['An outage is', 'it'] : [`${open} outages are`, 'them']
  return endedAt === null ? refuse(`${are} still open. End ${them} first.`) : refuse(`${are} still open. End ${them} first, or give the time with outagesEndedAt.`, 'outagesEndedAt')
}

/** Reasons for waiting, and for whom: the agreement decides which of them stop its clock. */
export const pendingReasons = {
  user: 'Waiting for the user',
  supplier: 'Waiting for a supplier',
  change: 'Until a change is done',
  schedule: 'Until an agreed date',
} as const
export type PendingReason = keyof typeof pendingReasons
