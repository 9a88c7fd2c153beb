/** Everything that happened on what a problem touches and on what that stands on, in one order: where the chronological search for a cause begins. */
import { z } from 'zod'
import { AppError } from '../model/error.ts'
import type { Reached } from '../model/graph.ts'
import { type Condition, is } from '../model/query.ts'
import type { Common, Defined } from '../model/record.ts'
import { observedChange } from '../practices/change/cause-observed.ts'
import { change } from '../practices/change/record.ts'
import { ci } from '../practices/configuration/ci.ts'
import { alert } from '../practices/event/record.ts'
import { outage } from '../practices/incident/outage.ts'
import { incident } from '../practices/incident/record.ts'
import { problem } from '../practices/problem/record.ts'
import { struckBecause } from '../practices/problem/worksheet-standing.ts'
import { service } from '../practices/service/record.ts'
import type { Session } from '../store/store.ts'

const dayMs = 86_400_000
/** Days before the effect that are looked at where nobody says. */
const usualBeforeDays = 7
const usualAfterDays = 1
/** Of each kind, the newest in the window; the answer names what was cut. */
const mostOfAKind = 200
/** Records of which a filter asks at once. */
const mostPlaces = 200

const instant = z.iso.datetime({ offset: true }).transform((t) => new Date(t).toISOString())
/** `effectAt`: when the effect began; the last incident of the problem where nobody says. `skewSeconds`: how far clocks may be apart. */
export const closureSchema = z.strictObject({ from: instant.optional(), to: instant.optional(), effectAt: instant.optional(), skewSeconds: z.coerce.number().int().min(0).max(86_400).default(0) })

/** One thing that happened. `struck`: why it cannot be the cause; null where the order of time allows it. */
interface Entry {
  readonly key: string
  readonly at: string
  readonly endAt: string | null
  readonly record: string
  readonly id: string
  readonly number: string
  readonly title: string
  readonly verb: string | null
  /** Names from what is hurt down to where it happened. */
  readonly by: readonly string[]
  readonly struck: string | null
}

/** Answers `GET /api/problems/{id}/timeline-of-closure`, oldest first. */
export async function closureAnswer(s: Session, id: string, asked: z.infer<typeof closureSchema>): Promise<Readonly<Record<string, unknown>>> {
  const p = await s.find(problem, id)
  const mine = (await s.list(incident, { where: [is('problemId', p.id)], sort: '-createdAt', limit: mostOfAKind })).items
  const [last] = mine
  const effectAt = asked.effectAt ?? (last === undefined ? p.createdAt : last.noticedAt ?? last.createdAt)
  const from = asked.from ?? new Date(Date.parse(effectAt) - usualBeforeDays * dayMs).toISOString()
  const to = asked.to ?? new Date(Math.min(Date.parse(s.now()) + 1, Date.parse(effectAt) + usualAfterDays * dayMs)).toISOString()
  if (from >= to) throw new AppError('invalid', 'to must be after from.', { faults: [{ at: 'to', message: 'must be after from' }] })

  const starts = [...new Set([p.serviceId, ...p.ciIds, ...mine.flatMap((i) => [i.serviceId, ...i.ciIds])].filter((x) => x !== null))].slice(0, mostPlaces)
  // As of the effect: what stands on what today may not have been so then.
  const reached = await s.around(starts, { direction: 'below', at: effectAt, most: mostPlaces })
  const places = [...new Set([...starts, ...reached.map((r) => r.id)])].slice(0, mostPlaces)
  const names = new Map([...await s.titles(service, places), ...await s.titles(ci, places)].map(([k, t]) => [k, t.title]))
  const pathOf = pathsOf(starts, reached, names)
  const cut: string[] = []
  const during = (field: string): Condition[] => [{ field, op: 'from', values: [from] }, { field, op: 'to', values: [to] }]
  const listed = async <Row>(type: Defined<Row>, where: readonly Condition[], sort: string): Promise<readonly (Row & Common)[]> => {
    const page = await s.list(type, { where, sort: `-${sort}`, limit: mostOfAKind })
    if (page.next !== null) cut.push(type.plural)
    return page.items
  }
  const entry = (record: string, row: Common, title: string, at: string, endAt: string | null, on: readonly (string | null)[], verb: string | null = null): Entry =>
    ({ key: `${record}:${row.id}${verb === null ? '' : `:${verb}:${at}`}`, at, endAt, record, id: row.id, number: row.number, title, verb, by: pathOf(on), struck: record === 'incident' || record === 'problem' ? null : struckBecause(at, effectAt, asked.skewSeconds) })

  const entries: Entry[] = []
  if (places.length > 0) {
    for (const a of await listed(alert, [is('serviceId', ...places), ...during('startsAt')], 'startsAt')) entries.push(entry('alert', a, a.title, a.startsAt, a.endsAt, [a.serviceId]))
    for (const o of await listed(outage, [is('serviceId', ...places), ...during('startedAt')], 'startedAt')) entries.push(entry('outage', o, o.scope, o.startedAt, o.endedAt, [o.serviceId]))
    for (const i of await listed(incident, [is('serviceId', ...places), ...during('createdAt')], 'createdAt')) entries.push(entry('incident', i, i.title, i.noticedAt ?? i.createdAt, i.resolvedAt, [i.serviceId]))
    const changes = new Map([...await listed(change, [is('serviceIds', ...places), ...during('actualStart')], 'actualStart'), ...await listed(change, [is('ciIds', ...places), ...during('actualStart')], 'actualStart')].map((c) => [c.id, c]))
    for (const c of changes.values()) if (c.actualStart !== null) entries.push(entry('change', c, c.title, c.actualStart, c.actualEnd, [...c.ciIds, ...c.serviceIds]))
    const seen = new Map([...await listed(observedChange, [is('serviceIds', ...places), ...during('startedAt')], 'startedAt'), ...await listed(observedChange, [is('ciIds', ...places), ...during('startedAt')], 'startedAt')].map((c) => [c.id, c]))
    for (const c of seen.values()) entries.push(entry('observed_change', c, c.title, c.startedAt, c.endedAt, [...c.ciIds, ...c.serviceIds]))
  }
  const known = new Set(entries.map((e) => e.id))
  for (const i of mine) if (!known.has(i.id) && i.createdAt >= from && i.createdAt < to) entries.push(entry('incident', i, i.title, i.noticedAt ?? i.createdAt, i.resolvedAt, [i.serviceId]))
  for (const e of await s.timeline(problem, p.id, { limit: mostOfAKind })) if (e.at >= from && e.at < to) entries.push(entry('problem', p, problem.verbs[e.verb]?.says ?? problem.create.says, e.at, null, [], e.verb))
  entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.key < b.key ? -1 : 1))
  return { from, to, effectAt, places: places.map((place) => ({ id: place, name: names.get(place) ?? null })), items: entries, cut: [...new Set(cut)] }
}

/** The names on the shortest way from what is hurt to one of these places; empty where none is in the closure. */
function pathsOf(starts: readonly string[], reached: readonly Reached[], names: ReadonlyMap<string, string>): (on: readonly (string | null)[]) => readonly string[] {
  const ways = new Map<string, readonly string[]>([...starts.map((one) => [one, [one]] as const), ...reached.map((r) => [r.id, r.path] as const)])
  return (on) => {
    const found = on.flatMap((place) => (place === null ? [] : [ways.get(place) ?? []])).filter((way) => way.length > 0).sort((a, b) => a.length - b.length)
    return (found[0] ?? []).flatMap((one) => names.get(one) ?? [])
  }
}
