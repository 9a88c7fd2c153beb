/** The alert console: groups, two lines a row, counts with their last hour. */

import { Button } from '@mantine/core'
import { IconAlertTriangle, IconBellOff, IconCheck } from '@tabler/icons-react'
import { CountBars } from '../../kit/bars.tsx'
import { DataTable, type Column } from '../../kit/data-table.tsx'
import { ViewTabs } from '../../kit/filter-chips.tsx'
import { Page } from '../../kit/page.tsx'
import { Time } from '../../kit/time.tsx'
import { Frame } from './frame.tsx'

interface Group { id: string; group: string; what: string; on: string; count: number; did: string; why: string; at: string; counts: number[] }

const GROUPS: Group[] = (['Firing', 'Held back, with the reason', 'Cleared in the last hour'] as const).flatMap((group, g) =>
  ['pg-core: connections above 90 %', 'booking-api: p95 above 2 s', 'ap-gate4: client drop rate above 20 %'].map((what, at) => ({
    id: `${g}${at}`, group, what, on: ['Freight Booking', 'Freight Booking', 'Gate & Yard'][at] ?? '', count: 13 - at * 4, did: g === 1 ? 'held back' : g === 2 ? 'cleared INC-1031' : 'opened INC-1042',
    why: g === 1 ? 'its parent pg-core fires; rule 6' : 'one incident per service while it is open', at: `2026-03-17T13:3${at}:52Z`, counts: Array.from({ length: 40 }, (_, n) => (n * 7 + at * 3 + g) % 11 > 7 ? (n * 5) % 9 : 1 - (n % 2)),
  })),
)

const two = (first: React.ReactNode, second: React.ReactNode) => <span style={{ lineHeight: '17px' }}><span style={{ fontWeight: 500 }}>{first}</span><br /><span className="ek-small ek-2">{second}</span></span>

const columns: Column<Group>[] = [
  { id: 'icon', head: '', label: 'Kind', width: 40, render: ({ group }) => (group === 'Firing' ? <IconAlertTriangle className="ek-bad" /> : group.startsWith('Held') ? <IconBellOff className="ek-3" /> : <IconCheck className="ek-good" />) },
  { id: 'what', head: 'What fires', width: 'minmax(200px, 1fr)', render: ({ what, on }) => two(what, on) },
  { id: 'count', head: 'Count', width: 70, align: 'end', render: ({ count }) => `×${count}` },
  { id: 'hour', head: 'Last hour', width: 140, render: ({ counts }) => <CountBars counts={counts} label="Alerts in the last hour" height={20} /> },
  { id: 'did', head: 'What happened to it, and why', width: 'minmax(200px, 1fr)', render: ({ did, why }) => two(did, why) },
  { id: 'last', head: 'Last', width: 90, align: 'end', render: ({ at }) => <span className="ek-3 ek-small"><Time at={at} form="event" /></span> },
]
const keyOf = (row: Group) => row.id
const groupOf = (row: Group) => row.group

export function AlertsGallery() {
  return (
    <Frame path="/alerts">
      <Page crumbs={[{ label: 'Alerts' }]} form="fill" actions={<Button size="xs" leftSection={<IconBellOff />}>Silence…</Button>} rail={<p>Chosen group</p>}>
        <ViewTabs label="Views" current="look" tabs={[{ id: 'look', label: 'Needs a look', count: 4 }, { id: 'firing', label: 'Firing', count: 31 }, { id: 'held', label: 'Held back', count: 118 }]} trail="86 events/min in, 0 lost, 12 ms behind" />
        <div style={{ height: 10, borderBottom: '1px solid var(--ek-line)' }} />
        <DataTable label="Alerts that need a look" columns={columns} rows={GROUPS} keyOf={keyOf} groupOf={groupOf} isTwoLines onOpen={() => {}} isQuiet={(row) => row.group !== 'Firing'} />
      </Page>
    </Frame>
  )
}
