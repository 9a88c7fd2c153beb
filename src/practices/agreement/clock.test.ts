import { describe, expect, test } from 'vitest'
import { aroundTheClock, weekdays, type Calendar, type Hours } from '../../model/calendar.ts'
import { nextLookAt, obligationAt, thresholdsBetween, tightest } from './clock.ts'
import { canonicalInputs, type CalendarVersion, type ClockFact, type ClockInput, type TargetVersion } from './clock-facts.ts'

const hour = 3600
const office = (zone: string, ...hours: Hours[]): Calendar => ({ zone, hours: Object.fromEntries(weekdays.slice(0, 5).map((weekday) => [weekday, hours])) })
const calendarOf = (key: string, calendar: Calendar, more: Partial<CalendarVersion> = {}): CalendarVersion => ({ key, name: key, version: 1, from: null, calendar, ...more })
const calendars = [calendarOf('office', office('Europe/Berlin', ['09:00', '17:00'])), calendarOf('always', { ...aroundTheClock, zone: 'Europe/Berlin' })]
const targetOf = (key: string, hours: number | null, more: Partial<TargetVersion> = {}): TargetVersion => ({
  key, agreement: { name: 'SLA-12', version: 3 }, from: null, until: null, budget: hours === null ? null : { seconds: hours * hour },
  calendar: 'office', pauseReasons: ['customer', 'planned'], ...more,
})
const targets = [targetOf('1', 4), targetOf('2', 8), targetOf('3', 24), targetOf('round', 4, { calendar: 'always' }), targetOf('none', null)]

/** Local time in Berlin as an instant: winter +01:00 unless the text says otherwise. */
const berlin = (text: string): string => new Date(/[Z+]/.test(text.slice(10)) ? text : `${text}+01:00`).toISOString()
type Step = readonly [type: string, at: string, more?: string]
/** `['pause', at, 'customer']`, `['start', at, '2']`, `['target', at, '1 prospective']`. */
function facts(...steps: Step[]): ClockFact[] {
  return steps.map(([type, at, more = '']): ClockFact => {
    const [first = '', second] = more.split(' ')
    const base = { at: berlin(at) }
    switch (type) {
      case 'start': return { ...base, type, target: first || '2' }
      case 'pause': return { ...base, type, reason: first || 'customer', party: first === 'supplier' ? 'supplier' : 'customer' }
      case 'target': return { ...base, type, target: first, mode: second === 'prospective' ? 'prospective' : 'carry_over' }
      case 'calendar': return { ...base, type, calendar: first, isRepair: second === 'repair' }
      case 'reopen': return { ...base, type, ...(first === 'same' || first === 'new' ? { cycle: first } : {}) }
      case 'resume': case 'stop': case 'cancel': case 'merge': case 'withdraw': return { ...base, type }
      default: throw new Error(`no such step: ${type}`)
    }
  })
}
const clock = (steps: Step[], more: Partial<ClockInput> = {}): ClockInput => ({ kind: 'resolution', facts: facts(...steps), targets, calendars, ...more })
const read = (steps: Step[], now: string, more: Partial<ClockInput> = {}) => obligationAt(clock(steps, more), berlin(now))
const far = '2024-12-31T00:00'
/** Due at the end of the story, in Berlin's winter time unless the row says otherwise. */
const due = (steps: Step[], now: string, more: Partial<ClockInput> = {}): string | null => read(steps, now, more).dueAt

describe('the vectors of the agreement on clocks: 8 h, Monday to Friday 09:00–17:00, Berlin', () => {
  test.each<[string, Step[], string, string]>([
    ['A opened on Friday afternoon', [['start', '2024-03-22T16:00']], '2024-03-22T16:00', '2024-03-25T16:00'],
    ['B paused for two hours', [['start', '2024-03-22T16:00'], ['pause', '2024-03-25T10:00'], ['resume', '2024-03-25T12:00']], '2024-03-25T12:00', '2024-03-26T10:00'],
    ['C paused over the weekend', [['start', '2024-03-22T10:00'], ['pause', '2024-03-22T12:00'], ['resume', '2024-03-25T12:00']], '2024-03-25T12:00', '2024-03-26T10:00'],
    ['D opened on a Saturday', [['start', '2024-03-23T11:00']], '2024-03-23T11:00', '2024-03-25T17:00'],
    ['E paused over noon', [['start', '2024-03-25T09:00'], ['pause', '2024-03-25T11:00'], ['resume', '2024-03-25T13:00']], '2024-03-25T13:00', '2024-03-26T11:00'],
    ['F clocks go forward', [['start', '2024-03-31T00:30', 'round']], '2024-03-31T00:30', '2024-03-31T05:30+02:00'],
    ['G clocks go back', [['start', '2024-10-27T00:30+02:00', 'round']], '2024-10-27T00:30+02:00', '2024-10-27T03:30+01:00'],
    ['H the target shrinks after a pause', [['start', '2024-03-25T09:00', '3'], ['pause', '2024-03-25T11:00'], ['resume', '2024-03-25T13:00'], ['target', '2024-03-25T15:00', '2']], '2024-03-25T15:00', '2024-03-26T11:00'],
  ])('%s', (_name, steps, now, expected) => {
    expect(due(steps, now)).toBe(berlin(expected))
    expect(due(steps, far), 'the due instant does not depend on when it is asked').toBe(berlin(expected))
  })
})

