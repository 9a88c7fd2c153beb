/** The list of any record type, drawn from what the API says about it. */
import { Button } from '@mantine/core'
import { useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
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
import { useDirectory, type Directory } from '../data/directory.ts'
import { useDescription, useGrowingList, useMe } from '../data/queries.ts'
import { Fault } from '../parts/fault.tsx'
import { StateOf, Value } from '../parts/value.tsx'
import { Missing } from './missing.tsx'
import type { Titles } from '../../client/shapes.ts'

const MOST_COLUMNS = 4
const tooLong = new Set(['prose', 'json', 'tags', 'refs'])

export function RecordList() {
  const { plural } = useParams({ strict: false }) as { plural: string }
  const sketch = useDescription().data?.find(plural)
  return sketch ? <ListOf key={plural} sketch={sketch} /> : <Missing />
}

function ListOf({ sketch }: { sketch: RecordSketch }) {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const { navigate } = useViewer()
  const list = useGrowingList<AnyRow>(sketch.plural, search)
  const directory = useDirectory(list.titles)
  const columns = useMemo(() => columnsOf(sketch, directory, list.titles), [sketch, directory, list.titles])
  const mayCreate = useMayCreate(sketch)
  const title = (row: AnyRow): string => String(row[sketch.title] ?? row.number)
  const make = <Button variant="filled" onClick={() => navigate(`/records/${sketch.plural}/new`)}>{sketch.create.label}</Button>
  return (
    <Page
      crumbs={[{ label: 'Settings', href: '/settings' }, { label: sketch.many }]} form="fill" phoneActions={mayCreate ? make : undefined}
      actions={<><Link href={`/api/${sketch.plural}/export${queryOf({ ...search, format: 'csv' })}`} download>Export</Link>{mayCreate && make}</>}
    >
      {list.error ? <Fault error={list.error} retry={list.retry} /> : (
        <DataTable
          label={sketch.many} columns={columns} rows={list.rows} keyOf={(row) => row.id} viewKey={JSON.stringify(search)} total={list.total} onMore={list.onMore} isLoading={list.isLoading}
          onOpen={(row) => navigate(addressOf(sketch.plural, row.number))} hrefOf={(row) => addressOf(sketch.plural, row.number)} isQuiet={(row) => sketch.states.find((s) => s.name === row.state)?.group === 'done'}
          phone={(row) => ({ title: title(row), note: row.number, trail: <StateOf sketch={sketch} row={row} /> })}
          empty={<EmptyState title={`No ${sketch.many.toLowerCase()} yet`} why={sketch.purpose}>{mayCreate && make}</EmptyState>}
          foot={<KeyHints counts={[counted(list.total ?? list.rows.length, sketch.one.toLowerCase(), sketch.many.toLowerCase())]} hints={[[['J', 'K'], 'move'], [['Enter'], 'open'], [['?'], 'all keys']]} />}
        />
      )}
    </Page>
  )
}

/** Whether this person's role may create one. */
export function useMayCreate(sketch: RecordSketch): boolean {
  const role = useMe().data?.role
  return sketch.creatable && role !== undefined && (sketch.create.by.length === 0 || sketch.create.by.includes(role))
}

function columnsOf(sketch: RecordSketch, directory: Directory, titles: Titles): readonly Column<AnyRow>[] {
  const shown = sketch.fields.filter((f) => sketch.own.includes(f.name) && f.name !== sketch.title && !tooLong.has(f.kind) && !/hash|fingerprint/i.test(f.name)).slice(0, MOST_COLUMNS)
  return [
    { id: 'number', head: 'Number', width: 92, render: (row) => <span className="ek-id">{row.number}</span> },
    { id: 'title', head: sketch.fields.find((f) => f.name === sketch.title)?.label ?? 'Name', width: 'minmax(160px, 2fr)', render: (row) => <span className="ek-strong">{String(row[sketch.title] ?? row.number)}</span> },
    ...shown.map((f): Column<AnyRow> => ({
      id: f.name, head: f.label, width: 'minmax(90px, 1fr)', render: (row) => <Value field={f} value={row[f.name]} directory={directory} titles={titles} isPlain />,
    })),
    { id: 'state', head: 'State', width: 120, render: (row) => <StateOf sketch={sketch} row={row} /> },
    { id: 'updatedAt', head: 'Last news', width: 80, align: 'end', render: (row) => <Time at={row.updatedAt} className="ek-3" /> },
  ]
}
