/** Where things stand on lanes over time: shares of the width for instants, steps for moving, tracks for what would lie over each other; pure. */

/** A stretch of the time axis, `[startMs, endMs)`; all columns are equally wide, also the day with 23 hours. */
export interface LaneColumn {
  readonly startMs: number
  readonly endMs: number
  readonly label: string
  /** A weekend or night: drawn on a quieter ground. */
  readonly isQuiet?: boolean
  /** The one that holds now, where that is a day. */
  readonly isToday?: boolean
}

/** Where an instant stands, as a share of the whole width; 0 before the first column, 1 after the last. */
export function shareAt(ms: number, columns: readonly LaneColumn[]): number {
  const at = columns.findIndex((c) => ms < c.endMs)
  const column = columns[at]
  if (!column) return columns.length === 0 ? 0 : 1
  return (at + Math.max(0, (ms - column.startMs) / (column.endMs - column.startMs))) / columns.length
}

/** The instant at a share of the width; beyond the ends the first or last instant. */
export function instantAt(share: number, columns: readonly LaneColumn[]): number {
  const whole = Math.min(columns.length, Math.max(0, share * columns.length))
  const at = Math.min(columns.length - 1, Math.floor(whole))
  const column = columns[at]
  return column ? column.startMs + (whole - at) * (column.endMs - column.startMs) : 0
}

/** The nearest instant that is a whole number of steps after the beginning of its column. */
export function snapped(ms: number, stepMs: number, columns: readonly LaneColumn[]): number {
  const base = columns.findLast((c) => c.startMs <= ms)?.startMs ?? columns[0]?.startMs ?? 0
  return base + Math.round((ms - base) / stepMs) * stepMs
}

/** Something with a left and a right edge in pixels, its words included. */
export interface Extent {
  readonly id: string
  readonly left: number
  readonly right: number
}

/** Each id with its track, from 0: the first where it does not lie over what begins before it. */
export function trackOf(extents: readonly Extent[]): ReadonlyMap<string, number> {
  const ends: number[] = []
  const tracks = new Map<string, number>()
  for (const e of extents.toSorted((a, b) => a.left - b.left || a.right - b.right || (a.id < b.id ? -1 : 1))) {
    const free = ends.findIndex((end) => end <= e.left)
    const track = free === -1 ? ends.length : free
    ends[track] = e.right
    tracks.set(e.id, track)
  }
  return tracks
}
