/** Changes, releases and windows of a span as bars of a calendar: when, on which services and teams they lie, and what collides with what. Pure. */
import type { CalendarEntry, Collision } from '../../model/calendar-entry.ts'
import type { Common } from '../../model/record.ts'
import { collisionsAmong, type Work } from './conflicts.ts'
import type { OnCalendar } from './look.ts'
import { meets, type Span } from './spans.ts'
import { covers, holdsWithin, nameOfWindow, type Reach, teamsByOwner, type WindowRule, windowsOn } from './window-rules.ts'

/** A change as its row has it. */
export interface ChangeOnCalendar extends OnCalendar, Pick<Common, 'id' | 'number' | 'orgId' | 'state' | 'version'> {
  readonly type: NonNullable<CalendarEntry['type']>
  readonly riskLevel: CalendarEntry['riskLevel']
  readonly result: CalendarEntry['result']
  readonly teamId: string | null
  readonly actualStart: string | null
  readonly actualEnd: string | null
  readonly pointOfNoReturn: string | null
}

/** A release as its row has it. */
export interface ReleaseOnCalendar extends Pick<Common, 'id' | 'number' | 'state' | 'version'> {
  readonly name: string
  readonly serviceIds: readonly string[]
  readonly teamId: string | null
  readonly plannedStart: string | null
  readonly plannedEnd: string | null
}

export interface CalendarFacts {
  readonly changes: readonly ChangeOnCalendar[]
  readonly windows: readonly WindowRule[]
  readonly releases: readonly ReleaseOnCalendar[]
  readonly span: Span
  /** Whose team and organization a window may be about; what may not be seen is absent. */
  readonly services: ReadonlyMap<string, { readonly teamId: string | null; readonly orgId: string }>
  /** Null where the asker may not see it. */
  readonly nameOf: (id: string) => string | null
}

/** States whose time is taken or asked for: only they collide. */
const wantsTime: ReadonlySet<string> = new Set(['draft', 'submitted', 'assessed', 'authorised', 'scheduled', 'implementing'])
/** Of what is hurt but not named, so many rows carry the bar. */
const mostHurtRows = 3
/** Stretches drawn of one window. */
const mostStretches = 200
/** Things named in one collision. */
const mostShared = 3
const leastMs = 60_000

/** When a change lies on the calendar; what began and ended within a minute takes one. Null without a time. */
export function timeOf(c: Pick<ChangeOnCalendar, 'actualStart' | 'actualEnd' | 'plannedStart' | 'plannedEnd'>): Span | null {
  const [start, end] = [c.actualStart ?? c.plannedStart, c.actualEnd ?? c.plannedEnd]
  if (start === null || end === null) return null
  const startMs = Date.parse(start)
  return { startMs, endMs: Math.max(Date.parse(end), startMs + leastMs) }
}

/** All bars within the span, by their start, then by number. */
export function entriesOf(facts: CalendarFacts): readonly CalendarEntry[] {
  const shown = facts.changes.flatMap((c) => { const at = timeOf(c); return at !== null && meets(at, facts.span) ? [{ c, at }] : [] })
  const collisions = collisionsOf(shown, facts)
  const bars = shown.map(({ c, at }): CalendarEntry => ({
    ...nothing, kind: 'change', id: c.id, number: c.number, title: c.title, state: c.state, type: c.type, riskLevel: c.riskLevel, result: c.result, version: c.version, ...spanOf(at), plannedStart: c.plannedStart, plannedEnd: c.plannedEnd,
    busyUntil: c.busyUntil, pointOfNoReturn: c.pointOfNoReturn, implementerId: c.implementerId, serviceIds: [...new Set([...c.serviceIds, ...(c.impact?.serviceIds ?? [])])],
    onServiceIds: c.serviceIds.length > 0 ? c.serviceIds : (c.impact?.serviceIds ?? []).slice(0, mostHurtRows), teamId: c.teamId, onTeamIds: c.teamId === null ? [] : [c.teamId], collidesWith: collisions.get(c.id) ?? [],
  }))
  const releases = facts.releases.flatMap((r): CalendarEntry[] => (r.plannedStart === null || r.plannedEnd === null ? [] : [{
    ...nothing, kind: 'release', id: r.id, number: r.number, title: r.name, state: r.state, version: r.version, startsAt: r.plannedStart, endsAt: r.plannedEnd, plannedStart: r.plannedStart, plannedEnd: r.plannedEnd,
    serviceIds: r.serviceIds, onServiceIds: r.serviceIds, teamId: r.teamId, onTeamIds: r.teamId === null ? [] : [r.teamId],
  }]))
  const all = [...bars, ...releases, ...windowBars(facts, [...bars, ...releases], new Map(facts.changes.map((c) => [c.id, c])))]
  return all.sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : a.number < b.number ? -1 : a.number > b.number ? 1 : 0))
}

