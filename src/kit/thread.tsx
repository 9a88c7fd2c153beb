/** The story of a record: oldest first, opened at the newest; three weights; system lines folded; never scrolls by itself. */

import { IconClock, IconGavel, IconHistory, IconLock, IconUser, IconWorld } from '@tabler/icons-react'
import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { foldThread, inView, type Folded, type ThreadView } from './fold.ts'
import { counted } from './format.ts'
import { dayHeading, duePoint, isSameDay } from './format-time.ts'
import { Markdown } from './markdown.tsx'
import type { Refer } from './markdown-render.ts'
import type { SaidEntry, ThreadEntry } from './thread-entry.ts'
import type { Instant } from './now.ts'
import { Time } from './time.tsx'
import { useTimeFrame } from './viewer.tsx'
import css from './thread.module.css'

/** See `Thread`. */
export interface ThreadProps {
  /** Sorted, oldest first. */
  entries: readonly ThreadEntry[]
  view?: ThreadView
  /** Gives the address of a record named in people's words. */
  refer?: Refer
  /** Quiet last line: `Aiko Tanaka is writing an internal note`. */
  writing?: string | undefined
  /** Shown when there is no entry. */
  empty?: ReactNode
}

/** Within this of the end, a person counts as reading the newest. */
const NEAR_END = 48

/** Scrolls inside its own space: give it a flex column to fill. */
export function Thread({ entries, view = 'everything', refer, writing, empty }: ThreadProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const seen = useMemo(() => inView(entries, view), [entries, view])
  const folded = useMemo(() => foldThread(seen, opened), [seen, opened])
  const { news, jump, onScroll } = useNewest(scroller, seen)
  return (
    <div className={css.frame}>
      <div ref={scroller} className={css.scroller} role="log" aria-label="Timeline" aria-live="off" tabIndex={0} onScroll={onScroll}>
        <ol className={css.list}>
          {folded.map((item, i) => (
            <Fragment key={item.kind === 'entry' ? item.entry.id : item.id}>
              <Day at={beginOf(item)} before={folded[i - 1]} />
              <FoldedLine item={item} refer={refer} onOpen={(id) => setOpened(new Set([...opened, id]))} />
            </Fragment>
          ))}
        </ol>
        {seen.length === 0 && empty}
        <div className={css.writing} aria-live="polite">{writing}</div>
      </div>
      {news > 0 && (
        <button type="button" className={css.jump} onClick={jump} aria-live="polite">{counted(news, 'new', 'new')}</button>
      )}
    </div>
  )
}

/** Opens at the newest, counts what came since while the reader is elsewhere, follows only the reader's own words. */
function useNewest(scroller: { current: HTMLDivElement | null }, entries: readonly ThreadEntry[]) {
  const newestId = entries.at(-1)?.id
  const [readId, setReadId] = useState(newestId)
  const isAtEnd = useRef(true)
  const toEnd = () => {
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
  }
  const hasOpened = useRef(false)
  useLayoutEffect(() => {
    if (hasOpened.current || entries.length === 0) return
    hasOpened.current = true
    toEnd()
    setReadId(newestId)
  })
  useEffect(() => {
    const newest = entries.at(-1)
    const element = scroller.current
    if (newest?.kind === 'said' && newest.isMine) toEnd()
    if (element && element.scrollHeight - element.clientHeight <= NEAR_END) setReadId(newest?.id)
  }, [entries, scroller])
  const readAt = entries.findIndex(({ id }) => id === readId)
  const news = readAt === -1 ? 0 : entries.length - 1 - readAt
  return {
    news,
    jump: () => {
      toEnd()
      setReadId(newestId)
    },
    onScroll: () => {
      const element = scroller.current
      if (!element) return
      isAtEnd.current = element.scrollHeight - element.clientHeight - element.scrollTop <= NEAR_END
      if (isAtEnd.current) setReadId(newestId)
    },
  }
}

const beginOf = (item: Folded): Instant | undefined => (item.kind === 'entry' ? item.entry.at : item.entries[0]?.at)
const endOf = (item: Folded | undefined): Instant | undefined => (item?.kind === 'entry' ? item.entry.at : item?.entries.at(-1)?.at)

/** Names the day where another one begins; a story of today alone needs none. */
function Day({ at, before }: { at: Instant | undefined; before: Folded | undefined }) {
  const frame = useTimeFrame(60)
  const last = endOf(before)
  if (at === undefined || isSameDay(at, last ?? frame.now, frame)) return null
  return <li className={css.day}>{dayHeading(at, frame)}</li>
}

function FoldedLine({ item, refer, onOpen }: { item: Folded; refer: Refer | undefined; onOpen: (id: string) => void }) {
  const frame = useTimeFrame(60)
  if (item.kind === 'entry') return <Entry entry={item.entry} refer={refer} />
  const first = item.entries[0]
  const words = item.kind === 'run' ? counted(item.entries.length, 'system entry', 'system entries') : `${counted(item.entries.length, 'entry', 'entries')} from ${duePoint(item.hourAt, frame)} on`
  return (
    <li className={css.entry} data-kind="system">
      <span className={css.time}>{first && <Time at={first.at} form="clock" />}</span>
      <span className={css.icon} aria-hidden="true"><IconHistory /></span>
      <button type="button" className={css.fold} onClick={() => onOpen(item.id)} aria-expanded={false}>{words}</button>
    </li>
  )
}

function Entry({ entry, refer }: { entry: ThreadEntry; refer: Refer | undefined }) {
  const tone = entry.kind === 'said' ? (entry.visibility === 'public' ? 'info' : undefined) : entry.tone
  return (
    <li className={css.entry} data-kind={entry.kind} data-tone={tone}>
      <span className={css.time}><Time at={entry.at} form="clock" /></span>
      <span className={css.icon} aria-hidden="true">{entry.icon ?? iconOf(entry)}</span>
      {entry.kind === 'said' ? <Said entry={entry} refer={refer} /> : (
        <div className={css.line}>
          {entry.kind === 'turn' && entry.who && <b>{entry.who} </b>}
          {entry.text}
        </div>
      )}
    </li>
  )
}

function Said({ entry, refer }: { entry: SaidEntry; refer: Refer | undefined }) {
  const isPublic = entry.visibility === 'public'
  return (
    <div className={css.said}>
      <span><b className={css.who}>{entry.who}</b> {entry.told && <span className={css.told}>{entry.told}</span>}</span>
      <div className={css.words} data-visibility={entry.visibility}>
        <Markdown text={entry.body} refer={refer} />
        <div className={css.foot}>
          {isPublic ? 'Public' : 'Internal'}
          {entry.foot && ` · ${entry.foot}`}
        </div>
      </div>
    </div>
  )
}

function iconOf(entry: ThreadEntry): ReactNode {
  if (entry.kind === 'said') return entry.visibility === 'public' ? <IconWorld /> : <IconLock />
  if (entry.kind === 'system') return <IconClock />
  return entry.isDecision ? <IconGavel /> : <IconUser />
}
