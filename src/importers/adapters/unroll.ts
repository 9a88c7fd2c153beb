/** Makes rows per update of a record and its list of changes: what every field was from each change to the next. Pure. */
import type { SourceRow } from '../read/open.ts'

export interface Change {
  /** As the source writes it; changes are taken in order of this text, so it must sort by time. */
  readonly at: string
  readonly by: string
  /** Column that it changes. */
  readonly column: string
  readonly from: string
  readonly to: string
}

/**
 * `base` is the record as it stands at the end, with `created_at` and `created_by`. A column that changed begins with what its first change
 * says it was before. Each row has `at` and `by` beside the columns; changes of one moment by one hand are one row.
 */
export function unroll(line: number, base: Readonly<Record<string, string>>, changes: readonly Change[]): SourceRow[] {
  const sorted = changes.map((c, i) => ({ c, i })).sort((a, b) => (a.c.at < b.c.at ? -1 : a.c.at > b.c.at ? 1 : a.i - b.i)).map(({ c }) => c)
  const now: Record<string, string> = { ...base }
  const seen = new Set<string>()
  for (const c of sorted) {
    if (seen.has(c.column)) continue
    seen.add(c.column)
    now[c.column] = c.from
  }
  const rows: SourceRow[] = [{ line, values: { ...now, at: base['created_at'] ?? '', by: base['created_by'] ?? '' } }]
  for (const [i, c] of sorted.entries()) {
    now[c.column] = c.to
    const next = sorted[i + 1]
    if (next && next.at === c.at && next.by === c.by) continue
    rows.push({ line, values: { ...now, at: c.at, by: c.by } })
  }
  return rows
}
