/** Which one relation to ask about after an incident: verification by use, one question and never a second. */
import { confidenceAt, type Sureness } from '../../model/graph.ts'

/** A relation on the way from the hurt service to what was broken. */
export interface Used extends Sureness {
  readonly id: string
  readonly validTo: string | null
}

/** Surer than this, nobody is asked, 0 to 1. */
export const sureEnough = 0.95

/** `ask` names the relation; the others say why nothing is asked. */
export type Question<R extends Used> =
  | { readonly why: 'ask'; readonly relation: R }
  | { readonly why: 'answered' | 'sure' | 'none' }

/**
 * The least sure relation of all ways; nothing where one of them was confirmed or ended since the incident was resolved (that was the answer),
 * where all are sure, or where there is no way.
 */
export function questionOf<R extends Used>(ways: readonly (readonly R[])[], { resolvedAt, now }: { readonly resolvedAt: string; readonly now: string }): Question<R> {
  const used = ways.flat()
  if (used.some((r) => r.confirmedAt >= resolvedAt || (r.validTo !== null && r.validTo >= resolvedAt))) return { why: 'answered' }
  const [least] = used.map((relation) => ({ relation, left: confidenceAt(relation, now) })).sort((a, b) => a.left - b.left || (a.relation.id < b.relation.id ? -1 : 1))
  return least === undefined ? { why: 'none' } : least.left > sureEnough ? { why: 'sure' } : { why: 'ask', relation: least.relation }
}
