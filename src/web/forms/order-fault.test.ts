/** Ends before their beginnings, and what is not told of. */
import { expect, test } from 'vitest'
import { orderFault } from './order-fault.ts'

const [nine, ten] = ['2026-03-17T09:00:00.000Z', '2026-03-17T10:00:00.000Z']
test.each([
  ['an end before its beginning', 'plannedEnd', { plannedStart: ten, plannedEnd: nine }, 'It ends before it begins.'],
  ['an end at its beginning', 'endsAt', { startsAt: ten, endsAt: ten }, 'It ends when it begins.'],
  ['the same instant in another zone', 'endsAt', { startsAt: ten, endsAt: '2026-03-17T11:00:00+01:00' }, 'It ends when it begins.'],
  ['an end after its beginning', 'plannedEnd', { plannedStart: nine, plannedEnd: ten }, null],
  ['a beginning: the end is marked', 'plannedStart', { plannedStart: ten, plannedEnd: nine }, null],
  ['no beginning yet', 'plannedEnd', { plannedEnd: nine }, null],
  ['an end that was emptied', 'plannedEnd', { plannedStart: ten, plannedEnd: null }, null],
  ['what is no end', 'title', { title: 'x' }, null],
])('%s', (_what, name, values, said) => { expect(orderFault(name, values)).toBe(said) })
