/** One field of a record as an input, drawn from its sketch. */
import { Checkbox, Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { FieldSketch } from '../../client/shapes.ts'
import { LoadingRows } from '../../kit/states.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { RecordSelect, RecordsSelect } from './record-select.tsx'
import { instantOfWallTime, wallTimeText } from './wall-time.ts'

/** See `FieldInput`; `value` is what the API takes: text, number, list, null. */
export interface FieldInputProps {
  readonly field: FieldSketch
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly error?: string | null
  readonly required?: boolean
  readonly autoFocus?: boolean
  /** The record at hand: no reference to itself is offered. */
  readonly recordId?: string | undefined
  /** The whole form, where one field's meaning hangs on another. */
  readonly values?: Readonly<Record<string, unknown>>
}

const StructuredInput = lazy(() => import('./structured-input.tsx').then((m) => ({ default: m.StructuredInput })))

export function FieldInput({ field, value, onChange, error, required = !field.optional, autoFocus = false, recordId, values = {} }: FieldInputProps) {
  const { zone = Intl.DateTimeFormat().resolvedOptions().timeZone } = useViewer()
  const say = {
    label: field.label, description: field.help === '' ? undefined : field.help, error: error ?? undefined, required,
    ...(autoFocus ? { 'data-autofocus': true } : {}),
  }
  const line = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  const none = field.optional ? null : undefined
  switch (field.kind) {
    case 'prose':
      return <Textarea {...say} autosize minRows={3} maxRows={14} value={line} onChange={(e) => onChange(e.currentTarget.value || none)} />
    case 'choice': {
      const options = Object.entries(field.words ?? {}).map(([v, label]) => ({ value: v, label }))
      return <Select {...say} data={options} value={line || null} onChange={(v) => onChange(v ?? none)} clearable={field.optional} placeholder={field.optional ? 'not recorded' : 'Choose'} searchable={options.length > 8} />
    }
    case 'yesno':
      return <Checkbox label={field.label} description={say.description} error={say.error} checked={value === true} onChange={(e) => onChange(e.currentTarget.checked)} />
    case 'ref':
      // Left empty, a record belongs to whoever writes it; that is no gap.
      return <RecordSelect {...say} {...(field.name === 'orgId' && field.optional ? { placeholder: 'your own organization' } : {})} autoFocus={autoFocus} to={field.to ?? ''} value={line || null} onChange={(v) => onChange(v ?? none)} isClearable={field.optional} filters={current} exceptId={recordId} />
    case 'refs':
      return <RecordsSelect {...say} required={false} autoFocus={autoFocus} to={field.to ?? ''} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} filters={current} exceptId={recordId} />
    case 'tags':
      return <TagsInput {...say} required={false} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} splitChars={[',', ' ']} />
    case 'integer': case 'seconds': case 'ratio':
      return <TextInput {...say} inputMode="decimal" value={line} onChange={(e) => onChange(e.currentTarget.value === '' ? none : numberOr(e.currentTarget.value))} />
    case 'day':
      return <TextInput {...say} type="date" value={line} onChange={(e) => onChange(e.currentTarget.value || none)} />
    case 'instant':
      return <TextInput {...say} type="datetime-local" value={wallTimeText(line, zone)} onChange={(e) => onChange(instantOfWallTime(e.currentTarget.value, zone) ?? none)} />
    case 'zone':
      return <Select {...say} data={[...new Set([...(line === '' ? [] : [line]), 'UTC', ...Intl.supportedValuesOf('timeZone')])]} limit={60} searchable value={line || null} onChange={(v) => onChange(v ?? none)} clearable={field.optional} />
    case 'json':
      return <Suspense fallback={<LoadingRows rows={4} />}><StructuredInput field={field} value={value} onChange={onChange} values={values} error={error} /></Suspense>
    default:
      return <TextInput {...say} type={field.kind === 'email' ? 'email' : 'text'} value={line} onChange={(e) => onChange(e.currentTarget.value || none)} />
  }
}

/** What has left or was retired is not offered. */
const current = { group: 'active' } as const

const numberOr = (text: string): number | string => (Number.isFinite(Number(text)) ? Number(text) : text)
