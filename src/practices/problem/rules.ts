/** The problem's rules: what each step of its life needs, how long a fix is watched, and whether it held. Pure. */
import { z } from 'zod'
import { enoughDue, fixHeld, type FixVerdict } from '../../analysis/fix-held.ts'
import { plainText } from '../../model/field.ts'
import { refuse, type Refusal } from '../../model/record.ts'
import { endOfNthWorkingDay } from '../../model/working-time.ts'

const dayMs = 86_400_000

/** Days that a fix is watched at least; a default, not an agreed fact. */
export const observationDays = 30
/** And so many times the usual time between its incidents, where that is longer. */
export const observedIntervals = 3
/** A change that costs more than this, in minor units of its currency, needs a business case: 5,000.00. */
export const businessCaseLimitMinor = 500_000

/** What is known of the cause and of the way around it. */
export interface Known {
  readonly causeStatement: string | null
  readonly causeEvidence: string | null
  readonly workaround: string | null
}

/** A known error tells the desk something: a cause that is shown, or a way around it. */
export function knownErrorRefusal({ causeStatement, causeEvidence, workaround }: Known): Refusal | null {
  if (workaround !== null || (causeStatement !== null && causeEvidence !== null)) return null
  return causeStatement === null ? refuse('A known error names its cause with evidence, or a workaround: write one of them.', 'workaround')
    : refuse('The cause is a guess so far: write what shows it, or a workaround that helps whatever the cause is.', 'causeEvidence')
}

/** What a change needs before it is asked for. A cost that nobody said is not nothing. */
export function businessCaseRefusal({ costMinor, currency, businessCase }: { readonly costMinor: number | null; readonly currency: string | null; readonly businessCase: string | null }): Refusal | null {
  if (businessCase !== null) return null
  if (costMinor === null) return refuse('Say what it costs, 0 where it costs nothing, or write the business case: an unknown cost is not a small one.', 'costMinor')
  if (costMinor <= businessCaseLimitMinor) return null
  const [cost, limit] = [costMinor, businessCaseLimitMinor].map((n) => (n / 100).toFixed(2))
  return refuse(`It costs ${cost} ${currency ?? ''}, more than ${limit}: write the business case, or accept what is left as a risk with an owner and a day to review it.`.replaceAll('  ', ' '), 'businessCase')
}

/** The change that brings a solution, as far as its problem asks. */
export interface Brings {
  readonly number: string
  readonly state: string
  readonly result: string | null
  readonly actualEnd: string | null
}

const [off, done] = [new Set(['rejected', 'cancelled']), new Set(['implemented', 'reviewed', 'closed'])]
const isUndone = ({ result }: Brings): boolean => result === 'failed' || result === 'backed_out'

/** The change that is to be raised, with what it is about. */
export interface Raised extends Brings {
  readonly createdAt: string
  /** The problem that it was written to solve. */
  readonly problemId: string | null
  /** When it was recorded that this is its problem; null where it names none. What is said after its end does not count. */
  readonly problemNamedAt: string | null
  readonly ciIds: readonly string[]
  readonly serviceIds: readonly string[]
  readonly impact: { readonly serviceIds: readonly string[] } | null
}

/** The problem that wants a change. */
export interface Wanting {
  readonly id: string
  /** Since when it is open: recorded, or reopened last. */
  readonly openSince: string
  /** Services and items that it, or one of its incidents, names. */
  readonly things: ReadonlySet<string>
}

/**
 * A solution is brought by a change that was for this problem. One that is done or being done says so itself where it named the problem before its
 * end; else it was written since the problem is open, and touches what the problem names. One that has not begun yet can still be made to bring
 * it: it is refused only where both name things, and none of them is the same.
 */
export function raiseRefusal(change: Raised | null, p: Wanting): Refusal | null {
  if (change === null) return refuse('Name the change that brings the solution; where there is none yet, write it first.', 'changeToRaise')
  if (off.has(change.state) || isUndone(change)) return refuse(`${change.number} ${isUndone(change) ? 'did not work out' : `was ${change.state}`}: name a change that brings the solution.`, 'changeToRaise')
  const [isDone, isBegun] = [done.has(change.state), done.has(change.state) || change.state === 'implementing']
  const is = isDone ? 'is done' : isBegun ? 'is being done' : 'is planned'
  const other = isBegun ? 'Name a change that is still to be done, or the one that was raised for it.' : 'Name the one that was written for it, or say in that change which problem it solves.'
  if (change.problemId === p.id) {
    if (change.actualEnd !== null && change.actualEnd < p.openSince) return refuse(`${change.number} was done before this problem was opened, or opened again: it did not solve it. ${other}`, 'changeToRaise')
    if (change.actualEnd === null || (change.problemNamedAt !== null && change.problemNamedAt < change.actualEnd)) return null
  }
  if (isDone && change.problemId !== null && change.problemId !== p.id) return refuse(`${change.number} is done, and was for another problem. ${other}`, 'changeToRaise')
  if (isBegun && change.createdAt < p.openSince) return refuse(`${change.number} ${is}, and was written before this problem was opened: it was not raised for it. ${other}`, 'changeToRaise')
  const touched = [...change.ciIds, ...change.serviceIds, ...change.impact?.serviceIds ?? []]
  if (!isBegun && (touched.length === 0 || p.things.size === 0)) return null
  return touched.some((id) => p.things.has(id)) ? null : refuse(`${change.number} ${is}, and touches nothing that this problem or its incidents name. ${other}`, 'changeToRaise')
}

