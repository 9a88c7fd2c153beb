/** Beside the thread: what was reported, who is hurt, why it is due when it is due, alerts, people. */
import { Button } from '@mantine/core'
import type { Opened, RecordSketch } from '../../client/shapes.ts'
import { duePoint, workingTime } from '../../kit/format-time.ts'
import { listed, NOT_RECORDED } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Markdown } from '../../kit/markdown.tsx'
import { Person } from '../../kit/person.tsx'
import { Facts, Line, Rail, Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { useTimeFrame } from '../../kit/viewer.tsx'
import type { Obligation } from '../../practices/agreement/clock-reading.ts'
import { WhyBar, type WhySegment } from '../../kit/why-bar.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { addressOf } from '../data/address.ts'
import { useDirectory, type Directory } from '../data/directory.ts'
import { useList, useMe } from '../data/queries.ts'
import type { AlertRow, IncidentRow, ObligationRow, ServiceRow } from '../data/rows.ts'
import { Effort } from '../parts/effort.tsx'
import { Files, type FileTray } from '../parts/files.tsx'
import { Links } from '../parts/links.tsx'
import { Told } from '../parts/told.tsx'
import type { Doing } from '../parts/verb-bar.tsx'
import { SuspectChanges } from './incident-suspects.tsx'

/** See `IncidentRail`. */
export interface IncidentRailProps {
  readonly row: Opened<IncidentRow>
  readonly directory: Directory
  readonly promises: readonly ObligationRow[]
  readonly sketch: RecordSketch
  readonly doing: Doing
  readonly tray: FileTray
  readonly watcherIds: readonly string[]
  readonly isClient: boolean
  /** The address of a record that the report names. */
  readonly refer: (number: string) => string
  readonly onLink: () => void
  readonly onChange: (() => void) | null
}

export function IncidentRail({ row, directory, promises, sketch, doing, tray, watcherIds, isClient, refer, onLink, onChange }: IncidentRailProps) {
  const myId = useMe().data?.id
  const word = (name: string, value: unknown): string => sketch.fields.find((f) => f.name === name)?.words?.[String(value)] ?? String(value ?? NOT_RECORDED)
  const main = promises.find((p) => p.kind === 'resolution') ?? promises[0]
  const lead = directory.name(row.leadId)
  const person = directory.name(row.assigneeId)
  const may = (verb: string): boolean => row.verbs?.some((v) => v.name === verb && v.allowed) ?? false
  const tags = Array.isArray(row['tags']) ? row['tags'].map(String) : []
  const watchers = useDirectory(undefined, { person: watcherIds })
  return (
    <Rail>
      {row.description && <Section title="What was reported" isRuled={false}><Markdown text={row.description} refer={refer} /></Section>}
      <Section title="Who is hurt" isRuled={false}>
        {row.serviceId ? <HurtPath serviceId={row.serviceId} /> : isClient ? <p className="ek-3">No service was named.</p> : <p className="ek-warn">No service yet: its team is not told, and what was promised for it alone does not count. {onChange && <button type="button" className="ek-link" onClick={onChange}>Name it</button>}</p>}
        {typeof row.affectedUsers === 'number' && <p className="ek-small ek-2">{row.affectedUsers} users</p>}
      </Section>
      {main && <Why promise={main} firstActionAt={typeof row['firstActionAt'] === 'string' ? row['firstActionAt'] : null} />}
      {!isClient && <Alerts incidentId={row.id} />}
      {!isClient && <SuspectChanges row={row} mayJudge={may('attribute')} />}
      {!isClient && <Told row={row} />}
      <Section title="Facts" isRuled={false} trail={onChange && <Button size="xs" variant="subtle" onClick={onChange}>Change</Button>}>
        <Facts facts={[
          ...(lead === null ? [] : [['Lead', <Person key="lead" name={lead} />] as const]),
          ...(isClient ? [] : [['With', person === null ? 'nobody' : <Person key="with" name={person} />], ['Team', directory.name(row.teamId) ?? 'no team yet']] as const),
          ['Reported by', (myId !== undefined && row.requesterId === myId ? 'you' : directory.name(row.requesterId)) ?? (row['reportedVia'] === 'monitoring' ? 'monitoring' : NOT_RECORDED)],
          ['Recorded', <Time key="rec" at={row.createdAt} />],
          ...(typeof row['noticedAt'] === 'string' ? [['Noticed', <Time key="noticed" at={row['noticedAt']} />] as const] : []),
          ...(typeof row['reviewAt'] === 'string' ? [['Look again', <Time key="review" at={row['reviewAt']} form="due" />] as const] : []),
          ...(row['category'] ? [['Category', String(row['category'])] as const] : []),
          ...(isClient ? [] : [['Problem', <span key="problem">{typeof row['problemId'] === 'string' ? <Link href={`/problems/${row['problemId']}`}>{directory.name(row['problemId']) ?? 'one you cannot see'}</Link> : 'none named'}{may('linkProblem') && <> <button type="button" className="ek-link" onClick={() => doing.start('linkProblem')}>{typeof row['problemId'] === 'string' ? 'Change' : 'Name it'}</button></>}</span>] as const]),
          ...(isClient || !Array.isArray(row['ciIds']) || row['ciIds'].length === 0 ? [] : [['Broken', <Broken key="broken" ids={row['ciIds'].map(String)} />] as const]),
          ['Impact', `${row.impact ?? NOT_RECORDED}, urgency ${row.urgency ?? NOT_RECORDED} (1 is worst, 4 least)`],
          ['Priority', `P${row.priority ?? '?'}${row.isPriorityOverridden ? ', set by hand' : ', from impact and urgency'}`],
          ...(row.resolutionCode ? [['Resolved', `${word('resolutionCode', row.resolutionCode)}${row.resolution ? `: ${row.resolution}` : ''}`] as const] : []),
          ...(isClient ? [] : [['Tags', <span key="tags" className="ek-row ek-wrap" style={{ gap: 4 }}>{tags.map((t) => <Tag key={t} tone="idle">{t}</Tag>)}{may('tag') ? <button type="button" className="ek-link" onClick={() => doing.start('tag')}>{tags.length === 0 ? 'Add tags' : 'Edit'}</button> : tags.length === 0 && NOT_RECORDED}</span>] as const]),
          ['Watched by', watcherIds.length === 0 ? 'nobody' : listed(watcherIds.map((id) => watchers.name(id) ?? 'somebody'))],
        ]} />
      </Section>
      {!isClient && <Family row={row} directory={directory} onPart={may('makePartOf') ? () => doing.start('makePartOf') : null} />}
      <Files plural="incidents" id={row.id} tray={tray} mayAttach={may('comment')} isClient={isClient} />
      {!isClient && <Links sketch={sketch} row={row} mayLink={may('link')} onAdd={onLink} />}
      {!isClient && <Effort plural="incidents" id={row.id} onBook={may('bookEffort') ? () => doing.start('bookEffort') : null} />}
    </Rail>
  )
}

function HurtPath({ serviceId }: { serviceId: string }) {
  const service = useList<ServiceRow>('services', { id: serviceId, limit: 1 })
  const row = service.data?.items.find((s) => s.id === serviceId)
  const belowIds = row?.dependsOnIds ?? []
  if (!row) return service.isPending ? <LoadingRows rows={1} /> : <p className="ek-3">A service you cannot see.</p>
  return (
    <>
      <Line trail={row.tier ?? ''}><Link href={`/services/${row.number}`}>{row.name}</Link></Line>
      {belowIds.length > 0 && <p className="ek-small ek-3">stands on {listed(belowIds.map((id) => service.data?.titles?.[id]?.title ?? 'one you cannot see'))}</p>}
    </>
  )
}

/** The items that it names as broken; each leads to what else they hurt. */
function Broken({ ids }: { ids: readonly string[] }) {
  const directory = useDirectory(undefined, { ci: ids })
  return <>{ids.map((id, i) => <span key={id}>{i > 0 && ', '}<Link href={addressOf('cis', directory.number(id) ?? id)}>{directory.name(id) ?? 'one you cannot see'}</Link></span>)}</>
}

/** What it is part of, what is part of it, what was merged into it. */
function Family({ row, directory, onPart }: { row: IncidentRow; directory: Directory; onPart: (() => void) | null }) {
  const parts = useList<IncidentRow>('incidents', { parentId: row.id, limit: 50, sort: 'number' }).data?.items ?? []
  const merged = useList<IncidentRow>('incidents', { mergedIntoId: row.id, limit: 50, sort: 'number' }).data?.items ?? []
  const above = row.parentId ?? row.mergedIntoId
  return (
    <Section title="Belongs together" isRuled={false} trail={onPart && <Button size="xs" variant="subtle" onClick={onPart}>{row.parentId ? 'Change the parent' : 'Make part of another'}</Button>}>
      {above && <Line below={row.parentId ? 'this is part of it' : 'this was merged into it'}><Link quiet href={`/incidents/${above}`}><span className="ek-id">{directory.number(above)}</span> {directory.name(above) ?? 'one you cannot see'}</Link></Line>}
      {parts.map((p) => <Line key={p.id} below="part of this"><Link quiet href={`/incidents/${p.number}`}><span className="ek-id">{p.number}</span> {p.title}</Link></Line>)}
      {merged.map((p) => <Line key={p.id} below="merged into this"><Link quiet href={`/incidents/${p.number}`}><span className="ek-id">{p.number}</span> {p.title}</Link></Line>)}
      {!above && parts.length + merged.length === 0 && <p className="ek-small ek-3">It stands alone.</p>}
    </Section>
  )
}

function Why({ promise, firstActionAt }: { promise: ObligationRow; firstActionAt: string | null }) {
  const frame = useTimeFrame(60)
  const o = promise
  const { why } = o
  if (why === null) return null
  const due = o.dueAt ?? o.projectedDueAt
  const title = due === null ? 'Why no time is due' : o.dueAt === null ? 'Paused: no time runs' : `Why due at ${duePoint(due, frame)}`
  return (
    <Section title={title} note={typeof o.budgetSeconds === 'number' ? `${workingTime(o.budgetSeconds)} agreed, ${workingTime(o.elapsedWorkingSeconds)} used` : ''} isRuled={false}>
      <WhyBar
        dueAt={o.dueAt} startedAt={why.startAt} budgetSeconds={why.budgetSeconds} segments={segmentsOf(o, firstActionAt)} pausedSeconds={why.pausedSeconds + why.stoppedSeconds}
        calendar={`${why.calendar.name} (${why.calendar.hours})`} agreement={`${why.agreement.name} v${why.agreement.version}`} withoutPausesSeconds={o.shadowWallSeconds} manualDueAt={o.manualDue?.dueAt ?? null}
      />
    </Section>
  )
}

/** Stretches of real time as people say them; the one that lasts has no end. Nobody worked before the first action, though the time counts. */
function segmentsOf(o: Obligation, firstActionAt: string | null): readonly WhySegment[] {
  return o.segments.filter((s) => s.status !== 'stopped' && s.wallSeconds > 0).map((s): WhySegment => ({
    from: s.from, to: s.to === o.asOf && o.stoppedAt === null ? null : s.to, party: s.party, counts: s.counts, workingSeconds: s.workingSeconds,
    reason: s.status === 'working' ? s.who === null ? 'With us' : firstActionAt === null || Date.parse(s.to) <= Date.parse(firstActionAt) ? `With ${s.who}, not begun` : `${s.who} worked` : s.counts ? `With ${s.who ?? s.reason ?? 'somebody else'}` : `Paused, ${s.who ?? s.reason ?? 'waiting'}`,
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

