/** Looks at a planned change before anybody decides: what it hurts, how risky it is, what it collides with. Reads what the asker may see; for a verb, collisions with all. */
import type { Context, Reading } from '../../model/context.ts'
import type { Reached } from '../../model/graph.ts'
import { is } from '../../model/query.ts'
import type { Common, Defined } from '../../model/record.ts'
import { openPeriods } from '../../model/working-time.ts'
import { agreement } from '../agreement/agreement.ts'
import { calendar } from '../agreement/calendar.ts'
import { ci } from '../configuration/ci.ts'
import { relation } from '../configuration/relation.ts'
import { organization } from '../organization/record.ts'
import { person } from '../people/person.ts'
import { type Service, service } from '../service/record.ts'
import { type Conflict, conflictsOf, type Planned, type PromisedHours, type Surroundings, type Work } from './conflicts.ts'
import { changeModel, isFailure } from './model.ts'
import { type Risk, type RiskFacts, riskOf } from './risk.ts'
import { indexSpans, type Span } from './spans.ts'
import { type Reach, teamsByOwner, windowsOn } from './window-rules.ts'
import { hiddenFrom, isoOf, type Owned, windowsAt } from './windows-at.ts'

/** Of a change, what is looked at. */
export interface Plan {
  readonly id: string
  readonly orgId: string
  readonly number: string
  readonly title: string
  readonly type: 'standard' | 'normal' | 'emergency'
  readonly modelId: string | null
  readonly ciIds: readonly string[]
  readonly serviceIds: readonly string[]
  readonly supplierIds: readonly string[]
  readonly implementerId: string | null
  readonly teamId: string | null
  readonly plannedStart: string | null
  readonly plannedEnd: string | null
  readonly backOutSeconds: number
  readonly pointOfNoReturn: string | null
  readonly remediation: string | null
  /** When a manager agreed to it at its time; null where none did. */
  readonly managerAgreedAt: string | null
}

/** What a change hurts, as known at `asOf`; nearest first, at most 200 named. */
export interface Impact {
  readonly asOf: string
  readonly serviceIds: readonly string[]
  readonly reached: readonly Reached[]
  /** How many were found; more than are named where it is cut. */
  readonly count: number
}

/** Another change on the calendar, as its row has it. */
export interface OnCalendar {
  readonly title: string
  readonly ciIds: readonly string[]
  readonly serviceIds: readonly string[]
  readonly supplierIds: readonly string[]
  readonly implementerId: string | null
  readonly plannedStart: string | null
  readonly plannedEnd: string | null
  readonly busyUntil: string | null
  readonly impact: Impact | null
  readonly result: string | null
  readonly timesSetAt: string | null
  readonly authorisedAt: string | null
}
/** The record type `change`; handed in, because its own verbs look. */
export type Changes = Defined<OnCalendar>

export interface Look {
  readonly impact: Impact
  readonly risk: Risk
  readonly conflicts: readonly Conflict[]
  /** Owners of the services that it hurts, gold first. */
  readonly ownerIds: readonly string[]
}

/** States of a change in which its time is taken. */
export const takesTime: readonly string[] = ['authorised', 'scheduled', 'implementing']

const mostReached = 200
/** Nodes of the graph each way, and relations on a way; what has more is not judged, for the frozen one could be the next. */
const mostAround = 20_000
const mostServices = 500
/** Changes of one time that are looked at; of more it is said that they were not. */
const mostOthers = 200
const historyLength = 30

