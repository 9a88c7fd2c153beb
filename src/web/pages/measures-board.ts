/** Dashboards as values: the ones that are always there, and what arranging tiles does to a list. Pure. */
import type { Tile } from '../../practices/measure/dashboard.ts'
import type { AnyRow } from '../../client/shapes.ts'

/** A dashboard at hand: a saved one, or one that comes along (`row` is null). */
export interface Board {
  readonly id: string
  readonly name: string
  readonly tiles: readonly Tile[]
  readonly row: AnyRow | null
}

const tile = (measure: string, more: Partial<Tile> = {}): Tile => ({ measure, by: [], step: 'month', back: 13, where: [], chart: 'line', width: 'small', ...more })

/** What a manager of operations looks at first: demand, promise, speed, rework; then who and what is behind each. */
export const operations: Board = {
  id: 'operations', name: 'Operations', row: null,
  tiles: [
    tile('IN-opened'), tile('IN1'), tile('IN-restore-p50'), tile('IN7'),
    tile('IN-backlog', { title: 'Open incidents, day by day', step: 'day', back: 91, width: 'wide' }),
    tile('IN8', { title: 'Who passes work on most', by: ['firstTeamId'], step: 'all', back: 396, chart: 'bars', width: 'wide' }),
    tile('IN7', { title: 'What comes back most', by: ['category'], step: 'all', back: 396, chart: 'bars', width: 'wide' }),
    tile('IN-backlog', { title: 'Who holds what is open', by: ['teamId'], step: 'all', back: 396, chart: 'bars', width: 'wide' }),
    tile('IN8'), tile('IN9'), tile('IN3-p90'), tile('IN-restore-p90'),
  ],
}

/** For users and customers: only what is theirs to see. */
export const service: Board = { id: 'service', name: 'Our service', row: null, tiles: [tile('IN-opened'), tile('IN1'), tile('IN2'), tile('IN-restore-p50'), tile('IN-resolved'), tile('IN10')] }

/** Takes the tile at `from` to `to`; places beyond the ends are the ends. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = [...list]
  const [one] = rest.splice(from, 1)
  if (one === undefined) return rest
  rest.splice(Math.min(rest.length, Math.max(0, to)), 0, one)
  return rest
}

/** Reads a saved one; tiles of a later version that cannot be read are left out by the API's own schema. */
export const boardOf = (row: AnyRow): Board => ({ id: row.number, name: String(row['name']), tiles: Array.isArray(row['tiles']) ? row['tiles'] as Tile[] : [], row })
