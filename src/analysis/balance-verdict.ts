/** The verdict on a balance, week by week: two windows must agree, symptoms of several families must agree, two weeks must agree; and what was found ends slowly. */
import type { PoleScore } from './balance-pole.ts'

/** What a pole, or both of them together, can be said to be. */
export const balanceStates = ['insufficient', 'balanced', 'leaning_recent', 'leaning', 'single_symptom', 'imbalanced', 'severe', 'torn', 'leaving'] as const
export type BalanceState = (typeof balanceStates)[number]
export type PoleState = Exclude<BalanceState, 'torn'>

/** Scores from which a state is said, 0 to 100. */
export interface Band {
  readonly leaning: number
  readonly imbalanced: number
  readonly severe: number
  /** What the score without its strongest driver must reach for an imbalance. */
  readonly withoutTop: number
  /** Below it, by the value over the long window, an imbalance begins to end. */
  readonly leaving: number
}
export const usualBand: Band = { leaning: 20, imbalanced: 40, severe: 65, withoutTop: 25, leaving: 30 }

/** Evidence below which nothing is said. */
export const leastCoverage = 0.6
export const leastIndicators = 4
/** Symptoms and families of records that must show, for an imbalance. */
export const leastStrong = 3
export const leastFamilies = 2
/** Evaluations in a row: to find an imbalance, and to see it gone. */
export const weeksToFind = 2
export const weeksToLeave = 4

/** The scores of a pole in one evaluation: over the last 28 and the last 91 days. */
export interface PoleWindows {
  readonly short: PoleScore
  readonly long: PoleScore
}

/** Where a pole stands after an evaluation; the next one starts from it. */
export interface PoleStanding {
  readonly state: PoleState
  /** Evaluations up to this one, in a row, in which the rule of an imbalance, or of a severe one, held. */
  readonly found: number
  readonly foundSevere: number
  /** True from the evaluation that found it until the one that saw it gone. */
  readonly isImbalanced: boolean
  /** Evaluations in a row, up to this one, below the score at which it ends; 0 where there is no imbalance. */
  readonly calm: number
}

/** Before the first evaluation. */
export const unknownStanding: PoleStanding = { state: 'insufficient', found: 0, foundSevere: 0, isImbalanced: false, calm: 0 }

/** True where the evidence in both windows is enough to say anything of the pole. */
export const isEnough = ({ short, long }: PoleWindows): boolean => [short, long].every(({ coverage, withData }) => coverage >= leastCoverage && withData >= leastIndicators)

/** True where one evaluation by itself meets the rule of an imbalance from this score on. */
const meets = ({ short, long }: PoleWindows, least: number, band: Band): boolean =>
  [short, long].every((score) => score.low >= least && score.strong >= leastStrong && score.strongFamilies >= leastFamilies && score.withoutTop >= band.withoutTop)

/**
 * The next standing of a pole. An imbalance is found when both windows reach the score by their careful bounds, at least three symptoms of
 * two families show, it would still be there without its strongest driver, and all that was so a week ago too. It ends when the value over
 * the long window was below `leaving` four times in a row. While evidence is missing nothing is said and nothing is counted, but what was found is not forgotten.
 */
export function nextStanding(before: PoleStanding, windows: PoleWindows, band: Band = usualBand): PoleStanding {
  if (!isEnough(windows)) return { ...before, state: 'insufficient', found: 0, foundSevere: 0, calm: 0 }
  const found = meets(windows, band.imbalanced, band) ? before.found + 1 : 0
  const foundSevere = meets(windows, band.severe, band) ? before.foundSevere + 1 : 0
  const isFound = before.isImbalanced || found >= weeksToFind
  const calm = isFound && windows.long.mid < band.leaving ? before.calm + 1 : 0
  const isImbalanced = isFound && calm < weeksToLeave
  return { state: stateOf(windows, band, { isImbalanced, isSevere: foundSevere >= weeksToFind, isCalm: calm > 0 }), found, foundSevere, isImbalanced, calm: isImbalanced ? calm : 0 }
}

function stateOf({ short, long }: PoleWindows, band: Band, { isImbalanced, isSevere, isCalm }: { readonly isImbalanced: boolean; readonly isSevere: boolean; readonly isCalm: boolean }): PoleState {
  if (isImbalanced) return isCalm ? 'leaving' : isSevere ? 'severe' : 'imbalanced'
  if (long.single !== null && long.single === short.single) return 'single_symptom'
  if (short.low < band.leaning && long.low < band.leaning) return 'balanced'
  return long.low < band.leaning ? 'leaning_recent' : 'leaning'
}

const gravity: readonly PoleState[] = ['insufficient', 'balanced', 'leaning_recent', 'leaning', 'single_symptom', 'leaving', 'imbalanced', 'severe']

/** What is said of both poles together: the graver of the two, torn where both are imbalanced; insufficient only where neither can be judged. `pole` is the index of the one that it is said of, null where it is said of both or of none. */
export function tensionState(poles: readonly [PoleState, PoleState]): { readonly state: BalanceState; readonly pole: 0 | 1 | null } {
  const [a, b] = [gravity.indexOf(poles[0]), gravity.indexOf(poles[1])]
  const isFound = (state: PoleState): boolean => state === 'imbalanced' || state === 'severe'
  if (isFound(poles[0]) && isFound(poles[1])) return { state: 'torn', pole: null }
  const state = a >= b ? poles[0] : poles[1]
  if (state === 'insufficient' || state === 'balanced') return { state: poles.includes('insufficient') ? 'insufficient' : 'balanced', pole: null }
  return { state, pole: a === b ? null : a > b ? 0 : 1 }
}
