/** The calendar's stretches of time at their edges. */
import { expect, test } from 'vitest'
import { freezeOf, rangeOf } from './calendar-range.ts'

const zone = 'Europe/Berlin'
const now = Date.parse('2026-03-17T13:32:00Z')
const iso = (ms: number): string => new Date(ms).toISOString()

test('without an address it is this week, from Monday', () => {
  const r = rangeOf({}, now, zone)
  expect([iso(r.fromMs), iso(r.toMs), r.words, r.before, r.after]).toEqual(['2026-03-15T23:00:00.000Z', '2026-03-22T23:00:00.000Z', '16 to 22 Mar 2026, week 12', '2026-03-09', '2026-03-23'])
  expect(r.columns.map((c) => c.label)).toEqual(['Mon 16', 'Tue 17 · today', 'Wed 18', 'Thu 19', 'Fri 20', 'Sat 21', 'Sun 22'])
  expect(r.columns.map((c) => c.isQuiet)).toEqual([false, false, false, false, false, true, true])
})

test.each([
  ['the day that loses an hour has 23', { view: 'day', on: '2026-03-29' }, '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z', 12],
  ['the day that gains one has 25', { view: 'day', on: '2026-10-25' }, '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z', 13],
  ['a month is whole from any of its days', { view: 'month', on: '2026-02-14' }, '2026-01-31T23:00:00.000Z', '2026-02-28T23:00:00.000Z', 28],
  ['what is no day is today', { view: 'day', on: 'soon' }, '2026-03-16T23:00:00.000Z', '2026-03-17T23:00:00.000Z', 12],
])('%s', (_, search, from, to, columns) => {
  const r = rangeOf(search as Readonly<Record<string, string>>, now, zone)
  expect([iso(r.fromMs), iso(r.toMs), r.columns.length]).toEqual([from, to, columns])
})

test.each([['2026-01-01', '29 Dec to 4 Jan 2026, week 1'], ['2027-01-02', '28 Dec to 3 Jan 2027, week 53'], ['2026-12-28', '28 Dec to 3 Jan 2027, week 53']])('the week of %s is named after its Thursday', (on, words) => {
  expect(rangeOf({ on }, now, zone).words).toBe(words)
})

test('a new freeze begins with the shown time as far as it lies ahead, or with a day from the next hour', () => {
  const at = (text: string): number => Date.parse(`2026-03-${text}:00Z`)
  const given = (from: string, to: string) => { const { startsAt, endsAt } = freezeOf({ fromMs: at(from), toMs: at(to) }, at('17T09:20')); return [startsAt, endsAt].map((x) => x.slice(8, 16)) }
  expect([given('16T00:00', '23T00:00'), given('20T00:00', '21T00:00'), given('10T00:00', '11T00:00')]).toEqual([['17T10:00', '23T00:00'], ['20T00:00', '21T00:00'], ['17T10:00', '18T10:00']])
})
