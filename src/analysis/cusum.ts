/** CUSUM: adds up small deviations until they cannot be chance, and says how long that takes. */
import { LuDecomposition, Matrix } from 'ml-matrix'
import { at, needNumbers, needPositive, needWhole, needWithin } from './check.ts'
import { normalCdf } from './distribution.ts'

/** The design of a CUSUM, in standard deviations. */
export interface CusumDesign {
  /** Half the shift to be found, k; 0.5 finds shifts of 1 σ soonest. */
  readonly allowance: number
  /** The sum at which it signals, h. */
  readonly limit: number
}

/** The design used where nothing else is said: k = 0.5, h = 5, a false signal in 930 points on one side. */
export const usualDesign: CusumDesign = { allowance: 0.5, limit: 5 }

/** The two sums after a point; each signals from the limit on. */
export interface CusumPoint {
  readonly up: number
  readonly down: number
  readonly isUpSignal: boolean
  readonly isDownSignal: boolean
  /** Where the sums last left 0: the likely index of the first shifted point. Null where the sum is 0. */
  readonly upSince: number | null
  readonly downSince: number | null
}

/**
 * The sums of standardized deviations, C ← max(0, C + z − k), upwards and (of −z) downwards: Page, "Continuous
 * inspection schemes", Biometrika 41 (1954), in the tabular form of Montgomery, "Introduction to Statistical Quality
 * Control". They go on after a signal, until the deviation is gone. O(n). May be empty; refuses NaN (RangeError).
 */
export function cusum(deviations: readonly number[], design: CusumDesign = usualDesign): CusumPoint[] {
  needNumbers(deviations, 'a CUSUM', 0)
  needDesign(design)
  let [up, down] = [0, 0]
  let [upSince, downSince]: (number | null)[] = [null, null]
  return deviations.map((z, i) => {
    up = Math.max(0, up + z - design.allowance)
    down = Math.max(0, down - z - design.allowance)
    upSince = up === 0 ? null : (upSince ?? i)
    downSince = down === 0 ? null : (downSince ?? i)
    return { up, down, isUpSignal: up >= design.limit, isDownSignal: down >= design.limit, upSince: upSince ?? null, downSince: downSince ?? null }
  })
}

/**
 * The average number of normal points until an upward CUSUM signals, when their mean is `shift` σ above the target:
 * the Markov chain of Brook and Evans, "An approach to the probability distribution of CUSUM run length", Biometrika 59
 * (1972), at two sizes and extrapolated as they propose. Good to 4 digits. O(states³), a few milliseconds.
 */
export function runLength(design: CusumDesign, shift = 0, states = 50): number {
  needDesign(design)
  needWithin(Math.abs(shift), 0, 100, 'the shift')
  needWhole(states, 5, 'the number of states')
  const [coarse, fine] = [chainRunLength(design, shift, states), chainRunLength(design, shift, 2 * states)]
  return (4 * fine - coarse) / 3
}

/** As `runLength`, for a CUSUM that watches both sides: the sides' rates of signals add up (Van Dobben de Bruyn 1968). */
export function runLengthTwoSided(design: CusumDesign, shift = 0): number {
  return 1 / (1 / runLength(design, shift) + 1 / runLength(design, -shift))
}

/**
 * Siegmund's formula for the same, (e^(−2Δb) + 2Δb − 1)/2Δ² with Δ = shift − k and b = h + 1.166 ("Sequential Analysis",
 * 1985): no calculation to speak of, right to a few percent.
 */
export function siegmundRunLength({ allowance, limit }: CusumDesign, shift = 0): number {
  needDesign({ allowance, limit })
  const drift = shift - allowance
  const b = limit + 1.166
  return Math.abs(drift) < 1e-6 ? b * b : (Math.exp(-2 * drift * b) + 2 * drift * b - 1) / (2 * drift * drift)
}

function chainRunLength({ allowance, limit }: CusumDesign, shift: number, states: number): number {
  // State j stands for sums within half a width of j widths; state 0 for everything below.
  const width = (2 * limit) / (2 * states - 1)
  const step = (widths: number): number => normalCdf(widths * width + allowance - shift)
  const rest = new Matrix(states, states)
  for (let from = 0; from < states; from++) {
    for (let to = 0; to < states; to++) {
      const chance = to === 0 ? step(0.5 - from) : step(to - from + 0.5) - step(to - from - 0.5)
      rest.set(from, to, (from === to ? 1 : 0) - chance)
    }
  }
  return at(new LuDecomposition(rest).solve(Matrix.ones(states, 1)).to1DArray(), 0)
}

function needDesign({ allowance, limit }: CusumDesign): void {
  needWithin(allowance, 0, 10, 'the allowance k')
  needPositive(limit, 'the limit h')
}
