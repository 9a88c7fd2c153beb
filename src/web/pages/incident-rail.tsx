/** Beside the thread: what was reported, who is hurt, why it is due when it is due, alerts, people. */
import type { RecordSketch } from '../../client/shapes.ts'
import { duePoint } from '../../kit/format-time.ts'
import { NOT_RECORDED } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Markdown } from '../../kit/markdown.tsx'
import { Person } from '../../kit/person.tsx'
import { Facts, Line, Rail, Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { useTimeFrame } from '../../kit/viewer.tsx'
import { WhyBar, type WhySegment } from '../../kit/why-bar.tsx'
import type { Directory } from '../data/directory.ts'
import { useAside, useList } from '../data/queries.ts'
import type { AlertRow, IncidentRow, ObligationRow, ServiceRow } from '../data/rows.ts'

/** A promise with what explains it. */
export interface ExplainedPromise extends ObligationRow {
  readonly startedAt?: string
  readonly pausedSeconds?: number
  readonly wallSeconds?: number
  readonly shadowWallSeconds?: number
  readonly segments?: readonly (Omit<WhySegment, 'workingSeconds'> & { workingSeconds: number; wallSeconds?: number })[]
  readonly explanation?: Readonly<Record<string, unknown>>
  readonly calendarName?: string
  readonly agreementName?: string
  readonly agreementNumber?: string | null
}

/** The promises of an incident: from its clock, or from the row where that does not answer. */
export function usePromises(row: IncidentRow): readonly ExplainedPromise[] {
  const clock = useAside<unknown>('incidents', row.id, 'clock').data
  const found = Array.isArray(clock) ? clock : typeof clock === 'object' && clock !== null ? ((clock as { items?: unknown }).items ?? (clock as { obligations?: unknown }).obligations) : undefined
  return Array.isArray(found) ? (found as ExplainedPromise[]) : row.obligations ?? []
}

export function IncidentRail({ row, directory, promises, sketch }: { row: IncidentRow; directory: Directory; promises: readonly ExplainedPromise[]; sketch: RecordSketch }) {
  const service = directory.services.find((s) => s.id === row.serviceId) as ServiceRow | undefined
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

function Why({ promise }: { promise: ExplainedPromise }) {
  const frame = useTimeFrame(60)
  const e = promise.explanation ?? {}
  const text = (v: unknown): string | undefined => (typeof v === 'string' ? v : undefined)
  const number = (v: unknown): number | undefined => (typeof v === 'number' ? v : undefined)
  const segments = promise.segments ?? (Array.isArray(e['segments']) ? (e['segments'] as WhySegment[]) : [])
  const startedAt = promise.startedAt ?? text(e['startedAt']) ?? text(e['start']) ?? (segments[0] ? String(segments[0].from) : undefined)
  const due = promise.dueAt ?? null
  const title = due === null ? 'Why no time is due' : `Why due at ${duePoint(due, frame)}`
  if (startedAt === undefined || typeof promise.budgetSeconds !== 'number') return null
  return (
    <Section title={title} isRuled={false}>
      <WhyBar
        dueAt={due} startedAt={startedAt} budgetSeconds={promise.budgetSeconds} segments={segments}
        pausedSeconds={promise.pausedSeconds ?? number(e['pausedSeconds']) ?? segments.filter((s) => !s.counts).reduce((sum, s) => sum + s.workingSeconds, 0)}
        calendar={promise.calendarName ?? text(e['calendar']) ?? text(e['calendarName']) ?? 'not recorded'} agreement={promise.agreementName ?? text(e['agreement']) ?? text(e['agreementName']) ?? promise.agreementNumber ?? 'not recorded'}
        withoutPausesSeconds={promise.shadowWallSeconds ?? promise.wallSeconds ?? number(e['wallSeconds']) ?? Math.max(0, (frame.now - Date.parse(startedAt)) / 1000)}
      />
    </Section>
  )
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

