/** The parts of a change's page that say what was found, planned, done and reviewed. */
import type { ReactNode } from 'react'
import type { ConflictShown } from '../../client/changes.ts'
import { duePoint, elapsed, inReadersZone, type TimeFrame } from '../../kit/format-time.ts'
import { counted, NOT_RECORDED, percent } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Markdown } from '../../kit/markdown.tsx'
import { Facts, Line, Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { addressOf } from '../data/address.ts'
import type { Directory } from '../data/directory.ts'
import { gravityTone, gravityWords, hasKeptTime, resultWords, riskTone, type ChangeRow } from './change-words.ts'
import css from './change.module.css'

interface PartProps {
  readonly row: ChangeRow
  readonly directory: Directory
  readonly frame: TimeFrame
}

/** Collisions by name and time, the gravest in red; says it too where none were found, and where nobody has looked. */
export function Collisions({ row, frame }: PartProps) {
  const all = row.conflicts
  if (all == null) return ['draft', 'submitted'].includes(row.state) ? null : <Section title="Collisions"><p className="ek-3" style={{ padding: 8 }}>Not looked for.</p></Section>
  return (
    <Section title="Collisions" note={all.length > 0 ? all.length : 'none were found'}>
      <ConflictLines conflicts={all} frame={frame} />
    </Section>
  )
}

/** Used by the form and the calendar too. */
export function ConflictLines({ conflicts, frame }: { conflicts: readonly ConflictShown[]; frame: TimeFrame }) {
  return (
    <>
      {conflicts.map((c) => (
        <Line
          key={`${c.kind} ${c.with?.id ?? ''} ${c.from}`} trail={<Tag tone={gravityTone(c.gravity)}>{gravityWords[c.gravity]}</Tag>}
          below={<>{duePoint(c.from, frame)} to {duePoint(c.to, frame)}{c.with && <> · <Link href={addressOf(`${c.with.record}s`, c.with.number)}>{c.with.number}</Link></>}</>}
        >
          <span className={c.gravity === 'note' ? undefined : 'ek-bad'}>{inReadersZone(c.sentence, frame)}</span>
        </Line>
      ))}
    </>
  )
}

/** The level, and for what the points were given. */
export function Risk({ row }: PartProps) {
  if (row.riskLevel == null) return null
  return (
    <Section title="Risk" note={`${row.riskScore ?? 0} of 100`} trail={<Tag tone={riskTone(row.riskLevel)}>{row.riskLevel}</Tag>}>
      {row.agreedLevel != null && (row.agreedLevel !== row.riskLevel || row.agreedScore !== row.riskScore) && <p className="ek-warn" style={{ padding: 8 }}>Agreed to as {row.agreedLevel}{row.agreedScore == null ? '' : `, ${row.agreedScore} of 100`}; found since to be as follows.</p>}
      <RiskLines reasons={row.riskReasons ?? []} />
    </Section>
  )
}

export function RiskLines({ reasons }: { reasons: NonNullable<ChangeRow['riskReasons']> }) {
  if (reasons.length === 0) return <p className="ek-3" style={{ padding: 8 }}>Nothing speaks against it.</p>
  return <>{reasons.map((r) => <Line key={`${r.what} ${r.why}`} lead={<span className={css.points}>+{r.points}</span>}>{r.why}</Line>)}</>
}

/** Hurt things on the page; the rest is counted. */
const HURT_SHOWN = 12

/** What stands on what it touches, each with the way there. */
export function Hurts({ row, directory }: PartProps) {
  const impact = row.impact
  if (impact == null) return null
  const services = impact.reached.filter((r) => r.record === 'service')
  const nameOf = (id: string): string => directory.name(id) ?? 'one you cannot see'
  return (
    <Section title="What it hurts" note={impact.count === 0 ? 'nothing stands on it' : `${counted(services.length, 'service')}, ${counted(impact.count, 'thing')} in all`}>
      <Line lead={<span className="ek-3">itself</span>}>{[...row.serviceIds, ...(row.ciIds ?? [])].map((id) => nameOf(id)).join(', ') || <span className="ek-bad">nothing named</span>}</Line>
      {(services.length > 0 ? services : impact.reached).slice(0, HURT_SHOWN).map((r) => (
        <Line key={r.id} below={r.path.length > 2 ? <>through {r.path.slice(1, -1).map(nameOf).join(' → ')}</> : undefined} trail={r.confidence < 0.995 ? `sure to ${percent(r.confidence)}` : undefined}>
          {r.record === 'service' ? <Link href={addressOf('services', r.id)}>{nameOf(r.id)}</Link> : nameOf(r.id)}
        </Line>
      ))}
      {services.length > HURT_SHOWN && <p className="ek-small ek-3" style={{ padding: 8 }}>and {counted(services.length - HURT_SHOWN, 'more', 'more')}</p>}
    </Section>
  )
}

/** What users will notice, also for them. */
export function Outages({ row, directory, frame }: PartProps) {
  if (row.projectedOutages.length === 0) return null
  return (
    <Section title="What users will notice">
      {row.projectedOutages.map((o) => (
        <Line key={`${o.serviceId} ${o.from}`} below={o.note ?? undefined} trail={`${elapsed((Date.parse(o.to) - Date.parse(o.from)) / 1000)}${o.degree < 1 ? `, ${percent(o.degree)} of it` : ''}`}>
          <b className="ek-strong">{directory.name(o.serviceId) ?? 'A service you cannot see'}</b> {duePoint(o.from, frame)} to {duePoint(o.to, frame)}
        </Line>
      ))}
    </Section>
  )
}

/** The plan in people's words; what is missing says so where it is still wanted. */
export function Plan({ row, frame, isClient }: PartProps & { isClient: boolean }) {
  const isOpen = !['closed', 'cancelled', 'rejected'].includes(row.state)
  const part = (title: string, text: string | null | undefined, extra?: ReactNode): ReactNode => (
    <div>
      <h3 className={css.sub}>{title}</h3>
      <div className={css.said}>{text ? <Markdown text={text} /> : <p className={isOpen ? css.missing : 'ek-3'}>{NOT_RECORDED}</p>}{extra}</div>
    </div>
  )
  return (
    <Section title="The plan" note={row.plannedStart === null ? 'no time yet' : `${duePoint(row.plannedStart, frame)}${row.plannedEnd === null ? '' : ` to ${duePoint(row.plannedEnd, frame)}`}`}>
      {row.description && <div className={css.said}><Markdown text={row.description} /></div>}
      {!isClient && (
        <div className={css.two}>
          {part('How to get back', row.remediation, (row.pointOfNoReturn || (row.backOutSeconds ?? 0) > 0) && (
            <p className="ek-small ek-2">{row.pointOfNoReturn && <>point of no return <Time at={row.pointOfNoReturn} form="due" /></>}{row.pointOfNoReturn && (row.backOutSeconds ?? 0) > 0 && ', '}{(row.backOutSeconds ?? 0) > 0 && `getting back takes ${elapsed(row.backOutSeconds ?? 0)}`}</p>
          ))}
          {part('How it was tried', row.testEvidence)}
          {part('Who is told, and when', row.communicationPlan)}
        </div>
      )}
    </Section>
  )
}

/** When it began and ended beside when it was to. */
export function Doing({ row, frame, isClient }: PartProps & { isClient: boolean }) {
  if (row.actualStart === null) return null
  const kept = hasKeptTime(row)
  return (
    <Section title="How it was done" note={kept === null ? '' : kept ? 'in its planned time' : 'not in its planned time'}>
      <div style={{ paddingTop: 8 }}>
        <Facts form="row" facts={[
          ['Begun', duePoint(row.actualStart, frame)],
          ['Done', row.actualEnd === null ? 'not yet' : `${duePoint(row.actualEnd, frame)}, took ${elapsed((Date.parse(row.actualEnd) - Date.parse(row.actualStart)) / 1000)}`],
          ['How it went', row.result === null ? 'not said yet' : resultWords[row.result]],
          ...(isClient || !row.alertsOutside ? [] : [['Alerts outside its scope', <span key="a" className="ek-bad">{counted(row.alertsOutside, 'alert')}</span>] as const]),
        ]} />
      </div>
    </Section>
  )
}

/** What was found when it was looked at again. */
export function Review({ row, frame }: PartProps) {
  if (!row.reviewText && row.documentationDue == null) return null
  return (
    <Section title="Review" note={row.isReviewedByRule ? 'by rule' : ''}>
      {row.reviewText && <div className={css.said}><Markdown text={row.reviewText} /></div>}
      {row.documentationDue && <p className={Date.parse(row.documentationDue) < frame.now ? 'ek-bad' : 'ek-warn'} style={{ padding: 8 }}>An emergency: its record is to be complete by {duePoint(row.documentationDue, frame)}.</p>}
    </Section>
  )
}
