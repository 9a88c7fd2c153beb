/** Ways of lines around boxes that stand in lines: down through the gaps between boxes, across in the free room between two lines, never behind a box. Pure. */

/** A box as it stands: left upper corner and size in pixels. Boxes with one `y` stand in one line, and lines do not overlap. */
export interface Standing {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A point in pixels. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** A cubic curve: its end points and what bends it. */
export type Piece = readonly [Point, Point, Point, Point]

/** Two boxes that are joined. */
export interface Joined {
  readonly from: string
  readonly to: string
}

/** Kept free beside a box, so that a line is seen to pass it. */
const CLEAR = 5
/** Lines that share a gap run beside one another on so many tracks. */
const TRACKS = 4
/** A gap with more room than this takes each line where it is. */
const WIDE = 40
/** Room under the last line of boxes, where arcs between its boxes hang. */
const UNDER = 26
/** How deep an arc hangs, of the room there is. */
const ARC = 0.8

interface Shelf {
  readonly top: number
  readonly bottom: number
  /** Left and right ends of its boxes, from the left. */
  readonly taken: readonly (readonly [number, number])[]
}

/** Pieces of each line, in the order given; empty where an end does not stand. Pieces follow one another from `from` to `to`. */
export function routeLines(boxes: ReadonlyMap<string, Standing>, lines: readonly Joined[]): readonly (readonly Piece[])[] {
  const shelves = shelvesOf(boxes)
  const shelfAt = new Map(shelves.map((s, i) => [s.top, i]))
  return lines.map((line, i) => {
    const [from, to] = [boxes.get(line.from), boxes.get(line.to)]
    if (!from || !to) return []
    const [a, b] = [shelfAt.get(from.y) ?? 0, shelfAt.get(to.y) ?? 0]
    if (a === b) return arcOf(from, to, (shelves[a + 1]?.top ?? from.y + from.height + UNDER) - from.y - from.height)
    return wayOf(from, to, a < b ? shelves.slice(a + 1, b) : shelves.slice(b + 1, a).toReversed(), i % TRACKS)
  })
}

function shelvesOf(boxes: ReadonlyMap<string, Standing>): readonly Shelf[] {
  return [...Map.groupBy(boxes.values(), (b) => b.y)].toSorted(([a], [b]) => a - b).map(([top, some]) => ({
    top, bottom: top + Math.max(...some.map((b) => b.height)), taken: some.map((b) => [b.x, b.x + b.width] as const).toSorted(([a], [b]) => a - b),
  }))
}

const middle = (b: Standing): number => b.x + b.width / 2

/** From foot to foot, in the free room under the line. */
function arcOf(from: Standing, to: Standing, room: number): readonly Piece[] {
  const [start, end] = [{ x: middle(from), y: from.y + from.height }, { x: middle(to), y: to.y + to.height }]
  const depth = room * ARC
  return [[start, { x: start.x, y: start.y + depth }, { x: end.x, y: end.y + depth }, end]]
}

/** Up or down past the lines of boxes between the two. */
function wayOf(from: Standing, to: Standing, between: readonly Shelf[], track: number): readonly Piece[] {
  const isDown = from.y < to.y
  const start = { x: middle(from), y: isDown ? from.y + from.height : from.y }
  const end = { x: middle(to), y: isDown ? to.y : to.y + to.height }
  const pieces: Piece[] = []
  let at: Point = start
  for (const shelf of between) {
    const x = gapIn(shelf, at, end, track)
    const [into, out] = isDown ? [shelf.top, shelf.bottom] : [shelf.bottom, shelf.top]
    pieces.push(bend(at, { x, y: into }), bend({ x, y: into }, { x, y: out }))
    at = { x, y: out }
  }
  return [...pieces, bend(at, end)]
}

/** Leaves and arrives upright; its hull, and so the curve, stays between the two heights. */
function bend(a: Point, b: Point): Piece {
  const half = (b.y - a.y) / 2
  return [a, { x: a.x, y: a.y + half }, { x: b.x, y: b.y - half }, b]
}

/** Where to pass a line of boxes with the least way aside, on this track of the gap. */
function gapIn({ taken, top, bottom }: Shelf, at: Point, end: Point, track: number): number {
  // Where a straight line would pass.
  const straight = at.x + (end.x - at.x) * (((top + bottom) / 2 - at.y) / (end.y - at.y))
  let best = straight
  let least = Infinity
  const consider = (x: number): void => {
    const way = Math.abs(x - at.x) + Math.abs(x - end.x)
    if (way < least) [best, least] = [x, way]
  }
  const first = taken[0]?.[0] ?? 0
  const last = taken.at(-1)?.[1] ?? 0
  consider(Math.min(straight, first - CLEAR - track * 2))
  consider(Math.max(straight, last + CLEAR + track * 2))
  for (let i = 1; i < taken.length; i += 1) {
    const [left, right] = [taken[i - 1]?.[1] ?? 0, taken[i]?.[0] ?? 0]
    if (right - left < 2) continue
    const clear = Math.min(CLEAR, (right - left) / 2)
    const [from, to] = [left + clear, right - clear]
    consider(to - from > WIDE ? Math.min(Math.max(straight, from), to) : from + ((to - from) * track) / (TRACKS - 1))
  }
  return best
}

/** As the path of an SVG; empty where there is no way. */
export function pathOf(pieces: readonly Piece[]): string {
  const first = pieces[0]
  if (!first) return ''
  const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`
  return `M${at(first[0])}${pieces.map(([, a, b, end]) => `C${at(a)} ${at(b)} ${at(end)}`).join('')}`
}
const round = (n: number): number => Math.round(n * 10) / 10

/** The middle of its last piece: there its words stand nearest to what it leads to. */
export function wordsAt(pieces: readonly Piece[]): Point | null {
  const last = pieces.at(-1)
  return last ? pointOn(last, 0.5) : null
}

/** A point of a piece, `t` from 0 at its beginning to 1 at its end. */
export function pointOn([a, b, c, d]: Piece, t: number): Point {
  const s = 1 - t
  const of = (at: (p: Point) => number): number => s ** 3 * at(a) + 3 * s * s * t * at(b) + 3 * s * t * t * at(c) + t ** 3 * at(d)
  return { x: of((p) => p.x), y: of((p) => p.y) }
}
