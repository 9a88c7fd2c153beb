/** Who may send alerts, and who did: each integration with when it was heard last. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { managers } from '../../model/actor.ts'
import type { AnyRow, IntegrationHeard } from '../../client/shapes.ts'
import { DataTable, type Column } from '../../kit/data-table.tsx'
import { count, counted } from '../../kit/format.ts'
import { KeyHints } from '../../kit/key-hints.tsx'
import { Page } from '../../kit/page.tsx'
import { EmptyState } from '../../kit/states.tsx'
import { Time } from '../../kit/time.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { addressOf } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { useDescription, useGrowingList, useMe } from '../data/queries.ts'
import { Fault } from '../parts/fault.tsx'
import { StateOf } from '../parts/value.tsx'
import type { RecordSketch } from '../../client/shapes.ts'

/** Asked again by itself, since a repeat of what is known writes nothing that the live stream could tell. */
const ASK_AGAIN_MILLIS = 15_000

/** What each integration sent lately, by its id. */
export function useHeard(): ReadonlyMap<string, IntegrationHeard> {
  // Under the alerts' key: a new alert drops it.
  const items = useQuery({ queryKey: ['list', 'alerts', 'heard'], queryFn: () => client.heard(), refetchInterval: ASK_AGAIN_MILLIS }).data
  return useMemo(() => new Map((items ?? []).map((h) => [h.integrationId, h])), [items])
}

/** When it was heard last; never in the time that is searched: said so. */
export function LastHeard({ heard }: { heard: IntegrationHeard | undefined }) {
  return heard?.lastHeardAt ? <Time at={heard.lastHeardAt} form="event" /> : <span className="ek-3">{heard ? 'not for a week' : ''}</span>
}

export function Integrations() {
  const { navigate } = useViewer()
  const sketch = useDescription().data?.find('integration')
  const list = useGrowingList<AnyRow>('integrations', {})
  const heard = useHeard()
  const mayMake = managers.includes(useMe().data?.role ?? 'requester')
  const columns = useMemo(() => columnsOf(sketch, heard), [sketch, heard])
  const make = mayMake ? <Button variant="filled" onClick={() => navigate('/settings/ways-in')}>Let alerts in</Button> : undefined
  const to = (row: AnyRow): string => addressOf('integrations', row.number)
  return (
    <Page crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Integrations' }]} form="fill" actions={make} phoneActions={make}>
      {list.error ? <Fault error={list.error} retry={list.retry} /> : (
        <DataTable
          label="Integrations" columns={columns} rows={list.rows} keyOf={(row) => row.id} total={list.total} onMore={list.onMore} isLoading={list.isLoading} onOpen={(row) => navigate(to(row))} hrefOf={to}
          isQuiet={(row) => row.state === 'disabled'} phone={(row) => ({ title: String(row['name']), note: kindOf(sketch, row), trail: <LastHeard heard={heard.get(row.id)} /> })}
          empty={<EmptyState title="Nothing may send alerts yet" why="Prometheus, Alertmanager, Grafana, or whatever can post JSON: each gets an address of its own, so that you see who is silent and can switch one off without the others.">{make}</EmptyState>}
          foot={<KeyHints counts={[counted(list.total ?? list.rows.length, 'integration')]} hints={[[['J', 'K'], 'move'], [['Enter'], 'open'], [['?'], 'all keys']]} />}
        />
      )}
    </Page>
  )
}

const kindOf = (sketch: RecordSketch | undefined, row: AnyRow): string => sketch?.fields.find((f) => f.name === 'kind')?.words?.[String(row['kind'])] ?? String(row['kind'])

function columnsOf(sketch: RecordSketch | undefined, heard: ReadonlyMap<string, IntegrationHeard>): readonly Column<AnyRow>[] {
  return [
    { id: 'number', head: 'Number', width: 92, render: (row) => <span className="ek-id">{row.number}</span> },
    { id: 'name', head: 'Name', width: 'minmax(160px, 2fr)', render: (row) => <span className="ek-strong">{String(row['name'])}</span> },
    { id: 'kind', head: 'Sends as', width: 'minmax(120px, 1fr)', render: (row) => kindOf(sketch, row), dropBelow: 700 },
    { id: 'heard', head: 'Last heard', width: 110, watch: (row) => heard.get(row.id)?.lastHeardAt ?? null, render: (row) => <LastHeard heard={heard.get(row.id)} /> },
    { id: 'day', head: 'Changes in 24 h', width: 118, align: 'end', dropBelow: 700, render: (row) => <span className="ek-num">{count(heard.get(row.id)?.eventsInDay ?? 0)}</span> },
    { id: 'open', head: 'Open alerts', width: 96, align: 'end', render: (row) => <span className="ek-num">{count(heard.get(row.id)?.openAlerts ?? 0)}</span> },
    { id: 'state', head: 'State', width: 130, render: (row) => <StateOf sketch={sketch} row={row} /> },
  ]
}
