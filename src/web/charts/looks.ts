/** Colours, dashes and marks of charts, from the tokens of the scheme at hand; each series has all three, so that colour is never alone. */
import { useComputedColorScheme } from '@mantine/core'
import tokens from '../../kit/tokens.json' with { type: 'json' }

export type Colours = Readonly<Record<keyof typeof tokens.color.light, string>>
export const coloursOf = (scheme: 'light' | 'dark'): Colours => tokens.color[scheme]
/** The colours of what the viewer sees now. */
export const useColours = (): Colours => coloursOf(useComputedColorScheme('light'))

/** More series than this are no picture: the rest stands in the table. */
export const MOST_SERIES = 4

export interface SeriesLook {
  readonly colour: 'c1' | 'c2' | 'c3' | 'c4'
  /** Lengths of dash and gap; empty is solid. */
  readonly dash: readonly number[]
  readonly mark: 'circle' | 'rect' | 'triangle' | 'diamond'
}
const looks: readonly SeriesLook[] = [
  { colour: 'c1', dash: [], mark: 'circle' }, { colour: 'c2', dash: [6, 3], mark: 'rect' }, { colour: 'c3', dash: [2, 2], mark: 'triangle' }, { colour: 'c4', dash: [8, 3, 2, 3], mark: 'diamond' },
]
/** The look of the n-th series, from 0. */
export const lookOf = (n: number): SeriesLook => looks[n % looks.length] ?? { colour: 'c1', dash: [], mark: 'circle' }

/** Paper of the scheme at the start, full ink at the end; for cells of a heat map. */
export const heatColours = (c: Colours): string[] => [c['depth-1'], c['depth-3'], mix(c['depth-3'], c.c1, 0.5), c.c1]

/** Which of the two inks reads better on the tint at `t` (0 paper, 1 full). */
export function inkOn(t: number, c: Colours): string {
  const stops = heatColours(c)
  const at = Math.min(0.999999, Math.max(0, t)) * (stops.length - 1)
  const ground = mix(stops[Math.floor(at)] ?? '#000000', stops[Math.floor(at) + 1] ?? '#000000', at % 1)
  return contrast(c.text, ground) >= contrast(c['on-solid'], ground) ? c.text : c['on-solid']
}

/** As WCAG 2.2 has it: 1 to 21. */
function contrast(a: string, b: string): number {
  const [x = 0, y = 0] = [a, b].map((hex) => {
    const [r = 0, g = 0, bl = 0] = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl
  }).toSorted((p, q) => q - p)
  return (x + 0.05) / (y + 0.05)
}

function mix(a: string, b: string, t: number): string {
  const part = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16)
  return `#${[1, 3, 5].map((i) => Math.round(part(a, i) * (1 - t) + part(b, i) * t).toString(16).padStart(2, '0')).join('')}`
}
