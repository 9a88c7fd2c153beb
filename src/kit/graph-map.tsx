/** A graph, drawn in bands: boxes that arrow keys walk along their relations, lines that say how sure they are, the way to the chosen one bold. */

import { useElementSize } from '@mantine/hooks'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { BOX, layOutBands, placedBoxes, type BandLayout, type BoxPlace } from './graph-layout.ts'
import { pathOf, routeLines, wordsAt, type Piece } from './line-routes.ts'
import css from './graph-map.module.css'

/** A box. `state` is never told by colour alone: `flag` has its word. */
export interface GraphBox {
  readonly id: string
  readonly label: string
  /** Quiet second line. */
  readonly note: string
  readonly row: number
  readonly state: 'calm' | 'worse' | 'broken' | 'held' | 'gone'
  /** Word of the state: `2 incidents`, `retired`. */
  readonly flag?: string
  /** A group stands for several; it opens. */
  readonly isGroup?: boolean
  readonly isFocus?: boolean
  /** All of it for the ear. */
  readonly spoken: string
}

/** `from` stands on `to`. */
export interface GraphLine {
  readonly from: string
  readonly to: string
  readonly sureness: 'sure' | 'fading' | 'doubtful'
  /** Says nothing of what fails with what. */
  readonly isLoose?: boolean
  /** `to` is one of several that can stand in for each other. */
  readonly isAlternate?: boolean
  /** On the way from the focus to the chosen one. */
  readonly isWay?: boolean
  /** Shown on the line while one of its ends is chosen. */
  readonly words: string
}

/** See `GraphMap`. */
export interface GraphMapProps {
  readonly label: string
  readonly boxes: readonly GraphBox[]
  readonly lines: readonly GraphLine[]
  /** Words of a band. */
  readonly wordsOfRow: (row: number) => string
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
  /** Enter or a double click: puts a thing in the middle, opens a group. */
  readonly onOpen: (id: string) => void
}

/** Lines of a chosen box that carry their words; more would cover one another. */
const MOST_WORDS = 10
/** From so many lines on, those that are not near the chosen one step back. */
const CROWDED = 60

export function GraphMap(props: GraphMapProps) {
  const { label, boxes, lines, chosen } = props
  const { ref, width } = useElementSize()
  const map = useMemo(() => layOutBands(boxes, lines, Math.max(320, width)), [boxes, lines, width])
  const walk = useWalking(props, map)
  const drawn = useMemo(() => {
    const ways = routeLines(placedBoxes(map), lines)
    // The way to the chosen one is drawn over the others.
    return lines.map((line, i) => ({ line, pieces: ways[i] ?? [] })).filter((d) => d.pieces.length > 0).toSorted((a, b) => Number(a.line.isWay === true) - Number(b.line.isWay === true))
  }, [map, lines])
  const nearChosen = useMemo(() => drawn.filter(({ line }) => chosen !== null && (line.from === chosen || line.to === chosen)), [drawn, chosen])
  return (
    <div className={css.scroll} ref={ref}>
      <div className={css.map} role="group" aria-label={label} style={{ width: map.width, height: map.height }} onKeyDown={walk.onKeyDown} ref={walk.ground}>
        {map.bands.map((band, i) => <div key={band.row} className={css.band} style={{ top: band.top, height: band.height }} data-odd={i % 2 === 0}>{props.wordsOfRow(band.row)}</div>)}
        <svg className={css.lines} width={map.width} height={map.height} aria-hidden="true" data-crowded={lines.length > CROWDED}>
          {drawn.map(({ line, pieces }) => <Line key={`${line.from} ${line.to}`} line={line} pieces={pieces} isNear={chosen !== null && (line.from === chosen || line.to === chosen)} />)}
        </svg>
        {boxes.map((box) => <Box key={box.id} box={box} place={map.places.get(box.id)} props={props} isTabStop={walk.stop === box.id} onFocus={walk.setStop} />)}
        {nearChosen.length <= MOST_WORDS && nearChosen.map(({ line, pieces }) => <Words key={`${line.from} ${line.to}`} line={line} pieces={pieces} />)}
      </div>
    </div>
  )
}

interface LineProps {
  readonly line: GraphLine
  readonly pieces: readonly Piece[]
}

