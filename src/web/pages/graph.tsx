/** What stands on what: one thing in the middle, levels up and down, as of any moment; groups where there are too many, the way to the chosen one as the reason. */
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo, useRef } from 'react'
import type { Around } from '../../client/graph.ts'
import { queryOf } from '../../client/transport.ts'
import { dayAndTime } from '../../kit/format-time.ts'
import { counted } from '../../kit/format.ts'
import { GraphMap } from '../../kit/graph-map.tsx'
import { graphSvg } from '../../kit/graph-svg.ts'
import { Link } from '../../kit/link.tsx'
import { now } from '../../kit/now.ts'
import { Page } from '../../kit/page.tsx'
import { PageHead } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { coloursOf } from '../charts/looks.ts'
import { saveText } from '../charts/save-image.ts'
import { listAddress } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { useWorkOn } from '../data/work-on.ts'
import { Fault } from '../parts/fault.tsx'
import { Unread } from '../parts/unread.tsx'
import { askedOf, lookOf, openText, type GraphLook, type Search } from './graph-ask.ts'
import { GraphBegin } from './graph-begin.tsx'
import { GraphDials } from './graph-dials.tsx'
import { factsOf, pictureOf, verdictOf, type GraphFacts, type WorkOn } from './graph-facts.ts'
import { GraphList } from './graph-list.tsx'
import { GraphRail, pageOf } from './graph-rail.tsx'
import css from './graph.module.css'

const nothingOpen: WorkOn = new Map()

export function Graph() {
  const search = useSearch({ strict: false }) as Search
  const look = useMemo(() => lookOf(search), [search])
  const { navigate } = useViewer()
  const isPhone = useMediaQuery('(max-width: 600px)', false, { getInitialValueInEffect: false })
  const field = useRef<HTMLInputElement>(null)
  const answer = useQuery({
    queryKey: ['graph', 'around', look.focus, look.up, look.down, look.at], queryFn: ({ signal }) => client.around(askedOf(look, look.focus ?? ''), signal), enabled: look.focus !== null, placeholderData: keepPreviousData, staleTime: 15_000,
  })
  const put = (change: Readonly<Record<string, string | undefined>>): void => navigate(`/graph${queryOf({ ...search, ...change })}`)
  const facts = useMemo(() => (answer.data && look.focus !== null ? factsOf(answer.data, look, look.focus) : null), [answer.data, look])
  const open = useWorkOn()
  // What is open now says nothing of then.
  const work = look.at === null ? open.of : nothingOpen
  const isWorkKnown = look.at !== null || open.isKnown
  const isWorkCut = look.at === null && open.isCut
  const isList = isPhone || search['as'] === 'list'
  const onFocus = (id: string): void => put({ focus: id, chosen: undefined, open: undefined })
  const onChoose = (id: string): void => put({ chosen: id === look.chosen ? undefined : id })
  useKeys('The graph', [{ keys: '/', label: 'find a thing', run: () => field.current?.focus() }])
  const isChosen = facts !== null && look.chosen !== null && facts.byId.has(look.chosen)
  return (
    <Page
      crumbs={[{ label: 'Configuration' }]} actions={<Places />}
      {...(facts ? { rail: <GraphRail facts={facts} id={isChosen ? look.chosen ?? '' : facts.focus.id} work={work} isWorkKnown={isWorkKnown} isWorkCut={isWorkCut} isPast={look.at !== null} onFocus={onFocus} onChoose={onChoose} />, railLabel: 'The chosen thing' } : {})}
    >
      <PageHead title={facts ? verdictOf(facts, look, answer.data?.isCut === true) : 'What stands on what'} note={facts && answer.data ? <Said around={answer.data} facts={facts} look={look} /> : look.focus === null && 'Choose a thing: a machine, a database, a service, a person, a supplier.'} />
      <GraphDials look={look} isList={isList} isPhone={isPhone} field={field} put={put} />
      {facts && <Unread what="Read a while ago, and not again." error={answer.error} retry={() => void answer.refetch()} />}
      {facts && <Unread what="What is open now could not be read: no box is coloured for it." error={isWorkKnown ? null : open.error} retry={open.retry} />}
      {facts && isWorkCut && <p className="ek-small ek-warn" style={{ marginBottom: 8 }}>More incidents are open than are looked at here: a box may have more than it says.</p>}
      {look.focus === null ? <GraphBegin /> : answer.error && facts === null ? <Fault error={answer.error} retry={() => void answer.refetch()} /> : facts === null ? answer.isPending || answer.isPlaceholderData ? <LoadingRows rows={12} /> : <EmptyState title="It is not there" why="It may be another organization's, or it was never recorded."><Link href="/graph">Choose another</Link></EmptyState>
        : isList ? <GraphList facts={facts} work={work} isWorkKnown={isWorkKnown} isWorkCut={isWorkCut} chosen={look.chosen} onChoose={onChoose} /> : <Picture facts={facts} look={look} work={work} put={put} onFocus={onFocus} onChoose={onChoose} />}
    </Page>
  )
}