describe('the vectors of a peer: Monday to Friday 10:00–18:00', () => {
  const peer = {
    calendars: [calendarOf('office', office('Etc/UTC', ['10:00', '18:00'])), calendarOf('holiday', { ...office('Etc/UTC', ['10:00', '18:00']), holidays: ['2024-01-11', '2024-01-12'] })],
    targets: [targetOf('high', 4), targetOf('urgent', 2), targetOf('h-response', 0.5, { calendar: 'holiday' }), targetOf('h', 2, { calendar: 'holiday' })],
  }
  const story = (steps: Step[]): Partial<ClockInput> => ({ ...peer, facts: facts(...steps) })
  test.each([
    ['2024-01-08T08:00Z', 'high', '2024-01-08T14:00Z'],
    ['2024-01-08T20:00Z', 'urgent', '2024-01-09T12:00Z'],
    ['2024-01-12T17:00Z', 'urgent', '2024-01-15T11:00Z'],
    ['2024-01-11T15:00Z', 'h', '2024-01-15T12:00Z'],
    ['2024-01-11T15:00Z', 'h-response', '2024-01-15T10:30Z'],
  ])('%s %s → %s', (at, target, expected) => {
    expect(read([], at, story([['start', at, target]])).dueAt).toBe(berlin(expected))
  })

  test.each([
    [3600, '2024-01-11T18:00:00Z', 'exactly an hour of hold ends at closing time the same day'],
    [3601, '2024-01-12T10:00:01Z', 'a second more rolls over the night'],
  ])('a hold of %d s → %s (%s)', (seconds, expected) => {
    const until = new Date(Date.parse('2024-01-11T15:30:00Z') + seconds * 1000).toISOString()
    expect(read([], until, story([['start', '2024-01-11T15:00Z', 'urgent'], ['pause', '2024-01-11T15:30Z'], ['resume', until]])).dueAt).toBe(berlin(expected))
  })
})

