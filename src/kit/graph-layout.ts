/** Where the boxes of a graph stand: one band a row, near what they are joined to, in several lines where a row is full. Pure. */
import type { Joined, Standing } from './line-routes.ts'

/** A box to be placed. */
export interface Boxed {
  readonly id: string
  /** Bands stand in the order of this number; gaps between numbers cost no room. */
  readonly row: number
}

/** Left upper corner in pixels. */
export interface BoxPlace {
  readonly x: number
  readonly y: number
  readonly row: number
}

/** A band with its boxes. */
export interface Band {
  readonly row: number
  readonly top: number
  readonly height: number
}

/** Places of all boxes; every box is `BOX.width` by `BOX.height`. */
export interface BandLayout {
  readonly places: ReadonlyMap<string, BoxPlace>
  readonly bands: readonly Band[]
  readonly width: number
  readonly height: number
}

/** Pixels of a box. */
export const BOX = { width: 184, height: 36 } as const
/** Wide enough for lines to pass between two boxes, and to turn between two lines of them. */
const GAP = { x: 22, y: 20 } as const
/** Room inside a band over the boxes (its words stand there) and under them. */
const PAD = { top: 30, bottom: 14, side: 14 } as const
/** Between two bands, for the lines to be seen. */
const BETWEEN = 26
/** Sweeps that settle the order; more change nothing that is seen. */
const SWEEPS = 16

/** The boxes with their size, as lines go around them. */
export const placedBoxes = ({ places }: BandLayout): ReadonlyMap<string, Standing> => new Map([...places].map(([id, { x, y }]) => [id, { x, y, width: BOX.width, height: BOX.height }]))

/**
 * A layout at least two boxes wide. Order within a band follows the mean place of the neighbours (barycentre; Sugiyama, Tagawa and
 * Toda 1981), ties by the order given, so that the same graph looks the same each time. A band that holds more than one line fills
 * column by column, so that a box stays near what it is joined to.
 */
export function layOutBands(boxes: readonly Boxed[], joints: readonly Joined[], width: number): BandLayout {
  const columns = Math.max(2, Math.floor((width - 2 * PAD.side + GAP.x) / (BOX.width + GAP.x)))
  const room = Math.max(width, columns * (BOX.width + GAP.x) - GAP.x + 2 * PAD.side)
  const rows = [...Map.groupBy(boxes, (b) => b.row)].toSorted(([a], [b]) => a - b)
  const neighbours = neighboursOf(joints)
  const given = new Map(boxes.map((b, i) => [b.id, i]))
  const centres = new Map(rows.flatMap(([, row]) => centresOf(row.map((b) => b.id), room, columns, () => null)))
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const [, row] of sweep % 2 === 0 ? rows : rows.toReversed()) {
      const wanted = new Map(row.map((b) => [b.id, meanOf(neighbours.get(b.id), centres)]))
      const at = (id: string): number => wanted.get(id) ?? centres.get(id) ?? 0
      const order = row.map((b) => b.id).toSorted((a, b) => at(a) - at(b) || (given.get(a) ?? 0) - (given.get(b) ?? 0))
      for (const [id, x] of centresOf(order, room, columns, (one) => wanted.get(one) ?? null)) centres.set(id, x)
    }
  }
  return stack(rows, inTheMiddle(centres, room), room, columns)
}

/** Moved as a whole, so that as much is free on the left as on the right. */
function inTheMiddle(centres: ReadonlyMap<string, number>, room: number): ReadonlyMap<string, number> {
  let [least, most] = [Infinity, -Infinity]
  for (const x of centres.values()) [least, most] = [Math.min(least, x), Math.max(most, x)]
  return new Map([...centres].map(([id, x]) => [id, x + room / 2 - (least + most) / 2]))
}

function neighboursOf(joints: readonly Joined[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const add = (a: string, b: string): void => { found.get(a)?.push(b) ?? found.set(a, [b]) }
  for (const { from, to } of joints) {
    add(from, to)
    add(to, from)
  }
  return found
}

function meanOf(ids: readonly string[] | undefined, centres: ReadonlyMap<string, number>): number | null {
  let [sum, n] = [0, 0]
  for (const id of ids ?? []) {
    const x = centres.get(id)
    if (x === undefined) continue
    sum += x
    n += 1
  }
  return n === 0 ? null : sum / n
}

const linesOf = (count: number, columns: number): number => Math.max(1, Math.ceil(count / columns))

/** In this order: one line settles each box near where it wants to be, several lines are a grid in the middle. */
function centresOf(order: readonly string[], room: number, columns: number, wanted: (id: string) => number | null): [string, number][] {
  const step = BOX.width + GAP.x
  const lines = linesOf(order.length, columns)
  if (lines > 1) {
    const used = Math.ceil(order.length / lines)
    const first = (room - (used * step - GAP.x)) / 2 + BOX.width / 2
    return order.map((id, i) => [id, first + Math.floor(i / lines) * step])
  }
  const even = (i: number): number => room / 2 + (i - (order.length - 1) / 2) * step
  const least = PAD.side + BOX.width / 2
  const found = order.map((id, i) => ({ id, x: wanted(id) ?? even(i) }))
  let edge = least
  for (const box of found) {
    box.x = Math.max(edge, box.x)
    edge = box.x + step
  }
  edge = room - least
  for (const box of found.toReversed()) {
    box.x = Math.min(edge, box.x)
    edge = box.x - step
  }
  return found.map(({ id, x }) => [id, x])
}

function stack(rows: readonly (readonly [number, readonly Boxed[]])[], centres: ReadonlyMap<string, number>, room: number, columns: number): BandLayout {
  const places = new Map<string, BoxPlace>()
  const bands: Band[] = []
  let top = 0
  for (const [row, boxes] of rows) {
    const lines = linesOf(boxes.length, columns)
    const height = PAD.top + lines * (BOX.height + GAP.y) - GAP.y + PAD.bottom
    const inColumn = new Map<number, number>()
    for (const box of boxes.toSorted((a, b) => (centres.get(a.id) ?? 0) - (centres.get(b.id) ?? 0))) {
      const centre = centres.get(box.id) ?? room / 2
      const line = lines === 1 ? 0 : inColumn.get(centre) ?? 0
      inColumn.set(centre, line + 1)
      places.set(box.id, { x: Math.round(centre - BOX.width / 2), y: top + PAD.top + line * (BOX.height + GAP.y), row })
    }
    bands.push({ row, top, height })
    top += height + BETWEEN
  }
  return { places, bands, width: room, height: Math.max(0, top - BETWEEN) }
}
