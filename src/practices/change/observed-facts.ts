/** What measures may ask about an observed change: when and where it was seen to happen, and whether anybody had agreed to it; from its journal alone. Pure. */
import { choice, type Fields, instant, optional, ref, text, yesno } from '../../model/field.ts'
import { countField, firstOf, groupOf, secondsBetween, spanBetween, spanField, str } from '../../model/fact-fields.ts'
import type { FactTable, Step } from '../../model/facts.ts'
import { observedChange, observedSources } from './cause-observed.ts'

const isUnauthorised = optional(yesno({ label: 'Unauthorised', help: 'No authorised change explains it; unknown until it was compared, and where nobody knows what it touched.' }))

const fields = {
  state: text({ label: 'State', max: 40 }),
  stateGroup: text({ label: 'Group of states', max: 10 }),
  source: { ...choice(observedSources, { label: 'Told by' }), column: 'text' },
  integrationId: optional(ref('integration', { label: 'Integration' })),
  environment: optional(text({ label: 'Environment', max: 80 })),
  startedAt: instant({ label: 'Began' }),
  openedAt: instant({ label: 'Recorded' }),
  endedAt: optional(instant({ label: 'Answered', help: 'Explained, or found to be no change of ours; none while it is neither.' })),
  answerSeconds: spanField('Seconds until it was answered'),
  serviceId: optional(ref('service', { label: 'Service', help: 'The first that it touched.' })),
  ciId: optional(ref('ci', { label: 'Item', help: 'The first that it touched.' })),
  changeId: optional(ref('change', { label: 'Explained by' })),
  isUnauthorised,
  isByPerson: yesno({ label: 'Judged by a person' }),
  wasDismissed: yesno({ label: 'No change of ours' }),
  accusations: countField('Times found unauthorised'),
  steps: countField('Entries in its journal'),
} satisfies Fields

const stepFields = {
  state: text({ label: 'State', max: 40 }),
  serviceId: optional(ref('service', { label: 'Service' })),
  isUnauthorised,
  seconds: spanField('Seconds'),
} satisfies Fields

const verdictOf = (state: unknown): boolean | null => (state === 'unauthorised' ? true : state === 'explained' ? false : null)

export const observedChangeFacts: FactTable = {
  record: 'observed_change',
  version: 1,
  fields,
  stepFields,
  of: () => {
    let last: Step | null = null
    let endedAt: string | null = null
    let [accusations, steps] = [0, 0]
    return {
      take: (s) => {
        if (s.row['state'] === 'unauthorised' && last?.row['state'] !== 'unauthorised') accusations++
        endedAt = groupOf(observedChange, s.row['state']) === 'done' ? endedAt ?? s.at : null
        last = s
        steps++
      },
      facts: () => {
        if (last === null) throw new Error('Broken promise: facts are asked for of no steps')
        return factsAfter(last.row, { endedAt, accusations, steps })
      },
    }
  },
  step: (s) => ({ state: s.row['state'], serviceId: firstOf(s.row['serviceIds']), isUnauthorised: verdictOf(s.row['state']), seconds: secondsBetween(s.at, s.until) }),
}

function factsAfter(row: Step['row'], walked: { readonly endedAt: string | null; readonly accusations: number; readonly steps: number }): Readonly<Record<string, unknown>> {
  const openedAt = str(row['createdAt'])
  return {
    state: row['state'], stateGroup: groupOf(observedChange, row['state']), source: row['source'], integrationId: str(row['integrationId']), environment: str(row['environment']), startedAt: str(row['startedAt']), openedAt,
    endedAt: walked.endedAt, answerSeconds: spanBetween(openedAt, walked.endedAt), serviceId: firstOf(row['serviceIds']), ciId: firstOf(row['ciIds']), changeId: str(row['changeId']),
    isUnauthorised: verdictOf(row['state']), isByPerson: row['isByPerson'] === true, wasDismissed: row['state'] === 'dismissed', accusations: walked.accusations, steps: walked.steps,
  }
}
