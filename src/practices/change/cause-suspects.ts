/** Which changes could have caused an incident: those on what it stands on, planned or only observed, ranked with reasons. Reads only what the asker may see. */
import { type Candidate, daysNeeded, suspectDefaults, type Suspects, suspects } from '../../analysis/suspects.ts'
import type { Context } from '../../model/context.ts'
import type { NodeRecord, Reached } from '../../model/graph.ts'
import type { JournalEntry } from '../../model/journal.ts'
import { type Condition, is } from '../../model/query.ts'
import type { Common } from '../../model/record.ts'
import { ci } from '../configuration/ci.ts'
import type { Incident } from '../incident/record.ts'
import { organization } from '../organization/record.ts'
import { person } from '../people/person.ts'
import { service } from '../service/record.ts'
import { type ObservedChange, observedChange } from './cause-observed.ts'
import { type Change, change } from './record.ts'

/** A node on the way from what is hurt to what was changed. */
export interface Step {
  readonly id: string
  readonly record: NodeRecord
  readonly name: string
}

/** What a change is to an incident. */
export interface SuspectChange {
  readonly record: 'change' | 'observed_change'
  readonly id: string
  readonly number: string
  readonly title: string
  readonly state: string
  readonly startedAt: string
  readonly endedAt: string | null
}

export interface RankedSuspect extends SuspectChange {
  readonly score: number
  readonly reasons: readonly string[]
  /** From what the incident hurts to what was changed, both included. */
  readonly path: readonly Step[]
  readonly isNamedCause: boolean
}

export interface StruckSuspect extends SuspectChange {
  readonly by: string
  readonly at: string
  readonly reason: string
}

export interface SuspectsOfIncident {
  /** When it began, as far as is known. */
  readonly beganAt: string
  readonly suspects: readonly RankedSuspect[]
  readonly struck: readonly StruckSuspect[]
  readonly verdict: Suspects['verdict'] | 'no_place'
  readonly chance: number | null
  readonly compared: Suspects['compared']
  readonly sentence: string
  /** Observed changes of those hours of which nobody knows what they touched. */
  readonly unplaced: number
  /** How far back suspects are looked for. */
  readonly windowHours: number
}

type Row<T> = T & Common
const hourMs = 3_600_000
/** Steps down the graph; beyond them half of a half of a half is left. */
const deepest = 6
/** Nearest first; of what lies beyond them the answer says that it was left out. */
const mostNodes = 1000
/** Changes read for the comparison, newest first. */
const mostChanges = 2000
/** Suspects in an answer. */
const mostSuspects = 20

/** The answer for one incident, as of now. The journal is the incident's. */
export async function suspectsOf(ctx: Context, i: Row<Incident>, journal: readonly JournalEntry[]): Promise<SuspectsOfIncident> {
  const beganAt = beganAtOf(i)
  const starts = [...(i.serviceId === null ? [] : [i.serviceId]), ...i.ciIds]
  const nothing = { beganAt, suspects: [], struck: [], chance: null, compared: { days: 0, asStrong: 0 }, unplaced: 0, windowHours: suspectDefaults.windowHours } as const
  if (starts.length === 0) return { ...nothing, verdict: 'no_place', sentence: 'It names no service and no item, so nobody can say what was changed below it. Say what is affected.' }
  // Without a limit of depth each node is gone through once, not once a depth; what lies deeper is left out here.
  const met = await ctx.around(starts, { direction: 'below', at: beganAt, most: mostNodes })
  const reached = met.filter((r) => r.depth <= deepest)
  const places: Places = new Map([...reached.map((r) => [r.id, r] as const), ...starts.map((id) => [id, { id, depth: 0, confidence: 1, path: [id], record: id === i.serviceId ? 'service' as const : 'ci' as const }] as const)])
  const from = iso(Date.parse(beganAt) - daysNeeded(Date.parse(beganAt)) * 24 * hourMs)
  const to = iso(Date.parse(beganAt) + suspectDefaults.skewSeconds * 1000)
  const [planned, seen, first, unplaced] = [await changesOn(ctx, places, from, to), await observedOn(ctx, places, from, to), await firstKnown(ctx), await countUnplaced(ctx, beganAt, to)]
  const names = await namesOf(ctx, [...planned, ...seen], places)
  const named = new Map([...planned.map((c) => [c.id, candidateOf(c, places, names)] as const), ...seen.map((o) => [o.id, observedCandidateOf(o, places, names)] as const)])
  const struck = struckOf(journal, named)
  const isStruck = new Set(struck.map((s) => s.id))
  const known = first === null ? {} : { knownSinceMs: Math.max(Date.parse(first), Date.parse(from)) }
  const found = suspects({ atMs: Date.parse(beganAt), text: `${i.title} ${i.description ?? ''}` }, [...named.values()].filter((n) => !isStruck.has(n.candidate.id)).map((n) => n.candidate), known)
  return {
    ...nothing, ...found, struck, unplaced, sentence: met.length < mostNodes ? found.sentence : `${found.sentence} It stands on more than ${mostNodes} things; only changes of the nearest were looked at.`,
    suspects: found.suspects.slice(0, mostSuspects).flatMap((s) => {
      const n = named.get(s.id)
      return n ? [{ ...n.shown, score: s.score, reasons: s.reasons, path: pathOf(n.place, places, names), isNamedCause: s.id === i.causedByChangeId || s.id === i.causedByObservedId }] : []
    }),
  }
}

