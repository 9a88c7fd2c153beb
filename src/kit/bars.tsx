/** Small drawings in rows and rails: counts over time, a line with its edge, shares of a whole, a point with its range. */

import { useId, type ReactNode } from 'react'
import css from './bars.module.css'

/** Colours that may fill a bar. */
export type BarTone = 'bad' | 'warn' | 'good' | 'info' | 'idle' | 'c1'

const MOST_BARS = 60

/**
 * Counts over time as bars on a base line. `tones` gives a tone a bar (what still fires in red, what has cleared in
 * grey); a count of 0 is a thin mark, so that a quiet time is not taken for missing data (`null` is drawn hatched).
 */
export function CountBars({ counts, label, width = 120, height = 26, tone = 'c1', tones }: { counts: readonly (number | null)[]; label: string; width?: number; height?: number; tone?: BarTone; tones?: readonly BarTone[] }) {
  const shown = counts.slice(-MOST_BARS)
  const most = Math.max(1, ...shown.map((n) => n ?? 0))
  const step = width / Math.max(1, shown.length)
  const base = height - 2
  return (
    <svg className={css.drawing} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {shown.map((n, at) => {
        const x = at * step
        const bar = Math.max(0.5, step * 0.68)
        if (n === null) return <rect key={at} x={x} y={base - 6} width={bar} height="6" fill="url(#ek-unknown)" />
        const size = n === 0 ? 1 : Math.max(2, (n / most) * (base - 2))
        return <rect key={at} x={x} y={base - size} width={bar} height={size} fill={`var(--ek-${tones?.at(at - shown.length) ?? tone})`} opacity={n === 0 ? 0.35 : 0.85} />
      })}
      <path d={`M0 ${height - 1.5}H${width}`} stroke="var(--ek-line-strong)" />
    </svg>
  )
}