/** Impact, risk and collisions of a plan, as of now. */
export async function lookAt(ctx: Reading, changes: Changes, plan: Plan): Promise<Look> {
  const graph = await graphOf(ctx, plan)
  const impact: Impact = { asOf: ctx.now(), serviceIds: [...graph.services.keys()], reached: graph.above.slice(0, mostReached), count: graph.above.length }
  const ownerIds = [...graph.services.values()].toSorted((a, b) => tiers.indexOf(a.tier) - tiers.indexOf(b.tier)).flatMap((s) => s.ownerId ?? [])
  if (plan.plannedStart === null || plan.plannedEnd === null) {
    const risk = riskOf({ ...await riskFacts(ctx, changes, plan, graph), isInPromisedHours: false, isInBusinessEvent: false, isOutsideMaintenance: false, load: 0, noReturnShare: null })
    return { impact, risk, conflicts: [], ownerIds: [...new Set(ownerIds)] }
  }
  const p = plannedOf(plan, graph, plan.plannedStart, plan.plannedEnd)
  const { around, found, conflicts } = await collide(ctx, changes, p, graph)
  const risk = riskOf({
    ...await riskFacts(ctx, changes, plan, graph), isInPromisedHours: found.some((c) => c.kind === 'customer_hours'), isInBusinessEvent: windowsOn(around.windows, 'business_event', p.reach, p).length > 0,
    isOutsideMaintenance: found.some((c) => c.kind === 'outside_maintenance'), load: found.filter((c) => c.kind === 'person').length,
    noReturnShare: p.noReturnMs === null ? null : Math.min(1, Math.max(0, (p.noReturnMs - p.startMs) / (p.doneMs - p.startMs))),
  })
  return { impact, risk, conflicts, ownerIds: [...new Set(ownerIds)] }
}

/** The same for a verb: whoever moves the record, collisions are looked for with the installation's sight; what its organization may not see is not named. */
export async function lookFor(ctx: Context, changes: Changes, plan: Plan): Promise<Look> {
  const seen = await lookAt(ctx, changes, plan)
  return ctx.actor.kind === 'rule' ? seen : { ...seen, conflicts: await collisionsFor(ctx, changes, plan) }
}

/** All collisions at the plan's time, for a guard: those with what the actor may not see as well. */
export const collisionsFor = (ctx: Context, changes: Changes, plan: Plan): Promise<readonly Conflict[]> => ctx.seeingAll((all) => collisionsAt(all, changes, plan))

/** Collisions alone of a plan at its time; empty where it has none. */
export async function collisionsAt(ctx: Reading, changes: Changes, plan: Plan): Promise<readonly Conflict[]> {
  if (plan.plannedStart === null || plan.plannedEnd === null) return []
  const graph = await graphOf(ctx, plan)
  return (await collide(ctx, changes, plannedOf(plan, graph, plan.plannedStart, plan.plannedEnd), graph)).conflicts
}

async function collide(ctx: Reading, changes: Changes, p: Planned, graph: Graph): Promise<{ readonly around: Surroundings; readonly found: readonly Conflict[]; readonly conflicts: readonly Conflict[] }> {
  const around = await surroundingsOf(ctx, changes, p, graph, p)
  const found = conflictsOf(p, around)
  return { around, found, conflicts: [...found.filter((c) => c.gravity === 'block'), ...(graph.isCut ? [tooLarge(p)] : []), ...found.filter((c) => c.gravity !== 'block'), ...(around.isCut ? [tooMany(p)] : [])] }
}

/** All that a plan can collide with in a span; `isCut` where there was more than is looked at. */
export async function surroundingsOf(ctx: Reading, changes: Changes, p: Planned, graph: Graph, span: Span, most = mostOthers): Promise<Surroundings & { readonly isCut: boolean }> {
  const { works, isCut } = await othersAt(ctx, changes, span, most)
  const windows = await windowsAt(ctx, span, p.reach)
  const isHidden = await hiddenFrom(ctx, p.orgId)
  const marked = <T extends Owned>(x: T): T & { readonly isForeign?: boolean } => (isHidden(x) ? { ...x, isForeign: true } : x)
  const { nameOf, hiddenIds } = await namesOf(ctx, p, works, graph, isHidden)
  return {
    others: indexSpans(works.map(marked)), windows: windows.map(marked), isCut,
    promised: (await promisedAt(ctx, graph.services, span)).map((h) => (hiddenIds.has(h.serviceId) ? { ...h, isForeign: true } : h)), nameOf, hiddenIds,
  }
}

