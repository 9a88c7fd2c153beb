/** Decide what deserves people: what fires, and why is the rest silent? */
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconArrowRight, IconBellOff, IconBolt, IconCheck, IconEye } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import type { AnyRow, Opened, RecordSketch } from '../../client/shapes.ts'
import { DataTable, type Column } from '../../kit/data-table.tsx'
import { ViewTabs } from '../../kit/filter-chips.tsx'
import { counted } from '../../kit/format.ts'
import { KeyHints } from '../../kit/key-hints.tsx'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Line, Rail, Section } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { Time } from '../../kit/time.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { queryOf } from '../../client/transport.ts'
import { useDirectory, type Directory } from '../data/directory.ts'
import { useDescription, useGrowingList, useRecord } from '../data/queries.ts'
import type { AlertRow } from '../data/rows.ts'
import { Fault } from '../parts/fault.tsx'
import css from '../parts/parts.module.css'
import { StateOf } from '../parts/value.tsx'
import { useDoing, VerbBar } from '../parts/verb-bar.tsx'

const views = [
  { id: 'open', label: 'Firing', filters: { group: 'active' } },
  { id: 'look', label: 'Needs a look', filters: { state: 'firing', 'incidentId.empty': 'true', 'suppressedBy.empty': 'true' } },
  { id: 'held', label: 'Held back', filters: { group: 'active', 'suppressedBy.empty': 'false' } },
  { id: 'cleared', label: 'Cleared', filters: { group: 'done', sort: '-updatedAt' } },
  { id: 'all', label: 'All', filters: { sort: '-createdAt' } },
] as const

export function Alerts() {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const { navigate } = useViewer()
  const view = views.find((v) => v.id === search['view']) ?? views[0]
  const list = useGrowingList<AlertRow>('alerts', view.filters)
  const directory = useDirectory(list.titles, { incident: list.rows.flatMap((row) => row.incidentId ?? []) })
  const sketch = useDescription().data?.find('alerts')
  const rows = useMemo(() => [...list.rows].sort((a, b) => groupOrder(a) - groupOrder(b)), [list.rows])
  const columns = useMemo(() => columnsOf(directory), [directory])
  const choose = (row: AlertRow): void => navigate(`/alerts${queryOf({ ...search, chosen: row.number })}`)
  const chosen = search['chosen']
  return (
    <Page
      crumbs={[{ label: 'Alerts' }]} form="fill" railLabel="The chosen alert" actions={<Button leftSection={<IconBellOff aria-hidden="true" />} onClick={() => navigate('/records/silences/new')}>Silence…</Button>}
      rail={<Rail>{chosen && sketch ? <Chosen key={chosen} id={chosen} sketch={sketch} directory={directory} /> : <Section title="Choose an alert" isRuled={false}><p className="ek-3">How it was decided, its labels and what can be done stand here.</p></Section>}</Rail>}
    >
      <ViewTabs label="Views" current={view.id} tabs={views.map((v) => ({ id: v.id, label: v.label, href: `/alerts?view=${v.id}`, count: v.id === view.id ? list.total : undefined }))} />
      {list.error ? <Fault error={list.error} retry={list.retry} /> : (
        <DataTable
          label={`Alerts, ${view.label.toLowerCase()}`} columns={columns} rows={rows} keyOf={(row) => row.id} viewKey={view.id} total={list.total} onMore={list.onMore} isLoading={list.isLoading} isTwoLines
          groupOf={(row) => groupNames[groupOrder(row)] ?? ''} isQuiet={(row) => groupOrder(row) > 0} onOpen={choose} hrefOf={(row) => `/alerts?chosen=${row.number}`}
          phone={(row) => ({ lead: <Sign row={row} />, title: row.title, note: directory.name(row.serviceId) ?? 'no service', trail: <Time at={row.startsAt ?? row.createdAt} /> })}
          empty={view.id === 'open' || view.id === 'all' ? (
            <EmptyState title="Nothing fires" why="Alerts from Prometheus, amtool or any system that sends JSON arrive here; each repeat is folded into the first, and what deserves people becomes an incident on its service.">
              <Button variant="filled" onClick={() => navigate('/settings/ways-in')}>Let alerts in</Button>
            </EmptyState>
          ) : <EmptyState title={`No alert is ${view.label.toLowerCase()}`}><Link href="/alerts?view=all">Show all</Link></EmptyState>}
          foot={<KeyHints counts={[counted(list.total ?? rows.length, 'alert')]} hints={[[['J', 'K'], 'move'], [['Enter'], 'show'], [['A'], 'acknowledge'], [['C'], 'close']]} />}
        />
      )}
    </Page>
  )
}

const groupNames = ['Firing', 'Held back, with the reason', 'Cleared']
const groupOrder = (row: AlertRow): number => (row.state === 'resolved' || row.state === 'closed' ? 2 : row.suppressedBy ? 1 : 0)

