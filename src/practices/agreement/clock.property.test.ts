/** What must hold for every story of an obligation, whatever the calendar. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aroundTheClock, weekdays, type Calendar, type Hours } from '../../model/calendar.ts'
import { addWorkingSeconds, isOpen, workingSecondsBetween } from '../../model/working-time.ts'
import { obligationAt, thresholdsBetween } from './clock.ts'
import type { ClockFact, ClockInput, TargetVersion } from './clock-facts.ts'

const week = (zone: string, ...hours: Hours[]): Calendar => ({ zone, hours: Object.fromEntries(weekdays.slice(0, 5).map((weekday) => [weekday, hours])) })
const anyCalendar = fc.constantFrom<Calendar>(
  week('Europe/Berlin', ['09:00', '17:00']), week('America/New_York', ['08:00', '12:00'], ['13:00', '17:30']), aroundTheClock,
  { ...week('Australia/Lord_Howe', ['00:00', '24:00']), yearlyHolidays: ['12-24/01-02'] },
)
const base = Date.parse('2024-03-20T00:00:00Z')
/** Odd milliseconds apart, so that no two facts and no opening fall on one instant by chance. */
const anyMoment = fc.integer({ min: 0, max: 14 * 24 * 60 }).map((minute) => base + minute * 60_000 + 7)
const iso = (at: number): string => new Date(at).toISOString()
const hours = (count: number): number => count * 3600
const targetsOf = (...budgets: number[]): TargetVersion[] => budgets.map((budget) => ({
  key: String(budget), agreement: { name: 'SLA-1', version: 1 }, from: null, until: null, budget: { seconds: hours(budget) }, calendar: 'c', pauseReasons: ['customer'],
}))
const inputOf = (calendar: Calendar, facts: ClockFact[]): ClockInput => ({
  kind: 'resolution', facts, targets: targetsOf(1, 4, 8, 24, 40), calendars: [{ key: 'c', name: 'c', version: 1, from: null, calendar }],
})
const anyBudget = fc.constantFrom(1, 4, 8, 24, 40)
const start = (at: number, budget: number): ClockFact => ({ type: 'start', at: iso(at), target: String(budget) })
/** Pauses as pairs of instants in order, none touching another. */
const anyPauses = fc.uniqueArray(anyMoment, { maxLength: 8 }).map((moments) => {
  const sorted = moments.sort((a, b) => a - b)
  return Array.from({ length: Math.floor(sorted.length / 2) }, (_, i) => [sorted[2 * i] ?? 0, sorted[2 * i + 1] ?? 0] as const)
})
const pauseFacts = (pauses: readonly (readonly [number, number])[]): ClockFact[] =>
  pauses.flatMap(([from, to]): ClockFact[] => [{ type: 'pause', at: iso(from), reason: 'customer', party: 'customer' }, { type: 'resume', at: iso(to) }])
const later = base + 60 * 86_400_000

