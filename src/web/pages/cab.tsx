/** The agenda of those who decide: each change with its evidence at hand, the decision recorded in place. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { queryOf } from '../../client/transport.ts'
import type { AgendaItem } from '../../client/changes.ts'
import type { AnyRow, Opened, RecordSketch, Titles } from '../../client/shapes.ts'
import { calendarDay, duePoint, inReadersZone } from '../../kit/format-time.ts'
import { counted, listed, NOT_RECORDED } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Facts, Line, PageHead } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { useTimeFrame, useViewer } from '../../kit/viewer.tsx'
import { addressOf } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { useDirectory } from '../data/directory.ts'
import { useAct, useDescription, useMe } from '../data/queries.ts'
import { VerbDialog } from '../forms/verb-dialog.tsx'
import { RecordSelect } from '../forms/record-select.tsx'
import { Fault, FaultLine } from '../parts/fault.tsx'
import { StateOf } from '../parts/value.tsx'
import { useDecision } from './change-approvals.tsx'
import { ConflictLines } from './change-sections.tsx'
import { agendaWords, byAgenda } from './cab-words.ts'
import { approvalWords, askedWords, hasKeptTime, isStaff, riskTone, whyNotYours, type ApprovalRow, type ChangeRow } from './change-words.ts'
import css from './change.module.css'

const current = { group: 'active' } as const

export function Cab() {
  const { navigate } = useViewer()
  const { teamId } = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const sketch = useDescription().data?.find('changes')
  // Under the key of lists of changes: the live stream asks anew when one moves.
  const agenda = useQuery({ queryKey: ['list', 'changes', 'agenda', teamId], queryFn: () => client.changeAgenda(teamId) })
  const items = byAgenda(agenda.data?.items ?? [])
  return (
    <Page crumbs={[{ label: 'Changes', href: '/changes' }, { label: 'Agenda' }]} actions={<Button onClick={() => navigate('/calendar')}>Calendar</Button>}>
      <PageHead title={agenda.data ? agendaWords(items) : 'Agenda'} note="What is to decide, soonest first, with what speaks for and against it. What you decide here is recorded on the change." />
      <div style={{ maxWidth: 280, marginBottom: 16 }}><RecordSelect to="team" label="Only this team" filters={current} placeholder="All teams" value={teamId ?? null} onChange={(id) => navigate(`/cab${queryOf({ teamId: id ?? undefined })}`)} /></div>
      {agenda.error ? <Fault error={agenda.error} retry={() => void agenda.refetch()} /> : !agenda.data || !sketch ? <LoadingRows />
        : items.length === 0 ? <EmptyState title="Nothing is to decide" why="Changes that were submitted or assessed stand here until somebody has decided about them."><Button onClick={() => navigate('/changes')}>See the changes</Button></EmptyState>
          : items.map((item) => <Item key={item.change.id} item={item} titles={agenda.data.titles} sketch={sketch} />)}
    </Page>
  )
}

function Item({ item, titles, sketch }: { item: AgendaItem; titles: Titles | undefined; sketch: RecordSketch }) {
  const row = item.change as ChangeRow
  const round = item.approvals as readonly ApprovalRow[]
  const me = useMe().data
  const frame = useTimeFrame(60)
  const directory = useDirectory(titles, { service: row.serviceIds, ci: (row.ciIds ?? []).slice(0, 20), person: round.flatMap((a) => [a.approverId, a.decidedById]).filter((v) => v !== null) })
  const decision = useDecision(row, round, { id: me?.id ?? '', role: me?.role ?? 'requester' }, frame.now)
  const act = useAct('changes')
  const [verb, setVerb] = useState<string | null>(null)
  const open = sketch.verbs.find((v) => v.name === verb)
  const mayDecide = me !== undefined && isStaff(me.role)
  const whyNot = me === undefined || decision.isAgreed ? null : whyNotYours(row, round, { id: me.id, role: me.role }, frame.now)
  const said = round.filter((a) => a.decidedById !== null)
  const kept = hasKeptTime(row)
  const hurt = (row.impact?.serviceIds ?? []).filter((id) => !row.serviceIds.includes(id))
  return (
    <article className={css.agenda} aria-label={`${row.number} ${row.title}`}>
      <div className={css.agendaHead}>
        <span className="ek-id">{row.number}</span>
        <h2><Link quiet href={addressOf('changes', row.number)}>{row.title}</Link></h2>
        <StateOf sketch={sketch} row={row} />
        {row.type !== 'normal' && <Tag tone={row.type === 'emergency' ? 'bad' : 'idle'}>{sketch.fields.find((f) => f.name === 'type')?.words?.[row.type] ?? row.type}</Tag>}
        {row.riskLevel ? <Tag tone={riskTone(row.riskLevel)}>{row.riskLevel} risk</Tag> : <span className="ek-3">not assessed</span>}
        {row.isPlannedLate && <Tag tone="warn">planned late</Tag>}
        <span className="ek-space" />
        <span className="ek-2">{row.plannedStart === null || row.plannedEnd === null ? 'no time yet' : `${duePoint(row.plannedStart, frame)} to ${duePoint(row.plannedEnd, frame)}`}</span>
      </div>
      <p className={item.outcome.status === 'rejected' ? 'ek-bad' : item.missing.length > 0 ? 'ek-warn' : 'ek-2'}>{item.missing.length > 0 ? `Its record lacks ${listed(item.missing)}.` : inReadersZone(item.outcome.why, frame)}</p>
      <div style={{ margin: '6px 0' }}>
        <Facts form="row" facts={[
          ['Touches', listed([...row.serviceIds, ...(row.ciIds ?? [])].slice(0, 8).map((id) => directory.name(id) ?? 'one you cannot see')) || NOT_RECORDED],
          ['Hurts', row.impact == null ? 'not looked for' : hurt.length === 0 ? 'nothing stands on it' : `${counted(hurt.length, 'service')}: ${listed(hurt.slice(0, 4).map((id) => directory.name(id) ?? 'one you cannot see'))}${hurt.length > 4 ? ' and more' : ''}`],
          ['Risk', row.riskReasons?.[0] ? row.riskReasons.slice(0, 2).map((r) => r.why).join(' ') : NOT_RECORDED],
          ['Way back', row.remediation ? firstLine(row.remediation) : NOT_RECORDED],
          ['Tried', row.testEvidence ? firstLine(row.testEvidence) : NOT_RECORDED],
          ...(row.agendaOn ? [['On the agenda', calendarDay(row.agendaOn)] as const] : []),
          ...(kept === null ? [] : [['Kept its time', kept ? 'yes' : 'no'] as const]),
        ]} />
      </div>
      <ConflictLines conflicts={item.conflicts.filter((c) => c.gravity !== 'note')} frame={frame} />
      {said.map((a) => <Line key={a.id} lead={a.decidedAt ? <Time at={a.decidedAt} /> : undefined} trail={<Tag tone={a.state === 'rejected' ? 'bad' : a.state === 'approved' ? 'good' : 'idle'}>{approvalWords[a.state] ?? a.state}</Tag>}>{directory.name(a.decidedById) ?? 'Somebody you cannot see'} <span className="ek-3">for {askedWords(a, directory.name)}</span></Line>)}
      {item.advice.map((a) => <Line key={`${a.by} ${a.at}`} lead={<Time at={a.at} />} below={a.why ?? undefined} trail={<Tag tone={a.advice === 'against' ? 'bad' : a.advice === 'conditions' ? 'warn' : 'good'}>{adviceWords[String(a.advice)] ?? String(a.advice)}</Tag>}>{a.by}</Line>)}
      <FaultLine error={verb === null ? act.error : null} />
      {mayDecide && (
        <div className="ek-row ek-wrap" style={{ marginTop: 8 }}>
          {decision.mine && <Button variant="filled" onClick={() => decision.ask('approve')}>Approve</Button>}
          {decision.mine && <Button onClick={() => decision.ask('reject')}>Reject</Button>}
          {whyNot !== null && <span className="ek-2">{inReadersZone(whyNot, frame)}</span>}
          {!decision.mine && decision.isAgreed && <Button variant="filled" onClick={() => setVerb('authorise')}>Authorise</Button>}
          {row.state === 'submitted' && item.missing.length === 0 && <Button variant="filled" loading={act.isPending} onClick={() => act.mutate({ id: row.id, verb: 'assess', version: row.version })}>Assess</Button>}
          <Button onClick={() => setVerb('rework')}>Send back</Button>
          <Button onClick={() => setVerb('defer')}>Defer</Button>
          <Button onClick={() => setVerb('advise')}>Advise</Button>
        </div>
      )}
      {decision.dialog}
      {open && <VerbDialog sketch={sketch} verb={open} row={row as Opened<AnyRow>} what={row.number} onDo={(input) => act.mutateAsync({ id: row.id, verb: open.name, input, version: row.version })} onClose={() => { setVerb(null); act.reset() }} />}
    </article>
  )
}

const adviceWords: Readonly<Record<string, string>> = { for: 'for it', against: 'against it', conditions: 'with conditions' }
const MOST_QUOTED = 140
const firstLine = (text: string): string => { const line = text.split('\n').find((l) => l.trim() !== '') ?? ''; return line.length > MOST_QUOTED ? `${line.slice(0, MOST_QUOTED)}…` : line }
