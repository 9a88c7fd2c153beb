/** The service map: things in bands by layer, the origin solid, the path of the effect bold, the rest faded. */

import { useElementSize, useMediaQuery } from '@mantine/hooks'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { pathOf, routeLines } from './line-routes.ts'
import { placeInLayers, placeInLines } from './map-layout.ts'
import { listed } from './format.ts'
import css from './layered-map.module.css'

/** A thing on the map. */
export interface MapNode {
  id: string
  label: string
  /** Quiet second line: `gold`, `126 users`. */
  note?: string
  /** Words under it: `confirm fails`, `origin, since 13:38`. */
  flag?: string
  /** Index into `layers`. */
  layer: number
  /** Customers are pills, suppliers dashed. */
  shape?: 'thing' | 'customer' | 'supplier'
  /** `origin` began it, `hurt` is not delivered, `worse` is still within the agreement or in part. */
  state?: 'origin' | 'hurt' | 'worse' | 'calm'
  /** 0 to 1 from the left, where the server has placed it. */
  x?: number
}

/** `from` stands on `to`. `carries` is on the path of the effect. */
export interface MapEdge {
  from: string
  to: string
  kind?: 'carries' | 'worse' | 'plain'
}

/** See `LayeredMap`. */
export interface LayeredMapProps {
  label: string
  layers: readonly string[]
  nodes: readonly MapNode[]
  edges: readonly MapEdge[]
  chosen?: string | null
  onChoose?: (id: string) => void
  onOpen?: (id: string) => void
  /** `small` stands in a rail: no bands, no legend. */
  size?: 'full' | 'small'
}

const SIZES = {
  full: { band: 110, line: 64, between: 38, top: 38, node: 34, letter: 7.2, least: 88, most: 190, padding: 26 },
  small: { band: 26, line: 0, between: 36, top: 0, node: 26, letter: 6.9, least: 56, most: 134, padding: 28 },
}

/** On the phone a list, for it has no room to be a map; arrow keys walk along the joints. */
export function LayeredMap(props: LayeredMapProps) {
  const { label, layers, nodes, edges, size = 'full' } = props
  const isPhone = useMediaQuery('(max-width: 600px)', false, { getInitialValueInEffect: false })
  const { ref, width: measured } = useElementSize()
  const measure = SIZES[size]
  const used = [...new Set(nodes.map(({ layer }) => layer))].toSorted((a, b) => a - b)
  const { centres, width, lineOf, linesOf } = useMemo(() => {
    const sized = nodes.map((node) => ({ id: node.id, layer: node.layer, width: widthOf(node, measure), x: node.x }))
    const room = Math.max(280, measured)
    return measure.line > 0 ? placeInLines(sized, edges, room) : { ...placeInLayers(sized, edges, room), lineOf: new Map<string, number>(), linesOf: new Map<number, number>() }
  }, [nodes, edges, measured, measure])
  const bandHeight = (layer: number): number => measure.band + ((linesOf.get(layer) ?? 1) - 1) * measure.line
  const bandTop = new Map<number, number>()
  let below = 0
  for (const layer of used) {
    bandTop.set(layer, below)
    below += bandHeight(layer) + measure.between
  }
  const height = Math.max(measure.band, below - measure.between) + (size === 'full' ? 30 : 22)
  const top = (node: MapNode): number => (bandTop.get(node.layer) ?? 0) + (lineOf.get(node.id) ?? 0) * measure.line + measure.top
  const boxes = new Map(nodes.map((node) => { const width = widthOf(node, measure); return [node.id, { x: (centres.get(node.id) ?? 0) - width / 2, y: top(node), width, height: measure.node }] as const }))
  const inOrder = edges.toSorted((a, b) => weight(a) - weight(b))
  const ways = routeLines(boxes, inOrder)
  const keyboard = useWalking(props, centres, lineOf)

  if (isPhone && size === 'full') return <MapList {...props} />
  return (
    <div className={css.scroll} ref={ref}>
      <div className={css.map} data-size={size} role="group" aria-label={label} style={{ width, height }} onKeyDown={keyboard.onKeyDown} ref={keyboard.ground}>
        {size === 'full' && used.map((layer, row) => (
          <div key={layer} className={css.band} style={{ top: bandTop.get(layer), height: bandHeight(layer) }} data-odd={row % 2 === 0}>{layers[layer]}</div>
        ))}
        <svg className={css.edges} width={width} height={height} aria-hidden="true">
          {inOrder.map((edge, i) => <path key={`${edge.from} ${edge.to}`} d={pathOf(ways[i] ?? [])} className={css.edge} data-kind={edge.kind ?? 'plain'} />)}
        </svg>
        {nodes.map((node) => (
          <Node key={node.id} node={node} props={props} left={centres.get(node.id) ?? 0} top={top(node)} width={widthOf(node, measure)} isTabStop={keyboard.isTabStop(node.id)} />
        ))}
      </div>
      {size === 'full' && <Legend />}
    </div>
  )
}

