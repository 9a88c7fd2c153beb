/** Calls of the graph of what stands on what: what is around a thing, what would hurt most, what hangs loose, and the one question after an incident. */
import type { NodeRecord, Reached, RelationKind, RelationSource } from '../model/graph.ts'
import { queryOf, type Transport } from './transport.ts'

/** A thing of the graph. */
export interface GraphNode {
  readonly id: string
  readonly record: NodeRecord
  readonly number: string
  readonly name: string
  /** Name of its type, such as "Virtual machine"; null for services, people and organizations. */
  readonly type: string | null
  /** As of the moment that was asked for. */
  readonly state: string
  /** Of a service: `service`, `application`, `infrastructure` or `supplier`. */
  readonly layer?: string | null
  /** Of a service. */
  readonly tier?: string | null
}

/** "from stands on to", as the graph draws it; `confidence` is what is believed of it at the moment asked for, 0 to 1. */
export interface GraphRelation {
  readonly id: string
  readonly fromId: string
  readonly toId: string
  readonly kind: RelationKind
  readonly role: 'series' | 'alternate'
  readonly groupName: string | null
  readonly atLeast: number | null
  readonly standby?: 'hot' | 'warm' | null
  readonly confidence: number
  readonly confirmedAt?: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly source: RelationSource
}

/** What is around the things asked for; they are among the nodes themselves. */
export interface Around {
  readonly nodes: readonly GraphNode[]
  readonly relations: readonly GraphRelation[]
  readonly reached: readonly Reached[]
  /** More was found than is given. */
  readonly isCut?: boolean
}

/** See `GET /api/graph/around`. */
export interface AroundAsked {
  readonly ids: readonly string[]
  readonly direction: 'above' | 'below'
  /** As of when; now where absent. */
  readonly at?: string
  readonly depth?: number
}

/** The service fails (X), another takes over by itself (A), another must be started (B). */
export type FailureEffect = 'X' | 'A' | 'B'

/** A thing with what happens to services where it fails, the worst first. */
export interface TonightItem extends GraphNode {
  readonly services: readonly TonightService[]
}
export interface TonightService {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly tier: string | null
  readonly effect: FailureEffect
  /** Ids from the thing to the service. */
  readonly path?: readonly string[]
}
export interface Tonight {
  readonly items: readonly TonightItem[]
  readonly computedAt?: string
}

/** A thing without which a service does not work. */
export interface SinglePoint extends GraphNode {
  readonly path?: readonly string[]
  readonly confidence?: number
}

/** A thing that hangs loose, with what is missing. */
export interface Orphan extends GraphNode {
  readonly reasons: readonly string[]
}

/** The relation that an incident used and that is least sure. */
export interface RelationQuestion {
  readonly relationId: string
  readonly version?: number
  readonly from: Pick<GraphNode, 'id' | 'record' | 'number' | 'name'>
  readonly to: Pick<GraphNode, 'id' | 'record' | 'number' | 'name'>
  readonly kind: RelationKind
  readonly confidence: number
  readonly confirmedAt: string
  readonly source: RelationSource
}

export interface GraphCalls {
  around(asked: AroundAsked): Promise<Around>
  tonight(): Promise<Tonight>
  singlePoints(serviceId: string): Promise<{ readonly items: readonly SinglePoint[] }>
  orphans(): Promise<{ readonly items: readonly Orphan[]; readonly count?: number }>
  relationQuestion(incidentId: string): Promise<{ readonly question: RelationQuestion | null }>
}

export const graphCalls = (call: Transport): GraphCalls => ({
  around: (asked) => call(`/api/graph/around${queryOf({ ...asked })}`),
  tonight: () => call('/api/graph/tonight'),
  singlePoints: (serviceId) => call(`/api/graph/single-points${queryOf({ serviceId })}`),
  orphans: () => call('/api/graph/orphans'),
  relationQuestion: (incidentId) => call(`/api/incidents/${encodeURIComponent(incidentId)}/relation-question`),
})
