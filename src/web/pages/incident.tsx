/** Restore and tell: how bad, how long, what next? */
import { Menu } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { clients } from '../../model/actor.ts'
import type { Opened, RecordSketch } from '../../client/shapes.ts'
import { Composer } from '../../kit/composer.tsx'
import { ViewTabs } from '../../kit/filter-chips.tsx'
import type { ThreadView } from '../../kit/fold.ts'
import { elapsed } from '../../kit/format-time.ts'
import { Page } from '../../kit/page.tsx'
import { Priority } from '../../kit/priority.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Thread } from '../../kit/thread.tsx'
import { useTimeFrame } from '../../kit/viewer.tsx'
import { addressOf } from '../data/address.ts'
import { pointedTo, useDirectory } from '../data/directory.ts'
import { useAct, useDescription, useMe, useRecord, useTimeline } from '../data/queries.ts'
import { priorityOf, type IncidentRow } from '../data/rows.ts'
import { storyOf } from '../data/story.tsx'
import { Fault } from '../parts/fault.tsx'
import { IncidentState, PromiseClock } from '../parts/incident-cells.tsx'
import { ChangeDialog } from '../forms/change-dialog.tsx'
import { AttachButton, DropGround, useFileTray } from '../parts/files.tsx'
import { LinkDialog } from '../parts/links.tsx'
import { RelationQuestion } from '../parts/relation-question.tsx'
import { StillFires } from '../parts/still-fires.tsx'
import { useDoing, VerbBar } from '../parts/verb-bar.tsx'
import { useWatching, WatchButton } from '../parts/watch.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { IncidentRail } from './incident-rail.tsx'
import css from './incident.module.css'

export function Incident() {
  const { id } = useParams({ strict: false }) as { id: string }
  const sketch = useDescription().data?.find('incidents')
  const record = useRecord<IncidentRow>('incidents', id)
  if (record.data && sketch) return <Shown key={record.data.id} sketch={sketch} row={record.data} />
  return (
    <Page crumbs={[{ label: 'Incidents', href: '/incidents' }, { label: id }]}>
      {record.error ? <Fault error={record.error} retry={() => void record.refetch()} /> : <LoadingRows />}
    </Page>
  )
}

/** The three buttons of a state; the last is the one that leads on. */
const first: Readonly<Record<string, readonly string[]>> = {
  new: ['assign', 'acknowledge'], classified: ['assign', 'acknowledge'], assigned: ['pause', 'acknowledge', 'resolve'], in_progress: ['escalate', 'pause', 'resolve'], pending: ['resolve', 'resume'], resolved: ['reopen', 'close'], closed: ['reopen'],
}
/** Quiet verbs that this page draws: no other place does. */
const drawnToo = ['makePartOf', 'endMajor', 'classify', 'tag', 'bookEffort', 'release', 'linkProblem'] as const
const views: readonly { id: ThreadView; label: string }[] = [{ id: 'everything', label: 'Everything' }, { id: 'said', label: 'People said' }, { id: 'public', label: 'Public only' }]

