/** Whether a relation would have something stand on itself, at any moment of its time. */
import type { Reading } from '../../model/context.ts'
import type { relationKinds } from '../../model/graph.ts'
import { is } from '../../model/query.ts'
import type { Defined } from '../../model/record.ts'

/** Of a relation, what a circle is made of. `validFrom` null: now. */
export interface Tie {
  readonly fromId: string
  readonly toId: string
  readonly kind: keyof typeof relationKinds
  readonly validFrom: string | null
  readonly validTo: string | null
}

/** From a moment until before another. */
interface Span { readonly at: string; readonly until: string }
/** As of one moment, or as of any in a span. */
type When = { readonly at: string; readonly until?: string }

/** After all that is. */
const endOfTime = '9999-12-31T00:00:00.000Z'
/** A walk for a circle ends here; what stands on more is refused nothing, and the orphan list names circles. */
const mostWalked = 20_000
/** Moments looked at; where relations on the way began at more, nobody can say that there is no circle at a later one. */
export const mostMoments = 500
const idsAtOnce = 2000

/** What was found: ids along the way back, both ends included; that too many moments would have to be looked at; or no circle. */
export type Circle = readonly string[] | 'too_many_moments' | null

/**
 * The way from `toId` of a tie back to its `fromId` that is whole at some moment of the tie's time. It is whole whoever sees all of it, so this is
 * asked with the installation's sight (`seeingAll`); whoever names the way leaves out what the actor may not see.
 * `beside` are ties that are recorded together with it and stand nowhere yet; `relations` is the record type `relation`.
 *
 * Whatever is whole at some moment is whole when the last of its relations begins, so only such moments are looked at; and mostly none, since no
 * way leads back at any time.
 */
export async function circleOf(ctx: Reading, relations: Defined<Tie>, tie: Tie, beside: readonly Tie[]): Promise<Circle> {
  if (tie.kind === 'connected_to' || tie.fromId === tie.toId) return null
  const span = { at: tie.validFrom ?? ctx.now(), until: tie.validTo ?? endOfTime }
  if (span.at >= span.until) return null
  const near = beside.filter((t) => t.kind !== 'connected_to' && (t.validFrom ?? ctx.now()) < span.until && (t.validTo ?? endOfTime) > span.at)
  const below = await walk(ctx, tie.toId, 'below', span, near)
  if (!below.has(tie.fromId)) return null
  const above = await walk(ctx, tie.fromId, 'above', span, near)
  const between = new Set([...below.keys()].filter((id) => above.has(id)))
  const moments = await beginnings(ctx, relations, between, near, span)
  for (const at of moments.slice(0, mostMoments)) {
    const isThen = (t: Tie): boolean => (t.validFrom ?? ctx.now()) <= at && (t.validTo ?? endOfTime) > at
    const way = (await walk(ctx, tie.toId, 'below', { at }, near.filter(isThen))).get(tie.fromId)
    if (way) return way()
  }
  return moments.length > mostMoments ? 'too_many_moments' : null
}

/** The beginning of the span, and of each relation between these that begins within it; earliest first. Of more than `mostMoments` not all. */
async function beginnings(ctx: Reading, relations: Defined<Tie>, between: ReadonlySet<string>, near: readonly Tie[], { at, until }: Span): Promise<readonly string[]> {
  const moments = new Set([at])
  const ids = [...between]
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    for (let after: string | null = ''; after !== null;) {
      const page: Awaited<ReturnType<typeof ctx.pick<Tie, 'toId' | 'kind' | 'validFrom'>>> = await ctx.pick(relations, ['toId', 'kind', 'validFrom'], {
        where: [is('fromId', ...ids.slice(from, from + idsAtOnce)), { field: 'validFrom', op: 'from', values: [at] }, { field: 'validFrom', op: 'to', values: [until] }], sort: 'validFrom', limit: 2000, after,
      })
      for (const r of page.items) if (r.validFrom !== null && r.kind !== 'connected_to' && between.has(r.toId)) moments.add(r.validFrom)
      after = moments.size > mostMoments ? null : page.next
    }
  }
  for (const t of near) if (t.validFrom !== null && t.validFrom > at) moments.add(t.validFrom)
  return [...moments].sort()
}

/** All that is met on the way from a node, itself included, each with how it was come to; along what stands and along `near`. */
async function walk(ctx: Reading, start: string, direction: 'above' | 'below', when: When, near: readonly Tie[]): Promise<ReadonlyMap<string, () => readonly string[]>> {
  const onward = Map.groupBy(near, (t) => (direction === 'below' ? t.fromId : t.toId))
  const ways = new Map<string, () => readonly string[]>([[start, () => [start]]])
  for (let next = [start]; next.length > 0 && ways.size < mostWalked;) {
    const met = [...next]
    for (const r of await ctx.around(next, { ...when, direction, depth: mostWalked, most: mostWalked })) {
      if (ways.has(r.id)) continue
      ways.set(r.id, () => [...ways.get(r.path[0] ?? '')?.() ?? [], ...r.path.slice(1)])
      met.push(r.id)
    }
    next = []
    for (let id = met.pop(); id !== undefined; id = met.pop()) {
      const via = id
      for (const t of onward.get(via) ?? []) {
        const to = direction === 'below' ? t.toId : t.fromId
        if (ways.has(to)) continue
        ways.set(to, () => [...ways.get(via)?.() ?? [], to])
        met.push(to)
        next.push(to)
      }
    }
  }
  return ways
}
