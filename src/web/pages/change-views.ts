/** The views of the list of changes, and filters that the API has no word for turned into ones it has. Pure. */
import { queryOf } from '../../client/transport.ts'
import type { ListParams } from '../../client/shapes.ts'
import { formatDay, weekdayOf, zoneOf } from '../../model/zone.ts'
import type { Filters } from './incident-views.ts'

/** `week` and `decide` are ours: what begins in this week of the viewer, and what waits for the viewer's answer. */
export const views: readonly { readonly id: string; readonly label: string; readonly filters: Filters; readonly isForStaff?: boolean }[] = [
  { id: 'open', label: 'Open', filters: { group: 'active', sort: 'plannedStart' } },
  { id: 'decide', isForStaff: true, label: 'To decide by me', filters: { decide: 'me', sort: 'plannedStart' } },
  { id: 'week', label: 'This week', filters: { week: 'this', sort: 'plannedStart' } },
  { id: 'mine', isForStaff: true, label: 'Done by me', filters: { group: 'active', implementerId: 'me', sort: 'plannedStart' } },
  { id: 'failed', label: 'Failed or backed out', filters: { result: 'failed,backed_out', sort: '-actualEnd' } },
  { id: 'owing', isForStaff: true, label: 'Emergency, record owed', filters: { type: 'emergency', 'documentationDue.empty': 'false', sort: 'documentationDue' } },
  { id: 'done', label: 'Done', filters: { group: 'done', sort: '-updatedAt' } },
]

export const viewAddress = (filters: Filters): string => `/changes${queryOf(filters)}`

/** The view whose filters these are, or null. */
export function viewOf(filters: Filters, saved: readonly { readonly id: string; readonly filters: Filters }[]): string | null {
  const key = keyOf(filters)
  return [...views, ...saved].find((v) => keyOf(v.filters) === key)?.id ?? null
}
const keyOf = (f: Filters): string => new URLSearchParams(Object.entries(f).sort(([a], [b]) => (a < b ? -1 : 1))).toString()

/** No record has it: what is asked for by it is empty. */
const NONE = '00000000-0000-0000-0000-000000000000'

/** What the API is asked: the viewer's week as instants, what waits for their answer as ids. `toDecide` is undefined until that is known. */
export function paramsOf(filters: Filters, nowMs: number, zone: string, toDecide: readonly string[] | undefined): ListParams {
  const { week, decide, ...rest } = filters
  const params: Record<string, string | readonly string[]> = { ...rest }
  if (week !== undefined) {
    const [from, to] = weekOf(nowMs, zone)
    Object.assign(params, { 'plannedStart.from': new Date(from).toISOString(), 'plannedStart.to': new Date(to - 1).toISOString() })
  }
  if (decide !== undefined) params['id'] = toDecide === undefined || toDecide.length === 0 ? [NONE] : toDecide
  return params
}

/** The week that holds the instant, Monday to Monday, `[from, to)` in milliseconds. */
export function weekOf(ms: number, zone: string): readonly [number, number] {
  const z = zoneOf(zone)
  const monday = z.dayAt(ms) - weekdayOf(z.dayAt(ms))
  return [z.firstAt(monday, 0), z.firstAt(monday + 7, 0)]
}

/** The day of an instant in a zone, as addresses carry it. */
export const dayText = (ms: number, zone: string): string => formatDay(zoneOf(zone).dayAt(ms))

const sorts: Readonly<Record<string, string>> = { plannedStart: 'what begins first', '-plannedStart': 'what begins last', '-actualEnd': 'done last', documentationDue: 'record due first', '-updatedAt': 'last news', '-createdAt': 'newest first', createdAt: 'oldest first', '-riskScore': 'riskiest first', riskScore: 'least risk first', title: 'words', number: 'number' }
export const sortWords = (sort: string): string => sorts[sort] ?? sort.replace(/^-/, '')
