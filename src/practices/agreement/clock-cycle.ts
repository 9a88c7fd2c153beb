/** One cycle of an obligation: from its start to its stop, with what was used, broken and warned of on the way. */
import { addWorkingSeconds } from '../../model/working-time.ts'
import type { EpochMs } from '../../model/zone.ts'
import { countedMs, dueOf, promisedBy, reachedAt, workingMs, type Promised, type Span } from './clock-due.ts'
import type { CalendarVersion, Party, TargetVersion } from './clock-facts.ts'

/** How a broken promise came about: time ran out, or a new target made it so. A later, longer target never mends it. */
export interface Breach {
  readonly at: EpochMs
  /** The due instant that was missed. */
  readonly dueAt: EpochMs
  readonly by: 'time' | 'reclassification'
}

/** A threshold of used working time that was reached. `key` is the same however often it is computed. */
export interface Firing {
  readonly key: string
  readonly cycle: number
  readonly ratio: number
  readonly at: EpochMs
}

export type Outcome = 'met' | 'breached' | 'cancelled' | 'merged' | 'withdrawn'

/** Who is at work, or what is waited for; null `reason` is work. */
export interface Doing {
  readonly party: Party
  readonly who: string | null
  readonly reason: string | null
}

export interface Cycle {
  readonly number: number
  readonly startedAt: EpochMs
  readonly spans: Span[]
  target: TargetVersion | null
  calendar: CalendarVersion | null
  promised: Promised | null
  breach: Breach | null
  isReopened: boolean
  stoppedAt: EpochMs | null
  outcome: Outcome | null
  readonly firings: Firing[]
  /** By ratio: how often it was armed, and whether it has fired since. */
  readonly armed: Map<number, { times: number; isSpent: boolean }>
}

/** The whole budget; the warning comes from the target. */
export const brokenRatio = 1
export const usualWarnRatio = 0.75

/** Ratios of the current target at which somebody is to be told, rising. */
export function thresholdRatios(target: TargetVersion | null): readonly number[] {
  const warnRatio = target?.warnRatio ?? usualWarnRatio
  return warnRatio < brokenRatio ? [warnRatio, brokenRatio] : [brokenRatio]
}

export function openCycle(number: number, startedAt: EpochMs, target: TargetVersion | null, calendar: CalendarVersion | null): Cycle {
  const promised = target !== null && calendar !== null ? promisedBy(target, calendar, startedAt, 0) : null
  return {
    number, startedAt, spans: [], target, calendar, promised, breach: null, isReopened: false, stoppedAt: null, outcome: null, firings: [], armed: new Map(),
  }
}

/** Whether waiting for this reason stops the clock of this target. */
export function isPausing(target: TargetVersion | null, doing: Doing): boolean {
  return doing.reason !== null && target !== null && target.pauseReasons.includes(doing.reason)
}

/** Adds the stretch `[from, to)` and finds what it broke and reached. At `isNow` an instant just reached counts as reached. */
export function extend(cycle: Cycle, from: EpochMs, to: EpochMs, doing: Doing, status: 'live' | 'stopped', isNow: boolean): void {
  const counts = status === 'live' && !isPausing(cycle.target, doing)
  const usedBefore = countedMs(cycle.spans)
  const span: Span = {
    from, to, counts, ...doing, status: status === 'stopped' ? 'stopped' : doing.reason === null ? 'working' : 'waiting',
    target: cycle.target, calendar: cycle.calendar, workingMs: workingMs(cycle.calendar, from, to),
  }
  if (to > from) addSpan(cycle.spans, span)
  if (status === 'stopped') return
  if (counts) fireReached(cycle, span, usedBefore, isNow)
  breakWhatPassed(cycle, to)
}

/** A fact that changed nothing about the stretch does not cut it in two. */
function addSpan(spans: Span[], span: Span): void {
  const last = spans.at(-1)
  const isSame = last !== undefined && last.to === span.from && last.status === span.status && last.counts === span.counts && last.party === span.party
    && last.who === span.who && last.reason === span.reason && last.target === span.target && last.calendar === span.calendar
  if (isSame) spans.splice(-1, 1, { ...last, to: span.to, workingMs: last.workingMs + span.workingMs })
  else spans.push(span)
}

