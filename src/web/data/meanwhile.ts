/** What others did to a record between the moment a form was opened and now. Pure but for the two hooks' reads. */
import type { AnyRow, FieldSketch, JournalEntry, RecordSketch } from '../../client/shapes.ts'
import { useTimeline } from './queries.ts'
import { entriesAfter, isNews } from './since.ts'

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

/**
 * What happened since `seenVersion` that concerns who fills in a form, oldest first. Something that the viewer may
 * not read counts too, so `hasChanged` may hold without entries.
 */
export function useMeanwhile(sketch: RecordSketch, row: Pick<AnyRow, 'id' | 'version'>, seenVersion: number): { readonly entries: readonly JournalEntry[]; readonly hasChanged: boolean } {
  const timeline = useTimeline(sketch.plural, row.id, row.version !== seenVersion)
  if (row.version === seenVersion || timeline.data === undefined) return { entries: [], hasChanged: false }
  const since = entriesAfter(timeline.data, seenVersion)
  const entries = since.filter((e) => isNews(sketch, e))
  return { entries, hasChanged: entries.length > 0 || (!timeline.isFetching && since.length < row.version - seenVersion) }
}