/** When an incident began for its users: as noticed, or else when it was recorded. */
export const beganAtOf = (i: Pick<Row<Incident>, 'noticedAt' | 'createdAt'>): string => (i.noticedAt !== null && i.noticedAt < i.createdAt ? i.noticedAt : i.createdAt)

const iso = (ms: number): string => new Date(ms).toISOString()
type Place = Pick<Reached, 'id' | 'record' | 'depth' | 'confidence' | 'path'>
type Places = ReadonlyMap<string, Place>

/** Of a change, what decides. */
const changeFields = ['title', 'description', 'state', 'type', 'result', 'riskScore', 'riskLevel', 'actualStart', 'actualEnd', 'plannedStart', 'createdAt', 'serviceIds', 'ciIds'] as const
type Planned = Pick<Row<Change>, 'id' | 'number' | (typeof changeFields)[number]>
const observedFields = ['title', 'description', 'state', 'startedAt', 'endedAt', 'serviceIds', 'ciIds'] as const
type Seen = Pick<Row<ObservedChange>, 'id' | 'number' | (typeof observedFields)[number]>

const between = (field: string, from: string, to: string): readonly Condition[] => [{ field, op: 'from', values: [from] }, { field, op: 'to', values: [to] }]
const idsOf = (places: Places, record: Step['record']): readonly string[] => [...places.values()].filter((p) => p.record === record).map((p) => p.id)

/** Begun ones, and those whose time had come though nobody said that they were begun: of those there are few, wherever they are. */
async function changesOn(ctx: Context, places: Places, from: string, to: string): Promise<readonly Planned[]> {
  const overdue = await ctx.pick(change, changeFields, { where: [is('state', 'authorised', 'scheduled'), ...between('plannedStart', from, to)], sort: '-plannedStart', limit: mostChanges })
  const found = new Map(overdue.items.filter((c) => [...c.serviceIds, ...c.ciIds].some((id) => places.has(id))).map((c) => [c.id, c]))
  for (const [field, record] of [['serviceIds', 'service'], ['ciIds', 'ci']] as const) {
    const ids = idsOf(places, record)
    if (ids.length === 0) continue
    for (const c of (await ctx.pick(change, changeFields, { where: [is(field, ...ids), ...between('actualStart', from, to)], sort: '-actualStart', limit: mostChanges })).items) found.set(c.id, c)
  }
  return [...found.values()]
}

/** Those that an authorised change explains are that change; told twice they would be two suspects. */
async function observedOn(ctx: Context, places: Places, from: string, to: string): Promise<readonly Seen[]> {
  const found = new Map<string, Seen>()
  for (const [field, record] of [['serviceIds', 'service'], ['ciIds', 'ci']] as const) {
    const ids = idsOf(places, record)
    if (ids.length === 0) continue
    for (const o of (await ctx.pick(observedChange, observedFields, { where: [is(field, ...ids), is('state', 'seen', 'unauthorised'), ...between('startedAt', from, to)], sort: '-startedAt', limit: mostChanges })).items) found.set(o.id, o)
  }
  return [...found.values()]
}

/** Since when anything is known of changes here. */
async function firstKnown(ctx: Context): Promise<string | null> {
  const [c] = (await ctx.pick(change, ['actualStart'], { where: [{ field: 'actualStart', op: 'empty', values: ['false'] }], sort: 'actualStart', limit: 1 })).items
  const [o] = (await ctx.pick(observedChange, ['startedAt'], { sort: 'startedAt', limit: 1 })).items
  return [c?.actualStart, o?.startedAt].flatMap((t) => t ?? []).sort()[0] ?? null
}

async function countUnplaced(ctx: Context, beganAt: string, to: string): Promise<number> {
  return (await ctx.pick(observedChange, [], { where: [is('state', 'unplaced'), ...between('startedAt', iso(Date.parse(beganAt) - suspectDefaults.windowHours * hourMs), to)], limit: 200 })).items.length
}

interface Named {
  readonly candidate: Candidate
  readonly shown: SuspectChange
  readonly place: Place
}
type Names = ReadonlyMap<string, string>

