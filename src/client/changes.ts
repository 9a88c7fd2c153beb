/** Calls about changes beside their records: what a plan would meet, free times, the agenda, the verdict that pipelines ask for. */
import type { CalendarEntry } from '../model/calendar-entry.ts'
import type { AnyRow, Titles } from './shapes.ts'
import type { Transport } from './transport.ts'

/** One collision; `block`: not now, `serious`: only where somebody accepts it by name, `note`: to be known. `from` and `to` are instants. */
export interface ConflictShown {
  readonly kind: string
  readonly gravity: 'block' | 'serious' | 'note'
  readonly with: { readonly record: string; readonly id: string; readonly number: string } | null
  readonly itemIds: readonly string[]
  readonly from: string
  readonly to: string
  readonly sentence: string
}

/** 0 to 100, most points first. */
export interface RiskShown {
  readonly score: number
  readonly level: 'minor' | 'significant' | 'major'
  readonly reasons: readonly { readonly what: string; readonly points: number; readonly why: string }[]
}

/** What is reached from what a change touches; `path` leads from a touched thing to it. */
export interface ImpactShown {
  readonly asOf: string
  readonly serviceIds: readonly string[]
  readonly reached: readonly { readonly id: string; readonly record: string; readonly depth: number; readonly confidence: number; readonly path: readonly string[] }[]
  readonly count: number
}

/** A plan before it is decided, with the field names of the record. */
export type PlanAsked = Readonly<Record<string, unknown>>

/** What a plan would meet at its time. */
export interface PlanLook {
  readonly conflicts: readonly ConflictShown[]
  readonly risk: RiskShown
  readonly impact: ImpactShown
  /** Who would have to agree, step by step; without names whoever has the role. */
  readonly panel: readonly { readonly step: number; readonly quorum: number; readonly role: string; readonly approverIds: readonly string[] }[]
  readonly titles?: Titles
}

/** A time that is free, or the least bad, with the reasons. */
export interface Slot {
  readonly from: string
  readonly to: string
  /** Whether a change that is submitted now would be planned late at this time. */
  readonly isLate: boolean
  readonly why: readonly string[]
  readonly conflicts: readonly ConflictShown[]
}

/** Times, and where none is free what is in the way of most; `share` of the times that were tried, 0 to 1. */
export interface FoundSlots {
  readonly slots: readonly Slot[]
  /** Where nothing earlier was asked for, they begin from then: before it the change would be planned late. Null: no time is late. */
  readonly notLateFrom: string | null
  readonly sentence: string
  readonly inTheWay: readonly (Pick<ConflictShown, 'kind' | 'gravity' | 'with' | 'sentence'> & { readonly share: number })[]
}

/** What a pipeline is told. `until` is when to ask again; null where that cannot be said. */
export interface Verdict {
  readonly verdict: 'allowed' | 'allowed_with_approval' | 'blocked' | 'ask'
  readonly sentence: string
  readonly rule: string
  readonly until: string | null
  readonly window: { readonly id: string; readonly number: string; readonly name: string } | null
  /** Names that do not say which thing is meant: `several` have it, or nothing has and these are `near` it. */
  readonly unclear: readonly { readonly name: string; readonly are: 'several' | 'near'; readonly candidates: readonly { readonly record: string; readonly id: string; readonly number: string; readonly name: string; readonly key: string }[] }[]
}

/** One change to decide, with all that is needed for it. */
export interface AgendaItem {
  readonly change: AnyRow
  readonly approvals: readonly AnyRow[]
  readonly outcome: { readonly status: 'waiting' | 'approved' | 'rejected'; readonly step: number | null; readonly why: string }
  /** What its record lacks, in words. */
  readonly missing: readonly string[]
  readonly conflicts: readonly ConflictShown[]
  readonly advice: readonly { readonly by: string; readonly at: string; readonly advice: unknown; readonly why: string | null }[]
}

/** What users of a service will notice; `degree` is the share of the service that is lost, 0 to 1. */
export interface OutageShown {
  readonly serviceId: string
  readonly from: string
  readonly to: string
  readonly degree: number
  readonly note: string | null
}

/** What lies in a span, by its start. */
export interface ChangeCalendar {
  /** Empty for those who are not of the operation. */
  readonly entries: readonly CalendarEntry[]
  readonly outages: readonly OutageShown[]
  /** There are more changes than are told: choose a shorter span or one service. */
  readonly isCut: boolean
  readonly titles?: Titles
}

export interface ChangeCalls {
  /** What a recorded change would meet, at its planned time or at another. */
  changeConflicts(id: string, at?: { readonly plannedStart: string; readonly plannedEnd: string }): Promise<PlanLook>
  /** The same of a plan that is not recorded yet. */
  lookAtPlan(plan: PlanAsked): Promise<PlanLook>
  changeSlots(plan: PlanAsked): Promise<FoundSlots>
  askVerdict(question: Readonly<Record<string, unknown>>): Promise<Verdict>
  /** From `from` (inclusive) to `to` (exclusive), at most 400 days. */
  changeCalendar(span: { readonly from: string; readonly to: string; readonly serviceId?: string; readonly teamId?: string }): Promise<ChangeCalendar>
  /** Soonest to begin first; of one team where it is named. */
  changeAgenda(teamId?: string): Promise<{ readonly items: readonly AgendaItem[]; readonly titles?: Titles }>
}

export function changeCalls(call: Transport): ChangeCalls {
  return {
    changeConflicts: (id, at) => call(`/api/changes/${encodeURIComponent(id)}/conflicts`, at === undefined ? {} : { params: { ...at } }),
    lookAtPlan: (plan) => call('/api/changes/look', { method: 'POST', body: plan }),
    changeSlots: (plan) => call('/api/changes/slots', { method: 'POST', body: plan }),
    askVerdict: (question) => call('/api/changes/verdict', { method: 'POST', body: question }),
    changeCalendar: (span) => call('/api/changes/calendar', { params: { ...span } }),
    changeAgenda: (teamId) => call('/api/changes/agenda', teamId === undefined ? {} : { params: { teamId } }),
  }
}
