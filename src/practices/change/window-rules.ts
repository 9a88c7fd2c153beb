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
  /** Of a provider: it binds everybody's work. A customer's binds its own work and what hurts what is its own, whoever it is shown to. */
  readonly isForAll: boolean
  readonly startsMs: number
  readonly endsMs: number
  /** Hours of the week in a zone within start and end; null: all the time. */
  readonly hours: Calendar | null
  /** Whether every organization sees it. */
  readonly shared?: boolean
  /** When what it binds was said last; absent: long ago. */
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
  /** Whose the work is; null where it is nobody's in particular, as of a row of a calendar. */
  readonly orgId: string | null
  /** Whose the items and services of `ids` are, by id. */
  readonly ownerOf: ReadonlyMap<string, string>
  /** Teams of the services and items of each organization. */
  readonly teamsOf: ReadonlyMap<string, ReadonlySet<string>>
}

/**
 * Whether the window is about it. A freeze on a service covers work on whatever that service stands on. That a window names a thing does not
 * make it binding: a customer's binds others only as far as the thing is the customer's, so that nobody freezes another's work through a shared
 * team, a shared service or an id.
 */
export function covers({ scope, orgId, isForAll }: Pick<WindowRule, 'scope' | 'orgId' | 'isForAll'>, reach: Reach): boolean {
  const isOwn = isForAll || reach.orgId === null || reach.orgId === orgId
  const ids = (wanted: readonly string[] | undefined): boolean => wanted?.some((id) => reach.ids.has(id) && (isOwn || reach.ownerOf.get(id) === orgId)) === true
  const teams = isOwn ? reach.teamIds : reach.teamsOf.get(orgId)
  return (scope.everything === true && (isForAll || reach.orgIds.has(orgId))) || ids(scope.serviceIds) || ids(scope.ciIds) || scope.teamIds?.some((id) => teams?.has(id)) === true
    || scope.orgIds?.some((id) => reach.orgIds.has(id) && (isOwn || id === orgId)) === true
}

/**
 * Whether work may go on in a freeze: as an exception, or because a manager agreed to it: of an emergency always, else in a soft freeze that was
 * as it is when they agreed. What nobody had before them they did not let through.
 */
export const isLetThrough = (w: Pick<WindowRule, 'isHard' | 'exceptIds' | 'since'>, c: { readonly id: string; readonly isEmergency: boolean; readonly agreedAt: string | null }): boolean =>
  w.exceptIds.includes(c.id) || (c.agreedAt !== null && (c.isEmergency || (!w.isHard && (w.since ?? '') <= c.agreedAt)))

/** Teams of these services by whose they are. */
export function teamsByOwner(owned: readonly { readonly orgId: string; readonly teamId: string | null }[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map([...Map.groupBy(owned, (s) => s.orgId)].map(([orgId, list]) => [orgId, new Set(list.map((s) => s.teamId).filter((id) => id !== null))]))
}

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