describe('what the clock says', () => {
  const opened: Step = ['start', '2024-03-25T09:00', '2']
  test.each<[string, Step[], string, string]>([
    ['nothing has begun', [], '2024-03-25T09:00', 'not_started'],
    ['a fact of tomorrow does not exist today', [['start', '2024-03-26T09:00']], '2024-03-25T09:00', 'not_started'],
    ['runs', [opened], '2024-03-25T12:00', 'running'],
    ['just under three quarters', [opened], '2024-03-25T14:59', 'running'],
    ['three quarters', [opened], '2024-03-25T15:00', 'soon'],
    ['due this very moment, at closing time', [opened], '2024-03-25T17:00', 'out_of_hours'],
    ['a moment later, although closed', [opened], '2024-03-25T17:00:01', 'over'],
    ['over on the next morning', [opened], '2024-03-26T09:30', 'over'],
    ['closed for the night', [['start', '2024-03-25T10:00']], '2024-03-25T20:00', 'out_of_hours'],
    ['closed, before it ever ran', [['start', '2024-03-23T10:00']], '2024-03-23T11:00', 'out_of_hours'],
    ['waiting for the customer', [opened, ['pause', '2024-03-25T10:00']], '2024-03-25T11:00', 'paused'],
    ['waiting for the customer at night', [opened, ['pause', '2024-03-25T10:00']], '2024-03-25T22:00', 'paused'],
    ['waiting for a supplier does not pause', [opened, ['pause', '2024-03-25T10:00', 'supplier']], '2024-03-25T11:00', 'running'],
    ['created paused', [['pause', '2024-03-25T09:00'], opened], '2024-03-25T11:00', 'paused'],
    ['paused since before it was opened', [['pause', '2024-03-24T09:00'], opened], '2024-03-25T11:00', 'paused'],
    ['paused after it was broken', [opened, ['pause', '2024-03-26T10:00']], '2024-03-26T11:00', 'over'],
    ['met', [opened, ['stop', '2024-03-25T16:00']], '2024-03-27T11:00', 'met'],
    ['met at the very due instant', [opened, ['stop', '2024-03-25T17:00']], '2024-03-27T11:00', 'met'],
    ['a second late, before the next opening', [opened, ['stop', '2024-03-25T17:00:01']], '2024-03-27T11:00', 'breached'],
    ['created resolved', [opened, ['stop', '2024-03-25T09:00']], '2024-03-27T11:00', 'met'],
    ['resolved before it was written down', [['stop', '2024-03-25T08:00'], opened], '2024-03-27T11:00', 'met'],
    ['resolved straight from a pause', [opened, ['pause', '2024-03-25T10:00'], ['stop', '2024-03-28T10:00']], '2024-03-28T11:00', 'met'],
    ['cancelled', [opened, ['cancel', '2024-03-25T10:00']], '2024-03-28T11:00', 'cancelled'],
    ['merged, although it was over', [opened, ['merge', '2024-03-26T10:00']], '2024-03-28T11:00', 'merged'],
    ['withdrawn', [opened, ['withdraw', '2024-03-25T10:00']], '2024-03-28T11:00', 'withdrawn'],
    ['withdrawn is not reopened', [opened, ['withdraw', '2024-03-25T10:00'], ['reopen', '2024-03-25T11:00']], '2024-03-28T11:00', 'withdrawn'],
    ['a stop keeps what was met although it is merged later', [opened, ['stop', '2024-03-25T10:00'], ['merge', '2024-03-25T11:00']], '2024-03-28T11:00', 'met'],
    ['a target that is agreed to be none', [['start', '2024-03-25T09:00', 'none']], '2024-03-25T10:00', 'no_target'],
    ['no agreement knows this priority', [['start', '2024-03-25T09:00', '9']], '2024-03-25T10:00', 'no_target'],
    ['resolved without a target', [['start', '2024-03-25T09:00', 'none'], ['stop', '2024-03-25T10:00']], '2024-03-25T10:00', 'no_target'],
    ['less than half an hour left', [['start', '2024-03-25T09:00', 'half']], '2024-03-25T09:05', 'soon'],
  ])('%s', (_name, steps, now, state) => {
    expect(read(steps, now, { targets: [...targets, targetOf('half', 0.5)] }).state).toBe(state)
  })

  test('while paused there is no due date, only what it would be', () => {
    const one = read([opened, ['pause', '2024-03-25T10:00']], '2024-03-25T12:00')
    expect([one.dueAt, one.projectedDueAt, one.remainingWorkingSeconds, one.waitingFor]).toEqual([null, berlin('2024-03-26T11:00'), 7 * hour, 'customer'])
  })

  test('out of hours it says when it opens, running until when it counts', () => {
    expect(read([['start', '2024-03-25T10:00']], '2024-03-25T20:00')).toMatchObject({ opensAt: berlin('2024-03-26T09:00'), countsUntil: null, elapsedWorkingSeconds: 7 * hour })
    expect(read([['start', '2024-03-25T10:00']], '2024-03-25T11:00')).toMatchObject({ opensAt: null, countsUntil: berlin('2024-03-25T17:00'), usedRatio: 1 / 8 })
    expect(read([opened], '2024-03-25T20:00')).toMatchObject({ state: 'over', countsUntil: berlin('2024-03-25T20:00'), remainingWorkingSeconds: 0 })
  })

  test('over counts working time only', () => {
    expect(read([opened], '2024-03-26T09:18')).toMatchObject({ state: 'over', remainingWorkingSeconds: -18 * 60, breachedAt: berlin('2024-03-25T17:00'), breachBy: 'time' })
  })

  test('a calendar that never opens is named, not waited for', () => {
    const closed = { calendars: [calendarOf('office', { zone: 'Etc/UTC', hours: {} })] }
    expect(read([opened], '2024-03-25T12:00', closed)).toMatchObject({ state: 'out_of_hours', dueAt: null, problem: 'beyond_horizon', opensAt: null })
  })

  test('a calendar that was not given is a broken promise', () => {
    expect(() => read([opened], '2024-03-25T12:00', { calendars: [] })).toThrow('calendar office')
  })
})

describe('pauses', () => {
  test('a pause outside hours moves nothing', () => {
    expect(due([['start', '2024-03-25T10:00'], ['pause', '2024-03-25T18:00'], ['resume', '2024-03-26T08:00']], far)).toBe(berlin('2024-03-26T10:00'))
  })
  test('a pause across closing time counts only what lies in hours', () => {
    expect(due([['start', '2024-03-25T10:00'], ['pause', '2024-03-25T16:30'], ['resume', '2024-03-26T08:00']], far)).toBe(berlin('2024-03-26T10:30'))
  })
  test('a pause across midnight is one pause', () => {
    const one = read([['start', '2024-03-25T22:00', 'round'], ['pause', '2024-03-25T23:00'], ['resume', '2024-03-26T01:00']], '2024-03-26T01:30')
    expect([one.dueAt, one.segments.length, one.pausedWallSeconds, one.pausedWorkingSeconds]).toEqual([berlin('2024-03-26T04:00'), 3, 2 * hour, 2 * hour])
  })
  test('another reason while paused starts or ends the counting', () => {
    const one = read([['start', '2024-03-25T09:00'], ['pause', '2024-03-25T10:00', 'customer'], ['pause', '2024-03-25T11:00', 'supplier'], ['resume', '2024-03-25T12:00']], '2024-03-25T13:00')
    expect(one.segments.map(({ counts, party, workingSeconds }) => [counts, party, workingSeconds / hour])).toEqual([[true, 'us', 1], [false, 'customer', 1], [true, 'supplier', 1], [true, 'us', 1]])
    expect(one.dueAt).toBe(berlin('2024-03-26T10:00'))
  })
  test('the first answer does not pause unless the target says so', () => {
    const patient = [targetOf('2', 8, { pauseReasons: [] })]
    const steps: Step[] = [['start', '2024-03-25T09:00'], ['pause', '2024-03-25T10:00']]
    expect(read(steps, '2024-03-25T12:00', { kind: 'response', targets: patient })).toMatchObject({ state: 'running', dueAt: berlin('2024-03-25T17:00') })
  })
  test('pausing when nothing is left to pause keeps it due', () => {
    expect(read([['start', '2024-03-25T09:00'], ['pause', '2024-03-25T17:00']], '2024-03-26T12:00')).toMatchObject({ state: 'over', dueAt: berlin('2024-03-25T17:00') })
  })
  test('pausing twice and resuming what is not paused change nothing', () => {
    expect(due([['start', '2024-03-25T09:00'], ['resume', '2024-03-25T09:30'], ['pause', '2024-03-25T10:00'], ['pause', '2024-03-25T10:30'], ['resume', '2024-03-25T11:00'], ['resume', '2024-03-25T11:30']], far)).toBe(berlin('2024-03-26T10:00'))
  })
})