/** When a solution is said to be in place, and what speaks for it. `raisedAt`: when its change was named. */
export interface Implementing {
  readonly change: Brings | null
  readonly raisedAt: string
  readonly implementedOn: string | null
  readonly reason: string | null
}

/** Said of a time before its change was done, or even named: nobody watched it from then on. */
export const isBackDated = ({ change, raisedAt, implementedOn }: Implementing): boolean =>
  implementedOn !== null && (implementedOn < raisedAt || (change?.actualEnd != null && implementedOn < change.actualEnd))

/** Why it cannot be called implemented; null where its change is done, or somebody says why it is in place all the same. */
export function implementRefusal(i: Implementing, now: string): Refusal | null {
  if (i.implementedOn !== null && i.implementedOn > now) return refuse('It cannot have been done in the future.', 'implementedOn')
  if (i.reason !== null) return null
  if (i.change === null) return refuse('No change brought it. Say why it is in place all the same.', 'reason')
  if (isUndone(i.change)) return refuse(`${i.change.number} did not work out. Say why the solution is in place all the same.`, 'reason')
  if (!done.has(i.change.state)) return refuse(`${i.change.number} is not done yet. Finish it, or say why the solution is in place all the same.`, 'reason')
  return isBackDated(i) ? refuse('That is before its change was done, or named here. Say why; it is watched from now on.', 'reason') : null
}

/** Why it does not stand on record yet; null where it does. */
export const evidenceRefusal = (evidence: string | null | undefined, incidents: number): Refusal | null =>
  (evidence || incidents > 0 ? null : refuse('Say what shows that there is a problem: its incidents, or evidence in words and links.', 'evidence'))

/** A day is a date of its organization's calendar; one that is past cannot be waited for. */
export const reviewDayRefusal = (reviewOn: string | null | undefined, now: string): Refusal | null =>
  (reviewOn && reviewOn < now.slice(0, 10) ? refuse('The day of the review lies in the past; take one to come.', 'reviewOn') : null)

/** Instants of its incidents, oldest first. */
export type Occurrences = readonly string[]

/** Until when a fix done at `implementedAt` is watched: 30 days, or three times the mean interval between its incidents, whichever is longer. */
export function observeUntilOf(implementedAt: string, occurrences: Occurrences): string {
  const { count, exposure } = beforeOf(implementedAt, occurrences)
  const days = Math.max(observationDays, count === 0 ? 0 : observedIntervals * exposure / count)
  return new Date(Date.parse(implementedAt) + days * dayMs).toISOString()
}

/**
 * How often it came before: the first incident begins the observation and is not counted in it, so that the rate is that of the intervals.
 * Exposure in days. Fewer than two incidents give a count of 0: no rate.
 */
function beforeOf(implementedAt: string, occurrences: Occurrences): { readonly count: number; readonly exposure: number } {
  const before = occurrences.filter((at) => at <= implementedAt)
  const [first] = before
  return { count: Math.max(0, before.length - 1), exposure: first === undefined ? 0 : (Date.parse(implementedAt) - Date.parse(first)) / dayMs }
}

/** What was found when somebody asked whether the fix held; kept with the problem, never computed again in place. */
export const fixVerdictSchema = z.strictObject({
  verdict: z.enum(['fixed', 'wait', 'reduced', 'unchanged', 'worse', 'unknown']),
  asOf: z.string(),
  /** Intervals between its incidents before the fix, and the days they took. */
  before: z.strictObject({ count: z.int(), days: z.number() }),
  after: z.strictObject({ count: z.int(), days: z.number() }),
  ratePerDay: z.number().nullable(), due: z.number().nullable(), daysToWait: z.number().nullable(),
  /** Rate after over rate before with its 95 % interval; an end that is infinite is null. */
  ratio: z.strictObject({ value: z.number().nullable(), low: z.number(), high: z.number().nullable(), p: z.number() }).nullable(),
  proof: plainText(20_000).nullable(),
})
export type FoundVerdict = z.infer<typeof fixVerdictSchema>