const nothing = {
  type: null, riskLevel: null, result: null, isHard: false, version: null, plannedStart: null, plannedEnd: null, busyUntil: null, pointOfNoReturn: null, implementerId: null, serviceIds: [], onServiceIds: [], teamId: null, onTeamIds: [], isForAll: false, collidesWith: [],
} as const
const spanOf = (s: Span): { readonly startsAt: string; readonly endsAt: string } => ({ startsAt: new Date(s.startMs).toISOString(), endsAt: new Date(s.endMs).toISOString() })

type Shown = { readonly c: ChangeOnCalendar; readonly at: Span }

function collisionsOf(shown: readonly Shown[], facts: CalendarFacts): ReadonlyMap<string, readonly Collision[]> {
  const open = shown.filter(({ c }) => wantsTime.has(c.state))
  const works = new Map(open.map(({ c, at }) => [c.id, workAt(c, at)]))
  const needs = new Map([...works.values()].map((w) => [w.id, new Set([...w.touches, ...w.above, ...w.peopleIds])]))
  const among = collisionsAmong([...works.values()])
  const freezes = facts.windows.filter((w) => w.kind === 'freeze')
  return new Map(open.map(({ c, at }) => [c.id, [
    ...windowsOn(freezes, 'freeze', reachOf(c, facts), at).filter((w) => !w.exceptIds.includes(c.id)).map((w): Collision => ({ record: 'window', id: w.id, number: w.number, why: `${nameOfWindow(w)} freezes it` })),
    ...(among.get(c.id) ?? []).flatMap((id): Collision[] => { const other = works.get(id); return other ? [{ record: 'change', id, number: other.number, why: `${other.number} “${other.title}” at the same time${sharedWords(needs.get(c.id), needs.get(id), facts)}` }] : [] }),
  ]]))
}

/** The time to get back is taken, too. */
const workAt = (c: ChangeOnCalendar, at: Span): Work => ({
  id: c.id, number: c.number, title: c.title, startMs: at.startMs, endMs: c.busyUntil === null ? at.endMs : Math.max(at.endMs, Date.parse(c.busyUntil)), touches: [...c.serviceIds, ...c.ciIds], above: c.impact?.reached.map((r) => r.id) ?? [],
  peopleIds: c.implementerId === null ? [] : [c.implementerId], supplierIds: c.supplierIds,
})

/** What both need or hurt, by name where it can be seen: ` needs or hurts Freight Booking too`. */
function sharedWords(own: ReadonlySet<string> | undefined, others: ReadonlySet<string> | undefined, { nameOf }: CalendarFacts): string {
  const both: string[] = []
  for (const id of own ?? []) {
    const name = others?.has(id) === true ? nameOf(id) : null
    if (name !== null) both.push(name)
    if (both.length >= mostShared) break
  }
  return both.length === 0 ? '' : ` needs or hurts ${both.length === 1 ? both.join('') : `${both.slice(0, -1).join(', ')} and ${both.at(-1)}`} too`
}

