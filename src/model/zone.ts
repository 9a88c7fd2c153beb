/** Turns wall-clock time in an IANA zone into instants and back, the same whether the runtime has Temporal or not. */

/** An instant: milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number

/** A calendar date as the count of days since 1970-01-01, in whatever zone the caller is talking about. */
export type EpochDay = number

/** Milliseconds in a nominal day. A real day may be shorter, longer or absent: ask `startOfDay`. */
export const dayMs = 86_400_000

/**
 * A stretch in which a zone keeps one offset: `[from, to)`, `offset` in milliseconds east of UTC.
 * A span need not reach from one change of the clocks to the next; it only never contains one.
 */
export interface OffsetSpan {
  from: EpochMs
  to: EpochMs
  offset: number
}

/** Finds the spans around an instant: at least one of those returned contains it. */
type SpanFinder = (at: EpochMs) => OffsetSpan[]

/** One zone's clock. Values are derived from the runtime's time-zone data and cached. */
export interface Zone {
  /** The name as given. */
  readonly name: string
  /** The span that contains an instant. */
  spanAt(at: EpochMs): OffsetSpan
  /** The calendar date on the wall at an instant. */
  dayAt(at: EpochMs): EpochDay
  /** Milliseconds shown on the wall since that wall's midnight (not the real time since it). */
  wallTimeAt(at: EpochMs): number
  /**
   * First instant of a date. A midnight that the clocks skip gives the instant of the change;
   * a date that does not exist (Apia, 2011-12-30) begins where the next one begins.
   */
  startOfDay(day: EpochDay): EpochMs
  /** The first instant at which the wall shows this; inside a gap, later by the length of the gap (as RFC 5545 reads it). */
  firstAt(day: EpochDay, wallTime: number): EpochMs
  /**
   * Where a half-open interval that ends at this wall time ends: the last instant at which the wall reaches it; inside
   * a gap, as `firstAt`. A wall that is set back *to* this time does not reach it: with 03:00 set back to 02:00, an
   * interval to 02:00 ends before the repeated hour, one to 02:01 holds sixty-one minutes of it.
   */
  endAt(day: EpochDay, wallTime: number): EpochMs
}

const cachedZones = new Map<string, Zone>()

/**
 * The clock of a zone such as `Europe/Berlin`.
 * Throws a RangeError for a name that `isZoneName` refuses: check at the door.
 */
export function zoneOf(name: string): Zone {
  let zone = cachedZones.get(name)
  if (zone === undefined) {
    zone = createZone(name, hasTemporal() ? 'temporal' : 'intl')
    cachedZones.set(name, zone)
  }
  return zone
}

/**
 * Whether a name is in the runtime's time-zone database. A fixed offset such as `+02:00` is refused:
 * it does not follow the clocks of any place, and `Etc/GMT-2` exists for who means it.
 */
export function isZoneName(name: string): boolean {
  if (!/^[A-Za-z]/.test(name) || name.length > longestZoneName) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The longest name in the database has 32 letters; more is not a name. */
const longestZoneName = 64

/** The date `YYYY-MM-DD` as an EpochDay, or undefined where there is no such date. */
export function parseDay(text: string): EpochDay | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const day = Date.parse(`${text}T00:00:00Z`) / dayMs
  return Number.isInteger(day) && formatDay(day) === text ? day : undefined
}

/** An EpochDay as `YYYY-MM-DD`. */
export function formatDay(day: EpochDay): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

/** Day of the week of a date: 0 is Monday, 6 is Sunday. */
export function weekdayOf(day: EpochDay): number {
  return (((day + 3) % 7) + 7) % 7
}

/** The same day of the month some calendar months later, or the last day of that month where it is shorter. */
export function addMonths(day: EpochDay, months: number): EpochDay {
  const date = new Date(day * dayMs)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months]
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / dayMs
}

function hasTemporal(): boolean {
  return typeof (globalThis as { Temporal?: unknown }).Temporal === 'object'
}

