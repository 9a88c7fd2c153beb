import { describe, expect, test } from 'vitest'
import { aroundTheClock } from '../../model/calendar.ts'
import { obligationAt } from './clock.ts'
import type { ClockInput } from './clock-facts.ts'
import { updateFacts, type Said, type UpdateMode } from './update-facts.ts'

const at = (time: string): string => `2024-03-25T${time}:00.000Z`
const customer = (time: string): Said => ({ at: at(time), by: 'customer', isNews: true })
const news = (time: string): Said => ({ at: at(time), by: 'responder', isNews: true })
const note = (time: string): Said => ({ at: at(time), by: 'responder', isNews: false })
const clock = (mode: UpdateMode, said: Said[], more: Partial<ClockInput> = {}): ClockInput => ({
  kind: 'update', facts: updateFacts(said, mode, { at: at('09:00'), target: 'news' }),
  targets: [{ key: 'news', agreement: { name: 'SLA-1', version: 1 }, from: null, until: null, budget: { seconds: 3600 }, calendar: 'c', pauseReasons: [] }],
  calendars: [{ key: 'c', name: 'c', version: 1, from: null, calendar: aroundTheClock }], ...more,
})
const read = (mode: UpdateMode, said: Said[], now: string) => obligationAt(clock(mode, said), at(now))

describe('news is owed for what a customer said', () => {
  test.each<[string, Said[], string, string, string | null]>([
    ['nothing was said', [], '10:30', 'not_started', null],
    ['a message', [customer('10:00')], '10:10', 'running', '11:00'],
    ['a second message does not move it', [customer('10:00'), customer('10:20')], '10:31', 'soon', '11:00'],
    ['an internal note is no news', [customer('10:00'), note('10:10')], '10:11', 'running', '11:00'],
    ['an answer clears it', [customer('10:00'), news('10:10')], '10:30', 'met', '11:00'],
    ['an answer before any message owes nothing', [news('09:30')], '10:30', 'not_started', null],
    ['also when a message follows it', [news('09:30'), customer('10:00')], '10:10', 'running', '11:00'],
    ['a message after the answer is owed anew', [customer('10:00'), news('10:10'), customer('10:20')], '10:30', 'running', '11:20'],
    ['too late', [customer('10:00'), news('11:01')], '11:30', 'breached', '11:00'],
    ['in any order', [customer('10:20'), news('10:10'), customer('10:00')], '10:30', 'running', '11:20'],
  ])('%s', (_name, said, now, state, due) => {
    const one = read('after_customer_message', said, now)
    expect([one.state, one.dueAt]).toEqual([state, due === null ? null : at(due)])
  })

  test('each exchange is judged by itself', () => {
    const one = read('after_customer_message', [customer('10:00'), news('11:30'), customer('12:00'), news('12:10')], '13:00')
    expect([one.state, one.cycles.map(({ outcome }) => outcome)]).toEqual(['met', ['breached', 'met']])
  })
})

test('a peer: open on Sundays only, sixty minutes, and a second message', () => {
  const calendar = { zone: 'Etc/UTC', hours: { sun: [['09:00', '17:00'] as const] } }
  const said: Said[] = [{ at: '2007-01-01T00:00:00Z', by: 'customer', isNews: true }, { at: '2007-01-03T00:00:00Z', by: 'customer', isNews: true }]
  const input = { ...clock('after_customer_message', said), calendars: [{ key: 'c', name: 'c', version: 1, from: null, calendar }] }
  expect(obligationAt(input, '2007-01-04T00:00:00Z')).toMatchObject({ state: 'out_of_hours', opensAt: '2007-01-07T09:00:00.000Z', dueAt: '2007-01-07T10:00:00.000Z', elapsedWorkingSeconds: 0 })
})

describe('news is owed in every interval', () => {
  test('from the opening, and again after each news, whatever customers say', () => {
    expect(read('every_interval', [], '09:10').dueAt).toBe(at('10:00'))
    expect(read('every_interval', [customer('09:20'), news('09:30')], '09:40')).toMatchObject({ state: 'running', dueAt: at('10:30'), cycle: 2 })
  })
  test('until the record is resolved, and again from its reopening', () => {
    const input = clock('every_interval', [news('09:30')])
    const facts = [...input.facts, { type: 'stop' as const, at: at('09:45') }]
    expect(obligationAt({ ...input, facts }, at('12:00'))).toMatchObject({ state: 'met', stoppedAt: at('09:45') })
    expect(obligationAt({ ...input, facts: [...facts, { type: 'reopen', at: at('11:00') }] }, at('11:10'))).toMatchObject({ state: 'running', dueAt: at('12:00'), cycle: 3 })
  })
  test('a merged record owes none', () => {
    const input = clock('every_interval', [news('09:30')])
    expect(obligationAt({ ...input, facts: [...input.facts, { type: 'merge', at: at('09:45') }] }, at('12:00'))).toMatchObject({ state: 'merged', breachedAt: null })
  })
})

test('the priority of now decides, also for the news after this one', () => {
  const input = clock('every_interval', [news('10:00')])
  const other = { ...input.targets[0], key: 'often', budget: { seconds: 600 } } as ClockInput['targets'][number]
  const facts = [...input.facts, { type: 'target' as const, at: at('09:55'), target: 'often' }]
  expect(obligationAt({ ...input, facts, targets: [...input.targets, other] }, at('10:01'))).toMatchObject({ dueAt: at('10:10'), cycle: 2 })
})
