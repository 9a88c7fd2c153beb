/** What was told to whom, whether it arrived, and what the receiver said; with another try for what did not. */
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { managers } from '../../model/actor.ts'
import type { AnyRow, RecordSketch } from '../../client/shapes.ts'
import { queryOf } from '../../client/transport.ts'
import { DataTable, type Column } from '../../kit/data-table.tsx'
import { counted } from '../../kit/format.ts'
import { KeyHints } from '../../kit/key-hints.tsx'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { EmptyState } from '../../kit/states.tsx'
import { Time } from '../../kit/time.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { addressOf } from '../data/address.ts'
import { useAct, useDescription, useGrowingList, useMe } from '../data/queries.ts'
import { Fault, FaultLine } from '../parts/fault.tsx'
import { StateOf } from '../parts/value.tsx'

const states = [{ value: '', label: 'All' }, { value: 'failed', label: 'Given up' }, { value: 'queued', label: 'On its way' }, { value: 'sent', label: 'Delivered' }]

export function DeliveriesPage() {
  const { navigate } = useViewer()
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const sketch = useDescription().data?.find('delivery')
  const list = useGrowingList<AnyRow>('deliveries', { sort: '-createdAt', ...search })
  const act = useAct('deliveries')
  const { mutate } = act
  const mayAct = managers.includes(useMe().data?.role ?? 'requester')
  const columns = useMemo(() => columnsOf(sketch, mayAct ? (row) => mutate({ id: row.id, verb: 'again', version: row.version }) : null), [sketch, mayAct, mutate])
  const put = (name: string, value: string): void => navigate(`/records/deliveries${queryOf({ ...search, [name]: value || undefined })}`)
  const to = (row: AnyRow): string => addressOf('deliveries', row.number)
  const isFiltered = Object.keys(search).length > 0
  return (
    <Page crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Deliveries' }]} form="fill" actions={<Link href={`/api/deliveries/export${queryOf({ ...search, format: 'csv' })}`} download>Export</Link>}>
      <div className="ek-row ek-wrap" style={{ padding: '10px 20px' }}>
        <SegmentedControl data={states} value={search['state'] ?? ''} onChange={(v) => put('state', v)} aria-label="How it went" />
        <TextInput aria-label="Search deliveries" placeholder="Incident, such as INC-1042" defaultValue={search['about'] ?? ''} onKeyDown={(e) => { if (e.key === 'Enter') put('about', e.currentTarget.value.trim()) }} onBlur={(e) => { if ((search['about'] ?? '') !== e.currentTarget.value.trim()) put('about', e.currentTarget.value.trim()) }} />
        <FaultLine error={act.error} />
      </div>
      {list.error ? <Fault error={list.error} retry={list.retry} /> : (
        <DataTable
          label="Deliveries, newest first" columns={columns} rows={list.rows} keyOf={(row) => row.id} viewKey={JSON.stringify(search)} total={list.total} onMore={list.onMore} isLoading={list.isLoading} onOpen={(row) => navigate(to(row))} hrefOf={to}
          phone={(row) => ({ title: String(row['subject']), note: `${String(row['target'])}${typeof row['answer'] === 'string' ? `: ${row['answer']}` : ''}`, trail: <StateOf sketch={sketch} row={row} /> })}
          empty={isFiltered ? <EmptyState title="Nothing like this" why="No delivery fits what you chose above."><Button onClick={() => navigate('/records/deliveries')}>Show all</Button></EmptyState>
            : <EmptyState title="Nobody was told anything yet" why="When an incident comes to a team, moves, or is resolved, the mails and webhooks that say so are kept here with what the receiver answered."><Link href="/records/teams">Teams and their addresses</Link></EmptyState>}
          foot={<KeyHints counts={[counted(list.total ?? list.rows.length, 'delivery', 'deliveries')]} hints={[[['J', 'K'], 'move'], [['Enter'], 'open'], [['?'], 'all keys']]} />}
        />
      )}
    </Page>
  )
}

function columnsOf(sketch: RecordSketch | undefined, again: ((row: AnyRow) => void) | null): readonly Column<AnyRow>[] {
  const channel = sketch?.fields.find((f) => f.name === 'channel')?.words ?? {}
  return [
    { id: 'when', head: 'When', width: 84, render: (row) => <Time at={row.createdAt} form="event" /> },
    { id: 'state', head: 'State', width: 120, watch: (row) => row.state, render: (row) => <StateOf sketch={sketch} row={row} /> },
    { id: 'about', head: 'About', width: 92, render: (row) => <span className="ek-id">{String(row['about'])}</span> },
    { id: 'subject', head: 'What', width: 'minmax(160px, 2fr)', render: (row) => <span className="ek-strong">{String(row['subject'])}</span> },
    { id: 'target', head: 'To', width: 'minmax(130px, 1.2fr)', render: (row) => <span className="ek-clip" title={String(row['target'])}>{channel[String(row['channel'])] ?? ''}: <span className="ek-2">{String(row['target'])}</span></span> },
    { id: 'answer', head: 'The receiver said', width: 'minmax(120px, 1.4fr)', dropBelow: 860, render: (row) => (typeof row['answer'] === 'string' ? <span className="ek-clip" title={row['answer']}>{row['answer']}</span> : <span className="ek-3">nothing yet</span>) },
    { id: 'attempts', head: 'Tries', width: 52, align: 'end', dropBelow: 860, render: (row) => <span className="ek-num">{String(row['attempts'])}</span> },
    ...(again === null ? [] : [{
      id: 'again', head: '', label: 'Send again', width: 104,
      render: (row: AnyRow) => (row.state === 'failed' ? <Button size="xs" onClick={(e) => { e.stopPropagation(); e.preventDefault(); again(row) }}>Send again</Button> : null),
    }]),
  ]
}