/** Makes a zone's clock from one named source; everybody but the test that compares the two calls `zoneOf`. */
export function createZone(name: string, source: 'temporal' | 'intl'): Zone {
  if (!isZoneName(name)) throw new RangeError(`"${name}" is not a time zone of the IANA database`)
  const spanAt = cachingSpans(source === 'temporal' ? findWithTemporal(name) : findWithIntl(name))

  const wallAt = (at: EpochMs): number => at + spanAt(at).offset

  /**
   * The instants at which the wall shows `wall`, earliest first. None inside a gap: then `changeAt` is the instant of
   * the change that skipped it, and `shiftedAt` the wall time counted on with the offset from before the change.
   */
  function instantsOf(wall: number): { instants: EpochMs[]; changeAt: EpochMs; shiftedAt: EpochMs } {
    const instants: EpochMs[] = []
    let [changeAt, shiftedAt] = [wall, wall]
    let span = spanAt(wall - widestOffset)
    for (;;) {
      const at = wall - span.offset
      if (at >= span.from && at < span.to) instants.push(at)
      if (span.to > wall + widestOffset) break
      const next = spanAt(span.to)
      if (at >= span.to && wall - next.offset < next.from) [changeAt, shiftedAt] = [next.from, at]
      span = next
    }
    return { instants, changeAt, shiftedAt }
  }

  return {
    name,
    spanAt,
    dayAt: (at) => Math.floor(wallAt(at) / dayMs),
    wallTimeAt: (at) => {
      const wall = wallAt(at)
      return wall - Math.floor(wall / dayMs) * dayMs
    },
    startOfDay: (day) => {
      const { instants, changeAt } = instantsOf(day * dayMs)
      return instants[0] ?? changeAt
    },
    firstAt: (day, wallTime) => {
      const { instants, shiftedAt } = instantsOf(day * dayMs + wallTime)
      return instants[0] ?? shiftedAt
    },
    endAt: (day, wallTime) => {
      const { instants, shiftedAt } = instantsOf(day * dayMs + wallTime)
      return instants.findLast((at) => spanAt(at - 1).offset <= spanAt(at).offset) ?? shiftedAt
    },
  }
}

/** No zone was ever further from UTC than Manila before 1844, 15 h 56 min. */
const widestOffset = 16 * 3_600_000

/** More spans than any real use touches; dropped and found again beyond it. */
const mostSpans = 4096

/** Keeps the spans found so far, sorted, and looks where the last question was answered first. */
function cachingSpans(find: SpanFinder): (at: EpochMs) => OffsetSpan {
  let spans: OffsetSpan[] = []
  let last: OffsetSpan | undefined
  return (at) => {
    if (last !== undefined && at >= last.from && at < last.to) return last
    let known = containing(spans, at)
    if (known === undefined) {
      const found = find(at)
      const fresh = found.filter((span) => containing(spans, span.from) === undefined)
      spans = [...(spans.length > mostSpans ? [] : spans), ...fresh].sort((a, b) => a.from - b.from)
      known = containing(spans, at)
    }
    if (known === undefined) throw new RangeError(`${at} is not an instant that a calendar can hold`)
    last = known
    return known
  }
}

function containing(spans: OffsetSpan[], at: EpochMs): OffsetSpan | undefined {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.from ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  const candidate = spans[low - 1]
  return candidate !== undefined && at < candidate.to ? candidate : undefined
}

function findWithTemporal(name: string): SpanFinder {
  return (at) => {
    const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name)
    const next = here.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity
    // "previous" is strictly before, so a question asked at the very change is asked again a moment later.
    const previous = here.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? -Infinity
    return [{ from: previous, to: next, offset: Math.round(here.offsetNanoseconds / 1e6) }]
  }
}

/**
 * Intl tells only the wall time at an instant, so the offset is sampled once a day in blocks of sixteen days and a
 * difference is narrowed down. Two changes within a day that cancel out would be missed; there is none since 1970
 * (the closest two in the database are more than three days apart).
 */
function findWithIntl(name: string): SpanFinder {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name, hourCycle: 'h23', era: 'short',
    year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  })
  const offsetAt = (at: EpochMs): number => {
    const part: Record<string, string> = {}
    for (const { type, value } of format.formatToParts(at)) part[type] = value
    const year = part['era'] === 'BC' || part['era'] === 'B' ? 1 - Number(part['year']) : Number(part['year'])
    const wall = new Date(0)
    wall.setUTCFullYear(year, Number(part['month']) - 1, Number(part['day']))
    wall.setUTCHours(Number(part['hour']), Number(part['minute']), Number(part['second']))
    return wall.getTime() - Math.floor(at / 1000) * 1000
  }
  const blockMs = 16 * dayMs
  return (at) => {
    const start = Math.floor(at / blockMs) * blockMs
    const spans: OffsetSpan[] = []
    let [from, offset] = [start, offsetAt(start)]
    for (let sample = start + dayMs; sample <= start + blockMs; sample += dayMs) {
      const sampled = offsetAt(sample)
      if (sampled === offset) continue
      let [before, after] = [sample - dayMs, sample]
      while (after - before > 1000) {
        const middle = Math.floor((before + after) / 2000) * 1000
        if (offsetAt(middle) === offset) before = middle
        else after = middle
      }
      spans.push({ from, to: after, offset })
      ;[from, offset] = [after, sampled]
    }
    spans.push({ from, to: start + blockMs, offset })
    return spans.filter((span) => span.to > span.from)
  }
}
