/** When a manager's word on a release holds. */
import { expect, test } from 'vitest'
import { agreedNow } from './release-rules.ts'

const approvedAt = '2026-03-10T09:00:00.000Z'
const planned = { plannedStart: '2026-03-17T10:00:00.000Z', plannedEnd: '2026-03-17T12:00:00.000Z', deployingSince: null, managerAgreedAt: approvedAt }
const begun = { ...planned, deployingSince: '2026-03-17T10:00:00.000Z' }

test.each<[string, Parameters<typeof agreedNow>[0], string, string | null]>([
  ['nobody agreed', { ...planned, managerAgreedAt: null }, '2026-03-17T11:00:00.000Z', null],
  ['in its planned time', planned, '2026-03-17T11:00:00.000Z', approvedAt],
  ['a quarter of an hour early', planned, '2026-03-17T09:45:00.000Z', approvedAt],
  ['a millisecond earlier', planned, '2026-03-17T09:44:59.999Z', null],
  ['at its end', planned, '2026-03-17T12:00:00.000Z', approvedAt],
  ['after its end', begun, '2026-03-17T12:00:00.001Z', null],
  ['after its end, let go on by a manager since', { ...begun, managerAgreedAt: '2026-03-17T12:30:00.000Z' }, '2026-03-17T13:00:00.000Z', '2026-03-17T12:30:00.000Z'],
  ['at no planned time', { ...planned, plannedStart: null, plannedEnd: null }, '2026-03-17T11:00:00.000Z', null],
])('%s', (_name, release, now, agreed) => {
  expect(agreedNow(release, now)).toBe(agreed)
})
