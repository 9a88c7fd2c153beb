/** What keeps going wrong: which problem hurts most, where the work on it stands, and what still leaks. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { AnyRow, RecordSketch } from '../../client/shapes.ts'
import type { PainAnswer, PainItem } from '../../client/problems.ts'
import { ViewTabs } from '../../kit/filter-chips.tsx'
import { calendarDay } from '../../kit/format-time.ts'
import { counted, percent } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Priority } from '../../kit/priority.tsx'
import { PageHead, Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { useDescription, useGrowingList, useMe } from '../data/queries.ts'
import { priorityOf } from '../data/rows.ts'
import { Fault } from '../parts/fault.tsx'
import parts from '../parts/parts.module.css'
import { StateOf } from '../parts/value.tsx'
import { minutesRange, moneyRange, painSentence, pricesSentence, standingLabel, standingTone } from './problems-words.ts'
import css from './problem.module.css'

/** Lines of the chart; the rest is said as one. */
const MOST_BARS = 12

const views = [
  { id: 'open', label: 'Worked on', filters: { group: 'active', sort: 'priority' } },
  { id: 'known', label: 'Known errors', filters: { 'knownErrorSince.empty': 'false', 'knownErrorUntil.empty': 'true', sort: '-knownErrorSince' } },
  { id: 'risk', label: 'Accepted risks', filters: { state: 'closed_accepted_risk', sort: 'reviewOn' } },
  { id: 'done', label: 'Closed', filters: { group: 'done', sort: '-closedAt' } },
] as const

export function Problems() {
  const { navigate } = useViewer()
  const { view = 'open' } = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const current = views.find((v) => v.id === view) ?? views[0]
  const sketch = useDescription().data?.find('problems')
  const role = useMe().data?.role
  const pain = useQuery({ queryKey: ['list', 'problems', 'pain'], queryFn: () => client.pain(), staleTime: 60_000 })
  const list = useGrowingList<AnyRow>('problems', current.filters)
  const make = role === undefined || role === 'auditor' ? null : <Button variant="filled" leftSection={<IconPlus aria-hidden="true" />} onClick={() => navigate('/records/problems/new')}>New problem</Button>
  return (
    <Page crumbs={[{ label: 'Problems' }]} actions={<><Button onClick={() => navigate('/clusters')}>What comes again</Button>{make}</>} phoneActions={make}>
      <PageHead title={pain.data ? painSentence(pain.data) : 'Problems'} note="What makes incidents happen. Incidents cost by their outages, users and effort; what nobody recorded widens the range." />
      {pain.error ? <Fault error={pain.error} retry={() => void pain.refetch()} /> : pain.data === undefined ? <LoadingRows /> : pain.data.items.length > 0 && <PainChart answer={pain.data} />}
      <Section title="Problems" isRuled={false} note={list.total === undefined ? undefined : counted(list.total, 'problem')}>
        <ViewTabs label="Which problems" tabs={views.map((v) => ({ id: v.id, label: v.label, href: `/problems?view=${v.id}` }))} current={current.id} />
        {list.error ? <Fault error={list.error} retry={list.retry} /> : list.rows.length === 0 ? <p className="ek-3" style={{ padding: '10px 0' }}>{list.isLoading ? 'Looking' : emptyWords[current.id]}</p> : <Rows rows={list.rows} sketch={sketch} isKnown={current.id === 'known'} />}
        {list.onMore && <p style={{ padding: '8px 0' }}><Button onClick={list.onMore}>Show more</Button></p>}
      </Section>
    </Page>
  )
}

const emptyWords = {
  open: 'Nobody works on a problem. Incidents that come again are where one begins.', known: 'No known error is offered to the desk.', risk: 'No risk was accepted.', done: 'None is closed yet.',
} as const

