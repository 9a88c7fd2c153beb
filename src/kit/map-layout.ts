/** Where the things of a service map stand: in bands by layer, near what they are joined to, the same at each look. Pure. */

/** A thing to be placed; `x` (0 to 1) wins where the server has placed it already. */
export interface Placeable {
  id: string
  /** Band from the top, 0 is customers. */
  layer: number
  /** Pixels it needs. */
  width: number
  x?: number | undefined
}

/** Who stands on whom. */
export interface Joint {
  from: string
  to: string
}

/** Sweeps that settle the order; more change nothing that is seen. */
const SWEEPS = 6
const GAP = 22

/**
 * Centre of each thing in pixels, for a map of at least `width`. The order within a band follows the mean place of the
 * neighbours (barycentre; Sugiyama, Tagawa and Toda 1981), ties by id, so that the same graph looks the same each time.
 */
export function placeInLayers(nodes: readonly Placeable[], joints: readonly Joint[], width: number): { centres: Map<string, number>; width: number } {
  const layers = layersOf(nodes)
  const room = Math.max(width, ...layers.map((layer) => needs(layer)))
  const neighbours = neighboursOf(joints)
  let centres = new Map(layers.flatMap((layer) => spread(layer, room)))
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const inOrder = sweep % 2 === 0 ? layers : layers.toReversed()
    for (const layer of inOrder) {
      const wanted = (node: Placeable) => node.x ?? mean((neighbours.get(node.id) ?? []).flatMap((id) => centres.get(id) ?? []), centres.get(node.id) ?? 0) / room
      layer.sort((a, b) => wanted(a) - wanted(b) || (a.id < b.id ? -1 : 1))
      centres = new Map([...centres, ...settle(layer, (node) => wanted(node) * room, room)])
    }
  }
  return { centres, width: room }
}

/** A band that its width cannot hold stands in several lines: what they are, and centres as of `placeInLayers`. */
export interface Lined {
  readonly centres: ReadonlyMap<string, number>
  readonly width: number
  /** Line within the band, 0 at its top. */
  readonly lineOf: ReadonlyMap<string, number>
  /** Lines of each band that has any thing. */
  readonly linesOf: ReadonlyMap<number, number>
}

/** As `placeInLayers`, but no wider than `width` where several lines help: neighbours stand in turns in one and the other, so that each stays near what it is joined to. */
export function placeInLines(nodes: readonly Placeable[], joints: readonly Joint[], width: number): Lined {
  const first = placeInLayers(nodes, joints, width)
  const linesOf = new Map(layersOf(nodes).map((layer) => [layer[0]?.layer ?? 0, Math.max(1, Math.ceil(needs(layer) / width))]))
  const lineOf = new Map<string, number>()
  for (const layer of layersOf(nodes)) {
    const lines = linesOf.get(layer[0]?.layer ?? 0) ?? 1
    layer.toSorted((a, b) => (first.centres.get(a.id) ?? 0) - (first.centres.get(b.id) ?? 0)).forEach((node, i) => lineOf.set(node.id, i % lines))
  }
  const most = Math.max(1, ...linesOf.values())
  const placed = most === 1 ? first : placeInLayers(nodes.map((n) => ({ ...n, layer: n.layer * most + (lineOf.get(n.id) ?? 0) })), joints, width)
  return { centres: inTheMiddle(nodes, placed.centres, placed.width), width: placed.width, lineOf, linesOf }
}

/** Moved as a whole, so that as much is free on the left as on the right; where a server has placed things, nothing moves. */
function inTheMiddle(nodes: readonly Placeable[], centres: ReadonlyMap<string, number>, room: number): ReadonlyMap<string, number> {
  if (nodes.some((n) => n.x !== undefined)) return centres
  const ends = nodes.map(({ id, width }) => { const at = centres.get(id) ?? 0; return [at - width / 2, at + width / 2] as const })
  const aside = (room - Math.max(...ends.map(([, right]) => right)) - Math.min(...ends.map(([left]) => left))) / 2
  return ends.length === 0 ? centres : new Map([...centres].map(([id, x]) => [id, x + aside]))
}

function layersOf(nodes: readonly Placeable[]): Placeable[][] {
  const layers = new Map<number, Placeable[]>()
  for (const node of nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1))) layers.set(node.layer, [...(layers.get(node.layer) ?? []), node])
  return [...layers].toSorted(([a], [b]) => a - b).map(([, layer]) => layer)
}

function neighboursOf(joints: readonly Joint[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const add = (a: string, b: string) => found.set(a, [...(found.get(a) ?? []), b])
  for (const { from, to } of joints) {
    add(from, to)
    add(to, from)
  }
  return found
}

function needs(layer: readonly Placeable[]): number {
  return layer.reduce((sum, { width }) => sum + width + GAP, GAP)
}

function spread(layer: readonly Placeable[], room: number): [string, number][] {
  return layer.map((node, at) => [node.id, ((at + 0.5) / layer.length) * room])
}

/** Each as near as it can to where it wants to be, in this order, without overlap and inside the room. */
function settle(layer: readonly Placeable[], wanted: (node: Placeable) => number, room: number): [string, number][] {
  const placed: { node: Placeable; centre: number }[] = []
  let edge = GAP
  for (const node of layer) {
    const centre = Math.max(edge + node.width / 2, wanted(node))
    placed.push({ node, centre })
    edge = centre + node.width / 2 + GAP
  }
  edge = room - GAP
  for (const item of placed.toReversed()) {
    item.centre = Math.min(item.centre, edge - item.node.width / 2)
    edge = item.centre - item.node.width / 2 - GAP
  }
  return placed.map(({ node, centre }) => [node.id, centre])
}

function mean(values: readonly number[], otherwise: number): number {
  return values.length === 0 ? otherwise : values.reduce((sum, value) => sum + value, 0) / values.length
}
