/** All services: which are hurt now, who answers for each. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMemo } from 'react'
import { clients } from '../../model/actor.ts'
import { DataTable, type Column } from '../../kit/data-table.tsx'
import { counted } from '../../kit/format.ts'
import { KeyHints } from '../../kit/key-hints.tsx'
import { Page } from '../../kit/page.tsx'
import { Person } from '../../kit/person.tsx'
import { EmptyState } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { useDirectory } from '../data/directory.ts'
import { useDescription, useGrowingList, useMe } from '../data/queries.ts'
import { useOpenWork, type OpenWork } from '../data/open-work.ts'
import type { ServiceRow } from '../data/rows.ts'
import { Fault } from '../parts/fault.tsx'
import { StateOf } from '../parts/value.tsx'
import { useMayCreate } from './record-list.tsx'

export function Services() {
  const { navigate } = useViewer()
  const list = useGrowingList<ServiceRow>('services', { sort: 'name', 'state.not': 'retired' })
  const directory = useDirectory(list.titles)
  const sketch = useDescription().data?.find('services')
  const open = useOpenWork()
  const role = useMe().data?.role
  const isClient = role !== undefined && clients.includes(role)
  const columns = useMemo((): readonly Column<ServiceRow>[] => [
    { id: 'name', head: 'Service', width: 'minmax(180px, 1.4fr)', render: (row) => <span className="ek-strong">{row.name}</span> },
    { id: 'now', head: 'Now', width: 'minmax(150px, 1fr)', render: (row) => <Hurt work={open.of.get(row.id)} isKnown={open.isKnown} />, watch: (row) => open.of.get(row.id)?.count ?? 0 },
    { id: 'tier', head: 'Tier', width: 110, render: (row) => <span className="ek-2">{sketch?.fields.find((f) => f.name === 'tier')?.words?.[row.tier ?? ''] ?? row.tier}</span> },
    { id: 'team', head: 'Team', width: 'minmax(120px, 1fr)', render: (row) => <span className="ek-2">{directory.name(row.teamId) ?? <span className="ek-warn">no team yet</span>}</span> },
    { id: 'owner', head: 'Owner', width: 'minmax(120px, 1fr)', render: (row) => { const name = directory.name(row.ownerId); return name === null ? <span className="ek-3">not recorded</span> : <Person name={name} /> } },
    { id: 'key', head: 'Key', width: 140, render: (row) => <span className="ek-mono ek-3">{row.key}</span> },
    { id: 'state', head: 'State', width: 100, render: (row) => <StateOf sketch={sketch} row={row} /> },
  ], [directory, open, sketch])
  const mayCreate = useMayCreate(sketch ?? emptySketch)
  const make = mayCreate && sketch ? <Button variant="filled" leftSection={<IconPlus aria-hidden="true" />} onClick={() => navigate('/records/services/new')}>New service</Button> : null
  return (
    <Page crumbs={[{ label: 'Services' }]} form="fill" actions={<><Button onClick={() => navigate('/map')}>Service map</Button>{make}</>} phoneActions={make}>
      {list.error ? <Fault error={list.error} retry={list.retry} /> : (
        <DataTable
          label="Services" columns={columns} rows={list.rows} keyOf={(row) => row.id} viewKey="services" total={list.total} onMore={list.onMore} isLoading={list.isLoading}
          onOpen={(row) => navigate(`/services/${row.number}`)} hrefOf={(row) => `/services/${row.number}`}
          phone={(row) => ({ title: row.name, note: directory.name(row.teamId) ?? 'no team yet', trail: <Hurt work={open.of.get(row.id)} isKnown={open.isKnown} /> })}
          empty={isClient ? <EmptyState title="No services are listed for you" why="Whoever runs your services decides which ones you see here. You can report what does not work without naming one."><Button variant="filled" onClick={() => navigate('/incidents/new')}>Report what does not work</Button></EmptyState> : <EmptyState title="No services yet" why="A service is what your users would say does not work. Alerts find it by its key, incidents hurt it, and what you promised is promised for it.">{make}</EmptyState>}
          foot={<KeyHints counts={[counted(list.total ?? list.rows.length, 'service'), open.isKnown ? `${open.of.size} with open incidents` : 'what is open is not known']} hints={[[['J', 'K'], 'move'], [['Enter'], 'open'], [['?'], 'all keys']]} />}
        />
      )}
    </Page>
  )
}

function Hurt({ work, isKnown }: { work: OpenWork | undefined; isKnown: boolean }) {
  if (!isKnown) return <span className="ek-3">not known</span>
  if (work === undefined) return <span className="ek-3">nothing open</span>
  return <Tag tone={work.majors > 0 ? 'solid' : work.urgent > 0 ? 'bad' : 'warn'}>{counted(work.count, 'incident')} open</Tag>
}

const emptySketch = { name: '', plural: '', prefix: '', one: '', many: '', purpose: '', title: '', sort: '', shareable: false, sayings: {}, fields: [], own: [], beside: [], states: [], verbs: [], creatable: false, create: { name: 'create', label: '', says: '', help: '', key: null, from: null, edits: [], needs: [], input: [], reason: null, quiet: false, by: ['nobody'] } } as const
