/** A change's planned times: what follows from them, and when it would end if it began at another. Pure. */
import { toleranceSeconds } from './rules.ts'

interface Times { readonly plannedStart: string | null; readonly plannedEnd: string | null; readonly backOutSeconds: number; readonly timesSetAt: string | null }
/** What follows from the planned times. */
export function timesOf(row: Times, input: object, now: string): { readonly busyUntil: string | null; readonly timesSetAt: string | null } {
  const next = merged(row, input)
  const isMoved = next.plannedStart !== row.plannedStart || next.plannedEnd !== row.plannedEnd || next.backOutSeconds !== row.backOutSeconds
  return { busyUntil: busyUntilOf(next), timesSetAt: isMoved ? now : row.timesSetAt }
}

/** Until when it takes its time, the way back included; null where its end is not known. */
export const busyUntilOf = (c: { readonly plannedEnd: string | null; readonly backOutSeconds: number }): string | null =>
  c.plannedEnd === null ? null : new Date(Date.parse(c.plannedEnd) + c.backOutSeconds * 1000).toISOString()

/** When it would end if it begins now: as planned, or after as long as planned where it begins too early or too late; an hour where nobody planned. */
export function endFrom({ plannedStart, plannedEnd }: { readonly plannedStart: string | null; readonly plannedEnd: string | null }, now: string): string {
  if (plannedStart !== null && plannedEnd !== null && plannedStart <= now && now < plannedEnd) return plannedEnd
  const usualMs = plannedStart === null || plannedEnd === null ? 3_600_000 : Date.parse(plannedEnd) - Date.parse(plannedStart)
  return new Date(Date.parse(now) + usualMs).toISOString()
}

/** Whether it would begin in its planned time, or as little before it as needs no word. */
export const isInTime = ({ plannedStart, plannedEnd }: { readonly plannedStart: string | null; readonly plannedEnd: string | null }, now: string): boolean =>
  plannedStart !== null && plannedEnd !== null && Date.parse(now) >= Date.parse(plannedStart) - toleranceSeconds * 1000 && now < plannedEnd

// What was not given keeps its value.
const givenOf = <T extends object>(input: T): Partial<T> => Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<T>
/** The row as it would be with what is given. */
export const merged = <R extends object>(row: R, input: object): R => ({ ...row, ...givenOf(input) })
