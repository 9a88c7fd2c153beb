/** The kinds of outcome that a regression can have, each with its link, variance and deviance. */
import { needNumbers, needPositive, needWithin } from './check.ts'

/**
 * `gaussian`: numbers, identity link. `poisson`, `quasi_poisson`: counts, log link. `binomial`, `quasi_binomial`: hits
 * among trials, logit link. The quasi kinds have the same coefficients, and errors widened by the dispersion.
 */
export type FamilyName = 'gaussian' | 'poisson' | 'quasi_poisson' | 'binomial' | 'quasi_binomial'

/** What a fit asks of a kind of outcome. `trials` is 1 where there are none. */
export interface Family {
  /** The mean (of a share: per trial) of a linear predictor. */
  readonly mean: (predictor: number) => number
  /** The first guess of the predictor from an outcome. */
  readonly start: (outcome: number, trials: number) => number
  /** Variance of the outcome at a mean, which is also the derivative of the mean for these canonical links (gaussian: 1). */
  readonly variance: (mean: number) => number
  /** An outcome's part of the deviance, at its mean per trial. */
  readonly deviance: (outcome: number, mean: number, trials: number) => number
  /** True where the spread is estimated from the residuals; false where the distribution sets it to 1. */
  readonly isDispersed: boolean
  readonly hasTrials: boolean
  /** Refuses an outcome that this kind cannot have (RangeError). */
  readonly check: (outcome: number, trials: number) => void
}

const gaussian: Family = {
  mean: (predictor) => predictor,
  start: (outcome) => outcome,
  variance: () => 1,
  deviance: (outcome, mean) => (outcome - mean) ** 2,
  isDispersed: true,
  hasTrials: false,
  check: (outcome) => { needNumbers([outcome], 'an outcome') },
}

const poisson: Family = {
  mean: Math.exp,
  start: (outcome) => Math.log(outcome + 0.1),
  variance: (mean) => mean,
  deviance: (outcome, mean) => 2 * (xLogRatio(outcome, mean) - (outcome - mean)),
  isDispersed: false,
  hasTrials: false,
  check: (outcome) => { needWithin(outcome, 0, Infinity, 'a count') },
}

const binomial: Family = {
  mean: (predictor) => 1 / (1 + Math.exp(-predictor)),
  start: (outcome, trials) => Math.log((outcome + 0.5) / (trials - outcome + 0.5)),
  variance: (mean) => mean * (1 - mean),
  deviance: (outcome, mean, trials) => 2 * (xLogRatio(outcome, trials * mean) + xLogRatio(trials - outcome, trials * (1 - mean))),
  isDispersed: false,
  hasTrials: true,
  check: (outcome, trials) => {
    needPositive(trials, 'the number of trials')
    needWithin(outcome, 0, trials, 'the number of hits')
  },
}

/** McCullagh and Nelder, "Generalized Linear Models" (1989), table 2.1; start values as those of R's `glm`. */
export const families: Readonly<Record<FamilyName, Family>> = {
  gaussian,
  poisson,
  quasi_poisson: { ...poisson, isDispersed: true },
  binomial,
  quasi_binomial: { ...binomial, isDispersed: true },
}

function xLogRatio(x: number, y: number): number {
  return x === 0 ? 0 : x * Math.log(x / y)
}
