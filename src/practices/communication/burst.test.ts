/** When a mail waits for the digest. */
import { expect, test } from 'vitest'
import { mostMails, paceOf } from './burst.ts'

const now = '2026-03-17T09:10:00.000Z'
/** So many seconds before `now`. */
const ago = (seconds: number): string => new Date(Date.parse(now) - seconds * 1000).toISOString()
const times = (n: number, seconds: number): string[] => Array.from({ length: n }, () => ago(seconds))

test.each([
  ['nothing left so far', [], false, { pace: 'at once', why: 'few' }],
  ['one place is left', times(mostMails - 1, 60), false, { pace: 'at once', why: 'few' }],
  ['all places are taken: when the oldest is ten minutes old', times(mostMails, 60), false, { pace: 'digest', at: '2026-03-17T09:19:00.000Z' }],
  ['the oldest of the last ten counts, not of all', [...times(mostMails, 60), ago(500)], false, { pace: 'digest', at: '2026-03-17T09:19:00.000Z' }],
  ['exactly ten minutes old counts no more', [...times(mostMails - 1, 60), ago(600)], false, { pace: 'at once', why: 'few' }],
  ['a second younger does', [...times(mostMails - 1, 60), ago(599)], false, { pace: 'digest', at: '2026-03-17T09:10:01.000Z' }],
  ['a clock set back: what left later than now holds nothing back', times(mostMails, -60), false, { pace: 'at once', why: 'few' }],
  ['a major never waits', times(300, 60), true, { pace: 'at once', why: 'major' }],
] as const)('%s', (_why, left, isMajor, pace) => { expect(paceOf(left, now, isMajor)).toEqual(pace) })
