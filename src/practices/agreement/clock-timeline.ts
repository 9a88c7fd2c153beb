/** Folds the facts of a record into the cycles of one obligation, as they stand at a moment. */
import { promise } from '../../model/error.ts'
import { addWorkingDays } from '../../model/working-time.ts'
import type { EpochMs } from '../../model/zone.ts'
import { dueAtOf, extend, openCycle, recalendar, retarget, type Breach, type Cycle, type Doing, type Outcome } from './clock-cycle.ts'
import type { CalendarVersion, ClockFact, ClockInput, TargetVersion } from './clock-facts.ts'

/** Something about the due date that a reader must be told. */
export interface Note {
  readonly at: EpochMs
  readonly code: 'target_changed' | 'calendar_changed' | 'calendar_repaired' | 'reopened' | 'new_cycle' | 'back_dated'
  /** Due before and after, or null where it was not known. */
  readonly dueBefore: EpochMs | null
  readonly dueAfter: EpochMs | null
  /** What it was and became: `P3`, `Office hours v2`; empty where the code says all. */
  readonly was: string
  readonly became: string
  readonly reason: string | null
  readonly by: string | null
  /** A repair shows the breach it took back. */
  readonly breachBefore: Breach | null
}

/** A due date set by hand. */
export interface ManualDue {
  readonly dueAt: EpochMs
  readonly setAt: EpochMs
  readonly reason: string | null
  readonly by: string | null
}

export interface Timeline {
  /** All cycles, the current one last; empty before the start. */
  readonly cycles: readonly Cycle[]
  readonly status: 'idle' | 'live' | 'stopped'
  /** What is done or waited for now. */
  readonly doing: Doing
  /** How it ended where it never started. */
  readonly endedBeforeStart: Outcome | null
  readonly notes: readonly Note[]
  readonly manualDue: ManualDue | null
}

/** A reopening within so many working days goes on with the same obligation. */
const usualReopenWindowWorkingDays = 5

const endings: Partial<Record<ClockFact['type'], Exclude<Outcome, 'met' | 'breached'>>> = { cancel: 'cancelled', merge: 'merged', withdraw: 'withdrawn' }

