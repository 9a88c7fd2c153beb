/** Why it keeps happening: what is known of the cause, which incidents it made, how it was looked for, and whether the fix held. */
import { Button, Menu } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { AnyRow, Opened, RecordSketch } from '../../client/shapes.ts'
import { Composer } from '../../kit/composer.tsx'
import { calendarDay } from '../../kit/format-time.ts'
import { counted, money, NOT_RECORDED } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Markdown } from '../../kit/markdown.tsx'
import { Page } from '../../kit/page.tsx'
import { Priority } from '../../kit/priority.tsx'
import { Facts, PageHead, Rail, Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Thread } from '../../kit/thread.tsx'
import { Time } from '../../kit/time.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import type { Problem } from '../../practices/problem/record.ts'
import { addressOf } from '../data/address.ts'
import { pointedTo, useDirectory, type Directory } from '../data/directory.ts'
import { useAct, useDescription, useList, useMe, useRecord, useTimeline } from '../data/queries.ts'
import { priorityOf, type IncidentRow } from '../data/rows.ts'
import { storyOf } from '../data/story.tsx'
import { ChangeDialog } from '../forms/change-dialog.tsx'
import { Fault } from '../parts/fault.tsx'
import { LinkDialog, Links } from '../parts/links.tsx'
import parts from '../parts/parts.module.css'
import { StateOf } from '../parts/value.tsx'
import { useDoing, VerbBar } from '../parts/verb-bar.tsx'
import { Worksheets } from './problem-sheets.tsx'

/** A problem as it comes over the wire. */
export type ProblemRow = AnyRow & Problem

/** Incidents on the page; the list of incidents has the others. */
const MOST_INCIDENTS = 12

export function ProblemPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const sketch = useDescription().data?.find('problems')
  const record = useRecord<ProblemRow>('problems', id)
  if (record.data && sketch) return <Shown key={record.data.id} sketch={sketch} row={record.data} />
  return <Page crumbs={[{ label: 'Problems', href: '/problems' }, { label: id }]}>{record.error ? <Fault error={record.error} retry={() => void record.refetch()} /> : <LoadingRows />}</Page>
}

/** The buttons of a state; the last is the one that leads on. */
const first: Readonly<Record<string, readonly string[]>> = {
  detected: ['giveUp', 'log'], logged: ['giveUp', 'classify'], classified: ['publishKnownError', 'investigate'], investigating: ['pause', 'giveUp', 'publishKnownError'], pending: ['resume'], known_error: ['acceptRisk', 'investigateOn', 'proposeSolution'],
  solution_proposed: ['acceptRisk', 'raiseChange'], change_raised: ['acceptRisk', 'implement'], implemented: ['reopen', 'verify'], verified: ['reopen', 'close'], closed: ['reopen'], closed_accepted_risk: ['reopen', 'renewRisk'], closed_not_found: ['reopen'],
}
const drawnToo = ['investigateOn', 'retireKnownError', 'declareMajor', 'tag', 'bookEffort', 'release'] as const

