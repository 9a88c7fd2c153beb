/** Takes texts out of JSON that somebody else wrote: anything may be missing, or of another kind. */

type Loose = Readonly<Record<string, unknown>>

export const objectOf = (v: unknown): Loose => (typeof v === 'object' && v !== null && !Array.isArray(v) ? v as Loose : {})
export const listOf = (v: unknown): readonly unknown[] => (Array.isArray(v) ? v : [])

/** The value as text; empty for what is no text, number or yes-or-no. */
export const textOf = (v: unknown): string => (typeof v === 'string' ? v : typeof v === 'number' || typeof v === 'boolean' ? String(v) : '')

/** The text at the end of a path through objects: `textAt(issue, 'fields', 'status', 'name')`. */
export const textAt = (v: unknown, ...path: readonly string[]): string => textOf(path.reduce<unknown>((o, k) => objectOf(o)[k], v))

/** The first of these that says anything. */
export const first = (...texts: readonly string[]): string => texts.find((t) => t !== '') ?? ''

/** `true`, `false`, or empty where the source tells nothing: minutes that were left, below zero where the promise was missed. */
export function metOf(minutesLeft: string): string {
  return minutesLeft === '' || !Number.isFinite(Number(minutesLeft)) ? '' : String(Number(minutesLeft) >= 0)
}
