/** Calls about the process map: what really happened to incidents, and the records behind each part. */
import { queryOf, type Transport } from './transport.ts'

/** What the nodes are: our states, the states of the former system, or the teams. */
export type ProcessView = 'state' | 'source' | 'team'

/** Which incidents; instants in UTC, lists with commas. */
export interface ProcessAsked {
  readonly view: ProcessView
  readonly from?: string
  readonly to?: string
  readonly serviceId?: string
  readonly orgId?: string
  readonly teamId?: string
  readonly priority?: string
}

/** A node; `medianSeconds` is how long it stayed before it went on, null where it never did. */
export interface ProcessNode {
  readonly activity: string
  readonly events: number
  readonly cases: number
  readonly starts: number
  readonly ends: number
  readonly medianSeconds: number | null
}
export interface ProcessArrow {
  readonly from: string
  readonly to: string
  readonly count: number
  readonly cases: number
  readonly medianSeconds: number
  readonly p90Seconds: number
}
export interface ProcessReturn {
  readonly from: string
  readonly via: string
  readonly count: number
  readonly cases: number
}
export interface ProcessWay {
  readonly key: string
  readonly activities: readonly string[]
  readonly cases: number
  readonly medianSeconds: number
  readonly example: string
}
/** A step that the lifecycle does not know; `instead` are the states it knows there. */
export interface ProcessDeviation {
  readonly kind: 'start' | 'move'
  readonly from: string | null
  readonly to: string
  readonly count: number
  readonly cases: number
  readonly instead: readonly string[]
}

/** The map; each list from the most frequent down. */
export interface ProcessAnswer {
  readonly view: ProcessView
  readonly cases: number
  /** How many fit the question; where `isCut`, only the newest of them are counted. */
  readonly matching: number
  readonly isCut: boolean
  readonly events: number
  readonly activities: readonly ProcessNode[]
  readonly arrows: readonly ProcessArrow[]
  readonly returns: readonly ProcessReturn[]
  readonly ways: readonly ProcessWay[]
  readonly wayCount: number
  /** Words for nodes; one without stands for itself. */
  readonly names: Readonly<Record<string, string>>
  /** Null where the nodes are not our states. */
  readonly conformance: { readonly fitness: number; readonly fittingCases: number; readonly cases: number; readonly deviations: readonly ProcessDeviation[] } | null
}

/** Which part of the map is opened: exactly one of node, arrow, return (`at`, `via`, `at` again), beginning, end or way. */
export type ProcessPart = { readonly at: string; readonly next?: string } | { readonly at: string; readonly via: string } | { readonly begins: string } | { readonly ends: string } | { readonly way: string }

export interface ProcessRecord {
  readonly recordId: string
  readonly number: string
  readonly title: string
  readonly times: number
  readonly seconds: number | null
  readonly at: string
}
export interface ProcessRecordPage {
  readonly items: readonly ProcessRecord[]
  readonly count: number
  readonly next: string | null
}

export interface ProcessCalls {
  process(asked: ProcessAsked): Promise<ProcessAnswer>
  /** The longest first. */
  processRecords(asked: ProcessAsked, part: ProcessPart, page: { readonly limit: number; readonly after?: string }): Promise<ProcessRecordPage>
}

export const processCalls = (call: Transport): ProcessCalls => ({
  process: (asked) => call(`/api/process${queryOf({ ...asked })}`),
  processRecords: (asked, part, page) => call(`/api/process/records${queryOf({ ...asked, ...part, ...page })}`),
})