describe('changes of target', () => {
  const paused: Step[] = [['start', '2024-03-25T09:00', '3'], ['pause', '2024-03-25T11:00'], ['resume', '2024-03-25T13:00']]
  test('a longer target counts from the start too', () => {
    expect(due([['start', '2024-03-25T09:00', '1'], ['target', '2024-03-25T10:00', '2']], far)).toBe(berlin('2024-03-25T17:00'))
  })
  test('the option forgives what was used', () => {
    const one = read([...paused, ['target', '2024-03-25T15:00', '2 prospective']], '2024-03-25T16:00')
    expect(one).toMatchObject({ dueAt: berlin('2024-03-26T15:00'), elapsedWorkingSeconds: hour, budgetSeconds: 8 * hour, why: { isProspective: true, startAt: berlin('2024-03-25T15:00'), pausedSeconds: 0 } })
  })
  test('a target that was passed already is broken at once, and says why', () => {
    const one = read([['start', '2024-03-25T09:00', '2'], ['target', '2024-03-25T15:00', '1']], '2024-03-25T15:00')
    expect(one).toMatchObject({ state: 'over', dueAt: berlin('2024-03-25T13:00'), breachedAt: berlin('2024-03-25T15:00'), breachBy: 'reclassification', remainingWorkingSeconds: -2 * hour })
  })
  test('a target that is used up this very moment is not broken yet', () => {
    const steps: Step[] = [['start', '2024-03-25T09:00', '2'], ['target', '2024-03-25T13:00', '1']]
    expect(read(steps, '2024-03-25T13:00')).toMatchObject({ state: 'soon', breachedAt: null })
    expect(read([...steps, ['stop', '2024-03-25T13:00']], far)).toMatchObject({ state: 'met' })
    expect(read(steps, '2024-03-25T13:00:01')).toMatchObject({ state: 'over', breachedAt: berlin('2024-03-25T13:00'), breachBy: 'time' })
  })
  test('a longer target never mends what was broken', () => {
    const steps: Step[] = [['start', '2024-03-25T09:00', '1'], ['target', '2024-03-25T15:00', '3'], ['stop', '2024-03-25T16:00']]
    expect(read(steps, far)).toMatchObject({ state: 'breached', breachedAt: berlin('2024-03-25T13:00'), breachBy: 'time' })
    expect(read(steps.slice(0, 2), '2024-03-25T15:30')).toMatchObject({ state: 'over', dueAt: berlin('2024-03-27T17:00') })
  })
  test('a change while paused keeps the pause', () => {
    const steps: Step[] = [['start', '2024-03-25T09:00', '3'], ['pause', '2024-03-25T11:00'], ['target', '2024-03-25T12:00', '2']]
    expect(read(steps, '2024-03-25T13:00')).toMatchObject({ state: 'paused', projectedDueAt: berlin('2024-03-26T11:00') })
    expect(due([...steps, ['resume', '2024-03-25T13:00']], far)).toBe(berlin('2024-03-26T11:00'))
  })
  test('a target that arrives later counts from the start', () => {
    const one = read([['start', '2024-03-25T09:00', 'none'], ['target', '2024-03-25T11:00', '2']], '2024-03-25T12:00')
    expect(one).toMatchObject({ dueAt: berlin('2024-03-25T17:00'), elapsedWorkingSeconds: 3 * hour })
  })
  test('a priority that nobody agreed on at the start counts from the start once it is known', () => {
    const one = read([['start', '2024-03-25T09:00', '9'], ['target', '2024-03-25T11:00', '2']], '2024-03-25T12:00')
    expect(one).toMatchObject({ dueAt: berlin('2024-03-25T17:00'), elapsedWorkingSeconds: 3 * hour })
  })
  test('a target with another calendar keeps what was used in the first', () => {
    const one = read([['start', '2024-03-25T16:00', '2'], ['target', '2024-03-25T20:00', 'round']], '2024-03-25T21:00')
    expect(one.dueAt).toBe(berlin('2024-03-25T23:00'))
    expect(one.segments.map(({ calendar, workingSeconds }) => [calendar?.name, workingSeconds / hour])).toEqual([['office', 1], ['always', 1]])
  })
  test('each change is noted with the due dates around it', () => {
    expect(read([...paused, ['target', '2024-03-25T15:00', '2']], far).notes).toMatchObject([
      { code: 'target_changed', was: '3, SLA-12 v3', became: '2, SLA-12 v3', dueBefore: berlin('2024-03-28T11:00'), dueAfter: berlin('2024-03-26T11:00') },
    ])
  })
})

