/** The list of any record type, drawn from what the API says about it. */
import { Button } from '@mantine/core'
import { useParams, useSearch } from '@tanstack/react-router'
import { IconDownload } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import type { AnyRow, RecordSketch, VerbSketch } from '../../client/shapes.ts'
import { queryOf } from '../../client/transport.ts'
import { BulkBar } from '../../kit/bulk-bar.tsx'
import { DataTable, type Column } from '../../kit/data-table.tsx'
import { FilterChips } from '../../kit/filter-chips.tsx'
import { counted } from '../../kit/format.ts'
import { KeyHints } from '../../kit/key-hints.tsx'
import { Page } from '../../kit/page.tsx'
import { EmptyState } from '../../kit/states.tsx'
import { Time } from '../../kit/time.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { addressOf } from '../data/address.ts'
import { useDirectory, type Directory } from '../data/directory.ts'
import { useDescription, useGrowingList, useMe } from '../data/queries.ts'
import { needsForm, VerbDialog } from '../forms/verb-dialog.tsx'
import { Fault } from '../parts/fault.tsx'
import { FindField } from '../parts/find-field.tsx'
import { useBulk } from '../parts/use-bulk.tsx'
import { StateOf, Value } from '../parts/value.tsx'
import { FilterAdder } from './filter-adder.tsx'
import { chipsOf, idsIn } from './incident-views.ts'
import { Missing } from './missing.tsx'
import type { Titles } from '../../client/shapes.ts'

const MOST_COLUMNS = 4
const tooLong = new Set(['prose', 'json', 'tags', 'refs'])

export function RecordList() {
  const { plural } = useParams({ strict: false }) as { plural: string }
  const sketch = useDescription().data?.find(plural)
  return sketch ? <ListOf key={plural} sketch={sketch} /> : <Missing />
}

/** Verbs in the bar over the foot at most; the others are on the record's page. */
const MOST_BULK_VERBS = 4

