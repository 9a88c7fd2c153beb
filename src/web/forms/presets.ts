/** What a new record starts with where an empty form would be hard to fill. */
import { now } from '../../kit/now.ts'
import type { Values } from './record-form.tsx'

const HOUR = 3600
const target = (response: number, resolution: number) => ({ responseSeconds: response, resolutionSeconds: resolution })
const workday = [['08:00', '18:00']]

const byName: Readonly<Record<string, Values>> = {
  calendar: {
    hours: {
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      hours: { mon: workday, tue: workday, wed: workday, thu: workday, fri: workday, sat: [], sun: [] },
      holidays: [], yearlyHolidays: ['12-25', '01-01'],
    },
  },
  agreement: {
    targets: {
      1: target(HOUR / 4, 4 * HOUR), 2: target(HOUR / 2, 8 * HOUR), 3: target(2 * HOUR, 24 * HOUR), 4: target(4 * HOUR, 40 * HOUR), 5: { responseSeconds: null, resolutionSeconds: null },
    },
  },
}

const HOURS_OF_SILENCE = 2
const SECRET_BYTES = 24

/** Empty where a form starts empty; `who` is the person who fills it in. */
export function presets(record: string, who = ''): Values {
  switch (record) {
    case 'silence': return { startsAt: new Date(now()).toISOString(), endsAt: new Date(now() + HOURS_OF_SILENCE * HOUR * 1000).toISOString(), author: who }
    case 'subscription': return { secret: [...crypto.getRandomValues(new Uint8Array(SECRET_BYTES))].map((b) => b.toString(16).padStart(2, '0')).join('') }
    default: return byName[record] ?? {}
  }
}
