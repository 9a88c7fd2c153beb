/** What happened after a change: the sentence, incidents day by day before and after it, and which they were. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { AftermathAnswer } from '../../client/causes.ts'
import { counted } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Line, Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { addressOf } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { FaultLine } from './fault.tsx'
import css from './aftermath.module.css'

/** Incidents in the list; the rest is a click away. */
const shown = 8

/** For staff and auditors; place it only on changes that have begun, or it says that it has not. */
export function Aftermath({ changeId }: { changeId: string }) {
  const answer = useQuery({ queryKey: ['list', 'incidents', 'aftermath', changeId], queryFn: () => client.aftermath(changeId), placeholderData: keepPreviousData })
  const found = answer.data
  if (!found) return <Section title="What happened after">{answer.error ? <FaultLine error={answer.error} /> : <LoadingRows />}</Section>
  const tone = found.verdict === 'more' || found.verdict === 'passing' ? 'bad' : found.verdict === 'fewer' ? 'good' : null
  const { during, since, more } = inWindow(found)
  return (
    <Section title="What happened after" trail={tone === null ? undefined : <Tag tone={tone}>{found.verdict === 'fewer' ? 'fewer incidents' : found.verdict === 'more' ? 'more incidents' : 'more for some days'}</Tag>}>
      <div className={css.body}>
        <p>{found.sentence}</p>
        {found.attributed > 0 && <p className="ek-bad">{found.attributed === 1 ? 'One incident names' : `${found.attributed} incidents name`} it as the cause.</p>}
        {found.days && found.days.length > 0 && <Days days={found.days} />}
      </div>
      {during.slice(0, shown).map((i) => <Incident key={i.id} incident={i} />)}
      {more > 0 && <p className="ek-small ek-3" style={{ padding: 8 }}>{more} more in these days.</p>}
      {since.length > 0 && <p className="ek-small ek-3" style={{ padding: '8px 8px 0' }}>On the day that is not over yet, so not counted above:</p>}
      {since.slice(-shown).map((i) => <Incident key={i.id} incident={i} />)}
    </Section>
  )
}

const DAY_MILLIS = 86_400_000
type IncidentAfter = AftermathAnswer['incidents'][number]

/** Incidents of the whole days that the sentence counts, those of the day since, and how many of the counted are not shown. */
function inWindow({ startedAt, days = [], incidents }: AftermathAnswer): { readonly during: readonly IncidentAfter[]; readonly since: readonly IncidentAfter[]; readonly more: number } {
  const after = days.filter((d) => d.day >= 0)
  const startMs = startedAt === null ? 0 : Date.parse(startedAt)
  const endMs = startMs + after.length * DAY_MILLIS
  const begun = incidents.map((i) => ({ i, ms: Date.parse(i.beganAt) })).filter(({ ms }) => ms >= startMs)
  const during = begun.filter(({ ms }) => ms < endMs).map(({ i }) => i)
  return { during, since: begun.filter(({ ms }) => ms >= endMs).map(({ i }) => i), more: after.reduce((n, d) => n + d.count, 0) - Math.min(shown, during.length) }
}

const Incident = ({ incident: i }: { incident: IncidentAfter }) => (
  <Line lead={<Time at={i.beganAt} />} trail={i.isAttributed ? <Tag tone="bad">caused by it</Tag> : undefined}>
    <Link quiet href={addressOf('incidents', i.number)}>{i.number} {i.title}</Link>
  </Line>
)

const barWidth = 7
const height = 44

/** A bar for each day; the line is the moment of the change. Read out as a sentence. */
function Days({ days }: { days: NonNullable<AftermathAnswer['days']> }) {
  const most = Math.max(1, ...days.map((d) => d.count))
  const past = days.filter((d) => d.day < 0)
  const sum = (list: typeof days): number => list.reduce((n, d) => n + d.count, 0)
  const width = days.length * barWidth + 4
  const x = (i: number): number => i * barWidth + (i >= past.length ? 4 : 0)
  const [before, after] = [past.length, days.length - past.length]
  return (
    <>
    <svg className={css.days} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMinYMid" role="img" aria-label={`Incidents a day on what it touches: ${sum(past)} in ${past.length} days before it, ${sum(days.slice(past.length))} in ${days.length - past.length} days after it, at most ${most} a day.`}>
      {days.map((d, i) => <rect key={d.day} x={x(i)} width={barWidth - 2} y={height - 1 - (d.count / most) * (height - 6)} height={(d.count / most) * (height - 6) + 1} fill={d.day < 0 ? 'var(--ek-line-strong)' : 'var(--ek-c1)'}><title>{`${d.day < 0 ? `${-d.day} days before` : d.day === 0 ? 'the day after' : `day ${d.day + 1} after`}: ${d.count}`}</title></rect>)}
      <path d={`M${x(past.length) - 3} 0V${height}`} stroke="var(--ek-bad)" strokeDasharray="3 2" />
    </svg>
    <p className="ek-small ek-3">Incidents a day on what it touches: {counted(before, 'day')} before it, {counted(after, 'day')} after it.</p>
    </>
  )
}
