/** One field of a record as an input, drawn from its sketch. */
import { Checkbox, MultiSelect, Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FieldSketch } from '../../client/shapes.ts'
import { useDescription, useList } from '../data/queries.ts'

/** See `FieldInput`; `value` is what the API takes: text, number, list, null. */
export interface FieldInputProps {
  readonly field: FieldSketch
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly error?: string | null
  readonly required?: boolean
  readonly autoFocus?: boolean
}

export function FieldInput({ field, value, onChange, error, required = !field.optional, autoFocus = false }: FieldInputProps) {
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
      return <RefInput say={say} to={field.to ?? ''} value={line || null} onChange={(v) => onChange(v ?? none)} optional={field.optional} />
    case 'refs':
      return <RefsInput say={say} to={field.to ?? ''} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />
    case 'tags':
      return <TagsInput {...say} required={false} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} splitChars={[',', ' ']} />
    case 'integer': case 'seconds': case 'ratio':
      return <TextInput {...say} inputMode="decimal" value={line} onChange={(e) => onChange(e.currentTarget.value === '' ? none : numberOr(e.currentTarget.value))} />
    case 'day':
      return <TextInput {...say} type="date" value={line} onChange={(e) => onChange(e.currentTarget.value || none)} />
    case 'instant':
      return <TextInput {...say} type="datetime-local" value={localOf(line)} onChange={(e) => onChange(e.currentTarget.value === '' ? none : new Date(e.currentTarget.value).toISOString())} />
    case 'zone':
      return <Select {...say} data={Intl.supportedValuesOf('timeZone')} limit={60} searchable value={line || null} onChange={(v) => onChange(v ?? none)} clearable={field.optional} />
    case 'json':
      return <JsonField say={say} value={value} onChange={onChange} optional={field.optional} />
    default:
      return <TextInput {...say} type={field.kind === 'email' ? 'email' : 'text'} value={line} onChange={(e) => onChange(e.currentTarget.value || none)} />
  }
}

interface Say {
  readonly label: string
  readonly description: string | undefined
  readonly error: string | undefined
  readonly required: boolean
}

const numberOr = (text: string): number | string => (Number.isFinite(Number(text)) ? Number(text) : text)

/** `datetime-local` wants the viewer's wall clock without a zone. */
function localOf(iso: string): string {
  const at = Date.parse(iso)
  if (!Number.isFinite(at)) return ''
  const shifted = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}

function useChoices(to: string, typed: string) {
  const sketch = useDescription().data?.find(to)
  const title = sketch?.title ?? 'number'
  const rows = useList(sketch?.plural ?? to, { limit: 100, ...(typed.length > 1 ? { q: typed } : {}) }, sketch !== undefined).data?.items ?? []
  return rows.map((row) => ({ value: row.id, label: typeof row[title] === 'string' ? row[title] : row.number }))
}

function RefInput({ say, to, value, onChange, optional }: { say: Say; to: string; value: string | null; onChange: (v: string | null) => void; optional: boolean }) {
  const [typed, setTyped] = useState('')
  const options = useChoices(to, '')
  return (
    <Select {...say} data={options} value={value} onChange={onChange} searchable searchValue={typed} onSearchChange={setTyped} clearable={optional}
      placeholder={optional ? 'not recorded' : 'Choose'} nothingFoundMessage="Nothing is called that" />
  )
}

function RefsInput({ say, to, value, onChange }: { say: Say; to: string; value: string[]; onChange: (v: readonly string[]) => void }) {
  const options = useChoices(to, '')
  return <MultiSelect {...say} required={false} data={options} value={value} onChange={onChange} searchable clearable nothingFoundMessage="Nothing is called that" />
}

function JsonField({ say, value, onChange, optional }: { say: Say; value: unknown; onChange: (v: unknown) => void; optional: boolean }) {
  const [text, setText] = useState(value === undefined || value === null ? '' : JSON.stringify(value, null, 2))
  const [fault, setFault] = useState<string | null>(null)
  const read = (next: string): void => {
    setText(next)
    try {
      onChange(next.trim() === '' ? (optional ? null : undefined) : JSON.parse(next))
      setFault(null)
    } catch {
      setFault('This is not complete JSON yet.')
    }
  }
  return <Textarea {...say} error={fault ?? say.error} autosize minRows={3} maxRows={18} value={text} onChange={(e) => read(e.currentTarget.value)} styles={{ input: { fontFamily: 'var(--ek-mono)', fontSize: 12 } }} spellCheck={false} />
}
