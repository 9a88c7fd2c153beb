/** Dead receivers of one organization, and everybody else. */
import { expect, test } from 'vitest'
import { failuresUntilRest, type Leave, openReceivers, placesOfFailing, restMs } from './receivers.ts'

const to = (target: string, orgId = 'a') => ({ orgId, channel: 'webhook', target })
const end = (leave: Leave, isAnswered: boolean, nowMs: number): void => {
  if (leave.leave !== 'go') throw new Error(`it is not tried: ${leave.leave}`)
  leave.ended(isAnswered, 'no answer within 10 s', nowMs)
}

test('a receiver that fails three times in a row is tried by one place once a minute, until it answers', () => {
  const r = openReceivers()
  for (let i = 0; i < failuresUntilRest; i++) end(r.ask(to('x'), 0), false, 0)
  expect(r.ask(to('x'), restMs - 1)).toEqual({ leave: 'rests', why: 'not tried: the last 3 attempts failed (no answer within 10 s), and it is tried once a minute now' })
  const trial = r.ask(to('x'), restMs)
  expect(r.ask(to('x'), restMs).leave).toBe('rests')
  end(trial, false, restMs + 10)
  expect(r.ask(to('x'), restMs + 20).leave).toBe('rests')
  end(r.ask(to('x'), 3 * restMs), true, 3 * restMs)
  expect([r.ask(to('x'), 3 * restMs).leave, r.ask(to('x'), 3 * restMs).leave]).toEqual(['go', 'go'])
})

test('one answer between two failures keeps it awake', () => {
  const r = openReceivers()
  for (const isAnswered of [false, false, true, false, false]) end(r.ask(to('x'), 0), isAnswered, 0)
  expect(r.ask(to('x'), 0).leave).toBe('go')
})

test('an organization of which one receiver failed holds two places, however many receivers it names; others are not touched', () => {
  const r = openReceivers()
  const first = Array.from({ length: 6 }, (_, i) => r.ask(to(`dead${i}`), 0))
  expect(first.map((l) => l.leave)).toEqual(Array.from({ length: 6 }, () => 'go'))
  for (const l of first) end(l, false, 10_000)
  const second = Array.from({ length: 6 }, (_, i) => r.ask(to(`more${i}`), 10_001))
  expect(second.filter((l) => l.leave === 'go')).toHaveLength(placesOfFailing)
  expect(second.filter((l) => l.leave === 'full')).toHaveLength(6 - placesOfFailing)
  expect(Array.from({ length: 6 }, (_, i) => r.ask(to(`alive${i}`, 'b'), 10_001).leave)).toEqual(Array.from({ length: 6 }, () => 'go'))
  for (const l of second) if (l.leave === 'go') end(l, true, 20_000)
  expect(Array.from({ length: 6 }, (_, i) => r.ask(to(`alive${i}`), 10_000 + restMs).leave)).toEqual(Array.from({ length: 6 }, () => 'go'))
})
