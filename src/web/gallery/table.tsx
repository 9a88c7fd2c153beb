/** The list of incidents, and one of 100 000. */

import { Button } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconDownload, IconPlus, IconStar } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { BulkBar } from '../../kit/bulk-bar.tsx'
import { Clock } from '../../kit/clock.tsx'
import { DataTable, type Column, type Sort } from '../../kit/data-table.tsx'
import { FilterChips, SaidSetting, ViewTabs } from '../../kit/filter-chips.tsx'
import { KeyHints } from '../../kit/key-hints.tsx'
import { Page } from '../../kit/page.tsx'
import { Nobody, Person } from '../../kit/person.tsx'
import { Priority } from '../../kit/priority.tsx'
import { State } from '../../kit/state.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { Frame } from './frame.tsx'
import { incidents, type SampleIncident } from './sample.ts'

const columns: Column<SampleIncident>[] = [
  { id: 'priority', head: '', label: 'Priority', width: 56, render: ({ priority }) => <Priority value={priority} /> },
  { id: 'number', head: 'Number', width: 84, render: ({ number }) => <span className="ek-id">{number}</span> },
  { id: 'subject', head: 'What is wrong', width: 'minmax(180px, 1fr)', render: ({ subject, isMajor }) => <span style={{ fontWeight: 500 }}>{isMajor && <><Tag tone="solid">Major</Tag>{' '}</>}{subject}</span> },
  { id: 'service', head: 'Service', width: 160, dropBelow: 1000, render: ({ service }) => <span className="ek-2">{service}</span> },
  { id: 'state', head: 'State', width: 170, render: ({ state: [kind, words] }) => <State kind={kind}>{words}</State> },
  { id: 'with', head: 'With', width: 176, dropBelow: 760, render: ({ person, team }) => (person ? <Person name={person} /> : team ? <Nobody team={team} /> : <Nobody kind="no_team" />) },
  { id: 'left', head: 'Time left', width: 180, sortBy: 'dueAt', render: ({ clock }) => <Clock facts={clock} /> },
  { id: 'news', head: 'Last news', width: 84, align: 'end', watch: ({ newsAt }) => newsAt, render: ({ newsAt }) => <span className="ek-small ek-3"><Time at={newsAt} /></span> },
]
const keyOf = (row: SampleIncident) => row.number
const phone = (row: SampleIncident) => ({
  lead: <Priority value={row.priority} />, title: row.subject, note: `${row.service} · ${row.state[1]}`, trail: <Clock facts={row.clock} size="phone" />,
})

export function TableGallery() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(['INC-1040', 'INC-1044', 'INC-1045']))
  const [sort, setSort] = useState<Sort>({ by: 'dueAt', isDescending: false })
  const [opened, setOpened] = useState('')
  const [rows, setRows] = useState(incidents)
  const more = () => setRows([{ ...(incidents[2] as SampleIncident), number: `INC-${1100 + rows.length}` }, ...rows])
  return (
    <Frame path="/incidents">
      <Page
        crumbs={[{ label: 'Incidents' }]} form="fill"
        actions={<><Button size="xs" leftSection={<IconDownload />} onClick={more}>Export</Button><Button size="xs" variant="filled" leftSection={<IconPlus />}>New incident</Button></>}
        phoneActions={<Button size="xs" variant="filled">New</Button>}
      >
        <ViewTabs
          label="Views" current="open" onSave={() => {}} onChange={() => {}}
          tabs={[{ id: 'open', label: 'Open, by time left', count: 17, icon: IconStar }, { id: 'my', label: 'My teams', count: 6 }, { id: 'un', label: 'Unassigned', count: 5 }, { id: 'long', label: 'Waiting too long', count: 3 }, { id: 'major', label: 'Majors this quarter', count: 4 }]}
        />
        <FilterChips
          chips={[{ id: 's', subject: 'State', words: 'is not closed' }, { id: 't', subject: 'Service tier', words: 'gold, silver, bronze' }, { id: 'o', subject: 'Opened', words: 'last 14 days', editor: 'A form' }]}
          onRemove={() => {}} adder="A form" onAdding={() => {}}
          trail={<><SaidSetting label="Group">none</SaidSetting><SaidSetting label="Sort" onClick={() => {}}>majors, then time left</SaidSetting><Button size="xs" variant="subtle" leftSection={<IconAdjustmentsHorizontal />}>Columns</Button></>}
        />
        <DataTable
          label="Incidents, open by time left" columns={columns} rows={rows} keyOf={keyOf} chosen={chosen} onChoose={setChosen} onOpen={(row) => setOpened(row.number)}
          onPeek={(row) => setOpened(`peek ${row.number}`)} hrefOf={(row) => `/incidents/${row.number}`} sort={sort} onSort={setSort} phone={phone} total={17}
          bulk={<BulkBar chosen={chosen.size} onClear={() => setChosen(new Set())} verbs={[{ label: 'Assign', keys: 'A', run: () => setOpened('assign') }, { label: 'Priority', keys: 'P', run: () => {} }, { label: 'Link to', keys: 'L', run: () => {} }, { label: 'Tag', keys: '#', run: () => {} }, { label: 'Resolve', keys: 'R', run: () => setOpened('resolve'), refusedBecause: '1 of 3 has no team' }]} />}
          foot={<KeyHints counts={['17 incidents', '1 past its time, 2 within the hour, 3 paused', <output key="o">{opened}</output>]} hints={[[['J', 'K'], 'move'], [['X'], 'choose'], [['Enter'], 'open'], [['A'], 'assign'], [['E'], 'acknowledge'], [['?'], 'all keys']]} />}
        />
      </Page>
    </Frame>
  )
}

export function HugeTableGallery() {
  const [loaded, setLoaded] = useState(new URLSearchParams(location.search).has('all') ? 100_000 : 200)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => Array.from({ length: loaded }, (_, at) => ({ ...(incidents[at % incidents.length] as SampleIncident), number: `INC-${100_000 - at}` })), [loaded])
  const more = useMemo(() => (loaded < 100_000 ? () => setTimeout(() => setLoaded((n) => Math.min(100_000, n + 200)), 50) : undefined), [loaded])
  return (
    <Frame path="/incidents">
      <Page crumbs={[{ label: 'Incidents' }]} form="fill">
        <DataTable label="Incidents, all" columns={columns} rows={rows} keyOf={keyOf} chosen={chosen} onChoose={setChosen} total={100_000} onMore={more} phone={phone} foot={<KeyHints counts={['more than 10 000', `${loaded} loaded`]} />} />
      </Page>
    </Frame>
  )
}