describe('versions of agreements', () => {
  const versions = [
    targetOf('2', 8, { until: berlin('2024-03-25T12:00') }),
    targetOf('2', 2, { agreement: { name: 'SLA-12', version: 4 }, from: berlin('2024-03-25T12:00'), until: berlin('2024-03-27T00:00') }),
    targetOf('1', 4, { until: berlin('2024-03-25T12:00') }),
    targetOf('1', 1, { agreement: { name: 'SLA-12', version: 4 }, from: berlin('2024-03-25T12:00') }),
  ]
  test.each<[string, Step[], string | null]>([
    ['what was opened before keeps its version', [['start', '2024-03-25T09:00']], '2024-03-25T17:00'],
    ['also when its priority changes after the edit', [['start', '2024-03-25T09:00'], ['target', '2024-03-25T12:30', '1']], '2024-03-25T13:00'],
    ['what is opened after gets the new one', [['start', '2024-03-25T12:00']], '2024-03-25T14:00'],
    ['what is opened after it ended has none', [['start', '2024-03-27T09:00']], null],
  ])('%s', (_name, steps, expected) => {
    expect(due(steps, far, { targets: versions })).toBe(expected === null ? null : berlin(expected))
  })
  test('a reviewed migration moves an open one to the new version', () => {
    const input = clock([['start', '2024-03-25T09:00']], { targets: versions })
    const moved: ClockFact = { type: 'target', at: berlin('2024-03-25T12:30'), target: '2', agreementVersion: 4, reason: 'customer agreed', by: 'Ada' }
    const one = obligationAt({ ...input, facts: [...input.facts, moved] }, berlin('2024-03-25T13:00'))
    expect(one).toMatchObject({ dueAt: berlin('2024-03-25T11:00'), breachBy: 'reclassification', notes: [{ reason: 'customer agreed', by: 'Ada', became: '2, SLA-12 v4' }] })
  })
})

describe('calendars that change', () => {
  const early = office('Europe/Berlin', ['07:00', '15:00'])
  const changed = [
    calendarOf('office', office('Europe/Berlin', ['09:00', '17:00'])),
    calendarOf('office', early, { version: 2, from: berlin('2024-03-25T13:00') }),
    calendarOf('office', { ...early, holidays: ['2024-03-25', '2024-03-26'] }, { version: 3, from: berlin('2024-03-26T12:00') }),
  ]
  const opened: Step = ['start', '2024-03-25T10:00', '2']
  test('an edit alone moves nothing: the open one keeps its calendar', () => {
    expect(due([opened], far, { calendars: changed })).toBe(berlin('2024-03-26T10:00'))
  })
  test('replaced mid-way: the past in the old, the remainder in the new', () => {
    const one = read([opened, ['calendar', '2024-03-25T14:00', 'office']], '2024-03-25T14:30', { calendars: changed })
    expect(one.dueAt).toBe(berlin('2024-03-26T10:00'))
    expect(one.segments.map(({ calendar, workingSeconds }) => [calendar?.version, workingSeconds / hour])).toEqual([[1, 4], [2, 0.5]])
    expect(one.notes).toMatchObject([{ code: 'calendar_changed', was: 'office v1', became: 'office v2', dueBefore: berlin('2024-03-26T10:00'), dueAfter: berlin('2024-03-26T10:00') }])
  })
  test.each([
    ['2024-03-25T16:00', '2024-03-26T09:00', 'at 16:00 the new day is over: six hours are used, two remain'],
    ['2024-03-25T20:00', '2024-03-26T08:00', 'at night: seven hours are used, one remains from 07:00'],
    ['2024-03-25T10:00', '2024-03-26T10:00', 'at the start: five hours until 15:00, three remain'],
  ])('replaced at %s: due %s (%s)', (at, expected) => {
    expect(due([opened, ['calendar', at, 'office']], far, { calendars: changed })).toBe(berlin(expected))
  })
  test('a holiday added for the days ahead moves the due date, with a note', () => {
    const holiday = [calendars[0], calendarOf('office', { ...office('Europe/Berlin', ['09:00', '17:00']), holidays: ['2024-03-26'] }, { version: 2, from: berlin('2024-03-25T12:00') })].filter((c) => c !== undefined)
    const one = read([opened, ['calendar', '2024-03-25T12:00', 'office']], '2024-03-25T12:00', { calendars: holiday })
    expect([one.dueAt, one.notes[0]?.dueBefore, one.notes[0]?.dueAfter]).toEqual([berlin('2024-03-27T10:00'), berlin('2024-03-26T10:00'), berlin('2024-03-27T10:00')])
  })
  test('a holiday in the past changes nothing without a repair, and a repair shows both', () => {
    const steps: Step[] = [['start', '2024-03-25T09:00', '2']]
    expect(due([...steps, ['calendar', '2024-03-26T12:00', 'office']], far, { calendars: changed })).toBe(berlin('2024-03-25T17:00'))
    const one = read([...steps, ['calendar', '2024-03-26T12:00', 'office repair']], '2024-03-26T12:00', { calendars: changed })
    expect(one).toMatchObject({
      state: 'out_of_hours', dueAt: berlin('2024-03-27T15:00'), breachedAt: null,
      notes: [{ code: 'calendar_repaired', dueBefore: berlin('2024-03-25T17:00'), dueAfter: berlin('2024-03-27T15:00'), breachedAtBefore: berlin('2024-03-25T17:00') }],
    })
  })
})

