/** Calls about clusters: incidents that tell of the same trouble, what shows it, and what people decide about them. */
import type { PainPrices, Range } from './problems.ts'
import type { Titles } from './shapes.ts'
import { queryOf, type Transport } from './transport.ts'

/** Still to decide, with a problem, put aside, or all. */
export type ClusterShow = 'proposed' | 'linked' | 'aside' | 'all'

/** A decision about a cluster that holds now. */
export interface ClusterStanding {
  readonly id: string
  readonly number: string
  readonly kind: 'no_problem' | 'snooze' | 'split' | 'merge'
  readonly reason: string
  readonly until: string | null
  readonly at: string
  readonly version: number
}

export interface ClusterTrend {
  readonly verdict: 'rising' | 'falling' | 'cannot tell'
  readonly recent: number
  readonly before: number
  readonly recentDays: number
  readonly beforeDays: number
}

/** A cluster with its evidence. `id` is that of its first incident. */
export interface ClusterItem {
  readonly id: string
  readonly orgId: string
  readonly members: number
  readonly open: number
  readonly firstAt: string
  readonly lastAt: string
  readonly hours: number
  /** Of incidents from beginning to end; by it lists are sorted. */
  readonly userHours: number
  /** What they cost by outages, users and effort; null where it was not added up yet. Money in minor units. */
  readonly pain: { readonly userMinutes: Range; readonly costMinor: Range; readonly unknown: number } | null
  readonly problemIds: readonly string[]
  readonly decisions: readonly ClusterStanding[]
  /** What at least half of its incidents share, the most telling first. May be empty. */
  readonly words: readonly string[]
  /** Title of the newest one. */
  readonly example: string
  /** Titles of its newest `sampled` incidents, the most frequent first: at most five of the `wordings` different ones. */
  readonly sayings: readonly { readonly title: string; readonly count: number }[]
  readonly sampled: number
  readonly wordings: number
  readonly services: readonly { readonly id: string; readonly count: number }[]
  readonly cis: readonly { readonly id: string; readonly count: number }[]
  readonly categories: readonly { readonly name: string; readonly count: number }[]
  readonly perWeek: number
  readonly burst: { readonly from: string; readonly to: string; readonly count: number; readonly expected: number; readonly p: number } | null
  readonly trend: ClusterTrend | null
  /** Incidents of the last 52 weeks, oldest first. */
  readonly weeks: readonly number[]
}

export interface ClusterIncident {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly state: string
  readonly at: string
  readonly resolvedAt: string | null
  readonly problemId: string | null
  /** Equal for those with the very same words on the same things: they stay together. */
  readonly alike: number
}

export interface ClusterPage {
  readonly items: readonly ClusterItem[]
  readonly count: number
  readonly next: string | null
  readonly prices: PainPrices
  /** When what words weigh was learnt; null before the first time. */
  readonly learntAt: string | null
  /** Of services, items, problems and of the organizations whose clusters they are. */
  readonly titles: Titles
}

export interface OneCluster extends ClusterItem {
  /** Incidents that a problem opened from it takes, the newest: all, or as many as a problem takes at once. */
  readonly takes: number
  readonly prices: PainPrices
  readonly incidents: readonly ClusterIncident[]
  readonly next: string | null
  readonly titles: Titles
}

export interface ClusterCalls {
  clusters(asked: { readonly show?: string; readonly sort?: string; readonly limit?: number; readonly after?: string }): Promise<ClusterPage>
  /** By any of its incidents; refused as not_found where nothing else is like it. */
  cluster(incidentId: string, asked?: { readonly limit?: number; readonly after?: string }): Promise<OneCluster>
  /** A problem with the incidents and the evidence. */
  openCluster(incidentId: string, input: { readonly title?: string; readonly ownerId?: string; readonly incidentIds?: readonly string[] }): Promise<{ readonly number: string }>
}

export const clusterCalls = (call: Transport): ClusterCalls => ({
  clusters: (asked) => call(`/api/problems/proposals${queryOf({ ...asked })}`),
  cluster: (incidentId, asked) => call(`/api/problems/proposals/${encodeURIComponent(incidentId)}${queryOf({ ...asked })}`),
  openCluster: (incidentId, input) => call(`/api/problems/proposals/${encodeURIComponent(incidentId)}/open`, { method: 'POST', body: input }),
})
