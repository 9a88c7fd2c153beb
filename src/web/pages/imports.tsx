/** What came in from former systems: each import with its state, and the way to bring more. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMemo } from 'react'
import { DataTable, type Column } from '../../kit/data-table.tsx'
import { count, counted, percent } from '../../kit/format.ts'
import { KeyHints } from '../../kit/key-hints.tsx'
import { Page } from '../../kit/page.tsx'
import { EmptyState } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { useDescription, useGrowingList, useMe } from '../data/queries.ts'
import { managers } from '../../model/actor.ts'
import { Fault } from '../parts/fault.tsx'
import { StateOf } from '../parts/value.tsx'
import { isUnderWay, useWatchedImports } from './imports-watch.ts'
import { type ImportRow, titleOf } from './imports-words.ts'
import css from './imports.module.css'

export function Imports() {
  const { navigate } = useViewer()
  const list = useGrowingList<ImportRow>('imports', { sort: '-createdAt' })
  useWatchedImports(list.rows.some((row) => isUnderWay(row.state)))
  const sketch = useDescription().data?.find('imports')
  const mayImport = managers.includes(useMe().data?.role ?? 'requester')
  const columns = useMemo((): readonly Column<ImportRow>[] => [
    { id: 'number', head: 'Number', width: 92, render: (row) => <span className="ek-id">{row.number}</span> },
    { id: 'source', head: 'From', width: 'minmax(200px, 1.4fr)', render: (row) => <span className="ek-strong" title={titleOf(row)}>{titleOf(row)}</span> },
    { id: 'kind', head: '', label: 'Whether it was only tried', width: 92, render: (row) => (row.isDryRun ? <Tag tone="idle">only tried</Tag> : null) },
    { id: 'state', head: 'State', width: 176, watch: (row) => row.state, render: (row) => (row.state === 'running' ? <Progress row={row} /> : <StateOf sketch={sketch} row={row} />) },
    { id: 'made', head: 'Came in', width: 92, align: 'end', watch: (row) => row.recordsMade, render: (row) => <span className="ek-num">{count(row.recordsMade)}</span> },
    { id: 'same', head: 'Here already', width: 96, align: 'end', dropBelow: 900, render: (row) => <span className="ek-num ek-3">{count(row.recordsSame)}</span> },
    { id: 'faults', head: 'Not taken', width: 84, align: 'end', render: (row) => <span className={row.faultCount > 0 ? 'ek-num ek-bad' : 'ek-num ek-3'}>{count(row.faultCount)}</span> },
    { id: 'at', head: 'Asked for', width: 96, align: 'end', dropBelow: 800, render: (row) => <Time at={row.createdAt} className="ek-3" /> },
  ], [sketch])
  const make = mayImport ? <Button variant="filled" leftSection={<IconPlus aria-hidden="true" />} onClick={() => navigate('/imports/new')}>New import</Button> : null
  return (
    <Page crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Imports' }]} form="fill" actions={make} phoneActions={make}>
      {list.error ? <Fault error={list.error} retry={list.retry} /> : (
        <DataTable
          label="Imports" columns={columns} rows={list.rows} keyOf={(row) => row.id} viewKey="imports" total={list.total} onMore={list.onMore} isLoading={list.isLoading}
          onOpen={(row) => navigate(`/imports/${row.number}`)} hrefOf={(row) => `/imports/${row.number}`}
          phone={(row) => ({ title: titleOf(row), note: `${row.number}, ${counted(row.recordsMade, 'record')}${row.isDryRun ? ', only tried' : ''}`, trail: row.state === 'running' ? percent(row.progress) : <StateOf sketch={sketch} row={row} /> })}
          empty={<EmptyState title="Nothing was brought in yet" why="An export of your former system comes in as history, with the times at which things happened: backlog, reassignments and times in state of past years can be asked at once. It is tried first, and can be undone.">{make}</EmptyState>}
          foot={<KeyHints counts={[counted(list.total ?? list.rows.length, 'import')]} hints={[[['J', 'K'], 'move'], [['Enter'], 'open'], [['?'], 'all keys']]} />}
        />
      )}
    </Page>
  )
}

function Progress({ row }: { row: ImportRow }) {
  return <span className="ek-nowrap"><span className={css.mini} aria-hidden="true"><span style={{ width: percent(row.progress).replace(/\s/, '') }} /></span>{row.isDryRun ? 'trying' : 'running'} {percent(row.progress)}</span>
}
