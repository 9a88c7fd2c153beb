/** What follows from an observed change, which is compared with authorised ones, and again when those that waited for agreement get it; and from an incident that names its cause. */
import type { Context, Reaction } from '../../model/context.ts'
import { is, isNot } from '../../model/query.ts'
import type { Common } from '../../model/record.ts'
import { ci } from '../configuration/ci.ts'
import { incident } from '../incident/record.ts'
import { organization } from '../organization/record.ts'
import { service } from '../service/record.ts'
import { type ObservedChange, observedChange } from './cause-observed.ts'
import { judge, type Judgement, nearMs, stepsCovered } from './cause-rules.ts'
import { type Change, change } from './record.ts'

type Row<T> = T & Common
/** Changes around one moment that are looked at; a day with more is no calendar. */
const mostChanges = 200
/** Observed changes that one authorisation can explain. */
const mostObserved = 200

/** Nobody has to ask: each is judged as soon as it is recorded, placed, or to be looked at again. */
export const observedAreJudged: Reaction = {
  name: 'observed changes are explained or unauthorised',
  version: 1,
  on: { observed_change: ['create', 'place', 'reopen'] },
  run: async (ctx, entries) => {
    for (const id of new Set(entries.map((e) => e.recordId))) {
      const seen = await ctx.seek(observedChange, id)
      if (seen?.state === 'seen') await settle(ctx, seen, await judgementOf(ctx, seen))
    }
  },
}

/** What was authorised afterwards may be an emergency, or was recorded late: what it explains is judged again. An explanation is never taken back. */
export const authorisedExplain: Reaction = {
  name: 'authorised changes explain what was observed',
  version: 1,
  on: { change: ['authorise', 'schedule', 'begin', 'finish', 'document'] },
  run: async (ctx, entries) => {
    for (const id of new Set(entries.map((e) => e.recordId))) {
      const c = await ctx.seek(change, id)
      const times = [c?.plannedStart, c?.plannedEnd, c?.actualStart, c?.actualEnd].flatMap((t) => (t ? [Date.parse(t)] : []))
      if (c === null || times.length === 0) continue
      const open = (await ctx.list(observedChange, {
        where: [is('state', 'seen', 'unplaced', 'unauthorised'), { field: 'startedAt', op: 'from', values: [iso(Math.min(...times) - nearMs)] }, { field: 'startedAt', op: 'to', values: [iso(Math.max(...times) + nearMs)] }],
        limit: mostObserved,
      })).items
      for (const seen of open) {
        if (seen.isByPerson) continue
        const judgement = await judgementOf(ctx, seen)
        if (judgement.verdict === 'explained') await settle(ctx, seen, judgement)
      }
    }
  },
}

/** Incidents of one cause that are counted one by one. */
const mostBlamed = 1000

/** A change knows how many incidents name it as their cause, so that its own journal tells it to measures. */
export const causesAreCounted: Reaction = {
  name: 'incidents are counted on the change that caused them',
  version: 1,
  on: { incident: ['attribute', 'unattribute', 'cancel'] },
  run: async (ctx, entries) => {
    const named = new Set(entries.flatMap((e) => [e.changes['causedByChangeId'], e.before['causedByChangeId']]).filter((id) => typeof id === 'string'))
    const cancelled = await ctx.seekMany(incident, entries.flatMap((e) => (e.verb === 'cancel' ? [e.recordId] : [])))
    for (const i of cancelled.values()) if (i.causedByChangeId !== null) named.add(i.causedByChangeId)
    for (const id of named) {
      const c = await ctx.seek(change, id)
      if (c === null) continue
      const incidents = (await ctx.pick(incident, [], { where: [is('causedByChangeId', id), isNot('state', 'cancelled')], sort: 'createdAt', limit: mostBlamed })).items.length
      if (incidents !== c.causedIncidents) await ctx.move(change, id, 'blame', { incidents })
    }
  },
}

const iso = (ms: number): string => new Date(ms).toISOString()

async function settle(ctx: Context, seen: Row<ObservedChange>, { verdict, changeId, why }: Judgement): Promise<void> {
  if (verdict === 'explained' && changeId !== null) await ctx.move(observedChange, seen.id, 'explain', { by: changeId, reason: why })
  else await ctx.move(observedChange, seen.id, verdict === 'unplaced' ? 'losePlace' : 'accuse', { reason: why })
}

async function judgementOf(ctx: Context, seen: Row<ObservedChange>): Promise<Judgement> {
  const touched = [...seen.serviceIds, ...seen.ciIds]
  const above = touched.length === 0 ? [] : await ctx.around(touched, { direction: 'above', depth: stepsCovered, at: seen.startedAt })
  const places = new Map([...above.map((r) => [r.id, r.depth] as const), ...touched.map((id) => [id, 0] as const)])
  const names = [...(await ctx.seekMany(service, seen.serviceIds)).values(), ...(await ctx.seekMany(ci, seen.ciIds)).values()].map((n) => n.name)
  const happened = { startedAt: seen.startedAt, places, placeNames: names, unknownNames: seen.unknownNames, namedChanges: seen.namedChanges }
  return judge(happened, await changesAround(ctx, seen))
}

/** Planned or done around that moment, and those that it names; the organization's own and the provider's. What the provider does may be any customer's change. */
async function changesAround(ctx: Context, seen: Row<ObservedChange>): Promise<readonly Row<Change>[]> {
  const [from, to] = [iso(Date.parse(seen.startedAt) - nearMs), iso(Date.parse(seen.startedAt) + nearMs)]
  const listed = [
    await ctx.list(change, { where: [{ field: 'plannedStart', op: 'to', values: [to] }, { field: 'plannedEnd', op: 'from', values: [from] }], limit: mostChanges, sort: '-plannedStart' }),
    await ctx.list(change, { where: [{ field: 'actualStart', op: 'to', values: [to] }, { field: 'actualEnd', op: 'from', values: [from] }], limit: mostChanges, sort: '-actualStart' }),
    await ctx.list(change, { where: [is('state', 'implementing'), { field: 'actualStart', op: 'to', values: [to] }], limit: mostChanges, sort: '-actualStart' }),
    seen.namedChanges.length === 0 ? { items: [] } : await ctx.list(change, { where: [is('number', ...seen.namedChanges)], limit: mostChanges }),
  ]
  const owner = await ctx.seek(organization, seen.orgId)
  const all = [...new Map(listed.flatMap((l) => l.items).map((c) => [c.id, c])).values()]
  if (owner?.kind === 'provider') return all
  const others = await ctx.seekMany(organization, [...new Set(all.map((c) => c.orgId))])
  return all.filter((c) => c.orgId === seen.orgId || others.get(c.orgId)?.kind === 'provider')
}
