/** Fields and spans that the facts of every record type are made of. Pure. */
import { type Field, integer, optional } from './field.ts'

const most = 2_000_000_000

/** A span in seconds; none where it has no end yet, or where one of its ends is unknown. */
export const spanField = (label: string, help?: string): Field<number | null> => optional({ ...integer({ label, min: 0, max: most, ...(help === undefined ? {} : { help }) }), kind: 'ratio' as const, column: 'double precision' })

/** How often something happened. */
export const countField = (label: string, help?: string): Field<number> => integer({ label, min: 0, max: most, ...(help === undefined ? {} : { help }) })

/** Seconds from one instant to the other, negative where the clock ran backwards; null where one is missing. */
export const secondsBetween = (from: string | null, to: string | null): number | null => (from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 1000)

/** The same, but null where a clock of the source ran backwards: what it was stays visible in the steps. */
export const spanBetween = (from: string | null, to: string | null): number | null => {
  const s = secondsBetween(from, to)
  return s === null || s < 0 ? null : s
}
