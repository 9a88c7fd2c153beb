/** One change: where it stands, who must do what next, what it would meet, who agreed, how it went and what came after. */
import { Button, Menu } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { Fragment, lazy, Suspense, useMemo, useState } from 'react'
import { clients } from '../../model/actor.ts'
import type { AnyRow, Opened, RecordSketch } from '../../client/shapes.ts'
import { Composer } from '../../kit/composer.tsx'
import { duePoint } from '../../kit/format-time.ts'
import { listed } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { useTimeFrame } from '../../kit/viewer.tsx'
import { addressOf } from '../data/address.ts'
import { useDirectory } from '../data/directory.ts'
import { useAct, useDescription, useList, useMe, useRecord } from '../data/queries.ts'
import { ChangeDialog } from '../forms/change-dialog.tsx'
import { Fault, FaultLine } from '../parts/fault.tsx'
import { AttachButton, DropGround, useFileTray } from '../parts/files.tsx'
import { LinkDialog } from '../parts/links.tsx'
import { StateOf } from '../parts/value.tsx'
import { useDoing, VerbBar } from '../parts/verb-bar.tsx'
import { useWatching, WatchButton } from '../parts/watch.tsx'
import { missingIn } from '../../practices/change/rules.ts'
import { Approvals, DecisionBar, useDecision } from './change-approvals.tsx'
import { useSolved } from './change-problems.ts'
import { ChangeRail } from './change-rail.tsx'
import { FindTimeDialog } from './change-slots.tsx'
import { Collisions, Doing as DoneSection, Hurts, Outages, Plan, Review, Risk } from './change-sections.tsx'
import { Tasks } from './change-tasks.tsx'
import { asked, firstVerbsOf, forbiddenBy, isStaff, nextStep, riskTone, roundOf, type ApprovalRow, type ChangeRow } from './change-words.ts'
import css from './change.module.css'

const Aftermath = lazy(() => import('../parts/aftermath.tsx').then((m) => ({ default: m.Aftermath })))
const Said = lazy(() => import('./change-said.tsx').then((m) => ({ default: m.Said })))

export function Change() {
  const { id } = useParams({ strict: false }) as { id: string }
  const sketch = useDescription().data?.find('changes')
  const record = useRecord<ChangeRow>('changes', id)
  if (record.data && sketch) return <Shown key={record.data.id} sketch={sketch} row={record.data} />
  return (
    <Page crumbs={[{ label: 'Changes', href: '/changes' }, { label: id }]}>
      {record.error ? <Fault error={record.error} retry={() => void record.refetch()} /> : <LoadingRows />}
    </Page>
  )
}

/** Quiet verbs that no other part of the page does. */
const drawnToo = ['rework', 'document', 'defer', 'advise'] as const

