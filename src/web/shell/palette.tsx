/** Find or do: pages, records by search, and the verbs of the record at hand, under one key. */
import { Spotlight } from '@mantine/spotlight'
import { useQuery } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { KeyCaps } from '../../kit/key-hints.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { useDescription } from '../data/queries.ts'
import { addressOf } from '../data/address.ts'
import { places } from './places.ts'
import { closePalette, usePaletteState } from './palette-state.ts'

const SHORTEST_SEARCH = 2

/** Loaded when it is opened first. */
export function Palette() {
  const { isOpen, verbs } = usePaletteState()
  const { navigate } = useViewer()
  const [query, setQuery] = useState('')
  const [asked] = useDebouncedValue(query.trim(), 150)
  const description = useDescription().data
  const found = useQuery({
    queryKey: ['search', asked], queryFn: ({ signal }) => client.search(asked, signal), enabled: isOpen && asked.length >= SHORTEST_SEARCH, staleTime: 5000,
  })
  const go = (href: string) => () => {
    closePalette()
    navigate(href)
  }
  const matches = (words: string): boolean => words.toLowerCase().includes(query.trim().toLowerCase())
  const pages = [
    ...places.map((p) => ({ name: p.label, href: p.href })),
    { name: 'New incident', href: '/incidents/new' },
    ...(description?.records ?? []).map((r) => ({ name: r.many, href: `/records/${r.plural}` })),
  ].filter((p, i, all) => matches(p.name) && all.findIndex((q) => q.name === p.name) === i)
  const doable = verbs.filter((v) => matches(v.label))
  const hits = asked.length >= SHORTEST_SEARCH ? (found.data ?? []) : []
  return (
    <Spotlight.Root
      query={query} onQueryChange={setQuery} shortcut={null} forceOpened={isOpen} onSpotlightClose={closePalette} scrollable maxHeight={420} transitionProps={{ duration: 90, exitDuration: 0 }} overlayProps={{ blur: 0, backgroundOpacity: 0.3 }}
    >
      <Spotlight.Search placeholder="Find a record or page, or do something" aria-label="Find or do" />
      <Spotlight.ActionsList>
        {doable.length > 0 && (
          <Spotlight.ActionsGroup label="Do">
            {doable.map((v) => (
              <Spotlight.Action key={v.label} label={v.label} description={v.hint} rightSection={v.keys ? <KeyCaps keys={v.keys} /> : null} onClick={() => { closePalette(); v.run() }} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {hits.length > 0 && (
          <Spotlight.ActionsGroup label="Records">
            {hits.map((h) => (
              <Spotlight.Action
                key={h.id} label={`${h.number}  ${h.title}`} description={description?.find(h.record)?.one ?? h.record}
                onClick={go(addressOf(description?.find(h.record)?.plural ?? h.record, h.number))}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label="Go to">
            {pages.map((p) => <Spotlight.Action key={p.href} label={p.name} onClick={go(p.href)} />)}
          </Spotlight.ActionsGroup>
        )}
        {doable.length + hits.length + pages.length === 0 && (
          <Spotlight.Empty>{found.isFetching ? 'Looking' : `Nothing is called “${query.trim()}”.`}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
