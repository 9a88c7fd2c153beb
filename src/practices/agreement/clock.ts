/** The clock of an obligation: what was promised, what of it is used, when it is due, and why; a pure function of the facts. */
import { openHoursOf } from '../../model/open-hours.ts'
import { isOpen, nextClosing, nextOpening, type BeyondHorizon } from '../../model/working-time.ts'
import type { EpochMs } from '../../model/zone.ts'
import { brokenRatio, dueAtOf, isPausing, thresholdRatios, type Cycle } from './clock-cycle.ts'
import { countedMs, type Span } from './clock-due.ts'
import type { ClockInput } from './clock-facts.ts'
import type { CycleOutcome, Obligation, ObligationNote, ObligationState, Segment, ThresholdFiring, Why } from './clock-reading.ts'
import { timelineOf, type Note, type Timeline } from './clock-timeline.ts'

/** Less than this left is soon, however long the budget. */
const soonSeconds = 1800

/** Reads the clock at `now`. Facts later than `now` do not exist yet, so any past moment can be read again. */
export function obligationAt(input: ClockInput, now: string): Obligation {
  const at = Date.parse(now)
  const timeline = timelineOf(input, at)
  const cycle = timeline.cycles.at(-1)
  return cycle === undefined ? unstarted(input, timeline, at) : started(input, timeline, cycle, at)
}

/**
 * The firings in `(after, upTo]`: read at `upTo`, each comes up once however the time between is cut. One that is
 * `late` lies further back than `lateAfterSeconds` and was missed while nobody looked; whoever tells of it says so.
 */
export function thresholdsBetween(input: ClockInput, after: string, upTo: string, lateAfterSeconds = 60): (ThresholdFiring & { readonly isLate: boolean })[] {
  const [from, to] = [Date.parse(after), Date.parse(upTo)]
  return obligationAt(input, upTo).firings
    .filter((firing) => Date.parse(firing.at) > from && Date.parse(firing.at) <= to)
    .map((firing) => ({ ...firing, isLate: to - Date.parse(firing.at) > lateAfterSeconds * 1000 }))
}

/**
 * When the clock must be looked at again: the next threshold, opening or closing; null where nothing will change by
 * itself. A moment after the due instant rather than at it, because only then is the promise broken.
 */
export function nextLookAt(obligation: Obligation): string | null {
  const brokenAt = obligation.breachedAt === null && obligation.dueAt !== null && obligation.stoppedAt === null ? iso(Date.parse(obligation.dueAt) + 1) : null
  const moments = [obligation.opensAt, obligation.countsUntil, brokenAt, ...obligation.upcoming.map(({ ratio, at }) => (ratio === brokenRatio ? null : at))]
  return moments.filter((moment) => moment !== null && moment > obligation.asOf).sort()[0] ?? null
}

/** The one to show where there is room for one: live clocks by their due instant, then paused ones, then the rest. */
export function tightest(obligations: readonly Obligation[]): Obligation | undefined {
  const rank = (one: Obligation): string => (one.stoppedAt !== null || one.projectedDueAt === null ? '2' : one.dueAt === null ? '1' : '0') + (one.projectedDueAt ?? '')
  return obligations.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0))[0]
}

