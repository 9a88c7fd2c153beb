/** Simulated organizations: weekly records of nine indicators of one pole, of any kind, judged week by week as the product does. */
import { baselineOf, driftOf, type Baseline, type Week } from './balance-drift.ts'
import { type Counted, type Evidence, evidenceOf } from './balance-evidence.ts'
import { poleScore, type PoleScore } from './balance-pole.ts'
import { type Edges, isLowBad, strengthOf } from './balance-strength.ts'
import { nextStanding, type PoleState, unknownStanding } from './balance-verdict.ts'
import { poissonCount, seededNormal, seededUniform } from './seeded.ts'

/** Weeks before judging begins, and weeks judged. */
export const baselineWeeks = 52
export const judgedWeeks = 104
const families = ['incident', 'incident', 'problem', 'change', 'change', 'request', 'event', 'survey', 'effort']
export const indicators = families.length

/** What an organization's weeks are made of. */
export interface Cell {
  readonly organizations: number
  /** Cases in a week; of a census the members. */
  readonly cases: number
  readonly kind?: Counted['kind']
  readonly edges?: Edges
  /** The true value of indicator `i` in a week, counted from the end of the baseline. */
  readonly truth: (i: number, week: number) => number
  /** The true value before; the truth of the first week where nothing is said. */
  readonly before?: number
  /** Standard deviation of the true value from week to week, as a share of it; how much it remembers (lag 1); and how much of it all indicators have in common. */
  readonly variation?: number
  readonly memory?: number
  readonly common?: number
  readonly seed: number
}

/** The usual edges of the published table. */
const usualEdges: Edges = { healthy: 0.15, extreme: 0.3 }

function truthsOf({ truth, before, variation = 0, memory = 0, common = 0 }: Cell, seed: number): number[][] {
  const normal = seededNormal(seed)
  const remembering = (): (() => number) => {
    let state = normal()
    return () => (state = memory * state + Math.sqrt(1 - memory * memory) * normal())
  }
  const [together, own] = [remembering(), families.map(remembering)]
  const all: number[][] = families.map(() => [])
  for (let week = -baselineWeeks; week < judgedWeeks; week++) {
    const shared = together()
    own.forEach((next, i) => all[i]?.push((week < 0 ? before ?? truth(i, 0) : truth(i, week)) * Math.max(0, 1 + variation * (Math.sqrt(common) * shared + Math.sqrt(1 - common) * next()))))
  }
  return all
}

/** The records of one week. */
function drawn(kind: Counted['kind'], truth: number, cases: number, uniform: () => number): Counted {
  const hits = (p: number): number => Array.from({ length: cases }, uniform).filter((x) => x < Math.min(1, p)).length
  const exponential = (mean: number): number => -mean * Math.log(1 - uniform())
  switch (kind) {
    case 'proportion': return { kind, count: hits(truth), of: cases }
    case 'census': return { kind, count: Math.round(Math.min(1, truth) * cases), of: cases }
    case 'rate': return { kind, count: poissonCount(truth * cases, uniform), exposure: cases }
    // The median of an exponential duration is its mean times the logarithm of two; one in ten is not over yet.
    case 'quantile': return { kind, lifetimes: Array.from({ length: cases }, () => ({ duration: exponential(truth / Math.LN2), isFinished: uniform() < 0.9 })) }
    case 'ratio': return { kind, weeks: [{ amount: Array.from({ length: cases }, () => exponential(truth)).reduce((a, b) => a + b, 0), per: cases }] }
  }
}

/** All of several weeks as one window. A census is as it stands at the end. */
function together(weeks: readonly Counted[]): Counted | null {
  const [first] = weeks
  if (first === undefined) return null
  const total = (of: (week: Counted) => number): number => weeks.reduce((sum, week) => sum + of(week), 0)
  switch (first.kind) {
    case 'proportion': return { kind: 'proportion', count: total((w) => ('count' in w ? w.count : 0)), of: total((w) => ('of' in w ? w.of : 0)) }
    case 'rate': return { kind: 'rate', count: total((w) => ('count' in w ? w.count : 0)), exposure: total((w) => ('exposure' in w ? w.exposure : 0)) }
    case 'quantile': return { kind: 'quantile', lifetimes: weeks.flatMap((w) => ('lifetimes' in w ? w.lifetimes : [])) }
    case 'ratio': return { kind: 'ratio', weeks: weeks.flatMap((w) => ('weeks' in w ? w.weeks : [])) }
    case 'census': return weeks.at(-1) ?? first
  }
}

