/**
 * Cuts a cluster as people decided: what they took apart stays apart, and what came since goes to the side that it is most
 * like. Single linkage with pairs that must not meet: links are made from the most alike down, and one that would join
 * two sides of a decision is not made (K. Wagstaff et al., "Constrained k-means clustering", ICML 2001, for such pairs).
 */
import { compare, type RecurrenceNode } from './recurrence-likeness.ts'

/** A decision to take some nodes of one cluster apart from the others. */
export interface Split {
  /** When, in seconds since 1970: nodes that began later stand on no side. */
  readonly at: number
  /** Places of the nodes taken apart. */
  readonly apart: ReadonlySet<number>
}

/** Nodes of a cut cluster that are compared each with each; of a larger one, what came later and stands on no side stays with the first. */
export const splitAtMost = 400

/** For each node the place of the first node of its part. The nodes are those of one cluster, sorted by their beginning. O(n²) comparisons. */
export function cut(nodes: readonly RecurrenceNode[], splits: readonly Split[], squares: ArrayLike<number>): number[] {
  const parts = nodes.map((_, i) => ({ leader: i, members: [i], sides: splits.map((s) => sideOf(s, i, nodes[i]?.first ?? 0)) }))
  const partOf = parts.slice()
  const join = (a: number, b: number): void => {
    const [one, other] = [partOf[a], partOf[b]]
    if (one === undefined || other === undefined || one === other) return
    if (one.sides.some((side, d) => side !== null && other.sides[d] !== null && side !== other.sides[d])) return
    const [into, from] = one.leader < other.leader ? [one, other] : [other, one]
    into.sides = into.sides.map((side, d) => side ?? from.sides[d] ?? null)
    for (const m of from.members) partOf[m] = into
    into.members.push(...from.members)
  }
  // What people named together stays together, and so does what they left.
  for (const [d, split] of splits.entries()) {
    for (const side of ['apart', 'rest'] as const) {
      const own = nodes.keys().filter((i) => sideOf(split, i, nodes[i]?.first ?? 0) === side && splits.every((s, e) => e === d || sideOf(s, i, nodes[i]?.first ?? 0) !== 'apart' || side === 'apart')).toArray()
      for (const i of own.slice(1)) join(own[0] ?? i, i)
    }
  }
  const links: { a: number; b: number; likeness: number }[] = []
  const compared = Math.min(nodes.length, splitAtMost)
  for (let a = 0; a < compared; a++) {
    for (let b = 0; b < a; b++) {
      const [one, other] = [nodes[a], nodes[b]]
      if (one === undefined || other === undefined || partOf[a] === partOf[b]) continue
      const found = compare(one, other, squares)
      if (found.isSame) links.push({ a, b, likeness: found.likeness })
    }
  }
  for (let i = compared; i < nodes.length; i++) if (partOf[i]?.sides.every((side) => side === null) === true) join(0, i)
  links.sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b)
  for (const { a, b } of links) join(a, b)
  return partOf.map((p) => p.leader)
}

const sideOf = (split: Split, node: number, first: number): 'apart' | 'rest' | null => (split.apart.has(node) ? 'apart' : first <= split.at ? 'rest' : null)
