/** Who was told of an incident: to whom, by which way, when, and what the receiver said; and why nobody was. */
import type { AnyRow } from '../../client/shapes.ts'
import { Link } from '../../kit/link.tsx'
import { Line, Section } from '../../kit/section.tsx'
import { Time } from '../../kit/time.tsx'
import { addressOf } from '../data/address.ts'
import { useDescription, useList } from '../data/queries.ts'
import type { IncidentRow, ServiceRow } from '../data/rows.ts'
import { FaultLine } from './fault.tsx'
import { StateOf } from './value.tsx'

const SHOWN = 8

/** The latest deliveries about it, newest first. */
export function Told({ row }: { row: IncidentRow }) {
  const list = useList('deliveries', { about: row.number, limit: SHOWN, sort: '-createdAt', count: true })
  const sketch = useDescription().data?.find('delivery')
  const channel = sketch?.fields.find((f) => f.name === 'channel')?.words ?? {}
  const total = list.data?.count ?? 0
  return (
    <Section title="Told" isRuled={false} {...(total > SHOWN ? { trail: <Link href={`/records/deliveries?about=${row.number}`}>All {total}</Link> } : {})}>
      <FaultLine error={list.error} />
      {list.data?.items.map((d) => (
        <Line key={d.id} lead={<Time at={d.createdAt} />} trail={<StateOf sketch={sketch} row={d} />} below={[channel[String(d['channel'])] ?? '', typeof d['answer'] === 'string' ? d['answer'] : ''].filter((part) => part !== '').join(': ')}>
          <Link quiet href={addressOf('deliveries', d.number)}>{String(d['target'])}</Link>
        </Line>
      ))}
      <Untold row={row} isNobody={list.data?.items.length === 0} />
    </Section>
  )
}

/** What keeps the team from being told, with what to do about it; otherwise only whether nobody was told so far. */
function Untold({ row, isNobody }: { row: IncidentRow; isNobody: boolean }) {
  const services = useList<ServiceRow>('services', { id: row.serviceId ?? '', limit: 1 }, Boolean(row.serviceId))
  const service = services.data?.items.find((s) => s.id === row.serviceId)
  const teamId = row.teamId ?? service?.teamId ?? null
  const teams = useList<AnyRow>('teams', { id: teamId ?? '', limit: 1 }, teamId !== null)
  const team = teams.data?.items.find((t) => t.id === teamId)
  const quiet = isNobody ? <p className="ek-small ek-3">Nobody was told yet.</p> : null
  if (teamId === null && service) return <p className="ek-small ek-warn">No team was told: {service.name} has none. <Link href={`/services/${service.number}`}>Give the service a team</Link>, or assign this incident.</p>
  if (teamId === null && !row.serviceId) return <p className="ek-small ek-warn">No team was told: it names no service and no team. Name the service, or assign it.</p>
  if (team && !team['email'] && !team['webhookUrl']) return <p className="ek-small ek-warn">{String(team['name'])} was not told: it has no address. <Link href={addressOf('teams', team.number)}>Give the team one</Link>.</p>
  return quiet
}
