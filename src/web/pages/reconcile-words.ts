/** What a discrepancy means, in sentences. Pure. */
import type { AnyRow } from '../../client/shapes.ts'
import { calendarDay } from '../../kit/format-time.ts'

/** What is looked at of it. */
export interface Told {
  readonly kind: 'extra' | 'missing' | 'different' | 'ambiguous'
  readonly state: string
  readonly field: string | null
  readonly expected: string | null
  readonly observed: string | null
  /** The item says what was found. */
  readonly isTaken: boolean
  readonly explainedBy: string | null
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** Of the row as it comes. */
export function fieldOf(row: AnyRow): Told {
  const kind = textOf(row['kind'])
  return {
    kind: kind === 'extra' || kind === 'missing' || kind === 'ambiguous' ? kind : 'different', state: row.state, field: textOf(row['field']), expected: textOf(row['expected']), observed: textOf(row['observed']),
    isTaken: row['isTaken'] === true, explainedBy: textOf(row['explainedBy']),
  }
}

/** Words of a field as the import names it: `serialNumber`, `attrs.osVersion`. */
export const fieldWords = (field: string): string =>
  field.replace(/^attrs\./, '').replace(/_/g, ' ').replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(' ').map((word) => (abbreviations.has(word.toLowerCase()) ? word.toUpperCase() : word.toLowerCase())).join(' ')
const abbreviations: ReadonlySet<string> = new Set(['os', 'ip', 'id', 'cpu', 'ram', 'dns', 'mac', 'url', 'vlan', 'uuid'])

/** A value as people read it: a day as a day, yes and no, all else as it was found. */
const valueWords = (value: string): string => (/^\d{4}-\d\d-\d\d$/.test(value) ? calendarDay(value) : value === 'true' ? 'yes' : value === 'false' ? 'no' : `“${value}”`)

/** Who found what, and what the record says. `item` and `source` are names; null where there is none. */
export function discrepancySays({ kind, field, expected, observed, isTaken, item, source }: Told & { readonly item: string | null; readonly source: string | null }): string {
  const who = source ?? 'Somebody'
  const found = observed ?? 'something'
  switch (kind) {
    case 'extra': return `${who} found ${item ?? found}, and nobody recorded it.`
    case 'missing': return `${source === null ? 'Somebody says that' : `${source} knew ${item ?? 'the item'} and`} ${source === null ? `${item ?? 'the item'} is not there any more` : 'does not know it any more'}. It is still recorded.`
    case 'ambiguous': return `${who} knows ${found}, which could be any of ${expected ?? 'several items'}. Nothing was guessed, and nothing of it was taken over.`
    case 'different': {
      const what = field === null ? `${item ?? 'the item'} otherwise than recorded` : `the ${fieldWords(field)} of ${item ?? 'the item'} to be ${observed === null ? 'empty' : valueWords(observed)}; ${expected === null ? 'nothing' : valueWords(expected)} was recorded`
      return `${who} found ${what}. ${isTaken ? `The item says what was found now, for ${source ?? 'that'} counts more for this field; still nobody said who changed it.` : 'The item says what was recorded, until somebody decides.'}`
    }
  }
}

/** What can be done with it, or what was. */
export function wayOut({ kind, state, explainedBy }: Told): string {
  if (state === 'explained') return `${explainedBy ?? 'An authorised change'} did it.`
  if (state === 'corrected') return 'It was put right.'
  if (state === 'accepted') return 'It stays as it is; the reason stands in what happened.'
  const which = kind === 'extra' || kind === 'ambiguous' ? 'Say which item it is under More, and the next import knows. ' : ''
  return `No authorised change is known to have done it. ${which}Explain it by naming the change, put right the thing or the record, or accept it with a reason.`
}
