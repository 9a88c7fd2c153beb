/** What all our charts have in common: ground, type, grid, and a tip made of elements, so that names are never read as markup. */
import { lookOf, type Colours } from './looks.ts'
import type { Plot, PlotSeries } from './plot.ts'
import { pointBase, pointRange, pointValue } from './point-words.ts'

/** `isStill`: nothing moves, for those who asked for reduced motion. */
export const axisFrame = (c: Colours, isStill: boolean): Record<string, unknown> => ({
  backgroundColor: 'transparent', textStyle: { fontFamily: "'Inter Latin', 'Inter Variable', system-ui, sans-serif", fontSize: 11, color: c['text-3'] },
  grid: { left: 56, right: 20, top: 22, bottom: 26 }, animation: !isStill, animationDuration: 140, animationDurationUpdate: 140,
})

/** A tip for the point or column under the pointer; `fill` gives its element. */
export const tip = (c: Colours, fill: (col: number, row: number) => HTMLElement | null, trigger: 'axis' | 'item' = 'axis'): Record<string, unknown> => ({
  trigger, confine: true, backgroundColor: c.raised, borderColor: c['line-strong'], padding: [8, 10], textStyle: { color: c.text, fontSize: 12 }, extraCssText: 'box-shadow: var(--ek-shadow-menu); border-radius: 6px;',
  formatter: (params: unknown) => {
    const one = (Array.isArray(params) ? params[0] : params) as { dataIndex?: number; value?: unknown } | undefined
    const value = Array.isArray(one?.value) ? one.value.map(Number) : []
    return (trigger === 'item' ? fill(value[0] ?? 0, value[1] ?? 0) : fill(one?.dataIndex ?? 0, 0)) ?? ''
  },
})

/** The tip of one period: each series with value, interval and what it rests on. */
export function heads(plot: Plot, shown: readonly PlotSeries[], col: number, c: Colours): HTMLElement | null {
  const period = plot.periods[col]
  if (!period) return null
  const box = document.createElement('div')
  const line = (text: string, style: Partial<CSSStyleDeclaration>): void => {
    const el = document.createElement('div')
    el.textContent = text
    Object.assign(el.style, style)
    box.append(el)
  }
  line(period.full, { fontWeight: '600', marginBottom: '3px' })
  for (const [n, s] of shown.entries()) {
    const p = s.points[col]
    if (!p) continue
    const range = pointRange(p, plot.unit)
    if (s.name !== '') line(s.name, { color: c[lookOf(n).colour], fontWeight: '500', marginTop: '3px' })
    line(`${pointValue(p, plot.unit)}${range === null ? '' : ` (${range})`}`, { fontVariantNumeric: 'tabular-nums' })
    line(pointBase(p), { color: c['text-3'], maxWidth: '280px', whiteSpace: 'normal' })
    if (p.hollow !== null && p.value !== null) line(`hollow: ${p.hollow}`, { color: c['warn-text'] })
  }
  return box
}

/** The rectangle of the grid, as a custom series is told it. */
export const coordOf = (params: unknown): { x: number; y: number; width: number; height: number } => (params as { coordSys: { x: number; y: number; width: number; height: number } }).coordSys
