/** Reads the structure function of services off what each node stands on. */
import type { AlternateGroup, Part, Structure } from '../../analysis/structure.ts'

/** One of several that a node stands on. */
interface OneOfSeveral {
  readonly id: string
  readonly groupName: string | null
  readonly atLeast: number | null
  readonly standby: 'hot' | 'warm' | null
}

/**
 * Parts by id; relations of kind `connected_to` say nothing of the structure and are to be left out. Of a group the largest "at least"
 * counts, and at most as many as it has members: of two feeds that are known, three cannot be needed, and a group of one is needed itself.
 */
export const structureOf = (nodes: Iterable<{ readonly id: string; readonly needs: readonly string[]; readonly alternates: readonly OneOfSeveral[] }>): Structure =>
  new Map(Array.from(nodes, ({ id, needs, alternates }): [string, Part] => [id, { needs, groups: alternates.length === 0 ? none : groupsOf(alternates) }]))

const none: readonly AlternateGroup[] = []

const groupsOf = (alternates: readonly OneOfSeveral[]): readonly AlternateGroup[] =>
  [...Map.groupBy(alternates, (one) => one.groupName ?? '').values()].map((list) => {
    const members = new Map(list.map(({ id, standby }) => [id, standby ?? 'hot'] as const))
    return { atLeast: Math.min(Math.max(1, ...list.map((one) => one.atLeast ?? 1)), members.size), members: [...members].map(([id, standby]) => ({ id, standby })) }
  })
