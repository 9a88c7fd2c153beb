/** What follows elsewhere: a provider begins with types, the service map is kept as relations, and what has retired stands on nothing. */
import type { Context, Reaction, Task } from '../../model/context.ts'
import { AppError } from '../../model/error.ts'
import { is } from '../../model/query.ts'
import type { Common } from '../../model/record.ts'
import { organization } from '../organization/record.ts'
import { type Service, service } from '../service/record.ts'
import { ciType } from './ci-type.ts'
import { type Relation, relation } from './relation.ts'
import { shippedTypes } from './shipped-types.ts'

/** Makes those of the shipped types that the provider has not; does nothing for others. */
export async function shipTypes(ctx: Context, orgId: string): Promise<void> {
  if ((await ctx.seek(organization, orgId))?.kind !== 'provider') return
  const there = new Set((await ctx.list(ciType, { where: [is('orgId', orgId)], limit: 200 })).items.map((t) => t.key))
  for (const type of shippedTypes()) if (!there.has(type.key)) await ctx.create(ciType, { orgId, shared: true, ...type })
}

/** A provider begins with them. */
export const typesForProvider: Reaction = {
  name: 'a provider begins with types of items',
  version: 1,
  on: { organization: ['create'] },
  run: async (ctx, entries) => { for (const e of entries) await shipTypes(ctx, e.recordId) },
}

const mostRelations = 200

async function validOf(ctx: Context, end: 'fromId' | 'toId', id: string): Promise<readonly (Relation & Common)[]> {
  const all: (Relation & Common)[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page = await ctx.list(relation, { where: [is(end, id), is('state', 'valid')], sort: 'createdAt', limit: mostRelations, ...(after === undefined ? {} : { after }) })
    all.push(...page.items)
    after = page.next
  }
  return all
}

/** Brings the relations that come from a service's own map in step with it, from this instant on. What people or imports recorded stays. */
export async function keepServiceMap(ctx: Context, one: Service, since: string): Promise<void> {
  const now = await validOf(ctx, 'fromId', one.id)
  const isRetired = one.state === 'retired'
  for (const r of now) {
    if (isRetired || (r.source === 'service_map' && !one.dependsOnIds.includes(r.toId))) await ctx.move(relation, r.id, 'end', laterThan(r.validFrom, since) ? { endedAt: since } : {})
  }
  if (isRetired) return
  const known = new Set(now.filter((r) => r.kind === 'depends_on').map((r) => r.toId))
  for (const toId of one.dependsOnIds.filter((id) => !known.has(id))) {
    try {
      await ctx.create(relation, {
        orgId: one.orgId, fromRecord: 'service', fromId: one.id, toRecord: 'service', toId, kind: 'depends_on', validFrom: since,
        source: 'service_map', sourceName: one.number, confidence: 1,
      })
    } catch (e) {
      // The graph knows better, such as a circle by way of an item: trying again would not help, and the list of loose ends shows what is missing.
      if (!(e instanceof AppError) || e.code !== 'refused') throw e
    }
  }
}
const laterThan = (from: string | null, at: string): boolean => from !== null && at > from

/** Services' own "stands on" is part of the graph. */
export const serviceMapAsRelations: Reaction = {
  name: 'the service map is part of the graph',
  version: 1,
  on: { service: ['create', 'update', 'retire', 'revive'] },
  run: async (ctx, entries) => {
    const latest = new Map(entries.map((e) => [e.recordId, e.at]))
    for (const [id, at] of latest) {
      const one = await ctx.seek(service, id)
      if (one) await keepServiceMap(ctx, one, at)
    }
  },
}

const atATime = 100

/** Brings services that were there before there was a graph into it, page by page; what is in step already costs a look. Queued at each start. */
export const carryServices: Task = {
  name: 'bring services and types into the graph',
  version: 1,
  attempts: 5,
  run: async (ctx, payload) => {
    if (payload['after'] === undefined) {
      const providers = await ctx.list(organization, { where: [is('kind', 'provider')], limit: 200 })
      for (const o of providers.items) await shipTypes(ctx, o.id)
    }
    const page = await ctx.list(service, { sort: 'createdAt', limit: atATime, ...(typeof payload['after'] === 'string' ? { after: payload['after'] } : {}) })
    // Since when a service stands on another its journal knows; what was never carried is said to be so since its last change.
    for (const one of page.items) await keepServiceMap(ctx, one, one.updatedAt)
    if (page.next !== null) await ctx.after({ task: carryServices.name, payload: { after: page.next } })
  },
}

/** Ends what the service map said of services that are no longer there, page by page. */
export const endLost: Task = {
  name: 'end relations of services that are gone',
  version: 1,
  attempts: 5,
  run: async (ctx, payload) => {
    const page = await ctx.list(relation, { where: [is('source', 'service_map'), is('state', 'valid')], sort: 'createdAt', limit: mostRelations, ...(typeof payload['after'] === 'string' ? { after: payload['after'] } : {}) })
    const there = await ctx.seekMany(service, page.items.flatMap((r) => [r.fromId, r.toId]))
    for (const r of page.items) if (!there.has(r.fromId) || !there.has(r.toId)) await ctx.move(relation, r.id, 'end', {})
    if (page.next !== null) await ctx.after({ task: endLost.name, payload: { after: page.next } })
  },
}

/** The undoing of an import removes records without a verb of their own: what was said of them ends. */
export const undoneHasNoRelations: Reaction = {
  name: 'what an undone import removed has no relations',
  version: 1,
  on: { import: ['undone'] },
  run: (ctx) => ctx.after({ task: endLost.name, payload: {}, key: endLost.name }),
}

/** What has retired stands on nothing, and nothing is connected to it. */
export const retiredStandsOnNothing: Reaction = {
  name: 'a retired item has no relations',
  version: 1,
  on: { ci: ['retire'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const both = [...await validOf(ctx, 'fromId', e.recordId), ...await validOf(ctx, 'toId', e.recordId)]
      for (const r of new Map(both.map((one) => [one.id, one])).values()) await ctx.move(relation, r.id, 'end', laterThan(r.validFrom, e.at) ? { endedAt: e.at } : {})
    }
  },
}
