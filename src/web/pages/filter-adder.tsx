/** The form behind the dashed chip: which field, and what it must be. */
import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FieldSketch, RecordSketch } from '../../client/shapes.ts'
import { RecordSelect } from '../forms/record-select.tsx'

const filterable = new Set(['choice', 'ref', 'yesno', 'integer'])

/** `onAdd` gets the parameter's name and value as the API takes them. */
export function FilterAdder({ sketch, onAdd }: { sketch: RecordSketch; onAdd: (name: string, value: string) => void }) {
  const fields = sketch.fields.filter((f) => filterable.has(f.kind) && f.name !== 'version')
  const [name, setName] = useState<string>('state')
  const [value, setValue] = useState('')
  const field = fields.find((f) => f.name === name)
  const options = name === 'q' ? null : optionsOf(field, sketch)
  return (
    <form style={{ display: 'grid', gap: 10, width: 260 }} onSubmit={(e) => { e.preventDefault(); if (value !== '') onAdd(name, value) }}>
      <Select label="What" data={[{ value: 'q', label: 'Text in it' }, ...fields.map((f) => ({ value: f.name, label: f.label }))]} value={name} onChange={(v) => { if (v) { setName(v); setValue('') } }} searchable comboboxProps={{ withinPortal: false }} />
      {field?.kind === 'ref' && field.to !== null
        ? <RecordSelect key={field.name} label="Is" to={field.to} value={value || null} onChange={(v) => setValue(v ?? '')} extra={standing[field.to] ?? []} placeholder="Type to search" isInPlace />
        : options
        ? <Select label="Is" data={options} value={value === '' ? null : value} onChange={(v) => v && setValue(v)} searchable comboboxProps={{ withinPortal: false }} />
        : <TextInput label={name === 'q' ? 'Has' : 'Is'} value={value} onChange={(e) => setValue(e.currentTarget.value)} />}
      <div><Button type="submit" variant="filled" disabled={value === ''}>Add the filter</Button></div>
    </form>
  )
}

function optionsOf(field: FieldSketch | undefined, sketch: RecordSketch): { value: string; label: string }[] | null {
  if (!field) return null
  if (field.name === 'state') return sketch.states.map((s) => ({ value: s.name, label: s.label }))
  if (field.name === 'priority') return [1, 2, 3, 4, 5].map((p) => ({ value: String(p), label: `P${p}` }))
  if (field.kind === 'choice') return Object.entries(field.words ?? {}).map(([value, label]) => ({ value, label }))
  if (field.kind === 'yesno') return [{ value: 'true', label: 'Yes' }, { value: 'false', label: 'No' }]
  return null
}

/** Words of a filter that mean whoever looks. */
const standing: Readonly<Record<string, readonly { value: string; label: string }[]>> = { person: [{ value: 'me', label: 'Me' }], team: [{ value: 'my-teams', label: 'My teams' }] }
