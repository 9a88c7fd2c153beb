/** What an import finds here before it changes anything: items, other nodes, relations, what sources said before, and what is still to be answered. */
import type { NodeRecord, RelationKind, RelationSource } from '../../model/graph.ts'
import type { AttrOfType } from './ci-type.ts'
import type { FieldValue } from './reconcile-observed.ts'

export interface KnownType {
  readonly id: string
  readonly key: string
  readonly fields: readonly AttrOfType[]
}

/** A CI as the comparison sees it. */
export interface KnownItem {
  readonly id: string
  /** What somebody changes meanwhile is not overwritten. */
  readonly version: number
  readonly number: string
  readonly name: string
  readonly key: string
  readonly aliases: readonly string[]
  readonly typeId: string
  readonly serialNumber: string | null
  readonly state: string
  /** Somebody answers for it: it may be live. */
  readonly isOwned: boolean
  readonly verifiedAt: string | null
  /** When it was last looked at, whatever was found. */
  readonly comparedAt: string | null
  /** Values by the names that observed fields have: `name`, `assetTag`, `attrs.model`; what is not recorded is absent. */
  readonly fields: Readonly<Record<string, FieldValue>>
}

/** A service, person or organization: found by its names, never made. */
export interface KnownOther {
  readonly id: string
  readonly record: Exclude<NodeRecord, 'ci'>
  /** Name, key, aliases, mail address: all in lower case. */
  readonly names: readonly string[]
}

/** A relation that is valid now. */
export interface KnownRelation {
  readonly id: string
  readonly fromId: string
  readonly toId: string
  readonly kind: RelationKind
  readonly role: 'series' | 'alternate'
  readonly groupName: string | null
  readonly atLeast: number | null
  readonly source: RelationSource
  readonly sourceName: string | null
  readonly confirmedAt: string
}

/** What a source said of a node when it was last read. */
export interface KnownObservation {
  readonly sourceId: string
  readonly sourceKey: string
  readonly record: NodeRecord
  readonly nodeId: string
  readonly fields: Readonly<Record<string, FieldValue>>
  /** When the source was read that said so. */
  readonly seenAt: string
  /** Since when the source does not know it any more; null while it does. */
  readonly goneAt: string | null
}

export type DiscrepancyKind = 'missing' | 'extra' | 'different' | 'ambiguous'

/** A difference that was told before. */
export interface KnownDiscrepancy {
  readonly id: string
  readonly kind: DiscrepancyKind
  readonly sourceKey: string
  readonly field: string | null
  readonly ciId: string | null
  readonly expected: string | null
  readonly observed: string | null
  readonly isTaken: boolean
  readonly state: string
}

/** A source and its rules. */
export interface KnownSource {
  readonly id: string
  readonly name: string
  readonly rank: number
  readonly fieldRanks: Readonly<Record<string, number>>
  readonly mayAdd: boolean
  readonly whenGone: 'retire' | 'raise'
  /** Answers for what it adds. */
  readonly teamId: string | null
}

export interface Known {
  readonly source: KnownSource
  /** All sources of the organization, this one too, by their ids. */
  readonly sources: ReadonlyMap<string, KnownSource>
  /** By their keys. */
  readonly types: ReadonlyMap<string, KnownType>
  readonly items: readonly KnownItem[]
  readonly others: readonly KnownOther[]
  readonly relations: readonly KnownRelation[]
  readonly observations: readonly KnownObservation[]
  /** Of this source: the latest for each place that is not settled for good. */
  readonly discrepancies: readonly KnownDiscrepancy[]
}

/** The number of an authorised change on this CI at any time after the one instant and up to the other; null where there is none. */
export type ExplainedBy = (ciId: string, from: string, to: string) => string | null