function ListOf({ sketch }: { sketch: RecordSketch }) {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const { navigate } = useViewer()
  const role = useMe().data?.role
  const list = useGrowingList<AnyRow>(sketch.plural, search)
  const wanted = useMemo(() => idsIn(search, sketch), [search, sketch])
  const directory = useDirectory(list.titles, wanted)
  const columns = useMemo(() => columnsOf(sketch, directory, list.titles), [sketch, directory, list.titles])
  const mayCreate = useMayCreate(sketch)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [verb, setVerb] = useState<VerbSketch | null>(null)
  const [isAdding, setAdding] = useState(false)
  const find = useRef<HTMLInputElement>(null)
  const bulk = useBulk(sketch)
  const targets = list.rows.filter((r) => chosen.has(r.id))
  const run = async (name: string, input: Readonly<Record<string, unknown>>): Promise<void> => {
    setChosen(new Set())
    await bulk.run(targets, name, input)
  }
  const offered = sketch.verbs.filter((v) => !v.quiet && v.name !== 'update' && role !== undefined && v.by.includes(role)).slice(0, MOST_BULK_VERBS).map((v) => {
    const wrong = targets.filter((r) => v.from !== null && !v.from.includes(r.state)).length
    return { label: v.label, run: () => (needsForm(sketch, v) ? setVerb(v) : void run(v.name, {})), ...(wrong > 0 ? { refusedBecause: `not possible for ${wrong} of ${targets.length} as they stand` } : {}) }
  })
  const put = (change: Readonly<Record<string, string | undefined>>): void => navigate(`/records/${sketch.plural}${queryOf({ ...search, ...change })}`)
  useKeys(sketch.many, [{ keys: 'F', label: 'filter', run: () => setAdding(true) }, { keys: '/', label: 'find in these', run: () => find.current?.focus() }])
  const sort = search['sort'] ?? sketch.sort
  const title = (row: AnyRow): string => String(row[sketch.title] ?? row.number)
  const isFiltered = Object.keys(search).some((name) => name !== 'sort')
  const make = <Button variant="filled" onClick={() => navigate(`/records/${sketch.plural}/new`)}>{sketch.create.label}</Button>
  return (
    <Page
      crumbs={[{ label: 'Settings', href: '/settings' }, { label: sketch.many }]} form="fill" phoneActions={mayCreate ? make : undefined}
      actions={<><Button component="a" href={`/api/${sketch.plural}/export${queryOf({ ...search, format: 'csv' })}`} download leftSection={<IconDownload aria-hidden="true" />}>Export</Button>{mayCreate && make}</>}
    >
      <FilterChips
        chips={chipsOf(search, sketch, directory)} onRemove={(id) => put({ [id]: undefined })} isAdding={isAdding} onAdding={setAdding}
        adder={<FilterAdder sketch={sketch} onAdd={(name, value) => { setAdding(false); put({ [name]: value }) }} />}
        trail={<FindField key={search['q'] ?? ''} field={find} words={search['q'] ?? ''} onFind={(q) => put({ q })} />}
      />
      {list.error ? <Fault error={list.error} retry={list.retry} /> : (
        <DataTable
          label={sketch.many} columns={columns} rows={list.rows} keyOf={(row) => row.id} viewKey={JSON.stringify(search)} total={list.total} onMore={list.onMore} isLoading={list.isLoading}
          {...(offered.length > 0 ? { chosen, onChoose: (next: ReadonlySet<string>) => { setChosen(next); bulk.forget() } } : {})}
          sort={{ by: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') }} onSort={(s) => put({ sort: `${s.isDescending ? '-' : ''}${s.by}` })}
          onOpen={(row) => navigate(addressOf(sketch.plural, row.number))} hrefOf={(row) => addressOf(sketch.plural, row.number)} isQuiet={(row) => sketch.states.find((s) => s.name === row.state)?.group === 'done'}
          phone={(row) => ({ title: title(row), note: row.number, trail: <StateOf sketch={sketch} row={row} /> })}
          empty={isFiltered
            ? <EmptyState title={`No ${sketch.one.toLowerCase()} fits these filters`} why="Take one away, or look at all of them."><Button onClick={() => navigate(`/records/${sketch.plural}`)}>Show all</Button></EmptyState>
            : <EmptyState title={`No ${sketch.many.toLowerCase()} yet`} why={sketch.purpose}>{mayCreate && make}</EmptyState>}
          bulk={<BulkBar chosen={chosen.size} verbs={offered} onClear={() => setChosen(new Set())} result={bulk.shown} />}
          foot={<KeyHints counts={[counted(list.total ?? list.rows.length, sketch.one.toLowerCase(), sketch.many.toLowerCase())]} hints={[[['J', 'K'], 'move'], [['Enter'], 'open'], [['F'], 'filter'], [['?'], 'all keys']]} />}
        />
      )}
      {verb && <VerbDialog sketch={sketch} verb={verb} row={{}} what={counted(targets.length, sketch.one.toLowerCase(), sketch.many.toLowerCase())} onDo={(input) => { void run(verb.name, input); return Promise.resolve() }} onClose={() => setVerb(null)} />}
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
    { id: 'number', head: 'Number', width: 92, sortBy: 'number', render: (row) => <span className="ek-id">{row.number}</span> },
    { id: 'title', head: sketch.fields.find((f) => f.name === sketch.title)?.label ?? 'Name', width: 'minmax(160px, 2fr)', sortBy: sketch.title, render: (row) => <span className="ek-strong">{String(row[sketch.title] ?? row.number)}</span> },
    ...shown.map((f): Column<AnyRow> => ({
      id: f.name, head: f.label, width: 'minmax(90px, 1fr)', render: (row) => <span className="ek-clip"><Value field={f} value={row[f.name]} directory={directory} titles={titles} isPlain /></span>,
    })),
    { id: 'state', head: 'State', width: 120, render: (row) => <StateOf sketch={sketch} row={row} /> },
    { id: 'updatedAt', head: 'Last news', width: 80, sortBy: 'updatedAt', align: 'end', render: (row) => <Time at={row.updatedAt} className="ek-3" /> },
  ]
}