function Shown({ sketch, row }: { sketch: RecordSketch; row: Opened<ProblemRow> }) {
  const me = useMe().data
  const written = useWritten(row)
  const toRaise = written.find((c) => !notToRaise.has(c.state))
  // The change that was written for it stands in the form; whoever raises it says so with one click.
  const offered = useMemo(() => (row.changeId === null && toRaise ? { ...row, changeToRaise: toRaise.id } : row), [row, toRaise])
  const doing = useDoing(sketch, offered, drawnToo, (verb) => (verb === 'raiseChange' ? <ToWrite row={row} written={written} /> : null))
  const act = useAct('problems')
  const timeline = useTimeline('problems', row.id)
  const wanted = useMemo(() => pointedTo(timeline.data ?? [], sketch), [timeline.data, sketch])
  const directory = useDirectory(row.titles, wanted)
  const entries = useMemo(() => storyOf(timeline.data ?? [], sketch, directory, me?.id), [timeline.data, sketch, directory, me?.id])
  const records = useDescription().data?.records
  const refer = (number: string): string => addressOf(records?.find((r) => number.startsWith(`${r.prefix}-`))?.plural ?? 'incidents', number)
  const may = (verb: string): boolean => row.verbs?.some((v) => v.name === verb && v.allowed) ?? false
  const update = sketch.verbs.find((v) => v.name === 'update')
  const mayChange = update !== undefined && me !== undefined && update.by.includes(me.role) && (update.from === null || update.from.includes(row.state))
  const [dialog, setDialog] = useState<'change' | 'link' | null>(null)
  useKeys('This problem', [
    ...(may('link') ? [{ keys: 'L', label: 'link', run: () => setDialog('link') }] : []),
    ...(mayChange ? [{ keys: 'D', label: 'change the facts', run: () => setDialog('change') }] : []),
  ])
  return (
    <Page crumbs={[{ label: 'Problems', href: '/problems' }, { label: row.number }]} tabTitle={`${row.number} ${row.title}`} railLabel="Facts and links" rail={<ProblemRail row={row} sketch={sketch} directory={directory} onChange={mayChange ? () => setDialog('change') : null} onLink={() => setDialog('link')} />}>
      <PageHead title={row.title} trail={<StateOf sketch={sketch} row={row} />} note={<>{row.number} · recorded <Time at={row.createdAt} /></>} />
      <div className="ek-row ek-wrap" style={{ marginBottom: 14 }}>
        <Priority value={priorityOf(row.priority)} />{row.isMajor && <Tag tone="solid">Major</Tag>}{row.isProactive && <Tag tone="info">Proactive</Tag>}
        <span className="ek-space" />
        <VerbBar sketch={sketch} doing={doing} first={first[row.state] ?? []} more={mayChange && <Menu.Item onClick={() => setDialog('change')}>Change the facts</Menu.Item>} />
      </div>
      {doing.fault}
      <Cause row={row} onChange={mayChange ? () => setDialog('change') : null} />
      <Fix row={row} />
      <Incidents problemId={row.id} />
      <Worksheets problem={row} mayWrite={me !== undefined && me.role !== 'auditor'} />
      <Section title="What happened" note="oldest first">
        {timeline.error ? <Fault error={timeline.error} retry={() => void timeline.refetch()} /> : <Thread entries={entries} view="everything" refer={refer} empty={timeline.isPending ? <LoadingRows /> : <p className="ek-3">Nothing yet.</p>} />}
        <Composer draftKey={row.id} first="internal" receivers={{ public: 'everybody who may see it', internal: 'your colleagues only' }} onSend={async ({ body, visibility }) => { await act.mutateAsync({ id: row.id, verb: visibility === 'public' ? 'comment' : 'note', input: { body } }) }}
          refusedBecause={may('note') ? undefined : 'Your role does not write here.'} />
      </Section>
      {doing.dialog}
      {dialog === 'change' && <ChangeDialog sketch={sketch} row={row} onDone={() => setDialog(null)} />}
      {dialog === 'link' && <LinkDialog sketch={sketch} row={row} onClose={() => setDialog(null)} />}
    </Page>
  )
}

/** Changes that were written for one problem; more are hardly written. */
const MOST_WRITTEN = 10
/** A draft may still become anything, and what was dropped brings nothing. */
const notToRaise = new Set(['draft', 'cancelled', 'rejected'])

/** The changes that name this problem, the newest first; asked only while one is to be raised. */
function useWritten(row: ProblemRow): readonly (AnyRow & { readonly title: string })[] {
  return useList<AnyRow & { readonly title: string }>('changes', { problemId: row.id, sort: '-createdAt', limit: MOST_WRITTEN }, row.state === 'solution_proposed').data?.items ?? none
}
const none: readonly never[] = []

