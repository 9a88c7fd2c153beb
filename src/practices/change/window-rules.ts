/** When a window holds, hours of the week and daylight saving included, and what it covers. Pure. */
import { z } from 'zod'
import type { Calendar } from '../../model/calendar.ts'
import { openPeriods } from '../../model/working-time.ts'
import { meets, shared, type Span } from './spans.ts'

export const windowKinds = { maintenance: 'Maintenance', freeze: 'Freeze', business_event: 'Business event' } as const
export type WindowKind = keyof typeof windowKinds

const idList = z.array(z.uuid()).min(1).max(500)
/** What a window is about: everything of its organization, or these services, items, teams or customers and what stands above them. */
export const scopeSchema = z.strictObject({
  everything: z.literal(true).optional(), serviceIds: idList.optional(), ciIds: idList.optional(), teamIds: idList.optional(), orgIds: idList.optional(),
}).refine((s) => Object.values(s).some((v) => v !== undefined), 'names nothing: say everything, or which services, items, teams or customers')
export type Scope = z.infer<typeof scopeSchema>

/** A window as the rules see it. */
export interface WindowRule {
  readonly id: string
  readonly number: string
  readonly name: string
  /** Of an organization that is not to be named to those who ask. */
  readonly isForeign?: boolean
  readonly kind: WindowKind
  readonly isHard: boolean
  readonly scope: Scope
  readonly orgId: string
  /** Of a provider, or shared: everything means every organization's. */
  readonly isForAll: boolean
  readonly startsMs: number
  readonly endsMs: number
  /** Hours of the week in a zone within start and end; null: all the time. */
  readonly hours: Calendar | null
  /** When it was made or changed last; absent: long ago. */
  readonly since?: string
  /** Changes that may go on all the same. */
  readonly exceptIds: readonly string[]
}

/** `WIN-1001 “Peak week”`, as sentences have it. */
export const nameOfWindow = (w: Pick<WindowRule, 'number' | 'name' | 'isForeign'>): string => (w.isForeign === true ? 'Another organization’s window' : `${w.number} “${w.name}”`)

/** What something touches and hurts, as far as windows ask. */
export interface Reach {
  /** Items and services that are worked on, and all that stands on them. */
  readonly ids: ReadonlySet<string>
  readonly teamIds: ReadonlySet<string>
  /** Whose services are hurt, and whose the change is. */
  readonly orgIds: ReadonlySet<string>
}

/** Whether the window is about it. A freeze on a service covers work on whatever that service stands on. */
export function covers({ scope, orgId, isForAll }: Pick<WindowRule, 'scope' | 'orgId' | 'isForAll'>, reach: Reach): boolean {
  return (scope.everything === true && (isForAll || reach.orgIds.has(orgId))) || any(scope.serviceIds, reach.ids) || any(scope.ciIds, reach.ids) || any(scope.teamIds, reach.teamIds) || any(scope.orgIds, reach.orgIds)
}
const any = (wanted: readonly string[] | undefined, there: ReadonlySet<string>): boolean => wanted?.some((id) => there.has(id)) === true

/** The spans in which it holds within `span`, in order, not overlapping. The hours are the wall clock's of their zone, so a night with 23 or 25 hours is as long as it is. */
export function holdsWithin(w: Pick<WindowRule, 'startsMs' | 'endsMs' | 'hours'>, span: Span): readonly Span[] {
  const both = shared({ startMs: w.startsMs, endMs: w.endsMs }, span)
  if (both === null) return []
  if (w.hours === null) return [both]
  const found: Span[] = []
  for (const p of openPeriods(w.hours, both.startMs, both.endMs)) {
    const part = shared({ startMs: p.from, endMs: p.to }, both)
    if (part !== null) found.push(part)
    if (found.length >= mostParts) break
  }
  return found
}
/** Parts of one window within one question; a window of hours over years is cut here. */
const mostParts = 2000

/** The windows of a kind that hold at some time in `span` and are about it. */
export const windowsOn = (list: readonly WindowRule[], kind: WindowKind, reach: Reach, span: Span): readonly WindowRule[] =>
  list.filter((w) => w.kind === kind && meets({ startMs: w.startsMs, endMs: w.endsMs }, span) && covers(w, reach) && holdsWithin(w, span).length > 0)

/** Until when the windows that hold at `atMs` go on without a gap: freezes that overlap or touch are one wait. Null where none holds. */
export function endOfWait(list: readonly WindowRule[], atMs: number, horizonMs: number): number | null {
  let end = atMs
  const parts = list.flatMap((w) => holdsWithin(w, { startMs: atMs, endMs: atMs + horizonMs })).sort((a, b) => a.startMs - b.startMs)
  for (const p of parts) {
    if (p.startMs > end) break
    end = Math.max(end, p.endMs)
  }
  return end > atMs ? end : null
}
