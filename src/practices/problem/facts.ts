/** What measures may ask about a problem: when it was found, understood and fixed, and how it ended; from its journal alone. Pure. */
import { type Fields, instant, optional, ref, text, yesno } from '../../model/field.ts'
import { countField, groupOf, num, secondsBetween, spanBetween, spanField, str } from '../../model/fact-fields.ts'
import type { FactTable, Step } from '../../model/facts.ts'
import { problem } from './record.ts'

const fields = {
  state: text({ label: 'State', max: 40 }),
  stateGroup: text({ label: 'Group of states', max: 10 }),
  origin: text({ label: 'Found by way of', max: 40 }),
  openedAt: instant({ label: 'Opened' }),
  loggedAt: optional(instant({ label: 'Logged' })),
  knownErrorAt: optional(instant({ label: 'Known error', help: 'The first time.' })),
  implementedAt: optional(instant({ label: 'Implemented' })),
  verifiedAt: optional(instant({ label: 'Verified', help: 'The first time that its fix was found to have held.' })),
  reviewDueAt: optional(instant({ label: 'Review due', help: 'Of a major problem whose solution is implemented.' })),
  reviewedAt: optional(instant({ label: 'Reviewed', help: 'The first time.' })),
  endedAt: optional(instant({ label: 'Ended', help: 'Closed, accepted, not found or merged.' })),
  knownErrorSeconds: spanField('Seconds from logged to known error'),
  endSeconds: spanField('Seconds to the end'),
  serviceId: optional(ref('service', { label: 'Service' })),
  teamId: optional(ref('team', { label: 'Team' })),
  category: optional(text({ label: 'Category', max: 80 })),
  priority: optional(countField('Priority')),
  isProactive: yesno({ label: 'Proactive' }),
  isMajor: yesno({ label: 'Major' }),
  hasWorkaround: yesno({ label: 'Workaround known' }),
  hasCause: yesno({ label: 'Cause known' }),
  wasNotFound: yesno({ label: 'Closed without a cause' }),
  wasAccepted: yesno({ label: 'Risk accepted' }),
  wasMerged: yesno({ label: 'Merged' }),
  wasReviewedInTime: optional(yesno({ label: 'Reviewed in time', help: 'Unknown while it is neither reviewed nor late.' })),
  recurrences: optional(countField('Incidents after the fix', 'Of the last fix; unknown where there is none.')),
  reopenings: countField('Reopenings'),
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
  loggedAt: string | null
  knownErrorAt: string | null
  verifiedAt: string | null
  reviewedAt: string | null
  endedAt: string | null
  reopenings: number
  steps: number
}

function take(w: Walk, s: Step): void {
  const state = String(s.row['state'])
  const isDone = groupOf(problem, state) === 'done'
  if (w.endedAt !== null && !isDone) w.reopenings++
  if (state !== 'detected') w.loggedAt ??= s.at
  if (state === 'known_error') w.knownErrorAt ??= s.at
  if (state === 'verified') w.verifiedAt ??= s.at
  if (s.row['review'] !== null && s.row['review'] !== undefined) w.reviewedAt ??= s.at
  w.endedAt = isDone ? w.endedAt ?? s.at : null
  w.last = s
  w.steps++
}

export const problemFacts: FactTable = {
  record: 'problem',
  version: 2,
  fields,
  stepFields,
  of: () => {
    const w: Walk = { last: null, loggedAt: null, knownErrorAt: null, verifiedAt: null, reviewedAt: null, endedAt: null, reopenings: 0, steps: 0 }
    return { take: (s) => { take(w, s) }, facts: () => factsAfter(w) }
  },
  step: (s) => ({ state: s.row['state'], teamId: str(s.row['teamId']), serviceId: str(s.row['serviceId']), seconds: secondsBetween(s.at, s.until) }),
}

function factsAfter(w: Walk): Readonly<Record<string, unknown>> {
  if (w.last === null) throw new Error('Broken promise: facts are asked for of no steps')
  const { row } = w.last
  const [openedAt, implementedAt, reviewDueAt] = [str(row['createdAt']), str(row['implementedAt']), str(row['reviewDueAt'])]
  const recurred = row['recurredIds']
  const has = (field: string): boolean => str(row[field]) !== null
  return {
    state: row['state'], stateGroup: groupOf(problem, row['state']), origin: row['origin'], openedAt, loggedAt: w.loggedAt, knownErrorAt: w.knownErrorAt, implementedAt, verifiedAt: w.verifiedAt, reviewDueAt, reviewedAt: w.reviewedAt, endedAt: w.endedAt,
    knownErrorSeconds: spanBetween(w.loggedAt, w.knownErrorAt), endSeconds: spanBetween(openedAt, w.endedAt), serviceId: str(row['serviceId']), teamId: str(row['teamId']), category: str(row['category']), priority: num(row['priority']),
    isProactive: row['isProactive'] === true, isMajor: row['isMajor'] === true, hasWorkaround: has('workaround'), hasCause: has('causeStatement'),
    wasNotFound: row['state'] === 'closed_not_found', wasAccepted: row['state'] === 'closed_accepted_risk', wasMerged: has('mergedIntoId'),
    wasReviewedInTime: reviewDueAt === null ? null : w.reviewedAt !== null ? w.reviewedAt <= reviewDueAt : row['isReviewLate'] === true ? false : null,
    recurrences: implementedAt === null ? null : Array.isArray(recurred) ? recurred.length : 0, reopenings: w.reopenings, steps: w.steps,
  }
}
