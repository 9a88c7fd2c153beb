/** Whether an observed change was agreed to: which authorised change explains it, or why none does. Pure. */
import type { Change } from './record.ts'

/** Of a planned change, what decides. */
export interface Agreed extends Pick<Change, 'state' | 'type' | 'authorisedAt' | 'plannedStart' | 'plannedEnd' | 'actualStart' | 'actualEnd' | 'serviceIds' | 'ciIds'> {
  readonly id: string
  readonly number: string
}

/** Of an observed change, what decides. */
export interface Happened {
  readonly startedAt: string
  /** What it touched, and what stands on that, with the number of steps; touched itself: 0. Empty: nobody knows. */
  readonly places: ReadonlyMap<string, number>
  /** What it touched, by name, for the sentence. */
  readonly placeNames: readonly string[]
  readonly unknownNames: readonly string[]
  /** Numbers of changes that the pipeline named. */
  readonly namedChanges: readonly string[]
}

export interface Judgement {
  readonly verdict: 'explained' | 'unauthorised' | 'unplaced'
  readonly changeId: string | null
  /** A sentence. */
  readonly why: string
}

/** By how much the clocks of a pipeline and of people may differ before it counts as outside of a time. */
export const skewToleranceMs = 5 * 60_000
/** How far beside its time a change is still named as the one that was probably meant. */
export const nearMs = 86_400_000
/** Steps in the graph by which what was touched may lie below what a change names: a service's change includes the parts it runs on, not all that it stands on. */
export const stepsCovered = 2

const authorised: readonly string[] = ['authorised', 'scheduled', 'implementing', 'implemented', 'reviewed', 'closed']

/** A change that the pipeline names decides before any other; then the nearest in the graph, then in time, then the lower number. */
export function judge(happened: Happened, changes: readonly Agreed[]): Judgement {
  const named = changes.filter((c) => happened.namedChanges.includes(c.number))
  const explaining = named.find((c) => objectionTo(c, happened.startedAt) === null)
  if (explaining) return { verdict: 'explained', changeId: explaining.id, why: `It names ${explaining.number}, which was authorised for this time.` }
  const near = changes.flatMap((c) => {
    const steps = stepsTo(c, happened.places)
    return steps === null ? [] : [{ c, steps, objection: objectionTo(c, happened.startedAt), awayMs: Math.abs(Date.parse(c.actualStart ?? c.plannedStart ?? happened.startedAt) - Date.parse(happened.startedAt)) }]
  }).toSorted((a, b) => a.steps - b.steps || a.awayMs - b.awayMs || a.c.number.localeCompare(b.c.number, 'en', { numeric: true }))
  const best = near.find((n) => n.objection === null)
  if (best) return { verdict: 'explained', changeId: best.c.id, why: `${best.c.number} was authorised for this time ${best.steps === 0 ? 'and names what was touched' : `and names what stands on it, ${best.steps === 1 ? 'one step' : `${best.steps} steps`} above`}.` }
  const wrong = [...named.map((c) => `It names ${c.number}, but ${objectionTo(c, happened.startedAt) ?? ''}.`), ...happened.namedChanges.filter((n) => !named.some((c) => c.number === n)).map((n) => `It names ${n}, which does not explain it.`)][0]
  if (happened.places.size === 0) {
    const [name] = happened.unknownNames
    return { verdict: 'unplaced', changeId: null, why: `${wrong === undefined ? '' : `${wrong} `}${name === undefined ? 'It does not say what it touched.' : `No service and no item here is called ${happened.unknownNames.slice(0, 3).join(', ')}.`}` }
  }
  const meant = near.find((n) => n.awayMs <= nearMs)
  return { verdict: 'unauthorised', changeId: null, why: wrong ?? (meant ? `${meant.c.number} is on it, but ${meant.objection ?? ''}.` : `No change was authorised for ${happened.placeNames.slice(0, 3).join(', ')} at this time.`) }
}

/** Steps from what the change names down to what was touched; null where it names nothing there. */
function stepsTo(c: Agreed, places: ReadonlyMap<string, number>): number | null {
  const steps = [...c.serviceIds, ...c.ciIds].flatMap((id) => places.get(id) ?? [])
  return steps.length === 0 ? null : Math.min(...steps)
}

/** Why it does not cover this moment, as the end of a sentence; null where it does. */
function objectionTo(c: Agreed, at: string): string | null {
  if (!authorised.includes(c.state) || c.authorisedAt === null) return c.state === 'cancelled' ? 'that was cancelled' : c.state === 'rejected' ? 'that was rejected' : 'that is not authorised'
  const atMs = Date.parse(at)
  // An emergency may be authorised before its record says so, and after it began.
  if (c.type !== 'emergency' && Date.parse(c.authorisedAt) > atMs + skewToleranceMs) return 'that was authorised only after it began'
  const starts = [c.plannedStart, c.actualStart].flatMap((t) => (t === null ? [] : [Date.parse(t)]))
  const ends = [c.plannedEnd, c.actualEnd].flatMap((t) => (t === null ? [] : [Date.parse(t)]))
  const [from, to] = [Math.min(...starts), c.state === 'implementing' ? Infinity : Math.max(...ends)]
  if (starts.length === 0) return 'that has no time'
  if (atMs < from - skewToleranceMs) return `its time began only ${minutesText(from - atMs)} later`
  return atMs > to + skewToleranceMs ? `its time was over ${minutesText(atMs - to)} before` : null
}

const minutesText = (ms: number): string => {
  const minutes = Math.max(1, Math.round(ms / 60_000))
  return minutes < 90 ? `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}` : minutes < 2880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`
}
