/** The latest deliveries of some kind, a line each: when, what, and what the receiver said. */
import type { ListParams } from '../../client/shapes.ts'
import { Link } from '../../kit/link.tsx'
import { Line, Section } from '../../kit/section.tsx'
import { Time } from '../../kit/time.tsx'
import { addressOf } from '../data/address.ts'
import { useDescription, useList } from '../data/queries.ts'
import { FaultLine } from './fault.tsx'
import { StateOf } from './value.tsx'

const SHOWN = 10

export function Deliveries({ title, filters, empty }: { title: string; filters: ListParams; empty: string }) {
  const list = useList('deliveries', { ...filters, limit: SHOWN, sort: '-createdAt' })
  const sketch = useDescription().data?.find('delivery')
  if (!sketch) return null
  return (
    <Section title={title}>
      <FaultLine error={list.error} />
      {list.data?.items.length === 0 && <Line>{empty}</Line>}
      {list.data?.items.map((d) => (
        <Line key={d.id} lead={<Time at={d.createdAt} />} trail={<StateOf sketch={sketch} row={d} />} below={typeof d['answer'] === 'string' ? d['answer'] : undefined}>
          <Link href={addressOf('deliveries', d.number)}>{String(d['subject'])}</Link>
        </Line>
      ))}
    </Section>
  )
}
