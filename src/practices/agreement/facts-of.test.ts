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

describe('of several agreements', () => {
  const day = (n: number): string => `2026-01-0${n}T00:00:00.000Z`
  const made = (n: number, more: Record<string, unknown>) => agreementHistory([entry(day(n), 'create', { ...promised, number: `SLA-100${n}`, orgId: 'us', standing: 'agreed', ...more }, { recordId: `a${n}` })])
  const speaks = (list: (ReturnType<typeof made>)[], at = '2026-03-01T00:00:00.000Z', serviceId: string | null = 's') => agreementFor(list.filter((a) => a !== null), serviceId, 'a', at)?.recordId ?? null

  test.each<[string, (ReturnType<typeof made>)[], string | null]>([
    ['none is in force yet', [made(1, { validFrom: '2026-04-01T00:00:00.000Z' })], null],
    ['for the service before general, even the customer’s own', [made(1, { serviceId: 's' }), made(2, { orgId: 'a' })], 'a1'],
    ['the customer’s own before the provider’s for everybody', [made(1, { orgId: 'a' }), made(2, {})], 'a1'],
    ['agreed before default', [made(1, {}), made(2, { standing: 'default' })], 'a1'],
    ['of two general ones of one customer the one later in force', [made(1, { orgId: 'a', validFrom: '2026-02-01T00:00:00.000Z' }), made(2, { orgId: 'a', validFrom: '2026-01-15T00:00:00.000Z' })], 'a1'],
    ['the younger where both began at once', [made(1, { orgId: 'a', validFrom: '2026-02-01T00:00:00.000Z' }), made(2, { orgId: 'a', validFrom: '2026-02-01T00:00:00.000Z' })], 'a2'],
    ['whatever their order', [made(2, { orgId: 'a', validFrom: '2026-02-01T00:00:00.000Z' }), made(1, { orgId: 'a', validFrom: '2026-02-01T00:00:00.000Z' })], 'a2'],
    ['not one for another service', [made(1, { serviceId: 'other' }), made(2, {})], 'a2'],
    ['not one whose time is over', [made(1, { serviceId: 's', validTo: '2026-02-01T00:00:00.000Z' }), made(2, {})], 'a2'],
  ])('%s', (_why, list, recordId) => {
    expect(speaks(list)).toBe(recordId)
  })

  test('one speaks from its first day to the instant before its last', () => {
    const list = [made(1, { validFrom: '2026-02-01T00:00:00.000Z', validTo: '2026-06-01T00:00:00.000Z' })]
    expect(['2026-01-31T23:59:59.999Z', '2026-02-01T00:00:00.000Z', '2026-05-31T23:59:59.999Z', '2026-06-01T00:00:00.000Z'].map((at) => speaks(list, at))).toEqual([null, 'a1', 'a1', null])
  })

  test('one that was made later says nothing of what came before it', () => {
    expect(speaks([made(5, {})], day(4))).toBeNull()
  })
})

describe('an agreement over time', () => {
  const first = entry('2026-01-01T00:00:00.000Z', 'create', { ...promised, orgId: 'us', standing: 'agreed' }, { recordId: 'a' })
  const read = (history: readonly Told[], journal: readonly Told[], now: string) => {
    const a = agreementHistory(history)
    const input = clockInput('resolution', journal, a === null ? [] : [a], calendars, () => 'Platform')
    return input === null ? null : obligationAt(input, now)
  }
  const harder = entry('2026-03-17T14:00:00.000Z', 'update', { targets: { ...promised.targets, 1: target(900, 3600) } }, { recordId: 'a', version: 2 })

  test('what is open keeps the version under which it began; what begins later has the new one', () => {
    expect(read([first, harder], [born], '2026-03-17T15:00:00.000Z')).toMatchObject({ dueAt: '2026-03-17T17:41:00.000Z', why: { agreement: { version: 1 } } })
    const later = { ...born, at: '2026-03-17T14:30:00.000Z', changes: { ...born.changes, createdAt: '2026-03-17T14:30:00.000Z' } }
    expect(read([first, harder], [later], '2026-03-17T15:00:00.000Z')).toMatchObject({ dueAt: '2026-03-17T15:30:00.000Z', why: { agreement: { version: 2 } } })
  })

  test('a version with a date of its own holds from that date', () => {
    const planned = { ...harder, changes: { ...harder.changes, validFrom: '2026-04-01T00:00:00.000Z' } }
    const later = (at: string) => ({ ...born, at, changes: { ...born.changes, createdAt: at } })
    expect(['2026-03-31T10:00:00.000Z', '2026-04-01T10:00:00.000Z'].map((at) => read([first, planned], [later(at)], at)?.why?.agreement.version)).toEqual([1, 2])
  })

  test('that runs out keeps what began under it; that is ended withdraws it, and only what was open', () => {
    expect(read([{ ...first, changes: { ...first.changes, validTo: '2026-03-17T14:00:00.000Z' } }], [born], '2026-03-17T15:00:00.000Z')?.state).toBe('running')
    const end = entry('2026-03-17T14:00:00.000Z', 'end', { state: 'ended' }, { recordId: 'a', version: 2, reason: 'Contract left.' })
    expect(read([first, end], [born], '2026-03-17T15:00:00.000Z')).toMatchObject({ state: 'withdrawn', stoppedAt: '2026-03-17T14:00:00.000Z', breachedAt: null })
    expect(read([first, end], [born, entry('2026-03-17T13:50:00.000Z', 'resolve', { state: 'resolved' })], '2026-03-17T15:00:00.000Z')?.state).toBe('met')
    expect(read([first, end], [{ ...born, at: '2026-03-17T14:30:00.000Z', changes: { ...born.changes, createdAt: '2026-03-17T14:30:00.000Z' } }], '2026-03-17T15:00:00.000Z')).toBeNull()
  })

  test('says when to warn', () => {
    const early = { ...first, changes: { ...first.changes, warnRatio: 0.5 } }
    expect(read([early], [born], '2026-03-17T13:42:00.000Z')?.upcoming).toEqual([{ ratio: 0.5, at: '2026-03-17T15:41:00.000Z' }, { ratio: 1, at: '2026-03-17T17:41:00.000Z' }])
  })
})
