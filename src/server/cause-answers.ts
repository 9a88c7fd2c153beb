/** What is told of changes and incidents together: what happened after one change, what kinds of changes bring, what was changed without anybody's agreement. */
import { aftermath, type Aftermath } from '../analysis/aftermath.ts'
import { rateLevel, selfControlled, type WindowEffect } from '../analysis/rate-ratio.ts'
import { wilson } from '../analysis/wilson.ts'
import { is } from '../model/query.ts'
import type { Common } from '../model/record.ts'
import { beganAtOf } from '../practices/change/cause-suspects.ts'
import { observedChange } from '../practices/change/cause-observed.ts'
import { type Change, change } from '../practices/change/record.ts'
import { incident } from '../practices/incident/record.ts'
import { type Service, service } from '../practices/service/record.ts'
import type { ChangeMoment, IncidentMoment } from '../store/incident-moments.ts'
import type { Session } from '../store/store.ts'

const dayMs = 86_400_000
/** Days before a change that it is compared with: eight weeks, as many of each weekday. */
const daysBefore = 56
const iso = (ms: number): string => new Date(ms).toISOString()
const overlaps = (ids: readonly string[], set: ReadonlySet<string>): boolean => ids.some((id) => set.has(id))

/** An incident after a change, on what the change touches. */
export interface IncidentAfter {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly state: string
  readonly beganAt: string
  readonly isAttributed: boolean
}

export type AfterChange = Partial<Omit<Aftermath, 'verdict'>> & Pick<Aftermath, 'sentence'> & {
  readonly verdict: Aftermath['verdict'] | 'not_begun'
  readonly startedAt: string | null
  readonly until: string | null
  /** Services and items that it touches or that stand on what it touches. */
  readonly touched: number
  /** The first of them, oldest first. */
  readonly incidents: readonly IncidentAfter[]
  /** Incidents that name it as their cause, whenever they were. */
  readonly attributed: number
}

const mostIncidents = 50

/** From when until when incidents matter to a change: eight weeks before it to `days` after it, as far as they are over. Null: it has not begun. */
export function spanOf(c: Change, days: number, nowMs: number): { readonly from: string; readonly to: string } | null {
  if (c.actualStart === null) return null
  const startMs = Date.parse(c.actualStart)
  return { from: iso(startMs - daysBefore * dayMs), to: iso(Math.max(startMs, Math.min(nowMs, startMs + days * dayMs))) }
}

/** `moments` are those of the change's span. */
export async function afterChange(s: Session, c: Change & Common, moments: readonly IncidentMoment[], until: string): Promise<AfterChange> {
  const attributed = await s.count(incident, { where: [is('causedByChangeId', c.id)] })
  if (c.actualStart === null) return { verdict: 'not_begun', startedAt: null, until: null, touched: 0, incidents: [], attributed, sentence: 'It has not begun.' }
  const startMs = Date.parse(c.actualStart)
  const untilMs = Date.parse(until)
  const touched = [...c.serviceIds, ...c.ciIds]
  const closure = new Set([...touched, ...(touched.length === 0 ? [] : await s.around(touched, { direction: 'above', at: c.actualStart })).map((r) => r.id)])
  const isOn = (m: { readonly serviceId: string | null; readonly ciIds: readonly string[] }): boolean => (m.serviceId !== null && closure.has(m.serviceId)) || overlaps(m.ciIds, closure)
  const [mine, others] = [moments.filter(isOn), moments.filter((m) => !isOn(m))]
  const found = aftermath({ changeMs: startMs, fromMs: startMs - daysBefore * dayMs, toMs: untilMs, incidentsMs: mine.map((m) => m.atMs), othersMs: others.map((m) => m.atMs) })
  return { ...found, startedAt: c.actualStart, until, touched: closure.size, attributed, incidents: await incidentsOn(s, c, [...closure], untilMs) }
}

async function incidentsOn(s: Session, c: Change & Common, closure: readonly string[], untilMs: number): Promise<readonly IncidentAfter[]> {
  if (c.actualStart === null || closure.length === 0) return []
  const times = [{ field: 'createdAt', op: 'from', values: [c.actualStart] }, { field: 'createdAt', op: 'to', values: [iso(untilMs)] }] as const
  const lists = [await s.list(incident, { where: [is('serviceId', ...closure), ...times], sort: 'createdAt', limit: mostIncidents }), await s.list(incident, { where: [is('ciIds', ...closure), ...times], sort: 'createdAt', limit: mostIncidents })]
  const rows = [...new Map(lists.flatMap((l) => l.items).map((i) => [i.id, i])).values()].filter((i) => i.state !== 'cancelled' && i.mergedIntoId === null)
  return rows.map((i) => ({ id: i.id, number: i.number, title: i.title, state: i.state, beganAt: beganAtOf(i), isAttributed: i.causedByChangeId === c.id }))
    .toSorted((a, b) => (a.beganAt < b.beganAt ? -1 : 1)).slice(0, mostIncidents)
}

/** Changes of a service by kind, and what follows them. */
export interface ServiceRates {
  readonly service: { readonly id: string; readonly number: string; readonly name: string }
  readonly kind: 'all' | 'standard' | 'normal' | 'emergency' | 'unauthorised'
  readonly changes: number
  readonly incidents: number
  readonly effects: readonly WindowEffect[]
}

export interface Rates {
  readonly from: string
  readonly to: string
  readonly rates: readonly ServiceRates[]
  /** Services left out because more than can be calculated at once had changes. */
  readonly left: number
  /** The share of false alarms among comparisons without any effect, and how many of these that makes at most. */
  readonly level: number
  readonly falseAlarmsExpected: number
}

