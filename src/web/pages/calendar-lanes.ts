/** Changes and windows of a stretch of time as lanes by service or team, with what clashes among them. Pure. */
import type { AnyRow } from '../../client/shapes.ts'
import { collisionsAmong, type Work } from '../../practices/change/conflicts.ts'
import type { Span } from '../../practices/change/spans.ts'
import { covers, holdsWithin, type Reach, windowsOn, type WindowRule } from '../../practices/change/window-rules.ts'
import { duePoint, type TimeFrame } from '../../kit/format-time.ts'
import { counted, listed } from '../../kit/format.ts'
import type { Lane, LaneBand, LaneItem } from '../../kit/swimlane.tsx'
import { addressOf } from '../data/address.ts'
import { toneOf, type ChangeRow } from './change-words.ts'

/** A window as the list gives it. */
export interface WindowRow extends AnyRow {
  readonly name: string
  readonly kind: WindowRule['kind']
  readonly isHard: boolean
  readonly scope: WindowRule['scope']
  readonly startsAt: string
  readonly endsAt: string
  readonly hours: WindowRule['hours']
  readonly exceptIds: readonly string[]
  readonly shared?: boolean
}

/** A release as the list gives it. */
export interface ReleaseRow extends AnyRow {
  readonly name: string
  readonly serviceIds: readonly string[]
  readonly teamId: string | null
  readonly plannedStart: string | null
  readonly plannedEnd: string | null
}

export type LanesBy = 'service' | 'team'

/** What the lanes are made of. */
export interface CalendarFacts {
  readonly changes: readonly ChangeRow[]
  readonly windows: readonly WindowRow[]
  readonly releases: readonly ReleaseRow[]
  readonly span: Span
  readonly by: LanesBy
  /** Of services: whose team and organization a window may be about. */
  readonly services: ReadonlyMap<string, { readonly name: string; readonly number: string; readonly teamId: string | null; readonly orgId: string }>
  readonly nameOf: (id: unknown) => string | null
  /** Whether an organization's window over everything is about all others too. */
  readonly isProvider: (orgId: string) => boolean
  readonly mayMove: (row: ChangeRow) => boolean
  readonly frame: TimeFrame
}

export interface CalendarDrawn {
  readonly lanes: readonly Lane[]
  /** Ids of changes that clash with another, each pair once. */
  readonly clashes: readonly (readonly [string, string])[]
  /** Change id → what it clashes with, in words. */
  readonly clashWords: ReadonlyMap<string, readonly string[]>
}

/** States whose time is taken, or asked for. */
const wantsTime: ReadonlySet<string> = new Set(['draft', 'submitted', 'assessed', 'authorised', 'scheduled', 'implementing'])

/** Begin and end of what is drawn: what really was where it was done, the plan before; null without a time. */
export function timeOf(row: ChangeRow): Span | null {
  const start = row.actualStart ?? row.plannedStart
  const end = row.actualEnd ?? row.plannedEnd
  if (start === null || end === null) return null
  const [startMs, endMs] = [Date.parse(start), Date.parse(end)]
  return endMs > startMs ? { startMs, endMs } : { startMs, endMs: startMs + 60_000 }
}

export function windowRule(w: WindowRow, isProvider: boolean): WindowRule {
  return {
    id: w.id, number: w.number, name: w.name, kind: w.kind, isHard: w.isHard, scope: w.scope, orgId: w.orgId, isForAll: isProvider || w.shared === true,
    startsMs: Date.parse(w.startsAt), endsMs: Date.parse(w.endsAt), hours: w.hours, exceptIds: w.exceptIds,
  }
}