function fireReached(cycle: Cycle, span: Span, usedBefore: number, isNow: boolean): void {
  const { promised } = cycle
  if (promised?.budgetMs == null || span.calendar === null) return
  for (const ratio of thresholdRatios(cycle.target)) {
    const armed = cycle.armed.get(ratio) ?? { times: 1, isSpent: false }
    const left = promised.forgivenMs + promised.budgetMs * ratio - usedBefore
    if (armed.isSpent || left > span.workingMs) continue
    const reached = left <= 0 ? span.from : addWorkingSeconds(span.calendar.calendar, span.from, left / 1000)
    // What is reached as the stretch ends belongs to the next one: a stop at the due instant is in time.
    if (reached === 'beyond_horizon' || !(reached < span.to || isNow)) continue
    cycle.firings.push({ key: `${cycle.number}/${ratio}/${armed.times}`, cycle: cycle.number, ratio, at: reached })
    cycle.armed.set(ratio, { times: armed.times, isSpent: true })
  }
}

/** A promise is broken once its due instant has passed: stopping at the very instant keeps it. */
function breakWhatPassed(cycle: Cycle, at: EpochMs): void {
  const dueAt = cycle.breach === null ? usedUpAt(cycle) : null
  if (dueAt !== null && dueAt < at) cycle.breach = { at: dueAt, dueAt, by: 'time' }
}

function usedUpAt(cycle: Cycle): EpochMs | null {
  const { promised, calendar } = cycle
  if (promised?.budgetMs == null || calendar === null) return null
  const used = reachedAt(cycle.spans, promised.forgivenMs + promised.budgetMs)
  return used === null ? null : dueOf(promised, cycle.spans, calendar, used)
}

/** When it is due, or would be if the clock went on at `at`; null without a target or an end in sight. */
export function dueAtOf(cycle: Cycle, at: EpochMs): EpochMs | null {
  return cycle.promised === null || cycle.calendar === null ? null : dueOf(cycle.promised, cycle.spans, cycle.calendar, at)
}

/** Puts another target in place at `at`, counted from the start of the cycle or from now. */
export function retarget(cycle: Cycle, target: TargetVersion | null, calendar: CalendarVersion | null, at: EpochMs, mode: 'carry_over' | 'prospective'): void {
  const before = dueAtOf(cycle, at)
  cycle.target = target
  if (calendar !== null && cycle.calendar === null) recount(cycle, calendar)
  cycle.calendar = calendar ?? cycle.calendar
  const isProspective = mode === 'prospective'
  cycle.promised = target === null || cycle.calendar === null
    ? null
    : promisedBy(target, cycle.calendar, isProspective ? at : cycle.startedAt, isProspective ? countedMs(cycle.spans) : 0)
  const after = dueAtOf(cycle, at)
  if (cycle.breach === null && after !== null && after < at) cycle.breach = { at, dueAt: after, by: 'reclassification' }
  rearm(cycle, before, after)
}

/** Counts the remainder in another calendar; a repair counts the past of the cycle in it too, and judges it anew. */
export function recalendar(cycle: Cycle, calendar: CalendarVersion, at: EpochMs, isRepair: boolean): void {
  const before = dueAtOf(cycle, at)
  cycle.calendar = calendar
  if (isRepair) {
    recount(cycle, calendar)
    if (cycle.promised !== null) cycle.promised = promisedBy(cycle.promised.target, calendar, cycle.promised.since, countedMs(cycle.spans.filter((span) => span.to <= (cycle.promised?.since ?? 0))))
    if (cycle.breach?.by === 'time') cycle.breach = null
    breakWhatPassed(cycle, at)
  }
  rearm(cycle, before, dueAtOf(cycle, at))
}

function recount(cycle: Cycle, calendar: CalendarVersion): void {
  const spans = cycle.spans.map((span) => ({ ...span, calendar, workingMs: workingMs(calendar, span.from, span.to) }))
  cycle.spans.splice(0, cycle.spans.length, ...spans)
}

/** A threshold that has fired fires again only if the due instant moved later and it lies ahead again. */
function rearm(cycle: Cycle, before: EpochMs | null, after: EpochMs | null): void {
  const { promised } = cycle
  if (promised?.budgetMs == null || before === null || after === null || after <= before) return
  const used = countedMs(cycle.spans) - promised.forgivenMs
  for (const [ratio, armed] of cycle.armed) {
    if (armed.isSpent && used < promised.budgetMs * ratio) cycle.armed.set(ratio, { times: armed.times + 1, isSpent: false })
  }
}
