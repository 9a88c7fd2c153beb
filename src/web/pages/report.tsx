/** A customer's month: what was promised and what came of it first, then numbers, majors, outages and open work; each number opens to its records. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Fragment, type ReactNode, useState } from 'react'
import { reportPdfAddress, type ReportPart } from '../../client/reports.ts'
import { staff } from '../../model/actor.ts'
import { baseWords, changesSentence, gotSentence, type Major, monthName, type Outcome, promiseSentence, type ReportNumber, scopeWords, type ServiceReport, spanWords, valueWords, verdictOf, verdictWords } from '../../practices/report/content.ts'
import { CountBars } from '../../kit/bars.tsx'
import { counted } from '../../kit/format.ts'
import { dayAndTime } from '../../kit/format-time.ts'
import { Link } from '../../kit/link.tsx'
import { Markdown } from '../../kit/markdown.tsx'
import { Page } from '../../kit/page.tsx'
import { PageHead, Section, Strip } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { addressOf } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { useMe } from '../data/queries.ts'
import { Fault } from '../parts/fault.tsx'
import { ReportComment } from './report-comment.tsx'
import css from './report.module.css'

export function ReportPage() {
  const { org = '', month = '' } = useParams({ strict: false }) as { org?: string; month?: string }
  const answer = useQuery({ queryKey: ['record', 'reports', org, month], queryFn: () => client.serviceReport<ServiceReport>(org, month) })
  const me = useMe().data
  const r = answer.data
  const crumbs = [{ label: 'Service reports', href: '/reports' }, { label: r === undefined ? month : `${r.organization.name}, ${monthName(r.month)}` }]
  if (r === undefined) return <Page crumbs={crumbs}>{answer.error ? <Fault error={answer.error} retry={() => void answer.refetch()} /> : <LoadingRows rows={12} />}</Page>
  return (
    <Page crumbs={crumbs} actions={<Link href={reportPdfAddress(org, month)} download>PDF</Link>} phoneActions={<Link href={reportPdfAddress(org, month)} download>PDF</Link>}>
      <PageHead title={`Service report ${monthName(r.month)}`} note={`For ${r.organization.name}, by ${r.provider}. ${r.record?.publishedAt ? 'Published' : 'Numbers as known'} ${dayAndTime(r.knownAt, r.zone)}; days and months are those of ${r.zone}.`} />
      {r.record?.state !== 'published' && <Strip tone="warn">Not published: {r.organization.name} does not see it.</Strip>}
      <Outcomes r={r} />
      {me !== undefined && staff.includes(me.role) ? <ReportComment r={r} onDone={() => void answer.refetch()} /> : r.record?.comment && <Section title="In our words"><Markdown text={r.record.comment} /></Section>}
      <Numbers r={r} />
      <Section title="Major incidents" note={counted(r.majors.length, 'incident')}>
        {r.majors.length === 0 ? <p>There was none.</p> : r.majors.map((m) => <MajorOne key={m.id} m={m} zone={r.zone} />)}
      </Section>
      <Section title="Outages by service">
        {r.outages.length === 0 ? <p>No outage was recorded.</p> : <Table head={['Service', 'Outages', 'Time it was gone']} rows={r.outages.map((o) => [o.name, String(o.outages), spanWords(o.seconds)])} />}
      </Section>
      <Section title="Open at the end of the month" note={String(r.open.count)}>
        {r.open.count === 0 ? <p>Nothing was open.</p> : <Table head={['Number', 'What', 'Open since']} rows={r.open.items.map((i) => [<Link key={i.id} href={addressOf('incidents', i.number)}>{i.number}</Link>, i.title, dayAndTime(i.openedAt, r.zone)])} />}
        {r.open.count > r.open.items.length && <p className="ek-3">And {r.open.count - r.open.items.length} more.</p>}
      </Section>
      <Section title="Changes announced"><p>{changesSentence}</p></Section>
    </Page>
  )
}

const tones = { kept: 'ek-good', missed: 'ek-bad', none: 'ek-3', unpromised: 'ek-3' } as const

function Outcomes({ r }: { r: ServiceReport }) {
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Section title="What was promised, and what you got">
      {r.outcomes.length === 0 && <p>No agreement was in force.</p>}
      {[...Map.groupBy(r.outcomes, (o) => o.agreement)].map(([agreement, lines]) => (
        <div key={agreement} className={css.scroll}>
          {lines[0] && <h3 className={css.group}>{scopeWords(lines[0])} ({agreement}{lines[0].isDefault ? ', a default that was not agreed' : ''})</h3>}
          <table className={css.table}>
            <thead><tr><th scope="col">Promise</th><th scope="col">What you got</th><th scope="col">Outcome</th></tr></thead>
            <tbody>{lines.map((o) => <Line key={o.priority} r={r} o={o} isOpen={open === `${agreement} ${o.priority}`} toggle={(is) => setOpen(is ? `${agreement} ${o.priority}` : null)} />)}</tbody>
          </table>
        </div>
      ))}
    </Section>
  )
}

function Line({ r, o, isOpen, toggle }: { r: ServiceReport; o: Outcome; isOpen: boolean; toggle: (is: boolean) => void }) {
  const verdict = verdictOf(o)
  const isSome = (o.answer?.eligible ?? 0) + (o.restore?.eligible ?? 0) > 0
  return (
    <>
      <tr>
        <td>{promiseSentence(o)}</td>
        <td>{isSome ? <button type="button" className={css.open} aria-expanded={isOpen} onClick={() => toggle(!isOpen)}>{gotSentence(o)}</button> : gotSentence(o)}</td>
        <td className={tones[verdict]}>{verdictWords[verdict]}</td>
      </tr>
      {isOpen && <tr><td colSpan={3}><Behind r={r} part={{ measure: 'IN2', priority: o.priority }} title="Answered in time" /><Behind r={r} part={{ measure: 'IN1', priority: o.priority }} title="Restored in time" /></td></tr>}
    </>
  )
}

function Numbers({ r }: { r: ServiceReport }) {
  const [open, setOpen] = useState<string | null>(null)
  const say = (n: ReportNumber, value: ReportNumber['value']): string => (value === null ? 'no cases' : valueWords(n.measure.unit, value.value))
  return (
    <Section title="The month in numbers">
      <div className={css.scroll}>
        <table className={css.table}>
          <thead><tr><th scope="col">Measure</th><th scope="col">{monthName(r.month)}</th><th scope="col">Rests on</th><th scope="col">Month before</th><th scope="col" className="ek-desk">Thirteen months</th></tr></thead>
          <tbody>
            {r.numbers.map((n) => (
              <Fragment key={n.measure.id}>
                <tr>
                  <td>{n.measure.name}<div className="ek-3 ek-small">{n.measure.question}</div></td>
                  <td className="ek-num">{n.value === null ? 'no cases' : <button type="button" className={css.open} aria-expanded={open === n.measure.id} onClick={() => setOpen(open === n.measure.id ? null : n.measure.id)}>{say(n, n.value)}</button>}</td>
                  <td className="ek-2">{n.value === null ? '' : baseWords(n.measure.unit, n.value)}{n.now !== null && say(n, n.now) !== say(n, n.value) && <div className="ek-warn">known now: {say(n, n.now)}</div>}</td>
                  <td className="ek-num">{say(n, n.before)}</td>
                  <td className="ek-desk"><CountBars counts={n.months.map((m) => m.value)} label={`${n.measure.name}, thirteen months: ${n.months.map((m) => valueWords(n.measure.unit, m.value)).join(', ')}`} width={130} /></td>
                </tr>
                {open === n.measure.id && <tr><td colSpan={5}><Behind r={r} part={{ measure: n.measure.id }} title={n.measure.name} /></td></tr>}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

/** The records of one number; what counts for it is marked. */
function Behind({ r, part, title }: { r: ServiceReport; part: ReportPart; title: string }) {
  const answer = useQuery({ queryKey: ['record', 'reports', r.organization.id, r.month, part, r.knownAt], queryFn: () => client.serviceReportRecords(r.organization.id, r.month, part) })
  if (answer.error) return <Fault error={answer.error} retry={() => void answer.refetch()} />
  if (answer.data === undefined) return <LoadingRows rows={2} />
  return (
    <div className={css.behind}>
      <div className="ek-3 ek-small">{title}: {counted(answer.data.count, 'record')}</div>
      {answer.data.items.map((i) => (
        <div key={i.recordId} className="ek-row">
          <Link href={addressOf('incidents', i.number)}>{i.number}</Link><span className="ek-clip">{i.title}</span><span className="ek-space" />
          <span className={i.isHit === false ? 'ek-bad' : 'ek-3'}>{i.isHit === null ? (i.value === null ? '' : spanWords(i.value)) : !i.isUsed ? 'not settled' : i.isHit ? 'yes' : 'no'}</span>
        </div>
      ))}
      {answer.data.count > answer.data.items.length && <div className="ek-3 ek-small">And {answer.data.count - answer.data.items.length} more.</div>}
    </div>
  )
}

function MajorOne({ m, zone }: { m: Major; zone: string }) {
  return (
    <article>
      <h3 className={css.group}><Link href={addressOf('incidents', m.number)}>{m.number}</Link> {m.title}</h3>
      <p>From {dayAndTime(m.from, zone)} {m.to === null ? 'and not restored yet' : `to ${dayAndTime(m.to, zone)} (${spanWords((Date.parse(m.to) - Date.parse(m.from)) / 1000)})`}.{m.resolution !== null && ` What restored it: ${m.resolution}`}</p>
      {m.said.length > 0 && <ul>{m.said.map((s) => <li key={s.at}><span className="ek-3">{dayAndTime(s.at, zone)}</span> <Markdown text={s.text} /></li>)}</ul>}
    </article>
  )
}

function Table({ head, rows }: { head: readonly string[]; rows: readonly (readonly ReactNode[])[] }) {
  return (
    <div className={css.scroll}>
      <table className={css.table}>
        <thead><tr>{head.map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead>
        <tbody>{rows.map((cells, i) => <tr key={i}>{cells.map((c, k) => <td key={k}>{c}</td>)}</tr>)}</tbody>
      </table>
    </div>
  )
}
