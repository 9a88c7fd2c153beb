/** Lanes over time: bars that can be moved by pointer and by keys, bands behind them, lines between what clashes. */

import { useElementSize } from '@mantine/hooks'
import { useCallback, useEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { Link } from './link.tsx'
import { instantAt, shareAt, snapped, trackOf, type LaneColumn } from './swimlane-layout.ts'
import { useViewer } from './viewer.tsx'
import css from './swimlane.module.css'

/** What a bar looks like; the word stands beside it too. */
export type LaneTone = 'agreed' | 'standard' | 'asked' | 'now' | 'done'

/** Something that takes its time. */
export interface LaneItem {
  readonly id: string
  /** The record's number. */
  readonly number: string
  readonly title: string
  readonly startMs: number
  readonly endMs: number
  readonly tone: LaneTone
  /** Collides with something, or hurts. */
  readonly isClash: boolean
  readonly isMovable: boolean
  readonly href: string
  /** All of it in words, for the ear and the tip. */
  readonly words: string
}

/** A stretch behind the bars. */
export interface LaneBand {
  readonly id: string
  readonly kind: 'freeze' | 'maintenance' | 'business_event'
  readonly label: string
  readonly startMs: number
  readonly endMs: number
  readonly href: string
}

export interface Lane {
  readonly id: string
  readonly label: string
  readonly href?: string
  readonly items: readonly LaneItem[]
  readonly bands: readonly LaneBand[]
}

/** A bar on its way to another time; `words` say what it would meet there. */
export interface LaneMove {
  readonly id: string
  readonly startMs: number
  readonly words: ReactNode
  readonly tone: 'good' | 'warn' | 'bad' | 'wait'
}

/** See `Swimlane`. */
export interface SwimlaneProps {
  readonly label: string
  readonly columns: readonly LaneColumn[]
  readonly lanes: readonly Lane[]
  readonly nowMs: number
  /** By how much an arrow key moves, and to what a pointer snaps; milliseconds. */
  readonly stepMs: number
  /** Pairs of ids that clash: joined by a line. */
  readonly clashes: readonly (readonly [string, string])[]
  readonly move: LaneMove | null
  /** The bar would begin then. */
  readonly onMove: (id: string, startMs: number) => void
  /** Left where it is now: the page asks, then does it. */
  readonly onDrop: (id: string) => void
  readonly onCancel: () => void
}

const LABEL_WIDTH = 132
const TRACK_HEIGHT = 40
const LEAST_LANE = 66
const LEAST_BAR = 12
const DAY = 86_400_000

export function Swimlane(props: SwimlaneProps) {
  const { columns, lanes, nowMs } = props
  const { ref, width } = useElementSize()
  const ground = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => lanes.map((lane) => ({ lane, tracks: tracksOf(lane, columns, width) })), [lanes, columns, width])
  const at = shareAt(nowMs, columns)
  const isNowShown = nowMs >= (columns[0]?.startMs ?? Infinity) && nowMs < (columns.at(-1)?.endMs ?? 0)
  return (
    <div ref={ground} className={css.ground} role="group" aria-label={props.label}>
      <div className={css.head} aria-hidden="true">
        <span className={css.name} />
        <div ref={ref} className={css.axis}>{columns.map((c) => <span key={c.startMs} className={css.tick} data-quiet={c.isQuiet} data-today={c.isToday}>{c.label}</span>)}</div>
      </div>
      <div className={css.lanes}>
        {rows.map(({ lane, tracks }) => <LaneRow key={lane.id} lane={lane} tracks={tracks} ground={ground} {...props} />)}
        <div className={css.over} aria-hidden="true">
          {isNowShown && <i className={css.now} style={{ left: `${at * 100}%` }} />}
          <Clashes ground={ground} clashes={props.clashes} key={`${width} ${columns[0]?.startMs}`} move={props.move} lanes={lanes} />
        </div>
      </div>
    </div>
  )
}

