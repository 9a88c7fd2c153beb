/** Reads the instants that senders write. */

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,12})?(?:[Zz]|[+-]\d\d:\d\d)$/
const earliestMs = Date.UTC(1970, 0, 1)
const latestMs = Date.UTC(2999, 11, 31)

/** Milliseconds since 1970 of an RFC 3339 text with any number of fraction digits; NaN for anything else and for years nobody means. */
export function readInstant(text: string): number {
  if (text.length > 40 || !rfc3339.test(text)) return Number.NaN
  const ms = Date.parse(text)
  return ms >= earliestMs && ms <= latestMs ? ms : Number.NaN
}

/** Go's zero time, which its programs write for "not set". */
export const isGoZero = (text: string): boolean => text.startsWith('0001-01-01T')
