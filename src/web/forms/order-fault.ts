/** An end that does not come after its beginning, told while it is typed. Pure. */
import type { Values } from './record-form.tsx'

/** Beginnings and their ends, as records name them. */
const spans = [['plannedStart', 'plannedEnd'], ['startsAt', 'endsAt']] as const

/** What is said at this field; null where it is no end, or comes after its beginning, or one of the two is not there yet. */
export function orderFault(name: string, values: Values): string | null {
  const begin = spans.find(([, end]) => end === name)?.[0]
  if (begin === undefined) return null
  const [from, to] = [values[begin], values[name]].map((v) => (typeof v === 'string' ? Date.parse(v) : NaN))
  return from !== undefined && to !== undefined && to <= from ? (to === from ? 'It ends when it begins.' : 'It ends before it begins.') : null
}
