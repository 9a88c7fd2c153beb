/** Reads the structure function of services off the relations. */
import type { AlternateGroup, Part, Structure } from '../../analysis/structure.ts'

/** What of a relation it needs; those of kind `connected_to` say nothing of the structure and are to be left out. */
export interface StructureRelation {
  readonly fromId: string
  readonly toId: string
  readonly role: 'series' | 'alternate'
  readonly groupName: string | null
  readonly atLeast: number | null
  readonly standby: 'hot' | 'warm' | null
}

interface Growing { readonly needs: string[]; readonly groups: Map<string, { atLeast: number; readonly members: Map<string, 'hot' | 'warm'> }> }

/**
 * Parts by id. Of a group the largest "at least" counts, and at most as many as it has members: of two feeds that are known, three cannot be
 * needed, and a group of one is needed itself.
 */
export function structureOf(relations: Iterable<StructureRelation>): Structure {
  const growing = new Map<string, Growing>()
  for (const r of relations) {
    const part: Growing = growing.get(r.fromId) ?? { needs: [], groups: new Map() }
    growing.set(r.fromId, part)
    if (r.role === 'series') part.needs.push(r.toId)
    else {
      const group = part.groups.get(r.groupName ?? '') ?? { atLeast: 1, members: new Map<string, 'hot' | 'warm'>() }
      group.atLeast = Math.max(group.atLeast, r.atLeast ?? 1)
      group.members.set(r.toId, r.standby ?? 'hot')
      part.groups.set(r.groupName ?? '', group)
    }
  }
  return new Map([...growing].map(([id, { needs, groups }]): [string, Part] => [id, { needs, groups: [...groups.values()].map(groupOf) }]))
}

const groupOf = ({ atLeast, members }: { atLeast: number; readonly members: ReadonlyMap<string, 'hot' | 'warm'> }): AlternateGroup =>
  ({ atLeast: Math.min(atLeast, members.size), members: [...members].map(([id, standby]) => ({ id, standby })) })
