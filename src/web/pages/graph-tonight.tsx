/** If this fails tonight: each thing with the services that stop, wait for hands, or are taken over, the worst first; and what has no second. */
import { Button, SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { FailureEffect, Tonight as TonightAnswer, TonightItem } from '../../client/graph.ts'
import { queryOf } from '../../client/transport.ts'
import { count, counted } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { PageHead } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import type { NodeRecord } from '../../model/graph.ts'
import { client } from '../data/connection.ts'
import { Fault } from '../parts/fault.tsx'
import { Unread } from '../parts/unread.tsx'
import { effectWords } from './ci-fails.tsx'
import { graphAddress, type Search } from './graph-ask.ts'
import { kindOf } from './graph-facts.ts'
import css from './graph-tonight.module.css'

/** Rows at first, and the most that the server gives. */
const MOST_ITEMS = 60
const ALL_ITEMS = 500
/** Columns at first: more names than these nobody reads at a glance. The rest is a press away. */
const MOST_COLUMNS = 40
/** Services that the server names with one thing; of more only the number is told. */
const MOST_NAMED = 50
const whichWords: Readonly<Record<string, string>> = { all: 'All', ci: 'Items', person: 'People', organization: 'Organizations', service: 'Services' }

export function Tonight() {
  const search = useSearch({ strict: false }) as Search
  const { navigate } = useViewer()
  const which = search['which'] ?? 'all'
  const record = ['ci', 'person', 'organization', 'service'].includes(which) ? which as NodeRecord : undefined
  const most = search['most'] === 'all' ? ALL_ITEMS : MOST_ITEMS
  const put = (change: Readonly<Record<string, string | undefined>>): void => navigate(`/graph/tonight${queryOf({ ...search, ...change })}`)
  const answer = useQuery({ queryKey: ['graph', 'tonight', record, most], queryFn: () => client.tonight({ limit: most, ...(record === undefined ? {} : { record }) }), placeholderData: keepPreviousData, staleTime: 60_000 })
  return (
    <Page crumbs={[{ label: 'Configuration', href: '/graph' }, { label: 'If this fails tonight' }]}>
      <PageHead title={answer.data ? verdictOf(answer.data, record !== undefined) : 'If this fails tonight'} note={answer.data && isFelt(answer.data) && `${counted(answer.data.count, 'thing')} whose loss is felt by one of ${counted(answer.data.services, 'service')}${answer.data.isCut ? '; there is more than was looked at' : ''}. Each is taken to fail alone.`} />
      <div style={{ marginBottom: 14 }}><SegmentedControl data={Object.entries(whichWords).map(([value, label]) => ({ value, label }))} value={record ?? 'all'} onChange={(v) => put({ which: v === 'all' ? undefined : v, most: undefined })} aria-label="Which things" /></div>
      {answer.data && <Unread what="Read a while ago, and not again." error={answer.error} retry={() => void answer.refetch()} />}
      {answer.error && !answer.data ? <Fault error={answer.error} retry={() => void answer.refetch()} /> : !answer.data ? <LoadingRows rows={12} /> : !isFelt(answer.data)
        ? record === undefined
          ? <EmptyState title="What would stop if one thing failed" why="That is known once it is recorded what your services stand on: import an inventory, or record an item and say which service uses it."><span className="ek-row ek-wrap" style={{ justifyContent: 'center' }}><Link href="/imports/new">Import an inventory</Link><Link href="/records/cis/new">Record an item</Link></span></EmptyState>
          : <EmptyState title="No loss of one thing is felt" why="Either each has a second, or nobody has said what stands on them. The loose ends tell which."><Link href="/graph/orphans">Loose ends</Link></EmptyState>
        : <Matrix answer={answer.data} isWide={search['services'] === 'all'} put={put} />}
    </Page>
  )
}

/** What the first sentence is made of. */
interface Felt { readonly items: readonly Pick<TonightItem, 'id' | 'name' | 'record' | 'counts' | 'hits'>[] }

/** Whether any loss is felt by something else: that a service which fails has failed is no news. */
const isFelt = ({ items }: Felt): boolean => items.some((i) => i.hits.some((h) => h.id !== i.id))

/** The page's first sentence: items, people and suppliers first; a service that stops none but itself is no news. Of all things none felt means that none was recorded. */
export function verdictOf({ items }: Felt, isNarrowed: boolean): string {
  if (!isNarrowed && !isFelt({ items })) return 'Nothing recorded yet'
  const worst = items.find((i) => i.counts.X > 0 && i.record !== 'service') ?? items.find((i) => i.counts.X > 1)
  if (!worst) return 'No single thing stops a service, as far as we can see.'
  return `${worst.name} alone stops ${counted(worst.counts.X, 'service')}.`
}

const effects: readonly FailureEffect[] = ['X', 'B', 'A']

interface MatrixProps {
  readonly answer: TonightAnswer
  /** All services, however many. */
  readonly isWide: boolean
  readonly put: (change: Readonly<Record<string, string | undefined>>) => void
}

function Matrix({ answer, isWide, put }: MatrixProps) {
  // That a service which fails has failed is no news.
  const items = useMemo(() => answer.items.filter((i) => i.hits.some((h) => h.id !== i.id)), [answer])
  const columns = useMemo(() => columnsOf(items), [items])
  const shown = isWide ? columns : columns.slice(0, MOST_COLUMNS)
  const isNamedInFull = items.every(isInFull)
  return (
    <>
      <div className={css.legend}>{effects.map((e) => <span key={e}><i className={css.cell} data-effect={e}>{e}</i>{e === 'X' ? 'the service stops' : effectWords[e].says}</span>)}</div>
      <div className={css.scroll} tabIndex={0} role="region" aria-label="Things by services">
        <table className={css.matrix}>
          <thead>
            <tr>
              <th scope="col" className={css.corner}>If it fails</th><th scope="col" className={css.total}>Stop</th>
              {shown.map((s) => <th key={s.id} scope="col" className={css.head}><span title={s.name}>{s.name}</span></th>)}
            </tr>
          </thead>
          <tbody>{items.map((i) => <Row key={i.id} item={i} columns={shown} />)}</tbody>
        </table>
      </div>
      <div className={css.foot}>
        <p>{servicesWords({ shown: shown.length, felt: columns.length, all: answer.services, isNamedInFull })} {columns.length > shown.length && <Button size="compact-xs" onClick={() => put({ services: 'all' })}>Show all {count(columns.length)} services</Button>}</p>
        {answer.count > answer.items.length && <p>{count(answer.items.length)} of {count(answer.count)} things, the gravest. {answer.items.length < ALL_ITEMS && <Button size="compact-xs" onClick={() => put({ most: 'all' })}>Show {answer.count > ALL_ITEMS ? `the first ${count(ALL_ITEMS)}` : 'all of them'}</Button>}</p>}
        <p>Order: what stops counts most, gold services more than others.{answer.items.length > items.length && ` ${counted(answer.items.length - items.length, 'service')} whose failure nobody else feels ${answer.items.length - items.length === 1 ? 'is' : 'are'} left out.`}</p>
      </div>
    </>
  )
}

/** All services that feel it are named. */
const isInFull = (item: TonightItem): boolean => item.hits.length >= item.counts.X + item.counts.B + item.counts.A

/** Which services the columns are, and what the others feel. */
export function servicesWords({ shown, felt, all, isNamedInFull }: { readonly shown: number; readonly felt: number; readonly all: number; readonly isNamedInFull: boolean }): string {
  const cut = isNamedInFull ? '' : ` Of a thing that many services feel the ${MOST_NAMED} hit hardest are marked; its number counts all that stop.`
  if (shown < felt) return `The ${count(shown)} services hit hardest, of ${count(felt)} that feel one of these losses.${cut}`
  if (felt >= all) return `All ${counted(all, 'service')}.${cut}`
  return `${count(felt)} of ${counted(all, 'service')}${isNamedInFull ? '; the others lose nothing by what is listed here.' : '.'}${cut}`
}

function Row({ item, columns }: { item: TonightItem; columns: readonly Column[] }) {
  const byService = new Map(item.hits.map((h) => [h.id, h.effect]))
  const otherwise = isInFull(item) ? 'not felt' : 'not marked'
  return (
    <tr>
      <th scope="row" className={css.corner}><Link quiet href={graphAddress(item.id)}>{item.name}</Link> <small>{kindOf(item)}</small></th>
      <td className={css.total}>{item.counts.X}</td>
      {columns.map((s) => {
        const effect = byService.get(s.id)
        return <td key={s.id} className={css.slot}>{effect ? <span className={css.cell} data-effect={effect} title={`${s.name}: ${effectWords[effect].says}`}>{effect}<span className="ek-hidden">, {effectWords[effect].says}</span></span> : <span className="ek-hidden">{otherwise}</span>}</td>
      })}
    </tr>
  )
}

interface Column { readonly id: string; readonly name: string }

/** Services hit most first. */
function columnsOf(items: readonly TonightItem[]): readonly Column[] {
  const weight: Readonly<Record<FailureEffect, number>> = { X: 1, B: 0.3, A: 0.05 }
  const found = new Map<string, { name: string; sum: number }>()
  for (const h of items.flatMap((i) => i.hits)) found.set(h.id, { name: h.name, sum: (found.get(h.id)?.sum ?? 0) + weight[h.effect] })
  return [...found].toSorted(([a, x], [b, y]) => y.sum - x.sum || (a < b ? -1 : 1)).map(([id, { name }]) => ({ id, name }))
}