function Sign({ row }: { row: AlertRow }): ReactNode {
  if (groupOrder(row) === 2) return <IconCheck color="var(--ek-good)" aria-label="cleared" />
  if (row.suppressedBy) return <IconBellOff color="var(--ek-text-3)" aria-label="held back" />
  if (row.state === 'acknowledged') return <IconEye color="var(--ek-info)" aria-label="acknowledged" />
  return <IconAlertTriangle color={row.severity === 'critical' || row.severity === 'error' ? 'var(--ek-bad)' : 'var(--ek-warn)'} aria-label={row.severity ?? 'alert'} />
}

function columnsOf(directory: Directory): readonly Column<AlertRow>[] {
  return [
    { id: 'sign', head: '', label: 'Severity', width: 34, render: (row) => <Sign row={row} /> },
    { id: 'title', head: 'What fires', width: 'minmax(200px, 1.2fr)', render: (row) => <span className={css.twoLine}><b className="ek-strong" title={row.title}>{row.title}</b><small>{directory.name(row.serviceId) ?? 'no service found'}</small></span> },
    { id: 'why', head: 'What happened to it, and why', width: 'minmax(180px, 1fr)', render: (row) => <Happened row={row} directory={directory} /> },
    { id: 'began', head: 'Began', width: 76, align: 'end', render: (row) => <Time at={row.startsAt ?? row.createdAt} form="event" className="ek-2" /> },
    { id: 'last', head: 'Last', width: 76, align: 'end', render: (row) => <Time at={row.updatedAt} form="event" className="ek-3" />, watch: (row) => row.updatedAt },
  ]
}

function Happened({ row, directory }: { row: AlertRow; directory: Directory }) {
  const last = row.reasons?.[row.reasons.length - 1]
  const incident = directory.number(row.incidentId)
  const said = row.suppressedBy ? 'held back' : row.incidentId ? incident === null ? 'belongs to an incident' : <>belongs to <span className="ek-id">{incident}</span></> : row.state === 'firing' ? <span className="ek-warn">waits, nobody yet</span> : row.state
  return <span className={css.twoLine}><span>{said}</span><small>{last?.why ?? last?.verdict ?? ''}</small></span>
}

function Chosen({ id, sketch, directory }: { id: string; sketch: RecordSketch; directory: Directory }) {
  const record = useRecord<AlertRow>('alerts', id)
  if (record.error) return <Fault error={record.error} />
  return record.data ? <ChosenShown row={record.data} sketch={sketch} directory={directory} /> : <LoadingRows rows={4} />
}

function ChosenShown({ row, sketch, directory }: { row: Opened<AlertRow>; sketch: RecordSketch; directory: Directory }) {
  const doing = useDoing(sketch, row as Opened<AnyRow>)
  return (
    <>
      <Section title={row.title} isRuled={false}>
        <div className="ek-row ek-wrap"><StateOf sketch={sketch} row={row} /><span className="ek-id">{row.number}</span><span className="ek-3">{directory.name(row.serviceId) ?? 'no service found'}</span></div>
        <p className="ek-small ek-3" style={{ margin: '4px 0 10px' }}>began <Time at={row.startsAt ?? row.createdAt} form="event" /></p>
        <VerbBar sketch={sketch} row={row as Opened<AnyRow>} doing={doing} first={['close', 'acknowledge']} />
        {doing.fault}{doing.dialog}
        {row.incidentId && <p style={{ marginTop: 8 }}><Link href={`/incidents/${row.incidentId}`}>Open {directory.number(row.incidentId) ?? 'its incident'}</Link></p>}
      </Section>
      {row.reasons && row.reasons.length > 0 && (
        <Section title="How it was decided" isRuled={false}>
          {row.reasons.map((r, i) => <Line key={i} lead={i + 1 === row.reasons?.length ? <IconArrowRight aria-hidden="true" /> : <IconBolt aria-hidden="true" />} below={r.why}><b className="ek-strong">{stepNames[r.step ?? ''] ?? r.step}</b> <span className="ek-2">{r.verdict}</span></Line>)}
        </Section>
      )}
      <Map title="Labels" of={row.labels} />
      <Map title="What the source says" of={row.annotations} />
    </>
  )
}

/** The steps of the line by which an alert is judged, as people say them. */
const stepNames: Readonly<Record<string, string>> = { validate: 'Read', stamp: 'Time', classify: 'Class', deduplicate: 'Seen before', suppress: 'Held back', correlate: 'Service', record: 'Result' }

function Map({ title, of }: { title: string; of: Readonly<Record<string, string>> | null | undefined }) {
  const entries = Object.entries(of ?? {})
  if (entries.length === 0) return null
  return <Section title={title} isRuled={false}>{entries.map(([k, v]) => <div key={k} className="ek-mono" style={{ overflowWrap: 'anywhere' }}>{k}={v}</div>)}</Section>
}
