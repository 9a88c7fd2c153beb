/** Take and hold the shift: what needs me now? */
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react'
import { Navigate } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { clients } from '../../model/actor.ts'
import { clockView } from '../../kit/clock-view.ts'
import { elapsed } from '../../kit/format-time.ts'
import { counted, listed } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Priority } from '../../kit/priority.tsx'
import { Line, PageHead, Rail, Section, Strip } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { useTimeFrame, useViewer } from '../../kit/viewer.tsx'
import { countWords } from '../data/count-words.ts'
import { useDirectory, type Directory } from '../data/directory.ts'
import { useList, useMe } from '../data/queries.ts'
import { byTimeLeft, clockFacts, isRunning, priorityOf, tightest, type AlertRow, type IncidentRow } from '../data/rows.ts'
import { Fault } from '../parts/fault.tsx'
import { PromiseClock, TightestClock } from '../parts/incident-cells.tsx'
import css from '../parts/parts.module.css'

const SHOWN = 6
const ASKED = 200

/** Users and customers have no shift to hold: they begin at their incidents. */
export function Bridge() {
  const me = useMe().data
  return me && clients.includes(me.role) ? <Navigate to="/incidents" replace /> : <Shift />
}

function Shift() {
  const me = useMe().data
  const { navigate } = useViewer()
  const open = useList<IncidentRow>('incidents', { group: 'active', sort: 'due', limit: ASKED, count: true })
  const alerts = useList<AlertRow>('alerts', { group: 'active', limit: 50, sort: '-createdAt', count: true })
  const titles = useMemo(() => ({ ...alerts.data?.titles, ...open.data?.titles }), [alerts.data?.titles, open.data?.titles])
  const directory = useDirectory(titles)
  const rows = [...(open.data?.items ?? [])].sort(byTimeLeft)
  const majors = rows.filter((r) => r.isMajor)
  const mine = rows.filter((r) => r.assigneeId !== null && r.assigneeId === me?.id)
  const nobody = rows.filter((r) => r.assigneeId === null && r.state !== 'pending')
  const total = open.data?.count ?? rows.length
  // Only the most urgent ones are asked for: what is counted among them is a least.
  const isAll = rows.length >= total
  const firing = alerts.data?.count ?? alerts.data?.items.length ?? 0
  const unseen = (alerts.data?.items ?? []).filter((a) => a.state === 'firing')
  const make = <Button variant="filled" leftSection={<IconPlus aria-hidden="true" />} onClick={() => navigate('/incidents/new')}>New incident <kbd className="ek-desk">C</kbd></Button>
  return (
    <Page crumbs={[{ label: 'Bridge' }]} actions={make} phoneActions={make} railLabel="News and people" rail={<BridgeRail directory={directory} />}>
      {open.error ? <Fault error={open.error} retry={() => void open.refetch()} /> : open.isPending ? <LoadingRows rows={8} /> : (
        <>
          <Verdict rows={rows} total={total} alerts={firing} />
          {majors.map((m) => <Major key={m.id} row={m} directory={directory} />)}
          {rows.length > 0 && (
            <Section title="Runs out next" note="by working time left; paused ones last" trail={<Link href="/incidents">All {countWords(total)} open</Link>}>
              <Rows rows={rows.filter((r) => !r.isMajor).slice(0, SHOWN)} directory={directory} />
            </Section>
          )}
          <Section title="Mine" note={mine.length} trail={mine.length > SHOWN ? <Link href="/incidents?assigneeId=me&group=active&sort=due">All</Link> : undefined}>
            {mine.length === 0 ? <Quiet>Nothing is with you.{nobody.length > 0 && <> Open one that nobody has yet and press <kbd>T</kbd> to take it.</>}</Quiet> : <Rows rows={mine.slice(0, SHOWN)} directory={directory} />}
          </Section>
          {nobody.length > 0 && (
            <Section title="Nobody has it yet" note={<>{isAll ? '' : 'at least '}{nobody.length}, <Oldest at={nobody.reduce((least, r) => (r.createdAt < least ? r.createdAt : least), nobody[0]?.createdAt ?? '')} /></>}>
              <Rows rows={nobody.slice(0, SHOWN)} directory={directory} isWaiting />
            </Section>
          )}
          <Section title="Alerts that need a look" note={unseen.length === firing ? firing : `${unseen.length} of ${firing} that fire`} trail={<Link href="/alerts">All alerts</Link>}>
            {unseen.length === 0 && firing > 0 ? <Quiet>Somebody has looked at each of them.</Quiet> : unseen.length === 0 ? <Quiet>Nothing fires. <Link href="/settings/ways-in">Let alerts in</Link> if your monitoring does not send here yet.</Quiet> : unseen.slice(0, SHOWN).map((a) => (
              <Line key={a.id} lead={<IconAlertTriangle color={a.severity === 'critical' ? 'var(--ek-bad)' : 'var(--ek-warn)'} aria-label={a.severity ?? 'alert'} />} trail={<Time at={a.startsAt ?? a.createdAt} form="event" />}>
                <Link quiet href={`/alerts?chosen=${a.number}`}><b className="ek-strong">{a.title}</b></Link> <span className="ek-3">· {directory.name(a.serviceId) ?? 'no service'}{a.incidentId ? '' : ', nobody has it yet'}</span>
              </Line>
            ))}
          </Section>
        </>
      )}
    </Page>
  )
}

