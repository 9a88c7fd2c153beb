/**
 * Says what is usual for a moment of the week: for each weekday and hour of a zone the median of what was seen, and how
 * far from it is still ordinary.
 *
 * Source: median and median absolute deviation with the factor 1.4826, which makes it the standard deviation for normal
 * data (F. Hampel, "The influence curve and its role in robust estimation", JASA 69, 1974). One wild week in four moves
 * neither.
 */
import { needPositive } from './check.ts'
import { median } from './quantile.ts'

/** A value at an instant in milliseconds. Steps may be uneven, with gaps and repeats. */
export interface Sample {
  readonly at: number
  readonly value: number
}

/** What is usual in one hour of the week. */
export interface UsualHour {
  /** Monday 00:00 is 0, Sunday 23:00 is 167, on the clocks of the zone. */
  readonly hourOfWeek: number
  readonly median: number
  /** Robust standard deviation, in the unit of the values; may be 0 where all were equal. */
  readonly spread: number
  /** Samples behind it. */
  readonly n: number
  /** Different weeks behind it: one week says little, however many samples it has. */
  readonly weeks: number
}

/** What a baseline says of one sample. */
export interface Unusualness {
  readonly expected: number
  /** Distance from the median in robust standard deviations, signed; infinite where all were equal and this one is not. */
  readonly score: number
}

/** What is usual, hour by hour. */
export interface SeasonalBaseline {
  /** All hours of which anything is known, in order. */
  readonly hours: readonly UsualHour[]
  /** Undefined for an hour with fewer than `weeksNeeded` weeks behind it: nothing is usual there yet. */
  readonly compare: (sample: Sample) => Unusualness | undefined
}

/**
 * Learns a baseline. Hours are those of `zone` (IANA name; a wrong one is a RangeError): the hour that comes twice when
 * the clocks go back gives its samples to one hour of the week, the one that is left out gives none. Values that are not
 * finite numbers are passed over. O(n log n) in the samples.
 */
export function seasonalBaseline(samples: Iterable<Sample>, options: { readonly zone: string; readonly weeksNeeded?: number }): SeasonalBaseline {
  const { zone, weeksNeeded = 3 } = options
  needPositive(weeksNeeded, 'weeksNeeded')
  const hourOf = hoursOfWeek(zone)
  const found = new Map<number, { values: number[]; weeks: Set<number> }>()
  for (const { at, value } of samples) {
    if (!Number.isFinite(value)) continue
    const { hourOfWeek, week } = hourOf(at)
    const own = found.get(hourOfWeek)
    if (own === undefined) found.set(hourOfWeek, { values: [value], weeks: new Set([week]) })
    else {
      own.values.push(value)
      own.weeks.add(week)
    }
  }
  const hours = [...found].sort(([a], [b]) => a - b).map(([hourOfWeek, { values, weeks }]) => {
    const middle = median(values)
    return { hourOfWeek, median: middle, spread: 1.4826 * median(values.map((v) => Math.abs(v - middle))), n: values.length, weeks: weeks.size }
  })
  const byHour = new Map(hours.map((h) => [h.hourOfWeek, h]))
  return {
    hours,
    compare({ at, value }) {
      const usual = byHour.get(hourOf(at).hourOfWeek)
      if (usual === undefined || usual.weeks < weeksNeeded) return undefined
      const distance = value - usual.median
      return { expected: usual.median, score: distance === 0 ? 0 : distance / usual.spread }
    },
  }
}

const hour = 3_600_000
const quarter = hour / 4

// Wall clock from the offset of the zone, which changes only at whole quarters of an hour (since 1972), so the offset is
// asked once for each quarter met. 1 January 1970 was a Thursday: day 4 of a week that starts on Monday is day 0 of it + 3.
function hoursOfWeek(zone: string): (at: number) => { readonly hourOfWeek: number; readonly week: number } {
  const offsets = new Map<number, number>()
  const offsetAt = (at: number): number => {
    const key = Math.floor(at / quarter)
    let offset = offsets.get(key)
    if (offset === undefined) offsets.set(key, offset = Temporal.Instant.fromEpochMilliseconds(key * quarter).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6)
    return offset
  }
  offsetAt(0)
  return (at) => {
    const wall = Math.floor((at + offsetAt(at)) / hour) + 3 * 24
    return { hourOfWeek: ((wall % 168) + 168) % 168, week: Math.floor(wall / 168) }
  }
}