/** A line over time, never without the edge it is judged by. Gaps (`null`) break the line. */
export function Sparkline({ values, edge, label, width = 312, height = 72, from = 0 }: { values: readonly (number | null)[]; edge: { at: number; words: string }; label: string; width?: number; height?: number; from?: number }) {
  const known = values.filter((value) => value !== null)
  const most = Math.max(edge.at, ...known)
  const least = Math.min(from, edge.at, ...known)
  const y = (value: number) => height - 2 - ((value - least) / Math.max(1e-9, most - least)) * (height - 8)
  const x = (at: number) => (at / Math.max(1, values.length - 1)) * width
  return (
    <svg className={css.drawing} width="100%" height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${label}. ${edge.words}.`}>
      <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--ek-line-strong)" />
      <path d={`M0 ${y(edge.at)}H${width}`} stroke="var(--ek-bad)" strokeDasharray="4 3" />
      <path d={lineOf(values, x, y)} fill="none" stroke="var(--ek-c1)" strokeWidth="1.6" strokeLinejoin="round" />
      <text {...freePlace(values, edge, x, y, width)} className={css.edgeWords}>{edge.words}</text>
    </svg>
  )
}

/** Where the words of the edge meet the line least: at the left, in the middle or at the right, above or below it. */
function freePlace(values: readonly (number | null)[], edge: { at: number; words: string }, x: (at: number) => number, y: (value: number) => number, width: number) {
  const room = edge.words.length * 6
  const places = [0, (width - room) / 2, width - room].flatMap((from) => [y(edge.at) + 14, y(edge.at) - 5].map((base) => ({ from, base })))
  const crowd = ({ from, base }: { from: number; base: number }) =>
    (base < 10 ? 100 : 0) + values.filter((value, at) => value !== null && x(at) > from - 8 && x(at) < from + room + 8 && Math.abs(y(value) - (base - 4)) < 12).length
  const best = places.toSorted((a, b) => crowd(a) - crowd(b))[0]
  return { x: best?.from ?? 0, y: best?.base ?? 0 }
}

function lineOf(values: readonly (number | null)[], x: (at: number) => number, y: (value: number) => number): string {
  return values
    .map((value, at) => (value === null ? '' : `${at === 0 || values[at - 1] === null ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`))
    .join('')
}

/** A part of a whole. `fill` is a tone, a party, or `unknown` for what is not recorded. */
export interface SharePart {
  label: string
  value: number
  fill: BarTone | 'us' | 'supplier' | 'customer' | 'unknown'
}

/** Shares of a whole in one bar with words under it; what is not recorded takes up its space, hatched. */
export function ShareBar({ parts, label, height = 12, withLegend = true, words = String }: { parts: readonly SharePart[]; label: string; height?: number; withLegend?: boolean; words?: (value: number) => string }) {
  const id = useId()
  const whole = parts.reduce((sum, { value }) => sum + value, 0)
  const placed = parts.map((part, at) => ({ ...part, x: (parts.slice(0, at).reduce((sum, { value }) => sum + value, 0) / Math.max(1e-9, whole)) * 100, width: (part.value / Math.max(1e-9, whole)) * 100 }))
  return (
    <figure className={css.share} aria-labelledby={id}>
      <figcaption id={id} className="ek-hidden">{label}: {parts.map((part) => `${part.label} ${words(part.value)}`).join(', ')}</figcaption>
      <svg width="100%" height={height} aria-hidden="true">
        {placed.map((part) => <rect key={part.label} x={`${part.x}%`} width={`${part.width}%`} height={height} fill={fillOf(part.fill)} stroke="var(--ek-surface)" strokeWidth="1" />)}
      </svg>
      {withLegend && (
        <div className={css.legend} aria-hidden="true">
          {parts.map((part) => (
            <span key={part.label}>
              <svg width="11" height="11"><rect width="11" height="11" rx="2" fill={fillOf(part.fill)} /></svg>
              {part.label} {words(part.value)}
            </span>
          ))}
        </div>
      )}
    </figure>
  )
}

/** A value with its range beside the target: the dot is the best estimate, the line what cannot be excluded. */
export function DotInterval({ value, low, high, target, from, to, label, width = 148 }: { value: number; low: number; high: number; target: number; from: number; to: number; label: string; width?: number }) {
  const x = (at: number) => 2 + (Math.min(to, Math.max(from, at)) - from) / Math.max(1e-9, to - from) * (width - 4)
  return (
    <svg className={css.drawing} width={width} height="16" viewBox={`0 0 ${width} 16`} role="img" aria-label={label}>
      <path d={`M2 8H${width - 2}`} stroke="var(--ek-line)" strokeWidth="2" />
      <path d={`M${x(low)} 8H${x(high)}`} stroke="var(--ek-text)" strokeWidth="2.4" />
      <path d={`M${x(target)} 1V15`} stroke="var(--ek-text-2)" strokeWidth="1.5" />
      <circle cx={x(value)} cy="8" r="3.6" fill="var(--ek-text)" />
    </svg>
  )
}

/** The sign of a tension in small: level is balanced, an end down leans that way; always with its word beside it. */
export function Trim({ left, right, isKnown = true, children, width = 34 }: { left: number; right: number; isKnown?: boolean; children?: ReactNode; width?: 34 | 40 | 56 }) {
  const height = width === 56 ? 22 : width === 40 ? 18 : 16
  const middle = width / 2
  const half = middle - 2
  const drop = (v: number) => 5 + (Math.min(100, v) * (height - 8)) / 70
  const arm = (side: -1 | 1, v: number) => `M${middle} 5C${middle + side * half * 0.45} 5 ${middle + side * half * 0.7} ${5 + (drop(v) - 5) * 0.45} ${middle + side * half} ${drop(v)}`
  const colour = (v: number) => (!isKnown ? 'var(--ek-idle)' : v >= 65 ? 'var(--ek-lean-3)' : v >= 40 ? 'var(--ek-lean-2)' : v >= 20 ? 'var(--ek-lean-1)' : 'var(--ek-lean-none)')
  return (
    <span className={css.trim}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" fill="none" strokeWidth="2.4" strokeLinecap="round">
        <path d={arm(-1, left)} stroke={colour(left)} {...(isKnown ? {} : { strokeDasharray: '3 3' })} />
        <path d={arm(1, right)} stroke={colour(right)} {...(isKnown ? {} : { strokeDasharray: '3 3' })} />
        <path d={`M${middle - 3.5} 12.5L${middle} 7L${middle + 3.5} 12.5Z`} fill="var(--ek-text-2)" />
      </svg>
      {children}
    </span>
  )
}

function fillOf(fill: SharePart['fill']): string {
  if (fill === 'unknown' || fill === 'supplier' || fill === 'customer') return `url(#ek-${fill})`
  return `var(--ek-${fill})`
}