function Node({ node, props, left, top, width, isTabStop }: { node: MapNode; props: LayeredMapProps; left: number; top: number; width: number; isTabStop: boolean }) {
  return (
    <div className={css.place} style={{ left, top, width }}>
      <button
        type="button" className={css.node} data-id={node.id} data-state={node.state ?? 'calm'} data-shape={node.shape ?? 'thing'} aria-pressed={props.chosen === node.id}
        tabIndex={isTabStop ? 0 : -1}
        onClick={() => props.onChoose?.(node.id)} onDoubleClick={() => props.onOpen?.(node.id)}
      >
        <span className={css.label}>{node.label}</span>
        {node.note && <span className={css.note}>{node.note}</span>}
        <span className="ek-hidden">{spokenNode(node, props)}</span>
      </button>
      {node.flag && <span className={css.flag} data-state={node.state ?? 'calm'} aria-hidden="true">{node.flag}</span>}
    </div>
  )
}

/** The same facts as a list by layer: for the phone and for those who prefer it. */
export function MapList({ layers, nodes, chosen, onChoose, label, ...props }: LayeredMapProps) {
  return (
    <div role="group" aria-label={label}>
      {layers.map((layer, at) => {
        const inLayer = nodes.filter((node) => node.layer === at)
        if (inLayer.length === 0) return null
        return (
          <section key={layer} className={css.listLayer}>
            <h2>{layer}</h2>
            <ul>
              {inLayer.map((node) => (
                <li key={node.id}>
                  <button type="button" className={css.listNode} aria-pressed={chosen === node.id} onClick={() => onChoose?.(node.id)}>
                    <span className={css.dot} data-state={node.state ?? 'calm'} aria-hidden="true" />
                    <span className={css.listLabel}>{node.label}</span>
                    <span className={css.note}>{node.note}</span>
                    <span className={css.flag} data-state={node.state ?? 'calm'}>{node.flag}</span>
                    <span className="ek-hidden">{spokenNode({ ...node, flag: '' }, { ...props, layers, nodes, label })}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}

function Legend() {
  return (
    <div className={css.legend} aria-hidden="true">
      <span><i data-state="origin" />origin</span>
      <span><i data-state="hurt" />not delivered</span>
      <span><i data-state="worse" />worse, still within the agreement or in part</span>
      <span><b />carries the effect</span>
    </div>
  )
}

const STATE_WORDS = { origin: 'the origin', hurt: 'not delivered', worse: 'worse', calm: '' }

/** What the picture says without words: state and what it stands on. */
function spokenNode(node: MapNode, { edges, nodes }: LayeredMapProps): string {
  const below = edges.filter(({ from }) => from === node.id).flatMap(({ to }) => nodes.find(({ id }) => id === to)?.label ?? [])
  return [STATE_WORDS[node.state ?? 'calm'], node.flag, below.length > 0 && `stands on ${listed(below)}`].filter(Boolean).join(', ')
}

/** Arrow keys: left and right along the band, up and down along a joint; Enter opens. */
function useWalking({ nodes, edges, onChoose, onOpen, chosen }: LayeredMapProps, centres: ReadonlyMap<string, number>, lineOf: ReadonlyMap<string, number>) {
  const ground = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState<string | null>(null)
  const stop = current ?? chosen ?? nodes[0]?.id
  const onKeyDown = (event: KeyboardEvent) => {
    const at = nodes.find(({ id }) => id === stop)
    if (!at) return
    const beside = nodes.filter(({ layer }) => layer === at.layer).toSorted((a, b) => (lineOf.get(a.id) ?? 0) - (lineOf.get(b.id) ?? 0) || (centres.get(a.id) ?? 0) - (centres.get(b.id) ?? 0))
    const place = beside.indexOf(at)
    const next = {
      ArrowLeft: beside[place - 1]?.id,
      ArrowRight: beside[place + 1]?.id,
      ArrowDown: edges.find(({ from }) => from === at.id)?.to,
      ArrowUp: edges.find(({ to }) => to === at.id)?.from,
    }[event.key]
    if (event.key === 'Enter' && onOpen) onOpen(at.id)
    else if (next !== undefined) {
      setCurrent(next)
      onChoose?.(next)
      ground.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next)}"]`)?.focus()
    } else return
    event.preventDefault()
  }
  return { ground, onKeyDown, isTabStop: (id: string) => id === stop }
}

/** Letters are not measured: the box is given room for them, and words that need more are cut with an ellipsis. */
function widthOf(node: MapNode, { letter, least, most, padding }: (typeof SIZES)['full']): number {
  return Math.round(Math.min(most, Math.max(least, Math.max(node.label.length, (node.note?.length ?? 0) * 0.82) * letter + padding)))
}

function weight(edge: MapEdge): number {
  return edge.kind === 'carries' ? 2 : edge.kind === 'worse' ? 1 : 0
}
