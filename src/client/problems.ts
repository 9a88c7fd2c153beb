/** Calls about problems: what hurts most, known errors that fit what is typed, and what happened around one. */
import { queryOf, type Transport } from './transport.ts'

/** From the least to the most that it can be. */
export interface Range {
  readonly low: number
  readonly high: number
}

/** A problem with what its incidents cost in the time asked for; money in minor units. */
export interface PainItem {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly state: string
  /** A key of `standingWords`. */
  readonly standing: string
  readonly serviceId: string | null
  readonly ownerId: string | null
  readonly isMajor: boolean
  readonly lastAt: string | null
  readonly incidents: number
  /** Incidents whose users or degree nobody recorded. */
  readonly unknown: number
  readonly classic: number
  readonly userMinutes: Range
  readonly costMinor: Range
  /** What it still costs in thirty days, from the last ninety; nothing where the fix held. */
  readonly perMonthMinor: Range
  readonly share: number
  readonly cumulated: number
}

/** What an hour costs, in minor units. `penaltiesMinor` is null as long as agreements keep none: no cost has any in it. */
export interface PainPrices {
  readonly userHourMinor: Range
  readonly effortHourMinor: Range
  readonly currency: string
  readonly penaltiesMinor: number | null
}

export interface PainAnswer {
  readonly from: string
  readonly to: string
  readonly prices: PainPrices
  readonly items: readonly PainItem[]
  readonly verdict: { readonly topFifth: number; readonly topFifthShare: number | null; readonly hasVitalFew: boolean }
  readonly isCut: boolean
}

/** A known error that fits, and why. */
export interface KnownError {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly causeStatement: string | null
  readonly workaround: string | null
  readonly score: number
  readonly because: { readonly words: readonly string[]; readonly isSameService: boolean; readonly ciIds: readonly string[] }
  readonly uses: { readonly worked: number; readonly failed: number }
}

/** One thing that happened; `struck` says why it cannot be the cause. */
export interface ClosureEntry {
  readonly key: string
  readonly at: string
  readonly endAt: string | null
  readonly record: string
  readonly number: string
  readonly title: string
  readonly by: readonly string[]
  readonly struck: string | null
}

export interface ClosureAnswer {
  readonly from: string
  readonly to: string
  readonly effectAt: string
  readonly items: readonly ClosureEntry[]
  readonly cut: readonly string[]
}

/** What a Pareto sheet begins with: `content` as the sheet takes it, divided by the field that tells most; null where nothing is recorded. */
export interface ParetoStart {
  readonly by: 'service' | 'ci' | 'category' | null
  readonly incidents: number
  readonly content: { readonly kind: 'pareto'; readonly unit: string; readonly causes: { readonly cause: string; readonly harm: number; readonly atLeast?: number }[]; readonly rest?: { readonly cause: string; readonly count: number; readonly harm: number; readonly atLeast?: number }[] }
}

export interface ProblemCalls {
  pain(asked?: { readonly from?: string; readonly problemId?: string }): Promise<PainAnswer>
  knownErrors(asked: { readonly text: string; readonly serviceId?: string; readonly limit?: number }, signal?: AbortSignal): Promise<readonly KnownError[]>
  paretoStart(problemId: string): Promise<ParetoStart>
  closure(problemId: string, asked?: { readonly from?: string; readonly to?: string; readonly effectAt?: string }): Promise<ClosureAnswer>
}

export const problemCalls = (call: Transport): ProblemCalls => ({
  pain: (asked) => call(`/api/problems/pain${queryOf({ ...asked })}`),
  knownErrors: async (asked, signal) => (await call<{ readonly items: readonly KnownError[] }>(`/api/problems/known-errors${queryOf({ ...asked })}`, signal === undefined ? {} : { signal })).items,
  paretoStart: (problemId) => call(`/api/problems/${encodeURIComponent(problemId)}/pareto`),
  closure: (problemId, asked) => call(`/api/problems/${encodeURIComponent(problemId)}/timeline-of-closure${queryOf({ ...asked })}`),
})