describe('reopening', () => {
  const resolved: Step[] = [['start', '2024-03-25T09:00'], ['stop', '2024-03-25T12:00']]
  test('inside the window the same obligation goes on, without the time in between', () => {
    const one = read([...resolved, ['reopen', '2024-03-26T10:00']], '2024-03-26T11:00')
    expect(one).toMatchObject({ state: 'running', cycle: 1, isReopened: true, elapsedWorkingSeconds: 4 * hour, dueAt: berlin('2024-03-26T15:00'), why: { stoppedSeconds: 6 * hour, pausedSeconds: 0 } })
    expect(one.segments.map(({ status, counts }) => [status, counts])).toEqual([['working', true], ['stopped', false], ['working', true]])
  })
  test.each([
    ['2024-04-01T12:00+02:00', 1, 'five working days later to the minute'],
    ['2024-04-01T12:01+02:00', 2, 'a minute later it is a new promise'],
  ])('reopened at %s it is cycle %d (%s)', (at, cycle) => {
    expect(read([...resolved, ['reopen', at]], far).cycle).toBe(cycle)
  })
  test('a new cycle has its own time, and the old outcome stays', () => {
    const one = read([['start', '2024-03-25T09:00'], ['stop', '2024-03-26T12:00'], ['reopen', '2024-04-08T10:00+02:00']], '2024-04-08T11:00+02:00')
    expect(one).toMatchObject({ cycle: 2, state: 'running', dueAt: berlin('2024-04-09T10:00+02:00'), breachedAt: null })
    expect(one.cycles.map(({ outcome }) => outcome)).toEqual(['breached', null])
  })
  test('a breach before it was resolved stays when it is reopened', () => {
    expect(read([['start', '2024-03-25T09:00'], ['stop', '2024-03-26T12:00'], ['reopen', '2024-03-26T13:00'], ['stop', '2024-03-26T14:00']], far)).toMatchObject({ state: 'breached', cycle: 1 })
  })
  test('reopened from a pause it runs', () => {
    expect(read([['start', '2024-03-25T09:00'], ['pause', '2024-03-25T10:00'], ['stop', '2024-03-25T12:00'], ['reopen', '2024-03-25T13:00']], '2024-03-25T14:00')).toMatchObject({ state: 'running', elapsedWorkingSeconds: 2 * hour, waitingFor: null })
  })
  test('the first answer is not owed again, the next news is', () => {
    const steps: Step[] = [...resolved, ['reopen', '2024-03-25T13:00']]
    expect(read(steps, '2024-03-25T14:00', { kind: 'response' })).toMatchObject({ state: 'met', cycle: 1 })
    expect(read(steps, '2024-03-25T14:00', { kind: 'update' })).toMatchObject({ state: 'running', cycle: 2, startedAt: berlin('2024-03-25T13:00') })
  })
  test('what was merged by mistake goes on', () => {
    expect(read([['start', '2024-03-25T09:00'], ['merge', '2024-03-25T10:00'], ['reopen', '2024-03-25T12:00']], '2024-03-25T13:00')).toMatchObject({ state: 'running', elapsedWorkingSeconds: 2 * hour })
  })
  test('a priority named meanwhile holds from the reopening', () => {
    expect(due([...resolved, ['target', '2024-03-25T13:00', '1'], ['reopen', '2024-03-25T14:00']], far)).toBe(berlin('2024-03-25T15:00'))
  })
})

describe('targets of days', () => {
  const days = [targetOf('days', null, { budget: { workingDays: 2 } }), targetOf('end', null, { budget: { endOfWorkingDay: 1 } }), targetOf('month', null, { budget: { months: 1 } })]
  test.each<[string, Step[], string]>([
    ['the same local time', [['start', '2024-03-25T11:00', 'days']], '2024-03-27T11:00'],
    ['over the change of the clocks', [['start', '2024-03-28T11:00', 'days']], '2024-04-01T11:00+02:00'],
    ['clipped to closing', [['start', '2024-03-25T19:00', 'days']], '2024-03-27T17:00'],
    ['at opening where it was opened before it', [['start', '2024-03-25T07:00', 'days']], '2024-03-27T09:00'],
    ['a pause of two hours moves it by two hours', [['start', '2024-03-25T11:00', 'days'], ['pause', '2024-03-25T12:00'], ['resume', '2024-03-25T14:00']], '2024-03-27T13:00'],
    ['a pause moves an opening on too', [['start', '2024-03-25T07:00', 'days'], ['pause', '2024-03-25T12:00'], ['resume', '2024-03-25T14:00']], '2024-03-27T11:00'],
    ['a pause at night moves nothing', [['start', '2024-03-25T07:00', 'days'], ['pause', '2024-03-25T19:00'], ['resume', '2024-03-25T20:00']], '2024-03-27T09:00'],
    ['the end of the next working day', [['start', '2024-03-22T11:00', 'end']], '2024-03-25T17:00'],
    ['a calendar month', [['start', '2024-01-31T11:00', 'month']], '2024-02-29T11:00'],
    ['a calendar month onto a Sunday', [['start', '2024-02-24T11:00', 'month']], '2024-03-25T11:00'],
  ])('%s', (_name, steps, expected) => {
    expect(due(steps, far, { targets: days })).toBe(berlin(expected))
  })
})

