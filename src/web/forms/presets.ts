/** What a new record starts with where an empty form would be hard to fill. */
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

/** Empty where a form starts empty. */
export const presets = (record: string): Values => byName[record] ?? {}
