/** The calendar of changes: who works on what and when, windows in their stretches, and what collides with what. */
import type { CalendarEntry } from '../../model/calendar-entry.ts'
import type { Context } from '../../model/context.ts'
import { is } from '../../model/query.ts'
import type { Common } from '../../model/record.ts'
import { ci } from '../configuration/ci.ts'
import { person } from '../people/person.ts'
import { service } from '../service/record.ts'
import { entriesOf } from './calendar-entries.ts'
import { type Change, change, type ProjectedOutages } from './record.ts'
import { release } from './release.ts'
import type { Span } from './spans.ts'
import { windowsAt } from './windows-at.ts'

/** Of one service or team only. */
export interface Only {
  readonly serviceId?: string | undefined
  readonly teamId?: string | undefined
}

/** States that are on the calendar; what was called off is not done. */
const shown = ['draft', 'submitted', 'assessed', 'authorised', 'scheduled', 'implementing', 'implemented', 'reviewed', 'closed'] as const
const shownReleases = ['planned', 'built', 'tested', 'approved', 'deploying', 'early_life', 'accepted'] as const
const mostChanges = 1000
/** Services looked at for their teams and names. */
const mostServices = 2000

/** Everything within the span, by its start; `isCut` where there are more than 1,000 changes. */
export async function calendarOf(ctx: Context, span: Span, only: Only): Promise<{ readonly entries: readonly CalendarEntry[]; readonly isCut: boolean }> {
  const { rows, isCut } = await changesWithin(ctx, span, shown)
  const windows = await windowsAt(ctx, span)
  const releases = (await ctx.list(release, {
    where: [is('state', ...shownReleases), { field: 'plannedStart', op: 'to', values: [new Date(span.endMs).toISOString()] }, { field: 'plannedEnd', op: 'from', values: [new Date(span.startMs).toISOString()] }], sort: 'plannedStart', limit: 200,
  })).items
  const reached = (record: 'service' | 'ci', c: Change): readonly string[] => c.impact?.reached.flatMap((r) => (r.record === record ? [r.id] : [])) ?? []
  const serviceIds = [...rows.flatMap((c) => [...c.serviceIds, ...(c.impact?.serviceIds ?? []), ...reached('service', c)]), ...releases.flatMap((r) => r.serviceIds), ...windows.flatMap((w) => w.scope.serviceIds ?? [])]
  const services = await ctx.seekMany(service, [...new Set(serviceIds)].slice(0, mostServices))
  const items = await ctx.seekMany(ci, metTwice(rows.flatMap((c) => [...new Set([...c.ciIds, ...reached('ci', c)])])))
  const people = await ctx.seekMany(person, metTwice(rows.flatMap((c) => c.implementerId ?? [])))
  const nameOf = (id: string): string | null => services.get(id)?.name ?? items.get(id)?.name ?? people.get(id)?.name ?? null
  const fits = (e: CalendarEntry): boolean => e.isForAll || ((only.serviceId === undefined || e.serviceIds.includes(only.serviceId)) && (only.teamId === undefined || e.onTeamIds.includes(only.teamId)))
  return { entries: entriesOf({ changes: rows, windows, releases, span, services, nameOf }).filter(fits), isCut }
}

/** What only one change is about can be no reason for a collision, and needs no name. At most 2,000. */
function metTwice(ids: readonly string[]): readonly string[] {
  const [once, twice] = [new Set<string>(), new Set<string>()]
  for (const id of ids) (once.has(id) ? twice : once).add(id)
  return [...twice].slice(0, mostServices)
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