describe('thresholds', () => {
  const opened: Step = ['start', '2024-03-25T09:00', '2']
  const fired = (steps: Step[], now = far): [string, string][] => read(steps, now).firings.map(({ key, at }) => [key, at])
  test('three quarters and the whole, once each', () => {
    expect(fired([opened])).toEqual([['1/0.75/1', berlin('2024-03-25T15:00')], ['1/1/1', berlin('2024-03-25T17:00')]])
  })
  test('ahead they are foretold, held while paused, gone when stopped', () => {
    expect(read([opened], '2024-03-25T15:00').upcoming).toEqual([{ ratio: 1, at: berlin('2024-03-25T17:00') }])
    expect(read([opened, ['pause', '2024-03-25T10:00']], '2024-03-25T15:00').upcoming).toEqual([{ ratio: 0.75, at: null }, { ratio: 1, at: null }])
    expect(read([opened, ['withdraw', '2024-03-25T10:00']], '2024-03-25T15:00').upcoming).toEqual([])
  })
  test('a pause does not warn again of what was warned of', () => {
    expect(fired([opened, ['pause', '2024-03-25T16:00'], ['resume', '2024-03-25T16:30']])).toEqual([['1/0.75/1', berlin('2024-03-25T15:00')], ['1/1/1', berlin('2024-03-26T09:30')]])
  })
  test('a later due date arms them again', () => {
    expect(fired([opened, ['target', '2024-03-25T16:00', '3']])).toEqual([['1/0.75/1', berlin('2024-03-25T15:00')], ['1/0.75/2', berlin('2024-03-27T11:00')], ['1/1/1', berlin('2024-03-27T17:00')]])
  })
  test('an earlier due date fires at once what it passed', () => {
    expect(fired([opened, ['target', '2024-03-25T14:00', '1']])).toEqual([['1/0.75/1', berlin('2024-03-25T14:00')], ['1/1/1', berlin('2024-03-25T14:00')]])
    expect(fired([opened, ['target', '2024-03-25T14:00', '1']], '2024-03-25T14:00')).toHaveLength(2)
  })
  test('what is passed while paused is held until it goes on', () => {
    expect(fired([opened, ['pause', '2024-03-25T12:30'], ['target', '2024-03-25T13:00', '1']])).toEqual([])
    expect(fired([opened, ['pause', '2024-03-25T12:30'], ['target', '2024-03-25T13:00', '1'], ['resume', '2024-03-25T14:00']])).toEqual([['1/0.75/1', berlin('2024-03-25T14:00')], ['1/1/1', berlin('2024-03-25T14:30')]])
  })
  test('stopping at the due instant fires nothing', () => {
    expect(fired([opened, ['stop', '2024-03-25T17:00']])).toHaveLength(1)
  })
  test('each comes up once however time is cut, late where nobody looked', () => {
    const input = clock([opened])
    expect(thresholdsBetween(input, berlin('2024-03-25T09:00'), berlin('2024-03-25T15:00')).map(({ ratio, isLate }) => [ratio, isLate])).toEqual([[0.75, false]])
    expect(thresholdsBetween(input, berlin('2024-03-25T15:00'), berlin('2024-03-25T16:00'))).toEqual([])
    expect(thresholdsBetween(input, berlin('2024-03-25T15:00'), berlin('2024-03-25T19:00')).map(({ ratio, isLate }) => [ratio, isLate])).toEqual([[1, true]])
  })
  test('the next look is at whatever changes first', () => {
    const look = (now: string): string | null => nextLookAt(read([opened], now))
    expect([look('2024-03-25T10:00'), look('2024-03-25T15:00'), look('2024-03-25T17:00'), look('2024-03-26T09:00')]).toEqual([
      berlin('2024-03-25T15:00'), berlin('2024-03-25T17:00'), '2024-03-25T16:00:00.001Z', berlin('2024-03-26T17:00'),
    ])
    expect(nextLookAt(read([opened, ['stop', '2024-03-25T10:00']], far))).toBeNull()
  })
  test('a target may warn at another share', () => {
    const half = [targetOf('2', 8, { warnRatio: 0.5 })]
    expect(read([opened], '2024-03-25T13:00', { targets: half })).toMatchObject({ state: 'soon', firings: [{ ratio: 0.5 }] })
  })
})

