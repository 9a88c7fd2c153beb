/** Records of the design's example, as plain rows for the gallery. */

import type { ClockFacts } from '../../kit/clock-view.ts'
import type { PriorityValue } from '../../kit/priority.tsx'
import type { StateKind } from '../../kit/state.tsx'

/** A row as the list of incidents shows it. */
export interface SampleIncident {
  number: string
  priority: PriorityValue
  subject: string
  isMajor?: boolean
  service: string
  state: [StateKind, string]
  person?: string
  team?: string
  clock: ClockFacts
  newsAt: string
}

const NOW = '2026-03-17T13:32:00Z'
const MINUTE = 60

function clock(state: ClockFacts['state'], usedMinutes: number, leftMinutes: number, over: Partial<ClockFacts> = {}): ClockFacts {
  return {
    state, asOf: NOW, dueAt: Date.parse(NOW) + leftMinutes * 60_000, elapsedWorkingSeconds: usedMinutes * MINUTE,
    budgetSeconds: (usedMinutes + leftMinutes) * MINUTE, ...over,
  }
}

export const clocks = {
  running: clock('running', 45, 195),
  soon: clock('soon', 240, 22),
  over: clock('over', 60, -18),
  paused: clock('paused', 350, 130, { reason: 'waiting for customer' }),
  closed: clock('out_of_hours', 30, 928, { opensAt: '2026-03-18T07:00:00Z' }),
  met: clock('met', 408, 72),
  late: clock('breached', 258, -18),
  none: { state: 'no_target', asOf: NOW } satisfies ClockFacts,
  lastMinutes: clock('soon', 10, 4),
  long: clock('running', 28 * 60, 52 * 60, { workingDaySeconds: 8 * 3600 }),
}

export const incidents: SampleIncident[] = [
  { number: 'INC-1042', priority: 1, subject: 'Bookings time out at confirmation', isMajor: true, service: 'Freight Booking', state: ['in_progress', 'In progress'], person: 'Priya Raman', clock: clocks.running, newsAt: '2026-03-17T13:31:00Z' },
  { number: 'INC-1031', priority: 2, subject: 'Customs replies arrive 40 min late', service: 'Customs Declarations', state: ['supplier', 'With Orbis Gateway'], person: 'Aiko Tanaka', clock: clocks.over, newsAt: '2026-03-17T13:12:00Z' },
  { number: 'INC-1039', priority: 2, subject: 'Gate 4 scanners drop off Wi-Fi', service: 'Gate & Yard', state: ['in_progress', 'In progress'], person: 'Tomasz Zielinski', clock: clocks.soon, newsAt: '2026-03-17T13:29:00Z' },
  { number: 'INC-1040', priority: 2, subject: 'Booking mails to Terminal Ops delayed', service: 'Mail & Calendar', state: ['assigned', 'Assigned'], team: 'Workplace', clock: clock('soon', 193, 47), newsAt: '2026-03-17T13:20:00Z' },
  { number: 'INC-1036', priority: 3, subject: 'Payslip PDF shows wrong cost centre', service: 'Payroll', state: ['in_progress', 'In progress'], person: 'Léa Moreau', clock: clock('running', 300, 107), newsAt: '2026-03-17T12:58:00Z' },
  { number: 'INC-1028', priority: 3, subject: 'Tracking map empty for vessel Astrid', service: 'Container Tracking', state: ['waiting', 'Waiting for customer'], person: 'Freja Holm', clock: clocks.paused, newsAt: '2026-03-17T10:40:00Z' },
  { number: 'INC-1044', priority: 3, subject: 'Handheld restarts while picking, hall B', service: 'Warehouse Handhelds', state: ['assigned', 'Assigned'], team: 'Workplace', clock: clock('running', 189, 291), newsAt: '2026-03-17T13:26:00Z' },
  { number: 'INC-1043', priority: 3, subject: 'Second sign-in code not accepted on the training tablets', service: 'Identity & Sign-in', state: ['in_progress', 'In progress'], person: 'Dmitri Kovac', clock: clock('running', 178, 302), newsAt: '2026-03-17T13:05:00Z' },
  { number: 'INC-1033', priority: 3, subject: 'Yard plan prints with lanes mirrored', service: 'Gate & Yard', state: ['in_progress', 'In progress'], person: 'Léa Moreau', clock: clock('running', 90, 390), newsAt: '2026-03-17T11:47:00Z' },
  { number: 'INC-1024', priority: 3, subject: 'Archive search misses files before 2019', service: 'Document Archive', state: ['waiting', 'Until CHG-372'], person: 'Samuel Osei', clock: clock('paused', 55, 425), newsAt: '2026-03-16T10:40:00Z' },
  { number: 'INC-1035', priority: 4, subject: 'Label printer feeds two labels', service: 'Warehouse Handhelds', state: ['in_progress', 'In progress'], person: 'Rosa Benitez', clock: clock('running', 238, 722), newsAt: '2026-03-17T10:22:00Z' },
  { number: 'INC-1045', priority: 4, subject: 'Meeting room display shows old booking', service: 'Mail & Calendar', state: ['new', 'New'], clock: clocks.closed, newsAt: '2026-03-17T13:30:00Z' },
  { number: 'INC-1019', priority: 5, subject: 'Old logo on archive start page', service: 'Document Archive', state: ['assigned', 'Assigned'], team: 'Applications', clock: clocks.none, newsAt: '2026-03-13T10:22:00Z' },
  { number: 'INC-1027', priority: 3, subject: 'Berth list empty between 05:00 and 05:10', service: 'Gate & Yard', state: ['resolved', 'Resolved, user asked'], person: 'Aiko Tanaka', clock: clocks.met, newsAt: '2026-03-17T08:15:00Z' },
  { number: 'INC-1022', priority: 2, subject: 'Freight Booking slow after release 8.4', service: 'Freight Booking', state: ['closed', 'Closed'], person: 'Priya Raman', clock: clock('met', 209, 31), newsAt: '2026-03-16T10:22:00Z' },
]
