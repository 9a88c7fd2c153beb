/** Avoid collisions: what clashes this week? Changes and windows by service or team; moving one says first what it would meet. */
import { ActionIcon, Button, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { IconChevronLeft, IconChevronRight, IconPlus, IconSnowflake } from '@tabler/icons-react'
import { useCallback, useMemo } from 'react'
import { managers } from '../../model/actor.ts'
import type { ChangeCalendar } from '../../client/changes.ts'
import type { CalendarEntry } from '../../model/calendar-entry.ts'
import { queryOf } from '../../client/transport.ts'
import { dayHeading } from '../../kit/format-time.ts'
import { KeyCaps } from '../../kit/key-hints.tsx'
import { Page } from '../../kit/page.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { SwimlaneCounts } from '../../kit/swimlane-counts.tsx'
import { Swimlane } from '../../kit/swimlane.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { useTimeFrame, useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { useDescription, useMe } from '../data/queries.ts'
import { RecordSelect } from '../forms/record-select.tsx'
import { Fault } from '../parts/fault.tsx'
import { CalendarDays } from './calendar-days.tsx'
import { changesOf, lanesOf, verdictWords } from './calendar-lanes.ts'
import { useMoving } from './calendar-move.tsx'
import { CalendarRail } from './calendar-rail.tsx'
import { calendarViews, freezeOf, rangeOf } from './calendar-range.ts'
import { dayText } from './change-views.ts'
import { isStaff } from './change-words.ts'
import css from './calendar.module.css'

const current = { group: 'active' } as const
const movable: ReadonlySet<string> = new Set(['draft', 'submitted', 'assessed', 'authorised', 'scheduled'])
const STEP_MILLIS = { day: 15 * 60_000, week: 30 * 60_000, month: 86_400_000 } as const

export function Calendar() {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const { navigate, zone = Intl.DateTimeFormat().resolvedOptions().timeZone } = useViewer()
  const frame = useTimeFrame(60)
  const me = useMe().data
  const isPhone = useMediaQuery('(max-width: 600px)', false, { getInitialValueInEffect: false })
  // A new range only when the day changes: the columns keep their identity while somebody drags.
  const today = dayText(frame.now, zone)
  const range = useMemo(() => rangeOf(search, frame.now, zone), [search, today, zone])
  const by = search['rows'] === 'team' ? 'team' : 'service'
  const put = (change: Readonly<Record<string, string | undefined>>): void => navigate(`/calendar${queryOf({ ...search, ...change })}`)

  const iso = (ms: number): string => new Date(ms).toISOString()
  const { data, error, refetch } = useChangeCalendar({ from: iso(range.fromMs), to: iso(range.toMs), ...(search['serviceId'] ? { serviceId: search['serviceId'] } : {}), ...(search['teamId'] ? { teamId: search['teamId'] } : {}) })
  const mayPlan = me !== undefined && isStaff(me.role)
  const changes = useMemo(() => changesOf(data?.entries ?? []), [data])
  const titleOf = useMemo(() => { const titles = data?.titles ?? {}; return (id: string) => titles[id] ?? null }, [data])
  const described = useDescription().data
  const stateOf = useCallback((e: CalendarEntry): string => described?.find(e.kind === 'release' ? 'releases' : 'changes')?.states.find((one) => one.name === e.state)?.label ?? e.state, [described])
  const drawn = useMemo(() => lanesOf({ stateOf, entries: data?.entries ?? [], by, titleOf, frame: { now: range.fromMs, zone }, mayMove: (entry) => mayPlan && movable.has(entry.state) }), [data, by, titleOf, range, zone, mayPlan, stateOf])
  const moving = useMoving(changes, frame)
  const go = (to: string) => () => put({ on: to })
  const mayFreeze = me !== undefined && managers.some((role) => role === me.role)
  const freeze = (): void => navigate(`/records/windows/new${queryOf({ ...freezeOf(range, frame.now), back: `/calendar${queryOf(search)}` })}`)
  useKeys('Calendar', [
    { keys: 'T', label: 'today', run: () => put({ on: undefined }) }, { keys: '[', label: 'before', run: go(range.before) }, { keys: ']', label: 'after', run: go(range.after) },
    ...calendarViews.map((v) => ({ keys: v.charAt(0).toUpperCase(), label: v, run: () => put({ view: v === 'week' ? undefined : v }) })),
    ...(mayPlan ? [{ keys: 'N', label: 'new change', run: () => navigate('/changes/new') }] : []), ...(mayFreeze ? [{ keys: 'F', label: 'new freeze', run: freeze }] : []),
  ])
  const isHere = range.fromMs <= frame.now && frame.now < range.toMs
  const when = isHere ? (range.view === 'day' ? 'today' : `this ${range.view}`) : range.view === 'day' ? `on ${range.words}` : range.view === 'week' ? `from ${range.words}` : `in ${range.words}`
  const make = mayPlan ? <Button variant="filled" leftSection={<IconPlus aria-hidden="true" />} onClick={() => navigate('/changes/new')}>New change</Button> : null
  return (
    <Page
      crumbs={[{ label: 'Changes', href: '/changes' }, { label: 'Calendar' }]} form="fill" isHeadingOwn railLabel="Decide before they happen"
      phoneActions={make}
      actions={<>
        <Button onClick={() => navigate('/changes/ask')}>Ask the freeze</Button>
        {mayFreeze && <Button leftSection={<IconSnowflake aria-hidden="true" />} onClick={freeze}>New freeze<KeyCaps keys="F" /></Button>}
        {make}
      </>}
      rail={<CalendarRail changes={changes} outages={data?.outages ?? []} nameOf={(id) => titleOf(id)?.title ?? null} frame={frame} />}
    >
      <div className={css.bar}>
        <ActionIcon variant="default" aria-label={`The ${range.view} before`} onClick={go(range.before)}><IconChevronLeft aria-hidden="true" /></ActionIcon>
        <b className={css.range}>{range.words}</b>
        <ActionIcon variant="default" aria-label={`The ${range.view} after`} onClick={go(range.after)}><IconChevronRight aria-hidden="true" /></ActionIcon>
        <Button onClick={() => put({ on: undefined })}>Today<span className="ek-desk"><KeyCaps keys="T" /></span></Button>
        <span className="ek-space" />
        <RecordSelect to="service" label="Only this service" placeholder="All services" filters={current} value={search['serviceId'] ?? null} onChange={(id) => put({ serviceId: id ?? undefined })} />
        <SegmentedControl aria-label="How much time" data={calendarViews.map((v) => ({ value: v, label: v.charAt(0).toUpperCase() + v.slice(1) }))} value={range.view} onChange={(v) => put({ view: v === 'week' ? undefined : v })} />
        {mayFreeze && <ActionIcon className="ek-phone" variant="default" aria-label="New freeze" onClick={freeze}><IconSnowflake aria-hidden="true" /></ActionIcon>}
        <SegmentedControl className="ek-desk" aria-label="A row for each" data={[{ value: 'service', label: 'Services' }, { value: 'team', label: 'Teams' }]} value={by} onChange={(v) => put({ rows: v === 'service' ? undefined : v })} />
      </div>
      <div className={css.page}>
        <h1 className={css.title}>{data ? verdictWords(changes, when) : 'Change calendar'}</h1>
        <p className="ek-hidden" role="status">{moving.spoken}</p>
        {error ? <Fault error={error} retry={() => void refetch()} /> : !data ? <LoadingRows />
          : isPhone ? <CalendarDays columns={range.columns} entries={data.entries} stateOf={stateOf} frame={frame} />
            : drawn.lanes.length === 0 ? <EmptyState title={`Nothing is planned ${when}`} why="Changes with a time stand here, each on the services it touches, over the windows in which they are wanted or not."><div className="ek-row">{make}<Button onClick={() => navigate('/records/windows/new')}>New window</Button></div></EmptyState>
              : range.view === 'month' ? <SwimlaneCounts label={`Changes, ${range.words}`} columns={range.columns} lanes={drawn.lanes} onOpen={(c) => put({ view: 'day', on: dayText(c.startMs, zone) })} />
                : (
                  <Swimlane
                    label={`Changes, ${range.words}`} columns={range.columns} lanes={drawn.lanes} nowMs={frame.now} stepMs={STEP_MILLIS[range.view]} clashes={drawn.clashes}
                    move={moving.move} onMove={moving.onMove} onDrop={moving.onDrop} onCancel={moving.onCancel}
                  />
                )}
        {data?.isCut && <p className="ek-warn ek-small" style={{ padding: '8px 20px' }}>More changes lie in this time than can be drawn; the rest is left out. Choose a service or a shorter time.</p>}
        {!isPhone && drawn.lanes.length > 0 && <Legend isMonth={range.view === 'month'} />}
        {!isPhone && range.view !== 'month' && mayPlan && <p className={css.hint}>Drag a change, or focus it and press ← → (with Shift by a day), Enter to leave it there, Esc to take it back. {dayHeading(frame.now, frame)}, {zone.replaceAll('_', ' ')}.</p>}
      </div>
      {moving.dialog}
    </Page>
  )
}

/** Asked again when a change, a window or a release moves. */
const useChangeCalendar = (span: Parameters<typeof client.changeCalendar>[0]): UseQueryResult<ChangeCalendar> =>
  useQuery({ queryKey: ['list', 'changes', 'calendar', span], queryFn: () => client.changeCalendar(span), placeholderData: keepPreviousData })

function Legend({ isMonth }: { isMonth: boolean }) {
  const kinds = [['agreed', 'authorised'], ['standard', 'standard'], ['asked', 'waits for approval'], ['now', 'being done'], ['clash', 'clash, or went wrong'], ['done', 'done']] as const
  return (
    <div className={css.legend}>
      {!isMonth && kinds.map(([kind, words]) => <span key={kind}><i data-kind={kind} />{words}</span>)}
      {!isMonth && <span><i data-kind="maintenance" />maintenance window</span>}
      <span><i data-kind="freeze" />freeze</span>
      {isMonth && <span><b className="ek-bad">2!</b> so many of them clash</span>}
      {!isMonth && <span><i data-kind="event" />business event</span>}
    </div>
  )
}
