/** When somebody must hear of a clock, and what is said: at the agreed share of a target and when it is missed, each once. Pure. */
import { brokenRatio } from './clock-cycle.ts'
import type { ClockKind } from './clock-facts.ts'
import type { Obligation, ThresholdFiring } from './clock-reading.ts'

/** What is to be told of one clock now. */
export interface Warning {
  readonly promise: ClockKind
  readonly says: 'soon' | 'missed'
  readonly dueBy: string | null
  /** Names of all thresholds that this settles, with blanks between; never told again. */
  readonly firings: string
  /** The sentence, such as "Restore: 75 % of the time is used, due Tue 17 Mar, 15:00 (Europe/Berlin), SLA-1001." */
  readonly reason: string
}

const words: Readonly<Record<ClockKind, string>> = { response: 'First answer', resolution: 'Restore', update: 'Next news' }
/** Told so much after its moment, a warning says that it is late: nobody was there to send it. */
const lateAfterMs = 60_000

const nameOf = (kind: ClockKind, f: Pick<ThresholdFiring, 'key'>): string => `${kind}/${f.key}`

/** Names of the thresholds told so far, from an incident's journal. */
export const toldIn = (journal: readonly { readonly verb: string; readonly input: Readonly<Record<string, unknown>> }[]): ReadonlySet<string> =>
  new Set(journal.flatMap((e) => (e.verb === 'warn' && typeof e.input['firings'] === 'string' ? e.input['firings'].split(' ') : [])))

// What is done needs no warning, and what waits is held until it goes on.
const isHeld = (o: Obligation): boolean => o.stoppedAt !== null || o.state === 'paused' || o.startedAt === null

const untold = (o: Obligation, told: ReadonlySet<string>): readonly ThresholdFiring[] =>
  isHeld(o) ? [] : o.firings.filter((f) => f.cycle === o.cycle && !told.has(nameOf(o.kind, f)) && !isJustDue(o, f))

// At its due instant a promise can still be kept; it is broken by whatever comes after.
const isJustDue = (o: Obligation, f: ThresholdFiring): boolean => f.ratio >= brokenRatio && o.breachedAt === null

/** What is to be told of this clock as it was read; null for nothing. Several thresholds passed since the last look are one message, of the highest. */
export function warningOf(o: Obligation, told: ReadonlySet<string>): Warning | null {
  const fresh = untold(o, told)
  const top = fresh.toSorted((a, b) => b.ratio - a.ratio)[0]
  if (top === undefined) return null
  const says = top.ratio >= brokenRatio ? 'missed' : 'soon'
  const isLate = Date.parse(o.asOf) - Date.parse(top.at) > lateAfterMs
  return { promise: o.kind, says, dueBy: o.dueAt, firings: fresh.map((f) => nameOf(o.kind, f)).join(' '), reason: sentence(o, top.ratio, isLate) }
}

/** When to look at these clocks again to tell in time; null where nothing more will be told by itself. `told` is `toldIn`. */
export function nextTellingAt(clocks: readonly Obligation[], told: ReadonlySet<string>): string | null {
  const moments = clocks.flatMap((o) => {
    if (isHeld(o)) return []
    if (untold(o, told).length > 0) return [o.asOf]
    const ahead = [...o.upcoming, ...o.firings.filter((f) => isJustDue(o, f))]
    return ahead.flatMap(({ ratio, at }) => (at === null ? [] : [ratio >= brokenRatio ? new Date(Date.parse(at) + 1).toISOString() : at]))
  })
  return moments.sort()[0] ?? null
}

function sentence(o: Obligation, ratio: number, isLate: boolean): string {
  const due = o.dueAt === null ? '' : ` ${dayAndTime(o.dueAt, o.why?.calendar.zone ?? 'Etc/UTC')}`
  const by = o.why === null ? '' : `, ${o.why.agreement.name}`
  const what = ratio < brokenRatio ? `${Math.round(ratio * 100)} % of the time is used, due${due}` : o.breachBy === 'reclassification' ? `missed by its new target, which was due${due}` : `missed, it was due${due}`
  return `${words[o.kind]}: ${what}${by}.${isLate ? ' Told late.' : ''}`
}

function dayAndTime(at: string, zone: string): string {
  return `${formatOf(zone).format(Date.parse(at))} (${zone})`
}

// Making a format costs a thousand times what using it does; there are some hundred zones.
const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  formats.set(zone, known)
  return known
}