function Shown({ sketch, row }: { sketch: RecordSketch; row: Opened<IncidentRow> }) {
  const me = useMe().data
  const isClient = me !== undefined && clients.includes(me.role)
  const doing = useDoing(sketch, row, row.isMajor ? drawnToo : drawnToo.filter((v) => v !== 'endMajor'), (verb) => (verb === 'resolve' && !isClient ? <StillFires incidentId={row.id} /> : null))
  const act = useAct('incidents')
  const timeline = useTimeline('incidents', row.id)
  const wanted = useMemo(() => pointedTo(timeline.data ?? [], sketch), [timeline.data, sketch])
  const directory = useDirectory(row.titles, wanted)
  const promises = row.obligations ?? []
  const frame = useTimeFrame(60)
  const [view, setView] = useState<ThreadView>('everything')
  const entries = useMemo(() => storyOf(timeline.data ?? [], sketch, directory, me?.id), [timeline.data, sketch, directory, me?.id])
  const records = useDescription().data?.records
  const refer = (number: string): string => addressOf(records?.find((r) => number.startsWith(`${r.prefix}-`))?.plural ?? 'incidents', number)
  const label = sketch.states.find((s) => s.name === row.state)?.label ?? row.state
  const requester = directory.name(row.requesterId)
  const may = (verb: string): boolean => row.verbs?.some((v) => v.name === verb && v.allowed) ?? false
  const mayWrite = may('comment') || may('note')
  const update = sketch.verbs.find((v) => v.name === 'update')
  const mayChange = update !== undefined && me !== undefined && update.by.includes(me.role) && (update.from === null || update.from.includes(row.state))
  const [dialog, setDialog] = useState<'change' | 'link' | null>(null)
  const tray = useFileTray('incidents', row.id, isClient ? 'public' : 'internal')
  const watching = useWatching('incidents', row.id, may('watch') && me?.id !== '')
  useKeys('This incident', [
    ...(may('link') ? [{ keys: 'L', label: 'link', run: () => setDialog('link') }] : []),
    ...(mayChange ? [{ keys: 'D', label: 'change the facts', run: () => setDialog('change') }] : []),
  ])
  return (
    <Page
      crumbs={[{ label: 'Incidents', href: '/incidents' }, { label: row.number }]} tabTitle={`${row.number} ${row.title}`} form="fill" railLabel="Who is hurt, why due, people"
      isHeadingOwn actions={may('watch') && <WatchButton watching={watching} />}
      rail={<IncidentRail row={row} directory={directory} promises={promises} sketch={sketch} doing={doing} tray={tray} watcherIds={watching.personIds} isClient={isClient} refer={refer} onLink={() => setDialog('link')} onChange={mayChange ? () => setDialog('change') : null} />}
    >
      <DropGround tray={tray} isOff={!mayWrite} className={css.ground}>
      <header className={css.head}>
        <div className={css.headLine}>
          <div className="ek-row ek-wrap">
            <Priority value={priorityOf(row.priority)} />
            {row.isMajor && <Tag tone="solid">Major{row.majorSince ? `, ${elapsed(Math.max(0, (frame.now - Date.parse(row.majorSince)) / 1000))}` : ''}</Tag>}
            <IncidentState row={row} label={label} />
          </div>
          <span className="ek-space" />
          <VerbBar sketch={sketch} doing={doing} first={first[row.state] ?? []} more={(mayChange || may('watch')) && <>
            {mayChange && <Menu.Item onClick={() => setDialog('change')}>Change the facts</Menu.Item>}
            {may('watch') && <Menu.Item className="ek-phone" onClick={watching.toggle}>{watching.isMine ? 'Stop watching' : 'Watch'}</Menu.Item>}
          </>} />
        </div>
        <h1 className={css.title}>{row.title}</h1>
        <div className={css.clocks}>
          {promises.length === 0 ? <span className="ek-small ek-3">no target agreed for this</span> : promises.map((p) => <PromiseClock key={p.kind} promise={p} size="header" />)}
        </div>
        {doing.fault}
        {!isClient && row.resolvedAt && <RelationQuestion incidentId={row.id} version={row.version} />}
      </header>
      <div className={css.tabs}>
        <ViewTabs label="What the thread shows" tabs={isClient ? views.filter((v) => v.id !== 'public') : views} current={view} onChange={(v) => setView(v as ThreadView)} trail={<span className="ek-small ek-3">oldest first</span>} />
      </div>
      <div className={css.thread}>
        {timeline.error ? <Fault error={timeline.error} retry={() => void timeline.refetch()} /> : (
          <Thread entries={entries} view={view} refer={refer} empty={timeline.isPending ? <LoadingRows /> : <p className="ek-3">Nothing yet in this view.</p>} />
        )}
      </div>
      <div className={css.composer}>
        <Composer
          draftKey={row.id} first={isClient ? 'public' : 'internal'}
          receivers={{ public: requester === null ? 'everybody whom it concerns' : `${requester} and everybody who watches`, internal: 'your colleagues only' }}
          onSend={async ({ body, visibility }) => { await act.mutateAsync({ id: row.id, verb: visibility === 'public' ? 'comment' : 'note', input: { body } }) }}
          {...(isClient ? { placeholder: 'Ask, answer, or add what you have seen since' } : {})} isPublicOnly={!may('note')} tools={mayWrite && <AttachButton tray={tray} />}
          refusedBecause={mayWrite ? undefined : 'Your role does not write here.'}
        />
      </div>
      </DropGround>
      {doing.dialog}
      {dialog === 'change' && <ChangeDialog sketch={sketch} row={row} onDone={() => setDialog(null)} />}
      {dialog === 'link' && <LinkDialog sketch={sketch} row={row} onClose={() => setDialog(null)} />}
    </Page>
  )
}
