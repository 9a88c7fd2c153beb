/** A look at an incident beside the list, without leaving it: what is wrong, how long, what happened last. */
import type { RecordSketch } from '../../client/shapes.ts'
import { Link } from '../../kit/link.tsx'
import { Markdown } from '../../kit/markdown.tsx'
import { Priority } from '../../kit/priority.tsx'
import { Facts, Rail, Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import type { Directory } from '../data/directory.ts'
import { priorityOf, type IncidentRow } from '../data/rows.ts'
import { History } from './history.tsx'
import { IncidentState, PromiseClock } from './incident-cells.tsx'

export function IncidentPeek({ row, sketch, directory, isClient }: { row: IncidentRow; sketch: RecordSketch; directory: Directory; isClient: boolean }) {
  const label = sketch.states.find((s) => s.name === row.state)?.label ?? row.state
  return (
    <Rail>
      <Section title={row.title} isRuled={false} trail={<Link href={`/incidents/${row.number}`}>Open</Link>}>
        <div className="ek-row ek-wrap" style={{ margin: '4px 0 8px' }}><Priority value={priorityOf(row.priority)} />{row.isMajor && <Tag tone="solid">Major</Tag>}<IncidentState row={row} label={label} /><span className="ek-id">{row.number}</span></div>
        {(row.obligations ?? []).map((p) => <div key={p.kind}><PromiseClock promise={p} size="rail" /></div>)}
        {row.description && <div style={{ marginTop: 8 }}><Markdown text={row.description} /></div>}
      </Section>
      <Section title="Facts" isRuled={false}>
        <Facts facts={[
          ['Service', directory.name(row.serviceId) ?? 'no service yet'],
          ...(isClient ? [] : [['With', directory.name(row.assigneeId) ?? 'nobody'], ['Team', directory.name(row.teamId) ?? 'no team yet']] as const),
          ['Recorded', <Time key="at" at={row.createdAt} />],
        ]} />
      </Section>
      <Section title="What happened" isRuled={false}><History plural="incidents" id={row.id} sketch={sketch} /></Section>
    </Rail>
  )
}
