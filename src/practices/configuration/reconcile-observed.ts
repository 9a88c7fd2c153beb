/** What a source says is there, in one form for all sources: nodes with natural keys, relations between them, and how many of a group are enough. */
import type { NodeRecord, RelationKind } from '../../model/graph.ts'

/** States that a source can tell of a CI; what it calls otherwise is left out. */
export type ObservedState = 'planned' | 'received' | 'build_test' | 'live' | 'maintenance' | 'retired' | 'disposed'

export type FieldValue = string | number | boolean

/** One thing that a source knows. */
export interface ObservedNode {
  readonly is: 'node'
  /** By which the source itself knows it, the same at each import: `device:17`, `deployment:shop/api`. */
  readonly key: string
  /** Only CIs are ever made by an import; the others are looked up. */
  readonly record: NodeRecord
  /** Key of its CI type; empty for what is no CI. */
  readonly type: string
  readonly name: string
  /** Names under which the network and monitoring know it, in lower case. */
  readonly hostNames: readonly string[]
  readonly serialNumber?: string
  readonly email?: string
  readonly state?: ObservedState
  /** The CI's own fields by their name, and those of its type by `attrs.` and their name. Only what the source says. */
  readonly fields: Readonly<Record<string, FieldValue>>
  /** Nothing is said where it is not known here: it was only mentioned. */
  readonly isMention?: boolean
  /** Line or number of the element in its file, from 1. */
  readonly line: number
}

/** `from` stands on `to`; both are keys of nodes of the same source. */
export interface ObservedRelation {
  readonly is: 'relation'
  readonly from: string
  readonly to: string
  readonly kind: RelationKind
  readonly role: 'series' | 'alternate'
  /** Alternates of one group stand in for each other. A needed one may name a group too, until the source says how many of it are enough. */
  readonly groupName?: string
  /** So many of the group are enough. */
  readonly atLeast?: number
  readonly standby?: 'hot' | 'warm'
  readonly line: number
}

/** What a source says of a whole group of alternates, apart from its members: so many are enough, or a share of them, or all are needed. */
export interface ObservedGroup {
  readonly is: 'group'
  /** Key of the node that stands on the group. */
  readonly of: string
  readonly groupName: string
  readonly enough: { readonly count: number } | { readonly share: number } | 'all'
  readonly line: number
}

export type Observed = ObservedNode | ObservedRelation | ObservedGroup

/** Something in a file that could not be taken, and why. */
export interface ReadFault {
  readonly line: number
  readonly key: string
  readonly reason: string
}

/** A whole file or set of files, read: each node once, each relation once, groups applied to the relations. */
export interface Observation {
  /** By their keys. */
  readonly nodes: ReadonlyMap<string, ObservedNode>
  readonly relations: readonly ObservedRelation[]
}

/** An import holds one picture in memory; beyond this it is a mistake or an attack. */
export const mostNodes = 200_000
export const mostRelations = 1_000_000

export const relationKey = (r: Pick<ObservedRelation, 'from' | 'to' | 'kind'>): string => `${r.kind}\n${r.from}\n${r.to}`