/** What the graph says around the things that a change touches. */
export interface Graph {
  readonly touches: readonly string[]
  readonly above: readonly Reached[]
  readonly below: readonly Reached[]
  /** There is more of it than was looked at. */
  readonly isCut: boolean
  /** Whose the items and services touched or above are. */
  readonly ownerOf: ReadonlyMap<string, string>
  readonly teamsOf: Reach['teamsOf']
  /** Services touched or above, by id. */
  readonly services: ReadonlyMap<string, Service & Common>
  readonly teamIds: readonly string[]
}

export async function graphOf(ctx: Reading, plan: Pick<Plan, 'ciIds' | 'serviceIds' | 'teamId'>): Promise<Graph> {
  const touches = [...new Set([...plan.serviceIds, ...plan.ciIds])]
  const above = touches.length === 0 ? [] : await ctx.around(touches, { direction: 'above', ...widest })
  const below = touches.length === 0 ? [] : await ctx.around(touches, { direction: 'below', ...widest })
  const serviceIds = [...new Set([...plan.serviceIds, ...above.filter((r) => r.record === 'service').map((r) => r.id)])]
  const services = await ctx.seekMany(service, serviceIds.slice(0, mostServices))
  const items = await ctx.seekMany(ci, plan.ciIds)
  const teamIds = [plan.teamId, ...[...services.values()].map((s) => s.teamId), ...[...items.values()].map((i) => i.teamId)].filter((id) => id !== null)
  return {
    touches, above, below, services, teamIds: [...new Set(teamIds)], isCut: above.length >= mostAround || below.length >= mostAround || serviceIds.length > mostServices,
    ownerOf: new Map([...await ownersOf(ctx, above.filter((r) => r.record === 'ci').map((r) => r.id)), ...[...services.values(), ...items.values()].map((x) => [x.id, x.orgId] as const)]), teamsOf: teamsByOwner([...services.values(), ...items.values()]),
  }
}
const widest = { most: mostAround, depth: mostAround } as const

/** Whose these items are. */
async function ownersOf(ctx: Reading, ciIds: readonly string[]): Promise<readonly (readonly [string, string])[]> {
  const found: (readonly [string, string])[] = []
  for (let at = 0; at < ciIds.length; at += ownersAtOnce) found.push(...(await ctx.pick(ci, ['orgId'], { where: [is('id', ...ciIds.slice(at, at + ownersAtOnce))], limit: ownersAtOnce })).items.map((x) => [x.id, x.orgId] as const))
  return found
}
const ownersAtOnce = 2000

/** What windows ask of it; suppliers that it needs or stands on are among the organizations, so that one's own freeze or absence is seen. */
export const reachOf = (graph: Graph, orgId: string, supplierIds: readonly string[]): Reach => ({
  ids: new Set([...graph.touches, ...graph.above.map((r) => r.id)]), teamIds: new Set(graph.teamIds), orgIds: new Set([orgId, ...supplierIds, ...graph.below.filter((r) => r.record === 'organization').map((r) => r.id), ...[...graph.services.values()].map((s) => s.orgId)]), orgId, ownerOf: graph.ownerOf, teamsOf: graph.teamsOf,
})

const tiers: readonly string[] = ['gold', 'silver', 'bronze', 'supporting']

export function plannedOf(plan: Plan, graph: Graph, start: string, end: string): Planned {
  const doneMs = Date.parse(end)
  return {
    id: plan.id, orgId: plan.orgId, number: plan.number, title: plan.title, startMs: Date.parse(start), endMs: doneMs + plan.backOutSeconds * 1000, doneMs,
    touches: graph.touches, above: graph.above.map((r) => r.id), below: graph.below.map((r) => r.id), peopleIds: plan.implementerId === null ? [] : [plan.implementerId], supplierIds: plan.supplierIds,
    reach: reachOf(graph, plan.orgId, plan.supplierIds), noReturnMs: plan.pointOfNoReturn === null ? null : Date.parse(plan.pointOfNoReturn), isEmergency: plan.type === 'emergency', agreedAt: plan.managerAgreedAt,
  }
}

