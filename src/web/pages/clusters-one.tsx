/** One cluster: why these incidents are together, when they came, and what to decide: open a problem, take apart, put together, put aside. */
import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import type { ClusterIncident, ClusterStanding, OneCluster } from '../../client/clusters.ts'
import { CountBars } from '../../kit/bars.tsx'
import { BulkBar } from '../../kit/bulk-bar.tsx'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { count, counted } from '../../kit/format.ts'
import { KeyHints } from '../../kit/key-hints.tsx'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Facts, PageHead, Rail, Section } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { useDescription, useMe } from '../data/queries.ts'
import { Fault, FaultLine } from '../parts/fault.tsx'
import { Unread } from '../parts/unread.tsx'
import { StateOf } from '../parts/value.tsx'
import { type Decided, DecideDialog } from './clusters-decide.tsx'
import css from './clusters.module.css'
import { burstWords, costOf, costWhy, decisionWords, hurtWords, othersWords, sayingsWords, takesWords, trendWords } from './clusters-words.ts'
import { pricesSentence } from './problems-words.ts'

/** Clusters follow a decision within some seconds; until then the page looks again. */
const LOOK_AGAIN_MS = 1500
const LOOK_FOR_MS = 12_000

export function ClusterView() {
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string }
  const { navigate } = useViewer()
  const cache = useQueryClient()
  const me = useMe().data
  const role = me?.role
  const seesSeveral = me?.reach === 'all'
  const [isFollowing, setFollowing] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState<Decided | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const list = useInfiniteQuery({
    queryKey: ['list', 'clusters', 'one', id], initialPageParam: '', getNextPageParam: (last: OneCluster) => last.next, refetchInterval: isFollowing ? LOOK_AGAIN_MS : false,
    queryFn: ({ pageParam }) => client.cluster(id, { limit: 100, ...(pageParam === '' ? {} : { after: pageParam }) }), retry: false,
  })
  useEffect(() => {
    if (!isFollowing) return
    const timer = setTimeout(() => setFollowing(false), LOOK_FOR_MS)
    return () => clearTimeout(timer)
  }, [isFollowing])
  const cluster = list.data?.pages.at(-1)
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.incidents) ?? [], [list.data])
  const mayDecide = role !== undefined && role !== 'auditor'
  const chosenIds = rows.filter((r) => chosen.has(r.id)).map((r) => r.id)
  const again = async (): Promise<void> => { setChosen(new Set()); setFollowing(true); await cache.invalidateQueries({ queryKey: ['list', 'clusters'] }) }
  const openProblem = async (): Promise<void> => {
    setFault(null)
    try {
      const made = await client.openCluster(id, chosenIds.length > 0 ? { incidentIds: chosenIds } : {})
      await cache.invalidateQueries({ queryKey: ['list'] })
      navigate(`/problems/${made.number}`)
    } catch (thrown) { setFault(thrown) }
  }
  const orgId = cluster?.orgId ?? ''
  const problemId = cluster?.problemIds[0]
  const problem = problemId === undefined ? undefined : cluster?.titles[problemId]
  const hasProblem = problemId === undefined ? undefined : `${problem?.number ?? 'A problem'} is about it already`
  const splitRefusal = chosenIds.length === 0 ? 'Choose the incidents that are another trouble' : splitReason(rows, chosen)
  const anchor = splitRefusal === undefined ? rows.find((r) => !chosen.has(r.id))?.id ?? id : id
  useKeys('Cluster', cluster && mayDecide ? [
    { keys: 'O', label: 'open a problem', run: () => void openProblem(), refusedBecause: hasProblem },
    { keys: 'M', label: 'put together with another', run: () => setAsking({ orgId, kind: 'merge', anchorId: id, incidentIds: [] }) },
    { keys: 'N', label: 'no problem', run: () => setAsking({ orgId, kind: 'no_problem', anchorId: id, incidentIds: [] }) },
    { keys: 'Z', label: 'not now', run: () => setAsking({ orgId, kind: 'snooze', anchorId: id, incidentIds: [] }) },
  ] : [])
  const states = useDescription().data?.find('incidents')
  const columns = useMemo((): readonly Column<ClusterIncident>[] => [
    { id: 'number', head: 'Number', width: 92, render: (r) => <span className="ek-id">{r.number}</span> },
    { id: 'title', head: 'What is wrong', width: 'minmax(200px, 1fr)', render: (r) => r.title },
    { id: 'state', head: 'State', width: 130, dropBelow: 700, render: (r) => <StateOf sketch={states} row={{ state: r.state } as Parameters<typeof StateOf>[0]['row']} /> },
    { id: 'at', head: 'Opened', width: 120, align: 'end', render: (r) => <Time at={r.at} /> },
  ], [states])
  if (list.error && !cluster) return <Page crumbs={crumbs('')}><Fault error={list.error} retry={() => void list.refetch()} /></Page>
  if (!cluster) return <Page crumbs={crumbs('')}><LoadingRows /></Page>
  const others = ([['merge', 'Put together'], ['snooze', 'Not now'], ['no_problem', 'No problem']] as const).map(([kind, label]) => ({ label, run: () => setAsking({ orgId, kind, anchorId: id, incidentIds: [] }) }))
  const verbs = mayDecide && (
    <>
      <Button variant="filled" disabled={hasProblem !== undefined} title={hasProblem} onClick={() => void openProblem()}>Open a problem</Button>
      {others.map((o) => <Button key={o.label} onClick={o.run}>{o.label}</Button>)}
    </>
  )
  const phoneVerbs = mayDecide && (
    <Menu position="bottom-end">
      <Menu.Target><Button rightSection={<IconChevronDown aria-hidden="true" />}>Decide</Button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={hasProblem !== undefined} onClick={() => void openProblem()}>Open a problem</Menu.Item>
        {others.map((o) => <Menu.Item key={o.label} onClick={o.run}>{o.label}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  )
  return (
    <Page crumbs={crumbs(cluster.example)} form="fill" actions={verbs} phoneActions={phoneVerbs} railLabel="What shows it" rail={<Evidence cluster={cluster} onTakeBack={mayDecide ? async (d) => { setFault(null); await client.move('cluster-decisions', d.id, 'withdraw', {}, d.version).then(again, setFault) } : null} />}>
      <div className={css.head}><PageHead title={cluster.example} note={<>{counted(cluster.members, 'incident')}, {cluster.open} still open, since <Time at={cluster.firstAt} />{seesSeveral && <>, of {cluster.titles[cluster.orgId]?.title ?? 'another organization'}</>}.{othersWords(cluster) !== '' && ` It is named after the newest; others have other titles.`} {problem === undefined && takesWords(cluster.takes, cluster.members)}{problem !== undefined && problemId !== undefined && <> <Link href={`/problems/${problem.number}`}>{problem.number} {problem.title}</Link> is about it.</>}{isFollowing && <span role="status"> Your decision is being followed.</span>}</>} /><Unread what="Read a while ago, and not again." error={list.error} retry={() => void list.refetch()} /><FaultLine error={fault} /></div>
      <DataTable
        label="Incidents of the cluster, the newest first" columns={columns} rows={rows} keyOf={(r) => r.id} viewKey={id} total={cluster.members} onMore={list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : undefined}
        onOpen={(r) => navigate(`/incidents/${r.number}`)} hrefOf={(r) => `/incidents/${r.number}`} {...(mayDecide ? { chosen, onChoose: setChosen } : {})}
        phone={(r) => ({ title: r.title, note: r.number, trail: <Time at={r.at} /> })} empty={<EmptyState title="No incident here" />}
        bulk={mayDecide && <BulkBar chosen={chosen.size} onClear={() => setChosen(new Set())} verbs={[{ label: 'Take apart', keys: 'A', run: () => setAsking({ orgId, kind: 'split', anchorId: anchor, incidentIds: chosenIds }), refusedBecause: splitRefusal }, { label: 'Open a problem of these', run: () => void openProblem(), refusedBecause: hasProblem }]} />}
        foot={<KeyHints counts={[counted(cluster.members, 'incident')]} hints={[[['X'], 'choose'], [['A'], 'take apart'], [['M'], 'put together'], [['O'], 'open a problem'], [['?'], 'all keys']]} />}
      />
      {asking && <DecideDialog decided={asking} onClose={() => setAsking(null)} onDone={() => { setAsking(null); void again() }} />}
    </Page>
  )
}

const crumbs = (example: string) => [{ label: 'Problems', href: '/problems' }, { label: 'Clusters', href: '/clusters' }, ...(example === '' ? [] : [{ label: example }])]

/** Why the chosen ones cannot be taken apart. */
function splitReason(rows: readonly ClusterIncident[], chosen: ReadonlySet<string>): string | undefined {
  if (rows.every((r) => chosen.has(r.id))) return 'Some must stay'
  const apart = new Set(rows.filter((r) => chosen.has(r.id)).map((r) => r.alike))
  const twin = rows.find((r) => !chosen.has(r.id) && apart.has(r.alike))
  return twin === undefined ? undefined : `${twin.number} has the very same words on the same things; choose it too`
}

function Evidence({ cluster: c, onTakeBack }: { cluster: OneCluster; onTakeBack: ((d: ClusterStanding) => Promise<void>) | null }) {
  const named = (list: readonly { id: string; count: number }[]): string => list.slice(0, 5).map((x) => `${c.titles[x.id]?.title ?? 'one that you may not see'} (${count(x.count)})`).join(', ')
  return (
    <Rail>
      <Section title="What they share">
        {c.words.length === 0 ? <p className="ek-3">No word is in half of them: they hang together one by one.</p> : <p className={css.words}>{c.words.map((w) => <Tag key={w}>{w}</Tag>)}</p>}
        <Facts facts={[
          ...(c.wordings > 1 ? [['Titles', sayingsWords(c)] as const] : []),
          ...(c.services.length > 0 ? [['Services', named(c.services)] as const] : []), ...(c.cis.length > 0 ? [['Items', named(c.cis)] as const] : []),
          ...(c.categories.length > 0 ? [['Categories', c.categories.slice(0, 5).map((k) => `${k.name} (${count(k.count)})`).join(', ')] as const] : []),
          ['Hurt', `${hurtWords(c)}; one user where nobody said how many`] as const,
          ['Cost', costOf(c, c.prices.currency)] as const,
        ]} />
        {c.pain !== null && <p className="ek-small ek-3">{costWhy(c)} {pricesSentence(c.prices)}</p>}
      </Section>
      <Section title="When they came">
        <CountBars counts={c.weeks} label={`Incidents by week over a year, oldest first: ${c.weeks.join(', ')}`} width={280} height={48} />
        <Facts facts={[
          ['A week, lately', c.perWeek.toFixed(c.perWeek < 10 ? 1 : 0)] as const,
          ['More or fewer', c.trend === null ? 'too new to tell' : trendWords(c.trend)] as const,
          ['Burst', c.burst === null ? 'none stands out' : <>{burstWords(c.burst)}, <Time at={c.burst.from} /></>] as const,
        ]} />
      </Section>
      {c.decisions.length > 0 && (
        <Section title="Decided">
          {c.decisions.map((d) => <p key={d.id} className={css.decision}><b>{decisionWords[d.kind]}</b>{d.until !== null && <> until <Time at={d.until} form="due" /></>}: {d.reason} <span className="ek-3"><Time at={d.at} /></span>{onTakeBack && <> <Button size="compact-xs" onClick={() => void onTakeBack(d)}>Take back</Button></>}</p>)}
        </Section>
      )}
    </Rail>
  )
}
