/** Loose ends: what nothing stands on, what nobody owns, what nobody has verified for long; each thing once, with every way in which it is loose. */
import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { LooseEnds, LooseThing } from '../../client/graph.ts'
import { queryOf } from '../../client/transport.ts'
import { ViewTabs } from '../../kit/filter-chips.tsx'
import { count, counted } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Line, PageHead } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { useList } from '../data/queries.ts'
import { Fault } from '../parts/fault.tsx'
import { Unread } from '../parts/unread.tsx'
import type { Search } from './graph-ask.ts'
import { kindOf } from './graph-facts.ts'
import { pageOf } from './graph-rail.tsx'
import css from './graph.module.css'

/** Named at first, and the most that the server names; the number in the head is all of them. */
const SHOWN = 100
const MOST_SHOWN = 1000

/** What is said of a thing, and what the view of all such is called. */
const wayWords: Readonly<Record<string, { readonly says: string; readonly view: string }>> = {
  no_relation: { says: 'not related to anything', view: 'Not related' }, no_owner: { says: 'no owner', view: 'Items without owner' }, not_verified: { says: 'not verified', view: 'Not verified' },
  service_no_owner: { says: 'no owner', view: 'Services without owner' }, service_no_agreement: { says: 'no agreement', view: 'Services without agreement' }, service_no_relation: { says: 'stands on nothing known', view: 'Services on nothing' },
  owner_left: { says: 'its owner has left', view: 'Owner has left' }, circle: { says: 'stands on itself', view: 'In a circle' },
}

export function Orphans() {
  const search = useSearch({ strict: false }) as Search
  const { navigate } = useViewer()
  const way = search['way'] ?? ''
  const most = search['most'] === 'all' ? MOST_SHOWN : SHOWN
  const all = useQuery({ queryKey: ['graph', 'orphans', '', SHOWN], queryFn: () => client.looseEnds({ limit: SHOWN }), staleTime: 30_000 })
  const chosen = useQuery({ queryKey: ['graph', 'orphans', way, most], queryFn: () => client.looseEnds({ limit: most, ...(way === '' ? {} : { kind: way }) }), staleTime: 30_000, placeholderData: keepPreviousData })
  const none = all.data?.count === 0
  const [items, services] = [useList('cis', { limit: 1 }, none), useList('services', { limit: 1 }, none)]
  const isBare = none && items.data?.items.length === 0 && services.data?.items.length === 0
  const kinds = all.data?.lists.filter((l) => l.count > 0) ?? []
  const put = (change: Readonly<Record<string, string | undefined>>): string => `/graph/orphans${queryOf({ ...search, ...change })}`
  return (
    <Page crumbs={[{ label: 'Configuration', href: '/graph' }, { label: 'Loose ends' }]}>
      <PageHead title={isBare ? 'Nothing recorded yet' : all.data ? headOf(all.data) : 'Loose ends'} note={all.data && !isBare && noteOf(all.data)} />
      {!all.data ? all.error ? <Fault error={all.error} retry={() => void all.refetch()} /> : <LoadingRows rows={12} /> : isBare
        ? <EmptyState title="What nobody owns, uses or has verified" why="It stands here once items and services are recorded: import an inventory, or begin with one item or one service."><span className="ek-row ek-wrap" style={{ justifyContent: 'center' }}><Link href="/imports/new">Import an inventory</Link><Link href="/records/cis/new">Record an item</Link><Link href="/records/services/new">Record a service</Link></span></EmptyState>
        : kinds.length === 0
        ? <EmptyState title="All is tied" why="Each live item has an owner, a relation and was verified; each live service stands on something and has an agreement."><Link href="/records/cis">All items</Link></EmptyState>
        : (
          <>
            <div className={css.views}><ViewTabs label="Which loose ends" current={way} tabs={[{ id: '', label: 'All', href: put({ way: undefined, most: undefined }), count: count(all.data.count) }, ...kinds.map((l) => ({ id: l.kind, label: wayWords[l.kind]?.view ?? l.label, href: put({ way: l.kind, most: undefined }), count: count(l.count) }))]} /></div>
            <Unread what={chosen.data ? 'Read a while ago, and not again.' : 'These are not known.'} error={chosen.error} retry={() => void chosen.refetch()} />
            {!chosen.data ? !chosen.error && <LoadingRows rows={12} /> : (
              <>
                {chosen.data.things.map((thing) => <Loose key={thing.id} thing={thing} />)}
                {chosen.data.count > chosen.data.things.length && (most < MOST_SHOWN
                  ? <Button size="xs" variant="subtle" onClick={() => navigate(put({ most: 'all' }))}>{chosen.data.count > MOST_SHOWN ? `Show the first ${count(MOST_SHOWN)} of ${count(chosen.data.count)}` : `Show ${count(chosen.data.count - chosen.data.things.length)} more`}</Button>
                  : <p className="ek-small ek-3" style={{ padding: '6px 8px' }}>The first {count(chosen.data.things.length)} of {count(chosen.data.count)}: those loose in most ways, then by name.</p>)}
              </>
            )}
          </>
        )}
    </Page>
  )
}

/** Things, not ways: one without an owner that nobody verified is one thing to see to. */
const headOf = ({ count: things }: LooseEnds): string => (things === 0 ? 'Nothing hangs loose' : `${counted(things, 'thing hangs', 'things hang')} loose`)

function noteOf({ count: things, lists, verifiedWithinDays }: LooseEnds): string {
  const ways = lists.reduce((sum, l) => sum + l.count, 0)
  return `${ways > things ? `Each is counted once; some are loose in several ways, ${count(ways)} all told. ` : ''}What was verified counts as such for ${verifiedWithinDays} days.`
}

function Loose({ thing }: { thing: LooseThing }) {
  return (
    <Line below={<>{kindOf(thing)} <span className="ek-id">{thing.number}</span></>} trail={<span className="ek-row ek-wrap">{thing.ways.map((w) => <Tag key={w} tone="warn">{wayWords[w]?.says ?? w}</Tag>)}</span>}>
      <Link quiet href={pageOf(thing)}>{thing.name}</Link>
    </Line>
  )
}