function Line({ line, pieces, isNear }: LineProps & { readonly isNear: boolean }) {
  const [, , before, end] = pieces.at(-1) ?? []
  if (!before || !end) return null
  return (
    <g className={css.line} data-sureness={line.sureness} data-loose={line.isLoose === true} data-way={line.isWay === true} data-near={isNear}>
      <path d={pathOf(pieces)} />
      {line.isAlternate === true ? <circle cx={end.x} cy={end.y} r="3.5" /> : line.isLoose === true ? null : <path d={headOf(before.y < end.y ? 1 : -1, end)} />}
    </g>
  )
}

function Words({ line, pieces }: LineProps) {
  const at = wordsAt(pieces)
  return at === null || line.words === '' ? null : <span className={css.words} style={{ left: at.x, top: at.y }} aria-hidden="true">{line.words}</span>
}

function Box({ box, place, props, isTabStop, onFocus }: { box: GraphBox; place: BoxPlace | undefined; props: GraphMapProps; isTabStop: boolean; onFocus: (id: string) => void }) {
  if (!place) return null
  return (
    <button
      type="button" className={css.box} style={{ left: place.x, top: place.y, width: BOX.width, height: BOX.height }} data-id={box.id} data-state={box.state} data-group={box.isGroup === true} data-focus={box.isFocus === true}
      aria-pressed={props.chosen === box.id} aria-label={box.spoken} title={box.label} tabIndex={isTabStop ? 0 : -1} onFocus={() => onFocus(box.id)}
      onClick={() => (box.isGroup === true ? props.onOpen(box.id) : props.onChoose(box.id))} onDoubleClick={() => { if (box.isGroup !== true) props.onOpen(box.id) }}
    >
      <span className={css.label}>{box.label}</span>
      <span className={css.note}>{box.flag === undefined ? box.note : <><b data-state={box.state}>{box.flag}</b>{box.note === '' ? '' : `, ${box.note}`}</>}</span>
    </button>
  )
}

/** An arrow that comes from above (1) or from below (-1). */
const headOf = (down: 1 | -1, end: { readonly x: number; readonly y: number }): string => `M${end.x - 3.5} ${end.y - down * 6}L${end.x} ${end.y}L${end.x + 3.5} ${end.y - down * 6}`

interface Walking {
  readonly ground: React.RefObject<HTMLDivElement | null>
  readonly stop: string | null
  readonly setStop: (id: string) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** One tab stop. Up and down go along a relation to the nearest box, left and right along the band; Enter opens, Space chooses. */
function useWalking({ boxes, lines, chosen, onOpen }: GraphMapProps, map: BandLayout): Walking {
  const ground = useRef<HTMLDivElement>(null)
  const [current, setStop] = useState<string | null>(null)
  const isThere = (id: string | null): id is string => id !== null && map.places.has(id)
  const stop = [current, chosen, boxes.find((b) => b.isFocus === true)?.id ?? null, boxes[0]?.id ?? null].find(isThere) ?? null
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = stop === null ? undefined : map.places.get(stop)
    if (stop === null || !at) return
    const next = nextBox(stop, at, event.key, boxes, lines, map)
    if (event.key === 'Enter') onOpen(stop)
    else if (next !== undefined) {
      setStop(next)
      ground.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next)}"]`)?.focus()
    } else return
    event.preventDefault()
  }
  return { ground, stop, setStop, onKeyDown }
}

function nextBox(id: string, at: BoxPlace, key: string, boxes: readonly GraphBox[], lines: readonly GraphLine[], map: BandLayout): string | undefined {
  const placeOf = (one: string): BoxPlace => map.places.get(one) ?? at
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const band = boxes.filter((b) => placeOf(b.id).row === at.row).map((b) => b.id).toSorted((a, b) => placeOf(a).y - placeOf(b).y || placeOf(a).x - placeOf(b).x)
    return band[band.indexOf(id) + (key === 'ArrowRight' ? 1 : -1)]
  }
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined
  const isThatWay = (one: string): boolean => (key === 'ArrowUp' ? placeOf(one).y < at.y : placeOf(one).y > at.y)
  const joined = lines.flatMap((l) => (l.from === id ? [l.to] : l.to === id ? [l.from] : [])).filter((one) => map.places.has(one) && isThatWay(one))
  return joined.toSorted((a, b) => Math.abs(placeOf(a).y - at.y) - Math.abs(placeOf(b).y - at.y) || Math.abs(placeOf(a).x - at.x) - Math.abs(placeOf(b).x - at.x))[0]
}
