/** Where the nodes and arrows of the process map stand: from left to right by the main path, arrows back to earlier columns apart. Pure. */
import { placeInLayers, type Joint, type Placeable } from '../../kit/map-layout.ts'

/** The point where all begin, and the one where they were last seen; no node can be called so. */
export const START = '\u0001start'
export const END = '\u0001end'

/** A step on the map; from `START`, to `END`, or between nodes. */
export interface MapStep {
  readonly from: string
  readonly to: string
  readonly count: number
  readonly cases: number
  /** Null for a beginning and an end, which take no time. */
  readonly medianSeconds: number | null
  readonly p90Seconds: number | null
}

/** A node's box; centre in pixels. */
export interface PlacedNode {
  readonly id: string
  readonly layer: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** `on` goes to a later column, `back` to an earlier one, `beside` stays in its own. */
export interface PlacedArrow {
  readonly step: MapStep
  readonly kind: 'on' | 'back' | 'beside'
  readonly path: string
  /** The arrow's head; `to` is 1 where it points right, -1 where it points left. */
  readonly head: { readonly x: number; readonly y: number; readonly to: 1 | -1 }
  readonly label: { readonly x: number; readonly y: number; readonly isFree: boolean }
}

export interface PlacedMap {
  readonly nodes: readonly PlacedNode[]
  readonly arrows: readonly PlacedArrow[]
  readonly width: number
  readonly height: number
}

const NODE = { width: 118, height: 44 }
const POINT = { width: 18, height: 18 }
const LABEL = { width: 50, height: 16 }
/** Room for an arrow's figure between two columns. */
const BETWEEN = { least: 56, most: 210 }
const HEAD = 7
const MARGIN = 6

/** The strongest `k` steps of all, beginnings and ends among them, strongest first. */
export const strongest = (steps: readonly MapStep[], k: number): MapStep[] => steps.toSorted((a, b) => b.count - a.count || (a.from + a.to < b.from + b.to ? -1 : 1)).slice(0, k)

/** The strongest `k`, and what it takes so that every node shown is come to and gone from: the strongest step in and out of each. */
export function connected(steps: readonly MapStep[], k: number): MapStep[] {
  const all = strongest(steps, steps.length)
  const shown = new Set(all.slice(0, k))
  const into = new Map([...all].reverse().filter((s) => s.from !== s.to).map((s) => [s.to, s]))
  const outOf = new Map([...all].reverse().filter((s) => s.from !== s.to).map((s) => [s.from, s]))
  // What is added may touch a new node; a set is walked through while it grows.
  for (const step of shown) {
    for (const id of [step.from, step.to]) for (const need of [into.get(id), outOf.get(id)]) if (need) shown.add(need)
  }
  return all.filter((s) => shown.has(s))
}

/** Lays these steps out, the strongest first, in at least `room` pixels of width, or more where the columns need it. */
export function layOut(given: readonly MapStep[], room: number): PlacedMap {
  const steps = strongest(given, given.length)
  const layers = layersOf(steps)
  const last = Math.max(0, ...layers.values())
  const sizeOf = (id: string): { width: number; height: number } => (id === START || id === END ? POINT : NODE)
  const widths = Array.from({ length: last + 1 }, (_, layer) => Math.max(0, ...[...layers].filter(([, l]) => l === layer).map(([id]) => sizeOf(id).width)))
  const between = Math.min(BETWEEN.most, Math.max(BETWEEN.least, (room - 2 * MARGIN - widths.reduce((a, b) => a + b, 0)) / Math.max(1, last)))
  const lefts = widths.map((_, layer) => MARGIN + widths.slice(0, layer).reduce((a, b) => a + b, 0) + layer * between)
  const chains = new Map(steps.map((step) => [step, chainOf(step, layers)]))
  const { centres, height } = placed(layers, sizeOf, chains)
  const nodes = [...layers].map(([id, layer]): PlacedNode => ({ id, layer, ...sizeOf(id), x: (lefts[layer] ?? 0) + (widths[layer] ?? 0) / 2, y: centres.get(id) ?? 0 }))
  const byId = new Map(nodes.map((n) => [n.id, n]))
  const ports = portsOf(steps, byId, chains, centres)
  const drawn = steps.flatMap((step) => {
    const [from, to] = [byId.get(step.from), byId.get(step.to)]
    return from && to ? [{ step, ...lineOf(step, from, to, chains.get(step) ?? [], centres, lefts, widths, ports) }] : []
  })
  return { nodes, arrows: labelled(drawn, nodes), width: (lefts[last] ?? 0) + (widths[last] ?? 0) + MARGIN + (drawn.some((d) => d.kind === 'beside' && byId.get(d.step.from)?.layer === last) ? BULGE : 0), height }
}

/**
 * Each node stands one column after the one from which most come, taken from the strongest step down (Prim's tree from the start): the
 * main path is then a straight row of columns, and what leaves it stands beside it.
 */
function layersOf(steps: readonly MapStep[]): Map<string, number> {
  const layers = new Map<string, number>([[START, 0]])
  const inOrder = steps.filter((s) => s.to !== END)
  const ids = new Set(steps.flatMap((s) => [s.from, s.to]).filter((id) => id !== END))
  ids.delete(START)
  while (layers.size < ids.size + 1) {
    const next = inOrder.find((s) => layers.has(s.from) && !layers.has(s.to))
    if (next) layers.set(next.to, (layers.get(next.from) ?? 0) + 1)
    // Nothing shown leads to the rest: its strongest step begins anew beside the first ones.
    else layers.set(inOrder.find((s) => !layers.has(s.from))?.from ?? [...ids].find((id) => !layers.has(id)) ?? END, 1)
  }
  if (steps.some((s) => s.to === END)) layers.set(END, Math.max(...layers.values()) + 1)
  if (steps.some((s) => s.from === START)) return layers
  layers.delete(START)
  return new Map([...layers].map(([id, layer]) => [id, layer - 1]))
}

/** Places in the columns that a long arrow crosses, so that it goes around the nodes there. */
function chainOf(step: MapStep, layers: ReadonlyMap<string, number>): { id: string; layer: number }[] {
  const [a, b] = [layers.get(step.from) ?? 0, layers.get(step.to) ?? 0]
  const way = Math.sign(b - a)
  return Array.from({ length: Math.max(0, Math.abs(b - a) - 1) }, (_, i) => ({ id: `${step.from}\u0002${step.to}\u0002${i}`, layer: a + way * (i + 1) }))
}

type Chains = ReadonlyMap<MapStep, readonly { id: string; layer: number }[]>

function placed(layers: ReadonlyMap<string, number>, sizeOf: (id: string) => { height: number }, chains: Chains): { centres: ReadonlyMap<string, number>; height: number } {
  const things: Placeable[] = [...layers].map(([id, layer]) => ({ id, layer, width: sizeOf(id).height }))
  const joints: Joint[] = []
  for (const [step, chain] of chains) {
    for (const c of chain) things.push({ id: c.id, layer: c.layer, width: LABEL.height })
    const ids = [step.from, ...chain.map((c) => c.id), step.to]
    for (const [i, id] of ids.slice(1).entries()) joints.push({ from: ids[i] ?? '', to: id })
  }
  const { centres } = placeInLayers(things, joints, LEAST_HEIGHT)
  const edges = things.map((t) => ({ top: (centres.get(t.id) ?? 0) - t.width / 2, bottom: (centres.get(t.id) ?? 0) + t.width / 2 }))
  const top = Math.min(...edges.map((e) => e.top), LEAST_HEIGHT) - MARGIN
  return { centres: new Map([...centres].map(([id, y]) => [id, y - top])), height: Math.max(...edges.map((e) => e.bottom - top), 0) + BELOW }
}
const LEAST_HEIGHT = 200
/** For the words under the points at both ends. */
const BELOW = 26

type Side = 'left' | 'right'
const sidesOf = (from: PlacedNode, to: PlacedNode): { leaves: Side; enters: Side } =>
  to.layer > from.layer ? { leaves: 'right', enters: 'left' } : to.layer < from.layer ? { leaves: 'left', enters: 'right' } : { leaves: 'right', enters: 'right' }

/** Where on a node's side each arrow touches it: in the order of where it goes, so that arrows do not cross at the node. */
function portsOf(steps: readonly MapStep[], byId: ReadonlyMap<string, PlacedNode>, chains: Chains, centres: ReadonlyMap<string, number>): (step: MapStep, end: 'from' | 'to') => number {
  const touching = new Map<string, { key: string; aim: number }[]>()
  const add = (node: PlacedNode, side: Side, key: string, aim: number): void => { const at = `${node.id} ${side}`; touching.set(at, [...(touching.get(at) ?? []), { key, aim }]) }
  for (const step of steps) {
    const [from, to] = [byId.get(step.from), byId.get(step.to)]
    if (!from || !to) continue
    const { leaves, enters } = sidesOf(from, to)
    const chain = chains.get(step) ?? []
    add(from, leaves, keyOf(step, 'from'), centres.get(chain[0]?.id ?? to.id) ?? 0)
    add(to, enters, keyOf(step, 'to'), centres.get(chain.at(-1)?.id ?? from.id) ?? 0)
  }
  const offsets = new Map<string, number>()
  for (const [at, list] of touching) {
    const node = byId.get(at.slice(0, at.lastIndexOf(' ')))
    const step = Math.min(9, ((node?.height ?? 0) - 8) / Math.max(1, list.length - 1))
    list.sort((a, b) => a.aim - b.aim || (a.key < b.key ? -1 : 1)).forEach(({ key }, i) => offsets.set(key, (i - (list.length - 1) / 2) * step))
  }
  return (step, end) => offsets.get(keyOf(step, end)) ?? 0
}
const keyOf = (step: MapStep, end: 'from' | 'to'): string => `${step.from}\u0002${step.to}\u0002${end}`

interface Point { readonly x: number; readonly y: number }
interface Line extends Pick<PlacedArrow, 'kind' | 'path' | 'head'> {
  /** Curves one after the other, for finding a place for the figure; long arrows begin with the straight piece that crosses a column. */
  readonly curves: readonly (readonly [Point, Point, Point, Point])[]
}
const BULGE = 46

function lineOf(step: MapStep, from: PlacedNode, to: PlacedNode, chain: readonly { id: string; layer: number }[], centres: ReadonlyMap<string, number>, lefts: readonly number[], widths: readonly number[], port: (step: MapStep, end: 'from' | 'to') => number): Line {
  const { leaves, enters } = sidesOf(from, to)
  const start = { x: from.x + (leaves === 'right' ? 1 : -1) * (from.width / 2), y: from.y + port(step, 'from') }
  const end = { x: to.x + (enters === 'right' ? 1 : -1) * (to.width / 2 + HEAD), y: to.y + port(step, 'to') }
  const head = { ...end, to: enters === 'left' ? 1 as const : -1 as const }
  if (from.layer === to.layer) {
    const side = Math.max(start.x, end.x) + BULGE
    const curve = [start, { x: side, y: start.y }, { x: side, y: end.y }, end] as const
    return { kind: 'beside', head, path: `M${at(start)}C${at(curve[1])} ${at(curve[2])} ${at(end)}`, curves: [curve] }
  }
  const isOn = leaves === 'right'
  const points: Point[] = [start]
  for (const c of chain) {
    const [left, right, y] = [lefts[c.layer] ?? 0, (lefts[c.layer] ?? 0) + (widths[c.layer] ?? 0), centres.get(c.id) ?? 0]
    points.push({ x: isOn ? left : right, y }, { x: isOn ? right : left, y })
  }
  points.push(end)
  const curves = points.slice(1).map((b, i) => {
    const a = points[i] ?? b
    const middle = (a.x + b.x) / 2
    return [a, { x: middle, y: a.y }, { x: middle, y: b.y }, b] as const
  })
  const straight = curves.filter((_, i) => i % 2 === 1)
  return { kind: isOn ? 'on' : 'back', head, path: `M${at(start)}${curves.map(([, b, c, d]) => `C${at(b)} ${at(c)} ${at(d)}`).join('')}`, curves: [...straight, ...curves.filter((_, i) => i % 2 === 0)] }
}
const at = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`

/** Gives each arrow's figure a free place on it, the strongest first; one that finds none is shown when it is looked at. */
function labelled(lines: readonly (Line & { readonly step: MapStep })[], nodes: readonly PlacedNode[]): PlacedArrow[] {
  const taken: { x: number; y: number; width: number; height: number }[] = nodes.flatMap((n) => [{ x: n.x, y: n.y, width: n.width, height: n.height }, ...(n.id === START || n.id === END ? [{ x: n.x + (n.id === START ? 14 : -14), y: n.y + BELOW, width: 44, height: LABEL.height }] : [])])
  const isFree = (p: Point): boolean => taken.every((t) => Math.abs(t.x - p.x) * 2 >= t.width + LABEL.width || Math.abs(t.y - p.y) * 2 >= t.height + LABEL.height)
  return lines.map(({ curves, ...line }) => {
    const places = curves.flatMap((curve) => TRIED.map((t) => pointOn(curve, t)))
    const free = places.find(isFree)
    const label = free ?? places[0] ?? line.head
    if (free) taken.push({ ...free, ...LABEL })
    return { ...line, label: { ...label, isFree: free !== undefined } }
  })
}
/** Parts of a curve at which its figure may stand, the middle first. */
const TRIED = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74]

function pointOn([a, b, c, d]: readonly [Point, Point, Point, Point], t: number): Point {
  const mix = (k: 'x' | 'y'): number => (1 - t) ** 3 * a[k] + 3 * (1 - t) ** 2 * t * b[k] + 3 * (1 - t) * t ** 2 * c[k] + t ** 3 * d[k]
  return { x: mix('x'), y: mix('y') }
}