/** The change is a record of its own, with its plan and its approvals: whoever has not written it yet is led there. */
function ToWrite({ row, written }: { row: ProblemRow; written: ReturnType<typeof useWritten> }) {
  const sketch = useDescription().data?.find('changes')
  const about = new URLSearchParams({ problemId: row.id, ...(row.serviceId === null ? {} : { serviceId: row.serviceId }), title: (row.solution ?? row.title).split('\n')[0]?.slice(0, 200) ?? row.title })
  const write = <Link href={`/changes/new?${about.toString()}`}>{written.length === 0 ? 'Write it' : 'Write another'}</Link>
  if (written.length === 0) return <p style={{ marginBottom: 12 }}>Name the change that brings the solution. Is it not written yet? {write}; when it is submitted, it stands here by itself.</p>
  return (
    <div style={{ marginBottom: 12 }}>
      <p>Written for this problem{written.every((c) => notToRaise.has(c.state)) && ', but not submitted'}: ({write})</p>
      <ul className={parts.rows} aria-label="Changes that name this problem">
        {written.map((c) => <li key={c.id}><Link quiet href={addressOf('changes', c.number)} className={parts.rowLink}><span className={`ek-id ${parts.rowNumber}`}>{c.number}</span><span className={parts.rowSubject}>{c.title}</span></Link>{sketch && <StateOf sketch={sketch} row={c} />}</li>)}
      </ul>
    </div>
  )
}

/** What is known: the words that the desk is shown too. */
function Cause({ row, onChange }: { row: ProblemRow; onChange: (() => void) | null }) {
  const isOffered = row.knownErrorSince !== null && row.knownErrorUntil === null
  const said = row.knownErrorSince === null ? 'the desk is not shown it yet' : isOffered ? <>offered to the desk since <Time at={row.knownErrorSince} /></> : <>retired <Time at={row.knownErrorUntil ?? row.knownErrorSince} /></>
  return (
    <Section title="What is known" note={said} trail={onChange && <Button size="xs" variant="subtle" onClick={onChange}>Change</Button>}>
      <div className="ek-read" style={{ paddingTop: 8, display: 'grid', gap: 10 }}>
        {row.description && <Markdown text={row.description} />}
        {([['Cause', row.causeStatement], ['What shows it', row.causeEvidence], ['Workaround', row.workaround], ['Solution', row.solution], ['Business case', row.businessCase]] as const).map(([label, text]) =>
          (text === null ? (label === 'Cause' || label === 'Workaround') && <p key={label} className="ek-3">{label}: {NOT_RECORDED}</p> : <div key={label}><b>{label}</b><Markdown text={text} /></div>))}
      </div>
    </Section>
  )
}

/** Whether the fix held, as it was found, or until when it is watched. */
function Fix({ row }: { row: ProblemRow }) {
  if (row.implementedAt === null) return row.review === null ? null : <Reviewed review={row.review} />
  const found = row.fixVerdict
  return (
    <>
      <Section title="Did the fix hold?" note={<>implemented <Time at={row.implementedAt} /></>}>
        <p style={{ padding: '8px 0' }}>
          {found === null ? <>It is watched until {row.observeUntil === null ? 'it is verified' : <Time at={row.observeUntil} />}. Then its incidents say whether it held.</>
            : found.verdict === 'fixed' ? <><b>It held (95 %).</b> None came back in {Math.floor(found.after.days)} days in which {(found.due ?? 0).toFixed(1)} were due; {found.before.count + 1} incidents came in the {Math.floor(found.before.days)} days before.</>
            : <><b>Nothing counted could tell:</b> fewer than two incidents came before. How it is known: {found.proof ?? NOT_RECORDED}</>}
          {row.recurredIds.length > 0 && <> <b>{counted(row.recurredIds.length, 'incident')} came after the fix.</b> {found === null ? '' : 'Reopen it where the cause is the same; take it off those that have another.'}</>}
          {row.isMajor && row.review === null && row.reviewDueAt !== null && <> {row.isReviewLate ? <b>Its review is late: it was due <Time at={row.reviewDueAt} />.</b> : <>Its review is due <Time at={row.reviewDueAt} form="due" />.</>}</>}
        </p>
      </Section>
      {row.review !== null && <Reviewed review={row.review} />}
    </>
  )
}

function Reviewed({ review }: { review: NonNullable<Problem['review']> }) {
  return (
    <Section title="Review">
      <div className="ek-read" style={{ paddingTop: 8, display: 'grid', gap: 8 }}>
        {([['Done right', review.doneRight], ['Done wrong', review.doneWrong], ['To do better', review.doBetter], ['So that it does not come again', review.prevention]] as const).map(([label, text]) => <div key={label}><b>{label}</b><Markdown text={text} /></div>)}
      </div>
    </Section>
  )
}

