/** The changes: which are mine to decide, which come this week, which went wrong, which still owe their record. */
import { Button } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { IconCalendar, IconDownload, IconGavel, IconPlus, IconStar } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import { clients } from '../../model/actor.ts'
import type { RecordSketch } from '../../client/shapes.ts'
import { queryOf } from '../../client/transport.ts'
import { DataTable, type Column } from '../../kit/data-table.tsx'
import { FilterChips, SaidSetting, ViewTabs } from '../../kit/filter-chips.tsx'
import { counted, listed, NOT_RECORDED } from '../../kit/format.ts'
import { KeyHints } from '../../kit/key-hints.tsx'
import { Page } from '../../kit/page.tsx'
import { EmptyState } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { useTimeFrame, useViewer } from '../../kit/viewer.tsx'
import { countWords } from '../data/count-words.ts'
import { useDirectory, type Directory } from '../data/directory.ts'
import { useDescription, useGrowingList, useMe } from '../data/queries.ts'
import { Fault } from '../parts/fault.tsx'
import { FindField } from '../parts/find-field.tsx'
import { SavedViewMenu, SaveViewDialog, useSavedViews } from '../parts/saved-views.tsx'
import { StateOf } from '../parts/value.tsx'
import { FilterAdder } from './filter-adder.tsx'
import { useToDecide } from './change-decide.ts'
import { paramsOf, sortWords, viewAddress, viewOf, views } from './change-views.ts'
import { graveOf, riskTone, type ChangeRow } from './change-words.ts'
import { chipsOf, idsIn, type Filters } from './incident-views.ts'
import css from './change.module.css'

