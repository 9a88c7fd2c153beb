/** The calendar of changes: who works on what and when, windows in their stretches, and what collides with what. */
import type { Context } from '../../model/context.ts'
import { is } from '../../model/query.ts'
import type { Common } from '../../model/record.ts'
import { collisionsAmong, type Work } from './conflicts.ts'
import { windowsAt, workOf } from './look.ts'
import { type Change, change, type ProjectedOutages } from './record.ts'
import { release } from './release.ts'
import type { Span } from './spans.ts'
import { covers, holdsWithin } from './window-rules.ts'

/** A bar on the calendar. Instants; half-open. */
export interface Entry {
  readonly kind: 'change' | 'release' | 'maintenance' | 'freeze' | 'business_event'
  readonly id: string
  readonly number: string
  readonly title: string
  readonly state: string
  readonly type: string | null
  readonly riskLevel: string | null
  readonly isHard: boolean
  readonly version: number | null
  readonly startsAt: string
  readonly endsAt: string
  /** With the time to get back. */
  readonly busyUntil: string | null
  /** Touched or hurt; of a window, those it names. */
  readonly serviceIds: readonly string[]
  readonly teamId: string | null
  /** A window over everything. */
  readonly isForAll: boolean
  /** Ids of changes and windows. */
  readonly collidesWith: readonly string[]
}

/** Of one service or team only. */
export interface Only {
  readonly serviceId?: string | undefined
  readonly teamId?: string | undefined
}

/** States that are on the calendar; drafts are nobody's business yet, and what was called off is not done. */
const shown = ['submitted', 'assessed', 'authorised', 'scheduled', 'implementing', 'implemented', 'reviewed', 'closed'] as const
const shownReleases = ['planned', 'built', 'tested', 'approved', 'deploying', 'early_life', 'accepted'] as const
const mostChanges = 1000
const mostStretches = 200

/** Everything within the span, by its start; `isCut` where there are more than 1,000 changes. */
export async function calendarOf(ctx: Context, span: Span, only: Only): Promise<{ readonly entries: readonly Entry[]; readonly isCut: boolean }> {
  const { rows, isCut } = await changesWithin(ctx, span, shown)
  const works = new Map(rows.flatMap((c): [string, Work][] => { const w = workOf(c); return w === null ? [] : [[c.id, w]] }))
  const collisions = collisionsAmong([...works.values()])
  const windows = await windowsAt(ctx, span)
  const entries = rows.flatMap((c): Entry[] => {
    const w = works.get(c.id)
    if (!w || c.plannedEnd === null || c.plannedStart === null) return []
    const reach = { ids: new Set([...w.touches, ...w.above]), teamIds: new Set(c.teamId === null ? [] : [c.teamId]), orgIds: new Set([c.orgId]) }
    const frozen = windows.filter((x) => x.kind === 'freeze' && !x.exceptIds.includes(c.id) && covers(x, reach) && holdsWithin(x, w).length > 0).map((x) => x.id)
    return [{
      kind: 'change', id: c.id, number: c.number, title: c.title, state: c.state, type: c.type, riskLevel: c.riskLevel, isHard: false, version: c.version, startsAt: c.plannedStart, endsAt: c.plannedEnd, busyUntil: c.busyUntil,
      serviceIds: [...new Set([...c.serviceIds, ...(c.impact?.serviceIds ?? [])])], teamId: c.teamId, isForAll: false, collidesWith: [...(collisions.get(c.id) ?? []), ...frozen],
    }]
  })
  const bars = windows.flatMap((w) => holdsWithin(w, span).slice(0, mostStretches).map((s): Entry => ({
    kind: w.kind, id: w.id, number: w.number, title: w.name, state: 'standing', type: null, riskLevel: null, isHard: w.isHard, version: null, startsAt: new Date(s.startMs).toISOString(), endsAt: new Date(s.endMs).toISOString(),
    busyUntil: null, serviceIds: w.scope.serviceIds ?? [], teamId: w.scope.teamIds?.[0] ?? null, isForAll: w.scope.everything === true, collidesWith: entries.filter((e) => e.collidesWith.includes(w.id)).map((e) => e.id),
  })))
  const releases = (await ctx.list(release, {
    where: [is('state', ...shownReleases), { field: 'plannedStart', op: 'to', values: [new Date(span.endMs).toISOString()] }, { field: 'plannedEnd', op: 'from', values: [new Date(span.startMs).toISOString()] }], sort: 'plannedStart', limit: 200,
  })).items.flatMap((r): Entry[] => (r.plannedStart === null || r.plannedEnd === null ? [] : [{
    kind: 'release', id: r.id, number: r.number, title: r.name, state: r.state, type: null, riskLevel: null, isHard: false, version: r.version, startsAt: r.plannedStart, endsAt: r.plannedEnd, busyUntil: null,
    serviceIds: r.serviceIds, teamId: r.teamId, isForAll: false, collidesWith: [],
  }]))
  const fits = (e: Entry): boolean => e.isForAll || ((only.serviceId === undefined || e.serviceIds.includes(only.serviceId)) && (only.teamId === undefined || e.teamId === only.teamId))
  return { entries: [...entries, ...releases, ...bars].filter(fits).sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0)), isCut }
}

/** What users of a service will notice, and of which change. */
export interface ServiceOutage {
  readonly serviceId: string
  readonly from: string
  readonly to: string
  /** Share of the service that is lost, 0 to 1. */
  readonly degree: number
  readonly note: string | null
}

/** What authorised changes within the span take from users, by start. Asked with the sight of a rule; the caller keeps what the asker's services are. */
export async function outagesWithin(ctx: Context, span: Span): Promise<readonly ServiceOutage[]> {
  const { rows } = await changesWithin(ctx, span, ['authorised', 'scheduled', 'implementing'])
  const [from, to] = [new Date(span.startMs).toISOString(), new Date(span.endMs).toISOString()]
  return rows.flatMap((c) => projected(c.projectedOutages)).filter((o) => o.from < to && o.to > from).sort((a, b) => (a.from < b.from ? -1 : 1))
}
const projected = (list: ProjectedOutages): readonly ServiceOutage[] =>
  list.map((o) => ({ serviceId: o.serviceId, from: new Date(o.from).toISOString(), to: new Date(o.to).toISOString(), degree: o.degree, note: o.note ?? null }))

async function changesWithin(ctx: Context, span: Span, states: readonly string[]): Promise<{ readonly rows: readonly (Change & Common)[]; readonly isCut: boolean }> {
  const rows: (Change & Common)[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof ctx.list<Change>>> = await ctx.list(change, {
      where: [is('state', ...states), { field: 'plannedStart', op: 'to', values: [new Date(span.endMs).toISOString()] }, { field: 'busyUntil', op: 'from', values: [new Date(span.startMs).toISOString()] }],
      sort: 'plannedStart', limit: 200, ...(after === null ? {} : { after }),
    })
    rows.push(...page.items)
    after = page.next
  } while (after !== null && rows.length < mostChanges)
  return { rows, isCut: after !== null }
}
