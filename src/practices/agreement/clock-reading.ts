/** What a reading of the clock says: the state of one promise at a moment, with everything needed to explain it. Plain JSON. */
import type { BeyondHorizon } from '../../model/working-time.ts'
import type { Outcome } from './clock-cycle.ts'
import type { AgreementVersion, Budget, ClockKind, Party } from './clock-facts.ts'
import type { Note } from './clock-timeline.ts'

export type ObligationState =
  | 'not_started' | 'running' | 'soon' | 'over' | 'paused' | 'out_of_hours' | 'met' | 'breached' | 'cancelled' | 'merged' | 'withdrawn' | 'no_target'

/** A stretch of real time in which nothing changed. `workingSeconds` is what of it lies in its calendar, counted or not. */
export interface Segment {
  readonly cycle: number
  readonly from: string
  readonly to: string
  /** `stopped` lies between a stop and a reopening. */
  readonly status: 'working' | 'waiting' | 'stopped'
  readonly party: Party
  readonly who: string | null
  /** Whether its working time uses up the budget. */
  readonly counts: boolean
  /** Code of what was waited for. */
  readonly reason: string | null
  readonly workingSeconds: number
  readonly wallSeconds: number
  readonly calendar: { readonly name: string; readonly version: number } | null
  readonly target: string | null
  readonly agreement: AgreementVersion | null
}

/** One cycle as a report counts it: `met` and `breached` are attainment, the others are shown beside it. */
export interface CycleOutcome {
  readonly cycle: number
  readonly startedAt: string
  readonly stoppedAt: string | null
  readonly outcome: Outcome | null
  readonly dueAt: string | null
  readonly breachedAt: string | null
  readonly isReopened: boolean
  readonly elapsedWorkingSeconds: number
  readonly budgetSeconds: number | null
}

/** A threshold that was reached. Send it once per `key`; the key stays the same however often and whenever it is computed. */
export interface ThresholdFiring {
  readonly key: string
  readonly cycle: number
  readonly ratio: number
  readonly at: string
}

/** The sum that explains the due date: `startAt` + `budgetSeconds` + `pausedSeconds` + `stoppedSeconds` = `dueAt`, in working time. */
export interface Why {
  readonly startAt: string
  readonly budgetSeconds: number
  /** As agreed: seconds, days, months. */
  readonly budget: Budget
  /** Working time of pauses before the due date. */
  readonly pausedSeconds: number
  /** Working time between a stop and a reopening before the due date. */
  readonly stoppedSeconds: number
  /** Null while paused; `projectedDueAt` is beside it. */
  readonly dueAt: string | null
  readonly calendar: { readonly name: string; readonly version: number; readonly zone: string; readonly hours: string; readonly workingDaySeconds: number }
  readonly agreement: AgreementVersion
  readonly target: string
  /** The target counts from a change, not from the start. */
  readonly isProspective: boolean
}

/** Something to tell beside the due date; `was` and `became` name targets and calendars. */
export interface ObligationNote extends Omit<Note, 'at' | 'dueBefore' | 'dueAfter' | 'breachBefore'> {
  readonly at: string
  readonly dueBefore: string | null
  readonly dueAfter: string | null
  readonly breachedAtBefore: string | null
}

/** How one promise stands at `asOf`. Seconds are working seconds unless they say otherwise; instants are ISO texts in UTC. */
export interface Obligation {
  readonly kind: ClockKind
  readonly state: ObligationState
  readonly asOf: string
  readonly cycle: number
  readonly isReopened: boolean
  readonly startedAt: string | null
  readonly stoppedAt: string | null
  /**
   * The earliest instant at which the budget is used up; it is broken by whatever comes later. Null without a target,
   * while paused with time left, and where the calendar does not open often enough.
   */
  readonly dueAt: string | null
  /** While paused, when it would be due if work went on now; else as `dueAt`. */
  readonly projectedDueAt: string | null
  readonly budgetSeconds: number | null
  readonly elapsedWorkingSeconds: number
  /** Negative by the working time over. */
  readonly remainingWorkingSeconds: number | null
  /** 1 is used up; may be more. */
  readonly usedRatio: number | null
  /** Stays when a later target is longer; `by reclassification` where a new target was passed already. */
  readonly breachedAt: string | null
  readonly breachBy: 'time' | 'reclassification' | null
  /** What is waited for, whether or not it stops the clock. */
  readonly waitingFor: string | null
  /** When the calendar opens next, while a live clock is out of hours. */
  readonly opensAt: string | null
  /** Until when the clock runs on: the next closing. Null where that is more than a month away; `asOf` where it is over and stands. */
  readonly countsUntil: string | null
  readonly pausedWorkingSeconds: number
  readonly pausedWallSeconds: number
  /** Wall clock without pauses, from the request to the last stop or now. */
  readonly shadowWallSeconds: number
  /** Share of the shadow time that was paused. */
  readonly pauseRatio: number
  readonly firings: readonly ThresholdFiring[]
  /** Thresholds ahead; `at` is null while they are held. */
  readonly upcoming: readonly { readonly ratio: number; readonly at: string | null }[]
  readonly segments: readonly Segment[]
  readonly cycles: readonly CycleOutcome[]
  readonly manualDue: { readonly dueAt: string; readonly setAt: string; readonly reason: string | null; readonly by: string | null } | null
  readonly notes: readonly ObligationNote[]
  readonly why: Why | null
  /** The calendar does not open often enough to use up the budget. */
  readonly problem: BeyondHorizon | null
}
