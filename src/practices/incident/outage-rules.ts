/** What an outage's instants say: their order, the length of each phase, downtime without counting twice, minutes lost by users. Pure. */
import { refuse, type Refusal } from '../../model/record.ts'

/** The instants of one failure in their order; null: not known. ITIL's expanded incident life-cycle. */
export interface Phases {
  readonly startedAt: string
  readonly detectedAt: string | null
  readonly diagnosedAt: string | null
  readonly repairedAt: string | null
  readonly recoveredAt: string | null
  readonly endedAt: string | null
}

const order = [
  ['startedAt', 'began'], ['detectedAt', 'was detected'], ['diagnosedAt', 'was diagnosed'], ['repairedAt', 'was repaired'], ['recoveredAt', 'was recovered'], ['endedAt', 'ended'],
] as const

/** Refuses a phase before the one it follows, or later than `now`; unknown ones are left out. */
export function phaseRefusal(phases: Phases, now: string): Refusal | null {
  let before: { readonly at: string; readonly word: string } | null = null
  for (const [field, word] of order) {
    const at = phases[field]
    if (at === null) continue
    if (at > now) return refuse(field === 'startedAt' ? 'An outage cannot begin in the future; a planned one is a maintenance window.' : `That it ${word} lies in the future; say so when it has happened.`, field)
    if (before !== null && at < before.at) return refuse(`It ${word} before it ${before.word}.`, field)
    before = { at, word }
  }
  return null
}

/** Names that the service does not list; a service that lists none knows none, and any is taken. */
export function functionRefusal(named: readonly string[] | null | undefined, known: readonly string[]): Refusal | null {
  const strange = known.length === 0 ? undefined : named?.find((name) => !known.includes(name))
  return strange === undefined ? null : refuse(`${strange} is no vital function of this service; it has ${known.join(', ')}.`, 'vitalFunctions')
}

/** What counts of an outage: the less of it, the better the service looks. */
export interface Weight {
  readonly startedAt: string
  readonly degree: number
  readonly isPlanned: boolean
  readonly usersAffected: number | null
  readonly vitalFunctions: readonly string[] | null
}

/** Which of these values would make the outage count for less, in words; empty where none does. */
export function lessIn(before: Weight, after: Weight): readonly string[] {
  return [
    after.startedAt > before.startedAt ? 'a later beginning' : null, after.degree < before.degree ? 'a smaller share lost' : null, after.isPlanned && !before.isPlanned ? 'that it was planned' : null,
    (before.usersAffected ?? 0) > (after.usersAffected ?? 0) || (before.usersAffected === null && after.usersAffected === 0) ? 'fewer users' : null, before.vitalFunctions?.some((name) => after.vitalFunctions?.includes(name) !== true) === true ? 'fewer vital functions' : null,
  ].filter((x) => x !== null)
}

/** What the outage belongs to, as far as its rules ask: the incident's number and state; null where it has none. */
export interface Belongs {
  readonly number: string
  readonly state: string
  /** It was closed or cancelled before, and is worked on again. */
  readonly wasOver?: boolean
}

/** States in which an incident goes on. */
export const workedOn: ReadonlySet<string> = new Set(['new', 'classified', 'assigned', 'in_progress', 'pending'])
/** An outage that goes on belongs to an incident that goes on. */
export const ownerRefusal = (owner: Belongs | null): Refusal | null =>
  (owner === null || workedOn.has(owner.state) ? null : refuse(`${owner.number} is ${owner.state}: nothing of it goes on. Reopen it first, or record an outage that has ended.`, 'incidentId'))

/** Whether numbers may rest on it by now: its incident is over or was, or it is over or was itself and has none. */
const isSettled = (wasEnded: boolean, owner: Belongs | null): boolean => (owner === null ? wasEnded : owner.state === 'closed' || owner.state === 'cancelled' || owner.wasOver === true)

/** What would weaken evidence that numbers rest on is done by two: one proposes, another confirms. `less`: what `lessIn` found, or that it is withdrawn; `at`: its state, and whether it has an end or had one. */
export function weakenRefusal(less: readonly string[], at: { readonly state: string; readonly wasEnded: boolean }, owner: Belongs | null, reason: string | undefined): Refusal | null {
  if (less.length === 0) return null
  if (isSettled(at.wasEnded, owner)) return refuse(`${owner === null ? `It ${at.state === 'open' ? 'was' : 'is'} over` : owner.wasOver === true ? `${owner.number} was over` : `${owner.number} is ${owner.state}`}, and numbers rest on it: ${less.join(', ')} needs a second person. Propose it with the reason, and another confirms it.`)
  return reason === undefined ? refuse(`It would count for less (${less.join(', ')}): say why.`, 'reason') : null
}

/** Seconds of each phase; null where one of its two ends is not known. `restore` is the whole, from the beginning until users can work again. */
export interface PhaseSeconds {
  readonly detect: number | null
  readonly diagnose: number | null
  readonly repair: number | null
  readonly recover: number | null
  readonly restore: number | null
}

export function phaseSeconds(p: Phases): PhaseSeconds {
  const between = (from: string | null, to: string | null): number | null => (from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 1000)
  return {
    detect: between(p.startedAt, p.detectedAt), diagnose: between(p.detectedAt, p.diagnosedAt), repair: between(p.diagnosedAt, p.repairedAt),
    recover: between(p.repairedAt, p.recoveredAt), restore: between(p.startedAt, p.endedAt),
  }
}

export interface Span {
  readonly startedAt: string
  /** Null: it goes on. */
  readonly endedAt: string | null
}

/** Seconds covered by these spans until `now`, each second once however many of them cover it. `[startedAt, endedAt)`, in any order. */
export function coveredSeconds(spans: readonly Span[], now: string): number {
  let [covered, until] = [0, -Infinity]
  for (const [from, to] of spans.map((s) => [Date.parse(s.startedAt), Date.parse(s.endedAt ?? now)] as const).toSorted((a, b) => a[0] - b[0])) {
    covered += Math.max(0, to - Math.max(from, until))
    until = Math.max(until, to)
  }
  return covered / 1000
}

/** Minutes that users lost: length × users × share of the service lost. Null where nobody knows how many users, which is not none. */
export function userMinutes(o: Span & { readonly usersAffected: number | null; readonly degree: number }, now: string): number | null {
  return o.usersAffected === null ? null : (coveredSeconds([o], now) / 60) * o.usersAffected * o.degree
}