function Places() {
  const { navigate } = useViewer()
  return <><Button onClick={() => navigate('/graph/tonight')}>If this fails tonight</Button><Button onClick={() => navigate('/graph/orphans')}>Loose ends</Button><Button onClick={() => navigate(`${listAddress('discrepancies')}?state=raised`)}>Discrepancies</Button><Button onClick={() => navigate('/records/cis')}>All items</Button></>
}

function Said({ around, facts, look }: { around: Around; facts: GraphFacts; look: GraphLook }) {
  const { zone } = useViewer()
  const below = facts.leveled.filter((one) => one.level > 0).length
  return <>{look.down > 0 && `It stands on ${counted(below, 'thing')} within ${counted(look.down, 'step')}. `}{facts.focus.record === 'ci' && <><Link href={pageOf(facts.focus)}>What happens if it fails</Link>. </>}{look.at !== null && <>Relations as of {dayAndTime(look.at, zone)}, and states as the journal knows them for then; what is open now is not shown. </>}{around.isCut && <b className="ek-warn">Not all is shown: there is more than a page can hold.</b>}</>
}

interface PictureProps {
  readonly facts: GraphFacts
  readonly look: GraphLook
  readonly work: WorkOn
  readonly put: (change: Readonly<Record<string, string | undefined>>) => void
  readonly onFocus: (id: string) => void
  readonly onChoose: (id: string) => void
}

function Picture({ facts, look, work, put, onFocus, onChoose }: PictureProps) {
  const { zone } = useViewer()
  const picture = useMemo(() => pictureOf(facts, look, work), [facts, look, work])
  const open = (id: string): void => {
    const group = picture.groups.get(id)
    if (!group) onFocus(id)
    else if (group.isRest) put({ as: 'list' })
    else put({ open: openText(new Set([...look.openIds, id])) })
  }
  const save = (): void => {
    const c = coloursOf('light')
    saveText(graphSvg({ title: verdictOf(facts, look, false), note: look.at === null ? `As of ${dayAndTime(now(), zone)}` : `Relations as of ${dayAndTime(look.at, zone)}`, ...picture }, {
      surface: c.surface, band: c.canvas, ink: c.text, quiet: c['text-2'], line: c['line-control'], accent: c.accent, bad: c.bad, warn: c.warn, info: c.info,
    }), 'image/svg+xml', `${facts.focus.number}.svg`)
  }
  return (
    <>
      <GraphMap label={`What stands on ${facts.focus.name} and what it stands on, from top to bottom`} boxes={picture.boxes} lines={picture.lines} wordsOfRow={picture.wordsOfRow} chosen={look.chosen} onChoose={onChoose} onOpen={open} />
      <div className={css.foot}>
        <Legend />
        <Button size="xs" variant="subtle" onClick={save}>Save picture</Button>
        {look.openIds.size > 0 && <Button size="xs" variant="subtle" onClick={() => put({ open: undefined })}>Close the groups</Button>}
      </div>
    </>
  )
}

function Legend() {
  const line = (dash: string | undefined, way = false) => <svg className={css.sample} aria-hidden="true"><path d="M0 5H26" stroke={way ? 'var(--ek-accent)' : 'var(--ek-line-control)'} strokeWidth={way ? 2.6 : 1.4} {...(dash === undefined ? {} : { strokeDasharray: dash })} /></svg>
  return (
    <div className={css.legend}>
      <span>{line(undefined)}sure, from 75 %</span>
      <span>{line('6 3')}fading, from 40 %</span>
      <span>{line('1.5 3.5')}doubtful, below</span>
      <span><svg className={css.sample} aria-hidden="true"><path d="M0 5H20" stroke="var(--ek-line-control)" strokeWidth="1.4" /><circle cx="22" cy="5" r="3.2" fill="none" stroke="var(--ek-line-control)" strokeWidth="1.2" /></svg>one of several</span>
      <span>{line(undefined, true)}the way to the chosen one</span>
      <span>Arrow keys walk along relations, Enter puts a thing in the middle, / finds one.</span>
    </div>
  )
}
