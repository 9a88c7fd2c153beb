/** Troubles that come again: clusters of incidents by what they hurt, for somebody to decide whether a problem is behind them. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { ClusterItem, ClusterPage, ClusterShow } from '../../client/clusters.ts'
import type { Titles } from '../../client/shapes.ts'
import { queryOf } from '../../client/transport.ts'
import { CountBars } from '../../kit/bars.tsx'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { ViewTabs } from '../../kit/filter-chips.tsx'
import { count, counted } from '../../kit/format.ts'
import { KeyHints } from '../../kit/key-hints.tsx'
import { now } from '../../kit/now.ts'
import { Page } from '../../kit/page.tsx'
import { PageHead } from '../../kit/section.tsx'
import { EmptyState } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { useMe } from '../data/queries.ts'
import { Fault } from '../parts/fault.tsx'
import { Unread } from '../parts/unread.tsx'
import css from './clusters.module.css'
import { clustersSentence, costOf, costWhy, hurtWords, latelyOf, othersWords, sayingsWords } from './clusters-words.ts'

const views: readonly { readonly id: ClusterShow; readonly label: string }[] = [{ id: 'proposed', label: 'To decide' }, { id: 'linked', label: 'With a problem' }, { id: 'aside', label: 'Put aside' }, { id: 'all', label: 'All' }]
/** Weeks of the small bars: a quarter says whether it still goes on. */
const SHOWN_WEEKS = 13

export function Clusters() {
  const { navigate } = useViewer()
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const show = views.find((v) => v.id === search['show'])?.id ?? 'proposed'
  const sort = search['sort'] ?? 'pain'
  const list = useInfiniteQuery({
    queryKey: ['list', 'clusters', show, sort], initialPageParam: '', getNextPageParam: (last: ClusterPage) => last.next, staleTime: 30_000,
    queryFn: ({ pageParam }) => client.clusters({ show, sort, limit: 50, ...(pageParam === '' ? {} : { after: pageParam }) }),
  })
  const [first] = list.data?.pages ?? []
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.items) ?? [], [list.data])
  const titles = useMemo((): Titles => Object.assign({}, ...list.data?.pages.map((p) => p.titles) ?? []) as Titles, [list.data])
  // The same trouble of two customers is two clusters, told apart by whose they are.
  const seesSeveral = useMe().data?.reach === 'all'
  const columns = useMemo(() => columnsOf(titles, list.data?.pages[0]?.prices.currency ?? 'EUR', seesSeveral), [titles, list.data, seesSeveral])
  return (
    <Page crumbs={[{ label: 'Problems', href: '/problems' }, { label: 'Clusters' }]} form="fill">
      <div className={css.head}><PageHead title={first ? clustersSentence(first, show) : 'Troubles that come again'} note="Incidents with the same rare words, on the same things, of the same kind, of one organization. Counted are all incidents of a cluster, open or not. A problem is opened by you, never by itself." /></div>
      <ViewTabs label="Which clusters" tabs={views.map((v) => ({ id: v.id, label: v.label, href: `/clusters${queryOf({ show: v.id === 'proposed' ? undefined : v.id, sort: search['sort'] })}` }))} current={show} />
      {first && <div className={css.head}><Unread what="Read a while ago, and not again." error={list.error} retry={() => void list.refetch()} /></div>}
      {list.error && !first ? <Fault error={list.error} retry={() => void list.refetch()} /> : (
        <DataTable
          label="Clusters of incidents" columns={columns} rows={rows} keyOf={(c) => c.id} viewKey={`${show} ${sort}`} total={first?.count} isLoading={list.isPending} onMore={list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : undefined}
          onOpen={(c) => navigate(`/clusters/${c.id}`)} hrefOf={(c) => `/clusters/${c.id}`} sort={{ by: sort, isDescending: true }} onSort={(s) => navigate(`/clusters${queryOf({ show: search['show'], sort: s.by === 'pain' ? undefined : s.by })}`)}
          phone={(c) => ({ title: c.example, note: `${seesSeveral ? `${titles[c.orgId]?.title ?? 'another organization'}, ` : ''}${counted(c.members, 'incident')}, ${costOf(c, first?.prices.currency ?? 'EUR')}`, trail: <Lately cluster={c} /> })}
          empty={first?.learntAt === null
            ? <EmptyState title="Not looked for yet" why="Incidents are compared for the first time right now. It takes a moment, with a million of them some minutes." />
            : <EmptyState title={show === 'proposed' ? 'Nothing waits for a decision' : 'None here'} why="As soon as three incidents tell of the same trouble they stand here, with what shows it." />}
          foot={<KeyHints counts={[first ? counted(first.count, 'cluster') : '']} hints={[[['J', 'K'], 'move'], [['Enter'], 'open'], [['?'], 'all keys']]} />}
        />
      )}
    </Page>
  )
}

function Lately({ cluster }: { cluster: ClusterItem }) {
  const lately = latelyOf(cluster, now())
  return lately && <span title={lately.why}><Tag tone={lately.tone}>{lately.words}</Tag></span>
}

function columnsOf(titles: Titles, currency: string, seesSeveral: boolean): readonly Column<ClusterItem>[] {
  const serviceOf = (c: ClusterItem): string => c.services.slice(0, 1).map((s) => titles[s.id]?.title ?? 'another service').join('')
  return [
    { id: 'what', head: 'What keeps coming', width: 'minmax(240px, 1fr)', render: (c) => <span title={sayingsWords(c)}><span className="ek-strong">{c.example}</span> <span className="ek-3">{othersWords(c) || c.words.slice(0, 3).join(' · ')}</span></span> },
    ...(seesSeveral ? [{ id: 'org', head: 'Of', width: 180, dropBelow: 900, render: (c: ClusterItem) => <span className="ek-2" title={titles[c.orgId]?.title}>{titles[c.orgId]?.title ?? 'another organization'}</span> }] : []),
    { id: 'service', head: 'Service', width: 160, dropBelow: seesSeveral ? 1300 : 1000, render: (c) => <span className="ek-2" title={serviceOf(c)}>{serviceOf(c)}</span> },
    { id: 'weeks', head: 'Last 13 weeks', width: 112, dropBelow: 760, render: (c) => <CountBars counts={c.weeks.slice(-SHOWN_WEEKS)} label={`By week, oldest first: ${c.weeks.slice(-SHOWN_WEEKS).join(', ')}`} width={100} height={20} /> },
    { id: 'lately', head: 'Lately', width: 104, render: (c) => <Lately cluster={c} /> },
    { id: 'count', head: 'Incidents', width: 86, align: 'end', sortBy: 'count', render: (c) => count(c.members) },
    { id: 'pain', head: 'Hurt', width: 124, align: 'end', sortBy: 'pain', render: (c) => hurtWords(c) },
    { id: 'cost', head: 'Cost', width: 148, align: 'end', dropBelow: 1100, render: (c) => <span title={costWhy(c)}>{costOf(c, currency)}</span> },
    { id: 'last', head: 'Last', width: 104, align: 'end', sortBy: 'last', render: (c) => <Time at={c.lastAt} /> },
  ]
}