describe('beside the clock', () => {
  test('a due date set by hand stands beside the computed one and blocks nothing', () => {
    const set: ClockFact = { type: 'manual_due', at: berlin('2024-03-25T10:00'), dueAt: berlin('2024-04-02T10:00'), reason: 'fair is closed', by: 'Ada' }
    const input = clock([['start', '2024-03-25T09:00', '2'], ['target', '2024-03-25T11:00', '1']])
    const one = obligationAt({ ...input, facts: [...input.facts, set] }, berlin('2024-03-25T12:00'))
    expect(one).toMatchObject({ dueAt: berlin('2024-03-25T13:00'), manualDue: { dueAt: berlin('2024-04-02T10:00'), reason: 'fair is closed', by: 'Ada' } })
    const back: ClockFact = { type: 'manual_due', at: berlin('2024-03-25T11:30'), dueAt: null }
    expect(obligationAt({ ...input, facts: [...input.facts, set, back] }, berlin('2024-03-25T12:00')).manualDue).toBeNull()
  })
  test('a back-dated fact is computed as if it had been known, and the reading of then can still be had', () => {
    const input = clock([['start', '2024-03-25T09:00', '2']])
    const late: ClockFact = { type: 'stop', at: berlin('2024-03-25T16:00'), recordedAt: berlin('2024-03-26T10:00'), reason: 'fixed on site', by: 'Ada' }
    const known = { ...input, facts: [...input.facts, late] }
    expect(obligationAt(known, berlin('2024-03-26T12:00'))).toMatchObject({ state: 'met', notes: [{ code: 'back_dated', reason: 'fixed on site' }] })
    expect(obligationAt({ ...known, knownAt: berlin('2024-03-26T09:30') }, berlin('2024-03-26T09:30'))).toMatchObject({ state: 'over' })
  })
  test('the wall clock without pauses, from the request to the last stop', () => {
    const one = read([['start', '2024-03-25T09:00'], ['pause', '2024-03-25T10:00'], ['stop', '2024-03-25T12:00'], ['reopen', '2024-03-25T15:00'], ['stop', '2024-03-25T17:00']], far, { requestedAt: berlin('2024-03-25T07:00') })
    expect([one.shadowWallSeconds, one.pausedWallSeconds, one.pauseRatio]).toEqual([10 * hour, 2 * hour, 0.2])
  })
  test('the tightest is the first to be due; paused and stopped ones come after', () => {
    const [calm, tight] = [read([['start', '2024-03-25T09:00', '3']], '2024-03-25T10:00'), read([['start', '2024-03-25T09:00', '1']], '2024-03-25T10:00')]
    const paused = read([['start', '2024-03-25T09:00', '1'], ['pause', '2024-03-25T09:30']], '2024-03-25T10:00')
    const met = read([['start', '2024-03-25T09:00', '1'], ['stop', '2024-03-25T09:30']], '2024-03-25T10:00')
    expect(tightest([met, paused, calm, tight])).toBe(tight)
    expect(tightest([met, paused])).toBe(paused)
    expect(tightest([])).toBeUndefined()
  })
  test('equal inputs give equal text, in whatever order their keys come', () => {
    const input = clock([['start', '2024-03-25T09:00']])
    const turned = Object.fromEntries(Object.entries(input).reverse()) as unknown as ClockInput
    expect(canonicalInputs(turned)).toBe(canonicalInputs(input))
    expect(canonicalInputs(clock([['start', '2024-03-25T09:01']]))).not.toBe(canonicalInputs(input))
  })
})

test('the clock explains itself: why due at 17:47', () => {
  const base = { targets: [targetOf('1', 4, { calendar: 'always' })], calendars, kind: 'resolution' as const }
  const at = (time: string): string => berlin(`2026-03-17T${time}`)
  const story: ClockFact[] = [
    { type: 'start', at: at('13:41'), target: '1', who: 'Platform' },
    { type: 'pause', at: at('14:02'), reason: 'supplier', party: 'supplier', who: 'Kestrel Cloud' },
    { type: 'pause', at: at('14:18'), reason: 'customer', party: 'customer', who: 'Terminal Ops' },
    { type: 'resume', at: at('14:24') },
  ]
  const one = obligationAt({ ...base, facts: story }, at('14:32'))
  expect(one).toMatchObject({
    state: 'running', dueAt: at('17:47'), remainingWorkingSeconds: 3 * hour + 15 * 60, shadowWallSeconds: 51 * 60,
    why: {
      startAt: at('13:41'), budgetSeconds: 4 * hour, pausedSeconds: 360, dueAt: at('17:47'), target: '1', agreement: { name: 'SLA-12', version: 3 },
      calendar: { name: 'always', version: 1, zone: 'Europe/Berlin', hours: '24×7', workingDaySeconds: 24 * hour },
    },
  })
  expect(one.segments.map(({ from, to, who, party, counts, wallSeconds }) => [from, to, who, party, counts, wallSeconds / 60])).toEqual([
    [at('13:41'), at('14:02'), 'Platform', 'us', true, 21],
    [at('14:02'), at('14:18'), 'Kestrel Cloud', 'supplier', true, 16],
    [at('14:18'), at('14:24'), 'Terminal Ops', 'customer', false, 6],
    [at('14:24'), at('14:32'), 'Platform', 'us', true, 8],
  ])
})
