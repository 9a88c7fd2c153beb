/** Choosing one or several records: typing searches on the server, so a list never ends at its first page; Enter takes the first that fits, once it was found. */
import { MultiSelect, Select } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { AnyRow, ListParams } from '../../client/shapes.ts'
import { useChoices, type Choice } from '../data/choices.ts'

/** What the two have in common. */
interface Common {
  /** Name of the record type: `person`. */
  readonly to: string
  readonly label: string
  readonly description?: ReactNode
  readonly placeholder?: string | undefined
  readonly error?: ReactNode
  readonly required?: boolean
  /** Narrows what is found, in the list grammar: `{ group: 'active' }`. */
  readonly filters?: ListParams
  /** Stand before what is found: `me`, `my-teams`. */
  readonly extra?: readonly Choice[]
  /** A record that cannot be meant, such as the one at hand. */
  readonly exceptId?: string | undefined
  readonly isInPlace?: boolean
  readonly autoFocus?: boolean
}

/** See `RecordSelect`. */
export interface RecordSelectProps extends Common {
  readonly value: string | null
  /** The row comes along where it is known. */
  readonly onChange: (id: string | null, row?: AnyRow) => void
  readonly isClearable?: boolean
}

/** One record, or none. */
export function RecordSelect({ to, value, onChange, isClearable = true, filters, extra = [], exceptId, isInPlace = false, autoFocus = false, placeholder, ...rest }: RecordSelectProps) {
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(false)
  const isOwn = extra.some((e) => e.value === value)
  const chosen = value === null || isOwn ? [] : [value]
  const known = useChoices(to, '', chosen, filters, false)
  const label = [...extra, ...known.choices].find((c) => c.value === value)?.label
  // The name of the chosen one stands in the field; it is no question.
  const { choices, rows, isLooking } = useChoices(to, typed === label ? '' : typed, chosen, filters, isOpen)
  const data = [...extra.filter((e) => typed === '' || typed === label || e.label.toLowerCase().includes(typed.toLowerCase())), ...choices.filter((c) => c.value !== exceptId)]
  return (
    <Select
      {...rest} data={data} value={value} onChange={(id) => onChange(id, id === null ? undefined : rows.get(id))} searchable searchValue={typed} onSearchChange={setTyped}
      filter={({ options }) => options} selectFirstOptionOnChange={!isLooking && typed !== '' && typed !== label} clearable={isClearable && value !== null} placeholder={placeholder ?? (rest.required ? 'Type to search' : 'not recorded')} onDropdownOpen={() => setOpen(true)}
      nothingFoundMessage={isLooking ? 'Looking' : 'Nothing is called that'} maxDropdownHeight={280} comboboxProps={isInPlace ? { withinPortal: false } : {}} {...(autoFocus ? { 'data-autofocus': true } : {})}
    />
  )
}

/** See `RecordsSelect`. */
export interface RecordsSelectProps extends Common {
  readonly value: readonly string[]
  readonly onChange: (ids: readonly string[]) => void
}

/** Any number of records. */
export function RecordsSelect({ to, value, onChange, filters, exceptId, extra: _, isInPlace = false, autoFocus = false, ...rest }: RecordsSelectProps) {
  const [typed, setTyped] = useState('')
  const { choices, isLooking } = useChoices(to, typed, value, filters)
  return (
    <MultiSelect
      {...rest} data={choices.filter((c) => c.value !== exceptId)} value={[...value]} onChange={onChange} searchable searchValue={typed} onSearchChange={setTyped}
      filter={({ options }) => options} selectFirstOptionOnChange={!isLooking && typed !== ''} clearable nothingFoundMessage={isLooking ? 'Looking' : 'Nothing is called that'} maxDropdownHeight={280} comboboxProps={isInPlace ? { withinPortal: false } : {}}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
    />
  )
}