function started(input: ClockInput, timeline: Timeline, cycle: Cycle, now: EpochMs): Obligation {
  const { promised, calendar, breach } = cycle
  const isLive = timeline.status === 'live'
  const budgetMs = promised?.budgetMs ?? null
  const elapsedMs = countedMs(cycle.spans) - (promised?.forgivenMs ?? 0)
  const isUsedUp = budgetMs !== null && elapsedMs >= budgetMs && elapsedMs > 0
  const isPaused = isLive && isPausing(cycle.target, timeline.doing) && !isUsedUp
  const projected = dueAtOf(cycle, cycle.stoppedAt ?? now)
  const isCalendarOpen = calendar === null || isOpen(calendar.calendar, now)
  const used = budgetMs === null ? null : budgetMs === 0 ? 1 : elapsedMs / budgetMs
  const state = stateOf({ cycle, isLive, isPaused, isCalendarOpen, used, leftMs: (budgetMs ?? 0) - elapsedMs })
  const runs = state === 'running' || state === 'soon' || state === 'over'
  const stands = !isCalendarOpen || isPausing(cycle.target, timeline.doing)
  const dueAt = isPaused ? null : projected
  return {
    kind: input.kind,
    state,
    asOf: iso(now),
    cycle: cycle.number,
    isReopened: cycle.isReopened,
    startedAt: iso(cycle.startedAt),
    stoppedAt: isoOr(cycle.stoppedAt),
    dueAt: isoOr(dueAt),
    projectedDueAt: isoOr(projected),
    budgetSeconds: budgetMs === null ? null : budgetMs / 1000,
    elapsedWorkingSeconds: elapsedMs / 1000,
    remainingWorkingSeconds: budgetMs === null ? null : (budgetMs - elapsedMs) / 1000,
    usedRatio: used,
    breachedAt: isoOr(breach?.at),
    breachBy: breach?.by ?? null,
    waitingFor: isLive ? timeline.doing.reason : null,
    opensAt: isLive && !isCalendarOpen && calendar !== null ? isoOr(known(nextOpening(calendar.calendar, now))) : null,
    countsUntil: !runs || calendar === null ? null : stands ? iso(now) : isoOr(known(nextClosing(calendar.calendar, now))),
    ...timesBeside(input, timeline, now),
    firings: timeline.cycles.flatMap(({ firings }) => firings.map((firing) => ({ ...firing, at: iso(firing.at) }))),
    upcoming: isLive ? upcomingOf(cycle, isPaused, now) : [],
    segments: timeline.cycles.flatMap(({ number, spans }) => spans.map((span) => segmentOf(number, span))),
    cycles: timeline.cycles.map(outcomeOf),
    manualDue: timeline.manualDue === null ? null : { ...timeline.manualDue, dueAt: iso(timeline.manualDue.dueAt), setAt: iso(timeline.manualDue.setAt) },
    notes: timeline.notes.map(noteOf),
    why: whyOf(cycle, dueAt, projected ?? now),
    problem: promised !== null && isLive && projected === null ? 'beyond_horizon' : null,
  }
}

function stateOf(facts: { cycle: Cycle; isLive: boolean; isPaused: boolean; isCalendarOpen: boolean; used: number | null; leftMs: number }): ObligationState {
  const { cycle, used } = facts
  const hasTarget = cycle.promised !== null
  if (!facts.isLive) return cycle.outcome === 'met' && !hasTarget ? 'no_target' : (cycle.outcome ?? 'met')
  if (cycle.breach !== null) return 'over'
  if (!hasTarget) return 'no_target'
  if (facts.isPaused) return 'paused'
  if (!facts.isCalendarOpen) return 'out_of_hours'
  if (used === null) return 'running'
  return used >= (thresholdRatios(cycle.target)[0] ?? 1) || facts.leftMs < soonSeconds * 1000 ? 'soon' : 'running'
}

/** Pauses and wall clock over all cycles: what attainment alone would hide. */
function timesBeside(input: ClockInput, { cycles, status }: Timeline, now: EpochMs): Pick<Obligation, 'pausedWorkingSeconds' | 'pausedWallSeconds' | 'shadowWallSeconds' | 'pauseRatio'> {
  const paused = cycles.flatMap(({ spans }) => spans.filter((span) => span.status === 'waiting' && !span.counts))
  const pausedMs = paused.reduce((sum, span) => sum + span.to - span.from, 0)
  const from = input.requestedAt === undefined ? (cycles[0]?.startedAt ?? now) : Date.parse(input.requestedAt)
  const to = status === 'live' ? now : (cycles.at(-1)?.stoppedAt ?? now)
  return {
    pausedWorkingSeconds: paused.reduce((sum, span) => sum + span.workingMs, 0) / 1000,
    pausedWallSeconds: pausedMs / 1000,
    shadowWallSeconds: Math.max(0, to - from) / 1000,
    pauseRatio: to > from ? pausedMs / (to - from) : 0,
  }
}

function upcomingOf(cycle: Cycle, isPaused: boolean, now: EpochMs): Obligation['upcoming'] {
  const { promised } = cycle
  if (promised?.budgetMs == null) return []
  const budgetMs = promised.budgetMs
  return thresholdRatios(cycle.target)
    .filter((ratio) => cycle.armed.get(ratio)?.isSpent !== true)
    .map((ratio) => ({ ratio, at: isPaused ? null : isoOr(dueAtOf({ ...cycle, promised: { ...promised, budgetMs: budgetMs * ratio, landsAt: null } }, now)) }))
}