describe('for every story', () => {
  test('start and budget and pauses before the due instant add up to it', () => {
    fc.assert(fc.property(anyCalendar, anyBudget, anyPauses, (calendar, budget, pauses) => {
      const one = obligationAt(inputOf(calendar, [start(base, budget), ...pauseFacts(pauses)]), iso(later))
      const { why } = one
      if (why === null || one.dueAt === null) throw new Error('there is a target')
      expect(addWorkingSeconds(calendar, Date.parse(why.startAt), why.budgetSeconds + why.pausedSeconds)).toBe(Date.parse(one.dueAt))
    }))
  })

  test('the due instant leaves exactly the budget uncounted for by pauses', () => {
    fc.assert(fc.property(anyCalendar, anyBudget, anyPauses, (calendar, budget, pauses) => {
      const { dueAt } = obligationAt(inputOf(calendar, [start(base, budget), ...pauseFacts(pauses)]), iso(later))
      const due = Date.parse(dueAt ?? '')
      const paused = pauses.reduce((sum, [from, to]) => sum + workingSecondsBetween(calendar, from, Math.max(from, Math.min(to, due))), 0)
      expect(workingSecondsBetween(calendar, base, due) - paused).toBeCloseTo(hours(budget), 6)
    }))
  })

  test('a pause inside closed hours moves nothing', () => {
    const calendar = week('Europe/Berlin', ['09:00', '17:00'])
    fc.assert(fc.property(anyBudget, anyMoment, fc.integer({ min: 1, max: 700 }), (budget, from, minutes) => {
      const to = from + minutes * 60_000
      fc.pre(!isOpen(calendar, from) && workingSecondsBetween(calendar, from, to) === 0)
      const plain = obligationAt(inputOf(calendar, [start(base, budget)]), iso(later)).dueAt
      expect(obligationAt(inputOf(calendar, [start(base, budget), ...pauseFacts([[from, to]])]), iso(later)).dueAt).toBe(plain)
    }))
  })

  test('a later stop is never better, and a longer budget never worse', () => {
    fc.assert(fc.property(anyCalendar, anyPauses, anyMoment, anyMoment, (calendar, pauses, a, b) => {
      const [first, second] = a < b ? [a, b] : [b, a]
      const outcome = (budget: number, at: number): string => obligationAt(inputOf(calendar, [start(base, budget), ...pauseFacts(pauses), { type: 'stop', at: iso(at) }]), iso(later)).state
      if (outcome(8, first) === 'breached') expect(outcome(8, second)).toBe('breached')
      if (outcome(8, first) === 'met') expect(outcome(24, first)).toBe('met')
    }))
  })

  test('by carry-over only the last target counts, whatever came between', () => {
    fc.assert(fc.property(anyCalendar, anyPauses, fc.array(fc.tuple(anyMoment, anyBudget), { maxLength: 5 }), anyBudget, (calendar, pauses, changes, last) => {
      const change = (at: number, budget: number): ClockFact => ({ type: 'target', at: iso(at), target: String(budget) })
      const end = base + 15 * 86_400_000
      const changed = obligationAt(inputOf(calendar, [start(base, 40), ...pauseFacts(pauses), ...changes.map(([at, budget]) => change(at, budget)), change(end, last)]), iso(later))
      expect(changed.dueAt).toBe(obligationAt(inputOf(calendar, [start(base, last), ...pauseFacts(pauses)]), iso(later)).dueAt)
    }))
  })

  test('what is used is the sum of the segments that count, and the segments leave no gap', () => {
    fc.assert(fc.property(anyCalendar, anyPauses, anyMoment, (calendar, pauses, now) => {
      const one = obligationAt(inputOf(calendar, [start(base, 8), ...pauseFacts(pauses)]), iso(now))
      expect(one.segments.filter(({ counts }) => counts).reduce((sum, { workingSeconds }) => sum + workingSeconds * 1000, 0)).toBeCloseTo(one.elapsedWorkingSeconds * 1000, 5)
      expect(one.segments.map(({ to }) => to)).toEqual([...one.segments.slice(1).map(({ from }) => from), iso(now)])
      expect(one.segments[0]?.from).toBe(iso(base))
    }))
  })

  test('each threshold fires once, however the time is cut', () => {
    fc.assert(fc.property(anyCalendar, anyPauses, fc.array(fc.tuple(anyMoment, anyBudget), { maxLength: 3 }), fc.uniqueArray(anyMoment, { maxLength: 12 }), (calendar, pauses, changes, looks) => {
      const input = inputOf(calendar, [start(base, 8), ...pauseFacts(pauses), ...changes.map(([at, budget]): ClockFact => ({ type: 'target', at: iso(at), target: String(budget) }))])
      const cuts = [base - 1, ...looks.sort((a, b) => a - b), later]
      const seen = cuts.slice(1).flatMap((to, i) => thresholdsBetween(input, iso(cuts[i] ?? 0), iso(to)).map(({ key }) => key))
      expect(seen).toEqual(obligationAt(input, iso(later)).firings.map(({ key }) => key))
      expect(new Set(seen).size).toBe(seen.length)
    }))
  })

  test('a breach, once there, stays while time goes on', () => {
    fc.assert(fc.property(anyCalendar, anyPauses, fc.array(fc.tuple(anyMoment, anyBudget), { maxLength: 3 }), anyMoment, anyMoment, (calendar, pauses, changes, a, b) => {
      const input = inputOf(calendar, [start(base, 8), ...pauseFacts(pauses), ...changes.map(([at, budget]): ClockFact => ({ type: 'target', at: iso(at), target: String(budget) }))])
      const before = obligationAt(input, iso(Math.min(a, b)))
      if (before.breachedAt !== null) expect(obligationAt(input, iso(Math.max(a, b))).breachedAt).toBe(before.breachedAt)
    }))
  })

  test('any order and any kind of facts is answered', () => {
    const anyFact = fc.tuple(anyMoment, fc.constantFrom('start', 'pause', 'resume', 'handover', 'stop', 'reopen', 'cancel', 'merge', 'withdraw', 'target', 'calendar', 'manual_due'), anyBudget)
      .map(([at, type, budget]) => ({ at: iso(at), type, target: String(budget), reason: 'customer', calendar: 'c', dueAt: null, isRepair: budget === 1, mode: budget === 4 ? 'prospective' : 'carry_over' }) as unknown as ClockFact)
    fc.assert(fc.property(anyCalendar, fc.constantFrom('response' as const, 'resolution' as const, 'update' as const), fc.array(anyFact, { maxLength: 20 }), anyMoment, (calendar, kind, facts, now) => {
      const one = obligationAt({ ...inputOf(calendar, facts), kind }, iso(now))
      expect(one.elapsedWorkingSeconds).toBeGreaterThanOrEqual(0)
      expect(one.cycles.slice(0, -1).every(({ outcome }) => outcome !== null)).toBe(true)
      expect(JSON.parse(JSON.stringify(one))).toEqual(one)
    }), { numRuns: 500 })
  })
})
