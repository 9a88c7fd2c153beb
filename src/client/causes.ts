/** Calls about changes and incidents together: the suspects of an incident, what happened after a change, what was observed. */
import { queryOf, type Transport } from './transport.ts'

/** A change, planned or only observed. Instants are ISO 8601 in UTC. */
export interface SuspectShown {
  readonly record: 'change' | 'observed_change'
  readonly id: string
  readonly number: string
  readonly title: string
  readonly state: string
  readonly startedAt: string
  readonly endedAt: string | null
}

export interface RankedSuspect extends SuspectShown {
  /** Only the order counts. */
  readonly score: number
  readonly reasons: readonly string[]
  /** From what the incident hurts to what was changed, both included. */
  readonly path: readonly { readonly id: string; readonly record: string; readonly name: string }[]
  readonly isNamedCause: boolean
}

export interface StruckSuspect extends SuspectShown {
  readonly by: string
  readonly at: string
  readonly reason: string
}

/** The strongest first. `stands_out`: hardly any other day shows one as close and as near as the first. */
export interface SuspectsAnswer {
  readonly beganAt: string
  readonly suspects: readonly RankedSuspect[]
  readonly struck: readonly StruckSuspect[]
  readonly verdict: 'stands_out' | 'ordinary' | 'too_little_known' | 'none' | 'no_place'
  readonly sentence: string
  /** Observed changes of those hours of which nobody knows what they touched. */
  readonly unplaced: number
}

export interface AftermathAnswer {
  readonly verdict: 'more' | 'passing' | 'fewer' | 'no_evidence' | 'too_early' | 'not_begun'
  readonly sentence: string
  readonly startedAt: string | null
  readonly until: string | null
  /** Absent before it has begun. 0 is the 24 hours after its begin, −1 those before. */
  readonly days?: readonly { readonly day: number; readonly count: number; readonly others: number }[]
  readonly incidents: readonly { readonly id: string; readonly number: string; readonly title: string; readonly state: string; readonly beganAt: string; readonly isAttributed: boolean }[]
  /** Incidents that name it as their cause. */
  readonly attributed: number
}

export interface CauseCalls {
  suspects(incidentId: string): Promise<SuspectsAnswer>
  /** `days` after its begin, 3 to 56; 14 where absent. */
  aftermath(changeId: string, days?: number): Promise<AftermathAnswer>
}

export const causeCalls = (call: Transport): CauseCalls => ({
  suspects: (incidentId) => call(`/api/incidents/${encodeURIComponent(incidentId)}/suspects`),
  aftermath: (changeId, days) => call(`/api/changes/${encodeURIComponent(changeId)}/aftermath${queryOf(days === undefined ? {} : { days })}`),
})
