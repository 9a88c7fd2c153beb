/** Loose ends: what nothing stands on, what nobody owns, what nobody has verified for long. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LooseList } from '../../client/graph.ts'
import { counted, count } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Line, PageHead, Section } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { client } from '../data/connection.ts'
import { Fault } from '../parts/fault.tsx'
import { kindOf } from './graph-facts.ts'
import { pageOf } from './graph-rail.tsx'

/** Named of each kind at first; the number behind the heading is all of them. */
const SHOWN = 8

export function Orphans() {
  const answer = useQuery({ queryKey: ['graph', 'orphans'], queryFn: () => client.looseEnds(), staleTime: 30_000 })
  const lists = answer.data?.lists.filter((l) => l.count > 0) ?? []
  const all = lists.reduce((sum, l) => sum + l.count, 0)
  return (
    <Page crumbs={[{ label: 'Configuration', href: '/graph' }, { label: 'Loose ends' }]}>
      <PageHead title={!answer.data ? 'Loose ends' : all === 0 ? 'Nothing hangs loose' : `${counted(all, 'loose end')} of ${counted(lists.length, 'kind')}`} note={answer.data && `What is verified counts as such for ${answer.data.verifiedWithinDays} days.`} />
      {answer.error ? <Fault error={answer.error} retry={() => void answer.refetch()} /> : answer.isPending ? <LoadingRows rows={12} /> : lists.length === 0
        ? <EmptyState title="All is tied" why="Each live item has an owner, a relation and was verified; each live service stands on something and has an agreement." />
        : lists.map((l) => <LooseKind key={l.kind} list={l} />)}
    </Page>
  )
}

function LooseKind({ list }: { list: LooseList }) {
  const [isAll, setAll] = useState(false)
  const shown = isAll ? list.items : list.items.slice(0, SHOWN)
  return (
    <Section title={list.label} note={count(list.count)}>
      {shown.map((n) => <Line key={n.id} trail={<span className="ek-id">{n.number}</span>}><Link quiet href={pageOf(n)}>{n.name}</Link><span className="ek-3"> {kindOf(n)}</span></Line>)}
      {!isAll && list.items.length > SHOWN && <Button size="xs" variant="subtle" onClick={() => setAll(true)}>Show {count(list.items.length - SHOWN)} more</Button>}
      {isAll && list.count > list.items.length && <p className="ek-small ek-3" style={{ padding: '6px 8px' }}>The first {count(list.items.length)} by name of {count(list.count)}.</p>}
    </Section>
  )
}
