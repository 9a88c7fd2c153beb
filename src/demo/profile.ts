/** Profile: how an operation behaves. What comes out of it (backlog, reopenings, majors after changes) is nowhere stated; it follows. */

import type { ProfileName } from '../practices/history/demo.ts'

/** Shares are 0 to 1. Working time is what remains of a shift after breaks. */
export interface Profile {
  readonly name: ProfileName
  /** What this company is like, in a sentence for people. */
  readonly says: string
  readonly staff: {
    /** Heads in relation to the plan of the company. */
    readonly factor: number
    /** Share of working time that is kept for removing causes, even while incidents wait. */
    readonly prevention: number
    /** Share kept for changes the business wants. */
    readonly change: number
    /** Share of time without incidents that goes into prevention too. */
    readonly spareToPrevention: number
  }
  readonly change: {
    /** Changes that the business asks for, for all services a week. */
    readonly wishesPerWeek: number
    /** Wishes that go live together. */
    readonly batch: number
    /** Median working days from ready to approved. */
    readonly approvalDays: number
    /** Share that is tested before it goes live. */
    readonly tested: number
    /** Share that goes live while users work, not in the evening window. */
    readonly inWorkingHours: number
    /** Days between updates of what a service stands on; what is not updated wears. */
    readonly updateEveryDays: number
    /** Working days at the end of each quarter in which nothing goes live. */
    readonly freezeDays: number
  }
  readonly repair: {
    /** Share of repairs that remove the cause at once; the others restore by a workaround, and the cause stays. */
    readonly atTheCause: number
    /** Share of repairs that are checked with the user or by a test before they are called resolved. */
    readonly checked: number
    /** Share of repairs on vital services that need an approval first, and its median hours. */
    readonly needsApproval: number
    readonly approvalHours: number
    /** Failures after which somebody looks for the cause behind them; half as many, two at least, where much of the business is hit. */
    readonly looksAfter: number
  }
  readonly routing: {
    /** Chance that who passes an incident on knows the right team. */
    readonly knowsTeam: number
    /** Share of everyday trouble that the desk may solve itself, of what it could. */
    readonly deskMaySolve: number
  }
  readonly monitoring: {
    /** Share of kinds of failures that an alert reports before users do. */
    readonly coverage: number
    /** Alerts that mean nothing, for all services a week. */
    readonly noisePerWeek: number
  }
  readonly told: {
    /** Share of due news in a major incident that are given. */
    readonly majorNews: number
    /** Share of repairs of which the user hears more than that it is done. */
    readonly words: number
  }
  /** Share of work that is booked. */
  readonly booksEffort: number
}
