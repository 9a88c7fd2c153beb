/** What the Graph page shows, as its address holds it. Pure. */
import { type RelationKind, relationKinds } from '../../model/graph.ts'
import type { AroundAsked } from '../../client/graph.ts'

/** Names and values of the address. */
export type Search = Readonly<Record<string, string>>

/** The farthest level that is drawn. */
export const MOST_LEVELS = 4
const USUAL_LEVELS = 2
/** Asked for each way: what one page can still fold and draw. */
const MOST_ASKED = 5000

/** See `lookOf`. */
export interface GraphLook {
  /** Id of the thing in the middle; null where none is chosen yet. */
  readonly focus: string | null
  readonly up: number
  readonly down: number
  /** As of when; null is now. */
  readonly at: string | null
  readonly rows: 'distance' | 'type'
  /** Empty: all. */
  readonly kinds: readonly RelationKind[]
  /** Opened groups. */
  readonly openIds: ReadonlySet<string>
  readonly chosen: string | null
}

/** A value that the address cannot mean is as if it were not there. */
export function lookOf(search: Search): GraphLook {
  const level = (name: string): number => { const n = Number(search[name] ?? USUAL_LEVELS); return Number.isInteger(n) && n >= 0 && n <= MOST_LEVELS ? n : USUAL_LEVELS }
  const at = Date.parse(search['at'] ?? '')
  const isKind = (k: string): k is RelationKind => k in relationKinds
  return {
    focus: search['focus'] ?? null, up: level('up'), down: level('down'), at: Number.isFinite(at) ? new Date(at).toISOString() : null, rows: search['rows'] === 'type' ? 'type' : 'distance',
    kinds: (search['kinds'] ?? '').split(',').filter(isKind), openIds: new Set((search['open'] ?? '').split('|').filter((id) => id !== '')), chosen: search['chosen'] ?? null,
  }
}

/** One call for both ways, as far as the farther of them goes. */
export const askedOf = (look: GraphLook, focus: string): AroundAsked =>
  ({ ids: [focus], direction: look.up === 0 ? 'below' : look.down === 0 ? 'above' : 'both', depth: Math.max(1, look.up, look.down), most: MOST_ASKED, ...(look.at === null ? {} : { at: look.at }) })

/** Groups that are open, as the address holds them. */
export const openText = (ids: ReadonlySet<string>): string | undefined => (ids.size === 0 ? undefined : [...ids].join('|'))

/** The address of the graph with a thing in the middle. */
export const graphAddress = (id: string, at: string | null = null): string => `/graph?focus=${encodeURIComponent(id)}${at === null ? '' : `&at=${encodeURIComponent(at)}`}`
