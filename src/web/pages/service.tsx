/** Do they get what was agreed? The targets, the open work, the outages, what it stands on and what stands on it. */
import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { clients } from '../../model/actor.ts'
import type { AnyRow, Opened, RecordSketch } from '../../client/shapes.ts'
import { elapsed, workingTime } from '../../kit/format-time.ts'
import { NOT_RECORDED } from '../../kit/format.ts'
import { LayeredMap } from '../../kit/layered-map.tsx'
import { Link } from '../../kit/link.tsx'
import { Markdown } from '../../kit/markdown.tsx'
import { Page } from '../../kit/page.tsx'
import { Priority } from '../../kit/priority.tsx'
import { Facts, Line, PageHead, Rail, Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Time } from '../../kit/time.tsx'
import { useTimeFrame, useViewer } from '../../kit/viewer.tsx'
import { countWords } from '../data/count-words.ts'
import { useDirectory } from '../data/directory.ts'
import { useOpenWork } from '../data/open-work.ts'
import { useDescription, useList, useMe, useRecord } from '../data/queries.ts'
import { priorityOf, type IncidentRow, type ServiceRow } from '../data/rows.ts'
import { Fault } from '../parts/fault.tsx'
import { TightestClock } from '../parts/incident-cells.tsx'
import css from '../parts/parts.module.css'
import { StateOf } from '../parts/value.tsx'
import { useDoing, VerbBar } from '../parts/verb-bar.tsx'
import { mapOf } from './map-facts.ts'

/** Neighbours in the small map of the rail; the list below it has them all. */
const MOST_DRAWN = 24
/** Open incidents on the page; the list of incidents has the others. */
const OPEN_SHOWN = 20

export function Service() {
  const { id } = useParams({ strict: false }) as { id: string }
  const sketch = useDescription().data?.find('services')
  const record = useRecord<ServiceRow>('services', id)
  if (record.data && sketch) return <Shown key={record.data.id} row={record.data} sketch={sketch} />
  return <Page crumbs={[{ label: 'Services', href: '/services' }, { label: id }]}>{record.error ? <Fault error={record.error} retry={() => void record.refetch()} /> : <LoadingRows />}</Page>
}

function Shown({ row, sketch }: { row: Opened<ServiceRow>; sketch: RecordSketch }) {
  const { navigate } = useViewer()
  const directory = useDirectory(row.titles)
  const doing = useDoing(sketch, row as Opened<AnyRow>)
  const role = useMe().data?.role
  const isClient = role !== undefined && clients.includes(role)
  const mayChange = role !== undefined && (sketch.verbs.find((v) => v.name === 'update')?.by.includes(role) ?? false)
  const open = useList<IncidentRow>('incidents', { serviceId: row.id, group: 'active', sort: 'due', limit: OPEN_SHOWN, count: true })
  const past = useList<IncidentRow>('incidents', { serviceId: row.id, group: 'done', sort: '-updatedAt', limit: 10 })
  const openRows = open.data?.items ?? []
  const worst = openRows.find((i) => i.isMajor) ?? openRows[0]
  const openCount = open.data?.count ?? openRows.length
  const title = worst ? `${row.name}: ${worst.title}${openCount > 1 ? `, one of ${countWords(openCount)} open` : ''}` : open.data ? `${row.name} has nothing open` : row.name
  const vital = Array.isArray(row.vitalFunctions) && row.vitalFunctions.length > 0 ? row.vitalFunctions.join(', ') : NOT_RECORDED
  return (
    <Page
      crumbs={[{ label: 'Services', href: '/services' }, { label: row.name }]} railLabel="What it stands on" {...(isClient ? {} : { rail: <ServiceRail row={row} /> })}
      actions={mayChange && <Button onClick={() => navigate(`/records/services/${row.number}`)}>Change</Button>}
    >
      <PageHead title={title} trail={<StateOf sketch={sketch} row={row} />} />
      <Facts form="row" facts={[['Tier', sketch.fields.find((f) => f.name === 'tier')?.words?.[row.tier ?? ''] ?? NOT_RECORDED], ...(isClient ? [] : [['Owner', directory.name(row.ownerId) ?? NOT_RECORDED], ['Team', directory.name(row.teamId) ?? 'no team yet']] as const), ['Vital functions', vital], ['Key', <span key="k" className="ek-mono">{row.key}</span>]]} />
      <div style={{ margin: '12px 0' }}><VerbBar sketch={sketch} row={row as Opened<AnyRow>} doing={doing} first={[]} />{doing.fault}{doing.dialog}</div>
      {row.description && <div className="ek-read" style={{ marginBottom: 16 }}><Markdown text={row.description} /></div>}
      <Agreed serviceId={row.id} />
      <Section title="Open work" note={openCount > openRows.length ? `${countWords(openCount)}, the ${openRows.length} most urgent` : openCount} trail={<Link href={`/incidents/new?serviceId=${row.id}`}>Report an incident</Link>}>
        {openRows.length === 0 ? <p className="ek-3" style={{ padding: '8px 0' }}>Nothing is open.</p> : <IncidentRows rows={openRows} />}
        {openCount > openRows.length && <p style={{ padding: '8px 0' }}><Link href={`/incidents?serviceId=${row.id}&group=active&sort=due`}>All {countWords(openCount)} open</Link></p>}
      </Section>
      <Outages serviceId={row.id} />
      <Section title="Lately restored" note={past.data?.items.length ?? 0}>
        {past.data?.items.length === 0 ? <p className="ek-3" style={{ padding: '8px 0' }}>No incident is on record.</p> : <IncidentRows rows={past.data?.items ?? []} />}
      </Section>
    </Page>
  )
}

