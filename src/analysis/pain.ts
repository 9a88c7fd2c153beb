/** Pain: what recurring incidents cost, in the classic formula and in user-minutes and money with a range. */
import { needWithin } from './check.ts'

/** A number that is known only between two ends; both the same where it is known. */
export interface Range {
  readonly low: number
  readonly high: number
}

/** One incident, as far as its harm is known. What is not known is null, never 0. */
export interface Harmed {
  /** Hours in which users were hurt; for one that goes on, up to now. */
  readonly hours: number
  readonly users: number | null
  /** Share of the service that was lost, 0 to 1; null where nobody said: somewhere between nothing and all. */
  readonly degree: number | null
  /** Hours of work spent on it. */
  readonly effortHours: number | null
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

/** What is added up of incidents before it is priced; a database may do the adding. */
export interface HarmSum {
  readonly incidents: number
  readonly hours: number
  /** Hours of users × degree. */
  readonly userHours: Range
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

export interface PainOptions extends Pricing {
  /** Larger is worse, for each incident in order; 1 to 4. */
  readonly severities: readonly number[]
  /** Users of the service: an upper end for incidents of which nobody said how many were hurt. Absent: one user at least and at most. */
  readonly usersOfService?: number
}

/**
 * Pain of a set of incidents. The classic value is Gary Case's (number × duration × severity × weight), over the mean duration and severity of
 * these; user-minutes are Σ users × minutes × degree and money is user-hours at their price, work at its own, and penalties. What nobody
 * recorded widens the range: one user to all of the service, a degree of 0 to 1. Refuses negative and broken numbers (RangeError).
 */
export function painOf(harmed: readonly Harmed[], { severities, usersOfService, ...pricing }: PainOptions): Pain {
  if (severities.length !== harmed.length) throw new RangeError(`${harmed.length} incidents and ${severities.length} severities do not go together`)
  let [low, high, workHours, hours, unknown] = [0, 0, 0, 0, 0]
  for (const h of harmed) {
    needWithin(h.hours, 0, Infinity, 'hours')
    if (h.users !== null) needWithin(h.users, 0, Infinity, 'users')
    if (h.degree !== null) needWithin(h.degree, 0, 1, 'a degree')
    if (h.effortHours !== null) needWithin(h.effortHours, 0, Infinity, 'hours of work')
    if (h.users === null || h.degree === null) unknown++
    low += h.hours * (h.users ?? 1) * (h.degree ?? 0)
    high += h.hours * (h.users ?? Math.max(1, usersOfService ?? 1)) * (h.degree ?? 1)
    workHours += h.effortHours ?? 0
    hours += h.hours
  }
  return painOfSum({ incidents: harmed.length, hours, userHours: { low, high }, workHours, severities: severities.reduce((sum, s) => sum + s, 0), unknown }, pricing)
}

/** The same of what was added up already. Refuses a negative or broken penalty (RangeError). */
export function painOfSum({ incidents, hours, userHours, workHours, severities, unknown }: HarmSum, { prices, weight = 1, penaltyMinor = 0 }: Pricing): Pain {
  needWithin(penaltyMinor, 0, Infinity, 'a penalty')
  const cost = (end: keyof Range): number => Math.round(userHours[end] * prices.userHourMinor[end] + workHours * prices.effortHourMinor[end] + penaltyMinor)
  return {
    incidents, classic: hours * (incidents === 0 ? 0 : severities / incidents) * weight, unknown, userMinutes: { low: userHours.low * 60, high: userHours.high * 60 },
    costMinor: { low: cost('low'), high: cost('high') },
  }
}
