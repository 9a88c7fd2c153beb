/** What the demo company promises: hours, targets, and for whom. */
import type { Calendar } from '../model/calendar.ts'
import { aroundTheClock } from '../model/calendar.ts'
import type { Targets } from '../practices/agreement/agreement.ts'
import type { AgreementHistory } from '../practices/agreement/facts-of.ts'
import type { Cast } from './cast.ts'
import { iso } from './life.ts'
import type { World } from './world.ts'

const h = 3600

const office: Calendar = {
  zone: 'Europe/Copenhagen',
  hours: { mon: [['07:00', '18:00']], tue: [['07:00', '18:00']], wed: [['07:00', '18:00']], thu: [['07:00', '18:00']], fri: [['07:00', '17:00']] },
  yearlyHolidays: ['01-01', '06-05', '12-24/12-26', '12-31'],
}
export const hoursOf: Readonly<Record<'always' | 'office', { readonly name: string; readonly hours: Calendar }>> = {
  always: { name: 'Harbour, round the clock', hours: { ...aroundTheClock, zone: 'Europe/Copenhagen' } },
  office: { name: 'Offices', hours: office },
}

const target = (response: number | null, resolution: number | null) => ({ responseSeconds: response === null ? null : response * h, resolutionSeconds: resolution === null ? null : resolution * h })
const general: Targets = { 1: target(0.5, 6), 2: target(1, 10), 3: target(4, 22), 4: target(8, 44), 5: target(null, null) }
const vital: Targets = { 1: target(0.25, 4), 2: target(0.5, 8), 3: target(2, 20), 4: target(8, 40), 5: target(null, null) }

export interface AgreementPlan {
  readonly id: string
  readonly name: string
  readonly service: string | null
  readonly calendar: 'always' | 'office'
  readonly targets: Targets
}

/** One for everything in office hours, one round the clock for each vital service. */
export function agreementsOf(cast: Cast): AgreementPlan[] {
  const gold = [...cast.services.values()].filter((s) => s.plan.tier === 'gold')
  const id = (n: number): string => cast.agreementIds[n] ?? ''
  return [
    { id: id(0), name: 'Services of the harbour', service: null, calendar: 'office', targets: general },
    ...gold.map((s, n): AgreementPlan => ({ id: id(n + 1), name: `${s.plan.name}, round the clock`, service: s.plan.key, calendar: 'always', targets: vital })),
  ]
}

/** Waiting that stops a clock. */
export const pausesOn: readonly string[] = ['user', 'schedule']

/** As clocks read them. `numberOf` says how the agreement with this id is numbered; without it they count from SLA-1001. */
export function promisesOf(cast: Cast, startMs: number, numberOf?: (id: string) => string): World['promises'] {
  const from = iso(startMs)
  return {
    agreements: agreementsOf(cast).map((a, n): AgreementHistory => ({
      recordId: a.id, ended: null,
      versions: [{ version: 1, from, promise: {
        number: numberOf?.(a.id) ?? `SLA-${1001 + n}`, orgId: cast.providerId, serviceId: a.service === null ? null : cast.services.get(a.service)?.id ?? null, calendarId: cast.calendarIds[a.calendar],
        targets: a.targets, pausesOn, validFrom: null, validTo: null, standing: 'agreed', warnRatio: null,
      } }],
    })),
    calendars: (['always', 'office'] as const).map((key) => ({ key: cast.calendarIds[key], name: hoursOf[key].name, version: 1, from: null, calendar: hoursOf[key].hours })),
  }
}