/** The sentence at the top: what is broken, what runs out, or that nothing needs anybody. */
function Verdict({ rows, total, alerts }: { rows: readonly IncidentRow[]; total: number; alerts: number }) {
  const frame = useTimeFrame(60)
  const tones = rows.map((r) => { const t = tightest(r); return t ? clockView(clockFacts(t), frame, {}).tone : 'none' })
  const broken = tones.filter((t) => t === 'over').length
  const soon = tones.filter((t) => t === 'soon').length
  const majors = rows.filter((r) => r.isMajor).length
  // Sorted by what is due first: when even the last of those asked for is broken, there may be more of them.
  const atLeast = (n: number): string => (rows.length < total && n === rows.length ? `at least ${word(n)}` : word(n))
  const promises = (n: number): string => (n === 1 ? 'promise' : 'promises')
  const parts = [...(broken > 0 ? [`${atLeast(broken)} ${promises(broken)} ${broken === 1 ? 'is' : 'are'} broken`] : []), ...(soon > 0 ? [`${broken + soon === rows.length ? atLeast(soon) : word(soon)}${broken > 0 ? '' : ` ${promises(soon)}`} run${soon === 1 ? 's' : ''} out soon`] : [])]
  const second = parts.length > 0 ? `${capital(listed(parts))}.` : rows.length === 0 ? 'Nothing is open.' : 'All promises hold.'
  const title = `${majors > 0 ? `${capital(word(majors))} major${majors === 1 ? '' : 's'}. ` : ''}${second}`
  const note = rows.length === 0 && alerts === 0 ? 'No incident waits and no alert fires. A good time for what prevents the next one.' : `${countWords(total)} ${total === 1 ? 'incident' : 'incidents'} open, ${counted(alerts, 'alert')} firing.`
  return <PageHead title={title} note={note} />
}
const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const word = (n: number): string => small[n] ?? String(n)
const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1)

function Oldest({ at }: { at: string }) {
  const { now } = useTimeFrame(60)
  return <>oldest waits {elapsed(Math.max(0, (now - Date.parse(at)) / 1000))}</>
}

function Major({ row, directory }: { row: IncidentRow; directory: Directory }) {
  const lead = directory.name(row.leadId)
  return (
    <Strip trail={(row.obligations ?? []).filter((o) => o.kind !== 'response').map((o) => <PromiseClock key={o.kind} promise={o} size="header" />)}>
      <div className="ek-row ek-wrap"><Tag tone="solid">Major</Tag><Link quiet href={`/incidents/${row.number}`}><span className="ek-id">{row.number}</span> <b className="ek-head">{row.title}</b></Link></div>
      <p className="ek-2">{directory.name(row.serviceId) ?? 'No service named'} is hurt. {lead === null ? 'Nobody leads it.' : `${lead} leads.`} <Link href={`/incidents/${row.number}`}>Open it</Link></p>
    </Strip>
  )
}

function Rows({ rows, directory, isWaiting = false }: { rows: readonly IncidentRow[]; directory: Directory; isWaiting?: boolean }) {
  return (
    <ul className={css.rows}>
      {rows.map((r) => {
        const answer = isWaiting ? r.obligations?.find((o) => o.kind === 'response' && isRunning(o)) : undefined
        return (
          <li key={r.id}>
            <Link quiet href={`/incidents/${r.number}`} className={css.rowLink}>
              <span className={css.rowLead}><Priority value={priorityOf(r.priority)} /></span>
              <span className={`ek-id ${css.rowNumber}`}>{r.number}</span>
              <span className={css.rowSubject}>{r.title} <span>· {isWaiting ? directory.name(r.teamId) ?? 'no team yet' : directory.name(r.serviceId) ?? 'no service yet'}</span></span>
            </Link>
            {answer ? <PromiseClock promise={answer} wording="in" /> : <TightestClock row={r} />}
          </li>
        )
      })}
    </ul>
  )
}

function Quiet({ children }: { children: ReactNode }) {
  return <p className="ek-3" style={{ padding: '8px 0' }}>{children}</p>
}

function BridgeRail({ directory }: { directory: Directory }) {
  const news = useList<IncidentRow>('incidents', { sort: '-updatedAt', limit: 8 })
  return (
    <Rail>
      <Section title="Last news" isRuled={false}>
        {news.data?.items.length === 0 && <p className="ek-3">Nothing has happened yet.</p>}
        {news.data?.items.map((r) => (
          <Line key={r.id} lead={<Time at={r.updatedAt} />} below={`${r.state.replace('_', ' ')}${directory.name(r.assigneeId) ? ` · ${directory.name(r.assigneeId)}` : ''}`}>
            <Link quiet href={`/incidents/${r.number}`}><span className="ek-id">{r.number}</span> {r.title}</Link>
          </Line>
        ))}
      </Section>
      <Section title="On call now" isRuled={false}>
        <p className="ek-3">Rotations are not recorded yet. Alerts tell the team of the service.</p>
      </Section>
    </Rail>
  )
}
