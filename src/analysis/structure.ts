/**
 * What fails with what: a service as a monotone function of the parts it stands on, and what the loss of parts does to it.
 * A to X as in component failure impact analysis (IBM, 1970s; ITIL "Service Design", availability management).
 */

/** One of several that can stand in for each other. `hot` takes over by itself, `warm` must be started. */
export interface Alternate {
  readonly id: string
  readonly standby: 'hot' | 'warm'
}

/** Alternates of which at least so many must work; `atLeast` is 1 to the number of members. */
export interface AlternateGroup {
  readonly members: readonly Alternate[]
  readonly atLeast: number
}

/** What a part needs besides itself: all of `needs`, and of each group enough. */
export interface Part {
  readonly needs: readonly string[]
  readonly groups: readonly AlternateGroup[]
}

/** Parts by id; one that is absent stands on nothing. Circles are cut where a walk meets itself. */
export type Structure = ReadonlyMap<string, Part>

/** `A` a hot alternative takes over, `B` an alternative must be started, `X` it fails. Absence of all: no effect. */
export type Effect = 'A' | 'B' | 'X'

const levels: readonly (Effect | null)[] = [null, 'A', 'B', 'X']
const none = 0, hot = 1, warm = 2, lost = 3
type Level = 0 | 1 | 2 | 3

const nothing: Part = { needs: [], groups: [] }
export const partOf = (structure: Structure, id: string): Part => structure.get(id) ?? nothing

const belowOf = (structure: Structure, id: string): readonly string[] => {
  const { needs, groups } = partOf(structure, id)
  return [...needs, ...groups.flatMap((g) => g.members.map((m) => m.id))]
}

/** `top` and all below it, each after what it stands on. */
export function orderBelow(structure: Structure, top: string): readonly string[] {
  const ordered: string[] = []
  const met = new Set([top])
  const stack: { readonly id: string; readonly next: readonly string[]; at: number }[] = [{ id: top, next: belowOf(structure, top), at: 0 }]
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const child = frame.next[frame.at++]
    if (child === undefined) {
      ordered.push(frame.id)
      stack.pop()
    } else if (!met.has(child)) {
      met.add(child)
      stack.push({ id: child, next: belowOf(structure, child), at: 0 })
    }
  }
  return ordered
}

/** What becomes of a group whose members are at these levels. */
function groupLevel(group: AlternateGroup, levelOf: (id: string) => Level): Level {
  let isTouched = false
  let ready = 0
  let startable = 0
  for (const { id, standby } of group.members) {
    const level = levelOf(id)
    if (level !== none) isTouched = true
    if (level <= hot && standby === 'hot') ready++
    else if (level < lost) startable++
  }
  if (!isTouched) return none
  return ready >= group.atLeast ? hot : ready + startable >= group.atLeast ? warm : lost
}

/** What becomes of `top` when all of `down` fail at once; null where it has no effect. */
export function effectOf(structure: Structure, top: string, down: ReadonlySet<string>): Effect | null {
  const level = new Map<string, Level>()
  const levelOf = (id: string): Level => level.get(id) ?? none
  for (const id of orderBelow(structure, top)) {
    const { needs, groups } = partOf(structure, id)
    level.set(id, down.has(id) ? lost : Math.max(none, ...needs.map(levelOf), ...groups.map((g) => groupLevel(g, levelOf))) as Level)
  }
  return levels[levelOf(top)] ?? null
}