function Shown({ sketch, row }: { sketch: RecordSketch; row: Opened<ChangeRow> }) {
  const me = useMe().data
  const isClient = me !== undefined && clients.includes(me.role)
  const who = { id: me?.id ?? '', role: me?.role ?? 'requester' } as const
  const frame = useTimeFrame(60)
  const approvals = useList<ApprovalRow>('approvals', { changeId: row.id, limit: 200 }, !isClient)
  const round = useMemo(() => roundOf(row, approvals.data?.items ?? []), [row, approvals.data])
  const titles = useMemo(() => ({ ...approvals.data?.titles, ...row.titles }), [approvals.data?.titles, row.titles])
  const reached = (row.impact?.reached ?? []).flatMap((r) => r.path)
  const directory = useDirectory(titles, { ci: [...(row.ciIds ?? []), ...reached].slice(0, 400), service: [...row.serviceIds, ...(row.impact?.serviceIds ?? []), ...row.projectedOutages.map((o) => o.serviceId)], person: [row.requesterId, row.implementerId ?? null, ...round.flatMap((a) => [a.approverId, a.decidedById])].filter((v) => v !== null) })
  const solved = useSolved(row, isClient)
  const act = useAct('changes')
  const doing = useDoing(sketch, row as Opened<AnyRow>, drawnToo)
  const decision = useDecision(row, round, who, frame.now)
  const may = (verb: string): boolean => row.verbs?.some((v) => v.name === verb && v.allowed) ?? false
  const update = sketch.verbs.find((v) => v.name === 'update')
  const mayChange = update !== undefined && me !== undefined && update.by.includes(me.role) && (update.from === null || update.from.includes(row.state))
  const isWhole = missingIn(asked(row)).length === 0
  const [dialog, setDialog] = useState<'change' | 'link' | 'time' | null>(null)
  const tray = useFileTray('changes', row.id, isClient ? 'public' : 'internal')
  const watching = useWatching('changes', row.id, may('watch') && me?.id !== '')
  // What is whole is assessed at once; the form would ask again for all that stands on the page.
  const start = (name: string): void => (name === 'assess' && isWhole ? act.mutate({ id: row.id, verb: 'assess', version: row.version }) : name === 'assess' && mayChange ? setDialog('change') : doing.start(name))
  const own = { ...doing, start, isBusy: doing.isBusy || act.isPending }
  useKeys('This change', [
    ...(decision.mine ? [{ keys: 'A', label: 'approve', run: () => decision.ask('approve') }, { keys: 'X', label: 'reject', run: () => decision.ask('reject') }]
      : may('assess') ? [{ keys: 'A', label: 'assess', run: () => start('assess') }] : []),
    ...(may('link') ? [{ keys: 'L', label: 'link', run: () => setDialog('link') }] : []),
    ...(mayChange ? [{ keys: 'E', label: 'edit the plan', run: () => setDialog('change') }] : []),
  ])
  const next = nextStep(row, { round, who, nameOf: directory.name, frame })
  // A time that cannot be is moved first; nothing else leads on.
  const isToMove = mayChange && row.state === 'assessed' && forbiddenBy(row) !== null
  const first = firstVerbsOf(row).filter((v) => !(isToMove && v === 'authorise') && !(decision.mine && v === 'rework') && !(v === 'authorise' && round.length > 0 && !decision.isAgreed && row.type !== 'emergency') && !(v === 'document' && row.documentationDue == null))
  const common = { row, directory, frame }
  return (
    <Page
      crumbs={[{ label: 'Changes', href: '/changes' }, { label: row.number }]} tabTitle={`${row.number} ${row.title}`} form="fill" railLabel="Facts, links, files, history" isHeadingOwn actions={may('watch') && <WatchButton watching={watching} />}
      rail={<ChangeRail sketch={sketch} row={row} solved={solved} directory={directory} isClient={isClient} tray={tray} mayAttach={may('comment')} mayLink={may('link')} onLink={() => setDialog('link')} onChange={mayChange ? () => setDialog('change') : null} />}
    >
      <DropGround tray={tray} isOff={!may('comment') && !may('note')} className={css.ground}>
        <div className={css.page}>
          <header className={css.head}>
            <div className={css.headLine}>
              <div className="ek-row ek-wrap">
                <StateOf sketch={sketch} row={row} />
                <Tag tone={row.type === 'emergency' ? 'bad' : 'idle'}>{sketch.fields.find((f) => f.name === 'type')?.words?.[row.type] ?? row.type}</Tag>
                {row.riskLevel && <Tag tone={riskTone(row.riskLevel)}>{row.riskLevel} risk</Tag>}
                {row.isPlannedLate && <Tag tone="warn">planned late</Tag>}
                {row.isDocumentationLate && <Tag tone="bad">record late</Tag>}
              </div>
              <span className="ek-space" />
              <VerbBar sketch={sketch} doing={own} first={first} lead={isToMove ? <Button variant="filled" onClick={() => setDialog('time')}>Find a time</Button> : undefined} more={<>
                {mayChange && <Menu.Item onClick={() => setDialog('change')}>Edit the plan</Menu.Item>}
                {may('watch') && <Menu.Item className="ek-phone" onClick={watching.toggle}>{watching.isMine ? 'Stop watching' : 'Watch'}</Menu.Item>}
              </>} />
            </div>
            <h1 className={css.title}>{row.title}</h1>
            <p className={css.next} data-tone={next.tone}>{next.sentence}</p>
            <p className={css.gist}>
              {row.plannedStart !== null && <span><b>{duePoint(row.plannedStart, frame)}{row.plannedEnd !== null && ` to ${duePoint(row.plannedEnd, frame)}`}</b></span>}
              {row.serviceIds.length > 0 && <span>{listed(row.serviceIds.slice(0, 4).map((s) => directory.name(s) ?? 'one you cannot see'))}{row.serviceIds.length > 4 && ' and more'}</span>}
              {row.implementerId != null && <span>done by {directory.name(row.implementerId) ?? 'one you cannot see'}</span>}
              {solved.length > 0 && <span>solves {solved.map((p, i) => <Fragment key={p.id}>{i > 0 && ', '}<Link href={addressOf('problems', p.number)}>{p.number} {p.title}</Link></Fragment>)}</span>}
            </p>
            {mayChange && !isWhole && row.state !== 'draft' && <p><Button size="xs" onClick={() => setDialog('change')}>Complete the plan</Button></p>}
            {doing.fault}
            <FaultLine error={act.error} />
          </header>
          {!isClient && <Collisions {...common} />}
          {!isClient && <Approvals {...common} round={round} who={who} decision={decision} />}
          {!isClient && <Risk {...common} />}
          {!isClient && <Hurts {...common} />}
          <Outages {...common} />
          <Plan {...common} isClient={isClient} />
          {!isClient && <Tasks changeId={row.id} mayWork={isStaff(who.role)} isOver={['closed', 'cancelled', 'rejected'].includes(row.state)} />}
          <DoneSection {...common} isClient={isClient} />
          {!isClient && <Review {...common} />}
          {!isClient && row.actualStart !== null && <Suspense fallback={null}><Aftermath changeId={row.id} /></Suspense>}
          <Suspense fallback={null}><Said id={row.id} sketch={sketch} myId={who.id} /></Suspense>
          {(may('comment') || may('note')) && (
            <Section title="Say something" isRuled={false}>
              <Composer
                draftKey={row.id} first={isClient ? 'public' : 'internal'} receivers={{ public: 'everybody whom it concerns', internal: 'your colleagues only' }} isPublicOnly={!may('note')} tools={<AttachButton tray={tray} />}
                onSend={async ({ body, visibility }) => { await act.mutateAsync({ id: row.id, verb: visibility === 'public' ? 'comment' : 'note', input: { body } }) }}
              />
            </Section>
          )}
        </div>
        <DecisionBar row={row} decision={decision} onSendBack={may('rework') ? () => doing.start('rework') : null} />
      </DropGround>
      {doing.dialog}
      {decision.dialog}
      {dialog === 'change' && <ChangeDialog sketch={sketch} row={row as Opened<AnyRow>} onDone={() => setDialog(null)} />}
      {dialog === 'time' && <FindTimeDialog row={row} onDone={() => setDialog(null)} />}
      {dialog === 'link' && <LinkDialog sketch={sketch} row={row as Opened<AnyRow>} onClose={() => setDialog(null)} />}
    </Page>
  )
}