export function lanesOf(facts: CalendarFacts): CalendarDrawn {
  const rules = facts.windows.map((w) => windowRule(w, facts.isProvider(w.orgId)))
  const shown = facts.changes.flatMap((row) => { const at = timeOf(row); return at && at.endMs > facts.span.startMs && at.startMs < facts.span.endMs ? [{ row, at }] : [] })
  const open = shown.filter(({ row }) => wantsTime.has(row.state))
  const works = open.map(({ row, at }) => workOf(row, at))
  const among = collisionsAmong(works)
  const rowOf = new Map(shown.map(({ row }) => [row.id, row]))
  const needsOf = new Map(works.map((w) => [w.id, [...w.touches, ...w.above, ...w.peopleIds]]))
  const clashWords = new Map<string, readonly string[]>()
  for (const { row, at } of open) {
    const freezes = windowsOn(rules, 'freeze', reachOf(row, facts), at).filter((w) => !w.exceptIds.includes(row.id)).map((w) => `${w.number} “${w.name}” freezes it`)
    const own = needsOf.get(row.id) ?? []
    const others = (among.get(row.id) ?? []).map((id) => `${rowOf.get(id)?.number ?? 'another change'} “${rowOf.get(id)?.title ?? ''}” at the same time${sharedWords(own, needsOf.get(id) ?? [], facts)}`)
    if (freezes.length + others.length > 0) clashWords.set(row.id, [...freezes, ...others])
  }
  const clashes = [...among].flatMap(([a, all]) => all.filter((b) => a < b).map((b) => [a, b] as const))
  const placed = [
    ...shown.map(({ row, at }): Placed => ({ serviceIds: servicesOf(row), ciIds: row.ciIds ?? [], teamId: row.teamId ?? null, orgId: row.orgId, item: itemOf(row, at, clashWords.get(row.id) ?? [], facts) })),
    ...facts.releases.flatMap((r) => releaseOf(r, facts)),
  ]
  return { lanes: facts.by === 'team' ? byTeam(placed, rules, facts) : byService(placed, rules, facts), clashes, clashWords }
}

/** What both need or hurt, by name where it can be seen: ` also touches Freight Booking`. */
function sharedWords(own: readonly string[], others: readonly string[], { services, nameOf }: CalendarFacts): string {
  const both = own.filter((id) => others.includes(id)).flatMap((id) => services.get(id)?.name ?? nameOf(id) ?? [])
  return both.length === 0 ? '' : ` needs or hurts ${listed(both.slice(0, MOST_SHARED))} too`
}
const MOST_SHARED = 3

function itemOf(row: ChangeRow, at: Span, clashes: readonly string[], { frame, mayMove }: CalendarFacts): LaneItem {
  const isMovable = mayMove(row)
  return {
    id: row.id, number: row.number, title: row.title, ...at, tone: toneOf(row), isClash: clashes.length > 0 || row.result === 'failed' || row.result === 'backed_out', isMovable, href: addressOf('changes', row.number),
    words: `${row.number} ${row.title}, ${duePoint(at.startMs, frame)} to ${duePoint(at.endMs, frame)}, ${row.state.replace('_', ' ')}${clashes.length > 0 ? `. Clash: ${listed(clashes)}` : ''}${isMovable ? '. Arrow keys move it, Enter opens' : ''}`,
  }
}

const workOf = (row: ChangeRow, at: Span): Work => ({
  id: row.id, number: row.number, title: row.title, startMs: at.startMs, endMs: row.busyUntil == null ? at.endMs : Math.max(at.endMs, Date.parse(row.busyUntil)), touches: [...row.serviceIds, ...(row.ciIds ?? [])],
  above: row.impact?.reached.map((r) => r.id) ?? [], peopleIds: row.implementerId == null ? [] : [row.implementerId], supplierIds: row.supplierIds ?? [],
})

function reachOf(row: ChangeRow, { services }: CalendarFacts): Reach {
  const ids = new Set([...row.serviceIds, ...(row.ciIds ?? []), ...(row.impact?.reached.map((r) => r.id) ?? [])])
  const hurt = [...ids].flatMap((id) => services.get(id) ?? [])
  return { ids, teamIds: new Set([row.teamId ?? null, ...hurt.map((s) => s.teamId)].filter((t) => t !== null)), orgIds: new Set([row.orgId, ...hurt.map((s) => s.orgId)]) }
}

/** The services that a change is drawn on: those it names, else those it hurts first. */
export const servicesOf = (row: ChangeRow): readonly string[] => (row.serviceIds.length > 0 ? row.serviceIds : (row.impact?.serviceIds ?? []).slice(0, 3))

/** A bar with what says on which lanes it stands. */
interface Placed {
  readonly serviceIds: readonly string[]
  readonly ciIds: readonly string[]
  readonly teamId: string | null
  readonly orgId: string
  readonly item: LaneItem
}

