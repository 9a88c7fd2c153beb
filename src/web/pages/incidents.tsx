/** Work the queue: which one first? */
import { Button, Modal, Select, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { IconDownload, IconPlus, IconStar } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { clients } from '../../model/actor.ts'
import { sentenceOf } from '../../client/problem.ts'
import type { RecordSketch, VerbSketch } from '../../client/shapes.ts'
import { queryOf } from '../../client/transport.ts'
import { clockView } from '../../kit/clock-view.ts'
import { BulkBar, BulkResult } from '../../kit/bulk-bar.tsx'
import { DataTable, type Column, type Sort } from '../../kit/data-table.tsx'
import { FilterChips, SaidSetting, ViewTabs } from '../../kit/filter-chips.tsx'
import { counted } from '../../kit/format.ts'
import { KeyHints } from '../../kit/key-hints.tsx'
import { Page } from '../../kit/page.tsx'
import { Priority } from '../../kit/priority.tsx'
import { EmptyState } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { useTimeFrame, useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { useDirectory, type Directory } from '../data/directory.ts'
import { dropRecords, useDescription, useGrowingList, useList, useMe } from '../data/queries.ts'
import { clockFacts, priorityOf, tightest, type IncidentRow } from '../data/rows.ts'
import { needsForm, VerbDialog } from '../forms/verb-dialog.tsx'
import { Fault } from '../parts/fault.tsx'
import { IncidentState, TightestClock, WithWhom } from '../parts/incident-cells.tsx'
import { FilterAdder } from './filter-adder.tsx'
import { chipsOf, idsIn, sortWords, standardViews, viewAddress, viewOf, type Filters } from './incident-views.ts'

/** Verbs of the bar over the foot, by their keys on a record. */
const bulkVerbs = ['acknowledge', 'assign', 'take', 'prioritize', 'tag', 'resolve'] as const

export function Incidents() {
  const search = useSearch({ strict: false }) as Filters
  const { navigate } = useViewer()
  const cache = useQueryClient()
  const me = useMe().data
  const isClient = me !== undefined && clients.includes(me.role)
  const filters: Filters = useMemo(() => (Object.keys(search).length === 0 ? standardViews[0]?.filters ?? {} : search), [search])
  const sketch = useDescription().data?.find('incidents')
  const list = useGrowingList<IncidentRow>('incidents', filters)
  const wanted = useMemo(() => idsIn(filters, sketch), [filters, sketch])
  const directory = useDirectory(list.titles, wanted)
  const savedRows = useList('views', { of: 'incidents', limit: 50, state: 'kept' }, !isClient).data?.items
  const saved = useMemo(() => (savedRows ?? []).map((v) => ({ id: v.id, label: String(v['name']), filters: Object.fromEntries(new URLSearchParams(String(v['query'] ?? ''))) })), [savedRows])
  const columns = useMemo(() => columnsOf(sketch, directory), [sketch, directory])
  const current = viewOf(filters, saved)

  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [focused, setFocused] = useState<IncidentRow | null>(null)
  const [verb, setVerb] = useState<VerbSketch | null>(null)
  const [result, setResult] = useState<{ done: number; refused: readonly string[] } | null>(null)
  const [isAdding, setAdding] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const targets = chosen.size > 0 ? [...chosen] : focused ? [focused.id] : []

  const put = (change: Readonly<Record<string, string | undefined>>): void => {
    const next: Record<string, string> = {}
    for (const [k, v] of Object.entries({ ...filters, ...change })) if (v !== undefined && v !== '') next[k] = v
    navigate(viewAddress(Object.keys(next).length === 0 ? { sort: '-createdAt' } : next))
  }
  const run = async (name: string, input: Readonly<Record<string, unknown>>): Promise<void> => {
    const { results } = await client.bulk('incidents', targets, name, input)
    const refused = results.filter((r) => !r.ok).map((r) => `${list.rows.find((row) => row.id === r.id)?.number ?? r.id}: ${r.detail ?? 'refused'}`)
    const done = results.length - refused.length
    if (targets.length > 1 || refused.length > 0) setResult({ done, refused })
    else notifications.show({ message: `${sketch?.verbs.find((v) => v.name === name)?.label ?? name}: done.` })
    setChosen(new Set())
    await dropRecords(cache, 'incidents')
  }
  const start = (name: string): void => {
    const found = sketch?.verbs.find((v) => v.name === name)
    if (!found || !sketch || targets.length === 0) return
    setResult(null)
    if (needsForm(sketch, found)) setVerb(found)
    else void run(name, {}).catch((error: unknown) => setResult({ done: 0, refused: [sentenceOf(error)] }))
  }
  const offered = bulkVerbs.flatMap((name) => {
    const v = sketch?.verbs.find((one) => one.name === name)
    return v && me && (v.by.length === 0 || v.by.includes(me.role)) ? [{ label: v.label, run: () => start(name), ...(v.key === null ? {} : { keys: v.key.toUpperCase() }) }] : []
  })
  useKeys('On the row in focus', offered.flatMap((v) => ('keys' in v && v.keys !== undefined ? [{ keys: v.keys, label: v.label.toLowerCase(), run: () => (targets.length === 0 ? false : v.run()) }] : [])), { isOff: chosen.size > 0 })
  useKeys('Incidents', [{ keys: 'F', label: 'filter', run: () => setAdding(true) }])

  const sort = filters['sort'] ?? '-createdAt'
  const make = <Button variant="filled" leftSection={<IconPlus aria-hidden="true" />} onClick={() => navigate('/incidents/new')}>New incident</Button>
  const frame = useTimeFrame(60)
  const tones = list.rows.map((r) => { const t = tightest(r); return t === null ? 'none' : clockView(clockFacts(t), frame).tone })
  const soon = tones.filter((t) => t === 'soon').length
  const over = tones.filter((t) => t === 'over').length
  const paused = list.rows.filter((r) => r.state === 'pending').length
  return (
    <Page
      crumbs={[{ label: 'Incidents' }]} form="fill" phoneActions={make}
      actions={<><Button component="a" href={`/api/incidents/export${queryOf({ ...filters, format: 'csv' })}`} download leftSection={<IconDownload aria-hidden="true" />}>Export</Button>{make}</>}
    >
      <ViewTabs
        label="Views" current={current ?? ''} onSave={current === null && !isClient ? () => setSaving(true) : undefined}
        tabs={[...standardViews.filter((v) => !isClient || !['mine', 'teams', 'unassigned'].includes(v.id)), ...saved].map((v, i) => ({ id: v.id, label: v.label, href: viewAddress(v.filters), ...(i === 0 ? { icon: IconStar } : {}), count: v.id === current ? list.total : undefined }))}
      />
      <FilterChips
        chips={chipsOf(filters, sketch, directory)} onRemove={(id) => put({ [id]: undefined })} isAdding={isAdding} onAdding={setAdding}
        adder={sketch && <FilterAdder sketch={sketch} onAdd={(name, value) => { setAdding(false); put({ [name]: value }) }} />}
        trail={<SaidSetting label="Sort">{sortWords(sort)}</SaidSetting>}
      />
      {list.error ? <Fault error={list.error} retry={list.retry} /> : (
        <DataTable
          label={`Incidents, ${sortWords(sort)}`} columns={columns} rows={list.rows} keyOf={(row) => row.id} viewKey={JSON.stringify(filters)} total={list.total} onMore={list.onMore} isLoading={list.isLoading}
          chosen={chosen} onChoose={(next) => { setChosen(next); setResult(null) }} onFocusRow={setFocused} onOpen={(row) => navigate(`/incidents/${row.number}`)} hrefOf={(row) => `/incidents/${row.number}`}
          sort={readSort(sort)} onSort={(s) => put({ sort: `${s.isDescending ? '-' : ''}${s.by}` })} isQuiet={(row) => row.state === 'closed' || row.state === 'cancelled'}
          phone={(row) => ({ lead: <Priority value={priorityOf(row.priority)} />, title: row.title, note: `${row.number}${row.serviceId ? ` · ${directory.name(row.serviceId) ?? ''}` : ''}`, trail: <TightestClock row={row} size="phone" /> })}
          empty={current === 'open' || (filters['group'] === undefined && !search['q'])
            ? <EmptyState title="Nothing is open" why="Incidents come from alerts by themselves, and from people who report them. Each lands on its service with a clock."><div className="ek-row">{make}<Button onClick={() => navigate('/settings/ways-in')}>Let alerts in</Button></div></EmptyState>
            : <EmptyState title="No incident fits these filters" why="Take one away, or look at all that are open."><Button onClick={() => navigate('/incidents')}>Show all open</Button></EmptyState>}
          bulk={<BulkBar chosen={chosen.size} verbs={offered} onClear={() => setChosen(new Set())} result={result && <BulkResult done={result.done} refused={result.refused} />} />}
          foot={<KeyHints
            counts={[counted(list.total ?? list.rows.length, 'incident'), `${over} past its time, ${soon} soon, ${paused} waiting`]}
            hints={[[['J', 'K'], 'move'], [['X'], 'choose'], [['Enter'], 'open'], [['A'], 'assign'], [['E'], 'acknowledge'], [['?'], 'all keys']]}
          />}
        />
      )}
      {verb && sketch && (
        <VerbDialog sketch={sketch} verb={verb} row={chosen.size === 0 && focused ? focused : {}} what={targets.length === 1 ? list.rows.find((r) => r.id === targets[0])?.number ?? '' : counted(targets.length, 'incident')}
          onDo={(input) => run(verb.name, input)} onClose={() => setVerb(null)} />
      )}
      {isSaving && <SaveView filters={filters} onClose={() => setSaving(false)} />}
    </Page>
  )
}

const readSort = (sort: string): Sort => ({ by: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') })

function columnsOf(sketch: RecordSketch | undefined, directory: Directory): readonly Column<IncidentRow>[] {
  const label = (state: string): string => sketch?.states.find((s) => s.name === state)?.label ?? state
  return [
    { id: 'priority', head: '', label: 'Priority', width: 52, sortBy: 'priority', render: (row) => <Priority value={priorityOf(row.priority)} />, watch: (row) => row.priority },
    { id: 'number', head: 'Number', width: 84, sortBy: 'number', render: (row) => <span className="ek-id">{row.number}</span> },
    { id: 'title', head: 'What is wrong', width: 'minmax(180px, 1fr)', render: (row) => <span className="ek-row" style={{ gap: 6 }}>{row.isMajor && <Tag tone="solid">Major</Tag>}<span className="ek-clip ek-strong" title={row.title}>{row.title}</span></span> },
    { id: 'service', head: 'Service', width: 160, render: (row) => <span className="ek-clip ek-2">{directory.name(row.serviceId) ?? <span className="ek-warn">no service yet</span>}</span> },
    { id: 'state', head: 'State', width: 168, sortBy: 'state', render: (row) => <IncidentState row={row} label={label(row.state)} />, watch: (row) => row.state },
    { id: 'with', head: 'With', width: 180, render: (row) => <WithWhom row={row} directory={directory} />, watch: (row) => row.assigneeId },
    { id: 'due', head: 'Time left', width: 178, sortBy: 'due', render: (row) => <TightestClock row={row} /> },
    { id: 'updatedAt', head: 'Last news', width: 78, align: 'end', sortBy: 'updatedAt', render: (row) => <Time at={row.updatedAt} className="ek-3" />, watch: (row) => row.updatedAt },
  ]
}

function SaveView({ filters, onClose }: { filters: Filters; onClose: () => void }) {
  const cache = useQueryClient()
  const [name, setName] = useState('')
  const [audience, setAudience] = useState('me')
  const [fault, setFault] = useState<string | null>(null)
  const save = async (): Promise<void> => {
    try {
      await client.create('views', { name, of: 'incidents', query: new URLSearchParams(filters).toString(), audience })
      await dropRecords(cache, 'views')
      onClose()
    } catch (error) {
      setFault(sentenceOf(error))
    }
  }
  return (
    <Modal opened onClose={onClose} title="Save this view">
      <form style={{ display: 'grid', gap: 14 }} onSubmit={(e) => { e.preventDefault(); void save() }}>
        <TextInput label="Name" required data-autofocus value={name} onChange={(e) => setName(e.currentTarget.value)} error={fault} />
        <Select label="For" data={[{ value: 'me', label: 'Only me' }, { value: 'everybody', label: 'Everybody here' }]} value={audience} onChange={(v) => v && setAudience(v)} />
        <div><Button type="submit" variant="filled">Save the view</Button></div>
      </form>
    </Modal>
  )
}
