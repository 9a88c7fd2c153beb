/** The facts of an item: those of its type, what it is worth, who answers for it; and the form that changes them. */
import { useQueryClient } from '@tanstack/react-query'
import type { AnyRow, FieldSketch, Opened, RecordSketch } from '../../client/shapes.ts'
import { calendarDay } from '../../kit/format-time.ts'
import { money, NOT_RECORDED } from '../../kit/format.ts'
import { Facts, Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import type { AttrOfType } from '../../practices/configuration/ci-type.ts'
import { client } from '../data/connection.ts'
import type { Directory } from '../data/directory.ts'
import { dropRecords, useRecord } from '../data/queries.ts'
import { RecordForm, type Values } from '../forms/record-form.tsx'
import { Value } from '../parts/value.tsx'
import { Unread } from '../parts/unread.tsx'
import recordCss from '../parts/record.module.css'

/** Fields of the type of an item; null until they are known. */
export function useAttrs(typeId: string): readonly AttrOfType[] | null {
  const type = useRecord<AnyRow & { readonly fields?: readonly AttrOfType[] }>('ci-types', typeId).data
  return type ? type.fields ?? [] : null
}

/** Facets, in the order of the page; what belongs to none stands with the first. */
const asset = ['assetTag', 'serialNumber', 'boughtOn', 'costMinor', 'endOfSupport', 'warrantyUntil']
const shownElsewhere = new Set(['name', 'attrs', 'currency', ...asset])

/** See `CiFacts`. */
export interface CiFactsProps {
  readonly sketch: RecordSketch
  readonly row: Opened<AnyRow>
  readonly directory: Directory
  /** Null until the type is read. */
  readonly attrs: readonly AttrOfType[] | null
}

export function CiFacts({ sketch, row, directory, attrs }: CiFactsProps) {
  const shown = (f: FieldSketch) => [f.label, <Value key={f.name} field={f} value={row[f.name]} row={row} directory={directory} titles={row.titles} />] as const
  const own = sketch.fields.filter((f) => sketch.own.includes(f.name) && !shownElsewhere.has(f.name))
  const values = attrsOf(row)
  const worth = sketch.fields.filter((f) => asset.includes(f.name))
  return (
    <>
      <div className={recordCss.wideFacts} style={{ marginBottom: 16 }}><Facts facts={own.map(shown)} /></div>
      <Section title={row.titles?.[String(row['typeId'])]?.title ?? 'Its type'}>
        <div className={recordCss.wideFacts} style={{ paddingTop: 8 }}>{attrs === null ? <TypeUnread typeId={String(row['typeId'])} /> : attrs.length === 0 ? <p className="ek-3">This type has no fields of its own.</p> : <Facts facts={attrs.map((a) => [a.label, attrWords(a, values[a.name])] as const)} />}</div>
      </Section>
      <Section title="As an asset">
        <div className={recordCss.wideFacts} style={{ paddingTop: 8 }}><Facts facts={worth.map((f) => (f.name === 'costMinor' ? ['Cost', costOf(row)] as const : shown(f)))} /></div>
      </Section>
    </>
  )
}

/** While the fields of the type are asked for, or where that failed. */
export function TypeUnread({ typeId }: { typeId: string }) {
  const type = useRecord('ci-types', typeId)
  return type.error ? <Unread what="What is kept of this type could not be read." error={type.error} retry={() => void type.refetch()} /> : <LoadingRows rows={1} />
}

const attrsOf = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => (typeof row['attrs'] === 'object' && row['attrs'] !== null ? row['attrs'] as Readonly<Record<string, unknown>> : {})

function attrWords(a: AttrOfType, value: unknown): string {
  if (value === undefined || value === null || value === '') return NOT_RECORDED
  return a.kind === 'yesno' ? (value === true ? 'Yes' : 'No') : a.kind === 'day' ? calendarDay(String(value)) : a.kind === 'choice' ? a.words?.[String(value)] ?? String(value) : String(value)
}

function costOf(row: AnyRow): string {
  const { costMinor, currency } = row as { readonly costMinor?: number | null; readonly currency?: string | null }
  return typeof costMinor !== 'number' ? NOT_RECORDED : typeof currency === 'string' ? money(costMinor, currency) : `${costMinor}, currency not recorded`
}

const attrPrefix = 'attrs.'

/** The fields of a type as if they were the record's own, for one form. */
export const attrFields = (attrs: readonly AttrOfType[]): readonly FieldSketch[] => attrs.map((a) => ({
  name: `${attrPrefix}${a.name}`, kind: a.kind, label: a.label, help: '', owner: 'caller', optional: a.required !== true, fixed: false, to: null, words: a.words ?? null, initial: null,
}))

/** What such a form gives as the record takes it: the fields of the type go back as one value, over `known`; emptied ones are left out. */
export function gathered(input: Values, known: Readonly<Record<string, unknown>> = {}): Values {
  const own = Object.entries(input).filter(([name]) => !name.startsWith(attrPrefix))
  const ofType = Object.entries(input).filter(([name]) => name.startsWith(attrPrefix)).map(([name, value]) => [name.slice(attrPrefix.length), value] as const)
  const attrs = Object.entries({ ...known, ...Object.fromEntries(ofType) }).filter(([, v]) => v !== null && v !== undefined && v !== '')
  return { ...Object.fromEntries(own), ...(ofType.length > 0 ? { attrs: Object.fromEntries(attrs) } : {}) }
}

/** Changes the facts and those of the type in one go. */
export function CiForm({ sketch, row, attrs, onDone }: { sketch: RecordSketch; row: Opened<AnyRow>; attrs: readonly AttrOfType[]; onDone: () => void }) {
  const cache = useQueryClient()
  const update = sketch.verbs.find((v) => v.name === 'update')
  if (!update) return null
  const values = attrsOf(row)
  const own = sketch.fields.filter((f) => update.edits.includes(f.name) && f.name !== 'attrs')
  return (
    <RecordForm
      fields={[...own, ...attrFields(attrs)]} initial={{ ...row, ...Object.fromEntries(attrs.map((a) => [`${attrPrefix}${a.name}`, values[a.name] ?? null])) }} reason={update.reason} submitLabel="Save the changes" onlyChanges onCancel={onDone}
      draftKey={`${row.id}.update`}
      onSubmit={async (input) => {
        await client.change(sketch.plural, row.id, gathered(input, values), row.version)
        await dropRecords(cache, sketch.plural)
        onDone()
      }}
    />
  )
}
