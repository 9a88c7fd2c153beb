/** Finding a thing of the graph by words of its name, its key or number: an item, a service, a person or a supplier. */
import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState, type RefObject } from 'react'
import type { SearchHit } from '../../client/shapes.ts'
import type { NodeRecord } from '../../model/graph.ts'
import { client } from '../data/connection.ts'

const ASKED_AFTER_MILLIS = 160

/** What kind of thing a hit is, in words. */
export const nodeWords: Readonly<Record<NodeRecord, string>> = { ci: 'Item', service: 'Service', person: 'Person', organization: 'Organization' }

/** See `FindThing`. */
export interface FindThingProps {
  readonly label: string
  readonly field?: RefObject<HTMLInputElement | null>
  readonly value?: SearchHit | null
  readonly onFind: (hit: SearchHit) => void
  readonly exceptId?: string
  readonly isInPlace?: boolean
}

export function FindThing({ label, field, value = null, onFind, exceptId, isInPlace = false }: FindThingProps) {
  const [typed, setTyped] = useState('')
  const [asked] = useDebouncedValue(typed.trim(), ASKED_AFTER_MILLIS)
  const isChosen = value !== null && typed === value.title
  const found = useQuery({ queryKey: ['graph', 'find', asked], queryFn: () => client.findThings(asked), enabled: asked !== '' && !isChosen, placeholderData: keepPreviousData, staleTime: 15_000 })
  const isLooking = found.isFetching || asked !== typed.trim()
  const hits = asked === '' || isChosen ? [] : found.data ?? []
  const all = [...new Map([...(value ? [value] : []), ...hits].map((h) => [h.id, h])).values()].filter((h) => h.id !== exceptId)
  return (
    <Select
      ref={field ?? null} label={label} placeholder="Name, key or number" searchable searchValue={typed} onSearchChange={setTyped} filter={({ options }) => options} selectFirstOptionOnChange={!isLooking && asked !== '' && !isChosen} maxDropdownHeight={320} value={value?.id ?? null}
      data={all.map((h) => ({ value: h.id, label: h.title }))} onChange={(id) => { const hit = all.find((h) => h.id === id); if (hit) onFind(hit) }}
      nothingFoundMessage={asked === '' ? 'Type some letters' : found.isFetching ? 'Looking' : 'Nothing is called that'} comboboxProps={isInPlace ? { withinPortal: false } : { width: 340, position: 'bottom-start' }}
      renderOption={({ option }) => {
        const hit = all.find((h) => h.id === option.value)
        return <span className="ek-row" style={{ width: '100%' }}><span className="ek-clip">{option.label}</span><span className="ek-space" /><span className="ek-small ek-3 ek-nowrap">{hit ? `${nodeWords[hit.record as NodeRecord]} ${hit.number}` : ''}</span></span>
      }}
    />
  )
}
