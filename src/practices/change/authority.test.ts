/** Which times and which level an agreement on a change covers. */
import { describe, expect, test } from 'vitest'
import { agreedFor, agreedLevelOf } from './authority.ts'
import { toleranceSeconds } from './rules.ts'
import { isInTime } from './times.ts'

const agreedAt = '2026-03-10T09:00:00.000Z'
const row = { type: 'normal', plannedStart: '2026-03-17T10:00:00.000Z', plannedEnd: '2026-03-17T12:00:00.000Z', managerAgreedAt: agreedAt }
const at = (from: string, to: string) => ({ plannedStart: `2026-03-17T${from}:00.000Z`, plannedEnd: `2026-03-17T${to}:00.000Z` })

describe('a manager agreed to', () => {
  test.each<[string, ReturnType<typeof at>, number, string | null]>([
    ['the planned time', at('10:00', '12:00'), 0, agreedAt], ['a part of it', at('11:00', '11:30'), 0, agreedAt], ['no other', at('13:00', '14:00'), 0, null], ['no longer one', at('10:00', '12:30'), 0, null],
    ['none before it where it is moved', at('09:50', '11:50'), 0, null], ['as much before it as one may begin early', at('09:45', '11:45'), toleranceSeconds, agreedAt], ['no more than that', at('09:44', '11:44'), toleranceSeconds, null],
  ])('%s', (_name, time, early, agreed) => {
    expect(agreedFor(row, time, early)).toBe(agreed)
  })
  test('an emergency, whenever it is done', () => {
    expect(agreedFor({ ...row, type: 'emergency' }, at('20:00', '21:00'))).toBe(agreedAt)
  })
})

test('what is begun in its time needs no word, nor a quarter of an hour before it', () => {
  expect(['09:44', '09:45', '10:00', '11:59', '12:00'].map((t) => isInTime(row, `2026-03-17T${t}:00.000Z`))).toEqual([false, true, true, true, false])
})

test('the level is what was agreed to; before that, what was assessed', () => {
  expect([agreedLevelOf({ riskLevel: 'major', agreedLevel: 'minor' }), agreedLevelOf({ riskLevel: 'major', agreedLevel: null }), agreedLevelOf({ riskLevel: null, agreedLevel: null })]).toEqual(['minor', 'major', null])
})