/** Of risk nobody computed. */
const unknownRisk = 0.6
const failedRisk = 1
/** What even the least risky change keeps: most incidents by changes come from harmless ones, which are many. */
const leastRisk = 0.3

/** How risky a change is among suspects, 0 to 1, and why, as part of a sentence. */
export function suspicionOf(c: Pick<Change, 'type' | 'result' | 'riskScore' | 'riskLevel' | 'actualStart'>): { readonly risk: number; readonly riskWords: string } {
  const isFailed = c.result === 'failed' || c.result === 'backed_out'
  const riskWords = [
    isFailed ? (c.result === 'failed' ? 'it failed' : 'it was backed out') : c.type === 'emergency' ? 'it was an emergency' : c.riskLevel === 'major' || c.riskLevel === 'significant' ? `its risk was ${c.riskLevel}` : '',
    c.actualStart === null ? 'nobody said that it was begun, but its time had come' : '',
  ].filter((w) => w !== '').join('; ')
  return { risk: isFailed ? failedRisk : c.riskScore === null ? unknownRisk : leastRisk + (1 - leastRisk) * (c.riskScore / 100), riskWords }
}

function candidateOf(c: Planned, places: Places, names: Names): Named {
  const place = nearest([...c.serviceIds, ...c.ciIds], places)
  const startedAt = c.actualStart ?? c.plannedStart ?? c.createdAt
  return {
    place, shown: { record: 'change', id: c.id, number: c.number, title: c.title, state: c.state, startedAt, endedAt: c.actualEnd },
    candidate: {
      id: c.id, startMs: Date.parse(startedAt), endMs: c.actualEnd === null ? (c.state === 'implementing' ? null : Date.parse(startedAt)) : Date.parse(c.actualEnd), distance: place.depth, confidence: place.confidence,
      ...suspicionOf(c), text: `${c.title} ${c.description ?? ''}`, place: names.get(place.id) ?? 'it',
    },
  }
}

function observedCandidateOf(o: Seen, places: Places, names: Names): Named {
  const place = nearest([...o.serviceIds, ...o.ciIds], places)
  return {
    place, shown: { record: 'observed_change', id: o.id, number: o.number, title: o.title, state: o.state, startedAt: o.startedAt, endedAt: o.endedAt },
    candidate: {
      id: o.id, startMs: Date.parse(o.startedAt), endMs: o.endedAt === null ? Date.parse(o.startedAt) : Date.parse(o.endedAt), distance: place.depth, confidence: place.confidence,
      risk: o.state === 'unauthorised' ? 1 : unknownRisk, text: `${o.title} ${o.description ?? ''}`, riskWords: o.state === 'unauthorised' ? 'nobody had authorised it' : '', place: names.get(place.id) ?? 'it',
    },
  }
}

/** The place by which it is nearest, and of equally near ones the surest. */
function nearest(ids: readonly string[], places: Places): Place {
  const [best] = ids.flatMap((id) => places.get(id) ?? []).toSorted((a, b) => a.depth - b.depth || b.confidence - a.confidence || (a.id < b.id ? -1 : 1))
  if (!best) throw new Error('Broken promise: a change was found by a place that it does not touch')
  return best
}

const pathOf = (place: Place, places: Places, names: Names): readonly Step[] =>
  place.path.flatMap((id) => { const node = places.get(id); return node ? [{ id, record: node.record, name: names.get(id) ?? 'something you may not see' }] : [] })

/** Names of the nodes on the ways to what was changed in the window; all others are not shown. */
async function namesOf(ctx: Context, changes: readonly { readonly serviceIds: readonly string[]; readonly ciIds: readonly string[] }[], places: Places): Promise<Names> {
  const wanted = new Set(changes.flatMap((c) => nearest([...c.serviceIds, ...c.ciIds], places).path))
  const ids = (record: Step['record']): readonly string[] => [...wanted].filter((id) => places.get(id)?.record === record)
  const lists = [await ctx.seekMany(service, ids('service')), await ctx.seekMany(ci, ids('ci')), await ctx.seekMany(person, ids('person')), await ctx.seekMany(organization, ids('organization'))]
  return new Map(lists.flatMap((list) => [...list.values()].map((row) => [row.id, row.name] as const)))
}

/** What was struck and not taken back, newest first. */
function struckOf(journal: readonly JournalEntry[], named: ReadonlyMap<string, Named>): readonly StruckSuspect[] {
  const last = new Map<string, JournalEntry>()
  for (const e of journal) if ((e.verb === 'strikeSuspect' || e.verb === 'restoreSuspect') && typeof e.input['suspectId'] === 'string') last.set(e.input['suspectId'], e)
  return [...last].flatMap(([id, e]) => {
    const n = named.get(id)
    return n && e.verb === 'strikeSuspect' ? [{ ...n.shown, by: e.actorName, at: e.at, reason: e.reason ?? '' }] : []
  }).toReversed()
}
