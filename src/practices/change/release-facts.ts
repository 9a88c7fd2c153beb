/** What measures may ask about a release: when it was rolled out, when its early life began and how it ended; from its journal alone, with the incidents on what it touched beside it. Pure. */
import { type Fields, instant, optional, ref, refs, text, yesno } from '../../model/field.ts'
import { countField, groupOf, listOf, secondsBetween, spanField, str } from '../../model/fact-fields.ts'
import type { FactTable, Step } from '../../model/facts.ts'
import { incidentFacts } from '../incident/facts.ts'
import { release } from './release.ts'

const fields = {
  state: text({ label: 'State', max: 40 }),
  stateGroup: text({ label: 'Group of states', max: 10 }),
  openedAt: instant({ label: 'Planned' }),
  beganAt: optional(instant({ label: 'Rollout began', help: 'The first time.' })),
  earlyLifeAt: optional(instant({ label: 'Early life began', help: 'All units had it; none while some have not.' })),
  acceptedAt: optional(instant({ label: 'Accepted' })),
  withdrawnAt: optional(instant({ label: 'Withdrawn' })),
  endedAt: optional(instant({ label: 'Ended', help: 'Accepted or withdrawn.' })),
  serviceIds: refs('service', { label: 'Services' }),
  serviceId: optional(ref('service', { label: 'Service', help: 'The first that it names.' })),
  teamId: optional(ref('team', { label: 'Team' })),
  ownerId: optional(ref('person', { label: 'Owner' })),
  units: countField('Units'),
  changes: countField('Changes in it'),
  stops: countField('Times stopped'),
  wasStopped: yesno({ label: 'Stopped on the way' }),
  wasWithdrawn: yesno({ label: 'Withdrawn' }),
  steps: countField('Entries in its journal'),
} satisfies Fields

const stepFields = {
  state: text({ label: 'State', max: 40 }),
  teamId: optional(ref('team', { label: 'Team' })),
  serviceId: optional(ref('service', { label: 'Service' })),
  seconds: spanField('Seconds'),
} satisfies Fields

interface Walk {
  last: Step | null
  beganAt: string | null
  acceptedAt: string | null
  withdrawnAt: string | null
  stops: number
  steps: number
}

function take(w: Walk, s: Step): void {
  const state = s.row['state']
  if (state === 'deploying' || state === 'early_life') w.beganAt ??= s.at
  if (state === 'accepted') w.acceptedAt ??= s.at
  if (state === 'withdrawn') w.withdrawnAt ??= s.at
  if (str(s.row['stoppedBecause']) !== null && str(w.last?.row['stoppedBecause']) === null) w.stops++
  w.last = s
  w.steps++
}

export const releaseFacts: FactTable = {
  record: 'release',
  version: 1,
  fields,
  stepFields,
  // What went wrong on the services that it names, by when it was opened; what was called off or told twice is no incident.
  happenings: { table: incidentFacts, at: 'openedAt', on: 'serviceId', among: 'serviceIds', where: [{ field: 'wasCancelled', op: 'in', values: ['false'] }, { field: 'wasMerged', op: 'in', values: ['false'] }] },
  of: () => {
    const w: Walk = { last: null, beganAt: null, acceptedAt: null, withdrawnAt: null, stops: 0, steps: 0 }
    return { take: (s) => { take(w, s) }, facts: () => factsAfter(w) }
  },
  step: (s) => ({ state: s.row['state'], teamId: str(s.row['teamId']), serviceId: str(listOf(s.row['serviceIds'])[0]), seconds: secondsBetween(s.at, s.until) }),
}

function factsAfter(w: Walk): Readonly<Record<string, unknown>> {
  if (w.last === null) throw new Error('Broken promise: facts are asked for of no steps')
  const { row } = w.last
  const serviceIds = listOf(row['serviceIds'])
  return {
    state: row['state'], stateGroup: groupOf(release, row['state']), openedAt: str(row['createdAt']), beganAt: w.beganAt, earlyLifeAt: str(row['earlyLifeSince']), acceptedAt: w.acceptedAt, withdrawnAt: w.withdrawnAt,
    endedAt: w.acceptedAt ?? w.withdrawnAt, serviceIds, serviceId: str(serviceIds[0]), teamId: str(row['teamId']), ownerId: str(row['ownerId']), units: listOf(row['units']).length, changes: listOf(row['changeIds']).length,
    stops: w.stops, wasStopped: w.stops > 0, wasWithdrawn: row['state'] === 'withdrawn', steps: w.steps,
  }
}
