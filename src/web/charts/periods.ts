/** The periods of a measure: what follows which in a zone, and how each is called. Pure. */
import type { MeasureStep } from '../../model/measure.ts'
import { instantOfWallTime, wallTimeText } from '../forms/wall-time.ts'

const HOUR = 3_600_000
const DAY = 86_400_000
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Steps that cut time instead of folding it. */
export const cutsTime = (step: MeasureStep): boolean => step === 'hour' || step === 'day' || step === 'week' || step === 'month' || step === 'quarter' || step === 'year'

/** Calendar day so many steps away: `dayPlus('2016-03-31', 'month', 1)` is the first of April; days of a month or longer become its first. */
export function dayPlus(on: string, step: MeasureStep, n: number): string {
  const [y = 1970, m = 1, d = 1] = on.split('-').map(Number)
  switch (step) {
    case 'month': return dayText(Date.UTC(y, m - 1 + n, 1))
    case 'quarter': return dayText(Date.UTC(y, Math.floor((m - 1) / 3) * 3 + 3 * n, 1))
    case 'year': return dayText(Date.UTC(y + n, 0, 1))
    case 'week': { const at = Date.UTC(y, m - 1, d); return dayText(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY + 7 * n * DAY) }
    default: return dayText(Date.UTC(y, m - 1, d + n))
  }
}
const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** The local calendar day of an instant. */
export const dayOf = (at: string, zone: string): string => wallTimeText(at, zone).slice(0, 10)
/** The first instant of a calendar day. */
export const startOfDay = (on: string, zone: string): string => instantOfWallTime(`${on}T00:00`, zone) ?? `${on}T00:00:00.000Z`

/** Where the next period begins. */
export function nextPeriod(at: string, step: MeasureStep, zone: string): string {
  if (step === 'hour') return new Date(Date.parse(at) + HOUR).toISOString()
  return startOfDay(dayPlus(dayOf(at, zone), step, 1), zone)
}

const mostPeriods = 2200

/** All periods from the first to the last, so that one without records is not skipped; folded time has its fixed ones. */
export function periodsBetween(step: MeasureStep, first: string, last: string, zone: string): string[] {
  const all: string[] = []
  for (let at = first; Date.parse(at) <= Date.parse(last) && all.length < mostPeriods; at = nextPeriod(at, step, zone)) all.push(at)
  return all
}

/** The periods of folded time, in order. */
export function foldedPeriods(step: MeasureStep): string[] | null {
  const size = step === 'weekday' ? 7 : step === 'hour-of-day' ? 24 : step === 'hour-of-week' ? 168 : 0
  return size === 0 ? null : Array.from({ length: size }, (_, i) => String(step === 'weekday' ? i + 1 : i))
}

/** Short for an axis: `Mar 16`, `22 Mar`, `Mon`, `14:00`. */
export function periodWords(period: string | null, step: MeasureStep, zone: string): string {
  if (period === null || step === 'all') return 'all of it'
  if (step === 'weekday') return weekdays[Number(period) - 1] ?? period
  if (step === 'hour-of-day') return `${period.padStart(2, '0')}:00`
  if (step === 'hour-of-week') return `${weekdays[Math.floor(Number(period) / 24)] ?? ''} ${String(Number(period) % 24).padStart(2, '0')}:00`
  const { year, month, day, time } = partsOf(period, zone)
  if (step === 'year') return year
  if (step === 'quarter') return `Q${Math.floor((month - 1) / 3) + 1} ${year.slice(2)}`
  if (step === 'month') return `${months[month - 1] ?? ''} ${year.slice(2)}`
  return step === 'hour' ? `${day} ${months[month - 1] ?? ''} ${time}` : `${day} ${months[month - 1] ?? ''}`
}

/** In full, for tips, tables and sentences: `March 2016`, `week of 21 Mar 2016`, `Tue 22 Mar 2016`; `isMoment` for what is counted at a moment. */
export function periodInFull(period: string | null, step: MeasureStep, zone: string, isMoment = false): string {
  if (period === null || step === 'all' || !cutsTime(step)) return periodWords(period, step, zone)
  const { year, month, day, time } = partsOf(period, zone)
  const name = months[month - 1] ?? ''
  const weekday = weekdays[(new Date(`${dayOf(period, zone)}T00:00:00Z`).getUTCDay() + 6) % 7] ?? ''
  if (isMoment) return `${weekday} ${day} ${name} ${year}, ${time}`
  if (step === 'year') return year
  if (step === 'quarter') return `Q${Math.floor((month - 1) / 3) + 1} ${year}`
  if (step === 'month') return `${name} ${year}`
  if (step === 'week') return `week of ${day} ${name} ${year}`
  return step === 'hour' ? `${weekday} ${day} ${name} ${year}, ${time}` : `${weekday} ${day} ${name} ${year}`
}

function partsOf(at: string, zone: string): { year: string; month: number; day: number; time: string } {
  const text = wallTimeText(at, zone)
  return { year: text.slice(0, 4), month: Number(text.slice(5, 7)), day: Number(text.slice(8, 10)), time: text.slice(11, 16) }
}