/** Facts later than `now`, or recorded after `knownAt`, are left out. */
export function timelineOf(input: ClockInput, now: EpochMs): Timeline {
  const cycles: Cycle[] = []
  const notes: Note[] = []
  let cycle: Cycle | null = null
  let status = 'idle' as Timeline['status']
  let worker: Pick<Doing, 'party' | 'who'> = { party: 'us', who: null }
  let waiting: Doing | null = null
  let openFrom = now
  let manualDue: ManualDue | null = null
  let endedBeforeStart: Outcome | null = null
  let key = ''
  /** A target named while the clock stood holds from the reopening. */
  let namedMeanwhile: (ClockFact & { type: 'target' }) | null = null

  for (const { fact, at } of inOrder(input, now)) {
    if (fact.recordedAt !== undefined && Date.parse(fact.recordedAt) > at) notes.push(note('back_dated', at, fact))
    advance(at, false)
    apply(fact, at)
  }
  if (status === 'live') advance(now, true)
  return { cycles, status, doing: doing(), endedBeforeStart, notes, manualDue }

  function doing(): Doing {
    return waiting ?? { ...worker, reason: null }
  }

  /** Closes the stretch that was open until `at`. */
  function advance(at: EpochMs, isNow: boolean): void {
    if (cycle !== null && status === 'live') extend(cycle, openFrom, at, doing(), 'live', isNow)
    if (status === 'live') openFrom = at
  }

  function apply(fact: ClockFact, at: EpochMs): void {
    switch (fact.type) {
      case 'start': return start(fact, at)
      case 'pause': waiting = { party: fact.party ?? 'customer', who: fact.who ?? null, reason: fact.reason }; return
      case 'resume':
        waiting = null
        worker = { party: fact.party ?? worker.party, who: fact.who ?? worker.who }
        return
      case 'handover': worker = { party: fact.party ?? 'us', who: fact.who ?? null }; return
      case 'stop': return stop(cycle?.breach == null ? 'met' : 'breached', at)
      case 'cancel': case 'merge': case 'withdraw': return stop(endings[fact.type] ?? 'cancelled', at)
      case 'reopen': return reopen(fact, at)
      case 'target': return changeTarget(fact, at)
      case 'calendar': return changeCalendar(fact, at)
      case 'manual_due':
        manualDue = fact.dueAt === null ? null : { dueAt: Date.parse(fact.dueAt), setAt: at, reason: fact.reason ?? null, by: fact.by ?? null }
    }
  }

  function start(fact: ClockFact & { type: 'start' }, at: EpochMs): void {
    // One answer and one restoration are owed once; the next news is owed again after each one given.
    if (status === 'live' || (cycle !== null && input.kind !== 'update') || isEnded(cycle?.outcome ?? endedBeforeStart)) return
    worker = { party: fact.party ?? worker.party, who: fact.who ?? worker.who }
    const ended = input.kind === 'update' ? null : endedBeforeStart
    if (cycle === null) key = fact.target
    begin(nextTarget(at), at)
    if (ended !== null) stop(ended, at)
  }

  function begin(target: TargetVersion | null, at: EpochMs): void {
    cycle = openCycle(cycles.length + 1, at, target, target === null ? null : calendarInForce(input, target.calendar, at))
    cycles.push(cycle)
    ;[status, openFrom, endedBeforeStart] = ['live', at, null]
  }

  /** The next news within one record keeps its agreement version; a new cycle of another promise takes the one in force. */
  function nextTarget(at: EpochMs): TargetVersion | null {
    namedMeanwhile = null
    return input.kind === 'update' && cycle !== null ? targetFor(input, { target: key }, cycle.target, at) : targetInForce(input, key, at)
  }

  function stop(outcome: Outcome, at: EpochMs): void {
    if (cycle === null) endedBeforeStart = outcome
    if (cycle === null || status !== 'live') return
    cycle.outcome = outcome
    cycle.stoppedAt = at
    ;[status, openFrom] = ['stopped', at]  }

  function reopen(fact: ClockFact & { type: 'reopen' }, at: EpochMs): void {
    if (cycle === null) endedBeforeStart = null
    if (cycle === null || status !== 'stopped' || cycle.outcome === 'withdrawn') return
    if (input.kind === 'response' && (cycle.outcome === 'met' || cycle.outcome === 'breached')) return
    // Whoever goes on does not begin with the wait in which it was stopped.
    waiting = null
    if (input.kind === 'update' || (fact.cycle ?? windowSays(cycle, at)) === 'new') {
      begin(nextTarget(at), at)
      notes.push(note('new_cycle', at, fact))
      return
    }
    const before = dueAtOf(cycle, openFrom)
    extend(cycle, openFrom, at, doing(), 'stopped', false)
    Object.assign(cycle, { outcome: null, stoppedAt: null, isReopened: true })
    ;[status, openFrom] = ['live', at]
    notes.push(note('reopened', at, fact, { dueBefore: before, dueAfter: dueAtOf(cycle, at) }))
    if (namedMeanwhile !== null) changeTarget(namedMeanwhile, at)
  }

  function windowSays(stopped: Cycle, at: EpochMs): 'same' | 'new' {
    if (stopped.stoppedAt === null || stopped.calendar === null) return 'same'
    const until = addWorkingDays(stopped.calendar.calendar, stopped.stoppedAt, input.reopenWindowWorkingDays ?? usualReopenWindowWorkingDays, 'closing')
    return until === 'beyond_horizon' || at <= until ? 'same' : 'new'
  }

  function changeTarget(fact: ClockFact & { type: 'target' }, at: EpochMs): void {
    key = fact.target
    if (status === 'stopped') namedMeanwhile = fact
    if (cycle === null || status !== 'live') return
    namedMeanwhile = null
    const [was, before] = [cycle.target, dueAtOf(cycle, at)]
    const target = targetFor(input, fact, was, at)
    const isOtherCalendar = target !== null && target.calendar !== cycle.calendar?.key
    retarget(cycle, target, isOtherCalendar ? calendarInForce(input, target.calendar, at) : cycle.calendar, at, fact.mode ?? 'carry_over')
    notes.push(note('target_changed', at, fact, { dueBefore: before, dueAfter: dueAtOf(cycle, at), was: nameOfTarget(was), became: nameOfTarget(target) }))
  }

  function changeCalendar(fact: ClockFact & { type: 'calendar' }, at: EpochMs): void {
    if (cycle === null || status !== 'live') return
    const [was, before, breachBefore] = [cycle.calendar, dueAtOf(cycle, at), cycle.breach]
    const calendar = calendarInForce(input, fact.calendar, at, fact.version)
    recalendar(cycle, calendar, at, fact.isRepair === true)
    notes.push(note(fact.isRepair === true ? 'calendar_repaired' : 'calendar_changed', at, fact, {
      dueBefore: before, dueAfter: dueAtOf(cycle, at), was: nameOfCalendar(was), became: nameOfCalendar(calendar), breachBefore: fact.isRepair === true ? breachBefore : null,
    }))
  }
}

