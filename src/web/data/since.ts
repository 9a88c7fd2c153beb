/** What a record's journal tells of the time since a version of it was seen; pure. */
import type { JournalEntry, RecordSketch } from '../../client/shapes.ts'

/** The journal's entries after the version that was seen. */
export const entriesAfter = (entries: readonly JournalEntry[], version: number): readonly JournalEntry[] => entries.filter((e) => e.version > version)

/**
 * The newest version where all that happened after `version` stands beside the record, such as a comment: who decided about the record
 * decided about what it still is. Null where a field was changed, or where not all of it may be seen.
 */
export function versionWhereUntouched(entries: readonly JournalEntry[], version: number): number | null {
  const since = entriesAfter(entries, version)
  const newest = Math.max(version, ...since.map((e) => e.version))
  const isBeside = since.every((e) => Object.keys(e.changes).every((k) => k === 'version' || k === 'updatedAt'))
  return isBeside && newest > version && since.length === newest - version ? newest : null
}

/** Whether it concerns who fills in a form; what a rule notes for itself does not. */
export const isNews = (sketch: RecordSketch, e: JournalEntry): boolean => e.actorKind !== 'rule' || sketch.verbs.find((v) => v.name === e.verb)?.quiet !== true
