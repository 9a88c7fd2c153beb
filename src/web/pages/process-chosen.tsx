/** A part of the process map, opened: its figures, and the incidents behind it, the longest first. */
import { Button, CloseButton } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ProcessAnswer, ProcessAsked, ProcessPart } from '../../client/process.ts'
import { elapsed } from '../../kit/format-time.ts'
import { count, counted } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { client } from '../data/connection.ts'
import { Fault } from '../parts/fault.tsx'
import { nameOf } from './process-ask.ts'
import css from './process.module.css'

const ROWS_AT_ONCE = 50

/** Drawn in the rail, or below the map where there is none. */
export function ChosenPart({ answer, asked, part, onClose }: { answer: ProcessAnswer; asked: ProcessAsked; part: ProcessPart; onClose: () => void }) {
  const records = useInfiniteQuery({
    queryKey: ['list', 'incidents', 'process', asked, part], initialPageParam: '', placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => client.processRecords(asked, part, { limit: ROWS_AT_ONCE, ...(pageParam === '' ? {} : { after: pageParam }) }),
    getNextPageParam: (last) => last.next ?? undefined,
  })
  const { title, note, figures } = wordsOf(answer, part)
  const total = records.data?.pages[0]?.count
  return (
    <section aria-label={`Chosen: ${title}`}>
      <div className="ek-row"><h2 className={css.title} tabIndex={-1} data-chosen-part>{title}</h2><CloseButton size="sm" aria-label="Close what is chosen" onClick={onClose} /></div>
      {note && <p className="ek-small ek-3">{note}</p>}
      {figures.length > 0 && <dl className={css.numbers}>{figures.map(([word, value]) => [<dt key={word}>{word}</dt>, <dd key={`${word} value`}>{value}</dd>])}</dl>}
      {records.error ? <Fault error={records.error} retry={() => void records.refetch()} /> : records.isPending ? <LoadingRows rows={8} /> : (
        <>
          <p className="ek-small ek-3" role="status">{counted(total ?? 0, 'incident')}, the longest first</p>
          <div className={css.records}>
            {records.data.pages.flatMap((p) => p.items).map((r) => (
              <Link key={r.recordId} quiet href={`/incidents/${r.number}`}>
                <span className="ek-id">{r.number}</span>
                <span className="ek-clip" title={r.title}>{r.title}</span>
                <span className="ek-small ek-2 ek-num">{r.times > 1 ? `${count(r.times)}× ` : ''}{r.seconds === null ? '' : elapsed(r.seconds)}</span>
              </Link>
            ))}
          </div>
          {records.hasNextPage && <div style={{ padding: '10px 0' }}><Button loading={records.isFetchingNextPage} onClick={() => void records.fetchNextPage()}>Show more</Button></div>}
        </>
      )}
    </section>
  )
}

type Figures = readonly (readonly [string, string])[]

/** What the part is called and what is known of it already. */
function wordsOf(answer: ProcessAnswer, part: ProcessPart): { title: string; note: string; figures: Figures } {
  const name = (a: string): string => nameOf(answer, a)
  if ('way' in part) {
    const way = answer.ways.find((w) => w.key === part.way)
    return { title: 'One way', note: way?.activities.map(name).join(' → ') ?? '', figures: way ? [['Incidents', count(way.cases)], ['Half within', elapsed(way.medianSeconds)]] : [] }
  }
  if ('begins' in part) return { title: `Began as ${name(part.begins)}`, note: '', figures: [] }
  if ('ends' in part) return { title: `Last seen as ${name(part.ends)}`, note: 'Where they stand now, or where they ended.', figures: [] }
  if ('via' in part) {
    const back = answer.returns.find((r) => r.from === part.at && r.via === part.via)
    return { title: `${name(part.at)} → ${name(part.via)} → ${name(part.at)}`, note: 'The time is how long it was away.', figures: back ? [['Times', count(back.count)], ['Incidents', count(back.cases)]] : [] }
  }
  if (part.next === undefined) {
    const node = answer.activities.find((a) => a.activity === part.at)
    const stay: Figures = node && node.medianSeconds !== null ? [['Half left within', elapsed(node.medianSeconds)]] : []
    return { title: name(part.at), note: 'Time there in all, for those that went on.', figures: node ? [['Times', count(node.events)], ['Incidents', count(node.cases)], ...stay] : [] }
  }
  const arrow = answer.arrows.find((a) => a.from === part.at && a.to === part.next)
  return {
    title: `${name(part.at)} → ${name(part.next)}`, note: arrow && arrow.count > arrow.cases ? `${counted(arrow.count, 'time')} in ${counted(arrow.cases, 'incident')}` : '',
    figures: arrow ? [['Times', count(arrow.count)], ['Half within', elapsed(arrow.medianSeconds)], ['Nine of ten within', elapsed(arrow.p90Seconds)]] : [],
  }
}
