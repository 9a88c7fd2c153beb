/** Loose ends: what nothing stands on, what nobody owns, what nobody has verified for long. */
import { useQuery } from '@tanstack/react-query'
import { counted, count } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Line, PageHead, Section } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { client } from '../data/connection.ts'
import { Fault } from '../parts/fault.tsx'
import { kindOf } from './graph-facts.ts'
import { pageOf } from './graph-rail.tsx'

/** Named of each kind; the number behind the heading is all of them. */
const SHOWN = 25

export function Orphans() {
  const answer = useQuery({ queryKey: ['graph', 'orphans'], queryFn: () => client.looseEnds(), staleTime: 30_000 })
  const lists = answer.data?.lists.filter((l) => l.count > 0) ?? []
  const all = lists.reduce((sum, l) => sum + l.count, 0)
  return (
    <Page crumbs={[{ label: 'Configuration', href: '/graph' }, { label: 'Loose ends' }]}>
      <PageHead title={!answer.data ? 'Loose ends' : all === 0 ? 'Nothing hangs loose' : `${counted(all, 'loose end')} of ${counted(lists.length, 'kind')}`} note={answer.data && `What is verified counts as such for ${answer.data.verifiedWithinDays} days.`} />
      {answer.error ? <Fault error={answer.error} retry={() => void answer.refetch()} /> : answer.isPending ? <LoadingRows rows={12} /> : lists.length === 0
        ? <EmptyState title="All is tied" why="Each live item has an owner, a relation and was verified; each live service stands on something and has an agreement." />
        : lists.map((l) => (
          <Section key={l.kind} title={l.label} note={count(l.count)}>
            {l.items.slice(0, SHOWN).map((n) => <Line key={n.id} trail={<span className="ek-id">{n.number}</span>}><Link quiet href={pageOf(n)}>{n.name}</Link><span className="ek-3"> {kindOf(n)}</span></Line>)}
            {l.count > SHOWN && <p className="ek-small ek-3" style={{ padding: '6px 8px' }}>The first {SHOWN} by name of {count(l.count)}.</p>}
          </Section>
        ))}
    </Page>
  )
}
