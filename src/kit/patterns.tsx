/** The hatches and dots that tell parties, pauses and ignorance apart without colour; referred to as `url(#ek-…)`. */

/** Defined once in the document by `KitProvider`. */
export function PatternDefs() {
  return (
    <svg width="0" height="0" aria-hidden="true" style={{ position: 'absolute' }}>
      <defs>
        <Stripes id="ek-unknown" size={5} angle={45} ground="var(--ek-surface)" groundOpacity={0.35} line="var(--ek-text-3)" width={1.3} />
        <Stripes id="ek-supplier" size={5} angle={-45} ground="var(--ek-supplier)" line="var(--ek-surface)" width={1.4} lineOpacity={0.75} />
        <pattern id="ek-customer" width="5" height="5" patternUnits="userSpaceOnUse">
          <rect width="5" height="5" fill="var(--ek-customer)" />
          <circle cx="2.5" cy="2.5" r="1.1" fill="var(--ek-surface)" opacity="0.85" />
        </pattern>
        <Stripes id="ek-paused" size={4} angle={45} line="var(--ek-idle)" width={1.6} />
        <Stripes id="ek-gap" size={6} angle={45} ground="var(--ek-bad-soft)" line="var(--ek-bad)" width={2} />
        <Stripes id="ek-window" size={6} angle={45} line="var(--ek-line-strong)" width={1.2} />
      </defs>
    </svg>
  )
}

interface StripesProps {
  id: string
  size: number
  angle: number
  line: string
  width: number
  ground?: string
  groundOpacity?: number
  lineOpacity?: number
}

function Stripes({ id, size, angle, line, width, ground, groundOpacity = 1, lineOpacity = 1 }: StripesProps) {
  return (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse" patternTransform={`rotate(${angle})`}>
      {ground && <rect width={size} height={size} fill={ground} opacity={groundOpacity} />}
      <path d={`M0 0v${size}`} stroke={line} strokeWidth={width} opacity={lineOpacity} />
    </pattern>
  )
}
