/** What an import would do, as values: items to add and change, relations, differences to tell, and what is kept for the next comparison. */
import type { NodeRecord } from '../../model/graph.ts'
import type { DiscrepancyKind, ExplainedBy, KnownDiscrepancy, KnownItem } from './reconcile-known.ts'
import type { FieldValue, ObservedNode } from './reconcile-observed.ts'
import type { RelationPlan } from './reconcile-relations.ts'

/** An item to record. */
export interface NewItem {
  /** `new:` and the node's key, until it has an id. */
  readonly place: string
  readonly key: string
  readonly typeId: string
  readonly aliases: readonly string[]
  readonly state: 'planned' | 'received' | 'build_test' | 'live'
  /** Live there; here it is received, because nobody would answer for it. */
  readonly isOwnerless: boolean
  readonly fields: Readonly<Record<string, FieldValue>>
}

export interface ItemChange {
  readonly item: KnownItem
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly aliases: readonly string[] | null
}

/** A difference to tell, or to note as explained by a change. */
export interface NewDiscrepancy {
  readonly kind: DiscrepancyKind
  readonly sourceKey: string
  readonly ciId: string | null
  readonly field: string | null
  readonly expected: string | null
  readonly observed: string | null
  readonly isTaken: boolean
  readonly explainedBy: string | null
}

/** What a source said, to be kept for the next comparison; `nodeId` may be the place of a new item. */
export interface NewObservation {
  readonly sourceKey: string
  readonly record: ObservedNode['record']
  readonly nodeId: string
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly isChanged: boolean
}

export interface Counts {
  readonly nodes: number
  readonly relations: number
  match: number
  extra: number
  missing: number
  different: number
  ambiguous: number
  explained: number
}

/** More than a tenth of what a source knew is gone. */
export interface Loss {
  readonly what: 'items' | 'relations'
  readonly gone: number
  readonly known: number
}

export interface Plan {
  readonly create: readonly NewItem[]
  readonly change: readonly ItemChange[]
  readonly retire: readonly { readonly item: KnownItem; readonly sourceKey: string }[]
  /** Live there and not yet here; somebody answers for them. */
  readonly goLive: readonly KnownItem[]
  readonly verify: readonly KnownItem[]
  /** Looked at and still other than recorded, of which nothing new is told. */
  readonly compare: readonly KnownItem[]
  readonly relations: RelationPlan
  readonly raise: readonly NewDiscrepancy[]
  /** Told before and seen again with another value. */
  readonly renew: readonly { readonly discrepancy: KnownDiscrepancy; readonly observed: string | null; readonly isTaken: boolean }[]
  /** Told before and as recorded again. */
  readonly settle: readonly KnownDiscrepancy[]
  readonly observations: readonly NewObservation[]
  /** What kind of node an id stands for, and its name. */
  recordOf(id: string): NodeRecord
  nameOf(id: string): string
  readonly gone: readonly string[]
  readonly losses: readonly Loss[]
  readonly counts: Counts
  readonly remarks: readonly { readonly line: number; readonly key: string; readonly reason: string }[]
}

export interface PlanOptions {
  /** The instant of the import. */
  readonly at: string
  /** The files hold only a part of what the source knows: nothing is missing. */
  readonly isPart: boolean
  readonly explainedBy: ExplainedBy
}
