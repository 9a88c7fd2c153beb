/** The process map, drawn: nodes as buttons, arrows with their figures as buttons on them, all of it walked by the arrow keys. */
import { useElementSize } from '@mantine/hooks'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { elapsed, spoken } from '../../kit/format-time.ts'
import { count, counted } from '../../kit/format.ts'
import { END, layOut, START, type MapStep, type PlacedArrow, type PlacedNode } from './process-layout.ts'
import css from './process.module.css'

/** A node with what is written in it. */
export interface NodeWords {
  readonly name: string
  readonly note: string
  /** The same for the ear. */
  readonly spoken: string
  /** 0 to 3: how many of all come here. */
  readonly depth: number
}

/** See `ProcessMap`. */
export interface ProcessMapProps {
  readonly label: string
  readonly steps: readonly MapStep[]
  readonly words: (id: string) => NodeWords
  /** What stands on arrows. */
  readonly figure: 'count' | 'median' | 'p90'
  /** Steps that the lifecycle does not know. */
  readonly isUnforeseen: (step: MapStep) => boolean
  readonly isChosen: (what: string | MapStep) => boolean
  readonly onOpen: (what: string | MapStep) => void
}

/** From left to right; Enter opens, arrow keys go from a node along its arrows. */
export function ProcessMap(props: ProcessMapProps) {
  const { label, steps, words } = props
  const { ref, width: measured } = useElementSize()
  const map = useMemo(() => layOut(steps, Math.max(320, measured)), [steps, measured])
  const most = Math.max(1, ...steps.map((s) => s.count))
  const walk = useWalking(map.nodes, map.arrows)
  const [looked, setLooked] = useState<string | null>(null)
  return (
    <div className={css.scroll} ref={ref}>
      <div className={css.map} role="group" aria-label={label} style={{ width: map.width, height: map.height }} onKeyDown={walk.onKeyDown} ref={walk.ground}>
        <svg className={css.arrows} width={map.width} height={map.height} aria-hidden="true">
          {map.arrows.toReversed().map((arrow) => {
            const width = 1 + 5 * Math.sqrt(arrow.step.count / most)
            const looks = { 'data-kind': props.isUnforeseen(arrow.step) ? 'unforeseen' : arrow.kind, 'data-chosen': props.isChosen(arrow.step), 'data-looked': looked === keyOf(arrow.step) }
            return (
              <g key={keyOf(arrow.step)} className={css.arrow} {...looks} onClick={() => props.onOpen(arrow.step)} onPointerEnter={() => setLooked(keyOf(arrow.step))} onPointerLeave={() => setLooked(null)}>
                <path d={arrow.path} className={css.hit} />
                <path d={arrow.path} className={css.line} strokeWidth={width} />
                <path d={headOf(arrow.head, width)} className={css.head} />
              </g>
            )
          })}
        </svg>
        {map.arrows.map((arrow) => (
          <button
            key={keyOf(arrow.step)} type="button" className={css.figure} style={{ left: arrow.label.x, top: arrow.label.y }} data-id={keyOf(arrow.step)} data-free={arrow.label.isFree} data-looked={looked === keyOf(arrow.step)}
            data-kind={props.isUnforeseen(arrow.step) ? 'unforeseen' : arrow.kind} aria-pressed={props.isChosen(arrow.step)} tabIndex={walk.stop === keyOf(arrow.step) ? 0 : -1}
            aria-label={spokenStep(arrow.step, words, props.isUnforeseen(arrow.step))} title={spokenStep(arrow.step, words, props.isUnforeseen(arrow.step))}
            onFocus={() => walk.setStop(keyOf(arrow.step))} onClick={() => props.onOpen(arrow.step)}
          >
            {figureOf(arrow.step, props.figure)}
          </button>
        ))}
        {map.nodes.map((node) => <Node key={node.id} node={node} props={props} walk={walk} />)}
      </div>
    </div>
  )
}

function Node({ node, props, walk }: { node: PlacedNode; props: ProcessMapProps; walk: Walking }) {
  const { name, note, spoken: said, depth } = props.words(node.id)
  const place = { left: node.x, top: node.y, width: node.width, height: node.height }
  if (node.id === START || node.id === END) return <span className={css.point} style={place} data-end={node.id === END} aria-hidden="true"><span>{name}</span></span>
  return (
    <button
      type="button" className={css.node} style={place} data-id={node.id} data-depth={depth} aria-pressed={props.isChosen(node.id)} tabIndex={walk.stop === node.id ? 0 : -1} title={name} aria-label={said}
      onFocus={() => walk.setStop(node.id)} onClick={() => props.onOpen(node.id)}
    >
      <span className={css.name}>{name}</span>
      <span className={css.note}>{note}</span>
    </button>
  )
}