/** A release as a bar; moved on its own page, where its units are. */
function releaseOf(r: ReleaseRow, { span, frame }: CalendarFacts): readonly Placed[] {
  const [startMs, endMs] = [r.plannedStart, r.plannedEnd].map((t) => (t === null ? NaN : Date.parse(t)))
  if (startMs === undefined || endMs === undefined || !(endMs > span.startMs && startMs < span.endMs)) return []
  const tone = ['planned', 'built', 'tested'].includes(r.state) ? 'asked' : ['deploying', 'early_life', 'stopped'].includes(r.state) ? 'now' : r.state === 'approved' ? 'agreed' : 'done'
  const item: LaneItem = {
    id: r.id, number: r.number, title: r.name, startMs, endMs, tone, isClash: false, isMovable: false, href: addressOf('releases', r.number),
    words: `${r.number} ${r.name}, a release, ${duePoint(startMs, frame)} to ${duePoint(endMs, frame)}, ${r.state.replace('_', ' ')}. Enter opens`,
  }
  return [{ serviceIds: r.serviceIds, ciIds: [], teamId: r.teamId, orgId: r.orgId, item }]
}

function byService(placed: readonly Placed[], rules: readonly WindowRule[], facts: CalendarFacts): readonly Lane[] {
  const ids = new Set([...placed.flatMap((p) => p.serviceIds), ...rules.flatMap((w) => w.scope.serviceIds ?? [])])
  const lanes = [...ids].map((id): Lane => {
    const own = placed.filter((p) => p.serviceIds.includes(id))
    const s = facts.services.get(id)
    const reach: Reach = { ids: new Set([id, ...own.flatMap((p) => p.ciIds)]), teamIds: new Set(s?.teamId ? [s.teamId] : []), orgIds: new Set(s ? [s.orgId] : []) }
    return { id, label: s?.name ?? facts.nameOf(id) ?? 'A service you cannot see', ...(s ? { href: addressOf('services', s.number) } : {}), items: own.map((p) => p.item), bands: bandsOn(rules, reach, facts.span) }
  }).toSorted((a, b) => (a.label < b.label ? -1 : 1))
  return [...lanes, ...rest('No service named', placed.filter((p) => p.serviceIds.length === 0), lanes.length === 0 ? rules : [], facts)]
}

function byTeam(placed: readonly Placed[], rules: readonly WindowRule[], facts: CalendarFacts): readonly Lane[] {
  const ids = new Set([...placed.flatMap((p) => p.teamId ?? []), ...rules.flatMap((w) => w.scope.teamIds ?? [])])
  const lanes = [...ids].map((id): Lane => {
    const own = placed.filter((p) => p.teamId === id)
    const reach: Reach = { ids: new Set(own.flatMap((p) => [...p.serviceIds, ...p.ciIds])), teamIds: new Set([id]), orgIds: new Set(own.map((p) => p.orgId)) }
    return { id, label: facts.nameOf(id) ?? 'A team you cannot see', items: own.map((p) => p.item), bands: bandsOn(rules, reach, facts.span) }
  }).toSorted((a, b) => (a.label < b.label ? -1 : 1))
  return [...lanes, ...rest('No team yet', placed.filter((p) => p.teamId === null), lanes.length === 0 ? rules : [], facts)]
}

function rest(label: string, placed: readonly Placed[], rules: readonly WindowRule[], { span }: CalendarFacts): readonly Lane[] {
  const bands = rules.flatMap((w) => bandsOf(w, span))
  return placed.length + bands.length === 0 ? [] : [{ id: 'none', label: placed.length === 0 ? 'Everything' : label, items: placed.map((p) => p.item), bands }]
}

const bandsOn = (rules: readonly WindowRule[], reach: Reach, span: Span): readonly LaneBand[] => rules.filter((w) => covers(w, reach)).flatMap((w) => bandsOf(w, span))

const bandsOf = (w: WindowRule, span: Span): readonly LaneBand[] =>
  holdsWithin(w, span).map((part): LaneBand => ({ id: `${w.id} ${part.startMs}`, kind: w.kind, label: w.kind === 'freeze' ? `${w.isHard ? 'freeze' : 'soft freeze'}: ${w.name}` : w.name, ...part, href: addressOf('windows', w.number) }))

/** The sentence over the calendar. */
export function verdictWords(drawn: CalendarDrawn, rows: readonly ChangeRow[], words: string): string {
  const clash = drawn.clashWords.size
  if (rows.length === 0) return `Nothing is planned, ${words}.`
  return `${counted(rows.length, 'change')}, ${clash === 0 ? 'and none of them clashes' : clash === 1 ? '1 of them clashes' : `${clash} of them clash`}.`
}
