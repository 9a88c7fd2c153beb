/** Priority as shape, word and colour: rising bars, fewer for less; P1 is a solid block with an exclamation cut out. */

import css from './glyphs.module.css'

/** 1 is the most urgent; null where nobody has set it. */
export type PriorityValue = 1 | 2 | 3 | 4 | 5

/** `P2` stands beside the bars always; `bare` only where a column head says it. */
export function Priority({ value, bare = false }: { value: PriorityValue | null; bare?: boolean }) {
  if (value === null) return <span className={css.quiet}>no priority</span>
  return (
    <span className={css.pair} data-priority={value}>
      {value === 1 ? <Block /> : <Bars filled={5 - value} colour={`var(--ek-p${value})`} />}
      <span className={bare ? 'ek-hidden' : value <= 2 ? css.strongWord : css.word}>P{value}</span>
    </span>
  )
}

function Block() {
  return (
    <svg className={css.glyph} viewBox="0 0 14 14" aria-hidden="true">
      <rect x="1" y="1" width="12" height="12" rx="2.5" fill="var(--ek-p1)" />
      <path d="M7 3.5v4.2" stroke="var(--ek-surface)" strokeWidth="1.9" strokeLinecap="round" />
      <circle cx="7" cy="10.3" r="1.1" fill="var(--ek-surface)" />
    </svg>
  )
}

/** Left edge, top and height of the four bars in a square of 14. */
const BARS = [
  { x: 1.2, height: 3.4 },
  { x: 4.3, height: 6 },
  { x: 7.4, height: 8.6 },
  { x: 10.5, height: 11.2 },
]

function Bars({ filled, colour }: { filled: number; colour: string }) {
  return (
    <svg className={css.glyph} viewBox="0 0 14 14" aria-hidden="true">
      {BARS.map(({ x, height }, index) => (
        <rect
          key={x} x={x} y={13 - height} width="2.2" height={height} rx="0.6" strokeWidth="0.9"
          fill={index < filled ? colour : 'none'} stroke={index < filled ? colour : 'var(--ek-line-strong)'}
        />
      ))}
    </svg>
  )
}