/** What an arrow says in words. */
export function spokenStep(step: MapStep, words: (id: string) => NodeWords, isUnforeseen: boolean): string {
  const [from, to] = [words(step.from).name, words(step.to).name]
  if (step.from === START) return `${counted(step.cases, 'incident')} began as ${to}${isUnforeseen ? ', which our lifecycle does not know' : ''}`
  if (step.to === END) return `${counted(step.cases, 'incident')} were last seen as ${from}`
  const often = step.count === step.cases ? counted(step.count, 'time') : `${counted(step.count, 'time')} in ${counted(step.cases, 'incident')}`
  return `${from} to ${to}: ${often}; half within ${spoken(step.medianSeconds ?? 0)}, nine of ten within ${spoken(step.p90Seconds ?? 0)}${isUnforeseen ? '; our lifecycle does not know it' : ''}`
}

/** The figure on an arrow; a beginning and an end have no time and show how many. */
export const figureOf = (step: MapStep, figure: ProcessMapProps['figure']): string => {
  const seconds = figure === 'median' ? step.medianSeconds : figure === 'p90' ? step.p90Seconds : null
  return seconds === null ? count(step.count) : elapsed(seconds)
}

/** One name for a step. */
export const keyOf = (step: { readonly from: string; readonly to: string }): string => `${step.from}\u0003${step.to}`

function headOf({ x, y, to }: PlacedArrow['head'], width: number): string {
  const half = 3 + width / 2
  return `M${x - to} ${y - half}L${x + to * 7} ${y}L${x - to} ${y + half}Z`
}

interface Walking {
  readonly ground: React.RefObject<HTMLDivElement | null>
  readonly stop: string | null
  readonly setStop: (id: string) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** One tab stop. Right goes from a node to its strongest arrow and from an arrow to its node, left the other way, up and down among those that leave the same node. */
function useWalking(nodes: readonly PlacedNode[], arrows: readonly PlacedArrow[]): Walking {
  const ground = useRef<HTMLDivElement>(null)
  const [current, setStop] = useState<string | null>(null)
  const ids = new Set([...nodes.map((n) => n.id).filter((id) => id !== START && id !== END), ...arrows.map((a) => keyOf(a.step))])
  const first = arrows[0]?.step.from === START ? arrows[0].step.to : nodes.find((n) => n.layer === 1)?.id ?? null
  const stop = current !== null && ids.has(current) ? current : first
  const onKeyDown = (event: KeyboardEvent): void => {
    const arrow = arrows.find((a) => keyOf(a.step) === stop)
    const next = arrow ? besideArrow(arrow, arrows, event.key) : besideNode(nodes.find((n) => n.id === stop), nodes, arrows, event.key)
    if (next === undefined || !ids.has(next)) return
    event.preventDefault()
    setStop(next)
    ground.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next)}"]`)?.focus()
  }
  return { ground, stop, setStop, onKeyDown }
}

function besideArrow({ step }: PlacedArrow, arrows: readonly PlacedArrow[], key: string): string | undefined {
  if (key === 'ArrowRight') return step.to
  if (key === 'ArrowLeft') return step.from
  const leaving = arrows.filter((a) => a.step.from === step.from)
  const place = leaving.findIndex((a) => a.step === step)
  const other = key === 'ArrowDown' ? leaving[place + 1] : key === 'ArrowUp' ? leaving[place - 1] : undefined
  return other && keyOf(other.step)
}

function besideNode(node: PlacedNode | undefined, nodes: readonly PlacedNode[], arrows: readonly PlacedArrow[], key: string): string | undefined {
  if (!node) return undefined
  const column = nodes.filter((n) => n.layer === node.layer).toSorted((a, b) => a.y - b.y)
  const place = column.indexOf(node)
  const arrow = key === 'ArrowRight' ? arrows.find((a) => a.step.from === node.id) : key === 'ArrowLeft' ? arrows.find((a) => a.step.to === node.id) : undefined
  return arrow ? keyOf(arrow.step) : key === 'ArrowDown' ? column[place + 1]?.id : key === 'ArrowUp' ? column[place - 1]?.id : undefined
}
