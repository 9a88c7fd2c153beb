/** Where to begin in the graph: what would hurt most if it failed, and what hangs loose. */
import { useQuery } from '@tanstack/react-query'
import { counted } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Line, Section } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { client } from '../data/connection.ts'
import { Fault } from '../parts/fault.tsx'
import { graphAddress } from './graph-ask.ts'
import { kindOf } from './graph-facts.ts'

const SHOWN = 12

export function GraphBegin() {
  const tonight = useQuery({ queryKey: ['graph', 'tonight', SHOWN], queryFn: () => client.tonight({ limit: SHOWN }), staleTime: 60_000 })
  if (tonight.error) return <Fault error={tonight.error} retry={() => void tonight.refetch()} />
  if (tonight.isPending) return <LoadingRows rows={SHOWN} />
  const items = tonight.data.items.filter((i) => i.record !== 'service' || i.counts.X > 1)
  if (items.length === 0) {
    return <EmptyState title="Nothing stands on anything yet" why="Say what your services stand on: then one look tells what a failure would hurt, and what has no second."><Link href="/records/cis/new">Record an item</Link></EmptyState>
  }
  return (
    <Section title="What would hurt most" note={`of ${counted(tonight.data.count, 'thing')}`} trail={<Link href="/graph/tonight">All of them</Link>}>
      {items.map((i) => <Line key={i.id} below={kindOf(i)} trail={i.counts.X > 0 ? `${counted(i.counts.X, 'service')} would stop` : 'something takes over'}><Link href={graphAddress(i.id)}>{i.name}</Link></Line>)}
      <p style={{ padding: '10px 8px' }}><Link href="/graph/orphans">Loose ends</Link> <span className="ek-3">and</span> <Link href="/records/cis">all items</Link></p>
    </Section>
  )
}