/** How many tracks a lane needs, and on which each bar stands; the words beside a bar count as wide as they are drawn. */
function tracksOf(lane: Lane, columns: readonly LaneColumn[], width: number): { readonly of: ReadonlyMap<string, number>; readonly count: number } {
  const of = trackOf(lane.items.map((i) => {
    const left = shareAt(i.startMs, columns) * width
    const right = Math.max(left + LEAST_BAR, shareAt(i.endMs, columns) * width)
    return isAtEnd(left, width) ? { id: i.id, left: left - LABEL_WIDTH, right } : { id: i.id, left, right: right + LABEL_WIDTH }
  }))
  return { of, count: Math.max(1, ...[...of.values()].map((t) => t + 1)) }
}

/** Words stand before the bar where there is no room behind it. */
const isAtEnd = (left: number, width: number): boolean => width > 0 && left + LABEL_WIDTH > width

function LaneRow({ lane, tracks, columns, move, ...rest }: SwimlaneProps & { lane: Lane; tracks: ReturnType<typeof tracksOf>; ground: { readonly current: HTMLElement | null } }) {
  const spot = (startMs: number, endMs: number): CSSProperties => {
    const [from, to] = [shareAt(startMs, columns), shareAt(endMs, columns)]
    return { left: `${from * 100}%`, width: `${(to - from) * 100}%` }
  }
  return (
    <section className={css.lane} aria-label={lane.label} style={{ minHeight: Math.max(LEAST_LANE, tracks.count * TRACK_HEIGHT + 26) }}>
      <h3 className={css.name}>{lane.href ? <Link quiet href={lane.href}>{lane.label}</Link> : lane.label}</h3>
      <div className={css.time}>
        <div className={css.grid} aria-hidden="true">{columns.map((c) => <span key={c.startMs} data-quiet={c.isQuiet} />)}</div>
        {lane.bands.map((b) => (
          <Link quiet key={b.id} href={b.href} className={css.band} data-kind={b.kind} style={spot(b.startMs, b.endMs)} title={b.label}><span>{b.label}</span></Link>
        ))}
        {lane.items.map((item) => (
          <Bar key={item.id} item={item} track={tracks.of.get(item.id) ?? 0} isEnd={shareAt(item.startMs, columns) > 0.86} columns={columns} move={move?.id === item.id ? move : null} spot={spot} {...rest} />
        ))}
      </div>
    </section>
  )
}

type BarProps = Pick<SwimlaneProps, 'columns' | 'stepMs' | 'onMove' | 'onDrop' | 'onCancel'> & {
  readonly item: LaneItem
  readonly track: number
  readonly isEnd: boolean
  readonly move: LaneMove | null
  readonly spot: (startMs: number, endMs: number) => CSSProperties
  readonly ground: { readonly current: HTMLElement | null }
}

