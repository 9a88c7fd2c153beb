/**
 * How alike two occurrences of trouble are: 0.5 the words, 0.3 what they happened to, 0.2 the category; what one of them
 * does not know counts for neither, and the rest is scaled up.
 *
 * Source: cosine of TF-IDF weights for the words (G. Salton and C. Buckley, Information Processing & Management 24, 1988).
 * The parts and the threshold are a judgement: words say most, and nothing alone but equal words is enough.
 */

/** From this likeness on two occurrences are the same trouble. */
export const sameTrouble = 0.65
/** Occurrences further apart than these seconds (90 days) are not compared. */
export const comparedSeconds = 90 * 86_400
/** The very same words on the same things are the same trouble until they rest longer than these seconds (180 days). */
export const restSeconds = 180 * 86_400

const textPart = 0.5
const thingPart = 0.3
const categoryPart = 0.2
/** Decimal parts do not add up exactly in binary: 0.65 reached by 0.35 + 0.3 shall be reached. */
const rounding = 1e-9

/** What an occurrence happened to, by numbers that the caller gives to names; -1 is unknown. */
export interface Setting {
  readonly scope: number
  /** Configuration items that were broken. May be empty. */
  readonly cis: readonly number[]
  /** Types of these items. */
  readonly types: readonly number[]
  /** Items and services next to these items at that time. */
  readonly around: readonly number[]
  readonly service: number
  readonly category: number
}

/** How things are related, each with what it counts; `unknown` counts for neither. */
export type ThingRelation = 'same' | 'same service' | 'neighbours' | 'same type' | 'unrelated' | 'unknown'
// To know of no more than one service neither helps nor hurts: it counts what the whole must reach.
const relationCounts: Readonly<Record<Exclude<ThingRelation, 'unknown'>, number>> = { same: 1, 'same service': sameTrouble, neighbours: 0.6, 'same type': 0.5, unrelated: 0 }

const share = (a: readonly number[], b: readonly number[]): boolean => a.some((x) => b.includes(x))

/** Where one names no item, its service stands for the items below it. */
export function thingRelation(a: Setting, b: Setting): ThingRelation {
  if (a.cis.length > 0 && b.cis.length > 0) {
    return share(a.cis, b.cis) ? 'same' : share(a.cis, b.around) || share(a.around, b.cis) ? 'neighbours' : share(a.types, b.types) ? 'same type' : 'unrelated'
  }
  if (a.service === -1 || b.service === -1) return 'unknown'
  return a.service === b.service ? 'same service' : a.around.includes(b.service) || b.around.includes(a.service) ? 'neighbours' : 'unrelated'
}

/** How alike two texts must at least be for the whole to reach the threshold; above 1 where no text is enough. */
export function neededText(a: Setting, b: Setting): number {
  const relation = thingRelation(a, b)
  const hasCategory = a.category !== -1 && b.category !== -1
  const whole = textPart + (relation === 'unknown' ? 0 : thingPart) + (hasCategory ? categoryPart : 0)
  const others = (relation === 'unknown' ? 0 : thingPart * relationCounts[relation]) + (hasCategory && a.category === b.category ? categoryPart : 0)
  return (sameTrouble * whole - others) / textPart - rounding
}

/** A number by which two can be seen to be apart: of a service and a category what fits in it, and -1 where more is known of the things, or less. */
export const markOf = ({ cis, around, service, category }: Setting): number =>
  (cis.length > 0 || around.length > 0 || service === -1 || category === -1 ? anything : ((service & half) << 16) | (category & half))
const anything = -1
const half = 0xffff

/** Whether no text is enough for two with these marks, since both service and category are others. False says nothing. */
export const areApart = (a: number, b: number): boolean => ((a ^ b) & half) !== 0 && (a ^ b) >>> 16 !== 0 && a !== anything && b !== anything

/** The likeness of two occurrences with these words, 0 to 1. */
export function likeness(text: number, a: Setting, b: Setting): number {
  const relation = thingRelation(a, b)
  const hasCategory = a.category !== -1 && b.category !== -1
  const whole = textPart + (relation === 'unknown' ? 0 : thingPart) + (hasCategory ? categoryPart : 0)
  return (textPart * text + (relation === 'unknown' ? 0 : thingPart * relationCounts[relation]) + (hasCategory && a.category === b.category ? categoryPart : 0)) / whole
}

/** The least that texts must have in common where no item is the same: one category, nothing known of the things. */
export const leastText = (sameTrouble * (textPart + categoryPart) - categoryPart) / textPart

/**
 * The features of which two texts must share one to have a cosine of `leastText`: all but a rest that is shorter than that. Heaviest first.
 * `squares` are the squared weights by bucket.
 */
export function askedFeatures(features: ArrayLike<number>, squares: ArrayLike<number>): number[] {
  const sorted = Array.from(features).sort((a, b) => (squares[b] ?? 0) - (squares[a] ?? 0) || a - b)
  let total = 0
  for (const bucket of sorted) total += squares[bucket] ?? 0
  const allowed = (leastText - rounding) ** 2 * total
  let rest = total
  let end = 0
  while (end < sorted.length && rest >= allowed) rest -= squares[sorted[end++] ?? 0] ?? 0
  return sorted.slice(0, end)
}

/** Length of a text in the space of its weights: the root of the sum of its squared weights, in the order of its features. */
export function lengthOf(features: ArrayLike<number>, squares: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < features.length; i++) sum += squares[features[i] ?? 0] ?? 0
  return Math.sqrt(sum)
}

/** A distinct text on distinct things, over the time it came again. Features are sorted and not empty; times in seconds since 1970. */
export interface RecurrenceNode {
  readonly features: ArrayLike<number>
  readonly setting: Setting
  readonly first: number
  readonly last: number
}

/** How alike their words are, as a cosine, 0 to 1; and whether they are the same trouble, which is reckoned as `RecurrenceCorpus` reckons it. */
export function compare(a: RecurrenceNode, b: RecurrenceNode, squares: ArrayLike<number>): { readonly text: number; readonly likeness: number; readonly isSame: boolean } {
  const own = new Set(Array.from(a.features))
  let common = 0
  for (let i = 0; i < b.features.length; i++) if (own.has(b.features[i] ?? 0)) common += squares[b.features[i] ?? 0] ?? 0
  const both = lengthOf(a.features, squares) * lengthOf(b.features, squares)
  const text = Math.min(1, common / both)
  const isSame = a.setting.scope === b.setting.scope && Math.max(a.first, b.first) - Math.min(a.last, b.last) <= comparedSeconds && common >= neededText(a.setting, b.setting) * both
  return { text, likeness: likeness(text, a.setting, b.setting), isSame }
}