/** Known and past facts by their instant; equal instants in the order given, but nothing of one instant before the first start. */
function inOrder(input: ClockInput, now: EpochMs): { fact: ClockFact; at: EpochMs }[] {
  const knownAt = input.knownAt === undefined ? Infinity : Date.parse(input.knownAt)
  const known = input.facts
    .map((fact) => ({ fact, at: Date.parse(fact.at) }))
    .filter(({ fact, at }) => at <= now && (fact.recordedAt === undefined || Date.parse(fact.recordedAt) <= knownAt))
    .sort((a, b) => a.at - b.at)
  const start = known.findIndex(({ fact }) => fact.type === 'start')
  const first = known[start]
  if (first === undefined) return known
  const place = known.findIndex(({ at }) => at === first.at)
  return [...known.slice(0, place), first, ...known.slice(place, start), ...known.slice(start + 1)]
}

/** The agreement must be in force when the obligation starts; that it ends later does not end what has started. */
function targetInForce(input: ClockInput, key: string, at: EpochMs): TargetVersion | null {
  let found: TargetVersion | null = null
  for (const target of input.targets) {
    if (target.key !== key || instantOr(target.from, -Infinity) > at || instantOr(target.until, Infinity) <= at) continue
    if (found === null || instantOr(target.from, -Infinity) >= instantOr(found.from, -Infinity)) found = target
  }
  return found
}

function targetFor(input: ClockInput, fact: { readonly target: string; readonly agreementVersion?: number }, was: TargetVersion | null, at: EpochMs): TargetVersion | null {
  const known = input.targets.filter((target) => target.key === fact.target)
  const pinned = fact.agreementVersion ?? was?.agreement.version
  const same = known.find((target) => target.agreement.version === pinned && (was === null || target.agreement.name === was.agreement.name))
  return same ?? targetInForce(input, fact.target, at)
}

/** The version in force at an instant; before the first one there was no other, so the first one holds. */
function calendarInForce(input: ClockInput, key: string, at: EpochMs, version?: number): CalendarVersion {
  const versions = input.calendars.filter((calendar) => calendar.key === key && (version === undefined || calendar.version === version))
  const found = versions
    .toSorted((a, b) => instantOr(a.from, -Infinity) - instantOr(b.from, -Infinity) || a.version - b.version)
    .reduce<CalendarVersion | undefined>((best, next) => (best === undefined || instantOr(next.from, -Infinity) <= at ? next : best), undefined)
  promise(found !== undefined, `the clock is given calendar ${key}${version === undefined ? '' : ` version ${version}`}`)
  return found
}

function isEnded(outcome: Outcome | null): boolean {
  return outcome === 'cancelled' || outcome === 'merged' || outcome === 'withdrawn'
}

function instantOr(text: string | null, otherwise: number): number {
  return text === null ? otherwise : Date.parse(text)
}

function note(code: Note['code'], at: EpochMs, fact: ClockFact, more: Partial<Note> = {}): Note {
  return { at, code, dueBefore: null, dueAfter: null, was: '', became: '', reason: fact.reason ?? null, by: fact.by ?? null, breachBefore: null, ...more }
}

function nameOfTarget(target: TargetVersion | null): string {
  return target === null ? 'no target' : `${target.key}, ${target.agreement.name} v${target.agreement.version}`
}

function nameOfCalendar(calendar: CalendarVersion | null): string {
  return calendar === null ? 'no calendar' : `${calendar.name} v${calendar.version}`
}