const baselineKind = { proportion: 'share', rate: 'rate', quantile: 'value', ratio: 'value', census: 'value' } as const

/** The week as a point of the drift test. */
function pointOf(week: Counted, isLog: boolean): Week {
  const scaled = (value: number): Week => (isLog && value <= 0 ? null : { value: isLog ? Math.log(value) : value })
  switch (week.kind) {
    case 'proportion': return { count: week.count, of: week.of }
    case 'rate': return { count: week.count, of: week.exposure }
    case 'census': return scaled(week.count / week.of)
    case 'ratio': return scaled((week.weeks[0]?.amount ?? 0) / (week.weeks[0]?.per ?? 1))
    case 'quantile': {
      const sorted = week.lifetimes.map(({ duration }) => duration).sort((a, b) => a - b)
      return scaled(sorted[Math.floor(sorted.length / 2)] ?? 0)
    }
  }
}

/** The evidence over the last weeks; where it is too little, over 91 and then 182 days. */
function widened(weeks: readonly Counted[], end: number, length: number, options: { readonly dispersion: number; readonly isLowBad: boolean }): Evidence | null {
  for (const wide of [length, 13, 26].filter((n) => n >= length)) {
    const counted = together(weeks.slice(Math.max(0, end - wide), end))
    const evidence = counted && evidenceOf(counted, options)
    if (evidence) return evidence
  }
  return null
}

/** The states of one organization, one a judged week. */
function statesOf(cell: Cell, seed: number): readonly PoleState[] {
  const { kind = 'proportion', edges = usualEdges, cases } = cell
  const uniform = seededUniform(seed)
  const all = truthsOf(cell, seed + 1).map((truths) => truths.map((truth) => drawn(kind, truth, cases, uniform)))
  const points = all.map((weeks) => weeks.map((week) => pointOf(week, edges.isLog === true)))
  const baselines = points.map((weeks): Baseline | null => baselineOf(baselineKind[kind], weeks.slice(0, baselineWeeks)))
  let standing = unknownStanding
  return Array.from({ length: judgedWeeks }, (_, week) => {
    const end = baselineWeeks + week + 1
    const drifts = points.map((weeks, i) => driftOf(weeks.slice(baselineWeeks, end), baselines[i] ?? null, isLowBad(edges)).isDrifting)
    const score = (length: number): PoleScore => poleScore(all.map((weeks, i) => {
      const evidence = widened(weeks, end, length, { dispersion: baselines[i]?.inflation ?? 1, isLowBad: isLowBad(edges) })
      return { id: `${i}`, family: families[i] ?? '', weight: 1, strength: strengthOf(evidence, edges, drifts[i]), hasData: evidence !== null }
    }))
    standing = nextStanding(standing, { short: score(4), long: score(13) })
    return standing.state
  })
}

/** What came of the organizations of a cell. */
export interface Outcome {
  /** The share of organizations that were called imbalanced in two years. */
  readonly found: number
  /** When those were, in weeks, soonest first. */
  readonly weeks: readonly number[]
  /** The shares of evaluations that said "leaning": in both windows, and in the short one only. */
  readonly leaning: number
  readonly leaningRecent: number
  readonly states: ReadonlySet<PoleState>
}

/** Simulates all organizations of a cell; the same seed gives the same outcome. */
export function simulate(cell: Cell): Outcome {
  const runs = Array.from({ length: cell.organizations }, (_, i) => statesOf(cell, cell.seed * 10_000 + 2 * i))
  const weeks = runs.map((states) => states.findIndex((state) => state === 'imbalanced' || state === 'severe') + 1).filter((week) => week > 0)
  const states = runs.flat()
  const shareOf = (state: PoleState): number => states.filter((one) => one === state).length / states.length
  return { found: weeks.length / runs.length, weeks: weeks.sort((a, b) => a - b), leaning: shareOf('leaning'), leaningRecent: shareOf('leaning_recent'), states: new Set(states) }
}