const workFields = ['title', 'orgId', 'ciIds', 'serviceIds', 'supplierIds', 'implementerId', 'plannedStart', 'busyUntil', 'timesSetAt', 'authorisedAt'] as const

/** Another change, with what it hurts, as work on the calendar; null where it has no time. */
function workOf(c: Pick<OnCalendar & Common, 'id' | 'number' | (typeof workFields)[number]>, above: readonly string[]): Work | null {
  if (c.plannedStart === null || c.busyUntil === null) return null
  return {
    id: c.id, number: c.number, title: c.title, startMs: Date.parse(c.plannedStart), endMs: Date.parse(c.busyUntil), touches: [...c.serviceIds, ...c.ciIds],
    above, peopleIds: c.implementerId === null ? [] : [c.implementerId], supplierIds: c.supplierIds,
    since: [c.timesSetAt ?? '', c.authorisedAt ?? ''].sort().at(-1) ?? null,
  }
}

/** Changes whose time is taken within the span. */
export async function othersAt(ctx: Reading, changes: Changes, span: Span, most: number): Promise<{ readonly works: readonly (Work & { readonly orgId: string })[]; readonly isCut: boolean }> {
  const found = await ctx.pick(changes, workFields, {
    where: [is('state', ...takesTime), { field: 'plannedStart', op: 'to', values: [isoOf(span.endMs)] }, { field: 'busyUntil', op: 'from', values: [isoOf(span.startMs)] }], sort: 'plannedStart', limit: most,
  })
  // Of what each hurts the ids alone: with the ways to them it is twenty times as long.
  const above = await ctx.pluck(changes, 'impact', ['reached', 'id'], found.items.map((c) => c.id))
  return { works: found.items.flatMap((c) => { const work = workOf(c, above.get(c.id) ?? []); return work === null ? [] : [{ ...work, orgId: c.orgId }] }), isCut: found.next !== null }
}

/** Hours within the span in which the services that are hurt were promised. */
export async function promisedAt(ctx: Reading, services: ReadonlyMap<string, Service & Common>, span: Span): Promise<readonly PromisedHours[]> {
  if (services.size === 0) return []
  const agreements = (await ctx.list(agreement, { where: [is('serviceId', ...[...services.keys()].slice(0, 100)), is('state', 'in_force')], limit: 200 })).items
  const calendars = await ctx.seekMany(calendar, [...new Set(agreements.map((a) => a.calendarId))])
  return agreements.flatMap((a) => {
    const [hurt, hours] = [a.serviceId === null ? undefined : services.get(a.serviceId), calendars.get(a.calendarId)]
    if (!hurt || !hours) return []
    return [...openPeriods(hours.hours, span.startMs, span.endMs)].slice(0, 400).map((o): PromisedHours => ({ serviceId: hurt.id, number: hurt.number, name: hurt.name, startMs: Math.max(o.from, span.startMs), endMs: Math.min(o.to, span.endMs) }))
  })
}

/** How a change went. */
type Past = Pick<OnCalendar & Common, 'id' | 'result'>

