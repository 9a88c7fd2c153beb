/** Work the queue: which one first? */
import { Button } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { IconDownload, IconPlus, IconStar } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import { clients } from '../../model/actor.ts'
import type { VerbSketch } from '../../client/shapes.ts'
import { queryOf } from '../../client/transport.ts'
import { clockView } from '../../kit/clock-view.ts'
import { BulkBar } from '../../kit/bulk-bar.tsx'
import { DataTable, type Sort } from '../../kit/data-table.tsx'
import { FilterChips, SaidSetting, ViewTabs } from '../../kit/filter-chips.tsx'
import { counted } from '../../kit/format.ts'
import { KeyHints } from '../../kit/key-hints.tsx'
import { Page } from '../../kit/page.tsx'
import { EmptyState } from '../../kit/states.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { useTimeFrame, useViewer } from '../../kit/viewer.tsx'
import { countWords } from '../data/count-words.ts'
import { useDirectory } from '../data/directory.ts'
import { beginsWith } from '../data/personal.ts'
import { useDescription, useGrowingList, useMe } from '../data/queries.ts'
import { clockFacts, tightest, type IncidentRow } from '../data/rows.ts'
import { needsForm, VerbDialog } from '../forms/verb-dialog.tsx'
import { Fault } from '../parts/fault.tsx'
import { FindField } from '../parts/find-field.tsx'
import { IncidentPeek } from '../parts/incident-peek.tsx'
import { SavedViewMenu, SaveViewDialog, useSavedViews } from '../parts/saved-views.tsx'
import { useBulk } from '../parts/use-bulk.tsx'
import { FilterAdder } from './filter-adder.tsx'
import { columnsOf, phoneRow } from './incident-columns.tsx'
import { chipsOf, idsIn, sortWords, standardViews, viewAddress, viewOf, type Filters } from './incident-views.ts'

/** Verbs of the bar over the foot, by their keys on a record. */
const bulkVerbs = ['acknowledge', 'assign', 'take', 'prioritize', 'tag', 'resolve'] as const

