/** When users work: rates of the day and week, and the next moment at which somebody of a customer can be reached. */
import { weekdayOf, zoneOf } from '../model/zone.ts'
import type { Chance } from './chance.ts'
import { day, hour } from './world.ts'

/** How busy users are, 0 to 1, by the hour of their working day; a harbour never sleeps, and offices do. */
const byHour: readonly number[] = [0.07, 0.06, 0.06, 0.06, 0.08, 0.14, 0.4, 0.72, 0.95, 1, 0.98, 0.9, 0.7, 0.82, 0.88, 0.8, 0.62, 0.4, 0.25, 0.2, 0.18, 0.15, 0.12, 0.09]
const byWeekday: readonly number[] = [1, 0.95, 0.92, 0.92, 0.85, 0.22, 0.16]
/** Weeks in which offices are quiet: July, and the turn of the year. */
const quietFrom = { summer: [6, 8, 7, 5], winter: [11, 22, 0, 2] } as const

/** Share of the busiest hour at which users of this zone work at an instant, 0 to 1. */
export function busyAt(zone: string, ms: number): number {
  const z = zoneOf(zone)
  const at = Math.floor(z.wallTimeAt(ms) / hour)
  const date = new Date(ms)
  const [month, dayOfMonth] = [date.getUTCMonth(), date.getUTCDate()]
  const isQuiet = Object.values(quietFrom).some(([m, d, m2, d2]) => (m <= m2 ? (month > m || (month === m && dayOfMonth >= d)) && (month < m2 || (month === m2 && dayOfMonth <= d2))
    : (month === m && dayOfMonth >= d) || (month === m2 && dayOfMonth <= d2)))
  return (byHour[at] ?? 0) * (byWeekday[weekdayOf(z.dayAt(ms))] ?? 0) * (isQuiet ? 0.65 : 1)
}

/** The first moment from `ms` on at which a person who keeps office hours answers. Monday to Friday, 07:30 to 17:30 on their wall. */
export function nextOfficeMoment(zone: string, from: number, chance: Chance): number {
  // Chance gives parts of a millisecond; a wall clock does not.
  const ms = Math.ceil(from)
  const z = zoneOf(zone)
  const isOpen = (at: number): boolean => weekdayOf(z.dayAt(at)) < 5 && z.wallTimeAt(at) >= 7.5 * hour && z.wallTimeAt(at) < 17.5 * hour
  if (isOpen(ms)) return ms
  for (let on = z.dayAt(ms); ; on++) {
    const opens = z.firstAt(on, 7.5 * hour)
    if (opens > ms && isOpen(opens)) return Math.round(opens + chance.between(0, 2.5 * hour))
  }
}

/** As many working days later as said, Monday to Friday, at the same time of day. */
export function workingDaysLater(ms: number, days: number): number {
  let [at, left] = [ms, days]
  while (left >= 1) {
    at += day
    const weekday = new Date(at).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left--
  }
  return at + left * day
}
