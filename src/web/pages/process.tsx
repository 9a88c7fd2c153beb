/** What really happens to incidents: the map of their states, former states or teams, with times, loops, ways, and how they fit our lifecycle. */
import { Button, SegmentedControl, Select, Slider, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import type { ProcessAnswer, ProcessAsked, ProcessPart } from '../../client/process.ts'
import { queryOf } from '../../client/transport.ts'
import { elapsed, spoken } from '../../kit/format-time.ts'
import { count, counted, percent } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { PageHead, Rail } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { RecordSelect } from '../forms/record-select.tsx'
import { Fault } from '../parts/fault.tsx'
import { askedOf, firstPaths, MOST_DRAWN, nameOf, noPart, partOf, partOfStep, type Search, stepsOf, verdictOf } from './process-ask.ts'
import { ChosenPart } from './process-chosen.tsx'
import { connected, END, START, type MapStep } from './process-layout.ts'
import { Fit, Returns, StepList, Ways } from './process-lists.tsx'
import { ProcessMap, type NodeWords } from './process-map.tsx'
import css from './process.module.css'

const views = [{ value: 'state', label: 'States' }, { value: 'team', label: 'Teams' }, { value: 'source', label: 'Former states' }]
const figures = [{ value: 'count', label: 'How often' }, { value: 'median', label: 'Half within' }, { value: 'p90', label: '9 of 10 within' }]
const questionNames = ['since', 'until', 'serviceId', 'teamId', 'orgId', 'priority'] as const

export function Process() {
  const search = useSearch({ strict: false }) as Search
  const { navigate, zone = Intl.DateTimeFormat().resolvedOptions().timeZone } = useViewer()
  const asked = useMemo(() => askedOf(search, zone), [search, zone])
  const answer = useQuery({ queryKey: ['process', asked], queryFn: () => client.process(asked), placeholderData: keepPreviousData, staleTime: 60_000 })
  const part = partOf(search)
  const isNarrow = useMediaQuery('(max-width: 960px)', false, { getInitialValueInEffect: false })
  const put = (change: Readonly<Record<string, string | undefined>>): void => navigate(`/process${queryOf({ ...search, ...change })}`)
  const open = (what: ProcessPart): void => put({ ...noPart, ...(isSame(part, what) ? {} : what) })
  const chosen = part && answer.data ? <ChosenPart key={JSON.stringify(part)} answer={answer.data} asked={asked} part={part} onClose={() => put(noPart)} /> : null
  useShowChosen(isNarrow ? JSON.stringify(part) : null)
  return (
    <Page crumbs={[{ label: 'Process' }]} {...(chosen && !isNarrow ? { rail: <Rail>{chosen}</Rail>, railLabel: 'The chosen part' } : {})}>
      <PageHead title={answer.data ? verdictOf(answer.data) : 'What really happens to incidents'} note={answer.data && answer.data.cases > 0 ? saidOf(answer.data, asked) : undefined} />
      <Filters search={search} put={put} />
      {answer.error ? <Fault error={answer.error} retry={() => void answer.refetch()} /> : answer.isPending ? <LoadingRows rows={12} /> : answer.data.cases === 0 ? <Nothing search={search} />
        : <Shown answer={answer.data} search={search} part={part} put={put} open={open} below={isNarrow ? chosen : null} />}
    </Page>
  )
}

const isSame = (a: ProcessPart | null, b: ProcessPart): boolean => a !== null && JSON.stringify(a) === JSON.stringify(b)

/** Where there is no rail, what was chosen stands below the map: it is scrolled to and gets the focus. */
function useShowChosen(part: string | null): void {
  useEffect(() => {
    if (part === null || part === 'null') return
    const heading = document.querySelector<HTMLElement>('[data-chosen-part]')
    heading?.scrollIntoView({ block: 'center' })
    heading?.focus({ preventScroll: true })
  }, [part])
}

function saidOf(answer: ProcessAnswer, asked: ProcessAsked): string {
  const when = asked.from === undefined && asked.to === undefined ? '' : ' opened in this time'
  const all = answer.isCut ? `the ${count(answer.cases)} opened last of ${counted(answer.matching, 'incident')}${when}` : `${counted(answer.cases, 'incident')}${when}`
  return `${all}, ${counted(answer.events, 'step')}. ${asked.view === 'team' ? 'Only those that had a team; the picture shows what went from one to another.' : 'Entries that change no state are left out.'}`
}

function Filters({ search, put }: { search: Search; put: (change: Readonly<Record<string, string | undefined>>) => void }) {
  const set = (name: string) => (value: string | null): void => put({ ...noPart, [name]: value ?? undefined })
  const isAsked = questionNames.some((n) => search[n] !== undefined)
  const isPhone = useMediaQuery('(max-width: 600px)', false, { getInitialValueInEffect: false })
  const [isShown, setShown] = useState(false)
  return (
    <div className={css.filters} role="search" aria-label="Which incidents">
      <div style={{ flexBasis: 'auto' }}><SegmentedControl data={views} value={search['view'] ?? 'state'} onChange={(v) => put({ ...noPart, paths: undefined, view: v === 'state' ? undefined : v })} aria-label="What the map is made of" /></div>
      {isPhone && <Button onClick={() => setShown(!isShown)} aria-expanded={isShown}>{isAsked ? 'Filters, some set' : 'Filters'}</Button>}
      {(!isPhone || isShown) && (
        <>
          <TextInput w={142} label="Opened from" type="date" value={search['since'] ?? ''} max={search['until']} onChange={(e) => set('since')(e.currentTarget.value || null)} />
          <TextInput w={142} label="to" type="date" value={search['until'] ?? ''} min={search['since']} onChange={(e) => set('until')(e.currentTarget.value || null)} />
          <div style={{ width: 150 }}><RecordSelect label="Service" to="service" value={search['serviceId'] ?? null} onChange={set('serviceId')} placeholder="any" /></div>
          <div style={{ width: 150 }}><RecordSelect label="A team that had it" to="team" value={search['teamId'] ?? null} onChange={set('teamId')} placeholder="any" /></div>
          <div style={{ width: 150 }}><RecordSelect label="Customer" to="organization" value={search['orgId'] ?? null} onChange={set('orgId')} placeholder="any" /></div>
          <Select w={96} label="Priority" data={[1, 2, 3, 4, 5].map((p) => ({ value: String(p), label: `P${p}` }))} value={search['priority'] ?? null} onChange={set('priority')} clearable placeholder="any" />
        </>
      )}
      {isAsked && <Button variant="subtle" onClick={() => put({ ...noPart, ...Object.fromEntries(questionNames.map((n) => [n, undefined])) })}>Show all</Button>}
    </div>
  )
}

function Nothing({ search }: { search: Search }) {
  if (questionNames.some((n) => search[n] !== undefined)) return <EmptyState title="No incident fits" why="None was opened in this time with this service, team, customer and priority."><Link href={`/process${queryOf({ view: search['view'] })}`}>Show all</Link></EmptyState>
  return (
    <EmptyState title={search['view'] === 'source' ? 'Nothing came from a former system' : 'Nothing to draw yet'} why="The map shows which state or team followed which, how often, and how long it took. It draws itself from the journal as soon as there are incidents.">
      <Link href="/imports/new">Bring your history in</Link>
    </EmptyState>
  )
}

interface ShownProps {
  readonly answer: ProcessAnswer
  readonly search: Search
  readonly part: ProcessPart | null
  readonly put: (change: Readonly<Record<string, string | undefined>>) => void
  readonly open: (part: ProcessPart) => void
  readonly below: React.ReactNode
}

function Shown({ answer, search, part, put, open, below }: ShownProps) {
  const isPhone = useMediaQuery('(max-width: 600px)', false, { getInitialValueInEffect: false })
  const all = useMemo(() => stepsOf(answer), [answer])
  const most = Math.min(all.length, MOST_DRAWN)
  const kept = Math.min(most, Math.max(1, Number(search['paths']) || firstPaths(all)))
  const [dragged, setDragged] = useState<number | null>(null)
  const k = Math.min(most, dragged ?? kept)
  const steps = useMemo(() => connected(all, k), [all, k])
  const unforeseen = useMemo(() => new Set(answer.conformance?.deviations.map((d) => `${d.from ?? START} ${d.to}`)), [answer])
  const isUnforeseen = (s: MapStep): boolean => unforeseen.has(`${s.from} ${s.to}`)
  const isOpen = (what: ProcessPart): boolean => isSame(part, what)
  const figure = search['show'] === 'median' || search['show'] === 'p90' ? search['show'] : 'count'
  const isList = isPhone || search['as'] === 'list'
  const shown = steps.reduce((sum, s) => sum + s.count, 0) / Math.max(1, all.reduce((sum, s) => sum + s.count, 0))
  return (
    <>
      <div className={css.dials}>
        <div className={css.slider}>
          <span id="paths-words" className="ek-nowrap">Paths</span>
          <Slider
            size="sm" min={1} max={most} value={k} onChange={setDragged} onChangeEnd={(v) => { setDragged(null); put({ paths: String(v) }) }} label={null} disabled={most < 2} color="var(--ek-accent)"
            thumbProps={{ 'aria-labelledby': 'paths-words', 'aria-valuetext': `${steps.length} of ${all.length} paths` }}
          />
          <span className="ek-nowrap ek-num" style={{ minWidth: 150 }}>{steps.length === all.length ? `all ${all.length}` : `${steps.length} of ${all.length}`}, {percent(shown)} of {answer.view === 'team' ? 'handovers' : 'moves'}</span>
        </div>
        {!isList && <SegmentedControl data={figures} value={figure} onChange={(v) => put({ show: v === 'count' ? undefined : v })} aria-label="What stands on the arrows" />}
        {!isPhone && <SegmentedControl data={[{ value: 'map', label: 'Map' }, { value: 'list', label: 'List' }]} value={isList ? 'list' : 'map'} onChange={(v) => put({ as: v === 'map' ? undefined : v })} aria-label="As a map or as a list" />}
      </div>
      {isList ? <StepList answer={answer} steps={steps} isUnforeseen={isUnforeseen} isChosen={isOpen} onOpen={open} /> : (
        <>
          <ProcessMap
            label="Map of what happens to incidents, from left to right" steps={steps} words={wordsOf(answer)} figure={figure} isUnforeseen={isUnforeseen}
            isChosen={(what) => isOpen(typeof what === 'string' ? { at: what } : partOfStep(what))} onOpen={(what) => open(typeof what === 'string' ? { at: what } : partOfStep(what))}
          />
          <Legend hasUnforeseen={steps.some(isUnforeseen)} />
        </>
      )}
      {below && <div className={css.below}>{below}</div>}
      <div className={css.columns}>
        <Ways answer={answer} isChosen={isOpen} onOpen={open} />
        <div>
          <Fit answer={answer} isChosen={isOpen} onOpen={open} />
          <Returns answer={answer} isChosen={isOpen} onOpen={open} />
        </div>
      </div>
    </>
  )
}

/** What is written in each node; how long it stayed only where most went on. */
const wordsOf = (answer: ProcessAnswer) => {
  const byName = new Map(answer.activities.map((a) => [a.activity, a]))
  return (id: string): NodeWords => {
    const node = byName.get(id)
    const part = (node?.cases ?? 0) / Math.max(1, answer.cases)
    const stay = node && node.medianSeconds !== null && node.ends * 2 < node.events ? `, ${elapsed(node.medianSeconds)}` : ''
    const spent = stay === '' || node?.medianSeconds == null ? '' : `, half of them left within ${spoken(node.medianSeconds)}`
    return { name: nameOf(answer, id), spoken: `${nameOf(answer, id)}: ${counted(node?.cases ?? 0, 'incident')}${spent}`, note: id === START || id === END ? '' : `${count(node?.cases ?? 0)}${stay}`, depth: part >= 0.65 ? 3 : part >= 0.4 ? 2 : part >= 0.2 ? 1 : 0 }
  }
}

function Legend({ hasUnforeseen }: { hasUnforeseen: boolean }) {
  const line = (kind: string) => <svg className={css.arrow} data-kind={kind} aria-hidden="true"><path d="M0 5H20" className={css.line} strokeWidth="2" /><path d="M19 1.5L26 5L19 8.5Z" className={css.head} /></svg>
  return (
    <div className={css.legend}>
      <span>In a node: how many incidents came there, and within which time half of them left. Deeper ground: more of all.</span>
      <span>{line('on')}goes on; the wider, the more often</span>
      <span>{line('back')}goes back</span>
      {hasUnforeseen && <span>{line('unforeseen')}our lifecycle does not know it</span>}
    </div>
  )
}
