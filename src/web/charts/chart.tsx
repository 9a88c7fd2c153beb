/** One drawn chart that a keyboard can walk: arrows go from point to point, Enter opens what is behind it. */
import { useReducedMotion, useResizeObserver } from '@mantine/hooks'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { LoadingRows } from '../../kit/states.tsx'
import { useColours, type Colours } from './looks.ts'
import css from './charts.module.css'

/** How the keys walk: columns are periods, rows are series or lines of a grid. */
export interface Walk {
  readonly cols: number
  readonly rows: number
  readonly spoken: (col: number, row: number) => string
  readonly open: (col: number, row: number) => void
  /** Where a point is drawn; null where nothing is. */
  readonly drawnAt: (col: number, row: number) => { readonly seriesIndex: number; readonly dataIndex: number } | null
  /** Which row a click means, from the value at the pointer. */
  readonly rowNear: (col: number, value: number) => number
}

/** See `Chart`. */
export interface ChartProps {
  readonly label: string
  /** What it shows, in one sentence. */
  readonly summary: string
  readonly build: (colours: Colours, size: { readonly isStill: boolean; readonly isNarrow: boolean }) => EChartsCoreOption
  readonly walk: Walk
  readonly height?: number
}

const NARROW = 520

/** Begins to load what draws charts, while their numbers are still asked for. */
export const loadCharts = (): void => void import('./engine.ts').catch(() => undefined)

export function Chart({ label, summary, build, walk, height = 320 }: ChartProps) {
  const colours = useColours()
  const isStill = useReducedMotion()
  const host = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const latest = useRef(walk)
  latest.current = walk
  const [frame, box] = useResizeObserver()
  const [isReady, setReady] = useState(false)
  const [isLost, setLost] = useState(false)
  const [at, setAt] = useState<{ col: number; row: number } | null>(null)
  const isNarrow = box.width > 0 && box.width < NARROW

  useEffect(() => {
    let isGone = false
    void import('./engine.ts').then(({ init }) => {
      if (isGone || !host.current) return
      const made = init(host.current, null, { renderer: 'svg' })
      chart.current = made
      made.getZr().on('click', (e) => {
        const place = made.convertFromPixel({ gridIndex: 0 }, [e.offsetX, e.offsetY])
        const [col = -1, value = 0] = Array.isArray(place) ? place.map(Number) : []
        const { cols, rows, open, rowNear } = latest.current
        const nearest = Math.round(col)
        if (nearest < 0 || nearest >= cols) return
        const row = rowNear(nearest, value)
        if (row >= 0 && row < rows) open(nearest, row)
      })
      setReady(true)
    }).catch(() => { if (!isGone) setLost(true) })
    return () => { isGone = true; chart.current?.dispose(); chart.current = null }
  }, [])
  useEffect(() => {
    if (isReady) chart.current?.setOption(build(colours, { isStill, isNarrow }), { notMerge: true })
  }, [isReady, build, colours, isStill, isNarrow])
  useEffect(() => { chart.current?.resize() }, [box.width, box.height, isReady])

  const go = (col: number, row: number): void => {
    const next = { col: Math.min(walk.cols - 1, Math.max(0, col)), row: Math.min(walk.rows - 1, Math.max(0, row)) }
    setAt(next)
    const drawn = walk.drawnAt(next.col, next.row)
    chart.current?.dispatchAction(drawn ? { type: 'showTip', ...drawn } : { type: 'hideTip' })
  }
  const press = (e: KeyboardEvent): void => {
    if (e.altKey || e.ctrlKey || e.metaKey || walk.cols === 0 || walk.rows === 0) return
    const here = at ?? { col: walk.cols, row: 0 }
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => go(here.col - 1, here.row), ArrowRight: () => go(at === null ? 0 : here.col + 1, here.row), ArrowUp: () => go(here.col, here.row - 1), ArrowDown: () => go(at === null ? 0 : here.col, here.row + 1),
      Home: () => go(0, here.row), End: () => go(walk.cols - 1, here.row),
      Enter: () => { if (at) walk.open(at.col, at.row) }, ' ': () => { if (at) walk.open(at.col, at.row) },
      Escape: () => { setAt(null); chart.current?.dispatchAction({ type: 'hideTip' }) },
    }
    const move = moves[e.key]
    if (!move || (e.key === 'Escape' && at === null)) return
    e.preventDefault()
    e.stopPropagation()
    move()
  }
  return (
    <figure className={css.figure} ref={frame}>
      <figcaption className="ek-hidden">{label}. {summary}</figcaption>
      {/* One place for the keyboard; what it stands on is said below, politely. */}
      <div
        className={css.chart} style={{ height }} role="application" aria-roledescription="chart" aria-label={`${label}. ${summary} Arrow keys walk the points, Enter opens the records.`} tabIndex={0}
        onKeyDown={press} onBlur={() => { setAt(null); chart.current?.dispatchAction({ type: 'hideTip' }) }}
      >
        <div ref={host} className={css.host} aria-hidden="true" />
        {isLost && <p className="ek-3">The chart could not be loaded. The table has the same numbers.</p>}
        {!isReady && !isLost && <div className={css.waiting}><LoadingRows rows={Math.floor(height / 35)} /></div>}
      </div>
      <p className="ek-hidden" aria-live="polite">{at ? walk.spoken(at.col, at.row) : ''}</p>
    </figure>
  )
}