function segmentOf(cycle: number, span: Span): Segment {
  const { from, to, status, party, who, counts, reason, calendar, target } = span
  return {
    cycle, from: iso(from), to: iso(to), status, party, who, counts, reason, workingSeconds: span.workingMs / 1000, wallSeconds: (to - from) / 1000,
    calendar: calendar === null ? null : { name: calendar.name, version: calendar.version }, target: target?.key ?? null, agreement: target?.agreement ?? null,
  }
}

function outcomeOf(cycle: Cycle): CycleOutcome {
  const budgetMs = cycle.promised?.budgetMs ?? null
  return {
    cycle: cycle.number, startedAt: iso(cycle.startedAt), stoppedAt: isoOr(cycle.stoppedAt), outcome: cycle.outcome, isReopened: cycle.isReopened,
    dueAt: cycle.stoppedAt === null ? null : isoOr(dueAtOf(cycle, cycle.stoppedAt)), breachedAt: isoOr(cycle.breach?.at),
    elapsedWorkingSeconds: (countedMs(cycle.spans) - (cycle.promised?.forgivenMs ?? 0)) / 1000, budgetSeconds: budgetMs === null ? null : budgetMs / 1000,
  }
}

function noteOf({ breachBefore, ...note }: Note): ObligationNote {
  return { ...note, at: iso(note.at), dueBefore: isoOr(note.dueBefore), dueAfter: isoOr(note.dueAfter), breachedAtBefore: isoOr(breachBefore?.at) }
}

function whyOf(cycle: Cycle, dueAt: EpochMs | null, until: EpochMs): Why | null {
  const { promised, calendar } = cycle
  if (promised?.budgetMs == null || promised.target.budget === null || calendar === null) return null
  const { words, workingDaySeconds } = openHoursOf(calendar.calendar)
  const before = cycle.spans.filter((span) => !span.counts && span.from >= promised.since && span.from < until)
  const sum = (status: Span['status']): number => before.filter((span) => span.status === status).reduce((ms, span) => ms + span.workingMs, 0) / 1000
  return {
    startAt: iso(promised.since), budgetSeconds: promised.budgetMs / 1000, budget: promised.target.budget,
    pausedSeconds: sum('waiting'), stoppedSeconds: sum('stopped'), dueAt: isoOr(dueAt),
    calendar: { name: calendar.name, version: calendar.version, zone: calendar.calendar.zone, hours: words, workingDaySeconds },
    agreement: promised.target.agreement, target: promised.target.key, isProspective: promised.since !== cycle.startedAt,
  }
}

function unstarted(input: ClockInput, timeline: Timeline, now: EpochMs): Obligation {
  const ended = timeline.endedBeforeStart
  return {
    kind: input.kind, state: ended === null || ended === 'met' ? 'not_started' : ended, asOf: iso(now), cycle: 0, isReopened: false, startedAt: null, stoppedAt: null,
    dueAt: null, projectedDueAt: null, budgetSeconds: null, elapsedWorkingSeconds: 0, remainingWorkingSeconds: null, usedRatio: null, breachedAt: null, breachBy: null,
    waitingFor: null, opensAt: null, countsUntil: null, pausedWorkingSeconds: 0, pausedWallSeconds: 0, shadowWallSeconds: 0, pauseRatio: 0, firings: [], upcoming: [],
    segments: [], cycles: [], manualDue: null, notes: timeline.notes.map(noteOf), why: null, problem: null,
  }
}

function known(at: EpochMs | BeyondHorizon): EpochMs | null {
  return at === 'beyond_horizon' ? null : at
}

const texts = new Map<EpochMs, string>()
const mostTexts = 20_000

/** Writing an instant costs more than all the arithmetic, and a list writes the same ones again and again. */
function iso(at: EpochMs): string {
  let text = texts.get(at)
  if (text === undefined) {
    if (texts.size >= mostTexts) texts.clear()
    text = new Date(at).toISOString()
    texts.set(at, text)
  }
  return text
}

function isoOr(at: EpochMs | null | undefined): string | null {
  return at == null ? null : iso(at)
}
