/** Reads the structure function of services off what each node stands on. */
import type { AlternateGroup, Part, Structure } from '../../analysis/structure.ts'
import { groupOf } from '../../analysis/structure-compact.ts'

/** One of several that a node stands on. */
interface OneOfSeveral {
  readonly id: string
  readonly groupName: string | null
  readonly atLeast: number | null
  readonly standby: 'hot' | 'warm' | null
}

/** Parts by id; relations of kind `connected_to` say nothing of the structure and are to be left out. What counts of a group says `groupOf`. */
export const structureOf = (nodes: Iterable<{ readonly id: string; readonly needs: readonly string[]; readonly alternates: readonly OneOfSeveral[] }>): Structure =>
  new Map(Array.from(nodes, ({ id, needs, alternates }): [string, Part] => [id, { needs, groups: alternates.length === 0 ? none : groupsOf(alternates) }]))

const none: readonly AlternateGroup[] = []

const groupsOf = (alternates: readonly OneOfSeveral[]): readonly AlternateGroup[] => [...Map.groupBy(alternates, (one) => one.groupName ?? '').values()].map((list) => groupOf(list))
