/** An incident's life told as a journal, and what its clocks say of it. */
import { describe, expect, test } from 'vitest'
import { aroundTheClock } from '../../model/calendar.ts'
import type { JournalEntry } from '../../model/journal.ts'
import { obligationAt } from './clock.ts'
import { agreementFor, agreementHistory, calendarVersions, clockInput } from './facts-of.ts'

type Told = Parameters<typeof clockInput>[1][number]
const entry = (at: string, verb: string, changes: Record<string, unknown>, more: Partial<JournalEntry> = {}): Told =>
  ({ at, recordedAt: at, verb, changes, before: {}, input: {}, actorKind: 'person', actorId: 'agent', actorName: 'Priya', reason: null, version: 1, recordId: 'i', ...more })
const target = (responseSeconds: number, resolutionSeconds: number) => ({ responseSeconds, resolutionSeconds })
const promised = {
  number: 'SLA-1001', serviceId: null, calendarId: 'cal', pausesOn: ['user'], validFrom: null, validTo: null,
  targets: { 1: target(900, 14_400), 2: target(1800, 28_800), 3: target(3600, 86_400), 4: target(3600, 86_400), 5: target(3600, 86_400) },
}
const agreements = [agreementHistory([entry('2026-01-01T00:00:00.000Z', 'create', promised, { recordId: 'a' })])].filter((a) => a !== null)
const calendars = calendarVersions([entry('2026-01-01T00:00:00.000Z', 'create', { name: 'Always', hours: aroundTheClock }, { recordId: 'cal' })])
const born = entry('2026-03-17T13:41:00.000Z', 'create', { createdAt: '2026-03-17T13:41:00.000Z', state: 'assigned', priority: 1, serviceId: null, requesterId: 'user', teamId: 't' })
const clock = (kind: 'response' | 'resolution', journal: readonly Told[], now: string) => {
  const input = clockInput(kind, journal, agreements, calendars, () => 'Platform')
  if (input === null) throw new Error('no clock')
  return obligationAt(input, now)
}

describe('the clocks of an incident', () => {
  test('waiting for the user moves the due time by its length; waiting for a supplier does not', () => {
    const journal = [
      born, entry('2026-03-17T13:46:00.000Z', 'take', { state: 'in_progress', firstActionAt: '2026-03-17T13:46:00.000Z' }),
      entry('2026-03-17T14:02:00.000Z', 'pause', { state: 'pending', pendingReason: 'supplier', waitingFor: 'Kestrel Cloud' }), entry('2026-03-17T14:12:00.000Z', 'resume', { state: 'in_progress', pendingReason: null }),
      entry('2026-03-17T14:18:00.000Z', 'pause', { state: 'pending', pendingReason: 'user', waitingFor: 'Terminal Ops' }), entry('2026-03-17T14:24:00.000Z', 'resume', { state: 'in_progress', pendingReason: null }),
    ]
    const o = clock('resolution', journal, '2026-03-17T14:32:00.000Z')
    expect([o.state, o.dueAt, o.why?.pausedSeconds]).toEqual(['running', '2026-03-17T17:47:00.000Z', 360])
    expect(clock('response', journal, '2026-03-17T14:32:00.000Z')).toMatchObject({ state: 'met', elapsedWorkingSeconds: 300 })
  })

  test('a rule is no answer, a comment that the record took as an action is, any other is not', () => {
    const said = (actorKind: 'person' | 'rule', changes: Record<string, unknown>) => clock('response', [born, entry('2026-03-17T13:50:00.000Z', 'comment', changes, { actorKind })], '2026-03-17T13:51:00.000Z').state
    const firstActionAt = '2026-03-17T13:50:00.000Z'
    expect([said('rule', { firstActionAt }), said('person', {}), said('person', { firstActionAt })]).toEqual(['soon', 'soon', 'met'])
  })

  test('a higher priority keeps the time already used', () => {
    const journal = [{ ...born, changes: { ...born.changes, priority: 3 } }, entry('2026-03-17T15:41:00.000Z', 'prioritize', { priority: 1 })]
    expect(clock('resolution', journal, '2026-03-17T15:42:00.000Z').dueAt).toBe('2026-03-17T17:41:00.000Z')
  })

  test('resolved, reopened, and late for it', () => {
    const journal = [born, entry('2026-03-17T14:41:00.000Z', 'resolve', { state: 'resolved' }), entry('2026-03-17T16:41:00.000Z', 'reopen', { state: 'in_progress' })]
    expect(clock('resolution', journal.slice(0, 2), '2026-03-17T15:00:00.000Z').state).toBe('met')
    expect(clock('resolution', journal, '2026-03-17T17:00:00.000Z').dueAt).toBe('2026-03-17T19:41:00.000Z')
    expect(clock('resolution', journal, '2026-03-17T20:00:00.000Z').state).toBe('over')
  })
})

test('a service’s own agreement speaks before the general one, and only while it is in force', () => {
  const own = agreementHistory([entry('2026-01-01T00:00:00.000Z', 'create', { ...promised, number: 'SLA-1002', serviceId: 's', validTo: '2026-06-01T00:00:00.000Z' }, { recordId: 'b' })])
  const list = [...agreements, ...(own ? [own] : [])]
  expect(['2026-03-01T00:00:00.000Z', '2026-07-01T00:00:00.000Z'].map((at) => agreementFor(list, 's', at)?.recordId)).toEqual(['b', 'a'])
  expect(agreementFor(list, 'other', '2026-03-01T00:00:00.000Z')?.recordId).toBe('a')
})
