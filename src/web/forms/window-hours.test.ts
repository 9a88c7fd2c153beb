import { expect, test } from 'vitest'
import { windowHoursWords } from './window-hours.tsx'

test.each([
  ['without an hour it never holds', { zone: 'Etc/UTC', hours: {} }, 'At no hour yet: so the window would never hold.'],
  ['hours of the week are said', { zone: 'Europe/Berlin', hours: { sat: [['22:00', '24:00']], sun: [['00:00', '04:00']] } }, 'Between its start and its end it holds Sat 22:00–24:00; Sun 00:00–04:00, Europe/Berlin time.'],
  ['a single day is enough', { zone: 'Etc/UTC', hours: {}, exceptions: { '2026-12-24': [['08:00', '12:00']] } }, 'Between its start and its end it holds on single days, Etc/UTC time.'],
] as const)('%s', (_what, calendar, words) => { expect(windowHoursWords(calendar)).toBe(words) })
