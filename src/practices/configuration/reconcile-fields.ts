/** Compares one item's fields as recorded with what a source observed, and says for each difference which of the two holds. */
import { attrFaults } from './attrs.ts'
import type { Known, KnownItem, KnownObservation, KnownSource, KnownType } from './reconcile-known.ts'
import type { FieldValue, ObservedNode } from './reconcile-observed.ts'
import { handRank, rankOf } from './reconcile-rank.ts'

/** One field that is not as recorded. */
export interface Difference {
  readonly field: string
  readonly expected: FieldValue
  readonly observed: FieldValue
  /** The source wins: the record takes the observed value. */
  readonly isTaken: boolean
}

export interface Compared {
  /** Values the record did not have, by field. */
  readonly learned: Readonly<Record<string, FieldValue>>
  readonly differences: readonly Difference[]
  readonly matches: number
}

/** Fields of an observed node in the names of its type; what the type does not have is left out, and named. */
export function fieldsFor(n: ObservedNode, type: KnownType): { readonly fields: Readonly<Record<string, FieldValue>>; readonly left: readonly string[] } {
  const fields: Record<string, FieldValue> = { name: n.name, ...(n.serialNumber === undefined ? {} : { serialNumber: n.serialNumber }) }
  const left: string[] = []
  for (const [field, raw] of Object.entries(n.fields)) {
    if (!field.startsWith('attrs.')) {
      if (isOwnValue(field, raw)) fields[field] = raw
      else left.push(field)
      continue
    }
    const attr = type.fields.find((f) => f.name === field.slice('attrs.'.length))
    const value = attr === undefined ? raw : readAs(attr.kind, raw)
    if (attr === undefined || attrFaults([{ ...attr, required: false }], { [attr.name]: value }).length > 0) left.push(field)
    else fields[field] = value
  }
  return { fields, left }
}

const ownLengths: Readonly<Record<string, number>> = { assetTag: 80, currency: 3 }
const ownDays: ReadonlySet<string> = new Set(['boughtOn', 'endOfSupport', 'warrantyUntil'])

function isOwnValue(field: string, value: FieldValue): boolean {
  if (field === 'costMinor') return typeof value === 'number' && value <= 2_000_000_000
  if (typeof value !== 'string') return false
  if (ownDays.has(field)) return /^(19|2\d)\d\d-\d\d-\d\d$/.test(value) && Number.isFinite(Date.parse(value)) && new Date(value).toISOString().startsWith(value)
  return field === 'currency' ? /^[A-Z]{3}$/.test(value) : value.length <= (ownLengths[field] ?? 0)
}

/** A table says everything in text. */
function readAs(kind: string, value: FieldValue): FieldValue {
  if (typeof value !== 'string') return kind === 'text' ? String(value) : value
  if (kind === 'integer') return /^-?\d{1,15}$/.test(value) ? Number(value) : value
  if (kind === 'yesno') return /^(true|yes|1)$/i.test(value) ? true : /^(false|no|0)$/i.test(value) ? false : value
  return value
}

/** `others` are what all sources last said of this item, this one's too. */
export function compare(item: KnownItem, observed: Readonly<Record<string, FieldValue>>, others: readonly KnownObservation[], known: Pick<Known, 'source' | 'sources'>): Compared {
  const learned: Record<string, FieldValue> = {}
  const differences: Difference[] = []
  let matches = 0
  for (const [field, value] of Object.entries(observed)) {
    const expected = field === 'serialNumber' ? item.serialNumber ?? undefined : Object.hasOwn(item.fields, field) ? item.fields[field] : undefined
    if (expected === undefined) learned[field] = value
    else if (isSame(field, expected, value, item)) matches++
    else differences.push({ field, expected, observed: value, isTaken: winsOver(field, expected, others, known) })
  }
  return { learned, differences, matches }
}

/** Whether this source's word holds against who says what is recorded: the best of the sources that last said the same, else the hand that typed it. Of two of one rank the first holds. */
function winsOver(field: string, expected: FieldValue, others: readonly KnownObservation[], { source, sources }: Pick<Known, 'source' | 'sources'>): boolean {
  const holders = others.filter((o) => o.goneAt === null && o.fields[field] === expected).flatMap((o): KnownSource[] => { const s = sources.get(o.sourceId); return s ? [s] : [] })
  const best = holders.length === 0 ? handRank : Math.min(...holders.map((s) => rankOf(s, field)))
  const own = rankOf(source, field)
  return own < best || (own === best && holders.some((s) => s.id === source.id))
}

/** A machine's name with and without its domain, or under one of its aliases, is one name. */
function isSame(field: string, expected: FieldValue, observed: FieldValue, item: KnownItem): boolean {
  if (expected === observed) return true
  if (typeof expected !== 'string' || typeof observed !== 'string') return false
  if (field === 'serialNumber') return expected.toLowerCase() === observed.toLowerCase()
  if (field !== 'name') return false
  const [a, b] = [expected.toLowerCase(), observed.toLowerCase()]
  return a === b || a.split('.')[0] === b || b.split('.')[0] === a || item.aliases.includes(b) || item.key.toLowerCase() === b
}
