/** Rota: when each member of a team works, who is away, and who is on call. */
import { dayMs, weekdayOf, zoneOf } from '../model/zone.ts'
import type { Chance } from './chance.ts'
import type { TeamPlan } from './company.ts'

/** `[from, to)` in milliseconds since 1970. */
export type Shift = readonly [from: number, to: number]

export interface Rota {
  /** Shifts of the n-th member of the team, in order, without overlap. */
  shifts(member: number): readonly Shift[]
  /** Whether a member works at this instant. */
  isOn(member: number, ms: number): boolean
  /** Number of the member who is on call at this instant. */
  onCall(ms: number): number
}

const hour = 3_600_000
const weekMs = 7 * dayMs
/** A Monday, 06:00 UTC: calls are handed over in the morning. */
const handover = Date.UTC(2020, 0, 6, 6)
const weekOf = (ms: number): number => Math.floor((ms - handover) / weekMs)
const weeksAwayInYear = 5

/** Hours on the wall by weekday, Monday 0; an end above 24 lies on the next day. */
type Pattern = (weekday: number) => readonly (readonly [from: number, to: number])[]

const byDay: Pattern = (weekday) => (weekday < 5 ? [[8, 12], [12.5, 16.5]] : [])
const early: Pattern = (weekday) => (weekday < 5 ? [[6, 10], [10.5, 14]] : [])
const late: Pattern = (weekday) => (weekday < 5 ? [[14, 18], [18.5, 22]] : [])
const night: Pattern = (weekday) => (weekday < 4 || weekday === 6 ? [[22, 30]] : [])
const weekend: Pattern = (weekday) => (weekday >= 5 ? [[7, 13], [13.5, 19]] : [])
const turns: readonly Pattern[] = [early, late, weekend, early, late, night, byDay]

/** The rota of a team of so many heads from `fromMs` to `toMs`. */
export function rotaOf(team: TeamPlan, heads: number, fromMs: number, toMs: number, chance: Chance): Rota {
  const zone = zoneOf(team.zone)
  const [firstWeek, lastWeek] = [weekOf(fromMs) - 1, weekOf(toMs) + 1]
  const away = Array.from({ length: heads }, () => {
    const weeks = new Set<number>()
    for (let w = firstWeek; w <= lastWeek; w++) if (chance.isSo(weeksAwayInYear / 52)) weeks.add(w)
    return weeks
  })
  const all = Array.from({ length: heads }, (_, member): Shift[] => {
    const out: Shift[] = []
    for (let day = zone.dayAt(fromMs) - 1; day <= zone.dayAt(toMs) + 1; day++) {
      const week = weekOf(zone.firstAt(day, 12 * hour))
      if (away[member]?.has(week)) continue
      const pattern = team.hours === 'day' ? byDay : turns[(member + week) % turns.length] ?? byDay
      for (const [from, to] of pattern(weekdayOf(day))) out.push([zone.firstAt(day, from * hour), to >= 24 ? zone.firstAt(day + 1, (to - 24) * hour) : zone.firstAt(day, to * hour)])
    }
    return out
  })
  const indexAt = (member: number, ms: number): number => {
    const list = all[member] ?? []
    let [low, high] = [0, list.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((list[middle]?.[1] ?? 0) <= ms) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    shifts: (member) => all[member] ?? [],
    isOn: (member, ms) => (all[member]?.[indexAt(member, ms)]?.[0] ?? Infinity) <= ms,
    onCall: (ms) => {
      const week = weekOf(ms)
      for (let i = 0; i < heads; i++) if (!away[(week + i) % heads]?.has(week)) return (week + i) % heads
      return week % heads
    },
  }
}
