/** The form behind the dashed chip: a fact, how it is compared, and with what. */
import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FactTableSketch } from '../../client/measures.ts'
import type { FactCondition } from '../../model/measure.ts'
import { RecordSelect } from '../forms/record-select.tsx'
import { dividers, factLabel, factOf } from './measures-words.ts'

const ways = [{ value: 'in', label: 'is' }, { value: 'not', label: 'is not' }, { value: 'from', label: 'is at least' }, { value: 'to', label: 'is under' }, { value: 'known', label: 'is recorded' }, { value: 'unknown', label: 'is not recorded' }] as const
type Way = (typeof ways)[number]['value']

/** `isInPlace` keeps the lists inside a popover that holds the focus. */
export function FactFilter({ table, onAdd, first = 'category', words = 'Add the filter', isInPlace = true }: { table: FactTableSketch; onAdd: (c: FactCondition) => void; first?: string; words?: string; isInPlace?: boolean }) {
  const spans = table.fields.filter((f) => f.kind === 'ratio').map((f) => ({ value: f.id, label: f.label }))
  const [name, setName] = useState(first)
  const [way, setWay] = useState<Way>('in')
  const [value, setValue] = useState('')
  const fact = factOf(name, table)
  const isBare = way === 'known' || way === 'unknown'
  const isNumber = fact?.kind === 'integer' || fact?.kind === 'ratio' || name.startsWith('external.')
  const inside = isInPlace ? { comboboxProps: { withinPortal: false } } : {}
  const options = fact?.kind === 'yesno' ? [{ value: 'true', label: 'Yes' }, { value: 'false', label: 'No' }] : fact?.words ? Object.entries(fact.words).map(([v, label]) => ({ value: v, label })) : null
  const add = (): void => onAdd(isBare ? { field: name, op: 'empty', values: [way === 'known' ? 'false' : 'true'] } : { field: name, op: way, values: [value] })
  return (
    <form style={{ display: 'grid', gap: 10, width: 260 }} onSubmit={(e) => { e.preventDefault(); if (isBare || value !== '') add() }}>
      <Select {...inside} label="What" data={[...dividers(table), ...spans]} value={name} searchable onChange={(v) => { if (v) { setName(v); setValue(''); setWay('in') } }} />
      <Select {...inside} label="How" data={ways.filter((w) => isNumber || (w.value !== 'from' && w.value !== 'to')).map((w) => ({ ...w }))} value={way} onChange={(v) => setWay(ways.find((w) => w.value === v)?.value ?? 'in')} />
      {!isBare && (fact?.kind === 'ref' && fact.to !== undefined ? <RecordSelect key={name} label={factLabel(name, table)} to={fact.to} value={value || null} onChange={(v) => setValue(v ?? '')} isInPlace={isInPlace} />
        : options ? <Select {...inside} label={factLabel(name, table)} data={options} value={value || null} onChange={(v) => setValue(v ?? '')} />
          : <TextInput label={factLabel(name, table)} value={value} inputMode={fact?.kind === 'integer' || fact?.kind === 'ratio' ? 'numeric' : 'text'} onChange={(e) => setValue(e.currentTarget.value)} />)}
      <div><Button type="submit" variant="filled" disabled={!isBare && value === ''}>{words}</Button></div>
    </form>
  )
}
