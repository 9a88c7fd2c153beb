/** What measures may ask about a change: when it was asked for, agreed to, done and reviewed, and how it ended; from its journal alone. Pure. */
import { type Fields, instant, optional, ref, text, yesno } from '../../model/field.ts'
import { countField, firstOf, num, secondsBetween, spanBetween, spanField, str } from '../../model/fact-fields.ts'
import type { FactTable, Step } from '../../model/facts.ts'
import { change } from './record.ts'

const fields = {
  state: text({ label: 'State', max: 40 }),
  stateGroup: text({ label: 'Group of states', max: 10 }),
  type: text({ label: 'Type', max: 40 }),
  riskLevel: optional(text({ label: 'Risk', max: 40, help: 'As it was agreed to; before that, of the last look.' })),
  demand: text({ label: 'Because of', max: 40 }),
  openedAt: instant({ label: 'Opened' }),
  submittedAt: optional(instant({ label: 'Submitted' })),
  authorisedAt: optional(instant({ label: 'Authorised' })),
  plannedStart: optional(instant({ label: 'Planned from' })),
  plannedEnd: optional(instant({ label: 'Planned until' })),
  beganAt: optional(instant({ label: 'Begun' })),
  implementedAt: optional(instant({ label: 'Implemented' })),
  reviewedAt: optional(instant({ label: 'Reviewed' })),
  endedAt: optional(instant({ label: 'Ended', help: 'Closed, rejected or cancelled.' })),
  leadSeconds: spanField('Seconds from submitted to implemented'),
  approvalSeconds: spanField('Seconds from submitted to authorised'),
  serviceId: optional(ref('service', { label: 'Service', help: 'The first that it names.' })),
  teamId: optional(ref('team', { label: 'Team' })),
  modelId: optional(ref('change_model', { label: 'Model' })),
  result: optional(text({ label: 'Result', max: 40 })),
  isReviewed: yesno({ label: 'Reviewed' }),
  isBusinessOriginated: yesno({ label: 'Asked for by the business' }),
  isPlannedLate: yesno({ label: 'Urgent because planned late' }),
  wasInWindow: optional(yesno({ label: 'Done in its window', help: 'Begun and ended within the planned times; unknown where none were planned.' })),
  wasInTime: optional(yesno({ label: 'Done when it was wanted', help: 'Not after the day by which it was wanted; unknown where none was named.' })),
  wasRejected: yesno({ label: 'Rejected' }),
  wasCancelled: yesno({ label: 'Cancelled' }),
  deferrals: countField('Times deferred'),
  assessments: countField('Times assessed'),
  causedIncidents: countField('Incidents that name it as their cause'),
  steps: countField('Entries in its journal'),
} satisfies Fields

const stepFields = {
  state: text({ label: 'State', max: 40 }),
  teamId: optional(ref('team', { label: 'Team' })),
  serviceId: optional(ref('service', { label: 'Service' })),
  seconds: spanField('Seconds'),
} satisfies Fields


export const changeFacts: FactTable = {
  record: 'change',
  version: 3,
  fields,
  stepFields,
  of: () => {
    let [last, steps]: [Step | null, number] = [null, 0]
    let [reviewedAt, endedAt]: (string | null)[] = [null, null]
    return {
      take: (s) => {
        const isDone = change.states[String(s.row['state'])]?.group === 'done'
        if (s.row['state'] === 'reviewed' && reviewedAt === null) reviewedAt = s.at
        endedAt = isDone ? endedAt ?? s.at : null
        last = s
        steps++
      },
      facts: () => {
        if (last === null) throw new Error('Broken promise: facts are asked for of no steps')
        return factsAfter(last.row, { reviewedAt: reviewedAt ?? null, endedAt: endedAt ?? null, steps })
      },
    }
  },
  step: (s) => ({ state: s.row['state'], teamId: str(s.row['teamId']), serviceId: firstOf(s.row['serviceIds']), seconds: secondsBetween(s.at, s.until) }),
}

function factsAfter(row: Step['row'], walked: { readonly reviewedAt: string | null; readonly endedAt: string | null; readonly steps: number }): Readonly<Record<string, unknown>> {
  const [submittedAt, authorisedAt, beganAt, done] = [str(row['submittedAt']), str(row['authorisedAt']), str(row['actualStart']), str(row['actualEnd'])]
  const [plannedStart, plannedEnd, wantedBy, implementedAt] = [str(row['plannedStart']), str(row['plannedEnd']), str(row['wantedBy']), done]
  return {
    state: row['state'], stateGroup: change.states[String(row['state'])]?.group ?? 'open', type: row['type'], riskLevel: str(row['agreedLevel']) ?? str(row['riskLevel']), demand: row['demand'],
    openedAt: str(row['createdAt']), submittedAt, authorisedAt, plannedStart, plannedEnd, beganAt, implementedAt, reviewedAt: walked.reviewedAt, endedAt: walked.endedAt,
    leadSeconds: spanBetween(submittedAt, implementedAt), approvalSeconds: spanBetween(submittedAt, authorisedAt),
    serviceId: firstOf(row['serviceIds']), teamId: str(row['teamId']), modelId: str(row['modelId']), result: str(row['result']),
    isReviewed: walked.reviewedAt !== null, isBusinessOriginated: row['isBusinessOriginated'] === true, isPlannedLate: row['isPlannedLate'] === true,
    wasInWindow: beganAt === null || implementedAt === null || plannedStart === null || plannedEnd === null ? null : beganAt >= plannedStart && implementedAt <= plannedEnd,
    // A day is over everywhere on earth twelve hours after its end in UTC: nobody is called late by the zone alone.
    wasInTime: implementedAt === null || wantedBy === null ? null : Date.parse(implementedAt) < Date.parse(`${wantedBy}T00:00:00.000Z`) + 36 * 3_600_000,
    wasRejected: row['state'] === 'rejected', wasCancelled: row['state'] === 'cancelled', deferrals: num(row['deferCount']) ?? 0, assessments: num(row['round']) ?? 0, causedIncidents: num(row['causedIncidents']) ?? 0, steps: walked.steps,
  }
}