async function riskFacts(ctx: Reading, changes: Changes, plan: Plan, graph: Graph): Promise<Omit<RiskFacts, 'isInPromisedHours' | 'isInBusinessEvent' | 'isOutsideMaintenance' | 'load' | 'noReturnShare'>> {
  const count = { gold: 0, silver: 0, bronze: 0, supporting: 0 }
  for (const s of graph.services.values()) count[s.tier] += 1
  const incoming = graph.touches.length === 0 ? [] : (await ctx.pick(relation, ['toId'], { where: [is('toId', ...graph.touches), is('state', 'valid'), is('role', 'series')], limit: 200 })).items
  const model = plan.modelId === null ? null : await ctx.seek(changeModel, plan.modelId)
  const done = is('state', 'implemented', 'reviewed', 'closed')
  const past = async (field: string, ids: readonly string[]): Promise<readonly Past[]> =>
    ids.length === 0 ? [] : (await ctx.pick(changes, ['result'], { where: [is(field, ...ids), done], sort: '-actualEnd', limit: historyLength })).items
  const items = new Map([...await past('ciIds', plan.ciIds), ...await past('serviceIds', plan.serviceIds)].map((c) => [c.id, c]))
  const tally = (list: readonly Past[]): RiskFacts['onItems'] => ({ all: list.length, failed: list.filter(isFailure).length })
  return {
    tiers: count, singlePoints: new Set(incoming.map((r) => r.toId)).size, byModel: plan.modelId === null ? null : tally(await past('modelId', [plan.modelId])),
    onItems: tally([...items.values()].filter((c) => c.id !== plan.id)), hasRemediation: (plan.remediation ?? model?.remediation ?? null) !== null, isEmergency: plan.type === 'emergency',
  }
}

/** Names of things and people for sentences, an id where the asker may not see it; and the things that are not to be named at all. */
async function namesOf(ctx: Reading, p: Planned, works: readonly Work[], graph: Graph, isHidden: (row: Owned) => boolean): Promise<{ readonly nameOf: (id: string) => string; readonly hiddenIds: ReadonlySet<string> }> {
  const mine = new Set([...p.touches, ...p.above, ...p.below, ...p.peopleIds, ...p.supplierIds])
  const names = new Map([...graph.services].map(([id, x]) => [id, x.name]))
  const hiddenIds = new Set([...graph.services.values()].filter(isHidden).map((x) => x.id))
  const wanted = (...of: readonly ((w: Work) => readonly string[])[]): readonly string[] => {
    const found = new Set<string>()
    for (const w of works) for (const list of of) for (const id of list(w)) if (mine.has(id) && !names.has(id)) found.add(id)
    return [...found]
  }
  const [things, people, suppliers] = [wanted((w) => w.touches, (w) => w.above), wanted((w) => w.peopleIds), wanted((w) => w.supplierIds)]
  const name = async (type: Defined<{ readonly name: string }>, ids: readonly string[]): Promise<void> => {
    if (ids.length > 0) for (const row of (await ctx.pick(type, ['name'], { where: [is('id', ...ids)], sort: 'name', limit: ids.length })).items) names.set(row.id, row.name)
  }
  for (const type of [service as Defined<Thing>, ci as Defined<Thing>]) {
    if (things.length === 0) break
    for (const row of (await ctx.pick(type, ['name', 'orgId', 'shared'], { where: [is('id', ...things)], sort: 'name', limit: things.length })).items) {
      names.set(row.id, row.name)
      if (isHidden(row)) hiddenIds.add(row.id)
    }
  }
  await name(person, people)
  await name(organization, suppliers)
  return { nameOf: (id) => (hiddenIds.has(id) ? 'something of another organization' : names.get(id) ?? id), hiddenIds }
}

interface Thing { readonly name: string; readonly shared?: boolean }

/** The verdict says it, too. */
export const tooLargeSays = `More than ${mostAround.toLocaleString('en')} things or ${mostServices} services hang together with what it touches, so not every freeze can be looked at. Name less at a time, or ask who is responsible.`
/** The collision with it. */
export const tooLarge = (p: Planned): Conflict => ({
  kind: 'unknown_scope', gravity: 'serious', with: null, itemIds: [], since: null, from: new Date(p.startMs).toISOString(), to: new Date(p.endMs).toISOString(), sentence: tooLargeSays,
})
const tooMany = (p: Planned): Conflict => ({
  kind: 'same_item', gravity: 'serious', with: null, itemIds: [], since: null, from: new Date(p.startMs).toISOString(), to: new Date(p.endMs).toISOString(),
  sentence: `More than ${mostOthers} other changes are planned for that time; the rest was not looked at.`,
})