function IncidentRows({ rows }: { rows: readonly IncidentRow[] }) {
  return (
    <ul className={css.rows}>
      {rows.map((r) => (
        <li key={r.id}>
          <Link quiet href={`/incidents/${r.number}`} className={css.rowLink}><span className={css.rowLead}><Priority value={priorityOf(r.priority)} /></span><span className={`ek-id ${css.rowNumber}`}>{r.number}</span><span className={css.rowSubject}>{r.title}</span></Link>
          <TightestClock row={r} />
        </li>
      ))}
    </ul>
  )
}

interface Target { readonly responseSeconds: number | null; readonly resolutionSeconds: number | null }

/** The agreement of the service, or the one that holds where there is none. */
function Agreed({ serviceId }: { serviceId: string }) {
  const sketch = useDescription().data?.find('agreements')
  const ofIts = useList('agreements', { state: 'in_force', serviceId, limit: 1 }, sketch !== undefined).data?.items
  const general = useList('agreements', { state: 'in_force', 'serviceId.empty': true, limit: 1 }, sketch !== undefined).data?.items
  const own = ofIts?.[0]
  const agreement = own ?? general?.[0]
  if (!ofIts || !general) return null
  if (!agreement) {
    return <Section title="What was agreed"><p className="ek-bad" style={{ padding: '8px 0' }}>No agreement: nothing is promised, so no clock runs. <Link href={`/records/agreements/new?serviceId=${serviceId}`}>Write down what you promise</Link></p></Section>
  }
  const targets = (agreement['targets'] ?? {}) as Readonly<Record<string, Target>>
  const span = (s: number | null | undefined): string => (typeof s === 'number' ? workingTime(s) : 'no target')
  return (
    <Section title="What was agreed" note={own ? 'working hours:minutes' : 'nothing of its own; the general agreement holds'} trail={<Link href={`/records/agreements/${agreement.number}`}>{String(agreement['name'])}</Link>}>
      <table className={css.plain}>
        <thead><tr><th>Priority</th><th>First answer within</th><th>Restored within</th></tr></thead>
        <tbody>{[1, 2, 3, 4, 5].map((p) => <tr key={p}><td><Priority value={priorityOf(p)} /></td><td className="ek-mono">{span(targets[p]?.responseSeconds)}</td><td className="ek-mono">{span(targets[p]?.resolutionSeconds)}</td></tr>)}</tbody>
      </table>
    </Section>
  )
}

function Outages({ serviceId }: { serviceId: string }) {
  const sketch = useDescription().data?.find('outages')
  const outages = useList('outages', { serviceId, limit: 20, sort: '-createdAt' }, sketch !== undefined).data?.items ?? []
  const { now } = useTimeFrame(60)
  if (!sketch) return null
  const begins = (o: AnyRow): string => String(o['startedAt'] ?? o['startsAt'] ?? o['from'] ?? o.createdAt)
  const ends = (o: AnyRow): string | null => { const e = o['endedAt'] ?? o['endsAt'] ?? o['to']; return typeof e === 'string' ? e : null }
  return (
    <Section title="Outages" note={outages.length}>
      {outages.length === 0 ? <p className="ek-3" style={{ padding: '8px 0' }}>No outage is on record. That is not the same as none: we see only what was recorded.</p> : outages.map((o) => {
        const end = ends(o)
        return <Line key={o.id} lead={<Time at={begins(o)} />} trail={end === null ? <b className="ek-bad">still out</b> : undefined}>{elapsed(Math.max(0, ((end === null ? now : Date.parse(end)) - Date.parse(begins(o))) / 1000))}</Line>
      })}
    </Section>
  )
}

function ServiceRail({ row }: { row: ServiceRow }) {
  const { navigate } = useViewer()
  const open = useOpenWork()
  const above = useList<ServiceRow>('services', { dependsOnIds: row.id, 'state.not': 'retired', limit: 200 }).data?.items ?? []
  const ids = row.dependsOnIds ?? []
  const below = useList<ServiceRow>('services', { id: ids, limit: 200 }, ids.length > 0).data?.items ?? []
  const all = [row, ...above.slice(0, MOST_DRAWN), ...(ids.length > 0 ? below : [])]
  const map = mapOf(all, open.of)
  return (
    <Rail>
      <Section title="What it stands on" trail={<Link href={`/map?chosen=${row.number}`}>Open map</Link>} isRuled={false}>
        {all.length < 2 ? <p className="ek-3">Not recorded. <Link href={`/records/services/${row.number}`}>Say what it stands on</Link></p>
          : <LayeredMap size="small" label={`What ${row.name} stands on`} layers={map.layers} nodes={map.nodes} edges={map.edges} chosen={row.id} onChoose={(id) => { const s = all.find((one) => one.id === id); if (s && s.id !== row.id) navigate(`/services/${s.number}`) }} />}
      </Section>
      <Section title="Who stands on it" note={above.length} isRuled={false}>
        {above.length === 0 ? <p className="ek-3">Nothing recorded.</p> : above.map((s) => <Line key={s.id} trail={s.tier ?? ''}><Link quiet href={`/services/${s.number}`}>{s.name}</Link></Line>)}
      </Section>
    </Rail>
  )
}