/** Judges a fix as of `now` from its incidents. */
export function judgeFix(implementedAt: string, occurrences: Occurrences, now: string, proof: string | null = null): FoundVerdict {
  const before = beforeOf(implementedAt, occurrences)
  const after = { count: occurrences.filter((at) => at > implementedAt && at <= now).length, exposure: Math.max(0, Date.parse(now) - Date.parse(implementedAt)) / dayMs }
  const { ratio, ...held } = fixHeld(before, after)
  const finite = (n: number | null): number | null => (n !== null && Number.isFinite(n) ? n : null)
  return {
    ...held, asOf: now, before: { count: before.count, days: before.exposure }, after: { count: after.count, days: after.exposure }, proof,
    ratio: ratio === null ? null : { value: finite(ratio.value), low: finite(ratio.low) ?? 0, high: finite(ratio.high), p: ratio.p },
  }
}

/** Why a fix cannot be called verified yet: it is watched still, it came back, or nothing could tell. */
export function verifyRefusal(observeUntil: string | null, found: FoundVerdict, now: string): Refusal | null {
  if (observeUntil !== null && now < observeUntil) return refuse(`The fix is watched until ${observeUntil.slice(0, 16).replace('T', ' ')} UTC. Verify it then.`)
  return verdictRefusals[found.verdict](found)
}

const times = (n: number): string => (n === 1 ? 'once' : `${n} times`)
const cameBack = (f: FoundVerdict): string => `It came back ${times(f.after.count)} in ${Math.floor(f.after.days)} days`
const verdictRefusals: Readonly<Record<FixVerdict, (f: FoundVerdict) => Refusal | null>> = {
  fixed: () => null,
  wait: (f) => refuse(`None came back, but only ${(f.due ?? 0).toFixed(1)} were due so far and ${enoughDue} are needed to tell. Wait ${Math.ceil(f.daysToWait ?? 0)} more days.`),
  reduced: (f) => refuse(`${cameBack(f)}: less often than before, and not gone. Reopen it to find the rest.`),
  unchanged: (f) => refuse(`${cameBack(f)}, which is no evidence that the fix did anything. Reopen it.`),
  worse: (f) => refuse(`${cameBack(f)}, more often than before. Reopen it, and look at what the change did.`),
  unknown: (f) => (f.after.count > 0 ? refuse(`${cameBack(f)}. Reopen it.`)
    : f.proof === null ? refuse('Fewer than two incidents came before the fix, so no rate can tell whether it is gone. Write as proof how you know.', 'proof') : null),
}

/** The four questions that a major problem is reviewed by. */
export const reviewSchema = z.strictObject({ doneRight: plainText(20_000), doneWrong: plainText(20_000), doBetter: plainText(20_000), prevention: plainText(20_000) })
export type Review = z.infer<typeof reviewSchema>

/** A major problem is reviewed within so many working days of its solution, while people remember. */
export const reviewWorkingDays = 5
const day = [['08:00', '18:00']] as const
const week = { mon: day, tue: day, wed: day, thu: day, fri: day }

/** The end of the working day on which the review of a major problem is due, as an instant; Monday to Friday, without holidays, in this zone. */
export function reviewDueOf(from: string, zone: string): string {
  const due = endOfNthWorkingDay({ zone, hours: week }, Date.parse(from), reviewWorkingDays)
  if (due === 'beyond_horizon') throw new Error('Broken promise: every week has working days')
  return new Date(due).toISOString()
}

/** What stands in the way of closing. */
export interface LooseEnds {
  /** Numbers of its incidents that are still worked on, at most some. */
  readonly openIncidents: readonly string[]
  readonly isOffered: boolean
  readonly isMajor: boolean
  readonly hasReview: boolean
  /** Whether it says what the cause was. */
  readonly hasCause: boolean
}

/** Why it cannot be closed yet; null where nothing is left to do. */
export function closeRefusal({ openIncidents, isOffered, isMajor, hasReview, hasCause }: LooseEnds): Refusal | null {
  if (openIncidents.length > 0) {
    const named = openIncidents.slice(0, 5).join(', ') + (openIncidents.length > 5 ? ' and others' : '')
    return refuse(`${named} ${openIncidents.length === 1 ? 'is' : 'are'} still open: resolve, or unlink what belongs to another cause.`)
  }
  if (isOffered) return refuse('Its known error is still offered to the desk. Retire it with this step or before.', 'retire')
  if (!hasCause) return refuse('Write what the cause was, or that it stayed unknown and why the fix helped: whoever meets this again will look here.', 'causeStatement')
  if (isMajor && !hasReview) return refuse('A major problem is reviewed first: what was done right, what wrong, what to do better, how to prevent it.')
  return null
}