function reachOf(c: ChangeOnCalendar, { services }: CalendarFacts): Reach {
  const ids = new Set([...c.serviceIds, ...c.ciIds, ...(c.impact?.reached.map((r) => r.id) ?? [])])
  const hurt = [...ids].flatMap((id) => services.get(id) ?? [])
  return { ids, teamIds: new Set([c.teamId, ...hurt.map((s) => s.teamId)].filter((t) => t !== null)), orgIds: new Set([c.orgId, ...hurt.map((s) => s.orgId)]), orgId: c.orgId, ownerOf: new Map([...ids].flatMap((id) => { const s = services.get(id); return s ? [[id, s.orgId] as const] : [] })), teamsOf: teamsByOwner(hurt) }
}

// A row shows what its reader sees, whoever it binds.
const anybodys = { orgId: null, ownerOf: new Map<string, string>(), teamsOf: new Map<string, ReadonlySet<string>>() } as const

/** Windows in their stretches, and the rows of which services and teams they lie behind. */
function windowBars(facts: CalendarFacts, placed: readonly CalendarEntry[], changes: ReadonlyMap<string, ChangeOnCalendar>): readonly CalendarEntry[] {
  const touched = (some: readonly CalendarEntry[], of: (c: ChangeOnCalendar) => readonly string[]): readonly string[] => some.flatMap((e) => { const c = changes.get(e.id); return c ? of(c) : [] })
  const byService = groupBy(placed, (e) => e.onServiceIds)
  const byTeam = groupBy(placed, (e) => e.onTeamIds)
  const named = (of: (w: WindowRule) => readonly string[] | undefined): readonly string[] => facts.windows.flatMap((w) => of(w) ?? [])
  const serviceRows = [...new Set([...byService.keys(), ...named((w) => w.scope.serviceIds)])].map((id): readonly [string, Reach] => {
    const s = facts.services.get(id)
    return [id, { ids: new Set([id, ...touched(byService.get(id) ?? [], (c) => c.ciIds)]), teamIds: new Set(s?.teamId == null ? [] : [s.teamId]), orgIds: new Set(s ? [s.orgId] : []), ...anybodys }]
  })
  const teamRows = [...new Set([...byTeam.keys(), ...named((w) => w.scope.teamIds)])].map((id): readonly [string, Reach] => {
    const own = byTeam.get(id) ?? []
    return [id, { ids: new Set([...own.flatMap((e) => e.onServiceIds), ...touched(own, (c) => c.ciIds)]), teamIds: new Set([id]), orgIds: new Set(touched(own, (c) => [c.orgId])), ...anybodys }]
  })
  return facts.windows.flatMap((w) => {
    const stretches = holdsWithin(w, facts.span).slice(0, mostStretches)
    if (stretches.length === 0) return []
    const [onServiceIds, onTeamIds] = [serviceRows, teamRows].map((rows) => rows.filter(([, reach]) => covers(w, reach)).map(([id]) => id))
    return stretches.map((s): CalendarEntry => ({
      ...nothing, kind: w.kind, id: w.id, number: w.number, title: w.name, state: 'standing', isHard: w.isHard, ...spanOf(s), serviceIds: onServiceIds ?? [], onServiceIds: onServiceIds ?? [], teamId: w.scope.teamIds?.[0] ?? null, onTeamIds: onTeamIds ?? [],
      isForAll: w.scope.everything === true,
    }))
  })
}

function groupBy(list: readonly CalendarEntry[], of: (e: CalendarEntry) => readonly string[]): ReadonlyMap<string, readonly CalendarEntry[]> {
  const groups = new Map<string, CalendarEntry[]>()
  for (const e of list) for (const key of of(e)) { const group = groups.get(key); if (group) group.push(e); else groups.set(key, [e]) }
  return groups
}
