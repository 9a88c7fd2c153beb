/** Pain: what recurring incidents cost, in the classic formula and in user-minutes and money with a range. */
import { needWithin } from './check.ts'

/** A number that is known only between two ends; both the same where it is known. */
export interface Range {
  readonly low: number
  readonly high: number
}

/** What an hour costs, in minor units of one currency (cents). */
export interface Prices {
  /** Of one user who cannot work. */
  readonly userHourMinor: Range
  /** Of somebody who repairs. */
  readonly effortHourMinor: Range
}

export interface Pain {
  readonly incidents: number
  /** Number × mean hours × mean severity × weight, the classic formula. */
  readonly classic: number
  /** Users × minutes × degree. */
  readonly userMinutes: Range
  /** In minor units: user-hours, work and penalties. */
  readonly costMinor: Range
  /** Incidents whose users or degree nobody recorded: the range is as wide as that. */
  readonly unknown: number
}

/** Incidents added up, before they are priced; a database does the adding. */
export interface HarmSum {
  readonly incidents: number
  /** Hours in which users were hurt; of what goes on, up to now. */
  readonly hours: number
  /** Σ hours × users × share lost, outage by outage. What nobody recorded widens it: one user to all of the service, nothing to all of it lost. */
  readonly userHours: Range
  /** Hours of work spent on them. */
  readonly workHours: number
  /** Sum of severities, larger is worse. */
  readonly severities: number
  /** Incidents whose users or degree nobody recorded. */
  readonly unknown: number
}

export interface Pricing {
  readonly prices: Prices
  readonly weight?: number
  readonly penaltyMinor?: number
}

/**
 * Pain of a set of incidents. The classic value is Gary Case's (number × duration × severity × weight), over the mean duration and severity of
 * these; money is user-hours at their price, work at its own, and penalties. Refuses negative and broken numbers (RangeError).
 */
export function painOfSum({ incidents, hours, userHours, workHours, severities, unknown }: HarmSum, { prices, weight = 1, penaltyMinor = 0 }: Pricing): Pain {
  needWithin(hours, 0, Infinity, 'hours')
  needWithin(userHours.low, 0, Infinity, 'user-hours')
  needWithin(userHours.high, userHours.low, Infinity, 'user-hours at most')
  needWithin(workHours, 0, Infinity, 'hours of work')
  needWithin(penaltyMinor, 0, Infinity, 'a penalty')
  const cost = (end: keyof Range): number => Math.round(userHours[end] * prices.userHourMinor[end] + workHours * prices.effortHourMinor[end] + penaltyMinor)
  return {
    incidents, classic: hours * (incidents === 0 ? 0 : severities / incidents) * weight, unknown, userMinutes: { low: userHours.low * 60, high: userHours.high * 60 },
    costMinor: { low: cost('low'), high: cost('high') },
  }
}