/** Steps down from a service at which a change is one of it. */
const stepsOfService = 2
const mostServices = 60
/** Fewer say nothing by kind. */
const leastChanges = 3
const kinds = ['standard', 'normal', 'emergency', 'unauthorised'] as const

/** What the rates are counted in. */
export interface Moments {
  readonly from: string
  readonly to: string
  readonly changes: readonly ChangeMoment[]
  readonly incidents: readonly IncidentMoment[]
}

/** Of one service by kind of change too; of all that had changes otherwise, those with most changes first. */
export async function ratesAfterChanges(s: Session, asked: (Service & Common) | null, { from, to, changes, incidents }: Moments): Promise<Rates> {
  const services = asked ? [asked] : (await s.list(service, { where: [is('state', 'live')], limit: 200 })).items
  const found = []
  for (const one of services) {
    const below = new Set([one.id, ...(await s.around([one.id], { direction: 'below', depth: stepsOfService, at: to })).map((r) => r.id)])
    const mine = changes.filter((c) => overlaps(c.serviceIds, below) || overlaps(c.ciIds, below))
    if (mine.length > 0) found.push({ one, mine, hurt: incidents.filter((i) => i.serviceId === one.id) })
  }
  const kept = found.toSorted((a, b) => b.mine.length - a.mine.length || (a.one.name < b.one.name ? -1 : 1)).slice(0, mostServices)
  const rates = kept.flatMap(({ one, mine, hurt }) => (asked ? ['all', ...kinds] as const : ['all'] as const).flatMap((kind): ServiceRates[] => {
    const of = mine.filter((c) => kind === 'all' || c.kind === kind)
    if (of.length === 0 || (kind !== 'all' && of.length < leastChanges)) return []
    const effects = selfControlled({ fromMs: Date.parse(from), toMs: Date.parse(to), changesMs: of.map((c) => c.atMs), incidentsMs: hurt.map((i) => i.atMs) })
    return [{ service: { id: one.id, number: one.number, name: one.name }, kind, changes: of.length, incidents: hurt.length, effects }]
  }))
  return { from, to, rates, left: found.length - kept.length, level: rateLevel, falseAlarmsExpected: rates.reduce((n, r) => n + r.effects.length, 0) * rateLevel }
}

/** What pipelines told of, against what was authorised; both ways. */
export interface ObservedSummary {
  readonly from: string
  readonly to: string
  readonly counts: Readonly<Record<string, number>>
  /** Unauthorised among those judged, with its interval; null where none was. */
  readonly unauthorised: { readonly share: number; readonly low: number; readonly high: number; readonly count: number; readonly judged: number } | null
  /** Begun changes that no pipeline told of, though it tells of other changes of the same places. */
  readonly neverObserved: readonly { readonly id: string; readonly number: string; readonly title: string; readonly startedAt: string }[]
  readonly sentence: string
}

const mostChanges = 200
/** How long a place counts as watched after a pipeline spoke of it. */
const watchedDays = 182

export async function observedSummary(s: Session, from: string, to: string): Promise<ObservedSummary> {
  const period = [{ field: 'startedAt', op: 'from', values: [from] }, { field: 'startedAt', op: 'to', values: [to] }] as const
  const counts: Record<string, number> = {}
  for (const state of Object.keys(observedChange.states)) counts[state] = await s.count(observedChange, { where: [is('state', state), ...period] })
  const [bad, judged] = [counts['unauthorised'] ?? 0, (counts['unauthorised'] ?? 0) + (counts['explained'] ?? 0)]
  const share = wilson(bad, judged)
  const neverObserved = await unseen(s, from, to)
  return {
    from, to, counts, neverObserved, unauthorised: share && judged > 0 ? { share: bad / judged, low: share.low, high: share.high, count: bad, judged } : null,
    sentence: `${judged === 0 ? 'No observed change was judged' : `${bad} of ${judged} observed changes had no authorisation`}${counts['unplaced'] ? `; of ${counts['unplaced']} nobody knows what they touched` : ''}. ${neverObserved.length === 0 ? 'Every begun change of a watched place was observed.' : `${neverObserved.length} begun ${neverObserved.length === 1 ? 'change' : 'changes'} of watched places ${neverObserved.length === 1 ? 'was' : 'were'} never observed.`}`,
  }
}

async function unseen(s: Session, from: string, to: string): Promise<ObservedSummary['neverObserved']> {
  const begun = (await s.list(change, { where: [{ field: 'actualStart', op: 'from', values: [from] }, { field: 'actualStart', op: 'to', values: [to] }], sort: '-actualStart', limit: mostChanges })).items
  if (begun.length === 0) return []
  const seen = new Set((await s.list(observedChange, { where: [is('changeId', ...begun.map((c) => c.id))], limit: 200 })).items.map((o) => o.changeId))
  const places = [...new Set(begun.flatMap((c) => [...c.serviceIds, ...c.ciIds]))]
  const since = { field: 'startedAt', op: 'from', values: [iso(Date.parse(to) - watchedDays * dayMs)] } as const
  const watched = new Set<string>()
  for (const field of ['serviceIds', 'ciIds'] as const) {
    if (places.length === 0) break
    for (const o of (await s.list(observedChange, { where: [is(field, ...places), since], limit: 200 })).items) for (const id of o[field]) watched.add(id)
  }
  return begun.filter((c) => !seen.has(c.id) && overlaps([...c.serviceIds, ...c.ciIds], watched)).map((c) => ({ id: c.id, number: c.number, title: c.title, startedAt: c.actualStart ?? '' }))
}