function Bar({ item, track, isEnd, move, spot, columns, stepMs, ground, onMove, onDrop, onCancel }: BarProps) {
  const { navigate } = useViewer()
  const held = useRef<{ readonly x: number; readonly width: number; hasMoved: boolean } | null>(null)
  const [isHeld, setHeld] = useState(false)
  const startMs = move?.startMs ?? item.startMs
  const endMs = startMs + (item.endMs - item.startMs)
  const grab = (e: PointerEvent<HTMLButtonElement>): void => {
    if (!item.isMovable || e.button !== 0) return
    const axis = e.currentTarget.parentElement
    held.current = { x: e.clientX, width: axis?.clientWidth ?? 1, hasMoved: false }
    e.currentTarget.setPointerCapture(e.pointerId)
  }
  const pull = (e: PointerEvent<HTMLButtonElement>): void => {
    const h = held.current
    if (!h || (!h.hasMoved && Math.abs(e.clientX - h.x) < 4)) return
    h.hasMoved = true
    setHeld(true)
    const to = snapped(instantAt(shareAt(item.startMs, columns) + (e.clientX - h.x) / h.width, columns), stepMs, columns)
    if (to !== startMs) onMove(item.id, to)
  }
  const leave = (): void => {
    const h = held.current
    held.current = null
    setHeld(false)
    if (h?.hasMoved) onDrop(item.id)
  }
  const press = (e: KeyboardEvent<HTMLButtonElement>): void => {
    const by = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0
    if (by !== 0 && item.isMovable) onMove(item.id, startMs + by * (e.shiftKey ? DAY : stepMs))
    else if (e.key === 'ArrowDown' || e.key === 'ArrowUp') focusNext(ground.current, e.currentTarget, e.key === 'ArrowDown' ? 1 : -1)
    else if (e.key === 'Escape' && move) onCancel()
    else if (e.key === 'Enter' && move) onDrop(item.id)
    else return
    e.preventDefault()
    e.stopPropagation()
  }
  const open = (): void => { if (!held.current && !move) navigate(item.href) }
  return (
    <>
      {move && startMs !== item.startMs && <span className={css.was} style={{ ...spot(item.startMs, item.endMs), top: 10 + track * TRACK_HEIGHT }} />}
      <button
        type="button" data-bar={item.id} className={css.bar} data-tone={item.tone} data-clash={item.isClash || move?.tone === 'bad'} data-moving={move !== null} data-held={isHeld} data-movable={item.isMovable} data-end={isEnd}
        style={{ ...spot(startMs, endMs), top: 10 + track * TRACK_HEIGHT, ['--share' as string]: shareAt(endMs, columns) - shareAt(startMs, columns) }} aria-label={item.words} title={item.words}
        onPointerDown={grab} onPointerMove={pull} onPointerUp={leave} onPointerCancel={() => { held.current = null; setHeld(false); onCancel() }} onKeyDown={press} onClick={open}
      >
        <i className={css.body} />
        <span className={css.words}>
          <b>{item.number}{item.isClash && <em> clash</em>}</b>
          <span>{item.title}</span>
        </span>
        {move && <span className={css.said} data-tone={move.tone}>{move.words}</span>}
      </button>
    </>
  )
}

/** The next bar in reading order gets the focus. */
function focusNext(ground: HTMLElement | null, from: HTMLElement, by: 1 | -1): void {
  const all = [...(ground?.querySelectorAll<HTMLElement>('[data-bar]') ?? [])]
  all[all.indexOf(from) + by]?.focus()
}

/** Dashed lines between bars that clash, measured where they are drawn. */
function Clashes({ ground, clashes, move, lanes }: Pick<SwimlaneProps, 'clashes' | 'move' | 'lanes'> & { ground: { readonly current: HTMLElement | null } }) {
  const [paths, setPaths] = useState<readonly string[]>([])
  const own = useRef<SVGSVGElement>(null)
  const measure = useCallback(() => {
    const [all, svg] = [ground.current, own.current]
    if (!all || !svg) return
    const frame = svg.getBoundingClientRect()
    const boxOf = (id: string): DOMRect | undefined => all.querySelector(`[data-bar="${CSS.escape(id)}"] > i`)?.getBoundingClientRect()
    setPaths(clashes.flatMap(([a, b]) => {
      const [p, q] = [boxOf(a), boxOf(b)].toSorted((x, y) => (x?.top ?? 0) - (y?.top ?? 0))
      if (!p || !q || q.top - p.bottom < 4) return []
      const [x1, x2] = [p.left + p.width / 2 - frame.left, q.left + q.width / 2 - frame.left]
      const [y1, y2] = [p.bottom - frame.top, q.top - frame.top]
      const bend = Math.min(24, (y2 - y1) / 6)
      return [`M${x1} ${y1}C${x1 - bend} ${y1 + (y2 - y1) / 3} ${x2 - bend} ${y2 - (y2 - y1) / 3} ${x2} ${y2}`]
    }))
  }, [ground, clashes])
  useEffect(measure, [measure, move, lanes])
  return <svg ref={own} className={css.clashes}>{paths.map((d) => <path key={d} d={d} />)}</svg>
}
