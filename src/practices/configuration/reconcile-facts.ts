/** What measures may ask about a discrepancy: what kind of difference was found where, whether a change explains it, and how long it stood; from its journal alone. Pure. */
import { choice, type Fields, instant, optional, ref, text, yesno } from '../../model/field.ts'
import { countField, groupOf, secondsBetween, spanBetween, spanField, str } from '../../model/fact-fields.ts'
import type { FactTable, Step } from '../../model/facts.ts'
import { differenceKinds, discrepancy } from './reconcile-discrepancy.ts'

const fields = {
  state: text({ label: 'State', max: 40 }),
  stateGroup: text({ label: 'Group of states', max: 10 }),
  kind: { ...choice(differenceKinds, { label: 'Kind' }), column: 'text' },
  field: optional(text({ label: 'Field', max: 80 })),
  sourceId: optional(ref('configuration_source', { label: 'Source', help: 'None where a person found it.' })),
  ciId: optional(ref('ci', { label: 'Item' })),
  openedAt: instant({ label: 'Found' }),
  endedAt: optional(instant({ label: 'Answered', help: 'Explained, put right or accepted.' })),
  answerSeconds: spanField('Seconds until it was answered'),
  isExplained: yesno({ label: 'Explained by a change' }),
  isTaken: yesno({ label: 'The item says so now' }),
  steps: countField('Entries in its journal'),
} satisfies Fields

const stepFields = { state: text({ label: 'State', max: 40 }), ciId: optional(ref('ci', { label: 'Item' })), seconds: spanField('Seconds') } satisfies Fields

export const discrepancyFacts: FactTable = {
  record: 'discrepancy',
  version: 1,
  fields,
  stepFields,
  of: () => {
    let [last, endedAt, steps]: [Step | null, string | null, number] = [null, null, 0]
    return {
      take: (s) => {
        endedAt = groupOf(discrepancy, s.row['state']) === 'done' ? endedAt ?? s.at : null
        last = s
        steps++
      },
      facts: () => {
        if (last === null) throw new Error('Broken promise: facts are asked for of no steps')
        return factsAfter(last.row, endedAt, steps)
      },
    }
  },
  step: (s) => ({ state: s.row['state'], ciId: str(s.row['ciId']), seconds: secondsBetween(s.at, s.until) }),
}

function factsAfter(row: Step['row'], endedAt: string | null, steps: number): Readonly<Record<string, unknown>> {
  const openedAt = str(row['createdAt'])
  return {
    state: row['state'], stateGroup: groupOf(discrepancy, row['state']), kind: row['kind'], field: str(row['field']), sourceId: str(row['sourceId']), ciId: str(row['ciId']), openedAt, endedAt, answerSeconds: spanBetween(openedAt, endedAt),
    isExplained: row['state'] === 'explained', isTaken: row['isTaken'] === true, steps,
  }
}
