/** The records behind one number: as many as it says, each a link. */
import { Button, CloseButton } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { Question } from '../../client/measures.ts'
import { countInFull, counted } from '../../kit/format.ts'
import { exactInstant, timePoint } from '../../kit/format-time.ts'
import { Link } from '../../kit/link.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { useTimeFrame } from '../../kit/viewer.tsx'
import { periodInFull } from '../charts/periods.ts'
import { isMomentKind, type Plot } from '../charts/plot.ts'
import { pointRange, pointValue } from '../charts/point-words.ts'
import { valueWords } from '../charts/number-words.ts'
import { addressOf } from '../data/address.ts'
import { useDescription } from '../data/queries.ts'
import { FaultLine } from '../parts/fault.tsx'
import type { Point } from './measures-ask.ts'
import { useBehind, type Source } from './measures-data.ts'
import css from './measures.module.css'

/** Stands below the chart while a point is chosen; takes the focus when another is. */
export function Records({ source, question, point, plot, onClose }: { source: Source; question: Question; point: Point; plot: Plot; onClose: () => void }) {
  const head = useRef<HTMLHeadingElement>(null)
  const key = JSON.stringify(point)
  useEffect(() => { head.current?.focus({ preventScroll: true }); head.current?.scrollIntoView({ block: 'nearest' }) }, [key])
  const behind = useBehind(source, question, point)
  const description = useDescription().data
  const frame = useTimeFrame(60)
  const rows = behind.data?.pages.flatMap((p) => p.items) ?? []
  const total = behind.data?.pages[0]?.count
  const record = description?.find(behind.data?.pages[0]?.record ?? 'incident')
  const series = plot.series.find((s) => JSON.stringify(s.slice) === JSON.stringify(point.slice))
  const col = plot.periods.findIndex((p) => p.at === point.period)
  const drawn = series?.points[col < 0 ? 0 : col]
  const isMoment = isMomentKind(source.measure)
  const where = [plot.step === 'all' ? null : periodInFull(point.period, plot.step, question.zone, isMoment), series?.name || null].filter((x) => x !== null).join(', ') || 'everything shown'
  const hasHits = (source.measure.definition?.kind === 'share' || source.measure.definition?.kind === 'fresh')
  const hasValue = rows.some((r) => r.value !== null) && !hasHits
  return (
    <section className={css.records} aria-label="Records behind the number">
      <div className={css.recordsHead}>
        <h2 ref={head} tabIndex={-1}>Records behind {where}</h2>
        <span className="ek-3">{drawn ? `${pointValue(drawn, plot.unit)}${pointRange(drawn, plot.unit) === null ? '' : ` (${pointRange(drawn, plot.unit) ?? ''})`}` : ''}{total === undefined ? '' : ` · ${countInFull(total)} ${total === 1 ? 'record' : 'records'}`}</span>
        <CloseButton aria-label="Close the records" onClick={onClose} />
      </div>
      <FaultLine error={behind.error} />
      {behind.isPending ? <LoadingRows rows={6} /> : (
        <div className={css.scroll}>
          <table className={css.table}>
            <caption className="ek-hidden">Records behind {where}</caption>
            <thead><tr><th scope="col">Number</th><th scope="col">What</th>{hasHits && <th scope="col">Counts</th>}{hasValue && <th scope="col" className={css.end}>Its value</th>}<th scope="col" className={css.end}>{isMoment ? 'Since' : 'When'}</th></tr></thead>
            <tbody>
              {rows.map((r, i) => (
                <tr key={`${r.recordId} ${i}`}>
                  <td className="ek-nowrap"><Link href={addressOf(record?.plural ?? 'incidents', r.number)}>{r.number}</Link></td>
                  <td className={css.what}>{r.title}</td>
                  {hasHits && <td className={r.isHit === true ? 'ek-strong' : 'ek-3'}>{!r.isUsed ? 'not recorded' : r.isHit === true ? 'yes' : 'no'}</td>}
                  {hasValue && <td className={css.end}>{r.value === null ? <span className="ek-3">not recorded</span> : valueWords(source.measure.definition?.kind === 'survival' ? 'seconds' : source.measure.unit === 'share' ? 'seconds' : source.measure.unit, r.value)}</td>}
                  <td className={`${css.end} ek-3`} title={r.at === null ? '' : exactInstant(r.at, frame.zone)}>{r.at === null ? 'not recorded' : timePoint(r.at, frame)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {behind.hasNextPage && <p className={css.more}><Button loading={behind.isFetchingNextPage} onClick={() => void behind.fetchNextPage()}>Show {counted(Math.min(50, (total ?? 0) - rows.length), 'more', 'more')} of {countInFull(total ?? 0)}</Button></p>}
    </section>
  )
}
