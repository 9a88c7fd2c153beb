/**
 * Finds anomalies in one series as it arrives: a point is one when some view of it (value, jump, roughness, distance from
 * the same hour of other days and weeks) is further out than anything this view has shown before.
 *
 * Each view gives a number, larger is stranger. It is compared with the largest of its own past, which slowly fades; so
 * nothing is assumed about the distribution, and there is no scale to set. For exchangeable data the n-th value is the
 * largest so far with probability 1/n, which bounds false alarms (rank argument of conformal anomaly detection: R. Laxhammar
 * and G. Falkman, "Online learning and sequential anomaly detection in trajectories", IEEE TPAMI 36, 2014). The margin
 * keeps near ties quiet. Judged by nab.ts.
 *
 * It never looks ahead and holds about 600 numbers a series; a point costs constant time.
 */

/** A point is an anomaly from this score on: an eighth further out than anything before. */
export const anomalyThreshold = 1.12

/** Which view was surprised. */
export type AnomalyReason = 'higher than ever' | 'lower than ever' | 'level jumped' | 'rougher than ever' | 'unlike this hour of the day' | 'unlike this hour of the week'

/** What the detector says of one point. */
export interface AnomalyReading {
  /** How far out, as a multiple of the furthest past: 1 is "as far as ever". 0 while learning and while it rests. */
  readonly score: number
  readonly isAnomaly: boolean
  /** The most surprised view; null where the score is 0. */
  readonly reason: AnomalyReason | null
}

/** Keeps the state of one series. */
export interface AnomalyDetector {
  /**
   * Takes the next point: instant in milliseconds, value in any unit. Gaps, uneven steps and repeated instants are
   * tolerated. A value that is not a finite number is passed over with score 0.
   */
  readonly observe: (at: number, value: number) => AnomalyReading
}

/** A detector that knows nothing yet. Hours of day and week are those of UTC: add the zone's offset to `at` for others. */
export function anomalyDetector(): AnomalyDetector {
  const views = [...newViews()].map((view) => ({ ...view, furthest: 0, seen: 0 }))
  let resting = 0
  return {
    observe(at, value) {
      if (!Number.isFinite(value)) return quiet
      let score = 0
      let reason: AnomalyReason | null = null
      for (const view of views) {
        const strangeness = view.measure(at, value)
        if (Number.isNaN(strangeness)) continue
        const ratio = view.furthest > 0 ? strangeness / view.furthest : strangeness > 0 ? newness : 0
        view.seen++
        if (view.seen > learnPoints && ratio > score) { score = ratio; reason = view.reason }
        view.furthest = Math.max(strangeness, view.furthest * keptEachPoint)
      }
      if (resting > 0) {
        resting--
        return quiet
      }
      const isAnomaly = score >= anomalyThreshold
      if (isAnomaly) resting = restPoints
      return { score, isAnomaly, reason }
    },
  }
}

// How many points a view watches before it may speak. Fewer: the first day of every series is full of "never seen".
const learnPoints = 200
// The furthest past fades, so that one old disaster does not hide a new one for ever: by half in 13,900 points (48 days of
// 5-minute points). In a week of them it loses a tenth, less than the threshold asks: what comes every week stays usual.
const keptEachPoint = 0.99995
// After an anomaly the detector is silent for this many points (11 hours of 5-minute points): one event, one anomaly.
const restPoints = 130
// Something where there always was exactly nothing.
const newness = 10
const quiet: AnomalyReading = { score: 0, isAnomaly: false, reason: null }

interface View {
  readonly reason: AnomalyReason
  /** NaN while it cannot say. */
  readonly measure: (at: number, value: number) => number
}

const hour = 3_600_000

// Spans are in points: 10 and 20 smooth single outliers away, 300 is a long past next to which 20 is recent.
const newViews = (): View[] => [
  { reason: 'higher than ever', measure: aboveMean(1) },
  { reason: 'lower than ever', measure: aboveMean(-1) },
  { reason: 'level jumped', measure: levelJump(20, 300) },
  { reason: 'rougher than ever', measure: roughness(40) },
  { reason: 'unlike this hour of the day', measure: unlikeSlot(24, 0.05, 1) },
  { reason: 'unlike this hour of the week', measure: unlikeSlot(168, 0.3, 1) },
  { reason: 'unlike this hour of the week', measure: unlikeSlot(168, 0.3, 10) },
]

function aboveMean(sign: 1 | -1): View['measure'] {
  let n = 0
  let mean = 0
  return (_, value) => {
    n++
    mean += (value - mean) / n
    return Math.max(0, sign * (value - mean))
  }
}

function levelJump(recent: number, past: number): View['measure'] {
  const near = new Recent(recent)
  const far = new Recent(past)
  return (_, value) => {
    const left = near.push(value)
    if (left === undefined) return Number.NaN
    far.push(left)
    return far.isFull ? Math.abs(near.mean - far.mean) : Number.NaN
  }
}

function roughness(span: number): View['measure'] {
  const recent = new Recent(span)
  return (_, value) => {
    recent.push(value)
    return recent.isFull ? recent.deviation : Number.NaN
  }
}

// Distance from an exponential mean of what the same hour showed before, averaged over `span` points. Says nothing until
// a whole period has passed, nor for an hour that it has not met.
function unlikeSlot(hours: number, weight: number, span: number): View['measure'] {
  const expected = new Float64Array(hours).fill(Number.NaN)
  const residuals = new Recent(span)
  let from = Number.NaN
  return (at, value) => {
    if (Number.isNaN(from)) from = at
    const slot = ((Math.floor(at / hour) % hours) + hours) % hours
    const before = expected[slot] ?? Number.NaN
    expected[slot] = Number.isNaN(before) ? value : before + weight * (value - before)
    if (Number.isNaN(before) || at - from < hours * hour) return Number.NaN
    residuals.push(value - before)
    return Math.abs(residuals.mean)
  }
}

/** The last `span` values with their mean and standard deviation. Sums are made anew each round, so that errors do not add up. */
class Recent {
  readonly #values: Float64Array
  #count = 0
  #sum = 0
  #squares = 0
  #origin = 0

  constructor(span: number) { this.#values = new Float64Array(span) }

  /** Takes a value and returns the one that it pushes out. */
  push(value: number): number | undefined {
    const at = this.#count % this.#values.length
    if (at === 0) this.#recount(value)
    const old = this.isFull ? this.#values[at] ?? 0 : undefined
    this.#values[at] = value
    this.#count++
    this.#sum += value - (old ?? 0)
    this.#squares += (value - this.#origin) ** 2 - (old === undefined ? 0 : (old - this.#origin) ** 2)
    return old
  }

  get isFull(): boolean { return this.#count >= this.#values.length }
  get mean(): number { return this.#sum / Math.min(this.#count, this.#values.length) }
  get deviation(): number {
    const n = Math.min(this.#count, this.#values.length)
    return Math.sqrt(Math.max(0, this.#squares / n - (this.mean - this.#origin) ** 2))
  }

  // Squares are taken around a value near the mean: around zero, large values with a small spread would lose it all.
  #recount(origin: number): void {
    const kept = this.#values.subarray(0, Math.min(this.#count, this.#values.length))
    this.#origin = this.#count === 0 ? origin : this.mean
    this.#sum = kept.reduce((a, b) => a + b, 0)
    this.#squares = kept.reduce((a, b) => a + (b - this.#origin) ** 2, 0)
  }
}
