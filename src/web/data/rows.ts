/** The rows that hand-made pages know by name; the rest goes through the generic pages. */
import type { AnyRow } from '../../client/shapes.ts'
import { clockOrder, type ClockFacts, type ClockState } from '../../kit/clock-view.ts'
import type { PriorityValue } from '../../kit/priority.tsx'
import type { StateKind } from '../../kit/state.tsx'
import type { Obligation } from '../../practices/agreement/clock-reading.ts'

/** A promise as rows carry it: the clock as the server read it when it answered. */
export type ObligationRow = Obligation & { readonly recordId?: string; readonly isTightest?: boolean }

export interface IncidentRow extends AnyRow {
  readonly title: string
  readonly description?: string | null
  readonly priority: number | null
  readonly serviceId: string | null
  readonly teamId: string | null
  readonly assigneeId: string | null
  readonly requesterId: string | null
  readonly pendingReason?: string | null
  readonly isMajor: boolean
  readonly majorSince?: string | null
  readonly leadId?: string | null
  readonly waitingFor?: string | null
  readonly isPriorityOverridden?: boolean
  readonly affectedUsers?: number | null
  readonly resolutionCode?: string | null
  readonly resolution?: string | null
  readonly mergedIntoId?: string | null
  readonly parentId?: string | null
  readonly impact?: number | null
  readonly urgency?: number | null
  readonly resolvedAt?: string | null
  readonly obligations?: readonly ObligationRow[]
}

export interface AlertRow extends AnyRow {
  readonly title: string
  readonly severity?: string | null
  readonly serviceId: string | null
  readonly incidentId: string | null
  readonly startsAt?: string | null
  readonly endsAt?: string | null
  readonly suppressedBy?: string | null
  readonly labels?: Readonly<Record<string, string>> | null
  readonly annotations?: Readonly<Record<string, string>> | null
  readonly reasons?: readonly { readonly step?: string; readonly verdict?: string; readonly why?: string }[] | null
}

export interface ServiceRow extends AnyRow {
  readonly name: string
  readonly tier?: string | null
  readonly description?: string | null
  readonly ownerId?: string | null
  readonly teamId?: string | null
  readonly key?: string
  readonly layer?: string | null
  readonly dependsOnIds?: readonly string[] | null
  readonly vitalFunctions?: readonly string[] | string | null
}

export const priorityOf = (value: unknown): PriorityValue | null =>
  value === 1 || value === 2 || value === 3 || value === 4 || value === 5 ? value : null

/** The ring of a state by its name, and by its group where the name is not known. */
export function stateKind(state: string, group: 'open' | 'waiting' | 'done' = 'open'): StateKind {
  switch (state) {
    case 'new': case 'firing': case 'draft': return 'new'
    case 'assigned': case 'open': return 'assigned'
    case 'in_progress': case 'acknowledged': case 'active': return 'in_progress'
    case 'pending': case 'paused': return 'waiting'
    case 'resolved': return 'resolved'
    case 'cancelled': case 'withdrawn': return 'cancelled'
    case 'closed': case 'retired': case 'left': return 'closed'
    default: return group === 'waiting' ? 'waiting' : group === 'done' ? 'closed' : 'assigned'
  }
}

/** The facts of a promise in the kit's words; the kit lets time pass from `asOf` on. */
export function clockFacts(o: ObligationRow): ClockFacts {
  const zone = o.why?.calendar.zone
  return {
    state: known(o.state), asOf: o.asOf, dueAt: o.dueAt ?? o.projectedDueAt, budgetSeconds: o.budgetSeconds, elapsedWorkingSeconds: o.elapsedWorkingSeconds,
    countsUntil: o.countsUntil, opensAt: o.opensAt, reason: o.waitingFor, brokenAt: o.breachedAt, ...(zone === undefined ? {} : { zone }),
  }
}

const known = (state: Obligation['state']): ClockState => (state === 'not_started' ? 'no_target' : state)

const stopped = new Set<ClockState>(['met', 'breached', 'cancelled', 'merged', 'withdrawn', 'no_target'])

/** Whether the promise still waits to be kept. */
export const isRunning = (o: ObligationRow): boolean => !stopped.has(clockFacts(o).state)

/** The promise that runs out first; a stopped one only where none runs; null where nothing was agreed. */
export function tightest(row: IncidentRow): ObligationRow | null {
  const all = row.obligations ?? []
  const running = all.filter(isRunning)
  const pool = running.length > 0 ? running : all.filter((o) => o.kind === 'resolution')
  return [...pool].sort((a, b) => clockOrder(clockFacts(a), clockFacts(b)))[0] ?? null
}

/** Majors first, then what runs out first, paused and unpromised last. */
export function byTimeLeft(a: IncidentRow, b: IncidentRow): number {
  if (a.isMajor !== b.isMajor) return a.isMajor ? -1 : 1
  const [x, y] = [tightest(a), tightest(b)]
  if (x && y) return clockOrder(clockFacts(x), clockFacts(y)) || (a.priority ?? 9) - (b.priority ?? 9)
  return x ? -1 : y ? 1 : (a.priority ?? 9) - (b.priority ?? 9)
}
