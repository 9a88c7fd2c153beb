/** Keeps a live list still while somebody reads it: new rows wait, rows that left stay dimmed, nothing jumps. Pure. */

/** What a list shows, and what it holds back. */
export interface CalmRows<Row> {
  shown: readonly Row[]
  /** How many new rows wait behind the pill. */
  waiting: number
  /** Keys of rows that no longer belong to the view but stay until the next look. */
  left: ReadonlySet<string>
}

/**
 * What to show next. While nobody reads, what the server says. While somebody reads, the rows keep their places with
 * fresh content; only rows behind the last shown one (the next page of a long list) are added at once.
 */
export function calmRows<Row>(shown: readonly Row[], next: readonly Row[], keyOf: (row: Row) => string, isReading: boolean): CalmRows<Row> {
  if (!isReading || shown.length === 0 || shown === next) return { shown: next, waiting: 0, left: new Set() }
  const fresh = new Map(next.map((row) => [keyOf(row), row]))
  const known = new Set(shown.map(keyOf))
  const lastKnown = next.findLastIndex((row) => known.has(keyOf(row)))
  const isNew = (row: Row) => !known.has(keyOf(row))
  const tail = next.slice(lastKnown + 1).filter(isNew)
  return {
    shown: [...shown.map((row) => fresh.get(keyOf(row)) ?? row), ...tail],
    waiting: next.slice(0, lastKnown + 1).filter(isNew).length,
    left: new Set(shown.map(keyOf).filter((key) => !fresh.has(key))),
  }
}

/** The keys between two rows, both included, in the order shown; one of them unknown gives the other alone. */
export function keysBetween(keys: readonly string[], a: string, b: string): string[] {
  const [from, to] = [keys.indexOf(a), keys.indexOf(b)]
  if (from === -1 || to === -1) return [from === -1 ? b : a]
  return keys.slice(Math.min(from, to), Math.max(from, to) + 1)
}
