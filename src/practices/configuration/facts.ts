/** What measures may ask about an item of the map: since when it is live, when it was looked at and verified, and how many differences nobody explained; from its journal alone. Pure. */
import { type Fields, instant, optional, ref, text, yesno } from '../../model/field.ts'
import { countField, groupOf, num, secondsBetween, spanBetween, spanField, str } from '../../model/fact-fields.ts'
import type { FactTable, Step } from '../../model/facts.ts'
import { ci } from './ci.ts'

const verifiedAt = optional(instant({ label: 'Last verified', help: 'When it was last found to be as recorded.' }))
const differences = optional(countField('Unexplained differences', 'Between what is recorded and what was found; none where nobody had counted them.'))
const place = {
  typeId: ref('ci_type', { label: 'Type' }),
  teamId: optional(ref('team', { label: 'Team' })),
  siteId: optional(ref('site', { label: 'Site' })),
  supplierId: optional(ref('organization', { label: 'Supplier' })),
}

const fields = {
  state: text({ label: 'State', max: 40 }),
  stateGroup: text({ label: 'Group of states', max: 10 }),
  ...place,
  openedAt: instant({ label: 'Recorded' }),
  liveAt: optional(instant({ label: 'Live', help: 'The first time.' })),
  endedAt: optional(instant({ label: 'Ended', help: 'Retired or disposed of.' })),
  comparedAt: optional(instant({ label: 'Last looked at', help: 'Whatever was found.' })),
  verifiedAt,
  endSeconds: spanField('Seconds to the end'),
  differences,
  looks: countField('Times looked at'),
  steps: countField('Entries in its journal'),
} satisfies Fields

const stepFields = {
  state: text({ label: 'State', max: 40 }),
  ...place,
  verifiedAt,
  differences,
  isLook: yesno({ label: 'Looked at', help: 'Somebody or something compared it with what is there.' }),
  seconds: spanField('Seconds'),
} satisfies Fields

const placeOf = (row: Step['row']): Readonly<Record<string, unknown>> => ({ typeId: row['typeId'], teamId: str(row['teamId']), siteId: str(row['siteId']), supplierId: str(row['supplierId']) })
/** Not `recount`: an answer given at a desk is no look. */
const looks: ReadonlySet<string> = new Set(['verify', 'compare', 'count'])

interface Walk {
  last: Step | null
  liveAt: string | null
  endedAt: string | null
  looks: number
  steps: number
}

function take(w: Walk, s: Step): void {
  if (s.row['state'] === 'live') w.liveAt ??= s.at
  w.endedAt = groupOf(ci, s.row['state']) === 'done' ? w.endedAt ?? s.at : null
  if (looks.has(s.verb)) w.looks++
  w.last = s
  w.steps++
}

export const ciFacts: FactTable = {
  record: 'ci',
  version: 2,
  fields,
  stepFields,
  of: () => {
    const w: Walk = { last: null, liveAt: null, endedAt: null, looks: 0, steps: 0 }
    return { take: (s) => { take(w, s) }, facts: () => factsAfter(w) }
  },
  step: (s) => ({ state: s.row['state'], ...placeOf(s.row), verifiedAt: str(s.row['verifiedAt']), differences: num(s.row['differences']), isLook: looks.has(s.verb), seconds: secondsBetween(s.at, s.until) }),
}

function factsAfter(w: Walk): Readonly<Record<string, unknown>> {
  if (w.last === null) throw new Error('Broken promise: facts are asked for of no steps')
  const { row } = w.last
  const openedAt = str(row['createdAt'])
  return {
    state: row['state'], stateGroup: groupOf(ci, row['state']), ...placeOf(row), openedAt, liveAt: w.liveAt, endedAt: w.endedAt, comparedAt: str(row['comparedAt']) ?? str(row['verifiedAt']), verifiedAt: str(row['verifiedAt']),
    endSeconds: spanBetween(openedAt, w.endedAt), differences: num(row['differences']), looks: w.looks, steps: w.steps,
  }
}
