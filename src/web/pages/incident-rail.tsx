/** Beside the thread: what was reported, who is hurt, why it is due when it is due, alerts, people. */
import type { RecordSketch } from '../../client/shapes.ts'
import { duePoint, workingTime } from '../../kit/format-time.ts'
import { NOT_RECORDED } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Markdown } from '../../kit/markdown.tsx'
import { Person } from '../../kit/person.tsx'
import { Facts, Line, Rail, Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { useTimeFrame } from '../../kit/viewer.tsx'
import type { Obligation } from '../../practices/agreement/clock-reading.ts'
import { WhyBar, type WhySegment } from '../../kit/why-bar.tsx'
import type { Directory } from '../data/directory.ts'
import { useList } from '../data/queries.ts'
import type { AlertRow, IncidentRow, ObligationRow, ServiceRow } from '../data/rows.ts'

export function IncidentRail({ row, directory, promises, sketch }: { row: IncidentRow; directory: Directory; promises: readonly ObligationRow[]; sketch: RecordSketch }) {
  const found = useList<ServiceRow>('services', { id: row.serviceId ?? '', limit: 1 }, row.serviceId !== null)
  const service = row.serviceId === null ? undefined : found.data?.items.find((s) => s.id === row.serviceId)
  const word = (name: string, value: unknown): string => sketch.fields.find((f) => f.name === name)?.words?.[String(value)] ?? String(value ?? NOT_RECORDED)
  const main = promises.find((p) => p.kind === 'resolution') ?? promises[0]
  const lead = directory.name(row.leadId)
  const person = directory.name(row.assigneeId)
  return (
    <Rail>
      {row.description && <Section title="What was reported" isRuled={false}><Markdown text={row.description} /></Section>}
      <Section title="Who is hurt" isRuled={false}>
        {service ? <HurtPath service={service} directory={directory} /> : <p className="ek-warn">No service yet. Without one nobody knows what was promised.</p>}
        {typeof row.affectedUsers === 'number' && <p className="ek-small ek-2">{row.affectedUsers} users</p>}
      </Section>
      {main && <Why promise={main} />}
      <Alerts incidentId={row.id} />
      <Section title="Facts" isRuled={false}>
        <Facts facts={[
          ...(lead === null ? [] : [['Lead', <Person key="lead" name={lead} />] as const]),
          ['With', person === null ? 'nobody' : <Person key="with" name={person} />],
          ['Team', directory.name(row.teamId) ?? 'no team yet'],
          ['Reported by', directory.name(row.requesterId) ?? (row['reportedVia'] === 'monitoring' ? 'monitoring' : NOT_RECORDED)],
          ['Recorded', <Time key="rec" at={row.createdAt} />],
          ['Impact', `${row.impact ?? NOT_RECORDED} of 4, urgency ${row.urgency ?? NOT_RECORDED} of 4`],
          ['Priority', `P${row.priority ?? '?'}${row.isPriorityOverridden ? ', set by hand' : ', from impact and urgency'}`],
          ...(row.resolutionCode ? [['Resolved', `${word('resolutionCode', row.resolutionCode)}${row.resolution ? `: ${row.resolution}` : ''}`] as const] : []),
        ]} />
      </Section>
    </Rail>
  )
}

function HurtPath({ service, directory }: { service: ServiceRow; directory: Directory }) {
  const below = (service.dependsOnIds ?? []).map((id) => directory.name(id)).filter((n) => n !== null)
  return (
    <>
      <Line trail={service.tier ?? ''}><Link href={`/services/${service.number}`}>{service.name}</Link></Line>
      {below.length > 0 && <p className="ek-small ek-3">stands on {below.join(', ')}</p>}
    </>
  )
}

function Why({ promise }: { promise: ObligationRow }) {
  const frame = useTimeFrame(60)
  const o = promise
  const { why } = o
  if (why === null) return null
  const due = o.dueAt ?? o.projectedDueAt
  const title = due === null ? 'Why no time is due' : o.dueAt === null ? 'Paused: no time runs' : `Why due at ${duePoint(due, frame)}`
  return (
    <Section title={title} note={typeof o.budgetSeconds === 'number' ? `${workingTime(o.budgetSeconds)} agreed, ${workingTime(o.elapsedWorkingSeconds)} used` : ''} isRuled={false}>
      <WhyBar
        dueAt={o.dueAt} startedAt={why.startAt} budgetSeconds={why.budgetSeconds} segments={segmentsOf(o)} pausedSeconds={why.pausedSeconds + why.stoppedSeconds}
        calendar={`${why.calendar.name} (${why.calendar.hours})`} agreement={`${why.agreement.name} v${why.agreement.version}`} withoutPausesSeconds={o.shadowWallSeconds} manualDueAt={o.manualDue?.dueAt ?? null}
      />
    </Section>
  )
}

/** Stretches of real time as people say them; the one that lasts has no end. */
function segmentsOf(o: Obligation): readonly WhySegment[] {
  return o.segments.filter((s) => s.status !== 'stopped' && s.wallSeconds > 0).map((s): WhySegment => ({
    from: s.from, to: s.to === o.asOf && o.stoppedAt === null ? null : s.to, party: s.party, counts: s.counts, workingSeconds: s.workingSeconds,
    reason: s.status === 'working' ? `${s.who ?? 'We'} worked` : s.counts ? `With ${s.who ?? s.reason ?? 'somebody else'}` : `Paused, ${s.who ?? s.reason ?? 'waiting'}`,
  }))
}

function Alerts({ incidentId }: { incidentId: string }) {
  const alerts = useList<AlertRow>('alerts', { incidentId, limit: 20, sort: '-createdAt', count: true })
  const items = alerts.data?.items ?? []
  if (items.length === 0) return null
  const firing = items.filter((a) => a.state === 'firing' || a.state === 'acknowledged').length
  return (
    <Section title="Alerts" note={`${alerts.data?.count ?? items.length}, ${firing} still firing`} isRuled={false}>
      {items.slice(0, 6).map((a) => (
        <Line key={a.id} lead={<Time at={a.startsAt ?? a.createdAt} />} trail={a.state === 'firing' ? <Tag tone="bad">fires</Tag> : <Tag tone="good">{a.state}</Tag>}>
          <Link quiet href={`/alerts?chosen=${a.number}`}>{a.title}</Link>
        </Line>
      ))}
    </Section>
  )
}

