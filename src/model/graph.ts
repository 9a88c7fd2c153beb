/** The dated graph of what stands on what: its nodes, its kinds of relation, how sure a relation still is, and what a walk along it finds. */

/** Record types whose records are nodes; a service, a person or a supplier is one by its own id. */
export const nodeRecords = ['ci', 'service', 'person', 'organization'] as const
export type NodeRecord = (typeof nodeRecords)[number]

/** Kinds of relation, read from `from` to `to`: "from stands on to". `connected_to` alone says nothing of what fails with what, and may go in circles. */
export const relationKinds = {
  depends_on: 'Stands on', runs_on: 'Runs on', part_of: 'Is part of', supported_by: 'Is looked after by', supplied_by: 'Is supplied by', connected_to: 'Is connected to',
} as const
export type RelationKind = keyof typeof relationKinds

/** Where a relation is known from. */
export const relationSources = {
  person: 'Somebody here', import: 'An import', monitoring: 'Monitoring', incident: 'An incident', service_map: 'The service map',
} as const
export type RelationSource = keyof typeof relationSources

/**
 * Days after which an unconfirmed relation is half as sure. Our judgement, not measured: what monitoring saw is soon another, what
 * somebody said of a contract holds for a year, and the service map is the services' own word, which does not age.
 */
export const halfLifeDays: Readonly<Record<RelationSource, number | null>> = { person: 365, import: 90, monitoring: 30, incident: 180, service_map: null }

const dayMs = 86_400_000

/** What is known of how sure a relation is: as it was when last confirmed. */
export interface Sureness {
  /** 0 to 1, when confirmed. */
  readonly confidence: number
  readonly confirmedAt: string
  readonly source: RelationSource
}

/** How sure a relation is at this instant, 0 to 1; before it was confirmed it was as sure as then. */
export function confidenceAt({ confidence, confirmedAt, source }: Sureness, at: string): number {
  const half = halfLifeDays[source]
  const ageDays = (Date.parse(at) - Date.parse(confirmedAt)) / dayMs
  return half === null || ageDays <= 0 ? confidence : confidence * 0.5 ** (ageDays / half)
}

/** What to walk: `above` is what is hurt where the start fails, `below` what the start stands on. */
export interface AroundOptions {
  readonly direction: 'above' | 'below'
  /** As of when; the moment of the transaction where absent. */
  readonly at?: string
  /** Also along what is valid at any time from `at` until then: a way need not have been whole at any moment. Absent: as of that moment alone. */
  readonly until?: string
  /** Most relations on a way; 50 where absent. */
  readonly depth?: number
  /** Most nodes found, nearest first; 5,000 where absent. */
  readonly most?: number
}

/** A node that a walk found; each node once, by its shortest way, the surest of those. */
export interface Reached {
  readonly id: string
  readonly record: NodeRecord
  /** Relations from the start, 1 or more. */
  readonly depth: number
  /** Product of what is still believed of each relation on the way, 0 to 1. */
  readonly confidence: number
  /** Ids from a start to this node, both included. What the asker may not see is left out. */
  readonly path: readonly string[]
}
