/** What the list of changes asks the API for. */
import { expect, test } from 'vitest'
import { paramsOf, viewOf, views, weekOf } from './change-views.ts'

const berlin = 'Europe/Berlin'

test('a week is that of the viewer, also where the clock is put forward in it', () => {
  const [from, to] = weekOf(Date.parse('2026-03-29T10:00:00Z'), berlin)
  expect([new Date(from).toISOString(), new Date(to).toISOString()]).toEqual(['2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z'])
  expect(new Date(weekOf(Date.parse('2026-03-22T23:30:00Z'), berlin)[0]).toISOString()).toBe('2026-03-22T23:00:00.000Z')
})

test('our own filters become what the API knows, and nothing to decide asks for nothing', () => {
  const now = Date.parse('2026-03-17T13:00:00Z')
  expect(paramsOf({ week: 'this', sort: 'plannedStart' }, now, berlin, undefined)).toEqual({ sort: 'plannedStart', 'plannedStart.from': '2026-03-15T23:00:00.000Z', 'plannedStart.to': '2026-03-22T22:59:59.999Z' })
  expect(paramsOf({ decide: 'me' }, now, berlin, ['a', 'b'])).toEqual({ id: ['a', 'b'] })
  expect(paramsOf({ decide: 'me' }, now, berlin, [])).toEqual({ id: ['00000000-0000-0000-0000-000000000000'] })
})

test('each view is found by its filters', () => {
  for (const v of views) expect(viewOf(v.filters, [])).toBe(v.id)
  expect(viewOf({ type: 'normal' }, [])).toBe(null)
})