function Incidents({ problemId }: { problemId: string }) {
  const sketch = useDescription().data?.find('incidents')
  const list = useList<IncidentRow>('incidents', { problemId, sort: '-createdAt', limit: MOST_INCIDENTS, count: true })
  const rows = list.data?.items ?? []
  const total = list.data?.count ?? rows.length
  return (
    <Section title="Its incidents" note={list.data ? counted(total, 'incident') : undefined} trail={total > rows.length && <Link href={`/incidents?problemId=${problemId}&sort=-createdAt`}>All of them</Link>}>
      {list.data && rows.length === 0 ? <p className="ek-3" style={{ padding: '8px 0' }}>No incident names it. Name it on an incident, under Facts.</p> : (
        <ul className={parts.rows}>
          {rows.map((r) => (
            <li key={r.id}>
              <Link quiet href={`/incidents/${r.number}`} className={parts.rowLink}><span className={parts.rowLead}><Priority value={priorityOf(r.priority)} /></span><span className={`ek-id ${parts.rowNumber}`}>{r.number}</span><span className={parts.rowSubject}>{r.title}</span></Link>
              <span className="ek-desk ek-small ek-3"><Time at={r.createdAt} /></span><StateOf sketch={sketch} row={r} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function ProblemRail({ row, sketch, directory, onChange, onLink }: { row: Opened<ProblemRow>; sketch: RecordSketch; directory: Directory; onChange: (() => void) | null; onLink: () => void }) {
  const worked = useList('known-error-uses', { problemId: row.id, state: 'worked', limit: 1, count: true }).data?.count
  const failed = useList('known-error-uses', { problemId: row.id, state: 'failed', limit: 1, count: true }).data?.count
  const origin = sketch.fields.find((f) => f.name === 'origin')?.words?.[row.origin] ?? row.origin
  const change = typeof row.changeId === 'string' ? row.titles?.[row.changeId] : undefined
  return (
    <Rail>
      <Section title="Facts" isRuled={false} trail={onChange && <Button size="xs" variant="subtle" onClick={onChange}>Change</Button>}>
        <Facts facts={[
          ['Owner', directory.name(row.ownerId) ?? <span key="o" className="ek-warn">nobody</span>], ['With', directory.name(row.assigneeId) ?? 'nobody'], ['Team', directory.name(row.teamId) ?? 'no team yet'],
          ['Service', row.serviceId === null ? 'no service yet' : <Link key="s" href={`/services/${row.serviceId}`}>{directory.name(row.serviceId) ?? 'one you cannot see'}</Link>], ['Category', row.category ?? NOT_RECORDED], ['Found by', origin],
          ['Solution costs', row.costMinor === null || row.currency === null ? NOT_RECORDED : money(row.costMinor, row.currency)],
          ...(change ? [['Change', <Link key="c" href={addressOf('changes', change.number)}>{change.title}</Link>] as const] : []),
          ...(row.state === 'closed_accepted_risk' ? [['Accepted by', directory.name(row.acceptedById) ?? NOT_RECORDED], ['Review on', row.reviewOn === null ? NOT_RECORDED : calendarDay(row.reviewOn)]] as const : []),
          ...(row.mergedIntoId === null ? [] : [['Merged into', <Link key="m" href={`/problems/${row.mergedIntoId}`}>{row.titles?.[row.mergedIntoId]?.title ?? 'another problem'}</Link>] as const]),
        ]} />
      </Section>
      {row.knownErrorSince !== null && <Section title="As a known error" isRuled={false}><p>{worked === undefined || failed === undefined ? 'Counting' : worked + failed === 0 ? 'Not applied yet.' : <>Helped {worked} of {counted(worked + failed, 'time')}.</>}</p></Section>}
      {row.evidence !== null && <Section title="Evidence" isRuled={false}><Markdown text={row.evidence} /></Section>}
      <Links row={row} sketch={sketch} mayLink={row.verbs?.some((v) => v.name === 'link' && v.allowed) ?? false} onAdd={onLink} />
    </Rail>
  )
}
