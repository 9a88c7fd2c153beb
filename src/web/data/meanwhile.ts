/** What others did to a record between the moment a form was opened and now. Pure but for the two hooks' reads. */
import type { AnyRow, FieldSketch, JournalEntry, RecordSketch } from '../../client/shapes.ts'
import { useTimeline } from './queries.ts'

/** One field that both sides know: as it was seen, as it is, as the form would have it. */
export interface Differing {
  readonly field: FieldSketch
  readonly theirs: unknown
  /** Undefined where the form leaves it alone. */
  readonly mine: unknown
}

/** Fields that somebody else changed since `seen`, and what `mine` would make of them; empty where nobody touched a field of the form. */
export function differingOf(fields: readonly FieldSketch[], seen: AnyRow, now: AnyRow, mine: Readonly<Record<string, unknown>>): readonly Differing[] {
  const theirs = fields.filter((f) => !isSame(seen[f.name], now[f.name]))
  if (theirs.length === 0) return []
  return fields
    .filter((f) => theirs.includes(f) || (Object.hasOwn(mine, f.name) && !isSame(mine[f.name], now[f.name])))
    .map((f) => ({ field: f, theirs: theirs.includes(f) ? now[f.name] : undefined, mine: Object.hasOwn(mine, f.name) ? mine[f.name] : undefined }))
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** The journal's entries after the version that was seen. */
export const entriesAfter = (entries: readonly JournalEntry[], version: number): readonly JournalEntry[] => entries.filter((e) => e.version > version)

/** What happened since `seenVersion`, oldest first; empty while nothing did. */
export function useMeanwhile(sketch: RecordSketch, row: Pick<AnyRow, 'id' | 'version'>, seenVersion: number): readonly JournalEntry[] {
  const timeline = useTimeline(sketch.plural, row.id, row.version !== seenVersion).data ?? []
  return row.version === seenVersion ? [] : entriesAfter(timeline, seenVersion)
}
