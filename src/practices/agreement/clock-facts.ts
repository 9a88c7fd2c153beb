/** What the clock of an obligation is computed from: the facts of one record, and the versions of targets and calendars. */
import type { Calendar } from '../../model/calendar.ts'
import { canonical } from '../../model/journal.ts'

/** First answer, restoration, or the next news to the customer. */
export type ClockKind = 'response' | 'resolution' | 'update'

/** Who is at work, or waited for. */
export type Party = 'us' | 'supplier' | 'customer'

/**
 * What was promised: an amount of working time; the same local time some working days later, clipped to closing; the
 * end of the n-th working day; the same local time some calendar months later.
 */
export type Budget =
  | { readonly seconds: number }
  | { readonly workingDays: number }
  | { readonly endOfWorkingDay: number }
  | { readonly months: number }

/** A version of an agreement, as people name it: `SLA-12`, 3. */
export interface AgreementVersion {
  readonly name: string
  readonly version: number
}

/** One target of one agreement version, in force in `[from, until)`; null is open-ended. */
export interface TargetVersion {
  /** What the facts call it, such as the priority `P1`. */
  readonly key: string
  readonly agreement: AgreementVersion
  readonly from: string | null
  readonly until: string | null
  /** Null: agreed to have none. */
  readonly budget: Budget | null
  /** Key of the calendar in which it counts. */
  readonly calendar: string
  /** The reasons that stop this clock. Waiting for any other reason, such as a supplier, is shown and counts. */
  readonly pauseReasons: readonly string[]
  /** Used share at which it is soon; 0.75 where not agreed otherwise. */
  readonly warnRatio?: number
}

/** A calendar as it stood from an instant on, until its next version. */
export interface CalendarVersion {
  readonly key: string
  readonly name: string
  readonly version: number
  readonly from: string | null
  readonly calendar: Calendar
}

interface Dated {
  /** Valid time: when it happened. Facts of one instant count in the order given. */
  readonly at: string
  /** When it was written down, where that was later. */
  readonly recordedAt?: string
  readonly reason?: string
  /** Who did it, as shown. */
  readonly by?: string
}

/** Someone at work (`us` where nothing is said) or waited for (`customer`), as the list of segments names them. */
interface Performer {
  readonly party?: Party
  readonly who?: string
}

/** Something that happened to the record and matters to its clock. */
export type ClockFact = Dated & (
  | ({ readonly type: 'start'; readonly target: string } & Performer)
  /** Waiting began: `reason` decides by the target's list whether the clock stops. Pausing again changes the reason. */
  | ({ readonly type: 'pause'; readonly reason: string } & Performer)
  | ({ readonly type: 'resume' } & Performer)
  | ({ readonly type: 'handover' } & Performer)
  | { readonly type: 'stop' }
  /** Without `cycle` the reopen window decides: the same obligation inside it, a new cycle after it. */
  | { readonly type: 'reopen'; readonly cycle?: 'same' | 'new' }
  | { readonly type: 'cancel' }
  | { readonly type: 'merge' }
  | { readonly type: 'withdraw' }
  /**
   * Another priority, service or customer. `carry_over` (the default) counts the new target from the original start;
   * `prospective` from now. The current agreement version is kept where it knows the key; `agreementVersion` moves to
   * another (a reviewed migration).
   */
  | { readonly type: 'target'; readonly target: string; readonly mode?: 'carry_over' | 'prospective'; readonly agreementVersion?: number }
  /**
   * From here the remainder counts in another calendar, or another version of it. `isRepair` also counts the past of
   * this cycle anew, which takes a reason.
   */
  | { readonly type: 'calendar'; readonly calendar: string; readonly version?: number; readonly isRepair?: boolean }
  /** A due date set by hand, shown beside the computed one; null takes it back. */
  | { readonly type: 'manual_due'; readonly dueAt: string | null }
)

/** Everything the clock depends on, but for the moment at which it is read. */
export interface ClockInput {
  readonly kind: ClockKind
  readonly facts: readonly ClockFact[]
  readonly targets: readonly TargetVersion[]
  readonly calendars: readonly CalendarVersion[]
  /** When the customer asked, where that was before the first start. */
  readonly requestedAt?: string
  /** Until how many working days after the stop a reopened record goes on with the same obligation; 5. */
  readonly reopenWindowWorkingDays?: number
  /** Reads the clock as it was known then: facts recorded later are left out. */
  readonly knownAt?: string
}

/** Equal inputs give equal text: hash it to know whether a stored due date still holds. Says nothing of the moment read. */
export function canonicalInputs(input: ClockInput): string {
  return canonical(input)
}
