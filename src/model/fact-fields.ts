/** Fields and spans that the facts of every record type are made of, and how a journal's values are read for them. Pure. */
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

/** A text of a journal's row; null where it has none. */
export const str = (v: unknown): string | null => (typeof v === 'string' ? v : null)

/** A number of a journal's row; null where it has none, which is not 0. */
export const num = (v: unknown): number | null => (typeof v === 'number' ? v : null)

/** A list of a journal's row; empty where it has none. */
export const listOf = (v: unknown): readonly unknown[] => (Array.isArray(v) ? v : [])

/** The first text of a list; null where there is none. */
export const firstOf = (v: unknown): string | null => str(listOf(v)[0])

/** The group of a state; one that the record type does not have any more is open. */
export const groupOf = (type: { readonly states: Readonly<Record<string, { readonly group: string }>> }, state: unknown): string => type.states[String(state)]?.group ?? 'open'
