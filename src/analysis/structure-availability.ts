/**
 * Expected availability of a service, exactly: a decision diagram over its structure (Bryant 1986), never a product along ways that share
 * parts. Redundancy helps against independent failures only: of each alternate's failures the share beta is common to its group (beta-factor model, Fleming 1975).
 */
import { type AlternateGroup, orderBelow, partOf, type Structure } from './structure.ts'

export interface AvailabilityOptions {
  /** Share of its time that a part itself works, 0 to 1; 1 for what cannot fail. */
  readonly availabilityOf: (id: string) => number
  /** Share of an alternate's failures that hit its whole group, 0 to 1; 0 where absent: then they are independent. */
  readonly beta?: number
}

/** A diagram of more decisions than this is not computed on: the parts are too entangled. */
const mostNodes = 200_000

/** Availability from 0 to 1; null where the structure is too entangled to be computed exactly. */
export function expectedAvailability(structure: Structure, top: string, options: AvailabilityOptions): number | null {
  const built = build(structure, top, options)
  return built === null ? null : built.diagram.probability(built.root, built.worksOf)
}

/**
 * How much availability of `top` hangs on each part (Birnbaum 1969): its availability with the part perfect less that with it failed.
 * In the order of the structure; null as above.
 */
export function importance(structure: Structure, top: string, options: AvailabilityOptions): ReadonlyMap<string, number> | null {
  const built = build(structure, top, options)
  if (built === null) return null
  const { diagram, root, worksOf, variables } = built
  return new Map([...variables].map(([id, v]) => {
    const given = (p: number): number => diagram.probability(root, (x) => (x === v ? p : worksOf(x)))
    return [id, given(1) - given(0)]
  }))
}

interface Built {
  readonly diagram: Diagram
  readonly root: number
  /** Probability that the variable is true. */
  readonly worksOf: (variable: number) => number
  /** Variable of each part's own working. */
  readonly variables: ReadonlyMap<string, number>
}

function build(structure: Structure, top: string, { availabilityOf, beta = 0 }: AvailabilityOptions): Built | null {
  const diagram = new Diagram(mostNodes)
  const order = orderBelow(structure, top)
  const alternates = new Set(beta > 0 ? order.flatMap((id) => partOf(structure, id).groups.filter(isRedundant).flatMap((g) => g.members.map((m) => m.id))) : [])
  const chance: number[] = []
  const variables = new Map<string, number>()
  const common = new Map<string, number>()
  const works = new Map<string, number>()
  const variable = (p: number): number => diagram.variable(chance.push(p) - 1)
  try {
    for (const id of order) {
      const { needs, groups } = partOf(structure, id)
      const own = 1 - availabilityOf(id)
      let node = one
      for (const n of needs) node = diagram.and(node, works.get(n) ?? one)
      for (const g of groups) {
        node = diagram.and(node, enough(diagram, g, works))
        if (beta === 0 || !isRedundant(g)) continue
        // Consumers of the same alternates share the same common cause.
        const key = g.members.map((m) => m.id).sort().join('\n')
        const cause = common.get(key) ?? variable(1 - beta * Math.min(...g.members.map((m) => 1 - availabilityOf(m.id))))
        common.set(key, cause)
        node = diagram.and(node, cause)
      }
      variables.set(id, chance.length)
      works.set(id, diagram.and(node, variable(1 - (alternates.has(id) ? (1 - beta) * own : own))))
    }
  } catch (e) {
    if (e instanceof TooLarge) return null
    throw e
  }
  return { diagram, root: works.get(top) ?? one, worksOf: (v) => chance[v] ?? 1, variables }
}

const isRedundant = (g: AlternateGroup): boolean => g.members.length > g.atLeast

/** At least so many of the members work. */
function enough(diagram: Diagram, group: AlternateGroup, works: ReadonlyMap<string, number>): number {
  // by[j]: at least j of the members looked at so far work.
  let by = [one, ...Array.from({ length: group.atLeast }, () => zero)]
  for (const { id } of group.members) {
    const member = works.get(id) ?? one
    by = by.map((node, j) => (j === 0 ? one : diagram.or(node, diagram.and(by[j - 1] ?? zero, member))))
  }
  return by[group.atLeast] ?? zero
}

const zero = 0
const one = 1

class TooLarge extends Error {}

/** Reduced ordered binary decision diagrams of monotone functions; nodes are numbers, 0 is false and 1 is true. */
class Diagram {
  readonly #most: number
  readonly #variable: number[] = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]
  readonly #low: number[] = [zero, one]
  readonly #high: number[] = [zero, one]
  readonly #unique = new Map<string, number>()
  readonly #ands = new Map<string, number>()
  readonly #ors = new Map<string, number>()

  constructor(most: number) { this.#most = most }

  variable(index: number): number { return this.#node(index, zero, one) }
  and(a: number, b: number): number { return a === zero || b === zero ? zero : a === one ? b : b === one || a === b ? a : this.#combine(this.#ands, a, b, (x, y) => this.and(x, y)) }
  or(a: number, b: number): number { return a === one || b === one ? one : a === zero ? b : b === zero || a === b ? a : this.#combine(this.#ors, a, b, (x, y) => this.or(x, y)) }

  /** Probability that the function is true, its variables being independent. */
  probability(root: number, worksOf: (variable: number) => number): number {
    const known = new Map<number, number>([[zero, 0], [one, 1]])
    const of = (node: number): number => {
      const before = known.get(node)
      if (before !== undefined) return before
      const p = worksOf(this.#variable[node] ?? 0)
      const value = (1 - p) * of(this.#low[node] ?? zero) + p * of(this.#high[node] ?? one)
      known.set(node, value)
      return value
    }
    return of(root)
  }

  #combine(known: Map<string, number>, a: number, b: number, op: (x: number, y: number) => number): number {
    const key = a < b ? `${a} ${b}` : `${b} ${a}`
    const before = known.get(key)
    if (before !== undefined) return before
    const [va, vb] = [this.#variable[a] ?? 0, this.#variable[b] ?? 0]
    const v = Math.min(va, vb)
    const low = op(va === v ? this.#low[a] ?? zero : a, vb === v ? this.#low[b] ?? zero : b)
    const high = op(va === v ? this.#high[a] ?? one : a, vb === v ? this.#high[b] ?? one : b)
    const node = this.#node(v, low, high)
    known.set(key, node)
    return node
  }

  #node(variable: number, low: number, high: number): number {
    if (low === high) return low
    const key = `${variable} ${low} ${high}`
    const before = this.#unique.get(key)
    if (before !== undefined) return before
    if (this.#variable.length >= this.#most) throw new TooLarge()
    const made = this.#variable.push(variable) - 1
    this.#low.push(low)
    this.#high.push(high)
    this.#unique.set(key, made)
    return made
  }
}
