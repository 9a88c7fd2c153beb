/** Calls of the graph of what stands on what: what is around a thing, what would hurt most, what hangs loose, and the one question after an incident. */
import { type NodeRecord, nodeRecords, type Reached, type RelationKind, type RelationSource } from '../model/graph.ts'
import type { SearchHit } from './shapes.ts'
import { queryOf, type Transport } from './transport.ts'

/** A thing of the graph. */
export interface GraphNode {
  readonly id: string
  readonly record: NodeRecord
  readonly number: string
  readonly name: string
  /** Name of its type, such as "Virtual machine"; what it is where it is no item: "Service", "Supplier", "Own organization". */
  readonly type: string
  /** Of a service its layer, of an item the key of its type. */
  readonly layer: string | null
  /** At the moment asked for; null where it was not recorded yet, or its journal may not be seen. */
  readonly state: string | null
  /** Of a service. */
  readonly tier: string | null
}

/** "from stands on to"; `confidence` is what is believed of it at the moment asked for, 0 to 1. */
export interface GraphRelation {
  readonly id: string
  readonly number: string
  readonly fromId: string
  readonly toId: string
  readonly kind: RelationKind
  readonly role: 'series' | 'alternate'
  readonly groupName: string | null
  readonly atLeast: number | null
  readonly standby: 'hot' | 'warm' | null
  readonly confidence: number
  readonly confirmedAt: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly source: RelationSource
  readonly sourceName: string | null
}

/** One of those that a walk found, and which way it went. */
export interface Found extends Reached {
  readonly direction: 'above' | 'below'
}

/** What is around the things asked for; they are among the nodes themselves. */
export interface Around {
  readonly at: string
  readonly nodes: readonly GraphNode[]
  readonly relations: readonly GraphRelation[]
  readonly reached: readonly Found[]
  /** More was found than is given. */
  readonly isCut: boolean
}

/** See `GET /api/graph/around`. */
export interface AroundAsked {
  readonly ids: readonly string[]
  readonly direction: 'above' | 'below' | 'both'
  /** As of when; now where absent. */
  readonly at?: string
  readonly depth?: number
  /** At most so many each way, up to 5,000. */
  readonly most?: number
}

/** The service fails (X), another must be started (B), another takes over by itself (A). */
export type FailureEffect = 'X' | 'B' | 'A'

/** A thing with what its loss alone does to services, the gravest first. */
export interface TonightItem extends GraphNode {
  readonly counts: Readonly<Record<FailureEffect, number>>
  readonly hits: readonly { readonly id: string; readonly number: string; readonly name: string; readonly tier: string | null; readonly effect: FailureEffect }[]
}
export interface Tonight {
  readonly at: string
  readonly items: readonly TonightItem[]
  /** Of all things whose loss is felt; `items` are the first of them. */
  readonly count: number
  /** Live services that were looked at. */
  readonly services: number
  readonly isCut: boolean
}

/** A service with the things that it cannot do without. */
export interface SinglePoints {
  /** `count` of all its points; `pointIds` are those of them that are named in `points`. */
  readonly services: readonly (GraphNode & { readonly count: number; readonly pointIds: readonly string[] })[]
  /** With the number of services that stop with each, those of most services first. */
  readonly points: readonly (GraphNode & { readonly services: number })[]
  /** Of all points; more may be than are named. */
  readonly count: number
  readonly isCut: boolean
}

/** Loose ends of one kind: all are counted, the first are named. */
export interface LooseList {
  readonly kind: string
  readonly label: string
  readonly count: number
  readonly items: readonly GraphNode[]
}
/** A thing that is loose, once, with every way in which it is: kinds of `LooseList`. */
export interface LooseThing extends GraphNode {
  readonly ways: readonly string[]
}
export interface LooseEnds {
  /** Things that are loose, each counted once; `things` are the first of them, those loose in most ways first. */
  readonly count: number
  readonly things: readonly LooseThing[]
  readonly lists: readonly LooseList[]
  readonly verifiedWithinDays: number
}

type Named = Pick<GraphNode, 'id' | 'record' | 'number' | 'name'>

/** What is asked once after an incident; `text` is the question in words, null where nothing is asked. */
export interface RelationQuestion {
  readonly why: 'ask' | 'missing' | 'answered' | 'sure' | 'none' | 'not_resolved' | 'nothing_broken'
  readonly text: string | null
  /** The least sure relation of the way that the incident took; answered by its confirm or deny. */
  readonly question: { readonly relationId: string; readonly from: Named | null; readonly to: Named | null; readonly kind: RelationKind; readonly confidence: number; readonly confirmedAt: string; readonly source: RelationSource } | null
  /** Nobody knew a way: what a new relation would say. */
  readonly missing: Readonly<Record<string, unknown>> | null
}

/** What each source of configuration knows, and what is open of it. */
export interface Reconciliation {
  readonly items: readonly {
    readonly id: string
    /** Nodes that it last said are there, and those that it no longer says. */
    readonly known: number
    readonly gone: number
    /** Discrepancies that nobody has explained, by kind. */
    readonly raised: Readonly<Record<string, number>>
  }[]
}

export interface GraphCalls {
  reconciliation(): Promise<Reconciliation>
  around(asked: AroundAsked, signal?: AbortSignal): Promise<Around>
  tonight(asked?: { readonly record?: NodeRecord; readonly limit?: number }): Promise<Tonight>
  /** By id or number; of all live services where none is named. */
  singlePoints(serviceId?: string): Promise<SinglePoints>
  /** Of one kind, or of all: at most `limit` things, up to 1,000. */
  looseEnds(asked?: { readonly kind?: string; readonly limit?: number }): Promise<LooseEnds>
  relationQuestion(incidentId: string): Promise<RelationQuestion>
  /** Things by words of their name, key, or other names, or by number. */
  findThings(q: string): Promise<readonly SearchHit[]>
}

export const graphCalls = (call: Transport): GraphCalls => ({
  around: (asked, signal) => call(`/api/graph/around${queryOf({ ...asked })}`, signal === undefined ? {} : { signal }),
  tonight: (asked) => call(`/api/graph/tonight${queryOf({ ...asked })}`),
  singlePoints: (serviceId) => call(`/api/graph/single-points${queryOf({ serviceId })}`),
  reconciliation: () => call('/api/reconciliation'),
  looseEnds: (asked) => call(`/api/graph/orphans${queryOf({ ...asked })}`),
  relationQuestion: (incidentId) => call(`/api/incidents/${encodeURIComponent(incidentId)}/relation-question`),
  findThings: async (q) => (await call<{ readonly items: readonly SearchHit[] }>(`/api/search${queryOf({ q, records: nodeRecords.join(','), limit: 30 })}`)).items,
})
