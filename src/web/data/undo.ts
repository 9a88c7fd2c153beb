/** What takes a move back, where the lifecycle has a way back: the inverse verb with what the record held before. Pure. */
import type { AnyRow } from '../../client/shapes.ts'

/** A verb with its input. */
export interface Move {
  readonly verb: string
  readonly input: Readonly<Record<string, unknown>>
}

const REASON = 'Taken back'

/** Back to the team and person as they were; a record that had no team has no way back. */
const assignedAsBefore = (before: AnyRow): Move | null =>
  typeof before['teamId'] === 'string' && before.state === 'assigned'
    ? { verb: 'assign', input: { toTeamId: before['teamId'], ...(typeof before['assigneeId'] === 'string' ? { toPersonId: before['assigneeId'] } : {}), reason: REASON } } : null

const inverses: Readonly<Record<string, (before: AnyRow) => Move | null>> = {
  acknowledge: assignedAsBefore,
  take: assignedAsBefore,
  assign: (before) => (before.state === 'pending' && typeof before['teamId'] === 'string'
    ? { verb: 'assign', input: { toTeamId: before['teamId'], ...(typeof before['assigneeId'] === 'string' ? { toPersonId: before['assigneeId'] } : {}), reason: REASON } } : assignedAsBefore(before)),
  pause: () => ({ verb: 'resume', input: { reason: REASON } }),
  resolve: () => ({ verb: 'reopen', input: { reason: REASON } }),
  close: () => ({ verb: 'reopen', input: { reason: REASON } }),
  prioritize: (before) => (typeof before['priority'] === 'number' ? { verb: 'prioritize', input: { to: before['priority'], reason: REASON } } : null),
  tag: (before) => ({ verb: 'tag', input: { labels: Array.isArray(before['tags']) ? before['tags'] : [] } }),
  watch: () => ({ verb: 'unwatch', input: {} }),
  unwatch: () => ({ verb: 'watch', input: {} }),
}

/** The move that takes `verb` back from a record that was `before`; null where there is none. `known` are the verbs of its type. */
export function inverseOf(verb: string, before: AnyRow, known: readonly string[]): Move | null {
  const move = inverses[verb]?.(before) ?? null
  return move !== null && known.includes(move.verb) ? move : null
}

/** Moves that are alike are sent together. */
export function groupMoves(moves: readonly { readonly id: string; readonly move: Move }[]): readonly { readonly move: Move; readonly ids: readonly string[] }[] {
  return [...Map.groupBy(moves, ({ move }) => JSON.stringify(move)).values()].flatMap((some) => (some[0] ? [{ move: some[0].move, ids: some.map(({ id }) => id) }] : []))
}
