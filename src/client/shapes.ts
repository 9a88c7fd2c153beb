/** What the API's answers look like, for the browser and the command line alike. */
import type { Role } from '../model/actor.ts'
import type { Fault } from '../model/error.ts'
import type { FieldKind } from '../model/field.ts'
import type { JournalEntry } from '../model/journal.ts'
import type { VerbOffer } from '../model/permission.ts'
import type { Common, StateGroup } from '../model/record.ts'

/** A record as it comes over the wire: what all have, and its own fields by name. */
export type AnyRow = Common & { readonly [field: string]: unknown }

/** How another record is named where only its id stands. */
export interface Titled {
  readonly number: string
  readonly title: string
}
export type Titles = Readonly<Record<string, Titled>>

/** A page of a list; `next` goes back as `after`, null at the end. */
export interface Listed<Row = AnyRow> {
  readonly items: readonly Row[]
  readonly next: string | null
  /** Only where `count=true` was asked for. */
  readonly count?: number
  readonly titles?: Titles
}

/** One record with the verbs its page may draw. */
export type Opened<Row = AnyRow> = Row & { readonly verbs?: readonly VerbOffer[]; readonly titles?: Titles }

/** Filters, order and page of a list: field names and `.not`, `.from`, `.to`, `.empty`; see the list grammar. */
export type ListParams = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** A record's history, oldest first. */
export interface Timeline {
  readonly items: readonly JournalEntry[]
  readonly next?: string | null
}

/** What happened to each record of a bulk move; a refusal of one does not stop the others. */
export interface BulkAnswer {
  readonly results: readonly BulkResult[]
}
export interface BulkResult {
  readonly id: string
  readonly ok: boolean
  readonly detail?: string
  readonly code?: string
}

/** Who is signed in. */
export interface Me {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly role: Role
  readonly reach: 'organization' | 'all'
  readonly zone: string | null
  readonly organization: { readonly id: string; readonly name: string }
  readonly teams: readonly { readonly id: string; readonly name: string }[]
}

export interface SearchHit {
  readonly record: string
  readonly id: string
  readonly number: string
  readonly title: string
  readonly state?: string
  readonly snippet?: string
}

/** An API token; `secret` comes once, when it is made. */
export interface Token {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly createdAt: string
  /** Who made it. */
  readonly createdByName?: string
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
  readonly secret?: string
}

/** What a walk over the whole journal found; `faults` are the first sentences, `faultCount` says how many there are. */
export interface AuditProof {
  readonly records: number
  readonly entries: number
  readonly faults: readonly string[]
  readonly faultCount: number
  readonly tookSeconds: number
}

/** What one integration sent lately. `lastHeardAt` is null where it was not heard for a week. */
export interface IntegrationHeard {
  readonly integrationId: string
  readonly lastHeardAt: string | null
  /** Events of the last 24 h that changed an alert; repeats are not counted. */
  readonly eventsInDay: number
  readonly openAlerts: number
}

/** What a sample became; each fault is a sentence about one event of it. */
export interface MappingTrial {
  readonly events: readonly {
    readonly labels: Readonly<Record<string, string>>
    readonly annotations: Readonly<Record<string, string>>
    readonly state: 'firing' | 'resolved'
    readonly severity: string | null
    readonly occurredAt: string
    readonly link: string
    /** The service that its label names, where there is one. */
    readonly serviceId: string | null
  }[]
  readonly faults: readonly string[]
}

/** One change as the live stream tells it. */
export interface LiveEvent {
  readonly seq: number
  readonly record: string
  readonly id: string
  readonly verb: string
  readonly version: number
}

/** The field of a record as generic lists and forms need it. */
export interface FieldSketch {
  readonly name: string
  /** Name of the record type it belongs to; absent where a page made the field itself. */
  readonly record?: string
  readonly kind: FieldKind
  readonly label: string
  readonly help: string
  readonly owner: 'caller' | 'system'
  readonly optional: boolean
  readonly fixed: boolean
  readonly to: string | null
  readonly words: Readonly<Record<string, string>> | null
  readonly initial: unknown
}
export interface VerbSketch {
  readonly name: string
  readonly label: string
  readonly says: string
  readonly help: string
  readonly key: string | null
  /** States from which it is possible; null: any. */
  readonly from: readonly string[] | null
  readonly edits: readonly string[]
  readonly needs: readonly string[]
  readonly input: readonly FieldSketch[]
  readonly reason: 'required' | 'optional' | null
  readonly quiet: boolean
  readonly by: readonly string[]
}
export interface StateSketch {
  readonly name: string
  readonly label: string
  readonly group: StateGroup
  readonly help: string
}
/** A record type as the API describes it: enough to draw its list, form and page. */
export interface RecordSketch {
  readonly name: string
  readonly plural: string
  readonly prefix: string
  readonly one: string
  readonly many: string
  readonly purpose: string
  readonly title: string
  readonly sort: string
  readonly shareable: boolean
  readonly fields: readonly FieldSketch[]
  /** Names of the fields that are its own, not those that every record has. */
  readonly own: readonly string[]
  readonly states: readonly StateSketch[]
  readonly verbs: readonly VerbSketch[]
  readonly create: VerbSketch
  /** Verb → how a timeline tells it after the actor's name, for all verbs, also those that this caller may not do. */
  readonly sayings: Readonly<Record<string, string>>
  /** Whether this caller may create one; true where the API does not say. */
  readonly creatable: boolean
  /** What it has beside its fields, as its address is called: `comments`, `links`. */
  readonly beside: readonly string[]
}

export type { Fault, JournalEntry, VerbOffer }