export function Changes() {
  const search = useSearch({ strict: false }) as Filters
  const { navigate, zone = Intl.DateTimeFormat().resolvedOptions().timeZone } = useViewer()
  const me = useMe().data
  const isClient = me !== undefined && clients.includes(me.role)
  const saved = useSavedViews('changes', !isClient)
  const offered = useMemo(() => views.filter((v) => !isClient || !v.isForStaff), [isClient])
  const filters: Filters = useMemo(() => (Object.keys(search).length === 0 ? offered[0]?.filters ?? {} : search), [search, offered])
  const sketch = useDescription().data?.find('changes')
  const { now } = useTimeFrame(60)
  const toDecide = useToDecide(!isClient)
  const isDeciding = filters['decide'] !== undefined
  // The week is asked anew when its day changes, not every minute.
  const today = Math.floor(now / 3_600_000)
  const params = useMemo(() => paramsOf(filters, today * 3_600_000, zone, isDeciding ? toDecide.data?.map((c) => c.id) : undefined), [filters, today, zone, isDeciding, toDecide.data])
  const list = useGrowingList<ChangeRow>('changes', params)
  const wanted = useMemo(() => {
    const named = { ...idsIn(filters, sketch) }
    return { ...named, service: [...(named['service'] ?? []), ...list.rows.flatMap((r) => r.serviceIds)] }
  }, [filters, sketch, list.rows])
  const directory = useDirectory(list.titles, wanted)
  const columns = useMemo(() => columnsOf(sketch, directory, isClient), [sketch, directory, isClient])
  const [isAdding, setAdding] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const find = useRef<HTMLInputElement>(null)
  const put = (change: Readonly<Record<string, string | undefined>>): void => {
    const next = Object.fromEntries(Object.entries({ ...filters, ...change }).filter((e): e is [string, string] => e[1] !== undefined && e[1] !== ''))
    navigate(viewAddress(Object.keys(next).length === 0 ? { sort: '-createdAt' } : next))
  }
  useKeys('Changes', [{ keys: 'F', label: 'filter', run: () => setAdding(true) }, { keys: '/', label: 'find in these', run: () => find.current?.focus() }, { keys: 'N', label: 'new change', run: () => navigate('/changes/new') }])
  const current = viewOf(filters, saved)
  const sort = filters['sort'] ?? '-createdAt'
  const make = me?.role === 'auditor' ? null : <Button variant="filled" leftSection={<IconPlus aria-hidden="true" />} onClick={() => navigate('/changes/new')}>New change</Button>
  const tabs = [...offered, ...saved].map((v, i) => ({
    id: v.id, label: v.label, href: viewAddress(v.filters), ...(i === 0 ? { icon: IconStar } : {}), count: v.id === 'decide' ? toDecide.data?.length || undefined : v.id === current ? list.total === undefined ? undefined : countWords(list.total) : undefined,
  }))
  const clashing = list.rows.filter((r) => graveOf(r).length > 0).length
  return (
    <Page
      crumbs={[{ label: 'Changes' }]} form="fill" phoneActions={make}
      actions={<>
        {!isClient && <Button leftSection={<IconCalendar aria-hidden="true" />} onClick={() => navigate('/calendar')}>Calendar</Button>}
        {!isClient && <Button leftSection={<IconGavel aria-hidden="true" />} onClick={() => navigate('/cab')}>Agenda</Button>}
        <Button component="a" href={`/api/changes/export${queryOf({ ...params, format: 'csv' })}`} download leftSection={<IconDownload aria-hidden="true" />}>Export</Button>{make}
      </>}
    >
      <ViewTabs label="Views" current={current ?? ''} onSave={current === null && !isClient ? () => setSaving(true) : undefined} tabs={tabs} trail={<SavedViewMenu key={current} of="changes" current={tabs.find((t) => t.id === current) ?? null} saved={saved.find((v) => v.id === current) ?? null} />} />
      <FilterChips
        chips={chipsOf(filters, sketch, directory).map((c) => (c.id === 'week' ? { ...c, subject: 'Begins', words: 'this week' } : c.id === 'decide' ? { ...c, subject: 'Waits for', words: 'my answer' } : c))} onRemove={(id) => put({ [id]: undefined })} isAdding={isAdding} onAdding={setAdding}
        adder={sketch && <FilterAdder sketch={sketch} onAdd={(name, value) => { setAdding(false); put({ [name]: value }) }} />}
        trail={<><FindField key={filters['q'] ?? ''} field={find} words={filters['q'] ?? ''} onFind={(q) => put({ q })} /><SaidSetting label="Sort">{sortWords(sort)}</SaidSetting></>}
      />
      {list.error ? <Fault error={list.error} retry={list.retry} /> : (
        <DataTable
          label={`Changes, ${sortWords(sort)}`} columns={columns} rows={list.rows} keyOf={(row) => row.id} viewKey={JSON.stringify(filters)} total={list.total} onMore={list.onMore} isLoading={list.isLoading}
          onOpen={(row) => navigate(`/changes/${row.number}`)} hrefOf={(row) => `/changes/${row.number}`} sort={{ by: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') }} onSort={(s) => put({ sort: `${s.isDescending ? '-' : ''}${s.by}` })}
          isQuiet={(row) => ['closed', 'cancelled', 'rejected'].includes(row.state)}
          phone={(row) => ({
            title: row.title, note: [row.number, ...(isClient || !row.riskLevel ? [] : [`${row.riskLevel} risk`])].join(' · '),
            trail: <span className={css.phoneTrail}>{row.plannedStart !== null && <Time at={row.plannedStart} form="due" />}<StateOf sketch={sketch} row={row} /></span>,
          })}
          empty={isDeciding
            ? <EmptyState title="Nothing waits for your answer" why="A change that needs your word stands here until you have given it, with its risk and collisions."><Button onClick={() => navigate('/changes')}>Show all open</Button></EmptyState>
            : current === 'open'
              ? <EmptyState title="No change is open" why="A change says what will be altered, when, what it can hurt and how to get back. It is agreed to before, and looked at after.">{make}</EmptyState>
              : <EmptyState title="No change fits these filters" why="Take one away, or look at all that are open."><Button onClick={() => navigate('/changes')}>Show all open</Button></EmptyState>}
          foot={<KeyHints counts={[counted(list.total ?? list.rows.length, 'change'), ...(isClient || clashing === 0 ? [] : [`${clashing} with a clash${list.onMore ? ', of those loaded' : ''}`])]} hints={[[['J', 'K'], 'move'], [['Enter'], 'open'], [['N'], 'new change'], [['?'], 'all keys']]} />}
        />
      )}
      {isSaving && <SaveViewDialog of="changes" filters={filters} onClose={() => setSaving(false)} />}
    </Page>
  )
}

function columnsOf(sketch: RecordSketch | undefined, directory: Directory, isClient: boolean): readonly Column<ChangeRow>[] {
  const word = (name: string, value: string): string => sketch?.fields.find((f) => f.name === name)?.words?.[value] ?? value
  return [
    { id: 'number', head: 'Number', width: 92, sortBy: 'number', render: (row) => <span className="ek-id">{row.number}</span> },
    { id: 'title', head: 'What is changed', width: 'minmax(200px, 1fr)', sortBy: 'title', render: (row) => <span className="ek-strong">{row.title}</span> },
    { id: 'state', head: 'State', width: 160, render: (row) => <StateOf sketch={sketch} row={row} /> },
    ...(isClient ? [] : [
      { id: 'risk', head: 'Risk', width: 108, sortBy: 'riskScore', dropBelow: 860, render: (row) => (row.riskLevel ? <Tag tone={riskTone(row.riskLevel)}>{row.riskLevel}</Tag> : <span className="ek-3">not assessed</span>) },
      { id: 'clash', head: 'Clashes', width: 96, dropBelow: 1040, render: (row) => (row.conflicts == null ? <span className="ek-3">not yet</span> : graveOf(row).length > 0 ? <span className="ek-bad">{graveOf(row).length}</span> : <span className="ek-3">none</span>) },
    ] satisfies readonly Column<ChangeRow>[]),
    { id: 'type', head: 'Type', width: 96, dropBelow: 940, render: (row) => <span className={row.type === 'emergency' ? 'ek-bad' : 'ek-2'}>{word('type', row.type)}</span> },
    { id: 'services', head: 'Services', width: 'minmax(110px, 0.5fr)', dropBelow: 760, render: (row) => <span className="ek-clip ek-2">{row.serviceIds.length === 0 ? NOT_RECORDED : listed(row.serviceIds.map((id) => directory.name(id) ?? 'one you cannot see'))}</span> },
    { id: 'plannedStart', head: 'Planned', width: 108, align: 'end', sortBy: 'plannedStart', render: (row) => (row.plannedStart === null ? <span className="ek-3">no time yet</span> : <Time at={row.plannedStart} form="due" />) },
  ]
}