/** Bars of what each problem cost, the solid part at least, the dashed part at most; with where it stands and what leaks. */
function PainChart({ answer }: { answer: PainAnswer }) {
  const shown = answer.items.slice(0, MOST_BARS)
  const rest = answer.items.slice(MOST_BARS)
  const largest = Math.max(1, ...shown.map((i) => i.costMinor.high))
  const { currency } = answer.prices
  const verdict = answer.verdict.topFifthShare === null ? 'nothing to rank' : answer.verdict.hasVitalFew
    ? `${answer.verdict.topFifth} of ${answer.items.length} hold ${percent(answer.verdict.topFifthShare)} of it` : 'no few of them hold most of the harm'
  return (
    <Section title="Pain of the last half year" note={verdict}>
      <table className={css.pareto}>
        <caption className="ek-hidden">Problems by what their incidents cost, the worst first</caption>
        <thead><tr><th scope="col">Problem</th><th scope="col">At least, at most</th><th scope="col" className={css.end}>Cost</th><th scope="col" className={css.end}>Together</th><th scope="col">Stands at</th><th scope="col" className={css.end}>Still leaks a month</th></tr></thead>
        <tbody>{shown.map((i) => <Bar key={i.id} item={i} largest={largest} currency={currency} />)}</tbody>
      </table>
      <p className="ek-small ek-3" style={{ paddingTop: 6 }}>
        {rest.length > 0 && `${counted(rest.length, 'problem')} more cost less than these. `}{answer.isCut && 'Only the newest 50,000 incidents are counted. '}
        {pricesSentence(answer.prices)}
      </p>
    </Section>
  )
}

function Bar({ item: i, largest, currency }: { item: PainItem; largest: number; currency: string }) {
  const share = (n: number): string => `${Math.max(0, n / largest * 100)}%`
  return (
    <tr>
      <th scope="row"><Link href={`/problems/${i.number}`}>{i.title}</Link> <span className="ek-id">{i.number}</span><small>{counted(i.incidents, 'incident')}, {minutesRange(i.userMinutes)} user-minutes{i.unknown > 0 ? `; how many or how badly was ${i.unknown === i.incidents ? 'never recorded' : `not recorded for ${i.unknown}`}` : ''}</small></th>
      <td className={css.bars}><span className={css.bar} aria-hidden="true"><span className={css.barLow} style={{ width: share(i.costMinor.low) }} /><span className={css.barHigh} style={{ width: share(i.costMinor.high - i.costMinor.low) }} /></span></td>
      <td className={css.end}>{moneyRange(i.costMinor, currency)}<span className="ek-phone"> so far</span></td>
      <td className={`${css.end} ek-2 ek-desk`}>{percent(i.cumulated)}</td>
      <td><Tag tone={standingTone(i.standing)}>{standingLabel(i.standing)}</Tag></td>
      <td className={css.end}>{i.perMonthMinor.high === 0 ? <span className="ek-3">nothing<span className="ek-phone"> any more</span></span> : <><b>{moneyRange(i.perMonthMinor, currency)}</b><span className="ek-phone"> still a month</span></>}</td>
    </tr>
  )
}

function Rows({ rows, sketch, isKnown }: { rows: readonly AnyRow[]; sketch: RecordSketch | undefined; isKnown: boolean }) {
  return (
    <ul className={parts.rows}>
      {rows.map((r) => (
        <li key={r.id}>
          <Link quiet href={`/problems/${r.number}`} className={parts.rowLink}>
            <span className={parts.rowLead}><Priority value={priorityOf(r['priority'])} /></span><span className={`ek-id ${parts.rowNumber}`}>{r.number}</span>
            <span className={parts.rowSubject}>{String(r['title'])}{isKnown && typeof r['workaround'] === 'string' && <span> {r['workaround'].slice(0, 160)}</span>}</span>
          </Link>
          {typeof r['reviewOn'] === 'string' && r.state === 'closed_accepted_risk' && <span className="ek-small ek-3">review on {calendarDay(r['reviewOn'])}</span>}
          <span className="ek-desk ek-small ek-3"><Time at={r.updatedAt} /></span>
          <StateOf sketch={sketch} row={r} />
        </li>
      ))}
    </ul>
  )
}