export function Incidents() {
  const search = useSearch({ strict: false }) as Filters
  const { navigate } = useViewer()
  const me = useMe().data
  const isClient = me !== undefined && clients.includes(me.role)
  const saved = useSavedViews('incidents', !isClient)
  const views = useMemo(() => standardViews.filter((v) => !isClient || !v.isForStaff), [isClient])
  const first = [...views, ...saved].find((v) => v.id === beginsWith('incidents')) ?? views[0]
  const filters: Filters = useMemo(() => (Object.keys(search).length === 0 ? first?.filters ?? {} : search), [search, first])
  const sketch = useDescription().data?.find('incidents')
  const list = useGrowingList<IncidentRow>('incidents', filters)
  const wanted = useMemo(() => idsIn(filters, sketch), [filters, sketch])
  const directory = useDirectory(list.titles, wanted)
  const columns = useMemo(() => columnsOf(sketch, directory, isClient), [sketch, directory, isClient])
  const current = viewOf(filters, saved)

  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [focused, setFocused] = useState<IncidentRow | null>(null)
  const [verb, setVerb] = useState<{ verb: VerbSketch; rows: readonly IncidentRow[] } | null>(null)
  const [isAdding, setAdding] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const [isPeeking, setPeeking] = useState(false)
  const bulk = useBulk(sketch)
  const find = useRef<HTMLInputElement>(null)
  const targets = chosen.size > 0 ? list.rows.filter((r) => chosen.has(r.id)) : focused ? [focused] : []
  const peeked = isPeeking && focused ? list.rows.find((r) => r.id === focused.id) ?? focused : null

  const put = (change: Readonly<Record<string, string | undefined>>): void => {
    const next: Record<string, string> = {}
    for (const [k, v] of Object.entries({ ...filters, ...change })) if (v !== undefined && v !== '') next[k] = v
    navigate(viewAddress(Object.keys(next).length === 0 ? { sort: '-createdAt' } : next))
  }
  const run = async (rows: readonly IncidentRow[], name: string, input: Readonly<Record<string, unknown>>): Promise<void> => {
    setChosen(new Set())
    await bulk.run(rows, name, input)
  }
  const start = (name: string): void => {
    const found = sketch?.verbs.find((v) => v.name === name)
    if (!found || !sketch || targets.length === 0 || bulk.isBusy) return
    bulk.forget()
    if (needsForm(sketch, found)) setVerb({ verb: found, rows: targets })
    else void run(targets, name, {})
  }
  /** Why a verb does not hold for all of them: `1 of 3 is resolved`. */
  const refusalOf = (v: VerbSketch): string | undefined => {
    const wrong = targets.filter((r) => v.from !== null && !v.from.includes(r.state))
    if (wrong.length === 0) return undefined
    const state = sketch?.states.find((s) => s.name === wrong[0]?.state)?.label.toLowerCase() ?? ''
    return targets.length === 1 ? `it is ${state}` : `${wrong.length} of ${targets.length} ${wrong.length === 1 ? 'is' : 'are'} ${state}`
  }
  const offered = bulkVerbs.flatMap((name) => {
    const v = sketch?.verbs.find((one) => one.name === name)
    if (!v || !me || (v.by.length > 0 && !v.by.includes(me.role))) return []
    const refusedBecause = refusalOf(v)
    return [{ label: v.label, run: () => start(name), ...(v.key === null ? {} : { keys: v.key.toUpperCase() }), ...(refusedBecause === undefined ? {} : { refusedBecause }) }]
  })
  useKeys('On the row in focus', offered.flatMap((v) => ('keys' in v && v.keys !== undefined ? [{ keys: v.keys, label: v.label.toLowerCase(), run: () => (targets.length === 0 ? false : v.run()), refusedBecause: targets.length === 0 ? undefined : v.refusedBecause }] : [])), { isOff: chosen.size > 0 })
  useKeys('Incidents', [
    { keys: 'F', label: 'filter', run: () => setAdding(true) },
    { keys: '/', label: 'find in these', run: () => find.current?.focus() },
    ...(isPeeking ? [{ keys: 'Esc', label: 'close the peek', run: () => (chosen.size > 0 ? false : setPeeking(false)) }] : []),
  ])

  const sort = filters['sort'] ?? '-createdAt'
  const make = me?.role === 'auditor' ? null : <Button variant="filled" leftSection={<IconPlus aria-hidden="true" />} onClick={() => navigate('/incidents/new')}>New incident</Button>
  const frame = useTimeFrame(60)
  const tones = list.rows.map((r) => { const t = tightest(r); return t === null ? 'none' : clockView(clockFacts(t), frame).tone })
  const [over, soon] = [tones.filter((t) => t === 'over').length, tones.filter((t) => t === 'soon').length]
  const paused = list.rows.filter((r) => r.state === 'pending').length
  const tabs = [...views, ...saved].map((v, i) => ({ id: v.id, label: v.label, href: viewAddress(v.filters), ...(i === 0 ? { icon: IconStar } : {}), count: v.id === current ? list.total === undefined ? undefined : countWords(list.total) : undefined }))
  const currentTab = tabs.find((t) => t.id === current)
  return (
    <Page
      crumbs={[{ label: 'Incidents' }]} form="fill" phoneActions={make} railLabel="Peek"
      {...(peeked && sketch ? { rail: <IncidentPeek key={peeked.id} row={peeked} sketch={sketch} directory={directory} isClient={isClient} /> } : {})}
      actions={<><Button component="a" href={`/api/incidents/export${queryOf({ ...filters, format: 'csv' })}`} download leftSection={<IconDownload aria-hidden="true" />}>Export</Button>{make}</>}
    >
      <ViewTabs
        label="Views" current={current ?? ''} onSave={current === null && !isClient ? () => setSaving(true) : undefined} tabs={tabs}
        trail={<SavedViewMenu key={current} of="incidents" current={currentTab ?? null} saved={saved.find((v) => v.id === current) ?? null} />}
      />
      <FilterChips
        chips={chipsOf(filters, sketch, directory)} onRemove={(id) => put({ [id]: undefined })} isAdding={isAdding} onAdding={setAdding}
        adder={sketch && <FilterAdder sketch={sketch} onAdd={(name, value) => { setAdding(false); put({ [name]: value }) }} />}
        trail={<><FindField key={filters['q'] ?? ''} field={find} words={filters['q'] ?? ''} onFind={(q) => put({ q })} /><SaidSetting label="Sort">{sortWords(sort)}</SaidSetting></>}
      />
      {list.error ? <Fault error={list.error} retry={list.retry} /> : (
        <DataTable
          label={`Incidents, ${sortWords(sort)}`} columns={columns} rows={list.rows} keyOf={(row) => row.id} viewKey={JSON.stringify(filters)} total={list.total} onMore={list.onMore} isLoading={list.isLoading}
          {...(offered.length > 0 ? { chosen, onChoose: (next: ReadonlySet<string>) => { setChosen(next); bulk.forget() } } : {})}
          onFocusRow={setFocused} onPeek={() => setPeeking(!isPeeking)} onOpen={(row) => navigate(`/incidents/${row.number}`)} hrefOf={(row) => `/incidents/${row.number}`}
          sort={readSort(sort)} onSort={(s) => put({ sort: `${s.isDescending ? '-' : ''}${s.by}` })} isQuiet={(row) => row.state === 'closed' || row.state === 'cancelled'} phone={(row) => phoneRow(row, directory)}
          empty={Object.keys(filters).every((name) => name === 'group' || name === 'sort') && filters['group'] !== 'done' && filters['group'] !== 'waiting'
            ? <EmptyState title="Nothing is open" why={isClient ? 'What you report stands here until it is restored, with the time by which that was promised.' : 'Incidents come from alerts by themselves, and from people who report them. Each lands on its service with a clock.'}><div className="ek-row">{make}{!isClient && <Button onClick={() => navigate('/settings/ways-in')}>Let alerts in</Button>}</div></EmptyState>
            : <EmptyState title="No incident fits these filters" why="Take one away, or look at all that are open."><Button onClick={() => navigate('/incidents?group=active&sort=due')}>Show all open</Button></EmptyState>}
          bulk={<BulkBar chosen={chosen.size} verbs={offered} onClear={() => setChosen(new Set())} result={bulk.shown} />}
          foot={<KeyHints
            counts={[counted(list.total ?? list.rows.length, 'incident'), `${over} past ${over === 1 ? 'its' : 'their'} time, ${soon} soon, ${paused} waiting${list.onMore ? ', of those loaded' : ''}`]}
            hints={[[['J', 'K'], 'move'], [['Space'], 'peek'], [['Enter'], 'open'], ...(offered.length > 0 ? [[['X'], 'choose'] as const, [['A'], 'assign'] as const] : []), [['?'], 'all keys']]}
          />}
        />
      )}
      {verb && sketch && (
        <VerbDialog sketch={sketch} verb={verb.verb} row={verb.rows.length === 1 ? list.rows.find((r) => r.id === verb.rows[0]?.id) ?? verb.rows[0] ?? {} : {}} what={verb.rows.length === 1 ? verb.rows[0]?.number ?? '' : counted(verb.rows.length, 'incident')}
          onDo={(input) => { void run(verb.rows, verb.verb.name, input); return Promise.resolve() }} onClose={() => setVerb(null)} />
      )}
      {isSaving && <SaveViewDialog of="incidents" filters={filters} onClose={() => setSaving(false)} />}
    </Page>
  )
}

const readSort = (sort: string): Sort => ({ by: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') })
